"""Show a writer what is wrong with a page on top of the page itself, while `mkdocs serve` runs."""

import html


def on_top(markdown: str, findings) -> str:
    """Return the Markdown of a page below a box with its findings, each with its line and a caret."""
    told = html.escape("\n\n".join(map(str, findings)))
    return f'<div class="admonition warning" markdown="0">\n<p class="admonition-title">This page does not hold</p>\n<pre>{told}</pre>\n</div>\n\n{markdown}'
