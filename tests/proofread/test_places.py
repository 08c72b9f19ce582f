r"""Where a maximum or a minimum is reached: \arg\max_k is the set of all indices at which it is, at ties as well."""

import pytest

from proofread import as_read, check_text
from proofread.latex.parser import parse

NOTATION = r"""```notation
size K = 3, 2
size n = 2
index j, k, l : K
index i : n
x_k, u_k : real
v_i : real
c, t : real
h : positive
p_k : open simplex
o_k : one-hot
y : index of K
```
"""

TRUE = [
    r"\arg\max_k x_k = \arg\max_k \frac{e^{x_k}}{\sum_j e^{x_j}}",
    r"\argmax_k x_k = \operatorname{argmax}_k e^{x_k}",
    r"\arg\max_k x_k = \operatorname*{arg\,max}_k (x_k + c)",
    r"\operatorname{arg\,min}_k x_k = \mathrm{arg max}_l (-x_l)",
    r"\arg\max_k x_k = \arg\max_k h x_k",
    r"\arg\max_k p_k = \arg\max_k \ln p_k",
    r"\argmin_k (x_k - t)^2 = \arg\min_k |x_k - t|",
    r"\arg\max_k \delta_{kj} = j",
    r"\arg\max_k 1_{k = y} = y",
    r"j = \argmin_k (k - j)^2",
]
FALSE = [
    r"\arg\max_k x_k = \arg\min_k x_k",
    r"\arg\max_k x_k = \arg\max_k x_k^2",
    r"\arg\max_k x_k = \arg\max_k |x_k|",
    r"\arg\max_k x_k = \arg\max_k u_k",
    r"\arg\max_k x_k = \arg\max_k c x_k",
    r"\arg\max_k x_k = \arg\max_k \max(x_k, 0)",  # all of those below 0 are equal
    r"\arg\max_k x_k = \arg\max_k 0",
    r"\arg\max_k x_k = \arg\max_k \min(x_k, 10^9)", r"\arg\min_k x_k = \arg\min_k \max(x_k, -10^7)",
    r"\arg\max_k x_k = \arg\max_k 1_{x_k > 0}",
    r"\arg\max_k x_k = \arg\max_k e^{-x_k}",
    r"\arg\max_k x_k = \arg\max_k \ln x_k",
    r"\arg\max_k p_k = \arg\max_k p_k \ln p_k",
    r"\arg\min_k x_k = \arg\max_k \frac{1}{x_k}",
    r"\arg\min_k x_k = \arg\min_k (x_k - t)^2",
    r"\arg\max_k x_k = j",
    r"\arg\max_k x_k = 1",
    r"\arg\max_k x_k = y",
    r"\arg\max_k o_k = j",
    r"\arg\max_k \delta_{kj} = l",
    r"\arg\max_k x_k = j \text{ if } x_j \ge x_k",  # not where another one is as large
]
REFUSED = [
    (r"\arg\max_k x_k = \max_k x_k", "several indices"),
    (r"\arg\max_k x_k + 1 = 2", "several indices"),
    (r"\arg\max_k x_k \ge 1", "several indices"),
    (r"\arg\max_k x_k = t", "several indices"),
    (r"1_{\arg\max_k x_k = y} = 1", "several indices"),
    (r"t = 1 \text{ if } \arg\max_k x_k = j", "several indices"),
    (r"\arg\max_k x_k = \arg\max_i v_i", "run over K and over n"),
    (r"\arg\max_k x_k = i", "run over K and over n"),
    (r"\arg\max_t t = 1", "t is no index"),
    (r"\arg\max_{k \ne j} x_k = 1", "all values of one index"),
    (r"\arg\max_{k=1}^2 x_k = 1", "all values of one index"),
    (r"\arg\max x = 1", "the index over which"),
    (r"\arg x = 1", "only before"),
]


def checked(formula):
    return check_text(f"{NOTATION}\n$$\n{formula}\n$$\n", path="p.md")


@pytest.mark.parametrize("formula", TRUE)
def test_sets_of_indices_that_are_equal_hold(formula):
    report = checked(formula)
    assert not report.findings and report.links[0].status in ("proved", "tested")


@pytest.mark.parametrize("formula", FALSE)
def test_sets_of_indices_that_differ_are_refuted(formula):
    assert [finding.kind for finding in checked(formula).findings] == ["false"]


@pytest.mark.parametrize("formula, message", REFUSED)
def test_what_is_no_set_of_indices_is_not_compared_with_one(formula, message):
    (finding,) = checked(formula).findings
    assert finding.kind in ("parse", "shape") and message in finding.message


@pytest.mark.parametrize("spelling", [r"\argmax", r"\operatorname{argmax}", r"\operatorname*{argmax}", r"\operatorname*{arg\,max}", r"\mathrm{arg max}"])
def test_each_spelling_is_read_as_the_same(spelling):
    read = as_read(spelling + r"_k x_k = j")
    assert read == r"\arg\max_{k} (x_{k}) = j"
    assert parse(read).statements == parse(spelling + r"_k x_k = j").statements
