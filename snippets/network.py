"""A ReLU hidden layer with a softmax output, forward and backward, quoted by docs/network.md.

Parameters are a tuple (W1, b1, W2, b2) of shapes (d, m), (m,), (m, K), (K,).
"""

import numpy as np

from snippets import validation
from snippets.relu import relu, relu_backward
from snippets.softmax import cross_entropy_with_logits, softmax_cross_entropy_gradient


# --8<-- [start:spirals]
def spirals(per_class, classes, noise, rng):
    """Points on `classes` interleaved spiral arms: X of shape (n, 2), one-hot Y of shape (n, K).

    n = per_class * classes; noise is the standard deviation of the angle in radians.
    Raises ValueError if per_class or classes is below 1 or noise is negative. Source: docs/network.md#spirals.
    """
    if per_class < 1 or classes < 1:
        raise ValueError(f"per_class, classes: at least 1 of each is needed, got {per_class} and {classes}")
    noise = validation.nonnegative("noise", noise)
    validation.shape("noise", noise)
    label = np.repeat(np.arange(classes), per_class)
    radius = np.tile(np.linspace(0.1, 1, per_class), classes)
    angle = 4 * radius + 2 * np.pi * label / classes + noise * rng.standard_normal(len(label))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), np.eye(classes)[label]
# --8<-- [end:spirals]


# --8<-- [start:initial_parameters]
def initial_parameters(d, m, classes, rng):
    """W1, b1, W2, b2: weights normal with variance 2 / fan-in (He et al. 2015), biases 0.

    d, m, classes: at least 1. Returns arrays of shapes (d, m), (m,), (m, K), (K,).
    Raises ValueError if a size is below 1. Source: docs/network.md#training.
    """
    for name, size in (("d", d), ("m", m), ("classes", classes)):
        if size < 1:
            raise ValueError(f"{name}: at least 1 is needed, got {size}")
    W1 = rng.standard_normal((d, m)) * np.sqrt(2 / d)
    W2 = rng.standard_normal((m, classes)) * np.sqrt(2 / m)
    return W1, np.zeros(m), W2, np.zeros(classes)
# --8<-- [end:initial_parameters]


# --8<-- [start:forward]
def forward(parameters, X):
    """Z1 = X W1 + b1, A1 = ReLU(Z1), Z2 = A1 W2 + b2; returns Z1, A1, Z2 of shapes (n, m), (n, m), (n, K).

    Raises ValueError if X is not finite or a shape does not fit. Source: docs/network.md#forward-pass.
    """
    W1, b1, W2, b2 = _checked(parameters)
    X = validation.finite("X", X)
    validation.shape("X", X, None, len(W1))
    Z1 = X @ W1 + b1
    A1 = relu(Z1)
    return Z1, A1, A1 @ W2 + b2
# --8<-- [end:forward]


# --8<-- [start:loss]
def loss(parameters, X, Y):
    """C = (1/n) sum_x C_x, the mean cross-entropy in nats.

    X: (n, d), Y: (n, K) in [0, 1]. Raises ValueError if a value or a shape does not fit.
    Source: docs/network.md#forward-pass.
    """
    return np.mean(cross_entropy_with_logits(forward(parameters, X)[2], Y))
# --8<-- [end:loss]


# --8<-- [start:backward]
def backward(parameters, X, Y):
    """The gradients of `loss` in W1, b1, W2, b2, each with the shape of its variable.

    X: (n, d), Y: (n, K) in [0, 1]. Raises ValueError if a value or a shape does not fit.
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
    """Gradient descent: subtract rate * gradient from each parameter, `steps` times; returns new parameters.

    Raises ValueError if a value or a shape does not fit, or rate is negative. Source: docs/network.md#training.
    """
    rate = validation.nonnegative("rate", rate)
    validation.shape("rate", rate)
    for _ in range(steps):
        parameters = tuple(p - rate.astype(g.dtype) * g for p, g in zip(parameters, backward(parameters, X, Y)))
    return parameters
# --8<-- [end:descend]


# --8<-- [start:accuracy]
def accuracy(parameters, X, Y):
    """The share of examples whose largest logit is at their target's largest entry, in [0, 1].

    X: (n, d), Y: (n, K). Raises ValueError if a value or a shape does not fit. Source: docs/network.md#training.
    """
    Y, Z2 = validation.unit_interval("Y", Y), forward(parameters, X)[2]
    validation.same_shape("Y", Y, "Z2", Z2)
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
