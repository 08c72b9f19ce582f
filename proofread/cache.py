"""Check a file, a page or a display, or say what an earlier check of exactly this said.

A display is kept with the declarations and its markers, a whole page with its text, and apart from it that its code agrees;
what a sentence claims and a comparison with code are kept where they are checked, so that after a change of a sentence
nothing but that sentence is checked again. What is wrong is never kept.
"""

import re
from dataclasses import astuple
from pathlib import Path

from proofread.latex.errors import FormulaError
from proofread.pages.checker import Checker
from proofread.pages.notebook import as_markdown
from proofread.pages.page import Display, Page
from proofread.pages.report import DisplayStatus, Finding, LinkStatus, MentionStatus, RelationStatus, Report
from proofread.pages.said import said_before
from proofread.pages.sections import Block
from proofread.pages.typeset import Typeset
from proofread.results.dependencies import key_of, machinery
from proofread.results.store import NOTHING, Store, key

COMPARED = re.compile(r"^[ \t]*code\s.*", re.MULTILINE)


def _display(value: dict) -> DisplayStatus:
    links = [LinkStatus(**link) for link in value["links"]]
    return DisplayStatus(value["line"], value["anchor"], value["source"], links, [], value["remark"], value["definition"])


def _keys(text: str, path: str, proofs: bool) -> tuple[str, str | None]:
    """Return the key of a page, and that of its agreement with the code it is compared with; None where imports do not tell all of that."""
    page_key = key(machinery(__name__), "page", text, path, str(proofs))
    modules = [module for line in COMPARED.findall(text) for module in re.findall(r"([\w.]+):\w", line)]
    compared = key_of("\n".join(f"import {module}" for module in modules))
    return page_key, compared and key(page_key, compared)


def known_page(text: str, path: str, store: Store, proofs: bool = True) -> Report | None:
    """Return what an earlier check of exactly this page, with exactly this code, said, or None."""
    return _known(*_keys(text, path, proofs), path, store)


def _known(page_key: str, agreed: str | None, path: str, store: Store) -> Report | None:
    return _report(store.read(page_key), path) if agreed and store.read(agreed) else None


def _report(known: dict | None, path: str) -> Report | None:
    if not known:
        return None
    report = Report(path, [_display(value) for value in known["displays"]])
    report.relations = [RelationStatus(**relation) for relation in known["relations"]]
    report.mentions = [MentionStatus(**mention) for mention in known["mentions"]]
    report.inlines, report.named = known["inlines"], known["named"]
    report.formulas = [Typeset(*formula) for formula in known["formulas"]]
    return report


def _agrees(known: dict, path: str, store: Store) -> bool:
    """Whether a page that is known agrees with its code, of which nothing but its declarations tells."""
    checker = Checker("", path, store=store)
    checker.page = Page("", [Block(*block) for block in known["blocks"]])
    checker.declare()
    checker.code()
    return not checker.report.findings


def check_page(text: str, path: str, store: Store, proofs: bool = True) -> Report:
    """Check a page, or say what an earlier check of exactly this page said; where its code changed, compare that alone."""
    report = said_of_page(text, path, store, proofs)
    if report is None:
        checker = Checker(text, path, proofs, store=store)
        for display in checker.page.displays:
            checker.report.displays.append(check_display(checker, display))
        checker.finish()
        report = checker.report
        keep_page(text, checker)
    return report


def said_of_page(text: str, path: str, store: Store, proofs: bool = True) -> Report | None:
    """Return what an earlier check of exactly this page said, if it agrees with its code as that is now, or None."""
    page_key, agreed = _keys(text, path, proofs)
    report = _known(page_key, agreed, path, store)
    if report is None:
        known = store.read(page_key)
        if known and _agrees(known, path, store):
            report = _report(known, path)
            if agreed:
                store.write(agreed, True)
    return report


def keep_page(text: str, checker: Checker):
    """Keep what the check of a whole page said, if nothing is wrong with it."""
    report = checker.report
    if report.findings:
        return
    page_key, agreed = _keys(text, checker.path, checker.proofs)
    whole = report.as_dict()
    kept = {name: whole[name] for name in ("displays", "relations", "mentions", "inlines", "named", "formulas")}
    checker.store.write(page_key, {"blocks": [astuple(block) for block in checker.page.blocks]} | kept)
    if agreed:
        checker.store.write(agreed, True)


def check_display(checker: Checker, display: Display) -> DisplayStatus:
    """Check one display, or say what an earlier check of exactly this display said."""
    checker.enter(display.offset)
    markers = "|".join(f"{marker.kind}:{marker.text}" for marker in display.markers)
    if any(marker.kind == "given" for marker in display.markers):  # what is said before it decides too
        markers += "|".join(["", *said_before(checker.page, display)])
    display_key = checker.key("display", display.source, markers, str(checker.proofs))
    stored = checker.store.read(display_key)
    line, _ = checker.page.place(display.offset)
    if stored is not None:
        links = [LinkStatus(line + offset, *rest) for offset, *rest in stored["links"]]
        checker.restates_known(stored["restated"])
        return DisplayStatus(line, display.anchor, display.source, links, [], stored["remark"], stored["definition"])
    before, checker.restated = checker.restated, set()
    status = checker.display(display)
    if not status.findings:
        links = [(link.line - line, link.status, link.points, link.scope) for link in status.links]
        kept = {"links": links, "remark": status.remark, "definition": status.definition, "restated": checker.restatements()}
        checker.store.write(display_key, kept)
    checker.restated |= before
    return status


def _read(file: Path) -> str:
    """Return a page or a notebook as Markdown; raise `FormulaError` for a file that is none."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FormulaError("parse", f"not UTF-8: {error.reason} at byte {error.start}") from None
    return as_markdown(text) if file.suffix == ".ipynb" else text


def text_of(file: Path) -> str | None:
    """Return the text of a Markdown file or a notebook, or None if it is none."""
    try:
        return _read(file)
    except FormulaError:
        return None


def open_page(file: Path, path: str, store: Store = NOTHING) -> Checker:
    """Return the checker of a Markdown file or a notebook; a file that is none has a finding."""
    try:
        return Checker(_read(file), path, store=store)
    except FormulaError as error:
        checker = Checker("", path)
        checker.report.others.append(Finding(path, 1, 1, error.kind, error.message))
        return checker


def check_file(file: Path, store: Store, proofs: bool = True) -> Report:
    """Check a Markdown file."""
    try:
        return check_page(_read(file), str(file), store, proofs)
    except FormulaError:
        return open_page(file, str(file)).report
