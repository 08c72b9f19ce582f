"""What a writer is told when a page cannot be built: the place and the mend in a few lines, and no stack of calls."""

import json
import logging
import os
import re
import shutil
import socket
import subprocess
import sys

import pytest
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from tests import ROOT
from theme import figures

NOTATION = "# A page { #page }\n\n```notation\nz : real  # a number\n```\n\n"
CODE = "# A page {{ #page }}\n\n$$\nf(z) = z\n$$\n\n```notation\nz : real\nf(r) := r\ncode f(z) = {0}:f(z)\ncode f(z) = {0}:f(z)\n```\n"
MODULES = {"unclosed": "\ndef f(z:\n    return z\n", "raising": "\n{}['none']\n"}
PAGES = {
    "a false formula": (NOTATION + "$$\nz^2 = z\n$$\n", r"docs/index.md:8:5: false: .* at z = "),
    "a name that is not declared": (NOTATION + "$$\nz = q\n$$\n", r"docs/index.md:8:5: name: q is not declared"),
    "a false formula in a sentence": (NOTATION + "Here $z > 0$.\n", r"docs/index.md:7:9: sentence: "),
    "a notation block that cannot be read": ("# A { #a }\n\n```notation\nz real\n```\n", r"docs/index.md:4:1: notation: a variable is declared as"),
    "a formula that KaTeX refuses": (
        NOTATION + "<!-- eq: not a claim: an example -->\n\n$$\n\\undefinedmacro\n$$\n", r"docs/index.md:10: .*\\undefinedmacro",
    ),
    "an unknown domain": ("# A { #a }\n\n```notation\nz : complex\n```\n", r"docs/index.md:4:1: notation: complex is no domain; take one of real, "),
    "a notation block in four backticks": ("# A { #a }\n\n````notation\nz : real\n````\n", r"docs/index.md:3:1: notation: .* exactly ```notation"),
    "a module with a syntax error": (CODE.format("unclosed"), r"docs/index.md:10:1: code: unclosed cannot be imported: SyntaxError: .*\(unclosed.py, line 2\)"),
    "a module that raises when it is imported": (CODE.format("raising"), r"docs/index.md:10:1: code: raising cannot be imported: KeyError: .*\(raising.py:2\)"),
    "a module that is missing": (CODE.format("absent"), r"docs/index.md:10:1: code: absent:f cannot be imported: No module named 'absent'"),
    "a link to no page": ("# A { #a }\n\n[x](none.md)\n", r"docs/index.md:3: a link 'none.md', but the target is not found"),
    "a link to no heading": ("# A { #a }\n\n[x](#none)\n", r"docs/index.md:3: a link '#none', but there is no such anchor"),
    "an image that is not there": ("# A { #a }\n\n![x](none.png)\n", r"docs/index.md:3: a link 'none.png', but the target is not found"),
    "a figure that nobody draws": ('# A { #a }\n\n![seen](figure:none "caption")\n', r"docs/index.md:3: no figure is called 'none'; figures/ draws "),
    "a figure without a caption": ("# A { #a }\n\n![seen](figure:relu-unit)\n", r"docs/index.md:3: figure 'relu-unit' needs both texts"),
    "a quotation of no file": (
        '# A { #a }\n\n```python title="snippets/none.py"\n--8<-- "snippets/none.py:f"\n```\n', r"docs/index.md:3: .*snippets/none.py",
    ),
    "a quotation of no part": (
        '# A { #a }\n\n```python title="snippets/relu.py"\n--8<-- "snippets/relu.py:none"\n```\n', r"docs/index.md:4: .*section 'none'",
    ),
}


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "")  # the hooks set it, and a kernel of a later test must not find it


