"""Keep the status of displays that were checked before, keyed on everything it depends on.

The key holds the sources of the checker, the versions of Python and the
libraries, the notation block, the display and its markers; inline formulas, the
code compared with definitions and the lints are kept for a whole page, keyed on
its text and on the modules it names.
"""

import hashlib
import importlib.util
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from proofread.latex.errors import FormulaError
from proofread.pages.checker import Checker
from proofread.pages.notebook import as_markdown
from proofread.pages.page import Display
from proofread.pages.report import DisplayStatus, Finding, LinkStatus, Report
from proofread.store import Store, key


@cache
def _checker() -> str:
    """Return the digest of what checks: sources and versions."""
    digest = hashlib.sha256(f"{sys.version} {version('python-flint')} {version('numpy')}".encode())
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _key(*parts: str) -> str:
    return key(_checker(), *parts)


def _display(value: dict) -> DisplayStatus:
    links = [LinkStatus(**link) for link in value["links"]]
    return DisplayStatus(value["line"], value["anchor"], value["source"], links, [], value["remark"])


def _modules(text: str) -> str:
    """Return the digest of the sources of the modules whose functions a page compares."""
    names = sorted({line.split("=")[-1].split(":")[0].strip() for line in text.splitlines() if line.startswith("code ")})
    digest = hashlib.sha256()
    for name in names:
        top = name.split(".")[0]
        for file in sorted(Path(top).glob("**/*.py")) if Path(top).is_dir() else []:
            digest.update(file.read_bytes())
        try:
            found = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            found = None
        if found and found.origin and Path(found.origin).is_file():
            digest.update(Path(found.origin).read_bytes())
    return digest.hexdigest()


def check_page(text: str, path: str, cache: Store, proofs: bool = True) -> Report:
    """Check a page, or say what an earlier check of exactly this page and checker said."""
    page_key = _key("page", text, path, str(proofs), _modules(text))
    known = cache.read(page_key)
    if known is not None:
        report = Report(path, [_display(value) for value in known["displays"]])
        report.inlines = known["inlines"]
        return report
    checker = Checker(text, path, proofs)
    for display in checker.page.displays:
        checker.report.displays.append(check_display(checker, display, cache))
    checker.finish()
    report = checker.report
    if not report.findings:
        whole = report.as_dict()
        cache.write(page_key, {"displays": whole["displays"], "inlines": report.inlines})
    return report


def check_display(checker: Checker, display: Display, cache: Store) -> DisplayStatus:
    """Check one display, or say what an earlier check of exactly this display said."""
    checker.done.append(display)
    markers = "|".join(f"{marker.kind}:{marker.text}" for marker in display.markers)
    key = _key("display", checker.page.notation or "", display.source, markers, str(checker.proofs))
    stored = cache.read(key)
    line, _ = checker.page.place(display.offset)
    if stored is not None:
        links = [LinkStatus(line + offset, status) for offset, status in stored["links"]]
        checker.restated |= {tuple(key) for key in stored["restated"]}
        return DisplayStatus(line, display.anchor, display.source, links, [], stored["remark"])
    before, checker.restated = checker.restated, set()
    status = checker.display(display)
    if not status.findings:  # what is wrong is looked at again each time
        links = [(link.line - line, link.status) for link in status.links]
        restated = [list(key) for key in sorted(filter(None, checker.restated), key=repr)]
        cache.write(key, {"links": links, "remark": status.remark, "restated": restated})
    checker.restated |= before
    return status


def _read(file: Path) -> str:
    text = file.read_bytes().decode("utf-8")
    return as_markdown(text) if file.suffix == ".ipynb" else text


def open_page(file: Path, path: str) -> Checker:
    """Return the checker of a Markdown file or a notebook; a file that is none has a finding."""
    try:
        return Checker(_read(file), path)
    except UnicodeDecodeError as error:
        checker = Checker("", path)
        checker.report.others.append(Finding(path, 1, 1, "parse", f"not UTF-8: {error.reason} at byte {error.start}"))
        return checker
    except FormulaError as error:
        checker = Checker("", path)
        checker.report.others.append(Finding(path, 1, 1, error.kind, error.message))
        return checker


def check_file(file: Path, cache: Store, proofs: bool = True) -> Report:
    """Check a Markdown file."""
    try:
        return check_page(_read(file), str(file), cache, proofs)
    except (UnicodeDecodeError, FormulaError):
        return open_page(file, str(file)).report
