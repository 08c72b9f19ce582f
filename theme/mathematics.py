"""Typeset the mathematics of a page at build time, with the vendored KaTeX.

A Python-Markdown extension that runs after ``pymdownx.arithmatex`` (generic) and
replaces each of its elements by KaTeX's HTML and MathML, so that a reader's
browser runs no typesetting code. A formula KaTeX refuses raises `FormulaError`.
"""

import html
import json
import re
from functools import cache
from pathlib import Path

import quickjs
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from proofread.site import marked
from theme.quantities import coloured

KATEX = Path(__file__).parent / "katex" / "katex.min.js"

# The only place for macros. None so far: the sources stay plain textbook LaTeX.
MACROS: dict[str, str] = {}

ARITHMATEX = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\(?:\(|\[)(?P<formula>.*?)\\(?:\)|\])</(?P=tag)>', re.DOTALL
)


LINK = re.compile(r'(?P<link><a\b[^>]*>)(?=<bdi class="arithmatex")')


class FormulaError(ValueError):
    """KaTeX refused a formula; the message names page, line, formula and reason."""


@cache
def _render_function():
    context = quickjs.Context()
    context.eval(KATEX.read_text(encoding="utf-8"))
    # JSON carries the result across the border: quickjs mangles characters beyond the basic plane otherwise.
    context.eval(
        """
        function typeset(formula, options) {
          try { return JSON.stringify({html: katex.renderToString(formula, JSON.parse(options))}); }
          catch (error) { return JSON.stringify({error: String(error.message || error)}); }
        }
        """
    )
    return context.get("typeset")


@cache
def typeset(formula: str, display: bool) -> str:
    """Return the HTML and MathML of a LaTeX formula; raise `FormulaError` with KaTeX's reason."""
    options = {
        "displayMode": display,
        "output": "htmlAndMathml",
        "throwOnError": True,
        "strict": "error",
        "trust": False,
        "macros": MACROS,
    }
    result = json.loads(_render_function()(formula, json.dumps(options)))
    if "error" in result:
        raise FormulaError(result["error"])
    return result["html"]


def element(formula: str, display: bool, path: str) -> str:
    """Return the page element of a formula, in the colours of the page; the search index leaves it out."""
    # The search plugin takes the first end tag of the same name for the end of what it leaves out: a tag KaTeX never uses.
    tag = "div" if display else "bdi"
    # A wide display scrolls in its own box, which the keyboard must be able to reach.
    extra = ' tabindex="0" role="group" aria-label="formula"' if display else ""
    return f'<{tag} class="arithmatex" data-search-exclude{extra}>{coloured(typeset(formula, display), path)}</{tag}>'


def locate(formula: str, source: str) -> int:
    """Return the line, counted from 1, at which a formula starts in the source of its page (0 if it is not found)."""
    at = source.find(formula.strip())
    if at < 0:
        first = formula.strip().splitlines()[0]
        at = source.find(first)
    return source.count("\n", 0, at) + 1 if at >= 0 else 0


class _Typesetter(Postprocessor):
    def __init__(self, extension):
        super().__init__()
        self.extension = extension

    def run(self, text):
        displays = iter(enumerate(self.extension.displays, 1))

        def replace(match):
            formula, display = html.unescape(match["formula"]), match["tag"] == "div"
            try:
                typeset_element = element(formula, display, self.extension.path)
                return marked(typeset_element, *next(displays)) if display else typeset_element
            except FormulaError as error:
                line = locate(formula, self.extension.source)
                raise FormulaError(f"{self.extension.path}:{line}: {error}\n  in the formula: {formula.strip()}") from None

        # a link that is nothing but a formula needs words, because MathML is no text to every screen reader
        name = r'\g<link><span class="unseen" data-search-exclude>derivation of </span>'
        return LINK.sub(name, ARITHMATEX.sub(replace, text))


class MathematicsExtension(Extension):
    """Set `path` and `source` before each page, so that an error can name the page and the line."""

    def __init__(self):
        super().__init__()
        self.path = "(no page)"
        self.source = ""
        self.displays = []  # the status of each display of the page, in order

    def extendMarkdown(self, md):
        # raw_html (priority 30) puts arithmatex's stashed displays back; this runs after it.
        md.postprocessors.register(_Typesetter(self), "mathematics", 5)
