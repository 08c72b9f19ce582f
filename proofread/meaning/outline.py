"""Where things stand in the source of a formula: its rows, the symbols of the page in it, and what each step of a chain changes.

All places are spans (start, end) of the source, so that ``source[start:end]`` is what is meant.
"""

from dataclasses import dataclass

from proofread.latex import writer
from proofread.latex.parser import Parser
from proofread.latex.tree import Node, walk
from proofread.meaning import conditions
from proofread.meaning.declared import Declared, Notation
from proofread.meaning.notation import read

Span = tuple[int, int]
ATOMS = ("number", "name", "infinity", "mention", "space")


@dataclass(frozen=True)
class Occurrence:
    """A declared symbol in a formula, with its subscripts and primes and without the arguments of a call."""

    span: Span
    declared: Declared


@dataclass(frozen=True)
class Step:
    """A relation of a chain: `left` and `right` are its sides, `gone` and `new` the parts of each that the other does not have."""

    relation: str
    row: int  # in which its right side stands, counted from 0
    left: Span
    right: Span
    gone: tuple[Span, ...]
    new: tuple[Span, ...]


@dataclass(frozen=True)
class Outline:
    """The rows of a formula, its symbols in order, and the steps of its chains in order."""

    rows: tuple[Span, ...]
    symbols: tuple[Occurrence, ...]
    steps: tuple[Step, ...]


def as_read(source: str, notation: Notation | str = "") -> str:
    """Return a formula as it is understood under the declarations of a page, with every bracket; raise `FormulaError`."""
    return writer.formula(conditions.read(_notation(notation), source, mentions_allowed=True))


def outline(source: str, notation: Notation | str = "") -> Outline:
    """Return the outline of a formula under the declarations of a page; raise `FormulaError` if it cannot be read."""
    notation = _notation(notation)
    parser = Parser(source, notation.functions, mentions_allowed=True)
    tree = parser.formula()
    rows = tuple(parser.rows)
    parts = tuple(part for statement in tree.statements for part in (statement.node, *statement.conditions, statement.rows))
    chains = [chain for statement in tree.statements for chain in _chains(statement.node)]
    steps = [step for chain in chains for step in _steps(chain, rows)]
    return Outline(rows, tuple(_symbols(notation, (*parts, *tree.mentions), parser.heads)), tuple(steps))


def _notation(notation: Notation | str) -> Notation:
    return read(notation) if isinstance(notation, str) else notation


def _chains(node: Node):
    """Yield the chains of a statement, those beside arrows and words too."""
    if node.kind == "chain":
        yield node
    elif node.kind in ("both", "either", "connected"):
        for part in node.parts if node.kind != "connected" else node.parts[0]:
            yield from _chains(part)


def _steps(chain: Node, rows):
    sides, relations = chain.parts
    for left, relation, right in zip(sides, relations, sides[1:]):
        row = next((at for at, (start, end) in enumerate(rows) if start <= right.span[0] < end), len(rows) - 1)
        gone, new = changes(left, right)
        yield Step(relation.parts[0], row, left.span, right.span, gone, new)


def _symbols(notation: Notation, trees, heads: dict):
    """Yield the declared names in some trees, each place once, in order."""
    found = {node.at: node for node in walk(trees) if node.kind in ("name", "call")}
    for at, node in sorted(found.items()):
        key = notation.named(node)
        if key is not None and at in heads:
            yield Occurrence((at, heads[at]), notation.names[key])


def changes(old: Node, new: Node) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the largest parts of each of two trees that the other does not have in their place; the order of terms is no change."""
    if old == new:
        return (), ()
    for kind in ("add", "mul"):
        if kind in (old.kind, new.kind):
            return _of_parts(_parts(old, kind), _parts(new, kind), old, new)
    before, after = _children(old), _children(new)
    if old.kind != new.kind or old.kind in ATOMS or len(before) != len(after) or _frame(old.parts) != _frame(new.parts):
        return (old.span,), (new.span,)
    found = _joined(changes(a, b) for a, b in zip(before, after))
    return found if None not in (*found[0], *found[1]) else ((old.span,), (new.span,))


def _of_parts(before: list, after: list, old: Node, new: Node):
    """Compare the terms of two sums, or the factors of two products."""
    kept = []
    for part in before:
        if part in after:
            after.remove(part)
            kept.append(part)
    for part in kept:
        before.remove(part)
    if not kept and len(before) != len(after):
        return (old.span,), (new.span,)
    if len(before) == len(after) and all(a[0] == b[0] and a[1].kind == b[1].kind for a, b in zip(before, after)):
        return _joined(changes(a, b) for (_, a), (_, b) in zip(before, after))
    return tuple(node.span for _, node in before), tuple(node.span for _, node in after)


def _parts(node: Node, kind: str) -> list:
    """Return (sign, node) of the terms of a sum, or of the factors of a product; anything else is the only one."""
    if node.kind != kind:
        return [(1, node)]
    return list(node.parts) if kind == "add" else [(1, part) for part in node.parts]


def _children(node) -> list[Node]:
    parts = node.parts if isinstance(node, Node) else node
    return [n for part in parts for n in ([part] if isinstance(part, Node) else _children(part) if isinstance(part, tuple) else [])]


def _frame(parts):
    """Return what a node holds beside its children, such as the order of a derivative."""
    return tuple(None if isinstance(part, Node) else _frame(part) if isinstance(part, tuple) else part for part in parts)


def _joined(pairs):
    found = list(pairs)
    return tuple(span for gone, _ in found for span in gone), tuple(span for _, new in found for span in new)
