"""The primaries of the grammar: names and calls, fractions and derivatives, big operators, cases, matrices."""

from proofread.errors import FormulaError
from proofread.parser import ACCENTS, FUNCTIONS, NOT_NAMES, OPENING, WORDS, Parser
from proofread.tree import Node

CONDITION = ("chain", "both", "either")
SEPARATING = ("\\|", "|", "\\mid", "\\parallel", "\\Vert")  # p(x | y), D(p \| q)
BIG = {"\\sum": "sum", "\\prod": "prod", "\\max": "max", "\\min": "min"}


def primary(parser: Parser) -> Node:
    """Read the smallest complete expression."""
    token = parser.token
    at = token.at
    if token.kind == "number":
        parser.take()
        if token.text == "1" and parser.sees("_"):
            parser.take()
            return Node("indicator", (_braced_condition(parser),), at)
        return Node("number", (token.text,), at)
    if token.kind == "text":
        parser.fail("words where an expression is expected")
    if token.kind == "name":
        return _expectation(parser) if _is_expectation(parser) else _named(parser)
    if token.kind != "symbol":
        parser.fail(f"an expression expected, not {parser.shown()}")
    if token.text == "\\left":
        return _sized(parser)
    if parser.is_condition("["):  # Iverson's bracket
        parser.take()
        condition = _condition(parser, parser.joined())
        parser.expect("]", " to close the bracket")
        return Node("indicator", (condition,), at)
    if _is_expectation(parser):
        return _expectation(parser)
    if token.text in OPENING:
        return _group(parser, OPENING[parser.take().text])
    if token.text == "{":
        parser.take()
        node = parser.sum()
        parser.expect("}")
        return node
    if token.text in ("\\lvert", "|"):
        return _between(parser, "\\rvert" if token.text == "\\lvert" else "|", "abs")
    if token.text in ("\\lVert", "\\|"):
        return _between(parser, "\\rVert" if token.text == "\\lVert" else "\\|", "norm")
    reader = READERS.get(token.text)
    if reader is not None:
        parser.take()
        return reader(parser, at)
    if token.text in FUNCTIONS:
        return _function(parser)
    if token.text in ("\\dots", "\\cdots", "\\ldots"):
        parser.fail("dots leave open what is meant; write a sum, a product or the general term")
    if token.text in NOT_NAMES or not token.text[1:].isalpha():
        parser.fail(f"{parser.shown()} is not read here")
    return _named(parser)


def name(parser: Parser, index: bool = False) -> Node:
    """Read a name: a letter or command, its accent, primes and subscripts."""
    at = parser.token.at
    token = parser.take()
    base = token.text
    if base in NOT_NAMES:
        parser.fail(f"{base} is not read here", at)
    if base in ACCENTS:
        if parser.sees("{"):
            base = f"{base}{{{parser.braced()}}}"
        else:
            base = f"{base}{{{parser.take().text}}}"
    primes, subscripts = 0, ()
    while True:
        if parser.accept("'"):
            primes += 1
        elif parser.sees("_") and not (index and subscripts):
            mark = parser.take()
            if subscripts:
                parser.fail("two subscripts; put both into braces", mark.at)
            subscripts = parser.subscripts()
        elif parser.sees("^") and _label_follows(parser):
            parser.take(), parser.take(), parser.take()
            label = parser.index_sum()
            parser.expect(")"), parser.expect("}")
            if parser.sees("_"):
                parser.take()
                subscripts = parser.subscripts()
            subscripts = (*subscripts, label)
        else:
            return Node("name", (base, subscripts, primes), at)


def _label_follows(parser: Parser) -> bool:
    """Whether ^{(i)} follows: an index, where a power would need no brackets."""
    texts = [parser.ahead(steps).text for steps in range(1, 6)]
    return texts[:2] == ["{", "("] and texts[3:] == [")", "}"]


