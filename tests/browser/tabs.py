"""Tabs that one test after another uses as if they were new: most of the time of a test would go into opening its own.

What a page has loaded stays in the cache, as for a reader who goes on reading.
"""

from contextlib import contextmanager

from playwright.sync_api import Error

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
FORGET = """() => {
    try { localStorage.clear(); sessionStorage.clear() } catch { /* a page without an address of its own stores nothing */ }
}"""


def started(page):
    """Wait until the page is loaded and docs/assets/js/start.js has run its scripts, which is after the first frame."""
    page.wait_for_load_state("load")
    page.wait_for_function("() => !document.querySelector('body > link[as=script]')")


def _whole(page):
    """Let `page.goto` return when the scripts of the page have run as well."""
    goto = page.goto

    def whole(*address, **options):
        response = goto(*address, **options)
        started(page)
        return response

    page.goto = whole
    return page


class Tab:
    """A context manager with one tab of a kind of screen, opened when it is first used."""

    def __init__(self, browser, screen: dict, **options):
        self.browser, self.screen, self.options = browser, screen, options
        self.context = self.page = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.context:
            self.context.close()

    def _open(self):
        if self.context is None:
            self.context = self.browser.new_context(**self.screen, **self.options)
        page = self.context.new_page()
        self.page = _whole(page) if self.options.get("java_script_enabled", True) else page

    @contextmanager
    def as_new(self):
        """Give the tab as it is when it is opened, and leave it so; one that cannot be brought back gives way to another."""
        if self.page is None or self.page.is_closed():
            self._open()
        try:
            yield self.page
        finally:
            try:
                self._clean()
            except Error:
                self.page.close()
                self.page = None

    def _clean(self):
        page = self.page
        page.unroute_all()
        if self.options.get("java_script_enabled", True):
            page.evaluate(FORGET)
        page.goto("about:blank")
        page.emulate_media(media="null", color_scheme="null")
        page.set_viewport_size(self.screen["viewport"])
        page.mouse.move(0, 0)


@contextmanager
def without_errors(page, expected=lambda message: False):
    """Give a list of the errors and warnings on the console of a tab; at the end there must be none."""
    errors = []

    def console(message):
        if message.type in ("error", "warning") and not expected(message):
            errors.append(message.text)

    heard = {"console": console, "pageerror": lambda error: errors.append(str(error))}
    for event, handler in heard.items():
        page.on(event, handler)
    try:
        yield errors
    finally:
        for event, handler in heard.items():
            page.remove_listener(event, handler)
    assert not errors, "on the console of the browser:\n" + "\n".join(errors)
