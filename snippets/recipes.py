"""Losses from integer labels, weighted means, smoothing, focal loss and temperature, quoted by docs/recipes.md."""

import numpy as np

from snippets import validation
from snippets.sigmoid import sigmoid, softplus
from snippets.softmax import log_softmax, softmax_cross_entropy_gradient


def _labels(z, labels):
    """Return z of shape (..., K) and labels of shape (...), each at least 0 and below K."""
    z, labels = validation.real("z", z), np.asarray(labels)
    if labels.dtype.kind not in "iu":
        raise ValueError(f"labels: integers are needed, got an array of {labels.dtype}")
    if labels.shape != z.shape[:-1]:
        raise ValueError(f"labels: shape {z.shape[:-1]} is needed, one label for each row of z, got {labels.shape}")
    if z.ndim == 0:
        raise ValueError("z: a vector of K logits is needed, got a single number")
    bad = (labels < 0) | (labels >= z.shape[-1])
    if np.any(bad):
        raise ValueError(f"labels: {labels[bad][0]} is outside 0 to {z.shape[-1] - 1}; select what counts first")
    return z, labels


# --8<-- [start:label_cross_entropy]
def label_cross_entropy(z, labels):
    """-ln softmax(z)_c for the class c of each label, in nats; classes are counted
    from 0.

    z: (..., K), labels: integers of shape (...). Returns shape (...), at least 0; +inf
    where class c is masked by -inf.
    Error below 4 ulps; 6 in float32, whose exponential alone is off by up to 2.5.
    Raises ValueError on bad logits, labels that are no integers or not below K, or
    shapes that do not fit.
    Source: docs/recipes.md#labels.
    """
    z, labels = _labels(z, labels)
    return 0.0 - np.take_along_axis(log_softmax(z), labels[..., None], axis=-1)[..., 0]
# --8<-- [end:label_cross_entropy]


# --8<-- [start:label_cross_entropy_gradient]
def label_cross_entropy_gradient(z, labels):
    """d(-ln p_c)/dz_k = p_k - delta_kc with p = softmax(z), c the class of the label;
    p_c - 1 does not cancel.

    Error below 8 ulps, 10 in float32. z: (..., K), labels: integers of shape (...).
    Returns the shape of z.
    Raises ValueError as `label_cross_entropy` does, and where class c is masked: the
    loss is infinite.
    Source: docs/recipes.md#labels.
    """
    z, labels = _labels(z, labels)
    masked = np.take_along_axis(z, labels[..., None], axis=-1)[..., 0] == -np.inf
    if np.any(masked):
        raise ValueError(
            f"labels: class {labels[masked][0]} is masked; "
            "its loss is infinite and has no gradient"
        )
    y = np.zeros_like(z)
    np.put_along_axis(y, labels[..., None], 1, axis=-1)
    return softmax_cross_entropy_gradient(z, y)
# --8<-- [end:label_cross_entropy_gradient]


# --8<-- [start:weighted_mean]
def weighted_mean(losses, weights):
    """sum_x m_x C_x / sum_x m_x over all entries; a loss whose weight is 0 is left
    out, also where it is +inf.

    Error below 6 ulps for a hundred losses; it grows slowly with their number.
    losses: any shape, at least 0, +inf allowed; weights: the same shape, at least 0.
    Returns a number, +inf where the sum leaves the range of the type.
    Raises ValueError if a value or a shape does not fit, or every weight is 0: the
    mean of nothing is no number.
    Source: docs/recipes.md#weighted-mean.
    """
    losses = validation.real("losses", losses)
    weights = validation.nonnegative("weights", weights)
    if np.any(losses < 0):
        raise ValueError(
            f"losses: {losses[losses < 0][0]!s} is negative; "
            "a cross-entropy is at least 0"
        )
    weights, losses = validation.alike("weights", weights, "losses", losses)
    counts = weights > 0
    if not np.any(counts):
        raise ValueError("weights: every weight is 0; at least one loss must count")
    share = weights[counts] / weights.max()  # so no product overflows
    with np.errstate(over="ignore"):
        return (share * losses[counts]).sum() / share.sum()
# --8<-- [end:weighted_mean]