def _named(parser: Parser) -> Node:
    node = name(parser)
    base, subscripts, primes = node.parts
    if base in ("\\operatorname{Im}", "\\operatorname{Re}"):
        parser.fail(f"complex numbers are not read ({base})", node.at)
    word = base.removeprefix("\\operatorname{").removeprefix("\\mathrm{").rstrip("}")
    if word in WORDS and base != word and base not in parser.functions:
        return Node("function", (word.lower().replace("trace", "tr"), _bracketed(parser, base), "bracket"), node.at)
    expected = base in ("\\mathbb{E}", "\\operatorname{E}") or (base == "E" and parser.sees("[", "\\left"))
    if expected and subscripts and base not in parser.functions:
        parser.fail("an expectation is written \\mathbb{E}_{k \\sim p}[...]", node.at)
    if base == "O" and base not in parser.functions and parser.sees("("):
        return Node("order", (_bracketed(parser, base),), node.at)
    if (base in parser.functions or _labelled(base, subscripts) in parser.functions) and parser.sees("(", "[", "\\left"):
        arguments = _arguments(parser)
        if parser.sees("_"):  # softmax(z)_i is softmax_i(z)
            mark = parser.take()
            if subscripts and base in parser.functions:
                parser.fail("a subscript before and one after the arguments; put both in one place", mark.at)
            subscripts = (*subscripts, *parser.subscripts())
        return Node("call", (base, subscripts, primes, arguments), node.at)
    if primes and base not in parser.functions:
        parser.fail(f"a prime on {base}, which the notation does not declare as a function", node.at)
    return node


def _labelled(base: str, subscripts: tuple) -> str:
    return f"{base}_{subscripts[0].parts[0]}" if subscripts else base


def _arguments(parser: Parser) -> tuple[Node, ...]:
    left = parser.accept("\\left")
    closing = "]" if parser.accept("[") else ")"
    if closing == ")":
        parser.expect("(")
    bar, parser.closing_bar = parser.closing_bar, _separated(parser)
    found = [parser.sum()]
    while parser.accept(",", ";", *SEPARATING):
        found.append(parser.sum())
    parser.closing_bar = bar
    if left:
        parser.expect("\\right")
    parser.expect(closing, " after the arguments")
    return tuple(found)


def _separated(parser: Parser) -> bool:
    """Whether one \\| stands between the arguments, as in D(p \\| q): two are a norm."""
    level, found = 1, 0
    for token in parser.tokens[parser.position :]:
        if token.kind == "symbol":
            level += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
            found += level == 1 and token.text in ("|", "\\|")
            if not level:
                break
    return found == 1


def _bracketed(parser: Parser, what: str) -> Node:
    found = _arguments(parser)
    if len(found) != 1:
        parser.fail(f"{what} takes one argument")
    return found[0]


def _group(parser: Parser, closing: str) -> Node:
    bar, parser.closing_bar = parser.closing_bar, False
    open_differentials, parser.differentials = parser.differentials, []
    node = parser.sum()
    parser.closing_bar, parser.differentials = bar, open_differentials
    parser.expect(closing, " to close the bracket")
    return node


def _sized(parser: Parser) -> Node:
    left = parser.take()
    if parser.accept("."):
        body = parser.sum()
        parser.expect("\\right")
        if not parser.accept("|", "\\rvert"):
            parser.fail("\\left. is read only with \\right|, as an evaluation bar")
        parser.expect("_", " after the evaluation bar")
        parser.expect("{")
        pairs = []
        while not parser.accept("}"):
            variable = name(parser)
            parser.expect("=")
            pairs.append((variable, parser.sum()))
            parser.accept(",")
        return Node("at", (body, tuple(pairs)), left.at)
    opening = parser.token.text
    if opening in OPENING:
        parser.take()
        bar, parser.closing_bar = parser.closing_bar, False
        node = parser.sum()
        parser.closing_bar = bar
        parser.expect("\\right", " for this \\left")
        parser.expect(OPENING[opening], " after \\right")
        return node
    if opening in ("|", "\\lvert", "\\|", "\\lVert"):
        parser.take()
        node = parser.sum()
        parser.expect("\\right", " for this \\left")
        parser.expect({"\\lvert": "\\rvert", "\\lVert": "\\rVert"}.get(opening, opening))
        return Node("function", ("abs" if opening in ("|", "\\lvert") else "norm", node, "bracket"), left.at)
    parser.fail(f"\\left{opening} is not read")


