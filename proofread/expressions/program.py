"""An expression as a list of steps, one for each of its distinct parts, each after what it is made of: a point costs one pass over them.

What depends on no variable is kept apart, so that it is computed once for each precision.
"""

from fractions import Fraction
from functools import partial, reduce
from operator import add, itemgetter, methodcaller, mul

from flint import acb, arb, ctx, fmpq

from proofread.expressions import budget
from proofread.expressions import expression as ex
from proofread.expressions.expression import Expression
from proofread.expressions.integrals import integral
from proofread.expressions.outcomes import INFINITE, Undecided, Undefined

LARGEST = arb(10**40)  # of the exponents of e that are evaluated
LEAST = -LARGEST
EXPONENTS = 10_000  # whole ones, at most, that are no exponents of e
BOTH, VALUES, CHECKED, WHOLE = range(4)  # what the function of a step gets: two values; values; the evaluator and values; the evaluator and the expression
BALLS = 50_000  # of numbers that are kept for each precision
TRANSCENDENT = ("exp", "ln", "sin", "cos", "pow")


class Program:
    """The steps (expression, kind, function, operands) that evaluate an expression; `operands` takes them from the values that are known.

    Of an operation that looks at some of its parts alone, such as cases, the parts are no steps: its function asks the evaluator for them.
    """

    def __init__(self, e: Expression):
        parts, fixed = _in_order(e), set()
        for part in parts:
            if not part.leaves and (part.op in ("number", "pi") or (inner := parts_first(part)) and fixed.issuperset(inner)):
                fixed.add(part)
        self.steps = [(part, *_step(part)) for part in parts]
        self.fixed = [step for step in self.steps if step[0] in fixed]
        self.moving = [step for step in self.steps if step[0] not in fixed]
        self.needed = [part for part in dict.fromkeys([e, *(inner for part in parts if part not in fixed for inner in parts_first(part))]) if part in fixed]
        self.at: dict = {}  # for each precision: the values of what is needed of the fixed parts, and the steps that are left
        self.work = sum(2 + len(part.args) // 2 for part in parts) / len(parts)  # of a step, and what more bits add to it
        self.more = sum(8 if part.op in TRANSCENDENT else 1 for part in parts) / len(parts)


def of(e: Expression) -> Program:
    """Return the program of an expression, which is made once."""
    found = ex.made.get(e)
    if found is None:
        found = ex.made[e] = Program(e)
    return found


def parts_first(e: Expression) -> tuple[Expression, ...]:
    """Return the parts of an expression that are evaluated before it, in their order."""
    if e.op == "guard":
        return (*e.args[1], e.args[0])
    if e.op == "pow" and _whole(e.args[1]):
        return e.args[:1]
    return e.args if e.op in FUNCTIONS or e.op == "pow" else ()


def _in_order(e: Expression) -> list[Expression]:
    found, left = {}, [(e, False)]
    while left:
        part, ready = left.pop()
        if ready:
            found[part] = None
        elif part not in found:
            budget.spend(2)
            left.append((part, True))
            left += [(inner, False) for inner in reversed(parts_first(part))]
    return list(found)


def _step(e: Expression) -> tuple:
    """Return the kind, the function and the operands of the step of an expression."""
    parts = parts_first(e)
    if not parts:
        return WHOLE, SINGLE[e.op], None
    if e.op in OF_TWO and len(parts) == 2:
        return BOTH, OF_TWO[e.op], parts
    operands = itemgetter(*parts)
    if e.op != "pow":
        return *FUNCTIONS[e.op], operands
    exponent = e.args[1]
    if exponent.op != "number":
        return CHECKED, _power, operands
    value = exponent.args[0]
    if not _whole(exponent):
        return CHECKED, partial(_root, value), operands
    return (VALUES, partial(integer_power, value.numerator), operands) if value > 0 else (CHECKED, partial(_over, value.numerator), operands)


def _whole(exponent: Expression) -> bool:
    return exponent.op == "number" and exponent.args[0].denominator == 1 and abs(exponent.args[0]) <= EXPONENTS


def integer_power(n: int, x):
    """Return x^n by squaring: the power of python-flint 0.9 is nan for a ball around 0."""
    result, square, left = None, x, abs(n)
    while left:
        if left & 1:
            result = square if result is None else square * result
        left >>= 1
        square = square * square if left else square
    result = arb(1) if result is None else result
    return result if n >= 0 else 1 / result


def _over(n, evaluator, x):
    if evaluator.zero(x):
        raise Undefined("division by zero" if n else "0 to the power 0")
    return 1 / x if n == -1 else integer_power(n, x)


def _root(exponent: Fraction, evaluator, operands):
    x, power = operands
    if exponent.denominator == 1:
        if isinstance(x, acb) or evaluator.sign(x) <= 0:
            raise Undecided(f"the exponent {exponent.numerator} is too large to evaluate")
        return _exp(power * x.log())
    if isinstance(x, acb):
        return _exp(power * x.log(analytic=True))
    if evaluator.zero(x) and exponent > 0:
        return arb(0)
    if (sign := evaluator.sign(x)) <= 0:
        raise Undefined("a root of a negative number" if exponent > 0 else "division by zero", sign < 0)
    return x.sqrt() if exponent == Fraction(1, 2) else _exp(power * x.log())


def _power(evaluator, operands):
    x, power = operands
    if isinstance(x, acb):
        return _exp(power * x.log(analytic=True))
    if isinstance(power, arb) and power.is_exact() and power.is_integer() and abs(power) < 1000:
        if power <= 0 and evaluator.zero(x):
            raise Undefined("division by zero" if power < 0 else "0 to the power 0")
        return integer_power(int(power.unique_fmpz()), x)
    if isinstance(power, arb) and evaluator.zero(x) and evaluator.sign(power) > 0:
        return arb(0)
    if evaluator.sign(x) <= 0:
        raise Undefined("a power of something that is not positive")
    return _exp(power * x.log())


def _exp(x):
    if isinstance(x, arb) and not LEAST < x < LARGEST:
        if x < LEAST:
            return arb(0, arb(2) ** -(10**12))
        if x > LARGEST:
            raise Undecided("an exponential too large to evaluate")
    return x.exp()


def _ln(evaluator, x):
    if isinstance(x, acb):
        return x.log(analytic=True)
    if (sign := evaluator.sign(x)) <= 0:
        raise Undefined("the logarithm of a number that is not positive", sign < 0)
    return x.log()


def ball(value: Fraction) -> arb:
    """Return a number as a ball."""
    return arb(fmpq(value.numerator, value.denominator))


def _leaf(evaluator, e):
    value = evaluator.point[e.args[0]]
    return _known_ball(value) if type(value) is Fraction else value


def _known_ball(value: Fraction) -> arb:
    """Return the ball of a number, which is kept: points and formulas share their numbers, and a hash of one costs more than its ball."""
    balls = ex.made.get(ctx.prec)
    if balls is None or len(balls) > BALLS:
        balls = ex.made[ctx.prec] = {}
    found = balls.get(id(value))
    if found is None:
        found = balls[id(value)] = value, ball(value)  # with the number, so that no other gets its identity
    return found[1]


def _kink(evaluator, e):
    active = [slope for arg, slope in e.args if all(evaluator.compare(arg, other) >= 0 for other, _ in e.args)]
    slopes = [evaluator.value(slope) for slope in active]
    hull = slopes[0]
    for slope in slopes[1:]:
        hull = hull.union(slope) if not (hull - slope).is_zero() else hull
        evaluator.kinked = evaluator.kinked or not hull.overlaps(slope) or not (hull - slope).contains(0) or hull.rad() > 2.0**-40
    return hull


def _cases(evaluator, e):
    taken = None
    for at, (condition, value) in enumerate(e.args):
        if (condition is None and taken is not None) or not evaluator.holds(condition):
            continue
        if taken is None:
            taken = value
            if evaluator.reached is not None and e.place is not None:
                evaluator.reached.add((e.place, at))
        elif evaluator.compare(taken, value):
            raise Undefined("two of the cases apply, with different values")
    if taken is None:
        raise Undefined("none of the cases applies")
    return evaluator.value(taken)


def _infinity(*_):
    raise Undecided(INFINITE)


def _limit(*_):
    raise Undecided("a limit stands alone on one side of a relation")


OF_TWO = {"add": add, "mul": mul, "max": arb.max}  # of the values of two parts
FUNCTIONS = {  # of the values of all parts
    "add": (VALUES, partial(reduce, add)), "mul": (VALUES, partial(reduce, mul)), "max": (VALUES, partial(reduce, arb.max)), "exp": (VALUES, _exp),
    "sin": (VALUES, methodcaller("sin")), "cos": (VALUES, methodcaller("cos")), "ln": (CHECKED, _ln), "guard": (VALUES, itemgetter(-1)),
}  # fmt: skip
SINGLE = {  # of the expression
    "number": lambda _, e: _known_ball(e.args[0]), "leaf": _leaf, "pi": lambda *_: arb.pi(), "kink": _kink, "cases": _cases,
    "integral": lambda evaluator, e: integral(evaluator, *e.args), "infinity": _infinity, "limit": _limit,
}  # fmt: skip
