"""What may have gone wrong in a false link: a factor, a sign, two letters swapped."""

from fractions import Fraction

from flint import arb, ctx

from proofread.errors import FormulaError
from proofread.letters import free
from proofread.numeric import Evaluator, Undefined
from proofread.tree import Node


def hint(notation, link, rng) -> str:
    """Return a remark to add to the message, or nothing."""
    if link.relation != "=":
        return ""
    try:
        ratio = _ratio(notation, link, rng)
        if ratio is not None:
            if ratio == -1:
                return "; right = -1 x left at every point (a sign?)"
            size = next((name for name, values in notation.sizes.items() if ratio in (values[0], Fraction(1, values[0]))), None)
            why = f" (a missing or extra {size}?)" if size else ""
            return f"; right = {ratio} x left at every point{why}"
        pair = _swapped(notation, link, rng)
        return f"; the sides are equal with {pair[0]} and {pair[1]} swapped" if pair else ""
    except (FormulaError, Undefined, ArithmeticError):
        return ""


def _ratio(notation, link, rng) -> Fraction | None:
    """Return the constant c with right = c x left, at several points of the first sizes, if there is one."""
    values = [value for value in _values(notation, link, rng, 4) if not value[0].contains(0)]
    ratios = [right / left for left, right in values]
    if len(ratios) < 3 or any(not (ratio - ratios[0]).contains(0) for ratio in ratios) or ratios[0].contains(0):
        return None
    middle = Fraction(float(ratios[0].mid())).limit_denominator(64)
    ctx.prec = 200
    close = ratios[0] - arb(middle.numerator) / middle.denominator
    return middle if close.contains(0) and middle != 1 else None


def _values(notation, link, rng, count):
    from proofread.links import _pairs, conditions_of, instances
    from proofread.points import points

    for instance in list(instances(notation, link, rng))[:4]:
        left, right = (instance.meaning.of(side, instance.environment) for side in (link.left, link.right))
        conditions = conditions_of(notation, link, instance)
        for a, b in _pairs(left, right, link):
            for point in points(notation, instance.meaning.sizes, a.leaves | b.leaves, conditions, rng, ("generic",) * count):
                ctx.prec = 200
                evaluator = Evaluator(point)
                yield evaluator.decide(lambda: evaluator.value(a)), evaluator.decide(lambda: evaluator.value(b))
        if len(dict(instance.environment.indices)) == 0:
            return


def _swapped(notation, link, rng):
    letters = sorted(free(notation, (link.left, link.right)))
    for i, first in enumerate(letters):
        for second in letters[i + 1 :]:
            if notation.indices[first] != notation.indices[second]:
                continue
            swapped = type(link)(
                link.left, _exchange(link.right, {first: second, second: first}), link.relation, link.at, link.conditions
            )
            found = list(_values(notation, swapped, rng, 2))
            if found and all((a - b).contains(0) for a, b in found):
                return first, second
    return None


def _exchange(node, letters):
    if isinstance(node, tuple):
        return tuple(_exchange(part, letters) for part in node)
    if not isinstance(node, Node):
        return node
    if node.kind == "name" and node.parts[0] in letters and not node.parts[1]:
        return Node("name", (letters[node.parts[0]], (), 0), node.at)
    return Node(node.kind, tuple(_exchange(part, letters) for part in node.parts), node.at)
