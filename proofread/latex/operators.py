"""Operators and what they apply to: fractions and derivatives, sums and products, limits, integrals, expectations."""

from dataclasses import replace

from proofread.latex.cursor import Cursor
from proofread.latex.identifiers import call_arguments, variable
from proofread.latex.lexer import closing
from proofread.latex.tree import Node, walk
from proofread.latex.vocabulary import HIDDEN, PLACES

BIG = {"\\sum": "sum", "\\prod": "prod", "\\max": "max", "\\min": "min"}


def _fraction(parser: Cursor, at: int) -> Node:
    if parser.sees("{") and (parser.ahead().text in ("\\partial", "d")):
        end = closing(parser.tokens, parser.position)
        below = parser.tokens[end + 1 : end + 3]
        if len(below) == 2 and below[0].text == "{" and below[1].text == parser.ahead().text:
            return _derivative(parser, at)
    return Node("div", (parser.argument(digits=True), parser.argument(digits=True)), at)


def _binomial(parser: Cursor, at: int) -> Node:
    return Node("binomial", (parser.argument(digits=True), parser.argument(digits=True)), at)


def _derivative(parser: Cursor, at: int) -> Node:
    parser.take()
    sign = parser.take().text
    order = _order(parser)
    body = None if parser.sees("}") else parser.term()
    parser.expect("}", " after what is differentiated")
    parser.expect("{")
    variables = []
    while not parser.accept("}"):
        if not parser.accept(sign):
            parser.fail(f"{sign} expected before each variable of the derivative")
        varied = variable(parser)
        variables.append((varied, _order(parser)))
    if not variables:
        parser.fail("a derivative with respect to nothing", at)
    if sum(count for _, count in variables) != order:
        parser.fail(f"the orders do not agree: {order} above, {sum(count for _, count in variables)} below", at)
    if body is None:
        body = _reached(parser, at)
    if body.kind == "name" and body.parts[0] in parser.functions:  # f stands for f(x), with the arguments of its declaration
        body = replace(body, kind="call", parts=(*body.parts, ()))
    node = Node("derivative", (body, tuple(variables)), at)
    if parser.sees("|") and parser.ahead().text == "_":
        parser.take()
        return Node("at", (node, evaluated_at(parser)), at)
    return node


def evaluated_at(parser: Cursor) -> tuple:
    """Read the index of an evaluation bar: its variables and their values."""
    parser.expect("_", " after the evaluation bar")
    parser.expect("{")
    pairs = []
    while not parser.accept("}"):
        varied = variable(parser)
        parser.expect("=")
        pairs.append((varied, parser.sum()))
        parser.accept(",")
    return tuple(pairs)


def _partial(parser: Cursor, at: int) -> Node:
    """Read ``\\partial_x f`` and ``\\partial_{z_k} f``, which apply to one factor."""
    parser.expect("_", " after \\partial")
    varied = parser.argument()
    if varied.kind != "name":
        parser.fail("a variable is expected below \\partial", varied.at)
    body = parser.factor()
    if parser.starts_factor():
        parser.fail("how far \\partial reaches can be read in two ways; write \\frac{\\partial}{\\partial x} (...)")
    return Node("derivative", (body, ((varied, 1),)), at)


def _order(parser: Cursor) -> int:
    if not parser.accept("^"):
        return 1
    node = parser.argument()
    if node.kind != "number" or not node.parts[0].isdigit() or not 1 <= int(node.parts[0]) <= 4:
        parser.fail("the order of a derivative is a number from 1 to 4", node.at)
    return int(node.parts[0])


def _rest_of_term(parser: Cursor) -> Node:
    """Read what an operator such as \\sum or \\frac{\\partial}{\\partial z} applies to: the rest of the product."""
    at = parser.token.at
    return Node("add", ((-1, parser.term()),), at) if parser.accept("-") else parser.term()


