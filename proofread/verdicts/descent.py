"""Look for a point that breaks an inequality: from the tightest one known, part of the way to other points of the domain.

Random points seldom meet the narrow region where a bound that is wrong by a
little fails. Each step keeps to the domain, which is convex or finite.
"""

from fractions import Fraction

from proofread.expressions.numeric import Evaluator
from proofread.expressions.outcomes import NO_VALUE
from proofread.verdicts.points import FINITE, INSIDE, VECTORS, admitted, domain_of, sample

STEPS = 48
LOOKS = 240  # at the slack, on the way down from the tightest point
VARIABLES = 6  # of a point from which a way down is looked for
FINEST = Fraction(1, 2**24)


def tighter_points(notation, sizes, found, conditions, slack, rng):
    """Yield points that meet the conditions, each tighter than all before; `slack` is what an inequality has to spare."""
    exact = [point for point in found if all(isinstance(value, Fraction) for value in point.values())]
    if not exact:
        return
    best, least = min(((point, slack(point)) for point in exact), key=lambda pair: pair[1])
    for _ in range(STEPS):
        moved = _moved(notation, best, sample(notation, sizes, frozenset(best), rng.choice(("generic", "generic", "wide")), rng), rng)
        if not admitted(moved, conditions):
            continue
        spare = slack(moved)
        if spare < least:
            best, least = moved, spare
            yield moved
    yield _lowest(notation, best, conditions, slack)


def _lowest(notation, point, conditions, slack) -> dict:
    """Go down from a point, a variable at a time, with steps that grow where they help and shrink where they do not."""
    keys = [key for key in point if domain_of(notation, key) in INSIDE.keys() - FINITE]
    least, steps, left = slack(point), dict.fromkeys(keys, Fraction(1)), LOOKS if 0 < len(keys) <= VARIABLES else 0
    while left > 0 and least > 0 and max(map(abs, steps.values())) > FINEST:
        for key in keys:
            for step in (steps[key], -steps[key]):
                moved = {**point, key: point[key] + step}
                left -= 1
                if INSIDE[domain_of(notation, key)](moved[key]) and admitted(moved, conditions) and (spare := slack(moved)) < least:
                    point, least, steps[key] = moved, spare, 2 * step
                    break
            else:
                steps[key] = abs(steps[key]) / 2
    return point


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
        moved[key] = point[key] + chosen[group] * (target[key] - point[key]) if chosen[group] else point[key]
    return moved
