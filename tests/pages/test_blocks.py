"""Whatever a page publishes as code or output is run and compared, or refused: one row a way to escape, with its message."""

import shutil
import subprocess
import sys

import pytest

import benchmarks.blocks
from blocks import rules
from blocks.__main__ import main
from blocks.page import TAG, PageError, markdown_files, parse
from blocks.plugin import failure
from blocks.run import run
from blocks.update import update
from tests import ROOT


def page(code="print(1)", output="1", *, fence="```python", close="```", tag=TAG, output_fence="```text"):
    return f"# T {{ #t }}\n\n{fence}\n{code}\n{close}\n\n{tag}\n\n{output_fence}\n{output}\n{output_fence[:3]}\n"


RIGHT = page()
UNRUN = "is never run"
# what is published -> a part of the message
REFUSED = {
    # never run
    "py": (page(fence="```py"), UNRUN),
    "python3": (page(fence="```python3"), UNRUN),
    "Python": (page(fence="```Python"), UNRUN),
    "pycon": (page(">>> 1", fence="```pycon"), UNRUN),
    "no language": (page(fence="```"), UNRUN),
    "space before the language": (page(fence="``` python"), UNRUN),
    "space after the language": (page(fence="```python "), UNRUN),
    "title": (page(fence='```python title="x"'), UNRUN),
    "title of a snippet over typed code": (page(fence='```python title="snippets/relu.py"'), "holds something else"),
    "hl_lines": (page(fence='```python hl_lines="1"'), UNRUN),
    "linenums": (page(fence='```python linenums="1"'), UNRUN),
    "{.python}": (page(fence="```{.python}"), UNRUN),
    "~~~": (page(fence="~~~python", close="~~~"), "~~~ fence is never run"),
    "four backticks": (page(fence="````python", close="````"), "more than three backticks"),
    "shell": (page("true", fence="```sh"), UNRUN),
    "indented code": (RIGHT + "\nText\n\n    print(2)\n", "indented code is never run"),
    "indented code with a tab": (RIGHT + "\nText\n\n\tprint(2)\n", "indented code is never run"),
    "indented code in a box": ("!!! theorem\n\n    Text\n\n        print(2)\n\n" + RIGHT, "indented code is never run"),
    "quoted fence": (RIGHT + "\n> ```python\n> print(2)\n> ```\n", "inside a quotation"),
    "raw pre": (RIGHT + "\n<pre>print(2)</pre>\n", "raw HTML code"),
    "raw pre in capitals": (RIGHT + "\n<PRE class='x'>print(2)</PRE>\n", "raw HTML code"),
    "nested in a markdown fence": (RIGHT + "\n````markdown\n```python\nprint(2)\n```\n````\n", UNRUN),
    "inline highlighted code": (RIGHT + "\n`#!python print(2)`\n", "highlighted inline code"),
    "inline code with a class": (RIGHT + "\n`print(2)`{ .python }\n", "highlighted inline code"),
    # never compared
    "untagged output": (page(tag="Prints:"), "has no compared output"),
    "print without an output": ("```python\nprint(1)\n```\n", "has no compared output"),
    "misspelt tag": (page(tag="<!--pytest-codeblocks:expected_output-->"), "hidden from readers"),
    "multi-line tag": (page(tag="<!--\npytest-codeblocks:expected-output\n-->"), "hidden from readers"),
    "text before the tag": (page(tag=f"Prints {TAG}"), "a line of its own"),
    "text after the tag": (page(tag=f"{TAG} so"), "a line of its own"),
    "~~~ output": (page(output_fence="~~~"), "~~~ fence"),
    "indented output": (f"```python\nprint(1)\n```\n\n{TAG}\n\n    1\n", "has no compared output"),
    "another fence between": (f"```python\nprint(1)\n```\n\n{TAG}\n\n```yaml\n1\n```\n\n```text\n1\n```\n", "an output is a fence with the info string text"),
    "ignored whitespace": (page(tag="<!--pytest-codeblocks:expected-output-ignore-whitespace-->"), "hidden from readers"),
    "a tag without a block": (RIGHT + f"\n{TAG}\n", "binds no output"),
    "an output without a block": (RIGHT + "\n```text\n2\n```\n", "never compared"),
    "an empty output": (page("pass", ""), "empty"),
    "an assertion": (page("x = 1\nassert x == 1\nprint(x)"), "docs/x.md:5: an assertion shows a reader nothing; print what it compares"),
    "an assertion of NumPy": (page("import numpy as np\nnp.testing.assert_allclose(1, 1)\nprint(1)"), "docs/x.md:5: an assertion"),
    # swallowed
    "cont": ("```python\nx = 1\n```\n\n<!--pytest-codeblocks:cont-->\n\n" + RIGHT, "hidden from readers"),
    "stray backticks": (RIGHT + "\n```\n\n" + RIGHT, UNRUN),
    "a fence that is never closed": ("```python\nprint(1)\n", "never closed"),
    # excused
    "skip": ("<!--pytest.mark.skip-->\n\n" + RIGHT, "hidden from readers"),
    "skipif": ("<!--pytest.mark.skipif(True, reason='x')-->\n\n" + RIGHT, "hidden from readers"),
    "importorskip": ("<!--pytest-codeblocks:importorskip(nothing)-->\n\n" + RIGHT, "hidden from readers"),
    "skipfile": ("<!--pytest-codeblocks:skipfile-->\n\n" + RIGHT, "hidden from readers"),
    "xfail": ("<!--pytest.mark.xfail-->\n\n" + RIGHT, "hidden from readers"),
    # hidden
    "set-up in a comment": ("<!--\n```python\nx = 1\n```\n-->\n\n" + RIGHT, "has no compared output"),
    "an include in a block": (page('--8<-- "x.py"'), "included into a block that runs"),
    "an include in the text": (RIGHT + '\n--8<-- "x.md"\n', "include outside a quotation"),
}


