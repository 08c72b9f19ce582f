"""What every figure shares: size, text, and colours that follow the page's scheme.

Matplotlib writes fixed colours into an SVG. Each colour here is a sentinel that
`save` replaces by a CSS variable of docs/assets/site.css, so that one drawing
suits light and dark.
"""

import io
import re
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402

# name of the CSS variable -> sentinel; no other colour may appear in a figure.
COLOURS = {
    "ink": "#010203",  # text and axes
    "faint": "#010204",  # grid, guides
    "paper": "#010205",  # background behind a label
    "z": "#010206",  # the pre-activation
    "a": "#010207",  # the activation, the probabilities
    "loss": "#010208",  # the loss
    "gradient": "#010209",  # a derivative
    "wrong": "#01020a",  # undefined, infinite, diverging
    "right": "#01020b",  # what to do instead
    "y": "#01020c",  # the target
    "first": "#01020d",  # the classes, and other things of one kind; a marker or a line style tells them apart, too
    "second": "#01020e",
    "third": "#01020f",
}
INK, FAINT, PAPER = COLOURS["ink"], COLOURS["faint"], COLOURS["paper"]
Z, A, LOSS, GRADIENT = COLOURS["z"], COLOURS["a"], COLOURS["loss"], COLOURS["gradient"]
WRONG, RIGHT, Y = COLOURS["wrong"], COLOURS["right"], COLOURS["y"]
KINDS = COLOURS["first"], COLOURS["second"], COLOURS["third"]

SETTINGS = {
    "svg.fonttype": "none",  # text stays text: it can be selected, searched and read aloud
    "font.family": "sans-serif",
    "font.size": 10,
    "mathtext.fontset": "dejavusans",
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "legend.fontsize": 10,
    "axes.axisbelow": True,  # the grid lies under bars and lines
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "figure.constrained_layout.use": True,
}


WIDTH = 4.4  # inches; its text then has a readable size in the width of a phone, and that of the page's text in a wide one


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
    with matplotlib.rc_context({"svg.hashsalt": path.stem}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    plt.close(figure)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    for name, sentinel in COLOURS.items():
        svg = svg.replace(sentinel, f"var(--figure-{name})")
    left = set(re.findall(r"#[0-9a-f]{6}\b", svg)) - {"#000000", "#ffffff"}
    if left:
        raise ValueError(f"figure {path.stem}: colours {sorted(left)} are not in figures/style.py COLOURS")
    # ids such as figure_1 repeat between figures of one page; a prefix keeps each reference inside its own SVG
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{path.stem}-\1"', svg)
    svg = re.sub(r'(href="#|url\(#)([^")]+)', rf"\g<1>{path.stem}-\2", svg)
    # without a width the drawing fills its column and keeps its proportions
    svg = re.sub(r'^<svg ([^>]*?)width="[^"]*" height="[^"]*"|^<svg height="[^"]*" ([^>]*?)width="[^"]*"', r"<svg \1", svg)
    path.write_text(svg, encoding="utf-8")
