"""Refuted is a proof, tested is evidence, undecided is neither: what the evaluator cannot settle is never called false."""

import pytest

from proofread import check_text
from tests.proofread import beside

NOTATION = r"""
size K = 3, 2, 4
index k, i : K
z_k : real
s_k := \frac{e^{z_k}}{\sum_i e^{z_i}}
T, p, u : positive
a, b, x, d : real
\beta : (0,1)
g(r) : smooth function
\sigma(r) := \frac{1}{1 + e^{-r}}
"""
HOLDS = [
    r"\lim_{T \to 0^+} T \ln \sum_k e^{z_k / T} = \max_k z_k", r"\lim_{T \to 0^+} T \ln(1 + e^{1 / T}) = 1",
    r"\lim_{a \to \infty} e^{-e^a} = 0", r"\ln e^{e^{e^a}} = e^{e^a}", r"\lim_{p \to 0} p \ln p = 0",
    r"\lim_{\beta \to 1} \frac{1 - \beta^2}{1 - \beta} = 2", r"\lim_{a \to \infty} \frac{\ln \ln a}{\ln a} = 0",
    r"\int_{-1}^1 \frac{1}{1 + x^2} \, dx = \frac{\pi}{2}", r"\lim_{a \to \infty} \ln \ln a = \infty", r"\lim_{a \to 0^+} \frac{|a|}{a} = 1", r"\sigma(-745) > 0", "1 + 10^{-100} > 1",
]  # fmt: skip
REFUTED = [
    r"\frac{a (2 a - 3)}{2 a - 3} = a", r"\frac{5 - 7 a}{5 - 7 a} > 0",
    r"\lim_{a \to \infty} \tanh(a) = 0.99", r"\lim_{a \to \infty} \min(\ln a, 1000) = \infty",
    r"\lim_{a \to 0} \max(a, 10^{-20}) = 0", r"\lim_{a \to \infty} e^{-10^{-400} a} = 1",
    r"\lim_{a \to \infty} \frac{\ln(1 + e^a)}{a} = 1.005", "10^{-70} = 0", r"\sigma(1000) = 1", r"p + 10^{-1300} = p",
    r"a \sum_k z_k^2 > 0 \quad (a > 1)", r"\sigma(a) + 10^{-400} = \sigma(a)", r"e^{\pi \sqrt{163}} = 262537412640768744", r"\frac{\partial}{\partial a} |a| = 1", r"g'''(a) g'''''''(a) = g'''''(a)^2",
]  # fmt: skip
UNDECIDED = [
    "e^{e^{e^{100}}} > 2", r"\int_0^1 \frac{1}{\sqrt{x}} \, dx = 2",
    r"\lim_{a \to \infty} \sin(1013 \pi a) = 0", r"\lim_{a \to 0^+} a^{10^{-10}} = 1",
    r"\lim_{a \to \infty} \frac{g(a) - g(-a)}{a^2} = 0", r"g'''''(a) = g'''''(a)",
]  # fmt: skip


def kinds(formula):
    return [finding.kind for finding in beside.findings(f"$$\n{formula}\n$$", NOTATION)]


@pytest.mark.parametrize("formula", HOLDS)
def test_what_holds_passes(formula):
    assert kinds(formula) == []


@pytest.mark.parametrize("formula", REFUTED)
def test_what_a_point_or_a_sequence_contradicts_is_false(formula):
    assert kinds(formula) == ["false"]


@pytest.mark.parametrize("formula", UNDECIDED)
def test_what_the_evaluator_cannot_settle_is_undecided(formula):
    assert kinds(formula) == ["undecided"]


def test_undecided_is_the_status_of_its_link():
    report = check_text(f"$$\n{UNDECIDED[0]}\n$$\n\n```notation{NOTATION}```\n")
    assert [link.status for link in report.links] == ["undecided"]


@pytest.mark.parametrize(
    "formula",
    [
        r"\sum_{j \ne 2} \delta_{jk} = 1",
        r"\sum_{j \ne K} \delta_{jk} = u_k",
        r"v_k = u_k",
        r"\sum_{j \ne y_2} \delta_{j k} = 1 - \delta_{y_1 k}",
    ],
)
def test_an_equation_that_is_false_at_one_value_of_an_index_alone(formula):
    notation = "size K = 4\nsize n = 2\nindex j, k : K\nindex i : n\ny_i : index of K\nu_k := 1\nv := \\begin{pmatrix} 1 \\\\ 1 \\\\ 2 \\\\ 1 \\end{pmatrix}"
    page = f"$$\n{formula}\n$$\n\n```notation\n{notation}\n```\n"
    assert "false" in {finding.kind for finding in check_text(page).findings}


INVERSES = r"""
size n = 3, 1, 4
size d = 2, 4
X : real matrix (n, d)
B : real matrix (d, d)
y : real vector (n)
b : real vector (d)
w := (X^\top X)^{-1} X^\top y
v := B^{-1} b
N := X^\top X - X^\top X
u := N^{-1} b
"""


def kinds_of_inverses(formula):
    return [finding.kind for finding in beside.findings(f"$$\n{formula}\n$$", INVERSES)]


@pytest.mark.parametrize("formula", [r"X^\top X w = X^\top y", r"X^\top (y - X w) = 0", "B v = b", r"v^\top b = v^\top B v", "v = B^{-1} b"])
def test_where_an_inverse_of_a_definition_does_not_exist_is_no_counterexample(formula):
    assert kinds_of_inverses(formula) == []


@pytest.mark.parametrize("formula", [r"X^\top X w = -X^\top y", r"v = B^\top b", r"v^\top v > 0", r"\det(B) v = 0", "B B^{-1} b = b"])
def test_what_is_false_beside_it_is_refuted(formula):
    assert kinds_of_inverses(formula) == ["false"]


@pytest.mark.parametrize("formula", ["N u = b", "u = b", r"B v = b \quad (\det(B) = 0)"])
def test_what_is_defined_nowhere_is_not_checked(formula):
    assert kinds_of_inverses(formula) == ["condition"]
