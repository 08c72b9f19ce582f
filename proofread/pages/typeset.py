"""The formulas of a page as Python-Markdown publishes them, in the order of the published page, and where each stands in its source.

What is typeset is what is checked: no second set of patterns decides what a formula is. Only the place is looked for.
"""

import html
import re
from dataclasses import dataclass
from functools import cache

import markdown

EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables",
    "pymdownx.arithmatex", "pymdownx.details", "pymdownx.superfences",
)  # fmt: skip
ELEMENT = re.compile(r'<(?P<tag>span|div) class="arithmatex">\\(?:\(|\[)(?P<formula>.*?)\\(?:\)|\])</(?P=tag)>', re.DOTALL)


@dataclass(frozen=True)
class Typeset:
    """A formula that readers see: its source, and whether it is a display."""

    source: str
    display: bool

    @property
    def key(self) -> tuple[bool, str]:
        """What two formulas have in common that differ in blanks alone."""
        return self.display, "".join(self.source.split())


@cache
def _converter() -> markdown.Markdown:
    def any_fence(*_, **__):
        return True

    def nothing(*_, **__):  # to colour code would take most of the time
        return ""

    fence = {"name": "*", "class": "", "validator": any_fence, "format": nothing}
    options = {"pymdownx.arithmatex": {"generic": True}, "pymdownx.superfences": {"custom_fences": [fence]}}
    return markdown.Markdown(extensions=list(EXTENSIONS), extension_configs=options)


def of_markdown(text: str) -> list[Typeset]:
    """Return the formulas that a page typesets, in the order of the published page."""
    return of_html(_converter().reset().convert(text))


def of_html(text: str) -> list[Typeset]:
    """Return the formulas in what Python-Markdown made of a page."""
    return [Typeset(html.unescape(match["formula"]), match["tag"] == "div") for match in ELEMENT.finditer(text)]


@dataclass(frozen=True)
class Place:
    """Where a formula stands: from its first delimiter to its last, and its source between them, as long as that on the page."""

    start: int
    end: int
    offset: int
    source: str


def places(formulas: list[Typeset], visible: str, text: str) -> list[Place | None]:
    """Return where each formula stands; `visible` is the page with what is no text blanked, which is searched first."""
    found: list[Place | None] = []
    after, taken = 0, set()
    for formula in formulas:
        place = _literally(formula, visible, after, taken) or _searched(formula, visible, text, after, taken)
        found.append(place)
        if place is not None:
            taken.add(place.start)
            after = place.end if place.start >= after else after  # a footnote stands at the end of the published page
    return found


def _literally(formula: Typeset, visible: str, after: int, taken: set) -> Place | None:
    """Return where a formula stands between dollars just as it is published; most do, and need no pattern of their own."""
    fence = "$$" if formula.display else "$"
    start = visible.find(f"{fence}{formula.source}{fence}", after)
    if start < 0 or start in taken or visible[start - 1 : start] == "\\":
        return None
    offset = start + len(fence)
    return Place(start, offset + len(formula.source) + len(fence), offset, formula.source)


def _searched(formula: Typeset, visible: str, text: str, after: int, taken: set) -> Place | None:
    """Return where a formula stands in another form than it is published, such as with the marks of a quotation in it."""
    for pattern in _patterns(formula):
        for searched, begin in ((visible, after), (visible, 0), (text, after), (text, 0)):
            for match in pattern.finditer(searched, begin):
                if match.start() not in taken:
                    source = _as_published(formula.source, text[match.start("formula") : match.end("formula")])
                    return Place(*match.span(), match.start("formula"), source)
    return None


@cache
def _patterns(formula: Typeset) -> list[re.Pattern]:
    """Return how a formula can stand in the source: between its delimiters, an environment also without any."""
    lines = [re.sub(r"(?:\\ |\\\t)+", r"[ \\t]+", re.escape(line.strip())) for line in formula.source.strip().splitlines()]
    body = r"[ \t]*\n[ \t>]*".join(lines)
    if not formula.display:
        return [re.compile(rf"(?:(?<!\\)(?:\\\\)*\$|\\\()(?P<formula>\s*{body}\s*)(?:\$|\\\))")]
    found = [re.compile(rf"(?:\$\$|\\\[)(?P<formula>[\s>]*{body}[\s>]*)(?:\$\$|\\\])")]
    return [*found, re.compile(rf"(?P<formula>{body})")] if body.startswith(r"\\begin") else found


def _as_published(published: str, raw: str) -> str:
    """Return the source on the page with blanks for the marks before its lines, such as those of a quotation."""
    lines, shown = raw.split("\n"), published.strip().splitlines()
    first = next((at for at, line in enumerate(lines) if line.strip(" \t>")), 0)
    for at, line in enumerate(lines):
        kept = shown[at - first].strip() if 0 <= at - first < len(shown) else ""
        prefix = max(line.find(kept), 0) if kept else len(line)
        lines[at] = " " * prefix + line[prefix:]
    return "\n".join(lines)
