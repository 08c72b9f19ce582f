"""What a reader's eye would trip over: nothing is cut, covered or out of sight, at a desk and on a phone."""

import io

import pytest
from PIL import Image

from .pages import SOURCES
from .visit import LAY_OUT_ALL

# The pages that teach, and how many screens each may have with its folded parts closed.
SCREENS = {
    "softmax.html": 15, "sigmoid.html": 16, "relu.html": 11, "question.html": 10, "relu-losses.html": 11,
    "cross-entropy.html": 11, "softmax-variants.html": 11, "network.html": 13, "floating-point.html": 11,
}

# What one sees of a page as it comes: where its first row begins, its height, the words of code and of prose, and listings that do not fit.
FOLDED = r"""() => {
  const article = document.querySelector("article");
  const words = text => text.split(/\s+/).filter(word => /\w/.test(word)).length;
  const listings = [...article.querySelectorAll(".highlight pre > code")].filter(listing => listing.checkVisibility());
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  let prose = 0;
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest(".highlight, .katex, .equation, table, svg, script, style, nav") && parent.checkVisibility())
      prose += words(walker.currentNode.textContent);
  }
  return {
    row: Math.round(article.querySelector(".equation").getBoundingClientRect().top + scrollY),
    height: document.documentElement.scrollHeight,
    code: listings.map(listing => words(listing.textContent)).reduce((sum, count) => sum + count, 0),
    prose,
    wide: listings.filter(listing => listing.scrollWidth > listing.clientWidth + 1).map(listing => listing.textContent.slice(0, 60)),
  };
}"""
# The theme gives a listing its buttons when the listing comes near.
UNFOLD = """async () => {
  for (const box of document.querySelectorAll("article details")) box.open = true;
  const listings = [...document.querySelectorAll("article .language-python.highlight")];
  for (const listing of listings) {
    listing.scrollIntoView();
    while (!listing.querySelector("button")) await new Promise(requestAnimationFrame);
  }
}"""

# Where the text of each block of code or output begins, and where its visible buttons end.
BUTTONS = """() => [...document.querySelectorAll("article .highlight")].map(block => {
  const text = document.createRange();
  text.selectNodeContents(block.querySelector("pre > code"));
  const shown = [...block.querySelectorAll("button")].filter(button => button.getClientRects().length);
  return {
    text: text.getBoundingClientRect().top,
    bottom: Math.max(-Infinity, ...shown.map(button => button.getBoundingClientRect().bottom)),
    count: shown.length,
    output: block.classList.contains("language-text"),
    begins: block.textContent.trim().slice(0, 40),
  };
})"""
OUT_OF_SIGHT = """selector => [...document.querySelectorAll(selector)].filter(element => {
  const box = element.getBoundingClientRect();
  return element.getClientRects().length && (box.left < 0 || box.right > innerWidth || box.width < 20);
}).map(element => element.textContent.trim().slice(0, 60))"""

# Words of a drawing that reach over its edge, over other words, or that a line of its grid strikes out.
CROSSED = """() => [...document.querySelectorAll("figure svg")].flatMap(drawing => {
  const edge = drawing.getBoundingClientRect();
  const words = [...drawing.querySelectorAll("text")].map(element => [element.textContent, element.getBoundingClientRect()]);
  const out = words.filter(([, box]) => box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 ||
    box.bottom > edge.bottom + 1).map(([text]) => text);
  const over = words.filter(([, one], at) => words.slice(at + 1).some(([, other]) => {
    const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    return width > 1 && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
  })).map(([text]) => text);
  const lines = [...drawing.querySelectorAll("line")].map(line => line.getBoundingClientRect()).filter(line => line.height < 1);
  const discs = [...drawing.querySelectorAll("circle.unit")].map(circle => circle.getBoundingClientRect()); // a line ends at a disc
  const free = ([, box]) => !discs.some(disc => disc.left < box.left && disc.right > box.right && disc.top < box.top && disc.bottom > box.bottom);
  const struck = words.filter(free).filter(([, box]) => lines.some(line => line.left < box.right - 2 && line.right > box.left + 2 &&
    Math.abs((line.top + line.bottom - box.top - box.bottom) / 2) < box.height / 4)).map(([text]) => `${text}, struck out by a line`);
  return [...out, ...over, ...struck];
})"""


def laid_out(page, address):
    page.goto(address)
    page.evaluate(LAY_OUT_ALL)


