"""True statements hold, false ones do not: kinks, branches, edges of domains, limits, integrals, sums, shapes, connectives.

Each statement is true or false by textbook mathematics, whatever the checker says.
"""

import random

import pytest

from mutations.edits import mutants
from proofread import check_text
from proofread.expressions import budget, expression
from proofread.latex.errors import FormulaError
from proofread.latex.parser import parse
from proofread.pages.checker import Checker
from proofread.verdicts import symbolic
from proofread.verdicts.link import Refuted, conditions_of, entry_pairs, instances, links
from proofread.verdicts.solving import solved
from proofread.verdicts.verdict import check_link
from tests import ROOT
from tests.proofread import beside

NOTATION = r"""
size n = 3, 1, 4
size d = 2, 4
size K = 4, 1, 2
index i : n
index j, k : d
index l, m : K
a, b, c, t, x, z : real
y : [0,1]
h : {0,1}
q : nonnegative
p : (0,1)
u : positive
w_j, v_j : real
B_{jk} : real (d, d)
X_{ij} : real
r_l : simplex
s_l : open simplex
o_l : one-hot
g(x) : smooth function
Q : smooth function of w
\sigma(z) := \frac{1}{1+e^{-z}}
f(x) := x^2
L := \frac{1}{2} \sum_j w_j^2
e_i := \sum_j X_{ij} w_j
J := \frac{1}{n} \sum_i e_i^2
"""

