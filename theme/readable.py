"""The formulas of a text as a search result shows them: one line of plain characters, which the search itself passes over.

The index holds each between two invisible characters, and what stands between these separates words, as a space does
(`separator` in mkdocs.yml): a formula is read in the excerpt of a hit, and changes neither what is found nor its order.
"""

import html
import re

from proofread.latex.lexer import WRITTEN

BORDER = "\u2063"  # INVISIBLE SEPARATOR
SHOWN = re.compile(f"{BORDER}[^{BORDER}]*{BORDER}")
SOURCE = re.compile(r'<span class="katex" data-latex="([^"]*)"')
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|[^\\]")
SIGNS = {command: sign for sign, command in WRITTEN.items() if command.startswith("\\")} | {
    r"\pm": "±", r"\top": "T", r"\ell": "ℓ", r"\phi": "φ", r"\dots": "…", r"\ldots": "…", r"\lvert": "|", r"\rvert": "|", r"\lVert": "‖",
    r"\rVert": "‖", r"\{": "{", r"\}": "}", r"\&": "&", r"\%": "%",
}  # fmt: skip
SPACED = set("=<>≤≥≠≈→∈⇔⇒+−·×⊙")
NOTHING = re.compile(r"\\(?:[bB]igg?[lr]?|left|right|displaystyle|mathbf|mathrm|mathbb|operatorname|text|bar|hat|vec|[,;:!])\Z")
WORDS = {"ln", "log", "exp", "max", "min", "lim", "tanh"}
SCRIPTS = {"_": dict(zip("0123456789ijklmnx", "₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₗₘₙₓ")), "^": dict(zip("0123456789nT-−", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿᵀ⁻⁻"))}
COMPOUND = re.compile(r"[\s+−/·]")
ONE = re.compile(r"[\d.]+|∂?\w['₀-ₙⁿ⁰-⁹²³ᵢⱼ]*|(?:\w{2,}|σ)\([^()]*\)")  # a number, a letter or a value of a function
CLOSED_UP = re.compile(r" (?=[),.\]|/])")


def beside(formula: str) -> str:
    """Return the readable text of a typeset formula between its borders; nothing where there is none."""
    source = SOURCE.search(formula)
    text = readable(html.unescape(source[1])) if source else ""
    return f"{BORDER}{html.escape(text, quote=False)}{BORDER}" if text else ""


def taken_away(page_html: str) -> str:
    """Return a page as its readers get it."""
    return SHOWN.sub("", page_html)


def readable(latex: str) -> str:
    """Return LaTeX as a line of text; nothing for rows and cases."""
    if r"\begin" in latex or "\\\\" in latex:
        return ""
    text = "".join(_parts(TOKEN.findall(latex)[::-1]))
    return CLOSED_UP.sub("", re.sub(r"\s+", " ", text)).strip()


def _parts(tokens: list[str], closed_by: str = "") -> list[str]:
    """Return the texts of the tokens up to a closing brace; the tokens are taken from the end of the list."""
    parts: list[str] = []
    while tokens:
        token = tokens.pop()
        if token == closed_by:
            break
        parts.append(_script(token, tokens) if token in SCRIPTS else _text(token, tokens, parts))
    return parts


def _text(token: str, tokens: list[str], before: list[str]) -> str:
    if token == "{":
        return "".join(_parts(tokens, "}"))
    if token.isspace() or NOTHING.match(token):
        return ""
    if token in (r"\quad", r"\qquad", r"\ "):
        return " "
    if token in (r"\frac", r"\tfrac", r"\dfrac"):
        above, below = _argument(tokens), _argument(tokens)
        return f"{_bracketed(above)}/{below if ONE.fullmatch(below) else f'({below})'} "
    if token == r"\sqrt":
        return f"√{_bracketed(_argument(tokens))}"
    name, last = token.removeprefix("\\"), "".join(before).rstrip()[-1:]
    if name in WORDS:
        return " " * (last.isalnum() or last == ")") + name + (" " if tokens and tokens[-1] not in ("(", "_", "^", "{", r"\bigl", r"\Bigl") else "")
    sign = "−" if token == "-" else SIGNS.get(token, name)
    if sign == ",":
        return ", "
    unary = sign == "−" and (not last or last in SPACED | set("(["))
    return f" {sign} " if sign in SPACED and not unary else sign


def _argument(tokens: list[str]) -> str:
    while tokens and tokens[-1].isspace():
        tokens.pop()
    return _text(tokens.pop(), tokens, []).strip() if tokens else ""


def _script(kind: str, tokens: list[str]) -> str:
    content = _argument(tokens)
    characters = SCRIPTS[kind]
    if all(one in characters for one in content):
        return "".join(characters[one] for one in content)
    return kind + (f"{content} " if len(content) == 1 else f"({content})")


def _bracketed(text: str) -> str:
    return f"({text})" if COMPOUND.search(text) else text
