"""Take formulas and drawings out of a page while MkDocs handles it, and put them back into the page as it is written.

They are nine tenths of a page's tags, and neither the search index nor the marking of what is deferred looks inside them.
For the search a formula in the text has its readable form beside it meanwhile.
"""

import re

from theme import readable

# KaTeX sets spans only, so the first end tag of the element's own name ends it
PIECE = re.compile(
    r'(?P<start><(?P<tag>bdi|div) class="arithmatex"[^>]*>)(?P<formula>.*?)(?P<end></(?P=tag)>)|(?P<drawing><svg\b.*?</svg>)',
    re.DOTALL,
)
PLACE = re.compile(r"<!--set aside (\d+)-->")


def taken_out(page_html: str) -> tuple[str, list[str]]:
    """Return the page with a numbered comment for each formula and drawing, and these in order."""
    pieces: list[str] = []

    def replace(match):
        pieces.append(match["formula"] or match["drawing"] or "")
        text = readable.beside(match["formula"]) if match["tag"] == "bdi" else ""
        return f"{text}{match['start'] or ''}<!--set aside {len(pieces) - 1}-->{match['end'] or ''}"

    return PIECE.sub(replace, page_html), pieces


def put_back(page_html: str, pieces: list[str]) -> str:
    """Return the page with its pieces where they were."""
    return PLACE.sub(lambda match: pieces[int(match[1])], readable.taken_away(page_html))
