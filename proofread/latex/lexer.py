"""Split LaTeX mathematics into tokens; spacing and sizing commands are dropped, nothing else is."""

import re
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
    "\\triangleq": "=", "\\lt": "<", "\\gt": ">", "\\qquad": "\\quad", "\\cr": "\\\\",
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
    | (?P<text>\\(?:text|mbox|textrm|textbf|textit)\s*\{(?P<prose>[^{}]*)\})
    | (?P<differential>\\mathrm\s*\{\s*d\s*\})
    | (?P<row>\\\\(?:\[[^\]]*\])?) | (?P<command>\\(?:[A-Za-z]+|[^A-Za-z]))
    | (?P<number>\d{1,3}(?:(?:\{,\}|\\,)\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+) | (?P<letter>[A-Za-z]) | (?P<symbol>[-+*/=<>(){}\[\]|^_',.;:&!])""",
    re.VERBOSE,
)


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
    found, at = [], 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if match is None and source[at] in WRITTEN:
            found.append(Token("symbol", WRITTEN[source[at]], at, at + 1))
            at += 1
            continue
        if match is None:
            raise FormulaError("parse", f"the character {source[at]!r} is not read; write it as a LaTeX command", at)
        kind, text = match.lastgroup, match[0]
        if kind == "prose" or match["text"] is not None:
            if re.search(r"[=<>$]", match["prose"]):
                raise FormulaError("parse", "a relation among words is not checked; end the text before it", at)
            both = " ".join(match["prose"].split()) == "if and only if"
            found.append(Token("symbol", "\\iff", at, match.end()) if both else Token("text", match["prose"], at, match.end()))
        elif kind == "differential":
            found.append(Token("name", "d", at, match.end()))
        elif kind == "row":
            found.append(Token("row", "\\\\", at, match.end()))
        elif kind == "number":
            text = text.replace("{,}", "").replace("\\,", "")
            if len(text) > DIGITS:
                raise FormulaError("parse", f"a number with more than {DIGITS} digits", at)
            found.append(Token("number", text, at, match.end()))
        elif kind == "letter":
            found.append(Token("name", text, at, match.end()))
        elif kind == "symbol":
            found.append(Token("symbol", text, at, match.end()))
        elif kind == "command" and text not in SPACING and text not in SIZING:
            found.append(Token("row" if text == "\\cr" else "symbol", SAME.get(text, text), at, match.end()))
        at = match.end()
    found.append(Token("end", "", len(source), len(source)))
    return found
