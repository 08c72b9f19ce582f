"""Points where two sides touch in several variables at once: Newton's method on what has to be 0 there.

Of a sum of squares, bars and maxima of such that is each of them; of any other difference its gradient, and where
conditions are met just so, the gradient of Lagrange's function. That a point lies within the balls that are given is seen, not proved.
"""

from contextlib import suppress
from fractions import Fraction

from flint import arb, arb_mat, ctx

from proofread.expressions import expression as ex
from proofread.expressions.numeric import Evaluator
from proofread.expressions.outcomes import NO_VALUE, Imprecise
from proofread.expressions.program import ball
from proofread.verdicts.points import FINITE, INSIDE, domain_of, in_order
from proofread.verdicts.roots import SIMPLE, equal_as_seen, nearest

FEW_BITS, BITS = 80, 640
CLOSE = 400  # bits to which a point is given
STEPS = 40
VARIABLES, OF_EQUATIONS = 6, 12  # at most, of a difference that turns, and of equations that are met
MEETING = 4  # equations, at most, of which two at a time are met together


def touching(notation, a, b, start: dict, held=frozenset()) -> dict | None:
    """Return the point at which two sides seem to touch, as near to `start` as Newton's steps lead, or None; `held` stays where it is.

    Coordinates that are simple fractions as far as is seen are given as fractions.
    """
    keys = _movable(notation, a.leaves | b.leaves, held)
    difference = ex.add(a, ex.negative(b))
    with suppress(ArithmeticError):
        system = _parts(difference) or _parts(ex.negative(difference)) or [ex.differentiate(difference, key) for key in keys]
        found = _zero(notation, system, keys, start)
        return found if found and equal_as_seen(a, b, found) else None


def tight(notation, a, b, active, start: dict) -> dict | None:
    """Return a point where the two sides seem to touch among those at which the expressions of each pair of `active` are equal, or None."""
    found = turning(notation, a, b, active, start)
    return found if found and equal_as_seen(a, b, found) else None


def turning(notation, a, b, active, start: dict) -> dict | None:
    """Return a point where the difference of the two sides seems to turn among those at which the expressions of each pair of `active` are equal, or None."""
    difference, equations = ex.add(a, ex.negative(b)), [ex.add(x, ex.negative(y)) for x, y in active]
    keys = _movable(notation, difference.leaves.union(*(e.leaves for e in equations)), frozenset())
    multipliers = [(("multiplier", at, None), (), ()) for at in range(len(equations))]
    bound = ex.add(difference, *(ex.mul(ex.leaf(key), e) for key, e in zip(multipliers, equations)))
    with suppress(ArithmeticError):
        system = [*(ex.differentiate(bound, key) for key in keys), *equations]
        first = _multipliers([ex.differentiate(e, key) for e in (difference, *equations) for key in keys], len(keys), start)
        found = first is not None and _zero(notation, system, [*keys, *multipliers], start | dict(zip(multipliers, first)))
        found = found and {key: value for key, value in found.items() if key not in multipliers}
        return (found if active else {key: nearest(value) for key, value in found.items()}) if found else None


def meeting(notation, pairs, start: dict) -> dict | None:
    """Return a point at which the two expressions of each pair seem to be equal, or None; as `touching` does."""
    keys = _movable(notation, frozenset().union(*(e.leaves for pair in pairs for e in pair)), frozenset())
    with suppress(ArithmeticError):
        return _zero(notation, [ex.add(a, ex.negative(b)) for a, b in pairs], keys, start, OF_EQUATIONS)


def is_exact(point: dict) -> bool:
    """Whether all numbers of a point are fractions, so that what is found there is proved."""
    return all(isinstance(value, Fraction) for value in point.values())


