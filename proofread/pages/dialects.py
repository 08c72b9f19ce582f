"""Ways of writing formulas that other renderers know, as dollars in the same lines: GitHub's and MyST's.

What is in no form that is read here is refused, not passed over.
"""

import re

from proofread.pages.fences import fences

OPTION = re.compile(r"^\s*:[a-z-]+:.*$")  # of a directive: its label
COLONS = re.compile(r"^(?P<open>:{3,}\{math\})[^\n]*\n(?P<body>.*?)^(?P<close>:{3,})[ \t]*$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"\{math\}`(?P<role>[^`\n]+)`|\$`(?P<ticks>[^`\n]+)`\$")
UNREAD = {
    r"^\.\. math::": "a directive of reStructuredText",
    r"<script[^>]+math/tex": "a formula in a script",
    r"<math\b": "MathML",
    r"(?<!\\)\\\\\\\\[(\[]": "\\\\\\\\( of kramdown",
    r"^\{%\s*(?:math|katex|latex)\s*%\}": "a formula in a template's tag",
}


def in_dollars(text: str) -> str:
    """Return a page of the same lines whose formulas stand in dollars."""
    lines = text.splitlines(keepends=True)
    spans = [(fence.line - 1, fence.end - 1) for fence in fences(text) if fence.info.split()[:1] in (["math"], ["{math}"])]
    spans += [tuple(text.count("\n", 0, match.start(name)) for name in ("open", "close")) for match in COLONS.finditer(text)]
    for span in spans:
        _directive(lines, *span)
    text = "".join(lines)
    return INLINE.sub(_inline, text)


def _directive(lines: list[str], first: int, last: int):
    """Write two dollars in the place of the lines that open and close a display, and leave its options out."""
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip(" \t"))]
    body = next((at for at in range(first + 1, last) if lines[at].strip() and not OPTION.match(lines[at])), last)
    lines[first:body] = ["\n"] * (body - first - 1) + [f"{indent}$$\n"]
    lines[last] = f"{indent}$$\n"


def _inline(match) -> str:
    body = match["role"] or match["ticks"]
    before, after = (6, 0) if match["role"] else (1, 1)
    return " " * before + f"${body}$" + " " * after


def unread(visible: str):
    """Yield the place and the name of each way of writing a formula that is not read."""
    for pattern, name in UNREAD.items():
        for match in re.finditer(pattern, visible, re.MULTILINE):
            yield match.start(), name
