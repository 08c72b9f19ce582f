"""Which values the free index letters of a formula take, and whether they cover all: by symmetry one of each pattern is enough.

Two assignments have one pattern if the same letters coincide. A formula that treats the values of an index alike,
without w_1, a bound or i < j, says the same at both.
"""

import random
from itertools import product
from math import prod

from proofread.latex.errors import FormulaError
from proofread.meaning.declared import Notation
from proofread.latex.tree import Node

FEW = 16  # assignments, at most, that are all tried; of more, one of each pattern
PATTERNS = 60


def assignments(sizes: list[tuple[str, int]], rng: random.Random, alike: bool) -> tuple[list[tuple], bool]:
    """Return values for letters that run over `sizes`, pairs (name, number), and whether what holds for them holds for all.

    Of an equation that treats the values of an index `alike` one assignment of each pattern is enough, and the last of all.
    """
    ranges = [range(number) for _, number in sizes]
    if prod(map(len, ranges)) <= (1 if alike else FEW):
        return list(product(*ranges)), True
    patterns = [()]
    for name, number in sizes:
        patterns = [(*found, value) for found in patterns for value in _next(found, sizes, name, number)]
        if len(patterns) > PATTERNS:
            break
    if alike and len(patterns) <= PATTERNS:
        return list(dict.fromkeys((*patterns, tuple(r[-1] for r in ranges)))), True
    some = patterns if len(patterns) <= PATTERNS else []
    some = [*some, tuple(r[0] for r in ranges), tuple(r[-1] for r in ranges)]
    some += [tuple(map(rng.choice, ranges)) for _ in range(FEW - len(some))]
    return list(dict.fromkeys(some)), False


def _next(found, sizes, name, number) -> range:
    """Return the values of the next letter that make a new pattern: one met before, or the first that was not."""
    met = [value for (other, _), value in zip(sizes, found) if other == name]
    return range(min(number, max(met, default=-1) + 2))


def symmetric(notation: Notation, node, seen: set | None = None) -> bool:
    """Whether a formula, its definitions included, treats the values of each index alike; `seen` are definitions that do."""
    seen = set() if seen is None else seen
    if isinstance(node, tuple):
        return all(symmetric(notation, part, seen) for part in node)
    if not isinstance(node, Node):
        return True
    if node.kind == "bigop":
        _, _, excluded, low, _, body = node.parts
        alike = all(_alike(notation, part) for part in excluded)
        return low is None and alike and symmetric(notation, body, seen)
    if node.kind == "matrix":
        return False
    if node.kind not in ("name", "call"):
        return symmetric(notation, node.parts, seen)
    node = notation.plain(node)
    base, subscripts, _, *arguments = node.parts
    try:
        declared, subscripts = notation.find(base, subscripts, len(arguments[0]) if arguments else None)
    except FormulaError:  # a parameter of a definition, or a name with a fixed meaning
        declared = None
    if declared is None and not subscripts and base in notation.indices:  # the number an index is
        return False
    if any(subscript.kind in ("number", "add") or subscript.parts[0] in notation.sizes for subscript in subscripts):
        return False
    body = declared.body if declared is not None and declared.key not in seen else None
    seen.add(declared and declared.key)
    return symmetric(notation, tuple(arguments), seen) and (body is None or symmetric(notation, body, seen))


def _alike(notation, condition: Node) -> bool:
    """Whether a condition below a sum says of letters and index variables that they differ, and names no value of an index."""
    sides, relations = condition.parts
    named = all(side.kind == "name" and all(part.kind == "name" for part in (side, *side.parts[1])) for side in sides)
    return named and all(r.parts[0] == "\\ne" for r in relations) and not any(
        part.parts[0] in notation.sizes for side in sides for part in (side, *side.parts[1])
    )
