"""Points where two expressions are equal: a variable is moved until their difference changes its sign.

The root lies in a ball, which the change of sign proves; it is found for one variable, the others stay where they are.
Where the two only touch, their difference is 0 to some hundred bits at its turning point: evidence, and no proof.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache, partial
from itertools import islice, pairwise
from math import inf, isqrt

from flint import arb, ctx, fmpq

from proofread.expressions import budget
from proofread.expressions import expression as ex
from proofread.expressions.numeric import PRECISIONS, Evaluator
from proofread.expressions.outcomes import NO_VALUE, Imprecise
from proofread.expressions.program import ball
from proofread.verdicts.points import FINITE, INSIDE, admitted, domain_of, in_order, sample

GRID = [Fraction(n, 7) for n in (*range(-70, 0, 5), -3, -1, 0, 1, 3, *range(5, 71, 5))]
FINE = [Fraction(n, 97) for n in range(1, 97, 8)]
HALVINGS = 320
BITS = 2 * HALVINGS  # of a difference on the way to a root
NARROW = 80  # halvings after which the difference is small at a root
CLOSE = Fraction(1, 2**40)  # to a root, on either side of it
SIMPLE = 1000  # the largest denominator of a root that is looked for as a fraction
VARIABLES = 4  # that are moved
SOLUTIONS = 6  # of some equations, at most, from one point
STARTS = 3
ALTERNATIVES = 4


def roots(notation, a, b, point: dict, fixed=frozenset(), touching: bool = False) -> Iterator[dict]:
    """Yield points beside a point at which a = b; with `touching`, those at which the sides only touch instead."""
    for c, d in _factors(a, b):
        yield from _roots(notation, c, d, point, fixed, touching)


def _roots(notation, a, b, point: dict, fixed, touching: bool) -> Iterator[dict]:
    keys = in_order(a.leaves | b.leaves)
    free = [key for key in keys if key not in fixed and isinstance(point.get(key), Fraction)]
    for key in [key for key in free if domain_of(notation, key) in (INSIDE.keys() - FINITE)][:VARIABLES]:
        others = tuple(point[other] for other in keys if other != key)
        if all(isinstance(value, Fraction) for value in others):
            place = ("line", a, b, key, others)  # what else varies does not matter to a and b
            line = ex.made[place] = ex.made.get(place) or _Line(a, b, partial(_moved, point, key), {key})
        else:
            line = _Line(a, b, partial(_moved, point, key), {key})
        grid = _grid(domain_of(notation, key))
        yield from (_moved(point, key, at) for at in (line.turning(grid, key) if touching else line.crossings(grid)))


def lowest(notation, a, b, point: dict, thresholds) -> dict | None:
    """Return the point at which the sides are equal as far as is seen, if one variable after the other is moved to where they differ least.

    `thresholds` are pairs of expressions: where two are equal there may be a kink, and no slope tells that the difference turns.
    """
    for key in [key for key in in_order(a.leaves | b.leaves) if isinstance(point.get(key), Fraction)][:VARIABLES]:
        domain = domain_of(notation, key)
        if domain not in INSIDE or domain in FINITE:
            continue
        lines = [_Line(c, d, partial(_moved, point, key), {key}) for c, d in thresholds if key in c.leaves | d.leaves <= point.keys()]
        lines += filter(None, [_Line(a, b, partial(_moved, point, key), {key}).slope(key)])
        places = [*(_moved(point, key, at) for line in lines for at in line.crossings(_grid(domain))), point]
        point = min(places, key=lambda place: _distance(a, b, place))  # of a maximum the part that is not the largest moves as well
    return point if equal_as_seen(a, b, point) else None


def equal_as_seen(a, b, point: dict) -> bool:
    """Whether two sides differ at a point by less than some hundred bits."""
    return _distance(a, b, point) < 2.0**-200


def _distance(a, b, point: dict) -> float:
    """Return how far two sides are apart at most, as far as is seen."""
    difference = _Line(a, b, lambda at: point, set()).difference(None, PRECISIONS[-1])
    return float(abs(difference).upper()) if difference is not None else inf


def _moved(point: dict, key, at) -> dict:
    return {**point, key: at}


@cache
def _grid(domain: str) -> list[Fraction]:
    return sorted({value for value in (*GRID, *FINE) if INSIDE[domain](value)})


def between(notation, a, b, point: dict, others) -> Iterator[dict]:
    """Yield points at which a = b on the way from a point to others; vectors of probabilities move as a whole."""
    steps = [Fraction(n, 16) for n in range(17)]
    for other in others:
        if all(isinstance(value, Fraction) for value in (*point.values(), *other.values())):
            change = {key: other[key] - value for key, value in point.items() if domain_of(notation, key) not in FINITE}
            line = _Line(a, b, lambda at, change=change: point | {key: _on(point[key], at, step) for key, step in change.items()}, change.keys())
            yield from map(line.place, line.crossings(steps))


def edges(notation, a, b, point: dict) -> Iterator[dict]:
    """Yield points at which a = b, and those close to them on both sides."""
    for root in roots(notation, a, b, point):
        yield root
        for key in (key for key, value in root.items() if value is not point[key]):
            for moved in (_on(step, root[key], Fraction(1)) for step in (CLOSE, -CLOSE)):
                if INSIDE[domain_of(notation, key)](moved):
                    yield {**root, key: moved}


def around(corner: dict, point: dict) -> Iterator[dict]:
    """Yield points close to a corner that differ from it where it differs from a point, no two variables by the same."""
    keys = [key for key in in_order(frozenset(corner)) if corner[key] is not point.get(key)]
    for order in (keys, keys[::-1]):
        for step in (CLOSE, -CLOSE):
            yield corner | {key: _on(step * (at + 1), corner[key], Fraction(1)) for at, key in enumerate(order)}


def bands(notation, pairs, point: dict) -> Iterator[dict]:
    """Yield points that differ from one in a variable, each between or outside the places where two of the expressions are equal, or where they turn."""
    for key in [key for key in in_order(frozenset(point)) if isinstance(point[key], Fraction)][:VARIABLES]:
        domain = domain_of(notation, key)
        if domain not in INSIDE or domain in FINITE:
            continue
        lines = [_Line(a, b, partial(_moved, point, key), {key}) for a, b in pairs if key in a.leaves | b.leaves <= point.keys()]
        places = {nearest(at) for line in lines for at in line.crossings(_grid(domain))}
        turns = [slope for line in lines if (slope := line.slope(key))]
        turned = {nearest(at) for slope in turns for at in slope.crossings(_grid(domain))}
        found = sorted(places)
        outside = (found[0] - 1, found[-1] + 1) if found else ()
        wanted = (*turned, *((low + high) / 2 for low, high in pairwise(found)), *outside)
        yield from (_moved(point, key, at) for at in wanted if INSIDE[domain](at))


def nearest(at) -> Fraction:
    """Return a number, or the middle of its ball."""
    if isinstance(at, Fraction):
        return at
    middle = at.mid().fmpq()
    return Fraction(int(middle.p), int(middle.q))


def _on(start: Fraction, at, step: Fraction):
    """Return a place on a line, as a ball if `at` is one."""
    if isinstance(at, Fraction):
        return start + at * step
    return ball(start) + at * ball(step)


def _factors(a, b) -> list[tuple]:
    """Return the factors of what is compared with 0, each with 0, without their powers and bars, so that their zeros are crossings."""
    if not ex.is_number(b, 0) and ex.is_number(a, 0):
        a, b = b, a
    if not ex.is_number(b, 0):
        return [(a, b)]
    if a.op == "mul":
        return [pair for part in a.args if part.leaves for pair in _factors(part, b)]
    return _factors(a.args[0], b) if _positive_power(a) or ex.is_absolute(a) else [(a, b)]


def _positive_power(e) -> bool:
    return e.op == "pow" and e.args[1].op == "number" and e.args[1].args[0] > 0


class _Line:
    """The difference of two expressions on a line; `place` gives the point at a number on it, which moves some leaves."""

    def __init__(self, a, b, place, moved):
        self.a, self.b, self.place, self.moved = a, b, place, moved
        self.still: dict | None = None  # values of what does not move
        self.signs: list = []  # at the places of a grid
        self.crossed: list | None = None  # where the difference is 0, or changes its sign
        self.turned: list | None = None  # where it is 0 as far as is seen, and turns

    def grid(self, places) -> list:
        self.signs = self.signs or [(at, self.sign(at)) for at in places]
        return self.signs

    def crossings(self, places) -> list:
        """Return where the difference is 0, or changes its sign between two places of a grid."""
        if self.crossed is None:
            self.crossed = list(self._crossings(self.grid(places)))
        return self.crossed

    def _crossings(self, found):
        before = None
        for at, sign in found:
            if sign == 0:
                yield at
            elif sign and before and sign != before[1] and before[1]:
                root = self.bisected(*before, at)
                if root is not None and self.meet(root):
                    yield self.exactly(root)
            before = (at, sign) if sign is not None else None

    def exactly(self, root):
        """Return a root as the fraction with a small denominator that it is, or as it was found."""
        if isinstance(root, Fraction):
            return root
        near = Fraction(float(root.mid())).limit_denominator(SIMPLE)
        evaluator = Evaluator(self.place(near))
        values = evaluator.exact(self.a), evaluator.exact(self.b)
        return near if None not in values and values[0] == values[1] and abs(root - ball(near)) < 2.0**-40 else root

    def turning(self, places, key) -> list:
        """Return where the difference is 0 as far as is seen, and turns: its slope changes its sign there."""
        if self.turned is None:
            slope = self.slope(key)
            level = slope.crossings([at for at, sign in self.grid(places) if sign]) if slope else []
            self.turned = [at for at in level if not isinstance(at, Fraction) and self.meet(at)]
        return self.turned

    def slope(self, key) -> "_Line | None":
        """Return the slope of the difference in a variable on this line; None if there is none."""
        try:
            slope = ex.differentiate(ex.add(self.a, ex.negative(self.b)), key)
        except ArithmeticError:
            return None
        return _Line(slope, ex.number(0), self.place, self.moved)

    def sign(self, at) -> int | None:
        evaluator = Evaluator(self.place(at), guess=False, known=self.still)
        budget.spend(50)
        try:
            return evaluator.decide(lambda: evaluator.compare(self.a, self.b))
        except NO_VALUE:
            return None
        finally:
            self.still = evaluator.still(self.moved) if self.still is None else self.still

    def difference(self, at, bits: int) -> arb | None:
        """Return the difference to some bits; None where there is no value."""
        ctx.prec = bits
        evaluator = Evaluator(self.place(arb(at) if isinstance(at, fmpq) else at), guess=False)
        evaluator.bits = bits
        evaluator.memo = {}
        budget.spend(50)
        try:
            found = evaluator.value(self.a) - evaluator.value(self.b)
        except (*NO_VALUE, Imprecise):
            return None
        return found if found.is_finite() else None

    def meet(self, at) -> bool:
        """Whether the difference is continuous and small in the ball where its sign changes, so that it is no pole and no jump."""
        difference = self.difference(at, PRECISIONS[-1])
        return difference is not None and difference.contains(0) and difference.rad() < 2.0**-200

    def bisected(self, low, sign, high):
        """Return the ball between two places of different sign; a fraction if a root is met exactly, None where there is no value.

        The way is cut into pieces, the square of the number before while a straight line points to the right one.
        """
        low, high = (fmpq(end.numerator, end.denominator) for end in (low, high))
        ends = [self.difference(end, BITS) for end in (low, high)]
        pieces, narrow, finest = 2, (high - low) / 2**NARROW, (high - low) / 2**HALVINGS
        while high - low > finest:
            if high - low < narrow:
                narrow = 0
                met = self.difference(_ball(low, high), BITS)
                if met is None or not met.contains(0):  # a pole, or a jump
                    return None
            step = (high - low) / pieces
            at = low + step * _aim(*ends, pieces)
            value, found = self.near(at)
            other = at + step if found == sign else at - step
            if found and other in (low, high):
                beside, beyond = ends[other == high], -found
            else:
                beside, beyond = self.near(other) if found else (None, found)
            if not beyond:
                place = other if found else at
                return Fraction(int(place.p), int(place.q)) if beyond == 0 else None
            if found == sign:
                low, high, ends = (other, high, [beside, ends[1]]) if beyond == sign else (at, other, [value, beside])
            else:
                low, high, ends = (other, at, [beside, value]) if beyond == sign else (low, other, [ends[0], beside])
            pieces = pieces**2 if beyond != found else max(2, isqrt(pieces))
        return _ball(low, high)

    def near(self, at: fmpq) -> tuple:
        """Return the difference at a place, and its sign."""
        value = self.difference(at, BITS)
        if value is not None and not value.contains(0):
            return value, 1 if value > 0 else -1
        return None, self.sign(Fraction(int(at.p), int(at.q)))


def _aim(low: arb | None, high: arb | None, pieces: int) -> int:
    """Return behind which piece of the way a straight line between the two differences meets 0."""
    ctx.prec = BITS
    if pieces == 2 or low is None or high is None or not (part := pieces * low / (low - high)).is_finite():
        return pieces // 2
    return min(max(1, int(part.mid().floor().unique_fmpz())), pieces - 1)


def _ball(low: fmpq, high: fmpq) -> arb:
    ctx.prec = PRECISIONS[-1]
    return arb(low).union(arb(high))


def solutions(notation, sizes, leaves, conditions, rng, touching: bool = False, modes=("generic",) * STARTS) -> list[dict]:
    """Return points that meet conditions, equations among them, which are solved one after the other."""
    found = []
    for equations in islice(_alternatives(conditions), ALTERNATIVES):
        for mode in modes if equations else ():
            point = sample(notation, sizes, leaves, mode, rng)
            some = islice(_solved(notation, equations, point, frozenset(), touching), SOLUTIONS)
            found += [solved for solved in some if admitted(solved, conditions)]
    return found


def equations_of(condition) -> list[tuple]:
    """Return the pairs of expressions that a condition makes equal, whatever else it says."""
    return next((equations for equations in _alternatives([condition])), [])


def _alternatives(conditions) -> Iterator[list]:
    """Yield the equations among conditions, for each choice of one part of those with `or`."""
    if not conditions:
        yield []
        return
    first, *others = conditions
    if first[0] == "and":
        yield from _alternatives([*first[1:], *others])
    elif first[0] == "or":
        for part in first[1:]:
            yield from _alternatives([part, *others])
    else:
        yield from ([first[1:]] * (first[0] == "=") + rest for rest in _alternatives(others))


def _solved(notation, equations, point, fixed, touching):
    if not equations:
        yield point
        return
    a, b = equations[0]
    held, evaluator = fixed | a.leaves | b.leaves, Evaluator(point)
    values = [evaluator.exact(side) for side in (a, b)]
    if None not in values and values[0] == values[1]:  # as it stands, or by the equations before it
        yield from _solved(notation, equations[1:], point, held, touching)
        return
    for side, other, value in ((a, b, values[1]), (b, a, values[0])):
        if side.op == "leaf" and value is not None and (key := side.args[0]) not in fixed | other.leaves and INSIDE.get(domain_of(notation, key), lambda _: False)(value):
            yield from _solved(notation, equations[1:], {**point, key: value}, held, touching)
            return
    for root in roots(notation, a, b, point, fixed, touching):
        yield from _solved(notation, equations[1:], root, held, touching)
