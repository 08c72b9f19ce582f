"""snippets/floating_point.py: the naive forms fail as documented, and an ulp is an ulp."""

import mpmath
import numpy as np
import pytest

from snippets import floating_point as unit


def test_ulp_error_by_hand():
    with mpmath.workdps(40):
        one = [mpmath.mpf(1)]
        assert unit.ulp_error(np.array([1 + 2**-52]), one) == 1
        assert unit.ulp_error(np.array([1 - 2**-52]), one) == 1
        assert unit.ulp_error(np.array([1 + 2**-23], np.float32), one) == 1
        np.testing.assert_array_equal(unit.ulp_error(np.array([np.inf, np.nan, -4.0]), [1 * one[0]] * 2 + [mpmath.mpf(-4)]), [np.inf, np.inf, 0])
        assert unit.ulp_error(np.ones(1, np.float32), one).dtype == np.float64
        assert unit.ulp_error(np.array([-2.0]), [mpmath.mpf(-2) - mpmath.mpf(2) ** -52]) == 0.5


def test_ulp_error_at_the_ends_of_the_range():
    with mpmath.workdps(400):
        beyond, below = mpmath.mpf(10) ** 400, mpmath.mpf(10) ** -400
        largest = mpmath.mpf(np.finfo(float).max)
        assert unit.ulp_error([np.finfo(float).max, 1.0], [beyond, mpmath.mpf(1)])[1] == 0
        assert unit.ulp_error([np.finfo(float).max], [largest + mpmath.mpf(2) ** 971]) == 1
        assert unit.ulp_error([1.0], [mpmath.mpf(10) ** 300])[0] > 2**52
        np.testing.assert_allclose(unit.ulp_error([5e-324, 0.0], [below, below]), [1, 0], atol=1e-70)
        assert unit.ulp_error(np.array([2**-149], np.float32), [mpmath.mpf(2) ** -148]) == 1
        just_below_2 = 2 - mpmath.mpf(2) ** -80
        assert unit.ulp_error([2.0], [2 - mpmath.mpf(2) ** -53]) == 0.5  # the ulp below 2, not above
        assert unit.ulp_error([2 - 2**-52], [just_below_2])[0] > 0.99


def test_naive_forms_where_they_work():
    z = np.array([-1.0, 0.0, 2.0])
    np.testing.assert_allclose(unit.softplus_naive(z), [0.313261687518223, 0.693147180559945, 2.12692801104297], rtol=1e-14)
    np.testing.assert_allclose(unit.binary_cross_entropy_with_logits_naive(z, np.array([1, 0.5, 0])), [1.31326168751822, 0.693147180559945, 2.12692801104297], rtol=1e-14)
    assert abs(unit.log_sum_exp_naive([[0.0, np.log(3)]])[0] - np.log(4)) < 1e-15
    assert abs(unit.binary_cross_entropy_with_logits_naive(2.0, 0.25) - (2.12692801104297 - 0.5)) < 1e-13


def test_naive_forms_where_they_fail():
    assert unit.softplus_naive([0, 710])[1] == unit.log_sum_exp_naive([0, 710]) == np.inf
    assert unit.softplus_naive(710.0) == np.inf and unit.softplus_naive(-37.0) == 0
    np.testing.assert_array_equal(unit.binary_cross_entropy_with_logits_naive(np.array([40.0, 40.0]), np.array([0, 1])), [np.inf, np.nan])
    assert unit.log_sum_exp_naive([709.5, 709.5]) == np.inf and unit.log_sum_exp_naive([-745.0]) < -744
    assert unit.log_sum_exp_naive([710.0]) == np.inf and unit.log_sum_exp_naive([-746.0]) == -np.inf


@pytest.mark.parametrize(
    "exact, message",
    [([1, 2], "^exact: 1 values are needed, got 2$"), ([mpmath.mpf(0)], "^exact: the error at the value 0 cannot be measured in ulps$")],
)
def test_bad_input_is_refused(exact, message):
    with pytest.raises(ValueError, match=message):
        unit.ulp_error(np.ones(1), exact)


@pytest.mark.parametrize("kind", [np.int64, np.float16, complex])
def test_types_without_ulps_are_refused(kind):
    with pytest.raises(ValueError, match=f"^computed: float64 or float32 is needed, got {np.dtype(kind)}$"):
        unit.ulp_error(np.ones(1, kind), [mpmath.mpf(1)])