def _nabla(parser: Cursor, at: int) -> Node:
    varied, order = None, 1
    while parser.sees("_", "^"):
        if parser.take().text == "_":
            found = parser.subscripts() if not parser.sees("{") else (_braced_name(parser),)
            varied = found[0]
        else:
            power = parser.argument()
            order = {"1": 1, "2": 2}.get(power.parts[0]) if power.kind == "number" else None
            if order is None:
                parser.fail("only \\nabla and \\nabla^2 are read")
    closed = parser.sees("(", "[", "\\left")
    body = parser.factor()
    if varied is None and body.kind == "call" and len(body.parts[3]) == 1 and body.parts[3][0].kind == "name":
        varied = body.parts[3][0]  # of f(x) the gradient is one by x
    if varied is None:
        parser.fail("\\nabla without its variable; write \\nabla_w", at)
    if not closed and body.kind not in ("name", "call") and parser.starts_factor() and not parser.is_condition():
        parser.fail("how far \\nabla reaches can be read in two ways; write \\nabla_w (...), or the product in brackets")
    return Node("gradient", (varied, order, body), at)


def _braced_name(parser: Cursor) -> Node:
    parser.expect("{")
    node = variable(parser)
    parser.expect("}", " after the variable")
    return node


def _big(parser: Cursor, at: int) -> Node:
    operator = BIG[parser.tokens[parser.position - 1].text]
    if operator in ("max", "min") and not parser.sees("_"):
        return Node("extreme", (operator, call_arguments(parser)), at)
    indices, excluded, low, high = (), (), None, None
    while parser.sees("_", "^"):
        if parser.take().text == "^":
            high = parser.argument()
            if high.kind == "infinity":
                parser.fail("what goes on without end is not read; write it up to a size such as n, and what that is", high.at)
        else:
            indices, excluded, low = _index_set(parser)
    if not indices:
        parser.fail("which index does this run over? write it below the operator", at)
    if low is None and high is not None:
        low = Node("number", ("1",), at)
    elif high is None and low == Node("number", ("1",)):  # to the end of its range
        low = None
    elif high is None and low is not None:
        parser.fail("where does this end? write the upper bound above the operator", at)
    body = _rest_of_term(parser)
    if operator == "prod":
        _ends(parser, body, {index.parts[0] for index in indices})
    return Node("bigop", (operator, indices, excluded, low, high, body), at)


def _place(parser: Cursor, at: int) -> Node:
    """Read \\arg\\max_k or \\argmax_k: where the largest value stands, over all values of one index."""
    operator = parser.tokens[parser.position - 1].text[1:]
    if operator == "arg":
        extreme = parser.accept("\\max", "\\min")
        operator += extreme.text[1:] if extreme else ""
    if operator not in PLACES:
        parser.fail("\\arg is read only before \\max and \\min", at)
    parser.expect("_", " with the index over which this runs")
    indices, excluded, low = _index_set(parser)
    if len(indices) != 1 or excluded or low is not None or parser.sees("^"):
        parser.fail("where a maximum or a minimum is reached is read over all values of one index, as in \\arg\\max_k", at)
    return Node("bigop", (operator, indices, (), None, None, _rest_of_term(parser)), at)


def _ends(parser: Cursor, body: Node, letters: set):
    """Refuse \\prod_i x_i / n and \\prod_i x_i n, where it is not clear that the last factor, without the index, belongs to the product."""
    if body.kind == "add" and len(body.parts) == 1 and not body.span:
        body = body.parts[0][1]
    if body.span and body.span[1] != parser.end():  # in brackets
        return
    factors = body.parts if body.kind == "mul" else (body,)
    last = factors[-1]
    divided = last.kind == "div" and parser.source[last.at] == "/" and last.span[1] == parser.end()
    if not (divided or len(factors) > 1):
        return
    names = [node.parts[0] for node in walk(last.parts[1] if divided else last) if node.kind in ("name", "call")]
    if any(name in letters or HIDDEN + name in parser.functions for name in names):
        return
    advice = "\\frac{\\prod_i x_i}{n}, or \\prod_i \\frac{x_i}{n}" if divided else "n \\prod_i x_i, or \\prod_i (x_i n)"
    parser.fail(f"whether the product takes what follows it and has no index can be read in two ways; write it as in {advice}", last.at)


