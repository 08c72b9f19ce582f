"""Tables that a phone shows as cards, one a row: each cell begins with the heading of its column, which a wide screen hides.

A page puts such a table into ``<div class="cards" markdown>``. A second class says how a card is set, such as `counted`,
whose numbers stand side by side.
"""

import re

# in a folded box Markdown reads the table and leaves the attribute
CARDS = re.compile(r'(?P<start><div class="cards[^"]*")(?: markdown)?>(?P<table>.*?</table>)', re.DOTALL)
HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ABBREVIATION = re.compile(r"</?abbr\b[^>]*>")  # a term is explained in the heading
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<td\b[^>]*>(?P<empty></td>)?")


def of(table: str, kind: str) -> str:
    """Return a table in Markdown as one of cards of a kind."""
    return f'<div class="cards {kind}" markdown>\n\n{table}\n\n</div>\n'


def labelled(page_html: str) -> str:
    """Return the page with the heading of its column in each cell of each table of cards."""
    return CARDS.sub(_table, page_html)


def _table(match):
    headings = [ABBREVIATION.sub("", heading) for heading in HEADING.findall(match["table"])]

    def row(match):
        column = iter(headings)

        def cell(found):
            label = f'<span class="label" data-search-exclude>{next(column)}: </span>'
            return found[0] if found["empty"] else found[0] + label

        return CELL.sub(cell, match[0])

    return f"{match['start']}>" + ROW.sub(row, match["table"])
