"""Which blocks of a page show which of its displays: SymPy proofs, finite differences, comparisons with code.

The marker stands above the fence of a block, and names displays by their anchors::

    <!-- eq: shows eq-derivation-1 -->

A block of SymPy prints a line about the two sides of each display that it shows, such as ``dC_x/dz - (a - y) = 0``: the
letters of the display's right side, and one at least of its left side, stand before the last `` = ``.
"""

import ast
import re
from dataclasses import dataclass

from blocks.page import parse

MARKER = re.compile(r"^(?P<indent>[ \t]*)<!-- eq: shows (?P<anchors>eq-[\w-]+(?:, eq-[\w-]+)*) -->[ \t]*$")
FENCE = re.compile(r"^(?P<indent>[ \t]*)```python[ \t]*$")
LETTER = re.compile(r"\\operatorname\{(?P<name>\w+)\}|\\(?P<command>[A-Za-z]+)|(?P<letter>[A-Za-z])")
SUBSCRIPT = re.compile(r"_(?:\{[^{}]*\}|\\[A-Za-z]+|.)")
RELATION = re.compile(r"=|<|>|\\(?:le|ge|ne|approx|to|iff|implies)\b")
NO_CLAIM = re.compile(r"&&.*?(?=\\\\|\\end|\Z)|\\(?:text)\{[^{}]*\}|\\(?:begin|end)\{\w+\}|\\q?quad\b.*|&|\\\\", re.DOTALL)
# commands that stand for no quantity, the d of a derivative, the base of the exponentials
LAYOUT = {*"frac partial sum bigl bigr Bigl Bigr left right cdot top lvert rvert quad mathbf max min d e".split()}
SPELLED = {"varepsilon": "epsilon"}
PRINTED = re.compile(r"[A-Za-z]+(?:\d+[A-Za-z]+)*")  # log1p is one name
CONSTANT = re.compile(r"[-+\d./ ]+")
CASE = re.compile(r"[A-Za-z]\w* (?:=|<|>|<=|>=) [-\w./]+: ")  # the beginning of a line about one case
ORDER = re.compile(r"\\frac\{(?:\\partial|d)(?:\^(\d))?\b")  # of the derivative on the left side of a display
PRINTED_ORDER = re.compile(r"(?:\A|: )d(\d?)[A-Za-z_ ]*/")


class EvidenceError(ValueError):
    """A block does not show what its marker says; the message names page, line and mend."""


@dataclass(frozen=True)
class Shown:
    """What a block shows of a display: the printed line, or one for each case, the sizes that are free in it, and the anchor of the block."""

    kind: str  # "SymPy", "finite differences" or "code"
    line: str
    free: frozenset[str]
    anchor: str


def shown(source: str, path: str, displays: dict[str, str]) -> dict[str, list[Shown]]:
    """Return what the blocks of a page show of each display; `displays` has the LaTeX of each anchor."""
    lines, found = source.splitlines(), {}
    numbers = {at: number for number, at in enumerate((at for at, line in enumerate(lines) if MARKER.match(line)), 1)}
    left = set(numbers)
    for block in parse(source, path):
        above = block.line - 3
        while above >= 0 and not lines[above].strip():
            above -= 1
        marker = MARKER.match(lines[above]) if above >= 0 else None
        if marker is None:
            continue
        left.discard(above)
        number = numbers[above]
        for anchor in marker["anchors"].split(", "):
            place = f"{path}:{above + 1}"
            if anchor not in displays:
                raise EvidenceError(f"{place}: this page has no display {anchor}; `.venv/bin/python -m proofread --list {path}` has them")
            line = _line(block, displays[anchor], anchor, place)
            found.setdefault(anchor, []).append(Shown(_kind(block), line, _free(block), f"shown-{number}"))
    if left:
        raise EvidenceError(f"{path}:{min(left) + 1}: this marker stands above no block of Python; put it on the line above its fence")
    return found