def _between(parser: Parser, closing: str, function: str) -> Node:
    at = parser.take().at
    bar, parser.closing_bar = parser.closing_bar, closing in ("|", "\\|")
    node = parser.sum()
    parser.closing_bar = bar
    parser.expect(closing, " to close the bars")
    if function == "norm" and parser.sees("_"):
        parser.take()
        which = parser.subscripts()
        if which[0].parts[0] not in ("F", "2"):
            parser.fail("only the Euclidean norm, \\lVert x \\rVert or \\lVert x \\rVert_2 or _F, is read")
    return Node("function", (function, node, "bracket"), at)


def _function(parser: Parser) -> Node:
    token = parser.take()
    function = token.text[1:]
    base = None
    if function == "ln" and parser.sees("_"):
        parser.take()
        base = parser.argument()
    if parser.sees("^"):
        parser.fail(f"a power of {token.text} can be read in two ways; put the function into brackets")
    if function == "sqrt":
        if parser.sees("["):
            parser.fail("only the square root is read; write a power")
        return Node("function", ("sqrt", parser.argument(), "bracket"), token.at)
    if parser.token.kind in ("text", "row", "end"):
        return Node("mention", (token.text,), token.at)
    bracket = parser.sees("(", "[", "\\left")
    argument = parser.factor()
    kind = "bracket" if bracket or argument.kind in ("bigop",) else "bare"
    if base is not None:
        return Node("log", (base, argument), token.at)
    return Node("function", (function, argument, kind), token.at)


def _fraction(parser: Parser, at: int) -> Node:
    if parser.sees("{") and (parser.ahead().text in ("\\partial", "d")):
        closing = parser.matching(parser.position)
        below = parser.tokens[closing + 1 : closing + 3]
        if len(below) == 2 and below[0].text == "{" and below[1].text == parser.ahead().text:
            return _derivative(parser, at)
    return Node("div", (parser.argument(digits=True), parser.argument(digits=True)), at)


def _derivative(parser: Parser, at: int) -> Node:
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
        variable = name(parser)
        variables.append((variable, _order(parser)))
    if not variables:
        parser.fail("a derivative with respect to nothing", at)
    if sum(count for _, count in variables) != order:
        parser.fail(f"the orders do not agree: {order} above, {sum(count for _, count in variables)} below", at)
    if body is None:
        body = _rest_of_term(parser)
    return Node("derivative", (body, tuple(variables)), at)


def _order(parser: Parser) -> int:
    if not parser.accept("^"):
        return 1
    node = parser.argument()
    if node.kind != "number" or not node.parts[0].isdigit() or not 1 <= int(node.parts[0]) <= 4:
        parser.fail("the order of a derivative is a number from 1 to 4", node.at)
    return int(node.parts[0])


def _rest_of_term(parser: Parser) -> Node:
    """Read what an operator such as \\sum or \\frac{\\partial}{\\partial z} applies to: the rest of the product."""
    at = parser.token.at
    return Node("add", ((-1, parser.term()),), at) if parser.accept("-") else parser.term()


def _nabla(parser: Parser, at: int) -> Node:
    variable, order = None, 1
    while parser.sees("_", "^"):
        if parser.take().text == "_":
            found = parser.subscripts() if not parser.sees("{") else (_braced_name(parser),)
            variable = found[0]
        else:
            order = int(parser.argument().parts[0]) if parser.token.kind in ("number", "symbol") else 0
            if order not in (1, 2):
                parser.fail("only \\nabla and \\nabla^2 are read")
    if variable is None:
        parser.fail("\\nabla without its variable; write \\nabla_w", at)
    return Node("gradient", (variable, order, parser.factor()), at)


