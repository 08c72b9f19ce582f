"""What KaTeX typesets and what proofread checked are the same formulas, in the same order; the build stops at the first that is not."""

from collections import Counter

from proofread.pages.typeset import Typeset
from theme.mathematics import locate


def difference(built: list[Typeset], read: list[Typeset], added: list[Typeset]) -> tuple[Typeset, str] | None:
    """Return the first formula that only one of the two lists has, and what is wrong with it; `added` are those of the table of symbols."""
    unread = _beyond(built, [*read, *added])
    if unread:
        return unread, "this formula is typeset, but was not checked"
    untypeset = _beyond(read, built)
    if untypeset:
        return untypeset, "this formula was checked, but is not typeset"
    displays = [[formula for formula in formulas if formula.display] for formulas in (built, read)]
    moved = next((a for a, b in zip(*displays) if a.key != b.key), None)
    return (moved, "this display was checked in another place of the order, so its mark would stand at another one") if moved else None


def told(formula: Typeset, problem: str, path: str, source: str) -> str:
    """Return the message for the writer of a page: where the formula stands, and what is wrong with it."""
    return f"{path}:{locate(formula.source, source)}: {problem}\n  the formula: {formula.source.strip()}"


def _beyond(formulas: list[Typeset], others: list[Typeset]) -> Typeset | None:
    left = Counter(formula.key for formula in others)
    for formula in formulas:
        left[formula.key] -= 1
        if left[formula.key] < 0:
            return formula
    return None
