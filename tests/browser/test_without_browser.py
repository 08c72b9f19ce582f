"""Where there is no browser, a run says loudly what it did not test; under CI=true it fails."""

import os
import subprocess
import sys

from .chromium import INSTALL
from .pages import ROOT


def run(tmp_path, **environment):
    inherited = {key: value for key, value in os.environ.items() if key != "CI"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--confcutdir", "tests/browser",  # no plugin of other tests
         "tests/browser/test_search.py", "-k", "test_search_finds"],
        cwd=ROOT, capture_output=True, text=True, env={**inherited, "PATH": str(tmp_path), **environment},
    )


def test_a_developer_is_told_loudly(tmp_path):
    result = run(tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "NOT TESTED" in result.stdout and INSTALL in result.stdout
    assert "tests/browser/test_search.py: test_search_finds" in result.stdout


def test_ci_fails(tmp_path):
    result = run(tmp_path, CI="true")
    assert result.returncode == 1, result.stdout + result.stderr
    assert INSTALL in result.stdout


def test_the_message_names_what_ci_installs():
    # the same package, by the same words
    assert INSTALL.removeprefix("apt-get ") in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
