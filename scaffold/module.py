"""The function of docs/PAGE.md."""

import numpy as np

from snippets import validation


# --8<-- [start:MODULE]
def MODULE(z):
    """sqrt(1 + z^2), elementwise.

    z: any shape, real or infinite. Returns the same shape, at least 1.
    Raises ValueError if z is empty or has a NaN. Source: docs/PAGE.md#derivation.
    """
    z = validation.real("z", z)
    return np.hypot(z.dtype.type(1), z)
# --8<-- [end:MODULE]
