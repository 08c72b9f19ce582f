"""`proofread suggest` proposes a notation block: what a page tells, and a question mark at the rest."""

from proofread import check_text
from proofread.__main__ import main
from proofread.suggest import block

PAGE = r"""Here $X \in \mathbb{R}^{n \times d}$ and $w \in \mathbb{R}^d$.

$$
S(r) = \frac{1}{1 + e^{-r}}
$$

$$
s_i = \sum_{j=1}^{d} X_{ij} w_j + b_1
$$

$$
C = \sum_{i=1}^n f(s_i)
$$
"""
BLOCK = r"""```notation
size d = 3
size n = 2
index j : d
index i : n
X : real matrix (n, d)
w : real vector (d)
r : real  # ?
b_{1} : real  # ?
f(r) : smooth function  # ?
S(r) := \frac{1}{1 + e^{-r}}
s_{i} := (\sum_{j = 1}^{d} (X_{i, j} \cdot w_{j})) + b_{1}
C := \sum_{i = 1}^{n} (f(s_{i}))
```
"""


def test_what_a_page_tells_of_its_names_is_proposed(tmp_path, capsys):
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    assert main(["suggest", str(tmp_path / "page.md")]) == 0
    assert capsys.readouterr().out == BLOCK
    assert not check_text(f"{PAGE}\n{BLOCK}").findings


def test_the_lines_are_read_and_the_others_are_comments():
    found = block([r"z = q(z) + \mathbf{v}^\top \mathbf{v}", r"h = z_{\max} \circ z", r"g = \sum_k a_k g", r"y = \varsigma_c(v)"])
    assert "\\mathbf{v} : real vector" in found and "a_{k} : real  # ?" in found and "h" not in found.split()
    report = check_text(f"```notation\n{found}\n```\n")
    assert all("restates" in finding.message for finding in report.findings)


def test_a_definition_may_use_one_further_down():
    found = block([r"p = \sigma(z)", r"\sigma(r) = \frac{1}{1 + e^{-r}}"])
    assert found.splitlines()[-2:] == [r"\sigma(r) := \frac{1}{1 + e^{-r}}", r"p := \sigma(z)"] and "# ?" not in found.splitlines()[-1]


def test_no_page_is_told(tmp_path, capsys):
    assert main(["suggest", str(tmp_path / "none.md")]) == 2
    assert "is no file" in capsys.readouterr().err
