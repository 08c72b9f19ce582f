"""The MkDocs side: the check of a page, and its notation block as a table."""

import re
from functools import lru_cache
from textwrap import indent

from proofread.expressions.arrays import Array
from proofread.meaning import index_variables
from proofread.meaning.indices import infer, needed
from proofread.meaning.environment import Environment
from proofread.meaning.meanings import Meaning
from proofread.meaning.notation import Declared, Notation, read
from proofread.pages.published import published
from proofread.pages.sections import Block, blocks, holding
from proofread.pages.typeset import Typeset, of_markdown
from theme import cards


class PageFailure(ValueError):
    """A page shows mathematics that does not hold; the message is for its writer."""


def with_table(markdown: str) -> str:
    """Replace each notation block by a table, and take the markers out."""
    tables = _tables(markdown)
    return published(markdown, lambda block: tables.pop())  # from the end


def in_table(markdown: str) -> list[Typeset]:
    """Return the formulas of the tables of symbols that a page gets."""
    return of_markdown("\n".join(_tables(markdown)))


def _tables(markdown: str) -> list[str]:
    found = blocks(markdown)
    return [_table(*_around(found, at)) for at in range(len(found))]


def _around(found: list[Block], at: int) -> tuple[str, ...]:
    """Return the declarations of a block, after those of the blocks that hold around it."""
    return (*(_around(found, holding(found[:at], found[at].start)) if at else ()), found[at].source)


@lru_cache(maxsize=64)  # while the site is served, most blocks are what they were
def _table(*sources: str) -> str:
    notation = None
    for source in sources:
        notation = read(source, notation)
    return table(notation)


def table(notation: Notation) -> str:
    """Return a folded box in Markdown: the declarations as a table, and the comparisons with code as a sentence."""
    section = notation.outer is not None
    sizes = [name for name in notation.sizes if not section or name in notation.own_letters]
    rows = ["| Symbol | Meaning | Domain or definition | Shape |", "|---|---|---|---|"]
    rows += [f"| {_target(name, notation)}${name}$ | {notation.meanings[name]} | $1, 2, \\dots$ | |" for name in sizes]
    letters: dict[tuple, list[str]] = {}
    for letter, runs in notation.indices.items():
        if notation.meanings.get(letter) and (not section or letter in notation.own_letters):
            letters.setdefault((notation.meanings[letter], runs), []).append(letter)
    for (meaning, runs), several in letters.items():
        rows.append(f"| ${', '.join(several)}$ | {meaning} | {' or '.join(f'$1, {chr(92)}dots, {size}$' for size in runs)} | |")
    shown: dict[tuple, list[str]] = {}  # names that one line declares with one domain and shape share a row
    for declared in notation.own:
        if not index_variables.is_indicator(declared):
            row = (declared.line, declared.meaning, domain_of(declared, notation), _shape(declared, notation))
            symbol = symbol_of(declared)
            shown.setdefault(row, []).append(f"{_target(symbol, notation)}${symbol}$")
    rows += [f"| {', '.join(symbols)} | {meaning} | {domain} | {shape} |" for (_, meaning, domain, shape), symbols in shown.items()]
    text, place = cards.of("\n".join(rows), "declared"), "section" if section else "page"
    if sizes:
        tried = [f"${name}$ = {', '.join(map(str, sorted(notation.sizes[name])))}" for name in sizes]
        text += f"\nThe formulas of this {place} are checked at these sizes: " + "; ".join(tried) + ".\n"
    if notation.code:
        # without the package, which is the same for all: a phone has to break longer names
        pairs = [f"${claim.formula_source}$ with `{claim.module.rpartition('.')[2]}.{claim.function}`" for claim in notation.code]
        text += "\nCompared with the code at random points: " + ", ".join(pairs) + ".\n"
    count = len(sizes) + sum(map(len, letters.values())) + sum(map(len, shown.values()))
    title = f"All {count} symbols of this page" if count > 1 else "The symbol of this page"
    if section:
        title = "What symbols stand for in this section alone"
    return f'??? symbols "{title}"\n\n' + indent(text, "    ")


def _target(symbol: str, notation: Notation) -> str:
    """Return an element with the anchor of a symbol of the page, such as symbol-z-k for z_k; a section has none of its own."""
    if notation.outer is not None:
        return ""
    name = "-".join(re.findall(r"[A-Za-z0-9]+", symbol))
    return f'<span id="symbol-{name}"></span>'


def symbol_of(declared: Declared) -> str:
    """Return the head of a declaration as LaTeX."""
    head = declared.source if declared.body is not None else declared.symbol
    if "|" in head:
        raise PageFailure(f"{head}: write \\lvert and \\rvert in the notation block, a bar ends a cell of its table")
    return head


def domain_of(declared: Declared, notation: Notation) -> str:
    """Return the domain of a variable in words, or the body of a definition, as Markdown."""
    if declared.body is not None:
        return f"${declared.written}$"
    words = {"{0,1}": "$\\{0, 1\\}$", "{-1,1}": "$\\{-1, 1\\}$", "(0,1)": "$(0, 1)$", "[0,1]": "$[0, 1]$", "ones": "", "positive": "$(0, \\infty)$"}
    words |= {"nonnegative": "$[0, \\infty)$", "simplex": "numbers from 0 to 1 with the sum 1", "open simplex": "numbers above 0 with the sum 1"}
    if declared.domain == "index":
        words["index"] = f"one of $1, \\dots, {notation.names[index_variables.key(declared)].shape[-1]}$"
    text = words.get(declared.domain, declared.domain)
    if declared.domain == "smooth function":
        of = declared.source.partition("function of")[2].partition(" per ")[0].strip()
        text = f"any smooth function of ${of}$" if of else "any smooth function"
    return text + (f", for each ${', '.join(declared.hidden)}$" if declared.hidden else "")


def _shape(declared: Declared, notation: Notation) -> str:
    sizes = declared.shape
    if not sizes and declared.body is not None and not declared.parameters:
        letters = infer(notation, declared.body, declared)
        environment = Environment(tuple((letter, 0) for letter in needed(notation, declared)))
        value = Meaning(notation, notation.combinations()[0] if notation.sizes else {}, letters).of(declared.body, environment)
        sizes = tuple(size for size in value.shape if size != "1") if isinstance(value, Array) else ()
    if not sizes:
        return "" if declared.parameters else "number"
    return f"$({sizes[0]},)$" if len(sizes) == 1 else f"$({', '.join(sizes)})$"
