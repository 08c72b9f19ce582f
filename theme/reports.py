"""The checks of a build's pages: those that are not known are made in as many processes as there are processors."""

import gc
import os
import site
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from proofread.cache import check_page, known_page
from proofread.pages.report import Report
from proofread.progress import Progress
from proofread.results.store import kept
from proofread.verdicts.child import FORKS
from theme import ROOT

LONG = 500  # signs of formulas, two for each, of a page that is checked before the others
_reports: dict[tuple[str, str], Report | Future] = {}  # of this build, by text and path


def begin(pages: list[tuple[str, str]]) -> bool:
    """Forget the last build, and begin to check the pages of this one, each with its text and path, in the order in which they are built.

    Return whether other processes do so.
    """
    store = kept("proofread")
    _reports.clear()
    _reports.update({page: found for page in pages if (found := known_page(*page, store)) is not None})
    unknown = [page for page in pages if page not in _reports]
    if len(unknown) < 2:
        return False
    progress = Progress("formulas checked, pages", len(unknown))
    # MkDocs has taken the project out of the path again, which a new interpreter needs
    pool = ProcessPoolExecutor(os.cpu_count(), get_context("fork" if FORKS else "spawn"), _begin, (str(ROOT),))
    for text, path in in_order(unknown):
        _reports[text, path] = future = pool.submit(check_page, text, path, store)
        future.add_done_callback(lambda _, path=path: progress.step(path))
    pool.shutdown(wait=False)  # its processes end when they have done all
    return True


def _begin(path: str):
    """Begin a process that checks pages: what it makes seldom refers to itself, so that it seldom looks for such rings."""
    site.addsitedir(path)
    gc.freeze()
    gc.set_threshold(50_000)


def in_order(pages: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return first the pages with many formulas, so that none is waited for alone at the end, then the others in the order in which they are built.

    So this process typesets the short pages while they are checked, and has little left to do after the last one.
    """
    many = [page for page in pages if page[0].count("$") > LONG]
    return sorted(many, key=lambda page: -page[0].count("$")) + [page for page in pages if page not in many]


def report(text: str, path: str) -> Report:
    """Return the check of a page; the findings have the same messages as those of the tests."""
    found = _reports.get((text, path))
    if found is None:
        found = check_page(text, path, kept("proofread"))
    elif isinstance(found, Future):
        found = found.result()
    _reports[text, path] = found
    return found


def end():
    """Leave out what nobody waits for any more."""
    for found in _reports.values():
        if isinstance(found, Future):
            found.cancel()
