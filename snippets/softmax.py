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


# --8<-- [start:shifted]
def _shifted(z):
    """Return M = max_k z_k, the gaps z_k - M and their exponentials,
    the last axis kept.

    A gap is rounded, and the exponential would turn that error into one
    of u |z_k - M|; so it is found and taken back.
    """
    M = z.max(axis=-1, keepdims=True)
    # a gap below -1.8e308 is -inf, whose exp is 0, the right value
    with np.errstate(over="ignore", invalid="ignore"):
        gap = z - M
        back = gap - z
        # z - M = gap + lost without any error (Knuth's TwoSum)
        lost = (z - (gap - back)) - (M + back)
    lost[~np.isfinite(lost)] = 0
    e = np.exp(gap)
    return M, gap, e + e * lost
# --8<-- [end:shifted]


# --8<-- [start:rest]
def _rest(x):
    """The sum of x without its largest entry, over the last axis, which is kept."""
    x = x.copy()
    np.put_along_axis(x, x.argmax(axis=-1, keepdims=True), 0, axis=-1)
    return x.sum(axis=-1, keepdims=True)
# --8<-- [end:rest]


# --8<-- [start:others]
def _others(x):
    """sum_{j != k} x_j for every k, x >= 0: the largest entry is left out and x_k
    exchanged for it; nothing cancels."""
    return _rest(x) + (x.max(axis=-1, keepdims=True) - x)
# --8<-- [end:others]


