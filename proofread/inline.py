"""Check the formulas in the text: a relation holds, or is introduced as a condition; every name is declared."""

import random
import re
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from proofread import budget, expression
from proofread.errors import FormulaError
from proofread.lexer import tokens
from proofread.links import Refuted, _pairs, conditions_of, instances, links
from proofread.links import check as check_link
from proofread.numeric import NO_VALUE, Evaluator
from proofread.parser import parse
from proofread.points import MODES, admitted, sample
from proofread.tree import Node, walk
from proofread.vocabulary import ACCENTS, CONNECTIVES, FUNCTIONS, NOT_NAMES, RELATIONS

# words that introduce a condition, as the last word before the formula; or the head of an item in a list of cases
INTRODUCING = re.compile(
    r"(\b(for|if|when|whenever|where|with|at|let|on|case|until|once|while|set|take|assume|suppose|given|under"
    r"|near|over|solve|above|below|beyond|past|towards|choose|needs|requires|because of|case of|from|than|between|against|every|all)[\W]*|^\s*[-*] (?:\*\*)?|^\*\*|^\|(?:[^|]*\|)*\s*)$",
    re.IGNORECASE,
)
BARE = re.compile(r"(?:[-|]|\*)\s*(?:\*\*)?$")  # a list or a table puts a condition there without a word
OPERATORS = {"d", "e", "i"}  # letters with a meaning of their own
PLAIN = {"\\mathrm", "\\operatorname", "\\text"}


def check(checker):
    """Add a finding for each inline formula that is wrong."""
    for _, group in groupby(checker.page.inlines, lambda formula: checker.page.place(formula.offset)[0]):
        _line(checker, list(group))


def _line(checker, formulas):
    """Check the formulas of one line, which is one sentence: what it introduces as conditions holds for its claims."""
    claims, conditions, previous = [], [], None
    for formula in formulas:
        checker.report.inlines += 1
        _start()

        def report(kind, message, at, formula=formula):
            checker.report.others.append(checker.finding(kind, message, formula.offset + at))

        try:
            for link in _links(checker, formula):
                try:
                    check_link(checker.notation, link, f"{checker.seed}:{formula.source}", False, set())
                    checker.restates(link)
                except Refuted as refuted:
                    goes_on = previous is not None and _goes_on(checker, formula, link, previous)
                    if not goes_on and not _introduced(checker.notation, formula.before, link):
                        claims.append((report, formula, link, refuted))
                    elif _possible(checker, link):
                        conditions.append(_statement(link))
                        previous = formula.source
                    else:
                        report("condition", "no point of the declared domain meets this condition", link.at)
        except FormulaError as error:
            report(error.kind, error.message, error.at)
        except Exception as error:  # a checker that fails has checked nothing
            report("internal", f"{type(error).__name__}: {error}", 0)
    _start()
    for report, formula, link, refuted in claims:
        try:
            holds = any(_holds_under(checker, formula, link, group) for group in [conditions, *([c] for c in conditions)])
        except budget.OverBudget as error:
            report(error.kind, error.message, link.at)
            return
        if not holds:
            advice = "if it is a condition, introduce it by a word such as for, if, where"
            report("false", f"this relation is false: {refuted.message}; {advice}", link.at)


def _start():
    budget.renew()
    expression.forget()


def _holds_under(checker, formula, link, conditions) -> bool:
    """Whether a claim holds under the conditions of its sentence."""
    if not conditions:
        return False
    try:
        check_link(checker.notation, replace(link, conditions=(*link.conditions, *conditions)), formula.source, False, set())
    except budget.OverBudget:
        raise
    except (Refuted, FormulaError):
        return False
    checker.restates(link)
    return True


def _goes_on(checker, formula, link, previous: str) -> bool:
    """Whether a relation is one more condition of a list, as in "for a > 0, b > 0, the sum is ..."; at its end stands a claim."""
    joint = re.search(rf"{re.escape(previous)}\$(?P<by>,| and|, and| or|, or) $", formula.before)
    rest = checker.text[formula.offset + len(formula.source) + 1 :].partition("\n")[0].strip()
    last = joint is not None and joint["by"] == "," and (not rest or rest[0] in ".:;)")
    return joint is not None and not last and (link.relation != "=" or any(_is_free(checker.notation, s) for s in (link.left, link.right)))


