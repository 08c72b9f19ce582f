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
    assert unit.log_sum_exp_naive([710.0]) == np.inf and unit.log_sum_exp_naive([-746.0]) == -np.inf


@pytest.mark.parametrize(
    "exact, message",
    [([1, 2], "^exact: 1 values are needed, got 2$"), ([mpmath.mpf(0)], "^exact: the error at the value 0 cannot be measured in ulps$")],
)
def test_bad_input_is_refused(exact, message):
    with pytest.raises(ValueError, match=message):
        unit.ulp_error(np.ones(1), exact)