# --8<-- [start:weighted_binary_cross_entropy]
def weighted_binary_cross_entropy(z, y, alpha):
    """alpha y softplus(-z) + (1 - y) softplus(z) in nats, elementwise: binary
    cross-entropy, weight alpha on class 1.

    No term is negative, so nothing cancels. +inf where it is beyond the range of the
    type.
    z: finite logits, y: in [0, 1], of the same shape; alpha: a number, at least 0.
    Returns that shape.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/recipes.md#pos-weight.
    """
    z, y, alpha = _binary(z, y, "alpha", alpha)
    with np.errstate(over="ignore"):
        return alpha * (y * softplus(-z)) + (1 - y) * softplus(z)
# --8<-- [end:weighted_binary_cross_entropy]


# --8<-- [start:weighted_binary_cross_entropy_gradient]
def weighted_binary_cross_entropy_gradient(z, y, alpha):
    """(1 - y) sigma(z) - alpha y sigma(-z): the derivative of
    `weighted_binary_cross_entropy` in z, elementwise.

    When y is 0 or 1, one term is 0, so nothing cancels. For a y between them the terms
    cancel near the minimum: the error is below 6 ulps of (1 - y) sigma(z) + alpha y
    sigma(-z).
    z, y, alpha: as there. Returns that shape. Raises ValueError as there.
    Source: docs/recipes.md#pos-weight.
    """
    z, y, alpha = _binary(z, y, "alpha", alpha)
    return (1 - y) * sigmoid(z) - alpha * (y * sigmoid(-z))
# --8<-- [end:weighted_binary_cross_entropy_gradient]


# --8<-- [start:smooth_labels_over_others]
def smooth_labels_over_others(y, epsilon):
    """(1 - epsilon) y_k + epsilon (1 - y_k) / (K - 1): the share epsilon is spread
    over the other classes.

    y: (..., K) with K >= 2, each row a distribution; epsilon: in [0, 1]. Returns the
    same shape; rows sum to 1.
    Raises ValueError if y is not a distribution, has one class only, or epsilon is
    outside [0, 1].
    Source: docs/recipes.md#smoothing.
    """
    y = validation.distribution("y", y)
    epsilon = validation.unit_interval("epsilon", epsilon)
    validation.shape("epsilon", epsilon)
    if y.shape[-1] == 1:
        raise ValueError("y: one class has no others; at least two are needed")
    epsilon = epsilon.astype(y.dtype)
    return (1 - epsilon) * y + epsilon * (1 - y) / (y.shape[-1] - 1)
# --8<-- [end:smooth_labels_over_others]


# --8<-- [start:smooth_labels_over_allowed]
def smooth_labels_over_allowed(y, allowed, epsilon):
    """(1 - epsilon) y_k + epsilon h_k / sum_j h_j with h_k = 1 for an allowed class, 0
    for a masked one.

    y: (..., K), each row a distribution; allowed: booleans of the same shape; epsilon:
    in [0, 1].
    Returns that shape; rows sum to 1, and a masked class keeps the target 0.
    Raises ValueError if y is not a distribution or has a positive entry where a class
    is masked, allowed has other values or another shape or masks every class of a row,
    or epsilon is outside [0, 1].
    Source: docs/recipes.md#smoothing.
    """
    y, allowed = validation.distribution("y", y), np.asarray(allowed)
    epsilon = validation.unit_interval("epsilon", epsilon)
    validation.shape("epsilon", epsilon)
    if allowed.dtype.kind != "b" or allowed.shape != y.shape:
        got = f"{allowed.dtype}, {allowed.shape}"
        raise ValueError(f"allowed: booleans of shape {y.shape} are needed, got {got}")
    if not np.all(np.any(allowed, axis=-1)):
        raise ValueError(
            "allowed: every class of a row is masked; at least one must be left"
        )
    if np.any((y > 0) & ~allowed):
        raise ValueError(
            "y: a masked class has a positive target; its loss would be infinite"
        )
    epsilon = epsilon.astype(y.dtype)
    share = epsilon / allowed.sum(axis=-1, keepdims=True, dtype=y.dtype)
    return (1 - epsilon) * y + np.where(allowed, share, 0)
# --8<-- [end:smooth_labels_over_allowed]


