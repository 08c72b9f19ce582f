"""Compare two sides at one point, in balls: a relation that fails there is refuted."""

from contextlib import suppress
from fractions import Fraction
from itertools import combinations

from flint import arb, ctx

from proofread.expressions import expression as ex, program
from proofread.expressions.integrals import compared
from proofread.expressions.numeric import Evaluator, near, settled
from proofread.expressions.outcomes import INFINITE, NO_VALUE, Undecided, Undefined
from proofread.latex import relations
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node
from proofread.verdicts import limits, symbolic
from proofread.verdicts.link import Link, Refuted, at_point
from proofread.verdicts.points import admitted, corners, ends
from proofread.verdicts.roots import between, lowest, roots
from proofread.verdicts.touching import MEETING, meeting, tight, touching

STARTS = 4  # points from which a touching one under conditions is looked for
NEARLY, EQUAL = 60, 3000  # bits to which two sides agree that count as equal


def compare(notation, a, b, link: Link, evaluator: Evaluator, label, fine: int = NEARLY):
    """Raise `Refuted` if the relation does not hold at the point of an evaluator; sides that agree to `fine` bits are equal."""
    point = evaluator.point
    if "infinity" in (a.op, b.op) and "limit" not in (a.op, b.op):
        raise FormulaError("undecided", INFINITE, link.at)
    if a.op == "limit" or b.op == "limit":
        problem = limits.problem(notation, a, b, link.relation, point)
        if problem:
            raise Refuted(f"{problem}{at_point(notation, point, label)}")
        return
    with suppress(*NO_VALUE):
        if evaluator.decide(lambda: _relation(evaluator, a, b, link, fine)):
            return
    values = []
    for side, e in (("left", a), ("right", b)):
        try:
            values.append(evaluator.decide(lambda e=e: settled(evaluator, e)))
        except Undefined as error:
            raise Refuted(f"the {side} side is undefined: {error}{at_point(notation, point, label)}") from None
    if not evaluator.decide(lambda: _relation(evaluator, a, b, link, fine)):
        ctx.prec = 96
        message = f"left = {shown(values[0])}, right = {shown(values[1])}{at_point(notation, point, label)}"
        raise Refuted(message)


def zeros(notation, pairs, link, found, conditions, label, rng):
    """Raise `Refuted` where a strict inequality, or \\ne, meets a point at which its sides are equal."""
    if link.relation not in ("<", ">", "\\ne"):
        return
    for point in found[:2]:
        single = {end: dict([end]) for change in ends(notation, point) for end in change.items()}
        held = ({}, *single.values(), *ends(notation, point))
        others = [*found[2:], *({**point, **corner} for corner in corners(notation, point, rng))]
        for a, b in pairs:
            for root in (*roots(notation, a, b, point), *between(notation, a, b, point, others)):
                if admitted(root, conditions):
                    raise Refuted(f"the sides are equal{at_point(notation, root, label)}")
            met = lowest(notation, a, b, point, thresholds([(a, b)]))
            joint = [touching(notation, a, b, {**point, **change}, change.keys()) for change in held]
            joint += [meeting(notation, [(a, b), *active], point) for active in active_at(conditions)]
            for root in (*roots(notation, a, b, point, touching=True), *filter(None, (met, *joint))):
                _touch(notation, a, b, link, root, conditions, label)
    for a, b in pairs:
        met = [tight(notation, a, b, active, start) for active in active_at(conditions) for start in found[:STARTS]]
        for root in filter(None, [*met, *(touching(notation, a, b, point) for point in found[2:])]):
            _touch(notation, a, b, link, root, conditions, label)


def active_at(conditions):
    """Yield the pairs of expressions that are equal where conditions are met just so: all equations, with up to two that bound something."""
    equations = [condition[1:] for condition in conditions if condition[0] == "="]
    bounds = [condition[1:] for condition in conditions if condition[0] in ("\\le", "\\ge")][:MEETING]
    for count in range(3):
        yield from ([*equations, *some] for some in combinations(bounds, count) if equations or some)


def _touch(notation, a, b, link, root, conditions, label):
    """Raise `Refuted` if the sides are equal at a point, and say that it is undecided if they are as far as is seen."""
    if not admitted(root, conditions):
        return
    exactly = Evaluator(root)
    if exactly.exact(a) is not None and exactly.exact(a) == exactly.exact(b):
        raise Refuted(f"the sides are equal{at_point(notation, root, label)}")
    raise FormulaError("undecided", f"the sides are equal to some hundred bits{at_point(notation, root, label)}", link.at)


def gaps(notation, sizes, pairs, link, found, conditions, label):
    """Raise `Refuted` where a divisor of one side alone changes its sign, and so is 0, and the other side has a value.

    Where a divisor touches 0 as far as is seen, that is undecided.
    """
    looked = []
    for a, b in pairs:
        for side, e, other in (("left", a, b), ("right", b, a)):
            shared = _divisors(other)
            looked += [(side, divisor, other) for divisor in _divisors(e) if divisor not in shared]
    signed = {divisor: symbolic.never_zero(notation, sizes, divisor, conditions) for divisor in dict.fromkeys(divisor for _, divisor, _ in looked)}
    for point in found:
        for side, divisor, other in looked:
            for root in roots(notation, divisor, ex.number(0), point) if not signed[divisor] else ():
                if admitted(root, conditions) and _gap(Evaluator(root), other, False) is False:
                    raise Refuted(f"the {side} side is undefined: division by zero{at_point(notation, root, label)}")
    for side, divisor, other in looked if found else ():
        for root in roots(notation, divisor, ex.number(0), found[0], touching=True) if not signed[divisor] else ():
            if admitted(root, conditions) and _gap(Evaluator(root), other, False) is False:
                message = f"the {side} side divides by what is 0 to some hundred bits{at_point(notation, root, label)}"
                raise FormulaError("undecided", message, link.at)


