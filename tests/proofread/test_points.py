"""What holds at random points may fail at thresholds, far out, near corners, or where two sides meet: these are looked for."""

import pytest

from tests.proofread import beside

NOTATION = r"""
size d = 2, 3
index k : d
a, b, c : real
u : positive
p : (0,1)
y : [0,1]
q_k, r_k : open simplex
\sigma(z) := \frac{1}{1 + e^{-z}}
"""
FAILS = [
    r"\min(a, 6) = a", r"\max(p, 10^{-7}) = p", r"1_{a \ge 2} = 1_{a > 2}", r"\max(0, 10 - a) = 10 - a",
    r"\frac{d}{da} \min(a, 6) = 1", r"a^2 \ne 2", r"e^a \ne 3", r"\sin(a) \ne \frac{1}{2}", r"\ln u \ne 1", r"\tanh a \ne \frac12",
    r"a^2 = 2 \iff a = \sqrt{2}", r"a^2 = 3 \implies a = \sqrt3", r"a + b = 1 \implies a = b", r"e^a = 5 \implies a = 1",
    r"q_k \ge 10^{-4}", r"\sum_k |q_k - r_k| \le 1.99", r"\max_k q_k \le 0.9999", r"-\ln q_k \le 10",
]  # fmt: skip
HOLDS = [
    r"\min(a, 6) = a \text{ if } a < 6", r"|a - 10| = \max(a - 10, 10 - a)", r"1_{a \ge 2} = 1_{a > 2} + 1_{a = 2}",
    r"\cosh(a) \ne 0", r"\frac{1}{u} \ne 0", r"e^a > a", r"p \ne 1", r"\frac{1}{a} \ne 0 \text{ if } a \ne 0",
    r"a^2 = u \iff a = \sqrt{u} \text{ or } a = -\sqrt{u}", r"a^3 = b^3 \implies a = b", r"\sigma(a) = \sigma(b) \iff a = b",
    r"\sum_k |q_k - r_k| < 2", r"-\sum_k q_k \ln q_k > 0 \quad (d \ge 2)", r"\max_k q_k < 1 \quad (d \ge 2)",
]  # fmt: skip


def findings(formula):
    return [finding.kind for finding in beside.findings(f"$$\n{formula}\n$$", NOTATION)]


@pytest.mark.parametrize("formula", FAILS)
def test_the_point_where_it_fails_is_found(formula):
    assert findings(formula) == ["false"]


@pytest.mark.parametrize("formula", HOLDS)
def test_no_point_speaks_against_what_holds(formula):
    assert findings(formula) == []
