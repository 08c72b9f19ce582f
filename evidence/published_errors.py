"""Errors in print: what proofread says of the wrong and the right form of each.

    python -m evidence.published_errors    # rewrite the generated parts of docs/published-errors.md

The data are in published_errors.toml beside this file, which says what each entry is. The reports to libraries are those of
the pages that run the libraries.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proofread import Report, check_text
from proofread.progress import Progress
from theme import ROOT, cards

GITHUB = "https://github.com/"
DATA = Path(__file__).with_suffix(".toml")
PAGE = ROOT / "docs" / "published-errors.md"
REPORTING = ("libraries.md", "tensorflow.md")  # the pages with sections of reports, each a heading, a block and its output
REPOSITORY = re.compile(r"[\w-]+/[\w.-]+(?= \(|$)")
ELSEWHERE = re.compile(r"([\w-]+/[\w.-]+) (?=#\d|[0-9a-f]{7})")  # another repository, before what is its own
PLACE = re.compile(
    r"#(?P<issues>\d+)\b|\b(?P<commit>(?=[0-9a-f]*\d)[0-9a-f]{7,12})\b|(?P<file>[\w/-]+/[\w.-]+\.(?:py|md|rst|rs|ex|jl))\b"
)
REPORT = re.compile(r"^### (?P<title>.+) \{ #(?P<anchor>report-[\w-]+) \}$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """One entry of the data.

    `unreadable` says why it has no formulas that can be checked, and `seen` when the error still stood in print.
    """

    repo: str
    issue: str
    kind: str
    on_topic: bool
    how: str
    says: str
    read: str = ""  # "source", "thread", or nothing: the first report alone
    since: str = ""
    seen: str = ""
    unreadable: str = ""
    added: str = ""
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
    marker = f"Let ${given}$.\n\n<!-- eq: given {given} -->\n" if given else ""
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


ANCHORS = {"failed-repair": "bad-fix", "mistaken-report": "false-report"}  # the published anchors of two kinds
REFUTED = "false"  # the kind of a finding that the sides differ; the other kinds refuse to read the formula
CONTRADICTED = "contradicted at a few steps"
UNDEFINED = re.compile(r"the (left|right) side is undefined: .*(?= at )")


def verdict(case: Case, formula: str) -> str:
    """Say in words what proofread says of one form: proved or tested, or the kind of its finding."""
    display = report(case, formula).displays[-1]
    if not display.findings:
        return "proved" if {link.status for link in display.links} == {"proved"} else "tested"
    finding = display.findings[0]
    if finding.kind == REFUTED:
        undefined = UNDEFINED.search(finding.message)
        if "\\lim" in formula:
            return CONTRADICTED
        return f"refuted, {undefined[0]}" if undefined else "refuted by computation"
    return f"refused, {finding.kind}: `{finding.message}`"


def result() -> str:
    """Return the first sections of the page: the totals in sentences and a table, and what stood in print when last seen."""
    entries, readable, wrong, right, left = _counts(cases())
    read = [case for case in cases() if not case.unreadable]
    weak = sum(verdict(case, case.wrong) == CONTRADICTED for case in read)
    proved = sum(verdict(case, case.right) == "proved" for case in read)
    sentences = (
        f"Of {entries} entries {readable} can be read.\nOf their wrong forms {wrong} of {readable} are caught: {wrong - weak} are refuted or refused, "
        f"and {weak} are limits that are only contradicted at a few steps.\n"
        f"Of their right forms {right} of {readable} are verified: {proved} are proved and {right - proved} tested.\nEach of the other {left} says why it cannot be read.\n"
        "The checker was extended while the collection grew, until it found all: "
        "the numbers do not say what share of new errors it would find."
    )
    looked_up = {read: sum(case.read == read for case in cases()) for read in ("source", "thread", "")}
    sources = (
        f"{looked_up['source']} entries were compared with the file, the commit or the list of errata itself, "
        f"and {looked_up['thread']} with the discussion that quotes it.\n"
        f"The other {looked_up['']} are taken from the first report alone, and say so."
    )
    table = _table("Subject", {"this site": _about(True), "others": _about(False)})
    found = sorted((case for case in cases() if case.seen), key=lambda case: case.seen, reverse=True)
    standing = (
        f"{len(found)} of the entries stood in the newest version that was read; each has the date of that version, and since when it stood there if that is known.\n"
        "They may have been repaired since."
    )
    parts = ["## Result { #result }", sentences, sources, table, "## In print when last seen { #standing data-search-exclude }", standing]
    parts += [_listed(found), "## Reports to libraries { #reports }", reports()]
    return "\n\n".join(parts) + "\n\n"


def reports() -> str:
    """Return the list of what the libraries could mend: the titles of the reports, linked to where they are run."""
    found = [
        f"- [{match['title']}]({page}#{match['anchor']})"
        for page in REPORTING
        for match in REPORT.finditer((PAGE.parent / page).read_text(encoding="utf-8"))
    ]
    sentences = "What a library computes can be wrong as well.\nEach of these is shown in at most five lines, run and compared:"
    return "\n".join([sentences, "", *found])


def markdown() -> str:
    """Return the generated end of the page: the list of the other cases, and the results by kind.

    The list is not the last section, because the browser lays out the last one at once.
    """
    parts = ["## The other cases { #cases data-search-exclude }"]  # the search is one of words, not of LaTeX
    others = [case for case in cases() if not case.seen]
    for kind in sorted({case.kind for case in others}):
        anchor = ANCHORS.get(kind, kind.replace("/", "-"))
        parts.append(f"### {_words(kind).capitalize()} {{ #kind-{anchor} data-search-exclude }}")
        parts.append(_listed([case for case in others if case.kind == kind]))
    parts += ["## Results by kind { #by-kind }", "On the subject of this site:", _kinds(_about(True)), "On other subjects:", _kinds(_about(False))]
    return "\n\n".join(parts) + "\n"


def _about(on_topic: bool) -> list[Case]:
    return [case for case in cases() if case.on_topic == on_topic]


def _kinds(found: list[Case]) -> str:
    groups = {_words(kind): [case for case in found if case.kind == kind] for kind in sorted({case.kind for case in found})}
    return _table("Kind", {**groups, "all": found})


def _words(kind: str) -> str:
    return kind.replace("-", " ").replace("/", " or ")


def _table(what: str, groups: dict[str, list[Case]]) -> str:
    """Return one row for each group of cases."""
    lines = [f"| {what} | Entries | Readable | Wrong caught | Right verified | Not readable |", "|---|--:|--:|--:|--:|--:|"]
    lines += [f"| {name} | " + " | ".join(map(str, _counts(found))) + " |" for name, found in groups.items()]
    return cards.of("\n".join(lines), "counted").rstrip("\n")


def _counts(found: Sequence[Case]) -> tuple[int, ...]:
    readable = [case for case in found if not case.unreadable]
    wrong = sum(bool(report(case, case.wrong).displays[-1].findings) for case in readable)
    right = sum(not report(case, case.right).findings for case in readable)
    return len(found), len(readable), wrong, right, len(found) - len(readable)


def _listed(found: Sequence[Case]) -> str:
    """Return the cases as a list, and those on other subjects as one of its own."""
    about, others = ("\n".join(_item(case) for case in found if case.on_topic == on_topic) for on_topic in (True, False))
    return "\n\n".join(filter(None, [about, others and "On other subjects:", others]))


def _linked(case: Case) -> str:
    """Return where an error stood, with links to the threads, commits and files that it names."""
    repo = REPOSITORY.match(case.repo)
    if not repo:
        return f"{case.repo}, {case.issue}"

    def link(place: re.Match) -> str:
        [(kind, name)] = [(kind, name) for kind, name in place.groupdict().items() if name]
        return f"[{place[0]}]({GITHUB}{its}/{'blob/HEAD' if kind == 'file' else kind}/{name})"

    places = []
    for part in case.issue.split("; "):
        elsewhere = ELSEWHERE.search(part)
        its = elsewhere[1] if elsewhere else repo[0]
        places.append(PLACE.sub(link, part))
    return case.repo.replace(repo[0], f"[{repo[0]}]({GITHUB}{repo[0]})") + ", " + "; ".join(places)


def _item(case: Case) -> str:
    since = f"; since {case.since}" if case.since else ""
    stood = f" Still there {'on' if case.seen.count('-') == 2 else 'in'} {case.seen}{since}." if case.seen else ""
    title = f"- **{_linked(case)}**: {case.says}.{stood}{'' if case.read else ' (From the report alone.)'}"
    if case.unreadable:
        return f"{title}\n    Not readable: {case.unreadable}."
    forms = ("claimed", "published") if case.kind == "mistaken-report" else ("wrong", "right")
    lines = [f"    - {forms[0]}: `{case.wrong}`, {verdict(case, case.wrong)}"]
    lines.append(f"    - {forms[1]}: `{case.right}`{{ .formula }}, {verdict(case, case.right)}")
    if case.added:
        lines.append(f"    - added: {case.added}")
    return "\n".join([title, *lines])


def rewritten(source: str) -> str:
    """Return the page with its generated parts made again."""
    progress = Progress("errors in print checked", len(cases()))
    for case in cases():
        for formula in (case.wrong, case.right) * (not case.unreadable):
            report(case, formula)
        progress.step(case.issue)
    start, end = by_hand(source)
    return source[: source.index("## Result {")] + result() + source[start:end] + markdown()


def by_hand(source: str) -> tuple[int, int]:
    """Return where the part between the two generated ones begins and ends."""
    return source.index("## The collection"), source.index("## The other cases")


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
