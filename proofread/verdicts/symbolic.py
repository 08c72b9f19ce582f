"""Prove that two expressions are equal, in the field of rational functions of their leaves, exponentials and logarithms.

Every rewriting is an identity wherever both sides are defined, and the leaves are
free, so "equal" is a proof at these sizes; "not shown" says nothing. Maxima and
cases are proved sign by sign.
"""

from fractions import Fraction

from flint import fmpq, fmpz

from proofread.expressions import budget, expression as ex
from proofread.expressions.expression import Expression
from proofread.latex import relations
from proofread.meaning.declared import Notation
from proofread.verdicts.polynomials import RING, Fractions, NotShown
from proofread.verdicts.points import VECTORS, domain_of, in_order

LONGEST = 128  # bits of a number that is factored
SIGNS = 4  # unknown signs that are tried both ways
POSITIVE = ("positive", "(0,1)", "open simplex")

class _NeedsSign(Exception):
    def __init__(self, factor):
        self.factor = factor


def equal(notation: Notation, sizes, a: Expression, b: Expression, conditions=()) -> bool:
    """Whether a = b is proved wherever both are defined and the conditions hold."""
    return a is b or _equal(notation, sizes, a, b, tuple(conditions), {})


def holds_everywhere(notation: Notation, sizes, pairs, relation: str | None, conditions=()) -> bool:
    """Whether it is proved that the sides of some pairs have a value wherever the conditions hold, and the relation, by its sign."""
    prover = Prover(notation, sizes, {})
    try:
        prover.assume(conditions)
        inside = [key for key in in_order(frozenset().union(*(e.leaves for pair in pairs for e in pair))) if domain_of(notation, key) == "(0,1)"]
        prover.signs += [(prover.one - prover.leaf(key)[0], 1) for key in inside]
        if not all(part.total or prover.defined(part) for part in ex.parts_of(e for pair in pairs for e in pair)):
            return False
        differences = [prover.rational(ex.add(a, ex.negative(b))) for a, b in pairs] if relation else []
        return all(relations.holds(relation, prover.sign(difference)) for difference in differences)
    except (_NeedsSign, NotShown, ArithmeticError, budget.OverBudget):
        return False


def never_zero(notation: Notation, sizes, e: Expression, conditions) -> bool:
    """Whether it is proved that an expression has one sign wherever it has a value and the conditions hold."""
    return e.positive or holds_everywhere(notation, sizes, [(e, ex.number(0))], "\\ne", conditions)


def _equal(notation, sizes, a, b, conditions, signs) -> bool:
    prover = Prover(notation, sizes, signs)
    try:
        prover.assume(conditions)
        numerator, _ = prover.rational(ex.add(a, ex.negative(b)))
        if numerator.is_zero():
            return True
        return any(sign == 0 and (numerator % factor).is_zero() for factor, sign in prover.signs)
    except _NeedsSign as need:
        if len(signs) >= SIGNS:
            return False
        return all(
            _equal(notation, sizes, *_at_zero(prover, need.factor, sign, (a, b)), conditions, {**signs, prover.named(need.factor): sign})
            for sign in (1, -1, 0)
        )
    except (NotShown, ArithmeticError, budget.OverBudget):
        return False


def _at_zero(prover, factor, sign, expressions):
    """Where a leaf is assumed to be 0, put 0 in."""
    if sign == 0:
        for position, key in prover.leaf_of.items():
            if factor == RING.gen(position):
                return [ex.substitute(e, {key: ex.number(0)}) for e in expressions]
    return expressions


def _combination(vector: dict, others: list[dict]) -> list[int] | None:
    """Return integers with which the vectors add up to a vector, None if there are none."""
    rows = [({**other}, {i: Fraction(1)}) for i, other in enumerate(others)]
    rest, used = dict(vector), {}
    for at, (row, made) in enumerate(rows):
        if not row:  # a combination of the others, with fractions
            continue
        pivot = next(iter(row))
        for target, counts in [*rows[at + 1 :], (rest, used)]:
            if pivot in target:
                factor = target[pivot] / row[pivot]
                _subtract(target, row, factor)
                _subtract(counts, made, factor)
    if rest or any(count.denominator != 1 for count in used.values()):
        return None
    return [-int(used.get(i, 0)) for i in range(len(others))]


def _subtract(target: dict, row: dict, factor: Fraction):
    for key, value in row.items():
        target[key] = target.get(key, Fraction(0)) - factor * value
        if not target[key]:
            del target[key]


