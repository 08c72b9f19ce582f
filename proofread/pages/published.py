"""What readers get of a page: no markers, and the notation block only as somebody shows it."""

import re

from proofread.pages.fences import fences

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MARKER = re.compile(r"<!--\s*eq:\s*(?P<text>.*?)\s*-->", re.DOTALL)
MARKER_LINES = re.compile(rf"^[ \t]*{MARKER.pattern}[ \t]*\n", re.MULTILINE | re.DOTALL)


def published(markdown: str, shown=lambda notation: "") -> str:
    """Return a page without its markers, and with what `shown` makes of the declarations in place of the notation block."""
    for fence in reversed(fences(markdown)):
        if fence.info.strip() == "notation":
            markdown = markdown[: fence.start] + shown(fence.text) + markdown[fence.stop :]
    return without_markers(markdown)


def comments(text: str):
    """Yield a match for each HTML comment of a text."""
    # beyond the last end of one each beginning would search the whole rest
    return _COMMENT.finditer(text, 0, text.rfind("-->") + len("-->"))


def without_markers(markdown: str) -> str:
    """Return a text without the lines of its markers."""
    return MARKER_LINES.sub("", markdown)
