"""A ReLU hidden layer with a softmax output, forward and backward, quoted by docs/network.md.

Parameters are a tuple (W1, b1, W2, b2) of shapes (d, m), (m,), (m, K), (K,).
"""

import numpy as np

from snippets import validation
from snippets.relu import relu, relu_backward
from snippets.softmax import cross_entropy_with_logits, softmax_cross_entropy_gradient


# --8<-- [start:spirals]
def spirals(per_class, classes, noise, rng):
    """Points on `classes` interleaved spiral arms: X of shape (n, 2),
    one-hot Y of shape (n, K).

    n = per_class * classes; noise is the standard deviation of the angle in radians.
    Raises ValueError if per_class or classes is no integer above 0 or noise is
    negative.
    Source: docs/network.md#spirals.
    """
    per_class = validation.count("per_class", per_class, 1)
    classes = validation.count("classes", classes, 1)
    noise = validation.nonnegative("noise", noise)
    validation.shape("noise", noise)
    label = np.repeat(np.arange(classes), per_class)
    radius = np.tile(np.linspace(0.1, 1, per_class), classes)
    angle = 4 * radius + 2 * np.pi * label / classes
    angle = angle + noise * rng.standard_normal(len(label))
    X = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return X, np.eye(classes)[label]
# --8<-- [end:spirals]


# --8<-- [start:initial_parameters]
def initial_parameters(d, m, classes, rng):
    """W1, b1, W2, b2: weights normal with variance 2 / fan-in (He et al. 2015),
    biases 0.

    d, m, classes: at least 1. Returns arrays of shapes (d, m), (m,), (m, K), (K,).
    Raises ValueError if a size is no integer above 0.
    Source: docs/network.md#training.
    """
    d, m = validation.count("d", d, 1), validation.count("m", m, 1)
    classes = validation.count("classes", classes, 1)
    W1 = rng.standard_normal((d, m)) * np.sqrt(2 / d)
    W2 = rng.standard_normal((m, classes)) * np.sqrt(2 / m)
    return W1, np.zeros(m), W2, np.zeros(classes)
# --8<-- [end:initial_parameters]


# --8<-- [start:forward]
def forward(parameters, X):
    """Z1 = X W1 + b1, A1 = ReLU(Z1), Z2 = A1 W2 + b2;
    returns Z1, A1, Z2 of shapes (n, m), (n, m), (n, K).

    The sums can cancel: with u = 2^-53 or 2^-24 the error of Z1 is below (d + 1) u
    (|X| |W1| + |b1|), that of Z2 below (d + m + 2) u ((|X| |W1| + |b1|) |W2| + |b2|).
    Raises ValueError if X is not finite, a shape does not fit, or Z1 or Z2 overflows.
    Source: docs/network.md#forward-pass.
    """
    X = validation.finite("X", X)
    W1, b1, W2, b2, X = validation.common_type(*_checked(parameters), X)
    validation.shape("X", X, None, len(W1))
    with np.errstate(over="ignore", invalid="ignore"):
        Z1 = X @ W1 + b1
        validation.no_overflow("Z1 = (X W1 + b1)", Z1)
        A1 = relu(Z1)
        Z2 = A1 @ W2 + b2
    validation.no_overflow("Z2 = (A1 W2 + b2)", Z2)
    return Z1, A1, Z2
# --8<-- [end:forward]


# --8<-- [start:loss]
def loss(parameters, X, Y):
    """C = (1/n) sum_x C_x, the mean cross-entropy in nats.

    An error of up to r in the entries of Z2 moves C_x by up to 2 r sum_k y_k;
    then the 4 ulps of C_x, 6 in float32.
    X: (n, d), Y: (n, K), not negative.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/network.md#forward-pass.
    """
    return np.mean(cross_entropy_with_logits(forward(parameters, X)[2], Y))
# --8<-- [end:loss]


# --8<-- [start:backward]
def backward(parameters, X, Y):
    """The gradients of `loss` in W1, b1, W2, b2, each with the shape of its variable.

    The products sum n or K terms, which can cancel: with exact Z1, Z2 and u = 2^-53
    or 2^-24 the error of an entry is below (n + K + 20) u times the same products
    of absolute values.
    Where rounding moves Z1 across 0, the mask differs.
    Where an entry of Z1 is 0, the ReLU counts as having the slope 0.
    X: (n, d), Y: (n, K), not negative.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/network.md#backward-pass.
    """
    Z1, A1, Z2 = forward(parameters, X)
    W2, X = np.asarray(parameters[2]), np.asarray(X)
    D2 = softmax_cross_entropy_gradient(Z2, Y) / len(Z2)
    D1 = relu_backward(D2 @ W2.T, Z1)
    return X.T @ D1, D1.sum(axis=0), A1.T @ D2, D2.sum(axis=0)
# --8<-- [end:backward]


# --8<-- [start:descend]
def descend(parameters, X, Y, rate, steps):
    """Gradient descent: subtract rate * gradient from each parameter, `steps` times;
    returns new parameters.

    Each parameter keeps its type, also where X or Y has another.
    Raises ValueError if a value or a shape does not fit, or rate or steps is negative.
    Source: docs/network.md#training.
    """
    rate = validation.nonnegative("rate", rate)
    validation.shape("rate", rate)
    parameters = _checked(parameters)
    for _ in range(validation.count("steps", steps, 0)):
        gradients = backward(parameters, X, Y)
        parameters = tuple(
            (p - rate * g).astype(p.dtype) for p, g in zip(parameters, gradients)
        )
    return parameters
# --8<-- [end:descend]


# --8<-- [start:accuracy]
def accuracy(parameters, X, Y):
    """The share of examples whose largest logit is at their target's largest entry,
    in [0, 1].

    Of several largest the first counts. X: (n, d), Y: (n, K), not negative.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/network.md#training.
    """
    Y, Z2 = validation.nonnegative("Y", Y), forward(parameters, X)[2]
    Y, Z2 = validation.alike("Y", Y, "Z2", Z2)
    return np.mean(Z2.argmax(axis=1) == Y.argmax(axis=1))
# --8<-- [end:accuracy]


def _checked(parameters):
    names = ("W1", "b1", "W2", "b2")
    if len(parameters) != len(names):
        raise ValueError(f"parameters: the four arrays {', '.join(names)} are needed, got {len(parameters)}")
    W1, b1, W2, b2 = (validation.finite(name, value) for name, value in zip(names, parameters))
    validation.shape("W1", W1, None, None)
    validation.shape("b1", b1, W1.shape[1])
    validation.shape("W2", W2, W1.shape[1], None)
    validation.shape("b2", b2, W2.shape[1])
    return W1, b1, W2, b2
