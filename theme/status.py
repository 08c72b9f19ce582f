"""The status of every display of a site, as Markdown tables that a page of the site shows."""

import re
from collections import Counter

from proofread.pages.report import Report
from theme import cards

PLACE = "{{ the status of every display }}"
WORDS = ("proved", "tested", "refuted", "not a claim")
FIRST_ROW = re.compile(r"\s*\\begin\{aligned\}(.*?)(?:\\\\|\\end\{aligned\})", re.DOTALL)


def tables(reports: list[tuple[str, str, Report]]) -> str:
    """Return the table of pages and, page by page, that of displays; a report comes with its page's title and address."""
    reports = list(reports)
    return "\n".join([_pages(reports), *(_displays(*entry) for entry in reports if entry[2].displays)])


def _pages(reports) -> str:
    rows, total = [], Counter()
    for title, address, report in reports:
        if report.displays or report.inlines:
            counts = Counter(link.status for link in report.links)
            counts.update(displays=len(report.displays), links=len(report.links), inlines=report.inlines)
            total += counts
            rows.append(_row(f"[{title}]({address})", counts))
    head = ["| Page | Displays | Links | Proved | Tested | Refuted | No claim | Text |", "|---|" + "--:|" * 7]
    return cards.of("\n".join([*head, _row("**All**", total), *rows]), "counted")


def _row(name: str, counts: Counter) -> str:
    return f"| {name} | " + " | ".join(str(counts[key]) for key in ("displays", "links", *WORDS, "inlines")) + " |"


def _displays(title: str, address: str, report: Report) -> str:
    rows = ["| Display | Its links | Begins |", "|---|---|---|"]
    for number, display in enumerate(report.displays, 1):
        counts = Counter(link.status for link in display.links)
        said = ", ".join(f"{counts[word]} {word}" if len(display.links) > 1 else word for word in WORDS if counts[word])
        said += f" (because `` {display.remark} ``)" if display.status == "refuted" else ""
        rows.append(f"| [({number})]({address}#{display.anchor}) | {_cell(said)} | {_beginning(display.source)} |")
    return f"## {title} {{ #{_anchor(address)} }}\n\n" + cards.of("\n".join(rows), "beginnings")


def _beginning(source: str) -> str:
    """Return a display in a line, and of a chain its first row without the reason."""
    row = FIRST_ROW.match(source)
    shown = row[1].partition("&&")[0].replace("&", "") if row else source
    return f"${' '.join(shown.split())}$" + " ..." * bool(row)


def _anchor(address: str) -> str:
    return "status-" + address.removesuffix(".md").removesuffix(".ipynb").replace("/", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
