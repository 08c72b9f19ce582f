"""Check the formulas in the text: a relation is a claim, or a condition where the grammar of `sentences` says so; every name is declared."""

import random
import re
from dataclasses import replace
from fractions import Fraction

from proofread.expressions import budget, expression
from proofread.expressions.numeric import Evaluator
from proofread.expressions.outcomes import NO_VALUE
from proofread.latex.errors import FormulaError
from proofread.latex.lexer import tokens
from proofread.latex.relations import CONDITIONAL, CONNECTIVES, RELATIONS, SIGNS, complement
from proofread.latex.tree import Node, walk
from proofread.latex.vocabulary import ACCENTS, FUNCTIONS, NOT_NAMES
from proofread.meaning import conditions
from proofread.pages import sentences, worded
from proofread.verdicts.points import MODES, admitted, sample
from proofread.verdicts.link import Link, Refuted, conditions_of, entry_pairs, instances, links, split_links
from proofread.verdicts.verdict import check_link

OPERATORS = {"d", "e", "i"}  # letters with a meaning of their own
PLAIN = {"\\mathrm", "\\operatorname", "\\text"}
UNREAD = {"\\notin", "\\ll", "\\gg", "\\propto", "\\equiv", "\\subset", "\\subseteq", "\\mapsto", "\\cong", "\\simeq", "\\prec", "\\succ"}
SHOWN = 'is read as a condition only as in "For C, F", "If C, then F" and "F for C"; here the grammar makes it a claim, which does not hold'


