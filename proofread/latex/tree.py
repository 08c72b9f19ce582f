"""The tree of a formula, as it is written: no meaning yet."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Node:
    """One construct: its kind, its parts, and the offset at which it starts; equal trees compare equal.

    Expressions: number(text), infinity(), name(base, subscripts, primes), call(base, subscripts, primes, arguments),
    sum of signed terms add((sign, node), ...), mul(nodes), odot(nodes), div(a, b), binomial(a, b), pow(a, b), transpose(a),
    entry(a, subscripts), function(name, argument), log(base, argument), extreme(max or min, arguments),
    bigop(sum, prod, max, min, argmax or argmin, indices, exclusions, low, high, body), derivative(body, ((variable, order), ...)),
    gradient(variable, order, body), limit(variable, target, side, body), integral(low, high, variable, body),
    cases((value, condition or None), ...), indicator(condition), at(body, ((variable, value), ...)),
    expectation(index, weights, body), matrix(rows), order(body).
    space(sizes), on the right of \\in.
    Statements: chain(expressions, relations), both(statements), either(statements), connected(statements, connectives).
    """

    kind: str
    parts: tuple
    at: int = field(default=0, compare=False)
    span: tuple[int, int] | None = field(default=None, compare=False)  # of its source, without brackets around it


@dataclass(frozen=True)
class Statement:
    """A statement of a formula with the conditions under which it is made, all of it and single rows of it.

    `rows` holds (first relation, last relation + 1, conditions of the relations between).
    """

    node: Node
    conditions: tuple[Node, ...]
    at: int = field(compare=False)
    rows: tuple = ()


@dataclass(frozen=True)
class Formula:
    """What a formula says: its statements, those in the column of reasons too, and what it only mentions."""

    statements: tuple[Statement, ...]
    mentions: tuple[Node, ...]


def walk(node):
    """Yield every node of a tree, the outermost first."""
    if isinstance(node, Node):
        yield node
        for part in node.parts:
            yield from walk(part)
    elif isinstance(node, tuple):
        for part in node:
            yield from walk(part)


def rebuilt(part, change):
    """Return a tree with what `change` returns in the place of each node for which it returns another one, the outermost first."""
    if isinstance(part, tuple):
        return tuple(rebuilt(inner, change) for inner in part)
    if not isinstance(part, Node):
        return part
    changed = change(part)
    return Node(part.kind, rebuilt(part.parts, change), part.at) if changed is None else changed


def renamed(part, letters: dict[str, str]):
    """Return a tree with other letters in the place of some names without subscripts."""

    def change(node):
        letter = letters.get(node.parts[0]) if node.kind == "name" and not node.parts[1] else None
        return letter and Node("name", (letter, *node.parts[1:]), node.at)

    return rebuilt(part, change)