def _divisors(e) -> dict:
    """Return what an expression divides by wherever it is evaluated and may be 0, in order; not what it divides by in a case."""
    powers = [part.args for part, *_ in program.of(e).steps if part.op == "pow"]
    return dict.fromkeys(base for base, exponent in powers if base.leaves and not base.positive and exponent.op == "number" and exponent.args[0] < 0)


def thresholds(pairs) -> list[tuple]:
    """Return the pairs of expressions that the cases, kinks and maxima in some sides compare."""
    found = []
    for e in ex.parts_of(e for pair in pairs for e in pair):
        if e.op == "cases":
            found += [pair for condition, _ in e.args for pair in compared(condition)]
        elif e.op == "max":
            found += combinations(e.args, 2)
        elif e.op == "kink":
            found += [(a, b) for i, (a, _) in enumerate(e.args) for b, _ in e.args[:i]]
    return list(dict.fromkeys(found))


def vary(notation, pairs, link: Link, point, label, same=(), known=None, fine: int = NEARLY):
    """Raise `Refuted` if a relation is false at a point beside the usual ones; what is undecided there says nothing.

    `same` are two expressions that are equal at the point, `known` values as of an `Evaluator`, `fine` is that of `compare`.
    """
    evaluator = Evaluator(point, guess=None, known=known)
    evaluator.same = same
    for a, b in pairs:
        try:
            holds = evaluator.decide(lambda: _relation(evaluator, a, b, link, fine))
        except NO_VALUE:
            exactly = near(point) and all(isinstance(value, Fraction) for value in point.values())
            gaps = [_gap(evaluator, e, exactly) for e in (a, b)]
            if (link.relation == "=" or exactly) and None not in gaps and gaps[0] != gaps[1]:
                raise Refuted(f"one side alone is defined{at_point(notation, point, label)}") from None
            if near(point) and not exactly and (True, False) in zip(seeming := [_gap(evaluator, e, True) for e in (a, b)], reversed(seeming)):
                raise FormulaError("undecided", f"one side alone seems to be defined{at_point(notation, point, label)}", link.at) from None
            continue
        if not holds:
            ctx.prec = 96
            values = [evaluator.decide(lambda e=e: settled(evaluator, e)) for e in (a, b)]
            raise Refuted(f"left = {shown(values[0])}, right = {shown(values[1])}{at_point(notation, point, label)}")


def _gap(evaluator, e, exactly: bool) -> bool | None:
    """Whether an expression is undefined at a point and, unless that is known exactly, around it; None where that is not known."""
    try:
        evaluator.decide(lambda: settled(evaluator, e))
    except Undefined as error:
        return exactly or error.around or None
    except Undecided:
        return None
    return False


def _relation(evaluator, a, b, link: Link, fine: int = NEARLY) -> bool:
    if link.relation in ("\\approx", "\\sim"):
        return _approximately(evaluator, a, b, link)
    x, y = settled(evaluator, a), settled(evaluator, b)
    difference = x - y if a is not b else arb(0)
    strict = link.relation in ("<", ">", "\\ne")
    unknown = difference.contains(0) and not difference.is_zero()
    if unknown and None not in (exact := (evaluator.exact(a), evaluator.exact(b))):
        sign = (exact[0] > exact[1]) - (exact[0] < exact[1])
    elif unknown and not strict and _negligible(difference, x, fine):
        sign = 0
    else:
        sign = evaluator.sign(difference)
    return relations.holds(link.relation, sign)


def _negligible(difference: arb, value: arb, fine: int) -> bool:
    """Whether a ball around 0 is so small that only equality explains it."""
    return difference.rad() < arb(2) ** -fine * abs(value.mid()) or difference.rad() < arb(2) ** -max(200, fine)


def _approximately(evaluator, a, b, link: Link) -> bool:
    """Agreement to half a unit of the last digit that is written."""
    literal = next((node for node in (link.right, link.left) if _literal(node)), None)
    if literal is None:
        raise FormulaError("parse", "\\approx is checked against a number; write the digits on one side", link.at)
    if not _literal(literal).strip("0."):
        raise FormulaError("parse", "\\approx 0 says no digit; write a bound, or a limit", link.at)
    digits = (_literal(literal).split(".") + [""])[1]
    unit = Fraction(10) ** (_exponent(literal) - len(digits)) / 2
    difference = abs(settled(evaluator, a) - settled(evaluator, b))
    return evaluator.sign(difference - arb(unit.numerator) / unit.denominator) <= 0


def _literal(node: Node) -> str:
    if node.kind == "add" and len(node.parts) == 1:
        node = node.parts[0][1]
    if node.kind == "mul" and len(node.parts) == 2 and _exponent(node) is not None:
        node = node.parts[0]
    return node.parts[0] if node.kind == "number" else ""


def _exponent(node: Node) -> int | None:
    """Return n of ``... \\cdot 10^n``; 0 where there is no such factor, None where it is no number."""
    if node.kind == "add" and len(node.parts) == 1:
        node = node.parts[0][1]
    if node.kind != "mul":
        return 0
    last = node.parts[-1]
    if last.kind != "pow" or last.parts[0] != Node("number", ("10",)):
        return None
    sign, exponent = last.parts[1].parts[0] if last.parts[1].kind == "add" else (1, last.parts[1])
    if exponent.kind != "number" or not exponent.parts[0].isdigit() or len(exponent.parts[0]) > 3:
        return None
    return sign * int(exponent.parts[0])


def shown(value: arb) -> str:
    return value.str(12, radius=False)
