"""The notation blocks of a page: where each holds, what it declares within the one around it, and what no formula there uses.

The first block of a page holds for all of it, each other one from its place to the end of its section.
"""

import re
from dataclasses import dataclass

from proofread.latex.errors import FormulaError
from proofread.meaning.notation import Notation, read
from proofread.pages.fences import blanked, fences, outside
from proofread.pages.published import comments

MARKS, UNDERLINE = re.compile("#{1,6}(?!#)"), re.compile("=+|-+")
OPENING = "```notation\n"
TOKEN = re.compile(r"\\[A-Za-z]+|\S")
WORDS = re.compile(r"\b[a-z]{2,}\b")  # of a domain, such as `real vector`
TEXT = re.compile(r"\\text\{[^{}]*\}")


@dataclass(frozen=True)
class Block:
    """A notation block: its declarations, their place in the page, and from where to where they hold."""

    source: str
    offset: int
    start: int
    end: int

    @property
    def last(self) -> int:
        """The offset in the page at which its declarations end."""
        return self.offset + len(self.source)

    def place(self, line: int) -> int:
        """Return the offset in the page of a line of the block, counted from 0."""
        return self.offset + sum(map(len, self.source.splitlines(keepends=True)[:line]))


def blocks(text: str) -> list[Block]:
    """Return the notation blocks of a page in their order; raise `FormulaError` for one that readers would see as code."""
    found = []
    for fence in fences(text):
        if fence.info.strip() == "notation":
            if not text.startswith(OPENING, fence.start):
                raise FormulaError("notation", "a notation block opens with exactly ```notation at the beginning of a line", fence.start)
            found.append((fence.text, fence.start + len(OPENING), fence.start))
    words = outside(text)
    headings = [*_headings(blanked(words, (comment.span() for comment in comments(words))))] if found[1:] else []
    return [Block(*block[:2], *(_extent(headings, block[2], len(text)) if at else (0, len(text) + 1))) for at, block in enumerate(found)]


def _extent(headings, start: int, end: int) -> tuple[int, int]:
    """Return from where to where a block holds: to the next heading of the level of its own, or of a higher one."""
    own = max(((at, level) for at, level in headings if at < start), default=(0, 0))[1]
    return start, min((at for at, level in headings if at > start and level <= own), default=end + 1)


def _headings(words: str):
    """Yield the place and the level of each heading, as Python-Markdown finds them."""
    at, above = 0, ["", ""]
    for line in words.splitlines(keepends=True):
        marks = MARKS.match(line)
        if marks:
            yield at, len(marks[0])
        elif UNDERLINE.fullmatch(line.rstrip()) and above[1].strip() and not above[0].strip():
            yield at - len(above[1]), 1 if line[0] == "=" else 2
        at, above = at + len(line), [above[1], line]


def holding(found: list[Block], offset: int) -> int:
    """Return the number of the block that holds at an offset."""
    return max((at for at, block in enumerate(found) if block.start <= offset < block.end), default=0)


def notations(found: list[Block]) -> list[Notation]:
    """Return what each block declares, within the one that holds around it; raise `FormulaError`, `at` an offset in the page."""
    declared: list[Notation] = []
    for at, block in enumerate(found):
        try:
            declared.append(read(block.source, declared[holding(found[:at], block.start)] if at else None))
        except FormulaError as error:
            raise FormulaError(error.kind, error.message, block.offset + error.at) from None
        except RecursionError:
            raise FormulaError("notation", "too many definitions within each other", block.offset) from None
    return declared or [Notation()]


def unused(page, declared: list[Notation]):
    """Yield the place of each declaration below the first block that no formula of its section uses, and what to do."""
    for block, notation in [*zip(page.blocks, declared)][1:]:
        formulas = [f for f in (*page.displays, *page.inlines) if block.last <= f.offset < block.end]
        texts = [*(f.source for f in formulas), *(marker.text for f in page.displays if f in formulas for marker in f.markers)]
        lines = [line.partition("#")[0] for line in block.source.splitlines()]
        lines = [re.sub(r"^(?:size|index) | : .*", lambda part: WORDS.sub(" ", part[0]), line) for line in lines]
        for letter in sorted(notation.own_letters):
            at = next((at for at, line in enumerate(lines) if _has(line, letter)), None)
            of_it = {letter, *_over(notation, letter)}
            if at is not None and not any(_has(text, name) for name in of_it for text in (*texts, *lines[:at], *lines[at + 1 :])):
                last = page.place(min(block.end, len(page.text)) - 1)[0]
                message = f"no formula from here to line {last}, where this section ends, uses {letter}; take its declaration out, or move it to where it is used"
                yield block.place(at), message


def _over(notation: Notation, size: str) -> set[str]:
    """Return the index letters and the names that run over a size."""
    return {letter for letter, sizes in notation.indices.items() if size in sizes} | {name.base for name in notation.names.values() if size in name.shape}


def _has(text: str, name: str) -> bool:
    """Whether a name stands in a formula; of one that is no single letter, whether its characters do."""
    if TOKEN.fullmatch(name):
        return name in TOKEN.findall(TEXT.sub(" ", text))
    return re.sub(r"[\s{}]", "", name) in re.sub(r"[\s{}]", "", text)
