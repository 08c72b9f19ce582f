"""Notebook pages: taken out of Jupyter's page and put into this site's own elements.

mkdocs-jupyter wraps a notebook in 600 kB of styles and several scripts, one of
them from another host. Only the cells are kept: text, code, what it printed and
drew, in the elements that the other pages use, so that one stylesheet serves all.
"""

import base64
import html
import json
import re
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from figures.svg import cleaned, foreign
from proofread.pages.typeset import Typeset
from proofread.results.dependencies import key_of
from proofread.results.store import kept, pruned
from theme import figures, mathematics
from theme.placed import PlacedParser

VERBATIM = re.compile(r"(<pre\b.*?</pre>|<code\b.*?</code>|<svg\b.*?</svg>|<[^>]*>)", re.DOTALL)
FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<![\\$])\$(?P<inline>[^$\n]+?)\$", re.DOTALL)
IMAGE = re.compile(r'<img\b[^>]*\bsrc="data:image/svg\+xml;base64,(?P<data>[^"]*)"[^>]*>', re.DOTALL)
LINK = re.compile(r'(?<=\shref=")(?P<target>[^":#]+)\.(?P<kind>md|ipynb)(?P<anchor>#[^"]*)?(?=")')
BLACK = "#000000"  # what Matplotlib writes where it says nothing else, such as in the frame of a hatch


class NotebookError(ValueError):
    """A notebook page cannot be shown; the message names notebook, cell and mend."""


class _Cells(PlacedParser):
    """Collects (kind, inner HTML) of each piece of a notebook, in order: text, code, text printed, drawing."""

    KINDS = {
        "jp-RenderedMarkdown": "text",
        "highlight-ipynb": "code",
        "jp-RenderedText": "printed",
        "jp-RenderedSVG": "drawing",
    }

    def __init__(self, page_html: str):
        self.pieces, self.kind, self.depth, self.start = [], None, 0, 0
        super().__init__(page_html)

    def handle_starttag(self, tag, attributes):
        if tag != "div":
            return
        classes = (dict(attributes).get("class") or "").split()
        if self.kind is not None:
            self.depth += 1
            return
        kind = next((self.KINDS[name] for name in classes if name in self.KINDS), None)
        if kind is None and "jp-OutputArea-output" in classes:
            raise NotebookError(f"an output of the kind {' '.join(classes)} has no form on the site; print text or draw SVG")
        if kind is not None:
            self.kind, self.depth, self.start = kind, 1, self.reached() + len(self.get_starttag_text())

    def handle_endtag(self, tag):
        if tag == "div" and self.kind is not None:
            self.depth -= 1
            if self.depth == 0:
                self.pieces.append((self.kind, self.source[self.start : self.reached()]))
                self.kind = None


