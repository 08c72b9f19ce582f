"""Typeset the mathematics of a page at build time, with the vendored KaTeX.

A Python-Markdown extension that runs after ``pymdownx.arithmatex`` (generic) and
replaces each of its elements by KaTeX's HTML and MathML, so that a reader's
browser runs no typesetting code. A formula KaTeX refuses raises `TypesettingError`.
"""

import html
import json
import re
from functools import cache
from pathlib import Path

import quickjs
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from proofread.meaning.notation import Notation
from proofread.meaning.outline import Outline, outline
from proofread.pages.typeset import of_html
from theme import chains, held, numbers, symbols
from theme.badges import marked
from theme.quantities import coloured

KATEX = Path(__file__).parent / "katex" / "katex.min.js"
LIGHTER = Path(__file__).parent / "lighter.js"

# The only place for macros. None so far: the sources stay plain textbook LaTeX.
MACROS: dict[str, str] = {}

ARITHMATEX = re.compile(
    r'(?P<before>[(\[]*)<(?P<tag>span|div) class="arithmatex">\\(?:\(|\[)(?P<formula>.*?)\\(?:\)|\])</(?P=tag)>(?P<after>[.,;:?!)\]]*)',
    re.DOTALL,
)
LINK = re.compile(r'(?P<link><a\b[^>]*>)(?=(?:<span class="held">)?<bdi class="arithmatex")')
CASES = re.compile(r"\\begin\{cases\}.*\\end\{cases\}", re.DOTALL)
GAP = "[0.6em]"  # below a row with a fraction or a sum, if the next one has one too: KaTeX sets them solid
TALL = re.compile(r"\\(?:frac|sum|int|prod)\b")
ROW = re.compile(r"\([^()]*\)")


class TypesettingError(ValueError):
    """KaTeX refused a formula; the message names page, line, formula and reason."""


@cache
def _render_function():
    context = quickjs.Context()
    for script in (KATEX, LIGHTER):
        context.eval(script.read_text(encoding="utf-8"))
    # JSON carries the result across the border: quickjs mangles characters beyond the basic plane otherwise.
    context.eval(
        """
        function typeset(formula, source, options) {
          options = JSON.parse(options);
          // the build marks parts of a chain with classes; nothing else that is not plain LaTeX passes
          options.trust = context => context.command === "\\\\htmlClass";
          options.strict = code => code === "htmlExtension" ? "ignore" : "error";
          try { return JSON.stringify({html: lightened(formula, source, options)}); }
          catch (error) { return JSON.stringify({error: String(error.message || error)}); }
        }
        """
    )
    return context.get("typeset")


@cache
def typeset(formula: str, display: bool, marked: str = "") -> str:
    """Return the HTML and MathML of a LaTeX formula, drawn as `marked` with its classes; raise `TypesettingError` with KaTeX's reason.

    Its source is an attribute, because that is what a reader copies.
    """
    options = {
        "displayMode": display,
        "output": "htmlAndMathml",
        "throwOnError": True,
        "macros": MACROS,
    }
    if r"\htmlClass" in formula:
        raise TypesettingError("classes are for the build to set; take \\htmlClass out")
    drawn = marked or spaced(formula)
    result = json.loads(_render_function()(drawn, formula, json.dumps(options)))
    if "error" in result:
        raise TypesettingError(result["error"])
    return result["html"]


def spaced(formula: str) -> str:
    """Return a formula with more space between cases that would touch; one with environments within each other as it is."""
    environment = CASES.search(formula)
    if environment is None or formula.count(r"\begin") > 1:
        return formula
    rows = re.split(r"\\\\(?!\[)", environment[0])
    gaps = [GAP if TALL.search(row) and TALL.search(below) else "" for row, below in zip(rows, rows[1:])]
    body = "".join(row + r"\\" + gap for row, gap in zip(rows, gaps)) + rows[-1]
    return formula.replace(environment[0], body)


