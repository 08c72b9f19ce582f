"""The naive forms that fail in floating point, and the measure of error, quoted by docs/floating-point.md."""

import mpmath
import numpy as np

from snippets.sigmoid import sigmoid_naive


# --8<-- [start:softplus_naive]
def softplus_naive(z):
    """ln(1 + exp(z)) as written: +inf in float64 for z > 709.78, and 0 for z < -36.74;
    below 0 it loses digits."""
    with np.errstate(over="ignore"):
        return np.log(1 + np.exp(np.asarray(z)))
# --8<-- [end:softplus_naive]


# --8<-- [start:binary_cross_entropy_with_logits_naive]
def binary_cross_entropy_with_logits_naive(z, y):
    """-(y ln a + (1 - y) ln(1 - a)) with a = 1 / (1 + exp(-z)) as written:
    infinite or NaN once a rounds to 0 or 1."""
    a = sigmoid_naive(z)
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(y * np.log(a) + (1 - y) * np.log(1 - a))
# --8<-- [end:binary_cross_entropy_with_logits_naive]


# --8<-- [start:log_sum_exp_naive]
def log_sum_exp_naive(z):
    """ln sum_k exp(z_k) as written, over the last axis:
    it fails where exp or the sum leaves the range, or is near 1.

    In float64 it is +inf where the sum overflows: with an entry above 709.78,
    but also for (709.5, 709.5).
    It is -inf where every entry is below -745.13,
    and loses digits where every one is below -708.39,
    and where what is added to 1 is small: it is 0 for (0, -50).
    """
    with np.errstate(over="ignore", divide="ignore"):
        return np.log(np.exp(np.asarray(z)).sum(axis=-1))
# --8<-- [end:log_sum_exp_naive]


# --8<-- [start:ulp_error]
def ulp_error(computed, exact):
    """|computed - exact| / ulp(exact), elementwise;
    +inf where computed is infinite or NaN.

    computed: a float64 or float32 array; exact: a sequence of as many
    mpmath numbers, none 0.
    ulp(x) = 2^(e - 52) for 2^e <= |x| < 2^(e + 1), and 2^(e - 23) in float32,
    is the gap between the numbers of computed's type around x;
    a smaller x has the ulp of the smallest normal number,
    a larger one that of the largest.
    Returns float64.
    Raises ValueError if computed has another type,
    the lengths differ or an exact value is 0.
    Source: docs/floating-point.md#ulp.
    """
    computed = np.ravel(np.asarray(computed))
    if computed.dtype.type not in (np.float64, np.float32):
        raise ValueError(
            f"computed: float64 or float32 is needed, got {computed.dtype}"
        )
    if len(computed) != len(exact):
        raise ValueError(f"exact: {len(computed)} values are needed, got {len(exact)}")
    if any(value == 0 for value in exact):
        raise ValueError("exact: the error at the value 0 cannot be measured in ulps")
    info = np.finfo(computed.dtype)
    exponent = [
        max(info.minexp, min(mpmath.frexp(x)[1] - 1, info.maxexp - 1)) for x in exact
    ]
    error = [
        abs(mpmath.mpf(float(c)) - x) / mpmath.mpf(2) ** (e - info.nmant)
        for c, x, e in zip(computed, exact, exponent)
    ]
    return np.where(np.isfinite(computed), np.array(error, dtype=np.float64), np.inf)
# --8<-- [end:ulp_error]
