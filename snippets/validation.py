"""Refuse bad input with a `ValueError` that names the argument, what was wrong and where."""

import numpy as np


def real(name: str, value) -> np.ndarray:
    """Return `value` as a non-empty floating-point array; NaN, complex numbers and text are refused."""
    array = np.asarray(value)
    if array.dtype.kind in "biu":
        array = array.astype(np.float64)
    if array.dtype.kind != "f":
        raise ValueError(f"{name}: real numbers are needed, got an array of {array.dtype}")
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
    # sqrt(eps) forgives rounding in the caller's own normalisation and nothing larger
    wrong = np.abs(total - 1) > np.sqrt(np.finfo(array.dtype).eps)
    if np.any(wrong):
        raise ValueError(f"{name}: the probabilities must sum to 1, got the sum {total[wrong][0]:.6g}")
    return array


def same_shape(name: str, array: np.ndarray, other_name: str, other: np.ndarray) -> None:
    """Refuse two arrays of different shapes; nothing is broadcast."""
    if array.shape != other.shape:
        raise ValueError(f"{name}: shape {array.shape} does not match shape {other.shape} of {other_name}")


def shape(name: str, array: np.ndarray, *wanted: int | None) -> None:
    """Refuse an array that does not have the wanted shape; None stands for any length of at least 1."""
    fits = array.ndim == len(wanted) and all(want in (None, have) for want, have in zip(wanted, array.shape))
    if not fits:
        text = ", ".join("any" if want is None else str(want) for want in wanted)
        raise ValueError(f"{name}: shape ({text}) is needed, got {array.shape}")


def _refuse(bad: np.ndarray, name: str, array: np.ndarray, what: str) -> None:
    if np.any(bad):
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        place = f"[{', '.join(map(str, where))}]" if where else ""
        raise ValueError(f"{name}: {name}{place} = {array[where]:.6g} {what}")
