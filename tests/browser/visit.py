"""Open a page in both schemes at once, show it at three widths, and note everything that is wrong with it."""

from pathlib import Path

import axe_playwright_python

from .pages import MISSING
from .tabs import started

# The pages that teach, and how many screens each may have with its folded parts closed.
SCREENS = {
    "softmax.html": 15, "sigmoid.html": 16, "relu.html": 11, "question.html": 10, "relu-losses.html": 11,
    "cross-entropy.html": 11, "softmax-variants.html": 11, "network.html": 13, "floating-point.html": 11,
}
PHONE, DESK = 390, 1280
KINDS = {
    "console": "the console has errors or warnings",
    "requests": "requests failed",
    "foreign": "another host was asked",
    "policy": "the Content-Security-Policy was violated",
    "sideways": "the page scrolls sideways",
    "vertical": "a box of the page scrolls up and down, or cuts a formula off",
    "unreachable": "the keyboard cannot scroll a box",
    "faint": "the contrast of a formula, of a listing or of a figure's text is below 4.5",
    "looks": "something is cut, covered, broken or out of sight",
    "axe": "axe found violations",
}
FRAMES = 5
HERE = Path(__file__).parent
LOOKS = (HERE / "looks.js").read_text(encoding="utf-8")
MEASURE = (HERE / "visit.js").read_text(encoding="utf-8")
START_AXE = (HERE / "axe.js").read_text(encoding="utf-8")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
NOTE_VIOLATIONS = """
    window.policyViolations = [];
    document.addEventListener("securitypolicyviolation", violation =>
        window.policyViolations.push(`${violation.effectiveDirective} forbids ${violation.blockedURI}`));
"""
# What is off the screen is laid out when it comes near; here all of it is, as for a reader who has been everywhere.
LAY_OUT_ALL = """() => document.head.append(Object.assign(document.createElement("style"),
    {textContent: "article * { content-visibility: visible !important }"}))"""
# What a phone shows first, and what would be laid out only when it is shown: what stands below would move.
LATER = """() => [...document.querySelectorAll("article :is(tr, [data-deferred])")].filter(element => {
    const box = element.getBoundingClientRect();
    return box.height && box.bottom < innerHeight && getComputedStyle(element).contentVisibility === "auto";
}).map(element => `laid out when it is shown already: ${element.textContent.trim().slice(0, 60)}`)"""
# Two frames, and one task more than the site takes to measure its blocks of code, one in each.
SETTLED = """async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    for (const _ of [null, ...document.querySelectorAll("pre > code")]) await new Promise(done => setTimeout(done));
}"""


class _Tab:
    """A tab of one scheme, in which a page is loaded at the first width and shown at all; `found` holds what is wrong with it.

    `touched`: as by a finger, so that nothing hovers.
    """

    def __init__(self, browser, address, scheme, widths, touched):
        self.address, self.scheme, self.widths, self.first, self.touched = address, scheme, widths, widths[0], touched
        self.alike = {}  # the kinds of texts whose colours passed, and how many of each were examined
        self.context = browser.new_context(
            viewport={"width": self.first, "height": 900}, color_scheme=scheme, has_touch=touched,
            reduced_motion="reduce",  # a change of width is measured at its end, not on the way
        )
        self.context.add_init_script(NOTE_VIOLATIONS)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._found("console", str(error)))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def _found(self, kind, *texts):
        self.found[kind] += [f"{self.scheme}, {self.width} pixels: {text}" for text in texts]

    def _expected(self, url):
        return self.on == MISSING and url == self.address + MISSING

    def _console(self, message):
        if message.type in ("error", "warning") and not self._expected(message.location.get("url")):
            self._found("console", message.text)

    def _request(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self._found("foreign", request.url)

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # the tab went on to its next page before the answer came
            self._found("requests", f"{request.url}: {request.failure}")

    def _response(self, response):
        if response.status >= 400 and not self._expected(response.url):
            self._found("requests", f"{response.url}: {response.status}")

    def _show(self, width):
        self.width = width
        self.page.set_viewport_size({"width": width, "height": 900})

    def open(self, page):
        self.on, self.found = page, {kind: [] for kind in KINDS}
        self._show(self.first)
        self.page.goto(self.address + page, wait_until="commit")

    def measure(self):
        started(self.page)
        if self.first == PHONE:
            self._found("looks", *self.page.evaluate(LATER))
        self.page.evaluate(LAY_OUT_ALL)
        scheme = self.page.evaluate("document.body.getAttribute('data-md-color-scheme')")
        expected = {"light": "default", "dark": "slate"}[self.scheme]
        if scheme != expected:
            self._found("console", f"the page is in scheme {scheme!r}, although the reader prefers {self.scheme}")
        # what moves with the width is the same in both schemes, which differ in colours alone, as tests/site/test_stylesheets.py says
        for width in self.widths if self.scheme == "light" else self.widths[:1]:
            self._show(width)
            for _ in range(FRAMES):  # some boxes have their width, or are made reachable by the theme, some frames later
                self.page.evaluate(SETTLED)
                # what sticks out on a phone is asked of the phone itself
                measured = self.page.evaluate(MEASURE, {"colours": width == self.first, "inside": self.touched or width != PHONE})
                self._found("policy", *measured.pop("policy"))
                if self.touched:  # the theme lets the keyboard reach a listing where there is a pointer
                    measured["unreachable"] = []
                if not any(measured[kind] for kind in ("sideways", "vertical", "unreachable")):
                    break
            for kind, texts in measured.items():
                self._found(kind, *texts)
            if width == self.first:
                looks, self.seen = self.page.evaluate(LOOKS, {"width": width, "unfold": self.on in SCREENS})
                self._found("looks", *looks)
        self.page.evaluate(AXE)

    def start_axe(self, width):
        """At the first width, which the other scheme has been examined at, only colours can be new."""
        if width != self.width:
            self._show(width)
            self.page.evaluate(SETTLED)
        self.page.evaluate(START_AXE, {"coloursAlone": width == self.first, "known": list(self.alike.items())})

    def end_axe(self):
        result = self.page.evaluate("window.axeResult")
        self._found("axe", *result["said"])
        self.alike.update(result["passed"])


class Visits:
    """A context manager with one tab for each scheme; `to(page)` says what is wrong with a page."""

    def __init__(self, browser, address):
        self.browser, self.address, self.known, self.seen = browser, address, {}, {}

    def __enter__(self):
        ways = ("light", (DESK, 768, PHONE), False), ("dark", (PHONE, DESK), True)
        self.tabs = [_Tab(self.browser, self.address, *way) for way in ways]
        return self

    def __exit__(self, *_):
        for tab in self.tabs:
            tab.context.close()

    def to(self, page: str) -> dict[str, list[str]]:
        """Return what is wrong with a page, by kind, each entry with its scheme and width."""
        if page not in self.known:
            self._all(_Tab.open, page)
            self._all(_Tab.measure)
            for width in (PHONE, DESK):  # both were measured on a phone last
                for tab in self.tabs:  # both compute at once
                    tab.start_axe(width)
                self._all(_Tab.end_axe)
            self.seen[page] = {tab.first: tab.seen for tab in self.tabs}
            self.known[page] = {kind: [text for tab in self.tabs for text in tab.found[kind]] for kind in KINDS}
        return self.known[page]

    def _all(self, step, *arguments):
        for tab in self.tabs:
            step(tab, *arguments)
