"""Formulas with the brackets and the stops beside them, which a browser would put on another line.

A short formula stays on one line; a longer one may go on in the next where KaTeX ends a part of it, but not before its stop.
"""

import html
import re
from collections.abc import Callable, Sequence

SHORT = 12  # drawn characters
STOP = re.compile(r"[.,;:?!)\]]*")
BETWEEN_PARTS = '</span><span class="katex-base">'
UNDRAWN = re.compile(r"<[^>]*>|[\s\u200b]")


def drawn(formula: str) -> int:
    """Return how many characters of a typeset formula are drawn."""
    return len(UNDRAWN.sub("", formula.partition('<span class="katex-html" aria-hidden="true">')[2]))


def together(formula: str, after: str, before: str = "") -> str:
    """Return a typeset formula on one line with what stands beside it."""
    if drawn(formula) > SHORT:
        formula = formula.replace(BETWEEN_PARTS, BETWEEN_PARTS.replace("><", "><wbr><"))
    return f'<span class="held">{before}{formula}{after}</span>'


def text(parts: Sequence[str], typeset: Callable[[str], str]) -> str:
    """Return formulas and the words after each, which alternate, as HTML; a formula may be empty."""
    result = ""
    for source, words in zip(parts[::2], map(html.escape, parts[1::2]), strict=True):
        formula, stop = typeset(source) if source else "", STOP.match(words)[0]
        alone = not stop and BETWEEN_PARTS not in formula
        result += words if not formula else (formula if alone else together(formula, stop)) + words[len(stop):]
    return result
