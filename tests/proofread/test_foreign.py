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


@pytest.mark.parametrize("text", [".. math::\n\n   a = b\n", '<script type="math/tex">a = b</script>\n', "\\\\\\\\(a = b\\\\\\\\)\n", "x \\begin{align} a\n", "<math><mi>x</mi></math>\n"])
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
    assert capsys.readouterr().err.splitlines()[-1] == "proofread: 1 formula read, 1 not read, 1 skipped: 1 marked as no claim"
    assert main(["--no-cache", "--displays-only", str(tmp_path)]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == "proofread: 1 formula read, 0 not read, 2 skipped: 1 marked as no claim, 1 in the text"


def test_a_baseline_lets_a_course_begin(tmp_path, capsys):
    page, baseline = tmp_path / "page.md", tmp_path / "baseline.json"
    page.write_text(PAGE.replace("\\star", "\\eta"), encoding="utf-8")
    command = ["--no-cache", "--baseline", str(baseline), str(page)]
    assert main(command) == 0
    assert json.loads(baseline.read_text(encoding="utf-8")) == {str(page): 1}
    assert f"{baseline} is written" in capsys.readouterr().err
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


DECLARED = {
    "the font of a column": (
        "size d = 2, 3\nx, w : real vector (d)\nf(w) := w^\\top x\nr : real\n",
        [r"f(\mathbf{w}) = \mathbf{x}^\top \vec{w}", r"\nabla f(\mathbf{w}) = \mathbf{x}", r"\partial_{w_1} f(\mathbf{w}) = x_1", r"\frac{\partial f}{\partial \mathbf{w}} = \mathbf{x}"],
        [(r"\mathbf{r} = r", "name"), (r"\partial_{w_1} f(\mathbf{w}) = w_1", "false"), (r"\nabla f(\mathbf{w}) = \mathbf{w}", "false")],
    ),
    "names that look like more": (
        "\\sigma^2 : positive\nu, v : real\n\\text{Height (Feet)} : real\n\\hat{v} := u - v\n\\text{Height (Inches)} := 12 \\cdot \\text{Height (Feet)}\ng' := \\frac{u}{\\sqrt{\\sigma^2}}\n",
        [r"\frac{\partial g'}{\partial \sigma^2} = -\frac{u}{2 \sigma^2 \sqrt{\sigma^2}}", r"\text{Height (Inches)} = 12 \cdot \text{Height (Feet)}", r"g' \sqrt{\sigma^2} = u"],
        [(r"\sigma = 1", "name"), (r"\frac{\partial g'}{\partial \sigma^2} = -\frac{u}{2 \sqrt{\sigma^2}}", "false"), (r"\text{Height (Feet)} = 12 \cdot \text{Height (Inches)}", "false")],
    ),
    "entries and blocks": (
        "size n = 3 only\nsize d = 2 only\nsize m = 5 only\nindex i : n\nindex j, k : d\nA : real matrix (n, d)\nw_{ij} : real\n\\mathbf{x}_i : real vector (d)\nc : positive\nI_{jk} := \\delta_{jk}\n"
        "B := \\begin{bmatrix} A \\\\ c I \\end{bmatrix}\n",
        [r"w_{11} + w_{12} = \sum_j w_{1j}", r"B^\top B = A^\top A + c^2 I", r"\sum_{i=1} A_{i1} = A_{11} + A_{21} + A_{31}", r"\sum_{j=1}^d \mathbf{x}_{ij}^2 = \mathbf{x}_i^\top \mathbf{x}_i"],
        [(r"w_{11} + w_{12} = w_{11} + w_{21}", "false"), (r"B^\top B = A^\top A + c I", "false"), (r"\sum_{i=2} A_{i1} = A_{21} + A_{31}", "parse")],
    ),
    "functions of several quantities": (
        "r, t, y : real\na : smooth function of r, t\nb : smooth function of r, t\nu : smooth function of a, b\nl(z, y) : smooth function\nL := l(r, y)\n",
        [r"\frac{\partial u}{\partial r} = \frac{\partial u}{\partial a} \frac{\partial a}{\partial r} + \frac{\partial u}{\partial b} \frac{\partial b}{\partial r}", r"L = l(r, y)"],
        [(r"\frac{\partial u}{\partial r} = \frac{\partial u}{\partial a} \frac{\partial a}{\partial r}", "false"), (r"L = l(y, r)", "false")],
    ),
    "ranges and conditions": (
        "size K = 3, 2\nindex i, j : K\nz_i : real\ns_i := \\frac{e^{z_i}}{\\sum_j e^{z_j}}\n",
        [
            r"s_i = \frac{e^{z_i}}{\sum_j e^{z_j}} \quad \text{for} \; i = 1, \dots, K", r"\text{if} \; i = j :& \frac{\partial s_i}{\partial z_i} = s_i (1 - s_i)",
            r"\sum_{j \ne i}^K s_j = 1 - s_i", r"\frac{d}{dz_1} z_1^2|_{z_1=3} = 6", r"s_i = s_i \quad \text{or equivalently} \quad s_i z_i / 2 = \frac{s_i z_i}{2}",
        ],
        [(r"\text{if} \; i \ne j :& \frac{\partial s_i}{\partial z_j} = s_i (1 - s_j)", "false"), (r"\sum_{j \ne i}^K s_j = 1", "false"), (r"z_1 z_1^2|_{z_1=3} = 27", "parse")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("notation, right, wrong", DECLARED.values(), ids=DECLARED)
def test_what_the_notation_makes_clear_is_read(notation, right, wrong):
    def found(formula):
        display = f"$$\n\\begin{{aligned}}\n{formula}\n\\end{{aligned}}\n$$" if "&" in formula else f"$$\n{formula}\n$$"
        report = check_text(f"{display}\n\n```notation\n{notation}```\n")
        return [finding for finding in report.findings if "restates" not in finding.message]

    for formula in right:
        assert not found(formula), formula
    for formula, kind in wrong:
        assert {finding.kind for finding in found(formula)} == {kind}, formula


@pytest.mark.parametrize("notation", ["\\sigma : real\n\\sigma^2 : positive\n", "g(r) : smooth function\ng' : real\n", "size n = 3 always\n"])
def test_what_could_be_two_names_is_refused(notation):
    assert any(finding.kind == "notation" for finding in check_text(f"```notation\n{notation}```\n").findings)


def test_a_formula_of_which_only_the_names_were_looked_at_is_no_formula_read(tmp_path, capsys):
    (tmp_path / "page.md").write_text(BLOCK + "$$\na + b = b + a\n$$\n\nHere $a \\otimes b$ and $a$.\n", encoding="utf-8")
    for command in (["--no-cache", str(tmp_path)], [str(tmp_path)], [str(tmp_path)]):
        assert main(command) == 0
        assert capsys.readouterr().err.splitlines()[-1] == "proofread: 2 formulas read, 0 not read, 1 skipped: 1 looked at for their names alone"
