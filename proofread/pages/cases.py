"""The cases that a text tells apart exclude each other: those of a sentence, of the rows of a table, of bold heads, of the sentences of a paragraph.

Two that overlap, as in "1 for z > 0 and 0 for z > 0", are a slip, or need words that say so, such as `also`.
"""

import re
from fractions import Fraction
from itertools import combinations

from proofread.latex.tree import Node
from proofread.pages import sentences

INTRODUCED = re.compile(r"(?:^|.*\W)(?P<word>for|if|when|where|while|with|at|as)(?: that)?(?: all| every| each| any)?$", re.IGNORECASE)
ALSO = re.compile(r"\b(?:also|even|only|again|already|still|in particular|such as|as in|for example|too)\b", re.IGNORECASE)
FIRST = re.compile(r"(?:for|if|when|where|at)(?: all| every| each| any)?", re.IGNORECASE)
INFINITY = Fraction(10) ** 400
STEP = 1 / INFINITY  # between a bound that is met and one that is not
TURNED = {"<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le"}


def overlapping(items, links):
    """Yield the items that begin two cases that overlap; `links` are the relations of an item."""
    paragraph, table, heads = [], [], []
    for sentence in sentences.whole(items):
        start = sentence[0]
        if start.block:
            paragraph = []
        if any(item.column for item in sentence):
            table = [] if start.top else table
            yield from _new([] if start.top else table, _heads(sentence, links) if start.top else _row(sentence, links))
            continue
        table = []
        head = [item for item in sentence if item.head and item.role == "condition" and links[id(item)]]
        heads = heads if head or not start.block else []
        yield from _new(heads, [(head, _box(head, links), "")] if head else [])
        cases = [(group, _box(group, links), _word(group[0])) for group in _groups(sentence, links)]
        yield from ((a[0][0], b[0][0]) for a, b in combinations(cases, 2) if a[2] == b[2] and not ALSO.search(b[0][0].gap) and _overlap(a[1], b[1]))
        if cases and cases[0][0][0] is start and FIRST.fullmatch(start.gap):
            nested = [case for case in paragraph if _within(case[1], cases[0][1]) or _within(cases[0][1], case[1])]
            yield from ((case[0][0], start) for case in paragraph if case not in nested and _overlap(case[1], cases[0][1]))
            paragraph.append(cases[0])


def _new(cases: list, found: list):
    for case in found:
        yield from ((old[0][0], case[0][0]) for old in cases if old[2] == case[2] and _overlap(old[1], case[1]))
        cases.append(case)


def _heads(row, links) -> list:
    """Return the cases that the heads of the columns of a table tell apart."""
    columns: dict = {}
    for item in row:
        columns.setdefault(item.column, []).append(item)
    every = [[item for item in column if links[id(item)]] for column in columns.values()]
    return [(case, _box(case, links), "") for case in every if case]


def _row(row, links) -> list:
    """Return the case of a row: the conditions in its first cells, with what its other first cells say."""
    first = []
    for item in row:
        if item.gap.strip("| ,"):
            break
        first.append(item)
    case = [item for item in first if item.role == "condition" and links[id(item)]]
    labels = tuple(item.formula.source for item in first if case and not links[id(item)] and item.column < case[-1].column)
    return [(case, _box(case, links), labels)] if case else []


def _groups(sentence, links) -> list[list]:
    """Return the conditions of a sentence, those that are joined by `and` together; a choice of two is no case."""
    found: list = []
    before = None
    for item in sentence:
        condition = item.role == "condition" and links[id(item)]
        if condition and before is not None and item.gap in ("and", "with", "or", ","):
            found[-1].append(item if item.gap in ("and", "with") else None)
        elif condition:
            found.append([item])
        before = item if condition else None
    return [group for group in found if None not in group and INTRODUCED.fullmatch(group[0].gap)]


def _word(item) -> str:
    """Return how a case is introduced, so far as it matters: a point `at` which something is said lies within others."""
    word = INTRODUCED.fullmatch(item.gap)["word"].lower()
    return word if word in ("at", "as") else ""


def _box(items, links) -> dict | None:
    """Return the interval of each variable under some conditions; None if one of them is no interval."""
    box: dict = {}
    for item in items:
        for link in links[id(item)]:
            found = _interval(link)
            if found is None:
                return None
            name, low, high = found
            old = box.get(name, (-INFINITY, INFINITY))
            box[name] = (max(old[0], low), min(old[1], high))
    return box


def _interval(link) -> tuple | None:
    if link.relation == "\\to":
        target = _number(link.right[0])
        return None if target is None else (("to", link.left, link.right[1]), target, target)
    if not isinstance(link.right, Node):
        return None
    for name, other, relation in ((link.left, link.right, link.relation), (link.right, link.left, TURNED.get(link.relation, link.relation))):
        value = _number(other)
        if name.kind == "name" and value is not None:
            low = {"=": value, "\\ge": value, ">": value + STEP, "<": -INFINITY, "\\le": -INFINITY}.get(relation)
            high = {"=": value, "\\le": value, "<": value - STEP, ">": INFINITY, "\\ge": INFINITY}.get(relation)
            return None if low is None else (name, low, high)
    return None


def _number(node) -> Fraction | None:
    sign = 1
    if node.kind == "add" and len(node.parts) == 1:
        sign, node = node.parts[0]
    if node.kind == "infinity":
        return sign * node.parts[0] * INFINITY
    return sign * Fraction(node.parts[0]) if node.kind == "number" else None


def _overlap(a: dict | None, b: dict | None) -> bool:
    return bool(a) and bool(b) and a.keys() == b.keys() and all(max(a[name][0], b[name][0]) <= min(a[name][1], b[name][1]) for name in a)


def _within(a: dict | None, b: dict | None) -> bool:
    """Whether one case is a part of another one, and not the same."""
    return bool(a) and bool(b) and a != b and a.keys() == b.keys() and all(b[name][0] <= a[name][0] and a[name][1] <= b[name][1] for name in a)