def _introduced(notation, before: str, link) -> bool:
    """Whether the text before a relation makes it a condition; at the head of an item or cell it is one of names and numbers.

    An equation is a condition only if one side is constant or a free variable, or
    an opaque function is to satisfy it: anything else is an identity that somebody claims.
    """
    if not INTRODUCING.search(before):
        return False
    sides = (link.left, link.right)
    if link.relation == "=" and not any(_is_free(notation, side) for side in sides):
        return False
    return all(_plain(side) for side in sides) or not BARE.search(before)


def _is_free(notation, node) -> bool:
    """Whether a side is constant, a variable without a definition, or speaks of an opaque function."""
    names = [part for part in walk(node) if part.kind in ("name", "call")]
    keys = [notation.named(part) for part in names]
    if any(key is not None and notation.names[key].domain == "smooth function" for key in keys):
        return True
    constant = all(part.parts[0] in notation.sizes or part.parts[0] in notation.indices for part in names)
    return constant or (_plain(node) and all(key is not None and notation.names[key].body is None for key in keys))


def _plain(node) -> bool:
    if node.kind == "add" and len(node.parts) == 1:
        node = node.parts[0][1]
    return node.kind in ("name", "number")


def _links(checker, formula):
    """Return the relations of a formula; check the names of one that has none."""
    found = tokens(formula.source)
    if any(token.kind == "symbol" and token.text in RELATIONS | CONNECTIVES for token in found):
        tree = parse(formula.source, checker.notation.functions, mentions_allowed=True)
        checker.names(tree.mentions)
        return [link for statement in tree.statements for link in links(statement)]
    try:
        tree = parse(formula.source, checker.notation.functions, mentions_allowed=True)
        checker.names(tree.mentions)
        return [link for statement in tree.statements for link in links(statement)]
    except FormulaError as error:
        if error.kind != "parse":
            raise
        _declared(checker.notation, found)
    return []


def _possible(checker, link) -> bool:
    """Whether some point meets a condition; an equality is met between two points where its difference changes sign."""
    notation, rng, signs = checker.notation, random.Random(repr(link)), set()
    if link.left.kind == "name" and link.left.parts[0] in notation.sizes:
        return link.right.kind in ("number", "name")
    wanted = {"<": {-1}, ">": {1}, "\\le": {-1, 0}, "\\ge": {0, 1}, "\\ne": {-1, 1}}.get(link.relation, {0})
    for instance in instances(notation, link, rng):
        sides = [instance.meaning.of(side, instance.environment) for side in (link.left, link.right)]
        conditions = conditions_of(notation, link, instance)
        for a, b in _pairs(*sides, link):
            leaves = a.leaves | b.leaves
            for scale in (1, 64, 4096):
                found = [sample(notation, instance.meaning.sizes, leaves, mode, rng, Fraction(scale)) for mode in MODES]
                for point in found:
                    if admitted(point, conditions):
                        evaluator = Evaluator(point)
                        try:
                            signs.add(evaluator.decide(lambda: evaluator.compare(a, b)))
                        except NO_VALUE:
                            continue
            if signs & wanted or (wanted == {0} and {-1, 1} <= signs):
                return True
    return False


def _statement(link):
    return Node("chain", ((link.left, link.right), (Node("relation", (link.relation,), link.at),)), link.at)


def _declared(notation, found):
    """Refuse undeclared names in a formula that is no expression, such as a shape or an interval."""
    known = {declared.base.split("_")[0] for declared in notation.names.values()} | set(notation.sizes) | set(notation.indices)
    parameters = {name for declared in notation.names.values() for name in declared.parameters or ()}
    at = 0
    while at < len(found):
        token = found[at]
        if token.kind == "symbol" and token.text in ACCENTS:
            inside = "".join(part.text for part in found[at + 2 : at + 12]).split("}")[0]
            name, at = f"{token.text}{{{inside}}}", at + 2 + len(inside)
            if name not in known and token.text not in PLAIN and token.text != "\\mathbb":
                raise FormulaError("name", f"{name} is not declared; add it to the notation block", token.at)
        elif token.kind == "name" or (token.kind == "symbol" and token.text.startswith("\\") and token.text[1:].isalpha()):
            command = token.text in NOT_NAMES or token.text in FUNCTIONS or token.text in ("\\pi", "\\delta")
            if token.text not in known | parameters | OPERATORS and not command:
                raise FormulaError("name", f"{token.text} is not declared; add it to the notation block", token.at)
        at += 1