def built(tmp_path, page, command="build", **options):
    docs = tmp_path / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "index.md").write_text(page, encoding="utf-8")
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(tmp_path / "site"), **{"nav": [{"A page": "index.md"}], **options})
    config.plugins.on_startup(command=command, dirty=False)
    build.build(config)
    return (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", PAGES)
def test_a_page_that_cannot_be_built_says_why(tmp_path, monkeypatch, caplog, case):
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(tmp_path)
    for name, text in MODULES.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    page, message = PAGES[case]
    with pytest.raises(Abort):
        built(tmp_path, page)
    told = "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING)
    assert re.search(message, told), told
    assert "Traceback" not in caplog.text and told.count("\n") <= 4, told


def test_a_page_that_does_not_hold_can_be_read_by_its_writer(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(ROOT)
    page = built(tmp_path, NOTATION + "$$\nz^2 = z\n$$\n\n$$\nz = z\n$$\n", command="serve")
    said = capfd.readouterr().err
    assert "docs/index.md:8:5: false" in page and "docs/index.md:8:5: false" in said
    assert 'class="badge false"' in page and page.count('class="katex-display"') == 2


def test_a_port_in_use_is_said_before_anything_is_built(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(ROOT)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Abort):
            built(tmp_path, "# A { #a }\n", command="serve", dev_addr=f"127.0.0.1:{port}")
    assert f"127.0.0.1:{port} is in use; choose another port: make serve PORT={port + 1}" in caplog.text
    assert not (tmp_path / "site").exists()


def test_a_page_that_is_not_in_the_nav_is_named_with_the_mend(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(ROOT)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "lost.md").write_text("# Lost { #lost }\n", encoding="utf-8")
    with pytest.raises(Abort):
        built(tmp_path, "# A { #a }\n")
    assert "docs/lost.md: this page is not in the nav of mkdocs.yml; add it there, at its place" in caplog.text


def notebook(*lines, output=""):
    outputs = [{"name": "stdout", "output_type": "stream", "text": [output]}] if output else []
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# A notebook\n", "\n", "A text that is long enough to say what it is about."]},
        {"cell_type": "code", "execution_count": None, "id": "b", "metadata": {}, "outputs": outputs, "source": list(lines)},
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, indent=1, ensure_ascii=False) + "\n"


def test_a_notebook_that_raises_names_its_cell(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(ROOT)
    (tmp_path / "docs" / "notebooks").mkdir(parents=True)
    (tmp_path / "docs" / "notebooks" / "a.ipynb").write_text(notebook("x = 0\n", "1 / x"), encoding="utf-8")
    with pytest.raises(Abort):
        built(tmp_path, "# A { #a }\n", nav=["index.md", "notebooks/a.ipynb"])
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert "docs/notebooks/a.ipynb, code cell 1, line 2: ZeroDivisionError: division by zero" in "\n".join(told)
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "drawing, message",
    [
        ("figure, axes = panels(1)\n    axes.plot([0, 1], color='tab:red')\n    return figure", r"figures/relu.py: figure relu-unit has the colours \['#d62728'\], .*; take one of figures/colours.py"),
        ("return 1 / 0", r"figures/relu.py:\d+: ZeroDivisionError: division by zero"),
        ("return panels(", r"figures/relu.py:\d+: SyntaxError: '\(' was never closed"),
    ],
    ids=["a foreign colour", "a drawing that raises", "a syntax error"],
)
def test_a_drawing_that_fails_names_its_place(tmp_path, monkeypatch, drawing, message):
    for folder in ("figures", "snippets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "relu.md").touch()  # of no other page are figures drawn
    module = tmp_path / "figures" / "relu.py"
    text, count = re.subn(r"(def unit\(\):\n)    .*?return figure\n", rf"\1    {drawing}\n", module.read_text("utf-8"), flags=re.DOTALL)
    assert count == 1
    module.write_text(text, encoding="utf-8")
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    with pytest.raises(figures.FigureError, match=rf"^{message}$") as raised:
        figures.drawn()
    assert "\n" not in str(raised.value)


WRONG = """# A page { #page }

## A section { #twice }

The number is 12345.

```python
from sympy import Symbol

print(Symbol("z"))
```

<!--pytest-codeblocks:expected-output-->

```text
y
```

## A section { #twice }

```text
0.5
```

```py
print(1)
```
"""
TOLD = {  # what is told, once
    "a published output that is wrong": r"^docs/wrong.md:15: the published output is not what the block prints:",
    "an output without a block": r"^docs/wrong.md:21: this output is never compared; put .* between it and its block",
    "a fence that is not run": r"^docs/wrong.md:25: a fence with the info string 'py' is never run; write exactly ```python",
    "an anchor that occurs twice": r"docs/wrong.md:19: the anchor #twice stands in line 3 already; give this heading another",
    "a symbol with other assumptions": r'docs/wrong.md:8: the table of docs/notation.md has Symbol\("z", real=True\); write that',
    "a numeral that nothing prints": r"docs/wrong.md:5: no output and no checked formula of the page has 12345; print it in a block, ",
    "a function that no page quotes": r"snippets/relu.py:\d+: unquoted must be quoted once, in docs/relu.md; it is quoted in no page",
    "a list of numerals that is no TOML": r"tests/pages/numerals.toml: .*\(at line 1, column \d+\); a line is written",
    "a notebook whose output is old": r"docs/notebooks/small.ipynb, code cell 1: it prints something else than is published; run `make update`",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What pytest says, with the options of `make page`, of a copy of the project in which much is wrong."""
    folder = tmp_path_factory.mktemp("wrong")
    for name in ("blocks", "evidence", "figures", "proofread", "snippets", "tests", "theme", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("assets", "notebooks", "browser", "__pycache__"))
    for name in ("conftest.py", "pytest.ini", "README.md"):
        shutil.copy(ROOT / name, folder)
    (folder / "docs" / "wrong.md").write_text(WRONG, encoding="utf-8")
    (folder / "docs" / "notebooks").mkdir()
    (folder / "docs" / "notebooks" / "small.ipynb").write_text(notebook("print(1)", output="2\n"), encoding="utf-8")
    with open(folder / "snippets" / "relu.py", "a", encoding="utf-8") as module:
        module.write("\n\n# --8<-- [start:unquoted]\ndef unquoted(z):\n    return z\n# --8<-- [end:unquoted]\n")
    options = re.search(r"^page:.*\n\t\S+ -m pytest (.*?) \$\(or", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split()
    tests = ["docs/wrong.md", *(f"tests/pages/test_{name}.py" for name in ("pages", "numerals", "notebooks"))]
    command = [sys.executable, "-m", "pytest", *options, "-p", "no:cacheprovider", *tests, "-k", "wrong or relu or spelling or what_the_cells"]

    def said():
        environment = {name: value for name, value in os.environ.items() if name != "CI"}  # with it pytest shows whole differences
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environment).stdout

    first = said()
    (folder / "tests" / "pages" / "numerals.toml").write_text("[docs\n", encoding="utf-8")
    command[-len(tests) - 2 :] = ["tests/pages/test_numerals.py"]
    return first + said()


@pytest.mark.parametrize("case", TOLD)
def test_a_contract_that_is_broken_names_the_place_and_the_mend(told, case):
    sections = re.split(r"^(?:_{3,} .* _{3,}|=+ short test summary info =+)\n", told, flags=re.MULTILINE)
    [section] = [section for section in sections if re.search(TOLD[case], section, re.MULTILINE) and "FAILED" not in section]
    assert "Traceback" not in section and section.strip().count("\n") <= 8, section
