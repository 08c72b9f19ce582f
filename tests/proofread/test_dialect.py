"""What the dialect reads beside sums and functions: each formula holds, and its wrong neighbour is found."""

import pytest

from proofread import check_text

SOFTMAX = r"""
size K = 3, 2
size n = 2
index i, j, k : K
index m : n
z_k, a_k : real
x_{mk} : real
w_k : positive
p_k : open simplex
q_k : open simplex
y : index of K
t_m : index of K
\mathrm{softmax}(z)_i := \frac{e^{z_i}}{\sum_k e^{z_k}}
C := -\ln \frac{e^{z_y}}{\sum_k e^{z_k}}
D(p \| q) := \sum_k p_k \ln \frac{p_k}{q_k}
"""
ARRAYS = r"""
size n = 3, 1
size d = 2
size K = 4, 3
index i : n
\mathbf{x}_i : real vector (d)
\mathbf{w}, \mathbf{v} : real vector (d)
W : real matrix (K, d)
A : real matrix (d, d)
\mathbf{1} : ones vector (K)
u := \tanh(W \mathbf{v})
L : smooth function of u
c : real
"""
SCALARS = r"""
size m = 3, 1
index l, k : m
x, u, a : real
w_l : real
w_0 : real
h_l := w_l
s : {0,1}
\delta : positive
\sigma(u) := \frac{1}{1 + e^{-u}}
"""
PROBABILITIES = r"""
size K = 3, 2
index x : K
p(x), q(x) : open simplex
D := \sum_x p(x) (\ln p(x) - \ln q(x))
"""
WITH_T = r"""
size T = 2, 3
index t : T
a_t : real
r : positive
"""
EXAMPLES = r"""
size n = 2, 3
index x : n
z : real per x
y : {0,1} per x
c : positive
a := \frac{1}{1 + e^{-z}}
"""
OVERLOADED = r"""
z, y : real
M(z, y) := z^2 - y z
M := M(z, y)
"""
NUMBERED = r"""
x : positive
\operatorname{log1p}(x) := \ln(1 + x)
"""
# notation, formula, wrong neighbour, kind of the finding
READ = [
    (EXAMPLES, r"\prod_x a^{y} (1 - a)^{1 - y} = \prod_x \bigl(a^{y} (1 - a)^{1 - y}\bigr)", r"\prod_x a^{y} c = c \prod_x a^{y}", "parse"),
    (NUMBERED, r"\operatorname{log1p}(x) = \ln(1 + x)", r"\operatorname{log1p}(x) = \ln(1 - x)", "false"),
    (NUMBERED, r"\operatorname{log1p}(x) = \ln(1 + x)", r"\mathrm{x1} = \ln(1 + x)", "parse"),
    (SOFTMAX, r"\mathrm{softmax}(z)_i = \frac{1}{\sum_k e^{z_k - z_i}}", r"\mathrm{softmax}(z)_i = \frac{1}{\sum_k e^{z_i - z_k}}", "false"),
    (SOFTMAX, r"\mathrm{softmax}(z)_i > 0", r"\mathrm{softmax}(z_i) > 0", "shape"),
    (SOFTMAX, r"\frac{\partial C}{\partial z_j} = \mathrm{softmax}(z)_j - [j = y]", r"\frac{\partial C}{\partial z_j} = \mathrm{softmax}(z)_j + [j = y]", "false"),
    (SOFTMAX, r"\frac{\partial C}{\partial z_j} = \mathrm{softmax}(z)_j - \delta_{jy}", r"\frac{\partial C}{\partial z_j} = \mathrm{softmax}(z)_y - \delta_{jy}", "false"),
    (SOFTMAX, r"\sum_m w_{t_m} = \sum_m \sum_k w_k [k = t_m]", r"\sum_m w_{t_m} = \sum_m \sum_k w_k [k \ne t_m]", "false"),
    (SOFTMAX, r"x_{m, t_m} \le \max_k x_{mk}", r"x_{m, t_m} < \max_k x_{mk}", "false"),
    (SOFTMAX, r"x_{m, t_m} = \sum_k [k = t_m] x_{mk}", r"x_{t_m, t_m} = \sum_k [k = t_m] x_{mk}", "shape"),
    (SOFTMAX, r"w_y = w_2 \text{ if } y = 2", r"w_y = w_2 \text{ if } y \ne 2", "false"),
    (SOFTMAX, r"D(p \| q) \ge 0", r"D(p \| q) = D(q \| p)", "false"),
    (SOFTMAX, r"D[p \mid q] = -\sum_k p_k \log\frac{q_k}{p_k}", r"D[p \mid q) = -\sum_k p_k \log\frac{q_k}{p_k}", "parse"),
    (ARRAYS, r"\mathbf{w}^T \mathbf{x}_i = \mathbf{x}_i^{T} \mathbf{w}", r"\mathbf{w} \mathbf{x}_i = \mathbf{x}_i^{T} \mathbf{w}", "shape"),
    (ARRAYS, r"\nabla_{\mathbf{w}} (\mathbf{w}^T \mathbf{x}_i) = \mathbf{x}_i", r"\nabla_{\mathbf{w}} (\mathbf{w}^T \mathbf{x}_i) = \mathbf{x}_i^T", "shape"),
    (ARRAYS, r"W \mathbf{x}_i \in \mathbb{R}^K", r"W \mathbf{x}_i \in \mathbb{R}^d", "shape"),
    (ARRAYS, r"W^T \in \mathbb R^{d \times K}", r"W \in \mathbb R^{d \times K}", "shape"),
    (ARRAYS, r"\mathbf{w}^\top \mathbf{x}_i \in \mathbb{R}", r"\mathbf{w} \mathbf{x}_i^\top \in \mathbb{R}", "shape"),
    (ARRAYS, r"A^{-1} A \mathbf{w} = \mathbf{w} \text{ if } \det(A) \ne 0", r"A^{-1} A \mathbf{w} = \mathbf{w}", "false"),
    (ARRAYS, r"(A^\top)^{-1} = (A^{-1})^\top \text{ if } \det(A) \ne 0", r"A^{-1} = (A^{-1})^\top \text{ if } \det(A) \ne 0", "false"),
    (ARRAYS, r"\det(c A) = c^d \det(A)", r"\det(c A) = c \det(A)", "false"),
    (ARRAYS, r"\frac{\partial L}{\partial \mathbf{v}} = \left(\frac{\partial u}{\partial \mathbf{v}}\right)^\top \frac{\partial L}{\partial u}", r"\frac{\partial L}{\partial \mathbf{v}} = W^\top \frac{\partial L}{\partial u}", "false"),
    (ARRAYS, r"\frac{\partial u}{\partial \mathbf{v}} = \mathrm{diag}(\mathbf{1} - u \odot u) W", r"\frac{\partial u}{\partial \mathbf{v}} = \mathrm{diag}(\mathbf{1} - u) W", "false"),
    (ARRAYS, r"\|\mathbf{x}_i\|^2 = \mathbf{x}_i^\top \mathbf{x}_i", r"\|\mathbf{x}\|^2 = \mathbf{x}_i^\top \mathbf{x}_i", "shape"),
    (SCALARS, r"(x^2)^3 = x^6", r"{x^2}^3 = x^6", "parse"),
    (SCALARS, r"\sigma[u] = \frac12 + \frac12 \tanh\left(\frac u2\right)", r"\sigma[u] = \frac12 + \frac13 \tanh\left(\frac u2\right)", "false"),
    (SCALARS, r"\sum_{l=0}^m w_l = w_0 + \sum_{l=1}^m w_l", r"\sum_{l=0}^m w_l = \sum_{l=1}^m w_l", "false"),
    (SCALARS, r"\sum_{l=1}^m h_l = \sum_l w_l", r"\sum_{l=0}^m h_l = \sum_l w_l", "undefined"),
    (SCALARS, r"(-1)^s = 1 - 2 s", r"(-1)^s = 2 s - 1", "false"),
    (SCALARS, r"-\ln e^{-2^{22} u^2} = 2^{22} u^2", r"-\ln e^{-2^{22} u^2} = 2^{21} u^2", "false"),
    (SCALARS, r"\int_0^{\delta} t dt = \frac12 \delta^2", r"\int_0^{\delta} t dt = \frac12 \delta", "false"),
    (SCALARS, r"\int_0^1 \frac{1}{1 + t} dt = \ln 2", r"\int_0^1 \frac{1}{1 + t} dt = 1", "false"),
    (SCALARS, r"\lim_{u \to 0} \frac{e^u - 1 - u}{u^2} = \frac12", r"\lim_{u \to 0} \frac{e^u - 1 - u}{u^2} = 1", "false"),
    (PROBABILITIES, r"D = E_{x \sim p}[\log p(x) - \log q(x)]", r"D = E_{x \sim q}[\log p(x) - \log q(x)]", "false"),
    (PROBABILITIES, r"D = \mathbb E_{x \sim p}\left[\log \frac{p(x)}{q(x)}\right]", r"D = \mathbb E_{x \sim p}\left[\log \frac{q(x)}{p(x)}\right]", "false"),
    (PROBABILITIES, r"\sum_x p(x) = 1", r"\sum_x p(x, x) = 1", "name"),
    (OVERLOADED, r"\frac{\partial M}{\partial z} = 2 z - y", r"\frac{\partial M}{\partial z} = 2 z + y", "false"),
    (WITH_T, r"\prod_t r = r^{T}", r"\prod_t r = r^T", "parse"),
]


