"""The ReLU unit, quoted by docs/relu.md."""

import numpy as np

from snippets import validation


# --8<-- [start:relu]
def relu(z):
    """max(0, z), elementwise.

    z: any shape, real or infinite. Raises ValueError if z is empty or has a NaN.
    Source: docs/relu.md#relu-definition.
    """
    return np.maximum(validation.real("z", z), 0)
# --8<-- [end:relu]


# --8<-- [start:relu_derivative]
def relu_derivative(z, at_zero=0.0):
    """1 for z > 0, 0 for z < 0, elementwise; at z = 0 there is no derivative and
    `at_zero` is put there.

    z: any shape, real or infinite; at_zero: a number in the subdifferential [0, 1].
    Raises ValueError if z is empty or has a NaN, or at_zero is outside [0, 1].
    Source: docs/relu.md#relu-subdifferential.
    """
    z, at_zero = validation.real("z", z), validation.unit_interval("at_zero", at_zero)
    validation.shape("at_zero", at_zero)
    return np.where(z == 0, at_zero.astype(z.dtype), (z > 0).astype(z.dtype))
# --8<-- [end:relu_derivative]


# --8<-- [start:leaky_relu]
def leaky_relu(z, slope):
    """z for z >= 0 and slope * z for z < 0, elementwise.

    z: any shape, finite; slope: a number in [0, 1].
    Raises ValueError if z is not finite or slope is outside [0, 1].
    Source: docs/relu.md#leaky-relu.
    """
    z, slope = validation.finite("z", z), validation.unit_interval("slope", slope)
    validation.shape("slope", slope)
    return np.where(z < 0, slope.astype(z.dtype) * z, z)
# --8<-- [end:leaky_relu]


# --8<-- [start:relu_backward]
def relu_backward(delta, z):
    """delta * ReLU'(z): the hidden-layer step, a mask that lets the error
    pass where z > 0.

    delta, z: the same shape, finite. Returns that shape. Puts 0 at z = 0.
    Raises ValueError if a value is not finite or the shapes differ.
    Source: docs/relu.md#relu-backward.
    """
    delta, z = validation.finite("delta", delta), validation.finite("z", z)
    delta, z = validation.alike("delta", delta, "z", z)
    return delta * relu_derivative(z)
# --8<-- [end:relu_backward]
