"""What a display is about: whether it only restates definitions, and which sizes it depends on."""

from proofread.latex.tree import Node, walk
from proofread.meaning import conditions, index_variables
from proofread.meaning.indices import infer, needed
from proofread.meaning.declared import Declared, Notation

MINUS_ONE = Node("add", ((-1, Node("number", ("1",))),))
WITH_SUM = ("simplex", "open simplex", "one-hot", "unit sum")  # the domains whose entries say something of each other


def defines(notation: Notation, links) -> bool:
    """Whether each link of a display has a declared name on its left and, apart from the order of terms, its definition on its right."""
    return bool(links) and all(_defines(notation, link) for link in links)


def names_defined(notation: Notation, link) -> Declared | None:
    """Return the definition whose name alone is the left side of an equation, or None."""
    node = notation.plain(link.left)
    if link.relation not in ("=", ":=") or node.kind not in ("name", "call") or node.parts[2]:
        return None
    key = notation.named(node)
    declared = notation.names.get(key) if key else None
    return declared if declared is not None and declared.body is not None else None


def determines(notation: Notation, side: Node, other: Node, given=()) -> bool:
    """Whether an equation says what a name is: f(z) = ... for every z, by an expression without f, and not f(-z) = ... or f(0) = ..."""
    if side.kind not in ("name", "call") or side.parts[2] or any(_is_equation(node) and _share(notation, node, (side, other)) for node in given):
        return False
    arguments = side.parts[3] if side.kind == "call" else ()
    places = [*arguments, *notation.plain(side).parts[1]]
    free = [node for node in arguments if node.kind == "name" and node.parts[0] not in ("e", "\\pi") and conditions.is_free(notation, node)]
    return len(free) == len(arguments) and len(set(places)) == len(places) and notation.named(side) not in names_within(notation, other)


def _share(notation, one, other) -> bool:
    return not names_within(notation, one).isdisjoint(names_within(notation, other))


def _is_equation(node) -> bool:
    return node.kind == "chain" and all(relation.parts[0] == "=" for relation in node.parts[1])


def names_within(notation: Notation, node, seen: frozenset = frozenset(), parameters=()) -> frozenset:
    """Return the keys of the names that an expression uses, in its definitions too."""
    for part in walk(node):
        key = notation.named(part) if part.kind in ("name", "call") and part.parts[0] not in parameters else None
        if key is not None and key not in seen:
            declared = notation.names[key]
            seen = names_within(notation, declared.body or (), seen | {key}, declared.parameters or ())
    return seen


def inverted(notation: Notation, node) -> list[tuple[Declared, Node]]:
    """Return what is inverted in the definitions of names without arguments that an expression uses, each with its definition.

    A name that is defined by an inverse stands for something only where there is one.
    """
    used = [notation.names[key] for key in sorted(names_within(notation, node), key=repr)]
    plain = [declared for declared in used if declared.body is not None and declared.parameters is None and not declared.subscripts and not needed(notation, declared)]
    return [(declared, part.parts[0]) for declared in plain for part in walk(declared.body) if part.kind == "pow" and part.parts[1] == MINUS_ONE]


def _defines(notation, link) -> bool:
    declared = names_defined(notation, link)
    if declared is None:
        return False
    node = notation.plain(link.left)
    values = dict(zip(declared.parameters or (), node.parts[3] if node.kind == "call" else ()))
    own = node.parts[1][len(node.parts[1]) - len(declared.subscripts) :]
    values |= {letter: subscript for letter, subscript in zip(declared.subscripts, own)}
    return _normal(notation, declared.body, values, {}) == _normal(notation, link.right, {}, {})


def _normal(notation, node, values: dict, bound: dict):
    """Return a tree with its bound letters numbered and the terms of its sums and products sorted."""
    if isinstance(node, tuple):
        return tuple(_normal(notation, part, values, bound) for part in node)
    if not isinstance(node, Node):
        return node
    if node.kind == "name" and not node.parts[1] and not node.parts[2]:
        name = node.parts[0]
        if name in bound:
            return ("bound", bound[name])
        if name in values:
            return _normal(notation, values[name], {}, {})
    if node.kind == "bigop":
        kind, indices, *rest = node.parts
        inner = bound | {index.parts[0]: len(bound) + at for at, index in enumerate(indices)}
        return ("bigop", kind, len(indices), _normal(notation, tuple(rest), values, inner))
    parts = _normal(notation, node.parts, values, bound)
    if node.kind in ("mul", "add"):
        return (node.kind, tuple(sorted(parts, key=repr)))
    return (node.kind, parts)


def sizes(notation: Notation, links) -> list[str]:
    """Return the sizes that a display depends on, in the order of the notation block: those of its sums, columns and matrices.

    A name that can take any value, such as z = w x + b with a free b, hides the sizes of its definition, unless what it
    is made of stands in the display as well.
    """
    trees = tuple(part for link in links for part in (link.left, link.right, *link.conditions))
    outside = _bases(notation, trees)
    found: set[str] = set()
    _collect(notation, trees, None, outside, found, set())
    return [size for size in notation.sizes if size in found]


def _collect(notation, trees, owner: Declared | None, outside, found, seen):
    letters = infer(notation, trees, owner)
    for node in walk(trees):
        if node.kind == "bigop":
            found.update(letters.get(index.parts[0], "") for index in node.parts[1])
        elif node.kind == "expectation":
            found.add(letters.get(node.parts[0].parts[0], ""))
    for node in _names(notation, trees):
        if node.parts[0] in notation.sizes:
            found.add(node.parts[0])
        key = notation.named(node)
        declared = notation.names.get(key) if key else None
        if declared is None or index_variables.is_indicator(declared):
            continue
        found.update(declared.shape[0 if declared.domain in WITH_SUM else len(node.parts[1]) - _labelled(declared, node) :])
        if declared.body is None or key in seen:
            continue
        if conditions.takes_any_value(notation, declared) and not _bases(notation, declared.body) & outside:
            continue
        seen.add(key)
        _collect(notation, declared.body, declared, outside, found, seen)


def _names(notation, trees):
    """Yield the names and calls of a tree, without index letters and labels such as the w of C_w."""
    labels_met = set()
    for node in walk(trees):
        if node.kind in ("name", "call") and id(node) not in labels_met and (node.parts[1] or node.parts[0] not in notation.indices):
            node = notation.plain(node)
            key = notation.named(node)
            if key and _labelled(notation.names[key], node):
                labels_met.add(id(node.parts[1][0]))
            yield node


def _labelled(declared: Declared, node: Node) -> bool:
    return bool(node.parts[1]) and declared.base != node.parts[0]


def _bases(notation, trees) -> set[str]:
    return {node.parts[0] for node in _names(notation, trees)}