# fmt: off
TRUE = [
    r"\sqrt{a^2} = |a|", r"\ln(u^2) = 2\ln u", r"\frac{u}{u} = 1", r"|a| = \max(a,-a)", r"\ln p < 0", r"y \le 1", r"q \ge 0",
    r"\sum_l r_l = 1", r"\sum_l r_l^2 \le 1", r"s_l > 0", r"\sum_l o_l^2 = 1", r"o_l^2 = o_l", r"h^2 = h",
    r"o_l o_m = o_l \delta_{lm}", r"\frac{\partial}{\partial a} |a| = \frac{a}{|a|} \text{ if } a \ne 0",
    r"\frac{\partial}{\partial a} \max(0,a) = 1_{a>0} \text{ if } a \ne 0",
    r"\frac{\partial}{\partial a}\max(0,a)^2 = 2\max(0,a)", r"\frac{\partial}{\partial a} a|a| = 2|a|",
    r"a > b \implies e^{a} > e^{b}", r"a = b \implies a^2 = b^2", r"a^2 > 4 \iff a > 2 \text{ or } a < -2",
    r"a b = 0 \iff a = 0 \text{ or } b = 0", r"a^3 = 8 \iff a = 2", r"a^2 = 0 \iff a = 0", r"e^{a} = 1 \iff a = 0",
    r"\sigma(z) = \frac{1}{2} \iff z = 0", r"\sigma(z) > \frac{1}{2} \iff z > 0", r"\pi \approx 3.14", r"\pi \approx 3.1",
    r"\pi \approx 3", r"-\pi \approx -3.14", r"\ln 2 \approx 0.69", r"\ln 2 \approx 0.693147", r"0.69 \approx \ln 2",
    r"\ln 2 \approx 0.7", r"e \approx 2.72", r"1/3 \approx 0.333", r"1.4 \approx 1", r"\ln 2 \approx 0.693 \approx 0.7",
    r"\lim_{a \to 0^+} \frac{|a|}{a} = 1", r"\lim_{a \to \infty} \frac{\sin a}{a} = 0", r"\lim_{a\to\infty} \sigma(a) = 1",
    r"\lim_{a\to-\infty} \sigma(a) = 0", r"\lim_{a\to\infty} a = \infty", r"\lim_{a\to\infty} \ln a = \infty",
    r"\lim_{a\to 0^+} \frac{1}{a} = \infty", r"\lim_{a\to\infty}(1+\frac{1}{a})^a = e",
    r"\lim_{a\to 0} \frac{\sin a}{a} = 1", r"\lim_{a\to 0} \frac{1-\cos a}{a^2} = \frac{1}{2}",
    r"\lim_{a\to\infty} 0.0000001 \ln a = \infty", r"\lim_{a\to\infty} \frac{a}{a+1000000} = 1",
    r"\lim_{a\to 0^+} a\ln a = 0", r"\int_0^1 \max(0, t-\frac{1}{2}) \,dt = \frac{1}{8}", r"\int_{-1}^1 |t| \,dt = 1",
    r"\int_{-1}^1 t|t| \,dt = 0", r"\int_1^4 \sqrt{t} \,dt = \frac{14}{3}", r"\int_1^{e} \ln t\,dt = 1",
    r"\int_0^1 1_{t > \frac{1}{2}} \,dt = \frac{1}{2}", r"\int_0^a t\,dt = \frac{a^2}{2}", r"\int_0^b x\,dx = \frac{b^2}{2}",
    r"\sum_{i=1}^{n} 1 = n", r"\sum_{i=1}^{n-1} 1 = n - 1", r"\sum_{i=2}^{n} 1 = n - 1",
    r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}", r"\sum_{j} w_j = \sum_{k} w_k", r"\sum_j w_j \sum_j v_j = \sum_j w_j \sum_k v_k",
    r"\prod_j e^{w_j} = e^{\sum_j w_j}", r"\sum_{j \ne k} w_j = \sum_j w_j - w_k",
    r"\frac{\partial (B w)_j}{\partial w_k} = B_{jk}", r"\frac{\partial (Bw)}{\partial w} = B",
    r"\nabla_w (w^\top B w) = (B + B^\top) w", r"(B^\top B)^\top = B^\top B", r"\nabla_w J = \frac{2}{n} X^\top X w",
    r"\nabla_w^2 J = \frac{2}{n} X^\top X", r"w \odot v = v \odot w", r"w^\top v = v^\top w",
    r"\operatorname{tr}(w v^\top) = v^\top w", r"\lVert w\rVert^2 = w^\top w", r"\nabla_B (w^\top B v) = w v^\top",
    r"\frac{\partial L}{\partial w_k} = w_k", r"\frac{\partial J}{\partial e_i} = \frac{2}{n} e_i", r"f'(a b) = 2 a b",
    r"\frac{\partial}{\partial a} f(a b) = 2 a b^2", r"\frac{\partial g(a b)}{\partial a} = b g'(a b)",
    r"g(a)g(b) = g(b)g(a)", r"\frac{\partial^2 Q}{\partial w_j\partial w_k} = \frac{\partial^2 Q}{\partial w_k\partial w_j}",
    r"\begin{cases} a & \text{if } a > 0 \\ 0 & \text{otherwise}\end{cases} = \max(0,a)", r"\tanh(a) = 2\sigma(2a) - 1",
    r"\sigma(-z) = 1-\sigma(z)", r"e^{a+b} = e^a e^b", r"a = |a| (a > 0)", r"a = |a| (a \ge 0)", r"a \ne a + 1",
    r"a^2+1 \ne 0", r"(a-b)^2 \ge 0", r"e^a \ge 1 + a", r"e^{a} \ge 2.7 a", r"u \ge 1 + \ln u",
    r"\sigma(z)(1-\sigma(z)) \le \frac{1}{4}", r"-\sum_l s_l \ln s_l \le \ln K", r"\exp(w)_j = e^{w_j}", r"\max_j w_j \ge w_k",
    r"\min_j w_j \le w_k", r"\max(a,b)+\min(a,b) = a+b", r"\delta_{jk} = \delta_{kj}", r"\sum_k \delta_{jk} w_k = w_j",
    r"\delta_{jk}w_j = \delta_{jk} w_k", r"\frac{d}{da} \int_0^1 |t - a| \, dt = 2 a - 1 \text{ if } 0 < a < 1",
    r"\frac{d}{da} \int_0^1 \max(t - a, 0)^2 \, dt = -2 \int_0^1 \max(t - a, 0) \, dt", r"\frac{d}{da} \int_0^1 |t - a| \, dt = -1 \text{ if } a < 0",
]
FALSE = [
    r"\sqrt{a^2} = a", r"\ln(a^2) = 2 \ln a", r"\ln(a^2) = 2 \ln |a|", r"\ln(q^2) = 2 \ln q", r"\frac{a}{a} = 1",
    r"\frac{q}{q} = 1", r"\sqrt{u v_1} = \sqrt{u}\sqrt{v_1}", r"\sqrt{a b} = \sqrt{a}\sqrt{b}", r"\sqrt{a^2 b^2} = a b",
    r"y \ln y \le 0", r"\ln y \le 0", r"y < 1", r"p \le 0.999", r"p > 0.001", r"u > 0.01", r"u < 100", r"|a| < 10",
    r"a < 1000", r"a^2 < 100000", r"e^{a} > 0.00001", r"\sigma(z) < 0.9999", r"\sigma(z) < 0.99999999", r"q > 0",
    r"y(1-y) > 0", r"\sum_l r_l^2 < 1", r"r_l > 0", r"s_l < 1", r"r_l^2 = r_l", r"y^2 = y", r"r_l r_m = r_l \delta_{lm}",
    r"\frac{\partial}{\partial a} |a| = 1", r"\frac{\partial}{\partial a} \max(0,a) = 1_{a>0}",
    r"\frac{\partial^2}{\partial a^2} a|a| = 2", r"a > b \implies a^2 > b^2", r"a^2 = b^2 \iff a = b",
    r"a^2 = b^2 \implies a = b", r"a^2 > 4 \iff a > 2", r"a > 2 \implies a > 3", r"a > 30 \implies a > 31",
    r"a b = 0 \implies a = 0", r"a b > 0 \iff a > 0 \text{ and } b > 0", r"a^2 = 4 \iff a = 2", r"a^2=4 \implies a=2",
    r"|a| = 1 \implies a = 1", r"\sigma(z) = \frac{1}{2} \iff z = 1", r"\sigma(z) > \frac{1}{2} \iff z \ge 0",
    r"\pi \approx 3.15", r"-\pi \approx -3.15", r"\ln 2 \approx 0.70", r"\ln 2 \approx 0.693148", r"e \approx 2.71",
    r"1/3 = 0.333", r"2 \ln 2 \approx 1.38 = 1.386", r"\lim_{a \to 0^-} \frac{|a|}{a} = 1",
    r"\lim_{a \to 0} \frac{|a|}{a} = 1", r"\lim_{a\to\infty} \frac{1}{\ln a} = 0.01", r"\lim_{a\to\infty} \sin(a) = 0",
    r"\lim_{a\to\infty} \sin(\pi a) = 0", r"\lim_{a\to\infty} \cos(2\pi a) = 1", r"\lim_{a\to 0} \sin(\frac{\pi}{a}) = 0",
    r"\lim_{a\to 0} \sin(\frac{1}{a}) = 0", r"\lim_{a\to 0}\cos(\frac{2\pi}{a}) = 1", r"\lim_{a\to-\infty} \sigma(a) = 1",
    r"\lim_{a\to\infty}\sigma(a) = \infty", r"\lim_{a\to\infty} a = -\infty", r"\lim_{a\to\infty} a\sin(\pi a/2) = \infty",
    r"\lim_{a\to\infty} a (1+\sin(\pi a)) = \infty", r"\lim_{a\to 0} \frac{1}{a} = \infty",
    r"\lim_{a\to 0^+} \frac{1}{a} = -\infty", r"\lim_{a\to\infty} (1+\frac1a)^a = 2.718",
    r"\lim_{a\to 0} \frac{1-\cos a}{a^2} = 1", r"\lim_{a \to \infty} \min(a, 10^{100}) = \infty",
    r"\int_0^1 |t - b| \,dt = \frac{1}{2}", r"\int_0^1 |t - a| \, dt > \frac{1}{4}", r"\int_0^1 \frac{d}{da} |t - a| \, dt = 1 - 2 a",
    r"\frac{d}{da} \int_0^1 |t - a| \, dt = 2 a - 1 \text{ if } a < 1", r"\int_{-1}^{1}\frac1t\,dt = 0", r"\int_{-1}^1 \sqrt{t^2} \,dt = 0",
    r"\int_1^4 \sqrt t \,dt = \frac{13}{3}", r"\int_{-1}^{1} \ln(t^2+1) \,dt = 0", r"\int_{-2}^{2} \ln(t^2 + 0.01)\,dt = 1",
    r"\int_0^1 1_{t > \frac{1}{2}} \,dt = 1", r"\int_{-1}^{1} \frac{t}{t}\,dt = 2", r"\int_{-1}^1 \frac{t^2}{t^2}\,dt = 2",
    r"\sum_{i=0}^{n} 1 = n", r"\sum_{i=1}^n i = \frac{n(n-1)}{2}", r"\sum_{j=1}^{d} w_j = \sum_{j=2}^{d} w_j",
    r"\sum_{i=3}^{n} X_{ij} = X_{3j}", r"\sum_j w_j v_k = \sum_j w_j v_j", r"\sum_j w_j \sum_j v_j = \sum_j w_j v_j",
    r"\sum_{j} w_j v_j = w_j v_j", r"\sum_j \sum_{k \ne j} w_k = \sum_j w_j", r"\sum_{j \ne k} w_j = \sum_j w_j",
    r"\frac{\partial}{\partial w_k} \sum_j B_{kj} w_j = B_{jk}", r"\frac{\partial (B w)_j}{\partial w_k} = B_{kj}",
    r"\frac{\partial (Bw)}{\partial w} = B^\top", r"\nabla_w (w^\top B w) = 2 B w", r"B^\top = B",
    r"\nabla_w J = \frac{2}{n} X X^\top w", r"\nabla_w J = 2 X^\top X w", r"\nabla_w^2 J = \frac1n X^\top X",
    r"w \odot v = v^\top w", r"w v^\top = v w^\top", r"w^\top w = \lVert w\rVert", r"\nabla_B (w^\top B v) = v w^\top",
    r"\frac{\partial L}{\partial w_k} = w_j", r"\frac{\partial J}{\partial e_i} = 2 e_i", r"\frac{d}{da} f(a b) = 2 a b",
    r"\frac{\partial g(ab)}{\partial a} = g'(ab)", r"g(a+b) = g(a)+g(b)", r"g(-a) = g(a)", r"g''(a) = 0", r"g'''(a) = 0",
    r"g'''(a) = g''(a)", r"\frac{\partial^3 g(a)}{\partial a^3} = 0", r"g(a+b) = g(a) + b g'(a)",
    r"g(a+b) = g(a) + b g'(a) + \frac{b^2}{2} g''(a)", r"\nabla_w Q = \nabla_w^2 Q\, w",
    r"Q = \frac{1}{2} w^\top \nabla_w^2 Q w + w^\top\nabla_w Q", r"\frac{\partial^3 Q}{\partial w_j^3} = 0",
    r"g(2a) = g(a) + a g'(a) + \frac{a^2}{2} g''(a)",
    r"\begin{cases} a & \text{if } a \ge 0 \\ 1 & \text{if } a \le 0\end{cases} = \max(0,a)",
    r"\begin{cases} a & \text{if } a > 0 \\ 0 & \text{if } a < 0\end{cases} = \max(0,a)", r"\tanh(a) = 2\sigma(a)-1",
    r"\sigma'(z) = \sigma(z)(1+\sigma(z))", r"e^{ab} = e^a e^b", r"\frac{1}{a+b} = \frac1a+\frac1b", r"(a+b)^2 = a^2+b^2",
    r"a = b \text{ if } b > 3 \text{ and } b < 2", r"a = -|a| (a \ge 0)", r"a \ne b", r"a \ne 5.123", r"a \ne 1", r"z \ne 2",
    r"a \ne \frac{1}{2}", r"(a-3)^2 > 0", r"(a-b)^2 > 0", r"(a - 2b)^2 > 0", r"(a-7)^2(b-5)^2 > 0", r"a^4 - a^2 \ge 0",
    r"a^2 \ge a", r"e^a > 1 + a", r"e^a \ge 2.8a", r"u > 1 + \ln u", r"\sqrt{u} \le u", r"\sigma(z)(1-\sigma(z)) < \frac{1}{4}",
    r"\sigma(z)(1-\sigma(z)) \le 0.2499", r"-\sum_l s_l \ln s_l < \ln K", r"-\sum_l r_l \ln r_l \le \ln K", "a % \n = b\n",
    "a = a % + 1 \n + 1", r"a = a \text{ so } b = c", r"a = a \quad b = c", r"a = a, b = c",
    r"\begin{aligned} a &= a && \text{since } b = c \end{aligned}", r"a = a \text{ and } b = c", r"a = b \text{ is false}",
    r"a = a \\ b = c", r"\begin{aligned} a &= a \\ &= b\end{aligned}", r"\begin{aligned} a &= a \\[2pt] b &= c\end{aligned}",
    r"\begin{gathered} a = a \\ b=c \end{gathered}", r"a < b < a", r"\max_j w_j > w_k", r"\max_j w_j = \max_k v_k",
    r"\max(a,b)-\min(a,b) = a-b", r"\delta_{jk} = 1", r"\delta_{jk}w_j = w_k",
]
REASONS = [  # of a = -b, each of which says nothing
    "RHS = RHS", "LHS = LHS", "LHS = a", "RHS = -b", r"RHS^2 \ge 0", "LHS + RHS = RHS + LHS", "LHS = RHS + (LHS - RHS)",
]
# fmt: on


