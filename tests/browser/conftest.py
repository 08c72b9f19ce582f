"""One browser and one server for all tests of this folder; what is said where there is no browser."""

import os

import pytest

from .chromium import INSTALL, NAMES, executable, launched
from .server import Server, without_index
from .tabs import DESK, PHONE, Tab, without_errors
from .visit import Visits


@pytest.fixture(scope="package")
def browser():
    if executable() is None:
        reason = f"none of {', '.join(NAMES)} is on PATH"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}, and CI=true: install it with: {INSTALL}")
        pytest.skip(reason)
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="package")
def address(browser, site):
    """Where the built site is served, such as http://127.0.0.1:40001/; its search finds nothing."""
    with Server(site, replaced=without_index(site)) as url:
        yield url


@pytest.fixture(scope="package")
def searchable(browser, site):
    """Where the built site is served with all that its search finds."""
    with Server(site) as url:
        yield url


@pytest.fixture(scope="package")
def visits(browser, address):
    with Visits(browser, address) as opened:
        yield opened


@pytest.fixture(scope="package")
def desk(browser, address):
    with Tab(browser, DESK, base_url=address, permissions=["clipboard-read", "clipboard-write"]) as opened:
        yield opened


def font_not_drawn_yet(message):
    """A test may go on before the formulas are drawn that use a font; the visit to each page draws them all."""
    return ".woff2 was preloaded" in message.text


@pytest.fixture
def tab(desk):
    """A tab of 1280 pixels, as if it were new, with the clipboard; it fails its test for any error on the console."""
    with desk.as_new() as page, without_errors(page, font_not_drawn_yet):
        yield page


@pytest.fixture(scope="package")
def in_hand(browser, address):
    with Tab(browser, PHONE, base_url=address) as opened:
        yield opened


@pytest.fixture
def phone(in_hand):
    """A tab of a phone, as if it were new: narrow, touched, without a pointer that hovers."""
    with in_hand.as_new() as page:
        yield page


@pytest.fixture(scope="package")
def scriptless(browser, address):
    with Tab(browser, DESK, base_url=address, java_script_enabled=False) as opened:
        yield opened


@pytest.fixture
def plain(scriptless):
    """A tab whose scripts are turned off, as if it were new."""
    with scriptless.as_new() as page:
        yield page


def pytest_terminal_summary(terminalreporter):
    missed = {
        report.nodeid for report in terminalreporter.stats.get("skipped", []) if "is on PATH" in str(report.longrepr)
    }
    if not missed:
        return
    terminalreporter.section("NOT TESTED: WHAT A BROWSER SHOWS", sep="!", red=True, bold=True)
    terminalreporter.line(f"{len(missed)} tests were NOT run, because none of {', '.join(NAMES)} is on PATH:")
    for file in sorted({name.split("::")[0] for name in missed}):
        names = sorted({name.split("::")[1].split("[")[0] for name in missed if name.startswith(file)})
        terminalreporter.line(f"  {file}: {', '.join(names)}")
    terminalreporter.line(f"To run them, install Chromium (on Debian: {INSTALL}). Under CI=true they fail instead.")
