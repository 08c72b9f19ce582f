"""The declarations of a page: names with their domains and definitions, sizes, index letters, and claims about code."""

import re
from dataclasses import dataclass, field

from proofread.latex.errors import FormulaError
from proofread.latex.identifiers import COLUMN
from proofread.latex.tree import Node, walk
from proofread.latex.vocabulary import AS_ONE, HIDDEN, TRANSPOSE

AS_ONE_NAME = re.compile(r"\\text\{.*|.*(?:\^\d|')")


@dataclass
class Declared:
    """A name of the notation: a variable with a domain, or a definition with a body."""

    base: str
    subscripts: tuple[str, ...]  # its index letters
    parameters: tuple[str, ...] | None  # None: no function
    line: int
    source: str
    meaning: str
    domain: str = ""
    shape: tuple[str, ...] = ()  # the size of each subscript
    hidden: tuple[str, ...] = ()  # the index letters it depends on without showing them
    body: Node | None = None
    written: str = ""  # its source
    of: tuple[Node, ...] | None = None  # what an opaque function depends on
    head: Node | None = None
    symbol: str = ""  # the head as it is written
    fixed: bool = False  # the shape is declared, not told from the body
    called: bool = False  # of a variable: its subscripts are written as arguments, p(x)
    array: tuple[str, ...] = ()  # of a variable that is a column or matrix: its sizes
    letters: dict = field(default_factory=dict)  # of a definition: which size each index letter of its body runs over

    @property
    def key(self):
        return (self.base, len(self.subscripts), None if self.parameters is None else len(self.parameters))


@dataclass
class Code:
    """A claim that a function in code agrees with a formula."""

    line: int
    source: str
    formula: Node
    formula_source: str
    module: str
    function: str
    arguments: tuple[Node, ...]


