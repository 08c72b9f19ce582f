"""Split LaTeX mathematics into tokens; spacing and sizing commands are dropped, nothing else is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from proofread.latex.errors import FormulaError

DIGITS = 1000  # of a number
LIMIT = 20_000  # characters of one formula; textbook displays have a few hundred

SPACING = {"\\,", "\\;", "\\:", "\\!", "\\ ", "\\>", "\\displaystyle", "\\textstyle", "\\limits"}
SIZING = {f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")}
SAME = {
    "\\leq": "\\le", "\\geq": "\\ge", "\\neq": "\\ne", "\\Leftrightarrow": "\\iff", "\\Longleftrightarrow": "\\iff",
    "\\Rightarrow": "\\implies", "\\Longrightarrow": "\\implies", "\\geqslant": "\\ge", "\\leqslant": "\\le", "\\dfrac": "\\frac", "\\tfrac": "\\frac", "\\dbinom": "\\binom", "\\tbinom": "\\binom", "\\log": "\\ln", "\\intercal": "\\top",
    "\\vert": "|", "\\Vert": "\\|", "\\lbrace": "\\{", "\\rbrace": "\\}",
    "\\rightarrow": "\\to", "\\gets": "\\leftarrow", "\\colon": ":", "\\lbrack": "[", "\\rbrack": "]",
    "\\triangleq": "=", "\\lt": "<", "\\gt": ">", "\\qquad": "\\quad",
}  # fmt: skip
# characters that stand for a command
GREEK = (
    "α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma"
    " τ tau υ upsilon φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega"
)
SIGNS = "≤ le ≥ ge ≠ ne ≈ approx · cdot × times ⊙ odot ∞ infty ∂ partial ∇ nabla ∑ sum ∏ prod ∫ int → to ⊤ top ∈ in ⇒ implies ⇔ iff"
WORDS = f"{GREEK} {SIGNS}".split()
WRITTEN = {character: f"\\{word}" for character, word in zip(WORDS[::2], WORDS[1::2])} | {"−": "-", "′": "'"}
TOKEN = re.compile(
    r"""(?P<comment>(?<!\\)%[^\n]*) | (?P<space>\s+|~)
    | \\(?:text|mbox|textrm|textbf|textit)\s*\{(?P<text>[^{}]*)\}
    | (?P<differential>\\mathrm\s*\{\s*d\s*\})
    | (?P<row>\\\\(?:\[[^\]]*\])?) | (?P<command>\\(?:[A-Za-z]+|[^A-Za-z]))
    | (?P<number>\d{1,3}(?:(?:\{,\}|\\,)\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+) | (?P<name>[A-Za-z]) | (?P<symbol>[-+*/=<>(){}\[\]|^_',.;:&!])
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
CURLY = {"{": 1, "}": -1}
BRACKETS = {**CURLY, "(": 1, "[": 1, "\\{": 1, ")": -1, "]": -1, "\\}": -1}


@dataclass(frozen=True)
class Token:
    """A piece of a formula: `kind` is number, name, symbol, text, row or end; it stands from `at` to `end`."""

    kind: str
    text: str
    at: int
    end: int


def tokens(source: str) -> list[Token]:
    """Return the tokens of a formula; raise `FormulaError` for a character that is no LaTeX mathematics."""
    if len(source) > LIMIT:
        raise FormulaError("parse", f"this formula has {len(source)} characters, more than {LIMIT}; split it", 0)
    found = []
    for match in TOKEN.finditer(source):
        kind, text, at = match.lastgroup, match[match.lastgroup], match.start()
        if kind == "text":
            if re.search(r"[=<>$]", text):
                raise FormulaError("parse", "a relation among words is not checked; end the text before it", at)
            if " ".join(text.split()) == "if and only if":
                kind, text = "symbol", "\\iff"
        elif kind == "differential":
            kind, text = "name", "d"
        elif kind == "number":
            text = text.replace("{,}", "").replace("\\,", "")
            if len(text) > DIGITS:
                raise FormulaError("parse", f"a number with more than {DIGITS} digits", at)
        elif kind == "row" or text == "\\cr":
            kind, text = "row", "\\\\"
        elif kind == "command":
            kind, text = "space" if text in SPACING | SIZING else "symbol", SAME.get(text, text)
        elif kind == "other":
            if text not in WRITTEN:
                raise FormulaError("parse", f"the character {text!r} is not read; write it as a LaTeX command", at)
            kind, text = "symbol", WRITTEN[text]
        if kind not in ("comment", "space"):
            found.append(Token(kind, text, at, match.end()))
    return [*found, Token("end", "", len(source), len(source))]


def depths(tokens: Iterable[Token], brackets: dict[str, int] = BRACKETS) -> Iterator[tuple[Token, int]]:
    """Yield each token with the number of brackets that are open after it."""
    depth = 0
    for token in tokens:
        depth += brackets.get(token.text, 0) if token.kind == "symbol" else 0
        yield token, depth


def closing(tokens: list[Token], at: int, brackets: dict[str, int] = BRACKETS) -> int:
    """Return the position of the token that closes the bracket at a position; raise `FormulaError` where none does."""
    for position, (_, depth) in enumerate(depths(tokens[at:], brackets), at):
        if not depth:
            return position
    raise FormulaError("parse", f"this {'brace' if brackets is CURLY else 'bracket'} is never closed", tokens[at].at)
