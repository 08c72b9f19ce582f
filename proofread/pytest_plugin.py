"""The pytest side: one item for each display of a Markdown page, and one for the rest of its mathematics."""

from functools import cached_property
from pathlib import Path

import pytest

from proofread.cache import check_display, keep_page, open_page, said_of_page, text_of
from proofread.files import shown
from proofread.pages.checker import Checker
from proofread.pages.report import DisplayStatus
from proofread.results.dependencies import machinery
from proofread.results.store import Store, kept, key


def pytest_collect_file(file_path: Path, parent):
    if file_path.suffix in (".md", ".ipynb"):
        return MathematicsFile.from_parent(parent, path=file_path)
    return None


class MathematicsFile(pytest.File):
    """A Markdown page; where all of it is known, it is not even opened."""

    def collect(self):
        self.statuses: dict[int, DisplayStatus] = {}
        lines, more = self.contents()
        for number, line in enumerate(lines):
            yield DisplayItem.from_parent(self, name=f"equation line {line}", number=number)
        if lines or more:
            yield RestItem.from_parent(self, name="mathematics")

    def contents(self) -> tuple[list[int], bool]:
        """Return the lines of the displays, and whether there is more that has to be checked."""
        text = text_of(self.path)
        place = None if text is None else key(machinery("proofread.cache"), "contents", text)
        found = place and self.store.read(place)
        if not found:
            page, others = self.checker.page, self.checker.report.others
            found = [page.place(display.offset)[0] for display in page.displays], bool(page.inlines or others or page.notation is not None)
            if place:
                self.store.write(place, found)
        return found

    @cached_property
    def store(self) -> Store:
        return kept("proofread")

    @cached_property
    def known(self) -> bool:
        """Whether an earlier check of exactly this page found nothing wrong."""
        text = text_of(self.path)
        return text is not None and said_of_page(text, shown(self.path), self.store) is not None

    @cached_property
    def checker(self) -> Checker:
        return open_page(self.path, shown(self.path), self.store)

    def check(self, number: int) -> DisplayStatus:
        """Check one display, once."""
        if number not in self.statuses:
            self.statuses[number] = check_display(self.checker, self.checker.page.displays[number])
        return self.statuses[number]


class _Item(pytest.Item):
    def reportinfo(self):
        return self.path, None, f"{shown(self.path)}: {self.name}"


class DisplayItem(_Item):
    """One display: every link of it holds."""

    def __init__(self, *, number, **keywords):
        super().__init__(**keywords)
        self.number = number

    def runtest(self):
        findings = [] if self.parent.known else self.parent.check(self.number).findings
        if findings:
            pytest.fail("\n".join(map(str, findings)), pytrace=False)


class RestItem(_Item):
    """What concerns the page as a whole: notation, inline formulas, definitions, code."""

    def runtest(self):
        if self.parent.known:
            return
        checker = self.parent.checker
        # with the definitions that displays restate, whichever items were selected
        checker.report.displays = [self.parent.check(number) for number in range(len(checker.page.displays))]
        checker.finish()
        if checker.report.rest:
            pytest.fail("\n".join(map(str, checker.report.rest)), pytrace=False)
        text = text_of(self.path)
        if text is not None:
            keep_page(text, checker)