@pytest.mark.parametrize("text, message", REFUSED.values(), ids=REFUSED)
def test_what_escapes_the_runner_is_refused(text, message):
    found = rules.violations(text, "docs/x.md")
    assert any(message in line for line in found), found
    assert all(line.startswith("docs/x.md:") for line in found)


ACCEPTED = {
    "plain": RIGHT,
    "admonition": "# T { #t }\n\n!!! theorem\n\n" + "".join(f"    {line}\n" if line else "\n" for line in RIGHT.splitlines()[2:]),
    "tabs": '=== "One"\n\n' + "".join(f"    {line}\n" if line else "\n" for line in RIGHT.splitlines()[2:]),
    "list": "1. First\n\n    more of the item\n\n2. Second\n\n" + RIGHT,
    "in a list": "1. First\n\n" + "".join(f"    {line}\n" if line else "\n" for line in RIGHT.splitlines()[2:]),
    "a box in a box": "!!! theorem\n\n    ??? proof\n\n"
    + "".join(f"        {line}\n" if line else "\n" for line in RIGHT.splitlines()[2:]),
    "a fence in a longer output": page("print('```')", "```", output_fence="````text").replace("\n```\n```", "\n```\n````"),
    "CRLF": RIGHT.replace("\n", "\r\n"),
    "quotation": RIGHT + '\n```python title="snippets/relu.py"\n--8<-- "snippets/relu.py:relu"\n```\n',
    "inline code": RIGHT + "\nWrite `<pre>` or `print(1)`.\n",
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_right_pages_are_accepted(text, tmp_path):
    assert rules.violations(text, "docs/x.md") == []
    assert [failure(block) for block in parse(text, "docs/x.md")] == [None]


RUNTIME = {
    "os._exit(0)": ("import os\nprint(1)\nos._exit(0)", "ended its process (exit code 0)"),
    "sys.exit()": ("import sys\nprint(1)\nsys.exit()", "docs/x.md:6: SystemExit"),
    "pytest.skip()": ("import pytest\nprint(1)\npytest.skip('x')", "docs/x.md:6: Skipped: x"),
    "a thread": ("import threading\nprint(1)\nthreading.Thread(target=lambda: 1 / 0).start()", "ZeroDivisionError"),
    "a warning": ("import warnings\nprint(1)\nwarnings.warn('look')", "docs/x.md:6: UserWarning: look"),
    "stderr": ("import sys\nprint(1)\nprint('look', file=sys.stderr)", "wrote to stderr, which no page shows:\nlook"),
    "an error": ("x = 0\nprint(1)\n1 / x", "docs/x.md:6: ZeroDivisionError: division by zero\n    1 / x\nprinted before:\n1"),
    "a syntax error": ("x = 0\nprint(1)\n1 /", "docs/x.md:6: SyntaxError"),
    "a wrong output": ("print(2)", "docs/x.md:9: the published output is not what the block prints:"),
    "invisible characters": ("print('1 \\t')", "+1 \\x09"),
    "a blank at the end": ("print('1 ')", "+1·"),
}


@pytest.mark.parametrize("code, message", RUNTIME.values(), ids=RUNTIME)
def test_a_block_that_does_not_end_well_fails(code, message):
    [block] = parse(page(code), "docs/x.md")
    assert message in failure(block)


def test_the_main_guard_runs():
    [block] = parse(page('if __name__ == "__main__":\n    print(1)'), "docs/x.md")
    assert failure(block) is None


def test_an_endless_block_ends(monkeypatch):
    monkeypatch.setattr("blocks.run.LIMIT_SECONDS", 1)
    assert "ran for more than 1 s" in run("while True: pass", "docs/x.md", 4).error


@pytest.mark.parametrize(
    "leak, look",
    [
        ("import numpy as np\nnp.set_printoptions(precision=1)", "import numpy as np\nprint(np.array([0.125]))"),
        ("import numpy as np\nnp.random.seed(0)\nnp.pi = 3", "import numpy as np\nprint(f'{np.pi:.4f}')"),
        ("import mpmath\nmpmath.mp.dps = 50", "import mpmath\nprint(mpmath.mp.dps)"),
    ],
)
def test_no_state_leaks_into_the_next_block(leak, look):
    alone = run(look, "x", 1).printed
    assert run(leak, "x", 1).error is None
    assert run(look, "x", 1).printed == alone


def project(folder, text, name="x.md"):
    (folder / "docs").mkdir()
    (folder / "docs" / name).write_text(text, encoding="utf-8")
    for file in ("conftest.py", "pytest.ini"):
        shutil.copy(ROOT / file, folder)
    return folder


def pytest_in(folder, *arguments, options=()):
    return subprocess.run(
        [sys.executable, *options, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:hypothesispytest", *arguments],
        cwd=folder, capture_output=True, text=True, env={"PATH": "", "PYTHONPATH": str(ROOT)},
    )


def test_the_command_passes_a_right_page_and_fails_a_wrong_one(tmp_path):
    folder = project(tmp_path, RIGHT)
    assert pytest_in(folder, "--codeblocks", "docs").returncode == 0
    (folder / "docs" / "wrong.md").write_text(page(output="2"), encoding="utf-8")
    (folder / "docs" / "tag.md").write_text("<!--pytest-codeblocks:nonsense-->\n" + RIGHT, encoding="utf-8")
    result = pytest_in(folder, "docs")
    assert result.returncode == 1
    assert "docs/wrong.md:9: the published output is not what the block prints" in result.stdout
    assert "-2\n+1" in result.stdout
    assert "tag.md" in result.stdout and "x.md" not in result.stdout.split("short test summary")[-1]


def test_a_module_that_cannot_be_read_is_said_once_and_its_blocks_wait(tmp_path):
    folder = project(tmp_path, page("import snippets.broken\nprint(1)") * 2 + RIGHT)
    (folder / "snippets").mkdir()
    (folder / "snippets" / "broken.py").write_text("x = 1\ndef f(:\n", encoding="utf-8")
    result = pytest_in(folder, "docs")
    assert "snippets/broken.py:2: SyntaxError: " in result.stdout and "2 blocks that import it" in result.stdout
    assert "1 failed, 2 passed, 2 skipped" in result.stdout, result.stdout
    alone = pytest_in(folder, "docs", "-k", "line")  # which leaves the module out
    assert alone.returncode == 1 and "1 passed" in alone.stdout and "2 failed" in alone.stdout, alone.stdout


def test_one_block_can_be_selected(tmp_path):
    folder = project(tmp_path, RIGHT + RIGHT)
    names = [line for line in pytest_in(folder, "--collect-only", "docs").stdout.splitlines() if "::line" in line]
    assert len(names) == 2
    result = pytest_in(folder, names[1])
    assert result.returncode == 0 and "2 passed" in result.stdout  # the rules of its page, and the block


def test_optimised_python_is_refused(tmp_path):
    result = pytest_in(project(tmp_path, RIGHT), "docs", options=("-O",))
    assert result.returncode != 0 and "-O" in result.stderr


def test_a_run_without_the_blocks_is_refused(tmp_path):
    result = pytest_in(project(tmp_path, RIGHT), "-o", "addopts=", "docs")
    assert result.returncode != 0 and "add --codeblocks" in result.stderr


@pytest.mark.parametrize("name", ["x.markdown", "build/x.md", "dist/x.md", "venv/x.md", ".hidden/x.md"])
def test_files_the_collector_leaves_out_are_refused(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(RIGHT, encoding="utf-8")
    with pytest.raises(PageError, match="is never collected; "):
        markdown_files([str(tmp_path)])


def test_update_changes_outputs_only_and_is_idempotent(tmp_path):
    path = tmp_path / "x.md"
    text = ("Before\n\n" + page(output="wrong\nlines") + "\nAfter\n\n```python\nprint(2)\n```\n\nEnd").replace("\n", "\r\n")
    path.write_bytes(text.encode())
    differences, failures = update([path], check=True)
    assert len(differences) == 1 and not failures and path.read_bytes() == text.encode()
    update([path], check=False)
    after = path.read_bytes().decode()
    added = f"\n\n{TAG}\n\n```text\n2\n```".replace("\n", "\r\n")
    assert after == text.replace("wrong\r\nlines", "1").replace("print(2)\r\n```", "print(2)\r\n```" + added)
    assert update([path], check=False) == ([], []) == update([path], check=True)


def test_update_leaves_a_page_alone_whose_block_raises(tmp_path):
    path = tmp_path / "x.md"
    text = page(output="wrong") + page("1 / 0")
    path.write_text(text, encoding="utf-8")
    differences, [message] = update([path], check=False)
    assert differences == [] and path.read_text(encoding="utf-8") == text
    assert "ZeroDivisionError" in message and "left as it was" in message


def test_the_benchmark_names_pages_and_blocks(tmp_path):
    path = tmp_path / "x.md"
    path.write_text(RIGHT + RIGHT, encoding="utf-8")
    assert "x.md" in benchmarks.blocks.table([path]) and "all pages" in benchmarks.blocks.table([path])


ELSEWHERE = "---\nenvironment: .venv-elsewhere\n---\n\n"


def test_blocks_that_need_another_environment_are_left_out_loudly(tmp_path):
    result = pytest_in(project(tmp_path, ELSEWHERE + page("import nowhere", output="1")), "docs")
    assert result.returncode == 0, result.stdout
    assert "1 block, run and compared only in .venv-elsewhere; run: make elsewhere" in result.stdout


def test_their_outputs_must_still_be_there(tmp_path):
    result = pytest_in(project(tmp_path, ELSEWHERE + "```python\nimport nowhere\n```\n"), "docs")
    assert result.returncode == 1 and "this block has no compared output" in result.stdout


def test_update_refuses_them_by_name_and_passes_over_them_in_a_folder(tmp_path, capsys):
    path = tmp_path / "x.md"
    path.write_text(ELSEWHERE + RIGHT, encoding="utf-8")
    assert main(["update", str(path)]) == 1 and "run in .venv-elsewhere only: make elsewhere" in capsys.readouterr().err
    assert main(["update", str(tmp_path)]) == 0 and "left out, its blocks run in .venv-elsewhere" in capsys.readouterr().out


def test_in_their_environment_they_run(tmp_path, monkeypatch):
    path = tmp_path / "x.md"
    path.write_text(ELSEWHERE + page(output="wrong"), encoding="utf-8")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv-elsewhere"))
    assert len(update([path], check=True)[0]) == 1
