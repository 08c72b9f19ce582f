"""The mutation run: what counts as a slip, and what it tells of one that no check notices."""

from pathlib import Path

import pytest

from mutations.__main__ import main
from mutations.edits import mutants
from mutations.implied import implied
from proofread.latex.parser import parse


def written(folder, text) -> str:
    """Write a page and return its path."""
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    return str(page)


def changed(formula, names=(), letters=(), functions=frozenset()):
    return {(m.operator, m.source) for m in mutants(formula, list(names), list(letters), functions)}


def test_mutants_change_what_people_slip_on():
    found = changed("a_i - b_j = c^\\top d", ["a", "b", "c", "d"], ["i", "j"])
    assert {
        ("sign", "a_i + b_j = c^\\top d"),
        ("index", "a_j - b_j = c^\\top d"),
        ("symbol", "a_i - a_j = c^\\top d"),
        ("transpose", "a_i - b_j = c d"),
        ("deletion", "a_i  b_j = c^\\top d"),
    } <= found
    found = changed("\\frac{1}{n} \\sum_k \\ln p_k \\le \\sigma'(z)", ["n", "p", "z"], ["k"], frozenset(["\\sigma"]))
    assert {
        ("factor", " \\sum_k \\ln p_k \\le \\sigma'(z)"),
        ("fraction", "\\frac{n}{1} \\sum_k \\ln p_k \\le \\sigma'(z)"),
        ("sum", "\\frac{1}{n}  \\ln p_k \\le \\sigma'(z)"),
        ("function", "\\frac{1}{n} \\sum_k \\exp  p_k \\le \\sigma'(z)"),
        ("relation", "\\frac{1}{n} \\sum_k \\ln p_k \\ge  \\sigma'(z)"),
        ("prime", "\\frac{1}{n} \\sum_k \\ln p_k \\le \\sigma(z)"),
        ("number", "\\frac{2}{n} \\sum_k \\ln p_k \\le \\sigma'(z)"),
    } <= found


def test_mutants_leave_out_what_says_the_same():
    assert not [source for _, source in changed("a \\cdot b = c", ["a", "b", "c"]) if source.split() == ["a", "b", "=", "c"]]


CHANGES = [  # original, changed, and whether the second follows from the first by its form
    (r"a > 0", r"a \ge 0", True),
    (r"a \ge 0", r"a > 0", False),
    (r"a > 0 \qquad (b > 0)", r"a > 0 \qquad (b \ge 0)", False),
    (r"a > 0 \qquad (b \ge 0)", r"a > 0 \qquad (b > 0)", True),
    (r"a > 0 \qquad (b > 0)", r"a > 0 \qquad (b > 1)", True),
    (r"a > 0 \qquad (b < 0)", r"a > 0 \qquad (b < 1)", False),
    (r"a > 0 \qquad (0 < b < 2)", r"a > 0 \qquad (1 < b < 2)", True),
    (r"a > 0 \qquad (0 < b < 2)", r"a > 0 \qquad (0 < b < 3)", False),
    (r"a > 0 \qquad (0 < b < 1)", r"a > 0 \qquad (1 < b < 1)", False),
    (r"a = b \qquad (a \ne 0)", r"a = b \qquad (a \ne 1)", False),
    (r"a \le b - 1", r"a \le b + 1", True),
    (r"a \ge b - 1", r"a \ge b + 1", False),
    (r"b - 1 \ge a", r"b + 1 \ge a", True),
    (r"a = b - 1", r"a = b + 1", False),
    (r"a \le b \le 1", r"a \le b + 1 \le 1", False),
    (r"0 \cdot 3 = a", r"0 \cdot 4 = a", True),
    (r"0 - 0 = a", r"0 + 0 = a", True),
    (r"\max(0, -1) = 0", r"\max(0, -2) = 0", True),
    (r"\max(0, -1) = 0", r"\max(0, 1) = 0", False),
    (r"\delta_{ij} y_i = c", r"\delta_{ij} y_j = c", True),
    (r"\delta_{ij} + y_i = c", r"\delta_{ij} + y_j = c", False),
    (r"a \ge b \iff b \le 1", r"a \ge b \iff b < 1", False),
]


@pytest.mark.parametrize(("original", "changed", "expected"), CHANGES)
def test_a_change_that_says_less_is_no_slip(original, changed, expected):
    assert implied(*(parse(source, frozenset(), mentions_allowed=True) for source in (original, changed))) == expected


@pytest.mark.parametrize(("condition", "expected"), [(r" \qquad (b \ne 0)", True), ("", False)])
def test_whether_a_case_has_its_end_matters_only_where_there_is_one(condition, expected):
    formula = r"a = \begin{cases} 1 & \text{if } b > 0 \\ 2 & \text{if } b < 0 \end{cases}" + condition
    trees = [parse(source, frozenset(), mentions_allowed=True) for source in (formula, formula.replace("b >", "b \\ge"))]
    assert implied(*trees) == expected


def test_a_change_of_a_reason_alone_is_counted_apart():
    formula = "\\begin{aligned} a &= b && a \\text{ is shown} \\end{aligned}"
    kinds = {m.kind for m in mutants(formula, ["a", "b"], []) if m.source.endswith("b \\text{ is shown} \\end{aligned}")}
    assert kinds == {"reason"}


def test_one_change_in_several_is_the_same_one_each_time(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)  # the path of the page decides which are drawn
    page = written(Path(), "```notation\na, b, c : real\n```\n\n$$\na + b + c = c + b + a\n$$\n")
    counts = []
    for share in ("1", "3", "3"):
        main(["--one-in", share, page])
        counts.append(sum(int(line.split()[2]) for line in capsys.readouterr().out.splitlines() if line.startswith("designed  ")))
    assert 0 < counts[1] == counts[2] < counts[0]


def test_mutation_run_tells_what_survives(tmp_path, capsys):
    text = "```notation\nz : real\ny : real\n```\n\n$$\nz^2 + y^2 \\ge 0\n$$\n\n$$\nz + y = y + z\n$$\n"
    assert main([written(tmp_path, text)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("true: symbol: 'z' -> 'y'" in line for line in lines)
    summary = [line for line in lines if line.startswith("designed: ")]
    assert summary and "caught" in summary[0]
