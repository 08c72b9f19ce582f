"""Chains of equalities as lists of rows: left side, relation with right side, and the reason, which is text that wraps.

In the source a chain is an ``aligned`` environment whose rows are ``left &= right && reason``; copied, it is that source again.
What a row changed, what it came from, and the symbols of the page are marked with classes:

``made``  a part that the row above does not have in its place
``gone``  a part that the row below does not have
``cut``   such a part that cancels, by the words of the reason below
``s0``    the first symbol of the chain's list, and so on
"""

import html
import re
from collections.abc import Callable
from typing import NamedTuple

from proofread.meaning.outline import Outline, Span
from theme import held, symbols

ALIGNED = re.compile(r"\s*\\begin\{aligned\}(?P<rows>(?:(?!\\(?:begin|end)\{aligned\}).)*)\\end\{aligned\}\s*", re.DOTALL)
ENVIRONMENT = re.compile(r"\\begin\{(?P<name>[a-zA-Z]+\*?)\}(?:(?!\\(?:begin|end)\b).)*\\end\{(?P=name)\}", re.DOTALL)  # with none in it
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\\]", re.DOTALL)
TEXT = re.compile(r"\\text\{(?P<words>[^{}]*)\}")
LONG, BOTH = 14, 28  # drawn characters of a left side, and of both, from which a phone shows the left one on a line of its own
OPEN, CLOSE = 0xE000, "\uf8ff"  # private characters around what has a class; the first one's number says which
MARK = re.compile(r"[\ue000-\uf8ff]")
BREAKS = re.compile(r"&|\\\\|\\(?:begin|end)\b")
SIZED = re.compile(r"(?:\\(?:[bB]igg?l?|left)\s*)?\Z")  # the size of a bracket belongs to it
NEEDS_BRACES = re.compile(r"(?:[\^_]|\\(?:[dt]?frac|sqrt|bar|hat|vec)|\\[dt]?frac\s*\w)\s*$")


class Row(NamedTuple):
    left: str  # LaTeX, empty where the row goes on from the one above
    right: str  # LaTeX that begins with the relation
    reason: str  # LaTeX: words in \text, and formulas; may be empty


def rows(formula: str) -> list[Row] | None:
    """Return the rows of a chain, or None for any other formula."""
    aligned = ALIGNED.fullmatch(formula)
    if aligned is None:
        return None
    cells, depth = [[""]], 0
    for token in TOKEN.findall(aligned["rows"]):
        depth += (token in ("{", r"\begin")) - (token in ("}", r"\end"))  # a matrix and cases have rows and columns of their own
        if depth == 0 and token == r"\\":
            cells.append([""])
        elif depth == 0 and token == "&":
            cells[-1].append("")
        else:
            cells[-1][-1] += token
    cells = [[cell.strip() for cell in row] for row in cells]
    if any(len(row) not in (2, 4) or (len(row) == 4 and row[2]) for row in cells):
        return None
    return [Row(row[0], row[1], row[3] if len(row) == 4 else "") for row in cells]


def annotated(formula: str, outline: Outline) -> tuple[str, list[str]]:
    """Return a chain with private characters around what is marked, and the classes that they stand for."""
    marked: dict[Span, list[str]] = {}

    def mark(span, name):
        span = (SIZED.search(formula, 0, span[0]).start(), span[1])
        if not BREAKS.search(_without_environments(formula[slice(*span)])):
            marked.setdefault(span, []).append(name)

    for step in outline.steps:
        above = next((at for at, row in enumerate(outline.rows) if row[0] <= step.left[0] < row[1]), step.row)
        if above != step.row - 1:
            continue  # the first row of a chain, or a side of several rows
        reason = "".join(formula[slice(*outline.rows[step.row])].partition("&&")[1:])
        cancelled = [*_cancelled(formula, step.gone, step.new, reason)]
        for span in cancelled:
            mark(span, "cut")
        for span in step.gone:
            mark(span, "gone")
        if step.new != (step.right,):  # a side that is wholly new has no part to point at
            for span in step.new:
                mark(span, "made")
    numbers = {key: f"s{number}" for number, key in enumerate(symbols.keys(outline.symbols))}
    for occurrence in symbols.outermost(outline.symbols):
        mark(occurrence.span, f"symbol {numbers[occurrence.declared.key]}")
    classes = sorted({" ".join(names) for names in marked.values()})
    opened, closed = {}, {}
    for span in sorted(marked, key=lambda span: (span[0], -span[1])):
        character = chr(OPEN + classes.index(" ".join(marked[span])))
        opened[span[0]] = opened.get(span[0], "") + character
        closed[span[1]] = closed.get(span[1], "") + CLOSE
    characters = [closed.get(at, "") + opened.get(at, "") + (formula[at] if at < len(formula) else "") for at in range(len(formula) + 1)]
    return "".join(characters), classes


