"""Read textbook LaTeX: a recursive descent parser that refuses what can be read in two ways.

The grammar, smallest first::

    primary   number | name | call | (sum) | |sum| | \\lVert sum \\rVert | \\frac | derivative | cases | matrix | ...
    factor    primary followed by ^, ^\\top, or _{i, j} after a bracket
    term      factors, joined by juxtaposition, \\cdot, \\times, \\odot or one /
    sum       terms, joined by + and -
    chain     sums, joined by = < > \\le \\ge \\ne \\approx \\sim
    statement chains, joined by "and", "or", \\iff, \\implies, followed by conditions
    formula   statements, in rows of `aligned` or one after another, each with a column of reasons

A name before a bracket is a call if the notation declares a function of that name, and a factor otherwise.
"""

import re
from dataclasses import replace

from proofread.latex.cursor import Cursor
from proofread.latex.errors import FormulaError
from proofread.latex.lexer import Token
from proofread.latex.relations import CONNECTIVES, RELATIONS
from proofread.latex.tree import Formula, Node, Statement, walk
from proofread.latex.vocabulary import ACCENTS, CONDITION_WORDS, FUNCTIONS, NOT_NAMES, TRANSPOSE, TURNING

EQUATING = ("=", ":=", "\\approx", "\\sim", "\\in")
# all the words that introduce a condition, and those that say where an inequality is an equation
INTRODUCING = re.compile(
    r"(?:and |but )?(?:if|for|when|whenever|where|with|at|on|let|provided|as long as)(?: that)?(?: all| every| each| any| both)?|for all"
)
EQUALITY = re.compile(r"with equality (?:(?P<only>(?:exactly|precisely|only) (?:if|when|for|at|where)|if and only if)|(?:if|when|for|at|where))")
DEPTH = 60  # nested constructs; Python's own stack would end far later


