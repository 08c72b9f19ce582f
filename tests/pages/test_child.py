"""A function called in a process of its own answers, or its end is told; forked as on Linux, and started anew as elsewhere."""

import os

import pytest

from blocks.run import run
from proofread.verdicts import child


@pytest.fixture(params=[True, False] if child.FORKS else [False], ids=lambda forks: "forked" if forks else "started", autouse=True)
def way(request, monkeypatch):
    monkeypatch.setattr(child, "FORKS", request.param)


def test_it_answers_from_another_process():
    assert child.call(divmod, 7, 2, seconds=60) == (3, 1)
    assert child.call(os.getpid, seconds=60) != os.getpid()


def test_what_it_prints_is_no_part_of_the_answer():
    assert child.call(eval, "print('look') or __import__('os').write(1, b'look')", seconds=60) == 4


@pytest.mark.parametrize("code", [0, 3])
def test_a_function_that_ends_its_process_is_told(code):
    with pytest.raises(child.Ended) as ended:
        child.call(os._exit, code, seconds=60)
    assert ended.value.code == code


def test_an_endless_function_is_ended():
    with pytest.raises(child.Ended) as ended:
        child.call(exec, "while True: pass", seconds=1)
    assert ended.value.code is None


def test_a_block_starts_from_the_same_state_either_way(tmp_path, monkeypatch):
    look = "import sys, numpy, sympy\nfrom snippets.sigmoid import sigmoid\nprint(sigmoid(0.0), numpy.pi, sympy.Symbol('x'), __name__)\nprint(undefined)"
    monkeypatch.chdir(tmp_path)  # the child finds the project from any folder
    result = run(look, "docs/x.md", 5)
    assert result.printed == "0.5 3.141592653589793 x __main__\n"
    assert result.error.startswith("docs/x.md:8: NameError")