class _Sentences:
    """The formulas of a page with what they state."""

    def __init__(self, checker):
        self.checker = checker
        self.links: dict = {}  # position of an item -> its links, an arrow, or nothing
        self.items = sentences.items(checker.page)
        for item in self.items:
            checker.report.inlines += 1
            _start()
            self.links[id(item)] = self.stated(item)
        sentences.arrange(self.items, self.is_condition, lambda item: bool(self.links[id(item)]), self.is_point, self.is_arrow)

    def report(self, item, kind, message, at=0):
        self.checker.report.sentences.append(self.checker.finding(kind, message, item.formula.offset + at))

    def stated(self, item) -> list:
        try:
            return _links(self.checker, item.formula)
        except FormulaError as error:
            self.report(item, error.kind, error.message, error.at)
        except Exception as error:  # a checker that fails has checked nothing
            self.report(item, "internal", f"{type(error).__name__}: {error}")
        return []

    def is_condition(self, item) -> bool:
        notation, found = self.checker.notation, self.links[id(item)]
        loosely = not FIXING.search(item.gap)
        return all(link.relation in CONDITIONS and (loosely or conditions.fixes(notation, _statement(link))) for link in found)

    def is_point(self, item) -> bool:
        """Whether a name is compared with a constant: a free variable, or one with a definition by = after `at` or `where`."""
        notation, found = self.checker.notation, self.links[id(item)]
        loosely = item.gap.rpartition(" ")[2].lower() in ("at", "where", "near")
        return bool(found) and all(_is_point(notation, link, loosely) for link in found)

    def is_arrow(self, item) -> bool:
        found = self.links[id(item)]
        return bool(found) and all(
            link.relation == "\\to" and conditions.is_plain(link.left) and conditions.is_free(self.checker.notation, link.left) for link in found
        )

    def check(self):
        checker = self.checker
        for item in self.items:
            for link in self.links[id(item)]:
                known = self.key(item, link)
                restated = checker.store.read(known)
                if restated is not None:
                    checker.restated |= {tuple(name) for name in restated}
                    continue
                _start()
                findings, before, checker.restated = len(checker.report.sentences), checker.restated, set()
                try:
                    self._check(item, link)
                except FormulaError as error:
                    self.report(item, error.kind, error.message, error.at or link.at)
                except Exception as error:
                    self.report(item, "internal", f"{type(error).__name__}: {error}")
                if len(checker.report.sentences) == findings:
                    checker.store.write(known, checker.restatements())
                checker.restated |= before
        words = ""
        for before, item, after in zip([None, *self.items], self.items, [*self.items[1:], None]):
            words = item.gap if item.sentence else f"{words} {item.gap}"
            self.words(item, None if before is None or item.sentence else before, after, bool(worded.OPEN.search(words)))

    def words(self, item, before, after, unclear: bool):
        """Check what words say of a formula, and of the one before it in its sentence; refuse those that say more than is read.

        Under a condition of words, `unclear`, nothing is checked.
        """
        states, follows = bool(self.links[id(item)]), before is not None and not self.links[id(before)]
        said = f"{before.gap} {item.gap}" if follows else item.gap
        odd = states and (worded.QUANTIFIED.search(said) or (before is not None and not follows and worded.CONVERSE.fullmatch(item.gap)))
        if odd or (before is not None and worded.SIGN.search(item.gap)):
            self.report(item, "sentence", "what these words say of the relation is not read; write it as a formula, or without them")
        elif states or (unclear and not item.conditions):
            return
        elif said := worded.sign(item.gap, item.after):
            self._between(item, "0", *said, after)
        elif follows and (said := worded.relation(before.gap, item.gap, item.after)):
            self._between(before, item.formula.source, *said, after)

    def _between(self, item, other: str, sign: str, under: bool, after):
        """Check the relation to another expression that words say of a formula; `under` the condition after it."""
        _start()
        if under and (after is None or after.role != "condition"):
            return
        given = [_statement(link) for part in (*item.conditions, *[after] * under) for link in self.links[id(part)] if link.relation not in ("\\to", "\\in")]
        known = self.checker.key("words", item.formula.source, other, sign, *map(repr, given))
        if self.checker.store.read(known):
            return
        try:
            sides = [_expression(self.checker, source) for source in (item.formula.source, other)]
            if (conditions.is_plain(sides[0]) and conditions.is_free(self.checker.notation, sides[0])) or conditions.of_any_function(self.checker.notation, sides):
                return  # the words say what a letter stands for
            check_link(self.checker.notation, Link(*sides, sign, 0, tuple(given), loose=True), f"{self.checker.seed}:{known}", False, set())
            self.checker.store.write(known, True)
        except Refuted as refuted:
            said = f"{item.formula.source} {sign} {other}"
            self.report(item, "sentence", f"these words say {said}, which does not hold; write it as a formula, with its conditions: {refuted.message}")
        except FormulaError:  # names, shapes or sets
            return

    def key(self, item, link) -> str:
        """Return the key of what a relation of a sentence says there."""
        given = [f"{part.word} {self.links[id(part)]}" for part in item.conditions]
        return self.checker.key("sentence", item.formula.source, item.role, item.word, repr(link), *given)

    def _check(self, item, link):
        if item.role == "condition":
            if not (_approached if link.relation == "\\to" else _possible)(self.checker, link):
                raise FormulaError("condition", "no point of the declared domain meets this condition", link.at)
            return
        if item.role == "which":
            for named in self.links[id(item.conditions[0])]:
                self._claim(item, replace(named, conditions=(_statement(link),), loose=True))
            return
        if item.role in ("equality", "only", "zero"):
            self._equality(item, link)
            return
        if item.role == "extreme":
            self._extreme(item, link)
            return
        if link.relation == "\\leftarrow":
            return
        if link.relation == "either":
            link = replace(link, left=Node("indicator", (link.left,), link.at), right=Node("number", ("1",), link.at), relation="=")
        arrows, given = [], []
        for part in item.conditions:
            found = self.links[id(part)]
            arrows += [other for other in found if other.relation == "\\to"]
            node = [_statement(other) for other in found if other.relation not in ("\\to", "\\in")]
            if part.word == "or" and given and node:
                node = [Node("either", (given.pop(), *node), link.at)]
            given += node
        if link.relation == "\\to":
            link = _limit(link, arrows)
        if item.role == "denied":
            self._denied(item, replace(link, conditions=(*link.conditions, *given), loose=True))
            return
        self._claim(item, replace(link, conditions=(*link.conditions, *given), loose=True))

    def _claim(self, item, link):
        checker = self.checker
        try:
            check_link(checker.notation, link, f"{checker.seed}:{item.formula.source}", False, set())
            checker.restates(link)
        except Refuted as refuted:
            if item.word or _of_free_variables(checker.notation, link):  # it may be meant as a condition, so it is not called false
                self.report(item, "sentence", f"this relation {SHOWN}: {refuted.message}", link.at)
            else:
                self.report(item, "false", f"this relation is false: {refuted.message}", link.at)

    def _denied(self, item, link):
        """Check a relation that the words deny: that it fails somewhere, or everywhere if they deny it `for some`."""
        if item.word == "some" and link.relation in CONDITIONAL:
            self._claim(item, replace(link, relation=complement(link.relation)))
            return
        try:
            check_link(self.checker.notation, link, f"{self.checker.seed}:{item.formula.source}", False, set())
        except Refuted:
            return
        self.report(item, "sentence", "these words deny a relation that holds at all points tried", link.at)

    def _extreme(self, item, link):
        """Check that what was named before is least, or largest, at a point."""
        named, *others = item.conditions
        body = _expression(self.checker, named.formula.source)
        there = Node("at", (body, ((link.left, link.right),)), link.at)
        given = tuple(_statement(other) for part in others for other in self.links[id(part)])
        self._claim(item, Link(there, body, item.word, link.at, given, loose=True))

    def _equality(self, item, link):
        """Check where an inequality is an equation, or where what was derived is zero."""
        claim = self.links[id(item.conditions[0])][-1]
        right = Node("number", ("0",), link.at) if item.role == "zero" else claim.right
        if item.role != "zero" and claim.relation not in ("\\le", "\\ge", "="):
            raise FormulaError("parse", "equality is said only of \\le and \\ge", link.at)
        left = claim.right if item.role == "zero" else claim.left
        given = [_statement(other) for part in item.conditions[1:] for other in self.links[id(part)]]
        equation = Link(left, right, "=", link.at, tuple(given))
        if item.role == "only":
            equation = Link(_statement(equation), _statement(link), "\\iff", link.at, tuple(given))
        else:
            equation = replace(equation, conditions=(*given, _statement(link)), loose=True)
        self._claim(item, equation)


