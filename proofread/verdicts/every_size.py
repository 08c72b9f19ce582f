"""Prove an equation for every size, by rewriting sums whose sizes are left open.

A sum is linear; what does not depend on its index leaves it; with a Kronecker delta it is one term; the sum of 1 is the
size, that of probabilities is 1; a term left out is subtracted. What remains of a sum is a variable of the field of
rational functions, told apart by its body. Two free indices are one, or they differ: both are shown.
"""

from proofread.expressions import budget
from proofread.expressions import expression as ex
from proofread.expressions.letters import BOUND, depth, fresh, letters_in, renamed
from proofread.latex.errors import FormulaError
from proofread.meaning.open_sizes import Beyond, opened
from proofread.verdicts.polynomials import GENERATORS, NotShown
from proofread.verdicts.link import Link, entry_pairs, letters_of
from proofread.verdicts.points import VECTORS
from proofread.verdicts.symbolic import Prover

SPLITS = 4  # of two indices into equal and different, within each other


class _Coincide(Exception):
    def __init__(self, pair):
        self.pair = pair


def proved(notation, link: Link) -> bool:
    """Whether both sides of an equation are equal for every size, wherever both are defined, whatever its conditions are."""
    letters, own = letters_of(notation, link)
    try:
        with budget.apart("proof"):
            pairs = entry_pairs(*opened(notation, (link.left, link.right), letters, own), link)
            return all(_equal(notation, a, b, frozenset()) for a, b in pairs)
    except (Beyond, FormulaError, ArithmeticError, RecursionError):
        return False


def _equal(notation, a, b, apart) -> bool:
    prover = _OpenProver(notation, apart)
    known = {}
    prover.free = letters_in(a, known) | letters_in(b, known)
    try:
        numerator, _ = prover.rational(ex.add(a, ex.negative(b)))
        return bool(numerator.is_zero())
    except _Coincide as met:
        if len(apart) >= SPLITS:
            return False
        i, j = met.pair
        return _equal(notation, renamed(a, {j: i}), renamed(b, {j: i}), apart) and _equal(notation, a, b, apart | {met.pair})
    except (NotShown, budget.OverBudget):
        return False


