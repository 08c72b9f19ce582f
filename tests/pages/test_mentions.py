"""Each formula of a text that claims nothing stands in a formula that is checked on its page, or has its reason in mentions.toml.

What stands in one is said in `proofread.pages.mentions`: a slip such as p + y for p - y stands in none.
Numbers in formulas, alone, as the point (1, 0) or in a list, stand in this order and with these signs in a block, an output or a checked
formula of the page.
"""

import re
import tomllib
from fractions import Fraction
from math import log

import pytest

from blocks.page import fences
from proofread import check_text
from proofread.cache import check_page
from proofread.files import pages_below
from proofread.pages.notebook import as_markdown
from proofread.pages.page import read
from proofread.pages.report import ALONE, Report
from proofread.results.store import kept
from tests import ROOT
from tests.pages.test_numerals import NUMERAL, text_and_checked

LIST = "tests/pages/mentions.toml"
LISTED = tomllib.loads((ROOT / LIST).read_text(encoding="utf-8"))
REASONS = {
    "argued": "stands in an argument by hand",
    "asked": "an exercise asks for it, and its solution or its block shows it",
    "code": "what a program computes, or how it is written",
    "elsewhere": "derived or checked on the page that is linked there",
    "meaning": "says what a letter or a sign means",
    "no value": "has no value, or none in floating point",
    "size": "a shape, or a number of entries, classes or operations",
    "wrong": "wrong on purpose, and said to be",
}
PAGES = [path.relative_to(ROOT).as_posix() for path in pages_below([str(ROOT / "README.md"), str(ROOT / "docs")])]
NUMBER = r"-?(?:\\frac\{\d+\}\{[1-9]\d*\}|(?:\d+ )?\\ln [1-9]\d*|\d+(?:\.\d+)?(?: ?/ ?[1-9]\d*)?)"
ROW = re.compile(
    rf"\$({NUMBER})\$(?!, \$?{NUMBER}|,? and \$?{NUMBER})"  # alone
    rf"|\((?:{NUMBER}, ?)+{NUMBER}\)"  # a point
    rf"|(?:\$?{NUMBER}\$?, )*\$?{NUMBER}\$?,? and \$?{NUMBER}\$?(?![\w.])"  # a list
)
PRINTED = re.compile(r"[-−]? ?(?:\\frac\{\d+\}\{[1-9]\d*\}|(?:\d+ )?\\ln [1-9]\d*|\d+(?:\.\d+)?(?:[eE][-+]?\d+|/[1-9]\d*)?)")


def unheld(report: Report, source: str, listed: dict[str, str]) -> list[str]:
    """Return a message for each formula and row of numbers of a page that nothing holds, and for each entry of the list without use."""
    found = [(mention.line, mention.source.strip()) for mention in report.mentions if mention.status == ALONE]
    found = [(line, formula) for line, formula in found if not ROW.fullmatch(f"${formula}$") and not NUMERAL.fullmatch(formula.lstrip("-"))]
    found += rows(report.path, source) if report.path.endswith(".md") else []  # of a notebook other tests compare the numerals
    messages = [
        f"{report.path}:{line}: {formula} occurs in no checked formula of this page; write the claim that it stands for, "
        f"show the formula, or list it with its reason in {LIST}"
        for line, formula in sorted(found)
        if formula not in listed
    ]
    unused = set(listed) - {formula for _, formula in found}
    return messages + [f"{LIST}: {formula!r} of {report.path} is not needed; remove it" for formula in sorted(unused)]


def rows(path: str, source: str) -> list[tuple[int, str]]:
    """Return the line and the text of numbers in formulas, one or more in a row, that no block, output or checked formula has in this order."""
    page, found = read(source), []
    if not page.inlines:
        return found
    checked = [*(fence.text for fence in fences(source, path)), text_and_checked(path, source)[1]]
    printed = [_value(match[0]) for text in checked for match in PRINTED.finditer(text)]
    text = page.inlines[0].visible
    for match in ROW.finditer(text):
        values = [_value(number)[0] for number in re.findall(NUMBER, match[0])]
        formula = any(part.start < match.end() and match.start() < part.end for part in page.inlines)
        if formula and not any(all(map(_is, values, printed[at:])) for at in range(len(printed) - len(values) + 1)):
            found.append((text.count("\n", 0, match.start()) + 1, " ".join(match[0].split()).strip("$") if match[1] else " ".join(match[0].split())))
    return found


def _is(value: float, other: tuple[float, float]) -> bool:
    return abs(value - other[0]) <= max(other[1], 1e-9 * abs(value))


def _value(number: str) -> tuple[float, float]:
    """Return a number, and how far it may be from what it is rounded from."""
    number = number.replace("−", "-").replace(" ", "")
    sign, number = (-1, number[1:]) if number.startswith("-") else (1, number)
    if number.startswith("\\frac"):
        number = "/".join(re.findall(r"\d+", number))
    factor, logarithm, of = number.partition("\\ln")
    if logarithm:
        return sign * int(factor or 1) * log(int(of)), 0
    decimals = len(number.partition(".")[2]) if re.fullmatch(r"\d+\.\d{3,}", number) else None
    return sign * float(Fraction(number) if "/" in number else number), 0.0 if decimals is None else 0.5 * 10**-decimals + 1e-12


@pytest.mark.parametrize("path", PAGES)
def test_each_formula_that_claims_nothing_is_held(path):
    source = (ROOT / path).read_text(encoding="utf-8")
    source = source if path.endswith(".md") else as_markdown(source)
    report = check_page(source, path, kept("proofread"))
    if any(finding.kind == "notation" for finding in report.findings):
        pytest.fail(f"the formulas of {path} that claim nothing wait for its notation block, which cannot be read", pytrace=False)
    messages = unheld(report, source, LISTED.get(path, {}))
    if messages:
        pytest.fail("\n".join(messages), pytrace=False)


def test_each_reason_is_one_of_the_list():
    assert {reason for entries in LISTED.values() for reason in entries.values()} <= set(REASONS)
    assert set(LISTED) <= set(PAGES)


PAGE = """So {said}.

$$
p - y = -(y - p)
$$

```python
print(0.4)
```

<!--pytest-codeblocks:expected-output-->

```text
0.400
```

```notation
p, y : real
```
"""


@pytest.mark.parametrize("said", ["the gradient is $p + y$", "$\\frac{3}{5}$ of them", "$2 p$ occurs", "$\\ln 0$"])
def test_a_formula_that_nothing_holds_is_found_and_can_be_listed(said):
    text = PAGE.format(said=said)
    report = check_text(text)
    [message] = unheld(report, text, {})
    formula = said.split("$")[1]
    assert message.startswith(f"page.md:1: {formula} occurs in no checked formula")
    assert unheld(report, text, {formula: "argued"}) == []


@pytest.mark.parametrize("said", ["the gradient is $p - y$", "$\\frac{2}{5}$ of them", "$p$", "$10^{-7}$"])
def test_a_formula_that_is_held_is_none_and_needs_no_entry(said):
    text = PAGE.format(said=said)
    assert unheld(check_text(text), text, {}) == []
    assert "remove it" in unheld(check_text(text), text, {"p + y": "argued"})[0]
