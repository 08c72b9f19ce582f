"""On a page that teaches, a term of the glossary and a symbol of the notation block are explained where they are first used.

A term is explained where it stands in running text: the site makes its first use there a link to the glossary. So a term
may be first in a heading or in the line of a folded box only if the text of that section has the term again, and in a
caption only if the text above has it.
A symbol is explained in a chain of rows, which lists its symbols, or in or below a text that has a word of its meaning.
Folded parts are passed over at first, as by a reader who opens none; then they are read where they stand.
"""

import itertools
import re
from dataclasses import dataclass

import pytest

from blocks.page import fences
from tests import ROOT
from tests.pages.test_notation import words
from proofread.meaning.index_variables import is_indicator
from proofread.pages import sections
from theme import glossary

PAGES = ["softmax", "sigmoid", "relu", "question", "relu-losses", "cross-entropy", "softmax-variants", "network", "floating-point"]
TERMS: dict[str, list[str]] = {}  # the spellings of each entry
for _term, _sentence in glossary.entries(glossary.SOURCE.read_text(encoding="utf-8")).items():
    TERMS.setdefault(_sentence, []).append(_term)
HEADING = re.compile(r"#{1,6} ")
BOX = re.compile(r'(?P<mark>\?\?\?|!!!) (?P<kind>\w+)(?: "(?P<title>.*)")?$')
FIGURE = re.compile(r"!\[(?P<alternative>.*?)\]\(figure:\S+ \"(?P<caption>.*)\"\)")
FORMULA = re.compile(r"(?<!\\)\$([^$]+)\$")


@dataclass(frozen=True)
class Part:
    """A piece of a page as it is read: its kind, its text, its line, and whether a box hides it until it is opened."""

    kind: str  # heading, title, text, figure, display or chain
    text: str
    line: int
    folded: bool


def parts(source):
    """Return the parts of a page in their order, up to its table of symbols."""
    for fence in fences(source, ""):
        if fence.info == "notation":
            source = source.partition(f"```notation\n{fence.text}")[0]
    found, lines, at, box, fence, display = [], source.split("\n"), 0, None, None, None
    while at < len(lines):
        line = lines[at]
        at += 1
        text = line.strip()
        if box is not None and text and not line.startswith("    "):
            box = None
        folded = box == "???"
        if fence or text.startswith(("```", "---")) or (at == 1 and text == "---"):
            if text.startswith(("```", "---")):
                fence = None if fence else text[:3]
        elif display is not None:
            if text == "$$":
                found.append(Part("chain" if "&&" in display[1] else "display", display[1], display[0], folded))
                display = None
            else:
                display = display[0], display[1] + "\n" + text
        elif text == "$$":
            display = at, ""
        elif match := BOX.match(text):
            box = match["mark"]
            found.append(Part("title", match["title"] or "", at, False))
        elif match := FIGURE.match(text):
            found.append(Part("figure", match["caption"], at, folded))
        elif HEADING.match(text):
            found.append(Part("heading", text.partition(" {")[0], at, folded))
        elif text and not text.startswith(("<", "{:")):
            joined = found and found[-1].kind == "text" and found[-1].folded == folded and lines[at - 2].strip()
            if joined:
                found[-1] = Part("text", found[-1].text + "\n" + text, found[-1].line, folded)
            else:
                found.append(Part("text", text, at, folded))
    return found


def orders(source):
    """Return the parts as they are read without opening a box, and all of them."""
    every = parts(source)
    return [part for part in every if not part.folded], every


def plain(text):
    return re.sub(r"`[^`]*`", " ", FORMULA.sub(" ", text))


def has(text, spellings):
    return re.search(r"(?<![\w-])(?:" + "|".join(re.escape(one) for one in spellings) + r")(?![\w-])", plain(text))


def terms_not_explained(source):
    """Return (line, term) for each term whose first use is no place where it can be explained."""
    found = {}
    every = parts(source)
    for order in orders(source):
        for spellings in TERMS.values():
            first = next((part for part in order if part.kind not in ("chain", "display") and has(part.text, spellings)), None)
            if first is None or first.kind == "text":
                continue
            section = itertools.takewhile(lambda part: part.kind != "heading", every[every.index(first) + 1:])
            if first.kind == "figure" or not any(part.kind == "text" and has(part.text, spellings) for part in section):
                found.setdefault(spellings[0], (first.line, spellings[0]))
    return sorted(found.values())


def pattern(base):
    """Return a pattern that finds a symbol in LaTeX: C_x is not C, and the a of \\alpha is none."""
    ends = r"(?![A-Za-z])" if base[-1].isalpha() or base[-1] == "}" else ""
    label = "" if "_" in base or base.startswith("\\operatorname") else r"(?!_x\b|_\d|_\{\d)"
    return re.compile(r"(?<![A-Za-z\\{_])" + re.escape(base) + ends + label)


def symbols(source):
    """Return the words of the meaning of each declared symbol, and whether an equation defines it."""
    found: dict[str, tuple[set, bool]] = {}
    for read in sections.notations(sections.blocks(source)):
        for name in read.sizes:
            found.setdefault(name, (words(read.meanings.get(name, "")), False))
        for name in read.names.values():
            if not is_indicator(name):
                meaning, defined = found.get(name.base, (set(), False))
                found[name.base] = meaning | words(name.meaning), defined or name.body is not None
    return found


def stem(word):
    return word[:6]


def symbols_not_explained(source):
    """Return (line, symbol) for each symbol that is first used where no word of its meaning has been read."""
    found = {}
    for order in orders(source):
        for symbol, (meaning, defined) in symbols(source).items():
            finds, read, listed = pattern(symbol), "", False
            for part in order:
                read += " " + part.text.lower()
                formulas = [part.text] if part.kind in ("chain", "display") else FORMULA.findall(part.text)
                here = [formula for formula in formulas if finds.search(formula)]
                if not here or part.kind in ("heading", "title"):
                    continue
                listed = part.kind == "chain"
                equation = defined and any(re.search(finds.pattern + r"(?:_\w|_\{\w+\})?(?:\([^)]*\))? *=", formula) for formula in here)
                if not (listed or equation or any(stem(word) in read for word in meaning)):
                    found.setdefault(symbol, (part.line, symbol))
                break
    return sorted(found.values())


@pytest.mark.parametrize("page", PAGES)
def test_a_term_is_explained_at_its_first_use(page):
    found = terms_not_explained((ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8"))
    assert not found, "\n".join(f"docs/{page}.md:{line}: {term!r} is first used here; use it in the text above, or right below" for line, term in found)


@pytest.mark.parametrize("page", PAGES)
def test_a_symbol_is_explained_at_its_first_use(page):
    found = symbols_not_explained((ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8"))
    assert not found, "\n".join(f"docs/{page}.md:{line}: {symbol} is first used here; say in words what it is" for line, symbol in found)
