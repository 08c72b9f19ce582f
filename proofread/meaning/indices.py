"""Index letters: which are free in a formula, which it depends on without showing them, and what each runs over."""

from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node, walk
from proofread.meaning import index_variables
from proofread.meaning.declared import Declared, Notation


def free(notation: Notation, node: Node, parameters: tuple[str, ...] = ()) -> frozenset[str]:
    """Return the index letters that are free in a tree, those that its names depend on included."""
    if isinstance(node, tuple):
        return frozenset().union(*(free(notation, part, parameters) for part in node)) if node else frozenset()
    if not isinstance(node, Node):
        return frozenset()
    if node.kind in ("name", "call"):
        return _of_name(notation, node, parameters)
    if node.kind == "bigop":
        _, indices, excluded, low, high, body = node.parts
        inner = free(notation, (body, *excluded), parameters) - {index.parts[0] for index in indices}
        return inner | free(notation, tuple(part for part in (low, high) if part), parameters)
    if node.kind == "expectation":
        index, weights, body = node.parts
        return free(notation, (body, _indexed(weights, index)), parameters) - {index.parts[0]}
    if node.kind in ("limit", "integral"):
        at = 0 if node.kind == "limit" else 2
        variable = node.parts[at].parts[0]
        return free(notation, node.parts[:at] + node.parts[at + 1 :], (*parameters, variable))
    return frozenset().union(*(free(notation, part, parameters) for part in node.parts)) if node.parts else frozenset()


def _indexed(weights: Node, index: Node) -> Node:
    return Node("name", (weights.parts[0], (*weights.parts[1], index), 0), weights.at)


def _of_name(notation, node, parameters):
    node = notation.plain(node)
    base, subscripts = node.parts[:2]
    arguments = node.parts[3] if node.kind == "call" else ()
    found = free(notation, arguments, parameters)
    spelled = f"{base}_{subscripts[0].parts[0]}" if subscripts else base
    if base in parameters or spelled in parameters:
        left = subscripts if base in parameters else subscripts[1:]
        return found | _index_letters(notation, left)
    if base == "\\delta" and len(subscripts) == 2:
        return found | _index_letters(notation, subscripts)
    if not subscripts and node.kind == "name" and base in notation.indices and (base, 0, None) not in notation.names:
        return found | {base}
    try:
        declared, left = notation.find(base, subscripts, len(arguments) if node.kind == "call" else None)
    except FormulaError as error:
        if base in ("e", "\\pi") or base in notation.sizes:
            return found
        error.at = error.at or node.at
        raise
    return found | _index_letters(notation, left) | frozenset(needed(notation, declared))


def bound(node) -> frozenset[str]:
    """Return the letters that sums and expectations bind somewhere in a tree."""
    own = [node.parts[0]] if isinstance(node, Node) and node.kind == "expectation" else []
    own = node.parts[1] if isinstance(node, Node) and node.kind == "bigop" else own
    parts = node.parts if isinstance(node, Node) else node if isinstance(node, tuple) else ()
    return frozenset(index.parts[0] for index in own).union(*map(bound, parts))


def written(notation: Notation, node, parameters: tuple[str, ...] = ()) -> frozenset[str]:
    """Return the index letters that are free where they are written, and not those on which names depend unseen."""
    visible = {name for part in walk(node) if part.kind in ("name", "call") for name in _index_letters(notation, part.parts[1])}
    visible |= {part.parts[0] for part in walk(node) if part.kind == "name"}
    return free(notation, node, parameters) & visible


def _index_letters(notation, subscripts) -> frozenset[str]:
    found = set()
    for subscript in subscripts:
        if index_variables.find(notation, subscript) is not None:
            found |= free(notation, subscript)
        parts = [part for _, part in subscript.parts] if subscript.kind == "add" else [subscript]
        found |= {part.parts[0] for part in parts if part.kind == "name" and part.parts[0] in notation.indices}
    return frozenset(found)


_open: list = []  # the definitions whose letters are being looked for


def needed(notation: Notation, declared: Declared) -> tuple[str, ...]:
    """Return the letters a name depends on beyond its subscripts, in order."""
    known = notation.__dict__.setdefault("_needed", {})
    if declared.key in known:
        return known[declared.key]
    if declared.key in _open:
        raise FormulaError("notation", f"the definition of {declared.source} refers to itself")
    _open.append(declared.key)
    try:
        found = set(declared.hidden)
        for tree in (declared.body, declared.of):
            if tree is not None:
                found |= free(notation, tree, declared.parameters or ())
    finally:
        _open.pop()
    known[declared.key] = tuple(sorted(found - set(declared.subscripts)))
    return known[declared.key]


def infer(notation: Notation, node, declared: Declared | None = None, parameters: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the size each index letter runs over in a tree, told from the places where it stands."""
    found: dict[str, str] = {}
    if declared:
        found.update(zip(declared.subscripts, declared.shape))
    _collect(notation, node, (declared.parameters or ()) if declared else parameters, found)
    return {letter: found.get(letter, sizes[0]) for letter, sizes in notation.indices.items()}


def _collect(notation, node, parameters, found):
    if isinstance(node, tuple):
        for part in node:
            _collect(notation, part, parameters, found)
        return
    if not isinstance(node, Node):
        return
    if node.kind == "expectation":
        _collect(notation, _indexed(node.parts[1], node.parts[0]), parameters, found)
        _collect(notation, node.parts[2], parameters, found)
        return
    if node.kind in ("limit", "integral"):
        at = 0 if node.kind == "limit" else 2
        parameters = (*parameters, node.parts[at].parts[0])
    if node.kind in ("name", "call"):
        node = notation.plain(node)
        base, subscripts = node.parts[:2]
        if base != "\\delta" and subscripts:
            for size, subscript in zip(*_shape(notation, node, parameters)):
                _note(notation, subscript, size, found)
            _collect(notation, tuple(part for part in subscripts if part.parts[1:2] not in ((), ((),))), parameters, found)
        _collect(notation, node.parts[3] if node.kind == "call" else (), parameters, found)
        return
    for part in node.parts:
        _collect(notation, part, parameters, found)


def _shape(notation, node, parameters):
    base, subscripts = node.parts[:2]
    try:
        declared, left = notation.find(base, subscripts, len(node.parts[3]) if node.kind == "call" else None)
    except FormulaError:
        return (), ()  # reported where its meaning is asked for
    return declared.shape, left


def _note(notation, subscript, size, found):
    if subscript.kind != "name" or subscript.parts[1] or subscript.parts[0] not in notation.indices:
        return
    letter = subscript.parts[0]
    allowed = notation.indices[letter]
    if size not in allowed:
        message = f"the index {letter} runs over {' or '.join(allowed)}, this place over {size}"
        raise FormulaError("shape", message, subscript.at)
    if found.setdefault(letter, size) != size:
        message = f"the index {letter} runs over {found[letter]} in one place and over {size} in this one"
        raise FormulaError("shape", message, subscript.at)
