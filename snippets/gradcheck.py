"""Central finite differences, the oracle that every gradient of the site is compared with."""

import numpy as np

from snippets import validation


# --8<-- [start:central_difference]
def central_difference(f, x, step=1e-6):
    """(f(x + h e_i) - f(x - h e_i)) / (2 h) for every entry of x; the error is O(h^2) plus rounding.

    f: a function of an array that returns a number; x: any shape, finite. Returns the shape of x.
    Raises ValueError if x is not finite or the step is not positive. Source: docs/network.md#gradient-check.
    """
    x = validation.finite("x", x).astype(np.float64)
    if not step > 0:
        raise ValueError(f"step: a positive number is needed, got {step}")
    slope = np.empty_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += step
        down[i] -= step
        slope[i] = (f(up) - f(down)) / (up[i] - down[i])
    return slope
# --8<-- [end:central_difference]


# --8<-- [start:relative_error]
def relative_error(computed, exact):
    """max |computed - exact| / max(1, max |exact|): relative for large values, absolute for small ones.

    computed, exact: the same shape, finite. Returns a number.
    Raises ValueError if a value is not finite or the shapes differ. Source: docs/network.md#gradient-check.
    """
    computed, exact = validation.finite("computed", computed), validation.finite("exact", exact)
    validation.same_shape("computed", computed, "exact", exact)
    return np.max(np.abs(computed - exact)) / max(1.0, np.max(np.abs(exact)))
# --8<-- [end:relative_error]
