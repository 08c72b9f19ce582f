"""Gradients, steps and checks that practice asks for, quoted by docs/recipes-gradients.md.

Everywhere: z has shape (..., K) with K >= 1; an entry -inf masks its class, as in snippets/softmax.py.
"""

import numpy as np

from snippets import validation
from snippets.network import forward
from snippets.relu import relu_backward
from snippets.softmax import (
    _others,
    log_sum_exp,
    softmax,
    softmax_cross_entropy_gradient,
    softmax_hessian_vector_product,
    softmax_jacobian,
)


# --8<-- [start:reverse_kl_gradient]
def reverse_kl_gradient(z, target_logits):
    """d KL(q, p) / dz_j = q_j (v_j - sum_k q_k v_k), v = z - target_logits, with q and
    p the softmax of the two.

    The mean is subtracted from v: error below 8 ulps of q_j (|v_j| + |v_m| + sum_k q_k
    |v_k|), 10 in float32, m the most probable class of q, and more where q_j
    underflows.
    z, target_logits: (..., K), where ln p may stand for the logits of p. Returns that
    shape; 0 at a masked class of z.
    Raises ValueError on bad logits, shapes that differ, a difference that overflows,
    or a class with q_k > 0 that the target masks: the divergence is infinite there.
    Source: docs/recipes-gradients.md#reverse-kl.
    """
    z = validation.real("z", z)
    target_logits = validation.real("target_logits", target_logits)
    target_logits, z = validation.alike("target_logits", target_logits, "z", z)
    softmax(z)
    _softmax_of("target_logits", target_logits)
    masked = z == -np.inf
    if np.any(~masked & (target_logits == -np.inf)):
        raise ValueError(
            "target_logits: -inf at a class with q_k > 0; "
            "the divergence is infinite and has no gradient"
        )
    with np.errstate(over="ignore", invalid="ignore"):
        v = np.where(masked, 0, z - target_logits)
    validation.no_overflow("z - target_logits", v)
    return softmax_hessian_vector_product(z, v)
# --8<-- [end:reverse_kl_gradient]


# --8<-- [start:entropy_gradient]
def entropy_gradient(z):
    """dH/dz_j = -q_j (z_j - sum_k q_k z_k), for the entropy H of q = softmax(z) in
    nats.

    The error is that of `softmax_hessian_vector_product` with v = z: below 8 ulps of
    q_j (|z_j - z_m| + sum_k q_k |z_k - z_m|), 10 in float32, with z_m the largest
    logit, and more where q_j underflows.
    z: (..., K). Returns that shape; 0 at a masked class, which has no entropy.
    Raises ValueError on bad logits.
    Source: docs/recipes-gradients.md#entropy-gradient.
    """
    z = validation.real("z", z)
    softmax(z)
    return 0.0 - softmax_hessian_vector_product(z, np.where(z == -np.inf, 0, z))
# --8<-- [end:entropy_gradient]


# --8<-- [start:entropy_temperature_slope]
def entropy_temperature_slope(z, T):
    """dH/dT = sum_k q_k (z_k - sum_i q_i z_i)^2 / T^3 for the entropy H of q =
    softmax(z / T): never negative.

    Computed with r = (z - max z) / T as sum_k q_k (r_k - sum_i q_i r_i)^2 / T.
    Rounding r moves q: error below 16 ulps of the same sum with (r_k - sum_i q_i
    r_i)^2 (1 + |r_k|), and more where a q_k underflows.
    z: (..., K), T: a positive number. Returns shape (...).
    Raises ValueError on bad logits or T, or if the result overflows.
    Source: docs/recipes-gradients.md#entropy-gradient.
    """
    z, T = validation.real("z", z), _positive("T", T)
    softmax(z)
    with np.errstate(over="ignore"):
        r = (z - z.max(axis=-1, keepdims=True)) / T.astype(z.dtype)
    q = softmax(r)
    r = np.where(q > 0, r, 0)
    with np.errstate(over="ignore"):
        gap = r - (q * r).sum(axis=-1, keepdims=True)
        slope = (q * gap**2).sum(axis=-1) / T.astype(z.dtype)
    validation.no_overflow("dH/dT", slope)
    return slope
# --8<-- [end:entropy_temperature_slope]


