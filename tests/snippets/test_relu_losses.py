"""snippets/relu_losses.py: the losses against definitions and finite differences, the training against steps by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets import relu_losses as unit
from snippets import sigmoid
from snippets.gradcheck import central_difference

inf, nan, ln2 = np.inf, np.nan, np.log(2)


def test_normalised_relu():
    np.testing.assert_allclose(unit.normalised_relu([[3.0, 1.0, -2.0], [0.0, 5.0, 0.0]]), [[0.75, 0.25, 0], [0, 1, 0]])
    np.testing.assert_array_equal(unit.normalised_relu([1e308, 1e308]), [0.5, 0.5])
    np.testing.assert_allclose(unit.normalised_relu([5e-324, 0]), [1, 0])
    np.testing.assert_array_equal(unit.normalised_relu([[1e308, 0.0], [1e-300, 1e-300]]), [[1, 0], [0.5, 0.5]])


def test_normalised_relu_loss_and_gradient():
    z, y = np.array([[3.0, 1.0, -2.0], [0.5, 0.25, 0.25]]), np.array([[0.5, 0.5, 0.0], [0.1, 0.2, 0.7]])
    loss = unit.normalised_relu_cross_entropy(z, y)
    np.testing.assert_allclose(loss[0], -0.5 * np.log(0.75) - 0.5 * np.log(0.25))
    numeric = central_difference(lambda z: unit.normalised_relu_cross_entropy(z, y).sum(), z)
    np.testing.assert_allclose(unit.normalised_relu_gradient(z, y), numeric, atol=1e-8)
    scaled = unit.normalised_relu_gradient(z, 2 * y)
    np.testing.assert_allclose(scaled, 2 * unit.normalised_relu_gradient(z, y))
    assert unit.normalised_relu_cross_entropy([1.0, -1.0], [0.5, 0.5]) == inf
    assert unit.normalised_relu_cross_entropy([1.0, -1.0], [1.0, 0.0]) == 0
    assert np.isnan(unit.normalised_relu_cross_entropy([-1.0, -1.0], [1.0, 0.0]))
    assert np.isnan(unit.normalised_relu_cross_entropy([-1.0, -1.0], [0.0, 0.0]))
    np.testing.assert_array_equal(unit.normalised_relu_gradient([0.0, 2.0], [0.0, 1.0]), [0, 0])
    np.testing.assert_array_equal(unit.normalised_relu_gradient([0.0, 2.0], [1.0, 0.0]), [0, 0.5])


def test_clipping():
    z, y = np.array([-1.0, 0.001, 0.25, 0.9, 0.999, 2.0]), np.array([1.0, 0.5, 1.0, 0.3, 0.5, 0.0])
    loss, gradient = unit.clipped_cross_entropy(z, y, 0.01), unit.clipped_cross_entropy_gradient(z, y, 0.01)
    np.testing.assert_allclose(loss[[0, 5]], -np.log(0.01), rtol=1e-14)
    np.testing.assert_allclose(loss[2:4], [-np.log(0.25), -0.3 * np.log(0.9) - 0.7 * np.log(0.1)])
    np.testing.assert_allclose(gradient, [0, 0, -4, 0.6 / 0.09, 0, 0])
    numeric = central_difference(lambda z: unit.clipped_cross_entropy(z, y, 0.01).sum(), z)
    np.testing.assert_allclose(gradient, numeric, atol=1e-7)
    np.testing.assert_array_equal(unit.clipped_cross_entropy_gradient([0.01, 0.99], [1, 0], 0.01), [0, 0])


def test_clipping_needs_a_bound_that_the_type_can_tell_from_0():
    np.testing.assert_allclose(unit.clipped_cross_entropy([2.0], [0.0], 2**-53), 53 * ln2, rtol=1e-15)
    np.testing.assert_allclose(unit.clipped_cross_entropy([1e-12], [0.0], 1e-15), 1e-12 + 5e-25, rtol=1e-15)
    single = np.array([2], np.float32)
    np.testing.assert_allclose(unit.clipped_cross_entropy(single, single - 2, 2**-24), 24 * ln2, rtol=3e-7)


def test_generalised_divergence_is_not_negative_after_rounding():
    rng = np.random.default_rng(0)
    p = rng.uniform(0.1, 1, (1000, 3))
    assert (unit.generalised_kl_divergence(p, p * (1 + 1e-9 * rng.standard_normal(p.shape))) >= 0).all()


def test_generalised_divergence_at_the_ends_of_the_range():
    for kind in (np.float32, np.float64):
        least, large = np.finfo(kind).smallest_subnormal, np.finfo(kind).max
        equal = np.array([least, 3 * least, 1, large], kind)[:, None]
        np.testing.assert_array_equal(unit.generalised_kl_divergence(equal, equal), [0, 0, 0, 0])
        assert unit.generalised_kl_divergence(np.array([0], kind), np.array([least], kind)) == least
        p, a = np.array([large], kind), np.array([large / 2], kind)
        np.testing.assert_allclose(unit.generalised_kl_divergence(p, a) / large, ln2 - 0.5, rtol=1e-6)


def test_normalised_relu_as_written_overflows_silently():
    assert unit.normalised_relu_cross_entropy([1e308, 1e308], [1.0, 0.0]) == inf
    assert unit.normalised_relu_gradient([1e-310, 1.0], [1.0, 0.0]).tolist() == [-inf, 1]


def test_types():
    for kind, result in ((np.float32, np.float32), (np.int64, np.float64)):
        z, y = np.array([1, 2], kind), np.array([1, 0], kind)
        for value in (
            unit.normalised_relu(z), unit.clipped_cross_entropy(z, y, 0.1), unit.clipped_cross_entropy_gradient(z, y, 0.1),
            unit.generalised_kl_divergence(y, z), unit.generalised_kl_gradient(z, y),
            unit.matching_loss(z, y), unit.matching_loss_gradient(z, y),
        ):
            assert value.dtype == result


def test_generalised_divergence():
    p, a = np.array([[0.5, 2.0], [0.0, 1.0]]), np.array([[1.0, 1.0], [3.0, 1.0]])
    np.testing.assert_allclose(unit.generalised_kl_divergence(p, a), [0.5 * np.log(0.5) + 2 * np.log(2) - 0.5, 3])
    assert unit.generalised_kl_divergence(p, p).tolist() == [0, 0]
    assert unit.generalised_kl_divergence([1.0], [0.0]) == inf
    z, y = np.array([0.5, 2.0, 1.0]), np.array([1.0, 0.5, 0.0])
    numeric = central_difference(lambda z: unit.generalised_kl_divergence(y, np.maximum(z, 0)), z)
    np.testing.assert_allclose(unit.generalised_kl_gradient(z, y), numeric, atol=1e-8)
    np.testing.assert_array_equal(unit.generalised_kl_gradient([-2.0, 0.0], [1.0, 0.0]), [0, 0])


def test_generalised_divergence_near_equality():
    np.testing.assert_allclose(unit.generalised_kl_divergence([0.5 + 1e-9], [0.5]), 1e-18, rtol=1e-6)
    assert unit.generalised_kl_divergence([-0.0, 5e-324], [0.0, 5e-324]) == 0
    assert unit.generalised_kl_divergence([1e-3], [-0.0]) == inf
    assert unit.generalised_kl_gradient(1 + 1e-12, 1.0) == (1 + 1e-12 - 1) / (1 + 1e-12)
    assert unit.generalised_kl_gradient(1e-10, 1e308) == -inf


def test_matching_loss_up_to_the_end_of_the_range():
    np.testing.assert_allclose(unit.matching_loss(1.5e154, 0.0), 1.125e308, rtol=1e-15)
    assert unit.matching_loss(1e200, 0.0) == inf
    assert unit.matching_loss(-1e200, 1e200) == inf and not np.signbit(unit.matching_loss(0.0, 1.0))


@pytest.mark.parametrize("kind, width", [(np.float64, 64), (np.float32, 32)])
@given(data=st.data())
def test_laws_at_the_extremes(kind, width, data):
    """Every finite z and every target: no NaN and no warning; the divergence is 0 only beside equality."""
    numbers = st.floats(allow_nan=False, allow_infinity=False, width=width)
    z = np.array(data.draw(st.lists(numbers, min_size=1, max_size=6)), kind)
    y = np.abs(np.array(data.draw(st.lists(numbers, min_size=len(z), max_size=len(z))), kind))
    a = np.maximum(z, 0)
    divergences = unit.generalised_kl_divergence(y[:, None], a[:, None])
    assert (divergences >= 0).all() and ((divergences == inf) >= ((a == 0) & (y > 0))).all()
    assert (unit.generalised_kl_divergence(a[:, None], a[:, None]) == 0).all()
    for result in (unit.generalised_kl_gradient(z, y), unit.matching_loss(z, y), unit.matching_loss_gradient(z, y)):
        assert result.dtype == kind and not np.isnan(result).any()
    targets = (y / y.max() if y.max() > 0 else y).astype(kind)
    assert np.isfinite(unit.clipped_cross_entropy(z, targets, 0.01)).all()
    if a.max() > 0:
        p = unit.normalised_relu(z)
        np.testing.assert_allclose(p.sum(), 1, rtol=4 * len(z) * float(np.finfo(kind).eps))
        assert ((p > 0) <= (z > 0)).all()


def test_matching_loss():
    z, y = np.array([-2.0, 0.0, 0.5, 3.0]), np.array([1.0, 2.0, 0.0, 1.0])
    np.testing.assert_array_equal(unit.matching_loss(z, y), [2, 0, 0.125, 1.5])
    np.testing.assert_array_equal(unit.matching_loss_gradient(z, y), [-1, -2, 0.5, 2])
    numeric = central_difference(lambda z: unit.matching_loss(z, y).sum(), z)
    np.testing.assert_allclose(unit.matching_loss_gradient(z, y), numeric, atol=1e-6)


def test_two_steps_of_training_by_hand():
    X, Y = np.array([[1.0], [2.0]]), np.array([[1.0], [0.0]])
    costs, W, b = unit.train(
        lambda Z, Y: (Z - Y) ** 2 / 2, lambda Z, Y: Z - Y, X, Y, np.array([[1.0]]), np.array([0.0]), 0.5, 2
    )
    # z = 1, 2: errors 0, 2; slopes 2, 1; then w = 0, b = -0.5, errors -1.5, -0.5, slopes -1.25, -1
    assert isinstance(costs, np.ndarray)
    np.testing.assert_allclose(costs[:2], [1, 0.625])
    np.testing.assert_allclose([W[0, 0], b[0]], [0.625, 0.0])
    np.testing.assert_allclose(costs[2], ((0.625 - 1) ** 2 + 1.25**2) / 4)


def test_training_with_two_features_and_two_outputs_is_two_logistic_regressions():
    rng = np.random.default_rng(0)
    X, Y, W, b = rng.normal(size=(6, 2)), rng.uniform(size=(6, 2)), rng.normal(size=(2, 2)), rng.normal(size=2)
    costs, W_end, b_end = unit.train(
        lambda Z, Y: sigmoid.binary_cross_entropy_with_logits(Z, Y).sum(axis=1),
        sigmoid.binary_cross_entropy_gradient, X, Y, W, b, 0.2, 3,
    )
    expected = np.zeros(4)
    for k in range(2):
        w, c = W[:, k], b[k]
        expected[0] += sigmoid.logistic_loss(w, c, X, Y[:, k])
        for step in range(3):
            slope_w, slope_c = sigmoid.logistic_gradient(w, c, X, Y[:, k])
            w, c = w - 0.2 * slope_w, c - 0.2 * slope_c
            expected[step + 1] += sigmoid.logistic_loss(w, c, X, Y[:, k])
        np.testing.assert_allclose([*W_end[:, k], b_end[k]], [*w, c], rtol=1e-12)
    np.testing.assert_allclose(costs, expected, rtol=1e-12)


X1, Y1, W1, b1 = np.ones((3, 2)), np.ones((3, 1)), np.ones((2, 1)), np.ones(1)


def run(X=X1, Y=Y1, W=W1, b=b1, rate=0.1, steps=1):
    return unit.train(unit.matching_loss, unit.matching_loss_gradient, X, Y, W, b, rate, steps)


REFUSED = [
    (lambda: unit.normalised_relu([-1.0, 0.0]), "^z: every row needs a positive entry; otherwise the normalised ReLU is 0 / 0$"),
    (lambda: unit.normalised_relu([[1.0, 0.0], [-1.0, 0.0]]), "^z: every row"),
    (lambda: unit.normalised_relu(1.0), "^z: every row"),
    (lambda: unit.normalised_relu([inf, 1]), "^z: .* infinite$"),
    (lambda: unit.clipped_cross_entropy([nan], [1], 0.1), "^z: "),
    (lambda: unit.clipped_cross_entropy([inf], [1], 0.1), r"^z: z\[0\] = inf is infinite$"),
    (lambda: unit.clipped_cross_entropy([1], [1], "0.1"), "^epsilon: real numbers are needed"),
    (lambda: unit.clipped_cross_entropy([1], [1], -inf), "^epsilon: epsilon = -inf is infinite$"),
    (lambda: unit.clipped_cross_entropy([1], [1], -0.1), r"^epsilon: a number in \(0, 1/2\) is needed, got -0.1$"),
    (lambda: unit.clipped_cross_entropy([1], [1], 1.5), r"^epsilon: a number in \(0, 1/2\) is needed, got 1.5$"),
    (lambda: unit.clipped_cross_entropy([1], [2], 0.1), "^y: "),
    (lambda: unit.clipped_cross_entropy([1], [1, 1], 0.1), "^y: .* of z$"),
    (lambda: unit.clipped_cross_entropy([1], [1], 0.5), r"^epsilon: a number in \(0, 1/2\) is needed, got 0.5$"),
    (lambda: unit.clipped_cross_entropy_gradient([1], [1], 0), r"^epsilon: a number in \(0, 1/2\) is needed"),
    (lambda: unit.clipped_cross_entropy_gradient([1], [1], [0.1]), "^epsilon: "),
    (lambda: unit.clipped_cross_entropy_gradient([1], [1], nan), "^epsilon: "),
    (
        lambda: unit.clipped_cross_entropy([1], [1], 1e-17),
        "^epsilon: 1 - epsilon rounds to 1 in float64; a larger number is needed, got 1e-17$",
    ),
    (lambda: unit.clipped_cross_entropy(np.ones(1, np.float32), np.ones(1, np.float32), 1e-8), "^epsilon: .* in float32; a larger"),
    (lambda: unit.generalised_kl_divergence([-1.0], [1]), r"^p: p\[0\] = -1.0 is negative$"),
    (lambda: unit.generalised_kl_divergence([1.0], [-1]), "^a: .* negative$"),
    (lambda: unit.generalised_kl_divergence([1.0], [1, 1]), "^a: .* of p$"),
    (lambda: unit.generalised_kl_gradient([inf], [1]), "^z: "),
    (lambda: unit.generalised_kl_gradient([1], [-1]), "^y: .* negative$"),
    (lambda: unit.generalised_kl_gradient([1], [1, 1]), "^y: .* of z$"),
    (lambda: unit.matching_loss([inf], [1]), "^z: "),
    (lambda: unit.matching_loss([1], [-1]), "^y: .* negative$"),
    (lambda: unit.matching_loss([1], [1, 1]), "^y: .* of z$"),
    (lambda: unit.matching_loss_gradient([inf], [1]), "^z: "),
    (lambda: unit.matching_loss_gradient([1], [-1]), "^y: .* negative$"),
    (lambda: unit.matching_loss_gradient([1], [1, 1]), "^y: .* of z$"),
    (lambda: unit.generalised_kl_divergence(1.0, 1.0), "^p: a vector of K numbers is needed, got a single number$"),
    (lambda: run(rate=-1), "^rate: rate = -1.0 is negative$"),
    (lambda: run(rate=[1, 2]), "^rate: shape"),
    (lambda: run(steps=-3), "^steps: an integer of at least 0 is needed, got -3$"),
    (lambda: run(X=X1 * inf), "^X: "),
    (lambda: run(Y=Y1[:2]), r"^Y: shape \(3, any\)"),
    (lambda: run(W=W1.T), "^W: shape"),
    (lambda: run(b=np.ones(2)), "^b: shape"),
    (lambda: run(b=b1 * nan), "^b: .* NaN$"),
    (lambda: run(W=W1 * nan), "^W: "),
    (lambda: run(X=X1[:, 0]), r"^X: shape \(any, any\) is needed, got \(3,\)$"),
    (lambda: run(X=1.0), r"^X: shape"),
    (lambda: run(W=np.ones((3, 1))), r"^W: shape \(2, 1\) is needed, got \(3, 1\)$"),
    (lambda: run(W=np.ones((2, 2))), r"^W: shape \(2, 1\) is needed, got \(2, 2\)$"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
