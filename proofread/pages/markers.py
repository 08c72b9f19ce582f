"""What a marker says of its display: conditions that stand in the sentence, or in which way the display is wrong on purpose."""

import re

from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node, Statement, rebuilt, walk
from proofread.meaning import conditions
from proofread.meaning.declared import Notation
from proofread.verdicts.link import Link, Refuted, links
from proofread.verdicts.verdict import check_link


def given(notation: Notation, marker) -> list[Node]:
    """Return the conditions of a marker."""
    found = []
    try:
        formula = conditions.read(notation, marker.text, mentions_allowed=True, listed=True)
        for statement in formula.statements:
            found += [statement.node, *statement.conditions, *(c for row in statement.rows for c in row[2])]
    except FormulaError as error:
        raise FormulaError(error.kind, f"in the marker: {error.message}") from None
    if formula.mentions or not found:
        raise FormulaError("marker", "a given marker holds relations")
    return found


def refuted(notation: Notation, marker, found: list[Link], given, seed: str) -> str | None:
    """Return how a formula that is wrong on purpose is not false in exactly the way its marker says; None if it is."""
    if len(found) != 1:
        raise FormulaError("marker", "a refuted display has one link, so that LHS and RHS are clear")
    link = found[0]
    try:
        check_link(notation, link, seed, False, set())
    except Refuted:
        pass
    else:
        raise FormulaError("marker", "this display is marked as refuted, but it holds", link.at)
    body = re.sub(r"\bLHS\b", r"\\operatorname{LHS}", re.sub(r"\bRHS\b", r"\\operatorname{RHS}", marker.text))
    try:
        formula = conditions.read(notation, body)
        sides = {"\\operatorname{LHS}": link.left, "\\operatorname{RHS}": link.right}
        reasons = [_put_in(statement.node, sides) for statement in formula.statements]
        if not any(node.kind == "name" and node.parts[0] in sides for s in formula.statements for node in walk(s.node)):
            raise FormulaError("marker", "the reason speaks of LHS or RHS, the sides of the display")
        if _vacuous(notation, formula, link, given, seed):
            raise FormulaError("marker", "the reason holds whatever the sides are; say how the right side differs from the true one")
        for node, statement in zip(reasons, formula.statements):
            for reason in links(Statement(node, statement.conditions + given, 0)):
                check_link(notation, reason, seed, False, set())
    except Refuted as error:
        return f"the display is false, but not in the way the marker says: {error.message}"
    except FormulaError as error:
        raise FormulaError(error.kind, f"in the marker: {error.message}") from None
    return None


def _vacuous(notation, formula, link: Link, given, seed) -> bool:
    """Whether a reason says nothing of the display: it repeats a side, or holds for multiples of the sides as well."""
    for statement in formula.statements:
        for side, repeated in (("LHS", link.left), ("RHS", link.right)):
            name = Node("name", (f"\\operatorname{{{side}}}", (), 0))
            if statement.node.kind == "chain" and set(statement.node.parts[0]) <= {name, repeated}:
                return True
    for factors in (("2", "3"), ("3", "2"), ("1", "-1"), ("-1", "1")):
        sides = {}
        for side, factor, tree in zip(("LHS", "RHS"), factors, (link.left, link.right)):
            scaled = Node("mul", (Node("number", (factor.lstrip("-"),)), tree))
            sides[f"\\operatorname{{{side}}}"] = Node("add", ((-1, scaled),)) if factor.startswith("-") else scaled
        try:
            for statement in formula.statements:
                for reason in links(Statement(_put_in(statement.node, sides), statement.conditions + given, 0)):
                    check_link(notation, reason, seed, False, set())
        except (Refuted, FormulaError):
            return False
    return True


def _put_in(node, values):
    """Replace names by trees."""
    return rebuilt(node, lambda part: values.get(part.parts[0]) if part.kind == "name" else None)