class Parser(Cursor):
    """Reads one formula; `functions` are the bases of the names that are called."""

    def __init__(self, source: str, functions: frozenset[str] = frozenset(), mentions_allowed: bool = False, listed: bool = False):
        super().__init__(source)
        self.depth = 0
        self.listed = listed  # commas separate the conditions of a marker
        self.functions = functions
        self.mentions_allowed = mentions_allowed  # in the text a formula need not state anything
        self.in_reasons = False
        self.operators: set = set()  # where derivatives and limits stand that apply to what follows
        self.bare: set = set()  # where functions stand whose argument has no brackets
        self.rows: list = []  # of the outermost environment: where each starts and ends
        self.heads: dict = {}  # where names start: where they end, without their arguments
        self.differentials = []  # the variables of the integrals that are open

    # -- formulas and statements

    def formula(self) -> Formula:
        """Read the whole source."""
        self.statements, self.mentions = [], []
        environment = None
        if self.sees("\\begin"):
            mark = self.position
            self.take()
            environment = self.braced()
            if environment.rstrip("*") not in ("aligned", "align", "gathered", "split"):
                self.position, environment = mark, None
        while True:
            start, first = self.position, self.token.at
            self.row()
            if self.position > start:
                self.rows.append((first, self.end()))
            if self.token.kind == "row":
                self.take()
            elif environment and self.accept("\\end"):
                if self.braced() != environment:
                    self.fail(f"\\end{{{environment}}} expected")
                while self.accept(",", ".", ";"):
                    pass
                break
            else:
                break
        if self.token.kind != "end":
            self.fail(f"{self.shown()} cannot be read here")
        if not self.statements and not self.mentions:
            self.fail("this formula is empty", 0)
        return Formula(tuple(found for statement in self.statements for found in _spread(statement)), tuple(self.mentions))

    def row(self):
        aligned = self.accept("&", "\\quad")
        while self.accept("&", "\\quad"):
            pass
        if self.token.kind in ("row", "end") or self.sees("\\end"):
            return
        if self.sees(*RELATIONS, *CONNECTIVES):
            if not self.statements:
                self.fail("this row continues a chain, but there is none before it")
            self.continued()
        elif aligned and self.sees("+", "-") and self.statements and self.statements[-1].node.kind == "chain":
            self.longer()
        elif self.condition_follows():
            self.under_conditions()
        else:
            self.statement()
        while True:
            if self.separators():
                continue
            if self.token.kind == "text" and self.condition_follows():
                self.late_conditions()
                continue
            if self.sees("&") and self.ahead().text == "&":
                return self.reasons()
            if self.sees("&") and not self.aligns():
                self.take()  # a second pair of columns: another statement
                self.statement()
                continue
            if self.accept("&"):
                self.fail("an & that aligns nothing", self.tokens[self.position - 1].at)
            if self.token.kind in ("row", "end") or self.sees("\\end"):
                return
            if self.token.kind == "text" and not self.condition_follows():
                self.take()
                continue
            before = self.position
            self.statement()
            if self.position == before:
                self.fail(f"{self.shown()} cannot be read here")

    def under_conditions(self):
        """Read ``\\text{if } a > 0 \\text{ then } ...``: conditions before their statement."""
        conditions, before = self.conditions(), len(self.statements)
        while self.accept(",", ".", "\\quad") or (self.token.kind == "text" and self.token.text.strip(" ,.").lower() == "then" and self.take()):
            pass
        at = self.token.at
        self.statement()
        if not conditions or len(self.statements) == before:
            self.fail("conditions, and nothing that they are conditions of", at)
        self.late_conditions(conditions)

    def separators(self) -> bool:
        """Take the marks between two statements of a row; refuse one of which nobody can tell whether it is a condition."""
        first, at, previous = self.position, self.token.at, self.tokens[self.position - 1]
        while self.accept(",", ".", ";", "\\quad"):
            pass
        taken = self.tokens[first : self.position]
        if not taken:
            return False
        if [token.text for token in taken] == [","] and previous.kind == self.token.kind == "number":
            if self.token.at == at + 1 == previous.at + len(previous.text) + 1:
                self.fail("a comma in a number can be read in two ways; write 1500 or 1{,}500, and 0.5", at)
        stated = bool(self.statements) and not self.in_reasons and self.token.kind not in ("text", "row", "end")
        if stated and not self.listed and not self.sees("&", "\\end", *RELATIONS) and not self.is_condition():
            separated = any(token.text in (",", ";", ".") for token in taken)
            if not separated or self.relation_ahead() not in EQUATING:
                message = "a condition stands in brackets or after \\text{if}, a second claim after \\text{and}; this could be either"
                self.fail(message, self.token.at)
        return True

    def relation_ahead(self) -> str:
        """Return the first relation before the end of this statement."""
        for token in self.tokens[self.position :]:
            if token.kind in ("row", "end", "text") or token.text in (",", ";", "\\quad", "&&"):
                break
            if token.kind == "symbol" and token.text in RELATIONS | {"\\in"}:
                return token.text
        return ""

    def aligns(self) -> bool:
        """Whether the & here aligns the sides of one equation: the first, third, ... of a row; the others begin another equation."""
        before = 0
        for token in reversed(self.tokens[: self.position]):
            if token.kind == "row" or token.text == "\\begin":
                break
            before += token.kind == "symbol" and token.text == "&"
        return before % 2 == 0

    def longer(self):
        """Read a row that starts with a sign after &: more terms of the side above."""
        at = self.token.at
        last = self.statements.pop()
        sides, relations = last.node.parts
        more = self.sum()
        if self.relation_follows():
            self.fail("this row could go on with the side above or be an equation of its own; repeat the relation, or leave out &", at)
        terms = more.parts if more.kind == "add" else ((1, more),)
        side = Node("add", ((1, sides[-1]), *terms), sides[-1].at, (sides[-1].span[0], more.span[1]))
        self.attach(Node("chain", ((*sides[:-1], side), relations), last.node.at), last.at, last)

    def statement(self):
        """Read one statement and its conditions; a lone expression is a mention."""
        at = self.token.at
        node = self.connected()
        if node.kind not in ("chain", "both", "either", "connected"):
            if self.conditions():
                self.fail("a condition on something that states nothing", at)
            if not self.in_reasons and not self.mentions_allowed:
                self.fail("this states nothing; a relation is missing", at)
            self.mentions.append(node)
            return
        self.attach(node, at)

    def attach(self, node: Node, at: int, above: Statement | None = None):
        """Add a statement, or the row that goes on from the statement above, with the conditions that follow it."""
        start, rows = (_relations(above.node), above.rows) if above else (0, ())
        self.statements.append(Statement(node, (), at, (*rows, (min(start, _relations(node) - 1), _relations(node), self.conditions()))))

    def continued(self):
        """Read a row that starts with a relation: it goes on from the last chain."""
        last = self.statements.pop()
        if self.sees(*CONNECTIVES):
            node, at = self.connected(last.node), last.at
        else:
            if last.node.kind != "chain":
                self.fail("this row continues a chain, but the row above ends in none")
            node, at = self.connected(self.chain(last.node)), last.at
        self.attach(node, at, last)

    def reasons(self):
        """Read the column of reasons: text, conditions, further statements, and what is only mentioned."""
        while self.accept("&"):
            pass
        self.in_reasons, mentioned = True, len(self.mentions)
        while self.token.kind not in ("row", "end") and not self.sees("\\end"):
            if self.accept(",", ".", ";"):
                continue
            if self.accept("\\quad"):
                continue
            if self.condition_follows() or self.is_condition():
                if self.mentions[mentioned:]:
                    self.fail("a condition on something that states nothing")
                self.late_conditions()
            elif self.token.kind == "text":
                self.take()
            else:
                before, last = self.position, list(self.statements)
                self.statement()
                if len(self.statements) > len(last):  # later rows continue the chain of the rows, not the reason's
                    self.statements = [*last[:-1], self.statements[-1], *last[-1:]]
                if self.position == before:
                    self.fail(f"{self.shown()} cannot be read here")
        self.in_reasons = False

    def late_conditions(self, conditions: tuple = ()):
        """Add conditions to the last row."""
        if not self.statements:
            self.fail("a condition on something that states nothing")
        last = self.statements.pop()
        *rows, (start, end, found) = last.rows
        self.statements.append(replace(last, rows=(*rows, (start, end, found + (conditions or self.conditions())))))

    def condition_follows(self) -> bool:
        """Whether words follow that introduce a condition; refuse words before a formula that say more than that."""
        if self.token.kind != "text" or self.ahead().kind in ("text", "row", "end") or self.ahead().text in ("\\end", "&"):
            return False
        text = " ".join(self.token.text.lower().replace(",", " ").split())
        if INTRODUCING.fullmatch(text) or EQUALITY.fullmatch(text):
            return True
        words = text.split()
        if TURNING.intersection(words) or (words and words[-1] in CONDITION_WORDS):
            message = "only if, for, when, where, with, at, provided that or `with equality if` stand before a condition"
            self.fail(f"what '{text}' says of this condition is not read; {message}")
        return False

    def is_condition(self, bracket: str = "(") -> bool:
        """Whether a bracket follows that holds a relation of its own."""
        if not self.sees(bracket):
            return False
        level = 0
        for token in self.tokens[self.position : self.matching(self.position)]:
            if token.kind == "symbol":
                level += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
                if level == 1 and token.text in RELATIONS:
                    return True
        return False

    def skip_space(self, follows):
        """Take the \\quad before what `follows` tells."""
        mark = self.position
        while self.accept("\\quad"):
            pass
        if self.position > mark and not follows():
            self.position = mark

    def conditions(self) -> tuple[tuple[str, Node], ...]:
        """Read the conditions that follow, each with what introduces it: "(", "where", "equality", "iff" or "if"."""
        found = []
        while True:
            self.skip_space(lambda: self.is_condition() or self.condition_follows())
            if self.is_condition():
                self.take()
                found.append(("(", self.connected()))
                while self.accept(",", ";") or (self.token.kind == "text" and self.take()):
                    found.append(("(", self.connected()))
                self.expect(")")
            elif self.condition_follows():
                text = self.take().text.lower().replace(",", " ").split()
                equality = EQUALITY.fullmatch(" ".join(text))
                word = "if" if not equality and text[-1] not in ("where", "with") else text[-1]
                word = ("iff" if equality["only"] else "equality") if equality else "where" if word in ("where", "with") else "if"
                found.append((word, self.connected()))
                while self.sees(",") and found[-1][1].kind == "chain" and self.relation_before_end():
                    self.take()
                    found.append((word, self.connected()))
                if text[-1] in ("all", "every") and found[-1][1].kind == "name":
                    self.mentions.append(found.pop()[1])
            else:
                break
        for _, node in found:
            if node.kind not in ("chain", "both", "either", "connected"):
                self.fail("a condition needs a relation", node.at)
        return tuple(found)

    def relation_before_end(self) -> bool:
        for token in self.tokens[self.position + 1 :]:
            if token.kind in ("row", "end", "text"):
                return False
            if token.kind == "symbol" and token.text in RELATIONS:
                return True
        return False

    def connected(self, first: Node | None = None) -> Node:
        """Read statements joined by \\iff and \\implies, each a conjunction or a disjunction of chains."""
        at = self.token.at
        nodes, links = [first or self.joined()], []
        if nodes[0].kind == "connected":  # a row that goes on from \\iff
            nodes, links = list(nodes[0].parts[0]), list(nodes[0].parts[1])
        while True:
            self.skip_space(lambda: self.sees(*CONNECTIVES))
            if not (self.sees(*CONNECTIVES) or (self.sees("&") and self.ahead().text in CONNECTIVES)):
                break
            self.accept("&")
            links.append(self.take().text)
            while self.accept("&", "\\quad"):
                pass
            nodes.append(self.joined())
        return nodes[0] if not links else Node("connected", (tuple(nodes), tuple(links)), at)

    def joined(self) -> Node:
        nodes, at = [self.chain()], self.token.at
        word = None
        while True:
            self.skip_space(self.joint_follows)
            if not self.joint_follows() or nodes[-1].kind != "chain" or self.ahead().kind == "text":
                break
            joining = self.take().text.strip()
            if word not in (None, joining):
                self.fail("and and or in one row can be read in two ways; use brackets or two rows")
            word = joining
            while self.accept("\\quad"):
                pass
            nodes.append(self.chain())
        return nodes[0] if word is None else Node("both" if word == "and" else "either", tuple(nodes), at)

    def joint_follows(self) -> bool:
        return self.token.kind == "text" and self.token.text.strip() in ("and", "or")

    def chain(self, first: Node | None = None) -> Node:
        """Read a chain of relations; a lone expression is returned as it is."""
        at = first.at if first else self.token.at
        if first is None:
            first = self.sum()
        sides, relations = (first.parts[0], first.parts[1]) if first.kind == "chain" else ((first,), ())
        while self.relation_follows() or self.membership_follows():
            self.accept("&")
            if self.membership_follows():
                if self.ahead(2 if self.sees("&") else 1).text != "\\mathbb":
                    return self.member(sides, relations, at)
                from proofread.latex.primaries import space

                relations = (*relations, Node("relation", ("\\in",), self.token.at))
                sides = (*sides, self.spanned(space(self), self.ahead().at))
                break
            colon = self.accept(":")
            relation = self.take()
            while self.accept("&"):
                pass
            relations += (Node("relation", (":=" if colon else relation.text,), relation.at),)
            sides += (self.sum(),)
        return first if not relations else Node("chain", (sides, relations), at)

    def membership_follows(self) -> bool:
        """Whether \\in \\mathbb{R} follows, a claim about a shape."""
        at = 1 if self.sees("&") else 0
        return self.ahead(at).text == "\\in" and self.ahead(at + 1).text in ("\\mathbb", "(", "[", "\\{")

    def member(self, sides, relations, at: int) -> Node:
        """Read ``x \\in (a, b]`` as two inequalities, ``x \\in \\{a, b\\}`` as one equation or the other."""
        if relations:
            self.fail("\\in after another relation; write two formulas")
        self.accept("&")
        mark, opening = self.take().at, self.take().text
        values = [self.sum()]
        while self.accept(","):
            values.append(self.sum())

        def one(relation, value):
            return Node("chain", ((sides[0], value), (Node("relation", (relation,), mark),)), at)

        if opening == "\\{":
            self.expect("\\}", " after the elements of a set")
            return one("=", values[0]) if len(values) == 1 else Node("either", tuple(one("=", value) for value in values), at)
        closing = self.accept(")", "]")
        if not closing or len(values) != 2:
            self.fail("an interval has two ends, as in (0, 1]", mark)
        low, high = ("\\ge" if opening == "[" else ">"), ("\\le" if closing.text == "]" else "<")
        ends = [one(r, v) for r, v in ((low, values[0]), (high, values[1])) if not any(part.kind == "infinity" for part in walk(v))]
        if not ends:
            self.fail("this says nothing; write \\in \\mathbb{R}", mark)
        return ends[0] if len(ends) == 1 else Node("both", tuple(ends), at)

    def relation_follows(self) -> bool:
        if self.sees("&") and (self.in_cells or not self.aligns()):
            return False
        following = self.ahead() if self.sees("&") else self.token
        return following.kind == "symbol" and (following.text in RELATIONS or (following.text == ":" and self.ahead().text == "="))

    # -- expressions

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
                if len(factors) > 1 and factors[-2].kind != "number":
                    self.fail("a product before / can be read in two ways; write \\frac{...}{...}", slash.at)
                above = factors.pop()
                factors.append(self.spanned(Node("div", (above, self.factor()), slash.at), above.span[0]))
                if self.sees("/") or (self.starts_factor() and not self.is_condition()):
                    self.fail("what follows a/b can be read in two ways; write \\frac{...}{...} or brackets")
            elif self.starts_factor() and not self.is_condition():
                if self.token.kind == "number" and not (factors[-1].kind != "number" and self.indicator_follows()):
                    self.fail("a number after a factor can be misread; put it first, or write \\cdot before it")
                if factors[-1].at in self.bare:
                    self.fail("what follows the argument of a function can be read in two ways; use brackets")
                if hadamard:
                    self.fail("a product after \\odot can be read in two ways; use brackets")
                if self.sees("{"):
                    self.fail("braces after a factor look like a lost command or ^; remove them")
                factors.append(self.factor())
                if Node("number", ("0",)) in (factors[-2], factors[-1]):
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

    def indicator_follows(self) -> bool:
        return self.token.text == "1" and self.ahead().text == "_"

    def starts_factor(self) -> bool:
        token = self.token
        if token.kind == "number":
            return True
        if token.kind == "name":
            return not (token.text == "d" and self.differentials and self.ahead().kind in ("name", "symbol") and self.ends_integral())
        if token.kind != "symbol":
            return False
        if token.text == "\\left":
            return True
        if token.text in ("|", "\\|"):
            return not self.closing_bar
        if token.text == "[":
            return True
        if token.text in ("\\quad", "\\right", "\\rvert", "\\rVert", "\\end", "\\}", "\\to", "\\in", "\\mid", "\\parallel"):
            return False
        return token.text in ("(", "{", "\\{", *FUNCTIONS, *ACCENTS, "\\lvert", "\\lVert") or (
            token.text.startswith("\\") and token.text not in RELATIONS | CONNECTIVES | {"\\cdot", "\\times", "\\odot", "\\top"}
        )

    in_cells = False  # in a matrix & ends the entry
    closing_bar = False  # inside |...| the next bar closes

    def ends_integral(self) -> bool:
        return self.ahead().kind == "name" or self.ahead().text.startswith("\\")

    def primary(self) -> Node:
        from proofread.latex.primaries import primary  # the two halves of the grammar need each other

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
        if self.accept("\\top"):
            return Node("transpose", (node,), at)
        if self.sees("{") and self.ahead().text == "\\top" and self.ahead(2).text == "}":
            self.take(), self.take(), self.take()
            return Node("transpose", (node,), at)
        braced = self.sees("{") and self.ahead().text == "T" and self.ahead(2).text == "}"
        if (self.sees("T") or braced) and TRANSPOSE in self.functions:
            for _ in range(3 if braced else 1):
                self.take()
            return Node("transpose", (node,), at)
        if self.sees("T"):
            self.fail("^T can be a transpose or a power, since T is declared; write ^\\top or ^{T}")
        return Node("pow", (node, self.argument()), at)

    def argument(self, digits: bool = False) -> Node:
        """Read what TeX takes as an argument: a braced expression or a single token; `digits` splits 12 as TeX does."""
        if self.accept("{"):
            bar, self.closing_bar = self.closing_bar, False
            node = self.sum()
            self.closing_bar = bar
            self.expect("}", " after the argument")
            return node
        token = self.token
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
        if token.kind == "text":
            self.take()
            return Node("name", (token.text.strip(), (), 0), token.at)
        if token.kind == "name" or (token.kind == "symbol" and token.text.startswith("\\")):
            if token.text in ("\\max", "\\min"):
                self.take()
                return Node("name", (token.text, (), 0), token.at)
            from proofread.latex.identifiers import name

            return name(self, index=True, primed=primed)
        if token.kind == "symbol" and token.text == "(":
            self.take()
            node = self.index_sum(primed)
            self.expect(")")
            return node
        self.fail(f"an index expected, not {self.shown()}")


