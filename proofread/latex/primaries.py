"""The primaries of the grammar: brackets, bars, functions, cases, matrices; names and operators have modules of their own."""

from itertools import takewhile

from proofread.latex.cursor import Cursor
from proofread.latex.identifiers import name, named
from proofread.latex.lexer import depths
from proofread.latex.operators import READERS, evaluated_at, expectation, is_expectation
from proofread.latex.relations import RELATIONS
from proofread.latex.tree import Node
from proofread.latex.vocabulary import DOTS, FUNCTIONS, NOT_NAMES, OPENING

CONDITION = ("chain", "both", "either")
INDICATORS = [f"{font}{{{letter}}}" for font in ("\\mathbb", "\\mathbf") for letter in "1I"]
BARS = {"|": ("|", "abs"), "\\lvert": ("\\rvert", "abs"), "\\|": ("\\|", "norm"), "\\lVert": ("\\rVert", "norm")}  # what closes them
NORMS = ("1", "2", "F", "\\infty")
SQUARED = ("sin", "cos", "tanh", "sinh", "cosh")  # nobody reads \\sin^2 z as a function applied twice


def primary(parser: Cursor) -> Node:
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
        return expectation(parser) if is_expectation(parser) else named(parser)
    if token.kind == "row" and parser.position and parser.tokens[parser.position - 1].text in ("+", "-", "\\cdot", "\\times"):
        parser.fail("a row that ends with an operator is not read; begin the next row with it, after &")
    if token.kind != "symbol":
        parser.fail(f"an expression expected, not {parser.shown()}")
    if _is_indicator(parser):
        return _indicator(parser)
    if token.text == "\\left":
        return _sized(parser)
    if parser.is_condition("["):  # Iverson's bracket
        parser.take()
        condition = _condition(parser, parser.joined())
        parser.expect("]", " to close the bracket")
        return Node("indicator", (condition,), at)
    if is_expectation(parser):
        return expectation(parser)
    if token.text in OPENING:
        return _group(parser, OPENING[parser.take().text])
    if token.text == "{":
        parser.take()
        node = parser.sum()
        parser.expect("}")
        return node
    if token.text in BARS:
        return _between(parser, *BARS[token.text])
    reader = READERS.get(token.text)
    if reader is not None:
        parser.take()
        return reader(parser, at)
    if token.text == "\\begin":
        parser.take()
        return _environment(parser, at)
    if parser.accept("\\infty"):
        return Node("infinity", (1,), at)
    if token.text in FUNCTIONS:
        return _function(parser)
    if token.text in DOTS:
        parser.fail("dots leave open what is meant; write a sum, a product or the general term")
    if token.text in NOT_NAMES or not token.text[1:].isalpha():
        parser.fail(f"{parser.shown()} is not read here")
    return named(parser)


def _is_indicator(parser: Cursor) -> bool:
    """Whether \\mathbb{1} or the like follows, and then brackets or an index that hold a relation."""
    texts = [parser.ahead(steps).text for steps in range(6)]
    at = parser.position + (5 if texts[4] == "_" else 4)
    if "".join(texts[:4]) not in INDICATORS or parser.tokens[min(at, len(parser.tokens) - 1)].text not in ("(", "[", "{", "\\{"):
        return False
    return any(token.text in RELATIONS for token, _ in takewhile(lambda each: each[1], depths(parser.tokens[at:])))


def _indicator(parser: Cursor) -> Node:
    at = parser.token.at
    for _ in range(4):
        parser.take()
    if parser.accept("_"):
        return Node("indicator", (_braced_condition(parser),), at)
    closing = OPENING[parser.take().text]
    condition = _condition(parser, parser.joined())
    parser.expect(closing, " after the condition")
    return Node("indicator", (condition,), at)


def _group(parser: Cursor, closing: str) -> Node:
    node = parser.enclosed()
    parser.expect(closing, " to close the bracket")
    return node


def _sized(parser: Cursor) -> Node:
    left = parser.take()
    if parser.accept("."):
        body = parser.sum()
        parser.expect("\\right")
        if not parser.accept("|", "\\rvert"):
            parser.fail("\\left. is read only with \\right|, as an evaluation bar")
        return Node("at", (body, evaluated_at(parser)), left.at)
    opening = parser.token.text
    if opening in OPENING:
        parser.take()
        node = parser.enclosed()
        parser.expect("\\right", " for this \\left")
        parser.expect(OPENING[opening], " after \\right")
        return node
    if opening in BARS:
        parser.take()
        closing, function = BARS[opening]
        node = parser.sum()
        parser.expect("\\right", " for this \\left")
        parser.expect(closing)
        return _barred(parser, function, node, left.at)
    parser.fail(f"\\left{opening} is not read")


