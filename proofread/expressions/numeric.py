"""Evaluate expressions in rigorous ball arithmetic (python-flint): a result that differs is a proof that it differs."""

from fractions import Fraction
from math import prod

from flint import acb, arb, ctx, fmpq

from proofread.expressions import budget
from proofread.expressions.expression import BITS, Expression
from proofread.expressions.integrals import integral
from proofread.expressions.outcomes import INFINITE, Imprecise, Undecided, Undefined
from proofread.latex import relations

PRECISIONS = (96, 256, 1024, 4096)
TRANSCENDENT = ("exp", "ln", "sin", "cos", "pow")
LARGEST = 10**40  # of the exponents of e that are evaluated
TINY = arb(2) ** -(10**6)


class Evaluator:
    """Values of expressions at one point; `point` maps leaves to fractions, `reached` collects the cases taken.

    `guess` says whether what cannot be told apart at the last precision counts as equal; None: where no variable is far out.
    `known` are values at the first precision, of what is the same at another point.
    """

    def __init__(self, point: dict, reached: set | None = None, guess: bool | None = True, known: dict | None = None):
        self.point = point
        self.reached = reached
        self.bits = PRECISIONS[0]
        self.guess = guess
        self.last = self.kinked = False
        self.same: tuple = ()  # two expressions that are equal at this point, a root of their difference
        self.memos: dict = {self.bits: {**(known or {})}}  # of values, for each precision; what is asked at this point shares them
        self.memo = self.memos[self.bits]
        self.fractions: dict = {}  # exact values

    def moved(self, values: dict, reached: set | None = None) -> "Evaluator":
        """Return the evaluator of a point that differs in some variables."""
        return Evaluator({**self.point, **values}, reached)

    def still(self, leaves) -> dict:
        """Return the values at the first precision of what does not depend on some leaves."""
        return {e: value for e, value in self.memos[PRECISIONS[0]].items() if e.leaves.isdisjoint(leaves)}

    def decide(self, question):
        """Return what `question` returns, with as many bits as it needs."""
        for self.bits in PRECISIONS:
            self.last = self.bits == PRECISIONS[-1] and (near(self.point) if self.guess is None else self.guess)
            self.memo = self.memos.setdefault(self.bits, {})
            ctx.prec = self.bits
            try:
                return question()
            except Imprecise:
                continue
        if self.kinked:
            raise Undefined("there is no derivative at a kink")
        raise Undecided("it cannot be decided with 4096 bits (a kink, or a boundary)")

    def value(self, e: Expression) -> arb:
        found = self.memo.get(e)
        if found is None:
            work = 2 + len(e.args) // 2
            budget.spend(work if self.bits < 256 else work + self.bits // 256 * (8 if e.op in TRANSCENDENT else 1))
            found = self.memo[e] = OPERATIONS[e.op](self, e)
        return found

    def compare(self, a: Expression, b: Expression) -> int:
        """Return the sign of a - b."""
        return 0 if a is b or (self.same and {a, b} == {*self.same}) else self.sign(self.value(a) - self.value(b))

    def sign(self, difference: arb) -> int:
        if isinstance(difference, acb):
            raise Undecided("a comparison under an integral")
        if difference > 0:
            return 1
        if difference < 0:
            return -1
        if difference.is_zero() or (self.last and difference.rad() < arb(2) ** -300):
            return 0
        raise Imprecise

    def exact(self, e: Expression) -> Fraction | None:
        """Return the value of a rational function of rational numbers; None for anything else."""
        if e not in self.fractions:
            self.fractions[e] = self._exact(e)
        return self.fractions[e]

    def _exact(self, e) -> Fraction | None:
        if e.op == "number":
            return e.args[0]
        if e.op == "leaf":
            value = self.point[e.args[0]]
            return value if isinstance(value, Fraction) else None
        if e.op not in ("add", "mul", "pow", "max"):
            return None
        budget.spend(4 * len(e.args))
        values = []
        for part in e.args:
            values.append(self.exact(part))
            if values[-1] is None:
                return None
        if e.op == "pow":
            base, exponent = values
            bits = max(base.numerator.bit_length(), base.denominator.bit_length())
            if exponent.denominator != 1 or abs(exponent) * bits > BITS or (not base and exponent <= 0):
                return None
            return base**exponent.numerator
        return sum(values) if e.op == "add" else prod(values) if e.op == "mul" else max(values)

    def holds(self, condition) -> bool:
        if condition is None:
            return True
        if condition[0] == "and":
            return all(self.holds(part) for part in condition[1:])
        if condition[0] == "or":
            return any(self.holds(part) for part in condition[1:])
        if condition[0] == "distinct":
            values = condition[1:]
            largest = [a for a in values if all(self.compare(a, b) >= 0 for b in values)]
            return len(largest) == 1
        sign = self.compare(*condition[1:])
        return relations.holds(condition[0], sign)

    def _number(self, e):
        return arb(fmpq(*e.args[0].as_integer_ratio()))

    def _leaf(self, e):
        value = self.point[e.args[0]]
        return arb(fmpq(*value.as_integer_ratio())) if isinstance(value, Fraction) else value

    def _pi(self, _):
        return arb.pi()

    def _infinity(self, _):
        raise Undecided(INFINITE)

    def _add(self, e):
        total, known = self.value(e.args[0]), self.memo.get
        for term in e.args[1:]:
            value = known(term)
            total = total + (self.value(term) if value is None else value)
        return total

    def _mul(self, e):
        total, known = self.value(e.args[0]), self.memo.get
        for factor in e.args[1:]:
            value = known(factor)
            total = total * (self.value(factor) if value is None else value)
        return total

    def _pow(self, e):
        base, exponent = e.args
        x = self.value(base)
        if exponent.op == "number" and exponent.args[0].denominator == 1:
            n = exponent.args[0].numerator
            if abs(n) > 10_000:
                if isinstance(x, acb) or self.sign(x) <= 0:
                    raise Undecided(f"the exponent {n} is too large to evaluate")
                return self.bounded_exp(self.value(exponent) * x.log())
            if n <= 0 and self.zero(x):
                raise Undefined("division by zero" if n else "0 to the power 0")
            return integer_power(x, n)
        if isinstance(x, acb):
            return self.bounded_exp(self.value(exponent) * x.log(analytic=True))
        if exponent.op == "number":
            if self.zero(x) and exponent.args[0] > 0:
                return arb(0)
            if self.sign(x) <= 0:
                raise Undefined("a root of a negative number" if exponent.args[0] > 0 else "division by zero", self.sign(x) < 0)
            if exponent.args[0] == Fraction(1, 2):
                return x.sqrt()
        else:
            power = self.value(exponent)
            if isinstance(power, arb) and power.is_exact() and power.is_integer() and abs(power) < 1000:
                if power <= 0 and self.zero(x):
                    raise Undefined("division by zero" if power < 0 else "0 to the power 0")
                return integer_power(x, int(power.unique_fmpz()))
            if self.sign(x) <= 0:
                raise Undefined("a power of something that is not positive")
        return self.bounded_exp(self.value(exponent) * x.log())

    def zero(self, x) -> bool:
        """Whether x is 0; needs more bits where it may or may not be."""
        if isinstance(x, acb):
            return False
        if not x.contains(0):
            return False
        if not x.is_zero() and x.abs_upper() < TINY:  # an exponential far out is not 0
            raise Undecided("a divisor too small to evaluate")
        return self.sign(x) == 0

    def bounded_exp(self, x):
        if isinstance(x, arb) and x < -LARGEST:
            return arb(0, arb(2) ** -(10**12))
        if isinstance(x, arb) and x > LARGEST:
            raise Undecided("an exponential too large to evaluate")
        return x.exp()

    def _exp(self, e):
        return self.bounded_exp(self.value(e.args[0]))

    def _ln(self, e):
        x = self.value(e.args[0])
        if isinstance(x, arb) and self.sign(x) <= 0:
            raise Undefined("the logarithm of a number that is not positive", self.sign(x) < 0)
        return x.log(analytic=True) if isinstance(x, acb) else x.log()

    def _sin(self, e):
        return self.value(e.args[0]).sin()

    def _cos(self, e):
        return self.value(e.args[0]).cos()

    def _max(self, e):
        values = [self.value(arg) for arg in e.args]
        largest = values[0]
        for value in values[1:]:
            largest = largest.max(value)
        return largest

    def _kink(self, e):
        active = [slope for arg, slope in e.args if all(self.compare(arg, other) >= 0 for other, _ in e.args)]
        slopes = [self.value(slope) for slope in active]
        hull = slopes[0]
        for slope in slopes[1:]:
            hull = hull.union(slope) if not (hull - slope).is_zero() else hull
            self.kinked = self.kinked or not hull.overlaps(slope) or not (hull - slope).contains(0) or hull.rad() > 2.0**-40
        return hull

    def _cases(self, e):
        taken = None
        for at, (condition, value) in enumerate(e.args):
            if (condition is None and taken is not None) or not self.holds(condition):
                continue
            if taken is None:
                taken = value
                if self.reached is not None and e.place is not None:
                    self.reached.add((e.place, at))
            elif self.compare(taken, value):
                raise Undefined("two of the cases apply, with different values")
        if taken is None:
            raise Undefined("none of the cases applies")
        return self.value(taken)

    def _guard(self, e):
        value, guards = e.args
        for part in guards:
            self.value(part)
        return self.value(value)

    def _integral(self, e):
        return integral(self, *e.args)

    def _limit(self, _):
        raise Undecided("a limit stands alone on one side of a relation")


OPERATIONS = {
    operation: getattr(Evaluator, f"_{operation}")
    for operation in "number leaf pi infinity add mul pow exp ln sin cos max kink cases guard integral limit".split()
}


def integer_power(x, n: int):
    """x^n by squaring: the power of python-flint 0.9 is nan for a ball around 0."""
    result, square, left = arb(1), x, abs(n)
    while left:
        if left & 1:
            result = square * result
        square, left = square * square, left >> 1
    return result if n >= 0 else 1 / result


def near(point: dict) -> bool:
    """Whether no variable is far out, where differences can be too small to tell from 0."""
    return all(abs(value.numerator) < 1000 * value.denominator for value in point.values() if isinstance(value, Fraction))


SETTLED = arb(2) ** -40


def settled(evaluator: Evaluator, e) -> arb:
    """Return the value of an expression once its ball is small; a ball that stays large is the interval of a kink."""
    value = evaluator.value(e)
    if not value.is_finite():
        raise Imprecise
    if not value.rad() <= SETTLED and value.rad() > SETTLED * (1 + abs(value.mid())):
        raise Imprecise
    return value
