"""The function of snippets/MODULE.py, against another formula for the same numbers and finite differences."""

import mpmath
import numpy as np
import pytest

from snippets.gradcheck import central_difference
from snippets.MODULE import MODULE


@pytest.mark.parametrize("t", [-20, -1.5, 0, 1e-9, 3, 20])
def test_it_is_the_hyperbolic_cosine_of_the_inverse_sine(t):
    z = np.sinh(t)
    with mpmath.workdps(40):
        expected = float(mpmath.cosh(mpmath.asinh(float(z))))
    np.testing.assert_allclose(MODULE(z), expected, rtol=1e-15)


def test_the_slope_of_the_page_is_that_of_the_function():
    z = np.linspace(-3, 3, 13)
    slope = central_difference(lambda z: MODULE(z).sum(), z)
    np.testing.assert_allclose(z / MODULE(z), slope, atol=1e-9)
