"""A formula is read as a mathematician reads the typeset page, or it is refused: what two people could read differently."""

import pytest

from tests.proofread import beside

NOTATION = r"""
size d = 2, 3
size K = 3, 2, 4
index j, m : d
index k, l : K
a, b, c, x : real
u : positive
w_j : real
Z_k : real
M : real matrix (d, d)
B_{jm} : real (d, d)
s_k := \frac{e^{Z_k}}{\sum_l e^{Z_l}}
f_j(x) := w_j x^2
"""
# pairs of formulas that hold and formulas that do not pass
KINDS = {
    "a condition before its statement": (
        [r"\text{For all } u > 0, \quad \lvert u \rvert = u", r"\text{If } a > 1, b > 1, \text{ then } a b > 1"],
        [r"\text{For all } u > 0, \quad \lvert u \rvert = u + 1", r"\text{If } a > 1, \quad b > 1", r"\text{If } a > 1, b > 1, \text{ then } a b > 2",
         r"a^2 = a \text{ if } a > 0, \quad a = 1"],
    ),
    "a power after the brackets of a function": (
        [r"\frac{d}{da} \tanh(a) = 1 - \tanh(a)^2", r"\ln(u)^2 \ge 0", r"\exp(a)^{-1} = \exp(-a)", r"\ln u^2 = 2 \ln u",
         r"\sin\left(a\right)^2 + \cos\bigl(a\bigr)^2 = 1"],
        [r"\ln(u)^2 = 2 \ln u", r"\exp(a)^2 = e^{a^2}", r"\exp\left(a\right)^2 = e^{a^2}", r"\sin[a]^2 = \sin(a^2)", r"\ln u / 2 = \ln \frac{u}{2}"],
    ),
    "a prime on an index": (
        [r"\frac{\partial s_k}{\partial Z_{k'}} = s_k (\delta_{kk'} - s_{k'})", r"\sum_{k'} s_{k'} = 1",
         r"w^\top B w = \sum_j \sum_{j'} B_{jj'} w_j w_{j'}", r"f_j'(x) = 2 w_j x", r"\sum_{k''} \delta_{k'k''} Z_{k''} = Z_{k'}"],
        [r"\frac{\partial s_k}{\partial Z_{k'}} = s_k (1 - s_k)", r"\delta_{kk'} = 1", r"k = k'", r"f_j'(x) = f_j(x)", r"Z_{k'} = Z_k",
         r"\int_0^1 x \, dx' = \frac{1}{2}"],
    ),
    "a sign after &": (
        [r"\begin{pmatrix} 3 & -4 \end{pmatrix} \begin{pmatrix} 3 & -4 \end{pmatrix}^\top = 25",
         r"\det \begin{pmatrix} a & -b \\ c & u \end{pmatrix} = a u + b c",
         r"\begin{aligned} (a + b)^2 &= a^2 + 2 a b \\ &\qquad + b^2 \end{aligned}",
         r"\begin{aligned} a + b &= b + a & a b &= b a \end{aligned}"],
        [r"\begin{pmatrix} 3 & -4 \end{pmatrix} \begin{pmatrix} 3 & -4 \end{pmatrix}^\top = 1",
         r"\begin{pmatrix} 1 & -1 \\ 1 & -1 \end{pmatrix} = \begin{pmatrix} 0 \\ 0 \end{pmatrix}",
         r"\begin{aligned} a &= a + b & -b &= a \end{aligned}", r"\begin{aligned} a &= a + b \\ & -b = a \end{aligned}"],
    ),
    "an & after a matrix": (
        [r"\begin{aligned} \begin{pmatrix} a & b \\ 0 & 1 \end{pmatrix} \begin{pmatrix} c & 0 \\ 0 & 1 \end{pmatrix} &= \begin{pmatrix} a c & b \\ 0 & 1 \end{pmatrix}"
         r" && \text{row times column} \\ &= \begin{pmatrix} c a & b \\ 0 & 1 \end{pmatrix} && \text{by } \begin{pmatrix} a & b \\ 0 & 1 \end{pmatrix} \end{aligned}",
         r"\begin{aligned} \begin{pmatrix} a \\ b \end{pmatrix} &= \begin{pmatrix} a \\ b \end{pmatrix} + \begin{pmatrix} 0 \\ 0 \end{pmatrix} & a b &= b a \end{aligned}"],
        [r"\begin{aligned} \begin{pmatrix} a & b \\ 0 & 1 \end{pmatrix} &= \begin{pmatrix} a & b \\ 0 & 1 \end{pmatrix}^\top && \text{no} \end{aligned}",
         r"\begin{aligned} \begin{pmatrix} a \\ b \end{pmatrix} &= \begin{pmatrix} a \\ b \end{pmatrix} + \begin{pmatrix} 0 \\ 0 \end{pmatrix} & a b &= b \end{aligned}"],
    ),
    "what stands after a wide space": (
        [r"\lvert a \rvert = a \quad (a \ge 0)", r"\lvert a \rvert = a \qquad \text{if } a \ge 0", r"a + b = b + a, \qquad a b = b a",
         r"a^2 \ge 0 \quad \text{and} \quad b^2 \ge 0"],
        [r"u^2 = u \qquad u > 0", r"a^4 \ge a^2 \quad a^2 \ge 0", r"a = a, \quad b = b + 1", r"a^2 = a, \quad a \ge 1", r"a = a \quad b = c"],
    ),
    "norms and bars": (
        [r"\lVert w \rVert_2^2 = w^\top w", r"\lVert w \rVert^2_2 = w^\top w", r"\lVert w \rVert_1 = \sum_j |w_j|",
         r"\lVert w \rVert_\infty = \max_j |w_j|", r"\lVert M \rVert_F^2 = \operatorname{tr}(M^\top M)"],
        [r"\lVert M \rVert_2^2 = \operatorname{tr}(M^\top M)", r"\lVert M \rVert^2 = \operatorname{tr}(M^\top M)", r"||w|| = |w_1|",
         r"\exp(M) = \exp(M)", r"\lVert w \rVert_\infty = \lVert w \rVert_2"],
    ),
    "a derivative before a sum": (
        [r"\frac{d}{da} (a^2 + a) = 2 a + 1", r"\frac{d}{da} (a^2) + a = 3 a", r"\frac{d}{da} a^2 + \frac{d}{da} a = 2 a + 1"],
        [r"\frac{d}{da} a^2 + a = 3 a", r"\frac{d}{da} a^2 + a = 2 a + 1"],
    ),
    "what follows a product": (
        [r"\frac{\prod_j w_j}{d} = \frac{1}{d} \prod_j w_j", r"\prod_j (w_j a) = a^d \prod_j w_j", r"\prod_j \left(w_j / d\right) = d^{-d} \prod_j w_j",
         r"a \prod_j w_j = \Bigl(\prod_j w_j\Bigr) a", r"\prod_j w_j (w_j + a) = \prod_j (w_j^2 + a w_j)"],
        [r"\prod_j w_j / d = \frac{\prod_j w_j}{d}", r"\prod_j w_j / d = d^{-d} \prod_j w_j", r"\prod_j w_j a = a \prod_j w_j", r"\prod_j -w_j a = a^d \prod_j -w_j",
         r"\prod_j w_j \prod_k s_k = \bigl(\prod_j w_j\bigr) \bigl(\prod_k s_k\bigr)"],
    ),
    "a binomial": (
        [r"\binom{d}{2} = \frac{d (d - 1)}{2}", r"\binom a2 = \frac{a (a - 1)}{2}", r"\dbinom{d}{j} = \tbinom{d}{d - j}", r"\sum_{j=0}^{d} \binom{d}{j} a^j = (1 + a)^d",
         r"\binom{d}{0} + \binom{d}{d + 1} = 1"],
        [r"\binom{d}{2} = \frac{d (d + 1)}{2}", r"\binom{d}{j} = \binom{j}{d}", r"\binom{d}{a} = 1", r"\binom{d}{\frac{1}{2}} = 1", r"\binom{d}{-1} = 0"],
    ),
    "an index that is free and bound": (
        [r"s_k = \frac{e^{Z_k}}{\sum_{k'} e^{Z_{k'}}}", r"\sum_k s_k \sum_k Z_k = \sum_k Z_k"],
        [r"s_k = \frac{e^{Z_k}}{\sum_k e^{Z_k}}", r"\ln s_k = Z_k - \ln \sum_k e^{Z_k}"],
    ),
    "a number with separators": ([r"10^6 = 1{,}000{,}000", r"1\,000 = 10^3", "1000 = 10^3", "2^{-1} = 0.5"], ["10^3 = 1,000", "2 > 1,500", "2^{-1} = 0,5"]),
}  # fmt: skip


def passes(formula, notation=NOTATION):
    found = beside.findings(f"$$\n{formula}\n$$", notation)
    assert "internal" not in [finding.kind for finding in found]
    return not found


@pytest.mark.parametrize("formula", [formula for right, _ in KINDS.values() for formula in right])
def test_what_holds_as_it_is_typeset_passes(formula):
    assert passes(formula)


@pytest.mark.parametrize("formula", [formula for _, wrong in KINDS.values() for formula in wrong])
def test_what_does_not_hold_as_it_is_typeset_does_not_pass(formula):
    assert not passes(formula)


@pytest.mark.parametrize("line", [r"\mathrm{2} := 3", r"\simeq := 1", r"\over : real", r"\choose : real", r"\mathbf{1} := 2"])
def test_a_command_with_a_meaning_of_its_own_is_no_name(line):
    assert not passes("1 + 1 = 2", f"{NOTATION}{line}\n")
