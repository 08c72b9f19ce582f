"""What a check found: findings, and the status of every link."""

from dataclasses import asdict, dataclass, field

from proofread.pages.typeset import Typeset


UNREAD = ("parse", "name", "index", "shape", "derivative", "undefined", "mention")  # the kinds of findings of what is not read
CLAIM, OF_CLAIM, OF_DISPLAY, OF_TABLE, OF_WORDS = STATUSES = (
    "tested",
    "condition of a claim",
    "condition of a display",
    "case of a table",
    "condition beside words",
)
HELD, SAID, LETTER, NAMED, ALONE = MENTIONED = (
    "in a checked formula",
    "in words that are checked",
    "a letter or a number",
    "not read",
    "in no checked formula",
)


@dataclass(frozen=True)
class Finding:
    """Something wrong, at a line and column of a file; `source` is that line."""

    path: str
    line: int
    column: int
    kind: str
    message: str
    source: str = ""

    def __str__(self):
        place = f"{self.path}:{self.line}:{self.column}: {self.kind}: {self.message}"
        return place if not self.source else f"{place}\n    {self.source}\n    {' ' * (self.column - 1)}^"


@dataclass(frozen=True)
class LinkStatus:
    """One link of a display: where it stands, and proved, tested, refuted, "not a claim", false, undecided or unread.

    `points` is the number of points at which the two sides were compared, 0 where they were not compared as numbers.
    `scope` says for which sizes a link is proved or tested: "every size", or "the sizes listed" in the notation block; it is
    empty where no size occurs.
    """

    line: int
    status: str
    points: int = 0
    scope: str = ""


@dataclass(frozen=True)
class RelationStatus:
    """A formula with a relation in a sentence: where it stands, its source, and one of STATUSES."""

    line: int
    source: str
    status: str


@dataclass(frozen=True)
class MentionStatus:
    """A formula without a relation in a sentence: where it stands, its source, and one of MENTIONED."""

    line: int
    source: str
    status: str


@dataclass
class DisplayStatus:
    """One display: its anchor, its first line, its source, its links and what is wrong with it."""

    line: int
    anchor: str
    source: str
    links: list[LinkStatus] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    remark: str = ""  # why it is refuted, or no claim
    definition: bool = False  # it restates definitions of the notation block, so that there is nothing to prove

    @property
    def status(self) -> str:
        """The weakest status of its links."""
        present = {link.status for link in self.links}
        for status in ("false", "undecided", "unread", "refuted", "not a claim", "tested", "proved"):
            if status in present:
                return status
        return "unread" if self.findings else "not a claim"

    @property
    def scope(self) -> str:
        """The narrowest scope of its links: "the sizes listed", "every size", or nothing where no size occurs."""
        present = {link.scope for link in self.links}
        return next((scope for scope in ("the sizes listed", "every size") if scope in present), "")


@dataclass
class Report:
    """The check of one page; `findings` is empty if all that it shows holds."""

    path: str
    displays: list[DisplayStatus] = field(default_factory=list)
    others: list[Finding] = field(default_factory=list)  # in the notation, in markers, in code
    sentences: list[Finding] = field(default_factory=list)  # in inline formulas
    relations: list[RelationStatus] = field(default_factory=list)  # in inline formulas
    mentions: list[MentionStatus] = field(default_factory=list)  # inline formulas without one
    inlines: int = 0
    named: int = 0  # of the inline formulas: those of which only the names were looked at
    formulas: list[Typeset] = field(default_factory=list)  # what the page typesets, in its order

    @property
    def findings(self) -> list[Finding]:
        found = [*self.rest, *(finding for display in self.displays for finding in display.findings)]
        return sorted(found, key=lambda finding: (finding.line, finding.column))

    @property
    def rest(self) -> list[Finding]:
        """What is wrong outside displays."""
        return [*self.others, *self.sentences]

    @property
    def links(self) -> list[LinkStatus]:
        return [link for display in self.displays for link in display.links]

    def as_dict(self) -> dict:
        return {
            "path": self.path,
            "findings": [asdict(finding) for finding in self.findings],
            "displays": [{**asdict(display), "status": display.status, "scope": display.scope} for display in self.displays],
            "relations": [asdict(relation) for relation in self.relations],
            "mentions": [asdict(mention) for mention in self.mentions],
            "inlines": self.inlines,
            "named": self.named,
            "formulas": [[formula.source, formula.display] for formula in self.formulas],
        }


def counted(number: int, noun: str) -> str:
    """Return a number of things in words: 1 page, 2 pages."""
    return f"{number} {noun}{'s' * (number != 1)}"


def summary(reports: list[Report], displays_only: bool = False) -> str:
    """Say how many formulas were read, how many not, and how many were skipped and why."""
    displays = [display for report in reports for display in report.displays]
    unclaimed = sum(display.status == "not a claim" for display in displays)
    sentences = sum(report.inlines for report in reports)
    unread = sum(display.status == "unread" for display in displays)
    unread += len({(finding.path, finding.line, finding.column) for report in reports for finding in report.rest if finding.kind in UNREAD})
    named = sum(report.named for report in reports)
    skipped = {"marked as no claim": unclaimed, "in the text": sentences} if displays_only else {"marked as no claim": unclaimed, "looked at for their names alone": named}
    why = ", ".join(f"{count} {reason}" for reason, count in skipped.items() if count)
    read = len(displays) + sentences - unread - sum(skipped.values())
    return f"{counted(max(read, 0), 'formula')} read, {unread} not read, {sum(skipped.values())} skipped{f': {why}' if why else ''}"


def exempt(reports: list[Report]) -> str | None:
    """Say if more displays than one, and than 2 % of all, are marked as no claim."""
    displays = [display for report in reports for display in report.displays]
    unclaimed = [display for display in displays if display.status == "not a claim"]
    if len(unclaimed) <= max(1, len(displays) // 50):
        return None
    return f"{len(unclaimed)} of {len(displays)} displays are marked as no claim; at most one, or 2 %, may be, so make them claims or text"
