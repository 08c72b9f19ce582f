"""Integrals in balls: piece by piece between the kinks of the integrand, rigorously on each."""

from collections import Counter
from itertools import combinations

from flint import acb, arb

from proofread.expressions import budget
from proofread.expressions.expression import Expression, add, differentiate, expressions_in, made, negative, rebuild
from proofread.expressions.outcomes import NO_VALUE, Imprecise, Undecided, Undefined

IRREGULAR = (-5, 2.125, 13.5)  # where a kink must be as linear as it seems, if its slope does not tell
FINE = 2.0**-40  # of the radius of an integral
DOUBLED = (4, 65)  # the powers of 2 at which a long way is cut
INTEGRAND, BEYOND = 3000, 300  # evaluations of an integrand, where a smooth one needs some hundred, and far out
FAILED = 12  # points, at most, at which one integral is tried in vain: each takes all its evaluations
COARSE = "this integral is not computed finely enough; split it where its integrand jumps, has no bound or turns fast, or substitute"


def integral(evaluator, low, high, key, body):
    """Integrate piece by piece between the kinks of the integrand, rigorously on each."""
    failed, this = made.setdefault("failed integrals", Counter()), (low, high, body)
    if failed[this] == FAILED:
        raise Undecided(COARSE)
    start, end = evaluator.value(low), evaluator.value(high)
    stops = sorted(_kinks(evaluator, key, body), key=lambda stop: float(stop.mid()))
    if evaluator.sign(end - start) < 0:
        stops.reverse()
    inside = [stop for stop in stops if evaluator.sign((stop - start) * (end - stop)) > 0]
    inside = sorted([*inside, *_doubling(start, end)], key=lambda stop: float(stop.mid()), reverse=bool(end < start))
    total = arb(0)
    for left, right in zip([start, *inside], [*inside, end]):
        middle = (left + right) / 2
        if not (right - left).contains(0) and _tied(evaluator, body, key, middle):
            raise Undecided("a maximum under an integral has no slope where two of its arguments are equal for every value of its variable")
        piece = _without_kinks(evaluator, body, key, middle)
        far = bool(max(abs(left), abs(right)) > arb(2) ** DOUBLED[1])
        part = _smooth(evaluator, piece, key, left, right, BEYOND if far else INTEGRAND)
        if part is None:
            # one within another may be computed yet, in the shorter steps of that, and one that ends far out may be with a nearer end
            failed[this] += not far and not any(isinstance(value, acb) for value in evaluator.point.values())
            raise Undecided(COARSE)
        total = total + part
    return total


def _doubling(start, end) -> list[arb]:
    """Return the powers of 2 between two ends that are far apart, so that each piece is as long as its distance from 0."""
    ends = sorted((start, end), key=lambda place: float(place.mid()))
    powers = [sign * arb(2) ** at for at in range(*DOUBLED) for sign in (1, -1)]
    return [power for power in powers if ends[0] < power < ends[1]]


def _smooth(evaluator, body, key, left, right, evaluations: int):
    """Integrate what has no kinks; return None if it is not computed finely enough."""
    failed = []

    def integrand(t, analytic):
        inner = evaluator.moved({key: t})
        inner.bits, inner.last = evaluator.bits, evaluator.last
        try:
            return acb(inner.value(body))
        except (*NO_VALUE, Imprecise):
            return acb("nan")
        except budget.OverBudget as error:  # flint cannot pass an exception on
            failed.append(error)
            return acb("nan")

    tolerance = arb(2) ** (16 - evaluator.bits)
    result = acb.integral(integrand, acb(left), acb(right), rel_tol=tolerance, abs_tol=tolerance, eval_limit=evaluations).real
    if failed:
        raise failed[0]
    return result if result.is_finite() and result.rad() <= FINE * (1 + abs(result.mid())) else None


def _kinks(evaluator, key, body) -> list[arb]:
    """Return where the maxima, their slopes and the cases of an integrand change their branch; they must be linear in the variable."""
    found = []
    for node in _branching(body, key):
        if node.op in ("max", "kink"):
            pairs = combinations(_compared_in(node), 2)
        else:
            pairs = [pair for condition, _ in node.args for pair in compared(condition)]
        for a, b in pairs:
            if key in a.leaves | b.leaves:
                at = [_difference(evaluator, a, b, key, t) for t in (0, 1)]
                slope = at[1] - at[0]
                if not _straight(a, b, key) and any(
                    evaluator.sign(_difference(evaluator, a, b, key, t) - at[0] - slope * t) for t in IRREGULAR
                ):
                    raise Undecided("a kink under an integral that is not linear in the variable")
                if evaluator.sign(slope) != 0:
                    found.append(-at[0] / slope)
    return found


def _straight(a, b, key) -> bool:
    """Whether the slope of a difference shows that it is linear in a leaf."""
    try:
        return key not in differentiate(add(a, negative(b)), key).leaves
    except ArithmeticError:
        return False


def _difference(evaluator, a, b, key, t):
    inner = evaluator.moved({key: arb(t)})
    return inner.value(a) - inner.value(b)


def _without_kinks(evaluator, body, key, middle):
    """Return the integrand with each maximum, slope of one and each of the cases replaced by its branch at `middle`."""
    if key not in body.leaves:
        return body
    if body.op in ("max", "kink"):
        inner, branches, best = evaluator.moved({key: middle}), _compared_in(body), 0
        for at, other in enumerate(branches):
            best = at if inner.compare(other, branches[best]) > 0 else best
        return _without_kinks(evaluator, branches[best] if body.op == "max" else body.args[best][1], key, middle)
    if body.op == "cases":
        inner = evaluator.moved({key: middle}, evaluator.reached)
        for at, (condition, value) in enumerate(body.args):
            if inner.holds(condition):
                if evaluator.reached is not None and body.place is not None:
                    evaluator.reached.add((body.place, at))
                return _without_kinks(evaluator, value, key, middle)
        raise Undefined("none of the cases applies")
    return body if body.op == "leaf" else rebuild(body, lambda part: _without_kinks(evaluator, part, key, middle))


def _tied(evaluator, body, key, middle) -> bool:
    """Whether two arguments of a maximum with different slopes are the largest between two kinks: there it has no slope."""
    inner = evaluator.moved({key: middle})
    for node in _branching(body, key):
        if node.op == "kink":
            largest = {slope for argument, slope in node.args if all(inner.compare(argument, other) >= 0 for other, _ in node.args)}
            if len(largest) > 1:
                return True
    return False


def _compared_in(node: Expression) -> tuple:
    """Return the arguments of a maximum, or of the slope of one."""
    return node.args if node.op == "max" else tuple(argument for argument, _ in node.args)


def _branching(body: Expression, key):
    """Yield the maxima, their slopes and the cases in an expression that depend on a leaf."""
    if key in body.leaves:
        budget.spend(10)
        if body.op in ("max", "kink", "cases"):
            yield body
        for part in expressions_in(body.args):
            yield from _branching(part, key)


def compared(condition):
    """Yield the pairs of expressions that a condition compares."""
    if condition is None:
        return
    if condition[0] in ("and", "or"):
        for part in condition[1:]:
            yield from compared(part)
    elif condition[0] == "distinct":
        yield from ((a, b) for i, a in enumerate(condition[1:]) for b in condition[1 : i + 1])
    else:
        yield condition[1:]
