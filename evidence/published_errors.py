"""Errors in print: what proofread says of the wrong and the right form of each.

    python -m evidence.published_errors    # rewrite the generated part of docs/published-errors.md

The data are in tests/published_errors.toml, which says what each entry is.
"""

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proofread import Report, check_text

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "published_errors.toml"


@dataclass(frozen=True)
class Case:
    """One entry of the data; `unreadable` says why it has no formulas that can be checked."""

    repo: str
    issue: str
    kind: str
    on_topic: bool
    how: str
    says: str
    unreadable: str = ""
    completed: str = ""
    notation: str = ""
    given: str = ""
    where: tuple[tuple[str, str], ...] = ()  # the conditions under which definitions have a value
    wrong: str = ""
    right: str = ""
    expected: str = ""
    message: str = ""

    @property
    def name(self) -> str:
        return f"{self.repo} {self.issue}"

    def page(self, formula: str) -> str:
        """Return a page with the notation, one display for each definition, and last the formula."""
        block = f"```notation\n{self.notation.strip()}\n```\n\n" if self.notation else ""
        restated = [_display(f"{head} = {body}", dict(self.where).get(head, "")) for head, body in definitions(self.notation)]
        return block + "\n".join([*restated, _display(formula, self.given)])


def _display(formula: str, given: str) -> str:
    marker = f"<!-- eq: given {given} -->\n" if given else ""
    return f"{marker}$$\n{formula}\n$$\n"


def definitions(notation: str) -> list[tuple[str, str]]:
    """Return the two sides of each definition of a notation block."""
    sides = [line.partition("#")[0].partition(":=") for line in notation.splitlines()]
    return [(head.partition(" : ")[0].strip(), body.strip()) for head, mark, body in sides if mark]


@cache
def data() -> dict:
    """Return the data file as it is."""
    with DATA.open("rb") as file:
        return tomllib.load(file)


@cache
def cases() -> tuple[Case, ...]:
    """Return all cases, with shared notation blocks put in."""
    found = []
    for entry in data()["case"]:
        notation = entry.get("notation", "")
        if notation.startswith("@"):
            notation = data()["notations"][notation[1:]]
        where = tuple(entry.get("where", {}).items())
        found.append(Case(**{**entry, "notation": notation, "where": where}))
    return tuple(found)


@cache
def report(case: Case, formula: str) -> Report:
    """Return what proofread says of one form of a case."""
    return check_text(case.page(formula), path="page.md")