def _without_environments(latex: str) -> str:
    """Return LaTeX with a letter for each matrix and each distinction of cases."""
    while (shorter := ENVIRONMENT.sub("M", latex)) != latex:
        latex = shorter
    return latex


def _cancelled(formula: str, gone: tuple[Span, ...], new: tuple[Span, ...], reason: str):
    """Yield where a factor that cancels stands in the parts that are gone, as often as it does not come back in those that are new."""
    if "cancel" not in reason:
        return
    for mention in filter(None, map(str.strip, TEXT.split(reason.removeprefix("&&"))[::2])):
        pattern = re.compile(r"(?<![A-Za-z\\])" + re.escape(mention) + r"(?![A-Za-z_^])")
        before, after = ([(start + match.start(), start + match.end()) for start, end in spans for match in pattern.finditer(formula[start:end])] for spans in (gone, new))
        yield from before[: len(before) - len(after)]


def classed(latex: str, classes: list[str]) -> str:
    """Return LaTeX in which KaTeX gives the marked parts their classes."""
    result, closing = "", []
    for character in latex:
        if character == CLOSE:
            result += closing.pop()
        elif MARK.match(character):
            braces = "{" if NEEDS_BRACES.search(MARK.sub("", result)) else ""
            result += f"{braces}\\htmlClass{{{classes[ord(character) - OPEN]}}}{{"
            closing.append("}}" if braces else "}")
        else:
            result += character
    return result


def plain(latex: str) -> str:
    """Return LaTeX without marks."""
    return MARK.sub("", latex)


def drawn(formula: str, chain: list[Row], typeset: Callable[[str], str], values: list[str]) -> str:
    """Return the list of a chain's rows; `typeset` gives the HTML of a formula within a line, `values` has the number of each row."""

    def side(name, latex):
        return f'<span class="chain-{name}">{typeset(chr(92) + "displaystyle " + latex) if latex else ""}</span>'

    left, right = (max(held.drawn(typeset(side)) for side in sides) for sides in zip(*((row.left, row.right) for row in chain)))
    long = left > LONG and left + right > BOTH
    items = [
        f'<li>{side("left", row.left)}{side("right", row.right)}'
        + (f'<span class="chain-reason">{_reason(row.reason, typeset)}</span>' if row.reason else "")
        + (f'<span class="chain-value">= {value}</span>' if value else "") + "</li>"
        for row, value in zip(chain, values or [""] * len(chain), strict=True)
    ]
    kind = "chain" + " chain-long" * long + " chain-bare" * (not any(row.reason for row in chain))
    return f'<ol class="{kind}" role="list" data-latex="{html.escape(formula.strip())}">{"".join(items)}</ol>'


def _reason(latex: str, typeset: Callable[[str], str]) -> str:
    """Return a reason as text with formulas in it."""
    formulas, words = TEXT.split(latex)[::2], [*TEXT.split(latex)[1::2], ""]
    shown = [formula if plain(formula) else "" for formula in map(str.strip, formulas)]
    return held.text([part for pair in zip(shown, map(plain, words)) for part in pair], typeset)
