"""Every page, light and dark, at three widths: nothing fails, sticks out or is cut, nobody else is asked, axe is content."""

import pytest

from .pages import MISSING, PAGES, SOURCES, name
from .visit import DESK, KINDS, PHONE, SCREENS


def test_every_page_of_the_site_is_visited(site):
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert built == {page or "index.html" for page in PAGES if page != MISSING} | {"404.html"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_page(visits, page, kind):
    found = visits.to(page)[kind]
    assert not found, f"{name(page)}: {KINDS[kind]}\n" + "\n".join(found)


@pytest.mark.parametrize("page", SCREENS)
def test_a_page_that_teaches_shows_its_derivation_soon(visits, page):
    visits.to(page)
    for width, most in ((DESK, 450), (PHONE, 600)):
        seen = visits.seen[page][width]
        assert seen["row"] <= most, f"the first row of the derivation begins at {seen['row']} pixels"
        assert seen["code"] <= 0.35 * (seen["code"] + seen["prose"]), f"code has {seen['code']} words and prose {seen['prose']}"
        assert seen["buttons"] > 5, "no copy buttons: has the theme renamed them?"
        assert seen["reasons"] > 0
    desk = visits.seen[page][DESK]
    assert desk["height"] <= 800 * SCREENS[page], f"{desk['height'] / 800:.2f} screens of 1280 x 800"


@pytest.mark.parametrize("page", ["recipes.html", "cross-entropy.html"])
def test_a_display_with_its_reasons_is_seen_whole_at_a_desk(visits, page):
    visits.to(page)
    assert visits.seen[page][DESK]["cut"] == []


FIGURES = [page for page, source in SOURCES.items() if "figure:" in source.read_text("utf-8") or source.suffix == ".ipynb"]
CARDS = ["", "question.html", "formulas.html", "notation.html", "relu-losses.html", "colophon.html"]
LISTINGS = [page for page, source in SOURCES.items() if source.suffix == ".ipynb" or "\n```python\n" in source.read_text("utf-8")]
NAMES = ["formulas.html", "notation.html", "proofreading.html", "contributing.html"]


@pytest.mark.parametrize("pages, width, what, least", [
    (FIGURES, DESK, "texts", 4), (LISTINGS, DESK, "listed", 2), (CARDS, PHONE, "cells", 15), (NAMES, DESK, "names", 21),
], ids=["words of figures", "listings", "cells of cards", "names in tables"])
def test_a_visit_looks_at_something(visits, pages, width, what, least):
    for page in pages:
        visits.to(page)
        assert visits.seen[page][width][what] >= least, f"{name(page)}: where are the {what}?"
