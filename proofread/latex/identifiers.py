"""Names and calls: a letter or command with accent, primes, subscripts and labels, and the arguments of a function."""

import re

from proofread.latex.cursor import Cursor
from proofread.latex.lexer import depths
from proofread.latex.tree import Node
from proofread.latex.vocabulary import ACCENTS, AS_ONE, FONTS, LETTERS, WORDS

ACCENTED = re.compile(r"\\[A-Za-z]+|[A-Za-z](?:[A-Za-z -]*[A-Za-z])?")
STYLED = re.compile(r"(?P<command>\\[a-z]+)\s*\{?\s*(?P<letter>\\[A-Za-z]+|[A-Za-z])\s*\}?")  # \hat{\mathbf{y}}
NUMBERED = re.compile(r"[A-Za-z]+[0-9]+[A-Za-z]*")  # the name of a function of programs: log1p
BOLD = ("\\mathbf", "\\boldsymbol", "\\bm", "\\mathbb")
COLUMN = re.compile(r"\\(?:mathbf|boldsymbol|bm|vec)\{([^{}]+)\}")  # the font of a column or matrix: \mathbf{x} is that of the x_i
STARS = ("*", "\\ast", "\\star")
SEPARATING = ("\\|", "|", "\\mid", "\\parallel", "\\Vert")  # p(x | y), D(p \| q)


def name(parser: Cursor, index: bool = False, primed: bool = False) -> Node:
    """Read a name: a letter or command, its accent, primes and subscripts; `primed`: an index that a prime makes another one."""
    at = parser.token.at
    token = parser.take()
    base = token.text
    if base in ACCENTS:
        content = parser.group()
        bold = content == "1" and base in BOLD  # the vector of ones
        numbered = base == "\\operatorname" and NUMBERED.fullmatch(content)
        styled = STYLED.fullmatch(content)
        if styled and styled["command"] in ACCENTS:  # the accent goes outside, whichever stands inside
            inside, outside = (styled["command"], base) if base not in FONTS else (base, styled["command"])
            content, base = f"{inside}{{{styled['letter']}}}", outside
        elif not (bold or numbered or ACCENTED.fullmatch(content)) or (content.startswith("\\") and content not in LETTERS):
            parser.fail(f"{base}{{{content}}} is not read; {base} stands over one letter or word", at)
        base = f"{base}{{{content}}}"
    elif base.startswith("\\") and base not in LETTERS and AS_ONE + base not in parser.functions:
        parser.fail(f"{base} is not read here", at)
    primes, subscripts = 0, ()
    while primed and parser.accept("'"):  # k' is another index than k
        base += "'"
    while True:
        if not index and parser.accept("'"):
            primes += 1
        elif parser.sees("_") and not (index and subscripts):
            mark = parser.take()
            if subscripts:
                parser.fail("two subscripts; put both into braces", mark.at)
            subscripts = parser.subscripts()
        elif not index and parser.sees("^") and f"{AS_ONE}{base}^{parser.ahead().text}" in parser.functions:  # \sigma^2 as one name
            parser.take()
            base += f"^{parser.take().text}"
        elif not index and parser.sees("^") and _star_follows(parser):
            for _ in range(4 if parser.ahead().text == "{" else 2):
                parser.take()
            base += "^*"
        elif parser.sees("^") and _label_follows(parser):
            parser.take(), parser.take(), parser.take()
            label = parser.index_sum(primed=True)
            parser.expect(")"), parser.expect("}")
            if parser.sees("_"):
                parser.take()
                subscripts = parser.subscripts()
            subscripts = (*subscripts, label)
        else:
            parser.heads[at] = parser.end()
            return Node("name", (base, subscripts, primes), at, (at, parser.end()))


def variable(parser: Cursor) -> Node:
    """Read what is varied: a name without primes."""
    node = name(parser)
    if node.parts[2]:
        parser.fail("a variable with a prime is not read; choose another letter", node.at)
    return node


def _label_follows(parser: Cursor) -> bool:
    """Whether ^{(i)} follows: an index, where a power would need no brackets."""
    texts = [parser.ahead(steps).text for steps in range(1, 6)]
    return texts[:2] == ["{", "("] and texts[3:] == [")", "}"]


def _star_follows(parser: Cursor) -> bool:
    """Whether ^* follows, as in w^*, the best w: a name of its own."""
    texts = [parser.ahead(steps).text for steps in range(1, 4)]
    return texts[0] in STARS or (texts[0] == "{" and texts[1] in STARS and texts[2] == "}")


def named(parser: Cursor) -> Node:
    node = name(parser)
    base, subscripts, primes = node.parts
    plain = COLUMN.sub(r"\1", base)
    if primes and {base + "'" * primes, f"{AS_ONE}{plain}" + "'" * primes} & parser.functions:  # an index such as k', or a declared name
        return Node("name", (base + "'" * primes, subscripts, 0), node.at)
    if base in ("\\operatorname{Im}", "\\operatorname{Re}"):
        parser.fail(f"complex numbers are not read ({base})", node.at)
    word = base.removeprefix("\\operatorname{").removeprefix("\\mathrm{").removeprefix("\\textrm{").rstrip("}")
    if word in WORDS and base != word and base not in parser.functions:
        return Node("function", (word.lower().replace("trace", "tr"), _bracketed(parser, base)), node.at)
    expected = base in ("\\mathbb{E}", "\\operatorname{E}") or (base == "E" and parser.sees("[", "\\left"))
    if expected and (subscripts or base != "E") and base not in parser.functions:
        parser.fail("an expectation is written \\mathbb{E}_{k \\sim p}[...]", node.at)
    if base == "O" and base not in parser.functions and parser.sees("("):
        return Node("order", (_bracketed(parser, base),), node.at)
    if (base in parser.functions or _labelled(base, subscripts) in parser.functions) and parser.sees("(", "[", "\\left"):
        arguments = call_arguments(parser)
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


def call_arguments(parser: Cursor) -> tuple[Node, ...]:
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


def _separated(parser: Cursor) -> bool:
    """Whether one \\| stands between the arguments, as in D(p \\| q): two are a norm."""
    bars = 0
    for token, depth in depths(parser.tokens[parser.position :]):
        if depth < 0:
            break
        bars += not depth and token.kind == "symbol" and token.text in ("|", "\\|")
    return bars == 1


def _bracketed(parser: Cursor, what: str) -> Node:
    found = call_arguments(parser)
    if len(found) != 1:
        parser.fail(f"{what} takes one argument")
    return found[0]
