"""Laws, extremes and gradients of snippets/softmax.py, against mpmath, loops and finite differences."""

import tracemalloc

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets import softmax as unit
from snippets.cross_entropy import kl_divergence
from snippets.floating_point import ulp_error
from snippets.gradcheck import central_difference

logits = st.integers(1, 6).flatmap(lambda K: arrays(float, K, elements=st.floats(-50, 50)))


def reference(row):
    """Softmax, log-softmax and log-sum-exp of one vector, with 60 digits."""
    row = [mpmath.mpf(float(value)) for value in row]
    total = mpmath.fsum(mpmath.exp(value) for value in row)
    return [mpmath.exp(v) / total for v in row], [v - mpmath.log(total) for v in row], mpmath.log(total)


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_errors_in_ulps(kind):
    Z = np.random.default_rng(0).normal(size=(100, 5)).astype(kind)
    one_hot = np.tile(np.eye(5, dtype=kind)[2], (100, 1))
    with mpmath.workdps(60):
        p, log_p, lse = zip(*(reference(row) for row in Z))
        flat_p, flat_log = [v for row in p for v in row], [v for row in log_p for v in row]
        gradient = [v - (k == 2) for row in p for k, v in enumerate(row)]
        assert ulp_error(unit.softmax(Z), flat_p).max() < 5
        assert ulp_error(unit.log_softmax(Z), flat_log).max() < 5
        assert ulp_error(unit.log_sum_exp(Z), lse).max() < 12
        assert ulp_error(unit.softmax_cross_entropy_gradient(Z, one_hot), gradient).max() < 8
        assert ulp_error(unit.cross_entropy_with_logits(Z, one_hot), [row[2] * -1 for row in log_p]).max() < 5


def test_small_terms_survive_beside_a_large_one():
    z = np.array([0.0, -50.0])
    with mpmath.workdps(60):
        p, log_p, lse = reference(z)
        gradient = unit.softmax_cross_entropy_gradient(z, np.array([1.0, 0.0]))
        assert ulp_error(unit.log_sum_exp(z), [lse]).max() < 5
        assert ulp_error(unit.log_softmax(z), log_p).max() < 5
        assert ulp_error(gradient, [-p[1], p[1]]).max() < 5


@given(logits, st.floats(-100, 100))
def test_positive_summing_to_one_and_shift_invariant(z, c):
    p = unit.softmax(z)
    assert (p > 0).all() and abs(p.sum() - 1) < 1e-15 * len(z) + 2e-16
    np.testing.assert_allclose(unit.softmax(z + c), p, rtol=1e-12)
    np.testing.assert_allclose(unit.log_sum_exp(z + c), unit.log_sum_exp(z) + c, atol=1e-12)
    np.testing.assert_allclose(unit.log_softmax(z + c), np.log(p), atol=1e-12)