def _relations(node: Node) -> int:
    """Return how many relations a statement has; what is no chain counts as one."""
    return len(node.parts[1]) if node.kind == "chain" else 1


def _spread(statement: Statement):
    """Yield a statement with its conditions in place: those in brackets after its last row hold for all of it; and what they claim."""
    whole, rows, claims = [], [], []
    for number, (start, end, conditions) in enumerate(statement.rows, 1):
        local = []
        for word, node in conditions:
            if word in ("equality", "iff"):
                claims.append((word, end - 1, node))
                continue
            everywhere = statement.node.kind != "chain" or (word == "(" and number == len(statement.rows))
            (whole if everywhere else local).append(Node("where", (node,), node.at) if word == "where" else node)
        rows += [(start, end, tuple(local))] if local else []
    yield Statement(statement.node, tuple(whole), statement.at, tuple(rows))
    for word, at, node in claims:
        if statement.node.kind != "chain" or statement.node.parts[1][at].parts[0] not in ("\\le", "\\ge"):
            raise FormulaError("parse", "`with equality` follows an inequality with \\le or \\ge", node.at)
        sides, relations = statement.node.parts
        equation = Node("chain", (sides[at : at + 2], (Node("relation", ("=",), relations[at].at),)), relations[at].at)
        if word == "iff":
            yield Statement(Node("connected", ((equation, node), ("\\iff",)), node.at), tuple(whole), node.at)
        else:
            yield Statement(equation, (*whole, node), node.at)


def parse(source: str, functions: frozenset[str] = frozenset(), mentions_allowed: bool = False, listed: bool = False) -> Formula:
    """Return what a formula says; raise `FormulaError` where it cannot be read, or can be read in two ways."""
    return Parser(source, functions, mentions_allowed, listed).formula()
