"""Rational functions of some generators, each of which stands for a leaf, an exponential or a logarithm; long ones are refused."""

from flint import fmpq_mpoly_ctx

from proofread.expressions import budget

GENERATORS = 64
TERMS = 1500  # of a polynomial; larger ones are left to the points
WORK = 200_000  # of one product: pairs of terms
DEGREE = 60  # of a polynomial that is factored, in all its variables together
FACTORED = 300  # terms of a polynomial that is factored

RING = fmpq_mpoly_ctx.get([f"g{i}" for i in range(GENERATORS)], "lex")


class NotShown(Exception):
    """This expression is beyond the prover."""


class Fractions:
    """Numerators and denominators in the ring of all generators."""

    def __init__(self):
        self.generators: dict = {}  # what a generator stands for -> its position
        self.positive: set = set()  # positions
        self.one = RING.constant(1)

    def generator(self, meaning, positive=False):
        if meaning not in self.generators:
            if len(self.generators) == GENERATORS:
                raise NotShown
            self.generators[meaning] = len(self.generators)
            if positive:
                self.positive.add(self.generators[meaning])
        return RING.gen(self.generators[meaning])

    def named(self, factor) -> str:
        """Name a factor by what its generators stand for, which their positions do not tell."""
        names = {position: repr(meaning) for meaning, position in self.generators.items()}
        parts = []
        for powers, coefficient in sorted(factor.to_dict().items()):
            parts.append((str(coefficient), tuple(sorted((names[i], int(p)) for i, p in enumerate(powers) if p))))
        return repr(sorted(parts))

    def reduced(self, numerator, denominator):
        if denominator.is_zero():
            raise NotShown
        if len(numerator) > TERMS or len(denominator) > TERMS:
            raise NotShown
        if denominator.is_constant():
            return numerator / denominator, self.one
        if len(numerator) * len(denominator) > WORK:
            raise NotShown
        budget.spend(20 + len(numerator) * len(denominator), "proof")
        common = numerator.gcd(denominator)
        return numerator / common, denominator / common

    def times(self, a, b):
        """Return the product of two polynomials, refused before it is computed if it could be long."""
        work = len(a) * len(b)
        if work > WORK:
            raise NotShown
        budget.spend(5 + work // 4, "proof")
        return a * b

    def to_power(self, polynomial, exponent: int):
        result = self.one
        for _ in range(exponent):
            result = self.times(result, polynomial)
        return result

    def factors(self, polynomial):
        if len(polynomial) > FACTORED or sum(map(int, polynomial.degrees())) > DEGREE:
            raise NotShown
        budget.spend(20 + len(polynomial) ** 2, "proof")
        return polynomial.factor()

    def gen(self, position):
        return RING.gen(position)
