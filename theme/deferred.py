"""Mark what lies below the first sections of a page: the browser lays it out when it comes near.

Sections begin at headings of the second level. Marked are the elements from the second to the last but one, and those of
the first below a heading of the third level; what stands above is on the screen, or nearly, and nothing in it may move;
what follows the last is next to the footer. The mark is an attribute, because a selector on siblings is matched again for
every element that the browser receives.
"""

import re

MARKED = {"p", "ul", "ol", "div", "figure", "details"}
# what has no end tag
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TAG = re.compile(
    r"""<(?:!--.*?-->|(?P<raw>script|style)\b.*?</(?P=raw)\s*>|(?P<end>/)?(?P<tag>[a-zA-Z][^\s/>]*)[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>)""",
    re.DOTALL | re.IGNORECASE,
)


def _outermost(page_html: str) -> list[tuple[str, int]]:
    """Return (tag, offset of the end of its start tag) of each element that lies in no other; one without content is left out."""
    found, depth = [], 0
    for match in TAG.finditer(page_html):
        tag = match["tag"]
        if tag is None or tag.lower() in VOID or page_html[match.end() - 2] == "/":
            continue
        if match["end"]:
            depth -= 1
            continue
        if depth == 0:
            found.append((tag.lower(), match.end() - 1))
        depth += 1
    return found


def marked(page_html: str) -> str:
    """Return the page with the attribute `data-deferred` at each outermost element that may be laid out later."""
    outermost = _outermost(page_html)
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
