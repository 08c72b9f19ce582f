"""Each command of README, contributing and proofreading works as it is typed, in the folder of the project after `make serve`.

What takes long is not run: of a target of the Makefile its recipe is asked for, of a module its help, and of a check of
all pages it is run on a short one. No command is left out: one of another kind fails until this test knows it.
"""

import re
import shlex
import subprocess
import sys
from functools import cache

import pytest

from blocks.page import fences
from proofread.pages.fences import outside
from tests import ROOT
from tests.browser.chromium import INSTALL

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SHORT = "docs/glossary.md"
BEGINS = re.compile(r"make|(?:\S*/)?python3?(?=\s)|pip|pytest|mkdocs|git|npm|apt-get|\.venv/\S+|\. \S+")
PYTHON = ".venv/bin/python"  # the one that runs this test stands for it


def commands():
    """{command: page} of the blocks of commands, and of what stands between backticks and begins as a command does."""
    found = {}
    for path in ("README.md", "docs/contributing.md", "docs/proofreading.md"):
        source = (ROOT / path).read_text(encoding="utf-8")
        for fence in fences(source, path):
            if fence.info == "console":
                found |= {line.split("  #")[0].strip(): path for line in fence.text.splitlines()}
        for code in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", outside(source)):
            if BEGINS.match(code) and (" " in code or code == "make"):
                found[code] = path
    return found


def run(*arguments):
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


@cache
def help_of(module, *subcommand):
    result = run(sys.executable, "-m", module, *subcommand, "--help")
    assert result.returncode == 0, result.stderr
    return result.stdout


def check_make(*arguments):
    result = run("make", "-n", *arguments)
    assert result.returncode == 0, result.stderr
    for variable in (argument for argument in arguments if "=" in argument):
        name, value = variable.split("=")
        if name != "NO_CACHE":  # which make hands on to what it runs
            assert value in result.stdout and f"$({name})" in MAKEFILE, f"the Makefile does nothing with {name}"


def check_module(module, *arguments):
    """The module and its options exist, and the files that it is given; what checks pages does so, on a short one."""
    options = [argument.split("=")[0] for argument in arguments if argument[0] == "-"]
    paths = [argument for argument in arguments if re.search(r"[/.]|^docs$", argument) and argument[0] != "-"]
    rest = [argument for argument in arguments if argument not in paths and argument[0] != "-"]
    for path in paths:
        assert (ROOT / path).exists(), f"{path} is not there"
    if module in ("blocks", "proofread") and paths:
        result = run(sys.executable, "-m", module, *(argument for argument in arguments if argument not in paths), SHORT)
        assert result.returncode == 0, result.stdout + result.stderr
    elif module.startswith("tests."):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file() and not arguments
    elif module == "pip":
        assert {"install"} == set(rest) and not [option for option in options if option != "-r" and option not in help_of("pip", "install")]
    elif module == "evidence.published_errors":
        assert not arguments and (ROOT / "evidence" / "published_errors.py").is_file()
    else:
        told = help_of(module)
        assert not [option for option in options if option not in told], f"{module} has no {options}"


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_pages_works_as_it_is_typed(command):
    program, *arguments = shlex.split(command)
    if program == "make":
        check_make(*arguments)
    elif program == PYTHON and arguments[0] == "-m":
        check_module(*arguments[1:])
    elif program == ".venv/bin/mkdocs":
        assert arguments == ["serve"] and "Usage:" in help_of("mkdocs", "serve")
    elif command == "python3 -m venv .venv":
        assert "ENV_DIR" in help_of("venv")
    elif arguments == ["install", "./proofread"] and program == "pip":  # into the environment of another project
        assert (ROOT / "proofread" / "pyproject.toml").is_file()
    elif command.startswith("apt-get install"):
        assert arguments[1:] == [INSTALL.split()[-1]]
    else:
        pytest.fail(f"{commands().get(command)}: `{command}` does not begin as one that works: write make or {PYTHON} -m", pytrace=False)


def test_the_commands_are_found():
    found = commands()
    assert {"make serve", "make test", f"{PYTHON} -m proofread docs", f"{PYTHON} -m proofread --json docs", "python3 -m venv .venv"} <= set(found)
    targets = re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE)
    untold = [target for target in targets if target not in ("help", "clean") and not any(re.match(rf"make {target}\b", command) for command in found)]
    assert not untold, f"no page tells what make {untold[0]} does"


@pytest.mark.parametrize("command", ["python -m proofread docs", "pytest docs", "git push"])
def test_a_command_that_fails_after_make_serve_is_found(command):
    with pytest.raises(pytest.fail.Exception):
        test_a_command_of_the_pages_works_as_it_is_typed(command)


@pytest.mark.parametrize("command", ["make none", "make serve PART=1", f"{PYTHON} -m proofread --none docs", f"{PYTHON} -m blocks update none.md"])
def test_a_command_that_does_not_exist_is_found(command):
    with pytest.raises(AssertionError):
        test_a_command_of_the_pages_works_as_it_is_typed(command)
