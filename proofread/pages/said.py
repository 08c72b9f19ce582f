"""Whether the conditions of a `given` marker are said to the reader: as formulas in the paragraph before the display."""

import re

from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node
from proofread.meaning import conditions
from proofread.meaning.declared import Notation
from proofread.pages.sections import holding
from proofread.verdicts.link import split_links

BLANK = re.compile(r"\n[ \t>]*\n")
BETWEEN = re.compile(r"\b([a-z]) between (-?\d+) and (-?\d+)\b")
ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")


def unsaid(notation: Notation, page, display, given) -> bool:
    """Whether a condition stands in no formula of the paragraph before a display, or before the displays that it follows at once."""
    return bool(_wanted(given).difference(*(_said(notation, source) for source in said_before(page, display))))


def saying(notation: Notation, page, display, given) -> list:
    """Return the formulas of that paragraph which say one of the conditions."""
    return [formula for formula in _before(page, display)[0] if _wanted(given) & _said(notation, formula.source)]


def _wanted(given) -> set:
    return {relation for node in given for relation in _relations(node)}


def _said(notation: Notation, source: str) -> set:
    """Return the relations that a formula says."""
    try:
        tree = conditions.read(notation, source, mentions_allowed=True, listed=True)
    except FormulaError:
        return set()
    found = set()
    for statement in tree.statements:
        found |= _relations(statement.node)
        if statement.node.kind == "chain":  # of a, b > 0 also a > 0
            sides, signs = statement.node.parts
            found |= {relation for name in tree.mentions for relation in _relations(Node("chain", ((name, *sides[1:]), signs)))}
    return found


def said_before(page, display) -> list[str]:
    """Return the formulas of the last paragraph before a display, or of a heading, where "z between 0 and 1" is one too."""
    formulas, between = _before(page, display)
    return [*(formula.source for formula in formulas), *between]


def _before(page, display) -> tuple[list, list[str]]:
    if not page.inlines:
        return [], []
    words = ATTRIBUTES.sub(lambda match: " " * len(match[0]), page.inlines[0].visible)
    end = len(words[: display.offset].rstrip("$ \t\n>"))
    number = holding(page.blocks, display.offset)
    above = page.blocks[number].last if number else 0  # what is said there, other declarations hold for
    start = max((match.end() for match in BLANK.finditer(words, above, end)), default=above)
    between = [f"{match[2]} < {match[1]} < {match[3]}" for match in BETWEEN.finditer(words, start, end)]
    return [formula for formula in page.inlines if start <= formula.start < end], between


def _relations(node: Node) -> set:
    """Return what a condition says, one relation at a time, each written in one way."""
    if node.kind == "either":
        return {frozenset(frozenset(_relations(part)) for part in node.parts)}
    found = set()
    for link in split_links(node, (), node):
        left, right = (link.right, link.left) if link.relation in (">", "\\ge") else (link.left, link.right)
        relation = {">": "<", "\\ge": "\\le"}.get(link.relation, link.relation)
        found.add((relation, frozenset((left, right)) if relation in ("=", "\\ne") else (left, right)))
    return found
