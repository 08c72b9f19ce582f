"""A first notation block for a page that has none: what its formulas tell, and a question mark at what they do not.

Sizes come from the bounds of sums and from ``\\in \\mathbb{R}^{n \\times d}``, which tells shapes too; a definition is the
first equation with a name alone on its left side. A bold letter is a column or a matrix, a letter that always stands
before a bracket a function, and every other name a real variable.
"""

import re

from proofread.latex.errors import FormulaError
from proofread.latex.identifiers import COLUMN
from proofread.latex.parser import parse
from proofread.latex.tree import Node, walk
from proofread.latex.writer import expression
from proofread.meaning import notation
from proofread.pages.checker import Checker

NAME = r"(?<![A-Za-z\\{])(\\math[a-z]+\{[A-Za-z]\}|\\[a-z]+|[A-Za-z])(?:_(?:\{[^{}]*\}|[A-Za-z]))?'?\s*"
HEAD = re.compile(NAME + r"(?:\\left)?\([^()=]*\)\s*&?\s*=")
CALLED = re.compile(NAME + r"(?P<bracket>(?:\\left)?\()?")
VALUES = (3, 2, 4, 5, 6)
PARAMETERS = "rtuv"
SPARE = "nmKN"
NO_FUNCTIONS = {"\\frac", "\\sqrt", "\\left", "\\right", "d", *(f"\\{word}" for word in "ln log exp sin cos tanh max min det sum cdot".split())}
FIXED = ("e", "\\pi", "\\delta", "\\mathbb{R}")


def block(sources: list[str]) -> str:
    """Return the lines of a notation block for formulas in the order of their page; each is one that can be read."""
    found = _Found(sources)
    lines: list[str] = []
    waiting: dict = dict.fromkeys((*found.sizes(), *found.indices(), *found.variables(), *found.functions(), *found.definitions()), "")
    refused = len(waiting) + 1
    while len(waiting) < refused:  # a definition may use one that the page has further down
        refused = len(waiting)
        for line in list(waiting):
            try:
                notation.read("\n".join([*lines, line]))
                lines.append(line)
                del waiting[line]
            except FormulaError as error:
                waiting[line] = error.message
    return "\n".join([*lines, *(f"# {line.partition('#')[0].strip()}  # ? {message}" for line, message in waiting.items())])


def for_page(checker: Checker) -> str:
    """Return the notation block for the formulas of a page, with its fence."""
    formulas = sorted((*checker.page.displays, *checker.page.inlines), key=lambda formula: formula.offset)
    return f"```notation\n{block([formula.source for formula in formulas])}\n```"


