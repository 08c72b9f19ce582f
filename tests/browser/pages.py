"""The pages of the site, by their address; that none is left out is tested against the built folder."""

from pathlib import Path

from tests import ROOT

MISSING = "no/such/page"  # the server answers with the site's 404 page


def _address(source: Path) -> str:
    address = source.relative_to(ROOT / "docs").with_suffix(".html").as_posix()
    return "" if address == "index.html" else address


SOURCES = {
    _address(source): source
    for source in sorted([*(ROOT / "docs").rglob("*.md"), *(ROOT / "docs").rglob("*.ipynb")])
}
PAGES = [*SOURCES, MISSING]


def name(page: str) -> str:
    """Return what a test calls a page."""
    return page.removesuffix(".html") or "index"
