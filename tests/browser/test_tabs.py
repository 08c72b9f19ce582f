"""A tab that is used again is as it was when it was opened, and an error on its console fails the test that made it."""

import pytest

from .tabs import DESK, Tab, without_errors

STATE = """() => [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, matchMedia("print").matches, localStorage.length,
    sessionStorage.length, document.body.getAttribute("data-md-color-scheme"), document.querySelectorAll(".planted").length]"""
PLANT = """() => {
    localStorage.setItem("planted", 1)
    sessionStorage.setItem("planted", 1)
    document.body.insertAdjacentHTML("beforeend", "<p class=planted>")
}"""


@pytest.fixture
def used_again(browser, address):
    with Tab(browser, DESK, base_url=address) as tab:
        yield tab


def test_a_tab_is_left_as_it_was_opened(used_again):
    seen = []
    for _ in range(2):
        with used_again.as_new() as page:
            page.goto("glossary.html")
            seen.append([*page.evaluate(STATE), page.url])
            page.locator(".scheme").first.click()
            page.evaluate(PLANT)
            page.set_viewport_size({"width": 390, "height": 500})
            page.emulate_media(media="print", color_scheme="dark")
            page.route("**/*", lambda route: route.abort())
            assert page.evaluate(STATE)[:3] == [390, True, True]
    assert seen[0] == seen[1] and seen[0][:5] == [1280, False, False, 0, 0]


def test_a_closed_tab_gives_way_to_another(used_again):
    for _ in range(2):
        with used_again.as_new() as page:
            page.goto("glossary.html")
            page.close()


def test_an_error_is_that_of_the_test_that_made_it(used_again):
    for made in ("console.error('planted')", "setTimeout(() => { throw new Error('planted') })"):
        with pytest.raises(AssertionError, match="planted"), used_again.as_new() as page, without_errors(page):
            page.goto("glossary.html")
            page.evaluate(made)
            page.wait_for_timeout(50)
    with used_again.as_new() as page, without_errors(page):
        page.goto("glossary.html")
