"""A budget of work for each display, counted in steps and not in seconds, so that no result depends on the machine.

A step is about half a microsecond. Whatever the input, a check ends in a finding of
the kind "budget" once its steps are used up; a proof that would take too long
leaves its link at tested.
"""

from contextlib import contextmanager

from proofread.latex.errors import FormulaError

CHECK = 16_000_000  # the largest display of this site takes two fifths
PROOF = 16_000_000
MORE = 1_000_000  # of a look at sizes that the notation block does not list, and at the edges of conditions
_left = {"check": CHECK, "proof": PROOF, "more": MORE, "premises": MORE}
_purpose = ["check"]


class OverBudget(FormulaError):
    """The steps of this display are used up."""

    def __init__(self):
        super().__init__("budget", "this formula takes too much work to check; choose smaller sizes or split it")


def renew():
    """Start the check of a display, of a line of text or of a comparison with code."""
    _left.update(check=CHECK, proof=PROOF, more=MORE, premises=MORE)


@contextmanager
def apart(purpose: str):
    """Count what is done within apart: as "proof", which may end without one, as "more" than has to be looked at, or as what solves the "premises" of an implication."""
    _purpose.append(purpose)
    try:
        yield
    finally:
        _purpose.pop()


def spend(steps: int, purpose: str = ""):
    """Count steps; raise `OverBudget` when none are left."""
    purpose = purpose or _purpose[-1]
    _left[purpose] -= steps
    if _left[purpose] < 0:
        raise OverBudget
