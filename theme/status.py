"""The status of every display of a site, and of every relation in a sentence, as Markdown that a page of the site shows."""

import re
from collections import Counter
from textwrap import indent

from proofread.pages.report import MENTIONED, STATUSES, Report, counted
from theme import cards

PLACE = "{{ the status of every display }}"
COUNTS, SENTENCES = "{{ the counts of every page }}", "{{ the status of every relation in a sentence }}"
MENTIONS = "{{ what holds the formulas without a relation }}"
WORDS = ("proved", "tested", "refuted", "not a claim")
DEFINITION = "a definition"  # there is nothing to prove
FIRST_ROW = re.compile(r"\s*\\begin\{aligned\}(.*?)(?:\\\\|\\end\{aligned\})", re.DOTALL)


def filled(markdown: str, reports: list[tuple[str, str, Report]]) -> str:
    """Return a page with its tables in their places; a report comes with its page's title and address."""
    reports = list(reports)
    displays = "\n".join(_displays(*entry) for entry in reports if entry[2].displays)
    sentences, mentions = _sentences(reports)
    return markdown.replace(PLACE, displays).replace(COUNTS, _pages(reports)).replace(SENTENCES, sentences).replace(MENTIONS, mentions)


def _pages(reports) -> str:
    def count(report):
        said = Counter(word for display in report.displays for word in _words(display))
        return Counter(displays=len(report.displays), links=said.total()) + said

    head = "| Page | Displays | Links | Proved | Tested | Refuted | Definitions | No claim |"
    return _table(head, ("displays", "links", *WORDS[:-1], DEFINITION, WORDS[-1]), [(f"[{title}](#{_anchor(address)})", count(report)) for title, address, report in reports])


def _words(display) -> list[str]:
    """Return what is said of each link of a display."""
    return [DEFINITION if display.definition else link.status for link in display.links]


def _sentences(reports) -> tuple[str, str]:
    """Return the tables of the formulas in sentences, the first with a folded list of those with a relation for each page."""

    def count(report):
        formulas = [*report.relations, *report.mentions]
        return Counter(inlines=report.inlines, mentions=len(report.mentions)) + Counter(formula.status for formula in formulas)

    pages = [(f"[{title}]({address})", count(report)) for title, address, report in reports]
    table = _table("| Page | Formulas | Tested | Their conditions | Of displays | Of tables | Beside words |", ("inlines", *STATUSES), pages)
    head = "| Page | No relation | In a checked formula | In words | Letters, numbers | Names alone | In no checked formula |"
    related = [(title, report) for title, _, report in reports if report.relations]
    lists = [f'??? more "{title}: {counted(len(report.relations), "relation")}"\n\n' + indent(_relations(report), "    ") for title, report in related]
    return "\n".join([table, *lists]), _table(head, ("mentions", *MENTIONED), pages)


def _table(head: str, columns: tuple[str, ...], pages: list[tuple[str, Counter]]) -> str:
    """Return the counts of all pages that have something to count, and their sums before them."""
    rows = [("**All**", sum((counts for _, counts in pages), Counter())), *((name, counts) for name, counts in pages if counts[columns[0]])]
    lines = [f"| {name} | " + " | ".join(str(counts[column]) for column in columns) + " |" for name, counts in rows]
    return cards.of("\n".join([head, "|---|" + "--:|" * len(columns), *lines]), "counted")


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
        counts = Counter(_words(display))
        said = ", ".join(f"{counts[word]} {word}" if len(display.links) > 1 else word for word in (*WORDS, DEFINITION) if counts[word])
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
