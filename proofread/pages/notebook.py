"""The Markdown cells of a notebook, and the Markdown and LaTeX that its code printed, as one page, each line at its place in the file.

The declarations stand in the notebook's metadata, one a line, under ``notation``.
"""

import json
import re

from proofread.latex.errors import FormulaError

PADDED = re.compile(r"(?<![\\$])\$[ \t]*([^$\n]+?)[ \t]*\$(?!\$)")  # notebooks typeset $ a $, which Markdown shows as it is


def as_markdown(source: str) -> str:
    """Return the text of a notebook's Markdown cells, each line at its number in the file; raise `FormulaError` otherwise."""
    try:
        notebook = json.loads(source)
        texts = [text for cell in notebook["cells"] for text in _texts(cell)]
        notation = notebook["metadata"].get("notation", [])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FormulaError("parse", f"this is no notebook: {type(error).__name__}: {error}") from None
    lines = source.splitlines()
    shown = [""] * len(lines)
    at = 0
    for text in texts:
        if not isinstance(text, list):
            raise FormulaError("parse", "save this notebook with one line of its file for each line of a cell")
        at = _place(text, lines, at, shown)
    if notation:
        after = _place(notation, lines, at, shown)
        shown[after - len(notation) - 1], shown[after] = "```notation", "```"
    return "\n".join(shown) + "\n"


def _texts(cell: dict) -> list:
    """Return what a cell shows as text with formulas."""
    if cell["cell_type"] == "markdown":
        return [cell["source"]]
    shown = [output.get("data", {}) for output in cell.get("outputs", [])]
    return [data[kind] for data in shown for kind in ("text/markdown", "text/latex") if kind in data]


def _place(text, lines, at, shown) -> int:
    """Put a list of strings where it stands in the file, at or after a line; return the line after it."""
    for start in range(at, len(lines) - len(text) + 1):
        if all(_value(lines[start + i]) == line for i, line in enumerate(text)):
            for i, line in enumerate(text):
                shown[start + i] = PADDED.sub(r"$\1$", line.rstrip("\n"))
            return start + len(text)
    raise FormulaError("parse", "save this notebook with one line of its file for each line of a cell")


def _value(line: str):
    try:
        return json.loads(line.strip().removesuffix(","))
    except ValueError:
        return None
