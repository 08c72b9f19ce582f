"""The checks of a build's pages: those that are not known are made in as many processes as there are processors."""

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

_reports: dict[tuple[str, str], Report | Future] = {}  # of this build, by text and path


def begin(pages: list[tuple[str, str]]) -> bool:
    """Forget the last build, and begin to check the pages of this one, each with its text and path; return whether other processes do so."""
    store = kept("proofread")
    _reports.clear()
    _reports.update({page: found for page in pages if (found := known_page(*page, store)) is not None})
    unknown = [page for page in pages if page not in _reports]
    if len(unknown) < 2:
        return False
    progress = Progress("formulas checked, pages", len(unknown))
    # MkDocs has taken the project out of the path again, which a new interpreter needs
    pool = ProcessPoolExecutor(os.cpu_count(), get_context("fork" if FORKS else "spawn"), site.addsitedir, (str(ROOT),))
    for text, path in sorted(unknown, key=lambda page: -page[0].count("$")):  # the longest first, so that none is waited for alone
        _reports[text, path] = future = pool.submit(check_page, text, path, store)
        future.add_done_callback(lambda _, path=path: progress.step(path))
    pool.shutdown(wait=False)  # its processes end when they have done all
    return True


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