# --8<-- [start:focal_loss]
def focal_loss(z, y, gamma):
    """y sigma(-z)^gamma softplus(-z) + (1 - y) sigma(z)^gamma softplus(z) in nats,
    elementwise.

    It is (1 - p)^gamma (-ln p) with p the probability of the right class, if y is 0 or
    1; gamma = 0 is cross-entropy. No term is negative, so nothing cancels; the power
    enlarges the relative error of sigma by gamma: error below 8 ulps for gamma = 2, 10
    in float32, and more where the power underflows.
    z: finite logits, y: in [0, 1], of the same shape; gamma: a number, at least 0.
    Returns that shape.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/recipes.md#focal-loss.
    """
    z, y, gamma = _binary(z, y, "gamma", gamma)
    right = y * sigmoid(-z) ** gamma * softplus(-z)
    return right + (1 - y) * sigmoid(z) ** gamma * softplus(z)
# --8<-- [end:focal_loss]


# --8<-- [start:focal_loss_gradient]
def focal_loss_gradient(z, y, gamma):
    """(1-y) a^gamma (a + gamma (1-a) softplus(z)) - y (1-a)^gamma (1-a + gamma a
    softplus(-z)), a = sigma(z).

    The derivative of `focal_loss` in z, elementwise. When y is 0 or 1, one term is 0,
    so nothing cancels; 1 - a is computed as sigma(-z). For a y between them the terms
    cancel near the minimum: for gamma = 2 the error is below 10 ulps of the sum of the
    two, and more where the power underflows.
    z, y, gamma: as there. Returns that shape. Raises ValueError as there.
    Source: docs/recipes.md#focal-loss.
    """
    z, y, gamma = _binary(z, y, "gamma", gamma)
    a, b = sigmoid(z), sigmoid(-z)
    wrong = (1 - y) * a**gamma * (a + gamma * (b * softplus(z)))
    right = y * b**gamma * (b + gamma * (a * softplus(-z)))
    return wrong - right
# --8<-- [end:focal_loss_gradient]


# --8<-- [start:perplexity]
def perplexity(losses, weights):
    """exp(C) with C the weighted mean of the losses, in nats, of the tokens that
    count; +inf beyond the range.

    The exponential turns the error of the mean into a relative one: below 6 ulps of
    (1 + C) exp(C) for a hundred.
    losses: any shape, at least 0, +inf allowed; weights: the same shape, 0 for
    padding. Returns a number, at least 1.
    Raises ValueError as `weighted_mean` does. Source: docs/recipes.md#perplexity.
    """
    with np.errstate(over="ignore"):
        return np.exp(weighted_mean(losses, weights))
# --8<-- [end:perplexity]


# --8<-- [start:temperature_gradient]
def temperature_gradient(z, y, T):
    """dC_x/dT = (sum_k y_k z_k - (sum_j y_j) sum_k q_k z_k) / T^2 for C_x = -sum_k y_k
    ln q_k, q = softmax(z / T).

    A constant added to z changes nothing, so the largest logit M is taken from it
    first. Near the best T the two sums cancel: with D the largest |z_k - M| / T, the
    error is below 6 ulps of (1 + D) (sum_k (y_k + q_k) |z_k - M|) / T^2 for targets
    that sum to 1.
    z: (..., K), finite, y: the same shape, not negative; T: a positive number. Returns
    shape (...).
    Raises ValueError if a value or a shape does not fit, or the result leaves the
    range of the type.
    Source: docs/recipes.md#temperature.
    """
    z, y = validation.finite("z", z), validation.nonnegative("y", y)
    T = validation.finite("T", T)
    validation.shape("T", T)
    if not T > 0:
        raise ValueError(f"T: a positive number is needed, got {T}")
    y, z = validation.alike("y", y, "z", z)
    if z.ndim == 0:
        raise ValueError("z: a vector of K logits is needed, got a single number")
    T = T.astype(z.dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        gap = (z - z.max(axis=-1, keepdims=True)) / T
        validation.no_overflow("(z - max z) / T", gap)
        slope = 0.0 - (softmax_cross_entropy_gradient(gap, y) * gap).sum(axis=-1) / T
    validation.no_overflow("dC_x/dT", slope)
    return slope
# --8<-- [end:temperature_gradient]


def _binary(z, y, name, number):
    """Return z and y in their common type, and a number that is at least 0 in the same."""
    z, y = validation.finite("z", z), validation.unit_interval("y", y)
    y, z = validation.alike("y", y, "z", z)
    number = validation.nonnegative(name, number)
    validation.shape(name, number)
    return z, y, number.astype(z.dtype)
