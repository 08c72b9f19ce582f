"""What an evaluation ends in, where it is no value."""


INFINITE = r"nothing is equal to infinity, which is no number; write a limit, as in \lim_{a \to 0^+} \ln a = -\infty"


class Undefined(Exception):
    """The expression has no value at this point: a division by zero, the logarithm of something not positive, a kink.

    `around`: nor has it one at the points around it.
    """

    def __init__(self, message: str, around: bool = False):
        super().__init__(message)
        self.around = around


class Undecided(Exception):
    """The evaluator gives up: too large, not precise enough, or not computed finely enough. It says nothing of the value."""


NO_VALUE = (Undefined, Undecided)


class Imprecise(Exception):
    """More bits are needed to decide."""
