"""Statements of the field as books write them, each with a slip that people make: the first holds, the second does not."""

import pytest

from tests.proofread import beside

NOTATION = r"""
size n = 3, 1, 4
size d = 2, 4
size K = 4, 1, 2
index i : n
index j, k : d
index l, m : K
z, t, x, b : real
y : [0,1]
p, q : (0,1)
T, \tau, \lambda, \eta, \sigma, \gamma : positive
\alpha, \epsilon : (0,1)
a_l : real
u_l, v_l : real
p_l, q_l : open simplex
r_l : simplex
o_l : one-hot
w_j : real
X_{ij} : real
\mathbf{t}_i : real
A_{jk} : real (d, d)
\mathbf{1}_i : ones
S(z) := \frac{1}{1 + e^{-z}}
s_l := \frac{e^{a_l}}{\sum_m e^{a_m}}
g_l := \frac{e^{a_l / T}}{\sum_m e^{a_m / T}}
H := -\sum_l p_l \ln p_l
D := \sum_l p_l \ln \frac{p_l}{q_l}
C := -\sum_l r_l \ln s_l
B := -(y \ln S(z) + (1 - y) \ln(1 - S(z)))
R := \frac{1}{2n} \lVert X w - \mathbf{t} \rVert^2 + \frac{\lambda}{2} \lVert w \rVert^2
f(x) := \ln(1 + e^{x})
h(x) := \max(0, x)
N(x) := \frac{1}{\sqrt{2 \pi}} e^{-\frac{x^2}{2}}
"""

