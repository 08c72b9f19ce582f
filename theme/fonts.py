"""The fonts that a page's formulas need at once: the browser asks for them before it has read the stylesheet that names them.

A formula whose font comes late is laid out twice, and what is below it moves.
"""

import re

FONTS = {
    "KaTeX_Main-Regular": re.compile(r'class="katex"'),
    "KaTeX_Math-Italic": re.compile(r"\bmathnormal\b"),
    "KaTeX_Size1-Regular": re.compile(r"\bsmall-op\b|\bdelimsizing size1\b"),
    "KaTeX_Size2-Regular": re.compile(r"\blarge-op\b|\bdelimsizing size2\b"),
}


def used(page_html: str) -> list[str]:
    """Return the names of the fonts that the formulas of a page use, of those that are used often."""
    return [name for name, use in FONTS.items() if use.search(page_html)]
