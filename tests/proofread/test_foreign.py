"""Pages that are written elsewhere: other ways to write a formula are read or refused, and a course can begin step by step."""

import json

import pytest

from proofread import check_text
from proofread.__main__ import main
from proofread.pages.dialects import in_dollars

BLOCK = "```notation\na, b : real\n```\n\n"
READ = {
    "GitHub's fence": ("```math\na = b\n```\n", 6),
    "MyST's directive": ("```{math}\n:label: one\n\na = b\n```\n", 8),
    "MyST's colons": (":::{math}\na = b\n:::\n", 6),
    "MyST's role": ("so {math}`a = b` holds\n", 5),
    "GitHub's inline form": ("so $`a = b`$ holds\n", 5),
}


@pytest.mark.parametrize(("text", "line"), READ.values(), ids=READ)
def test_other_ways_are_read(text, line):
    assert in_dollars(text).count("\n") == text.count("\n")
    [finding] = check_text(BLOCK + text).findings
    assert finding.kind in ("false", "sentence") and finding.line == line


@pytest.mark.parametrize("text", [".. math::\n\n   a = b\n", '<script type="math/tex">a = b</script>\n', "\\\\\\\\(a = b\\\\\\\\)\n", "x \\begin{align} a\n"])
def test_what_is_not_read_is_refused(text):
    assert [finding.kind for finding in check_text(BLOCK + text).findings][:1] == ["parse"]


def test_other_files_are_refused(tmp_path, capsys):
    (tmp_path / "page.rst").write_text(".. math::\n\n   1 = 2\n", encoding="utf-8")
    assert main([str(tmp_path / "page.rst")]) == 2
    assert "only Markdown files and notebooks are read" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "text"), [("a.rst", ":math:`1 = 2`"), ("a.qmd", "$1 = 2$"), ("a.tex", "\\begin{align} 1 &= 2"), ("a.adoc", "stem:[1 = 2]")])
def test_other_files_in_a_folder_are_refused_if_they_hold_mathematics(tmp_path, capsys, name, text):
    (tmp_path / "page.md").write_text("$$\n1 + 1 = 2\n$$\n", encoding="utf-8")
    (tmp_path / name).write_text("No formula.\n", encoding="utf-8")
    assert main(["--no-cache", str(tmp_path)]) == 0
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["--no-cache", str(tmp_path)]) == 1
    shown = capsys.readouterr()
    assert f"{name}:1:1: parse: the formulas of this file are not read" in shown.out and shown.err.endswith("1 not read, 0 skipped\n")


PAGE = BLOCK + "$$\na + b = b + a\n$$\n\nHere $a \\star b$.\n\n<!-- eq: not a claim: an example -->\n\n$$\na\n$$\n"


def test_the_last_line_counts_what_was_read(tmp_path, capsys):
    (tmp_path / "page.md").write_text(PAGE.replace("\\star", "\\eta"), encoding="utf-8")
    assert main(["--no-cache", str(tmp_path)]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == "proofread: 1 formulas read, 1 not read, 1 skipped: 1 marked as no claim"
    assert main(["--no-cache", "--displays-only", str(tmp_path)]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == "proofread: 1 formulas read, 0 not read, 2 skipped: 1 marked as no claim, 1 in the text"


def test_a_baseline_lets_a_course_begin(tmp_path, capsys):
    page, baseline = tmp_path / "page.md", tmp_path / "baseline.json"
    page.write_text(PAGE.replace("\\star", "\\eta"), encoding="utf-8")
    command = ["--no-cache", "--baseline", str(baseline), str(page)]
    assert main(command) == 0
    assert json.loads(baseline.read_text(encoding="utf-8")) == {str(page): 1}
    assert main(command) == 0
    page.write_text(PAGE.replace("\\star", "\\eta") + "\nand $\\zeta$\n", encoding="utf-8")
    assert main(command) == 1
    assert "2 formulas are not verified, 1 in" in capsys.readouterr().err
    page.write_text(BLOCK + "$$\na = b\n$$\n", encoding="utf-8")
    assert main(command) == 1
    assert f"{page}:6: false" in capsys.readouterr().err


NATURAL = "size n = 3, 2\nsize K = 4\nindex i : n\nindex j : K\ns_j, x_i, r, t : real\na : positive\nA, B : real matrix (n, n)\nw_i^* := 2 x_i\ny_i : index of K\n"
VERIFIED = [
    r"\sum_{j \ne y_i} s_j = \sum_j s_j - s_{y_i}",
    r"\int_{-\infty}^{\infty} e^{-t^2/2} \, dt = \sqrt{2 \pi}",
    r"\int_0^\infty e^{-a t} \, dt = \frac{1}{a}",
    r"\int_{-\infty}^r e^t \, dt = e^r",
    r"\nabla_{\mathbf{x}} (\mathbf{x}^\top \mathbf{x}) = 2 \vec{x}",
    r"\mathbb{1}[r > 0] r = \max(0, r)",
    r"\mathbf{1}\{r > 0\} + \mathbb{I}(r \le 0) = 1",
    r"\mathbb{1}_{\{y_i = j\}} = \delta_{j y_i}",
    r"|A B| = |A| |B|",
    r"w^*_i \triangleq 2 x_i",
]
UNVERIFIED = {
    r"\sum_{j \ne y_i} s_j = \sum_j s_j": "false",
    r"\sum_{i \ne y_1} r = 2 r": "shape",
    r"\int_0^\infty e^{-a t} \, dt = \frac{2}{a}": "false",
    r"\int_{-\infty}^{\infty} t \, dt = 0": "undecided",
    r"\int_{-\infty}^{\infty} \frac{t}{1 + t^2} \, dt = 0": "undecided",
    r"\int_0^{-\infty} e^t \, dt = 1": "parse",
    r"\mathbf{x}^\top \mathbf{x} = \sum_i x_i": "false",
    r"\mathbb{1}[r > 0] r = \max(1, r)": "false",
    r"|A + B| = |A| + |B|": "false",
    r"w^{\star}_i = 3 x_i": "false",
    r"r^* = r": "name",
}


@pytest.mark.parametrize("formula", VERIFIED)
def test_what_is_natural_elsewhere_is_verified(formula):
    report = check_text(f"$$\n{formula}\n$$\n\n$$\nw^*_i = 2 x_i\n$$\n\n```notation\n{NATURAL}```\n")
    assert not report.findings and {link.status for link in report.links} <= {"proved", "tested"}


@pytest.mark.parametrize(("formula", "kind"), UNVERIFIED.items())
def test_what_is_wrong_in_it_is_found(formula, kind):
    [finding] = check_text(f"$$\n{formula}\n$$\n\n```notation\n{NATURAL}```\n").findings
    assert finding.kind == kind and "choice of" not in finding.message
