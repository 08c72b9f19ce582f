"""The GitHub Actions workflow: its linter has no finding; it, .ci/run and the Makefile run what the README says."""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"


def test_the_linter_has_no_finding():
    linter = Path(sysconfig.get_path("scripts")) / "zizmor"
    command = [str(linter), "--offline", "--no-progress", "--persona", "pedantic", str(WORKFLOWS)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert result.returncode == 0, result.stdout + result.stderr


def test_actions_are_pinned_by_commit_hash():
    for path in WORKFLOWS.glob("*.yml"):
        for action in re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), f"{path.name}: pin {action} by its commit hash"


def test_make_test_and_the_readme_name_the_same_commands():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [recipe] = re.findall(r"^test:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    commands = [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe.splitlines()]
    assert commands and "\n".join(commands) in (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_is_large_is_installed_only_when_somebody_starts_it():
    texts = {path.name: path.read_text(encoding="utf-8") for path in [*WORKFLOWS.glob("*.yml"), ROOT / ".ci" / "run"]}
    assert [name for name, text in texts.items() if "make tensorflow" in text] == ["tensorflow.yml"]
    assert re.findall(r"^on:\n((?:  .*\n)+)", texts["tensorflow.yml"], re.MULTILINE) == ["  workflow_dispatch:\n"]


@pytest.mark.parametrize("missing", [None, "make", "git", "python3"])
def test_ci_installs_what_is_missing_and_runs_make_test(tmp_path, missing):
    (tmp_path / "dirname").symlink_to(shutil.which("dirname"))
    for name in {"make", "git", "python3", "chromium", "apt-get"} - {missing}:
        (tmp_path / name).write_text(f'#!{shutil.which("bash")}\necho {name} "$@"\n', encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    command = [shutil.which("bash"), str(ROOT / ".ci" / "run")]
    said = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PATH": str(tmp_path)}).stdout.splitlines()
    installed = [line.split() for line in said if line.startswith("apt-get install")]
    assert [missing in words for words in installed] == ([True] if missing else [])
    assert missing == "make" or said[-2:] == ["make test", "make libraries"]
