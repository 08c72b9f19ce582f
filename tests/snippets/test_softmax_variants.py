"""Laws and extremes of snippets/softmax_variants.py, against numbers worked by hand."""

import numpy as np
import pytest

from snippets import softmax_variants as unit


def test_smooth_labels():
    np.testing.assert_allclose(unit.smooth_labels([[1, 0, 0, 0], [0, 0.5, 0.5, 0]], 0.2), [[0.85, 0.05, 0.05, 0.05], [0.05, 0.45, 0.45, 0.05]])
    np.testing.assert_array_equal(unit.smooth_labels([1, 0], 0), [1, 0])
    np.testing.assert_array_equal(unit.smooth_labels([1, 0], 1), [0.5, 0.5])
    assert unit.smooth_labels(np.array([1, 0], np.float32), 0.1).dtype == np.float32


def test_the_other_convention_is_the_same_up_to_the_parameter():
    for K in (2, 3, 10):
        y = np.eye(K)[0]
        other = np.where(y == 1, 1 - 0.3, 0.3 / (K - 1))
        np.testing.assert_allclose(unit.smooth_labels(y, 0.3 * K / (K - 1)), other, rtol=1e-14)


def test_rows_sum_to_1_and_one_class_keeps_all():
    Y = np.random.default_rng(0).dirichlet(np.ones(5), size=(3, 2))
    for epsilon in (0, 0.1, 1):
        np.testing.assert_allclose(unit.smooth_labels(Y, epsilon).sum(axis=-1), 1, rtol=1e-14)
        np.testing.assert_array_equal(unit.smooth_labels([1.0], epsilon), [1])


REFUSED = [
    (lambda: unit.smooth_labels([1, 1], 0.1), "^y: the probabilities must sum to 1, got the sum 2.0$"),
    (lambda: unit.smooth_labels([1, 0], 1.1), "^epsilon: .* outside"),
    (lambda: unit.smooth_labels([1, 0], [0.1, 0.2]), r"^epsilon: shape \(\) is needed, got \(2,\)$"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
