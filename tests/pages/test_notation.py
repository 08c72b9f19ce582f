"""One letter has one meaning on the site, that of docs/notation.md if it has the letter, or its page says otherwise.

A page says so in its notation block, which readers see as a table: the meaning begins with "here:", as in
``c : real  # here: the true class``. Two meanings are taken for one if they have a word in common, as
"pre-activation" and "pre-activations of a hidden layer" have.
"""

import re
from contextlib import suppress

import pytest

from blocks.page import markdown_files
from proofread.latex.errors import FormulaError
from proofread.meaning.index_variables import is_indicator
from proofread.pages import sections
from tests import ROOT

SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in markdown_files([str(ROOT / "docs")])
}
TABLE = "docs/notation.md"
SMALL = set("a all an and any as at by each for from given has have in is its it need not of on one or other per that the their to what where which with".split())
VAGUE = {"number", "positive"}  # words that many meanings have; they count where a meaning has no others


def letter(base):
    """The letter of a declared name: that of W_1, C_x or k' is W, C or k."""
    return re.sub(r"_(?:\d+|x)$|'+$", "", base)


def words(meaning):
    """The words of a meaning that tell what it is, in the singular."""
    text = re.sub(r"\$[^$]*\$", " ", meaning.removeprefix("here:")).lower()
    found = {re.sub(r"ies$", "y", word) for word in re.findall(r"[a-z]+(?:-[a-z]+)*", text)} - SMALL
    found = {re.sub(r"(?<=s)es$|(?<![su])s$", "", word) for word in found}
    return found - VAGUE or found


def declared(source):
    """What each notation block of a page declares: (letter, meaning, line); an index has none of its own."""
    found = []
    blocks = sections.blocks(source)
    for block, read in zip(blocks, sections.notations(blocks)):
        first = source.count("\n", 0, block.offset) + 1
        found.append([(letter(name), read.meanings.get(name, ""), first + read.lines[name]) for name in read.sizes if name in read.lines])
        found[-1] += [(letter(name.base), name.meaning, first + name.line) for name in read.own if not is_indicator(name)]
    return found


def indices(source):
    return {letter(name) for read in sections.notations(sections.blocks(source)) for name in read.indices}


def of_the_table(source):
    """The letters of the table of docs/notation.md, with the words of their meanings; and those of them that are indices."""
    rows, meanings, letters_of_indices = source.split("## Symbols")[1].split("\n## ")[0], {}, set()
    for symbols, meaning in re.findall(r"^\| (\$[^|]*?) \| ([^|]*?) \|", rows, re.MULTILINE):
        for name in re.findall(r"[A-Za-z]|\\[a-z]+(?:\{[A-Za-z0-9]\})?", re.sub(r"_\{?[A-Za-z]+( > 0)?\}?", "", symbols)):
            meanings[name] = meanings.get(name, set()) | words(meaning)
            if "indices" in meaning or "\\sum_" in meaning:
                letters_of_indices.add(name)
    return meanings, letters_of_indices


def clashes(sources):
    """Return a message for each letter that has a second meaning, and does not say so."""
    meanings, letters_of_indices = of_the_table(sources[TABLE])
    # a section with a block of its own speaks as another page does
    pages = {(path, at): block for path, source in sources.items() for at, block in enumerate(declared(source))}
    first = {name: ((TABLE, 0), known) for name, known in meanings.items()}
    for name, meaning, _ in pages.get((TABLE, 0), []):
        if not meaning.startswith("here:"):
            first[name] = (TABLE, 0), first.get(name, ("", set()))[1] | words(meaning)
    messages = []
    for page, entries in pages.items():
        path = page[0]
        for name in dict.fromkeys(name for name, _, _ in entries):
            own = [(meaning, line) for other, meaning, line in entries if other == name]
            line, elsewhere = own[0][1], any(name == there for other in pages if other != page for there, _, _ in pages[other])
            if any(meaning.startswith("here:") for meaning, _ in own):
                if not elsewhere and name not in first and path != TABLE:
                    messages.append(f"{path}:{line}: no other page declares {name}; leave out 'here:'")
                own = [(meaning, line) for meaning, line in own if not meaning.startswith("here:")]  # it may have the usual one, too
                if not own:
                    continue
                line = own[0][1]
            known = set().union(*(words(meaning) for meaning, _ in own))
            where, usual = first.setdefault(name, (page, known))
            if not known & usual:
                usage = [f"{where[0]}:{there} {meaning!r}" for other, meaning, there in pages.get(where, []) if other == name]
                said = next(iter(usage), f"{where[0]} something else")
                messages.append(
                    f"{path}:{line}: {name} is {own[0][0]!r} on this page, and in {said}; "
                    f"use its words, take another letter, or begin the meaning with 'here:'"
                )
    for path, source in sources.items():
        for name in sorted(indices(source) - letters_of_indices):
            messages.append(f"{path}: {name} is no index in the table of {TABLE}; take one of {', '.join(sorted(letters_of_indices))}")
    return messages


def test_one_letter_has_one_meaning_or_its_page_says_otherwise():
    messages = None
    with suppress(FormulaError):
        messages = clashes(SOURCES)
    if messages is None:
        pytest.fail("the meanings of letters wait for a notation block that cannot be read; the check of its page names it", pytrace=False)
    if messages:
        pytest.fail("\n".join(messages), pytrace=False)


def site(*lines):
    table = "## Symbols\n\n| $z$ | pre-activation, logit | number |\n| $i, j$ | indices of features | |\n\n## Words\n"
    return {TABLE: table, **{f"docs/{number}.md": f"```notation\n{line}\n```\n" for number, line in enumerate(lines)}}


SECTION = "\n```\n\n## A section\n\n```notation\n"


@pytest.mark.parametrize(
    "lines",
    [
        ["z : real  # a rate"], ["c : real  # a rate", "c : real  # the true class"], ["c : real  # any number", "c : real  # number of classes"],
        ["size K = 2, 3  # classes\nindex m : K"], ["c : real  # here: a rate"], ["W_1 : real  # weight", "W_2 : real  # width"],
        ["c : real  # a rate", "c : real  # a rate", "c : real  # a class"],
        ["c_1 : real  # a rate\nc_2 : real  # here: a cost", "c : real  # the true class"],
        [f"c : real  # a rate{SECTION}c : real  # the true class"], [f"b : real  # a rate{SECTION}c : real  # here: a cost"],
    ],
)
def test_a_second_meaning_is_found(lines):
    assert len(clashes(site(*lines))) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ["z : real  # pre-activations of a hidden layer"], ["z : real  # here: a rate"], ["c : real  # losses", "c : real  # the loss of one"],
        ["c : real  # a rate", "c : real  # here: the true class"], ["c : real  # any number", "c : positive  # a positive number"],
        ["size K = 2, 3  # classes\nindex i : K"], ["c : real  # probabilities", "c : real  # probability of class 1"],
        [f"size K = 2, 3  # classes\nindex i : K\nc_i : real  # a rate{SECTION}c_i : real  # here: the true class"],
    ],
)
def test_the_same_meaning_or_one_that_is_said_is_none(lines):
    assert not clashes(site(*lines))
