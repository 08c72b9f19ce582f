"""Every link, anchor and file that a page of the built site names is there."""

from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests import ROOT

HERE = "http://site/"
ADDRESSES = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src"}


class _Page(HTMLParser):
    """Collects the addresses that a page names and the ids that it has."""

    def __init__(self, text):
        super().__init__()
        self.addresses, self.ids = [], {""}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a" and "name" in attributes:
            self.ids.add(attributes["name"])
        if attributes.get(ADDRESSES.get(tag)):
            self.addresses.append((self.getpos()[0], attributes[ADDRESSES[tag]]))


@pytest.fixture(scope="module")
def pages(site):
    """Return every page of the site by its address."""
    return {
        HERE + path.relative_to(site).as_posix().removesuffix("index.html"): _Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def test_every_internal_link_and_anchor_resolves(site, pages):
    broken = []
    for address, page in pages.items():
        for line, target in page.addresses:
            whole = urlsplit(urljoin(address, target))
            if whole.netloc != "site" or whole.scheme not in ("http", "https"):
                continue
            to, anchor = HERE + unquote(whole.path).lstrip("/"), unquote(whole.fragment)
            if to in pages:
                if anchor not in pages[to].ids:
                    broken.append(f"{address}, line {line}: {target!r}: no element has this id")
            elif not (site / unquote(whole.path).lstrip("/")).is_file():
                broken.append(f"{address}, line {line}: {target!r}: no such page or file")
    assert not broken, "\n".join(broken)


def test_the_links_are_read_at_all(pages):
    assert sum(len(page.addresses) for page in pages.values()) > 1000
    sources = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "docs").rglob("*.ipynb")]
    assert len(pages) >= len(sources) + 1  # and 404.html