# --8<-- [start:log_softmax_vjp]
def log_softmax_vjp(z, g):
    """sum_i g_i d ln s_i(z) / dz_j = g_j - s_j sum_i g_i: the backward pass of
    log-softmax, for any upstream g.

    The two terms can cancel: error below 8 ulps of |g_j| + s_j sum_i |g_i|, 12 in
    float32.
    z, g: (..., K). Returns that shape.
    Raises ValueError on bad logits, a g that is not finite or whose sum overflows,
    shapes that differ, or a masked class with g_k different from 0, whose logarithm is
    -inf. Source: docs/recipes-gradients.md#vjp.
    """
    z, g = validation.real("z", z), validation.finite("g", g)
    g, z = validation.alike("g", g, "z", z)
    s = softmax(z)
    if np.any((g != 0) & (z == -np.inf)):
        raise ValueError(
            "g: a masked class (z_k = -inf) has g_k different from 0; "
            "its logarithm is infinite"
        )
    with np.errstate(over="ignore", invalid="ignore"):
        result = g - s * g.sum(axis=-1, keepdims=True)
    validation.no_overflow("g - s sum(g)", result)
    return result
# --8<-- [end:log_softmax_vjp]


# --8<-- [start:merge_softmax_blocks]
def merge_softmax_blocks(lse, outputs):
    """lse(lse_1, ..., lse_B) and sum_b softmax(lse)_b outputs_b: B softmax averages
    over parts, merged into the whole.

    The weights are within 6 ulps, 8 in float32; a sum of outputs of both signs can
    cancel: error below 8 ulps of sum_b softmax(lse)_b |outputs_b|, 10 in float32.
    lse: (..., B), the log-sum-exp of each block's logits, -inf for an empty block;
    outputs: (..., B, d), the averages of each block, any finite number for an empty
    one. Returns arrays of shapes (...) and (..., d); -inf and 0 if all blocks are
    empty. Raises ValueError on NaN, +inf or shapes that do not fit.
    Source: docs/recipes-gradients.md#online-softmax.
    """
    lse, outputs = validation.real("lse", lse), validation.finite("outputs", outputs)
    if lse.ndim == 0 or outputs.shape[:-1] != lse.shape:
        raise ValueError(
            "outputs: shape (..., B, d) is needed for lse (..., B), "
            f"got {outputs.shape} and {lse.shape}"
        )
    if np.any(lse == np.inf):
        raise ValueError("lse: +inf is no logit's log-sum-exp")
    lse, outputs = validation.common_type(lse, outputs)
    empty = np.all(lse == -np.inf, axis=-1, keepdims=True)
    some = np.where(empty, 0, lse)
    weights = np.where(empty, 0, softmax(some))
    with np.errstate(over="ignore"):
        merged = (weights[..., None] * outputs).sum(axis=-2)
    validation.no_overflow("merged outputs", merged)
    return np.where(empty[..., 0], -np.inf, log_sum_exp(some)), merged
# --8<-- [end:merge_softmax_blocks]


# --8<-- [start:softmax_weight_hessian]
def softmax_weight_hessian(W, X):
    """d2C / dW_ik dW_jl = (1/n) sum_x x_i x_j q_k (delta_kl - q_l), q = softmax(x W):
    of the mean cross-entropy in W.

    The targets, which sum to 1, are not in it. `.reshape(d * K, d * K)` is (1/n) sum_x
    (x x^T kron (diag(q) - q q^T)), for W in the order of `W.ravel()`. It has (d K)^2
    entries, so it is for small d and K.
    The sums can cancel: error below (n + 2 d + 20) u (1/n) sum_x |x_i x_j| q_k
    (delta_kl + q_l) (1 + 2 max_m |x| |W|_m) with u = 2^-53 or 2^-24.
    W: (d, K), X: (n, d); a column of ones in X is a bias. Returns shape (d, K, d, K).
    Raises ValueError if a value is not finite, a shape does not fit, or X W or the
    result overflows.
    Source: docs/recipes-gradients.md#newton.
    """
    W, X = validation.finite("W", W), validation.finite("X", X)
    validation.shape("W", W, None, None)
    validation.shape("X", X, None, len(W))
    W, X = validation.common_type(W, X)
    with np.errstate(over="ignore", invalid="ignore"):
        Z = X @ W
        validation.no_overflow("(X W)", Z)
        S = np.stack([softmax_jacobian(z) for z in Z])
        H = np.einsum("xi,xj,xkl->ikjl", X, X, S) / len(X)
    validation.no_overflow("H", H)
    return H
# --8<-- [end:softmax_weight_hessian]