def _braced_name(parser: Parser) -> Node:
    parser.expect("{")
    node = name(parser)
    parser.expect("}", " after the variable")
    return node


def _big(parser: Parser, at: int) -> Node:
    operator = BIG[parser.tokens[parser.position - 1].text]
    if operator in ("max", "min") and not parser.sees("_"):
        return Node("extreme", (operator, _arguments(parser)), at)
    indices, excluded, low, high = (), (), None, None
    while parser.sees("_", "^"):
        if parser.take().text == "^":
            high = parser.argument()
        else:
            indices, excluded, low = _index_set(parser)
    if not indices:
        parser.fail("which index does this run over? write it below the operator", at)
    if (low is None) != (high is None):
        parser.fail("a bound on one side only; give both, or none for the whole range", at)
    return Node("bigop", (operator, indices, excluded, low, high, _rest_of_term(parser)), at)


def _index_set(parser: Parser):
    """Read the indices of a sum: ``k``, ``i, j``, ``i = 1``, ``k \\ne j``."""
    if not parser.accept("{"):
        return (parser.index(),), (), None
    indices, excluded, low = [], [], None
    while not parser.accept("}"):
        if parser.accept(","):
            continue
        node = parser.index()
        indices.append(node)
        if parser.accept("="):
            low = parser.sum()
        elif parser.sees("\\ne", "<", "\\le", ">", "\\ge"):
            relation = parser.take()
            excluded.append(Node("chain", ((node, parser.sum()), (Node("relation", (relation.text,), relation.at),)), relation.at))
        elif parser.sees("\\in"):
            parser.fail("sums over named sets are not read; declare an index for the set")
    return tuple(indices), tuple(excluded), low


def _limit(parser: Parser, at: int) -> Node:
    parser.expect("_", " after \\lim")
    parser.expect("{")
    variable = name(parser)
    parser.expect("\\to", " in the limit")
    sign = -1 if parser.accept("-") else 1
    side = ""
    if parser.accept("\\infty"):
        target = Node("infinity", (sign,), at)
    else:
        target = primary(parser)
        if sign < 0:
            target = Node("add", ((-1, target),), target.at)
        if parser.accept("^"):
            braced = parser.accept("{")
            mark = parser.accept("+", "-")
            if not mark:
                parser.fail("the side of a limit is ^+ or ^-")
            side = mark.text
            if braced:
                parser.expect("}")
    parser.expect("}", " after the limit")
    return Node("limit", (variable, target, side, _rest_of_term(parser)), at)


def _integral(parser: Parser, at: int) -> Node:
    low = high = None
    while parser.sees("_", "^"):
        if parser.take().text == "_":
            low = parser.argument()
        else:
            high = parser.argument()
    if low is None or high is None:
        parser.fail("only integrals between two bounds are read", at)
    parser.differentials = [*parser.differentials, "d"]
    body = parser.sum()
    parser.differentials = parser.differentials[:-1]
    if not (parser.sees("d") or (parser.sees("\\mathrm") and parser.braced)):
        parser.fail("the differential, such as \\, dt, is missing")
    parser.take()
    return Node("integral", (low, high, name(parser), body), at)


def _environment(parser: Parser, at: int) -> Node:
    environment = parser.braced()
    if environment not in ("cases", "pmatrix", "bmatrix"):
        parser.fail(f"the environment {environment} is not read here", at)
    rows, conditions = [[]], []
    while not parser.sees("\\end"):
        if parser.token.kind == "row":
            parser.take()
            if not parser.sees("\\end"):
                rows.append([])
        elif parser.accept("&"):
            if environment == "cases":
                conditions.append(_case(parser))
        elif parser.accept(",", "."):
            continue
        elif parser.token.kind == "end":
            parser.fail(f"\\end{{{environment}}} is missing")
        else:
            rows[-1].append(parser.sum())
    parser.take()
    if parser.braced() != environment:
        parser.fail(f"\\end{{{environment}}} expected")
    if environment == "cases":
        if len(conditions) != len(rows) or any(len(row) != 1 for row in rows):
            parser.fail("each row of cases is: value & condition", at)
        return Node("cases", tuple((row[0], condition) for row, condition in zip(rows, conditions)), at)
    if len({len(row) for row in rows}) != 1:
        parser.fail("the rows of this matrix have different lengths", at)
    return Node("matrix", (tuple(map(tuple, rows)),), at)


