"""What the built page typesets is what proofread reads: no formula reaches a reader unread."""

import html
import json
import re
from collections import Counter

import markdown
import pytest
import yaml

from proofread import check_text
from proofread.pages.notebook import as_markdown
from proofread.pages.page import read
from proofread.pages.typeset import of_html
from tests import ROOT
from theme.checked import with_table
from theme.notebooks import FORMULA

PAGES = sorted((ROOT / "docs").glob("*.md"))
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
TYPESET = re.compile(r'<(?P<tag>span|div) class="arithmatex">\\(?:\(|\[)(?P<formula>.*?)\\(?:\)|\])</(?P=tag)>', re.DOTALL)


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose tags are of no interest here."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:", lambda loader, suffix, node: None)


@pytest.fixture(scope="module")
def converter():
    config = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Loader)
    names, options = [], {}
    for entry in config["markdown_extensions"]:
        name, chosen = next(iter(entry.items())) if isinstance(entry, dict) else (entry, None)
        if name == "material.extensions.preview":  # works on the links that MkDocs itself resolves; no formula passes through it
            continue
        names.append(name)
        if chosen:
            options[name] = chosen
    return markdown.Markdown(extensions=names, extension_configs=options)


def typeset(converter, text):
    """Return the formulas that the site's own Markdown hands to KaTeX."""
    converter.reset()
    return Counter("".join(html.unescape(match["formula"]).split()) for match in TYPESET.finditer(converter.convert(text)))


def seen(text):
    """Return the formulas that proofread reads."""
    page = read(text)
    return Counter("".join(formula.source.split()) for formula in (*page.displays, *page.inlines))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_formula_of_a_page_is_read(path, converter, monkeypatch):
    monkeypatch.chdir(ROOT)
    text = path.read_text(encoding="utf-8")
    shown = with_table(text)
    built = typeset(converter, shown)
    assert built - seen(shown) == Counter()
    assert seen(text) - built == Counter(), "read, but not typeset: readers see its source"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_every_formula_of_a_notebook_is_read(path):
    text = as_markdown(path.read_text(encoding="utf-8"))
    found = Counter("".join((match["display"] or match["inline"]).split()) for match in FORMULA.finditer(text))
    assert found and found - seen(text) == Counter()
    assert check_text(text, str(path)).findings == []


def test_a_notebook_with_a_wrong_formula_has_a_finding_at_its_line():
    text = NOTEBOOKS[0].read_text(encoding="utf-8").replace("$-y^2 / 2$", "$y^2 = 2 y$")
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "$y^2 = 2 y$" in line)
    assert [(finding.line, finding.kind) for finding in check_text(as_markdown(text)).findings] == [(line, "sentence")]


TRICKS = {
    "another display": "\\[\na = b\n\\]\n",
    "another inline formula": "so \\(a = b\\) holds\n",
    "an environment": "\\begin{align}\na &= b\n\\end{align}\n",
    "a title": '!!! note "so $a = b$"\n    x\n',
    "a box": '!!! note "t"\n    $$\n    a = b\n    $$\n',
    "details": '??? note "t"\n    so $a = b$\n',
    "a heading": "## So $a = b$\n",
    "a table": "| x |\n|---|\n| so $a = b$ |\n",
    "a link": "[so $a = b$](http://example.org)\n",
    "a footnote": "x[^1]\n\n[^1]: so $a = b$\n",
    "a list of definitions": "term\n:   so $a = b$\n",
    "HTML that holds Markdown": "<div markdown>\nso $a = b$\n</div>\n",
    "HTML": "<span>so $a = b$</span>\n",
    "a quotation": "> so $a = b$\n",
    "two lines": "so $a\n= b$\n",
    "adjacent formulas": "so $a$$b = a$ holds\n",
    "a display in a line": "so $$a = b$$ holds\n",
    "an escaped backslash": "\\\\$a = b$\n",
    "an escaped dollar": "\\$5 and so $a = b$\n",
    "a lone backtick": "a ` b\n\nso $a = b$\n\nc ` d\n",
    "escaped backticks": "\\`so $a = b$ y\\`\n",
    "a comment in code": "`<!--` so $a = b$ `-->`\n",
    "a comment in indented code": "x\n\n        <!--\n\nso $a = b$\n\n        -->\n",
    "a comment that is never closed": "<!-- x\n\n$$\na = b\n$$\n",
    "three dollars": "$a = b$$\n",
    "an indented notation block": "- x\n\n    ```notation\n    c : real\n    ```\n\n    so $a = b$\n",
}


