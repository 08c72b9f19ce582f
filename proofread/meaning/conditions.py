"""Which relations are conditions: what follows `where` or `with` is one only if it fixes something, and a claim otherwise."""

from dataclasses import replace

from proofread.latex.parser import parse
from proofread.latex.tree import Formula, Node, Statement, walk
from proofread.meaning.declared import Notation
from proofread.meaning.indices import free


def read(notation: Notation, source: str, **options) -> Formula:
    """Parse a formula; an equation after `where` or `with` that fixes nothing becomes a claim of its own."""
    formula = parse(source, notation.functions, **options)
    statements = []
    for statement in (_paired(notation, statement) for statement in formula.statements):
        claims: list = []
        whole = _kept(notation, statement.conditions, claims)
        rows = tuple((start, end, _kept(notation, conditions, claims)) for start, end, conditions in statement.rows)
        statements += [replace(statement, conditions=whole, rows=rows), *claims]
    return replace(formula, statements=tuple(statements))


def _paired(notation, statement: Statement) -> Statement:
    """Return a statement whose sums over i < j run over both letters, where j stands nowhere else."""
    nodes = (statement.node, *statement.conditions, *(node for row in statement.rows for node in row[2]))
    others = {node.parts[0] for part in walk(nodes) if part.kind == "bigop" for node in _others(notation, part)}
    for letter in sorted(others):
        paired = _with_letter(notation, statement.node, letter)
        if paired != statement.node and letter not in free(notation, (paired, nodes[1:])):
            statement = replace(statement, node=paired)
    return statement


def _others(notation, bigop: Node) -> list[Node]:
    """Return the letters of an index set that the sum is not said to run over, though it has terms for each of their values."""
    _, indices, excluded, _, _, body = bigop.parts
    found = []
    for part in excluded:
        letter = part.parts[0][1]
        used = part.parts[1][0].parts[0] != "\\ne" or any(node == letter for node in walk(body))
        if letter.kind == "name" and letter.parts[0] in notation.indices and letter not in indices and used:
            found.append(letter)
    return found


def _with_letter(notation, node, letter):
    if isinstance(node, tuple):
        return tuple(_with_letter(notation, part, letter) for part in node)
    if not isinstance(node, Node) or (node.kind == "bigop" and any(index.parts[0] == letter for index in node.parts[1])):
        return node  # in a sum over the letter it has one value
    parts = _with_letter(notation, node.parts, letter)
    if node.kind == "bigop":
        parts = (parts[0], (*parts[1], *(other for other in _others(notation, node) if other.parts[0] == letter)), *parts[2:])
    return Node(node.kind, parts, node.at)


def _kept(notation, conditions, claims) -> tuple:
    found = []
    for node in conditions:
        if node.kind == "where":
            node = node.parts[0]
            if not fixes(notation, node):
                claims.append(Statement(node, (), node.at))
                continue
        found.append(node)
    return tuple(found)


def fixes(notation: Notation, node: Node) -> bool:
    """Whether a relation can be a condition: an equation has a side that is constant or a free variable, or an opaque function."""
    if node.kind != "chain":
        return node.kind in ("both", "either") and all(fixes(notation, part) for part in node.parts)
    sides, relations = node.parts
    if any(relation.parts[0] not in ("=", ":=") for relation in relations):
        return True
    if any(is_free(notation, side) for side in sides) and not _restates(notation, sides):
        return True
    defined = any(is_plain(side) and notation.named(side) for side in sides if side.kind == "name")
    return not defined and of_any_function(notation, sides)


def _restates(notation, sides) -> bool:
    """Whether an equation has a name on one side, and on the other something made of itself, or of the names of its definition."""
    for side, other in (sides, sides[::-1]) if len(sides) == 2 else ():
        declared = notation.names.get(notation.named(side)) if side.kind == "name" else None
        if declared is not None and not is_plain(other):
            if {*(_names(declared.body) if declared.body else _names(side))} <= {*_names(other)}:
                return True
    return False


def _names(node):
    return (part.parts[0] for part in walk(node) if part.kind in ("name", "call"))


def of_any_function(notation, sides) -> bool:
    """Whether a function that is not defined occurs in some expressions."""
    keys = [notation.named(part) for part in walk(tuple(sides)) if part.kind in ("name", "call")]
    return any(key is not None and notation.names[key].domain == "smooth function" for key in keys)


def is_free(notation: Notation, node: Node) -> bool:
    """Whether a side is constant, or a variable that no definition restricts."""
    names = [part for part in walk(node) if part.kind in ("name", "call") and not _is_index(notation, part)]
    keys = [notation.named(part) for part in names]
    constant = all(part.parts[0] in notation.sizes for part in names)
    return constant or (is_plain(node) and all(key is not None and takes_any_value(notation, notation.names[key]) for key in keys))


def takes_any_value(notation, declared) -> bool:
    """Whether nothing restricts a name: it has no definition, or one with a real variable as a term of its own, as in w x + b."""
    if declared.body is None:
        return True
    terms = [term for _, term in declared.body.parts] if declared.body.kind == "add" and not declared.parameters else []
    for term in terms:
        key = notation.named(term) if term.kind == "name" else None
        others = [part for other in terms if other is not term for part in walk(other)]
        if key is not None and notation.names[key].domain == "real" and term not in others:
            return True
    return False


def _is_index(notation, node) -> bool:
    return node.kind == "name" and node.parts[0] in notation.indices and not node.parts[1]


def is_plain(node: Node) -> bool:
    """Whether a side is a name or a number, with or without a sign."""
    if node.kind == "add" and len(node.parts) == 1:
        node = node.parts[0][1]
    return node.kind in ("name", "number")
