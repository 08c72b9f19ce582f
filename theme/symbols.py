"""The symbols of a chain, explained from the notation block of its page: meaning, and domain or definition."""

import re
from collections.abc import Callable

from proofread.latex.parser import Parser
from proofread.meaning import index_variables
from proofread.meaning.indices import infer
from proofread.meaning.notation import Declared, Notation
from proofread.meaning.outline import Occurrence
from theme import held
from theme.checked import domain_of, symbol_of

DELTA = r"\delta"
LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z]'*")
SUBSCRIPTS = re.compile(r"_(?:\{(?P<several>[^{}]*)\}|(?P<one>[A-Za-z]))")
FORMULA = re.compile(r"\$([^$]+)\$")


def outermost(symbols: tuple[Occurrence, ...]) -> list[Occurrence]:
    """Return the occurrences that stand in no other: the x of C_x is no feature."""
    found: list[Occurrence] = []
    for one in symbols:
        if not index_variables.is_indicator(one.declared) and not (found and one.span[1] <= found[-1].span[1]):
            found.append(one)
    return found


def keys(symbols: tuple[Occurrence, ...]) -> list:
    """Return the declared names among some occurrences, each once, in order."""
    return list(dict.fromkeys(one.declared.key for one in outermost(symbols)))


def listed(latex: str, symbols: tuple[Occurrence, ...], notation: Notation, typeset: Callable[[str], str]) -> str:
    """Return the list of the symbols of a formula as HTML: the declared ones, the delta, and the index letters."""
    entries = []
    for number, key in enumerate(keys(symbols)):
        declared = notation.names[key]
        domain = domain_of(_spelled_out(declared, notation), notation)
        domain = f"$= {domain.strip('$')}$" if declared.body is not None else domain
        about = "; ".join(filter(None, (declared.meaning, domain)))
        entries.append((f"s{number}", symbol_of(declared), about))
    if re.search(r"\\delta_", latex):
        entries.append(("", DELTA, "Kronecker delta; 1 if its two indices are equal, otherwise 0"))
    for letters, sizes, meaning in index_letters(latex, notation):
        counted = notation.meanings.get(sizes, "")
        about = f"{meaning + '; ' if meaning else ''}a number from 1 to ${sizes}$" + (f", the {counted}" if counted.startswith("number") else "")
        entries.append(("", ", ".join(letters), about))
    rows = "".join(
        f'<div{f" data-symbol={kind}" if kind else ""}><dt>{typeset(symbol)}</dt><dd>{_text(about, typeset)}</dd></div>' for kind, symbol, about in entries
    )
    return f"<dl>{rows}</dl>"


def _spelled_out(declared: Declared, notation: Notation) -> Declared:
    """Return the definition that a definition is a second name of: with p := s and s := 1 / n, the reader of p is told 1 / n."""
    defined = {other.source: other for other in notation.names.values() if other.body is not None}
    while declared.body is not None and (other := defined.get(domain_of(declared, notation).strip("$"))) not in (None, declared):
        declared = other
    return declared


def index_letters(latex: str, notation: Notation):
    """Yield (letters, what they run to in it, meaning) for the index letters that stand in the subscripts of a formula."""
    inside = " ".join(match["several"] or match["one"] for match in SUBSCRIPTS.finditer(latex))
    used = [letter for letter in dict.fromkeys(LETTER.findall(inside)) if letter in notation.indices and letter not in _labels(notation)]
    groups: dict[tuple, list[str]] = {}
    runs = _sizes(latex, notation)
    for letter in used:
        plain = letter.rstrip("'")
        groups.setdefault((runs[letter], notation.meanings.get(plain, "")), []).append(letter)
    for (size, meaning), letters in groups.items():
        yield letters, size, meaning


def _sizes(latex: str, notation: Notation) -> dict[str, str]:
    """Return what each index letter runs to in a formula."""
    tree = Parser(latex, notation.functions, mentions_allowed=True).formula()
    parts = tuple(part for statement in tree.statements for part in (statement.node, *statement.conditions, statement.rows))
    return infer(notation, (*parts, *tree.mentions))


def _labels(notation) -> set[str]:
    """Return the letters that are labels of a name, such as the x of C_x, and no index there."""
    return {declared.base.partition("_")[2] for declared in notation.names.values() if "_" in declared.base}


def _text(text: str, typeset) -> str:
    return held.text(["", *FORMULA.split(text)], typeset)
