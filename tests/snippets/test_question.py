"""snippets/question.py: the IEEE table written by hand."""

import numpy as np
import pytest

from snippets import question as unit

inf, nan, ln2 = np.inf, np.nan, np.log(2)
Z = np.array([-1.0, 0.0, 0.5, 1.0, 2.0])


@pytest.mark.parametrize(
    "y, losses, gradients",
    [
        (0.0, [nan, nan, ln2, inf, nan], [nan, nan, 2, inf, -1]),
        (0.5, [inf, inf, ln2, inf, nan], [nan, nan, 0, inf, -0.75]),
        (1.0, [inf, inf, ln2, nan, nan], [nan, nan, -2, nan, -0.5]),
    ],
)
def test_what_float64_prints(y, losses, gradients):
    np.testing.assert_allclose(unit.relu_cross_entropy(Z, np.full(5, y)), losses, rtol=1e-15)
    np.testing.assert_allclose(unit.relu_cross_entropy_gradient(Z, np.full(5, y)), gradients, rtol=1e-15)


def test_overflow_is_silent():
    assert unit.relu_cross_entropy_gradient(1e-310, 1.0) == -inf
    assert unit.relu_cross_entropy(1e-20, 0.0) == 0  # as written: 1 - 1e-20 is 1


def test_asymmetric_values():
    assert abs(unit.relu_cross_entropy(0.2, 0.7) - (-0.7 * np.log(0.2) - 0.3 * np.log(0.8))) < 1e-15
    assert abs(unit.relu_cross_entropy_gradient(0.2, 0.7) - (0.2 - 0.7) / (0.2 * 0.8)) < 1e-14
    assert unit.relu_cross_entropy_gradient([0.5], 1) == [-2]