def extreme_rows(kind):
    """(n, K) logits of every size, masked classes among them, and targets that are 0 there."""
    width = 8 * np.dtype(kind).itemsize
    entries = st.one_of(st.floats(allow_nan=False, allow_infinity=False, width=width), st.floats(-90, 90, width=width), st.just(-np.inf))
    shapes = st.tuples(st.integers(1, 4), st.integers(1, 6))
    rows = shapes.flatmap(lambda shape: arrays(kind, shape, elements=entries))
    return rows.filter(lambda Z: (Z > -np.inf).any(axis=1).all())


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("order", ["C", "F"])
@given(data=st.data())
def test_laws_at_the_extremes(kind, order, data):
    """Nothing is NaN and nothing warns, whatever the logits; the laws hold up to rounding."""
    Z = np.asarray(data.draw(extreme_rows(kind)), order=order)
    n, K = Z.shape
    eps = float(np.finfo(kind).eps)
    p, log_p, lse = unit.softmax(Z), unit.log_softmax(Z), unit.log_sum_exp(Z)
    assert p.dtype == log_p.dtype == lse.dtype == kind
    assert (p >= 0).all() and (p <= 1).all() and (log_p <= 0).all() and not np.isnan(log_p).any()
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=4 * K * eps)
    assert (p[Z == -np.inf] == 0).all() and (log_p[Z == -np.inf] == -np.inf).all()
    assert (p.max(axis=1) == p[np.arange(n), Z.argmax(axis=1)]).all() and (lse >= Z.max(axis=1)).all()
    Y = np.eye(K, dtype=data.draw(st.sampled_from([np.float64, np.float32])))[Z.argmax(axis=1)]
    loss, gradient = unit.cross_entropy_with_logits(Z, Y), unit.softmax_cross_entropy_gradient(Z, Y)
    assert loss.dtype == gradient.dtype == np.result_type(Z, Y)
    assert (loss >= 0).all() and np.isfinite(loss).all() and not np.signbit(loss).any()
    np.testing.assert_allclose(gradient.sum(axis=1), 0, atol=8 * K * eps)
    assert ((gradient >= 0) | (Y == 1)).all() and (gradient[Y == 1] <= 0).all()
    for row in range(n):
        np.testing.assert_allclose(unit.softmax(Z[row]), p[row], rtol=4 * eps)


@given(logits, st.integers(0, 2**32 - 1))
def test_gradients_and_hessian_against_finite_differences(z, seed):
    rng = np.random.default_rng(seed)
    z = z / 20
    y, v = rng.uniform(0, 4, size=len(z)), rng.normal(size=len(z))
    gradient = unit.softmax_cross_entropy_gradient(z, y)
    np.testing.assert_allclose(gradient, central_difference(lambda z: unit.cross_entropy_with_logits(z, y), z), atol=1e-8)
    assert abs(gradient.sum()) < 5e-14
    rows = [central_difference(lambda z: unit.softmax(z)[i], z) for i in range(len(z))]
    np.testing.assert_allclose(unit.softmax_jacobian(z), rows, atol=1e-9)
    np.testing.assert_allclose(unit.softmax_hessian_vector_product(z, v), np.array(rows) @ v, atol=1e-8)
    assert v @ unit.softmax_hessian_vector_product(z, v) >= -1e-15


def test_saturation():
    """Two classes: every entry of the Jacobian is p_1 p_2 or its opposite."""
    z = np.array([37.43, 0.0])
    with mpmath.workdps(60):
        product = float(mpmath.mpf(1) / (1 + mpmath.exp(-z[0])) / (1 + mpmath.exp(z[0])))
    np.testing.assert_allclose(unit.softmax_jacobian(z), product * np.array([[1, -1], [-1, 1]]), rtol=3e-15)
    np.testing.assert_allclose(unit.softmax_hessian_vector_product(z, [1, 0]), [product, -product], rtol=3e-15)
    np.testing.assert_allclose(unit.softmax_hessian_vector_product(z, [0, 1]), [-product, product], rtol=3e-15)


def test_the_hessian_product_of_large_vectors():
    big = 1.7e308
    np.testing.assert_allclose(unit.softmax_hessian_vector_product(np.zeros(3), [big, big, -big]), np.array([2, 2, -4]) / 9 * big)
    constant = unit.softmax_hessian_vector_product([0.0, 1.0, 2.0], [1e17, 1e17, 1e17])
    np.testing.assert_array_equal(constant, [0, 0, 0])


def test_the_target_of_a_masked_class():
    """The loss is infinite, and has no gradient; a gradient that looks healthy would hide it."""
    z, y = [0.0, -np.inf, 1.0], [0.9, 0.05, 0.05]
    assert unit.cross_entropy_with_logits(z, y) == np.inf
    with pytest.raises(ValueError, match=r"^y: a masked class \(z_k = -inf\) has y_k > 0; the loss is infinite and has no gradient$"):
        unit.softmax_cross_entropy_gradient(z, y)
    gradient = unit.softmax_cross_entropy_gradient(z, [1.0, 0.0, 0.0])
    np.testing.assert_allclose(gradient, [-1 / (1 + np.exp(-1)), 0, 1 / (1 + np.exp(-1))])


