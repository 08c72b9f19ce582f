"""Mark what lies below the first sections of a page: the browser lays it out when it comes near.

Sections begin at headings of the second level. Marked are the elements from the second to the last but one, and those of
the first below a heading of the third level; what stands above is on the screen, or nearly, and nothing in it may move;
what follows the last is next to the footer. The mark is an attribute, because a selector on siblings is matched again for
every element that the browser receives.
"""

from theme.placed import PlacedParser

MARKED = {"p", "ul", "ol", "div", "figure", "details"}
# what has no end tag
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Outermost(PlacedParser):
    """Collect (tag, offset of the end of its start tag) of each element that lies in no other."""

    def __init__(self, page_html: str):
        self.found, self._depth = [], 0
        super().__init__(page_html)

    def handle_starttag(self, tag, attrs):
        if self._depth == 0:
            self.found.append((tag, self.reached() + len(self.get_starttag_text()) - 1))
        self._depth += tag not in VOID

    def handle_startendtag(self, tag, attrs):
        pass  # it has no content, and none of them is marked

    def handle_endtag(self, tag):
        self._depth -= tag not in VOID


def marked(page_html: str) -> str:
    """Return the page with the attribute `data-deferred` at each outermost element that may be laid out later."""
    outermost = _Outermost(page_html).found
    headings = [offset for tag, offset in outermost if tag == "h2"]
    if len(headings) < 3:
        return page_html
    below = min(offset for tag, offset in outermost if offset == headings[1] or tag == "h3" and offset > headings[0])
    parts, start = [], 0
    for tag, offset in outermost:
        if tag in MARKED and below < offset < headings[-1]:
            parts += page_html[start:offset], " data-deferred"
            start = offset
    return "".join(parts) + page_html[start:]
