"""What the browser must try on each element of a page: fewer rules than the theme and the source of the stylesheet have.

A rule whose last part names neither a tag nor a class, such as `.tabbed-labels > :nth-child(3)`, is tried on every element,
each time its style is computed; a page of formulas has 20,000 elements.
"""

import re
from functools import lru_cache

# Parts of the theme, and sizes of KaTeX, that no page uses, by the beginning of their classes; tests/site/test_stylesheets.py
# looks for them.
UNUSED = re.compile(
    r"\.(tabbed-|grid\b|critic\b|md-post|task-list|md-annotation|md-feedback|md-nav--lifted|md-header--lifted|"
    r"fontsize-ensurer|reset-size(?:[1245789]|1[01])\b)"
)
RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CHOICE = re.compile(r":is\(([^()]*)\)")
SIMPLE = re.compile(r"([.#]?)[\w-]+")


def _parts(selectors: str) -> list[str]:
    """Return the selectors of a list, divided at the commas that stand outside of brackets."""
    parts, depth = [""], 0
    for character in selectors:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def written_out(selector: str) -> list[str]:
    """Return `a :is(b, c)` as `a b` and `a c`, where each choice is one tag, class or id and weighs the same."""
    for choice in CHOICE.finditer(selector):
        choices = [SIMPLE.fullmatch(one) for one in _parts(choice[1])]
        if None in choices or len({one[1] for one in choices}) > 1:
            continue
        before, after = selector[:choice.start()], selector[choice.end():]
        if choices[0][1] == "" and re.search(r"[\w)\]-]$", before):
            continue  # a tag begins its part of a selector
        return [whole for one in choices for whole in written_out(before + one[0] + after)]
    return [selector]


def _rule(match) -> str:
    head, body = match.groups()
    if head.lstrip().startswith("@"):
        return match[0]
    kept = [one for selector in _parts(head) for one in written_out(selector) if not UNUSED.search(one)]
    return ",".join(kept) + body if kept else ""


@lru_cache(maxsize=8)
def lightened(css: str) -> str:
    """Return the stylesheet without comments and without the rules of unused parts, its choices written out."""
    return RULE.sub(_rule, COMMENT.sub("", css)).replace("table:not([class])", "table.table")  # theme/heights.py gives the class
