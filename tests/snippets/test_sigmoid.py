"""Laws, extremes and gradients of snippets/sigmoid.py, against mpmath, loops and finite differences."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets import sigmoid as unit
from snippets.floating_point import ulp_error
from snippets.gradcheck import central_difference

Z = np.concatenate([np.linspace(-700, 700, 141), [-1e-300, -1e-9, 1e-9, 1e-300, -36.5, 36.5, 37.0]])
finite = st.floats(-700, 700)


def exact(f, values):
    with mpmath.workdps(60):
        return [f(mpmath.mpf(float(value))) for value in values]


def ulps(f, g, values):
    with mpmath.workdps(60):
        return ulp_error(f(values), exact(g, values)).max()


def sigma(z):
    return 1 / (1 + mpmath.exp(-z))


def softplus(z):
    return mpmath.log1p(mpmath.exp(z))


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_errors_in_ulps(kind):
    bound = 5  # about 2 on the processors tried; exp and log1p may each be off by an ulp more
    z = Z.astype(kind)
    z = z[np.abs(z) < np.log(np.finfo(kind).max) - 2]
    assert ulps(unit.sigmoid, sigma, z) < bound
    assert ulps(unit.softplus, softplus, z) < bound
    assert ulps(unit.sigmoid_derivative, lambda z: sigma(z) * sigma(-z), z) < 2 * bound
    zero, one = np.zeros_like(z), np.ones_like(z)
    assert ulps(lambda z: unit.binary_cross_entropy_with_logits(z, zero), softplus, z) < bound
    assert ulps(lambda z: unit.binary_cross_entropy_with_logits(z, one), lambda z: softplus(-z), z) < bound
    assert ulps(lambda z: unit.binary_cross_entropy_gradient(z, zero), sigma, z) < bound
    assert ulps(lambda z: unit.binary_cross_entropy_gradient(z, one), lambda z: -sigma(-z), z) < bound


def test_naive_form_is_the_definition_and_overflows_silently():
    z = np.array([-800.0, -2.0, 0.0, 3.0])
    np.testing.assert_allclose(unit.sigmoid_naive(z), [0, 0.119202922022118, 0.5, 0.952574126822433], rtol=1e-14)


def test_logit_against_mpmath_and_at_the_ends():
    p = np.array([1e-300, 1e-10, 0.3, 0.75, 1 - 2**-53])
    expected = exact(lambda p: mpmath.log(p) - mpmath.log(1 - p), p)
    np.testing.assert_allclose(unit.logit(p), np.array(expected, dtype=float), rtol=1e-15)
    np.testing.assert_array_equal(unit.logit([0, 0.5, 1]), [-np.inf, 0, np.inf])


@given(finite)
def test_symmetry_bounds_and_inverse(z):
    a = float(unit.sigmoid(z))
    assert 0 <= a <= 1
    assert unit.sigmoid_derivative(z) == unit.sigmoid_derivative(-z) <= 0.25
    assert abs(a + float(unit.sigmoid(-z)) - 1) < 1e-15
    if abs(z) < 10:
        assert abs(unit.logit(a) - z) < 1e-10


@pytest.mark.parametrize("kind, width", [(np.float64, 64), (np.float32, 32)])
@given(data=st.data())
def test_laws_at_the_extremes(kind, width, data):
    """Nothing is NaN and nothing warns, whatever the logits; a loss is not negative and least on the side of its target."""
    z = np.array(data.draw(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=width), min_size=1, max_size=8)), kind)
    y = np.array(data.draw(st.lists(st.floats(0, 1, width=width), min_size=len(z), max_size=len(z))), kind)
    a, slope = unit.sigmoid(z), unit.sigmoid_derivative(z)
    assert ((a >= 0) & (a <= 1) & (slope >= 0) & (slope <= 0.25)).all()
    np.testing.assert_allclose(unit.sigmoid(np.sort(z)), np.sort(a), rtol=4 * np.finfo(kind).eps)
    loss, gradient = unit.binary_cross_entropy_with_logits(z, y), unit.binary_cross_entropy_gradient(z, y)
    assert (loss >= 0).all() and np.isfinite(loss).all() and (np.abs(gradient) <= 1).all()
    np.testing.assert_array_equal(loss, unit.binary_cross_entropy_with_logits(-z, 1 - y) if (1 - (1 - y) == y).all() else loss)
    np.testing.assert_allclose(unit.softplus(z) - unit.softplus(-z), z, rtol=4 * np.finfo(kind).eps, atol=4 * np.finfo(kind).eps)


def test_extremes_and_types():
    ends = [-np.inf, -1e308, -5e-324, -0.0, 0, 1e308, np.inf]
    np.testing.assert_array_equal(unit.sigmoid(ends), [0, 0, 0.5, 0.5, 0.5, 1, 1])
    np.testing.assert_array_equal(unit.softplus([-np.inf, -1e308, 1e308, np.inf]), [0, 0, 1e308, np.inf])
    np.testing.assert_array_equal(unit.sigmoid_derivative([-np.inf, np.inf, 0]), [0, 0, 0.25])
    functions = (unit.sigmoid, unit.sigmoid_derivative, unit.softplus)
    for kind, result in ((np.float32, np.float32), (np.int64, np.float64), (np.float64, np.float64)):
        assert all(f(np.zeros(2, kind)).dtype == result for f in functions)
    assert unit.sigmoid_derivative(np.array([True])) == unit.sigmoid_derivative(1.0)
    assert unit.sigmoid_derivative(np.array([-(2**63)])) == 0
    np.testing.assert_array_equal(unit.sigmoid_derivative(np.array([2], np.uint8)), unit.sigmoid_derivative([2.0]))
    single = np.ones(2, np.float32)
    assert unit.logistic_loss(single, 0.5, np.ones((3, 2), np.float32), np.ones(3, np.float32)).dtype == np.float32
    assert unit.binary_cross_entropy_with_logits(single, single).dtype == np.float32
    assert unit.binary_cross_entropy_gradient(single, single).dtype == np.float32


def batch(seed=0, n=7, d=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=d), 0.3, rng.normal(size=(n, d)), rng.uniform(size=n), rng.normal(size=d)


def test_loss_of_a_batch_is_the_mean_of_the_definition():
    w, b, X, y, _ = batch()
    losses = []
    for features, target in zip(X, y):
        a = 1 / (1 + np.exp(-(sum(wj * xj for wj, xj in zip(w, features)) + b)))
        losses.append(-target * np.log(a) - (1 - target) * np.log(1 - a))
    assert abs(unit.logistic_loss(w, b, X, y) - sum(losses) / 7) < 1e-14


def test_gradients_against_finite_differences():
    w, b, X, y, v = batch(1)
    grad_w, grad_b = unit.logistic_gradient(w, b, X, y)
    np.testing.assert_allclose(grad_w, central_difference(lambda w: unit.logistic_loss(w, b, X, y), w), atol=1e-9)
    np.testing.assert_allclose(grad_b, central_difference(lambda b: unit.logistic_loss(w, b, X, y), b), atol=1e-9)
    columns = [
        central_difference(lambda w: unit.logistic_gradient(w, b, X, y)[0][j], w) for j in range(len(w))
    ]
    np.testing.assert_allclose(
        unit.logistic_hessian_vector_product(w, b, X, v), np.array(columns) @ v, atol=1e-8
    )


def test_lists_are_read():
    w, b, X, y, v = batch(2)
    listed = w.tolist(), b, X.tolist(), y.tolist()
    assert unit.sigmoid_naive([0]) == [0.5]
    assert unit.logistic_loss(*listed) == unit.logistic_loss(w, b, X, y)
    for a, c in zip(unit.logistic_gradient(*listed), unit.logistic_gradient(w, b, X, y)):
        np.testing.assert_array_equal(a, c)
    product = unit.logistic_hessian_vector_product(*listed[:3], v.tolist())
    np.testing.assert_array_equal(product, unit.logistic_hessian_vector_product(w, b, X, v))


def test_near_a_half_and_near_1_no_digit_is_lost():
    p = 0.5 + 1e-6
    assert ulps(unit.logit, lambda p: mpmath.log(p / (1 - p)), np.array([p, 1 - p])) < 2
    y = 1 - 2.0**-52
    expected = float(700 * mpmath.mpf(2) ** -52 + mpmath.exp(-700))
    np.testing.assert_allclose(unit.binary_cross_entropy_with_logits(700.0, y), expected, rtol=1e-15)


def test_soft_targets_have_their_least_loss_at_the_target():
    gradient = unit.binary_cross_entropy_gradient(unit.logit([0.2, 0.7]), [0.2, 0.7])
    np.testing.assert_allclose(gradient, 0, atol=1e-16)


W, B, X, Y, V = batch()
REFUSED = [
    (lambda: unit.sigmoid([0, np.nan]), r"^z: z\[1\] = nan is NaN$"),
    (lambda: unit.sigmoid([]), r"^z: at least one number is needed, got shape \(0,\)$"),
    (lambda: unit.sigmoid_derivative(np.nan), "^z: z = nan is NaN$"),
    (lambda: unit.softplus([np.nan]), "^z: "),
    (lambda: unit.logit([0.5, 1.5]), r"^p: p\[1\] = 1.5 is outside \[0, 1\]$"),
    (lambda: unit.binary_cross_entropy_with_logits([np.inf], [1]), "^z: .* is infinite$"),
    (lambda: unit.binary_cross_entropy_with_logits([0], [2]), "^y: .* outside"),
    (lambda: unit.binary_cross_entropy_with_logits([0, 1], [1]), "^y: .* of z$"),
    (lambda: unit.binary_cross_entropy_gradient([np.inf], [1]), "^z: .* is infinite$"),
    (lambda: unit.binary_cross_entropy_gradient([0], [-1]), "^y: .* outside"),
    (lambda: unit.binary_cross_entropy_gradient([0, 1], [1]), "^y: .* of z$"),
    (lambda: unit.logistic_loss(W[:2], B, X, Y), r"^X: shape \(any, 2\) is needed, got \(7, 3\)$"),
    (lambda: unit.logistic_loss(X, B, X, Y), "^w: shape"),
    (lambda: unit.logistic_loss(W, W, X, Y), r"^b: shape \(\) is needed"),
    (lambda: unit.logistic_loss(W, B, X, Y[:2]), r"^y: shape \(7\) is needed"),
    (lambda: unit.logistic_gradient(W, B, X, 2 * Y + 1), "^y: .* outside"),
    (lambda: unit.logistic_loss([1e200], 0, [[1.0], [1e200]], [1, 1]), r"^\(X w \+ b\)\[1\] overflows in float64$"),
    (lambda: unit.logistic_gradient([1e200, -1e200], 0, [[1e200, 1e200]], [1]), r"^\(X w \+ b\)\[0\] overflows"),
    (lambda: unit.logistic_loss(np.ones(1, np.float32), 1e300, np.ones((1, 1), np.float32), np.ones(1, np.float32)), r"^\(X w"),
    (lambda: unit.logistic_loss(W, B, X, None), "^y: real numbers are needed"),
    (lambda: unit.logistic_gradient(W * np.nan, B, X, Y), "^w: .* NaN"),
    (lambda: unit.logistic_gradient(W, np.inf, X, Y), "^b: b = inf is infinite$"),
    (lambda: unit.logistic_gradient(W, B, X * np.inf, Y), "^X: "),
    (lambda: unit.logistic_gradient(W * np.inf, B, X, Y), r"^w: w\[0\] = .*inf is infinite$"),
    (lambda: unit.logistic_hessian_vector_product(W * np.nan, B, X, V), "^w: .* NaN"),
    (lambda: unit.logistic_hessian_vector_product(W, W, X, V), r"^b: shape \(\) is needed"),
    (lambda: unit.logistic_hessian_vector_product(W, B, X, V * np.inf), "^v: .* infinite$"),
    (lambda: unit.logistic_hessian_vector_product(W, B, X, V[:2]), r"^v: shape \(3\) is needed, got \(2,\)$"),
    (lambda: unit.logistic_hessian_vector_product(W, B, X, V * np.nan), "^v: .* NaN"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
