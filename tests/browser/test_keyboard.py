"""The keyboard alone reaches everything, in one round, with a visible mark of where it is."""

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError

from .tabs import started

# Each element that takes the focus, once, in the order of the tabulator key; what is hidden takes none.
REACHABLE = """() => {
  const article = document.querySelector("article");
  const shown = element => element.checkVisibility({visibilityProperty: true, opacityProperty: false}) &&
      element.getClientRects().length > 0;
  const onScreen = element => shown(element) && element.getBoundingClientRect().right > 0;
  const scrolls = element => element.scrollWidth > element.clientWidth &&
      ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const wanted = new Map([
    ["skip link", [...document.querySelectorAll("a.md-skip")].filter(shown)],
    ["search", [...document.querySelectorAll("input[data-md-component=search-query]")]],
    ["menu button", [...document.querySelectorAll(".md-header label[for=__drawer]")].filter(shown)],
    ["link", [...article.querySelectorAll("a[href]")].filter(shown)],
    ["copy button", [...article.querySelectorAll("button")].filter(shown)],
    ["folded box", [...article.querySelectorAll("summary")].filter(shown)],
    ["wide box", [...article.querySelectorAll("*")].filter(element => shown(element) && scrolls(element))],
    ["navigation", [...document.querySelectorAll(".md-nav--primary a[href], .md-tabs a[href]")].filter(onScreen)],
  ]);
  window.wantedByKeyboard = wanted;
  window.reachedByKeyboard = [];
  document.addEventListener("focusin", event => window.reachedByKeyboard.push(event.target));
  return Object.fromEntries([...wanted].map(([kind, elements]) => [kind, elements.length]));
}"""
MISSED = """() => {
  const reached = new Set(window.reachedByKeyboard);
  const missed = [];
  for (const [kind, elements] of window.wantedByKeyboard)
    for (const element of elements)
      if (![...reached].some(other => other === element || (kind !== "link" && element.contains(other))))
        missed.push(`${kind}: ${element.outerHTML.slice(0, 120)}`);
  return missed;
}"""
# Once the focus is on something new, where it is; it leaves the document at the end of the round, as for the address bar of
# a window. Seen: on the screen, with an outline or a shadow of its own or of the label that stands for it, or with a text cursor.
STATE = """async () => {
  for (let frame = 0; document.activeElement === window.lastFocused; frame++) {
    if (frame === 600) throw new Error("the focus stays where it is");
    await new Promise(requestAnimationFrame);
  }
  const focused = window.lastFocused = document.activeElement;
  const box = focused.getBoundingClientRect();
  const marked = element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  };
  return {
    left: focused === document.body,
    seen: box.right > 0 && box.left < innerWidth &&
      (focused.matches("input[type=text]") || [focused, focused.nextElementSibling].filter(Boolean).some(marked)),
    name: focused.outerHTML.slice(0, 120),
  };
}"""


def stroke(tab):
    """Press the tabulator key, and return what has the focus then."""
    tab.keyboard.press("Tab")
    return tab.evaluate(STATE)


def tabulate(tab, at_most):
    """Go round with the tabulator key and return what did not show its focus; fail if the round does not end."""
    unseen = []
    for _ in range(at_most):
        state = stroke(tab)
        if state["left"]:
            return unseen
        if not state["seen"]:
            unseen.append(state["name"])
    pytest.fail(f"the focus is caught: {at_most} strokes do not lead out of the page, at {state['name']}")


@pytest.mark.parametrize("page, width", [("relu.html", 1280), ("relu.html", 390), ("notebooks/landscapes.html", 1280)])
def test_the_keyboard_reaches_everything(tab, page, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(page)
    tab.locator("article pre:visible").first.scroll_into_view_if_needed()
    tab.wait_for_selector("article button")  # it comes with its listing
    tab.evaluate("scrollTo(0, 0)")
    counts = tab.evaluate(REACHABLE)
    assert counts["skip link"] == 1 and counts["link"]
    assert "md-skip" in stroke(tab)["name"], "the first stroke does not reach the skip link"
    unseen = tabulate(tab, at_most=sum(counts.values()) + 300)
    assert tab.evaluate("window.reachedByKeyboard.some(element => element.matches('article button'))"), "no copy button is reached"
    missed = tab.evaluate(MISSED)
    assert not missed, "the tabulator key does not reach\n" + "\n".join(missed)
    assert not unseen, "the focus cannot be seen on\n" + "\n".join(unseen)


def test_the_search_is_used_and_left_with_the_keyboard(tab, searchable):
    tab.goto(searchable)
    tab.keyboard.press("/")
    tab.keyboard.type("label smoothing")
    tab.wait_for_selector(".md-search-result__item")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/softmax-variants.html*")
    tab.keyboard.press("Escape")
    assert not tab.evaluate("document.querySelector('#__search').checked")


def test_the_skip_link_leads_to_the_text(browser, address):
    # each time in a tab of its own: in one that other tests had used the focus stayed on the link, in two of four complete runs
    arrived = any(_next_stroke_is_in_the_text(browser, address) for _ in range(3))
    assert arrived, "the stroke after the skip link is not in the text"


def _next_stroke_is_in_the_text(browser, address) -> bool:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    try:
        tab = context.new_page()
        tab.goto("relu.html")
        started(tab)
        tab.locator("a.md-skip").press("Enter")  # that it is what the first stroke reaches is tested above
        with suppress(TimeoutError):  # the next stroke is awaited from there, once the browser has gone there
            tab.wait_for_function(
                "() => document.querySelector('article :target') && (window.lastFocused = document.activeElement) === document.body", timeout=8000
            )
            tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            stroke(tab)
            return tab.evaluate("document.activeElement.closest('article') !== null")
        return False
    finally:
        context.close()
