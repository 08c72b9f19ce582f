"""Run notebooks, and write what their cells print into their files; the site shows what a build runs and draws anew."""

import json
import re
from itertools import count
from pathlib import Path


class NotebookFailure(RuntimeError):
    """A cell of a notebook failed or complained; the message names the notebook and the cell of code, counted from 1."""


def notebooks(paths: list[Path]) -> list[Path]:
    """Return the notebooks among `paths` and below them, in order."""
    return [file for path in paths for file in ([path] if path.suffix == ".ipynb" else sorted(path.rglob("*.ipynb"))) if _visible(file)]


def _visible(file: Path) -> bool:
    return not any(part.startswith(".") and part not in (".", "..") for part in file.parts)


def updated(path: Path) -> tuple[str, str]:
    """Return the source of a notebook as it is, and with what its cells print as their outputs; raise `NotebookFailure`."""
    source = path.read_text(encoding="utf-8")
    notebook = json.loads(source)
    for cell, outputs in zip(notebook["cells"], _run(path)):
        if cell["cell_type"] == "code":
            cell["execution_count"] = None
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": outputs.splitlines(keepends=True)}] if outputs else []
    return source, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _run(path: Path) -> list[str]:
    """Return what each cell prints, in a fresh kernel whose folder is that of the notebook."""
    # not installed in the environment of a page that names one
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, 4)
    client = NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--log-level=ERROR"],  # its connection never leaves this machine
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise NotebookFailure(f"{path}, {failed_cell(error)}") from None
    numbers = count(1)
    return [_printed(cell, f"{path}, code cell {next(numbers)}") if cell.cell_type == "code" else "" for cell in notebook.cells]


def failed_cell(error: Exception) -> str:
    """Return which cell of code failed, counted from 1, in which of its lines, and why, in one line."""
    stack = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    place = re.search(r"Cell In\[(\d+)\], line (\d+)", stack)
    where = f"code cell {place[1]}, line {place[2]}: " if place else ""
    return f"{where}{error.ename}: {error.evalue}"


def _printed(cell, name: str) -> str:
    text = ""
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            if output.name != "stdout":
                raise NotebookFailure(f"{name} writes to stderr: {output.text}")
            text += output.text
        elif output.output_type == "execute_result":
            raise NotebookFailure(f"{name} ends with a value: {output.data.get('text/plain')}; print it")
    return text
