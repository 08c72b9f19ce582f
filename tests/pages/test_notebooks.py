"""The notebooks run from start to end without a word on stderr, print what is published, and their text says what they print."""

import json

import nbformat
import numpy as np
import pytest

from blocks import notebook
from proofread.pages.notebook import as_markdown
from snippets.network import spirals
from tests import ROOT
from tests.pages.test_numerals import without_source

NOTEBOOKS = notebook.notebooks([ROOT / "docs"])


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def outputs(path):
    """Return all that the cells of a notebook publish as printed."""
    return "".join(line for cell in cells(path) for output in cell.get("outputs", []) for line in output["text"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_the_cells_print_is_what_is_published(path):
    failed = ""
    try:
        published, printed = notebook.updated(path)
    except notebook.NotebookFailure as error:
        failed = str(error).replace(f"{ROOT.as_posix()}/", "")
    if failed:
        pytest.fail(failed, pytrace=False)
    if published != printed:
        both = [[cell.get("outputs") for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"] for text in (published, printed)]
        old = [number for number, (before, after) in enumerate(zip(*both), 1) if before != after]
        which = f", code cell {old[0]}: it prints something else than is published" if old else ": it was saved in another form"
        pytest.fail(f"{path.relative_to(ROOT).as_posix()}{which}; run `make update`, and read what changed", pytrace=False)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_only_what_is_printed_is_stored(path):
    for number, cell in enumerate((cell for cell in cells(path) if cell["cell_type"] == "code"), 1):
        for output in cell.get("outputs", []):
            assert output.keys() == {"name", "output_type", "text"}, f"{path.name}, code cell {number}: the build draws: make update"
        assert cell.get("execution_count") is None


def as_page(path):
    """Return a notebook as a page: text, alternative texts and captions, and what is printed as the outputs of blocks."""
    page = as_markdown(path.read_text(encoding="utf-8"))
    for cell in cells(path):
        page += "\n\n".join(["", *(cell["metadata"].get(key, "") for key in ("alt", "caption"))])
        for output in cell.get("outputs", []):
            page += f"\n\n```python\nprint()\n```\n\n<!--pytest-codeblocks:expected-output-->\n\n```text\n{''.join(output['text'])}```\n"
    return page


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_numeral_of_the_text_is_printed_by_a_cell(path):
    messages = without_source(path.relative_to(ROOT).as_posix(), as_page(path), {})
    if messages:
        pytest.fail("\n".join(messages), pytrace=False)


def line_of(path, start):
    [line] = [line for line in outputs(path).splitlines() if line.startswith(start)]
    return line


def test_five_outputs_says_what_it_prints():
    path = ROOT / "docs/notebooks/five-outputs.ipynb"
    for name in ("sigmoid  ", "softmax  ", "ReLU, matching loss  "):
        assert line_of(path, name).endswith("in 2000 steps, accuracy 100%")
    for name in ("ReLU, cross-entropy  cost", "normalised ReLU  "):
        assert "nan ->    nan in    0 steps" in line_of(path, name)
    assert float(line_of(path, "ReLU, matching loss  ").split("-> ")[1].split(" in")[0]) < 0
    assert " and 0 an output above 1" in line_of(path, "of ")
    assert line_of(path, "the loss is NaN").endswith("True") and line_of(path, "and infinite").endswith("True")
    starts = [line.split() for line in outputs(path).splitlines() if "steps:" in line and line[3].isdigit()]
    assert len(starts) == 10
    finite = {(seed, column) for seed, *costs in starts for column in (0, 3) if costs[column] not in ("nan,", "inf,")}
    infinite = {(seed, column) for seed, *costs in starts for column in (0, 3) if costs[column] == "inf,"}
    assert finite == {("6", 0)} and infinite == {("0", 3), ("4", 3)}


def test_no_line_separates_the_arms():
    # a point of one arm lies within a triangle of points of the other
    X, Y = spirals(50, 2, 0.1, np.random.default_rng(0))
    one, other = X[Y[:, 0] == 1], X[Y[:, 0] == 0]
    corners = other[[0, 24, 49]]
    inside = np.linalg.solve(np.vstack([corners.T, np.ones(3)]), np.vstack([one.T, np.ones(len(one))]))
    assert (inside > 0.01).all(axis=0).any()


def test_landscapes_says_what_it_prints():
    path = ROOT / "docs/notebooks/landscapes.ipynb"
    assert outputs(path).count("finite on 100.0% of the map") == 2
    # a quadrilateral of area 5/8 in a square of area 25, less its edges
    assert line_of(path, "ReLU, cross-entropy     finite").endswith("finite on 2.4% of the map")
    assert line_of(path, "the same as inside").endswith("True")
    # least squares has slope 2.5 / 10.5 and intercept 1/2, and every output is positive there: so has the matching loss
    assert "at w = 0.250, b = 0.500" in line_of(path, "ReLU, matching loss     least")


@pytest.fixture
def written(tmp_path):
    def write(code):
        path = tmp_path / "bad.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), path)
        return path

    return write


@pytest.mark.parametrize("code, message", [
    ("1 / 0", "bad.ipynb, code cell 1, line 1: ZeroDivisionError: division by zero$"),
    ("import warnings; warnings.warn('x')", "bad.ipynb, code cell 1 writes to stderr"),
    ("40 + 2", "bad.ipynb, code cell 1 ends with a value: 42; print it"),
])
def test_a_failing_cell_and_a_warning_are_reported(written, code, message):
    with pytest.raises(notebook.NotebookFailure, match=message):
        notebook.updated(written(code))


def test_what_a_cell_prints_takes_the_place_of_what_stands_there(written):
    path = written("print('one')\nprint('two')")
    for _ in range(2):
        before, after = notebook.updated(path)
        assert json.loads(after)["cells"][0]["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["one\n", "two\n"]}]
        path.write_text(after, encoding="utf-8")
    assert before == after
