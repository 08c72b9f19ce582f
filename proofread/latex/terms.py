"""The expressions of the grammar: sums, products, factors, powers, arguments and subscripts."""

from dataclasses import replace

from proofread.latex.cursor import Cursor
from proofread.latex.identifiers import name
from proofread.latex.lexer import CURLY, Token, closing, depths
from proofread.latex.primaries import primary
from proofread.latex.relations import CONNECTIVES, RELATIONS
from proofread.latex.tree import Node
from proofread.latex.vocabulary import AS_ONE, FUNCTIONS, NOT_NAMES, TRANSPOSE

NO_FACTOR = {  # commands that go on with a formula and begin no factor
    *RELATIONS, *CONNECTIVES, "\\cdot", "\\times", "\\odot", "\\top", "\\quad", "\\right", "\\rvert", "\\rVert", "\\end", "\\}", "\\to", "\\in", "\\mid", "\\parallel",
}  # fmt: skip
DEPTH = 60  # nested constructs; Python's own stack would end far later


class Terms(Cursor):
    """Reads expressions; `functions` are the bases of the names that are called."""

    def __init__(self, source: str, functions: frozenset[str] = frozenset()):
        super().__init__(source)
        self.functions = functions
        self.tokens = [self._named_in_words(token) if token.kind == "text" else token for token in self.tokens]
        self.depth = 0
        self.operators: set = set()  # where derivatives and limits stand that apply to what follows
        self.bare: set = set()  # where functions stand whose argument has no brackets
        self.heads: dict = {}  # where names start: where they end, without their arguments
        self.differentials = []  # the variables of the integrals that are open
        self.in_cells = False  # in a matrix & ends the entry
        self.closing_bar = False  # inside |...| the next bar closes

    def _named_in_words(self, token: Token) -> Token:
        """Return words as the name or the function that they are: \\text{Height} if it is declared, \\textrm{tanh}."""
        words = " ".join(token.text.split())
        if f"{AS_ONE}\\text{{{words}}}" in self.functions:
            return replace(token, kind="name", text=f"\\text{{{words}}}")
        return replace(token, kind="symbol", text=f"\\{words}") if f"\\{words}" in FUNCTIONS else token

    def sum(self) -> Node:
        at = self.token.at
        self.depth += 1
        if self.depth > DEPTH:
            self.fail(f"more than {DEPTH} constructs within each other; split the formula")
        sign = self.accept("+", "-")
        terms = [(-1 if sign and sign.text == "-" else 1, self.term())]
        while self.sees("+", "-") or (self.sees("&") and self.ahead().text in ("+", "-") and not self.in_cells and self.aligns()):
            self.accept("&")
            sign, first = self.take(), self.tokens[self.position]
            terms.append((-1 if sign.text == "-" else 1, self.term()))
            if self.reaches(terms[-2][1]) and first.text not in ("\\frac", "\\lim"):
                self.fail("whether the derivative or limit takes this term too can be read in two ways; use brackets", sign.at)
        self.depth -= 1
        return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else self.spanned(Node("add", tuple(terms), at), at)

    def enclosed(self, closing_bar: bool = False) -> Node:
        """Read a sum between brackets, where no bar and no differential of the outside ends it; `closing_bar`: they are bars."""
        outside = self.closing_bar, self.differentials
        self.closing_bar, self.differentials = closing_bar, []
        node = self.sum()
        self.closing_bar, self.differentials = outside
        return node

    def term(self) -> Node:
        at = self.token.at
        factors, hadamard = [self.factor()], False
        while True:
            if self.accept("\\cdot", "\\times"):
                if self.sees("+", "-"):
                    self.fail("a sign after a product sign; use brackets")
                factors.append(self.factor())
            elif self.accept("\\odot"):
                left = self.product(factors, at)
                factors, hadamard = [self.spanned(Node("odot", (left, self.factor()), at), at)], True
            elif self.sees("/"):
                slash = self.take()
                if factors[-1].at in self.bare:
                    self.fail("a function without brackets before / can be read in two ways; use brackets", slash.at)
                above = factors.pop()
                factors.append(self.spanned(Node("div", (above, self.factor()), slash.at), above.span[0]))
                if self.sees("/") or (self.starts_factor() and not self.is_condition()):
                    self.fail("what follows a/b can be read in two ways; write \\frac{...}{...} or brackets")
            elif self.starts_factor() and not self.is_condition():
                indicator = self.token.text == "1" and self.ahead().text == "_"
                if self.token.kind == "number" and (factors[-1].kind == "number" or not indicator):
                    self.fail("a number after a factor can be misread; put it first, or write \\cdot before it")
                if factors[-1].at in self.bare:
                    self.fail("what follows the argument of a function can be read in two ways; use brackets")
                if hadamard:
                    self.fail("a product after \\odot can be read in two ways; use brackets")
                bracket = self.sees("(")
                if self.sees("{") and not (self.ahead().kind == "name" and self.ahead(2).text == "}"):
                    self.fail("braces after a factor look like a lost command or ^; remove them")
                factors.append(self.factor())
                if Node("number", ("0",)) in (factors[-2], factors[-1]):
                    if bracket and factors[-2].kind == "name":
                        self.fail("what stands before (0) is not declared as a function; add its definition to the notation block", at)
                    self.fail("a product with 0 looks like a lost relation", at)
            else:
                return self.product(factors, at)

    def reaches(self, node: Node) -> bool:
        """Whether a term ends with a derivative or limit that applies to what stands after it, without brackets."""
        last = node.parts[-1] if node.kind in ("mul", "odot") else node
        return last.at in self.operators and last.kind in ("derivative", "limit")

    def product(self, factors: list[Node], at: int) -> Node:
        return factors[0] if len(factors) == 1 else self.spanned(Node("mul", tuple(factors), at), at)

    def spanned(self, node: Node, start: int) -> Node:
        """Return a node that knows where it starts and ends; one that was read within brackets knows already."""
        return node if node.span else replace(node, span=(start, self.end()))

    def starts_factor(self) -> bool:
        token, following = self.token, self.ahead()
        if token.kind == "name":  # the d of an open integral ends its body
            varied = following.kind == "name" or (following.kind == "symbol" and following.text.startswith("\\"))
            return not (token.text == "d" and self.differentials and varied)
        if token.kind != "symbol":
            return token.kind == "number"
        if token.text in ("|", "\\|"):
            return not self.closing_bar and following.text != "_"
        return token.text in ("(", "[", "{") or (token.text.startswith("\\") and token.text not in NO_FACTOR)

    def aligns(self) -> bool:
        """Whether the & here aligns the sides of one equation: the first, third, ... of a row; the others begin another equation."""
        before = inside = 0
        for token in reversed(self.tokens[: self.position]):
            if inside or token.text == "\\end":  # a matrix has columns of its own
                inside += (token.text == "\\end") - (token.text == "\\begin")
                continue
            if token.kind == "row" or token.text == "\\begin":
                break
            before += token.kind == "symbol" and token.text == "&"
        return before % 2 == 0

    def is_condition(self, bracket: str = "(") -> bool:
        """Whether a bracket follows that holds a relation of its own."""
        if not self.sees(bracket):
            return False
        inside = self.tokens[self.position : closing(self.tokens, self.position)]
        return any(depth == 1 and token.kind == "symbol" and token.text in RELATIONS for token, depth in depths(inside))

    def primary(self) -> Node:
        start = self.token.at
        return self.spanned(primary(self), start)

    def factor(self) -> Node:
        start, node = self.token.at, self.primary()
        while True:
            at = self.token.at
            if self.accept("^"):
                if node.kind == "pow" and self.tokens[self.position - 2].text not in (")", "]"):
                    self.fail("a power of a power can be read in two ways; use brackets", at)
                node = self.spanned(self.power(node, at), start)
            elif self.sees("'"):
                self.fail("a prime after something that is no function", at)
            elif self.sees("_") and node.kind != "number":  # a name takes its own subscripts, so this one is in brackets
                self.take()
                node = self.spanned(Node("entry", (node, self.subscripts()), at), start)
            else:
                return node

    def power(self, node: Node, at: int) -> Node:
        end = closing(self.tokens, self.position, CURLY) if self.sees("{") else self.position
        written = "".join(token.text for token in self.tokens[self.position : end + 1]).strip("{}")
        if written in ("\\top", "-\\top") or (written == "T" and TRANSPOSE in self.functions):
            self.position = end + 1
            minus_one = Node("add", ((-1, Node("number", ("1",), at)),), at)
            return Node("transpose", (Node("pow", (node, minus_one), at) if written[0] == "-" else node,), at)
        if self.sees("T"):
            self.fail("^T can be a transpose or a power, since T is declared; write ^\\top or ^{T}")
        return Node("pow", (node, self.argument()), at)

    def argument(self, digits: bool = False) -> Node:
        """Read what TeX takes as an argument: a braced expression or a single token; `digits` splits 12 as TeX does."""
        if self.accept("{"):
            node = self.enclosed()
            self.expect("}", " after the argument")
            return node
        token = self.token
        if self.accept("\\infty"):
            return Node("infinity", (1,), token.at)
        if token.kind == "number":
            if digits and len(token.text) > 1 and token.text.isdigit():
                self.tokens[self.position] = Token("number", token.text[1:], token.at + 1, token.end)
                return Node("number", (token.text[0],), token.at, (token.at, token.at + 1))
            if len(token.text) > 1:
                self.fail(f"TeX takes only the first digit of {token.text} here; write {{{token.text}}}")
            self.take()
            return self.spanned(Node("number", (token.text,), token.at), token.at)
        if token.kind == "name" or (token.kind == "symbol" and token.text.startswith("\\") and token.text not in NOT_NAMES):
            self.take()
            self.heads[token.at] = self.end()
            return self.spanned(Node("name", (token.text, (), 0), token.at), token.at)
        self.fail(f"an argument in braces expected, not {self.shown()}")

    def subscripts(self) -> tuple[Node, ...]:
        """Read what follows an underscore: one token, or items in braces, with or without commas."""
        if not self.accept("{"):
            if self.token.kind == "number" and len(self.token.text) > 1:
                self.fail(f"TeX takes only the first digit of {self.token.text}; write {{{self.token.text}}}")
            return (self.index(),)
        found = []
        while not self.sees("}"):
            if self.accept(","):
                continue
            found.append(self.index_sum(primed=True))
        self.take()
        if not found:
            self.fail("an empty subscript")
        return tuple(found)

    def index_sum(self, primed: bool = False) -> Node:
        node = self.index(primed)
        while self.sees("+", "-"):
            sign = self.take()
            node = Node("add", ((1, node), (-1 if sign.text == "-" else 1, self.index(primed))), sign.at)
        return node

    def index(self, primed: bool = False) -> Node:
        """Read an index; within braces a prime makes it another one, outside it is a prime of the name."""
        token = self.token
        if token.kind == "number":
            if not token.text.isdigit():
                self.fail("an index is a whole number")
            if len(token.text) > 1 and self.ahead().text != "}" and self.ahead().text != ",":
                self.fail("several digits can be one index or more; separate them by commas")
            self.take()
            return Node("number", (token.text,), token.at)
        if token.kind == "text" or token.text in ("\\max", "\\min"):
            self.take()
            return Node("name", (token.text.strip(), (), 0), token.at)
        if token.kind == "name" or (token.kind == "symbol" and token.text.startswith("\\")):
            return name(self, index=True, primed=primed)
        self.fail(f"an index expected, not {self.shown()}")