@dataclass
class Notation:
    """All declarations that hold in a page, or in a section of it."""

    sizes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    single: set[str] = field(default_factory=set)  # the sizes that have no other values than those listed
    indices: dict[str, tuple[str, ...]] = field(default_factory=dict)  # letter -> the sizes it may run over
    names: dict[tuple, Declared] = field(default_factory=dict)
    code: list[Code] = field(default_factory=list)
    meanings: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    source: str = ""
    outer: "Notation | None" = None  # the notation around a section with a block of its own
    own_letters: set[str] = field(default_factory=set)  # what such a block declares
    lost: dict[tuple, str] = field(default_factory=dict)  # what the notation around says and this one does not, and why

    @property
    def own(self) -> list[Declared]:
        """The names that this block declares, without those of the notation around it."""
        return [declared for key, declared in self.names.items() if self.outer is None or self.outer.names.get(key) is not declared]

    @property
    def functions(self) -> frozenset[str]:
        """The bases of the names that are called, the primed indices, and the mark of ^T as a transpose where T is no name."""
        found = {declared.base for declared in self.names.values() if declared.parameters is not None or declared.called}
        parameters = {parameter for declared in self.names.values() for parameter in declared.parameters or ()}
        bases = {declared.base for declared in self.names.values()}
        found |= {letter for letter in self.indices if letter.endswith("'")}
        found |= {HIDDEN + base for base in self._hidden()}
        found |= {AS_ONE + base for base in bases if AS_ONE_NAME.fullmatch(base)}
        return frozenset(found if "T" in bases | parameters | {*self.sizes, *self.indices} else found | {TRANSPOSE})

    def _hidden(self) -> set[str]:
        """Return the bases of the names that depend on the example although formulas do not show it, by their definitions too."""
        known = self.__dict__.setdefault("_bases_hidden", {})
        if len(self.names) not in known:
            found = {declared.base for declared in self.names.values() if declared.hidden}
            bodies = [(declared.base, {node.parts[0] for node in walk(declared.body) if node.kind in ("name", "call")}) for declared in self.names.values()]
            while new := {base for base, used in bodies if used & found} - found:
                found |= new
            known[len(self.names)] = found
        return known[len(self.names)]

    def combinations(self) -> list[dict[str, int]]:
        """The sizes to try: the first value of each together, then each other value on its own."""
        first = {name: values[0] for name, values in self.sizes.items()}
        others = [{**first, name: value} for name, values in self.sizes.items() for value in values[1:]]
        return [first, *others]

    def declares(self, base: str) -> bool:
        return any(declared.base == base or base in (declared.parameters or ()) for declared in self.names.values())

    def find(self, base: str, subscripts: tuple, arguments: int | None) -> tuple[Declared, tuple]:
        """Return what a name means and the subscripts that are indices; raise `FormulaError` if it is undeclared."""
        # the first subscript can be a label: W_2, z_{\max}, C_w
        if subscripts and subscripts[0].kind in ("name", "number"):
            labelled = f"{base}_{subscripts[0].parts[0]}"
            found = self._at(labelled, subscripts[1:], arguments)
            if found:
                return found, subscripts[1:]
        found = self._at(base, subscripts, arguments)
        if found:
            return found, subscripts
        if len(subscripts) == 1 and subscripts[0].kind == "number" and len(subscripts[0].parts[0]) > 1:  # w_{12} of a matrix
            digits = tuple(Node("number", (digit,), subscripts[0].at) for digit in subscripts[0].parts[0])
            found = self._at(base, digits, arguments)
            if found and (len(digits) == len(found.subscripts or found.array)):
                return found, digits
        plain = COLUMN.sub(r"\1", base)
        if plain != base and arguments is None:
            try:
                return self.find(plain, subscripts, arguments)
            except FormulaError:
                pass
        raise FormulaError("name", self._undeclared(base, subscripts, arguments))

    def plain(self, node: Node) -> Node:
        """Return a call of a variable such as p(x), whose arguments are indices, as the name it is; any other node as it is."""
        if node.kind == "call":
            base, subscripts, primes, arguments = node.parts
            declared = self.names.get((base, len(subscripts) + len(arguments), None))
            if declared is not None and declared.called:
                return Node("name", (base, (*subscripts, *arguments), primes), node.at)
            if not arguments:  # the f of \frac{df}{dx}
                spelled = [base, *(f"{base}_{subscript.parts[0]}" for subscript in subscripts[:1])]
                found = [d for d in self.names.values() if d.base in spelled and d.parameters]
                if len(found) == 1:
                    own = tuple(Node("name", (parameter, (), 0), node.at) for parameter in found[0].parameters)
                    return Node("call", (base, subscripts, primes, own), node.at)
                return Node("name", (base, subscripts, primes), node.at)
        return node

    def named(self, node: Node) -> tuple | None:
        """Return the key of what a name or call refers to, None for a name with a fixed meaning."""
        node = self.plain(node)
        try:
            return self.find(node.parts[0], node.parts[1], len(node.parts[3]) if node.kind == "call" else None)[0].key
        except FormulaError:
            return None

    def _at(self, base, subscripts, arguments):
        known, key = self.__dict__.setdefault("_found", {}), (base, len(subscripts), arguments, len(self.names))
        if key not in known:
            known[key] = self._looked_up(base, subscripts, arguments)
        return known[key]

    def _looked_up(self, base, subscripts, arguments):
        exact = self.names.get((base, len(subscripts), arguments))
        if exact:
            return exact
        if subscripts:  # an entry of a column or matrix that is declared as a whole
            if arguments is not None:
                return None
            families = [d for d in self.names.values() if d.base == base and d.array and len(d.shape) == len(subscripts)]
            whole = self.names.get((base, 0, None))
            return families[0] if families else whole if whole and whole.body is not None else None
        if (base, 0, arguments) in self.lost:  # and no column of its entries
            return None
        whole = [d for d in self.names.values() if d.base == base and d.key[2] == arguments]
        if len(whole) > 1:
            raise FormulaError("name", f"{base} can be {' or '.join(d.source for d in whole)}; give its subscripts")
        return whole[0] if whole else None

    def _undeclared(self, base, subscripts, arguments) -> str:
        spelled = {base, *(f"{base}_{label.parts[0]}" for label in subscripts[:1])}
        if lost := [why for (other, *_), why in self.lost.items() if other in spelled]:
            return lost[0]
        similar = [d.source for d in self.names.values() if d.base.split("_")[0] == base]
        shown = base + (f" with {len(subscripts)} subscripts" if subscripts else "")
        shown += f" with {arguments} arguments" if arguments is not None else ""
        if similar:
            return f"{shown} is not declared; the notation has {', '.join(similar)}"
        return f"{shown} is not declared; add it to the notation block"
