"""Losses for a ReLU output, and a training loop to compare them, quoted by docs/relu-losses.md."""

import numpy as np

from snippets import validation
from snippets.relu import relu


# --8<-- [start:normalised_relu]
def normalised_relu(z):
    """q_k = ReLU(z_k) / sum_j ReLU(z_j) over the last axis.

    z: (..., K), finite. Returns the same shape; each row sums to 1 up to rounding.
    Raises ValueError if z is not finite or a row has no positive entry (0 / 0).
    Source: docs/relu-losses.md#normalised-relu.
    """
    a = relu(validation.finite("z", z))
    if a.ndim == 0 or np.any(a.max(axis=-1) == 0):
        raise ValueError(
            "z: every row needs a positive entry; "
            "otherwise the normalised ReLU is 0 / 0"
        )
    a = a / a.max(axis=-1, keepdims=True)  # the sum of huge entries would overflow
    return a / a.sum(axis=-1, keepdims=True)
# --8<-- [end:normalised_relu]


# --8<-- [start:normalised_relu_cross_entropy]
def normalised_relu_cross_entropy(z, y):
    """-sum_k y_k ln(a_k / sum_j a_j) with a = ReLU(z), as written, over the last axis:
    NaN if every z_k <= 0.

    z, y: arrays of shape (..., K); nothing is refused.
    Returns shape (...); +inf if a_k = 0 < y_k, and also if sum_j a_j overflows.
    The quotient is rounded, and where it is near 1 the loss has the digits of 1 only:
    the error is below 4 ulps of the loss + sum_k y_k.
    Source: docs/relu-losses.md#normalised-relu.
    """
    a, y = np.maximum(z, 0), np.asarray(y)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        log_p = np.log(a / a.sum(axis=-1, keepdims=True))
        # the mask keeps 0 ln 0 = 0, and lets the NaN of 0 / 0 through
        return -np.where((y > 0) | np.isnan(log_p), y * log_p, 0).sum(axis=-1)
# --8<-- [end:normalised_relu_cross_entropy]


# --8<-- [start:normalised_relu_gradient]
def normalised_relu_gradient(z, y):
    """(sum_j y_j / sum_j z_j - y_k / z_k) for z_k > 0, sums over the z_j > 0,
    and 0 elsewhere.

    z, y: arrays of shape (..., K); nothing is refused. Returns the same shape.
    The two quotients cancel near the minimum: the error is below 4 ulps of their sum.
    Source: docs/relu-losses.md#normalised-relu.
    """
    a, y = np.maximum(z, 0), np.asarray(y)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = y.sum(axis=-1, keepdims=True) / a.sum(axis=-1, keepdims=True)
        return np.where(a > 0, ratio - y / a, 0)
# --8<-- [end:normalised_relu_gradient]


# --8<-- [start:clipped_cross_entropy]
def clipped_cross_entropy(z, y, epsilon):
    """-(y ln c + (1 - y) ln(1 - c)) with c = ReLU(z) clipped to
    [epsilon, 1 - epsilon], in nats, elementwise.

    z: finite, y: in [0, 1], of the same shape; epsilon: in (0, 1/2).
    Both bounds are rounded to the type of z and y, where 1 - epsilon must not be 1.
    Returns that shape.
    Error below 4 ulps; 6 in float32, whose logarithm alone is off by up to 3.9.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/relu-losses.md#clipping.
    """
    c, y, _ = _clipped(z, y, epsilon)
    return -(y * np.log(c) + (1 - y) * np.log1p(-c))
# --8<-- [end:clipped_cross_entropy]


# --8<-- [start:clipped_cross_entropy_gradient]
def clipped_cross_entropy_gradient(z, y, epsilon):
    """(z - y) / (z (1 - z)) for epsilon < z < 1 - epsilon, and 0 outside, elementwise.

    z: finite, y: in [0, 1], of the same shape; epsilon: in (0, 1/2).
    Both bounds are rounded to the type of z and y, where 1 - epsilon must not be 1.
    Returns that shape.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/relu-losses.md#clipping.
    """
    c, y, inside = _clipped(z, y, epsilon)
    return np.where(inside, (c - y) / (c * (1 - c)), 0)
# --8<-- [end:clipped_cross_entropy_gradient]


# --8<-- [start:generalised_kl_divergence]
def generalised_kl_divergence(p, a):
    """sum_k [p_k ln(p_k / a_k) - p_k + a_k] over the last axis, with 0 ln 0 = 0.

    Never negative; 0 at a = p, and elsewhere positive unless it is too small
    for the type.
    p, a: (..., K), finite and not negative; they need not sum to 1.
    Returns shape (...); +inf if a_k = 0 < p_k.
    Error below 8 ulps: where p_k is about 3 a_k, p_k ln(p_k / a_k) is 2.5 times the
    value, and so is its error.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/relu-losses.md#generalised-kl.
    """
    p, a = validation.nonnegative("p", p), validation.nonnegative("a", a)
    a, p = validation.alike("a", a, "p", p)
    if p.ndim == 0:
        raise ValueError("p: a vector of K numbers is needed, got a single number")
    with np.errstate(over="ignore"):  # a sum beyond the range of the type is +inf
        close = (p / 3 < a) & (a / 3 < p)
        return np.where(close, _near(p, a), _far(p, a)).sum(axis=-1)
