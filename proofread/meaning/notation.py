"""The notation block of a page: sizes, index letters, variables with their domains, and definitions.

One declaration a line; what follows ``#`` is its meaning in words::

    size n = 3, 1, 4              # number of examples, 1 or more; `size d = 4 only` has no other value
    index x : n
    index j, k : d                # or `d, K`: the use decides which
    w_j : real                    # weight of feature j
    y : [0,1] per x               # target of the example
    \\mathbf{x}_n : real vector (d) # a column for each n; `real matrix (K, d)` likewise
    t_n : index of K              # the class of example n, used as in p_{n, t_n}
    C_x : smooth function of u    # any loss
    \\mathbf{1} : ones (n)
    \\sigma(z) := \\frac{1}{1+e^{-z}}   # sigmoid
    code \\sigma(z) = snippets.sigmoid:sigmoid(z)
"""

import re

from proofread.latex.errors import FormulaError
from proofread.latex.identifiers import name
from proofread.latex.parser import Parser
from proofread.latex.tree import Node, walk
from proofread.latex.vocabulary import AS_ONE
from proofread.meaning import index_variables, inherited
from proofread.meaning.declared import Code, Declared, Notation
from proofread.meaning.indices import bound, infer, needed, written

DOMAINS = ("real", "positive", "nonnegative", "(0,1)", "[0,1]", "{0,1}", "{-1,1}", "simplex", "open simplex", "one-hot", "unit sum")
BUILT_IN = {"e", "\\pi", "\\delta"}
VARIABLE = re.compile(
    r"^(?P<head>.+?)\s+:\s+(?P<domain>[^#(]*?(?:\(0,\s*1\))?)\s*(?:\((?P<shape>[A-Za-z, ]+)\))?\s*(?:per (?P<per>[A-Za-z, ]+))?$"
)
OPAQUE = re.compile(r"^(?P<head>.+?)\s+:\s+smooth function(?: of (?P<of>.+?))?\s*(?:per (?P<per>[A-Za-z, ]+))?$")
KIND = re.compile(r"(?P<domain>.*?)\s*(?:(?P<array>vector|matrix)|index of (?P<size>[A-Za-z]|\\[a-z]+))?")
CODE = re.compile(r"^code\s+(?P<formula>.+)\s=\s*(?P<module>[\w.]+):(?P<function>\w+)\((?P<arguments>.*)\)$")
VALUES_LIMIT = 6
LINE_LIMIT = 4000  # characters of a declaration


def read(source: str, outer: Notation | None = None) -> Notation:
    """Read a notation block, within the notation `outer` that holds around it; raise `FormulaError` whose `at` is the offset in `source`."""
    notation = Notation(source=source) if outer is None else inherited.within(outer, source)
    pending, offset = [], 0
    for number, line in enumerate(source.splitlines(keepends=True)):
        text, _, meaning = line.partition("#")
        if len(text.strip()) > LINE_LIMIT:
            raise FormulaError("notation", f"a declaration of more than {LINE_LIMIT} characters", offset)
        if text.strip():
            try:
                _declare(notation, text.strip(), meaning.strip(), number, pending)
            except FormulaError as error:
                indent = len(text) - len(text.lstrip())
                raise FormulaError(error.kind, error.message, offset + indent + error.at) from None
            except RecursionError:
                raise FormulaError("notation", "too many constructs within each other", offset) from None
        offset += len(line)
    if outer is not None:
        inherited.settle(notation)
    for step in (_body, _code):
        for number, text, declared in pending:
            start = sum(map(len, source.splitlines(keepends=True)[:number]))
            try:
                step(notation, number, text, declared)
            except FormulaError as error:
                raise FormulaError(error.kind, error.message, start + error.at) from None
            except RecursionError:
                raise FormulaError("notation", "too many constructs within each other", start) from None
    _shapes(notation)
    _bodies(notation)
    _check_sizes(notation)
    return notation


