"""The mathematics of a Markdown page: its notation blocks, its displays, its inline formulas, and their markers.

A marker is a comment on the line before a display::

    <!-- eq: given z > 0, i \\ne j -->
    <!-- eq: refuted because RHS = -LHS -->
    <!-- eq: not a claim: an update rule -->
    <!-- eq: definition of Z_1 -->
    <!-- eq: with numbers z_k = 2, 1, 0; j = 2 -->
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest

from proofread.latex.errors import FormulaError
from proofread.pages import typeset
from proofread.pages.dialects import in_dollars, unread
from proofread.pages.fences import blanked, outside
from proofread.pages.published import MARKER, comments, published, without_markers
from proofread.pages.sections import Block, blocks

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
HEADING = re.compile(r"^#{1,6}[ \t].*?\{[ \t]*#(?P<anchor>[\w-]+)", re.MULTILINE)
INLINE_CODE = re.compile(r"(?<![`\\])((?:\\\\)*)(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\2(?!`)", re.DOTALL)
DOLLARS = re.compile(r"\\?\$\$")
OTHER_DELIMITERS = re.compile(r"(?<!\\)(?:\\\\)*(\\[\[(]|\\begin\{)")
OPENED = re.compile(r"(?<![\\$])\$(?!\$)(?=[^$\n]*(?:\\[a-zA-Z]|[_^]| [=<>] ))")  # a price is followed by none of these
MEANING = re.compile("#[^\n]*")  # of a declaration
OPENS = re.compile(r"[ \t>]*")
KINDS = ("given", "refuted because", "not a claim", "definition of", "with numbers")
SHOWS = "shows "  # stands above a block of code, and says which displays it shows


@dataclass
class Marker:
    """What a comment says about the display after it."""

    kind: str
    text: str
    offset: int  # of the text in the page


@dataclass
class Display:
    """A displayed formula; `offset` is the place of its source in the page."""

    source: str
    offset: int
    markers: list[Marker] = field(default_factory=list)
    anchor: str = ""


@dataclass
class Inline:
    """A formula in a line of text; `visible` is the page with everything blanked that is no text."""

    source: str
    offset: int
    visible: str = field(repr=False)
    start: int  # of its first delimiter
    end: int  # of its last one


@dataclass
class Page:
    """What a page shows of mathematics."""

    text: str
    blocks: list[Block] = field(default_factory=list)  # the first holds for the whole page, each other one to the end of its section
    displays: list[Display] = field(default_factory=list)  # in the order of the published page
    inlines: list[Inline] = field(default_factory=list)
    formulas: list[typeset.Typeset] = field(default_factory=list)  # all of them, in the order of the published page
    problems: list[FormulaError] = field(default_factory=list)  # what is no formula and no text, `at` an offset in the page

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, counted from 1."""
        before = self.text[:offset]
        return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1

    @property
    def notation(self) -> str | None:
        """The declarations for the whole page, None without any."""
        return self.blocks[0].source if self.blocks else None


@lru_cache(maxsize=64)  # a build and the tests ask several times for a page, and change nothing of it
def read(text: str) -> Page:
    """Find the mathematics of a page; raise `FormulaError`, `at` an offset in the page, where nothing of it can be read."""
    control = CONTROL.search(text)
    if control:  # some readers end a line at one, so that it could hide a formula
        raise FormulaError("parse", f"the character {control[0]!r} has no place in a page", control.start())
    text = in_dollars(text)
    page = Page(text, blocks(text))
    visible, markers = outside(text), []  # the page with everything blanked that is no text for readers
    for comment in comments(visible):
        marker = MARKER.fullmatch(comment[0])
        if marker and not marker["text"].startswith(SHOWS):
            markers.append((*comment.span(), _marker(marker["text"], comment.start() + marker.start("text"))))
    for found in (comments, INLINE_CODE.finditer):
        visible = blanked(visible, (match.span() for match in found(visible)))
    for block in page.blocks:
        for meaning in MEANING.finditer(text, block.offset, block.last):
            visible = visible[: meaning.start()] + meaning[0] + visible[meaning.end() :]
    _find(page, visible, typeset.of_markdown(published(text, _meanings)))
    displays = sorted(page.displays, key=lambda display: display.offset)
    for start, end, marker in markers:
        following = next((display for display in displays if display.offset > start), None)
        if following is None or visible[end : following.offset].replace("$$", "").strip():
            page.problems.append(FormulaError("marker", "no display follows this marker; put it on the line before one", start))
        else:
            following.markers.append(marker)
    _name(text, displays)
    return page


