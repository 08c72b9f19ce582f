"""What every figure shares: size, text and colours."""

import io
from pathlib import Path

from cycler import cycler
from matplotlib import pyplot as plt, rc_context

from figures import svg
from figures.colours import COLOURS

INK, FAINT, PAPER = COLOURS["ink"], COLOURS["faint"], COLOURS["paper"]
Z, A, LOSS, GRADIENT = COLOURS["z"], COLOURS["a"], COLOURS["loss"], COLOURS["gradient"]
WRONG, RIGHT, Y = COLOURS["wrong"], COLOURS["right"], COLOURS["y"]
KINDS = COLOURS["first"], COLOURS["second"], COLOURS["third"]
WIDTH = 4.4  # inches; its text then has a readable size in the width of a phone, and that of the page's text in a wide one

SETTINGS = {
    "svg.fonttype": "none",  # text stays text: it can be selected, searched and read aloud
    "font.family": "sans-serif",
    "font.size": 10,
    "mathtext.fontset": "dejavusans",
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,  # the grid lies under bars and lines
    "axes.prop_cycle": cycler(color=KINDS),
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "lines.linewidth": 1.8,
    "legend.fontsize": 10,
    "legend.frameon": False,
    "figure.constrained_layout.use": True,
}


class ForeignColour(ValueError):
    """A figure has a colour that is no variable of the stylesheet; the message names both."""


def notebook(name: str) -> dict:
    """Return the settings of a notebook's figures, which are drawn on paper; `name` makes the ids of the drawings its own."""
    return {**SETTINGS, "figure.facecolor": PAPER, "figure.figsize": (WIDTH, 3.2), "svg.hashsalt": name}


def panels(count: int = 1, height: float = 2.7, **options):
    """Return a figure of `count` panels, at most two side by side, and its axes; narrow, so that phones can show it."""
    rows, columns = (1, count) if count <= 2 else (count, 1)
    return plt.subplots(rows, columns, figsize=(WIDTH, height), **options)


def stacked(heights: list[float], height: float):
    """Return a figure of panels one above the other, in the given proportions, and its axes."""
    return plt.subplots(len(heights), 1, figsize=(WIDTH, height), height_ratios=heights)


def save(figure, path: Path) -> None:
    """Write a figure as SVG: the same bytes on each run, CSS variables for colours, ids that no other figure has."""
    buffer = io.StringIO()
    with rc_context({"svg.hashsalt": path.stem}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    plt.close(figure)
    drawing = svg.cleaned(buffer.getvalue(), path.stem)
    left = [colour for colour in svg.foreign(drawing) if colour != "#000000"]
    if left:
        raise ForeignColour(f"figure {path.stem} has the colours {left}, which do not follow the page; take one of figures/colours.py")
    path.write_text(drawing, encoding="utf-8")