def _bodies(notation):
    """Refuse a definition that uses an undeclared name, or itself, whether or not a display uses it."""
    lines = notation.source.splitlines(keepends=True)
    for declared in notation.own:
        if declared.body is not None:
            try:
                needed(notation, declared)
                two = sorted((written(notation, declared.body, declared.parameters or ()) | {*declared.subscripts}) & bound(declared.body))
                if two:
                    raise FormulaError("index", f"the index {two[0]} is free and summed over; give one of the two another letter")
            except FormulaError as error:
                message = f"in the definition of {declared.source}: {error.message}"
                raise FormulaError(error.kind, message, sum(map(len, lines[: declared.line]))) from None


def _shapes(notation):
    """The subscripts of a definition run over what its body says, where its letters have several sizes."""
    for _ in range(2):  # a body may use a name that is declared below
        for declared in notation.own:
            if declared.body is not None and not declared.fixed:
                letters = infer(notation, declared.body, None, declared.parameters or ())
                declared.shape = tuple(letters[letter] for letter in declared.subscripts)


def _declare(notation, text, meaning, number, pending):
    spaced = " ".join(text.split())
    if text.startswith("size "):
        match = re.fullmatch(r"size\s+([A-Za-z]|\\[a-z]+)\s*=\s*([\d,\s]+)(only)?", text)
        values = tuple(int(value) for value in match[2].split(",") if value.strip()) if match else ()
        if not values or not all(1 <= value <= VALUES_LIMIT for value in values):
            raise FormulaError("notation", f"a size is declared as `size n = 3, 1, 4`, with values from 1 to {VALUES_LIMIT}")
        _new(notation, match[1], number)
        inherited.again(notation, match[1])
        notation.sizes[match[1]], notation.meanings[match[1]] = values, meaning
        notation.single |= {match[1]} if match[3] else set()
    elif text.startswith("index "):
        match = re.fullmatch(r"index\s+([A-Za-z, ]+?)\s*:\s*([A-Za-z, ]+)", text)
        if not match:
            raise FormulaError("notation", "an index is declared as `index j, k : d`")
        sizes = tuple(size.strip() for size in match[2].split(","))
        for size in sizes:
            if size not in notation.sizes:
                raise FormulaError("notation", f"the size {size} is not declared above", text.index(":"))
        for letter in map(str.strip, match[1].split(",")):
            inherited.again(notation, letter)
            if letter in notation.indices:
                raise FormulaError("notation", f"the index {letter} is declared twice")
            for primes in inherited.PRIMES:
                notation.indices[letter + primes] = sizes
            notation.meanings[letter] = meaning
    elif ":=" in text or text.startswith("code "):
        pending.append((number, text, None if text.startswith("code ") else _head(notation, text, meaning, number)))
    elif OPAQUE.match(spaced):
        match = OPAQUE.match(spaced)
        for head in _heads(match["head"]):
            declared = _named(notation, head, meaning, number, text)
            declared.domain, declared.hidden = "smooth function", _letters(notation, match["per"])
            declared.of = _arguments(declared, match["of"])
            _add(notation, declared)
    else:
        match = VARIABLE.match(spaced)
        domain = re.sub(r"\s+", "", match["domain"]) if match and match["domain"][:1] in "({[" else match and match["domain"].strip()
        kind = KIND.fullmatch(domain or "")
        domain = kind["domain"] or ("real" if kind["array"] or kind["size"] else "")
        if match and domain not in DOMAINS and domain != "ones":
            raise FormulaError("notation", f"{match['domain'].strip()} is no domain; take one of {', '.join(DOMAINS)}, ones")
        if not match:
            raise FormulaError("notation", f"a variable is declared as `w_j : real`; the domains are {', '.join(DOMAINS)}, ones")
        shape = tuple(size.strip() for size in match["shape"].split(",")) if match["shape"] else ()
        for head in _heads(match["head"]):
            declared = _named(notation, head, meaning, number, text, () if kind["array"] else shape, indexed=True)
            declared.domain, declared.hidden = domain, _letters(notation, match["per"])
            if kind["array"]:
                _array(notation, declared, head, shape, kind["array"])
            if domain in ("simplex", "open simplex", "one-hot", "unit sum") and not declared.shape:
                raise FormulaError("notation", f"{head} is a {domain}, so it needs a subscript, such as {head}_k")
            _add(notation, declared)
            if kind["size"]:
                if kind["size"] not in notation.sizes:
                    raise FormulaError("notation", f"the size {kind['size']} is not declared above")
                declared.domain = "index"
                _add(notation, index_variables.indicators(declared, kind["size"]))


