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

from dataclasses import replace

from proofread.latex.errors import FormulaError
from proofread.latex.relations import CONNECTIVES, RELATIONS
from proofread.latex.statements import Statements
from proofread.latex.tree import Formula, Node, Statement
from proofread.latex.vocabulary import SAYING

ENVIRONMENTS = ("aligned", "align", "gathered", "gather", "split", "multline", "eqnarray")
EQUATING = ("=", ":=", "\\approx", "\\sim", "\\in")


class Parser(Statements):
    """Reads one formula, row by row."""

    def __init__(self, source: str, functions: frozenset[str] = frozenset(), mentions_allowed: bool = False, listed: bool = False):
        super().__init__(source, functions)
        self.listed = listed  # commas separate the conditions of a marker
        self.mentions_allowed = mentions_allowed  # in the text a formula need not state anything
        self.in_reasons = False
        self.rows: list = []  # of the outermost environment: where each starts and ends
        self.statements, self.mentions = [], []

    def formula(self) -> Formula:
        """Read the whole source."""
        environment = None
        if self.sees("\\begin"):
            mark = self.position
            self.take()
            environment = self.braced()
            if environment.rstrip("*") not in ENVIRONMENTS:
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
                words = self.take()
                if not self.in_reasons and self.statements and SAYING.intersection(words.text.lower().replace(",", " ").split()):
                    self.fail(f"what '{words.text.strip()}' says of this formula is not read; say it in a sentence", words.at)
                continue
            before = self.position
            self.statement()
            if self.position == before:
                self.fail(f"{self.shown()} cannot be read here")

    def under_conditions(self):
        """Read ``\\text{if } a > 0 \\text{ then } ...``: conditions before their statement."""
        conditions, before = self.conditions(), len(self.statements)
        while self.accept(",", ".", ":", "&", "\\quad") or (self.token.kind == "text" and self.token.text.strip(" ,.").lower() == "then" and self.take()):
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
                if node.kind == "number" and self.sees(","):
                    self.fail("a comma in a number can be read in two ways; write 1000 or 1{,}000, and 0.5", at)
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
            if self.accept(",", ".", ";", "\\quad"):
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
    try:
        return Parser(source, functions, mentions_allowed, listed).formula()
    except RecursionError:
        raise FormulaError("parse", "too many constructs within each other", 0) from None