FIXING = re.compile(r"\b(?:where|with|let|suppose|assume|take|choose|fix)(?: that)?$", re.IGNORECASE)  # an equation that fixes nothing is a claim
CONDITIONS = ("either", *CONDITIONAL, "\\in")


def check_sentences(checker):
    """Add a finding for each inline formula that is wrong."""
    _Sentences(checker).check()


def _is_point(notation, link, loosely: bool) -> bool:
    if link.relation not in CONDITIONS:
        return False
    for name, constant in ((link.left, link.right), (link.right, link.left)):
        if not any(part.kind in ("name", "call") and part.parts[0] not in ("e", "\\pi") for part in walk(constant)):
            free = conditions.is_plain(name) and conditions.is_free(notation, name)
            return free or (loosely and link.relation == "=")
    return False


def _of_free_variables(notation, link) -> bool:
    """Whether a relation of an item says something of variables without a definition only, and so may be meant as a condition."""
    names = [part for part in walk((link.left, link.right)) if part.kind in ("name", "call")]
    declared = [notation.names.get(notation.named(part)) for part in names]
    return not link.conditions and all(found is None or found.body is None for found in declared)


def _limit(link, arrows) -> Link:
    """Return what ``f \\to L`` claims as its variable tends to something."""
    if len(arrows) != 1:
        raise FormulaError("sentence", "as what tends to what? say it before, as in `As $z \\to \\infty$, $f \\to 0$`", link.at)
    target, side = arrows[0].right
    return replace(link, left=Node("limit", (arrows[0].left, target, side, link.left), link.at), right=link.right[0], relation="=")


def _start():
    budget.renew()
    expression.forget()


def _links(checker, formula):
    """Return the relations of a formula; check the names of one that has none."""
    found = tokens(formula.source)
    unread = next((token for token in found if token.kind == "symbol" and token.text in UNREAD), None)
    if unread:
        raise FormulaError("parse", f"{unread.text} is not checked; use =, <, >, \\le, \\ge, \\ne, \\in or \\to, or words", unread.at)
    arrow = [token for token in found if token.kind == "symbol" and token.text == "\\to"]
    if len(arrow) == 1 and not any(token.text in ("\\lim", "\\colon", ":") for token in found):
        after = next(token.at for token in found if token.at > arrow[0].at)
        target = re.fullmatch(r"(?P<target>.*?)\s*(?:\^\{?(?P<side>[+-])\}?)?\s*", formula.source[after:], re.DOTALL)
        left, right = _expression(checker, formula.source[: arrow[0].at]), _expression(checker, target["target"])
        return [Link(left, (right, target["side"] or ""), "\\to", arrow[0].at, ())]
    related = any(token.kind == "symbol" and token.text in RELATIONS | CONNECTIVES for token in found)
    try:
        tree = conditions.read(checker.notation, formula.source, mentions_allowed=True)
        checker.names(tree.mentions)
        if tree.mentions and tree.statements:
            return _listed(tree, formula)
        if any(statement.node.kind == "either" for statement in tree.statements):
            return [Link(tree.statements[0].node, tree.statements[0].node, "either", 0, ())]
        return [link for statement in tree.statements for link in links(statement)]
    except FormulaError as error:
        if error.kind != "parse" or related or any(token.text == "\\in" for token in found):
            raise
        _declared(checker.notation, found)
    return []


