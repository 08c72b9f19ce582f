"""What may have gone wrong in a false link: a factor, a sign, two letters swapped."""

from fractions import Fraction

from flint import arb, ctx

from proofread.expressions import expression as ex
from proofread.expressions.numeric import Evaluator
from proofread.expressions.outcomes import NO_VALUE
from proofread.latex.errors import FormulaError
from proofread.latex.tree import renamed, walk
from proofread.latex.writer import expression
from proofread.meaning.indices import free
from proofread.meaning.meanings import MINUS_ONE
from proofread.verdicts.link import conditions_of, entry_pairs, instances
from proofread.verdicts.points import points


def hint(notation, link, rng, message: str) -> str:
    """Return a remark to add to the message, or nothing."""
    singular = message.count("division by zero") and _inverted(notation, link)
    if singular:
        return f"; an inverse has a value only where the determinant is not 0: say so with \\text{{if }} \\det {singular} \\ne 0"
    if link.relation != "=":
        return ""
    try:
        ratios = _ratios(notation, link, rng)
        if ratios:
            return _of_ratios(notation, ratios)
        pair = _swapped(notation, link, rng)
        return f"; the sides are equal with {pair[0]} and {pair[1]} swapped" if pair else ""
    except (FormulaError, *NO_VALUE, ArithmeticError):
        return ""


def _inverted(notation, link) -> str:
    """Return a matrix of which a link has the inverse, as it is written; "" if there is none."""
    for node in walk((link.left, link.right)):
        if node.kind == "pow" and node.parts[1] == MINUS_ONE:
            names = [notation.names.get(notation.named(part)) for part in walk(node.parts[0]) if part.kind == "name"]
            if any(declared is not None and len(declared.shape) == 2 for declared in names):
                return expression(node.parts[0]) if node.parts[0].kind == "name" else f"({expression(node.parts[0])})"
    return ""


def _of_ratios(notation, ratios) -> str:
    sizes, ratio = ratios[0]
    if all(other == -1 for _, other in ratios):
        return "; right = -1 x left at every point (a sign?)"
    for name in notation.sizes:  # a size is to blame only if the ratio follows it through all combinations
        if len({combination[name] for combination, _ in ratios}) > 1:
            if all(other == combination[name] for combination, other in ratios):
                return f"; right = {ratio} x left where {name} = {sizes[name]} (a missing 1/{name}, or a factor {name} too many?)"
            if all(other * combination[name] == 1 for combination, other in ratios):
                return f"; right = {ratio} x left where {name} = {sizes[name]} (a missing {name}, or a factor 1/{name} too many?)"
    return f"; right = {ratio} x left at every point" if all(other == ratio for _, other in ratios) else ""


def _ratios(notation, link, rng) -> list:
    """Return (sizes, c) with right = c x left at several points, for each combination of sizes, if there always is such a c."""
    found = []
    for combination in notation.combinations() if notation.sizes else [{}]:
        values = [pair for pair in _values(notation, link, rng, 4, combination) if not pair[0].contains(0)]
        ratios = [right / left for left, right in values]
        if len(ratios) < 3:
            continue
        if any(not (ratio - ratios[0]).contains(0) for ratio in ratios) or ratios[0].contains(0):
            return []
        middle = Fraction(float(ratios[0].mid())).limit_denominator(64)
        ctx.prec = 200
        if not (ratios[0] - arb(middle.numerator) / middle.denominator).contains(0):
            return []
        found.append((combination, middle))
    return found if any(ratio != 1 for _, ratio in found) else []


def _values(notation, link, rng, count, combination):
    """Yield the values of the two sides at points, for some of the instances of a combination of sizes."""
    every = [instance for instance in instances(notation, link, rng) if instance.meaning.sizes == combination]
    for instance in every[:4]:
        left, right = (instance.meaning.of(side, instance.environment) for side in (link.left, link.right))
        conditions = conditions_of(notation, link, instance)
        for a, b in entry_pairs(left, right, link):
            leaves = (a.leaves | b.leaves).union(*(e.leaves for e in ex.expressions_in(tuple(conditions))))
            for point in points(notation, combination, leaves, conditions, rng, ("generic",) * count):
                ctx.prec = 200
                evaluator = Evaluator(point)
                yield evaluator.decide(lambda: evaluator.value(a)), evaluator.decide(lambda: evaluator.value(b))


def _swapped(notation, link, rng):
    letters = sorted(free(notation, (link.left, link.right)))
    for i, first in enumerate(letters):
        for second in letters[i + 1 :]:
            if notation.indices[first] != notation.indices[second]:
                continue
            swapped = type(link)(
                link.left, renamed(link.right, {first: second, second: first}), link.relation, link.at, link.conditions
            )
            found = list(_values(notation, swapped, rng, 2, notation.combinations()[0]))
            if found and all((a - b).contains(0) for a, b in found):
                return first, second
    return None
