"""Each numeral of two or more digits that a reader meets in the text of a page has its value from something checked.

Text is what stands outside fences, displays and checked inline formulas: sentences, table cells, captions,
alternative text, titles of boxes, descriptions, and inline code, where a digit that belongs to a name (`float64`) is none.
What is checked is the output of a block, a display, an inline formula with a relation, and the notation block, of the same page.
A numeral is compared by its value without its sign, so that 10^{-3}, 1e-3 and 0.001 are one;
it may have fewer digits than the checked value, two at least, if that value rounds to it.
What has no such value has an entry with its source in numerals.toml: a year, a version, a licence, a bound of a test.
The sections of references are not read, because each line of them is a source; nor are the numbers of steps and exercises.
"""

import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction

import pytest

from blocks.page import markdown_files, parse
from evidence import published_errors
from proofread.latex.relations import CONNECTIVES, RELATIONS
from proofread.pages.fences import blanked, outside
from proofread.pages.page import read
from proofread.pages.published import comments
from proofread.results.dependencies import machinery
from proofread.results.store import kept, key
from tests import ROOT

LIST = "tests/pages/numerals.toml"
try:
    LISTED = tomllib.loads((ROOT / LIST).read_text(encoding="utf-8"))
except tomllib.TOMLDecodeError as error:
    pytest.fail(f'{LIST}: {error}; a line is written "numeral" = "where it comes from"', pytrace=False)
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in markdown_files([str(ROOT / "README.md"), str(ROOT / "docs")])
}
NUMERAL = re.compile(
    r"(?<![\w.])"  # a digit within a name is none
    r"(?P<number>\d{1,3}(?:(?:,|\{,\})\d{3})+(?!\d)|\d+(?:\.\d+)*\.?(?=[eE][+-]?\d)|\d+(?:\.\d+)*)"
    r"(?:[eE](?P<exponent>[+-]?\d+))?"
    r"(?P<times>\s*(?:\\cdot|\\times|[·×*])\s*10(?=\^|\*\*))?"
    r"(?:(?:\^|\*\*)(?P<power>-?\d+|\{-?\d+\}|\(-?\d+\)))?"
)
REFERENCES = re.compile(r"^## References\b.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"\]\([^)\s]*|<https?:[^>]*>|https?://\S+|^\[[^\]]+\]:.*$", re.MULTILINE)
ATTRIBUTES = re.compile(r"\{:? [#.][^}\n]*\}|\{:? ?[\w-]+=[^}\n]*\}")
STATES = re.compile("|".join(rf"{re.escape(word)}(?![a-zA-Z])" for word in sorted(RELATIONS | CONNECTIVES)))
ENUMERATED = re.compile(r"^(?:[ \t]*|#+ )\d+\. |\bsteps? \d+\b", re.MULTILINE)  # items, headings, and references to them
SETTINGS = re.compile(r"\A---\n.*?^---$", re.MULTILINE | re.DOTALL)  # of a page; of them only the description is text
DESCRIPTION = re.compile(r"^description: .*\n(?:  .*\n)*", re.MULTILINE)


@dataclass(frozen=True)
class Numeral:
    """A numeral as it is written, its value without the sign, and the unit of its last digit; `line` is counted from 1."""

    text: str
    value: Fraction | None  # None: it is no number but a version, as 3.11.5
    unit: Fraction
    digits: int  # significant ones
    line: int

    def rounds_to(self, other: "Numeral") -> bool:
        """Whether the value is that of the other, or rounded to its last digit is the other."""
        if self.value is None or other.value is None:
            return self.text == other.text
        rounded = other.digits > 1 and self.unit < other.unit and abs(self.value - other.value) <= other.unit / 2
        return rounded or self.value == other.value


def numerals(text: str) -> list[Numeral]:
    """Return the numerals of two or more digits in a text."""
    text = re.sub(r"\\[dt]?frac(\d)(\d)", r"\\frac{\1}{\2}", text)
    found = []
    for match in NUMERAL.finditer(text):
        if sum(map(str.isdigit, match[0])) > 1:
            found.append(Numeral(match[0], *_value(match), text.count("\n", 0, match.start()) + 1))
    return found


def _value(match) -> tuple[Fraction | None, Fraction, int]:
    """Return value, unit and significant digits; a power such as 2^{10} has no last digit, so its unit is 0."""
    number = re.sub(r"[{},]", "", match["number"]).strip(".")
    if number.count(".") > 1:
        return None, Fraction(0), 0
    digits = len(number.replace(".", "").lstrip("0"))
    power = int(match["power"].strip("{}()")) if match["power"] else 1
    scale = Fraction(10) ** int(match["exponent"] or 0)
    if match["times"]:
        scale *= Fraction(10) ** power
    elif match["power"]:
        return (Fraction(number) ** power if Fraction(number) and abs(power) < 10_000 else None), Fraction(0), digits
    return Fraction(number) * scale, scale / 10 ** len(number.partition(".")[2]), digits