def test_targets_of_any_sum():
    """A row of zeros is an example of weight 0; labels in place of rows have another shape."""
    z = np.array([[1.0, 2.0, 0.5], [0.0, 0.0, 3.0]])
    weights = np.array([[5.0], [0.0]])
    one_hot = np.eye(3)[[1, 2]]
    np.testing.assert_allclose(unit.cross_entropy_with_logits(z, weights * one_hot), [5 * unit.cross_entropy_with_logits(z[0], one_hot[0]), 0])
    np.testing.assert_allclose(
        unit.softmax_cross_entropy_gradient(z, weights * one_hot), [5 * (unit.softmax(z[0]) - one_hot[0]), [0, 0, 0]], rtol=1e-14
    )
    with pytest.raises(ValueError, match=r"^y: shape \(2,\) does not match shape \(2, 3\) of z$"):
        unit.cross_entropy_with_logits(z, [1, 2])
    with pytest.raises(ValueError, match=r"^y: sum_k y_k overflows in float64$"):
        unit.cross_entropy_with_logits([0.0, 0.0, 0.0], [1e308, 1e308, 1e308])
    assert unit.cross_entropy_with_logits([1e300, 0.0], [0.0, 1e10]) == np.inf  # 1e310


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize(
    "f", [
        unit.softmax, unit.log_sum_exp, unit.log_softmax, unit.cross_entropy_with_logits,
        unit.softmax_cross_entropy_gradient, unit.softmax_hessian_vector_product, kl_divergence,
    ],
)
def test_memory_grows_with_the_classes_only(f, kind):
    """Four examples of 50257 classes: at most ten times their memory, where a matrix of the classes would need 50257 times."""
    z = np.full((4, 50257), 0.5, kind)
    z /= z.sum(axis=1, keepdims=True)
    given = (z,) if f in (unit.softmax, unit.log_sum_exp, unit.log_softmax) else (z, z[::-1])
    f(*given)
    tracemalloc.start()
    try:
        f(*given)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10 * z.nbytes


@pytest.mark.parametrize("order", ["C", "F"])
def test_rows_of_a_million_classes_sum_to_1_in_every_order(order):
    """A sum along an axis that is not contiguous adds one row of terms after the other: it was off by 9e-5."""
    z = np.asarray(np.random.default_rng(0).normal(size=(4, 1_000_000)).astype(np.float32), order=order)
    np.testing.assert_allclose(unit.softmax(z).astype(np.float64).sum(axis=1), 1, rtol=1e-6)


def test_loss_is_the_definition():
    z, y = np.array([2.0, 1.0, 0.0]), np.array([0.7, 0.2, 0.1])
    total = np.exp(2) + np.exp(1) + 1
    expected = -(0.7 * np.log(np.exp(2) / total) + 0.2 * np.log(np.exp(1) / total) + 0.1 * np.log(1 / total))
    assert abs(unit.cross_entropy_with_logits(z, y) - expected) < 1e-15
    np.testing.assert_allclose(unit.softmax_naive(z), np.exp(z) / total, rtol=1e-15)
    assert np.isnan(unit.softmax_naive([1000.0, 0.0])[0])
    assert unit.softmax_naive([0, 0]).tolist() == [0.5, 0.5]


def test_batch_is_the_loop():
    rng = np.random.default_rng(0)
    Z, Y, V = rng.normal(size=(2, 4, 3)), rng.dirichlet(np.ones(3), size=(2, 4)), rng.normal(size=(2, 4, 3))
    for f, rest in (
        (unit.softmax_naive, []), (unit.softmax, []), (unit.log_softmax, []), (unit.log_sum_exp, []), (unit.cross_entropy_with_logits, [Y]),
        (unit.softmax_cross_entropy_gradient, [Y]), (unit.softmax_hessian_vector_product, [V]),
    ):
        whole = f(Z, *rest)
        for at in np.ndindex(2, 4):
            np.testing.assert_allclose(whole[at], f(Z[at], *(r[at] for r in rest)), rtol=1e-14, atol=1e-16)