def anchored(markdown: str) -> str:
    """Return a page in which each block below a marker has an anchor, and the marker is gone."""
    lines, result, at, number = markdown.splitlines(), [], 0, 0
    while at < len(lines):
        marker = MARKER.match(lines[at])
        if marker is None:
            result.append(lines[at])
            at += 1
            continue
        below = next((below for below in range(at + 1, len(lines)) if lines[below].strip()), at)
        fence = FENCE.match(lines[below])
        if fence is None:  # `shown` says so
            result.append(lines[at])
            at += 1
            continue
        at, number = below, number + 1
        result.append(f"{fence['indent']}``` {{.python #shown-{number}}}")
        at += 1
    return "\n".join(result) + "\n"


def _kind(block) -> str:
    if "sympy" in block.code:
        return "SymPy"
    return "finite differences" if "central_difference" in block.code else "NumPy"


def _free(block) -> frozenset[str]:
    """Return the names of the symbols that a block of SymPy declares."""
    calls = [node for node in ast.walk(ast.parse(block.code)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    names = [call.args[0] for call in calls if call.func.id == "Symbol" and call.args]
    return frozenset(name.value for name in names if isinstance(name, ast.Constant))


def _line(block, latex: str, anchor: str, place: str) -> str:
    """Return the printed line that is about a display, with those of the other cases; raise `EvidenceError` if there is none."""
    printed, (left, right) = (block.output or "").splitlines(), map(_letters, _sides(latex))
    if _kind(block) != "SymPy":
        found = [line for line in printed if line.rstrip().endswith("True")]
        if not found:
            raise EvidenceError(f"{place}: this block compares nothing; print a bound and whether it holds, `agrees to 1e-9: True`")
        return max(found, key=lambda line: len(_words(line) & (left | right)))
    found = []
    for line in printed:
        said, _, result = line.rpartition(" = ")
        letters = _words(line)
        compared = not CONSTANT.fullmatch(result.strip()) or re.search(r" [-+] | / |\w/\w", said) or not right
        if said and compared and right <= letters and (left & letters or not left):
            found.append((_order(PRINTED_ORDER, line) == _order(ORDER, _sides(latex)[0]), len(left & letters), -len(letters), line))
    if found:
        return "\n".join(_cases(max(found)[-1], printed))
    wanted = ", ".join(sorted(right)) or "its constant"
    raise EvidenceError(
        f"{place}: no line that this block prints is about the two sides of {anchor}; print their difference by the letters of\n"
        f"  the display, print(\"dC_x/dz - (a - y) =\", ...), with {wanted} of the right side"
    )


def _cases(line: str, printed: list[str]) -> list[str]:
    """Return a line, or what is said of each case if it speaks of one: the same as in it, if that is said."""
    if not CASE.match(line):
        return [line]
    cases = {}
    for other in filter(CASE.match, printed):
        case = CASE.match(other)[0]
        cases.setdefault(case, []).append(other.removeprefix(case))
    same = line.removeprefix(CASE.match(line)[0])
    return [case + said for case, found in cases.items() for said in ([same] if same in found else found)]


def _order(pattern: re.Pattern, text: str) -> int:
    """Return the order of the derivative at the beginning of a text, 0 if there is none."""
    match = pattern.search(text)
    return int(match[1] or 1) if match else 0


def _words(line: str) -> set[str]:
    return {letter for word in PRINTED.findall(line) for letter in (word, word.removeprefix("d"))}


def _sides(latex: str) -> tuple[str, str]:
    """Return the first and the last side of a display."""
    sides = RELATION.split(NO_CLAIM.sub(" ", latex))
    return sides[0], sides[-1]


def _letters(latex: str) -> set[str]:
    found = {match["name"] or match["command"] or match["letter"] for match in LETTER.finditer(SUBSCRIPT.sub("", latex))}
    return {SPELLED.get(name, name) for name in found - LAYOUT}
