"""A letter that stands alone in a text is one that the words beside it and its section speak of.

Nothing claims anything of such a letter, so that a wrong one would pass: "the target $p$" for "the target $y$". Here it is compared
with the notation block, which says in words what each letter is:

- A noun before it, as in "the target $y$" or "class $k$", is a word of its meaning or counts what it runs over, if that is so for any letter.
- Before a noun that is counted, as in "$K$ classes", stands the number of these.
- After "every", "any" and "all" stands a letter that is free: it has no definition.
- "With respect to $z$" names a letter by which a formula of the page differentiates.
- In its section it occurs a second time, or a word of its meaning does.

A letter that fits all of that and is the wrong one is not found.
"""

import re
from dataclasses import dataclass, field

import pytest

from evidence import published_errors
from proofread.meaning.notation import Notation
from proofread.pages import sections
from proofread.pages.page import Inline, Page, read
from proofread.results.dependencies import machinery
from proofread.results.store import kept, key
from tests.pages.test_notation import SOURCES, words

ALONE = re.compile(r"(?P<base>\\(?:mathbf|hat|bar)\{\w+\}|\\[a-z]+|[A-Za-z])(?:_(?P<index>\w|\{[^{}]*\}))?")
NO_LETTERS = re.compile(r"\\(?:operatorname|text|begin|end)\{[^{}]*\}")
TOKEN = re.compile(r"\\[A-Za-z]+|\S")
HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
SAYS_MORE = re.compile(r"[,;:.()]| (?:of|in|at|with|per|for|from|under|below|above|to|on|by|that|which|where|whatever|as|near|if|than|and|is|are|be)\b")
KINDS = {"number", "vector", "matrix", "function", "value", "factor"}  # nouns that fit many letters
BEFORE = re.compile(r"([A-Za-z][A-Za-z-]+)\s+\Z")
AFTER = re.compile(r"\s+([a-z-]+s)\b")
EVERY = re.compile(r"\b(?:every|any|all)\s+(?:\$[^$]+\$(?:,|\s+and|\s+or)\s+)*\Z", re.IGNORECASE)
RESPECT = re.compile(r"\bwith\s+respect\s+to\s+(?:(?:the|its|one|each)\s+)?(?:[\w-]+\s+)?\Z")


@dataclass
class Letter:
    """What the notation block says of a letter: its words, the nouns that name it, and those that it counts, or runs over as an index."""

    words: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)
    index: bool = False
    defined: bool = False


def noun(phrase: str) -> set[str]:
    """The last word of a phrase before what is said about it, in the singular."""
    found = re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", SAYS_MORE.split(f" {phrase.strip()}", maxsplit=1)[0])
    return (words(found[-1]) if found else set()) - KINDS


def letters(notation: Notation) -> dict[str, Letter]:
    found: dict[str, Letter] = {}
    said = [(name, notation.meanings.get(name, "")) for name in (*notation.sizes, *notation.indices)]
    for name, meaning in [*said, *((declared.base, declared.meaning) for declared in notation.names.values())]:
        meaning = re.sub(r"\$[^$]*\$", " ", meaning.removeprefix("here:"))
        letter = found.setdefault(name, Letter())
        letter.words |= words(meaning)
        for phrase in re.split(r", (?:or )?(?=[a-z-]+$)|;", meaning.strip()):
            letter.nouns |= noun(phrase)
        if name in notation.sizes:
            letter.counted = {word for phrase in re.split(r"\bof ", meaning)[1:] for word in noun(phrase)}
    for name, sizes in notation.indices.items():
        found[name].index = True
        found[name].counted = {word for size in sizes if size in found for word in found[size].counted}
    free = {base for declared in notation.names.values() for base in (declared.parameters or ())}
    free |= {declared.base for declared in notation.names.values() if declared.body is None}
    for declared in notation.names.values():
        found[declared.base].defined = declared.base not in free
    return found


def letter_of(source: str, known: dict[str, Letter]) -> str | None:
    """The declared letter that a formula is, if it is one alone."""
    match = ALONE.fullmatch(source.strip())
    if not match:
        return None
    index = (match["index"] or "").strip("{}")
    return next((name for name in (f"{match['base']}_{index}", f"{match['base']}_{index[:1]}", match["base"]) if name in known), None)


def occurs(name: str, formula: str) -> bool:
    formula = NO_LETTERS.sub(" ", formula)
    return name in TOKEN.findall(formula) if TOKEN.fullmatch(name) else squeezed(name) in squeezed(formula)


def squeezed(formula: str) -> str:
    return re.sub(r"[\s{}]", "", formula)


def misplaced(source: str, path: str) -> list[str]:
    """Return a message for each letter that stands alone where the words, or its section, speak of another."""
    page, messages = read(source), []
    known = [letters(notation) for notation in sections.notations(page.blocks)]
    start, end = published_errors.by_hand(source) if path == "docs/published-errors.md" else (0, 0)
    heads = [0, *(match.start() for match in HEADING.finditer(page.inlines[0].visible if page.inlines else "")), len(source) + 1]
    declared = [(start, end), *((block.offset, block.last) for block in page.blocks)]
    for inline in page.inlines:
        here = known[sections.holding(page.blocks, inline.offset)]
        name = letter_of(inline.source, here)
        if name is None or any(start <= inline.offset < end for start, end in declared):
            continue
        problem = beside(name, inline, here) or defined(name, inline, here) or respect(name, inline, here, page) or foreign(name, inline, here, page, heads)
        if problem:
            messages.append(f"{path}:{page.place(inline.offset)[0]}: {inline.source.strip()}: {problem}")
    return messages


