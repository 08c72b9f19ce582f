"""Check what words say of the formulas of a text: how two of them are related, or what one of them is; refuse what says more than is read."""

import random
import re
from contextlib import suppress
from dataclasses import replace

from proofread.expressions.outcomes import INFINITE
from proofread.latex.errors import FormulaError
from proofread.latex.tree import renamed
from proofread.meaning import conditions, notation as notations
from proofread.pages import forms, properties, sentences, stated, worded
from proofread.verdicts.link import Link, Refuted, links
from proofread.verdicts.valueless import valueless
from proofread.verdicts.verdict import check_link

NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:\.\d+)?|\\frac\{?\d+\}?\{?\d+\}?|\\infty|\\ln \d+)\s*")


class Spoken:
    """The formulas of a page with what the words around them say; `report` takes an item, a kind and a message."""

    def __init__(self, checker, items, links, report):
        self.checker, self.items, self.links, self.report = checker, items, links, report
        self.claimed: set = set()  # the positions of the items of which words were checked
        self.governing: set = set()  # those of the conditions of a relation

    def check(self):
        self.governing = {id(part) for item in self.items if item.role != "condition" and self.links[id(item)] for part in item.conditions}
        for sentence in sentences.whole(self.items):
            self.properties(sentence)
        for top, row in sentences.rows(self.items):
            self.table(top, row)
        for item in self.items:
            if self.links[id(item)] and (item.role == "claim" or id(item) in self.governing):
                before = worded.ELSEWHERE if item.role == "claim" else worded.ALONE
                if before.search(item.gap.rpartition("|")[2]) or worded.CONVERSELY.match(item.after):
                    self.report(item, "sentence", r"what the words beside this relation say is not read; write them as a formula, as in `for $z \le 0$` or `$F \iff G$`")
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
        converse = before is not None and item.role not in ("only", "equality") and (worded.CONVERSE.fullmatch(item.gap) or (not follows and worded.NOWHERE_ELSE.match(item.after)))
        odd = states and (worded.QUANTIFIED.search(said) or converse)
        if odd or (before is not None and worded.SIGN.search(item.gap)):
            self.report(item, "sentence", "what these words say of the relation is not read; write it as a formula, or without them")
        elif states or (unclear and not item.conditions):
            return
        elif said := worded.sign(item.gap, item.after):
            if self._between(item, "0", *said, after):
                self.claimed.add(id(item))
        elif follows and (said := worded.relation(before.gap, item.gap, item.after)):
            if before.formula.source.strip() in self.checker.notation.functions and item.conditions:
                self.report(before, "sentence", "a function has this value at a number; write it, as in `$f(0)$`")
            elif self._between(before, item.formula.source, *said, after):
                self.claimed |= {id(before), id(item)}

    def table(self, top, row):
        """Check what a table says: that a formula at the head of a column, or of a row, has the values of its cells."""
        heads = {item.column: item for item in top if not item.after.partition("|")[0].strip()}
        cells = {item.column: item for item in row if sentences.fills_its_cell(item)}
        free = [column for column, head in heads.items() if self._is_free(head)]
        given = [stated.statement(link) for item in row if item.role == "condition" for link in self.links[id(item)]]
        at = [(heads[column], cells[column]) for column in free if column in cells and NUMBER.fullmatch(cells[column].formula.source)]
        if given or at:
            for column in cells.keys() & heads.keys() - set(free):
                if worded.is_subject(heads[column].gap.rpartition("|")[2].strip()):
                    self._valued(heads[column], cells[column], at, given)
        elif 1 in free and 1 in cells:
            for column in sorted(cells.keys() & heads.keys() - {1}):
                if NUMBER.fullmatch(heads[column].formula.source):
                    self._valued(cells[1], cells[column], [(heads[1], heads[column])], [])

    def _is_free(self, item) -> bool:
        with suppress(FormulaError):
            return properties.stands_for_anything(stated.expression(self.checker, item.formula.source), self.checker.notation)
        return False

    def _valued(self, named, cell, at, given):
        """Check that a formula has the value in a cell of a table, where variables have the values `at`."""
        if self.links[id(named)] or self.links[id(cell)]:
            return
        with suppress(FormulaError):
            for item in (named, cell):
                stated.expression(self.checker, item.formula.source)
            source, value = rf"\left({named.formula.source}\right)", cell.formula.source
            if len(at) == 1 and "\\infty" in at[0][1].formula.source:
                source = rf"\lim_{{{at[0][0].formula.source} \to {at[0][1].formula.source}}} {source}"
            elif at:
                source = rf"\left. {source} \right|_{{{', '.join(f'{name.formula.source} = {number.formula.source}' for name, number in at)}}}"
            self.claimed |= {id(named), id(cell)}
            self.said(cell, properties.Said(f"{source} {chr(92) + 'approx' if '.' in value else '='} {value}"), given)

    def properties(self, sentence):
        """Check what words say of the formulas of a sentence; refuse a largest or least value of something that is no formula."""
        text, sources = sentences.marked(sentence), {at: item.formula.source for at, item in enumerate(sentence)}
        for item in sentence:
            if item.role == "condition" and id(item) not in self.governing and forms.SUPERLATIVE.fullmatch(item.gap):
                self.report(item, "sentence", "what is largest or least here is not read; name it by a formula, as in `$f(z)$ is largest at $z = 0$`")
        for match in forms.UNNAMED.finditer(text):
            item = sentence[int(match["f"])]
            number = not re.search(r"[a-zA-Z]", re.sub(r"\\(?:frac|ln|sqrt|pi|cdot)(?![a-zA-Z])", "", item.formula.source))
            if number and not self.links[id(item)] and (match["there"] or sentences.conditions_at(sentence, text, match)):
                self.report(item, "sentence", "what has this value is named in words alone; name it in the formula, as in `$f(z) = 1$`")
        for number, words, way in forms.unread(text):
            if not (self.links[id(sentence[number])] and any(item.role in ("only", "equality", "zero") for item in sentence[number + 1 :])):
                self.report(sentence[number], "sentence", f"what `{words.rstrip(' ⟨')}` says of a formula is not read; write {way}")
        for name, match in forms.found(text):
            item, given = sentence[int(match["f"])], sentences.conditions_at(sentence, text, match)
            if there := match.groupdict().get("there"):
                given = [*(given or ()), sentence[int(there)]] if sentence[int(there)].role == "condition" else None
            if given is None or (worded.OPEN.search(re.sub(r"⟨\d+⟩", "", text[: match.start()])) and not given):
                continue  # a condition of words
            try:
                arrows = [part.formula.source for part in given if any(link.relation == "\\to" for link in self.links[id(part)])]
                for said in properties.relations(name, match, sources, arrows, self.checker.notation, lambda source: stated.expression(self.checker, source)):
                    self.claimed |= {id(sentence[int(number)]) for number in re.findall(r"⟨(\d+)⟩", match[0])}
                    self.said(item, said, [stated.statement(link) for part in given for link in self.links[id(part)] if link.relation not in ("\\to", "\\in")])
            except FormulaError as error:
                self.report(item, "sentence", f"what these words say is not read, {error.message}; write it as a formula")
            except Exception as error:  # a checker that fails has checked nothing
                self.report(item, "internal", f"{type(error).__name__}: {error}")

    def said(self, item, said, given):
        """Check a relation that words say, under the conditions of its sentence."""
        stated.start()
        known = self.checker.key("words", said.source, said.given, f"{said.denied} {said.valueless}", *map(repr, given))
        if self.checker.store.read(known):
            return
        seed = f"{self.checker.seed}:{said.source}:{said.given}"
        new = " , ".join(letter for letter in said.letters if letter)
        notation = notations.read(f"{new} : {said.domain}", self.checker.notation) if new else self.checker.notation
        given = [*given, *(renamed(node, said.renamed) for node in given if said.renamed)]
        given += [statement.node for statement in conditions.read(notation, said.given).statements] if said.given else []
        try:
            for link in links(conditions.read(notation, said.source).statements[0]):
                if said.valueless:
                    valueless(notation, replace(link, conditions=tuple(given), loose=True), random.Random(seed))
                    continue
                check_link(notation, replace(link, conditions=tuple(given), loose=True), seed, False, set())
        except Refuted as refuted:
            if not said.denied:
                self.report(item, "sentence", f"these words say {said.words or said.source}, which does not hold; write it as a formula, with its conditions: {refuted.message}")
                return
        else:
            if said.denied:
                self.report(item, "sentence", f"these words deny {said.source}, which holds at all points tried; write it as a formula")
                return
        self.checker.store.write(known, True)

    def _between(self, item, other: str, sign: str, under: bool, after) -> bool:
        """Check the relation to another expression that words say of a formula, `under` the condition after it; return whether it is a claim."""
        stated.start()
        if under and after is not None and after.role == "mention" and re.search(r" (?:all|every|each)$", after.gap):
            under = False  # for every value of a letter
        if under and (after is None or after.role != "condition"):
            return False
        given = [stated.statement(link) for part in (*item.conditions, *[after] * under) for link in self.links[id(part)] if link.relation not in ("\\to", "\\in")]
        known = self.checker.key("words", item.formula.source, other, sign, *map(repr, given))
        if self.checker.store.read(known):
            return True
        try:
            sides = [stated.expression(self.checker, source) for source in (item.formula.source, other)]
            letter = conditions.is_plain(sides[0]) and conditions.is_free(self.checker.notation, sides[0]) and not worded.EACH.search(item.gap)
            if letter or conditions.of_any_function(self.checker.notation, sides):
                return False  # the words say what a letter stands for
            check_link(self.checker.notation, Link(*sides, sign, 0, tuple(given), loose=True), f"{self.checker.seed}:{item.formula.source}:{sign}:{other}", False, set())
            self.checker.store.write(known, True)
        except Refuted as refuted:
            said = f"{item.formula.source} {sign} {other}"
            self.report(item, "sentence", f"these words say {said}, which does not hold; write it as a formula, with its conditions: {refuted.message}")
        except FormulaError as error:  # names, shapes or sets
            if error.message == INFINITE:
                self.report(item, "sentence", error.message)
            return False
        return True