# --8<-- [start:newton_step]
def newton_step(W, X, Y, penalty):
    """The D with (H + penalty I) D = -(grad C + penalty W): one Newton step for C +
    penalty |W|^2 / 2.

    C is the mean cross-entropy of softmax(X W), H its Hessian in W, which is singular:
    so penalty has to be positive. Nothing says that W + D has a smaller cost: halve D
    until it has, and a small enough part of D always does unless the gradient is 0.
    W: (d, K), X: (n, d), Y: (n, K), each row a distribution. Returns shape (d, K).
    Raises ValueError if a value or a shape does not fit, or the penalty is not
    positive or lost beside H in rounding.
    Source: docs/recipes-gradients.md#newton.
    """
    penalty, Y = _positive("penalty", penalty), validation.distribution("Y", Y)
    W, X = validation.finite("W", W), validation.finite("X", X)
    W, X, Y = validation.common_type(W, X, Y)
    H = softmax_weight_hessian(W, X).reshape(W.size, W.size)
    validation.shape("Y", Y, len(X), W.shape[1])
    if penalty <= np.finfo(W.dtype).eps * np.trace(H):
        raise ValueError(
            f"penalty: {penalty} is lost in rounding beside the Hessian; "
            "take a larger one"
        )
    penalty = penalty.astype(W.dtype)
    gradient = X.T @ softmax_cross_entropy_gradient(X @ W, Y) / len(X) + penalty * W
    H = H + penalty * np.eye(W.size, dtype=W.dtype)
    return -np.linalg.solve(H, gradient.ravel()).reshape(W.shape)
# --8<-- [end:newton_step]


# --8<-- [start:network_hessian_vector_product]
def network_hessian_vector_product(parameters, direction, X, Y):
    """The Hessian of `snippets.network.loss` in all parameters times a direction,
    without forming it.

    It is the derivative of the gradient along the direction: every row of the backward
    pass, differentiated. The slope of a ReLU has the derivative 0 there, so its mask
    stays; where an entry of Z1 is 0 the slope counts as 0.
    parameters, direction: (W1, b1, W2, b2) of the same shapes; X: (n, d), Y: (n, K),
    not negative.
    Returns four arrays of these shapes.
    Raises ValueError if a value or a shape does not fit.
    Source: docs/recipes-gradients.md#relu-second.
    """
    names = ("V1", "c1", "V2", "c2")
    if len(direction) != len(names):
        needed = f"the four arrays {', '.join(names)} are needed"
        raise ValueError(f"direction: {needed}, got {len(direction)}")
    direction = tuple(map(validation.finite, names, direction))
    forward(parameters, X)  # refuses what does not fit
    given = [validation.real("parameters", value) for value in (*parameters, X)]
    Y = validation.nonnegative("Y", Y)
    alike = validation.common_type(*given, *direction, Y)
    W1, b1, W2, b2, X, V1, c1, V2, c2, Y = alike
    for name, value, parameter in zip(names, (V1, c1, V2, c2), (W1, b1, W2, b2)):
        validation.shape(name, value, *parameter.shape)
    Z1, A1, Z2 = forward((W1, b1, W2, b2), X)
    D2 = softmax_cross_entropy_gradient(Z2, Y) / len(X)
    A1_along = relu_backward(X @ V1 + c1, Z1)
    Z2_along = A1_along @ W2 + A1 @ V2 + c2
    weights = Y.sum(axis=1, keepdims=True) / len(X)
    D2_along = weights * softmax_hessian_vector_product(Z2, Z2_along)
    D1_along = relu_backward(D2_along @ W2.T + D2 @ V2.T, Z1)
    product_W2 = A1_along.T @ D2 + A1.T @ D2_along
    return X.T @ D1_along, D1_along.sum(axis=0), product_W2, D2_along.sum(axis=0)
# --8<-- [end:network_hessian_vector_product]


# --8<-- [start:brier_score]
def brier_score(q, y):
    """sum_k (q_k - y_k)^2 over the last axis; in [0, 2]. For two classes it is twice
    the (a - y)^2 of one output.

    q, y: (..., K), each row a distribution; q holds probabilities, not logits. Returns
    shape (...).
    Raises ValueError if q or y is not a distribution or the shapes differ.
    Source: docs/recipes-gradients.md#brier.
    """
    q, y = validation.distribution("q", q), validation.distribution("y", y)
    y, q = validation.alike("y", y, "q", q)
    return ((q - y) ** 2).sum(axis=-1)
# --8<-- [end:brier_score]


