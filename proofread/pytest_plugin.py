"""The pytest side: one item for each display of a Markdown page, and one for the rest of its mathematics."""

from pathlib import Path

import pytest

from proofread.cache import check_display, open_page
from proofread.files import shown
from proofread.results.store import kept


def pytest_collect_file(file_path: Path, parent):
    if file_path.suffix in (".md", ".ipynb"):
        return MathematicsFile.from_parent(parent, path=file_path)
    return None


class MathematicsFile(pytest.File):
    """A Markdown page."""

    def collect(self):
        checker = open_page(self.path, shown(self.path), kept("proofread"))
        for display in checker.page.displays:
            line, _ = checker.page.place(display.offset)
            yield DisplayItem.from_parent(self, name=f"equation line {line}", checker=checker, display=display)
        if checker.page.displays or checker.page.inlines or checker.report.others or checker.page.notation is not None:
            yield RestItem.from_parent(self, name="mathematics", checker=checker)


class _Item(pytest.Item):
    def __init__(self, *, checker, **keywords):
        super().__init__(**keywords)
        self.checker = checker

    def reportinfo(self):
        return self.path, None, f"{shown(self.path)}: {self.name}"


class DisplayItem(_Item):
    """One display: every link of it holds."""

    def __init__(self, *, display, **keywords):
        super().__init__(**keywords)
        self.display = display

    def runtest(self):
        status = check_display(self.checker, self.display)
        if status.findings:
            pytest.fail("\n".join(map(str, status.findings)), pytrace=False)


class RestItem(_Item):
    """What concerns the page as a whole: notation, inline formulas, definitions, code."""

    def runtest(self):
        checked = {id(display) for display in self.checker.done}
        for display in self.checker.page.displays:  # the definitions that displays restate, whichever items were selected
            if id(display) not in checked:
                check_display(self.checker, display)
        self.checker.finish()
        if self.checker.report.rest:
            pytest.fail("\n".join(map(str, self.checker.report.rest)), pytrace=False)
