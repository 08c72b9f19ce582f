"""Central finite differences, the oracle that every gradient of the site is compared with."""

import numpy as np

from snippets import validation


# --8<-- [start:central_difference]
def central_difference(f, x, step=1e-6):
    """(f(x + h e_i) - f(x - h e_i)) / (2 h) for every entry of x,
    with h = step * max(1, |x_i|).

    For an f with three continuous derivatives in x_i the error is at most
    h^2 max |f'''| / 6 plus what rounding adds:
    the error of f divided by h, and that of x_i + h and x_i - h times max |f''|.
    f: a function of an array that returns a number; x: any shape, finite.
    Returns float64 of the shape of x.
    Raises ValueError if x is not finite, f returns no number,
    or the step is not positive, is lost in x, or leaves the range of float64.
    Source: docs/network.md#gradient-check.
    """
    x = validation.finite("x", x).astype(np.float64)
    step = validation.finite("step", step)
    validation.shape("step", step)
    if not step > 0:
        raise ValueError(f"step: a positive number is needed, got {step}")
    slope = np.empty_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        with np.errstate(over="ignore"):
            up[i] += step * max(1, abs(x[i]))
            down[i] -= step * max(1, abs(x[i]))
        if not -np.inf < down[i] < up[i] < np.inf:
            raise ValueError(
                "step: x - h and x + h must be two finite numbers, "
                f"got {down[i]} and {up[i]}"
            )
        change = f(up) - f(down)
        if np.ndim(change) != 0:
            raise ValueError(
                "f: a function that returns a number is needed, "
                f"got the shape {np.shape(change)}"
            )
        slope[i] = change / (up[i] - down[i])
    return slope
# --8<-- [end:central_difference]


# --8<-- [start:relative_error]
def relative_error(computed, exact):
    """max |computed - exact| / max(1, max |exact|): relative for large values,
    absolute for small ones.

    Where every |exact| is below 1, a small result says little of the digits of an
    entry that is smaller still: -1e-9 in place of 1e-9 gives 2e-9.
    Multiply both by a constant that makes the entries of interest about 1.
    computed, exact: the same shape, finite. Returns a number.
    Raises ValueError if a value is not finite or the shapes differ.
    Source: docs/network.md#gradient-check.
    """
    computed = validation.finite("computed", computed)
    exact = validation.finite("exact", exact)
    computed, exact = validation.alike("computed", computed, "exact", exact)
    return np.max(np.abs(computed - exact)) / max(1.0, np.max(np.abs(exact)))
# --8<-- [end:relative_error]