# --8<-- [start:brier_score_gradient]
def brier_score_gradient(z, y):
    """2 q_j (v_j - sum_k q_k v_k) with v = q - y: the gradient of `brier_score` at
    q = softmax(z) with respect to the logits z.

    v_k is q_k (1 - y_k) - y_k (1 - q_k), with 1 - q_k as the sum of the others; with
    w_k the sum of these two terms and m the most probable class: error below 8 ulps of
    2 q_j (w_j + w_m + sum_k q_k w_k), 10 in float32, and more where q_j underflows.
    z, y: (..., K), each row of y a distribution. Returns that shape; 0 at a masked
    class, also where its y_k > 0.
    Raises ValueError on bad logits or targets, or shapes that differ.
    Source: docs/recipes-gradients.md#brier.
    """
    y, z = validation.distribution("y", y), validation.real("z", z)
    y, z = validation.alike("y", y, "z", z)
    q = softmax(z)
    return 2 * softmax_hessian_vector_product(z, q * (1 - y) - y * _others(q))
# --8<-- [end:brier_score_gradient]


# --8<-- [start:spherical_score]
def spherical_score(q, y):
    """-sum_k y_k q_k / |q| over the last axis, |q| the Euclidean length; in [-1, 0],
    and lower is better.

    q, y: (..., K), each row a distribution; q holds probabilities, not logits. Returns
    shape (...).
    Error below 6 ulps. Raises ValueError if q or y is not a distribution or the shapes
    differ.
    Source: docs/recipes-gradients.md#brier.
    """
    q, y = validation.distribution("q", q), validation.distribution("y", y)
    y, q = validation.alike("y", y, "q", q)
    return 0.0 - (y * q).sum(axis=-1) / np.sqrt((q * q).sum(axis=-1))
# --8<-- [end:spherical_score]


# --8<-- [start:spherical_score_gradient]
def spherical_score_gradient(z, y):
    """u_j (u_j sum_k y_k u_k - y_j) with u = q / |q|: the gradient of
    `spherical_score` at q = softmax(z) with respect to the logits z.

    Written as u_j (u_j sum_{k != j} y_k u_k - y_j sum_{k != j} u_k^2), so that nothing
    nearly equal is subtracted when y is one-hot; for other y the two can cancel. Error
    below 10 ulps of their sum times u_j, 12 in float32, and more where a u_k^2
    underflows.
    z, y: (..., K), each row of y a distribution. Returns that shape; 0 at a masked
    class, also where its y_k > 0.
    Raises ValueError on bad logits or targets, or shapes that differ.
    Source: docs/recipes-gradients.md#brier.
    """
    y, z = validation.distribution("y", y), validation.real("z", z)
    y, z = validation.alike("y", y, "z", z)
    q = softmax(z)
    u = q / np.sqrt((q * q).sum(axis=-1, keepdims=True))
    return u * (u * _others(y * u) - y * _others(u * u))
# --8<-- [end:spherical_score_gradient]


# --8<-- [start:sparsemax]
def sparsemax(z):
    """max(0, z_k - tau) with the tau that makes the sum 1: the point of the simplex
    nearest to z, over the last axis.

    Near the threshold the difference cancels: error below 4 ulps of 1.
    z: (..., K). Returns that shape; each row sums to 1 up to rounding, and a masked
    class gets 0.
    Raises ValueError on NaN, +inf, K = 0 or a fully masked row.
    Source: docs/recipes-gradients.md#sparsemax.
    """
    gap, tau = _threshold(z)
    return np.maximum(gap - tau, 0)
# --8<-- [end:sparsemax]


# --8<-- [start:sparsemax_jacobian]
def sparsemax_jacobian(z):
    """J_ij = da_i/dz_j = c_i (delta_ij - c_j / sum_k c_k) for one vector z, with c_k =
    1 where a = sparsemax(z) is not 0.

    Where a z_k equals the threshold, sparsemax has no derivative; that class counts as
    outside: c_k = 0.
    z: (K,). Returns shape (K, K), symmetric, rows summing to 0 up to rounding.
    Raises ValueError on NaN, +inf, K = 0, a z with every class masked or a z of
    another shape.
    Source: docs/recipes-gradients.md#sparsemax.
    """
    a = sparsemax(z)
    validation.shape("z", a, None)
    c = (a > 0).astype(a.dtype)
    return np.diag(c) - np.outer(c, c) / c.sum()
# --8<-- [end:sparsemax_jacobian]


# --8<-- [start:sparsemax_loss]
def sparsemax_loss(z, y):
    """|a - y|^2 / 2 + sum_k y_k max(0, tau - z_k), with a = sparsemax(z): the loss
    whose gradient with respect to z is a - y.

    It equals (|y - z|^2 - |a - z|^2) / 2, and no term is negative: 0 for a = y and for
    nothing else.
    Error below 8 ulps of 1 + the loss.
    z, y: (..., K), each row of y a distribution. Returns shape (...), at least 0; +inf
    where a masked class has y_k > 0 or a term is beyond the range of the type.
    Raises ValueError on bad logits or targets, or shapes that differ.
    Source: docs/recipes-gradients.md#sparsemax.
    """
    y, z = validation.distribution("y", y), validation.real("z", z)
    y, z = validation.alike("y", y, "z", z)
    gap, tau = _threshold(z)
    below = np.multiply(y, np.maximum(tau - gap, 0), where=y > 0, out=np.zeros_like(y))
    return (np.square(np.maximum(gap - tau, 0) - y) / 2 + below).sum(axis=-1)