class Prover(Fractions):
    """Rational functions that expressions are, and their signs."""

    def __init__(self, notation, sizes, assumed):
        super().__init__()
        self.notation, self.sizes, self.assumed = notation, sizes, assumed
        self.signs: list = []  # pairs (factor, sign); polynomials have no hash
        self.leaf_of: dict = {}  # position -> leaf
        self.exponent_of: dict = {}  # position of an exponential -> its exponent
        self.exponents: dict = {}  # denominator -> pairs (exponent as a vector of its terms, position of its exponential)
        self.memo: dict = {}

    # -- conversion

    def rational(self, e: Expression):
        if e not in self.memo:
            self.memo[e] = self.convert(e)
        return self.memo[e]

    def convert(self, e):
        if e.op == "number":
            return RING.constant(fmpq(e.args[0].numerator, e.args[0].denominator)), self.one
        if e.op == "leaf":
            return self.leaf(e.args[0])
        if e.op == "pi":
            return self.generator("pi", True), self.one
        if e.op == "add":
            numerator, denominator = self.rational(e.args[0])
            for part in e.args[1:]:
                n, d = self.rational(part)
                if d == denominator:
                    numerator, denominator = self.reduced(numerator + n, d)
                else:
                    numerator, denominator = self.reduced(self.times(numerator, d) + self.times(n, denominator), self.times(denominator, d))
            return numerator, denominator
        if e.op == "mul":
            numerator, denominator = self.rational(e.args[0])
            for part in e.args[1:]:
                n, d = self.rational(part)
                numerator, denominator = self.reduced(self.times(numerator, n), self.times(denominator, d))
            return numerator, denominator
        if e.op == "pow":
            return self.power(*e.args)
        if e.op == "exp":
            return self.exponential(self.rational(e.args[0]))
        if e.op == "ln":
            return self.logarithm(self.rational(e.args[0]))
        if e.op in ("sin", "cos"):
            return self.generator((e.op, self.text(self.rational(e.args[0])))), self.one
        if e.op == "guard":
            return self.rational(e.args[0])
        if e.op == "max":
            return self.rational(self.largest([(part, part) for part in e.args]))
        if e.op == "kink":
            return self.rational(self.largest(e.args))
        if e.op == "cases":
            for condition, value in e.args:
                if condition is None or self.holds(condition):
                    return self.rational(value)
        raise NotShown

    def text(self, rational) -> tuple:
        return tuple(repr(sorted((tuple(map(int, powers)), str(c)) for powers, c in part.to_dict().items())) for part in rational)

    def leaf(self, key):
        declared = self.notation.names.get(key[0])
        if declared is not None and declared.body is None and declared.domain in VECTORS:
            last = self.sizes[declared.shape[-1]] - 1
            if key[1][-1] == last:  # the components sum to 1
                others = [self.leaf((key[0], (*key[1][:-1], i), key[2]))[0] for i in range(last)]
                return self.one - sum(others, RING.constant(0)), self.one
        positive = declared is not None and declared.body is None and declared.domain in POSITIVE
        generator = self.generator(key, positive)
        self.leaf_of[self.generators[key]] = key
        return generator, self.one

    def power(self, base, exponent):
        if exponent.op != "number":
            return self.rational(ex.exp(ex.mul(exponent, ex.ln(base))))
        value = exponent.args[0]
        numerator, denominator = self.rational(base)
        whole, rest = divmod(value.numerator, value.denominator)
        if abs(whole) > 12:
            raise NotShown
        if whole >= 0:
            result = self.reduced(self.to_power(numerator, whole), self.to_power(denominator, whole))
        else:
            result = self.reduced(self.to_power(denominator, -whole), self.to_power(numerator, -whole))
        if rest:
            root = self.generator(("root", value.denominator, self.text((numerator, denominator))), True)
            result = self.reduced(self.times(result[0], root**rest), result[1])
        return result

    def exponential(self, exponent):
        """A product of powers of the exponentials met before, or a new generator if it is none.

        One generator for the exponential of each sum, and not one for each of its
        terms, keeps softmax over linear scores small enough to prove.
        """
        numerator, denominator = exponent
        vector = {powers: Fraction(int(c.p), int(c.q)) for powers, c in numerator.to_dict().items()}
        if not vector:
            return self.one, self.one
        known = self.exponents.setdefault(self.text((denominator,)), [])
        counts = _combination(vector, [other for other, _ in known])
        if counts is None:
            generator = self.generator(("exp", self.text(exponent)), True)
            position = self.generators["exp", self.text(exponent)]
            self.exponent_of[position] = exponent
            known.append((vector, position))
            return generator, self.one
        result = (self.one, self.one)
        for count, (_, position) in zip(counts, known):
            if abs(count) > 12:
                raise NotShown
            factor = RING.gen(position) ** abs(count)
            result = (self.times(result[0], factor), result[1]) if count > 0 else (result[0], self.times(result[1], factor))
        return self.reduced(*result)

    def logarithm(self, argument):
        """ln u = sum of m ln|f| over the factors of u, wherever u > 0."""
        total = (RING.constant(0), self.one)
        for part, direction in zip(argument, (1, -1)):
            constant, factors = self.factors(part)
            constant = Fraction(int(constant.p), int(constant.q)) if isinstance(constant, fmpq) else Fraction(int(constant))
            for number, sign in ((abs(constant.numerator), 1), (constant.denominator, -1)):
                if number.bit_length() > LONGEST:
                    raise NotShown
                for prime, multiplicity in fmpz(number).factor():
                    factor = self.logarithm_of_prime(int(prime))
                    total = self.reduced(total[0] + direction * sign * int(multiplicity) * factor * total[1], total[1])
            for factor, multiplicity in factors:
                n, d = self.log_of_factor(factor)
                total = self.reduced(total[0] * d + direction * int(multiplicity) * n * total[1], total[1] * d)
        return total

    def log_of_factor(self, factor):
        for position, exponent in self.exponent_of.items():
            if factor == RING.gen(position):
                return exponent
        monic = factor / RING.constant(factor.leading_coefficient())
        correction = self.logarithm((RING.constant(abs(factor.leading_coefficient())), self.one))
        generator = self.logarithm_of(monic)
        return self.reduced(generator * correction[1] + correction[0], correction[1])

    def logarithm_of_prime(self, prime):
        return self.generator(("ln", prime))

    def logarithm_of(self, monic):
        return self.generator(("ln", self.text((monic,))))

    # -- signs

    def largest(self, pairs):
        """Return the value that belongs to the largest argument."""
        best, value = pairs[0]
        for argument, other in pairs[1:]:
            sign = self.sign(self.rational(ex.add(argument, ex.negative(best))))
            if sign == 0 and self.rational(other) != self.rational(value):
                raise NotShown
            if sign > 0:
                best, value = argument, other
        return value

    def sign(self, rational) -> int:
        result = 1
        for part in rational:
            if part.is_zero():
                return 0
            if one := self.sign_of_terms(part):
                result *= one
                continue
            constant, factors = self.factors(part)
            result = result if constant > 0 else -result
            for factor, multiplicity in factors:
                sign = self.sign_of_factor(factor)
                result *= sign if multiplicity % 2 else sign * sign
        return result

    def sign_of_terms(self, polynomial) -> int:
        """Return the sign that all terms of a polynomial have, since what they consist of is positive; 0 if they have none."""
        if not all(i in self.positive for i, degree in enumerate(polynomial.degrees()) if degree):
            return 0
        coefficients = polynomial.coeffs()
        return 1 if all(c > 0 for c in coefficients) else -1 if all(c < 0 for c in coefficients) else 0

    def sign_of_factor(self, factor) -> int:
        if one := self.sign_of_terms(factor):
            return one
        for known, sign in self.signs:
            if factor == known:
                return sign
            if factor == -known:
                return -sign
        name, opposite = self.named(factor), self.named(-factor)
        if name in self.assumed or opposite in self.assumed:
            sign = self.assumed[name] if name in self.assumed else -self.assumed[opposite]
            self.signs.append((factor, sign))
            return sign
        raise _NeedsSign(factor)

    def defined(self, e) -> bool:
        """Whether an expression has a value wherever its parts have one."""
        if e.op == "ln":
            return self.sign(self.rational(e.args[0])) > 0
        if e.op == "pow":
            base, exponent = e.args
            if exponent.op != "number" or exponent.args[0].denominator != 1:
                return self.sign(self.rational(base)) > 0
            return 0 < exponent.args[0] or bool(self.sign(self.rational(base)))
        return e.op in ("number", "leaf", "pi", "add", "mul", "exp", "sin", "cos", "max", "guard")

    def holds(self, condition) -> bool:
        if condition[0] == "and":
            return all(self.holds(part) for part in condition[1:])
        if condition[0] == "or":
            return any(self.holds(part) for part in condition[1:])
        if condition[0] == "distinct":
            a, b = condition[1], condition[2:]
            return all(self.sign(self.rational(ex.add(a, ex.negative(other)))) for other in b)
        sign = self.sign(self.rational(ex.add(condition[1], ex.negative(condition[2]))))
        return relations.holds(condition[0], sign)

    def assume(self, conditions):
        """Take the sign of a factor from a strict condition that has one factor of unknown sign."""
        for condition in conditions:
            parts = condition[1:] if condition[0] == "and" else (condition,)
            for part in parts:
                if part[0] not in ("<", ">"):
                    continue
                rational = self.rational(ex.add(part[1], ex.negative(part[2])))
                unknown, sign = [], 1 if part[0] == ">" else -1
                for polynomial in rational:
                    constant, factors = self.factors(polynomial)
                    sign = sign if constant > 0 else -sign
                    for factor, multiplicity in factors:
                        try:
                            sign *= self.sign_of_factor(factor) ** (multiplicity % 2)
                        except _NeedsSign:
                            unknown.append((factor, multiplicity))
                if len(unknown) == 1 and unknown[0][1] % 2:
                    self.signs.append((unknown[0][0], sign))
