"""Long names and formulas in code within a text go on in the next line between their words, where a narrow screen has to break them."""

import re

CODE = re.compile(r"<code>(?P<code>[^<\n]{18,})</code>")
BETWEEN_WORDS = re.compile(r"(?<=[\w)][._(=,/])(?=[A-Za-z])")
BEFORE_COMMANDS = re.compile(r"(?<=[^\\])(?=\\[A-Za-z])")


def breakable(page_html: str) -> str:
    """Return the page with places to break in each long name or formula of LaTeX that is written as code."""
    return CODE.sub(_with_places, page_html)


def _with_places(match):
    places = BEFORE_COMMANDS if "\\" in match["code"] else BETWEEN_WORDS
    return f"<code>{places.sub('<wbr>', match['code'])}</code>"