class _OpenProver(Prover):
    """The prover with sums over open sizes; each generator stands for an expression."""

    def __init__(self, notation, apart):
        super().__init__(notation, {}, {})
        self.apart, self.free = apart, frozenset()
        self.unused = list(range(GENERATORS))
        self.stands: dict = {}  # position of a generator -> its expression
        self.letters: dict = {}  # of expressions
        self.depths: dict = {}
        self.written: dict = {}  # expression -> its text, which orders sums and products

    def atom(self, e, positive=False):
        """Return the generator that stands for an expression."""
        if e not in self.generators:
            if not self.unused:
                raise NotShown
            self.generators[e] = position = self.unused.pop()
            self.stands[position] = e
            if positive:
                self.positive.add(position)
        return self.gen(self.generators[e])

    def release(self, letter):
        """Make the generators free again that stand for what has a letter, which occurs nowhere any more."""
        for position, e in [*self.stands.items()]:
            if letter in letters_in(e, self.letters):
                del self.generators[e], self.stands[position]
                self.exponent_of.pop(position, None)
                self.positive.discard(position)
                self.unused.append(position)

    def expression(self, polynomial) -> ex.Expression:
        """Return what a polynomial stands for, its terms and factors in the order of their texts."""
        terms = []
        for powers, coefficient in polynomial.to_dict().items():
            factors = [ex.power(self.stands[i], ex.number(int(p))) for i, p in enumerate(powers) if p]
            number = ex.number(f"{coefficient.p}/{coefficient.q}")
            terms.append(ex.mul(number, *sorted(factors, key=self.text_of)))
        return ex.add(*sorted(terms, key=self.text_of)) if terms else ex.number(0)

    def text_of(self, e) -> str:
        if e not in self.written:
            self.written[e] = repr(e)
        return self.written[e]

    def canonical(self, e) -> ex.Expression:
        """Return an expression as the prover writes it, so that equal ones are one."""
        numerator, denominator = self.rational(e)
        return ex.divide(self.expression(numerator), self.expression(denominator))

    # -- conversion

    def convert(self, e):
        if e.op == "sum":
            return self.total(*e.args)
        if e.op == "largest":
            return self.largest_of(*e.args)
        if e.op == "delta":
            return self.coincidence(e)
        if e.op == "pi":
            return self.atom(e, True), self.one
        if e.op == "kink" and len(e.args) == 2:
            return self.rational(self.with_step(*e.args))
        if e.op == "cases" and [e.args[-1][0], *(value for _, value in e.args)] == [None, ex.number(1), ex.number(0)]:
            relation, *sides = e.args[0][0]
            if relation in ("<", ">"):
                upper, lower = sides if relation == ">" else sides[::-1]
                return self.step(self.canonical(ex.add(upper, ex.negative(lower))))
        if e.op in ("sin", "cos", "max", "kink", "cases"):
            return self.atom(ex.rebuild(e, self.canonical)), self.one
        if e.op in ("limit", "integral", "infinity"):
            raise NotShown
        if e.op == "pow" and e.args[1].op != "number":  # a size as an exponent: the base may be negative
            return self.atom(ex.rebuild(e, self.canonical)), self.one
        if e.op == "pow" and e.args[1].args[0].denominator != 1:
            exponent = e.args[1].args[0]
            root = ex.power(self.canonical(e.args[0]), ex.number(f"1/{exponent.denominator}"))
            return self.rational(ex.number(1)) if root.op == "number" else self.rooted(root, exponent.numerator)
        return super().convert(e)

    def step(self, e):
        """Return 1 where an expression is positive, 0 elsewhere; beside a kink what it is at 0 does not matter."""
        return self.atom(ex.cases([((">", e, ex.number(0)), ex.number(1)), (None, ex.number(0))])), self.one

    def with_step(self, first, second):
        """Return the slope of the larger of two arguments, given as pairs (argument, slope), by a step of their difference."""
        numerator, _ = self.rational(ex.add(second[0], ex.negative(first[0])))
        if numerator.is_zero():
            raise NotShown
        if numerator.leading_coefficient() < 0:
            first, second = second, first
        difference = ex.add(second[0], ex.negative(first[0]))
        step = ex.cases([((">", difference, ex.number(0)), ex.number(1)), (None, ex.number(0))])
        return ex.add(first[1], ex.mul(ex.add(second[1], ex.negative(first[1])), step))

    def rooted(self, root, power):
        value = self.to_power(self.atom(root, True), abs(power))
        return (value, self.one) if power > 0 else (self.one, value)

    def leaf(self, key):
        declared = self.notation.names.get(key[0])
        return self.atom(ex.leaf(key), declared is None or declared.domain in ("positive", "(0,1)", "open simplex")), self.one

    def coincidence(self, e):
        if frozenset(e.args) <= self.free:
            if e.args not in self.apart:
                raise _Coincide(e.args)
            return self.one - self.one, self.one
        return self.atom(e), self.one

    def exponential(self, exponent):
        """A product over the terms of the exponent, so that what does not depend on an index leaves a sum."""
        numerator, denominator = exponent
        result = (self.one, self.one)
        for powers, coefficient in numerator.to_dict().items():
            term = ex.divide(self.expression(self.monomial(powers)), self.expression(denominator))
            part = ex.exp(ex.mul(ex.number(f"1/{coefficient.q}"), term))
            generator = self.atom(part, True)
            self.exponent_of[self.generators[part]] = (self.monomial(powers) / int(coefficient.q), denominator)
            if abs(int(coefficient.p)) > 12:
                raise NotShown
            factor = self.to_power(generator, abs(int(coefficient.p)))
            result = (self.times(result[0], factor), result[1]) if coefficient > 0 else (result[0], self.times(result[1], factor))
        return self.reduced(*result)

    def logarithm_of(self, monic):
        return self.atom(ex.ln(self.expression(monic)))

    def logarithm_of_prime(self, prime):
        return self.atom(ex.ln(ex.number(prime)))

    def monomial(self, powers):
        result = self.one
        for position, power in enumerate(powers):
            if power:
                result = self.times(result, self.to_power(self.gen(position), int(power)))
        return result

    # -- sums

    def depends(self, position, letter) -> bool:
        return letter in letters_in(self.stands[position], self.letters)

    def parted(self, polynomial, letter) -> list:
        """Return a polynomial as pairs (what does not depend on a letter, a monomial that does)."""
        found: dict = {}
        for powers, coefficient in polynomial.to_dict().items():
            moving = tuple(p if p and self.depends(i, letter) else 0 for i, p in enumerate(powers))
            still = self.monomial([p - q for p, q in zip(powers, moving)]) * coefficient
            found[moving] = found[moving] + still if moving in found else still
        return [(still, moving) for moving, still in found.items()]

    def total(self, letter, size, body):
        """Return the sum of a body over a letter, term by term."""
        own = fresh()
        result = self.termwise(own, size, renamed(body, {letter: own}))
        self.release(own)
        return result

    def termwise(self, letter, size, body):
        numerator, denominator = self.rational(body)
        over, still = self.one, self.one
        if not denominator.is_constant():
            constant, factors = self.factors(denominator)
            still = still * constant
            for factor, multiplicity in factors:
                used = {i for powers in factor.to_dict() for i, p in enumerate(powers) if p}
                power = self.to_power(factor, int(multiplicity))
                if any(self.depends(i, letter) for i in used):
                    over = self.times(over, power)
                else:
                    still = self.times(still, power)
        whole, rest = divmod(numerator, over) if not over.is_constant() else (numerator, numerator - numerator)
        total = (self.one - self.one, self.one)
        for polynomial, below in ((whole, self.one), (rest, over)):
            for factor, moving in self.parted(polynomial, letter):
                n, d = self.term(letter, size, moving, below)
                total = self.reduced(self.times(total[0], d) + self.times(self.times(factor, n), total[1]), self.times(total[1], d))
        return self.reduced(total[0], self.times(total[1], still))

    def term(self, letter, size, moving, below):
        """Return the sum of a monomial over a polynomial, both of which depend on the letter."""
        positions = [i for i, p in enumerate(moving) if p]
        for at in positions:
            e = self.stands[at]
            if e.op == "delta" and letter in e.args:
                other = next(index for index in e.args if index != letter)
                rest = self.monomial([0 if i == at else p for i, p in enumerate(moving)])
                return self.rational(renamed(ex.divide(self.expression(rest), self.expression(below)), {letter: other}))
        if not positions and below.is_constant():
            return self.rational(ex.leaf((("size", size), (), ())))
        body = ex.divide(self.expression(self.monomial(moving)), self.expression(below))
        if body.op == "leaf" and self.sums_to_one(body.args[0], letter):
            return self.one, self.one
        return self.bound("sum", letter, size, body), self.one

    def sums_to_one(self, key, letter) -> bool:
        declared = self.notation.names.get(key[0])
        vector = declared is not None and declared.body is None and declared.domain in VECTORS
        return vector and key[1][-1:] == (letter,) and letter not in (*key[1][:-1], *key[2])

    def bound(self, op, letter, size, body):
        own = BOUND + 1 + depth(body, self.depths)
        if own in letters_in(body, self.letters):
            raise NotShown
        found = ex.BUILDERS[op](own, size, self.canonical(renamed(body, {letter: own})))
        inner = found.args[2]
        if op == inner.op == "sum":  # of the two orders of a double sum one is chosen
            one, two = fresh(), fresh()
            entry = renamed(renamed(inner.args[2], {inner.args[0]: one}), {own: two})
            first, second = BOUND + 1 + depth(entry, self.depths), own
            if not {first, second} & letters_in(entry, self.letters):
                within = ex.BUILDERS[op](first, size, self.canonical(renamed(entry, {two: first, one: second})))
                found = min(found, ex.BUILDERS[op](second, inner.args[1], within), key=self.text_of)
        return self.atom(found)

    def largest_of(self, letter, size, body):
        """A maximum over a letter, without the terms that do not depend on it."""
        own = fresh()
        letter, body = own, renamed(body, {letter: own})
        numerator, denominator = self.rational(body)
        if not denominator.is_constant():
            raise NotShown
        still, moving = self.one - self.one, self.one - self.one
        for factor, powers in self.parted(numerator / denominator, letter):
            if any(powers):
                moving += self.times(factor, self.monomial(powers))
            else:
                still += factor
        return (still if moving.is_zero() else still + self.bound("largest", letter, size, self.expression(moving))), self.one
