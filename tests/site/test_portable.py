"""The run with fewer vector instructions turns off what this processor has, and the blocks feel it."""

import os
import subprocess
import sys
from configparser import ConfigParser

from tests import ROOT, portable


def test_all_but_the_oldest_is_turned_off_and_then_all():
    assert portable.runs(["X86_V3", "X86_V4"]) == [["X86_V4"], ["X86_V3", "X86_V4"]]
    assert portable.runs(["ASIMDHP"]) == [["ASIMDHP"]]
    assert portable.runs([]) == []


def test_a_block_runs_without_what_is_turned_off():
    off = portable.generations()
    look = "from numpy._core._multiarray_umath import __cpu_features__ as has\nprint([name for name, there in has.items() if there])"
    code = f"from blocks.run import run\nresult = run({look!r}, 'x.md', 1)\nassert not result.error, result.error\nprint(result.printed)"
    environment = {**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(off)}
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 0 and result.stderr == "", result.stderr
    assert not [name for name in off if f"'{name}'" in result.stdout] and result.stdout.startswith("[")


def test_pytest_knows_each_folder_of_tests():
    configuration = ConfigParser()
    configuration.read(ROOT / "pytest.ini")
    folders = {f"tests/{path.parent.name}" for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders <= set(configuration["pytest"]["testpaths"].split())