def picture(page):
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def sides(page, selector, colour):
    """Return on which sides of an element a line of a colour is drawn, seen in a picture of the page once it is at rest."""
    page.locator(selector).first.evaluate("element => element.scrollIntoView({block: 'center'})")
    for _ in range(5):  # a box may take its width, and a line its place, some frames later
        found = _sides(picture(page), page.locator(selector).first.bounding_box(), colour)
        if found == ALL:
            break
    return found


def _sides(image, box, colour):
    left, top, right, bottom = box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]
    near = lambda pixel: max(abs(one - other) for one, other in zip(pixel, colour)) < 40  # noqa: E731
    middle = {"left": (left, (top + bottom) / 2), "right": (right, (top + bottom) / 2),
              "top": ((left + right) / 2, top), "bottom": ((left + right) / 2, bottom)}
    return {
        side for side, (x, y) in middle.items()
        if any(near(image.getpixel((int(x) + dx, int(y) + dy))) for dx in range(-6, 7) for dy in range(-6, 7))
    }


ACCENT = (11, 107, 93)  # --md-accent-fg-color of the light scheme
ALL = {"left", "right", "top", "bottom"}


@pytest.mark.parametrize("page", SCREENS)
def test_a_page_that_teaches_shows_its_derivation_soon_and_nothing_cut(tab, phone, page):
    for one, most in ((tab, 450), (phone, 600)):
        one.goto(page)
        one.evaluate(LAY_OUT_ALL)
        folded = one.evaluate(FOLDED)
        assert folded["row"] <= most, f"the first row of the derivation begins at {folded['row']} pixels"
        assert folded["code"] <= 0.35 * (folded["code"] + folded["prose"]), f"code has {folded['code']} words and prose {folded['prose']}"
        if one is tab:
            assert folded["height"] <= 800 * SCREENS[page], f"{folded['height'] / 800:.2f} screens of 1280 x 800"
            assert not folded["wide"], f"wider than the column: {folded['wide']}"
        one.evaluate(UNFOLD)
        blocks = one.evaluate(BUTTONS)
        assert sum(block["count"] for block in blocks) > 5, "no copy buttons: has the theme renamed them?"
        for block in blocks:
            assert not (block["output"] and block["count"]), f"an output has a button: {block['begins']}"
            assert block["bottom"] <= block["text"] + 1, f"a button covers the code: {block['begins']}"
        assert one.locator(".chain-reason").count() > 0 and one.evaluate(OUT_OF_SIGHT, ".chain-reason") == []


def test_the_copy_button_shows_where_one_points_and_where_the_keyboard_is(tab):
    tab.goto("softmax.html")
    listing = tab.locator("article > .language-python.highlight").first
    listing.scroll_into_view_if_needed()
    seen = "listing => getComputedStyle(listing.querySelector('.md-code__nav')).opacity"
    listing.locator("button").wait_for(state="attached")
    tab.mouse.move(0, 0)
    assert listing.evaluate(seen) == "0"
    listing.hover()
    assert listing.evaluate(seen) == "1"
    tab.mouse.move(0, 0)
    listing.locator("button").focus()
    assert listing.evaluate(seen) == "1"


def test_the_reasons_of_a_chain_are_read_in_the_preview_of_a_link(tab):
    laid_out(tab, "relu.html")
    beyond = tab.evaluate("""() => {
        const preview = Object.assign(document.createElement("div"), {className: "md-typeset"});
        preview.style.cssText = "width: 18rem";
        preview.append(document.querySelector(".equation:has(.chain)").cloneNode(true));
        document.querySelector("article").append(preview);
        const edge = preview.getBoundingClientRect().right;
        return [...preview.querySelectorAll(".chain-reason")].map(reason => reason.getBoundingClientRect().right - edge);
    }""")
    assert beyond and max(beyond) <= 0


def test_links_have_previews_where_a_pointer_hovers_and_there_alone(tab, phone):
    for one, some in ((tab, True), (phone, False)):
        one.goto("libraries.html")
        assert (one.locator("[data-preview]").count() > 0) == some


