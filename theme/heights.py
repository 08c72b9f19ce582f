"""Tell the stylesheet the lines and columns of each block of code, the rows of each table and formula, and the length of each text;
of a chain also the lines of its reasons and left sides, which stand above and beneath its rows on a phone.

What is off the screen is laid out when it comes near; with these numbers it has about its height before that.
A table gets the frame in which it scrolls here, which the keyboard reaches, and a class, because the theme's script puts each
without one into such a frame, and then the browser lays it out a second time.
"""

import html
import re

LISTING = re.compile(r'<div (?P<attributes>(?:id="[^"]*" )?class="[^"]*\bhighlight")>(?P<rest>(?:<span class="filename">.*?</span>)?<pre>.*?</pre>)', re.DOTALL)
PARAGRAPH = re.compile(r'(?P<tag><p(?: id="[^"]*")?>)(?P<content>.*?)</p>', re.DOTALL)
MANY = 10  # items of a list of lists
LIST_TAG = re.compile(r"<(?P<end>/?)[uo]l\b[^>]*>")
# tags, and the second writing of a formula, which nobody sees
UNSEEN = re.compile(r'<span class="katex-mathml">.*?</math></span>|<[^>]*>', re.DOTALL)
DISPLAY = re.compile(
    r'<div class="equation" id="[^"]*"(?=>.*?data-latex="(?P<source>[^"]*)")(?=(?:><div[^>]*><ol class="chain(?P<chain>.*?)</ol>)?)', re.DOTALL
)
REASON = re.compile(r'<span class="chain-reason">(.*?)(?:<span class="chain-value">|</li>)', re.DOTALL)
LINE = 37  # characters of a reason in a line of a phone
TAG = re.compile(r"<[^>]*>")
TABLE = re.compile(r"<table>(.*?</table>)", re.DOTALL)
CARDS = re.compile(r'<div class="(?P<classes>cards[^"]*)">(?=\s*<div class="rows" style="(?P<rows>[^"]*)">)')


def measured(page_html: str) -> str:
    """Return the page with lines, rows, characters and items as variables of the elements that have them."""

    def listing(match):
        lines = match["rest"].rstrip().count("\n") + (not match["rest"].endswith("\n</code></pre>"))
        code = html.unescape(TAG.sub("", match["rest"].partition("<pre>")[2]))
        columns = max(map(len, code.split("\n")))  # access.js asks for them, to know which block is wider than the page
        return f'<div {match["attributes"]} style="--lines: {lines}; --columns: {columns}">{match["rest"]}'

    def table(match):
        rows = f'<div class="rows" style="--rows: {match[0].count("<tr>")}">'
        return f'{rows}<div class="md-typeset__scrollwrap" tabindex="0" role="group" aria-label="table"><div class="md-typeset__table"><table class="table">{match[1]}</div></div></div>'

    def display(match):
        rows = 1 + match["source"].count(r"\\")
        chain = match["chain"] or ""
        beneath = sum(1 + len(UNSEEN.sub("", reason)) // LINE for reason in REASON.findall(chain))
        beneath += chain.count('<span class="chain-left"><span') - 1 if beneath else 0  # the left sides of a chain of numbers
        return f'{match[0]} style="--rows: {rows}' + (f'; --beneath: {beneath}"' if beneath else '"')

    page_html = DISPLAY.sub(display, _texts(page_html))
    page_html = TABLE.sub(table, LISTING.sub(listing, page_html))
    return CARDS.sub(r'<div class="\g<classes>" style="\g<rows>">', page_html)  # it is deferred as a whole


def _texts(page_html: str) -> str:
    """Return the page with the length of each paragraph, and of each list with all that lies in it."""
    parts, start, depth, opened = [], 0, 0, None
    for tag in LIST_TAG.finditer(page_html):
        if not depth:
            parts.append(PARAGRAPH.sub(_text, page_html[start : tag.start()]))
            start, opened = tag.start(), tag
        depth += -1 if tag["end"] else 1
        if not depth:
            content = page_html[opened.end() : tag.start()]
            plain = opened[0] in ("<ul>", "<ol>")
            size = _sized(opened[0], content, items := content.count("<li>"))
            if items > MANY and LIST_TAG.search(content):
                size = f"{size[:-1]} data-entries>"  # which are laid out one by one, as they come near
            parts += size if plain else opened[0], content, tag[0]
            start = tag.end()
    return "".join(parts) + PARAGRAPH.sub(_text, page_html[start:])


def _text(paragraph: re.Match) -> str:
    return f"{_sized(paragraph['tag'], paragraph['content'])}{paragraph['content']}</p>"


def _sized(tag: str, content: str, items: int = 0) -> str:
    size = f"--characters: {len(UNSEEN.sub('', content))}" + (f"; --items: {items}" if items else "")
    return f'{tag[:-1]} style="{size}">'
