"""What a formula of the text states: its relations, or an expression whose names are declared."""

import re
from dataclasses import replace

from proofread.expressions import budget, expression as expressions
from proofread.latex.errors import FormulaError
from proofread.latex.lexer import tokens
from proofread.latex.relations import CONNECTIVES, RELATIONS
from proofread.latex.tree import Node
from proofread.latex.vocabulary import ACCENTS, FUNCTIONS, NOT_NAMES
from proofread.meaning import conditions
from proofread.verdicts.link import Link, links

OPERATORS = {"d", "e", "i"}  # letters with a meaning of their own
PLAIN = {"\\mathrm", "\\operatorname", "\\text"}
UNREAD = {"\\notin", "\\ll", "\\gg", "\\propto", "\\equiv", "\\subset", "\\subseteq", "\\mapsto", "\\cong", "\\simeq", "\\prec", "\\succ"}


def start():
    budget.renew()
    expressions.forget()


def relations(checker, formula) -> tuple[list, tuple | None]:
    """Return the relations of a formula, and of one that has none the expressions, None if it is no expression; check their names."""
    found = tokens(formula.source)
    unread = next((token for token in found if token.kind == "symbol" and token.text in UNREAD), None)
    if unread:
        raise FormulaError("parse", f"{unread.text} is not checked; use =, <, >, \\le, \\ge, \\ne, \\in or \\to, or words", unread.at)
    arrow = [token for token in found if token.kind == "symbol" and token.text == "\\to"]
    if len(arrow) == 1 and not any(token.text in ("\\lim", "\\colon", ":") for token in found):
        after = next(token.at for token in found if token.at > arrow[0].at)
        target = re.fullmatch(r"(?P<target>.*?)\s*(?:\^\{?(?P<side>[+-])\}?)?\s*", formula.source[after:], re.DOTALL)
        left, right = expression(checker, formula.source[: arrow[0].at]), expression(checker, target["target"])
        return [Link(left, (right, target["side"] or ""), "\\to", arrow[0].at, ())], ()
    related = any(token.kind == "symbol" and token.text in RELATIONS | CONNECTIVES for token in found)
    try:
        tree = conditions.read(checker.notation, formula.source, mentions_allowed=True)
        checker.names(tree.mentions)
        if tree.mentions and tree.statements:
            return _listed(tree, formula), ()
        if any(statement.node.kind == "either" for statement in tree.statements):
            return [Link(tree.statements[0].node, tree.statements[0].node, "either", 0, ())], ()
        return [link for statement in tree.statements for link in links(statement)], tree.mentions
    except FormulaError as error:
        if error.kind != "parse" or related or any(token.text == "\\in" for token in found):
            raise
        _declared(checker.notation, found)
        checker.report.named += 1
    return [], None


def _listed(tree, formula) -> list[Link]:
    """Read ``a, b > 0`` as a > 0 and b > 0; what follows a relation after a comma states nothing."""
    first = tree.statements[0]
    if len(tree.statements) > 1 or first.node.kind != "chain" or any(node.at > first.at for node in tree.mentions):
        raise FormulaError("parse", "a comma after a relation can be read in two ways; write two formulas", first.at)
    sides, relations = first.node.parts
    nodes = [Node("chain", ((name, *sides[1:]), relations), first.node.at) for name in (*tree.mentions, sides[0])]
    return [link for node in nodes for link in links(replace(first, node=node))]


def expression(checker, source) -> Node:
    tree = conditions.read(checker.notation, source, mentions_allowed=True)
    if tree.statements or len(tree.mentions) != 1:
        raise FormulaError("parse", "an arrow stands between two expressions", 0)
    checker.names(tree.mentions)
    node = tree.mentions[0]
    if node.kind == "add" and len(node.parts) == 1 and node.parts[0][1].kind == "infinity":
        return Node("infinity", (node.parts[0][0],), node.at)
    return node


def statement(link):
    if link.relation == "either":
        return link.left
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
