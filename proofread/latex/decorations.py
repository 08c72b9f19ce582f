"""What changes how a formula looks and not what it says: boxes, colours, labelled braces, numbers of equations, wide spaces.

It is taken out before the formula is read; what it encloses becomes a group, or the statement that it is.
"""

import re

from proofread.latex.errors import FormulaError
from proofread.latex.lexer import CURLY, Token, closing, depths
from proofread.latex.relations import CONNECTIVES, RELATIONS

ALONE = {"\\nonumber", "\\notag"}
NUMBERING = {"\\tag", "\\label"}  # with an argument that is no part of the formula
WIDE = {"\\hspace", "\\hskip"}
COLOURS = {"\\color", "\\textcolor"}  # a colour, then what has it
BOXES = {"\\boxed", "\\fbox", "\\underline"}
BRACES = {"\\underbrace": "_", "\\overbrace": "^"}  # with a label in words
PLACE = re.compile(r"arg *(?:\\[,;:! ])? *(max|min)")  # \arg\max, as one name in letters of its own
FRAMES = ("equation", "equation*", "displaymath")  # environments that hold one formula


def undecorated(tokens: list[Token], source: str) -> list[Token]:
    """Return the tokens of a formula without its decorations; raise `FormulaError` for a label that says more than words."""
    found, at = [], 0
    while at < len(tokens):
        token, following = tokens[at], at + 1
        if token.kind != "symbol":
            found.append(token)
        elif token.text in ALONE or (token.text == "{" and tokens[at + 1].text == "}"):
            following += token.text == "{"
        elif token.text in NUMBERING:
            following = _after(tokens, at + 1)
        elif token.text in WIDE:
            following = _after(tokens, at + 1 + (tokens[at + 1].text == "*"))
            found.append(Token("symbol", "\\quad", token.at, token.end))
        elif token.text in COLOURS | BOXES | BRACES.keys():
            start = _after(tokens, at + 1) if token.text in COLOURS else at + 1
            if tokens[start].text != "{":
                following = start
            else:
                following = _after(tokens, start)
                inside = undecorated(tokens[start + 1 : following - 1], source)
                found += inside if _states(inside) else [_as("(", tokens[start]), *inside, _as(")", tokens[following - 1])]
                if token.text in BRACES and tokens[following].text == BRACES[token.text]:
                    following = _after_label(tokens, following + 1)
        elif token.text in ("\\operatorname", "\\mathrm"):
            following += token.text == "\\operatorname" and _sees(tokens, following, "*")
            place, end = None, _after(tokens, following) if _sees(tokens, following, "{") else 0
            if end:
                place = PLACE.fullmatch(source[tokens[following].end : tokens[end - 1].at].strip())
            found.append(Token("symbol", f"\\arg{place[1]}", token.at, tokens[end - 1].end) if place else token)
            following = end if place else following
        elif token.text in ("\\begin", "\\end") and source[tokens[at + 1].end : tokens[_after(tokens, at + 1) - 1].at] in FRAMES:
            following = _after(tokens, at + 1)
        else:
            found.append(token)
        at = following
    return found


def _sees(tokens: list[Token], at: int, text: str) -> bool:
    """Whether a token follows; within a box none may be left."""
    return at < len(tokens) and tokens[at].text == text


def _as(text: str, token: Token) -> Token:
    return Token("symbol", text, token.at, token.end)


def _after(tokens: list[Token], at: int) -> int:
    """Return the position after a group in braces, or after the one token that stands for it."""
    if tokens[at].text != "{":
        return min(at + 1, len(tokens) - 1)
    return closing(tokens, at, CURLY) + 1


def _after_label(tokens: list[Token], at: int) -> int:
    end = _after(tokens, at)
    label = [token for token in tokens[at:end] if token.text not in ("{", "}")]
    if any(token.kind != "text" for token in label):
        raise FormulaError("parse", "the label of a brace is read only if it is \\text{...}; write what it says as a row", tokens[at].at)
    return end


def _states(tokens: list[Token]) -> bool:
    """Whether tokens hold a relation outside braces, so that they are a statement and no group."""
    return any(not depth and (token.kind == "row" or token.text in RELATIONS | CONNECTIVES | {"&"}) for token, depth in depths(tokens))
