"""Open a page in both schemes and at three widths at once, and note everything that is wrong with it."""

from functools import cached_property
from pathlib import Path

import axe_playwright_python

from .pages import MISSING

SCHEMES = ("light", "dark")
WIDTHS = (390, 768, 1280)
AXE_WIDTHS = (390, 1280)
KINDS = {
    "console": "the console has errors or warnings",
    "requests": "requests failed",
    "foreign": "another host was asked",
    "policy": "the Content-Security-Policy was violated",
    "sideways": "the page scrolls sideways",
    "vertical": "a box of the page scrolls up and down, or cuts a formula off",
    "unreachable": "the keyboard cannot scroll a box",
    "faint": "the contrast of a formula or of a figure's text is below 4.5",
    "axe": "axe found violations",
}
HERE = Path(__file__).parent
MEASURE = (HERE / "visit.js").read_text(encoding="utf-8")
START_AXE = (HERE / "axe.js").read_text(encoding="utf-8")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
NOTE_VIOLATIONS = """
    window.policyViolations = [];
    document.addEventListener("securitypolicyviolation", violation =>
        window.policyViolations.push(`${violation.effectiveDirective} forbids ${violation.blockedURI}`));
"""
SETTLED = "() => document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"


class _Tab:
    """A tab of one scheme and one width; `found` holds what is wrong with the page it is on."""

    def __init__(self, browser, address, scheme, width):
        self.address, self.scheme, self.width = address, scheme, width
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.context.add_init_script(NOTE_VIOLATIONS)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.found["console"].append(str(error)))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def _expected(self, url):
        return self.on == MISSING and url == self.address + MISSING

    def _console(self, message):
        if message.type in ("error", "warning") and not self._expected(message.location.get("url")):
            self.found["console"].append(message.text)

    def _request(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.found["foreign"].append(request.url)

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # the tab went on to its next page before the answer came
            self.found["requests"].append(f"{request.url}: {request.failure}")

    def _response(self, response):
        if response.status >= 400 and not self._expected(response.url):
            self.found["requests"].append(f"{response.url}: {response.status}")

    def open(self, page):
        self.on, self.found = page, {kind: [] for kind in KINDS}
        self.page.goto(self.address + page, wait_until="commit")

    def measure(self):
        self.page.wait_for_load_state("load")
        self.page.evaluate(SETTLED)
        scheme = self.page.evaluate("document.body.getAttribute('data-md-color-scheme')")
        expected = {"light": "default", "dark": "slate"}[self.scheme]
        if scheme != expected:
            self.found["console"].append(f"the page is in scheme {scheme!r}, although the reader prefers {self.scheme}")
        for kind, found in self.page.evaluate(MEASURE).items():
            self.found[kind] += found
        if self.width in AXE_WIDTHS:
            self.page.evaluate(AXE)
            self.page.evaluate(START_AXE)

    def finish(self):
        if self.width in AXE_WIDTHS:
            self.found["axe"] += self.page.evaluate("window.axeResult")


class Visits:
    """A context manager with one tab for each scheme and width; `to(page)` says what is wrong with a page."""

    def __init__(self, browser, address):
        self.browser, self.address, self.known = browser, address, {}

    @cached_property
    def tabs(self):
        return [_Tab(self.browser, self.address, scheme, width) for scheme in SCHEMES for width in WIDTHS]

    def to(self, page: str) -> dict[str, list[str]]:
        """Return what is wrong with a page, by kind, each entry with its scheme and width."""
        if page not in self.known:
            for step in (lambda tab: tab.open(page), _Tab.measure, _Tab.finish):
                for tab in self.tabs:
                    step(tab)
            self.known[page] = {
                kind: [f"{tab.scheme}, {tab.width} pixels: {text}" for tab in self.tabs for text in tab.found[kind]]
                for kind in KINDS
            }
        return self.known[page]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for tab in self.tabs:
            tab.context.close()
