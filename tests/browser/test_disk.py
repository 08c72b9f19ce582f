"""The built folder opened from a disk, without a server: pages, formulas, links and the search."""

import pytest

from .tabs import DESK, Tab, without_errors


@pytest.fixture(scope="module")
def window(browser):
    with Tab(browser, DESK) as tab:
        yield tab


@pytest.fixture
def opened(window, site):
    """A tab on index.html as a file; it fails its test for any error on the console and for any other host."""

    def early_font(message):
        # the wish to fetch fonts early is refused to a file; the stylesheet's own wish is granted, as is tested
        return ".woff2" in message.text + message.location["url"]

    with window.as_new() as page, without_errors(page, early_font) as errors:
        page.on("request", lambda request: request.url.startswith(("file:", "data:", "blob:", "about:")) or errors.append(request.url))
        page.goto((site / "index.html").as_uri())
        yield page


def test_a_page_is_styled_and_typeset(opened):
    assert opened.evaluate("document.fonts.ready.then(fonts => [...fonts].some(font => "
                           "font.family.includes('KaTeX_Main') && font.status === 'loaded'))")
    assert opened.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"


def test_links_lead_from_page_to_page(opened):
    for page in ("sigmoid.html", "softmax.html"):
        opened.locator(f".md-nav--primary a[href$='{page}']").first.click()
        opened.wait_for_url("**/" + page)
        assert opened.locator("h1").is_visible()


def test_the_search_finds(opened):
    opened.locator("input[data-md-component=search-query]").click()
    opened.keyboard.type("label smoothing")
    opened.wait_for_selector(".md-search-result__item")
    opened.locator(".md-search-result__item a[href*='softmax-variants.html']").first.click()
    opened.wait_for_url("**/softmax-variants.html*")


def test_code_can_be_copied_and_tables_scroll_in_their_box(opened):
    opened.locator(".md-nav--primary a[href$='softmax.html']").first.click()
    opened.wait_for_url("**/softmax.html")
    code = opened.locator("article > .highlight pre > code").first  # not in a folded box
    code.scroll_into_view_if_needed()
    opened.locator("pre .md-code__button").first.wait_for(state="attached")
    assert opened.locator("table.table").count() == opened.locator(".md-typeset__scrollwrap[tabindex] table").count() > 0


def test_a_figure_can_be_moved(opened):
    opened.locator(".md-nav--primary a[href$='softmax.html']").first.click()
    opened.wait_for_url("**/softmax.html")
    figure = opened.locator("#figure-softmax-gradient")
    figure.scroll_into_view_if_needed()
    figure.get_by_role("button", name="one step of descent").click()
    assert "loss 0.596" in figure.locator(".movable-readout").inner_text()