class _Found:
    """What the formulas of a page tell of its names."""

    def __init__(self, sources):
        before = {match[1] for source in sources for match in CALLED.finditer(source) if not match["bracket"]}
        often = {match[1] for source in sources for match in CALLED.finditer(source) if match["bracket"]} - before
        heads = {match[1] for source in sources for match in HEAD.finditer(source)}
        self.called = frozenset(base for base in heads | often if base not in NO_FUNCTIONS)
        self.runs: dict = {}  # index letter -> its size
        self.shapes: dict = {}  # name -> its sizes
        self.defined: dict = {}  # what is defined -> its definition
        self.names: dict = {}  # base and label -> the subscripts of its first place that has some
        self.arguments: dict = {}  # base of a function -> its arguments at its first place
        self.bound: set = set()  # parameters, and the variables of integrals and limits
        trees = [tree for source in sources if (tree := self._tree(source)) is not None]
        for node in walk(tuple(trees)):
            self._sizes_of(node)
        for tree in trees:
            for node in walk(tree):
                self._meaning_of(node)

    def _tree(self, source):
        try:
            formula = parse(source, self.called | {"^T"}, mentions_allowed=True)
        except FormulaError:
            return None
        return (*(part.node for part in formula.statements), *(node for part in formula.statements for node in part.conditions), *formula.mentions)

    def _sizes_of(self, node: Node):
        if node.kind == "bigop":
            _, letters, _, _, high, _ = node.parts
            for letter in letters:
                if high is not None and high.kind == "name" and not high.parts[1]:
                    self.runs[letter.parts[0]] = high.parts[0]
                self.runs.setdefault(letter.parts[0], "")
        elif node.kind in ("limit", "integral"):
            self.bound.add(node.parts[0 if node.kind == "limit" else 2].parts[0])
        elif node.kind == "chain" and node.parts[1] and node.parts[1][0].parts[0] == "\\in":
            name, place = node.parts[0][0], node.parts[0][1]
            if name.kind == "name" and place.kind == "space":
                self.shapes.setdefault(expression(name), place.parts[0])

    def _meaning_of(self, node: Node):
        if node.kind == "chain" and node.parts[1][0].parts[0] == "=":
            self._definition(*node.parts[0][:2])
        elif node.kind in ("name", "call") and node.parts[0] not in FIXED:
            label = node.parts[1][:1] if node.parts[1] and node.parts[1][0].kind == "number" else ()
            key = node.parts[0], label
            self.names[key] = self.names.get(key) or label or node.parts[1]
            if node.kind == "call":
                self.arguments.setdefault(node.parts[0], node.parts[3])
            for letter in node.parts[1]:
                if letter.kind == "name" and re.fullmatch("[a-z]", letter.parts[0]) and not letter.parts[1]:
                    self.runs.setdefault(letter.parts[0], "")

    def _definition(self, left: Node, right: Node):
        arguments = left.parts[3] if left.kind == "call" else ()
        plain = left.kind in ("name", "call") and not left.parts[2] and all(node.kind == "name" for node in (*arguments, *left.parts[1]))
        used = {node.parts[0] for node in walk(right) if node.kind in ("name", "call")}
        if plain and used and left.parts[0] not in {*self.defined, *used, *FIXED} and {node.parts[0] for node in arguments} <= used:
            self.defined[left.parts[0]] = (expression(left), expression(right))
            self.bound |= {node.parts[0] for node in arguments}

    def _all_sizes(self) -> list[str]:
        told = [size for size in (*self.runs.values(), *(size for shape in self.shapes.values() for size in shape)) if size and not size.isdigit()]
        spare = next((letter for letter in SPARE if (letter, ()) not in self.names), "S")
        return list(dict.fromkeys(told)) or [spare]

    def sizes(self):
        for at, size in enumerate(self._all_sizes()):
            yield f"size {size} = {VALUES[at % len(VALUES)]}" + "  # ?" * (size not in self.runs.values() and not self.shapes)

    def indices(self):
        for letter, size in self.runs.items():
            if letter not in self.bound:
                yield f"index {letter} : {size}" if size else f"index {letter} : {self._all_sizes()[0]}  # ?"

    def variables(self):
        for name, shape in self.shapes.items():
            if name not in self.defined:
                kind = f" {('vector', 'matrix')[len(shape) - 1]} ({', '.join(shape)})" if shape else ""
                yield f"{name} : real{kind}"
        known = {*self.defined, *self._all_sizes(), *self.runs, *self.called, *(name.partition("_")[0] for name in self.shapes)}
        first, *others = self._all_sizes()
        for (base, _), subscripts in self.names.items():
            if base not in known:
                bold = COLUMN.fullmatch(base)
                kind = "" if not bold else f" matrix ({first}, {(*others, first)[0]})" if bold[1].isupper() else f" vector ({first})"
                yield f"{expression(Node('name', (base, subscripts, 0)))} : real{kind}  # ?"

    def functions(self):
        for base in sorted(self.arguments.keys() - self.defined.keys()):
            yield f"{base}({', '.join(PARAMETERS[: len(self.arguments[base])])}) : smooth function  # ?"

    def definitions(self):
        for left, right in self.defined.values():
            yield f"{left} := {right}"
