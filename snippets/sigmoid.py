"""The sigmoid unit and logistic regression, quoted by docs/sigmoid.md."""

import numpy as np

from snippets import validation


# --8<-- [start:sigmoid_naive]
def sigmoid_naive(z):
    """1 / (1 + exp(-z)) as written: in float64 exp overflows for z < -709.78,
    and 1 / inf = 0.

    Between -745.13 and -709.78 the exact value rounds to a positive, subnormal number.
    A NaN is returned as NaN.
    """
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z)))
# --8<-- [end:sigmoid_naive]


# --8<-- [start:sigmoid]
def sigmoid(z):
    """sigma(z) = 1 / (1 + exp(-z)), elementwise, without overflow.

    z: any shape, real or infinite. Returns the same shape, in [0, 1].
    Raises ValueError if z is empty or has a NaN.
    Source: docs/sigmoid.md#sigmoid-stable.
    """
    z = validation.real("z", z)
    small = np.exp(-np.abs(z))  # in [0, 1], so nothing overflows on either side
    return np.where(z >= 0, 1, small) / (1 + small)
# --8<-- [end:sigmoid]


# --8<-- [start:sigmoid_derivative]
def sigmoid_derivative(z):
    """sigma'(z) = sigma(z) sigma(-z), elementwise; in [0, 1/4].

    z: any shape, real or infinite.
    A product has the error of both factors: below 6 ulps.
    Raises ValueError if z is empty or has a NaN.
    Source: docs/sigmoid.md#sigmoid-derivative.
    """
    z = validation.real("z", z)
    return sigmoid(z) * sigmoid(-z)
# --8<-- [end:sigmoid_derivative]


# --8<-- [start:logit]
def logit(p):
    """ln(p / (1 - p)) = 2 artanh(2 p - 1), the inverse of the sigmoid, elementwise;
    -inf at 0 and +inf at 1.

    p: any shape, in [0, 1]. Raises ValueError if p is empty, outside [0, 1] or NaN.
    Source: docs/sigmoid.md#logit.
    """
    p = validation.unit_interval("p", p)
    with np.errstate(divide="ignore"):
        ends, middle = np.log(p) - np.log1p(-p), 2 * np.arctanh(2 * p - 1)
    # near 1/2 the two logarithms would cancel
    return np.where(np.abs(p - 0.5) < 0.25, middle, ends)
# --8<-- [end:logit]


# --8<-- [start:softplus]
def softplus(z):
    """ln(1 + exp(z)) = max(z, 0) + ln(1 + exp(-|z|)), elementwise.

    z: any shape, real or infinite. Raises ValueError if z is empty or has a NaN.
    Source: docs/sigmoid.md#softplus-form.
    """
    z = validation.real("z", z)
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
# --8<-- [end:softplus]


# --8<-- [start:binary_cross_entropy_with_logits]
def binary_cross_entropy_with_logits(z, y):
    """softplus(z) - y z = (1 - y) max(z, 0) + y max(-z, 0) + ln(1 + exp(-|z|)) in
    nats, elementwise.

    No term is negative, so nothing cancels. z: finite logits, y: in [0, 1],
    of the same shape. Returns that shape.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/sigmoid.md#softplus-form.
    """
    z, y = validation.finite("z", z), validation.unit_interval("y", y)
    y, z = validation.alike("y", y, "z", z)
    linear = (1 - y) * np.maximum(z, 0) + y * np.maximum(-z, 0)
    return linear + np.log1p(np.exp(-np.abs(z)))
# --8<-- [end:binary_cross_entropy_with_logits]