def cache_folder(folder: Path) -> Path | None:
    """Return where the executed notebooks of a folder may be kept, by all that they depend on; None if that cannot be told.

    mkdocs-jupyter keeps what it executed by the notebook's text alone; here each set of modules, packages and
    processor has a folder of its own.
    """
    code = ""
    for path in sorted(folder.rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        # lines that begin with % are commands to the notebook
        lines = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code").splitlines()
        code += "\n".join(line for line in lines if not line.startswith("%")) + "\n"
    store, known = kept("notebooks").folder, key_of(code)
    if store is None or known is None:
        return None
    pruned(store)
    return store / known[:16]


_executed: list[Future] = []  # of this build


def begin(pages: list, plugin, config, files) -> None:
    """Execute the notebooks of a build while its formulas are checked, where mkdocs-jupyter will find them: in its cache.

    Nothing begins where the folder of `cache_folder` is there already: no notebook, or one alone, is to be executed then.
    """
    _executed.clear()
    if not plugin.config["cache"] or Path(plugin.config["cache_dir"]).exists():
        return
    pool = ThreadPoolExecutor(1)
    _executed.extend(pool.submit(lambda page=page: plugin.on_pre_page(page, config=config, files=files).render(config, files)) for page in pages)
    pool.shutdown(wait=False)


def wait() -> None:
    """Return when what `begin` began has ended; what failed is not in the cache, and fails again where its page is made."""
    for execution in _executed:
        execution.exception()


def rebuilt(page_html: str, source: Path, path: str) -> str:
    """Return the HTML of a notebook page in the elements of this site; raise `NotebookError` for what has no form there."""
    notebook = json.loads(source.read_text(encoding="utf-8"))
    code_cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    try:
        pieces = _Cells(page_html).pieces
    except NotebookError as error:
        raise NotebookError(f"{path}: {error}") from None
    if sum(kind == "code" for kind, _ in pieces) != len(code_cells):
        raise NotebookError(f"{path}: the page shows not as many code cells as the notebook has; did nbconvert change its HTML?")
    parts, shown = [], enumerate(code_cells, 1)
    for kind, content in pieces:
        if kind == "text":
            parts.append(_text(content, source, path))
        elif kind == "code":
            number, cell = next(shown)
            parts.append(_listing("python", content))
        elif kind == "printed":
            parts.append(_listing("text", content))
        else:
            parts.append(_drawing(content, cell, number, path))
    parts.insert(1, f'<p><a href="{source.name}" download>Download this notebook</a></p>')  # after the title and what it shows
    return "\n".join(parts)


def description(source: Path) -> str:
    """Return the first sentence under the title of a notebook, for the page's metadata."""
    first = "".join(json.loads(source.read_text(encoding="utf-8"))["cells"][0]["source"])
    return re.sub(r"\$(.*?)\$", r"\1", first.split("\n\n")[1].splitlines()[0])


def _listing(language: str, content: str) -> str:
    inner = re.search(r"<pre>(.*)</pre>", content, re.DOTALL)[1].removeprefix("<span></span>")
    return f'<div class="language-{language} highlight"><pre><span></span><code>{inner}</code></pre></div>'


def _text(content: str, source: Path, path: str) -> str:
    content = re.sub(r'<a class="anchor-link" href="(#[^"]*)">¶</a>', r'<a class="headerlink" href="\1" title="Permanent link">&para;</a>', content)

    def address(match):
        target = source.parent / f"{match['target']}.{match['kind']}"
        if not target.is_file():
            raise NotebookError(f"{path}: the link {match[0]} leads to no page")
        return f"{match['target']}.html{match['anchor'] or ''}"

    return typeset(LINK.sub(address, content), path)


def _drawing(content: str, cell: dict, number: int, path: str) -> str:
    """Return a drawing inside the page, so that its text is text and follows the scheme."""
    alternative, caption = cell["metadata"].get("alt"), cell["metadata"].get("caption")
    if not (alternative and caption):
        form = '{"alt": "...", "caption": "..."}'
        raise NotebookError(f"{path}, code cell {number} draws a figure; say in the cell's metadata what is seen and what it shows, {form}")
    drawings = IMAGE.findall(content)
    if len(drawings) != 1:
        raise NotebookError(f"{path}, code cell {number}: one drawing a cell, and as SVG")
    svg = cleaned(base64.b64decode(drawings[0]).decode("utf-8"), f"cell-{number}").replace(BLACK, "var(--figure-ink)")
    left = foreign(svg)
    if left:
        raise NotebookError(f"{path}, code cell {number} draws in {', '.join(left)}; take the colours of figures/colours.py, which follow the scheme")
    return figures.framed(svg, alternative, caption)


def formulas(page_html: str) -> list[Typeset]:
    """Return the formulas of a notebook page's text, in order."""
    texts = [piece for kind, content in _Cells(page_html).pieces if kind == "text" for piece in VERBATIM.split(content)]
    found = [match for text in texts if not text.startswith("<") for match in FORMULA.finditer(text)]
    return [Typeset(html.unescape(match["display"] or match["inline"]), match["display"] is not None) for match in found]


def typeset(page_html: str, path: str) -> str:
    """Typeset the ``$...$`` and ``$$...$$`` of a notebook page's text."""

    def replace(match):
        display = match["display"] is not None
        formula = html.unescape(match["display"] or match["inline"])
        try:
            return mathematics.element(formula, display, path)
        except mathematics.TypesettingError as error:
            raise mathematics.TypesettingError(f"{path}: {error}\n  in the formula: {formula.strip()}") from None

    pieces = VERBATIM.split(page_html)
    return "".join(piece if piece.startswith("<") else FORMULA.sub(replace, piece) for piece in pieces)