def _case(parser: Parser) -> Node | None:
    while parser.accept("&"):
        pass
    words = parser.take().text.strip().lower() if parser.token.kind == "text" else ""
    if words in ("otherwise", "else"):
        return None
    if words not in ("if", "for", "when", "where", ""):
        parser.fail("a case is followed by \\text{if ...} or \\text{otherwise}")
    return _condition(parser, parser.joined())


def _condition(parser: Parser, node: Node) -> Node:
    if node.kind not in CONDITION:
        parser.fail("a condition needs a relation", node.at)
    return node


def _braced_condition(parser: Parser) -> Node:
    parser.expect("{", " after 1_: an indicator is written 1_{z > 0}")
    if parser.accept("\\{", "["):
        node = parser.joined()
        if not parser.accept("\\}", "]"):
            parser.fail("this bracket is never closed")
    else:
        node = parser.joined()
    parser.expect("}", " after the condition")
    return _condition(parser, node)


def space(parser: Parser) -> Node:
    """Read what follows in ``W \\in \\mathbb{R}^{K \\times d}``."""
    at = parser.take().at
    base = name(parser).parts[0].replace(" ", "")
    if base != "\\mathbb{R}":
        parser.fail("only \\in \\mathbb{R}, \\mathbb{R}^n and \\mathbb{R}^{n \\times d} are read", at)
    if not parser.accept("^"):
        return Node("space", ((),), at)
    braced, sizes = parser.accept("{"), []
    while not sizes or (braced and parser.accept("\\times")):
        if parser.token.kind not in ("name", "number") and not (parser.token.text.startswith("\\") and braced):
            parser.fail(f"a size expected, not {parser.shown()}")
        sizes.append(parser.take().text)
    if braced:
        parser.expect("}", " after the sizes")
    if len(sizes) > 2:
        parser.fail("only columns and matrices are read", at)
    return Node("space", (tuple(sizes),), at)


def _infinity(parser: Parser, at: int) -> Node:
    return Node("infinity", (1,), at)


def _is_expectation(parser: Parser) -> bool:
    """Whether E_{k \\sim p} follows, with E in any of its letter forms."""
    at = 0
    if parser.token.text in ("\\mathbb", "\\mathrm", "\\operatorname", "\\mathbf"):
        at = 3 if parser.ahead().text == "{" else 1
        found = parser.ahead(2 if at == 3 else 1).text == "E"
    else:
        found = parser.token.text == "E"
    return found and [parser.ahead(at + step).text for step in (1, 2, 4)] == ["_", "{", "\\sim"]


def _expectation(parser: Parser) -> Node:
    at = parser.token.at
    while not parser.accept("_"):
        parser.take()
    parser.expect("{")
    index = parser.index()
    parser.expect("\\sim", " in the expectation: \\mathbb{E}_{k \\sim p}")
    weights = name(parser)
    parser.expect("}")
    if not parser.sees("[", "(", "\\left"):
        parser.fail("the body of an expectation stands in square brackets")
    return Node("expectation", (index, weights, primary(parser)), at)


READERS = {
    "\\frac": _fraction, "\\nabla": _nabla, "\\sum": _big, "\\prod": _big, "\\max": _big, "\\min": _big,
    "\\lim": _limit, "\\int": _integral, "\\begin": _environment, "\\infty": _infinity,
}  # fmt: skip

__all__ = ["FormulaError", "name", "primary"]