# --8<-- [end:sparsemax_loss]


# --8<-- [start:entmax]
def entmax(z, nu):
    """max(0, z_k / nu - t)^nu with the t that makes the sum 1: nu = 1 is sparsemax,
    large nu comes near softmax.

    The t is found by bisection, because the sum falls as t grows, and the result is
    divided by its sum.
    The power enlarges an error in t about nu times: for nu = 2 the error is below 8
    ulps of 1.
    z: (..., K), nu: a positive number. Returns that shape; a masked class gets 0.
    Raises ValueError on NaN, +inf, K = 0, a fully masked row or a nu that is not
    positive.
    Source: docs/recipes-gradients.md#sparsemax.
    """
    gap, _ = _threshold(z)
    nu = _positive("nu", nu).astype(gap.dtype)
    with np.errstate(over="ignore"):
        gap = gap / nu
    low, high = (np.full(gap.shape[:-1] + (1,), end, gap.dtype) for end in (-1, 0))
    for _ in range(np.finfo(gap.dtype).nmant + 2):
        middle = (low + high) / 2
        above = (np.maximum(gap - middle, 0) ** nu).sum(axis=-1, keepdims=True) > 1
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    a = np.maximum(gap - low, 0) ** nu
    return a / a.sum(axis=-1, keepdims=True)
# --8<-- [end:entmax]


# --8<-- [start:slope_jump]
def slope_jump(f, x, step=1e-5):
    """Right slope minus left slope, (f(x + h e_i) - f(x)) / h - (f(x) - f(x - h e_i))
    / h, for every entry of x.

    About h times the second derivative where f is smooth, and about the jump of the
    slope at a kink; a kink within h of x_i, but not at it, shows in part. h = step *
    max(1, |x_i|), and rounding adds about 4 u |f| / h.
    f: a function of an array that returns a number; x: any shape, finite. Returns
    float64 of the shape of x.
    Raises ValueError if x is not finite, f returns no number, or the step is not
    positive, is lost in x, or leaves the range of float64.
    Source: docs/recipes-gradients.md#gradient-check.
    """
    x, step = validation.finite("x", x).astype(np.float64), _positive("step", step)
    here, jump = f(x.copy()), np.empty_like(x)
    if np.ndim(here) != 0:
        raise ValueError(
            "f: a function that returns a number is needed, "
            f"got the shape {np.shape(here)}"
        )
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        with np.errstate(over="ignore"):
            up[i] += step * max(1, abs(x[i]))
            down[i] -= step * max(1, abs(x[i]))
        if not -np.inf < down[i] < x[i] < up[i] < np.inf:
            raise ValueError(
                "step: x - h, x, x + h must be three finite numbers, "
                f"got {down[i]}, {x[i]}, {up[i]}"
            )
        jump[i] = (f(up) - here) / (up[i] - x[i]) - (here - f(down)) / (x[i] - down[i])
    return jump
# --8<-- [end:slope_jump]


def _positive(name, value):
    value = validation.finite(name, value)
    validation.shape(name, value)
    if not value > 0:
        raise ValueError(f"{name}: a positive number is needed, got {value}")
    return value


def _softmax_of(name, logits):
    """The softmax, whose refusals speak of this argument."""
    try:
        return softmax(logits)
    except ValueError as refusal:
        raise ValueError(f"{name}: {str(refusal).removeprefix('z: ')}") from None


def _threshold(z):
    """Return z_k - max z and the threshold tau of sparsemax less max z, the last axis kept."""
    z = validation.real("z", z)
    softmax(z)  # refuses what is no row of logits
    with np.errstate(over="ignore"):
        gap = z - z.max(axis=-1, keepdims=True)
    falling = -np.sort(-np.maximum(gap, -1), axis=-1)  # tau is at least max z - 1, so what is below does not count
    count = np.arange(1, z.shape[-1] + 1)
    size = (1 + count * falling > np.cumsum(falling, axis=-1)).sum(axis=-1, keepdims=True)
    largest = np.where(count <= size, falling, 0)
    return gap, ((largest.sum(axis=-1, keepdims=True) - 1) / size).astype(z.dtype)
