"""A parser of HTML that knows where in the page it is."""

from html.parser import HTMLParser
from itertools import accumulate


class PlacedParser(HTMLParser):
    """Goes through a page, and tells the offset of what it has reached."""

    def __init__(self, page_html: str):
        super().__init__(convert_charrefs=False)
        self.source = page_html
        self._starts = list(accumulate((len(line) + 1 for line in page_html.split("\n")), initial=0))
        self.feed(page_html)
        self.close()

    def reached(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column
