"""The pages among some paths and below them."""

import re
from pathlib import Path

SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".ipynb")
FOREIGN = (".rst", ".qmd", ".rmd", ".tex", ".adoc")  # of files that can hold formulas and are not read
MATHEMATICS = re.compile(r"\$|\\[(\[]|\\begin\{|:math:|math::|\[(?:latex)?math\]|stem:")


class NoPages(ValueError):
    """A path that is missing, or nothing below the paths; the message names it."""


def pages_below(paths: list[str], suffixes: tuple[str, ...] = SUFFIXES) -> list[Path]:
    """Return the files that are named, and those with the suffixes in the folders that are, in order; raise `NoPages`."""
    found = []
    for path in map(Path, paths):
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if file.suffix in suffixes)
        elif path.is_file():
            if path.suffix not in SUFFIXES:
                raise NoPages(f"{path}: only Markdown files and notebooks are read")
            found.append(path)
        else:
            raise NoPages(f"{path}: no such file or folder")
    if not found:
        raise NoPages("no Markdown file found")
    return found


def foreign_below(paths: list[str]) -> list[Path]:
    """Return the files of other kinds in the folders among some paths that hold mathematics, which is not read."""
    files = (file for path in map(Path, paths) if path.is_dir() for file in sorted(path.rglob("*")))
    return [file for file in files if file.suffix.lower() in FOREIGN and MATHEMATICS.search(file.read_text(encoding="utf-8", errors="replace"))]


def shown(path: Path) -> str:
    """Return the name of a file as messages have it: from the folder in which the command was typed, if it is below."""
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else str(path)
