"""Limits along a sequence that approaches the target: evidence, not proof.

The sequence goes on while the expression can be evaluated, up to 2^(2^40), so that
what is small is told from what tends to 0. A limit holds if the distance to it
keeps shrinking; it is false if the values have stopped elsewhere; anything
between is undecided.
"""

from fractions import Fraction

from flint import arb, ctx

from proofread.expressions.numeric import PRECISIONS, Evaluator, settled
from proofread.expressions.outcomes import Undecided, Undefined
from proofread.latex.errors import FormulaError
from proofread.verdicts.points import INSIDE, domain_of

# the distance to the target is about 2^-step, or the variable about 2^step
STEPS = (2, 3, 4, 5, 6, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 2**14, 2**17, 2**20, 2**24, 2**30, 2**40)
IRREGULAR = 2**61 - 1  # a prime: what oscillates is met at no regular places
GUESSED = 512  # up to this step, what cannot be told apart is equal
FAR = 128  # a step from which on a value is one near the limit
FEWEST = 6  # values from which a limit is told
REACHED = 2.0**-30  # a distance this small is one to the limit
SHRINKING = 0.9  # from step to step, of a distance that tends to 0
STOPPED = 2.0**-20  # a change this small, of the distance, is none


def problem(notation, a, b, relation: str, point) -> str | None:
    """Return what is wrong with a limit on one side and its value on the other, or None; raise `Undecided` if neither is seen."""
    if relation != "=":
        raise FormulaError("parse", "a limit is compared only by =")
    if b.op == "limit":
        a, b = b, a
    if b.op == "limit":
        raise FormulaError("parse", "a limit stands on one side only")
    body, key, target, side = a.args
    if target.op == "infinity" and any(leaf[0][0] == "coefficient" for leaf in body.leaves):
        raise Undecided("of a smooth function nothing is known far out")
    sides = [1 if side == "+" else -1] if side else [1, -1] if target.op != "infinity" else [0]
    inside = [sign for sign in sides if _enters(notation, key, target, sign, point)]
    if not inside:
        return "the limit is taken outside the domain of its variable"
    for sign in inside:
        wrong = _along(body, key, target, sign, b, point)
        if wrong:
            return wrong
    return None


def _enters(notation, key, target, sign, point) -> bool:
    """Whether the variable stays in its declared domain close to the target, on one side."""
    if target.op == "infinity":
        return INSIDE.get(domain_of(notation, key), INSIDE["real"])(target.args[0] * Fraction(2) ** 99)
    exact = Evaluator(point).exact(target)
    return exact is None or INSIDE.get(domain_of(notation, key), INSIDE["real"])(exact + sign * Fraction(1, 2**40))


def _along(body, key, target, sign, expected, point) -> str | None:
    values, grows = [], expected.op == "infinity"
    for step in STEPS:
        try:
            values.append(_value(body, key, target, sign, step, point))
            if grows and 4 < step < 64 and (_value(body, key, target, sign, step, point, 8) - values[-1]) * expected.args[0] < 0:
                raise FormulaError("undecided", "the left side does not grow all the time near the limit")
        except Undefined as error:
            if not values and step < FAR:  # not yet near the limit
                continue
            if len(values) < FEWEST:
                return f"the left side is undefined near the limit: {error}"
            break
        except Undecided:
            if grows and len(values) > 1 or len(values) >= FEWEST:
                break
    if len(values) < FEWEST:
        raise Undecided("the limit cannot be followed far enough")
    return _diverges(values, expected.args[0]) if expected.op == "infinity" else _converges(values, expected, point)


def _value(body, key, target, sign, step, point, beside: int = 16) -> arb:
    stretch = 1 + Fraction(pow(3, step + 40, IRREGULAR), beside * IRREGULAR)

    evaluator = Evaluator(point, guess=step <= GUESSED)

    def value():
        large = arb(2) ** step * arb(stretch.numerator) / stretch.denominator
        at = target.args[0] * large if target.op == "infinity" else evaluator.value(target) + sign / large
        moved = Evaluator({**point, key: at}, guess=evaluator.guess)
        moved.bits, moved.last = evaluator.bits, evaluator.last
        return settled(moved, body)

    return evaluator.decide(value)


def _converges(values, expected, point) -> str | None:
    evaluator = Evaluator(point)
    try:
        goal = evaluator.decide(lambda: _finest(evaluator, expected))
    except Undefined as error:
        return f"the value of the limit is undefined: {error}"
    ctx.prec = PRECISIONS[-1]
    distances = [abs(value - goal) for value in values]
    last = distances[-1]
    if last.contains(0) and last.upper() < REACHED:
        return None
    if last.upper() < REACHED * min(1, float(distances[0].upper())):
        if not abs(values[-1] - values[-2]).upper() < STOPPED * last.lower():
            return None
    elif all(b.upper() < SHRINKING * a.lower() for a, b in zip(distances[-5:], distances[-4:])):
        return None
    if not last.contains(0) and abs(values[-1] - values[-2]).upper() < STOPPED * last.lower():
        reached, stated = (value.str(8, radius=False) for value in (values[-1], goal))
        return f"the limit is not reached: the left side tends to {reached}, right = {stated}"
    raise Undecided("the left side comes no closer to this limit, and to no other one that is seen")


def _finest(evaluator, expected) -> arb:
    evaluator.bits = PRECISIONS[-1]
    ctx.prec = evaluator.bits
    evaluator.memo = evaluator.memos.setdefault(evaluator.bits, {})
    return evaluator.value(expected)


def _diverges(values, sign: int) -> str | None:
    """Growth without bound: from step to step, which double and more, the increments hardly shrink."""
    heights = [value * sign for value in values]
    increments = [b - a for a, b in zip(heights, heights[1:])][-8:]
    if all(step > 0 for step in increments) and all(not 4 * b < 3 * a for a, b in zip(increments, increments[1:])):
        return None
    if not increments[-1] > STOPPED * abs(heights[-1]):
        return f"the left side does not grow without bound in this direction: it comes to {values[-1].str(8, radius=False)}"
    raise Undecided("whether the left side grows without bound is not seen")
