"""One badge a display: the strongest thing that is true of it, with its scope, and the evidence, which opens.

A display that only restates a definition has none.
"""

import html
import re
from dataclasses import dataclass, field

from proofread.latex.tree import walk
from proofread.meaning import conditions, scope
from proofread.meaning.notation import Notation
from proofread.meaning.outline import as_read
from proofread.pages import page as pages, sections
from proofread.pages.report import DisplayStatus
from proofread.verdicts.link import links
from proofread.verdicts.verdict import EVERY
from theme import evidence, numbers
from theme.evidence import Shown

LEGEND = "colophon.html#marks"
DIGITS = 18  # to which two sides agree that count as equal: 60 bits
NO_NUMBER = ("limit", "integral", "order")  # not compared as two numbers
STATUS = {  # seen only while its writer reads the page
    "false": "shown to be false",
    "unread": "not read",
    "undecided": "neither shown nor refuted",
}


@dataclass
class Badge:
    """What is known of a display: its status, the sizes it was checked at, and what else shows it."""

    status: DisplayStatus
    sizes: dict[str, tuple[int, ...]] = field(default_factory=dict)  # that it depends on
    choices: int = 1  # of these sizes that were tried
    equal: bool = False  # each link compares two numbers that should be equal
    rounded: bool = False  # a link compares a number with its first digits
    shown: list[Shown] = field(default_factory=list)
    code: list[str] = field(default_factory=list)  # the functions that implement a side
    as_read: str = ""  # with every bracket
    example: str = ""  # at which a chain is shown with numbers
    declarations: str = ""  # the notation block of the page
    notation: Notation | None = field(default=None, repr=False)
    numbers: bool = False  # no variable stands in it
    reasons: list[int] = field(default_factory=list)  # of each link, the row whose reason it stands in; 0 for a link between rows

    @property
    def general(self) -> Shown | None:
        """The SymPy proof that leaves free every size that the display depends on."""
        return next(filter(self.is_general, self.shown), None)

    def is_general(self, one: Shown) -> bool:
        """Whether a block is a SymPy proof that leaves free every size that the display depends on."""
        return one.kind == "SymPy" and one.free >= self.sizes.keys()

    @property
    def word(self) -> str:
        """What a reader may believe, in one word."""
        word = self.status.status
        return "proved" if word == "tested" and len(self.status.links) == 1 and self.general else word

    @property
    def scope(self) -> str:
        """For what it is true; empty where nothing limits it."""
        if self.word not in ("proved", "tested"):
            return ""
        chain = len(self.status.links) > 1
        every = f"every {', '.join(self.sizes)}" if self.sizes else ""
        if self.word == "proved":
            if not self.sizes:
                return ""
            if self.status.scope == EVERY or (self.general and not chain):
                return every
            return self.at + (f"; first = last: {every}" if self.general else "")
        ends = f"; first = last: proved{', ' + every if every else ''}" if chain and self.general else ""
        return self.points + ends

    @property
    def at(self) -> str:
        """The sizes in words."""
        if len(self.sizes) == 1:
            return "; ".join(f"{name} = {', '.join(map(str, sorted(values)))}" for name, values in self.sizes.items())
        return f"at {self.choices} choices of {', '.join(self.sizes)}"

    @property
    def points(self) -> str:
        """The number of points at which the link that was compared least often was compared, in words."""
        least = min((link.points for link in self.status.links if link.status == "tested"), default=0)
        if self.rounded:
            return "to the digits shown"
        if not least:
            return "at random points"
        return f"at {least} points" + (f", {DIGITS} digits" if self.equal else "")


def of(displays: list[DisplayStatus], source: str, path: str) -> list[Badge]:
    """Return the badges of a page that was checked without a finding; raise `EvidenceError` for a block that shows nothing."""
    page = pages.read(source)
    declared = sections.notations(page.blocks)
    shown = evidence.shown(source, path, {display.anchor: display.source for display in displays})
    return [_badge(status, display, declared[sections.holding(page.blocks, display.offset)], shown.get(status.anchor, [])) for status, display in zip(displays, page.displays, strict=True)]


def _badge(status, display: pages.Display, notation: Notation, shown) -> Badge:
    if status.status == "not a claim":
        return Badge(status)
    read = [(links(statement), _row_of_reason(display.source, statement.at)) for statement in conditions.read(notation, display.source).statements]
    found, reasons = [link for some, _ in read for link in some], [row for some, row in read for _ in some]
    sizes = {name: notation.sizes[name] for name in scope.sizes(notation, found)}
    choices = {tuple(combination[name] for name in sizes) for combination in notation.combinations()} if sizes else {()}
    number = all(link.relation == "=" for link in found) and not any(
        node.kind in NO_NUMBER for link in found for node in walk((link.left, link.right))
    )
    sides = {_shape(side, notation) for link in found for side in (link.left, link.right)}
    code = [f"{claim.module.rpartition('.')[2]}.{claim.function}" for claim in notation.code if _shape(claim.formula, notation) in sides]
    example = next((marker.text for marker in display.markers if marker.kind == numbers.KIND), "")
    whole = "" if r"\begin{aligned}" in display.source else as_read(display.source, notation)  # a chain would fill the screen
    rounded = any(link.relation == "\\approx" for link in found)
    return Badge(status, sizes, len(choices), number, rounded, shown, code, whole, example, notation.source, notation, all(map(_of_numbers, found)), reasons)


