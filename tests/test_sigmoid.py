"""Laws, extremes and gradients of snippets/sigmoid.py."""

import numpy as np
import pytest

from snippets.sigmoid import sigmoid


def test_sigmoid_at_the_extremes_of_float64():
    np.testing.assert_array_equal(sigmoid([-np.inf, -1e308, 0, 1e308, np.inf]), [0, 0, 0.5, 1, 1])


def test_sigmoid_names_the_argument_it_refuses():
    with pytest.raises(ValueError, match=r"z\[1\] = nan is NaN"):
        sigmoid([0, np.nan])
