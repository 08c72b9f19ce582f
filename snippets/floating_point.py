"""The naive forms that fail in floating point, and the measure of error, quoted by docs/floating-point.md."""

import numpy as np

from snippets.sigmoid import sigmoid_naive


# --8<-- [start:softplus_naive]
def softplus_naive(z):
    """ln(1 + exp(z)) as written: +inf in float64 for z > 709.78, and 0 for z < -36.74."""
    with np.errstate(over="ignore"):
        return np.log(1 + np.exp(np.asarray(z)))
# --8<-- [end:softplus_naive]


# --8<-- [start:binary_cross_entropy_with_logits_naive]
def binary_cross_entropy_with_logits_naive(z, y):
    """-(y ln a + (1 - y) ln(1 - a)) with a = 1 / (1 + exp(-z)) as written: infinite or NaN once a rounds to 0 or 1."""
    a = sigmoid_naive(z)
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(y * np.log(a) + (1 - y) * np.log(1 - a))
# --8<-- [end:binary_cross_entropy_with_logits_naive]


# --8<-- [start:log_sum_exp_naive]
def log_sum_exp_naive(z):
    """ln sum_k exp(z_k) as written: +inf in float64 once a z_k exceeds 709.78, -inf once all are below -745.13."""
    with np.errstate(over="ignore", divide="ignore"):
        return np.log(np.exp(np.asarray(z)).sum(axis=-1))
# --8<-- [end:log_sum_exp_naive]


# --8<-- [start:ulp_error]
def ulp_error(computed, exact):
    """|computed - exact| / ulp(exact), elementwise; +inf where computed is infinite or NaN.

    computed: a float64 or float32 array; exact: a sequence of as many mpmath numbers, none 0.
    ulp(x) is the gap between neighbouring numbers of computed's type at x. Returns float64.
    Raises ValueError if the lengths differ or an exact value is 0. Source: docs/floating-point.md#ulp.
    """
    computed = np.ravel(np.asarray(computed))
    if len(computed) != len(exact):
        raise ValueError(f"exact: {len(computed)} values are needed, got {len(exact)}")
    if any(value == 0 for value in exact):
        raise ValueError("exact: the error at the value 0 cannot be measured in ulps")
    ulp = np.spacing(np.abs(np.array([float(value) for value in exact]).astype(computed.dtype)))
    error = [abs(type(x)(float(c)) - x) / float(u) for c, x, u in zip(computed, exact, ulp)]
    return np.where(np.isfinite(computed), np.array(error, dtype=np.float64), np.inf)
# --8<-- [end:ulp_error]