# --8<-- [start:binary_cross_entropy_gradient]
def binary_cross_entropy_gradient(z, y):
    """d/dz [softplus(z) - y z] = sigma(z) - y = (1 - y) sigma(z) - y sigma(-z),
    elementwise.

    When y is 0 or 1, one term of the last form is 0, so nothing cancels.
    For a y between them the terms cancel near sigma(z) = y:
    the error is below 6 ulps of (1 - y) sigma(z) + y sigma(-z).
    z: finite logits, y: in [0, 1], of the same shape. Returns that shape, in [-1, 1].
    Raises ValueError if a value or a shape does not fit.
    Source: docs/sigmoid.md#softplus-form.
    """
    z, y = validation.finite("z", z), validation.unit_interval("y", y)
    y, z = validation.alike("y", y, "z", z)
    return (1 - y) * sigmoid(z) - y * sigmoid(-z)
# --8<-- [end:binary_cross_entropy_gradient]


# --8<-- [start:logistic_loss]
def logistic_loss(w, b, X, y):
    """C = (1/n) sum_x [softplus(z) - y z] with z = X w + b, in nats.

    Rounding z moves C by up to (d + 1) u (|X| |w| + |b|), its mean over x,
    u = 2^-53 or 2^-24; then 4 ulps are added.
    w: (d,), b: a number, X: (n, d), y: (n,) in [0, 1]. Returns a number.
    Raises ValueError if a shape or a value does not fit, or z overflows.
    Source: docs/sigmoid.md#softplus-form.
    """
    X, z, y = _weighted_input(w, b, X, validation.unit_interval("y", y))
    validation.shape("y", y, len(X))
    return np.mean(binary_cross_entropy_with_logits(z, y))
# --8<-- [end:logistic_loss]


# --8<-- [start:logistic_gradient]
def logistic_gradient(w, b, X, y):
    """grad_w C = (1/n) X^T (a - y), dC/db = (1/n) sum_x (a - y),
    with a = sigma(X w + b).

    The sums can cancel: with u as for the loss, the error is below (n + d + 9) u (1/n)
    sum_x |x_j| (1 + |x| |w| + |b|).
    w: (d,), b: a number, X: (n, d), y: (n,) in [0, 1].
    Returns arrays of shapes (d,) and ().
    Raises ValueError if a shape or a value does not fit, or z overflows.
    Source: docs/sigmoid.md#sigmoid-batch.
    """
    X, z, y = _weighted_input(w, b, X, validation.unit_interval("y", y))
    validation.shape("y", y, len(X))
    error = binary_cross_entropy_gradient(z, y)
    return X.T @ error / len(y), np.mean(error)
# --8<-- [end:logistic_gradient]


# --8<-- [start:logistic_hessian_vector_product]
def logistic_hessian_vector_product(w, b, X, v):
    """H v = (1/n) X^T (s * (X v)) with s = sigma'(X w + b):
    the Hessian in w for a fixed b, times v, H never formed.

    The sums can cancel: the error is below (n + 2 d + 9) u (1/n) sum_x |x_j| (|x| |v|)
    (1 + |x| |w| + |b|), with u as for the loss.
    w, v: (d,), b: a number, X: (n, d). Returns shape (d,).
    Raises ValueError if a shape or a value does not fit, or z overflows.
    Source: docs/sigmoid.md#sigmoid-hessian.
    """
    X, z, v = _weighted_input(w, b, X, validation.finite("v", v))
    validation.shape("v", v, X.shape[1])
    return X.T @ (sigmoid_derivative(z) * (X @ v)) / len(X)
# --8<-- [end:logistic_hessian_vector_product]


def _weighted_input(w, b, X, other):
    """Return X, z = X w + b and the other array, in the common type of the three."""
    w, b, X = validation.finite("w", w), validation.finite("b", b), validation.finite("X", X)
    validation.shape("w", w, None)
    validation.shape("b", b)
    validation.shape("X", X, None, len(w))
    w, X, other = validation.common_type(w, X, other)
    with np.errstate(over="ignore", invalid="ignore"):
        z = X @ w + b.astype(w.dtype)
    validation.no_overflow("(X w + b)", z)
    return X, z, other
