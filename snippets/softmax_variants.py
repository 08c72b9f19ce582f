"""Label smoothing, quoted by docs/softmax-variants.md."""

from snippets import validation


# --8<-- [start:smooth_labels]
def smooth_labels(y, epsilon):
    """(1 - epsilon) y + epsilon / K: a share epsilon of the mass is spread evenly over
    all K classes.

    y: (..., K), each row a distribution; epsilon: in [0, 1]. Returns the same shape.
    Raises ValueError if y is not a distribution or epsilon is outside [0, 1].
    Source: docs/softmax-variants.md#label-smoothing.
    """
    y = validation.distribution("y", y)
    epsilon = validation.unit_interval("epsilon", epsilon)
    validation.shape("epsilon", epsilon)
    epsilon = epsilon.astype(y.dtype)
    return (1 - epsilon) * y + epsilon / y.shape[-1]
# --8<-- [end:smooth_labels]
