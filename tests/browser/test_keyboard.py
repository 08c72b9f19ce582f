"""The keyboard alone reaches everything, in one round, with a visible mark of where it is."""

import pytest

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
      if (![...reached].some(other => other === element || (kind === "wide box" && element.contains(other))))
        missed.push(`${kind}: ${element.outerHTML.slice(0, 120)}`);
  return missed;
}"""
# The focus leaves the document at the end of the round, as it does for the address bar of a window.
LEFT = "() => !document.activeElement || document.activeElement === document.body"
# Seen: on the screen, with an outline or a shadow of its own or of the label that stands for it, or with a text cursor.
SEEN = """() => {
  const focused = document.activeElement;
  const box = focused.getBoundingClientRect();
  const marked = element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  };
  return box.right > 0 && box.left < innerWidth &&
    (focused.matches("input[type=text]") || [focused, focused.nextElementSibling].filter(Boolean).some(marked));
}"""


def tabulate(tab, at_most):
    """Press the tabulator key until the round is complete; fail if it does not end."""
    unseen = []
    for _ in range(at_most):
        tab.keyboard.press("Tab")
        if tab.evaluate(LEFT):
            return unseen
        if not tab.evaluate(SEEN):
            unseen.append(tab.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    pytest.fail(f"the focus is caught: {at_most} strokes do not lead out of the page, at "
                + tab.evaluate("document.activeElement.outerHTML.slice(0, 200)"))


@pytest.mark.parametrize("page, width", [("relu/", 1280), ("relu/", 390), ("notebooks/landscapes/", 1280)])
def test_the_keyboard_reaches_everything(tab, page, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(page)
    counts = tab.evaluate(REACHABLE)
    assert counts["skip link"] == 1 and counts["link"] and counts["copy button"]
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.matches('a.md-skip')"), "the first stroke does not reach the skip link"
    unseen = tabulate(tab, at_most=sum(counts.values()) + 300)
    missed = tab.evaluate(MISSED)
    assert not missed, "the tabulator key does not reach\n" + "\n".join(missed)
    assert not unseen, "the focus cannot be seen on\n" + "\n".join(unseen)


def test_the_search_is_used_and_left_with_the_keyboard(tab):
    tab.goto("")
    tab.keyboard.press("/")
    tab.keyboard.type("label smoothing")
    tab.wait_for_selector(".md-search-result__item")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/softmax/*")
    tab.keyboard.press("Escape")
    assert not tab.evaluate("document.querySelector('#__search').checked")


def test_the_skip_link_leads_to_the_text(tab):
    tab.goto("relu/")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('article') !== null"), "the next stroke is not in the text"
