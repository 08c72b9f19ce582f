"""`make test` runs nothing only where exactly this passed before."""

import subprocess

import pytest

from proofread.results import dependencies, store
from tests import complete

PART = "from pathlib import Path\n\nran = Path('.cache', 'ran')\nran.parent.mkdir(exist_ok=True)\nran.open('a').write('x')\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own, whose one part of the tests counts its runs."""
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text(".cache/\n__pycache__/\n")
    (tmp_path / "part.py").write_text(PART)
    (tmp_path / "browser").write_text("")
    monkeypatch.setattr(complete, "ROOT", tmp_path)
    monkeypatch.setattr(complete, "PARTS", (["part"],))
    monkeypatch.setattr(complete, "executable", lambda: str(tmp_path / "browser"))
    for name in ("CI", "NO_CACHE", store.RUN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def runs(project) -> int:
    ran = project / ".cache" / "ran"
    return len(ran.read_text()) if ran.exists() else 0


def test_what_passed_is_not_run_again_and_that_is_said(project, capfd):
    assert [complete.main(), complete.main()] == [0, 0] and runs(project) == 1
    assert "nothing has changed since every test passed on 20" in capfd.readouterr().out


@pytest.mark.parametrize("change", ["a file", "a new file", "a file that goes", "the browser", "no browser", "a package", "CI", "NO_CACHE"])
def test_a_change_runs_everything(project, monkeypatch, change):
    (project / "more.txt").write_text("1")
    assert complete.main() == 0 and runs(project) == 1
    if change == "a file that goes":
        (project / "more.txt").unlink()
    elif change == "the browser":
        (project / "browser").write_text("newer")
    elif change == "no browser":
        monkeypatch.setattr(complete, "executable", lambda: None)
    elif change == "a package":
        monkeypatch.setattr(complete, "environment", lambda: dependencies.environment() + "numpy-9.9.dist-info")
    elif change in ("CI", "NO_CACHE"):
        monkeypatch.setenv(change, "1")
    else:
        (project / ("more.txt" if change == "a file" else "new.txt")).write_text("2")
    assert complete.main() == 0 and runs(project) == 2


def test_what_failed_or_changed_meanwhile_runs_again(project):
    (project / "part.py").write_text(PART + "raise SystemExit(1)\n")
    assert [complete.main(), complete.main()] == [1, 1] and runs(project) == 2
    (project / "part.py").write_text(PART + "Path('new.txt').open('a').write('x')\n")
    assert [complete.main(), complete.main()] == [0, 0] and runs(project) == 4


def test_what_runs_is_compiled_once_for_all_its_processes(project, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (project / "imported.py").write_text("")
    (project / "part.py").write_text(PART + "import imported\n")
    assert complete.main() == 0 and list(project.glob("__pycache__/imported.*.pyc"))