def test_the_button_back_to_top_lies_on_no_heading(phone):
    phone.goto("relu.html")
    phone.evaluate("scrollTo(0, 4000)")
    phone.evaluate("scrollTo(0, 3500)")  # it appears on the way up
    shown = phone.locator(".md-top:not([hidden])")
    shown.wait_for(state="attached")
    box = shown.bounding_box()
    assert box["y"] > 700
    # nor on the middle of a line: it is an arrow at the end of the lines, as large as a finger
    assert box["x"] > 320 and box["x"] + box["width"] <= 390 and min(box["width"], box["height"]) >= 40


@pytest.mark.parametrize("page", ["", "question.html", "formulas.html", "notation.html", "relu-losses.html", "colophon.html"])
def test_each_cell_of_a_card_is_seen_on_a_phone(phone, page):
    laid_out(phone, page)
    cells = phone.locator(".cards td").count()
    assert cells >= 15 and phone.evaluate(OUT_OF_SIGHT, ".cards td") == []
    assert phone.evaluate("() => [...document.querySelectorAll('.cards td')].filter(td => td.scrollWidth > td.clientWidth).length") < cells / 8


@pytest.mark.parametrize("page", [page for page, source in SOURCES.items() if source.suffix == ".md"])
def test_a_phone_shows_tables_formulas_and_names_whole_and_each_stop_beside_what_it_ends(phone, page):
    phone.goto(page)
    phone.evaluate("() => document.querySelectorAll('article details').forEach(box => box.open = true)")
    phone.evaluate(LAY_OUT_ALL)
    assert phone.evaluate("""() => [...document.querySelectorAll("article :is(.md-typeset__scrollwrap, .cards td, div.arithmatex)")]
        .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.textContent.trim().slice(0, 60))""") == []
    assert phone.evaluate(BROKEN, "article :not(pre) > code") == []
    assert phone.evaluate(BEGUN_BY_A_STOP) == []


@pytest.mark.parametrize("page", ["relu.html", "softmax.html"])
@pytest.mark.parametrize("width", [360, 1024, 1280])
def test_no_line_begins_with_the_stop_after_a_formula(tab, page, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(page)
    tab.evaluate("() => document.querySelectorAll('article details').forEach(box => box.open = true)")
    tab.evaluate(LAY_OUT_ALL)
    assert tab.locator("article .held").count() > 20 and tab.evaluate(BEGUN_BY_A_STOP) == []


@pytest.mark.parametrize("width", [768, 1280])
def test_the_formula_sheet_is_seen_whole(tab, width):
    tab.set_viewport_size({"width": width, "height": 900})
    laid_out(tab, "formulas.html")
    cut = tab.evaluate("() => [...document.querySelectorAll('article .md-typeset__scrollwrap')]"
                       ".filter(box => box.scrollWidth > box.clientWidth).map(box => box.textContent.slice(0, 60))")
    assert cut == []


# Stops that begin a line, away from the formula that they end.
BEGUN_BY_A_STOP = r"""() => [...document.querySelectorAll("article .held")].filter(held => {
  const range = document.createRange(), end = held.lastChild;
  if (!(end instanceof Text) || !held.checkVisibility()) return false;
  const drawn = [...held.querySelectorAll(".katex-base")].at(-1).getBoundingClientRect();
  range.selectNodeContents(end);
  return range.getBoundingClientRect().left < drawn.right - 2;
}).map(held => held.closest("p, li, dd, td").textContent.slice(0, 60))"""

# Names and commands that go on in the next line in the middle of a word.
BROKEN = r"""selector => [...document.querySelectorAll(selector)].filter(code => code.checkVisibility() && code.getClientRects().length > 1).flatMap(code => {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT), places = [], range = document.createRange();
  while (walker.nextNode()) for (let at = 0; at < walker.currentNode.length; at++) places.push([walker.currentNode, at]);
  const top = at => {
    range.setStart(...places[at]);
    range.setEnd(places[at][0], places[at][1] + 1);
    return range.getBoundingClientRect().top;
  };
  const text = code.textContent;
  return [...text.matchAll(/(?<=[A-Za-z\d])[A-Za-z\d]/g)].filter(({index}) => top(index) > top(index - 1) + 5)
    .map(({index}) => `${text.slice(0, index)}|${text.slice(index)}`);
})"""


@pytest.mark.parametrize("page", ["formulas.html", "notation.html", "proofreading.html", "contributing.html"])
def test_no_name_of_a_table_is_broken_in_the_middle_at_a_desk(tab, page):
    laid_out(tab, page)
    assert tab.locator("article td code").count() > 20 and tab.evaluate(BROKEN, "article td code") == []


@pytest.mark.parametrize("page", ["", "published-errors.html", "status.html", "formulas.html", "recipes.html"])
def test_what_a_phone_shows_first_is_laid_out_before_it_is_shown(phone, page):
    phone.goto(page)
    later = phone.evaluate("""() => [...document.querySelectorAll("article :is(tr, [data-deferred])")].filter(element => {
        const box = element.getBoundingClientRect();
        return box.height && box.bottom < innerHeight && getComputedStyle(element).contentVisibility === "auto";
    }).map(element => element.textContent.trim().slice(0, 60))""")
    assert later == [], "what stands below would move"


def test_headings_have_the_size_of_their_level(phone):
    phone.goto("softmax.html")
    size = "name => parseFloat(getComputedStyle(document.querySelector(`article ${name}`)).fontSize)"
    sizes = [phone.evaluate(size, name) for name in ("h1", "h2", "h3", "p")]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes[:3])) == 3, sizes


