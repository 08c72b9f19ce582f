"""Limits along a sequence that approaches the target: evidence, not proof."""

from fractions import Fraction

from flint import arb, ctx

from proofread import expression as ex
from proofread.numeric import Evaluator, Undefined

SHORT = (4, 8, 12, 16)
STEPS = (8, 16, 32, 64, 128, 256, 512, 1024)  # the distance to the target is about 2^-step, or the variable about 2^step
IRREGULAR = 1013  # a prime: what oscillates is met at no regular places


def problem(a, b, relation: str, point) -> str | None:
    """Return what is wrong with a limit on one side and its value on the other, or None."""
    if relation != "=":
        return "a limit is compared only by ="
    if b.op == "limit":
        a, b = b, a
    if b.op == "limit":
        return "a limit stands on one side only"
    body, key, target, side = a.args
    sides = [1 if side == "+" else -1] if side else ([1, -1] if target.op != "infinity" else [0])
    for sign in sides:
        try:
            values = _approach(body, key, target, sign, point)
        except Undefined as error:
            return f"the left side is undefined near the limit: {error}"
        wrong = _diverges(values, b) if b.op == "infinity" else _converges(values, b, point)
        if wrong:
            return wrong
    return None


def _approach(body, key, target, sign, point):
    """Return the values along the sequence, each with its step; along a shorter one where exponentials grow too large."""
    try:
        return [_value(body, key, target, sign, step, point) for step in STEPS]
    except Undefined:
        if target.op != "infinity":
            raise
        return [_value(body, key, target, sign, step, point) for step in SHORT]


def _value(body, key, target, sign, step, point):
    from proofread.links import settled

    stretched = 2**step * (1 + Fraction(step * 389 % IRREGULAR, IRREGULAR))
    if target.op == "infinity":
        at = ex.number(target.args[0] * stretched)
    else:
        at = ex.add(target, ex.number(sign / stretched))
    moved = ex.substitute(body, {key: at})
    evaluator = Evaluator(point)
    return evaluator.decide(lambda: settled(evaluator, moved)), step


def _converges(values, expected, point):
    evaluator = Evaluator(point)
    ctx.prec = 2048
    try:
        goal = evaluator.decide(lambda: evaluator.value(expected))
    except Undefined as error:
        return f"the value of the limit is undefined: {error}"
    distances = [abs(value - goal) for value, _ in values]
    first, last = distances[0], distances[-1]
    small = arb(2) ** -40 if values[-1][1] > 16 else arb(2) ** -6
    if not (last.upper() < small and last.upper() <= first.upper() + small):
        reached, stated = (value.str(8, radius=False) for value in (values[-1][0], goal))
        return f"the limit is not reached: the left side tends to {reached}, right = {stated}"
    return None


def _diverges(values, expected):
    """Growth without bound: the steps double, and the increments hardly shrink."""
    heights = [value * expected.args[0] for value, _ in values]
    increments = [b - a for a, b in zip(heights, heights[1:])]
    if all(step > 0 for step in increments) and all(not 4 * b < 3 * a for a, b in zip(increments, increments[1:])):
        return None
    return f"the left side does not grow without bound in this direction: it comes to {values[-1][0].str(8, radius=False)}"
