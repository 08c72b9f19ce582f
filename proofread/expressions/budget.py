"""A budget of work for each display, counted in steps and not in seconds, so that no result depends on the machine.

A step is about half a microsecond. Whatever the input, a check ends in a finding of
the kind "budget" once its steps are used up; a proof that would take too long
leaves its link at tested.
"""

from proofread.latex.errors import FormulaError

CHECK = 16_000_000  # the largest display of this site takes two fifths
PROOF = 16_000_000
_left = {"check": CHECK, "proof": PROOF}


class OverBudget(FormulaError):
    """The steps of this display are used up."""

    def __init__(self):
        super().__init__("budget", "this formula takes too much work to check; choose smaller sizes or split it")


def renew():
    """Start the check of a display, of a line of text or of a comparison with code."""
    _left.update(check=CHECK, proof=PROOF)


def spend(steps: int, purpose: str = "check"):
    """Count steps; raise `OverBudget` when none are left."""
    _left[purpose] -= steps
    if _left[purpose] < 0:
        raise OverBudget
