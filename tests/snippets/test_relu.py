"""Laws and extremes of snippets/relu.py."""

import numpy as np
import pytest

from snippets import relu as unit
from snippets.gradcheck import central_difference

Z = np.array([-np.inf, -1e308, -2.0, -5e-324, -0.0, 0.0, 5e-324, 3.0, 1e308, np.inf])


def test_relu_by_cases():
    np.testing.assert_array_equal(unit.relu(Z), [z if z > 0 else 0 for z in Z])
    np.testing.assert_array_equal(unit.relu_derivative(Z), [0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
    np.testing.assert_array_equal(unit.relu_derivative([-1, 0, 1], at_zero=0.25), [0, 0.25, 1])


def test_leaky_relu_by_cases():
    np.testing.assert_array_equal(unit.leaky_relu([-4, -0.0, 0, 0.5, 2], 0.25), [-1, 0, 0, 0.5, 2])
    np.testing.assert_array_equal(unit.leaky_relu([-4, 2], 0), [0, 2])
    np.testing.assert_array_equal(unit.leaky_relu([-4, 2], 1), [-4, 2])


def test_backward_is_the_derivative_of_what_follows():
    rng = np.random.default_rng(0)
    z, weights = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    numeric = central_difference(lambda z: (weights * unit.relu(z)).sum(), z)
    np.testing.assert_allclose(unit.relu_backward(weights, z), numeric, atol=1e-9)
    np.testing.assert_array_equal(unit.relu_backward([5.0, 5.0], [0.0, 1.0]), [0, 5])


def test_types():
    for kind, result in ((np.float32, np.float32), (np.int32, np.float64)):
        z = np.ones(2, kind)
        assert unit.relu(z).dtype == result
        assert unit.relu_derivative(z).dtype == result
        assert unit.leaky_relu(z, 0.1).dtype == result
        assert unit.relu_backward(z, z).dtype == result


REFUSED = [
    (lambda: unit.relu([1, np.nan]), r"^z: z\[1\] = nan is NaN$"),
    (lambda: unit.relu([]), "^z: at least one"),
    (lambda: unit.relu_derivative([np.nan]), "^z: "),
    (lambda: unit.relu_derivative([1], at_zero=1.5), r"^at_zero: at_zero = 1.5 is outside \[0, 1\]$"),
    (lambda: unit.relu_derivative([1, 0], at_zero=[0, 1]), r"^at_zero: shape \(\) is needed, got \(2,\)$"),
    (lambda: unit.leaky_relu([1, -1], [0.1, 0.2]), r"^slope: shape \(\) is needed, got \(2,\)$"),
    (lambda: unit.leaky_relu([np.inf], 0.1), "^z: .* infinite$"),
    (lambda: unit.leaky_relu([1], -0.1), "^slope: .* outside"),
    (lambda: unit.relu_backward([1], [np.inf]), "^z: "),
    (lambda: unit.relu_backward([np.inf], [1]), "^delta: "),
    (lambda: unit.relu_backward([1, 2], [1]), r"^delta: shape \(2,\) does not match shape \(1,\) of z$"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