def test_the_focus_of_a_formula_is_drawn_on_four_sides(tab):
    tab.goto("softmax.html#derivation")
    tab.keyboard.press("Tab")  # the focus shows to who uses the keyboard
    chain = "article #eq-derivation-1 > div.arithmatex"
    tab.locator(chain).focus()
    assert sides(tab, chain, ACCENT) == ALL


@pytest.mark.parametrize("width", [390, 1280])
def test_the_formula_that_one_links_to_has_a_frame_on_four_sides(tab, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto("softmax.html#eq-softmax-hessian-1")
    tab.wait_for_selector("#eq-softmax-hessian-1:target")
    assert sides(tab, ":target > div.arithmatex", ACCENT) == ALL


def test_the_focus_of_a_folded_box_is_drawn_on_four_sides_when_it_is_open(tab):
    tab.goto("softmax.html#exercises")
    summary = "article details:not(.symbols) > summary"
    tab.keyboard.press("Tab")
    tab.locator(summary).first.focus()
    tab.keyboard.press("Enter")
    tab.locator(summary).first.scroll_into_view_if_needed()
    assert sides(tab, summary, ACCENT) == ALL


def test_a_link_with_a_formula_has_a_line_below_all_of_it(tab):
    tab.goto("formulas.html")
    links = tab.evaluate("""() => [...document.querySelectorAll("article :is(p, li, td) a")]
        .filter(link => link.querySelector(".katex")).map(link => getComputedStyle(link).borderBottomStyle)""")
    assert links and set(links) == {"solid"}


def test_a_title_of_code_begins_where_its_edge_begins(tab):
    laid_out(tab, "softmax.html")
    gaps = tab.evaluate("""() => [...document.querySelectorAll(".highlight > .filename")].map(title =>
        title.getBoundingClientRect().top - title.parentElement.getBoundingClientRect().top)""")
    assert gaps and max(gaps) < 1


@pytest.mark.parametrize("page", ["recipes.html", "cross-entropy.html"])
def test_a_display_with_its_reasons_is_seen_whole_at_a_desk(tab, page):
    laid_out(tab, page)
    assert tab.evaluate("""() => [...document.querySelectorAll("article .equation > .arithmatex")]
        .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.parentElement.id)""") == []


@pytest.mark.parametrize("page", ["relu-losses.html", "question.html"])
def test_an_opened_badge_stays_where_it_is_and_lies_on_nothing(tab, page):
    laid_out(tab, page)
    tab.evaluate("() => { for (const box of document.querySelectorAll('article details:not(.badge)')) box.open = true }")
    moved, covered = tab.evaluate("""() => {
        const badges = [...document.querySelectorAll("article .badge")];
        const place = badge => {
            const [word, display] = [badge.querySelector(".badge-word"), badge.parentElement].map(one => one.getBoundingClientRect());
            return `${Math.round(word.left - display.left)}, ${Math.round(word.top - display.top)}`;
        };
        const before = badges.map(place);
        for (const badge of badges) badge.open = true;
        return [
            badges.filter((badge, at) => place(badge) !== before[at]).map(badge => badge.parentElement.id),
            badges.filter(badge => badge.querySelector("summary").getBoundingClientRect().bottom > badge.querySelector("dl").getBoundingClientRect().top)
                .map(badge => badge.parentElement.id),
        ];
    }""")
    assert moved == [] and covered == []


def test_the_explanation_of_a_term_is_read_and_stays_off_the_navigation(tab):
    tab.goto("softmax.html")
    term = tab.locator("article p abbr").first
    term.hover()
    shown = tab.locator(".md-tooltip2--active .md-tooltip2__inner")
    shown.wait_for()
    assert shown.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= 12
    assert shown.bounding_box()["x"] >= tab.locator("article").bounding_box()["x"] - 10


@pytest.mark.parametrize("width", [390, 1280])
def test_a_click_in_the_table_of_contents_lands_at_its_heading(tab, width):
    tab.set_viewport_size({"width": width, "height": 900})
    with tab.expect_response("**/sitemap.xml"):  # from then on the theme handles clicks
        tab.goto("softmax.html")
    anchors = tab.eval_on_selector_all("article h3[id]", "headings => headings.map(heading => heading.id)")
    for anchor in [*anchors[::-2], *anchors[::2]]:
        tab.locator(f".md-nav a[href$='#{anchor}']").first.evaluate("link => link.click()")
        tab.wait_for_function(
            "anchor => Math.abs(document.getElementById(anchor).getBoundingClientRect().top - 70) < 15", arg=anchor, timeout=5000
        )


@pytest.mark.parametrize("page", [page for page, source in SOURCES.items() if "figure:" in source.read_text("utf-8") or source.suffix == ".ipynb"])
def test_the_words_of_a_figure_are_whole_and_do_not_cover_each_other(tab, page):
    laid_out(tab, page)
    assert tab.locator("figure svg text").count() > 3
    assert tab.evaluate(CROSSED) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_shade_stands_at_the_edge_of_a_listing_where_something_is_left_to_scroll_to(tab, scheme):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.emulate_media(color_scheme=scheme)
    tab.goto("libraries.html")
    wide = tab.locator("article .language-python.highlight pre > code").nth(1)
    wide.scroll_into_view_if_needed()
    assert wide.evaluate("code => code.scrollWidth > code.clientWidth + 20"), "this listing is seen whole: choose another for this test"
    edges = []
    for end in (0, 10_000):
        wide.evaluate("(code, end) => { code.scrollLeft = end }", end)
        box = wide.bounding_box()
        image = picture(tab)
        # above the first line, where no letter reaches the edge
        edges.append(sum(image.getpixel((int(box["x"] + box["width"]) - 1, int(max(box["y"], 60)) + 4))))
    assert edges[0] < edges[1] - 30, f"the edge is not darker than at the end of the lines: {edges}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_shade_at_the_edge_of_a_table_hides_nothing(tab, scheme):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.emulate_media(color_scheme=scheme)
    tab.goto("notation.html")
    wide = tab.locator(".md-typeset__scrollwrap:not(.cards *)").first
    # no table of the site is that wide; its words are out of the picture
    wide.evaluate("box => box.querySelector('table').style.cssText = 'min-width: 800px; visibility: hidden'")
    wide.evaluate("box => box.scrollIntoView({block: 'center'})")
    box = wide.bounding_box()
    image = picture(tab)
    y = int(box["y"] + box["height"] / 2)
    edge = [sum(image.getpixel((int(box["x"] + box["width"]) - 3, y + step))) / 3 for step in range(-15, 15)]
    # a shade is darker than the paper, and light enough for dark text
    assert max(edge) < 60 if scheme == "dark" else min(edge) > 100


def test_a_link_to_a_symbol_opens_the_table_of_symbols(tab):
    tab.goto("softmax.html")
    folded = "article details.symbols"
    assert tab.locator(folded).first.get_attribute("open") is None
    tab.goto("softmax.html#symbol-p-i")
    tab.wait_for_selector(f"{folded}[open] #symbol-p-i", state="attached")
    tab.goto("softmax.html#eq-symbols-1")
    tab.wait_for_selector(f"{folded}[open] #eq-symbols-1")


def test_a_link_to_a_heading_opens_the_line_below_it(tab):
    line = "#softmax-jacobian + details.more"
    tab.goto("softmax.html")
    assert tab.locator(line).get_attribute("open") is None
    tab.locator("article a[href$='#softmax-jacobian']").first.evaluate("link => link.click()")
    tab.wait_for_selector(f"{line}[open]")
    tab.goto("relu-losses.html")
    tab.goto("softmax.html#softmax-hessian")
    tab.wait_for_selector("#softmax-hessian + details.more[open]")
