"""While the site is served: a change of the code that makes the pages starts the server anew, and what cannot be loaded does not."""

import os
import sys
from types import ModuleType, SimpleNamespace

import pytest
from mkdocs.exceptions import Abort

from theme import reports, restart


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a module that this process has loaded, and one that it has not."""
    for name in ("loaded", "other"):
        (tmp_path / "theme").mkdir(exist_ok=True)
        (tmp_path / "theme" / f"{name}.py").write_text("x = 1\n")
    (tmp_path / "theme" / "typeset.js").write_text("let x = 1\n")
    monkeypatch.setattr(restart, "ROOT", tmp_path)
    monkeypatch.setattr(restart, "BEFORE", restart._times())
    module = ModuleType("theme.loaded")
    module.__file__ = str(tmp_path / "theme" / "loaded.py")
    monkeypatch.setitem(sys.modules, "theme.loaded", module)
    return tmp_path


def edit(project, name, suffix=".py"):
    os.utime(project / "theme" / f"{name}{suffix}", ns=(1, 1))


@pytest.fixture
def started(monkeypatch):
    """The commands that take the place of this process."""
    found = []
    monkeypatch.setattr(restart.os, "execv", lambda *command: found.append(command))
    return found


def loads(monkeypatch, stderr=""):
    monkeypatch.setattr(restart.subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=bool(stderr), stderr=stderr))


def test_a_build_goes_on_where_no_loaded_module_changed(project, started, tmp_path):
    built = []
    build = restart.on_change(lambda: built.append(1), str(tmp_path / "site"))
    build()
    edit(project, "other")
    build()
    assert built == [1, 1] and not started


@pytest.mark.parametrize("change", [
    lambda project: edit(project, "loaded"), lambda project: (project / "theme" / "loaded.py").unlink(),
    lambda project: edit(project, "typeset", ".js"),
])  # fmt: skip
def test_a_changed_module_starts_the_server_anew_and_leaves_nothing_behind(project, started, monkeypatch, tmp_path, change):
    (tmp_path / "site").mkdir()
    loads(monkeypatch)
    change(project)
    restart.on_change(lambda: pytest.fail("it was built by the old code"), str(tmp_path / "site"))()
    assert started == [(sys.executable, sys.orig_argv)] and not (tmp_path / "site").exists()


def test_a_module_that_cannot_be_loaded_is_told_and_the_server_stays(project, started, monkeypatch, tmp_path):
    loads(monkeypatch, 'Traceback (most recent call last):\n  File "theme/loaded.py", line 1\n    x = (\n        ^\nSyntaxError: \'(\' was never closed\n')
    edit(project, "loaded")
    with pytest.raises(Abort) as told:
        restart.on_change(lambda: None, str(tmp_path / "site"))()
    assert str(told.value) == "theme/loaded.py: SyntaxError: '(' was never closed (File \"theme/loaded.py\", line 1)" and not started


def test_pages_are_checked_beside_each_other_and_once_a_build(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_CACHE", "1")
    texts = ["$$\n1 + 1 = 2\n$$\n", "$$\n1 + 1 = 3\n$$\n", "text\n"]
    pages = [(text, f"docs/{number}.md") for number, text in enumerate(texts)]
    reports.begin(pages)
    monkeypatch.setattr(reports, "check_page", lambda *_: pytest.fail("it was checked again"))
    for _ in range(2):
        found = [reports.report(*page) for page in pages]
        assert [[finding.kind for finding in report.findings] for report in found] == [[], ["false"], []]
        assert [report.path for report in found] == [path for _, path in pages]


def test_long_pages_are_checked_first_and_the_others_as_they_are_built(monkeypatch):
    monkeypatch.setattr(reports, "LONG", 4)
    pages = [("$a$", "docs/b.md"), ("$a$" * 3, "docs/c.md"), ("text", "docs/a.md"), ("$a$" * 4, "docs/d.md")]
    assert [path for _, path in reports.in_order(pages)] == ["docs/d.md", "docs/c.md", "docs/b.md", "docs/a.md"]


def test_another_build_checks_anew(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_CACHE", "1")
    page, checked = ("text\n", "docs/a.md"), []
    monkeypatch.setattr(reports, "check_page", lambda *arguments: checked.append(arguments) or len(checked))
    for build in (1, 2):
        reports.begin([page])
        assert [reports.report(*page), reports.report(*page)] == [build] * 2
