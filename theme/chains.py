"""Chains of equalities as lists of rows: left side, relation with right side, and the reason, which is text that wraps.

In the source a chain is an ``aligned`` environment whose rows are ``left &= right && reason``; copied, it is that source again.
"""

import html
import re
from collections.abc import Callable
from typing import NamedTuple

ALIGNED = re.compile(r"\s*\\begin\{aligned\}(?P<rows>(?:(?!\\begin).)*)\\end\{aligned\}\s*", re.DOTALL)
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\\]", re.DOTALL)
TEXT = re.compile(r"\\text\{(?P<words>[^{}]*)\}")
STOP = re.compile(r"[.,;:?!)\]]*")  # what a browser would put on the next line, away from its formula
LONG = 14  # drawn characters of a left side that a phone shows on a line of its own


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
        depth += (token == "{") - (token == "}")
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


def drawn(formula: str, chain: list[Row], typeset: Callable[[str], str]) -> str:
    """Return the list of a chain's rows; `typeset` gives the HTML of a formula within a line."""

    def side(name, latex):
        return f'<span class="chain-{name}">{typeset(chr(92) + "displaystyle " + latex) if latex else ""}</span>'

    long = max(len(re.sub(r"<[^>]*>|[\s\u200b]", "", _seen(typeset(row.left)))) for row in chain) > LONG
    items = [
        f'<li>{side("left", row.left)}{side("right", row.right)}'
        + (f'<span class="chain-reason">{_reason(row.reason, typeset)}</span>' if row.reason else "") + "</li>"
        for row in chain
    ]
    kind = "chain chain-long" if long else "chain"
    return f'<ol class="{kind}" role="list" data-latex="{html.escape(formula.strip())}">{"".join(items)}</ol>'


def _seen(katex_html: str) -> str:
    return katex_html.partition('<span class="katex-html" aria-hidden="true">')[2]


def _reason(latex: str, typeset: Callable[[str], str]) -> str:
    """Return a reason as text with formulas in it."""
    parts = TEXT.split(latex)  # formulas and words alternate
    result = ""
    for at in range(0, len(parts), 2):
        words = parts[at + 1] if at + 1 < len(parts) else ""
        if formula := parts[at].strip():
            stop = STOP.match(words)[0]
            result += f'<span class="held">{typeset(formula)}{stop}</span>'
            words = words.removeprefix(stop)
        result += html.escape(words)
    return result