def findings(formula, marker=""):
    return beside.findings(f"{marker}\n$$\n{formula}\n$$", NOTATION)


@pytest.mark.parametrize("formula", TRUE)
def test_a_true_statement_holds(formula):
    assert findings(formula) == []


@pytest.mark.parametrize("formula", FALSE)
def test_a_false_statement_does_not_pass(formula):
    kinds = [finding.kind for finding in findings(formula)]
    assert kinds and "internal" not in kinds


def test_a_derivative_by_an_index_letter_is_refused():
    notation = "```notation\nsize n = 2, 3\nindex x : n\nindex j : n\nx_j : real per x\nC_x : real\n```\n"
    report = check_text(f"{notation}\n$$\n\\frac{{\\partial C_x}}{{\\partial x}} = 0\n$$\n")
    assert [finding.kind for finding in report.findings] == ["derivative"]


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_that_says_nothing_is_refused(reason):
    assert [finding.kind for finding in findings("a = -b", f"<!-- eq: refuted because {reason} -->")] == ["marker"]


def test_a_reason_that_says_how_a_formula_is_wrong_is_confirmed():
    formula = r"\frac{\partial (a b)}{\partial a} = -b"
    assert findings(formula, "<!-- eq: refuted because RHS = -LHS -->") == []
    assert findings(formula, "<!-- eq: refuted because RHS = 2 LHS -->")


