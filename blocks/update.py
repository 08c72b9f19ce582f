"""Rewrite the published outputs of pages and notebooks: ``python -m blocks update PATH...``.

A page is changed only if each of its blocks ran without an error, and only
inside its output fences. A block that prints and publishes no output gets one.
"""

import difflib
from pathlib import Path

from blocks import notebook
from blocks.page import TAG, command, elsewhere, read
from blocks.run import run
from proofread.progress import Progress


class UpdateError(RuntimeError):
    """A block of a page failed, so that the page was left as it is."""


def updated(path: Path) -> tuple[str, str]:
    """Return the source of a page as it is and as it should be; raise `UpdateError` if a block fails."""
    source, blocks = read(path)
    environment = elsewhere(source)
    if environment:
        raise UpdateError(f"{path}: its blocks run in {environment} only: {command(environment)}")
    newline = "\r\n" if "\r\n" in source else "\n"
    lines = source.splitlines()
    # From the last block to the first, so that earlier line numbers stay true.
    for block in reversed(blocks):
        result = run(block.code, block.path, block.line)
        if result.error or result.stderr:
            raise UpdateError(result.error or f"{block.path}:{block.line}: the block wrote to stderr: {result.stderr.strip()}")
        if not result.printed and block.output_span is None:
            continue
        printed = [f"{block.indent}{line}" if line else "" for line in result.printed.splitlines()]
        if block.output_span is not None:
            opening, closing = block.output_span
            lines[opening : closing - 1] = printed
        else:
            fence = [f"{block.indent}```text", *printed, f"{block.indent}```"]
            lines[block.end : block.end] = ["", f"{block.indent}{TAG}", "", *fence]
    text = newline.join(lines)
    return source, text + newline if source.endswith(("\n", "\r")) else text


def update(paths: list[Path], check: bool) -> tuple[list[str], list[str]]:
    """Update pages, or with `check` only compare; return the differences and the failures as text."""
    differences, failures = [], []
    progress = Progress("blocks and notebooks run, pages", len(paths))
    for path in paths:
        progress.step(str(path))
        try:
            before, after = notebook.updated(path) if path.suffix == ".ipynb" else updated(path)
        except (UpdateError, notebook.NotebookFailure, ValueError) as error:
            failures.append(f"{error}\n{path}: left as it was")
            continue
        if before == after:
            continue
        differences.append(
            "".join(
                difflib.unified_diff(
                    before.splitlines(keepends=True), after.splitlines(keepends=True), str(path), f"{path} (updated)"
                )
            )
        )
        if not check:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(after)
    return differences, failures
