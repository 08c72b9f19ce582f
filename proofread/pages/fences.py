"""Fenced code blocks of a Markdown page, as the pages of this checker and of code that runs have them."""

import re
from dataclasses import dataclass

FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<ticks>`{3,}|~{3,})(?P<info>.*)$")


class UnclosedFence(ValueError):
    """A fence that nothing closes: its line, counted from 1, and its ticks."""

    def __init__(self, line: int, ticks: str):
        super().__init__(f"line {line}: this fence is never closed; close it with {ticks}")
        self.line, self.ticks = line, ticks


@dataclass(frozen=True)
class Fence:
    """A fenced code block of any kind."""

    line: int  # of the opening fence
    end: int  # of the closing fence
    indent: str
    info: str
    ticks: str
    text: str


def fences(source: str) -> list[Fence]:
    """Return every fence of a page, nested ones excluded; raise `UnclosedFence` for one that is never closed."""
    found, lines, at = [], source.splitlines(), 0
    while at < len(lines):
        opening = FENCE.match(lines[at])
        if opening is None:
            at += 1
            continue
        indent, ticks = opening["indent"], opening["ticks"]
        close = re.compile(rf"^[ \t]*{re.escape(ticks[0])}{{{len(ticks)},}}[ \t]*$")
        end = next((i for i in range(at + 1, len(lines)) if close.match(lines[i])), None)
        if end is None:
            raise UnclosedFence(at + 1, ticks)
        body = [line.removeprefix(indent) for line in lines[at + 1 : end]]
        found.append(Fence(at + 1, end + 1, indent, opening["info"], ticks, "".join(f"{line}\n" for line in body)))
        at = end + 1
    return found