def _meanings(notation: str) -> str:
    """Return the meanings of a notation block as text, for the formulas in them."""
    return "\n" + "".join(f"is {line.partition('#')[2]}\n\n" for line in notation.splitlines() if "#" in line)


def _find(page: Page, visible: str, formulas: list[typeset.Typeset]):
    """Add each formula that the page typesets, at its place, and a problem for each that it shows as source."""
    page.formulas = formulas
    found = list(zip(formulas, typeset.places(formulas, visible, page.text)))
    words = _without(visible, [place for formula, place in found if place is not None and formula.display])
    for formula, place in found:
        if place is None:
            message = f"the formula {formula.source.strip()!r} comes from an include or from what Markdown makes; write it on this page"
            page.problems.append(FormulaError("parse", message, 0))
        elif formula.display:
            page.displays.append(Display(place.source, place.offset))
        else:
            page.inlines.append(Inline(place.source, place.offset, words, place.start, place.end))
    page.inlines.sort(key=lambda inline: inline.offset)
    rest = _without(words, page.inlines)
    for inline in page.inlines:
        if rest[inline.start - 1 : inline.start] == "$" or rest[inline.end : inline.end + 1] == "$":
            page.problems.append(FormulaError("parse", "$$ stands beside other text, so the page would show a dollar here", inline.start))
    dollars = [match.start() for match in DOLLARS.finditer(rest) if match[0] == "$$"]
    for start, end in zip_longest(dollars[::2], dollars[1::2]):
        problem = "this display is never closed; add $$" if end is None else _untypeset(page.text, rest, start, end + 2)
        page.problems.append(FormulaError("parse", problem, start))
    for start, name in unread(rest):
        page.problems.append(FormulaError("parse", f"{name} is not read; write $ or $$ around the formula", start))
    for match in OPENED.finditer(rest):
        page.problems.append(FormulaError("parse", "this dollar begins a formula that is never closed, so the page would show its source; add $, or write \\$", match.start()))
    other = OTHER_DELIMITERS.search(rest)
    if other:
        page.problems.append(FormulaError("parse", f"write $ or $$ around a formula, not {other[1]}", other.start(1)))


def _without(text: str, places) -> str:
    """Return a text with blanks at some places."""
    return blanked(text, ((place.start, place.end) for place in places))


def _untypeset(text: str, visible: str, start: int, end: int) -> str:
    """Say why Markdown does not typeset a display: it is a paragraph of its own."""
    line = visible.rfind("\n", 0, start) + 1
    above = (without_markers(text[:line]).splitlines() or [""])[-1].strip("> \t")
    next_line = _line_end(text, end) + 1
    if not OPENS.fullmatch(visible, line, start) or visible[end : _line_end(visible, end)].strip():
        problem = "$$ stands beside other text"
    elif re.search(r"\n[ \t>]*\n", text[start:end]):
        problem = "a blank line within a display"
    elif above and not above.startswith(("!!!", "???", "===")):
        problem = "no blank line above $$"
    elif text[next_line : _line_end(text, next_line)].strip("> \t"):
        problem = "no blank line below $$"
    else:
        problem = "Markdown takes these $$ for something else, such as HTML or code"
    return f"{problem}, so the page would show the source of this display"


def _line_end(text, at) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _marker(text: str, offset: int) -> Marker:
    for kind in KINDS:
        if text.startswith(kind):
            rest = text[len(kind) :]
            body = rest.lstrip(": ")
            if not body.strip():
                raise FormulaError("marker", f"a marker says more: <!-- eq: {kind} ... -->", offset)
            return Marker(kind, body, offset + len(kind) + len(rest) - len(body))
    raise FormulaError("marker", f"unknown marker; write one of {', '.join(f'<!-- eq: {kind} ... -->' for kind in KINDS)}", offset)


def _name(text: str, displays: list[Display]):
    """Give each display an anchor that stays when other sections change: the section's, and a number within it."""
    headings, counts = [*HEADING.finditer(text)], Counter()
    for display in displays:
        section = next((heading["anchor"] for heading in reversed(headings) if heading.start() < display.offset), "page")
        counts[section] += 1
        display.anchor = f"eq-{section}-{counts[section]}"
