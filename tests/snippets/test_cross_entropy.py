"""Laws and extremes of snippets/cross_entropy.py, against the definitions in mpmath."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets import cross_entropy as unit


def rows(seed, shape=(50,)):
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(4), size=shape), rng.dirichlet(np.ones(4), size=shape)


def minus_sum(p, q):
    with mpmath.workdps(50):
        return float(-mpmath.fsum(mpmath.mpf(a) * mpmath.log(mpmath.mpf(b)) for a, b in zip(p, q) if a))


def test_against_the_definition():
    P, Q = rows(0)
    np.testing.assert_allclose(unit.entropy(P), [minus_sum(p, p) for p in P], rtol=1e-14)
    np.testing.assert_allclose(unit.cross_entropy(P, Q), [minus_sum(p, q) for p, q in zip(P, Q)], rtol=1e-14)
    divergences = [minus_sum(p, q) - minus_sum(p, p) for p, q in zip(P, Q)]
    np.testing.assert_allclose(unit.kl_divergence(P, Q), divergences, atol=1e-14)


def test_what_the_definition_cancels():
    """The values of mpmath for the numbers that stand here."""
    for d, expected in ((1e-7, 2e-14), (1e-8, 2e-16), (1e-9, 2e-18)):
        np.testing.assert_allclose(unit.kl_divergence([0.5 + d, 0.5 - d], [0.5, 0.5]), expected, rtol=1e-6)
    np.testing.assert_allclose(unit.binary_cross_entropy(1e-20, 0.0), 1e-20, rtol=1e-15)
    np.testing.assert_allclose(unit.binary_cross_entropy(np.float32(1e-10), np.float32(0)), 1e-10, rtol=3e-7)


def test_laws():
    P, Q = rows(1, (5, 6))
    assert unit.entropy(P).shape == unit.cross_entropy(P, Q).shape == unit.kl_divergence(P, Q).shape == (5, 6)
    assert (unit.kl_divergence(P, Q) > 0).all() and (unit.kl_divergence(P, P) == 0).all()
    assert (unit.entropy(P) < np.log(4)).all()
    assert abs(unit.entropy(np.full(4, 0.25)) - np.log(4)) < 1e-15


def test_rounding_cannot_make_a_divergence_negative():
    p = np.random.default_rng(2).dirichlet(np.ones(50), size=200)
    q = p * (1 + 1e-15)
    assert (unit.kl_divergence(p, q / q.sum(axis=1, keepdims=True)) >= 0).all()


weights = st.integers(1, 6).flatmap(
    lambda K: arrays(float, (2, K), elements=st.floats(0, 1)).filter(lambda w: (w.sum(axis=1) > 1e-3).all())
)


@given(weights)
def test_bounds_and_order(w):
    p, q = w / w.sum(axis=1, keepdims=True)
    H = unit.entropy(p)
    assert 0 <= H <= np.log(len(p)) + 1e-14
    assert unit.cross_entropy(p, q) >= H - 1e-14
    np.testing.assert_allclose(unit.entropy(p[::-1]), H, atol=1e-14)
    assert unit.kl_divergence(p, p) == 0 <= unit.kl_divergence(p, q)
    assert (unit.kl_divergence(p, q) == np.inf) == bool(((q == 0) & (p > 0)).any())


@pytest.mark.parametrize("kind, width", [(np.float64, 64), (np.float32, 32)])
@given(data=st.data())
def test_laws_at_the_extremes(kind, width, data):
    """Probabilities down to the smallest number; nothing is NaN and nothing warns."""
    K = data.draw(st.integers(1, 6))
    tiny = st.floats(0, 1, width=width)
    weights_ = data.draw(arrays(kind, (2, K), elements=tiny).filter(lambda w: (w.max(axis=1) > 0.01).all()))
    p, q = weights_ / weights_.sum(axis=1, keepdims=True)
    H, between, divergence = unit.entropy(p), unit.cross_entropy(p, q), unit.kl_divergence(p, q)
    eps = float(np.finfo(kind).eps)
    assert 0 <= H <= np.log(K) + 8 * K * eps and between >= H - 8 * K * eps
    assert divergence >= 0 and unit.kl_divergence(p, p) == 0
    assert (divergence == np.inf) == (between == np.inf) == bool(((q == 0) & (p > 0)).any())
    if divergence < np.inf:
        np.testing.assert_allclose(divergence, between - H, rtol=1e-3, atol=200 * K * eps)


@given(st.integers(0, 64), st.integers(0, 64))
def test_binary_loss_is_symmetric_and_least_at_the_target(i, j):
    a, y = i / 64, j / 64  # 1 - a and 1 - y are exact
    loss = unit.binary_cross_entropy(a, y)
    np.testing.assert_allclose(loss, unit.binary_cross_entropy(1 - a, 1 - y), rtol=1e-15)
    assert loss >= unit.binary_cross_entropy(y, y) - 1e-15 >= -1e-15


def test_zeros():
    one_hot = np.array([0.0, 1.0, 0.0])
    assert unit.entropy(one_hot) == 0 and not np.signbit(unit.entropy(one_hot))
    assert abs(unit.cross_entropy(one_hot, [0.5, 0.5, 0]) - np.log(2)) < 1e-15
    assert unit.cross_entropy([0.5, 0.5, 0], one_hot) == np.inf == unit.kl_divergence([0.5, 0.5, 0], one_hot)
    assert unit.entropy([5e-324, 1.0]) >= 0
    assert unit.kl_divergence([5e-324, 1.0], [5e-324, 1.0]) == 0 < unit.kl_divergence([0.0, 1.0], [5e-324, 1.0])
    for zero in (unit.cross_entropy(one_hot, one_hot), unit.binary_cross_entropy(1.0, 1.0), unit.binary_cross_entropy(0.0, 0.0)):
        assert zero == 0 and not np.signbit(zero)


def test_binary_is_the_two_class_case():
    a, y = np.linspace(0.01, 0.99, 9), np.linspace(0, 1, 9)
    expected = [minus_sum((t, 1 - t), (p, 1 - p)) for p, t in zip(a, y)]
    np.testing.assert_allclose(unit.binary_cross_entropy(a, y), expected, rtol=1e-13)
    np.testing.assert_allclose(unit.binary_cross_entropy_naive(a, y), expected, rtol=1e-13)


def test_binary_at_the_ends():
    a, y = np.array([0, 0, 1, 1, 0.5]), np.array([0, 1, 0, 1, 0])
    np.testing.assert_allclose(unit.binary_cross_entropy(a, y), [0, np.inf, np.inf, 0, np.log(2)], rtol=1e-15)
    np.testing.assert_allclose(unit.binary_cross_entropy_naive([0.5], 1), [np.log(2)], rtol=1e-15)
    np.testing.assert_allclose(unit.binary_cross_entropy_naive(a, y), [np.nan, np.inf, np.inf, np.nan, np.log(2)], rtol=1e-15)


def test_types():
    for kind, result in ((np.float32, np.float32), (np.int64, np.float64)):
        p = np.array([1, 0], kind)
        for value in (
            unit.entropy(p), unit.cross_entropy(p, p), unit.kl_divergence(p, p), unit.binary_cross_entropy(p, p)
        ):
            assert value.dtype == result


REFUSED = [
    (lambda: unit.entropy([0.5, 0.6]), "^p: the probabilities must sum to 1, got the sum 1.1$"),
    (lambda: unit.entropy([1.5, -0.5]), r"^p: p\[0\] = 1.5 is outside \[0, 1\]$"),
    (lambda: unit.entropy(1.0), "^p: a vector of K probabilities is needed, got the single number 1.0$"),
    (lambda: unit.entropy([]), "^p: at least one number"),
    (lambda: unit.cross_entropy([1, 0], [0.5, 0.6]), "^q: the probabilities"),
    (lambda: unit.cross_entropy([1, 1], [0.5, 0.5]), "^p: the probabilities"),
    (lambda: unit.cross_entropy([1, 0], [1, 0, 0]), "^q: .* of p$"),
    (lambda: unit.kl_divergence([1, np.nan], [1, 0]), r"^p: p\[1\] = nan is NaN$"),
    (lambda: unit.binary_cross_entropy([1.2], [1]), "^a: .* outside"),
    (lambda: unit.binary_cross_entropy([1], [-1]), "^y: .* outside"),
    (lambda: unit.binary_cross_entropy([1, 0], [1]), "^y: .* of a$"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
