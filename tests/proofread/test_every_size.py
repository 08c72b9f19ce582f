"""What is proved with its sizes left open holds for every size; what is false at a size that no block lists is not proved."""

import pytest

from proofread import check_text

NOTATION = r"""
size K = 3, 2
size n = 2, 3
size d = 2, 4
index i, j, k, l : K
index x : n
index m : d
z_k, v_k : real
c : real
y_k : unit sum
t_{xk} : one-hot
g : index of K
X_{xm}, W_{mk}, b_k, u_m : real
p_x : [0,1]
s_k := \frac{e^{z_k}}{\sum_j e^{z_j}}
C := -\sum_k y_k \ln s_k
Z_{xk} := \sum_m X_{xm} W_{mk} + b_k
S_{xk} := \frac{e^{Z_{xk}}}{\sum_j e^{Z_{xj}}}
J := -\frac{1}{n} \sum_x \sum_k t_{xk} \ln S_{xk}
a_x := \frac{1}{1 + e^{-\sum_m X_{xm} u_m}}
L := -\frac{1}{n} \sum_x (p_x \ln a_x + (1 - p_x) \ln(1 - a_x))
"""
EVERY = [
    r"\frac{\partial s_k}{\partial z_j} = s_k (\delta_{jk} - s_j)", r"\frac{\partial C}{\partial z_j} = s_j - y_j",
    r"\frac{\partial}{\partial z_k} \ln \sum_j e^{z_j} = s_k", r"\ln \sum_k e^{z_k + c} = c + \ln \sum_k e^{z_k}",
    r"\frac{e^{z_k - c}}{\sum_j e^{z_j - c}} = s_k", r"\ln \sum_k e^{z_k} = \max_k z_k + \ln \sum_j e^{z_j - \max_k z_k}",
    r"\frac{\partial J}{\partial W_{mk}} = \frac{1}{n} \sum_x X_{xm} (S_{xk} - t_{xk})", r"\nabla_u L = \frac{1}{n} X^\top (a - p)",
    r"\nabla_W J = \frac{1}{n} X^\top (S - t)", r"\frac{\partial}{\partial z_k} (-\ln s_g) = s_k - \delta_{kg}",
    r"\sum_{k \ne j} s_k = 1 - s_j", r"\sum_i \sum_j z_i v_j = \sum_k z_k \sum_k v_k", r"\frac{\partial}{\partial z_j} \sum_k \max(0, z_k) = 1_{z_j > 0} \text{ if } z_j \ne 0",
    r"\sum_k (z_k - v_k)^2 = \lVert z \rVert^2 - 2 z^\top v + \lVert v \rVert^2", r"\operatorname{tr}(W^\top W) = \sum_m \sum_k W_{mk}^2",
    r"\sum_k \Bigl(z_k - \frac{1}{K} \sum_j z_j\Bigr) = 0",
]  # fmt: skip
LISTED = [
    r"\sum_m (-1)^d u_m = \sum_m u_m", r"\sum_{m=1}^{d} (d - 2) (d - 4) u_m = 0",
    r"\sum_i z_i \sum_j \delta_{ij} (n - 2) (n - 3) = 0", r"\delta_{ij} \delta_{jk} \delta_{ik} (K - 2) (K - 3) = 0", r"\sum_{k=1}^{K} z_k = z_1 + z_2 + (K - 2) z_K",
]  # fmt: skip


# each holds at the sizes listed, from 2 on, and fails or is undefined for one class or example
FROM_TWO = [
    r"s_k < 1", r"\sum_k s_k^2 < 1", r"\frac{K - 1}{K - 1} s_k = s_k", r"\frac{1}{n - 1} \sum_x b_k = \frac{n b_k}{n - 1}",
    r"c (K - 1) = 0 \iff c = 0", r"\max_{j \ne k} s_j \le 1", r"\frac{1}{K} \le \frac{1}{2}",
]  # fmt: skip


def checked(formula):
    return check_text(f"$$\n{formula}\n$$\n\n```notation{NOTATION}```\n")


def links(formula):
    report = checked(formula)
    assert all("restates" in finding.message for finding in report.findings), report.findings
    return report.displays[0]


@pytest.mark.parametrize("formula", EVERY)
def test_what_holds_for_every_size_is_proved_for_every_size(formula):
    display = links(formula)
    assert (display.status, display.scope) == ("proved", "every size")


@pytest.mark.parametrize("formula", LISTED)
def test_what_holds_at_the_sizes_listed_alone_is_refuted_at_others(formula):
    assert "false" in {finding.kind for finding in checked(formula).findings}


@pytest.mark.parametrize("formula", FROM_TWO)
def test_what_fails_for_one_class_says_that_there_are_more(formula):
    found = [finding for finding in checked(formula).findings if "restates" not in finding.message]
    assert [finding.kind for finding in found] == ["condition"]
    assert "= 1, which no condition excludes" in found[0].message
    size = "n" if "n - 1" in formula else "K"
    links(rf"{formula} \quad ({size} \ge 2)")


def test_an_entry_that_is_named_says_that_there_are_more_classes():
    links(r"z_2 - z_1 = -(z_1 - z_2)")


def test_a_formula_without_a_size_has_no_scope():
    assert links("(c + 1)^2 = c^2 + 2 c + 1").scope == ""


def test_a_display_has_the_scope_of_its_narrowest_link():
    assert links(r"\sum_k s_k = 1 \ge \sum_k s_k^2").scope == "the sizes listed"