def _array(notation, declared, head, shape, word):
    """Make a declaration that of a whole column or matrix, such as ``x_n : real vector (d)``."""
    if len(shape) != {"vector": 1, "matrix": 2}[word] or not set(shape) <= set(notation.sizes):
        raise FormulaError("notation", f"{head} : ... {word} names its sizes: `x_n : real vector (d)`, `W : real matrix (K, d)`")
    declared.array, declared.shape = shape, (*declared.shape, *shape)


def _arguments(declared, of: str | None) -> tuple[Node, ...]:
    """Return what an opaque function depends on: what is named, or its parameter."""
    if (of is None) == (declared.parameters is None):
        raise FormulaError("notation", "write `f(r) : smooth function` or `C_x : smooth function of z`")
    return tuple(Parser(part).sum() for part in _heads(of)) if of else tuple(Node("name", (name, (), 0)) for name in declared.parameters)


def _heads(text: str) -> list[str]:
    """Split ``p_k, q_k`` at the commas outside braces and brackets."""
    parts, level = [""], 0
    for character in text:
        level += (character in "{(") - (character in "})")
        if character == "," and not level:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _letters(notation, text) -> tuple[str, ...]:
    letters = tuple(letter.strip() for letter in text.split(",")) if text else ()
    for letter in letters:
        if letter not in notation.indices:
            raise FormulaError("notation", f"per {letter}: the index {letter} is not declared above")
    return letters


def _named(notation, head: str, meaning, number, source, shape=(), indexed=False) -> Declared:
    """Read the left side of a declaration; `indexed`: it is a variable, so that its arguments are indices."""
    # at the first reading a bracket after the name is the parameter list of a function
    as_one = frozenset(AS_ONE + found for found in re.findall(r"^(?:\\text\{[^{}]*\}|\\?[A-Za-z]+\^\d)", head))
    base_only = Parser(head, as_one)
    node = name(base_only)
    parser = Parser(head, as_one | {node.parts[0]})
    tree = parser.sum()
    if parser.token.kind != "end" or tree.kind not in ("name", "call"):
        raise FormulaError("notation", f"{head!r} is no name; declare a name or a function of names")
    base, subscripts = tree.parts[0] + "'" * tree.parts[2], tree.parts[1]
    parameters, called = None, tree.kind == "call" and indexed
    if called:
        subscripts = (*subscripts, *tree.parts[3])
    elif tree.kind == "call":
        if any(argument.kind != "name" for argument in tree.parts[3]):
            raise FormulaError("notation", "the arguments of a definition are names", tree.at)
        parameters = tuple(_spelled(argument) for argument in tree.parts[3])
    if subscripts and not _is_index(notation, subscripts[0]):
        base, subscripts = f"{base}_{subscripts[0].parts[0]}", subscripts[1:]
    if not all(_is_index(notation, subscript) for subscript in subscripts):
        raise FormulaError("notation", f"the subscripts of {head!r} are index letters declared above, after at most one label")
    letters = tuple(subscript.parts[0] for subscript in subscripts)
    if shape and len(shape) != len(letters):
        raise FormulaError("notation", f"{head!r} has {len(letters)} subscripts, its shape {len(shape)}")
    for size in shape:
        if size not in notation.sizes:
            raise FormulaError("notation", f"the size {size} is not declared above")
    if not letters and shape:
        raise FormulaError("notation", f"{head!r} has a shape and no subscripts")
    sizes = shape or tuple(notation.indices[letter][0] for letter in letters)
    shown = {"shape": sizes, "head": tree, "fixed": bool(shape), "symbol": head, "called": called}
    return Declared(base, letters, parameters, number, head, meaning, **shown)


def _spelled(node: Node) -> str:
    base, subscripts = node.parts[:2]
    return base + (f"_{subscripts[0].parts[0]}" if subscripts else "")


def _is_index(notation, node: Node) -> bool:
    return node.kind == "name" and node.parts[0] in notation.indices and not node.parts[1]


def _new(notation, name, number):
    if name in notation.lines:
        raise FormulaError("notation", f"{name} is declared twice")
    notation.lines[name] = number


