"""What is kept from an earlier run is found only if nothing that it depends on has changed."""

import json
import logging
import os
import time
from types import SimpleNamespace

import pytest
from jinja2 import DictLoader

from blocks import plugin
from blocks.page import Block
from proofread import cache
from proofread.results import dependencies, store
from proofread.verdicts import code
from theme import figures, notebooks, rendered, search, templates

CODE = "from snippets.outer import f\nprint(f(1))\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own in which nothing is forbidden to be kept: snippets.outer imports snippets.inner."""
    (tmp_path / "snippets").mkdir()
    for name, text in (("__init__", ""), ("outer", "from snippets import inner\n\nf = inner.f\n"), ("inner", "def f(z):\n    return 2 * z\n"), ("other", "")):
        (tmp_path / "snippets" / f"{name}.py").write_text(text)
    for module in (dependencies, rendered, figures):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    for name in ("CI", "NO_CACHE", store.RUN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(code, "problem", lambda *_: None)  # the snippets of this project are no others
    return tmp_path


CONFIG = SimpleNamespace(markdown_extensions=["toc", object()], mdx_configs={"toc": {"permalink": True}}, validation={}, use_directory_urls=False, site_name="x")


def keys(project) -> dict[str, str]:
    """Return the key of one result of each kind: a block, a display, a sentence, a comparison with code, notebooks, figures, a typeset page, its part of the search index."""
    for function in (dependencies.environment, dependencies.processor, dependencies.machinery):
        function.cache_clear()
    text = "```notation\nz : real\na := 2 z\ncode a = snippets.outer:f(z)\n```\n\n$$\na = 2 z\n$$\n\nFor $z > 0$, $a > 0$.\n"
    found = Kept()
    assert not cache.check_page(text, "docs/page.md", found).findings
    (project / "n.ipynb").write_text(json.dumps({"cells": [{"cell_type": "code", "source": [CODE]}]}))
    page = SimpleNamespace(file=SimpleNamespace(src_uri="p.md"), markdown='--8<-- "snippets/inner.py:f"', url="p.html", title="p", meta={}, content="<p>")
    return {
        "block": dependencies.key_of(CODE), "checked": sorted(found.asked), "notebooks": notebooks.cache_folder(project),
        "figures": figures.key_of_drawings(), "typeset": rendered.key_of_page(page, [], [], CONFIG), "search": search.key_of_entries(page),
    }


class Kept(store.Store):
    """A store that keeps nothing and knows under which keys it was asked."""

    def __init__(self):
        super().__init__(None)
        self.asked = []

    def read(self, key):
        self.asked.append(key)


CHANGES = {
    "source of a block, of code, of a notebook, of a figure": ("snippets/inner.py", {"block", "checked", "notebooks", "figures", "typeset"}),
    "module that a figure alone imports": ("figures/more.py", {"figures"}),
    "module of the checker, which badges use and the stores belong to": ("proofread/meaning/ranges.py", {"checked", "typeset", "search"}),
    "module that typesets": ("theme/quantities.py", {"typeset"}),
    "module that asks the search index": ("theme/search.py", {"search"}),
    "module that does neither": ("theme/heights.py", set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_misses_what_depends_on_it_and_nothing_else(project, change):
    name, depends = CHANGES[change]
    before = keys(project)
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("def f(z):\n    return 2 * z  # as before\n")
    after = keys(project)
    assert {kind for kind in before if before[kind] != after[kind]} == depends


@pytest.mark.parametrize("kind", ["interpreter", "package", "processor", "setting"])
def test_another_machine_misses_everything_and_another_processor_what_runs_code(project, monkeypatch, kind):
    before = keys(project)
    changed_environment(monkeypatch, kind, project)
    after = keys(project)
    exact = kind in ("processor", "setting")  # of the six checks, the agreement of the page with its code and the comparison miss
    assert {name for name in before if before[name] == after[name]} == ({"typeset", "search"} if exact else set())
    assert len(set(before["checked"]) & set(after["checked"])) == (4 if exact else 0) == len(before["checked"]) - (2 if exact else 6)


@pytest.fixture(autouse=True)
def machine_as_it_is():
    yield
    for function in (dependencies.environment, dependencies.processor, dependencies.machinery):
        function.cache_clear()


def changed_environment(monkeypatch, kind, project):
    from numpy._core import _multiarray_umath as core

    if kind == "interpreter":
        monkeypatch.setattr(dependencies.sys, "version", "4.0")
    elif kind == "package":
        (project / "more" / "numpy-9.9.dist-info").mkdir(parents=True)
        monkeypatch.syspath_prepend(project / "more")
    elif kind == "processor":
        first = next(iter(core.__cpu_features__))
        monkeypatch.setitem(core.__cpu_features__, first, not core.__cpu_features__[first])
    else:
        monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", "X86_V4")


@pytest.mark.parametrize("name", ["__init__", "outer", "inner"])
def test_a_change_of_an_imported_module_is_another_key(project, name):
    before = dependencies.key_of(CODE)
    (project / "snippets" / f"{name}.py").write_text("f = round\n")
    assert dependencies.key_of(CODE) != before


def test_a_change_of_what_is_not_imported_is_the_same_key(project):
    before = dependencies.key_of(CODE)
    (project / "snippets" / "other.py").write_text("f = round\n")
    assert dependencies.key_of(CODE) == before != dependencies.key_of(CODE + "\n")
    assert dependencies.key_of(CODE, "a") != dependencies.key_of(CODE, "b")


@pytest.mark.parametrize("kind", ["interpreter", "package", "processor", "setting"])
def test_another_machine_is_another_key(project, monkeypatch, kind):
    before = dependencies.key_of(CODE)
    for function in (dependencies.environment, dependencies.processor):
        function.cache_clear()
    changed_environment(monkeypatch, kind, project)
    assert dependencies.key_of(CODE) != before


@pytest.mark.parametrize("code", ["open('a')", "from pathlib import Path\nPath('a').read_text()", "__import__('snippets')", "import os\nos.environ", "1 +"])
def test_code_that_may_depend_on_more_has_no_key(project, code):
    assert dependencies.key_of(code) is None
    (project / "snippets" / "inner.py").write_text(code)
    assert dependencies.key_of(CODE) is None


@pytest.mark.parametrize("name", ["CI", "NO_CACHE"])
def test_nothing_is_kept_where_the_environment_forbids_it(project, monkeypatch, name):
    monkeypatch.setenv(name, "true")
    kept = store.kept("blocks")
    kept.write("a", 1)
    assert kept.read("a") is None and not (project / ".cache").exists()
    assert notebooks.cache_folder(project) is None


def test_one_run_shares_what_it_found_and_leaves_nothing(project, monkeypatch, tmp_path_factory):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv(store.RUN, str(tmp_path_factory.mktemp("run")))
    store.kept("blocks").write("a", 1)
    assert store.kept("blocks").read("a") == 1 and not (project / ".cache").exists()
    monkeypatch.setenv(store.RUN, str(tmp_path_factory.mktemp("run")))
    assert store.kept("blocks").read("a") is None


def test_a_store_finds_what_it_wrote_whole(project):
    kept = store.kept("blocks")
    kept.write("a", {"b": [1]})
    assert store.kept("blocks").read("a") == {"b": [1]} and kept.read("b") is None
    (kept.folder / "a.json").write_text('{"b": [')
    assert kept.read("a") is None


def test_what_nobody_asked_for_in_a_month_goes(project):
    folder = project / "kept"
    for name, days in (("old.json", 31), ("new.json", 29), ("old", 31), ("new", 29)):
        entry = folder / name
        (entry.parent if "." in name else entry).mkdir(parents=True, exist_ok=True)
        entry.is_dir() or entry.write_text("1")
        os.utime(entry, (time.time() - days * 24 * 3600,) * 2)
    assert store.Store(folder).read("old") == 1  # and so it is asked for again
    os.utime(folder / "old.json", (0, 0))
    store.Store(folder).write("more", 1)
    assert sorted(entry.name for entry in folder.iterdir()) == ["more.json", "new", "new.json"]


def test_a_block_that_passed_is_not_run_again_and_one_that_failed_is(project, monkeypatch):
    monkeypatch.setattr(plugin, "passed", store.kept("blocks"))
    ran, answer = [], [None]
    monkeypatch.setattr(plugin, "_failure", lambda block: ran.append(block) or answer[0])
    block = Block("page.md", 1, CODE, "", 3, "1\n", (4, 6))
    answer[0] = "it differs"
    assert [plugin.failure(block), plugin.failure(block)] == ["it differs"] * 2 and len(ran) == 2
    answer[0] = None
    assert [plugin.failure(block), plugin.failure(block)] == [None] * 2 and len(ran) == 3
    plugin.failure(Block("page.md", 1, CODE, "", 3, "2\n", (4, 6)))
    (project / "snippets" / "inner.py").write_text("f = round\n")
    plugin.failure(block)
    assert len(ran) == 5


def test_executed_notebooks_are_kept_by_their_code_and_its_modules(project):
    def notebook(code, text):
        cells = [{"cell_type": "code", "source": ["%config x\n", code]}, {"cell_type": "markdown", "source": [text]}]
        (project / "n.ipynb").write_text(json.dumps({"cells": cells}))
        return notebooks.cache_folder(project)

    before = notebook(CODE, "text")
    assert before == notebook(CODE, "other text")  # mkdocs-jupyter looks at the text itself
    assert notebook(CODE + "1", "text") not in (before, None)
    (project / "snippets" / "inner.py").write_text("f = round\n")
    assert notebook(CODE, "text") not in (before, None)
    assert notebook("open('a')", "text") is None


class Page:
    """What MkDocs renders, so far as render_once looks at it."""

    def __init__(self, markdown, warns=False):
        self.file, self.markdown, self.warns, self.rendered = SimpleNamespace(src_uri="p.md"), markdown, warns, 0

    def render(self, config, files):
        self.rendered += 1
        if self.warns:
            logging.getLogger("mkdocs.structure.pages").warning("a link leads nowhere")
        child = rendered.AnchorLink("b", "b", 2)
        top = rendered.AnchorLink("a", "a", 1)
        top.children.append(child)
        self.content, self.toc, self._title_from_render = self.markdown.upper(), rendered.TableOfContents([top]), "t"
        self.present_anchor_ids, self.links_to_anchors = {"a", "b"}, {files[0]: {"x": "q.md#x"}}


class File:
    def __init__(self, src_uri):
        self.src_uri = src_uri


class Files(list):
    def get_file_from_path(self, name):
        return next(file for file in self if file.src_uri == name)


def test_a_page_is_rendered_once_for_each_thing_it_depends_on(project, monkeypatch):
    monkeypatch.setattr(rendered, "store", store.kept("pages"))
    files = Files([File("q.md")])

    def page(markdown="text", displays=(), files=files, config=CONFIG, **keywords):
        made = Page(markdown, **keywords)
        rendered.render_once(made, displays)
        made.render(config, files)
        return made

    first, second = page(), page()
    assert (first.rendered, second.rendered) == (1, 0)
    for name in ("content", "_title_from_render", "present_anchor_ids", "links_to_anchors"):
        assert getattr(first, name) == getattr(second, name)
    assert repr(first.toc.items) == repr(second.toc.items) or str(first.toc) == str(second.toc)
    quoting = '--8<-- "snippets/inner.py:f"'
    assert [page(quoting).rendered, page(quoting).rendered] == [1, 0]
    (project / "snippets" / "inner.py").write_text("f = round\n")
    assert page(quoting).rendered == 1
    assert [page("other").rendered, page(displays=["proved"]).rendered] == [1, 1]
    assert page(files=Files([*files, File("r.md")])).rendered == 1
    for changed in ({"markdown_extensions": []}, {"mdx_configs": {}}, {"validation": {"nav": 30}}, {"use_directory_urls": True}):
        assert page(config=SimpleNamespace(**{**vars(CONFIG), **changed})).rendered == 1, changed
    assert page(config=SimpleNamespace(**{**vars(CONFIG), "site_name": "y"})).rendered == 0
    assert [page("warned", warns=True).rendered, page("warned", warns=True).rendered] == [1, 1]


def test_a_page_is_parsed_for_the_search_once_for_each_thing_it_depends_on(project, monkeypatch):
    monkeypatch.setattr(search, "store", store.kept("search"))
    parsed = []
    monkeypatch.setattr(search.SearchIndex, "add_entry_from_context", lambda index, page: parsed.append(page) or index.entries.append({"text": page.content}))
    page = {"url": "p.html", "title": "p", "meta": {"search": {"boost": 2}}, "content": "<p>a</p>"}
    changes = [{}, {}, {"url": "q.html"}, {"title": "q"}, {"meta": {}}, {"content": "<p>b</p>"}, {"content": "<p>b</p>"}]
    index = search.KeptIndex()
    for change in changes:
        index.add_entry_from_context(SimpleNamespace(**page | change))
    assert len(parsed) == 5 and [entry["text"] for entry in index.entries] == ["<p>a</p>"] * 5 + ["<p>b</p>"] * 2


def test_a_template_is_compiled_once_for_each_text_and_set_of_packages(project, monkeypatch):
    monkeypatch.setattr(templates, "store", store.kept("templates"))
    compiled = []

    class Environment(templates.Environment):
        def _compile(self, source, filename):
            compiled.append(filename)
            return super()._compile(source, filename)

    def rendered_now(text):
        env = Environment(loader=DictLoader({"a.html": text}))
        templates.keep(env)
        return env.get_template("a.html").render()

    assert [rendered_now("one"), rendered_now("one"), rendered_now("two"), len(compiled)] == ["one", "one", "two", 2]
    changed_environment(monkeypatch, "package", project)
    dependencies.environment.cache_clear()
    assert [rendered_now("two"), len(compiled)] == ["two", 3]
