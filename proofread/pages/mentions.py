"""What holds a formula that claims nothing: a formula that is checked on the same page, of which it is a side or a part.

Terms and factors are compared in any order, but for those of a product with a transpose. Where words say what
something *is*, the formula has to be a whole side of a relation, a term or a definition that is checked, not a part of one.
"""

import re
from collections import Counter
from contextlib import suppress
from itertools import chain

from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node
from proofread.meaning import conditions
from proofread.pages.report import ALONE, HELD, LETTER, NAMED, SAID, MentionStatus

POINT = re.compile(r"(?:\\(?:left|[bB]ig+l?)\s*)?(?:[(\[]|\\\{)[^()\[\]]*,[^()\[\]]*(?:\\(?:right|[bB]ig+r?)\s*)?(?:[)\]]|\\\})")  # or interval, set, shape
VALUE = re.compile(r"(?:.*\b)?(?:is|are|equals|becomes|gives|comes to)(?: (?:also|then|again|only|exactly|always|just))*", re.IGNORECASE)


def statuses(checker, mentioned, claims, said):
    """Yield the status of each of the formulas `mentioned`, pairs of an item and its expressions, None if they are not read.

    `claims` are the relations of the page's sentences, `said` the items of which words were checked.
    """
    page, checked = checker.page, _Checked()
    for display in page.displays:
        checker.enter(display.offset)
        if not any(marker.kind == "not a claim" for marker in display.markers):
            with suppress(FormulaError):  # which the display tells
                checked.add([(s.node, s.conditions, s.rows) for s in conditions.read(checker.notation, display.source).statements])
    checked.add([side for link in claims for side in (link.left, link.right, link.conditions)], sides=True)
    own = chain.from_iterable(notation.own for notation in checker.notations)
    checked.add([side for declared in own if declared.body is not None for side in (declared.head, declared.body) if side is not None], sides=True)
    for item, nodes in mentioned:
        value = VALUE.fullmatch(item.gap) or (item.column and not item.gap.strip("| "))
        if id(item) in said:
            status = SAID
        elif nodes is None:  # it was not read, so that no checked formula can have it
            status = NAMED if POINT.fullmatch(item.formula.source.strip()) else ALONE
        elif all(map(_plain, nodes)):
            status = LETTER
        else:
            status = HELD if all(_plain(node) or checked.holds(_form(node, []), bool(value)) for node in nodes) else ALONE
        yield MentionStatus(page.place(item.formula.offset)[0], item.formula.source, status)


def _plain(node: Node) -> bool:
    """Whether an expression is one letter or number."""
    return node.kind in ("name", "number", "infinity") or (node.kind == "add" and len(node.parts) == 1 and node.parts[0][1].kind in ("number", "infinity"))


class _Checked:
    """The expressions of some trees, each in one form."""

    def __init__(self):
        self.whole: set = set()  # sides, and terms of a sum with their sign
        self.parts: dict[str, set] = {"add": set(), "mul": set()}
        self.others: set = set()

    def add(self, trees, sides: bool = False):
        seen: list = []
        own = {_form(tree, seen) for tree in trees}
        for form in seen:
            self.parts.get(form[0], self.others).add(form)
            if form[0] == "chain":
                self.whole |= {*form[1]}
            if form[0] == "add":
                self.whole |= {term if sign > 0 else ("add", ((-1, term),)) for sign, term in form[1]}
        if sides:
            self.whole |= own

    def holds(self, form, whole: bool) -> bool:
        if form in self.whole or whole:
            return form in self.whole
        if form[0] not in self.parts:
            return form in self.others
        return any(not any(Counter(own) - Counter(others) for own, others in zip(form[1:], other[1:])) for other in self.parts[form[0]])


def _form(part, seen: list):
    """Return an expression in a form that does not depend on the order of its terms and factors, and note that of each part."""
    if isinstance(part, tuple):
        return tuple([_form(inner, seen) for inner in part])
    if not isinstance(part, Node):
        return part
    parts = _form(part.parts, seen)
    if part.kind == "add":
        terms = [(sign * own, term) for sign, form in parts for own, term in (form[1] if form[0] == "add" else ((1, form),))]
        form = "add", tuple(sorted(terms, key=repr))
    elif part.kind in ("mul", "div"):
        pairs = [form[1:] if form[0] == "mul" else ((form,), ()) for form in parts]
        if part.kind == "div":
            pairs[1] = pairs[1][::-1]
        above, below = ([factor for pair in pairs for factor in pair[at] if factor != ("number", "1")] for at in (0, 1))
        if not any(factor[0] == "transpose" for factor in above):
            above.sort(key=repr)
        form = "mul", tuple(above), tuple(sorted(below, key=repr))
    else:
        form = part.kind, *parts
    seen.append(form)
    return form