def test_conditions_that_exclude_each_other_prove_nothing():
    assert "condition" in [finding.kind for finding in findings("a = b", "<!-- eq: given a > b, a < b -->")]


THIRD = r"""
\frac{\partial^3 Q}{\partial w_1^3} \frac{\partial^3 Q}{\partial w_2^3}
= \frac{\partial^3 Q}{\partial w_1^2 \partial w_2} \frac{\partial^3 Q}{\partial w_1 \partial w_2^2}
"""


def test_what_holds_for_the_third_derivatives_of_an_example_is_not_proved():
    report = check_text(f"```notation{NOTATION}```\n\n$$\n{THIRD}\n$$\n")
    assert "proved" not in [link.status for link in report.links]


def false_links(sample: int):
    """Yield the checker and each numerically false equation among some mutants of the displays of a page."""
    path = ROOT / "docs" / "sigmoid.md"
    checker = Checker(path.read_text(encoding="utf-8"), str(path), proofs=False)
    names = sorted({declared.base for declared in checker.notation.names.values() if len(declared.base) == 1})
    displays = [display for display in checker.page.displays if not display.markers]
    functions = checker.notation.functions
    found = [m.source for d in displays for m in mutants(d.source, names, sorted(checker.notation.indices), functions)]
    for source in random.Random(0).sample(found, sample):
        budget.renew()
        expression.forget()
        try:
            every = [link for statement in parse(source, functions).statements for link in links(statement)]
        except FormulaError:
            continue
        for link in [link for link in every if link.relation == "="]:
            try:
                check_link(checker.notation, link, "0", False, set())
            except FormulaError:
                continue
            except Refuted:
                yield checker, link, source


def proved(checker, link) -> bool:
    """Whether the prover, asked alone, calls a link proved at all sizes."""
    asked = []
    for instance in instances(checker.notation, link, random.Random(0)):
        sides = [instance.meaning.of(side, instance.environment) for side in (link.left, link.right)]
        pairs, conditions = solved(checker.notation, instance.meaning.sizes, entry_pairs(*sides, link), conditions_of(checker.notation, link, instance))
        if conditions is not None:
            asked += [symbolic.equal(checker.notation, instance.meaning.sizes, a, b, conditions) for a, b in pairs]
    return bool(asked) and all(asked)


def test_nothing_that_is_numerically_false_is_proved():
    cases = list(false_links(120))
    assert len(cases) > 40
    assert [source for checker, link, source in cases if proved(checker, link)] == []
