"""Whether a changed formula follows from the original by its form alone, so that the change made no false statement.

No verdict of the checker is used: numbers are computed exactly, and the two trees are compared.
"""

from dataclasses import replace
from fractions import Fraction

from proofread.latex.relations import SIGNS
from proofread.latex.tree import Formula, Node, Statement, rebuilt

STRICT = {"\\le": "<", "\\ge": ">"}
POLYNOMIAL = ("name", "value", "add", "mul")  # such a factor has a value everywhere


def implied(original: Formula, changed: Formula) -> bool:
    """Whether the changed formula says the same as the original, or less."""
    before, after = ([_simple(statement) for statement in formula.statements] for formula in (original, changed))
    return len(before) == len(after) and all(map(_follows, before, after))


def _follows(before: Statement, after: Statement) -> bool:
    if (before.conditions, before.rows) == (after.conditions, after.rows):
        return before.node == after.node or _weaker(before.node, after.node)
    places = [[row[:2] for row in statement.rows] for statement in (before, after)]
    if before.node != after.node or places[0] != places[1]:
        return False
    given = [[statement.conditions, *(row[2] for row in statement.rows)] for statement in (before, after)]
    return all(len(some) == len(others) and all(map(_narrower, some, others)) for some, others in zip(*given))


def _weaker(before: Node, after: Node) -> bool:
    """Whether one chain follows from another: a relation is relaxed, or a bound at an end lies further out by a number."""
    if before.kind != "chain" or after.kind != "chain":
        return False
    (sides, relations), (others, relaxed) = before.parts, after.parts
    if sides == others and len(relations) == len(relaxed):
        return all(map(_relaxes, relations, relaxed))
    if relations != relaxed or len(sides) != len(others):
        return False
    changed = [at for at, (side, other) in enumerate(zip(sides, others)) if side != other]
    if changed not in ([0], [len(sides) - 1]):
        return False
    step = _difference(sides[changed[0]], others[changed[0]])
    last = changed[0] > 0
    outwards = _direction(relations[-1 if last else 0]) * (1 if last else -1)
    return step is not None and step * outwards > 0


def _narrower(given: Node, other: Node) -> bool:
    """Whether what meets a condition `other` meets `given` too: a relation is strict, or a bound lies further in by a number."""
    if given == other:
        return True
    if given.kind != "chain" or other.kind != "chain":
        return False
    (sides, relations), (others, strict) = given.parts, other.parts
    if sides == others and len(relations) == len(strict):
        return all(map(_relaxes, strict, relations))
    changed = [at for at, (side, new) in enumerate(zip(sides, others)) if side != new]
    if relations != strict or len(sides) != len(others) or len(changed) != 1 or _crossed(others, relations):
        return False
    [at] = changed
    step = _difference(sides[at], others[at])
    inwards = [_direction(relation) for relation in relations[at : at + 1]] + [-_direction(relation) for relation in relations[:at][-1:]]
    return step is not None and all(step * direction > 0 for direction in inwards)


def _crossed(sides, relations) -> bool:
    """Whether no number lies between the two ends of a condition."""
    low, high = _value(sides[0]), _value(sides[-1])
    return low is not None and high is not None and (high - low) * _direction(relations[0]) <= 0


def _relaxes(relation: Node, other: Node) -> bool:
    return SIGNS.get(relation.parts[0], {2}) <= SIGNS.get(other.parts[0], set()) or relation == other


def _direction(relation: Node) -> int:
    """Return 1 if the right side is the larger one, -1 if it is the smaller one, 0 for any other relation."""
    return {"<": 1, "\\le": 1, ">": -1, "\\ge": -1}.get(relation.parts[0], 0)


def _difference(before: Node, after: Node) -> Fraction | None:
    """Return by how much a side grows, if it differs from another by a number alone."""
    (rest, number), (others, another) = _split(before), _split(after)
    return another - number if rest == others else None


def _split(node: Node) -> tuple[list, Fraction]:
    terms = node.parts if node.kind == "add" else ((1, node),)
    numbers = [sign * _value(term) for sign, term in terms if _value(term) is not None]
    return [(sign, term) for sign, term in terms if _value(term) is None], sum(numbers, Fraction(0))


def _value(node: Node) -> Fraction | None:
    return node.parts[0] if node.kind == "value" else None


def _simple(statement: Statement) -> Statement:
    """Return a statement with its arithmetic done, its indices that a delta makes equal written alike, and its cases apart."""
    statement = Statement(*map(_folded, (statement.node, statement.conditions)), statement.at, _folded(statement.rows))
    apart = [set(node.parts[0]) for node in statement.conditions if node.kind == "chain" and node.parts[1][0].parts[0] == "\\ne"]

    def strict(node):
        if node.kind != "chain" or set(node.parts[0]) not in apart:
            return None
        sides, relations = node.parts
        return Node("chain", (sides, tuple(Node("relation", (STRICT.get(r.parts[0], r.parts[0]),)) for r in relations)))

    def cased(node):  # whether a case has its end matters only where its sides can be equal
        return Node(node.kind, rebuilt(node.parts, strict)) if node.kind in ("indicator", "cases") else None

    return replace(statement, node=rebuilt(statement.node, cased))


def _folded(node):
    """Return a tree in which arithmetic of numbers alone is done, and terms that are 0 are left out."""
    if isinstance(node, tuple):
        return tuple(map(_folded, node))
    if not isinstance(node, Node):
        return node
    if node.kind == "number":
        return Node("value", (Fraction(node.parts[0]),))
    node = Node(node.kind, _folded(node.parts))
    if node.kind == "add":
        terms = tuple((sign, term) for sign, term in node.parts if _value(term) != 0)
        node = terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else Node("add", terms)
    if node.kind == "mul":
        node = _undelta(node)
    value = _arithmetic(node)
    return node if value is None else Node("value", (value,))


def _arithmetic(node: Node) -> Fraction | None:
    """Return the value of a construct of numbers alone, or None."""
    if node.kind == "mul" and any(_value(factor) == 0 for factor in node.parts) and all(factor.kind in POLYNOMIAL for factor in node.parts):
        return Fraction(0)
    parts = [part for _, part in node.parts] if node.kind == "add" else node.parts[1] if node.kind == "extreme" else node.parts
    if node.kind not in ("add", "mul", "div", "pow", "extreme") or any(not isinstance(part, Node) or part.kind != "value" for part in parts):
        return None
    values = [part.parts[0] for part in parts]
    if node.kind == "add":
        return sum((sign * value for (sign, _), value in zip(node.parts, values)), Fraction(0))
    if node.kind == "mul":
        product = Fraction(1)
        for value in values:
            product *= value
        return product
    if node.kind == "extreme":
        return (max if node.parts[0] == "max" else min)(values)
    if node.kind == "div":
        return values[0] / values[1] if values[1] else None
    base, power = values
    return base**power if power.denominator == 1 and 0 <= power < 9 else None


def _undelta(node: Node) -> Node:
    """Write the second index of a factor delta as the first one in the other factors."""
    for delta in node.parts:
        if delta.kind == "name" and delta.parts[0] == "\\delta" and len(delta.parts[1]) == 2:
            first, second = delta.parts[1]
            others = [part if part is delta else rebuilt(part, lambda index: first if index == second else None) for part in node.parts]
            return Node("mul", tuple(others))
    return node
