"""make new: the skeleton of a page passes every check as it is written, and a name that cannot be taken is refused."""

import os
import re
import shutil
import subprocess
import sys

import pytest

import scaffold.__main__ as scaffold

ROOT = scaffold.HERE.parent
NOT_COPIED = {"site", "mutants", ".git", ".venv", ".cache", ".pytest_cache", ".hypothesis"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of this project with the new page leaky-tanh, and what the command said."""
    copy = tmp_path_factory.mktemp("project")
    for entry in ROOT.iterdir():
        if entry.name not in NOT_COPIED:
            copied = shutil.copytree if entry.is_dir() else shutil.copy
            copied(entry, copy / entry.name)
    result = run(copy, "scaffold", "leaky-tanh")
    assert result.returncode == 0 and not result.stderr, result.stderr
    return copy, result.stdout


def run(folder, module, *arguments):
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8")


def test_each_file_is_named_and_what_is_left_is_said(project):
    folder, said = project
    files = re.findall(r"^wrote (.*)$", said, re.MULTILINE)
    assert {"docs/leaky-tanh.md", "snippets/leaky_tanh.py", "figures/leaky_tanh.py", "mkdocs.yml"} < set(files)
    for file in files:
        assert not re.search("PAGE|MODULE|TITLE", (folder / file).read_text(encoding="utf-8"))
    assert "What is left for you:" in said and "make page PAGE=docs/leaky-tanh.md" in said
    for named in re.findall(r"\b(?:docs|snippets|figures|tests)/[\w/-]+\.(?:md|py)", said):
        assert (folder / named).is_file(), f"it names {named}, which is not there"


def passes(folder, *arguments):
    result = run(folder, "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *arguments)
    assert result.returncode == 0, result.stdout


def test_the_new_page_and_its_module_pass_every_check(project):
    folder, _ = project
    of_all = [f"tests/pages/test_{name}.py" for name in ("pages", "numerals", "notation")]
    of_it = ["docs/leaky-tanh.md", "tests/pages/test_mentions.py", *(f"tests/snippets/test_{name}.py" for name in ("leaky_tanh", "accuracy", "edges"))]
    passes(folder, *of_it, *of_all, "-k", " or ".join(["leaky", "left_out", *map(os.path.basename, of_all)]))


def test_the_site_with_the_new_page_is_built_without_a_warning_and_shows_its_figure(project):
    folder, _ = project
    config = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"^      - Leaky tanh: leaky-tanh\.md$", config, re.MULTILINE)
    for path in (folder / "docs").glob("*.md"):  # a site of two pages and their figures, which is built quickly
        path.unlink() if path.stem not in ("leaky-tanh", "glossary") else None
    shutil.rmtree(folder / "docs" / "notebooks")
    (folder / "docs" / "index.md").write_text("# A page { #page }\n\n[The new one](leaky-tanh.md#derivation)\n", encoding="utf-8")
    (folder / "small.yml").write_text("INHERIT: mkdocs.yml\nnav: [index.md, leaky-tanh.md, glossary.md]\n", encoding="utf-8")
    result = run(folder, "mkdocs", "build", "--strict", "--config-file", "small.yml")
    assert result.returncode == 0, result.stderr
    html = (folder / "site" / "leaky-tanh.html").read_text(encoding="utf-8")
    assert 'id="figure-leaky-tanh-function"' in html and html.count('<div class="equation" ') == 4
    passes(folder, "tests/pages/test_figures.py", "-k", "drawn_figure or colour")


REFUSED = {
    "": "is no name of a page", "Tanh": "is no name of a page", "a b": "is no name of a page", "../x": "is no name of a page",
    "a" * 41: "40 at most", "x--y": "is no name of a page", "class": "is a word of Python",
    "relu": "docs/relu.md exists", "gradcheck": "snippets/gradcheck.py exists", "edges": "/test_edges.py exists", "style": "figures/style.py exists",
    "softplus": "snippets/sigmoid.py has a function softplus", "derivation": "a section of every page",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_cannot_be_taken_is_refused_in_one_line(capsys, name):
    assert scaffold.main([name]) == 2
    said = capsys.readouterr()
    assert REFUSED[name] in said.err and said.err.count("\n") == 1 and not said.out


def test_no_name_or_two_are_refused(capsys):
    assert [scaffold.main([]), scaffold.main(["a", "b"])] == [2, 2]
    assert capsys.readouterr().err == "name one page: make new PAGE=tanh\n" * 2


def test_nothing_is_written_if_a_file_has_no_place_for_the_page(tmp_path, capsys):
    (tmp_path / "mkdocs.yml").write_text("nav: []\n", encoding="utf-8")
    assert scaffold.main(["tanh"], tmp_path) == 1
    assert capsys.readouterr().err == "mkdocs.yml: one line '- It goes wrong:' is needed, beside which the new page is named\n"
    assert [path.name for path in tmp_path.iterdir()] == ["mkdocs.yml"]
