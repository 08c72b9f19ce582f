"""What the build would refuse, told in a moment: formulas that KaTeX cannot set, quotations, figures, links, pages out of the nav."""

import ast
import re
from contextlib import suppress
from functools import cache

import pytest

from proofread.latex.errors import FormulaError
from proofread.pages.fences import outside
from proofread.pages.page import read
from proofread.pages.published import published
from proofread.pages.typeset import of_markdown
from proofread.results.dependencies import machinery
from proofread.results.store import kept, key
from tests import ROOT
from tests.pages.test_pages import SOURCES
from theme import evidence
from theme.figures import unknown
from theme.mathematics import TypesettingError, locate, typeset

PAGES = [path for path in SOURCES if path.startswith("docs/")]
LINK = re.compile(r"\]\((?P<file>[\w./-]*?\.(?:md|ipynb))?(?:#(?P<anchor>[\w-]+))?(?: \"[^\"]*\")?\)")
ANCHOR = re.compile(r"[{ ]#([\w-]+)[ }]|\bid=\"([\w-]+)\"")
MADE = re.compile(r"(?:eq|symbol|figure|shown|term|tag|fn|fnref|kind)[-:]")  # by the build, which checks links to them
FIGURE = re.compile(r"\(figure:([\w-]+)")


@cache
def figures_drawn() -> set[str]:
    """Return the names in FIGURES of the modules of figures/, without drawing them."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in (ROOT / "figures").glob("*.py")]
    tables = [node.value for tree in trees for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "FIGURES"]
    return {name.value for table in tables for name in table.keys}


@cache
def anchors(text: str) -> set[str]:
    return {one or other for one, other in ANCHOR.findall(text)}


def refused(path: str, source: str) -> list[str]:
    """Return a message for each thing of a page that the build would refuse."""
    text = outside(source)
    text = re.sub(r"`[^`\n]*`", lambda match: " " * len(match[0]), text)
    return [*_formulas(path, source), *_quotations(path, source), *_evidence(path, source), *_figures(path, text), *_links(path, text)]


def _formulas(path, source):
    known, store, found = key(machinery("theme.mathematics"), source), kept("typeset"), []
    if store.read(known):
        return []
    for formula in of_markdown(published(source)):
        try:
            typeset(formula.source, formula.display)
        except TypesettingError as error:
            found.append(f"{path}:{locate(formula.source, source)}: {error}\n  in the formula: {formula.source.strip()}")
    if not found:
        store.write(known, True)
    return found


def _quotations(path, source):
    for match in re.finditer(r'^[ \t]*--8<-- "(?P<file>[^":]+):(?P<section>\w+)"', source, re.MULTILINE):
        file = ROOT / match["file"]
        if not file.is_file():
            yield f"{path}:{_line(source, match)}: this quotes {match['file']}, which is not there"
        elif f"[start:{match['section']}]" not in file.read_text(encoding="utf-8"):
            yield f"{path}:{_line(source, match)}: this quotes {match['section']!r}, which {match['file']} does not have"


def _evidence(path, source):
    with suppress(FormulaError):  # of a page that cannot be read, which its check says
        try:
            evidence.shown(source, path, {display.anchor: display.source for display in read(source).displays})
        except evidence.EvidenceError as error:
            yield str(error)


def _figures(path, text):
    drawn = figures_drawn()
    for match in FIGURE.finditer(text):
        if match[1] not in drawn:
            yield f"{path}:{_line(text, match)}: {unknown(match[1], drawn)}"


def _links(path, text):
    for match in LINK.finditer(text):
        file = (ROOT / path).parent / match["file"] if match["file"] else ROOT / path
        anchor = match["anchor"]
        if match["file"] and not file.is_file():
            yield f"{path}:{_line(text, match)}: the link leads to {match['file']}, which is not there"
        elif anchor and not MADE.match(anchor) and file.suffix == ".md":
            if anchor not in anchors(text if file == ROOT / path else file.read_text(encoding="utf-8")):
                yield f"{path}:{_line(text, match)}: the link leads to #{anchor}, which {file.name} does not have"


def _line(text, match) -> int:
    return text.count("\n", 0, match.start()) + 1


@pytest.mark.parametrize("path", PAGES)
def test_the_build_will_not_refuse_the_page(path):
    messages = refused(path, SOURCES[path])
    if messages:
        pytest.fail("\n".join(messages), pytrace=False)


def test_every_page_is_in_the_nav():
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    missing = [path for path in PAGES if not re.search(rf"\b{re.escape(path.removeprefix('docs/'))}$", nav, re.MULTILINE)]
    assert not missing, f"{missing[0]}: this page is not in the nav of mkdocs.yml; add it there, at its place"


@pytest.mark.parametrize(("text", "message"), [
    (r"Here $z \frac{1$ is.", "docs/page.md:3: KaTeX parse error"),
    ('```python title="x"\n--8<-- "snippets/relu.py:rely"\n```', "docs/page.md:4: this quotes 'rely', which snippets/relu.py does not have"),
    ('![seen](figure:none "caption")', "docs/page.md:3: no figure is called 'none'; figures/ draws "),
    ('![seen](figure:relu-losses-slope "caption")', "docs/page.md:3: no figure is called 'relu-losses-slope'; figures/ draws relu-losses-slopes, "),
    ("<!-- eq: shows eq-a-7 -->\n```python\nprint(1)\n```", "docs/page.md:3: this page has no display eq-a-7"),
    ("[x](nowhere.md)", "docs/page.md:3: the link leads to nowhere.md, which is not there"),
    ("[x](relu.md#nowhere)", "docs/page.md:3: the link leads to #nowhere, which relu.md does not have"),
    ("[x](#nowhere)", "docs/page.md:3: the link leads to #nowhere, which page.md does not have"),
])
def test_what_the_build_refuses_is_told(text, message):
    (found,) = refused("docs/page.md", f"# T {{ #t }}\n\n{text}\n\n[x](#t) `[x](#none)`\n")
    assert found.startswith(message)
