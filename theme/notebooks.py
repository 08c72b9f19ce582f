"""Notebook pages: the same typesetting as other pages, and no request to a third party."""

import html
import re

from theme import mathematics

# mkdocs-jupyter's template loads mermaid from a CDN and emits an empty script tag.
FOREIGN_SCRIPT = re.compile(r"<script\b[^>]*\bsrc=\"(?:https?:)?//[^\"]*\"[^>]*>.*?</script>", re.DOTALL)
EMPTY_SCRIPT = re.compile(r"<script\b[^>]*\bsrc=\"\"[^>]*>\s*</script>")
MODULE_SCRIPT = re.compile(r"<script type=\"module\">.*?</script>", re.DOTALL)
VERBATIM = re.compile(r"(<pre\b.*?</pre>|<code\b.*?</code>|<script\b.*?</script>|<style\b.*?</style>|<svg\b.*?</svg>|<[^>]*>)", re.DOTALL)
FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<![\\$])\$(?P<inline>[^$\n]+?)\$", re.DOTALL)


def clean(page_html: str) -> str:
    """Remove the scripts that ask another host for something."""
    for pattern in (FOREIGN_SCRIPT, EMPTY_SCRIPT, MODULE_SCRIPT):
        page_html = pattern.sub("", page_html)
    return page_html


def offer_download(page_html: str, name: str) -> str:
    """Put a link to the notebook's file, which lies beside its page, under the title."""
    link = f'<p><a href="{name}" download>Download this notebook</a></p>'
    return page_html.replace("</h1>", f"</h1>{link}", 1)


def typeset(page_html: str, path: str) -> str:
    """Typeset the ``$...$`` and ``$$...$$`` of a notebook page's text."""

    def replace(match):
        display = match["display"] is not None
        formula = html.unescape(match["display"] or match["inline"])
        try:
            return mathematics.element(formula, display)
        except mathematics.FormulaError as error:
            raise mathematics.FormulaError(f"{path}: {error}\n  in the formula: {formula.strip()}") from None

    pieces = VERBATIM.split(page_html)
    return "".join(piece if piece.startswith("<") else FORMULA.sub(replace, piece) for piece in pieces)
