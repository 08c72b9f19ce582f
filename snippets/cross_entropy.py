"""Entropies and losses in nats, quoted by docs/cross-entropy.md."""

import numpy as np

from snippets import validation
from snippets.relu_losses import generalised_kl_divergence


def _times_log(p, q, log=np.log):
    """p ln q with 0 ln 0 = 0: a class that never occurs costs nothing."""
    with np.errstate(divide="ignore"):
        return np.multiply(p, log(q), where=p > 0, out=np.zeros_like(p))


# --8<-- [start:entropy]
def entropy(p):
    """H(p) = -sum_k p_k ln p_k in nats, over the last axis, with 0 ln 0 = 0.

    p: (..., K), each row a distribution.
    Returns shape (...), in [0, ln K] up to rounding.
    Error below 4 ulps; 6 in float32, whose logarithm alone is off by up to 3.9.
    Raises ValueError if p is not a distribution.
    Source: docs/cross-entropy.md#entropy.
    """
    p = validation.distribution("p", p)
    return -_times_log(p, p).sum(axis=-1) + 0.0
# --8<-- [end:entropy]


# --8<-- [start:cross_entropy]
def cross_entropy(p, q):
    """H(p, q) = -sum_k p_k ln q_k in nats, over the last axis; +inf if q_k = 0 < p_k.

    p, q: (..., K), each row a distribution. Returns shape (...).
    Error below 4 ulps; 6 in float32, whose logarithm alone is off by up to 3.9.
    Raises ValueError if p or q is not a distribution or the shapes differ.
    Source: docs/cross-entropy.md#cross-entropy-definition.
    """
    p, q = validation.distribution("p", p), validation.distribution("q", q)
    q, p = validation.alike("q", q, "p", p)
    return -_times_log(p, q).sum(axis=-1) + 0.0
# --8<-- [end:cross_entropy]


# --8<-- [start:kl_divergence]
def kl_divergence(p, q):
    """KL(p || q) = sum_k p_k ln(p_k / q_k) in nats, over the last axis;
    never negative, and 0 for p = q.

    Computed as sum_k [p_k ln(p_k / q_k) - p_k + q_k], which is the same for sums of 1,
    and no term is negative: nearly equal p and q keep their digits.
    For p unlike q it is positive unless it is too small for the type.
    The error is that of `generalised_kl_divergence`, below 8 ulps;
    sums that are not quite 1 add their difference.
    p, q: (..., K), each row a distribution. Returns shape (...).
    Raises ValueError if p or q is not a distribution or the shapes differ.
    Source: docs/cross-entropy.md#decomposition.
    """
    p, q = validation.distribution("p", p), validation.distribution("q", q)
    return generalised_kl_divergence(p, q)
# --8<-- [end:kl_divergence]


# --8<-- [start:binary_cross_entropy_naive]
def binary_cross_entropy_naive(a, y):
    """-(y ln a + (1 - y) ln(1 - a)) as written: NaN where 0 ln 0 or ln of a negative
    number occurs.

    a, y: of one shape; nothing is refused. Returns that shape.
    Source: docs/cross-entropy.md#binary.
    """
    a = np.asarray(a)
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(y * np.log(a) + (1 - y) * np.log(1 - a))
# --8<-- [end:binary_cross_entropy_naive]


# --8<-- [start:binary_cross_entropy]
def binary_cross_entropy(a, y):
    """-(y ln a + (1 - y) ln(1 - a)) in nats, elementwise, with 0 ln 0 = 0.

    a, y: the same shape, in [0, 1]; a is a probability, not a logit.
    Returns that shape, in [0, +inf].
    Error below 4 ulps; 6 in float32, whose logarithm alone is off by up to 3.9.
    Raises ValueError if a or y is outside [0, 1] or the shapes differ.
    Source: docs/cross-entropy.md#binary.
    """
    a, y = validation.unit_interval("a", a), validation.unit_interval("y", y)
    y, a = validation.alike("y", y, "a", a)
    return -_times_log(y, a) - _times_log(1 - y, -a, np.log1p) + 0.0
# --8<-- [end:binary_cross_entropy]
