"""proofread on its own: installed into an empty folder, it works on a folder that is not this repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from proofread import check_text
from tests import ROOT

RIGHT = "```notation\na, b : real\n```\n\n$$\n(a + b)^2 = a^2 + 2 a b + b^2\n$$\n"
WRONG = RIGHT.replace("2 a b", "a b")
SITE = "site_name: Elsewhere\nplugins:\n  - proofread\ntheme:\n  name: mkdocs\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return the environment of a process that has proofread from a wheel, and nothing of this repository."""
    folder = tmp_path_factory.mktemp("installed")
    source, target = folder / "source", folder / "packages"
    shutil.copytree(ROOT / "proofread", source, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([*command, "--target", str(target), str(source)], check=True, cwd=folder)
    path = os.pathsep.join([str(target / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return {**kept, "PYTHONPATH": str(target), "PATH": path, "NO_MKDOCS_2_WARNING": "1"}


@pytest.fixture
def elsewhere(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    return tmp_path


def run(installed, folder, *command):
    ended = subprocess.run(command, cwd=folder, env=installed, capture_output=True, text=True)
    return ended.returncode, ended.stdout + ended.stderr


def both(installed, folder, *command, then=lambda: None):
    """Return what a command says of a right page, `then` look at what it made; of a wrong one it has to fail, with the place of the finding."""
    code, said = run(installed, folder, *command)
    assert code == 0, said
    then()
    (folder / "docs" / "index.md").write_text(WRONG, encoding="utf-8")
    code, wrong = run(installed, folder, *command)
    assert code != 0
    assert "docs/index.md:6:11: false" in wrong, wrong
    return said


def test_the_readme_shows_what_it_says():
    text = (ROOT / "proofread" / "README.md").read_text(encoding="utf-8")
    page, said = re.search(r"````markdown\n(.*?)````", text, re.DOTALL)[1], re.search(r"```text\n(.*?)```", text, re.DOTALL)[1]
    [finding] = check_text(page, "page.md").findings
    assert f"{finding}\n" == said


def test_it_is_the_installed_one(installed, elsewhere):
    _, said = run(installed, elsewhere, sys.executable, "-c", "import proofread; print(proofread.__file__)")
    assert str(ROOT) not in said


def test_the_command(installed, elsewhere):
    assert "1 display with 1 link" in both(installed, elsewhere, "proofread", "docs")


def test_the_pytest_plugin(installed, elsewhere):
    plugins = ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:codeblocks", "-p", "no:hypothesispytest"]
    assert "2 passed" in both(installed, elsewhere, sys.executable, "-m", "pytest", "-q", *plugins, "docs")


def test_the_mkdocs_plugin(installed, elsewhere):
    def built():
        page = (elsewhere / "site" / "index.html").read_text(encoding="utf-8")
        assert "(a + b)^2" in page and "a, b : real" not in page

    both(installed, elsewhere, sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(elsewhere / "site"), then=built)


@pytest.mark.parametrize("place", ["proofread/.pre-commit-hooks.yaml", "proofread/README.md"])
def test_the_pre_commit_hook(installed, elsewhere, place):
    text = (ROOT / place).read_text(encoding="utf-8")
    described = yaml.safe_load(text if place.endswith("yaml") else re.search(r"```yaml\n(.*?)```", text, re.DOTALL)[1])
    [hook] = described if isinstance(described, list) else described["repos"][0]["hooks"]
    assert re.search(hook["files"], "docs/index.md") and not re.search(hook["files"], "docs/index.html")
    both(installed, elsewhere, *hook["entry"].split(), "docs/index.md")


def test_the_action(installed, elsewhere):
    action = yaml.safe_load((ROOT / "proofread" / "action.yml").read_text(encoding="utf-8"))
    install, check = action["runs"]["steps"]
    assert install["run"] == 'python -m pip install "${{ github.action_path }}"'
    assert [step["shell"] for step in (install, check)] == ["bash", "bash"]
    both(installed, elsewhere, "bash", "-c", check["run"].replace("${{ inputs.paths }}", action["inputs"]["paths"]["default"]))
