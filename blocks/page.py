"""Find the executable blocks of a Markdown page and the outputs published under them.

A block is a fence whose info string is exactly ``python``. Its output is the
``text`` fence that follows the tag ``<!--pytest-codeblocks:expected-output-->``
directly. These are the rules of pytest-codeblocks 0.18, narrowed to what this
site allows; `parse` raises `PageError` for what pytest-codeblocks would
publish without running or comparing.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from proofread.latex.errors import FormulaError
from proofread.pages.fences import Fence, fences as fences_of

TAG = "<!--pytest-codeblocks:expected-output-->"
ENVIRONMENT = re.compile(r"\A---\n(?:.*\n)*?environment: (\S+)\n(?:.*\n)*?---\n")  # in the front matter of a page


class PageError(ValueError):
    """A page publishes something the checks cannot vouch for; the message names file, line and mend."""


@dataclass(frozen=True)
class Block:
    """A block of code that is run, and the output published under it."""

    path: str
    line: int  # of the first line of code, counted from 1
    code: str
    indent: str
    end: int  # the line of the closing fence
    output: str | None  # None: nothing is published
    output_span: tuple[int, int] | None  # lines of the opening and the closing fence of the output


def fences(source: str, path: str) -> list[Fence]:
    """Return every fence of a page, nested ones excluded; raise `PageError` for one that is never closed."""
    try:
        return fences_of(source)
    except FormulaError as error:
        raise PageError(f"{path}:{source.count(chr(10), 0, error.at) + 1}: {error.message}") from None


def parse(source: str, path: str) -> list[Block]:
    """Return the blocks of a page in order."""
    lines, blocks = source.splitlines(), []
    all_fences = fences(source, path)
    for fence, following in zip(all_fences, [*all_fences[1:], None]):
        if fence.info != "python":
            continue
        output, span = None, None
        between = lines[fence.end : following.line - 1] if following else []
        if [line.strip() for line in between if line.strip()] == [TAG]:
            output, span = following.text, (following.line, following.end)
        blocks.append(Block(path, fence.line + 1, fence.text, fence.indent, fence.end, output, span))
    return blocks


def elsewhere(source: str) -> str | None:
    """Return the environment that the blocks of a page need, if the interpreter that runs now is of another one.

    A page names it in its front matter: ``environment: .venv-libraries`` is the folder in which its packages are installed.
    """
    named = ENVIRONMENT.match(source)
    return named[1] if named and named[1] != Path(sys.prefix).name else None


def command(environment: str) -> str:
    """Return the command that runs the blocks of pages that name an environment."""
    return f"make {environment.removeprefix('.venv-')}"


def read(path: Path) -> tuple[str, list[Block]]:
    """Return the source of a page, its line endings kept, and its blocks."""
    with open(path, encoding="utf-8", newline="") as file:
        source = file.read()
    return source, parse(source, str(path))


# folders that pytest does not enter by itself: its norecursedirs, and virtual environments
LEFT_OUT = {"build", "dist", "node_modules", "venv", "CVS", "_darcs"}


def markdown_files(paths: list[str]) -> list[Path]:
    """Return the Markdown files among `paths` and below them, in order.

    Raises `PageError` for a path that is missing, and for a file that pytest would not collect.
    """
    found = []
    for path in map(Path, paths):
        if path.is_dir():
            for file in sorted(file for file in path.rglob("*") if file.suffix.lower() in (".md", ".markdown", ".mdown")):
                folders = file.relative_to(path).parts[:-1]
                if file.suffix != ".md" or any(name in LEFT_OUT or name.startswith(".") for name in folders):
                    raise PageError(f"{file}: this file is never collected; name it .md, in a folder that pytest enters")
                found.append(file)
        elif path.is_file():
            found.append(path)
        else:
            raise PageError(f"{path}: no such file or folder")
    return found
