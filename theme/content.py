"""The HTML of a page's text, from what Markdown or Jupyter made of it to what MkDocs puts into the page's template.

MkDocs loads the hooks anew whenever mkdocs.yml changes, and asks them for each page at each change while the site is
served. Most pages are what they were, so that what was made of them is kept here.
"""

from functools import lru_cache
from pathlib import Path

from proofread.pages.typeset import Typeset
from theme import cards, deferred, fonts, glossary, heights, listings, names, notebooks, set_aside


@lru_cache(maxsize=64)
def explained(html: str, terms: str) -> str:
    """Return the page with its terms linked to the glossary, whose text is `terms`, and its tables of cards labelled."""
    return cards.labelled(glossary.once(html, terms))


@lru_cache(maxsize=64)
def finished(html: str) -> tuple[str, list[str], list[str]]:
    """Return what MkDocs and the search index handle of a page, what is set aside meanwhile, and the fonts it uses."""
    kept, pieces = set_aside.taken_out(heights.measured(names.breakable(listings.lightened(html))))
    return deferred.marked(kept), pieces, fonts.used(html)


@lru_cache(maxsize=8)
def notebook(html: str, source: Path, text: str, path: str) -> tuple[list[Typeset], str]:
    """Return the formulas of a notebook's page and the page in the elements of this site; `text` is what `source` holds."""
    return notebooks.formulas(html), notebooks.rebuilt(html, source, path)