def beside(name: str, inline: Inline, known: dict[str, Letter]) -> str:
    own, one = known[name], known[name].index and "_" not in inline.source
    before, after = BEFORE.search(inline.visible, max(0, inline.start - 40), inline.start), AFTER.match(inline.visible, inline.end)
    for word in words(before[1]) if before else ():
        running = {other for other, letter in known.items() if letter.index and word in letter.counted}
        named = running if one else running | {other for other, letter in known.items() if word in letter.nouns}
        if named and word not in (own.counted if one else own.words):
            return f"a {word} is {', '.join(sorted(named))}; name that, use another word, or give this letter that word in its meaning"
    for word in words(after[1]) if after and not one else ():
        sizes = {other for other, letter in known.items() if not letter.index and word in letter.counted}
        if sizes and word not in own.words:
            return f"the number of these is {', '.join(sorted(sizes))}"
    return ""


def defined(name: str, inline: Inline, known: dict[str, Letter]) -> str:
    every = EVERY.search(inline.visible, max(0, inline.start - 80), inline.start)
    return "this letter is defined, so it is not any number" if every and known[name].defined and "_" not in inline.source else ""


def respect(name: str, inline: Inline, known: dict[str, Letter], page: Page) -> str:
    if (known[name].index and "_" not in inline.source) or not RESPECT.search(inline.visible, max(0, inline.start - 40), inline.start):
        return ""
    by = re.compile(rf"(?:\\partial|\\nabla(?:\^2)?_|(?<![A-Za-z])d){re.escape(squeezed(name))}(?![A-Za-z])")
    found = any(by.search(squeezed(formula.source)) for formula in (*page.displays, *page.inlines))
    return "" if found else "no formula of this page differentiates by it"


def foreign(name: str, inline: Inline, known: dict[str, Letter], page: Page, heads: list[int]) -> str:
    start, end = max(head for head in heads if head <= inline.offset), min(head for head in heads if head > inline.offset)
    others = [formula for formula in (*page.displays, *page.inlines) if start <= formula.offset < end and formula is not inline]
    if any(occurs(name, formula.source) for formula in others) or (known[name].words | known[name].counted) & words(inline.visible[start:end]):
        return ""
    return "nothing else in this section is about this letter; say what it is in a word of its meaning, or leave it out"


@pytest.mark.parametrize("path", SOURCES)
def test_each_letter_alone_is_one_that_its_words_and_its_section_speak_of(path):
    passed = kept("letters")
    known = key(machinery(__name__), path, SOURCES[path], published_errors.DATA.read_text(encoding="utf-8"))
    if not passed.read(known):
        messages = misplaced(SOURCES[path], path)
        if messages:
            pytest.fail("\n".join(messages), pytrace=False)
        passed.write(known, True)


PAGE = """## One

$$
\\frac{{\\partial}}{{\\partial z}} (p - y) = p (1 - p)
$$

{said}.

$$
\\sum_k x_k = K
$$

## Another

Of $T$ this section speaks, and of $T$.

```notation
size K = 3, 2       # number of classes
size n = 2, 1       # number of hidden units
index k : K
index i : n
x_k : real          # weight of class $k$
z : real            # pre-activation, or logit
y : real            # target
p := \\sigma(z)     # probability
T : positive        # temperature
\\sigma(r) := \\frac{{1}}{{1 + e^{{-r}}}}  # sigmoid
```
"""


@pytest.mark.parametrize(
    "said",
    [
        "the target $p$", "the target\n$z$", "targets $x_k$", "class $i$", "class $p$", "the weight $z$", "for $n$ classes", "with $p$ classes",
        "for every $p$", "for all $z$ and $p$", "with respect to $y$", "with respect to the number $p$", "if $T$ is small", "if $n$ is small",
    ],
)  # fmt: skip
def test_a_letter_of_which_the_words_and_the_section_do_not_speak_is_found(said):
    [message] = misplaced(PAGE.format(said=said), "page.md")
    assert message.startswith(f"page.md:{8 if chr(10) in said else 7}: {said.split('$')[-2]}: ")


@pytest.mark.parametrize(
    "said",
    [
        "the target $y$", "targets $y$ and $p$", "the logit $z$", "class $k$", "the weight $x_k$", "unit $i$ is off", "for $K$ classes", "with $n$ hidden units",
        "for every $z$ and $y$", "for all $r$ and $\\sigma(r)$", "every $x_k$", "with respect to $z$", "with respect to the logit $z$", "the temperature is $T$", "with respect to unit $i$", "the number $p$", "target, $p$", "`the target` $p$", "the target $p + 1$",
    ],
)  # fmt: skip
def test_a_letter_of_which_they_speak_is_not(said):
    assert not misplaced(PAGE.format(said=said), "page.md")
