"""Softmax, log-sum-exp and cross-entropy on logits, quoted by docs/softmax.md.

Everywhere: z has shape (..., K) with K >= 1; an entry -inf masks its class. NaN,
+inf and a row that masks every class are refused.
"""

import numpy as np

from snippets import validation


def _logits(z):
    z = validation.real("z", z)
    if z.ndim == 0:
        raise ValueError("z: a vector of K logits is needed, got a single number")
    if np.any(z == np.inf):
        raise ValueError("z: +inf is no logit; its softmax would be inf / inf")
    if np.any(np.all(z == -np.inf, axis=-1)):
        raise ValueError("z: every class of a row is masked (-inf); at least one must be left")
    return z


def _shifted(z):
    """Return max_k z_k, z - max, and ln sum_k exp(z_k - max), the last axis kept."""
    top = z.max(axis=-1, keepdims=True)
    with np.errstate(over="ignore"):  # a gap above 1.8e308 becomes -inf, whose exp is 0, the right value
        gap = z - top
    others = np.exp(gap)
    # The maximal term is exactly 1: leaving it to log1p keeps the sum of the others, however small.
    np.put_along_axis(others, z.argmax(axis=-1, keepdims=True), 0, axis=-1)
    return top, gap, np.log1p(others.sum(axis=-1, keepdims=True))


# --8<-- [start:softmax_naive]
def softmax_naive(z):
    """exp(z) / sum(exp(z)) as written; inf / inf = NaN in float64 once a z_k exceeds 709.78."""
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(np.asarray(z))
        return e / e.sum(axis=-1, keepdims=True)
# --8<-- [end:softmax_naive]


# --8<-- [start:softmax]
def softmax(z):
    """s_i = exp(z_i) / sum_k exp(z_k) over the last axis, without overflow.

    z: (..., K). Returns the same shape; each row sums to 1.
    Raises ValueError on NaN, +inf, K = 0 or a fully masked row. Source: docs/softmax.md#softmax-stable.
    """
    _, gap, _ = _shifted(_logits(z))
    e = np.exp(gap)  # in [0, 1], with a 1 in each row
    return e / e.sum(axis=-1, keepdims=True)
# --8<-- [end:softmax]


# --8<-- [start:log_sum_exp]
def log_sum_exp(z):
    """ln sum_k exp(z_k) over the last axis, without overflow.

    z: (..., K). Returns shape (...).
    Raises ValueError on NaN, +inf, K = 0 or a fully masked row. Source: docs/softmax.md#log-sum-exp.
    """
    top, _, rest = _shifted(_logits(z))
    return (top + rest)[..., 0]
# --8<-- [end:log_sum_exp]


# --8<-- [start:log_softmax]
def log_softmax(z):
    """ln s_i = z_i - ln sum_k exp(z_k) over the last axis; -inf for a masked class.

    z: (..., K). Returns the same shape.
    Raises ValueError on NaN, +inf, K = 0 or a fully masked row. Source: docs/softmax.md#log-softmax.
    """
    _, gap, rest = _shifted(_logits(z))
    return gap - rest
# --8<-- [end:log_softmax]


# --8<-- [start:softmax_jacobian]
def softmax_jacobian(z):
    """J_ij = ds_i/dz_j = s_i (delta_ij - s_j) for one vector z.

    z: (K,). Returns shape (K, K), symmetric, rows summing to 0.
    Raises ValueError on NaN, +inf, K = 0 or a z of another shape. Source: docs/softmax.md#softmax-jacobian.
    """
    s = softmax(z)
    validation.shape("z", s, None)
    return np.diag(s) - np.outer(s, s)
# --8<-- [end:softmax_jacobian]


# --8<-- [start:cross_entropy_with_logits]
def cross_entropy_with_logits(z, y):
    """-sum_k y_k ln softmax(z)_k in nats over the last axis; the target may be one-hot or soft.

    z, y: (..., K), y in [0, 1]. Returns shape (...); +inf where a masked class has y_k > 0.
    Raises ValueError on bad logits, y outside [0, 1] or shapes that differ. Source: docs/softmax.md#softmax-loss-logits.
    """
    z, y = _logits(z), validation.unit_interval("y", y)
    validation.same_shape("y", y, "z", z)
    return np.multiply(y, -log_softmax(z), where=y > 0, out=np.zeros_like(y)).sum(axis=-1)
# --8<-- [end:cross_entropy_with_logits]


# --8<-- [start:softmax_cross_entropy_gradient]
def softmax_cross_entropy_gradient(z, y):
    """dC_x/dz_k = (sum_j y_j) p_k - y_k, which is p_k - y_k when y sums to 1.

    Written as p_k sum_{j != k} y_j - y_k sum_{j != k} p_j, so that nothing nearly equal is subtracted
    when y is one-hot. z, y: (..., K), y in [0, 1]. Returns the same shape; each row sums to 0.
    Raises ValueError on bad logits, y outside [0, 1] or shapes that differ. Source: docs/softmax.md#softmax-gradient.
    """
    p, y = softmax(z), validation.unit_interval("y", y)
    validation.same_shape("y", y, "z", p)
    others = 1 - np.eye(p.shape[-1], dtype=p.dtype)
    return p * (y @ others) - y * (p @ others)
# --8<-- [end:softmax_cross_entropy_gradient]


# --8<-- [start:softmax_hessian_vector_product]
def softmax_hessian_vector_product(z, v):
    """H v = p * v - p (p . v) with H = diag(p) - p p^T, over the last axis; H is never formed.

    z, v: (..., K). Returns the same shape.
    Raises ValueError on bad logits, a v that is not finite, or shapes that differ. Source: docs/softmax.md#softmax-hessian.
    """
    p, v = softmax(z), validation.finite("v", v)
    validation.same_shape("v", v, "z", p)
    return p * (v - (p * v).sum(axis=-1, keepdims=True))
# --8<-- [end:softmax_hessian_vector_product]