def _between(parser: Cursor, closing: str, function: str) -> Node:
    at = parser.take().at
    if closing == "|" and parser.sees("|"):
        parser.fail("two bars can be read in two ways; write \\lVert ... \\rVert or \\lvert ... \\rvert", at)
    node = parser.enclosed(closing_bar=closing in ("|", "\\|"))
    parser.expect(closing, " to close the bars")
    return _barred(parser, function, node, at)


def _barred(parser: Cursor, function: str, node: Node, at: int) -> Node:
    """Read which norm it is, in the index after the bars or after their power."""
    if function == "norm" and parser.sees("_"):
        function = f"norm_{_which(parser)}"
    elif function == "norm" and parser.sees("^") and parser.ahead(2).text == "_":
        parser.take()
        exponent = parser.argument()
        return Node("pow", (Node("function", (f"norm_{_which(parser)}", node), at), exponent), at)
    return Node("function", (function, node), at)


def _which(parser: Cursor) -> str:
    parser.take()
    at, index = parser.token.at, parser.group()
    if index not in NORMS:
        parser.fail("the norms that are read have the index 1, 2, F or \\infty", at)
    return index


def _function(parser: Cursor) -> Node:
    token = parser.take()
    function = token.text[1:]
    base = None
    if function == "ln" and parser.sees("_"):
        parser.take()
        base = parser.argument()
    if parser.sees("^") and function in SQUARED and parser.ahead().kind == "number":
        parser.take()
        exponent = parser.argument()
        return Node("pow", (Node("function", (function, parser.factor()), token.at), exponent), token.at)
    if parser.sees("^"):
        parser.fail(f"a power of {token.text} can be read in two ways; put the function into brackets")
    if function == "sqrt":
        if parser.sees("["):
            parser.fail("only the square root is read; write a power")
        return Node("function", ("sqrt", parser.argument()), token.at)
    if parser.token.kind in ("text", "row", "end"):
        return Node("mention", (token.text,), token.at)
    bracket = parser.sees("(", "[", "\\{", "\\left")
    argument = parser.primary() if bracket else parser.factor()  # a power after the bracket is one of the function's value
    if base is not None:
        return Node("log", (base, argument), token.at)
    if not bracket and argument.kind != "bigop":
        parser.bare.add(token.at)
    return Node("function", (function, argument), token.at)


def _environment(parser: Cursor, at: int) -> Node:
    environment = parser.braced()
    if environment not in ("cases", "pmatrix", "bmatrix"):
        parser.fail(f"the environment {environment} is not read here", at)
    rows, conditions = [[]], []
    outside, parser.in_cells = parser.in_cells, True
    while not parser.sees("\\end"):
        if parser.token.kind == "row":
            parser.take()
            if not parser.sees("\\end"):
                rows.append([])
        elif parser.accept("&"):
            if environment == "cases":
                conditions.append(_case(parser))
        elif parser.accept(",", ".", "\\quad"):
            continue
        elif parser.token.kind == "end":
            parser.fail(f"\\end{{{environment}}} is missing")
        else:
            rows[-1].append(parser.sum())
    parser.take()
    parser.in_cells = outside
    if parser.braced() != environment:
        parser.fail(f"\\end{{{environment}}} expected")
    if environment == "cases":
        if len(conditions) != len(rows) or any(len(row) != 1 for row in rows):
            parser.fail("each row of cases is: value & condition", at)
        return Node("cases", tuple((row[0], condition) for row, condition in zip(rows, conditions)), at)
    if len({len(row) for row in rows}) != 1:
        parser.fail("the rows of this matrix have different lengths", at)
    return Node("matrix", (tuple(map(tuple, rows)),), at)


def _case(parser: Cursor) -> Node | None:
    while parser.accept("&"):
        pass
    words = parser.take().text.strip().lower() if parser.token.kind == "text" else ""
    if words in ("otherwise", "else"):
        return None
    if words not in ("if", "for", "when", "where", ""):
        parser.fail("a case is followed by \\text{if ...} or \\text{otherwise}")
    return _condition(parser, parser.joined())


def _condition(parser: Cursor, node: Node) -> Node:
    if node.kind not in CONDITION:
        parser.fail("a condition needs a relation", node.at)
    return node


def _braced_condition(parser: Cursor) -> Node:
    parser.expect("{", " after 1_: an indicator is written 1_{z > 0}")
    if parser.accept("\\{", "["):
        node = parser.joined()
        if not parser.accept("\\}", "]"):
            parser.fail("this bracket is never closed")
    else:
        node = parser.joined()
    parser.expect("}", " after the condition")
    return _condition(parser, node)


def space(parser: Cursor) -> Node:
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