def _multipliers(slopes, width: int, start: dict) -> list | None:
    """Return what the gradients of the equations have to be multiplied by, so that the first one with them comes closest to 0."""
    values = _values(slopes, start) if slopes else None
    if values is not None and len(values) == width:
        return []
    if values is None:
        return None
    gradient, others = arb_mat(width, 1, values[:width]), arb_mat(len(values) // width - 1, width, values[width:])
    try:
        solved = (others * others.transpose()).solve(others * gradient)
    except ZeroDivisionError:
        return None
    return [(-solved[at, 0]).mid() for at in range(solved.nrows())]


def _movable(notation, leaves, held) -> list:
    return [key for key in in_order(leaves) if key not in held and domain_of(notation, key) in INSIDE.keys() - FINITE]


def _zero(notation, system, keys, start: dict, most: int = VARIABLES) -> dict | None:
    """Return the point near `start` at which a system of expressions is 0 as far as is seen, or None."""
    if not 0 < len(keys) <= most or not all(part.leaves <= start.keys() for part in system):
        return None
    slopes = [ex.differentiate(part, key) for part in system for key in keys]
    found = _newton(system, slopes, keys, start)
    if found is None or not all(INSIDE[domain_of(notation, key)](found[key]) for key in keys):
        return None
    return {**found, **{key: _simple(found[key]) for key in keys}}


def _parts(e) -> list | None:
    """Return what has to be 0 where a sum of squares, bars and maxima of such is 0; None for any other expression."""
    if e.op == "pow" and e.args[1].op == "number" and e.args[1].args[0] % 2 == 0 and e.args[1].args[0] > 0:
        return [e.args[0]]
    if ex.is_absolute(e):
        return [e.args[0]]
    if e.op == "mul" and e.args[0].op == "number" and e.args[0].args[0] > 0:
        return _parts(ex.mul(*e.args[1:]))
    parts = [_parts(part) for part in e.args] if e.op in ("add", "max") else [None]
    return None if None in parts else [inner for part in parts for inner in part]


def _newton(system, slopes, keys, point: dict) -> dict | None:
    """Return where Newton's steps lead from a point: with few bits until they are small, as most lead nowhere, and then with all."""
    for bits in (FEW_BITS, BITS):
        for _ in range(STEPS):
            point, length = _step(system, slopes, keys, point, bits)
            if point is None or length < arb(2) ** -(bits // 2):
                break
        else:
            return None
        if point is None:
            return None
    return point


def _step(system, slopes, keys, point: dict, bits: int) -> tuple:
    """Return where one of Newton's steps leads, and its length; None where it leads nowhere."""
    size = len(system)
    values = _values([*system, *slopes], point, bits)
    if values is None:
        return None, None
    heights, jacobian = arb_mat(size, 1, values[:size]), arb_mat(size, len(keys), values[size:])
    across = jacobian.transpose()
    try:  # the shortest step, or the one that leaves least
        step = across * (jacobian * across).solve(heights) if size <= len(keys) else (across * jacobian).solve(across * heights)
    except ZeroDivisionError:
        return None, None
    moved = {key: (_number(point[key]) - step[at, 0]).mid() for at, key in enumerate(keys)}
    if not all(value.is_finite() for value in moved.values()):
        return None, None
    return {**point, **moved}, max(abs(step[at, 0]) for at in range(len(keys)))


def _number(value) -> arb:
    return ball(value) if isinstance(value, Fraction) else value


def _values(expressions, point: dict, bits: int = BITS) -> list | None:
    ctx.prec = bits
    evaluator = Evaluator(point, guess=False)
    evaluator.bits, evaluator.memo = bits, {}
    try:
        found = [evaluator.value(e) for e in expressions]
    except (*NO_VALUE, Imprecise):
        return None
    return found if all(isinstance(value, arb) and value.is_finite() for value in found) else None


def _simple(value: arb):
    """Return the fraction with a small denominator that a number is close to, or a ball around the number."""
    near = Fraction(float(value)).limit_denominator(SIMPLE)
    return near if abs(value - ball(near)) < arb(2) ** -(BITS // 4) else arb(value, arb(2) ** -CLOSE)
