"""Tell the stylesheet how many lines a block of code has, so that a block that is not laid out yet has its true height."""

import re

LISTING = re.compile(r'<div class="(?P<classes>[^"]*\bhighlight)">(?P<rest>(?:<span class="filename">.*?</span>)?<pre>.*?</pre>)', re.DOTALL)


def measured(page_html: str) -> str:
    """Return the page with the number of lines of each block of code as a variable of its element."""

    def replace(match):
        lines = match["rest"].rstrip().count("\n") + (not match["rest"].endswith("\n</code></pre>"))
        return f'<div class="{match["classes"]}" style="--lines: {lines}">{match["rest"]}'

    return LISTING.sub(replace, page_html)