@pytest.mark.parametrize("name", TRICKS)
def test_a_false_formula_is_found_wherever_it_is_typeset(name, converter):
    text = f"```notation\na, b : real\n```\n\n{TRICKS[name]}"
    assert name == "an indented notation block" or typeset(converter, with_table(text))
    assert check_text(text).findings


UNTYPESET = {
    "above": "x\n$$\na = a\n$$\n",
    "below": "$$\na = a\n$$\nx\n",
    "within": "$$\na\n\n= a\n$$\n",
    "beside": "x $$\na = a\n$$\n",
}


@pytest.mark.parametrize("text", UNTYPESET.values(), ids=UNTYPESET)
def test_a_display_that_markdown_does_not_typeset_is_refused(text, converter):
    assert not typeset(converter, text)
    [problem] = read(text).problems
    assert "the page would show the source" in problem.message


def test_statuses_stand_in_the_order_of_the_published_page(converter):
    """A footnote is published at the end of its page, so its display has the last mark."""
    text = "x[^1]\n\n[^1]:\n    y\n\n    $$\n    1 = 1\n    $$\n\n$$\n2 = 2\n$$\n"
    report = check_text(text)
    assert [display.source.strip() for display in report.displays] == ["2 = 2", "1 = 1"]
    assert [display.line for display in report.displays] == [10, 6]
    assert [formula.source.strip() for formula in of_html(converter.reset().convert(text))] == ["2 = 2", "1 = 1"]


PLACES = {
    "a quotation": ("> x\n>\n> $$\n> a\n> = b\n> $$\n", 5),
    "a list": ("- x\n\n    $$\n    a\n    = b\n    $$\n", 5),
    "other endings": ("x\r\n\r\n$$\r\na\r\n= b\r\n$$\r\n", 5),
    "after the same in code": ("`$$`\n\n```text\n$$\na\n= b\n$$\n```\n\n$$\na\n= b\n$$\n", 12),
    "an environment": ("x\n\n\\begin{align}\na &= b\n\\end{align}\n", 4),
    "brackets": ("x\n\n\\[\na\n= b\n\\]\n", 5),
    "a stray dollar": ("It costs 5$ or \\$6.\n\n$$\na\n= b\n$$\n", 5),
}


@pytest.mark.parametrize(("text", "line"), PLACES.values(), ids=PLACES)
def test_a_finding_stands_at_the_line_of_its_relation(text, line):
    block = "```notation\na, b : real\n```\n\n"
    [finding] = check_text(block + text).findings
    assert (finding.line - 4, finding.kind) == (line, "false")


def test_a_page_shows_all_its_problems_at_once():
    text = "```notation\na, b : real\n```\n\nx $$\na = a\n$$\n\n$$\na = b\n$$\n\nand \\begin{align}\n"
    assert [finding.kind for finding in check_text(text).findings] == ["parse", "false", "parse"]


def test_a_notebook_is_read_as_it_is_typeset():
    cells = [
        {"cell_type": "markdown", "source": ["Here $ 1 = 2 $.\n"]},
        {"cell_type": "code", "source": ["x"], "outputs": [{"data": {"text/latex": ["$1 = 3$"]}}]},
    ]
    found = check_text(as_markdown(json.dumps({"cells": cells, "metadata": {}}, indent=1))).findings
    assert [finding.source.strip() for finding in found] == ["Here $1 = 2$.", "$1 = 3$"]