def _listed(tree, formula) -> list[Link]:
    """Read ``a, b > 0`` as a > 0 and b > 0; what follows a relation after a comma states nothing."""
    first = tree.statements[0]
    if len(tree.statements) > 1 or first.node.kind != "chain" or any(node.at > first.at for node in tree.mentions):
        raise FormulaError("parse", "a comma after a relation can be read in two ways; write two formulas", first.at)
    sides, relations = first.node.parts
    nodes = [Node("chain", ((name, *sides[1:]), relations), first.node.at) for name in (*tree.mentions, sides[0])]
    return [link for node in nodes for link in links(replace(first, node=node))]


def _expression(checker, source) -> Node:
    tree = conditions.read(checker.notation, source, mentions_allowed=True)
    if tree.statements or len(tree.mentions) != 1:
        raise FormulaError("parse", "an arrow stands between two expressions", 0)
    checker.names(tree.mentions)
    node = tree.mentions[0]
    if node.kind == "add" and len(node.parts) == 1 and node.parts[0][1].kind == "infinity":
        return Node("infinity", (node.parts[0][0],), node.at)
    return node


def _approached(checker, link) -> bool:
    """Whether a variable can tend to something within its domain."""
    try:
        check_link(checker.notation, _limit(link, [link]), checker.seed, False, set())
    except Refuted:
        return False
    except FormulaError:  # what is undecided, or no variable, says nothing
        return True
    return True


def _possible(checker, link) -> bool:
    """Whether some point meets a condition; an equality is met between two points where its difference changes sign."""
    notation, rng, signs = checker.notation, random.Random(repr(link)), set()
    if link.relation == "\\in":
        return True
    if link.relation == "either":
        return all(_possible(checker, part) for node in link.left.parts if node.kind == "chain" for part in split_links(node, (), node))
    if link.left.kind == "name" and link.left.parts[0] in notation.sizes:
        return link.right.kind in ("number", "name")
    wanted = SIGNS.get(link.relation, {0})
    for instance in instances(notation, link, rng):
        sides = [instance.meaning.of(side, instance.environment) for side in (link.left, link.right)]
        given = conditions_of(notation, link, instance)
        for a, b in entry_pairs(*sides, link):
            leaves = a.leaves | b.leaves
            for scale in (1, 64, 4096):
                found = [sample(notation, instance.meaning.sizes, leaves, mode, rng, Fraction(scale)) for mode in MODES]
                for point in found:
                    if admitted(point, given):
                        evaluator = Evaluator(point)
                        try:
                            signs.add(evaluator.decide(lambda: evaluator.compare(a, b)))
                        except NO_VALUE:
                            continue
            if signs & wanted or (wanted == {0} and {-1, 1} <= signs):
                return True
    return False


def _statement(link):
    if link.relation == "either":
        return link.left
    return Node("chain", ((link.left, link.right), (Node("relation", (link.relation,), link.at),)), link.at)


def _declared(notation, found):
    """Refuse undeclared names in a formula that is no expression, such as a shape or an interval."""
    known = {declared.base.split("_")[0] for declared in notation.names.values()} | set(notation.sizes) | set(notation.indices)
    parameters = {name for declared in notation.names.values() for name in declared.parameters or ()}
    at = 0
    while at < len(found):
        token = found[at]
        if token.kind == "symbol" and token.text in ACCENTS:
            inside = "".join(part.text for part in found[at + 2 : at + 12]).split("}")[0]
            name, at = f"{token.text}{{{inside}}}", at + 2 + len(inside)
            if name not in known and token.text not in PLAIN and token.text != "\\mathbb":
                raise FormulaError("name", f"{name} is not declared; add it to the notation block", token.at)
        elif token.kind == "name" or (token.kind == "symbol" and token.text.startswith("\\") and token.text[1:].isalpha()):
            command = token.text in NOT_NAMES or token.text in FUNCTIONS or token.text in ("\\pi", "\\delta")
            if token.text not in known | parameters | OPERATORS and not command:
                raise FormulaError("name", f"{token.text} is not declared; add it to the notation block", token.at)
        at += 1


