"""Every page, light and dark, at three widths: nothing fails, nothing sticks out, nobody else is asked, axe is content."""

import pytest

from .pages import MISSING, PAGES, name
from .visit import KINDS


def test_every_page_of_the_site_is_visited(site):
    built = {str(path.relative_to(site).parent).strip(".") for path in site.rglob("index.html")}
    assert built == {page.rstrip("/") for page in PAGES if page != MISSING}
    assert {path.name for path in site.rglob("*.html")} == {"index.html", "404.html"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_page(visits, page, kind):
    found = visits.to(page)[kind]
    assert not found, f"{name(page)}: {KINDS[kind]}\n" + "\n".join(found)
