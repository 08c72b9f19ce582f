"""Every page, light and dark, at three widths: nothing fails, nothing sticks out, nobody else is asked, axe is content."""

import pytest

from .pages import MISSING, PAGES, name
from .visit import KINDS


def test_every_page_of_the_site_is_visited(site):
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert built == {page or "index.html" for page in PAGES if page != MISSING} | {"404.html"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_page(visits, page, kind):
    found = visits.to(page)[kind]
    assert not found, f"{name(page)}: {KINDS[kind]}\n" + "\n".join(found)