def _index_set(parser: Cursor):
    """Read the indices of a sum: ``k``, ``i, j``, ``i = 1``, ``k \\ne j``, ``i < j``, ``1 \\le i < j \\le n``."""
    if not parser.accept("{"):
        return (parser.index(),), (), None
    indices, excluded, low = [], [], None
    while not parser.accept("}"):
        if parser.accept(","):
            continue
        if parser.token.kind == "number" and parser.token.text == "1" and parser.ahead().text == "\\le":
            parser.take(), parser.take()  # every index begins at 1
        node = parser.index(primed=True)
        indices.append(node)
        if parser.accept("="):
            low = parser.sum()
        while parser.sees("\\ne", "<", "\\le", ">", "\\ge"):
            relation, other = parser.take(), parser.sum()
            excluded.append(Node("chain", ((node, other), (Node("relation", (relation.text,), relation.at),)), relation.at))
            node = other
        if parser.sees("\\in"):
            parser.fail("sums over named sets are not read; declare an index for the set")
    return tuple(indices), tuple(excluded), low


def _limit(parser: Cursor, at: int) -> Node:
    parser.expect("_", " after \\lim")
    parser.expect("{")
    varied = variable(parser)
    parser.expect("\\to", " in the limit")
    sign = -1 if parser.accept("-") else 1
    side = ""
    if parser.accept("\\infty"):
        target = Node("infinity", (sign,), at)
    else:
        target = parser.primary()
        if sign < 0:
            target = Node("add", ((-1, target),), target.at)
        if parser.accept("^"):
            place, side = parser.token.at, parser.group()
            if side not in ("+", "-"):
                parser.fail("the side of a limit is ^+ or ^-", place)
    parser.expect("}", " after the limit")
    return Node("limit", (varied, target, side, _reached(parser, at)), at)


def _reached(parser: Cursor, at: int) -> Node:
    """Read what a derivative or limit applies to; without brackets it is not clear that a sum ends it."""
    if not parser.sees("(", "[", "\\left"):
        parser.operators.add(at)
    return _rest_of_term(parser)


def _integral(parser: Cursor, at: int) -> Node:
    bounds = {}
    while parser.sees("_", "^"):
        mark = parser.take().text
        bounds[mark] = parser.argument()
    if len(bounds) < 2:
        parser.fail("only integrals between two bounds are read", at)
    parser.differentials = [*parser.differentials, "d"]
    body = parser.sum()
    parser.differentials = parser.differentials[:-1]
    if not parser.sees("d"):
        parser.fail("the differential, such as \\, dt, is missing")
    parser.take()
    return Node("integral", (bounds["_"], bounds["^"], variable(parser), body), at)


def is_expectation(parser: Cursor) -> bool:
    """Whether E_{k \\sim p} follows, with E in any of its letter forms."""
    at = 0
    if parser.token.text in ("\\mathbb", "\\mathrm", "\\operatorname", "\\mathbf"):
        at = 3 if parser.ahead().text == "{" else 1
        found = parser.ahead(2 if at == 3 else 1).text == "E"
    else:
        found = parser.token.text == "E"
    return found and [parser.ahead(at + step).text for step in (1, 2, 4)] == ["_", "{", "\\sim"]


def expectation(parser: Cursor) -> Node:
    at = parser.token.at
    while not parser.accept("_"):
        parser.take()
    parser.expect("{")
    index = parser.index(primed=True)
    parser.expect("\\sim", " in the expectation: \\mathbb{E}_{k \\sim p}")
    weights = variable(parser)
    parser.expect("}")
    if not parser.sees("[", "(", "\\left"):
        parser.fail("the body of an expectation stands in square brackets")
    return Node("expectation", (index, weights, parser.primary()), at)


READERS = {
    "\\frac": _fraction, "\\binom": _binomial, "\\nabla": _nabla, "\\sum": _big, "\\prod": _big, "\\max": _big, "\\min": _big,
    "\\lim": _limit, "\\int": _integral, "\\partial": _partial, "\\arg": _place, "\\argmax": _place, "\\argmin": _place,
}  # fmt: skip
