"""Tell the stylesheet the lines of each block of code, the rows of each table and the items of each list.

What is off the screen is laid out when it comes near; with these numbers it has about its height before that.
"""

import re

LISTING = re.compile(r'<div class="(?P<classes>[^"]*\bhighlight)">(?P<rest>(?:<span class="filename">.*?</span>)?<pre>.*?</pre>)', re.DOTALL)
LIST = re.compile(r"<(?P<kind>[uo]l)>(?P<items>.*?)</(?P=kind)>", re.DOTALL)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


def measured(page_html: str) -> str:
    """Return the page with the number of lines of each block, of rows of each table and of items of each list, as a variable of its element."""

    def listing(match):
        lines = match["rest"].rstrip().count("\n") + (not match["rest"].endswith("\n</code></pre>"))
        return f'<div class="{match["classes"]}" style="--lines: {lines}">{match["rest"]}'

    def table(match):
        return f'<div class="rows" style="--rows: {match[0].count("<tr>")}">{match[0]}</div>'

    def items(match):
        return f'<{match["kind"]} style="--items: {match["items"].count("<li>")}">{match["items"]}</{match["kind"]}>'

    page_html = LIST.sub(items, page_html)
    return TABLE.sub(table, LISTING.sub(listing, page_html))
