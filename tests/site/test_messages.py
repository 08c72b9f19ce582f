"""What a writer is told when a page cannot be built: the place and the mend in a few lines, and no stack of calls."""

import logging
import re
import socket

import pytest
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from tests import ROOT
from theme import figures

NOTATION = "# A page { #page }\n\n```notation\nz : real  # a number\n```\n\n"
PAGES = {
    "a false formula": (NOTATION + "$$\nz^2 = z\n$$\n", r"docs/index.md:8:5: false: .* at z = "),
    "a name that is not declared": (NOTATION + "$$\nz = q\n$$\n", r"docs/index.md:8:5: name: q is not declared"),
    "a false formula in a sentence": (NOTATION + "Here $z > 0$.\n", r"docs/index.md:7:9: sentence: "),
    "a notation block that cannot be read": ("# A { #a }\n\n```notation\nz real\n```\n", r"docs/index.md:4:1: notation: a variable is declared as"),
    "a formula that KaTeX refuses": (
        NOTATION + "<!-- eq: not a claim: an example -->\n\n$$\n\\undefinedmacro\n$$\n", r"docs/index.md:10: .*\\undefinedmacro",
    ),
    "a figure that nobody draws": ('# A { #a }\n\n![seen](figure:none "caption")\n', r"docs/index.md: no figure is called 'none'; figures/ draws "),
    "a figure without a caption": ("# A { #a }\n\n![seen](figure:relu-unit)\n", r"docs/index.md: figure 'relu-unit' needs both texts"),
    "a quotation of no file": (
        '# A { #a }\n\n```python title="snippets/none.py"\n--8<-- "snippets/none.py:f"\n```\n', r"docs/index.md:3: .*snippets/none.py",
    ),
    "a quotation of no part": (
        '# A { #a }\n\n```python title="snippets/relu.py"\n--8<-- "snippets/relu.py:none"\n```\n', r"docs/index.md:4: .*section 'none'",
    ),
}


def built(tmp_path, page, command="build", **options):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text(page, encoding="utf-8")
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(tmp_path / "site"), nav=[{"A page": "index.md"}], **options)
    config.plugins.on_startup(command=command, dirty=False)
    build.build(config)
    return (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", PAGES)
def test_a_page_that_cannot_be_built_says_why(tmp_path, monkeypatch, caplog, case):
    monkeypatch.chdir(ROOT)
    page, message = PAGES[case]
    with pytest.raises(Abort):
        built(tmp_path, page)
    told = "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR)
    assert re.search(message, told), told
    assert "Traceback" not in caplog.text and told.count("\n") <= 6, told


def test_a_page_that_does_not_hold_can_be_read_by_its_writer(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(ROOT)
    page = built(tmp_path, NOTATION + "$$\nz^2 = z\n$$\n\n$$\nz = z\n$$\n", command="serve")
    said = capfd.readouterr().err
    assert "docs/index.md:8:5: false" in page and "docs/index.md:8:5: false" in said
    assert "equation-status false" in page and page.count('class="katex-display"') == 2


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


def test_a_drawing_that_fails_names_its_place():
    stack = """Traceback (most recent call last):
  File "/a/figures/__main__.py", line 18, in main
    style.save(draw(), folder / f"{name}.svg")
  File "/a/figures/relu.py", line 12, in unit
    axes.plot(z, color="tab:red")
  File "/b/matplotlib/axes.py", line 9, in plot
ValueError: figure relu-unit: colours ['#d62728'] are not in figures/style.py COLOURS
"""
    assert figures._reason(stack) == "figures/relu.py:12: ValueError: figure relu-unit: colours ['#d62728'] are not in figures/style.py COLOURS"
    assert figures._reason("") == "python -m figures ended without a word"
