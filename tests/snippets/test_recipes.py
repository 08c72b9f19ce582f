"""Laws and edges of snippets/recipes.py, against numbers worked by hand, sums over examples and differences."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from snippets import recipes as unit
from snippets.gradcheck import central_difference, relative_error
from snippets.sigmoid import binary_cross_entropy_gradient, binary_cross_entropy_with_logits
from snippets.softmax import softmax

inf = np.inf


def naive(z, y):
    """-sum_k y_k ln(exp(z_k) / sum_j exp(z_j)) of one row, where nothing overflows."""
    return -sum(y_k * np.log(np.exp(z_k) / sum(np.exp(z))) for z_k, y_k in zip(z, y))


# Integer labels


def test_labels_select_what_one_hot_targets_multiply():
    rng = np.random.default_rng(0)
    Z, labels = rng.normal(size=(3, 5, 4)), rng.integers(0, 4, (3, 5))
    losses, G = unit.label_cross_entropy(Z, labels), unit.label_cross_entropy_gradient(Z, labels)
    assert losses.shape == (3, 5) and G.shape == Z.shape
    for at in np.ndindex(3, 5):
        one_hot = np.eye(4)[labels[at]]
        assert_allclose(losses[at], naive(Z[at], one_hot), rtol=1e-13)
        assert relative_error(G[at], central_difference(lambda z: naive(z, one_hot), Z[at])) < 1e-8


def test_a_confident_label_keeps_its_digits():
    assert_allclose(unit.label_cross_entropy([[0, -40], [1000, 998]], [0, 1]), [4.248354255291589e-18, 2.126928011042972], rtol=1e-15)
    assert_allclose(unit.label_cross_entropy_gradient([0.0, -40.0], 0), [-4.248354255291589e-18, 4.248354255291589e-18], rtol=1e-15)


def test_a_masked_class_may_not_be_the_label_of_a_gradient():
    z = [0.0, -inf]
    assert_array_equal(unit.label_cross_entropy(z, 0), 0)
    assert_array_equal(unit.label_cross_entropy(z, 1), inf)
    assert_array_equal(unit.label_cross_entropy_gradient(z, 0), [0, 0])


# Means


def test_the_weighted_mean_by_hand():
    assert unit.weighted_mean([1, 2, 6], [1, 1, 2]) == 3.75
    assert unit.weighted_mean([1, 2, 6], [2, 2, 4]) == 3.75
    assert unit.weighted_mean([[1, inf], [3, 7]], [[1, 0], [1, 0]]) == 2
    assert unit.weighted_mean([inf, 1], [1e-300, 1]) == inf
    assert unit.weighted_mean([3, 5], [0, 5e-324]) == 5
    assert unit.weighted_mean([1.5e308, 1.5e308], [1, 1]) == inf
    assert unit.weighted_mean([3.0], [1e308]) == 3
    assert unit.weighted_mean([2.0, 4.0, 6.0], [1e308, 1e308, 1e308]) == 4


def test_equal_weights_are_the_mean_and_a_mask_selects():
    losses = np.random.default_rng(1).exponential(size=50)
    mask = np.arange(50) % 3 == 0
    assert_allclose(unit.weighted_mean(losses, np.full(50, 0.3)), losses.mean(), rtol=1e-14)
    assert_allclose(unit.weighted_mean(losses, mask), losses[mask].mean(), rtol=1e-14)


def test_perplexity():
    assert_allclose(unit.perplexity(np.full(7, np.log(50)), np.ones(7)), 50, rtol=1e-14)
    p = np.array([0.5, 0.25, 0.1])
    assert_allclose(unit.perplexity(-np.log(p), [1, 1, 1]), np.prod(1 / p) ** (1 / 3), rtol=1e-14)
    assert unit.perplexity([0, 0], [1, 1]) == 1
    assert unit.perplexity([inf, 0], [0, 1]) == 1 and unit.perplexity([inf, 0], [1, 1]) == inf
    assert unit.perplexity([1000.0], [1]) == inf


# A weight on class 1


def test_weighted_binary_cross_entropy():
    z, y = np.array([2.0, -1.0]), np.array([1.0, 0.0])
    assert_allclose(unit.weighted_binary_cross_entropy(z, y, 3), [3 * np.log(1 + np.exp(-2)), np.log(1 + np.exp(-1))], rtol=1e-14)
    assert_array_equal(unit.weighted_binary_cross_entropy(z, y, 0), [0, np.log1p(np.exp(-1))])
    assert_allclose(unit.weighted_binary_cross_entropy([1000, -1000], [0, 1], 2), [1000, 2000])
    assert unit.weighted_binary_cross_entropy([-1e300], [1], 1e300)[0] == inf


def test_its_derivative_and_the_weight_1():
    rng = np.random.default_rng(2)
    z, y = 4 * rng.normal(size=20), rng.uniform(size=20)
    for alpha in (0, 0.5, 1, 7):
        slope = central_difference(lambda z: unit.weighted_binary_cross_entropy(z, y, alpha).sum(), z)
        assert relative_error(unit.weighted_binary_cross_entropy_gradient(z, y, alpha), slope) < 1e-8
    assert_allclose(unit.weighted_binary_cross_entropy(z, y, 1), binary_cross_entropy_with_logits(z, y), rtol=1e-14)
    assert_allclose(unit.weighted_binary_cross_entropy_gradient(z, y, 1), binary_cross_entropy_gradient(z, y), atol=1e-15)


def test_a_weight_on_class_1_moves_the_best_logit_by_its_logarithm():
    for y in (0.1, 0.5, 0.8):
        for alpha in (0.25, 3):
            z = np.log(y / (1 - y)) + np.log(alpha)
            assert abs(unit.weighted_binary_cross_entropy_gradient(z, y, alpha)) < 1e-15


# Smoothing


def test_smoothing_over_the_others():
    assert_allclose(unit.smooth_labels_over_others([0, 1, 0, 0], 0.3), [0.1, 0.7, 0.1, 0.1], rtol=1e-14)
    assert_allclose(unit.smooth_labels_over_others([[0.5, 0.5, 0]], 0.2), [[0.45, 0.45, 0.1]], rtol=1e-14)
    assert_array_equal(unit.smooth_labels_over_others([0, 1], 0), [0, 1])
    assert_array_equal(unit.smooth_labels_over_others([0, 1], 1), [1, 0])
    Y = np.random.default_rng(3).dirichlet(np.ones(5), size=(3, 2))
    assert_allclose(unit.smooth_labels_over_others(Y, 0.4).sum(axis=-1), 1, rtol=1e-14)


def test_smoothing_over_the_allowed():
    allowed = np.array([[True, True, False, True], [True, False, False, False]])
    Y = np.array([[0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]])
    assert_allclose(unit.smooth_labels_over_allowed(Y, allowed, 0.3), [[0.1, 0.8, 0, 0.1], [1, 0, 0, 0]], rtol=1e-14)
    assert_array_equal(unit.smooth_labels_over_allowed(Y, allowed, 0), Y)
    assert_allclose(unit.smooth_labels_over_allowed(Y, allowed, 1), allowed / allowed.sum(axis=1, keepdims=True))


# Focal loss


def test_focal_loss_is_that_of_the_paper():
    for gamma in (0, 0.5, 1, 2, 5):
        for z in (-3.0, 0.0, 0.7, 4.0):
            p = 1 / (1 + np.exp(-z))
            assert_allclose(unit.focal_loss(z, 1, gamma), (1 - p) ** gamma * -np.log(p), rtol=1e-13)
            assert_allclose(unit.focal_loss(z, 0, gamma), p**gamma * -np.log(1 - p), rtol=1e-13)


def test_its_derivative_and_gamma_0():
    rng = np.random.default_rng(4)
    z, y = 4 * rng.normal(size=20), np.concatenate([rng.uniform(size=10), rng.integers(0, 2, 10)])
    for gamma in (0, 0.5, 1, 2, 5):
        slope = central_difference(lambda z: unit.focal_loss(z, y, gamma).sum(), z)
        assert relative_error(unit.focal_loss_gradient(z, y, gamma), slope) < 1e-8
    assert_allclose(unit.focal_loss(z, y, 0), binary_cross_entropy_with_logits(z, y), rtol=1e-13)


def test_a_focal_loss_far_out():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert unit.focal_loss(1000.0, 0.0, 2) == 1000 and unit.focal_loss(1000.0, 1.0, 2) == 0
        assert unit.focal_loss_gradient(1000.0, 0.0, 2) == 1 and unit.focal_loss_gradient(-1000.0, 1.0, 0.5) == -1
        assert unit.focal_loss(1000.0, 1.0, 0) == 0 and unit.focal_loss(-1000.0, 1.0, 0) == 1000


def test_a_large_gamma_makes_the_loss_rise_nowhere():
    """For y = 1 the slope is never positive, so a better logit never costs more."""
    z = np.linspace(-30, 30, 601)
    for gamma in (0, 0.1, 2, 50):
        assert np.all(unit.focal_loss_gradient(z, np.ones_like(z), gamma) <= 0)


# Temperature


def test_temperature_gradient():
    rng = np.random.default_rng(5)
    Z, Y = 2 * rng.normal(size=(2, 3, 4)), rng.dirichlet(np.ones(4), (2, 3)) * rng.uniform(0, 3, (2, 3, 1))
    for T in (0.3, 1.0, 7.0):
        G = unit.temperature_gradient(Z, Y, T)
        assert G.shape == (2, 3)
        for at in np.ndindex(2, 3):
            slope = central_difference(lambda T: naive(Z[at] / T, Y[at]), T)
            assert relative_error(G[at], slope) < 1e-8


def test_a_temperature_moves_neither_equal_logits_nor_a_constant():
    z, y = np.array([3.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0])
    assert_array_equal(unit.temperature_gradient([5.0, 5.0, 5.0], y, 2), 0)
    assert_allclose(unit.temperature_gradient(z + 1024, y, 2), unit.temperature_gradient(z, y, 2), rtol=1e-14)
    assert abs(unit.temperature_gradient(z, softmax(z / 2), 2)) < 1e-15
    assert_array_equal(unit.temperature_gradient(z, [0, 0, 0], 2), 0)
    assert_allclose(unit.temperature_gradient([0.0, -1.0], [0.0, 1.0], 1e-3), -1e6, rtol=1e-14)


REFUSED = [
    (lambda: unit.label_cross_entropy([[0, 1]], [2]), "^labels: 2 is outside 0 to 1; select what counts first$"),
    (lambda: unit.label_cross_entropy([[0, 1]], [-1]), "^labels: -1 is outside 0 to 1"),
    (lambda: unit.label_cross_entropy([[0, 1]], [-100]), "^labels: -100 is outside 0 to 1"),
    (lambda: unit.label_cross_entropy([[0, 1]], [1.0]), "^labels: integers are needed, got an array of float64$"),
    (lambda: unit.label_cross_entropy([[0, 1]], [True]), "^labels: integers are needed, got an array of bool$"),
    (lambda: unit.label_cross_entropy([[0, 1]], 1), r"^labels: shape \(1,\) is needed, one label for each row of z, got \(\)$"),
    (lambda: unit.label_cross_entropy([[0, 1]], [[1]]), r"^labels: shape \(1,\) is needed, one label for each row of z, got \(1, 1\)$"),
    (lambda: unit.label_cross_entropy_gradient([0, -inf], 1), r"^labels: class 1 is masked; its loss is infinite and has no gradient$"),
    (lambda: unit.weighted_mean([1, 2], [0, 0]), "^weights: every weight is 0; at least one loss must count$"),
    (lambda: unit.weighted_mean([1, -2], [1, 1]), "^losses: -2.0 is negative; a cross-entropy is at least 0$"),
    (lambda: unit.weighted_mean([1, 2], [1]), r"^weights: shape \(1,\) does not match shape \(2,\) of losses$"),
    (lambda: unit.perplexity([1, 2], [0, 0]), "^weights: every weight is 0"),
    (lambda: unit.weighted_binary_cross_entropy([1], [1], -1), "^alpha: alpha = -1.0 is negative$"),
    (lambda: unit.focal_loss([1], [1], -1), "^gamma: gamma = -1.0 is negative$"),
    (lambda: unit.focal_loss([1], [1], [2, 2]), r"^gamma: shape \(\) is needed, got \(2,\)$"),
    (lambda: unit.smooth_labels_over_others([1], 0.1), "^y: one class has no others; at least two are needed$"),
    (lambda: unit.smooth_labels_over_others([1, 0], 1.1), "^epsilon: .* outside"),
    (lambda: unit.smooth_labels_over_allowed([1, 0], [True, True], 1.1), "^epsilon: .* outside"),
    (lambda: unit.smooth_labels_over_allowed([1, 0], [1, 1], 0.1), r"^allowed: booleans of shape \(2,\) are needed, got int64, \(2,\)$"),
    (lambda: unit.smooth_labels_over_allowed([1, 0], [True], 0.1), r"^allowed: booleans of shape \(2,\) are needed, got bool, \(1,\)$"),
    (lambda: unit.smooth_labels_over_allowed([1, 0], [False, False], 0.1), "^allowed: every class of a row is masked; at least one must be left$"),
    (lambda: unit.smooth_labels_over_allowed([1, 0], [False, True], 0.1), "^y: a masked class has a positive target; its loss would be infinite$"),
    (lambda: unit.temperature_gradient([0, 1], [0, 1], 0), "^T: a positive number is needed, got 0.0$"),
    (lambda: unit.temperature_gradient([0, 1], [0, 1], -1), "^T: a positive number is needed, got -1.0$"),
    (lambda: unit.temperature_gradient([0, 1], [0, 1], [1, 2]), r"^T: shape \(\) is needed, got \(2,\)$"),
    (lambda: unit.temperature_gradient([0, 1], [0, 1], 1e-320), r"^\(z - max z\) / T\[0\] overflows in float64$"),
    (lambda: unit.temperature_gradient([0, 1], [1, 0], 1e-200), r"^dC_x/dT overflows in float64$"),
    (lambda: unit.temperature_gradient(1.0, 1.0, 1), "^z: a vector of K logits is needed, got a single number$"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
