"""The mathematics of a Markdown page: its notation blocks, its displays, its inline formulas, and their markers.

A marker is a comment on the line before a display::

    <!-- eq: given z > 0, i \\ne j -->
    <!-- eq: refuted because RHS = -LHS -->
    <!-- eq: not a claim: an update rule -->
    <!-- eq: definition of Z_1 -->
    <!-- eq: with numbers z_k = 2, 1, 0; j = 2 -->
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from proofread.latex.errors import FormulaError
from proofread.pages import typeset
from proofread.pages.dialects import in_dollars, unread
from proofread.pages.fences import UnclosedFence, fences
from proofread.pages.published import MARKER, published
from proofread.pages.sections import Block, blocks

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
HEADING = re.compile(r"^#{1,6}\s.*?\{\s*#(?P<anchor>[\w-]+)")
INLINE_CODE = re.compile(r"(?<![`\\])((?:\\\\)*)(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\2(?!`)", re.DOTALL)
OTHER_DELIMITERS = re.compile(r"(?<!\\)(?:\\\\)*(\\[\[(]|\\begin\{)")
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
    _refuse_unclosed(text)
    text = in_dollars(text)
    blank = list(text)  # the page with everything blanked that is no text for readers

    def erase(start, end):
        for at in range(start, end):
            if blank[at] != "\n":
                blank[at] = " "

    found = blocks(text)
    meanings = [match.span() for block in found for match in MEANING.finditer(text, block.offset, block.last)]
    for start, end in _fences(text):
        erase(start, _line_end(text, end))
    visible, markers = "".join(blank), []
    for start, end in _comments(visible):
        marker = MARKER.fullmatch(visible, start, end)
        if marker and not marker["text"].startswith(SHOWS):
            markers.append((start, end, _marker(marker["text"], marker.start("text"))))
        erase(start, end)
    for match in INLINE_CODE.finditer("".join(blank)):
        erase(match.start(), match.end())
    for start, end in meanings:
        blank[start:end] = text[start:end]
    page = Page(text, found)
    _find(page, "".join(blank), typeset.of_markdown(published(text, _meanings)))
    for start, end, marker in markers:
        following = min((display for display in page.displays if display.offset > start), key=lambda display: display.offset, default=None)
        between = "".join(blank)[end : following.offset].replace("$$", "").strip() if following else "nothing"
        if between:
            page.problems.append(FormulaError("marker", "no display follows this marker; put it on the line before one", start))
        else:
            following.markers.append(marker)
    _name(text, sorted(page.displays, key=lambda display: display.offset))
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
    at = _dollars(rest, 0)
    while at >= 0:
        end = _dollars(rest, at + 2)
        problem = "this display is never closed; add $$" if end < 0 else _untypeset(page.text, rest, at, end + 2)
        page.problems.append(FormulaError("parse", problem, at))
        at = _dollars(rest, end + 2) if end >= 0 else -1
    for start, name in unread(rest):
        page.problems.append(FormulaError("parse", f"{name} is not read; write $ or $$ around the formula", start))
    other = OTHER_DELIMITERS.search(rest)
    if other:
        page.problems.append(FormulaError("parse", f"write $ or $$ around a formula, not {other[1]}", other.start(1)))


def _without(text: str, places) -> str:
    """Return a text with blanks at some places, its lines as they are."""
    blank = list(text)
    for place in places:
        blank[place.start : place.end] = [character if character == "\n" else " " for character in text[place.start : place.end]]
    return "".join(blank)


def _untypeset(text: str, visible: str, start: int, end: int) -> str:
    """Say why Markdown does not typeset a display: it is a paragraph of its own."""
    line = visible.rfind("\n", 0, start) + 1
    above, next_line = _above(text, line).strip("> \t"), _line_end(text, end) + 1
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


def _above(text: str, line: int) -> str:
    """Return the line above one that starts at `line`, and above its markers, which the page does not keep."""
    while True:
        end = max(line - 1, 0)
        start = text.rfind("\n", 0, end) + 1
        if not text[start:end].rstrip().endswith("-->"):
            return text[start:end]
        comment = text.rfind("<!--", 0, end)
        if not MARKER.fullmatch(text[comment:end].rstrip()):
            return text[start:end]
        line = text.rfind("\n", 0, comment) + 1


def _refuse_unclosed(text: str):
    for _ in _fences(text):
        pass


def _fences(text: str):
    """Yield the starts of the opening and of the closing line of each fence."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    try:
        for fence in fences(text):
            yield starts[fence.line - 1], starts[fence.end - 1]
    except UnclosedFence as error:
        raise FormulaError("parse", "this fence is never closed", starts[error.line - 1]) from None


def _comments(visible: str):
    """Yield the start and end of each HTML comment."""
    start = visible.find("<!--")
    while start >= 0:
        end = visible.find("-->", start + 4)
        if end < 0:
            return
        yield start, end + 3
        start = visible.find("<!--", end + 3)


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


def _dollars(visible: str, at: int) -> int:
    while True:
        found = visible.find("$$", at)
        if found > 0 and visible[found - 1] == "\\":
            at = found + 2
            continue
        return found


def _name(text: str, displays: list[Display]):
    """Give each display an anchor that stays when other sections change: the section's, and a number within it."""
    section, counts, at = "page", {}, 0
    lines = text.splitlines(keepends=True)
    remaining = list(displays)
    for line in lines:
        while remaining and remaining[0].offset < at + len(line):
            counts[section] = counts.get(section, 0) + 1
            remaining.pop(0).anchor = f"eq-{section}-{counts[section]}"
        heading = HEADING.match(line)
        section = heading["anchor"] if heading else section
        at += len(line)