def _of_numbers(link) -> bool:
    return not any(node.kind == "name" and node.parts[0] not in ("e", "\\pi") for node in walk((link.left, link.right)))


def _row_of_reason(source: str, at: int) -> int:
    """Return the number of the row in whose column of reasons a statement stands; 0 for one that stands in none."""
    before = source[:at]
    return before.count(r"\\") + 1 if before.rfind("&&") > before.rfind(r"\\") else 0


def _shape(node, notation: Notation) -> str:
    """Return a tree with what its names are declared as, without indices: dC/dz as a column and dC/dz_j are the same quantity, C and C_x are not."""
    if isinstance(node, tuple):
        return "(" + ",".join(_shape(part, notation) for part in node) + ")"
    if not hasattr(node, "kind"):
        return repr(node)
    if node.kind == "name":
        return f"name {notation.named(node) or node.parts[0]}"
    return f"{node.kind}{_shape(node.parts, notation)}"


def marked(element: str, number: int, badge: Badge, path: str) -> str:
    """Wrap the element of a display: an anchor, its number, and its badge, which opens the evidence.

    The badge follows the display: on a phone it stands below it, and would move down while the display arrives.
    """
    anchor = badge.status.anchor
    address = f'<a class="equation-number" href="#{anchor}">({number})</a>'
    if badge.status.definition or badge.word == "not a claim":
        return f'<div class="equation" id="{anchor}">{element}<span class="equation-mark" data-search-exclude>{address}</span></div>'
    kind = badge.word.replace(" ", "-")
    scope_in_words = "".join(f' <span class="badge-scope">{html.escape(part)}</span>' for part in re.split("(?<=;) ", badge.scope) if part)
    legend = "../" * (path.count("/") - 1) + LEGEND
    rows = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in _evidence(badge))
    return (
        f'<div class="equation" id="{anchor}">{element}<details class="badge {kind}" data-search-exclude>'
        f'<summary><span class="badge-word">{badge.word}</span>{scope_in_words}</summary>'
        f'<dl>{rows}</dl><p>{address} <a href="{legend}">What these words mean</a></p></details></div>'
    )


def _evidence(badge: Badge):
    """Yield (what was done, what came of it) as HTML."""
    status = badge.status
    if status.status == "refuted":
        yield "As displayed", f"wrong on purpose, and shown to be false: <code>{html.escape(status.remark)}</code>"
    elif status.status in ("proved", "tested"):
        yield "As displayed", _rows(badge)
    else:
        yield "As displayed", STATUS[status.status]
    for one in badge.shown:
        name = "SymPy" + f", every {', '.join(badge.sizes)}" * bool(badge.sizes and badge.is_general(one)) if one.kind == "SymPy" else one.kind
        lines = "<br>".join(f"<code>{html.escape(line.strip())}</code>" for line in one.line.splitlines())
        yield name[0].upper() + name[1:], f'{lines} <a href="#{one.anchor}">the block</a>'
    if badge.code:
        names = ", ".join(f"<code>{html.escape(name)}</code>" for name in badge.code)
        yield "Code", f"{names} of the tested code, compared with the formula at random points"
    if badge.as_read:
        yield "As read", f"<code>{html.escape(badge.as_read)}</code>"


def _rows(badge: Badge) -> str:
    words = [link.status for link in badge.status.links]
    sizes = f" and {badge.scope}" if badge.status.scope == EVERY else f" at {badge.at}" if len(badge.sizes) == 1 else f" at {_all_sizes(badge)}" if badge.sizes else ""
    proved, tested = (_named([(at, row) for at, one, row in _numbered(words, badge.reasons) if one == word]) for word in ("proved", "tested"))
    if len(words) == 1:
        equal = "computed exactly, and equal" if badge.numbers else "shown equal for free variables"
        told = f"the two sides {equal}{sizes}" if words == ["proved"] else f"the two sides compared {badge.points}{sizes}"
        return f"read back; {told}"
    parts = [f"{proved} {'computed exactly' if badge.numbers else 'proved for free variables'}" if proved else "", f"{tested} compared {badge.points}" if tested else ""]
    return f"read back, each relation on its own; {'; '.join(filter(None, parts))}{sizes}"


def _numbered(words: list[str], reasons: list[int]) -> list[tuple[int, str, int]]:
    """Return the number of each link among those between rows, its word, and the row whose reason it stands in, or 0."""
    found, number = [], 0
    for word, row in zip(words, reasons or [0] * len(words), strict=True):
        number += not row
        found.append((number, word, row))
    return found


def _named(links: list[tuple[int, int]]) -> str:
    """Return ``relations 1 to 3, 5`` and ``the reason of row 6`` for (number, row whose reason it is)."""
    between = _numbers([number for number, row in links if not row])
    beside = [f"the reason of row {row}" for row in dict.fromkeys(row for _, row in links if row)]
    return " and ".join(filter(None, [between, *beside]))


def _all_sizes(badge: Badge) -> str:
    return "; ".join(f"{name} = {', '.join(map(str, sorted(values)))}" for name, values in badge.sizes.items()) + ", one varied at a time"


def _numbers(rows: list[int]) -> str:
    """Return ``relation 1`` or ``relations 1 to 3, 5``."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    text = ", ".join(str(a) if a == b else f"{a} to {b}" if b > a + 1 else f"{a}, {b}" for a, b in spans)
    return f"{'relation' if len(rows) == 1 else 'relations'} {text}" if rows else ""
