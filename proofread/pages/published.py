"""What readers get of a page: no markers, and the notation block only as somebody shows it."""

import re

from proofread.pages.fences import fences

MARKER = re.compile(r"<!--\s*eq:\s*(?P<text>.*?)\s*-->", re.DOTALL)


def published(markdown: str, shown=lambda notation: "") -> str:
    """Return a page without its markers, and with what `shown` makes of the declarations in place of the notation block."""
    lines = markdown.splitlines(keepends=True)
    for fence in reversed(fences(markdown)):
        if fence.info.strip() == "notation":
            lines[fence.line - 1 : fence.end] = [shown(fence.text)]
    return re.sub(rf"^[ \t]*{MARKER.pattern}[ \t]*\n", "", "".join(lines), flags=re.MULTILINE | re.DOTALL)
