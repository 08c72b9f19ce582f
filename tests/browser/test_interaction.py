"""Copying, the palette and instant navigation, each also after a walk through several pages."""

import re

from .pages import SOURCES
from .tabs import started

COPY_BUTTON = "button.md-code__button[data-md-type=copy], button.md-clipboard"
WALK = ["sigmoid.html", "softmax.html", "relu.html", "question.html"]


def clipboard(tab):
    return tab.evaluate("navigator.clipboard.readText()")


def copied_code(tab):
    """Copy the first block by its button; return what was copied, and what stands there."""
    button = tab.locator(COPY_BUTTON).first
    button.scroll_into_view_if_needed()
    shown = button.evaluate("button => document.querySelector(button.dataset.clipboardTarget).innerText")
    button.click()
    tab.wait_for_selector(".md-dialog--active")  # the theme says so when it has copied
    return clipboard(tab), shown


def copied_formula(tab):
    """Select the first display, copy it with the keyboard, and return what was copied."""
    tab.locator("div.arithmatex .katex, .katex-display").first.evaluate("""formula => {
        const selection = getSelection();
        selection.removeAllRanges();
        selection.selectAllChildren(formula);
    }""")
    tab.keyboard.press("Control+c")
    return clipboard(tab)


def scheme(tab):
    return tab.evaluate("document.body.getAttribute('data-md-color-scheme')")


def switch_palette(tab):
    before = scheme(tab)
    tab.locator(".scheme").first.click()
    tab.wait_for_function("before => document.body.getAttribute('data-md-color-scheme') !== before", arg=before)
    return before, scheme(tab)


def without_space(text):
    return re.sub(r"\s+", "", text)


def walk(tab, address):
    """Click through some pages; fail if one is loaded afresh instead of instantly."""
    with tab.expect_response("**/sitemap.xml"):  # instant navigation begins when the theme has read it
        tab.goto(address)
    tab.evaluate("window.sameDocument = true")
    for page in WALK:
        tab.locator(f".md-nav--primary a[href$='{page}']").first.click()
        tab.wait_for_url("**/" + page)
        tab.wait_for_function("page => document.querySelector('link[rel=canonical]').href.endsWith(page)", arg=page)
    assert tab.evaluate("window.sameDocument"), "a page was loaded afresh: navigation is not instant"


def check_copying(tab, page):
    tab.locator("article > .language-python.highlight").first.scroll_into_view_if_needed()  # a listing gets its button there
    copied, shown = copied_code(tab)
    assert len(shown) > 20 and copied.strip() == shown.strip()
    formula = copied_formula(tab)
    source = SOURCES[page].read_text(encoding="utf-8")
    assert len(formula) > 5 and without_space(formula.strip("$")) in without_space(source), f"copied {formula!r}"


def test_the_copy_button_copies_code_and_a_selected_formula_copies_its_latex(tab):
    tab.goto("softmax.html")
    check_copying(tab, "softmax.html")


def test_a_chain_is_copied_whole_and_the_rest_of_a_selection_as_text_and_latex(tab):
    tab.goto("softmax.html")
    tab.locator("#eq-derivation-1 .chain-reason").nth(1).evaluate("""reason => {
        getSelection().setBaseAndExtent(reason.closest(".equation").previousElementSibling, 0, reason, 1);
    }""")
    tab.keyboard.press("Control+c")
    words, chain, rest = clipboard(tab).split("$$")
    source = SOURCES["softmax.html"].read_text(encoding="utf-8")
    assert without_space(chain) in without_space(source) and chain.count("&=") == 11 and not rest
    assert words.split()[0] in source


def test_copying_works_on_a_notebook_page(tab):
    tab.goto("notebooks/landscapes.html")
    copied, shown = copied_code(tab)
    assert len(shown) > 20 and copied.strip() == shown.strip()


def test_the_palette_is_kept(tab):
    tab.goto("")
    before, after = switch_palette(tab)
    assert {before, after} == {"default", "slate"}
    tab.reload()
    started(tab)
    assert scheme(tab) == after
    tab.goto("relu.html")
    assert scheme(tab) == after


def test_the_palette_follows_the_system_until_one_is_chosen(tab):
    tab.emulate_media(color_scheme="dark")
    tab.goto("")
    button = tab.locator(".scheme")
    assert (scheme(tab), button.get_attribute("aria-pressed")) == ("slate", "true")
    tab.emulate_media(color_scheme="light")
    tab.wait_for_function("() => document.body.getAttribute('data-md-color-scheme') === 'default'")
    assert button.get_attribute("aria-pressed") == "false"
    button.press("Enter")
    tab.emulate_media(color_scheme="dark")
    tab.emulate_media(color_scheme="light")
    assert (scheme(tab), button.get_attribute("aria-pressed")) == ("slate", "true")


def test_instant_navigation_leaves_nothing_broken(tab, searchable):
    walk(tab, searchable)
    check_copying(tab, WALK[-1])
    before, after = switch_palette(tab)
    assert before != after
    tab.keyboard.press("/")
    tab.keyboard.type("temperature")
    tab.wait_for_selector(".md-search-result__item:first-child:has-text('temperature')")
    tab.keyboard.press("Escape")
    tab.go_back()
    tab.wait_for_url("**/" + WALK[-2])
    assert tab.evaluate("window.sameDocument"), "going back loads the page afresh"


ADDRESSES = "[...document.querySelectorAll('link[rel=stylesheet]')].map(sheet => sheet.getAttribute('href'))"


def test_a_stylesheet_is_left_alone_until_another_page_is_opened(tab):
    """The theme writes every address anew, which would read the sheets again and lay out the whole page a second time."""
    with tab.expect_response("**/sitemap.xml"):
        tab.goto("sigmoid.html")
    tab.wait_for_function("() => document.querySelector('link[rel=next]').getAttribute('href').startsWith('http')")
    sheets = tab.evaluate(ADDRESSES)
    assert sheets and not any(sheet.startswith("http") for sheet in sheets)
    tab.locator(".md-nav--primary a[href$='landscapes.html']").first.click()  # in another folder
    tab.wait_for_function("() => document.querySelector('link[rel=canonical]').href.endsWith('landscapes.html')")
    assert tab.evaluate(ADDRESSES) == [tab.evaluate("sheet => new URL(sheet, __md_scope).href", sheet) for sheet in sheets]
