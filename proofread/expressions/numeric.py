"""Evaluate expressions in rigorous ball arithmetic (python-flint): a result that differs is a proof that it differs."""

from fractions import Fraction
from math import prod

from flint import acb, arb, ctx

from proofread.expressions import budget, expression as ex, program
from proofread.expressions.expression import BITS, Expression
from proofread.expressions.outcomes import NO_VALUE, Imprecise, Undecided, Undefined
from proofread.latex import relations

PRECISIONS = (96, 256, 1024, 4096)
TINY = arb(2) ** -(10**6)
PLAIN = ("leaf", "number")


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
        self.last = self.kinked = self.running = False
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
            if e.op in PLAIN:  # one step, for which a program is too much
                found = self.memo[e] = program.SINGLE[e.op](self, e)
            else:
                found = self._evaluated(program.of(e))[e]
        return found

    def _evaluated(self, whole: program.Program) -> dict:
        """Return the values that are known once a program has run."""
        fixed, steps = whole.at.get(ctx.prec) or self._fixed(whole)
        memo, outermost = self.memo, not self.running
        memo.update(fixed)
        self.running, before = True, len(memo)
        try:
            self._run(steps)
        finally:
            if outermost:
                self.running, made = False, len(memo) - before
                budget.spend(int(made * (whole.work if self.bits < 256 else whole.work + self.bits // 256 * whole.more)))
        return memo

    def _run(self, steps):
        memo = self.memo
        for e, kind, function, operands in steps:
            if e not in memo:
                if kind == program.BOTH:
                    left, right = operands
                    memo[e] = function(memo[left], memo[right])
                elif kind == program.VALUES:
                    memo[e] = function(operands(memo))
                elif kind == program.CHECKED:
                    memo[e] = function(self, operands(memo))
                else:
                    memo[e] = function(self, e)

    @staticmethod
    def _fixed(whole: program.Program) -> tuple[dict, list]:
        """Return the values that a program needs of what no variable changes, and the steps that are left; all steps where one has no value."""
        other = Evaluator({}, guess=False)
        other.bits, other.memo = ctx.prec, ex.made.setdefault(("fixed", ctx.prec), {})
        try:
            other._run(whole.fixed)
        except (*NO_VALUE, Imprecise):
            whole.at[ctx.prec] = {}, whole.steps
        else:
            whole.at[ctx.prec] = {e: other.memo[e] for e in whole.needed}, whole.moving
        return whole.at[ctx.prec]

    def compare(self, a: Expression, b: Expression) -> int:
        """Return the sign of a - b."""
        if a is b or (self.same and {a, b} == {*self.same}):
            return 0
        if a.op in PLAIN and b.op in PLAIN and (x := self._exact(a)) is not None and (y := self._exact(b)) is not None:
            return _sign(x, y)
        return self.sign(self.value(a) - self.value(b))

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

    def zero(self, x) -> bool:
        """Whether x is 0; needs more bits where it may or may not be."""
        if not x.contains(0) or isinstance(x, acb):
            return False
        if not x.is_zero() and x.abs_upper() < TINY:  # an exponential far out is not 0
            raise Undecided("a divisor too small to evaluate")
        return self.sign(x) == 0


def _sign(x: Fraction, y: Fraction) -> int:
    left, right = x.numerator * y.denominator, y.numerator * x.denominator
    return (left > right) - (left < right)


def near(point: dict) -> bool:
    """Whether no variable is far out, or as close to an end of its domain, where differences can be too small to tell from 0."""
    fractions = [value for value in point.values() if isinstance(value, Fraction)]
    return all(abs(value.numerator) < 1000 * value.denominator and value.denominator < FINE for value in fractions)


FINE = 2**400  # the denominator of a number that is close to another
SETTLED = arb(2) ** -40


def settled(evaluator: Evaluator, e) -> arb:
    """Return the value of an expression once its ball is small; a ball that stays large is the interval of a kink."""
    value = evaluator.value(e)
    if not value.is_finite():
        raise Imprecise
    if not value.rad() <= SETTLED and value.rad() > SETTLED * (1 + abs(value.mid())):
        raise Imprecise
    return value
