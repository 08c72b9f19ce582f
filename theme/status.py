"""The status of every display of a site, and of every relation in a sentence, as Markdown that a page of the site shows."""

import re
from collections import Counter
from textwrap import indent

from proofread.pages.report import STATUSES, Report, counted
from theme import cards

PLACE = "{{ the status of every display }}"
COUNTS, SENTENCES = "{{ the counts of every page }}", "{{ the status of every relation in a sentence }}"
WORDS = ("proved", "tested", "refuted", "not a claim")
FIRST_ROW = re.compile(r"\s*\\begin\{aligned\}(.*?)(?:\\\\|\\end\{aligned\})", re.DOTALL)


def filled(markdown: str, reports: list[tuple[str, str, Report]]) -> str:
    """Return a page with its tables in their places; a report comes with its page's title and address."""
    reports = list(reports)
    displays = "\n".join(_displays(*entry) for entry in reports if entry[2].displays)
    return markdown.replace(PLACE, displays).replace(COUNTS, _pages(reports)).replace(SENTENCES, _sentences(reports))


def _pages(reports) -> str:
    rows, total = [], Counter()
    for title, address, report in reports:
        if report.displays:
            counts = Counter(link.status for link in report.links)
            counts.update(displays=len(report.displays), links=len(report.links))
            total += counts
            rows.append(_row(f"[{title}](#{_anchor(address)})", counts))
    head = ["| Page | Displays | Links | Proved | Tested | Refuted | No claim |", "|---|" + "--:|" * 6]
    return cards.of("\n".join([*head, _row("**All**", total), *rows]), "counted")


def _row(name: str, counts: Counter, columns: tuple = ("displays", "links", *WORDS)) -> str:
    return f"| {name} | " + " | ".join(str(counts[key]) for key in columns) + " |"


def _sentences(reports) -> str:
    """Return the table of the formulas in sentences, and a folded list of those with a relation for each page."""
    rows, lists, total = [], [], Counter()
    for title, address, report in reports:
        if report.inlines:
            counts = Counter(relation.status for relation in report.relations)
            counts.update(inlines=report.inlines)
            total += counts
            rows.append(_row(f"[{title}]({address})", counts, ("inlines", *STATUSES)))
        if report.relations:
            lists.append(f'??? more "{title}: {counted(len(report.relations), "relation")}"\n\n' + indent(_relations(report), "    "))
    head = ["| Page | Formulas | Tested | Their conditions | Of displays | Of tables | Beside words |", "|---|" + "--:|" * 6]
    table = cards.of("\n".join([*head, _row("**All**", total, ("inlines", *STATUSES)), *rows]), "counted")
    return "\n".join([table, *lists])


def _relations(report: Report) -> str:
    """Return the relations in the sentences of a page, one item for each status."""
    items = []
    for status in STATUSES:
        sources = Counter(relation.source for relation in report.relations if relation.status == status)
        shown = [f"``{source.strip()}``" + (f" ({times} times)" if times > 1 else "") for source, times in sources.items()]
        items += [f"- {status}, {sources.total()}: {', '.join(shown)}\n"] if shown else []
    return "".join(items)


def _displays(title: str, address: str, report: Report) -> str:
    rows = ["| Display | Its links | Begins |", "|---|---|---|"]
    for number, display in enumerate(report.displays, 1):
        counts = Counter(link.status for link in display.links)
        said = ", ".join(f"{counts[word]} {word}" if len(display.links) > 1 else word for word in WORDS if counts[word])
        said += f" (because `` {display.remark} ``)".replace("|", "\\|") if display.status == "refuted" else ""
        rows.append(f"| [({number})]({address}#{display.anchor}) | {said} | {_beginning(display.source)} |")
    return f"## {title} {{ #{_anchor(address)} }}\n\n" + cards.of("\n".join(rows), "beginnings")


def _beginning(source: str) -> str:
    """Return a display in a line, and of a chain its first row without the reason."""
    row = FIRST_ROW.match(source)
    shown = row[1].partition("&&")[0].replace("&", "") if row else source
    return f"${' '.join(shown.split())}$" + " ..." * bool(row)


def _anchor(address: str) -> str:
    return "status-" + address.removesuffix(".md").removesuffix(".ipynb").replace("/", "-")
