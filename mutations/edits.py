"""Every single edit of a formula that changes what it says.

Designed edits are slips that people make: a sign, an index, a symbol, a lost
factor, transpose, prime or sum, an inverted fraction, a relation turned round.
Blind edits delete one token each. What says the same by its form alone, or less,
is no edit: a relaxed relation, a narrower condition, another factor of 0. One
that changes only what a reason mentions is of a kind of its own, as it claims nothing.
"""

from dataclasses import dataclass, replace

from mutations.implied import implied
from proofread.latex.errors import FormulaError
from proofread.latex.lexer import tokens
from proofread.latex.parser import parse

SWAPS = {
    "+": ["-"], "-": ["+"], "<": [">", "\\le "], ">": ["<", "\\ge "], "\\le": ["\\ge ", "< "], "\\ge": ["\\le ", "> "],
    "\\ln": ["\\exp "], "\\exp": ["\\ln "], "\\max": ["\\min "], "\\min": ["\\max "], "\\infty": ["-\\infty "],
    "\\sum": ["\\prod "], "\\ne": ["= "],
}  # fmt: skip
SILENT = {"&", "{", "}", ",", ".", "\\left", "\\right", "\\begin", "\\end"}  # typesetting, or not legal on its own
KINDS = ("designed", "deletion", "reason", "notation")


@dataclass(frozen=True)
class Mutant:
    """A changed formula: which operator changed it, what it replaced, and the new source; `kind` is one of KINDS."""

    operator: str
    before: str
    after: str
    at: int
    source: str
    kind: str = "designed"


def mutants(source: str, names: list[str], letters: list[str], functions=frozenset()) -> list[Mutant]:
    """Return every single edit of a formula that changes what it says; `names` and `letters` are those of its page."""
    every = [token.text for token in tokens(source)]
    own = [name for name in names if name in every], [letter for letter in letters if letter in every]
    original = _tree(source, functions)
    found = [(mutant, _tree(mutant.source, functions)) for mutant in _edits(source, *own)]
    if original is None:
        return [mutant for mutant, _ in found]
    return [_placed(mutant, tree, original) for mutant, tree in found if tree is None or not _says_less(tree, original)]


def _says_less(tree, original) -> bool:
    return tree == original or (tree.statements != original.statements and implied(original, tree))


def _placed(mutant: Mutant, tree, original) -> Mutant:
    """Return a mutant as one of a reason, if it changes only what a reason mentions."""
    return replace(mutant, kind="reason") if tree is not None and tree.statements == original.statements else mutant


def _tree(source, functions):
    """Return what a formula says and mentions; None if it cannot be read."""
    try:
        return parse(source, functions, mentions_allowed=True)
    except FormulaError:
        return None


def _edits(source: str, names: list[str], letters: list[str]) -> list[Mutant]:
    found: list[Mutant] = []
    every = [token for token in tokens(source)[:-1] if token.kind not in ("text", "row")]

    def edit(operator, start, end, text):
        changed = source[:start] + text + source[end:]
        if changed != source:
            found.append(Mutant(operator, source[start:end], text, start, changed, "deletion" if operator == "deletion" else "designed"))

    in_subscript = _subscripts(every)
    environment = _environments(every)
    for position, token in enumerate(every):
        if position in environment:
            continue
        end = token.end
        if token.text in SWAPS:
            for other in SWAPS[token.text]:
                edit(_swap(token.text), token.at, end, other)
        if token.kind == "number":
            edit("number", token.at, end, str(int(float(token.text)) + 1))
        if token.kind == "name" or token.text in names:
            if position in in_subscript and token.text in letters:
                for other in letters:
                    edit("index", token.at, end, other)
            elif token.text in names:
                for other in names:
                    edit("symbol", token.at, end, other if not other.startswith("\\") else other + " ")
        if token.text == "\\top":
            start = source.rfind("^", 0, token.at)
            edit("transpose", start, end, "")
        if token.text == "'":
            edit("prime", token.at, end, "")
        if token.text in ("\\sum", "\\frac", "\\operatorname"):
            _structure(source, token, every, position, edit)
        if token.text not in SILENT:
            edit("deletion", token.at, end, "")
    return found


def _swap(text: str) -> str:
    if text in ("<", ">", "\\le", "\\ge", "=", "\\ne"):
        return "relation"
    return "function" if text.startswith("\\") else "sign"


def _subscripts(every) -> set[int]:
    """Return the positions of tokens that stand in a subscript."""
    marks = [position for position, token in enumerate(every) if token.text == "_"]
    return {at for mark in marks for at in range(mark + 1, _group(every, mark + 1) + 1)}


def _environments(every) -> set[int]:
    """Return the positions of the names of environments and of accents' letters."""
    found = set()
    for position, token in enumerate(every):
        if token.text in ("\\begin", "\\end", "\\operatorname", "\\mathbf"):
            end = _group(every, position + 1)
            found.update(range(position + 1, end + 1))
            if token.text in ("\\begin", "\\end", "\\mathbf"):
                found.add(position)
    return found


def _group(every, position) -> int:
    if position >= len(every) or every[position].text != "{":
        return position
    level = 0
    for at in range(position, len(every)):
        level += (every[at].text == "{") - (every[at].text == "}")
        if level == 0:
            return at
    return len(every) - 1


def _structure(source, token, every, position, edit):
    """Drop a sum, a factor 1/n or an operator such as diag; invert a fraction."""
    first = _group(every, position + 1)
    if token.text == "\\operatorname":
        if source[token.at :].startswith("\\operatorname{diag}"):
            edit("operator", token.at, every[first].end, "")
        return
    if token.text == "\\sum":
        end = _group(every, position + 2)
        edit("sum", token.at, every[end].end, "")
        return
    second = _group(every, first + 1)
    above = source[every[position + 1].at : every[first].end]
    end = every[second].end
    below = source[every[first + 1].at : end]
    if "\\partial" not in above and above != below:
        edit("fraction", token.at, end, f"\\frac{below}{above}")
        edit("factor", token.at, end, "")