def element(formula: str, display: bool, path: str, notation: Notation | None = None, example: str = "") -> str:
    """Return the page element of a formula, in the colours of the page; the search index leaves it out.

    With a notation the parts of a chain are marked, and its symbols are listed below it; an example gives each row a value.
    """
    # The search plugin takes the first end tag of the same name for the end of what it leaves out: a tag KaTeX never uses.
    tag = "div" if display else "bdi"
    # A wide display scrolls in its own box, which the keyboard must be able to reach.
    extra = ' tabindex="0" role="group" aria-label="formula"'
    if display and chains.rows(formula):
        found = outline(formula, notation) if notation else None
        shown, classes = chains.annotated(formula, found) if found else (formula, [])

        def part(latex):
            drawn = chains.classed(latex, classes)
            return coloured(typeset(chains.plain(latex), False, drawn if drawn != latex else ""), path, formula)

        values = numbers.rows(formula, notation, example) if example else []
        rows = chains.drawn(formula, chains.rows(shown), part, values)
        chain = f'<{tag} class="arithmatex" data-search-exclude data-chain{extra}>{rows}</{tag}>'
        folded = _example(example, part) if example else ""
        return chain + (folded + _symbols(formula, found, notation, part) if found else "")
    katex_html = typeset(formula, display)
    if not display:
        extra = " data-short" if held.drawn(katex_html) <= held.SHORT else ""
    return f'<{tag} class="arithmatex" data-search-exclude{extra}>{coloured(katex_html, path, formula)}</{tag}>'


def _example(example: str, part) -> str:
    """Return the switch that shows the value of each row, and the example that it speaks of."""
    given = [piece.strip() for piece in example.split(";")]
    typeset_given = [part(f"{name.strip()} = {_tuple(values)}") for name, _, values in (piece.partition("=") for piece in given)]
    shown = " ".join(held.together(one, "," * (at < len(given))) for at, one in enumerate(typeset_given, 1))
    return f'<details class="chain-numbers" data-search-exclude><summary>with numbers</summary><p>at {shown}</p></details>'


def _tuple(values: str) -> str:
    """Return several numbers, or several rows, in brackets; one row has its own."""
    values = values.strip()
    return f"({values})" if "," in values and not ROW.fullmatch(values) else values


def _symbols(formula: str, found: Outline, notation: Notation, part) -> str:
    """Return the list of the symbols of a chain, folded."""
    entries = symbols.listed(formula, found.symbols, notation, part)
    return f'<details class="chain-symbols" data-search-exclude><summary>symbols</summary>{entries}</details>' if "<dt>" in entries else ""


def locate(formula: str, source: str) -> int:
    """Return the line, counted from 1, at which a formula starts in the source of its page; the first if it is not found."""
    whole = formula.strip()
    at = next((at for part in (whole, whole.splitlines()[0]) if (at := source.find(part)) >= 0), 0)
    return source.count("\n", 0, at) + 1


class _Typesetter(Postprocessor):
    def __init__(self, extension):
        super().__init__()
        self.extension = extension

    def run(self, text):
        self.extension.built = of_html(text)
        displays = iter(enumerate(self.extension.displays, 1))

        def replace(match):
            formula, display = html.unescape(match["formula"]), match["tag"] == "div"
            try:
                number, badge = next(displays, (0, None)) if display else (0, None)
                typeset_element = element(formula, display, self.extension.path, *((badge.notation, badge.example) if badge else ()))
                if display:
                    if badge is None and not self.extension.findings:
                        raise TypesettingError("this display is typeset, but was not read with the others")
                    drawn = marked(typeset_element, number, badge, self.extension.path) if badge else typeset_element
                    return match["before"] + drawn + match["after"]
                beside = match["before"] or match["after"]
                return held.together(typeset_element, match["after"], match["before"]) if beside else typeset_element
            except (TypesettingError, numbers.ExampleError) as error:
                line = locate(formula, self.extension.source)
                raise TypesettingError(f"{self.extension.path}:{line}: {error}\n  in the formula: {formula.strip()}") from None

        # a link that is nothing but a formula needs words, because MathML is no text to every screen reader
        name = r'\g<link><span class="unseen" data-search-exclude>derivation of </span>'
        return LINK.sub(name, ARITHMATEX.sub(replace, text))


class MathematicsExtension(Extension):
    """Set `path` and `source` before each page, so that an error can name the page and the line."""

    def __init__(self):
        super().__init__()
        self.path = "(no page)"
        self.source = ""
        self.displays = []  # the badge of each display of the page, in order
        self.built = None  # the formulas that were typeset, in order; headings are processed before the whole page is
        self.findings = []  # what is wrong with the page, which is shown like that only to its writer

    def extendMarkdown(self, md):
        # raw_html (priority 30) puts arithmatex's stashed displays back; this runs after it.
        md.postprocessors.register(_Typesetter(self), "mathematics", 5)
