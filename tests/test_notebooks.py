"""The notebooks run from start to end without a word on stderr, and the values they speak of are the values they print."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

FOLDER = Path(__file__).parent.parent / "docs" / "notebooks"


def execute(notebook, name):
    """Run a notebook in a fresh kernel and return what its cells print; fail naming notebook and cell."""
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}})
    try:
        client.execute()
    except CellExecutionError as error:
        pytest.fail(f"{name}: {error}")
    printed = ""
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                assert output.name == "stdout", f"{name}, cell {number} writes to stderr: {output.text}"
                printed += output.text
    return printed


@pytest.fixture(scope="module")
def printed():
    return {path.stem: execute(nbformat.read(path, 4), path.name) for path in sorted(FOLDER.glob("*.ipynb"))}


def test_no_outputs_are_stored():
    for path in FOLDER.glob("*.ipynb"):
        for cell in nbformat.read(path, 4).cells:
            assert not cell.get("outputs"), f"{path.name} stores outputs; the build makes them: clear them"


def test_five_outputs(printed):
    lines = printed["five-outputs"].splitlines()
    for name in ("sigmoid", "softmax", "ReLU, matching loss"):
        [line] = [line for line in lines if line.startswith(f"{name} ")]
        assert line.endswith("accuracy 100%"), line
    for name in ("ReLU, cross-entropy", "normalised ReLU"):
        [line] = [line for line in lines if line.startswith(f"{name} ")]
        assert line.endswith("cost nan after 0 steps"), line
    [matching] = [line for line in lines if line.startswith("ReLU, matching loss")]
    assert float(matching.split("-> ")[1].split(",")[0]) < 0


def test_landscapes(printed):
    text = printed["landscapes"]
    assert text.count("finite on 100% of the map") == 2
    [relu] = [line for line in text.splitlines() if line.startswith("ReLU, cross-entropy")]
    # two triangles over -1/4 < w < 0 and 0 < w < 1, together 5/8 of a square of area 25, less their edges
    assert relu.endswith("finite on 2% of the map"), relu
    # least squares has slope 2.5 / 10.5 and intercept 1/2, and every output is positive there: so has the matching loss
    assert "ReLU, matching loss     least near w = 0.25, b = 0.50" in text
    assert "cross-entropy -1.0000, squared error -0.000045" in text


def test_a_failing_cell_and_a_warning_are_reported():
    failing = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    with pytest.raises(pytest.fail.Exception, match=r"(?s)bad.ipynb: .*ZeroDivisionError"):
        execute(failing, "bad.ipynb")
    warning = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import warnings; warnings.warn('x')")])
    with pytest.raises(AssertionError, match="loud.ipynb, cell 0 writes to stderr"):
        execute(warning, "loud.ipynb")