def text_and_checked(path: str, source: str) -> tuple[str, str]:
    """Return what a page says, with all else blanked so that its lines keep their numbers, and what of it is checked."""
    page = read(source)
    checked = [block.source for block in page.blocks] + [block.output for block in parse(source, path) if block.output]
    checked += [display.source for display in page.displays]
    spans = [(display.offset - 2, display.offset + len(display.source) + 2) for display in page.displays]
    for formula in page.inlines:
        if STATES.search(formula.source):
            checked.append(formula.source)
            spans.append((formula.offset, formula.offset + len(formula.source)))
    settings = SETTINGS.match(source)
    if settings:
        description = DESCRIPTION.search(source, 0, settings.end())
        shown = description.span() if description else (settings.end(), settings.end())
        spans += [(0, shown[0]), (shown[1], settings.end())]
    text = blanked(outside(source), spans)
    for found in (*(what.finditer for what in (REFERENCES, ADDRESS, ATTRIBUTES, ENUMERATED)), comments):
        text = blanked(text, (match.span() for match in found(text)))
    if path == "docs/published-errors.md":  # all but its middle is made from the data, and compared with them
        start, end = published_errors.by_hand(source)
        checked += [source[:start], source[end:]]
        text = blanked(text, [(0, start), (end, len(text))])
    return text, "\n".join(checked)


def without_source(path: str, source: str, listed: dict[str, str]) -> list[str]:
    """Return a message for each numeral of a page that nothing vouches for, and for each entry of the list without use."""
    text, checked = text_and_checked(path, source)
    values = numerals(checked)
    found = [numeral for numeral in numerals(text) if not any(value.rounds_to(numeral) for value in values)]
    messages = [
        f"{path}:{numeral.line}: no output and no checked formula of the page has {numeral.text}; print it in a block, "
        "write it in a formula that is checked, leave it out" + (", or list it with its source in tests/pages/numerals.toml" if path.endswith(".md") else "")
        for numeral in found
        if numeral.text not in listed
    ]
    unused = set(listed) - {numeral.text for numeral in found}
    return messages + [f'tests/pages/numerals.toml: "{text}" of {path} is not needed; remove it' for text in sorted(unused)]


@pytest.mark.parametrize("path", SOURCES)
def test_each_numeral_of_the_text_has_a_source(path):
    listed, passed = LISTED.get(path, {}), kept("numerals")
    known = key(machinery(__name__), path, SOURCES[path], repr(listed), published_errors.DATA.read_text(encoding="utf-8"))
    if not passed.read(known):
        messages = without_source(path, SOURCES[path], listed)
        if messages:
            pytest.fail("\n".join(messages), pytrace=False)
        passed.write(known, True)


@pytest.mark.parametrize("path", LISTED)
def test_the_source_of_a_listed_numeral_has_it(path):
    for numeral, where in LISTED[path].items():
        source = REFERENCES.search(SOURCES[path])[0] if where == "References" else (ROOT / where).read_text(encoding="utf-8")
        assert re.search(rf"(?<![\w.]){re.escape(numeral)}(?!\.?\d)", source), f"{where} has no {numeral}, which {path} takes from there"


PAGE = """# Page

The loss at 40 is 0.693, {said}.

```python
print("0.69315", 40)
```

<!--pytest-codeblocks:expected-output-->

```text
0.69315 40
```

$$
z < 10^{{-18}}
$$
"""


@pytest.mark.parametrize(
    "said", ["0.7", "0.692", "0.6931472", "41", "1e-17", "$4 \\cdot 10^{-18}$", "`exp(41)`", "![41](figure:x)", '![x](figure:x "41")', "1,000"]
)
def test_a_numeral_that_nothing_vouches_for_is_found(said):
    assert [message for message in without_source("page.md", PAGE.format(said=said), {}) if message.startswith("page.md:3: ")]


@pytest.mark.parametrize("said", ["0.69315", "40.0", "0.69", "-40", "$10^{-18}$", "1e-18", "float64", "step 12", "[it](x.md#eq-12)", "$y = 41$, 41"])
def test_a_numeral_that_is_checked_is_none(said):
    assert not without_source("page.md", PAGE.format(said=said), {})


def test_an_entry_without_use_is_found():
    assert "remove it" in without_source("page.md", PAGE.format(said=""), {"40": "Makefile"})[0]
