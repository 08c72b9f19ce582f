"""Look for a point that breaks an inequality: from the tightest one known, part of the way to other points of the domain.

Random points seldom meet the narrow region where a bound that is wrong by a
little fails. Each step keeps to the domain, which is convex or finite.
"""

from fractions import Fraction

from proofread.expressions.numeric import NO_VALUE, Evaluator
from proofread.verdicts.points import FINITE, VECTORS, admitted, domain_of, sample

STEPS = 48


def tighter_points(notation, sizes, found, conditions, slack, rng):
    """Yield points that meet the conditions, each tighter than all before; `slack` is what an inequality has to spare."""
    best, least = min(((point, slack(point)) for point in found), key=lambda pair: pair[1])
    for _ in range(STEPS):
        moved = _moved(notation, best, sample(notation, sizes, best.keys(), rng.choice(("generic", "generic", "wide")), rng), rng)
        if not admitted(moved, conditions):
            continue
        spare = slack(moved)
        if spare < least:
            best, least = moved, spare
            yield moved


def slack(a, b, greater: bool):
    """Return the function that measures by how much a < b (or a > b) holds at a point, between -1 and 1."""

    def measure(point) -> float:
        evaluator = Evaluator(point)
        try:
            x, y = (evaluator.decide(lambda e=e: evaluator.value(e).mid()) for e in (a, b))
        except NO_VALUE:
            return -2.0  # the comparison tells what is undefined
        size = float(abs(x) + abs(y))
        return float(x - y if greater else y - x) / size if 0 < size < float("inf") else 0.0

    return measure


def _moved(notation, point, target, rng) -> dict:
    """Move each variable, at random, a part of the way to another point; the components of a vector move together."""
    moved, chosen = dict(point), {}
    for key in point:
        domain = domain_of(notation, key)
        group = (key[0], key[1][:-1], key[2]) if domain in VECTORS else key
        if group not in chosen:
            step = Fraction(1, 2 ** rng.randint(0, 4))
            chosen[group] = 0 if rng.random() < 0.4 else 1 if domain in FINITE else step
        moved[key] = point[key] + chosen[group] * (target[key] - point[key])
    return moved
