"""Refuse bad input with a `ValueError` that names the argument, what was wrong and where."""

import numpy as np


def real(name: str, value) -> np.ndarray:
    """Return `value` as a non-empty array of float64 or float32 in C order.

    Refused are NaN, complex numbers and text; a masked array, whose mask would be lost; and other floating-point
    types, such as float16, whose exponential overflows above 11.09 and whose sums above 65504.
    """
    if np.ma.isMaskedArray(value):
        raise ValueError(f"{name}: a masked array would lose its mask; fill it or select its valid entries first")
    array = np.asarray(value, order="C")  # a sum over a last axis that is not contiguous is not pairwise
    if array.dtype.kind in "biu":
        array = array.astype(np.float64)
    if array.dtype.kind != "f":
        raise ValueError(f"{name}: real numbers are needed, got an array of {array.dtype}")
    if array.dtype.type not in (np.float32, np.float64):
        raise ValueError(f"{name}: float32 or float64 is needed, got {array.dtype}; convert it first")
    array = array.astype(array.dtype.type, copy=False)  # in the byte order of the machine
    if array.size == 0:
        raise ValueError(f"{name}: at least one number is needed, got shape {array.shape}")
    _refuse(np.isnan(array), name, array, "is NaN")
    return array


def finite(name: str, value) -> np.ndarray:
    """Return `value` as `real` does; infinities are refused as well."""
    array = real(name, value)
    _refuse(np.isinf(array), name, array, "is infinite")
    return array


def unit_interval(name: str, value) -> np.ndarray:
    """Return `value` as `real` does; numbers outside [0, 1] are refused."""
    array = real(name, value)
    _refuse((array < 0) | (array > 1), name, array, "is outside [0, 1]")
    return array


def nonnegative(name: str, value) -> np.ndarray:
    """Return `value` as `finite` does; negative numbers are refused."""
    array = finite(name, value)
    _refuse(array < 0, name, array, "is negative")
    return array


def distribution(name: str, value) -> np.ndarray:
    """Return `value` of shape (..., K) as `unit_interval` does; a last axis that does not sum to 1 is refused."""
    array = unit_interval(name, value)
    if array.ndim == 0:
        raise ValueError(f"{name}: a vector of K probabilities is needed, got the single number {array}")
    total = array.sum(axis=-1)
    # sqrt(eps), 1.5e-8 or 3.5e-4, is far more than a normalisation in this type loses, and far less than a wrong entry
    wrong = np.abs(total - 1) > np.sqrt(np.finfo(array.dtype).eps)
    if np.any(wrong):
        raise ValueError(f"{name}: the probabilities must sum to 1, got the sum {total[wrong][0]!s}")
    return array


def count(name: str, value, least: int) -> int:
    """Return `value` as an integer of at least `least`."""
    if not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name}: an integer of at least {least} is needed, got {value!r}")
    return int(value)


def alike(name: str, array: np.ndarray, other_name: str, other: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return both arrays in their common type; different shapes are refused, nothing is broadcast."""
    if array.shape != other.shape:
        raise ValueError(f"{name}: shape {array.shape} does not match shape {other.shape} of {other_name}")
    return common_type(array, other)


def common_type(*arrays: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the arrays in their common type, `np.result_type`: float32 only if all are."""
    kind = np.result_type(*arrays)
    return tuple(array.astype(kind, copy=False) for array in arrays)


def shape(name: str, array: np.ndarray, *wanted: int | None) -> None:
    """Refuse an array that does not have the wanted shape; None stands for any length of at least 1."""
    fits = array.ndim == len(wanted) and all(want in (None, have) for want, have in zip(wanted, array.shape))
    if not fits:
        text = ", ".join("any" if want is None else str(want) for want in wanted)
        raise ValueError(f"{name}: shape ({text}) is needed, got {array.shape}")


def no_overflow(formula: str, array: np.ndarray) -> None:
    """Refuse a result that is not finite although everything it comes from is."""
    bad = ~np.isfinite(array)
    if np.any(bad):
        raise ValueError(f"{formula}{_place(bad)} overflows in {array.dtype}")


def _refuse(bad: np.ndarray, name: str, array: np.ndarray, what: str) -> None:
    if np.any(bad):
        where = tuple(np.argwhere(bad)[0])
        raise ValueError(f"{name}: {name}{_place(bad)} = {array[where]!s} {what}")


def _place(bad: np.ndarray) -> str:
    where = [str(i) for i in np.argwhere(bad)[0]]
    return f"[{', '.join(where)}]" if where else ""
