"""Cross-entropy on a ReLU output, and what it does, quoted by docs/question.md."""

import numpy as np


# --8<-- [start:relu_cross_entropy]
def relu_cross_entropy(z, y):
    """-(y ln a + (1 - y) ln(1 - a)) with a = max(0, z), as written:
    infinite or NaN where IEEE 754 says so.

    Arrays of one shape; nothing is refused, as in the code it stands for.
    1 - a is rounded, so the error is below 4 ulps of 1 + the loss, not of the loss:
    1e-20, at z = 1e-20, y = 0, is returned as 0.
    Source: docs/question.md#case-table.
    """
    a = np.maximum(z, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(y * np.log(a) + (1 - y) * np.log(1 - a))
# --8<-- [end:relu_cross_entropy]


# --8<-- [start:relu_cross_entropy_gradient]
def relu_cross_entropy_gradient(z, y):
    """-(y / a - (1 - y) / (1 - a)) ReLU'(z), as written, with 0 for ReLU'(0):
    infinite or NaN where IEEE 754 says so.

    Arrays of one shape; nothing is refused, as in the code it stands for.
    The terms cancel near z = y: the error is below 4 ulps of the sum of their sizes.
    Source: docs/question.md#case-table.
    """
    z = np.asarray(z)
    a = np.maximum(z, 0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return -(y / a - (1 - y) / (1 - a)) * (z > 0)
# --8<-- [end:relu_cross_entropy_gradient]
