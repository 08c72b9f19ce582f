"""Tell the stylesheet the lines and columns of each block of code, the rows of each table and formula, and the length of each text.

What is off the screen is laid out when it comes near; with these numbers it has about its height before that.
A table gets the frame in which it scrolls here, which the keyboard reaches, and a class, because the theme's script puts each
without one into such a frame, and then the browser lays it out a second time.
"""

import html
import re

LISTING = re.compile(r'<div (?P<attributes>(?:id="[^"]*" )?class="[^"]*\bhighlight")>(?P<rest>(?:<span class="filename">.*?</span>)?<pre>.*?</pre>)', re.DOTALL)
TEXT = re.compile(r"<(?P<kind>p|[uo]l)>(?P<content>.*?)</(?P=kind)>", re.DOTALL)
# tags, and the second writing of a formula, which nobody sees
UNSEEN = re.compile(r'<span class="katex-mathml">.*?</math></span>|<[^>]*>', re.DOTALL)
DISPLAY = re.compile(r'<div class="equation" id="[^"]*"(?=>.*?data-latex="(?P<source>[^"]*)")', re.DOTALL)
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

    def text(match):
        content, kind = match["content"], match["kind"]
        size = f"--characters: {len(UNSEEN.sub('', content))}" + (f"; --items: {content.count('<li>')}" if kind != "p" else "")
        return f'<{kind} style="{size}">{content}</{kind}>'

    def display(match):
        rows = 1 + match["source"].count(r"\\")
        return f'{match[0]} style="--rows: {rows}"'

    page_html = DISPLAY.sub(display, TEXT.sub(text, page_html))
    page_html = TABLE.sub(table, LISTING.sub(listing, page_html))
    return CARDS.sub(r'<div class="\g<classes>" style="\g<rows>">', page_html)  # it is deferred as a whole
