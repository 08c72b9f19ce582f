"""The scripts of a page run when it has been painted, each of them, and also where nobody looks at it."""

import pytest

from .tabs import DESK, started

# the theme's script publishes `document$` when it runs: what had happened by then
WATCH = """() => {
    window.seen = []
    addEventListener("DOMContentLoaded", () => {
        seen.push("whole")
        requestAnimationFrame(() => seen.push("frame"))
    }, { once: true })
    Object.defineProperty(window, "document$", { configurable: true, set(value) {
        seen.push("theme")
        Object.defineProperty(window, "document$", { value })
    } })
}"""
UNSEEN = """() => {
    Object.defineProperty(document, "hidden", { value: true })
    window.requestAnimationFrame = () => 0
}"""
RAN = "() => [...document.querySelectorAll('body > script[src]')].map(script => script.getAttribute('src').split('/').pop().split('.')[0])"


@pytest.fixture
def fresh(browser, address):
    context = browser.new_context(**DESK, base_url=address)
    yield context.new_page()
    context.close()


def test_no_script_keeps_the_reader_waiting_for_the_page(fresh):
    fresh.add_init_script(f"({WATCH})()")
    fresh.goto("softmax.html")
    started(fresh)
    assert fresh.evaluate("seen") == ["whole", "frame", "theme"]
    assert fresh.evaluate(RAN) == ["iframe-worker", "bundle", "access", "chains", "copy", "jump"]
    assert fresh.locator(".md-typeset__scrollwrap").count()  # the theme has begun


def test_a_page_in_a_tab_that_nobody_looks_at_is_ready_as_well(fresh):
    fresh.add_init_script(f"({UNSEEN})()")
    fresh.goto("glossary.html")
    started(fresh)
    assert fresh.evaluate("typeof document$") == "object"
