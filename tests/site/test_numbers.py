"""The numbers beside the rows of a chain are the values of its sides at the example, and an example that does not fit is refused."""

import math

import numpy as np
import pytest

from figures.network import GRAPH, GRAPH_X, GRAPH_Y
from proofread.meaning.notation import read
from proofread.pages import page as pages
from snippets.network import backward
from snippets.sigmoid import sigmoid
from snippets.softmax import softmax
from tests import ROOT
from theme import chains, mathematics, numbers

NOTATION = read("size K = 2, 3\nindex j, k : K\nx_k, b_k : real\nr : real\nz_k := 2 x_k + b_k\ns := \\sum_k z_k\n")
CHAIN = "\\begin{aligned} z_j &= 2 x_j + b_j \\\\ &= b_j + 2 x_j \\end{aligned}"


def test_rows_have_the_value_of_their_right_side():
    assert numbers.rows(CHAIN, NOTATION, "z_k = 5, 0.25; j = 2") == ["0.25", "0.25"]
    assert numbers.rows(CHAIN, NOTATION, "x_k = 1, 2, 3; b_k = 0, 0, 1/3; j = 3") == ["6.3333", "6.3333"]


def test_a_matrix_has_its_rows_in_brackets():
    notation = read("size n = 1, 3\nsize d = 2, 4\nindex i : n\nindex j : d\nW_{ij} : real\nv_j : real\n")
    chain = "\\begin{aligned} \\sum_j W_{ij} v_j &= \\sum_j v_j W_{ij} \\end{aligned}"
    rows = "W_{ij} = (1, 2, 1/2), (0.5, -1, 4); v_j = 1, 10, 100; i = "
    assert numbers.rows(chain, notation, rows + "1") == ["71"] and numbers.rows(chain, notation, rows + "2") == ["390.5"]
    for example in ("W_{ij} = 1, 2; i = 1", "W_{ij} = (1, 2); v_j = (1, 2); i = 1"):
        with pytest.raises(numbers.ExampleError, match="a matrix has its rows in brackets"):
            numbers.rows(chain, notation, example)


def test_an_example_is_told_with_its_commas_and_one_pair_of_brackets():
    shown = mathematics._example("x_i = (1, 2); W_{ij} = (1, 1), (0.5, -1); z_k = 2, 1; j = 2", lambda latex: f"[{latex}]")
    told = " ".join(f'<span class="held">{one}</span>' for one in ("[x_i = (1, 2)],", "[W_{ij} = ((1, 1), (0.5, -1))],", "[z_k = (2, 1)],", "[j = 2]"))
    assert f"<p>at {told}</p>" in shown


@pytest.mark.parametrize("example, message", [
    ("z_k = 1, 2", "the index j has no value"), ("q = 1; j = 1", "q is not declared"), ("r; j = 1", "is no example"),
    ("s = 1; j = 1", "made of others"), ("z_k = a; j = 1", "is no example"),
    ("z_k = (1, 2; j = 1", "is no example"), ("z_k = 1, 2 3; j = 1", "is no example"),
])  # fmt: skip
def test_an_example_that_does_not_fit_is_refused(example, message):
    with pytest.raises(numbers.ExampleError, match=message):
        numbers.rows(CHAIN, NOTATION, example)


def examples():
    for path in sorted((ROOT / "docs").glob("*.md")):
        page = pages.read(path.read_text(encoding="utf-8"))
        for display in page.displays:
            for marker in display.markers:
                if marker.kind == numbers.KIND:
                    yield pytest.param(page, display, marker.text, id=f"{path.stem}-{display.anchor}")


@pytest.mark.parametrize("page, display, example", list(examples()))
def test_each_example_of_a_page_gives_each_row_a_number(page, display, example):
    found = numbers.rows(display.source, read(page.notation), example)
    assert len(found) == len(chains.rows(display.source)) and all(found)


@pytest.mark.parametrize("stem", [
    "cross-entropy", "floating-point", "network", "question", "relu", "relu-losses", "sigmoid", "softmax", "softmax-variants"])
def test_the_derivation_that_opens_a_page_has_numbers(stem):
    page = pages.read((ROOT / "docs" / f"{stem}.md").read_text(encoding="utf-8"))
    first = next(display for display in page.displays if chains.rows(display.source))
    assert [marker for marker in first.markers if marker.kind == numbers.KIND], f"docs/{stem}.md: {first.anchor} has no numbers"


def test_the_numbers_of_the_network_are_those_of_the_code():
    page = pages.read((ROOT / "docs/network.md").read_text(encoding="utf-8"))
    example = next(marker.text for marker in page.displays[0].markers if marker.kind == numbers.KIND)
    found = [float(value) for value in numbers.rows(page.displays[0].source, read(page.notation), example)]
    x, y = GRAPH_X[None], GRAPH_Y[None]
    W1, b1, W2, b2 = backward(GRAPH, x, y)
    D2, A = b2[0], (b2 @ GRAPH[2].T)[0]  # of one example: a bias has the error of its unit
    assert np.allclose(found, [D2, *[W2[0, 0]] * 4, *[A] * 3, *[b1[0]] * 3, W1[0, 0]], atol=5e-5)


@pytest.mark.parametrize("stem, anchor, expected", [
    ("softmax", "eq-derivation-1", softmax(np.array([2.0, 1.0, 0.0]))[1] - 1), ("sigmoid", "eq-derivation-1", sigmoid(np.array([4.0]))[0]),
])  # fmt: skip
def test_the_number_is_that_of_the_code(stem, anchor, expected):
    page = pages.read((ROOT / "docs" / f"{stem}.md").read_text(encoding="utf-8"))
    display = next(display for display in page.displays if display.anchor == anchor)
    example = next(marker.text for marker in display.markers if marker.kind == numbers.KIND)
    for value in numbers.rows(display.source, read(page.notation), example):
        assert math.isclose(float(value.replace("−", "-")), expected, abs_tol=5e-5)
