"""The statements of the grammar: chains of relations, words and arrows between them, and the conditions that follow them."""

import re

from proofread.latex.primaries import space
from proofread.latex.relations import CONNECTIVES, RELATIONS
from proofread.latex.terms import Terms
from proofread.latex.tree import Node, walk
from proofread.latex.vocabulary import CONDITION_WORDS, DOTS, TURNING

# all the words that introduce a condition, and those that say where an inequality is an equation
INTRODUCING = re.compile(rf"(?:and |but )?(?:{'|'.join(CONDITION_WORDS)}|as long as)(?: that)?(?: all| every| each| any| both)?")
JOINING = {"and": "and", "or": "or", "or equivalently": "and"}
EQUALITY = re.compile(r"with equality (?:(?P<only>(?:exactly|precisely|only) (?:if|when|for|at|where)|if and only if)|(?:if|when|for|at|where))")


class Statements(Terms):
    """Reads statements, each a chain or chains that words and arrows join, with their conditions."""

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
                while self.accept("\\quad"):
                    pass
                equality = EQUALITY.fullmatch(" ".join(text))
                word = ("iff" if equality["only"] else "equality") if equality else "where" if text[-1] in ("where", "with") else "if"
                found.append((word, self.listing() or self.connected()))
                while self.sees(",") and found[-1][1].kind == "chain" and self.relation_ahead(1):
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

    def listing(self) -> Node | None:
        """Read ``c = 1, \\dots, C`` as 1 \\le c \\le C; None where it does not follow."""
        at = self.position
        texts = [token.text for token in self.tokens[at : at + 9] if token.text != ","]
        dots = next((place for place, text in enumerate(texts) if text in DOTS), 0)
        if texts[1:dots] not in (["=", "1"], ["=", "1", "2"]):
            return None
        letter = self.index()
        while self.take().text not in DOTS:
            pass
        self.accept(",")
        one, less = Node("number", ("1",), letter.at), Node("relation", ("\\le",), letter.at)
        return Node("chain", ((one, letter, self.sum()), (less, less)), letter.at)

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

    def relation_ahead(self, steps: int = 0) -> str:
        """Return the first relation before the end of the statement that begins some tokens ahead."""
        for token in self.tokens[self.position + steps :]:
            if token.kind in ("row", "end", "text") or token.text in (",", ";", "\\quad"):
                break
            if token.kind == "symbol" and token.text in RELATIONS | {"\\in"}:
                return token.text
        return ""

    def skip_space(self, follows):
        """Take the \\quad before what `follows` tells."""
        mark = self.position
        while self.accept("\\quad"):
            pass
        if self.position > mark and not follows():
            self.position = mark

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
            joining = JOINING[self.take().text.strip()]
            if word not in (None, joining):
                self.fail("and and or in one row can be read in two ways; use brackets or two rows")
            word = joining
            while self.accept("\\quad"):
                pass
            nodes.append(self.chain())
        return nodes[0] if word is None else Node("both" if word == "and" else "either", tuple(nodes), at)

    def joint_follows(self) -> bool:
        return self.token.kind == "text" and self.token.text.strip() in JOINING

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
                relations = (*relations, Node("relation", ("\\in",), self.token.at))
                sides = (*sides, self.spanned(space(self), self.ahead().at))
                break
            colon = self.accept(":")
            relation = self.take()
            while self.accept("&"):
                pass
            relations += (Node("relation", (":=" if colon else relation.text,), relation.at),)
            sides += (self.sum(),)
            if {"<", "\\le"} & (found := {each.parts[0] for each in relations}) and {">", "\\ge"} & found:
                self.fail("a chain of < and > says nothing of its ends; write two relations", relation.at)
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
