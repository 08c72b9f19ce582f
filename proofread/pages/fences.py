"""Fenced code blocks of a Markdown page, as the pages of this checker and of code that runs have them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from proofread.latex.errors import FormulaError

FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<ticks>`{3,}|~{3,})(?P<info>.*)$")


@dataclass(frozen=True)
class Fence:
    """A fenced code block of any kind."""

    line: int  # of the opening fence
    end: int  # of the closing fence
    indent: str
    info: str
    ticks: str
    text: str
    start: int  # the offset in the page of its first line
    stop: int  # that of the line after it


def fences(source: str) -> list[Fence]:
    """Return every fence of a page, nested ones excluded; raise `FormulaError` for one that is never closed."""
    found, lines, at = [], source.splitlines(), 0
    starts = list(accumulate(map(len, source.splitlines(keepends=True)), initial=0))
    while at < len(lines):
        opening = FENCE.match(lines[at])
        if opening is None:
            at += 1
            continue
        indent, ticks = opening["indent"], opening["ticks"]
        close = re.compile(rf"^[ \t]*{re.escape(ticks[0])}{{{len(ticks)},}}[ \t]*$")
        end = next((i for i in range(at + 1, len(lines)) if close.match(lines[i])), None)
        if end is None:
            raise FormulaError("parse", f"this fence is never closed; close it with {ticks}", starts[at])
        text = "".join(f"{line.removeprefix(indent)}\n" for line in lines[at + 1 : end])
        found.append(Fence(at + 1, end + 1, indent, opening["info"], ticks, text, starts[at], starts[end + 1]))
        at = end + 1
    return found


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same lines with blanks from each start to its end."""
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += text[at:start], re.sub(r"[^\n]", " ", text[max(at, start) : end])
        at = max(at, end)
    return "".join(parts) + text[at:]


def outside(source: str) -> str:
    """Return a page with its fences blanked."""
    return blanked(source, ((fence.start, fence.stop) for fence in fences(source)))
