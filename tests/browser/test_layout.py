"""What a reader's eye would trip over: nothing is cut, covered or out of sight, at a desk and on a phone."""

import io

import pytest
from PIL import Image

from .visit import LAY_OUT_ALL


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
    for top in (4000, 4300, 4100):  # it appears on the way up, where all has been laid out on the way down
        phone.evaluate("top => new Promise(done => { scrollTo(0, top); requestAnimationFrame(() => requestAnimationFrame(done)) })", top)
    shown = phone.locator(".md-top:not([hidden])")
    shown.wait_for(state="attached")
    box = shown.bounding_box()
    assert box["y"] > 700
    # nor on the middle of a line: it is an arrow at the end of the lines, as large as a finger
    assert box["x"] > 320 and box["x"] + box["width"] <= 390 and min(box["width"], box["height"]) >= 40


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


@pytest.mark.parametrize("page", ["relu.html", "softmax.html"])
def test_no_line_begins_with_the_stop_after_a_formula(tab, page):
    tab.goto(page)
    tab.evaluate("() => document.querySelectorAll('article details').forEach(box => box.open = true)")
    tab.evaluate(LAY_OUT_ALL)
    for width in (1280, 1024, 360):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.locator("article .held").count() > 20 and tab.evaluate(BEGUN_BY_A_STOP) == [], f"at {width} pixels"


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
        tab.wait_for_function("anchor => Math.abs(document.getElementById(anchor).getBoundingClientRect().top - 70) < 15", arg=anchor)


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


def test_the_way_to_a_page_is_one_line_on_a_phone(phone):
    """In two lines its links would lie closer together than the 24 pixels that a finger needs."""
    phone.goto("libraries.html")  # whose group has the longest name
    tops = phone.evaluate("[...document.querySelectorAll('.md-path__link')].map(link => Math.round(link.getBoundingClientRect().top))")
    assert len(tops) == 2 and len(set(tops)) == 1, tops