def test_extremes_masks_and_types():
    np.testing.assert_array_equal(unit.softmax([1e308, -1e308, 1e308]), [0.5, 0, 0.5])
    np.testing.assert_array_equal(unit.log_softmax([1e308, -1e308]), [0, -np.inf])
    assert unit.log_sum_exp([-1e308, 1e308]) == 1e308
    np.testing.assert_array_equal(unit.softmax([0.0, -np.inf, 0.0]), [0.5, 0, 0.5])
    assert unit.log_sum_exp([3.0, -np.inf]) == 3
    assert unit.cross_entropy_with_logits([0.0, -np.inf], [0.0, 1.0]) == np.inf
    assert unit.cross_entropy_with_logits([0.0, -np.inf], [1.0, 0.0]) == 0
    np.testing.assert_array_equal(unit.softmax([5.0]), [1])
    assert not np.signbit(unit.softmax_jacobian([0.0, -np.inf])).any()  # 0, where -0 would be printed
    np.testing.assert_allclose(unit.log_sum_exp([5e-324, 0.0]), np.log(2), rtol=1e-15)
    for kind, result in ((np.float32, np.float32), (np.int64, np.float64)):
        z, y = np.array([1, 0], kind), np.array([0, 1], kind)
        for value in (
            unit.softmax(z), unit.log_softmax(z), unit.log_sum_exp(z), unit.softmax_jacobian(z),
            unit.cross_entropy_with_logits(z, y), unit.softmax_cross_entropy_gradient(z, y),
            unit.softmax_hessian_vector_product(z, y),
        ):
            assert value.dtype == result


TAKES_LOGITS = [
    unit.softmax, unit.log_sum_exp, unit.log_softmax, unit.softmax_jacobian,
    lambda z: unit.cross_entropy_with_logits(z, np.ones(2) / 2),
    lambda z: unit.softmax_cross_entropy_gradient(z, np.ones(2) / 2),
    lambda z: unit.softmax_hessian_vector_product(z, np.ones(2)),
]


@pytest.mark.parametrize("f", TAKES_LOGITS)
@pytest.mark.parametrize(
    "z, message",
    [
        ([0, np.nan], r"^z: z\[1\] = nan is NaN$"),
        ([0, np.inf], r"^z: \+inf is no logit; its softmax would be inf / inf$"),
        ([-np.inf, -np.inf], r"^z: every class of a row is masked \(-inf\); at least one must be left$"),
        ([], "^z: at least one number"),
        (1.0, "^z: a vector of K logits is needed, got a single number$"),
    ],
)
def test_bad_logits_are_refused(f, z, message):
    with pytest.raises(ValueError, match=message):
        f(z)


REFUSED = [
    (lambda: unit.softmax([[0, 1], [-np.inf, -np.inf]]), "^z: every class"),
    (lambda: unit.softmax_jacobian([[1.0, 2.0]]), r"^z: shape \(any\) is needed"),
    (lambda: unit.cross_entropy_with_logits([0, 1], [0, -2]), r"^y: y\[1\] = -2.0 is negative$"),
    (lambda: unit.cross_entropy_with_logits([0, 1], [0, 0, 1]), "^y: .* of z$"),
    (lambda: unit.softmax_cross_entropy_gradient([0, 1], [0, -1]), "^y: .* negative$"),
    (lambda: unit.softmax_cross_entropy_gradient([0, 1], [1]), "^y: .* of z$"),
    (lambda: unit.softmax_hessian_vector_product([0, 1], [1, np.inf]), "^v: "),
    (lambda: unit.softmax_hessian_vector_product([0, 1], [1]), "^v: .* of z$"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
