"""Check a page: its notation, every link of every display, every inline formula. Nothing is skipped."""

import random
from collections import Counter
from dataclasses import replace

from proofread.expressions import budget, expression
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node, Statement, walk
from proofread.meaning import conditions, scope
from proofread.meaning.declared import Notation
from proofread.meaning.indices import free, infer
from proofread.pages import inline, markers, page as pages, sections
from proofread.pages.report import DisplayStatus, Finding, LinkStatus, Report
from proofread.pages.said import unsaid
from proofread.results.dependencies import key_of, machinery
from proofread.results.store import NOTHING, Store, key
from proofread.verdicts.hints import hint
from proofread.verdicts.link import Link, Refuted, links
from proofread.verdicts.verdict import check_link


class Checker:
    """Checks the displays of one page one by one; `proofs` False leaves equalities at tested.

    What sentences claim and what code computes is kept in `store`.
    """

    def __init__(self, text: str, path: str, proofs: bool = True, seed: str = "0", store: Store = NOTHING):
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")  # as Markdown reads it
        self.text, self.path, self.proofs, self.seed, self.store = text, path, proofs, seed, store
        self.report = Report(path)
        self.notations, self.block = [Notation()], 0  # one for each notation block, and which holds at what is checked
        self.page = None
        self.restated: set = set()  # (number of the block that holds there, key of what is restated)
        expression.forget()
        try:
            self.page = pages.read(text)
        except FormulaError as error:
            self.page = pages.Page(text)
            self.report.others.append(self.finding(error.kind, error.message, error.at))
            return
        self.report.formulas = self.page.formulas
        self.report.others += [self.finding(error.kind, error.message, error.at) for error in self.page.problems]
        self.declare()

    def declare(self):
        """Read the notation blocks; where one cannot be read, no formula is."""
        try:
            self.notations = sections.notations(self.page.blocks)
        except FormulaError as error:
            self.report.others.append(self.finding(error.kind, error.message, error.at))
            self.page = replace(self.page, blocks=[], displays=[], inlines=[])

    @property
    def notation(self) -> Notation:
        """What holds at what is checked."""
        return self.notations[self.block]

    def enter(self, offset: int):
        """Go to a place of the page: the declarations that hold there are those from now on."""
        self.block = sections.holding(self.page.blocks, offset)

    def finding(self, kind: str, message: str, offset: int) -> Finding:
        line, column = self.page.place(min(offset, len(self.text))) if self.page else pages.Page(self.text).place(offset)
        lines = self.text.splitlines()
        source = lines[line - 1] if line <= len(lines) else ""
        if len(source) > 160:
            return Finding(self.path, line, column, kind, message, "")
        return Finding(self.path, line, column, kind, message, source)

    def key(self, *parts: str) -> str:
        """Return the key of a result that depends on some parts of the page, on its declarations and on what checks them."""
        declarations, notation = [], self.notation
        while notation is not None:
            declarations += ["", *(line.partition("#")[0].rstrip() for line in notation.source.splitlines())]
            notation = notation.outer
        return key(machinery("proofread.cache"), self.seed, "\n".join(declarations[1:]), *parts)

    def restatements(self) -> list:
        """Return which definitions were restated, in the form in which they are kept."""
        return sorted((list(name) for _, name in self.restated if name), key=repr)

    def restates_known(self, names: list):
        """Note which definitions a formula restates, as they were kept."""
        self.restated |= {(self.block, tuple(name)) for name in names}

    def run(self) -> Report:
        """Check everything."""
        for display in self.page.displays:
            self.report.displays.append(self.display(display))
        self.finish()
        return self.report

    def finish(self):
        """Check what concerns the page as a whole: inline formulas, definitions, code."""
        inline.check_sentences(self)
        self.report.others += [self.finding("notation", message, offset) for offset, message in sections.unused(self.page, self.notations)]
        self.definitions()
        self.code()

    # -- displays

    def display(self, display: pages.Display) -> DisplayStatus:
        """Check one display; whatever goes wrong becomes a finding."""
        budget.renew()
        expression.forget()
        self.enter(display.offset)
        line, _ = self.page.place(display.offset)
        status = DisplayStatus(line, display.anchor, display.source)

        def report(kind, message, at, base=display.offset):
            status.findings.append(self.finding(kind, message, base + at))

        try:
            self._display(display, status, report)
        except FormulaError as error:
            report(error.kind, error.message, error.at)
        except RecursionError:
            report("parse", "too many constructs within each other", 0)
        except Exception as error:  # a checker that fails has checked nothing, so the display fails
            report("internal", f"{type(error).__name__}: {error}", 0)
        if not status.links and not status.findings:
            report("unchecked", "this display claims nothing that can be checked; mark it <!-- eq: not a claim: reason -->", 0)
        return status

    def _display(self, display, status, report):
        marked = {marker.kind: marker for marker in display.markers}
        if len(marked) < len(display.markers):
            report("marker", "two markers of one kind", 0)
        if len(marked) > 1 and "not a claim" in marked:
            raise FormulaError("marker", "what is not a claim has no other marker", 0)
        if "not a claim" in marked:
            status.remark = marked["not a claim"].text
            status.links.append(LinkStatus(status.line, "not a claim"))
            return
        formula = conditions.read(self.notation, display.source)
        given = tuple(markers.given(self.notation, marked["given"])) if "given" in marked else ()
        if unsaid(self.notation, self.page, display, given):
            message = f"a reader does not see the condition {marked['given'].text}; write it as a formula in the paragraph before the display"
            report("marker", message, 0)
        self.names(formula.mentions)
        self.mentioned(formula)
        reached: set = set()
        found = [link for statement in formula.statements for link in links(_with(statement, given))]
        if "refuted because" in marked:
            status.remark = marked["refuted because"].text
            self._refuted(marked["refuted because"], found, given, status, report)
            return
        if "definition of" in marked and not all(scope.names_defined(self.notation, link) for link in found):
            raise FormulaError("marker", "a definition has a name that the notation block defines alone on its left side", 0)
        status.definition = "definition of" in marked or scope.defines(self.notation, found)
        wrong = []
        for link in found:
            known = len(status.findings)
            self._link(link, status, report, reached, display)
            wrong += [(link, finding) for finding in status.findings[known:] if finding.kind == "false"]
        self._one_row(wrong, status)
        self._unreached(formula, reached, status, report)

    def _link(self, link: Link, status, report, reached, display):
        line, _ = self.page.place(display.offset + link.at)
        compared: list[int] = []
        if link.relation == "\\leftarrow":
            raise FormulaError("unchecked", "an assignment is no claim; mark it <!-- eq: not a claim: reason -->", link.at)
        try:
            verdict = check_link(self.notation, link, f"{self.seed}:{display.source}", self.proofs, reached, compared)
            status.links.append(LinkStatus(line, verdict.status, sum(compared), verdict.scope))
            self.restates(link)
        except Refuted as refuted:
            status.links.append(LinkStatus(line, "false"))
            remark = hint(self.notation, link, random.Random(self.seed), refuted.message)
            report("false", f"this link is false: {refuted.message}{remark}", link.at)
        except FormulaError as error:
            status.links.append(LinkStatus(line, "undecided" if error.kind == "undecided" else "unread"))
            report(error.kind, error.message, error.at or link.at)

    def _one_row(self, wrong, status):
        """Tell one finding of two, where the sides around one that is wrong are equal."""
        for (before, first), (after, second) in zip(wrong, wrong[1:]):
            if before.right is not after.left or {before.relation, after.relation} != {"="} or first not in status.findings:
                continue
            try:
                check_link(self.notation, replace(after, left=before.left), self.seed, False, set())
            except (Refuted, FormulaError):
                continue
            message = f"{first.message}; the sides before and after this one are equal, so that it alone is wrong"
            status.findings[status.findings.index(first)] = replace(first, message=message)
            status.findings.remove(second)

    def _refuted(self, marker, found: list[Link], given, status, report):
        problem = markers.refuted(self.notation, marker, found, given, f"{self.seed}:{status.source}")
        if problem:
            report("marker", problem, found[0].at)
        else:
            status.links.append(LinkStatus(status.line, "refuted"))

    def _unreached(self, formula, reached, status, report):
        """A branch of cases that no point reached was not checked."""
        if status.findings:
            return
        for statement in formula.statements:
            for node in walk(statement.node):
                if node.kind != "cases":
                    continue
                for at in range(len(node.parts)):
                    if not any(place[0] == node.at and place[2] == node.parts and i == at for place, i in reached if len(place) == 3):
                        report("cases", f"case {at + 1} is never reached at the points tried", node.at)

    # -- names, definitions, code

    def names(self, nodes):
        """Refuse undeclared names and index letters that do not fit."""
        functions = self.notation.functions
        nodes = tuple(node for node in nodes if not (node.kind == "name" and not node.parts[1] and node.parts[0] in functions))
        infer(self.notation, nodes)
        free(self.notation, nodes)

    def mentioned(self, formula):
        """Refuse a reason that mentions what does not occur in the rows, so that a slip in it is told."""
        rows = tuple(part for statement in formula.statements for part in (statement.node, *statement.conditions, statement.rows))
        for node in formula.mentions:
            function = node.kind == "mention" or (node.kind == "name" and not node.parts[1] and node.parts[0] in self.notation.functions)
            if not function and not _occurs(node, rows):
                message = "this reason mentions something that does not occur in the formula; mention a part of it, or use words"
                raise FormulaError("mention", message, node.at)

    def restates(self, link: Link):
        """Note which definitions an equation enters a second time."""
        for side, other in ((link.left, link.right), (link.right, link.left)):
            if link.relation in ("=", ":=") and scope.determines(self.notation, side, other, link.conditions):
                self.restated.add((self.block, self.notation.named(side)))

    def definitions(self):
        """Every definition is restated by a display or compared with code, so that it is entered twice."""
        if self.report.rest or any(display.findings for display in self.report.displays):
            return
        for at, notation in enumerate(self.notations):
            trees = [tree for code in notation.code for tree in (code.formula, *code.arguments)]
            self.restated |= {(at, notation.named(node)) for node in walk(tuple(trees)) if node.kind in ("name", "call")}
        for block, notation in zip(self.page.blocks, self.notations):
            for declared in notation.own:
                restated = any(name == declared.key and self.notations[at].names.get(name) is declared for at, name in self.restated)
                if declared.body is not None and not restated:
                    message = f"no display and no code restates the definition of {declared.source}, so an error in it would pass"
                    self.report.others.append(self.finding("notation", message, block.place(declared.line)))

    def code(self):
        """Compare definitions with the functions that implement them."""
        from proofread.verdicts import code

        told = set()
        for self.block, block in enumerate(self.page.blocks):
            for claim in self.notation.code:
                function = key_of(f"import {claim.module}")
                known = function and self.key("code", claim.source, function)
                if known and self.store.read(known):
                    continue
                try:
                    problem = code.problem(self.notation, claim, self.seed)
                except FormulaError as error:
                    problem = error.message
                if problem and problem not in told:  # a module that cannot be imported is one problem, however many lines name it
                    self.report.others.append(self.finding("code", problem, block.place(claim.line)))
                    told.add(problem)
                if known and not problem:
                    self.store.write(known, True)


def _with(statement: Statement, given: tuple) -> Statement:
    return replace(statement, conditions=statement.conditions + given)


def _occurs(node: Node, rows) -> bool:
    """Whether an expression is a part of a formula; some factors of a product, or terms of a sum, are one too."""
    if node.kind in ("mul", "add"):
        wanted = Counter(node.parts)
        return any(part.kind == node.kind and not wanted - Counter(part.parts) for part in walk(rows))
    return any(part == node for part in walk(rows))


def check_text(markdown: str, path: str = "page.md", proofs: bool = True, seed: str = "0") -> Report:
    """Check the mathematics of a Markdown page and return what was found."""
    return Checker(markdown, path, proofs, seed).run()