def _add(notation, declared: Declared):
    inherited.again(notation, declared.base)
    if "1}" in declared.base and declared.domain != "ones":
        raise FormulaError("notation", f"{declared.base} is read as ones; declare `{declared.source} : ones` or choose another name")
    kronecker = declared.base == "\\delta" and len(declared.subscripts) == 2
    indexed = declared.base in ("\\delta", "e") and declared.subscripts and not kronecker
    if declared.base in BUILT_IN and (kronecker or not indexed and declared.base != "\\delta"):
        raise FormulaError("notation", f"{declared.base} has a fixed meaning; choose another name")
    if declared.key in notation.names or (declared.base in notation.sizes and not declared.subscripts):
        raise FormulaError("notation", f"{declared.source} is declared twice")
    if declared.parameters is not None and len(set(declared.parameters)) != len(declared.parameters):
        raise FormulaError("notation", f"{declared.source} repeats a parameter")
    if declared.base.endswith("'") or any(d.base.endswith("'") for d in notation.names.values()):
        called = {d.base for d in (declared, *notation.names.values()) if d.parameters is not None}
        if called & {d.base.rstrip("'") for d in (declared, *notation.names.values()) if d.base.endswith("'")}:
            raise FormulaError("notation", f"a prime on a function is its derivative, so {declared.source} cannot be declared beside it")
    power = re.sub(r"\^\d", "", declared.base)
    if any(re.sub(r"\^\d", "", d.base) == power and d.base != declared.base for d in notation.names.values()):
        raise FormulaError("notation", f"{power}^2 can be a name or a power, since {power} is declared too; keep one of them")
    others = [d for d in notation.names.values() if d.base == declared.base]
    if any((d.parameters is None) != (declared.parameters is None) and (d.domain or declared.domain) for d in others):
        raise FormulaError("notation", f"{declared.base} is both a variable and a function; rename one")
    notation.names[declared.key] = declared


def _head(notation, text, meaning, number):
    head = text.split(":=")[0].strip()
    shape = re.search(r"\s:\s*\(([A-Za-z, ]+)\)$", head)
    sizes = tuple(size.strip() for size in shape[1].split(",")) if shape else ()
    head = head[: shape.start()].strip() if shape else head
    declared = _named(notation, head, meaning, number, head, sizes)
    _add(notation, declared)
    return declared


def _body(notation, number, text, declared):
    if declared is None:
        return
    head, _, body = text.partition(":=")
    start = len(head) + 2
    try:
        parser = Parser(body, notation.functions)
        declared.body, declared.written = parser.sum(), body.strip()
        if parser.token.kind != "end":
            parser.fail(f"{parser.shown()} cannot be read here")
    except FormulaError as error:
        raise FormulaError(error.kind, error.message, start + error.at) from None
    used = [node for node in walk(declared.body) if node.kind in ("name", "call")]
    names = {node.parts[0] for node in used} | {_spelled(node) for node in used}
    for parameter in declared.parameters or ():
        if parameter not in names:
            raise FormulaError("notation", f"the parameter {parameter} is not used by the definition of {declared.source}")


def _code(notation, number, text, declared):
    if declared is not None:
        return
    match = CODE.match(text)
    if not match:
        raise FormulaError("notation", "code is declared as `code \\sigma(z) = package.module:function(z)`")

    def expression(source, start):
        try:
            parser = Parser(source, notation.functions)
            node = parser.sum()
            if parser.token.kind != "end":
                parser.fail(f"{parser.shown()} cannot be read here")
            return node
        except FormulaError as error:
            raise FormulaError(error.kind, error.message, start + error.at) from None

    formula = expression(match["formula"], match.start("formula"))
    arguments = tuple(expression(part, match.start("arguments")) for part in _heads(match["arguments"]))
    claim = Code(number, text, formula, match["formula"].strip(), match["module"], match["function"], arguments)
    notation.code.append(claim)


def _check_sizes(notation):
    if len(notation.sizes) > 1 and not any(
        len(set(combination.values())) == len(combination) for combination in notation.combinations()
    ):
        names = ", ".join(notation.sizes)
        raise FormulaError("notation", f"no combination has all of {names} different, so a transpose could hide; change a value")
