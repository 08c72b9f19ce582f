"""Expressions whose indices are letters: which occur, and how one is put in for another."""

from itertools import count

from proofread.expressions import expression as ex
from proofread.expressions.expression import BUILDERS, SYMBOLIC, Expression, coincidence

BOUND = SYMBOLIC  # the innermost sum binds BOUND + 1, one around it BOUND + 2, and so on
_fresh = count(2 * SYMBOLIC)


def fresh() -> int:
    """Return an index letter that occurs nowhere else."""
    return next(_fresh)


def letters_in(e: Expression, known: dict) -> frozenset[int]:
    """Return the index letters that are free in an expression; `known` keeps those of its parts."""
    if e not in known:
        if e.op == "leaf":
            found = frozenset(index for index in (*e.args[0][1], *e.args[0][2]) if index >= SYMBOLIC)
        elif e.op == "delta":
            found = frozenset(index for index in e.args if index >= SYMBOLIC)
        else:
            found = frozenset().union(*(letters_in(part, known) for part in ex.expressions_in(e.args)))
            found -= {e.args[0]} if e.op in ("sum", "largest") else set()
        known[e] = found
    return known[e]


def depth(e: Expression, known: dict) -> int:
    """Return how many sums stand within each other; `known` keeps the number of each part."""
    if e not in known:
        known[e] = max((depth(part, known) for part in ex.expressions_in(e.args)), default=0) + (e.op in ("sum", "largest"))
    return known[e]


def bound(op: str, letter: int, size: str, body: Expression, letters: dict, depths: dict) -> Expression:
    """Return a sum over a letter, which is given a name that says how deep the sum is, so that equal sums are one."""
    own = BOUND + 1 + depth(body, depths)
    while own in letters_in(body, letters):
        own += 1
    return BUILDERS[op](own, size, renamed(body, {letter: own}))


def renamed(e: Expression, values: dict[int, int], known: dict | None = None) -> Expression:
    """Put index letters in for others; what a sum binds stays its own."""
    known = {} if known is None else known
    if e not in known:
        known[e] = _renamed(e, values, known)
    return known[e]


def _renamed(e, values, known):
    if e.op == "leaf":
        name, positions, hidden = e.args[0]
        return ex.leaf((name, *(tuple(values.get(index, index) for index in group) for group in (positions, hidden))))
    if e.op == "delta":
        return coincidence(*(values.get(index, index) for index in e.args))
    if e.op in ("sum", "largest"):
        letter, size, body = e.args
        inner = {old: new for old, new in values.items() if old != letter}
        if letter in inner.values():
            own = fresh()
            inner, letter = {**inner, letter: own}, own
        return BUILDERS[e.op](letter, size, renamed(body, inner, known if inner == values else {}))
    return ex.rebuild(e, lambda part: renamed(part, values, known))