def page(notation, formula):
    """A page with the notation, its definitions restated, and the formula last."""
    from evidence.published_errors import definitions

    restated = "".join(f"$$\n{head} = {body}\n$$\n\n" for head, body in definitions(notation))
    return f"```notation\n{notation.strip()}\n```\n\n{restated}$$\n{formula}\n$$\n"


@pytest.mark.parametrize("notation, formula", [pytest.param(n, f, id=f) for n, f, wrong, _ in READ])
def test_is_read_and_holds(notation, formula):
    report = check_text(page(notation, formula))
    assert not report.findings, "\n".join(map(str, report.findings))
    assert report.displays[-1].links


@pytest.mark.parametrize("notation, wrong, kind", [pytest.param(n, w, kind, id=w) for n, _, w, kind in READ])
def test_its_neighbour_is_found(notation, wrong, kind):
    report = check_text(page(notation, wrong))
    assert {finding.kind for finding in report.displays[-1].findings} == {kind}, report.findings
    assert report.findings == report.displays[-1].findings


@pytest.mark.parametrize(
    "line, message",
    [
        (r"t : index of Q", "size Q is not declared"),
        (r"v : real vector", "names its sizes"),
        (r"v : real vector (Q)", "names its sizes"),
        (r"M : real matrix (K)", "names its sizes"),
        (r"v : vague vector (K)", "is no domain"),
        (r"\delta_{ij} : real", "fixed meaning"),
        (r"v : ", "the domains are"),
    ],
)
def test_a_declaration_is_refused(line, message):
    report = check_text(f"```notation\nsize K = 3, 2\nindex i, j : K\n{line}\n```\n")
    assert [finding.kind for finding in report.findings] == ["notation"] and message in report.findings[0].message
