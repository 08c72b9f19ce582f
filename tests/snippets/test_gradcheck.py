"""snippets/gradcheck.py, the oracle of the other tests, against derivatives known by hand."""

import numpy as np
import pytest

from snippets.gradcheck import central_difference, relative_error


def test_exact_for_quadratics_with_any_step():
    x = np.array([[1.0, -2.0], [0.5, 4.0]])
    slope = central_difference(lambda x: (3 * x**2 + x).sum(), x, step=0.5)
    np.testing.assert_allclose(slope, 6 * x + 1, rtol=1e-14)
    assert central_difference(lambda x: 7 * x, 2.0).shape == ()


def test_error_is_of_second_order():
    errors = [central_difference(np.exp, 0.0, step) - 1 for step in (1e-1, 1e-2)]
    np.testing.assert_allclose(errors, [1e-2 / 6, 1e-4 / 6], rtol=1e-2)


def test_the_step_grows_with_the_number():
    for x in (1e12, -1e12, 1e300, 3.0, 0.25):
        np.testing.assert_allclose(central_difference(lambda x: 3 * x, x), 3, rtol=1e-9)
    seen = []
    central_difference(lambda x: seen.append(x.tolist()) or 0.0, [0.5, -8.0], step=0.25)
    assert seen == [[0.75, -8], [0.25, -8], [0.5, -6], [0.5, -10]]


def test_default_step_and_input_left_alone():
    x = np.array([1.0, 2.0])
    np.testing.assert_allclose(central_difference(lambda x: np.exp(x).sum(), x), np.exp(x), rtol=1e-9)
    np.testing.assert_array_equal(x, [1, 2])
    assert central_difference(lambda x: float(x.sum()), np.array([1, 2])).dtype == np.float64


def test_relative_error_by_hand():
    assert relative_error([3.0, 4.0], [3.0, 5.0]) == 0.2
    assert relative_error([0.25, -0.5], [0.0, -0.25]) == 0.25
    assert relative_error([-10.0], [10.0]) == relative_error([10.0], [-10.0]) == 2


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: central_difference(np.exp, np.inf), "^x: x = inf is infinite$"),
        (lambda: central_difference(np.exp, 1.0, step=0), "^step: a positive number is needed, got 0.0$"),
        (lambda: central_difference(np.exp, 1.0, step=np.nan), "^step: step = nan is NaN$"),
        (lambda: central_difference(np.exp, 1.0, step=np.inf), "^step: step = inf is infinite$"),
        (lambda: central_difference(np.exp, 1.0, step=-1e-6), "^step: a positive number is needed, got -1e-06$"),
        (lambda: central_difference(np.exp, 1.0, step=[1.0]), "^step: shape"),
        (
            lambda: central_difference(np.sum, [1.0], step=1e-17),
            r"^step: x - h and x \+ h must be two finite numbers, got 1.0 and 1.0$",
        ),
        (lambda: central_difference(np.sum, 1.7e308, step=0.5), "^step: x - h and x .* got 8.5e.307 and inf$"),
        (lambda: central_difference(np.exp, [1.0, 2.0]), r"^f: a function that returns a number is needed, got the shape \(2,\)$"),
        (lambda: relative_error([np.nan], [1]), "^computed: "),
        (lambda: relative_error([np.inf], [1]), r"^computed: computed\[0\] = inf is infinite$"),
        (lambda: relative_error([1], [np.inf]), "^exact: "),
        (lambda: relative_error([1], [1, 2]), "^computed: .* of exact$"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