# --8<-- [start:softmax_naive]
def softmax_naive(z):
    """exp(z) / sum(exp(z)) as written, over the last axis:
    it fails where exp or the sum leaves the range.

    In float64 an entry above 709.78 gives inf / inf = NaN;
    a sum that overflows makes each entry whose exp is finite 0,
    both for (709.5, 709.5); and a row whose entries are all below -745.13 is
    0 / 0 = NaN. NaN gives NaN.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(np.asarray(z))
        return e / e.sum(axis=-1, keepdims=True)
# --8<-- [end:softmax_naive]


# --8<-- [start:softmax]
def softmax(z):
    """s_i = exp(z_i) / sum_k exp(z_k) over the last axis, without overflow.

    z: (..., K). Returns the same shape; each row sums to 1 up to rounding.
    Error below 6 ulps, and 8 in float32: five roundings,
    one of them the exponential's, which takes 2.5 in float32.
    Raises ValueError on NaN, +inf, K = 0 or a fully masked row.
    Source: docs/softmax.md#softmax-stable.
    """
    _, _, e = _shifted(_logits(z))
    return e / (1 + _rest(e))  # the largest e_k is exactly 1
# --8<-- [end:softmax]


# --8<-- [start:log_sum_exp]
def log_sum_exp(z):
    """ln sum_k exp(z_k) over the last axis, without overflow.

    z: (..., K). Returns shape (...).
    Error below 4 ulps of |M| + ln sum_k exp(z_k - M), with M the largest z_k;
    6 in float32, whose exponential alone is off by up to 2.5.
    Where the result is near 0 the two cancel: it has the digits that rounded
    exponentials leave.
    Raises ValueError on NaN, +inf, K = 0 or a fully masked row.
    Source: docs/softmax.md#log-sum-exp.
    """
    M, _, e = _shifted(_logits(z))
    return (M + np.log1p(_rest(e)))[..., 0]  # the largest e_k is exactly 1
# --8<-- [end:log_sum_exp]


# --8<-- [start:log_softmax]
def log_softmax(z):
    """ln s_i = z_i - ln sum_k exp(z_k) over the last axis;
    -inf for a masked class and below the range of the type.

    z: (..., K). Returns the same shape.
    Error below 4 ulps; 6 in float32, whose exponential alone is off by up to 2.5.
    Raises ValueError on NaN, +inf, K = 0 or a fully masked row.
    Source: docs/softmax.md#log-softmax.
    """
    _, gap, e = _shifted(_logits(z))
    return gap - np.log1p(_rest(e))  # the largest e_k is exactly 1
# --8<-- [end:log_softmax]


# --8<-- [start:softmax_jacobian]
def softmax_jacobian(z):
    """J_ij = ds_i/dz_j = s_i (delta_ij - s_j) for one vector z.

    z: (K,). Returns shape (K, K), symmetric, rows summing to 0 up to rounding.
    A product of two probabilities has the error of both: below 12 ulps, 16 in float32.
    Raises ValueError on NaN, +inf, K = 0 or a z of another shape.
    Source: docs/softmax.md#softmax-jacobian.
    """
    s = softmax(z)
    validation.shape("z", s, None)
    jacobian = 0.0 - np.outer(s, s)
    # 1 - s_i is the sum of the others, which does not cancel
    np.fill_diagonal(jacobian, s * _others(s))
    return jacobian
# --8<-- [end:softmax_jacobian]


# --8<-- [start:cross_entropy_with_logits]
def cross_entropy_with_logits(z, y):
    """-sum_k y_k ln softmax(z)_k in nats over the last axis;
    the target may be one-hot, soft or weighted.

    z, y: (..., K), y not negative; its sum is 1, or the weight of the example.
    Returns shape (...), at least 0; +inf where a masked class has y_k > 0,
    and where the loss is beyond the range of the type.
    Error below 4 ulps; 6 in float32, whose exponential alone is off by up to 2.5.
    Raises ValueError on bad logits or targets, or shapes that differ.
    Source: docs/softmax.md#softmax-loss-logits.
    """
    z, y = _with_targets(z, y)
    with np.errstate(over="ignore"):
        terms = np.multiply(y, -log_softmax(z), where=y > 0, out=np.zeros_like(y))
        return terms.sum(axis=-1)
# --8<-- [end:cross_entropy_with_logits]


# --8<-- [start:softmax_cross_entropy_gradient]
def softmax_cross_entropy_gradient(z, y):
    """dC_x/dz_k = (sum_j y_j) p_k - y_k, which is p_k - y_k when y sums to 1.

    Written as p_k sum_{j != k} y_j - y_k sum_{j != k} p_j,
    so that nothing nearly equal is subtracted when y is one-hot;
    for other y the terms cancel near p = y.
    Error below 8 ulps of the sum of the two, 10 in float32,
    and more where p_k underflows.
    z, y: (..., K), y not negative.
    Returns the same shape; each row sums to 0 up to rounding.
    Raises ValueError on bad logits or targets, shapes that differ,
    or a masked class with y_k > 0, where the loss is infinite and has no gradient.
    Source: docs/softmax.md#in-code.
    """
    z, y = _with_targets(z, y)
    if np.any((y > 0) & (z == -np.inf)):
        raise ValueError(
            "y: a masked class (z_k = -inf) has y_k > 0; "
            "the loss is infinite and has no gradient"
        )
    p = softmax(z)
    return p * _others(y) - y * _others(p)
# --8<-- [end:softmax_cross_entropy_gradient]


# --8<-- [start:softmax_hessian_vector_product]
def softmax_hessian_vector_product(z, v):
    """H v = p * v - p (p . v) with H = diag(p) - p p^T, over the last axis;
    H is never formed.

    H c = 0 for a constant c, so v_m of the most probable class m is taken
    from v first.
    Where v_i is near the mean the terms cancel: error below 8 ulps of p_i
    (|v_i - v_m| + sum_j p_j |v_j - v_m|), 10 in float32,
    and more where p_i underflows.
    z, v: (..., K). Returns the same shape.
    Raises ValueError on bad logits, a v that is not finite, or shapes that differ.
    Source: docs/softmax.md#softmax-hessian.
    """
    z, v = _logits(z), validation.finite("v", v)
    v, z = validation.alike("v", v, "z", z)
    # halved, because differences of entries near the largest number would overflow
    p, v = softmax(z), v / 2
    v = v - np.take_along_axis(v, p.argmax(axis=-1, keepdims=True), axis=-1)
    return 2 * p * (v - (p * v).sum(axis=-1, keepdims=True))
# --8<-- [end:softmax_hessian_vector_product]


def _with_targets(z, y):
    z, y = _logits(z), validation.nonnegative("y", y)
    y, z = validation.alike("y", y, "z", z)
    with np.errstate(over="ignore"):
        validation.no_overflow("y: sum_k y_k", y.sum(axis=-1))
    return z, y
