"""tests/portable.py turns off what this processor has, the blocks feel it, and each module of snippets/ has its tests there."""

import os
import subprocess
import sys

import portable


def test_all_but_the_oldest_is_turned_off_and_then_all():
    assert portable.runs(["X86_V3", "X86_V4"]) == [["X86_V4"], ["X86_V3", "X86_V4"]]
    assert portable.runs(["ASIMDHP"]) == [["ASIMDHP"]]
    assert portable.runs([]) == []


def test_a_block_runs_without_what_is_turned_off():
    off = portable.generations()
    look = "from numpy._core._multiarray_umath import __cpu_features__ as has\nprint([name for name, there in has.items() if there])"
    code = f"from blocks.run import run\nresult = run({look!r}, 'x.md', 1)\nassert not result.error, result.error\nprint(result.printed)"
    environment = {**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(off)}
    result = subprocess.run([sys.executable, "-c", code], cwd=portable.ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 0 and result.stderr == "", result.stderr
    assert not [name for name in off if f"'{name}'" in result.stdout] and result.stdout.startswith("[")


def test_each_module_of_snippets_has_its_tests():
    names = portable.tests_of_snippets()
    assert "tests/test_sigmoid.py" in names
    assert [name for name in names if not (portable.ROOT / name).is_file()] == []
