"""Where things stand in a formula, and how it was understood: spans of its source, and its tree written out and read again."""

import re

import pytest

import proofread
from proofread.latex import writer
from proofread.latex.errors import FormulaError
from proofread.latex.parser import parse
from proofread.meaning.notation import Notation, read
from proofread.pages import page as pages
from proofread.pages.notebook import as_markdown
from tests import ROOT

FILES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "docs").rglob("*.ipynb"))]


def page_of(path):
    text = path.read_text(encoding="utf-8")
    page = pages.read(as_markdown(text) if path.suffix == ".ipynb" else text)
    return page, read(page.notation) if page.notation else Notation()


def trees(path):
    """Yield (source, functions, tree) of each formula of a page that is an expression or a statement."""
    page, notation = page_of(path)
    for formula in [*page.displays, *page.inlines]:
        try:
            yield formula.source, notation.functions, parse(formula.source, notation.functions, mentions_allowed=True)
        except FormulaError:  # a shape, an interval, a limit in a sentence
            assert formula not in page.displays, formula.source


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_written_out_is_read_as_the_same_tree(path):
    for source, functions, tree in trees(path):
        shown = writer.formula(tree)
        assert parse(shown, functions, mentions_allowed=True) == tree, f"{source}\nwas understood as\n{shown}"


CONSTRUCTS = [
    r"a = b", r"-a + b - c = 0", r"a^{-2} = (-a)^2", r"\frac12 = 0.5", r"a / b = \frac{a}{b}", r"2 a b = a \cdot b \cdot 2", r"a \odot b = c",
    r"A^\top B = (B^\top A)^\top", r"(A b)_i = c_i", r"x^{(i)}_j = x_j", r"p_{n, y_n} = 1", r"z_{k'} = z_{k+1}", r"w_{\text{new}} = w_{\max}",
    r"\ln x = \log(x)", r"\log_2 x = y", r"\sqrt{a + b} = \lvert a \rvert", r"\lVert w \rVert_2^2 = \lVert w \rVert_1", r"\operatorname{tr}(A) = \det(A)",
    r"\tanh^2 z = 1", r"\max(a, b) = \max_k z_k", r"\sum_{i=1}^{n} \sum_{k \ne j} a = \prod_{j < k} a", r"\sum_{i, j} a b = c",
    r"\frac{\partial^2 C}{\partial w_j \partial w_k} = \frac{d}{dz}(a + b)", r"\nabla_w C = \nabla_w^2 C", r"\lim_{z \to 0^-} \frac{1}{z} = -\infty",
    r"\int_0^z (1 + t^2) \, dt = z", r"f(z) = \begin{cases} z & \text{if } z > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"1_{z > 0} = [z > 0]", r"\left. z^2 \right|_{z = 2} = 4", r"\mathbb{E}_{k \sim p}[z_k] = \sum_k p_k z_k", r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} = A",
    r"f(h) = 1 + h + O(h^2)", r"W \in \mathbb{R}^{K \times d}", r"x \in (0, 1]", r"y \in \{0, 1\}", r"a = 0 \iff b = 0 \text{ and } c > 0",
    r"a = 0 \implies b = 0 \text{ or } c = 0", r"a \le b \quad (a > 0)", r"a \le b \quad \text{if } a > 0", r"a \le b \text{ with equality if } a = 0",
    r"\begin{aligned} a &= b && \text{as } c \\ &= d \quad \text{if } a > 0 \\ &\le e \quad (b > 0) \end{aligned}",
    r"\begin{aligned} a &= b \\ &\quad + c \\ &= d \end{aligned}", r"\text{if } a > 0 \text{ then } b = 1", r"a \approx 1.5 \cdot 10^{-3}", r"f'(z) = f''(z)",
    r"a = b \text{ where } c = 1",
]  # fmt: skip


@pytest.mark.parametrize("source", CONSTRUCTS)
def test_each_construct_is_read_back(source):
    functions = frozenset({"f"})
    tree = parse(source, functions)
    assert parse(writer.formula(tree), functions) == tree, writer.formula(tree)