# --8<-- [end:generalised_kl_divergence]


# --8<-- [start:generalised_kl_gradient]
def generalised_kl_gradient(z, y):
    """d/dz [y ln(y / a) - y + a] with a = ReLU(z): (z - y) / z = 1 - y / z for z > 0,
    and 0 elsewhere, elementwise.

    z: finite, y: finite and not negative, of the same shape. Returns that shape.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/relu-losses.md#generalised-kl.
    """
    z, y = validation.finite("z", z), validation.nonnegative("y", y)
    y, z = validation.alike("y", y, "z", z)
    with np.errstate(over="ignore"):  # beyond the range of the type it is -inf
        return np.where(z > 0, (z - y) / np.where(z > 0, z, 1), 0)
# --8<-- [end:generalised_kl_gradient]


# --8<-- [start:matching_loss]
def matching_loss(z, y):
    """1/2 ReLU(z)^2 - y z = z (ReLU(z) / 2 - y), elementwise:
    the convex loss whose derivative with respect to z is ReLU(z) - y.

    z: finite, y: finite and not negative, of the same shape.
    Returns that shape; infinite beyond the range of the type.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/relu-losses.md#derivation.
    """
    z, y = validation.finite("z", z), validation.nonnegative("y", y)
    y, z = validation.alike("y", y, "z", z)
    with np.errstate(over="ignore"):
        return z * (relu(z) / 2 - y) + 0.0
# --8<-- [end:matching_loss]


# --8<-- [start:matching_loss_gradient]
def matching_loss_gradient(z, y):
    """ReLU(z) - y, elementwise.

    z: finite, y: finite and not negative, of the same shape. Returns that shape.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/relu-losses.md#derivation.
    """
    z, y = validation.finite("z", z), validation.nonnegative("y", y)
    y, z = validation.alike("y", y, "z", z)
    return relu(z) - y
# --8<-- [end:matching_loss_gradient]


# --8<-- [start:train]
def train(loss, gradient, X, Y, W, b, rate, steps):
    """Gradient descent on C = (1/n) sum_x C_x with Z = X W + b;
    returns the steps + 1 costs, and the last W and b.

    loss(Z, Y): the n numbers C_x; gradient(Z, Y): dC_x/dZ, (n, K).
    X: (n, d), Y: (n, K), W: (d, K), b: (K,).
    Infinite and NaN costs are kept: to see them is the purpose.
    Raises ValueError if X, Y, W or b is not finite or does not fit,
    or rate or steps is negative.
    Source: docs/relu-losses.md#training-runs.
    """
    X, Y = validation.finite("X", X), validation.finite("Y", Y)
    W, b = validation.finite("W", W), validation.finite("b", b)
    validation.shape("X", X, None, None)
    validation.shape("Y", Y, len(X), None)
    validation.shape("W", W, X.shape[1], Y.shape[1])
    validation.shape("b", b, Y.shape[1])
    rate = validation.nonnegative("rate", rate)
    validation.shape("rate", rate)
    costs = [np.mean(loss(X @ W + b, Y))]
    for _ in range(validation.count("steps", steps, 0)):
        delta = gradient(X @ W + b, Y) / len(X)
        W, b = W - rate * X.T @ delta, b - rate * delta.sum(axis=0)
        costs.append(np.mean(loss(X @ W + b, Y)))
    return np.array(costs), W, b
# --8<-- [end:train]


def _clipped(z, y, epsilon):
    z, y, epsilon = validation.finite("z", z), validation.unit_interval("y", y), validation.finite("epsilon", epsilon)
    y, z = validation.alike("y", y, "z", z)
    if not (epsilon.ndim == 0 and 0 < epsilon < 0.5):
        raise ValueError(f"epsilon: a number in (0, 1/2) is needed, got {epsilon}")
    epsilon = epsilon.astype(z.dtype)
    if 1 - epsilon == 1:
        raise ValueError(f"epsilon: 1 - epsilon rounds to 1 in {z.dtype}; a larger number is needed, got {epsilon}")
    return np.clip(z, epsilon, 1 - epsilon), y, (z > epsilon) & (z < 1 - epsilon)


def _near(p, a):
    """p ln(p / a) - p + a for a / 3 < p < 3 a, by the series of artanh, because the three terms would cancel."""
    with np.errstate(over="ignore", invalid="ignore"):
        difference, mean = p - a, np.maximum(p / 2 + a / 2, np.finfo(p.dtype).smallest_subnormal)
        s = difference / mean / 2  # |s| < 1/2, and ln(p / a) = 2 artanh s
        series = np.zeros_like(s)
        for n in range(53, 1, -2):
            series = series * s * s + 1 / n
        return difference * s * (1 + (s + s * s) * series)  # series = 1/3 + s^2/5 + ... = (artanh s - s) / s^3


def _far(p, a):
    """p ln(p / a) - p + a elsewhere, where its terms hardly cancel."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        ratio = p / (a + 0.0)  # no -0.0, whose quotient would be -inf
        log_ratio = np.log(np.fmax(ratio, np.finfo(p.dtype).tiny))  # finite where p is 0 or almost nothing beside a
        log_ratio = np.where(np.isfinite(log_ratio), log_ratio, np.log(p) - np.log(a))  # where the ratio overflows
        return p * log_ratio + (a - p)
