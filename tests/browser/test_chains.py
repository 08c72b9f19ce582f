"""A chain answers to the mouse, the arrow keys and a finger: rows, symbols, and numbers."""

CHAIN = "#eq-derivation-1"
OUTLINE = "element => getComputedStyle(element).outlineStyle"


def test_the_row_one_points_at_frames_what_it_came_from(tab):
    tab.goto("softmax.html")
    gone = tab.locator(f"{CHAIN} li:nth-child(5) .gone").first
    assert gone.evaluate(OUTLINE) == "none"
    tab.hover(f"{CHAIN} li:nth-child(6) .chain-reason")
    assert gone.evaluate(OUTLINE) == "dashed"


def test_arrow_keys_go_through_rows_and_symbols(tab):
    tab.goto("softmax.html")
    tab.focus(f"{CHAIN} > .arithmatex")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        tab.keyboard.press(key)
    assert tab.locator(f"{CHAIN} li.active").count() == 1
    assert tab.locator(f"{CHAIN} li:nth-child(2).active .symbol.chosen").count() == 1
    assert tab.locator(f"{CHAIN} .twin").count() > 1
    assert tab.locator(".chain-margin .chosen").count() == 1
    tab.keyboard.press("Escape")
    assert tab.locator(f"{CHAIN} :is(.active, .twin, .chosen)").count() == 0


def test_the_row_that_the_arrow_keys_reach_is_on_the_screen(tab):
    tab.set_viewport_size({"width": 390, "height": 500})
    tab.goto("softmax.html")
    tab.focus(f"{CHAIN} > .arithmatex")
    for key in ["ArrowDown"] * 9 + ["ArrowRight"]:  # with the sheet at the foot
        tab.keyboard.press(key)
    row, sheet, header = (tab.locator(place).bounding_box() for place in (f"{CHAIN} li.active", ".chain-sheet", ".md-header"))
    assert header["y"] + header["height"] <= row["y"] and row["y"] + row["height"] <= sheet["y"]
    for _ in range(8):
        tab.keyboard.press("ArrowUp")
    assert header["y"] + header["height"] <= tab.locator(f"{CHAIN} li.active").bounding_box()["y"]


def test_the_end_of_a_long_table_of_contents_is_reached_beside_the_symbols(tab):
    tab.goto("relu-losses.html")
    tab.locator(".chain-margin").wait_for()
    ends, begins = tab.evaluate("""() => {
        const [list, box] = [".md-sidebar--secondary .md-sidebar__scrollwrap", ".chain-margin"].map(one => document.querySelector(one))
        list.scrollTop = list.scrollHeight
        return [[...list.querySelectorAll(".md-nav__link")].pop().getBoundingClientRect().bottom, box.getBoundingClientRect().top]
    }""")
    assert ends <= begins + 1


def test_the_margin_has_the_symbols_of_the_chain_on_the_screen(tab):
    tab.goto("sigmoid.html")
    margin = tab.locator(".chain-margin")
    margin.wait_for()
    assert "activation" in margin.inner_text()
    tab.evaluate("document.querySelector('#exercises').scrollIntoView()")
    margin.wait_for(state="detached")


def test_a_tap_on_a_symbol_shows_its_meaning_at_the_foot_of_a_phone(tab):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto("softmax.html")
    symbol = tab.locator(f"{CHAIN} li:nth-child(2) .symbol").first
    symbol.scroll_into_view_if_needed()
    box = symbol.bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    sheet = tab.locator(".chain-sheet")
    assert sheet.inner_text().strip()
    edge = sheet.bounding_box()
    assert edge["y"] + edge["height"] <= 845 and edge["width"] == 390
    name, meaning = sheet.locator("dt").first.bounding_box(), sheet.locator("dd").first.bounding_box()
    assert name["x"] + name["width"] < meaning["x"], "the meaning goes on below its symbol"
    tab.click(".chain-sheet button")
    assert sheet.count() == 0
    box = symbol.bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    sheet.click(position={"x": 20, "y": 5})
    assert sheet.count() == 1
    tab.click(".md-header__topic", force=True)  # anywhere else
    assert sheet.count() == 0


def test_a_tap_on_a_term_shows_its_meaning_at_the_foot_of_a_phone(phone):
    phone.goto("softmax.html")
    term = phone.locator("article > p > abbr, article > ul abbr").first
    meaning = term.get_attribute("data-meaning")
    term.tap()
    sheet = phone.locator(".chain-sheet")
    assert meaning and sheet.locator("dd").inner_text() == meaning and phone.locator("article [title]").count() == 0
    phone.locator("article h1").tap()
    assert sheet.count() == 0


def test_the_switch_shows_numbers(tab):
    tab.goto("softmax.html")
    value = tab.locator(f"{CHAIN} .chain-value").first
    assert not value.is_visible()
    tab.click(f"{CHAIN} .chain-numbers summary")
    assert value.is_visible() and value.inner_text() == "= −0.7553"
    tab.set_viewport_size({"width": 390, "height": 844})  # where a reason stands below its row, and below its value
    right, value, reason = (tab.locator(f"{CHAIN} .chain-{part}").nth(3).bounding_box()["y"] for part in ("right", "value", "reason"))
    assert right < value < reason


def test_a_badge_opens_its_evidence_and_leads_to_the_legend(tab):
    tab.goto("softmax.html")
    tab.click(f"{CHAIN} .badge summary")
    assert tab.locator(f"{CHAIN} .badge dl").is_visible()
    tab.click(f"{CHAIN} .badge a:has-text('What these words mean')")
    tab.wait_for_url("**/colophon.html#marks")