def test_a_formula_is_shown_with_every_bracket():
    assert proofread.as_read(r"a^2 b + \sum_k p_k c = d") == r"a^{2} \cdot b + (\sum_{k} (p_{k} \cdot c)) = d"
    assert proofread.as_read(r"\sigma(z) w = 0", "z, w : real\n\\sigma(r) := r^2") == r"\sigma(z) \cdot w = 0"
    assert proofread.as_read(r"\sigma(z) w = 0", "z, w, \\sigma : real") == r"\sigma \cdot z \cdot w = 0"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_span_is_what_it_says(path):
    page, notation = page_of(path)
    for display in page.displays:
        if any(marker.kind == "not a claim" for marker in display.markers):
            continue
        source, found = display.source, proofread.outline(display.source, notation)
        assert [row for row in found.rows if not 0 <= row[0] < row[1] <= len(source)] == []
        assert all(before[1] <= after[0] for before, after in zip(found.rows, found.rows[1:]))
        for occurrence in found.symbols:
            symbol = source[slice(*occurrence.span)]
            letters, base = (re.sub(r"[{} ]", "", text) for text in (symbol, occurrence.declared.base))  # \\bar N is \\bar{N}
            assert letters.startswith(re.split("[_^]", base)[0]), (symbol, occurrence.declared)
        for step in found.steps:
            parts = [(step.left, step.gone), (step.right, step.new)]
            assert step.relation == "\\in" or all(side[0] <= start < end <= side[1] for side, spans in parts for start, end in spans)
            assert found.rows[step.row][0] <= step.right[0] < found.rows[step.row][1]
            left, right = (parse(source[slice(*side)], notation.functions, mentions_allowed=True).mentions for side, _ in parts)
            assert (left == right) == (not step.gone and not step.new), source[slice(*step.left)]


CHANGES = [
    ("a + b + c", "a + d + c", ["b"], ["d"]),
    ("a + b", "b + a", [], []),
    ("a b c", "a c", ["b"], []),
    (r"\sum_k y_k a", r"\sum_k y_k b", ["a"], ["b"]),
    (r"\frac{a - y}{b}", r"\frac{y - a}{b}", ["a", "y"], ["y", "a"]),
    (r"\frac{a}{b} x", r"c x", [r"\frac{a}{b}"], ["c"]),
    ("a", r"\ln(a)", ["a"], [r"\ln(a)"]),
    (r"\frac{\partial C}{\partial a}", r"\frac{\partial C}{\partial z}", ["a"], ["z"]),
    ("a^2", "a^3", ["2"], ["3"]),
    (r"\sum_k a", r"\sum_{k \ne j} a", [r"\sum_k a"], [r"\sum_{k \ne j} a"]),
]


@pytest.mark.parametrize(("left", "right", "gone", "new"), CHANGES)
def test_a_step_says_what_changed(left, right, gone, new):
    source = f"{left} = {right}"
    [step] = proofread.outline(source).steps
    assert sorted(source[slice(*span)] for span in step.gone) == sorted(gone)
    assert sorted(source[slice(*span)] for span in step.new) == sorted(new)


def test_rows_and_symbols():
    source = "\\begin{aligned}\nf(z_k) &= \\begin{cases} a & z_k > 0 \\\\ 0 & \\text{otherwise} \\end{cases} && \\text{by } a \\\\\n&= w\n\\end{aligned}"
    notation = "size K = 3\nindex k : K\nz_k, a : real\nw : real\nf(r) : smooth function"
    found = proofread.outline(source, notation)
    assert [source[slice(*row)].split()[0] for row in found.rows] == ["f(z_k)", "&="]
    assert [source[slice(*occurrence.span)] for occurrence in found.symbols] == ["f", "z_k", "a", "z_k", "a", "w"]
    assert [step.row for step in found.steps] == [0, 1]
