"""The functions of snippets/ at points at which public reports found other libraries wrong, against mpmath.

The reports are the entries of the kind "rounding" of docs/published-errors.md.
"""

import mpmath
import numpy as np
import pytest

from snippets import relu_losses, sigmoid, softmax

SATURATED = np.array([37.42994775023705, 0.0])  # pytorch #195680: 1 - p_1 is half the spacing below 1


def close(computed, exact, relative=1e-14):
    with mpmath.workdps(60):
        for value, true in zip(np.ravel(computed), exact, strict=True):
            assert abs(mpmath.mpf(float(value)) - true) <= relative * abs(true), (value, true)


def probabilities(z):
    with mpmath.workdps(60):
        terms = [mpmath.exp(mpmath.mpf(float(value))) for value in z]
        return [term / mpmath.fsum(terms) for term in terms]


def test_a_saturated_row_of_the_jacobian_keeps_its_diagonal():
    p, q = probabilities(SATURATED)
    close(softmax.softmax_jacobian(SATURATED), [p * q, -p * q, -p * q, p * q])
    close(softmax.softmax_hessian_vector_product(SATURATED, np.array([1.0, 0.0])), [p * q, -p * q])
    close(softmax.softmax_cross_entropy_gradient(SATURATED, np.array([1.0, 0.0])), [-q, q])


@pytest.mark.parametrize("sharpness", [1.0, 20.0, 1e4])
def test_a_sharp_softplus_is_finite(sharpness):  # pytorch #173894
    z = np.array([-40.0, -0.5, 0.0, 0.5, 40.0])
    exact = []
    for value in z:
        with mpmath.workdps(60):
            exact.append(mpmath.log1p(mpmath.exp(mpmath.mpf(sharpness) * mpmath.mpf(float(value)))) / mpmath.mpf(sharpness))
    computed = sigmoid.softplus(sharpness * z) / sharpness
    kept = [i for i, true in enumerate(exact) if true > 1e-300]  # below, float64 has no digits to keep
    assert len(kept) >= 3
    close(computed[kept], [exact[i] for i in kept])


def test_log_softmax_of_logits_of_size_1e20():  # stan-dev/math #1772, #2802
    np.testing.assert_array_equal(softmax.log_softmax(np.array([1e20, 0.0])), [0.0, -1e20])
    close(softmax.log_softmax(np.array([1e20, 1e20])), [-mpmath.log(2), -mpmath.log(2)])


def test_the_clipped_loss_is_the_same_for_both_wrong_predictions():  # tensorflow #62204
    one, other = (relu_losses.clipped_cross_entropy(z, 1 - z, 1e-7) for z in (0.0, 1.0))
    close(one, [-mpmath.log(mpmath.mpf(1e-7))])
    assert abs(one - other) < 1e-8 * one


def test_a_divergence_close_to_equality_keeps_its_digits():  # google/tunix #2315: e^d - d - 1 at d = 1e-6
    near = 1 + 1e-6
    with mpmath.workdps(60):
        exact = mpmath.mpf(near) - 1 - mpmath.log(mpmath.mpf(near))
    close(relu_losses.generalised_kl_divergence(np.array([1.0]), np.array([near])), [exact], 1e-9)


def test_a_row_without_a_class_is_refused():  # pytorch #41508 and others
    with pytest.raises(ValueError, match="masked"):
        softmax.softmax(np.array([-np.inf, -np.inf]))
    np.testing.assert_array_equal(softmax.softmax(np.array([0.0, -np.inf])), [1.0, 0.0])
