"""Put the figures of figures/ into pages: inline SVG that follows the page's colour scheme.

A page writes ``![what is seen](figure:NAME "caption")``. The SVGs are drawn by
``python -m figures`` in a child process, so that `mkdocs serve` sees edited code, while formulas are checked,
and kept under .cache/ by a digest of everything they are drawn from.

Where docs/assets/js/movable/ has a script of the same name, the reader can move the figure: the page loads the script,
which puts controls in the drawing's place. Without scripts and on paper the drawing stays.
"""

import html
import re
import subprocess
import sys
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

from proofread.results.dependencies import environment, processor
from proofread.results.store import key, pruned
from theme import ROOT

MOVABLE = ROOT / "docs/assets/js/movable"
IMAGE = re.compile(r"<img\s[^>]*src=\"figure:(?P<name>[^\"]*)\"[^>]*/?>")
WRAPPED = re.compile(r"<p>\s*(" + IMAGE.pattern + r")\s*</p>")


class FigureError(ValueError):
    """A figure that a page names cannot be shown; the message names page, figure and mend."""


_drawings: dict[Path, subprocess.Popen] = {}  # that have begun, by their folder


def begin() -> Path:
    """Return the folder of the current SVGs; if anything they depend on has changed, they are drawn while the build goes on."""
    folder = ROOT / ".cache" / "figures" / key_of_drawings()[:16]
    pruned(folder.parent)
    if folder not in _drawings and not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "figures", str(folder)]
        _drawings[folder] = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return folder


def drawn() -> Path:
    """Return the folder that holds the current SVGs, when all are drawn."""
    folder = begin()
    drawing = _drawings.pop(folder, None)
    if drawing:
        _, errors = drawing.communicate()
        if drawing.returncode:
            raise FigureError(reason(errors))
        (folder / "complete").touch()
    return folder


def key_of_drawings() -> str:
    """Return the key of all figures: the modules that draw them, and those they may import."""
    files = sorted([*ROOT.glob("figures/*.py"), *ROOT.glob("snippets/*.py")])
    return key(environment(), processor(), *(f"{file.name}\n{file.read_text(encoding='utf-8')}" for file in files))


def reason(stderr: str) -> str:
    """Return the last place in figures/ or snippets/ that a traceback names, and the error."""
    places = re.findall(r'File "[^"]*?((?:figures|snippets)/\w+\.py)", line (\d+)', stderr)
    place = "{}:{}: ".format(*places[-1]) if places else ""
    return place + (stderr.strip().splitlines() or ["python -m figures ended without a word"])[-1]


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\s{name}="([^"]*)"', tag)
    return html.unescape(match[1]) if match else ""


def framed(svg: str, alternative: str, caption: str, attributes: str = 'class="drawn"') -> str:
    """Return a drawing as the element of a page, with what is seen in it and what it shows."""
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{html.escape(alternative)}" class="figure-drawing"', 1)
    return f"<figure {attributes}>{svg}<figcaption>{html.escape(caption, quote=False)}</figcaption></figure>"


def unknown(name: str, drawn: Collection[str]) -> str:
    """Return what is said of a figure that is not drawn: the names that come closest."""
    return f"no figure is called {name!r}; figures/ draws {', '.join(get_close_matches(name, sorted(drawn), cutoff=0))} and others"


def inline(page_html: str, path: str, markdown: str = "") -> str:
    """Replace every ``figure:`` image of a page by its SVG with title, alternative text and caption.

    An error names the line of `markdown`, the source of the page, in which the figure is named.
    """
    if "figure:" not in page_html:
        return page_html
    folder = drawn()

    def replace(match):
        name, tag = match["name"], match[0]
        before, found, _ = markdown.partition(f"(figure:{name}")
        place = f"{path}:{before.count(chr(10)) + 1}" if found else path
        source = folder / f"{name}.svg"
        if not source.is_file():
            raise FigureError(f"{place}: {unknown(name, [svg.stem for svg in folder.glob('*.svg')])}")
        alt, caption = _attribute(tag, "alt"), _attribute(tag, "title")
        if not alt or not caption:
            raise FigureError(f'{place}: figure {name!r} needs both texts: ![what is seen](figure:{name} "caption")')
        kind = f'class="drawn movable" data-movable="{name}"' if (MOVABLE / f"{name}.js").is_file() else 'class="drawn"'
        return framed(source.read_text(encoding="utf-8"), alt, caption, f'id="figure-{name}" {kind}')

    page_html = IMAGE.sub(replace, WRAPPED.sub(r"\1", page_html))
    if "data-movable" not in page_html:
        return page_html
    # in the content, because the theme runs again what stands there when it shows the page after another
    return f'{page_html}\n<script src="{"../" * (path.count("/") - 1)}assets/js/movable.js" defer></script>'
