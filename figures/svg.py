"""What every drawing becomes before a page shows it: CSS variables for colours, ids of its own, the width of its column."""

import re

from figures.colours import variables


def cleaned(svg: str, prefix: str) -> str:
    """Return a drawing of Matplotlib for the inside of a page; `prefix` makes its ids its own."""
    svg = re.sub(r"<metadata>.*?</metadata>", "", variables(svg[svg.index("<svg") :]), flags=re.DOTALL)
    # ids such as figure_1 repeat between figures of one page; a prefix keeps each reference inside its own SVG
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    svg = re.sub(r'(href="#|url\(#)([^")]+)', rf"\g<1>{prefix}-\2", svg)
    for size in ("width", "height"):  # without them the drawing fills its column and keeps its proportions
        svg = re.sub(rf'^(<svg\b[^>]*?)\s{size}="[^"]*"', r"\1", svg)
    return svg


def foreign(svg: str) -> list[str]:
    """Return the colours of a cleaned drawing that do not follow the page."""
    return sorted(set(re.findall(r"(?<=[\": ])#[0-9a-f]{6}\b", svg)))
