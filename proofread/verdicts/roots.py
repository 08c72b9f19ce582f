"""Points where two expressions are equal: a variable is moved until their difference changes its sign.

The root lies in a ball, which the change of sign proves; it is found for one variable, the others stay where they are.
"""

from fractions import Fraction

from flint import arb, ctx

from proofread.expressions import budget
from proofread.expressions.numeric import NO_VALUE, PRECISIONS, Evaluator, Imprecise
from proofread.verdicts.points import INSIDE, VECTORS, domain_of

GRID = [Fraction(n, 7) for n in (*range(-70, 0, 5), -3, -1, 0, 1, 3, *range(5, 71, 5))]
HALVINGS = 320
VARIABLES = 4  # that are moved


def roots(notation, a, b, point: dict):
    """Yield points beside a point at which a = b."""
    for key in sorted(a.leaves | b.leaves, key=repr)[:VARIABLES]:
        domain = domain_of(notation, key)
        if domain in VECTORS or domain in ("{0,1}", "{-1,1}") or not isinstance(point.get(key), Fraction):
            continue
        before = None
        for at in sorted({value for value in (*GRID, *(Fraction(n, 97) for n in range(1, 97, 8))) if INSIDE[domain](value)}):
            sign = _sign(a, b, point, key, at)
            if sign == 0:
                yield {**point, key: at}
            elif sign and before and sign != before[1] and before[1]:
                place = _bisected(a, b, point, key, before, at)
                if place is not None and _meet(a, b, {**point, key: place}):
                    yield {**point, key: place}
            before = (at, sign) if sign is not None else None


def _sign(a, b, point, key, at) -> int | None:
    evaluator = Evaluator({**point, key: at}, guess=False)
    budget.spend(50)
    try:
        return evaluator.decide(lambda: evaluator.compare(a, b))
    except NO_VALUE:
        return None


def _meet(a, b, point) -> bool:
    """Whether the difference is continuous and small in the ball where its sign changes, so that it is no pole and no jump."""
    evaluator = Evaluator(point, guess=False)
    evaluator.bits = ctx.prec = PRECISIONS[-1]
    try:
        difference = evaluator.value(a) - evaluator.value(b)
    except (*NO_VALUE, Imprecise):
        return False
    return difference.is_finite() and difference.contains(0) and difference.rad() < 2.0**-200


def _bisected(a, b, point, key, low, high):
    """Return the ball between two places of different sign; a fraction if a root is met exactly, None where there is no value."""
    low, sign = low
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = _sign(a, b, point, key, middle)
        if not found:
            return middle if found == 0 else None
        low, high = (middle, high) if found == sign else (low, middle)
    ctx.prec = 4096
    ends = [arb(end.numerator) / end.denominator for end in (low, high)]
    return ends[0].union(ends[1])
