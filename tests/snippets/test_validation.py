"""snippets/validation.py: what passes unchanged, and the full text of each refusal."""

import numpy as np
import pytest

from snippets import validation as unit


def test_what_passes():
    assert unit.real("a", [1, True]).dtype == np.float64
    assert unit.real("a", np.float32(1)).dtype == np.float32
    assert unit.real("a", np.array([1], np.uint8)).dtype == np.float64
    np.testing.assert_array_equal(unit.real("a", [-np.inf, np.inf]), [-np.inf, np.inf])
    np.testing.assert_array_equal(unit.unit_interval("a", [0, 1]), [0, 1])
    np.testing.assert_array_equal(unit.nonnegative("a", [0, 5]), [0, 5])
    nearly = np.array([0.5, 0.5 + 1e-8])
    assert unit.distribution("a", nearly) is nearly
    assert unit.distribution("a", np.array([0.1] * 10, np.float32)).dtype == np.float32
    unit.distribution("a", [0.5, 0.5 + 2**-26])  # off by sqrt(eps) exactly
    assert [x.dtype for x in unit.alike("a", np.ones(2, np.float32), "b", np.ones(2))] == [np.float64] * 2
    single = np.ones(2, np.float32)
    assert all(x is single for x in unit.alike("a", single, "b", single))
    unit.shape("a", np.ones((2, 3)), None, 3)
    unit.no_overflow("a", np.array([0.0, 1e308]))
    assert unit.count("a", np.int8(3), 3) == 3 and type(unit.count("a", np.int8(3), 3)) is int
    fortran = np.asfortranarray(np.ones((2, 3)))
    assert unit.real("a", fortran).flags.c_contiguous and unit.real("a", np.ones(1, ">f4")).dtype == np.float32


REFUSED = [
    (lambda: unit.real("a", 1j), "a: real numbers are needed, got an array of complex128"),
    (lambda: unit.unit_interval("a", [1 + 2**-52]), "a: a[0] = 1.0000000000000002 is outside [0, 1]"),
    (lambda: unit.unit_interval("a", np.array(1 + 2**-23, np.float32)), "a: a = 1.0000001 is outside [0, 1]"),
    (lambda: unit.distribution("a", [0.5, 0.5 + 2**-25]), "a: the probabilities must sum to 1, got the sum 1.0000000298023224"),
    (lambda: unit.real("a", np.ma.array([1.0], mask=[1])), "a: a masked array would lose its mask; fill it or select its valid entries first"),
    (lambda: unit.real("a", np.float16(1)), "a: float32 or float64 is needed, got float16; convert it first"),
    (lambda: unit.count("a", 1.0, 1), "a: an integer of at least 1 is needed, got 1.0"),
    (lambda: unit.count("a", -1, 0), "a: an integer of at least 0 is needed, got -1"),
    (lambda: unit.no_overflow("b c", np.array([[1, np.nan]], np.float32)), "b c[0, 1] overflows in float32"),
    (lambda: unit.no_overflow("b c", np.array(np.inf)), "b c overflows in float64"),
    (lambda: unit.real("a", "one"), "a: real numbers are needed, got an array of <U3"),
    (lambda: unit.real("a", np.ones((2, 0))), "a: at least one number is needed, got shape (2, 0)"),
    (lambda: unit.real("a", [[0, 1], [np.nan, 0]]), "a: a[1, 0] = nan is NaN"),
    (lambda: unit.finite("a", -np.inf), "a: a = -inf is infinite"),
    (lambda: unit.finite("a", [0, np.inf]), "a: a[1] = inf is infinite"),
    (lambda: unit.unit_interval("a", [0, -1e-9]), "a: a[1] = -1e-09 is outside [0, 1]"),
    (lambda: unit.unit_interval("a", 1.5), "a: a = 1.5 is outside [0, 1]"),
    (lambda: unit.nonnegative("a", [-1]), "a: a[0] = -1.0 is negative"),
    (lambda: unit.nonnegative("a", np.inf), "a: a = inf is infinite"),
    (lambda: unit.distribution("a", 1.0), "a: a vector of K probabilities is needed, got the single number 1.0"),
    (lambda: unit.distribution("a", [0.5, 0.5001]), "a: the probabilities must sum to 1, got the sum 1.0001"),
    (lambda: unit.distribution("a", [0.5, 0.4999]), "a: the probabilities must sum to 1, got the sum 0.9999"),
    (lambda: unit.distribution("a", [[0.5, 0.5], [0.5, 0.25]]), "a: the probabilities must sum to 1, got the sum 0.75"),
    (lambda: unit.alike("a", np.ones(2), "b", np.ones((2, 1))), "a: shape (2,) does not match shape (2, 1) of b"),
    (lambda: unit.shape("a", np.ones(3), None, 3), "a: shape (any, 3) is needed, got (3,)"),
    (lambda: unit.shape("a", np.ones((3, 2)), 3, 4), "a: shape (3, 4) is needed, got (3, 2)"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_refusals(call, message):
    with pytest.raises(ValueError) as refusal:
        call()
    assert str(refusal.value) == message