# fmt: off
PAIRS = {
    "sigmoid, symmetry": (r"S(-z) = 1 - S(z)", r"S(-z) = S(z) - 1"),
    "sigmoid, derivative": (r"S'(z) = S(z)(1 - S(z))", r"S'(z) = S(z)(1 + S(z))"),
    "sigmoid, bracket": (r"S'(z) = S(z)\bigl(1 - S(z)\bigr)", r"S'(z) = S(z) 1 - S(z)"),
    "sigmoid, second derivative": (r"S''(z) = S(z)(1 - S(z))(1 - 2 S(z))", r"S''(z) = S(z)(1 - S(z))(2 S(z) - 1)"),
    "sigmoid, exponential": (r"S(z) = \frac{e^{z}}{1 + e^{z}}", r"S(z) = \frac{e^{-z}}{1 + e^{-z}}"),
    "sigmoid, logit": (r"\ln \frac{S(z)}{1 - S(z)} = z", r"\ln \frac{1 - S(z)}{S(z)} = z"),
    "sigmoid, bound": (r"S'(z) \le \frac14", r"S'(z) < \frac14"),
    "tanh": (r"\tanh z = 2 S(2 z) - 1", r"\tanh z = 2 S(z) - 1"),
    "tanh, derivative": (r"\frac{d}{dz} \tanh(z) = 1 - (\tanh z)^2", r"\frac{d}{dz} \tanh(z) = 1 - \tanh z"),
    "softplus, derivative": (r"f'(x) = S(x)", r"f'(x) = S'(x)"),
    "softplus, difference": (r"f(x) - f(-x) = x", r"f(x) + f(-x) = x"),
    "softplus, stable": (r"f(x) = \max(0, x) + \ln(1 + e^{-|x|})", r"f(x) = \max(0, x) + \ln(1 + e^{|x|})"),
    "softplus, bound": (r"h(x) < f(x) \le h(x) + \ln 2", r"h(x) < f(x) < h(x) + \ln 2"),
    "softplus, limit": (
        r"\lim_{b \to \infty} \frac{1}{b} \ln(1 + e^{b}) = 1",
        r"\lim_{b \to \infty} \frac{1}{b} \ln(1 + e^{b}) = 0",
    ),
    "ReLU, derivative": (r"h'(x) = 1_{x > 0} \text{ if } x \ne 0", r"h'(x) = 1_{x < 0} \text{ if } x \ne 0"),
    "ReLU, kink": (r"h'(x) = 0 \text{ if } x < 0", r"h'(x) = 0 \text{ if } x \le 0"),
    "ReLU, cases": (
        r"h(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"h(x) = \begin{cases} 0 & \text{if } x > 0 \\ x & \text{otherwise} \end{cases}",
    ),
    "ReLU, difference": (r"x = h(x) - h(-x)", r"x = h(x) + h(-x)"),
    "binary cross-entropy": (r"\frac{\partial B}{\partial z} = S(z) - y", r"\frac{\partial B}{\partial z} = y - S(z)"),
    "binary cross-entropy, logits": (r"B = \ln(1 + e^{z}) - y z", r"B = \ln(1 + e^{z}) - y"),
    "binary cross-entropy, curvature": (
        r"\frac{\partial^2 B}{\partial z^2} = S(z)(1 - S(z))",
        r"\frac{\partial^2 B}{\partial z^2} = S(z)(1 - y)",
    ),
    "softmax, sum": (r"\sum_l s_l = 1", r"\sum_l a_l = 1"),
    "softmax, derivative": (
        r"\frac{\partial s_l}{\partial a_m} = s_l (\delta_{lm} - s_m)",
        r"\frac{\partial s_l}{\partial a_m} = s_l (\delta_{lm} - s_l)",
    ),
    "softmax, Jacobian": (
        r"\frac{\partial s}{\partial a} = \operatorname{diag}(s) - s s^\top",
        r"\frac{\partial s}{\partial a} = \operatorname{diag}(s) + s s^\top",
    ),
    "softmax, transpose": (r"u^\top s s^\top u = (s^\top u)^2", r"u^\top s s u = (s^\top u)^2"),
    "softmax, temperature": (
        r"\frac{\partial g_l}{\partial a_m} = \frac{1}{T} g_l (\delta_{lm} - g_m)",
        r"\frac{\partial g_l}{\partial a_m} = g_l (\delta_{lm} - g_m)",
    ),
    "softmax, ratio": (r"\ln \frac{s_l}{s_m} = a_l - a_m", r"\ln \frac{s_l}{s_m} = a_m - a_l"),
    "log-softmax": (r"\ln s_l = a_l - \ln \sum_m e^{a_m}", r"\ln s_l = a_l - \sum_m \ln e^{a_m}"),
    "log-sum-exp": (
        r"\frac{\partial}{\partial a_l} \ln \sum_m e^{a_m} = s_l",
        r"\frac{\partial}{\partial a_l} \ln \sum_m e^{a_m} = e^{a_l}",
    ),
    "log-sum-exp, bounds": (
        r"\max_l a_l \le \ln \sum_l e^{a_l} \le \max_l a_l + \ln K",
        r"\max_l a_l \le \ln \sum_l e^{a_l} \le \max_l a_l + \ln 2",
    ),
    "log-sum-exp, shift": (
        r"\ln \sum_l e^{a_l - b} = \ln \sum_l e^{a_l} - b",
        r"\ln \sum_l e^{a_l - b} = \ln \sum_l e^{a_l} + b",
    ),
    "log-sum-exp, Hessian": (
        r"\frac{\partial^2}{\partial a_l \partial a_m} \ln \sum_{m'} e^{a_{m'}} = s_l \delta_{lm} - s_l s_m",
        r"\frac{\partial^2}{\partial a_l \partial a_m} \ln \sum_{m'} e^{a_{m'}} = s_l - s_l s_m",
    ),
    "cross-entropy, gradient": (r"\frac{\partial C}{\partial a_l} = s_l - r_l", r"\frac{\partial C}{\partial a_l} = s_l - r_m"),
    "cross-entropy, vector": (r"\nabla_a C = s - r", r"\nabla_a C = r - s"),
    "cross-entropy, one-hot": (r"-\sum_l o_l \ln p_l = -\ln \sum_l o_l p_l", r"-\sum_l r_l \ln p_l = -\ln \sum_l r_l p_l"),
    "cross-entropy, Hessian": (
        r"\nabla_a^2 C = \operatorname{diag}(s) - s s^\top",
        r"\nabla_a^2 C = \operatorname{diag}(r) - s s^\top",
    ),
    "entropy, bound": (r"H \le \ln K", r"H < \ln K"),
    "entropy, sign": (r"\sum_l p_l \ln p_l \le 0", r"\sum_l p_l \ln p_l \ge 0"),
    "entropy, binary": (
        r"\frac{d}{dp} (-p \ln p - (1 - p) \ln(1 - p)) = \ln \frac{1 - p}{p}",
        r"\frac{d}{dp} (-p \ln p - (1 - p) \ln(1 - p)) = \ln \frac{p}{1 - p}",
    ),
    "KL divergence, sign": (r"D \ge 0", r"D > 0"),
    "KL divergence, split": (r"D = -H - \sum_l p_l \ln q_l", r"D = H - \sum_l p_l \ln q_l"),
    "KL divergence, order": (
        r"\sum_l p_l \ln \frac{p_l}{q_l} = \sum_l p_l \ln p_l - \sum_l p_l \ln q_l",
        r"\sum_l p_l \ln \frac{p_l}{q_l} = \sum_l q_l \ln p_l - \sum_l p_l \ln q_l",
    ),
    "KL divergence, uniform": (r"\sum_l p_l \ln(K p_l) = \ln K - H", r"\sum_l p_l \ln(K p_l) = H - \ln K"),
    "label smoothing": (r"\sum_l ((1 - \epsilon) r_l + \frac{\epsilon}{K}) = 1", r"\sum_l ((1 - \epsilon) r_l + \epsilon) = 1"),
    "focal loss": (
        r"\frac{d}{dp} (-(1 - p)^2 \ln p) = 2 (1 - p) \ln p - \frac{(1 - p)^2}{p}",
        r"\frac{d}{dp} (-(1 - p)^2 \ln p) = -2 (1 - p) \ln p - \frac{(1 - p)^2}{p}",
    ),
    "Gini impurity": (r"1 - \sum_l p_l^2 = \sum_l p_l (1 - p_l)", r"1 - \sum_l p_l = \sum_l p_l (1 - p_l)"),
    "Gini, pairs": (r"1 - \sum_l p_l^2 = \sum_l \sum_{m \ne l} p_l p_m", r"1 - \sum_l p_l^2 = \sum_l \sum_m p_l p_m"),
    "perplexity": (r"e^{H} = \prod_l p_l^{-p_l}", r"e^{H} = \prod_l p_l^{p_l}"),
    "perplexity, bound": (r"e^{H} \le K", r"e^{H} \le n"),
    "bits": (r"-\log_2 p = -\frac{\ln p}{\ln 2}", r"-\log_2 p = -\ln 2 \cdot \ln p"),
    "ridge, gradient": (
        r"\nabla_w R = \frac{1}{n} X^\top (X w - \mathbf{t}) + \lambda w",
        r"\nabla_w R = X^\top (X w - \mathbf{t}) + \lambda w",
    ),
    "ridge, component": (
        r"\frac{\partial R}{\partial w_j} = \frac{1}{n} \sum_i X_{ij} (\sum_k X_{ik} w_k - \mathbf{t}_i) + \lambda w_j",
        r"\frac{\partial R}{\partial w_j} = \frac{1}{n} \sum_i X_{ij} (\sum_k X_{ik} w_k - \mathbf{t}_i) + \lambda w_k",
    ),
    "ridge, Hessian": (
        r"\nabla_w^2 R w = \frac{1}{n} X^\top X w + \lambda w",
        r"\nabla_w^2 R w = \frac{1}{n} X^\top X w + \lambda",
    ),
    "normal equations": (
        r"X^\top (X w - \mathbf{t}) = X^\top X w - X^\top \mathbf{t}",
        r"X^\top (X w - \mathbf{t}) = X X^\top w - X^\top \mathbf{t}",
    ),
    "quadratic form": (r"\nabla_w (w^\top A w) = (A + A^\top) w", r"\nabla_w (w^\top A w) = 2 A w"),
    "trace": (r"\operatorname{tr}(X^\top X) = \sum_i \sum_j X_{ij}^2", r"\operatorname{tr}(X^\top X) = \sum_i \sum_j X_{ij}"),
    "Frobenius norm": (r"\lVert X \rVert_F^2 = \operatorname{tr}(X X^\top)", r"\lVert X \rVert_F = \operatorname{tr}(X X^\top)"),
    "mean": (
        r"\frac{1}{n} \mathbf{1}^\top X w = \frac{1}{n} \sum_i \sum_j X_{ij} w_j",
        r"\mathbf{1}^\top X w = \frac{1}{n} \sum_i \sum_j X_{ij} w_j",
    ),
    "variance": (
        r"\sum_l p_l (a_l - \sum_m p_m a_m)^2 = \sum_l p_l a_l^2 - (\sum_l p_l a_l)^2",
        r"\sum_l p_l (a_l - \sum_m p_m a_m)^2 = \sum_l p_l a_l^2 - \sum_l p_l a_l",
    ),
    "variance of a Bernoulli": (r"p (1 - p)^2 + (1 - p) p^2 = p (1 - p)", r"p (1 - p)^2 + (1 - p) p^2 = p (1 - p)^2"),
    "Fisher information": (
        r"p \left(\frac{1}{p}\right)^2 + (1 - p) \left(\frac{-1}{1 - p}\right)^2 = \frac{1}{p (1 - p)}",
        r"p \left(\frac{1}{p}\right)^2 + (1 - p) \left(\frac{-1}{1 - p}\right)^2 = p (1 - p)",
    ),
    "expectation": (r"\mathbb{E}_{l \sim p}[a_l] = \sum_l p_l a_l", r"\mathbb{E}_{l \sim q}[a_l] = \sum_l p_l a_l"),
    "evidence bound": (r"\sum_l q_l \ln \frac{p_l}{q_l} \le 0", r"\sum_l q_l \ln \frac{p_l}{q_l} < 0"),
    "hinge loss": (
        r"\frac{\partial}{\partial z} \max(0, 1 - t z) = -t \text{ if } t z < 1",
        r"\frac{\partial}{\partial z} \max(0, 1 - t z) = t \text{ if } t z < 1",
    ),
    "Huber, smoothness": (r"\lim_{x \to 0^+} \frac{|x|}{x} = 1", r"\lim_{x \to 0^-} \frac{|x|}{x} = 1"),
    "normal density": (r"N'(x) = -x N(x)", r"N'(x) = x N(x)"),
    "Taylor": (r"\lim_{x \to 0} \frac{e^{x} - 1 - x}{x^2} = \frac12", r"\lim_{x \to 0} \frac{e^{x} - 1 - x}{x^2} = 1"),
    "logarithm, tangent": (r"\ln \tau \le \tau - 1", r"\ln \tau < \tau - 1"),
    "integral": (r"\int_0^1 t (1 - t) \,dt = \frac16", r"\int_0^1 t (1 - t) \,dt = \frac13"),
    "threshold": (r"S(z) > \frac12 \iff z > 0", r"S(z) > \frac12 \iff z \ge 0"),
    "monotony": (r"p < q \implies -\ln p > -\ln q", r"p < q \implies -\ln p < -\ln q"),
    "digits": (r"\ln 10 \approx 2.303", r"\ln 10 \approx 2.302"),
}
# fmt: on


def findings(formula):
    return beside.findings(f"$$\n{formula}\n$$", NOTATION)


@pytest.mark.parametrize("name", PAIRS)
def test_a_statement_of_the_field_holds(name):
    assert findings(PAIRS[name][0]) == []


@pytest.mark.parametrize("name", [name for name, (_, wrong) in PAIRS.items() if wrong])
def test_the_same_statement_with_a_slip_does_not_pass(name):
    kinds = {finding.kind for finding in findings(PAIRS[name][1])}
    assert kinds and kinds <= {"false", "shape", "undefined", "parse"}
