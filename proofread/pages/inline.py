"""Check the formulas in the text: a relation is a claim, or a condition where the grammar of `sentences` says so; every name is declared."""

import random
import re
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from proofread.expressions.numeric import Evaluator
from proofread.expressions.outcomes import NO_VALUE
from proofread.latex.errors import FormulaError
from proofread.latex.relations import CONDITIONAL, SIGNS, complement
from proofread.latex.tree import Node, walk
from proofread.meaning import conditions
from proofread.pages import cases, markers, mentions, sentences, spoken, stated
from proofread.pages.report import CLAIM, OF_CLAIM, OF_DISPLAY, OF_TABLE, OF_WORDS, RelationStatus
from proofread.pages.said import saying
from proofread.pages.sections import holding
from proofread.verdicts.points import MODES, admitted, sample
from proofread.verdicts.link import Link, Refuted, conditions_of, entry_pairs, instances, split_links
from proofread.verdicts.verdict import check_link

SHOWN = 'is read as a condition only as in "For C, F", "If C, then F" and "F for C"; here the grammar makes it a claim, which does not hold'


class _Sentences:
    """Formulas of a text for which the same declarations hold, with what they state."""

    def __init__(self, checker, items):
        self.checker, self.items = checker, items
        self.links: dict = {}  # position of an item -> its links, an arrow, or nothing
        self.mentioned: list = []  # the items without any, each with its expressions
        for item in self.items:
            checker.report.inlines += 1
            stated.start()
            self.links[id(item)], expressions = self.stated(item)
            if not self.links[id(item)]:
                self.mentioned.append((item, expressions))
        self.spoken = spoken.Spoken(checker, self.items, self.links, self.report)
        sentences.arrange(self.items, self.is_condition, lambda item: bool(self.links[id(item)]), self.is_point, self.is_arrow)

    def report(self, item, kind, message, at=0):
        self.checker.report.sentences.append(self.checker.finding(kind, message, item.formula.offset + at))

    def stated(self, item) -> tuple[list, tuple | None]:
        try:
            return stated.relations(self.checker, item.formula)
        except FormulaError as error:
            self.report(item, error.kind, error.message, error.at)
        except Exception as error:  # a checker that fails has checked nothing
            self.report(item, "internal", f"{type(error).__name__}: {error}")
        return [], None

    def is_condition(self, item) -> bool:
        notation, found = self.checker.notation, self.links[id(item)]
        loosely = not FIXING.search(item.gap)
        return all(link.relation in CONDITIONS and self.says_of_a_name(link) and (loosely or conditions.fixes(notation, stated.statement(link))) for link in found)

    def says_of_a_name(self, link) -> bool:
        """Whether a relation says something of a name; one between numbers alone holds or not, whatever is meant."""
        named = any(part.kind == "name" and part.parts[0] not in ("e", "\\pi") for part in walk((link.left, link.right)))
        return named or conditions.of_any_function(self.checker.notation, (link.left, link.right))

    def is_point(self, item, strictly: bool = False) -> bool:
        """Whether a name is compared with a constant: a free variable, or one with a definition by = after `at` or `where`, if not `strictly`."""
        notation, found = self.checker.notation, self.links[id(item)]
        loosely = not strictly and item.gap.rpartition(" ")[2].lower() in ("at", "where", "near")
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
                    checker.restates_known(restated)
                    continue
                stated.start()
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
        for one, other in cases.overlapping(self.items, self.links):
            message = f"this case and the case {one.formula.source} before it overlap; one may be a slip, or write `also`, or two paragraphs"
            self.report(other, "sentence", message)
        self.spoken.check()
        checker.report.relations += self.statuses()

    def statuses(self):
        """Yield the status of each formula with a relation: a claim that was checked, or what it is a condition of."""
        shown = {formula.offset for formula in _of_displays(self.checker)}
        for item in self.items:
            if self.links[id(item)]:
                status = CLAIM if item.role != "condition" else OF_CLAIM if id(item) in self.spoken.governing else ""
                status = status or (OF_DISPLAY if item.formula.offset in shown else OF_TABLE if item.column else OF_WORDS)
                yield RelationStatus(self.checker.page.place(item.formula.offset)[0], item.formula.source, status)

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
            given = tuple(stated.statement(other) for part in item.conditions[1:] for other in self.links[id(part)] if other.relation not in ("\\to", "\\in"))
            for named in self.links[id(item.conditions[0])]:
                self._claim(item, Link(stated.statement(named), stated.statement(link), "\\iff", link.at, given))
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
            node = [stated.statement(other) for other in found if other.relation not in ("\\to", "\\in")]
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
        body = stated.expression(self.checker, named.formula.source)
        there = Node("at", (body, ((link.left, link.right),)), link.at)
        given = tuple(stated.statement(other) for part in others for other in self.links[id(part)])
        self._claim(item, Link(there, body, item.word, link.at, given, loose=True))

    def _equality(self, item, link):
        """Check where an inequality is an equation, or where what was derived is zero."""
        claim = self.links[id(item.conditions[0])][-1]
        right = Node("number", ("0",), link.at) if item.role == "zero" else claim.right
        if item.role != "zero" and claim.relation not in ("\\le", "\\ge", "="):
            raise FormulaError("parse", "equality is said only of \\le and \\ge", link.at)
        left = claim.right if item.role == "zero" else claim.left
        given = [stated.statement(other) for part in item.conditions[1:] for other in self.links[id(part)]]
        equation = Link(left, right, "=", link.at, tuple(given))
        if item.role == "only":
            equation = Link(stated.statement(equation), stated.statement(link), "\\iff", link.at, tuple(given))
        else:
            equation = replace(equation, conditions=(*given, stated.statement(link)), loose=True)
        self._claim(item, equation)


FIXING = re.compile(r"\b(?:where|with|let|suppose|assume|take|choose|fix)(?: that)?$", re.IGNORECASE)  # an equation that fixes nothing is a claim
CONDITIONS = ("either", *CONDITIONAL, "\\in")


def check_sentences(checker):
    """Add a finding for each inline formula that is wrong, and say what holds those that claim nothing."""
    parts = []
    for _, items in groupby(sentences.items(checker.page), lambda item: holding(checker.page.blocks, item.formula.offset)):
        found = [*items]
        checker.enter(found[0].formula.offset)
        parts.append(_Sentences(checker, found))
        parts[-1].check()
    claims = [link for part in parts for item in part.items if item.role != "denied" for link in part.links[id(item)]]
    said = {position for part in parts for position in part.spoken.claimed}
    checker.report.mentions += mentions.statuses(checker, [mentioned for part in parts for mentioned in part.mentioned], claims, said)


def _of_displays(checker) -> list:
    """Return the formulas that say a condition of a display after them, which its marker compares."""
    found, page = [], checker.page
    for display in page.displays:
        for marker in display.markers:
            if marker.kind == "given" and holding(page.blocks, display.offset) == checker.block:
                with suppress(FormulaError):  # which the display tells
                    found += saying(checker.notation, page, display, markers.given(checker.notation, marker))
    return found


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
