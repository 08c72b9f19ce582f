"""What words alone say of a formula, by a closed list of forms, is checked like a formula; what lacks something is refused."""

import pytest

from tests.proofread import beside

NOTATION = r"""
size K = 4, 3, 2
size n = 3, 2
size d = 2, 3, 5
index k, l : K
index i : n
index j : d
x_i, b, c, z, z_k : real
u : positive
y : [0,1]
W_{kj} : real (K, d)
\sigma(r) := \frac{1}{1 + e^{-r}}
\operatorname{ReLU}(r) := \max(0, r)
a := \sigma(z)
C := -y \ln a - (1 - y) \ln(1 - a)
s_k := \frac{e^{z_k}}{\sum_l e^{z_l}}
e_i := x_i - b
J := \frac{1}{2 n} \sum_i e_i^2
"""
HOLDS = [
    r"The function $\cosh z$ is even.", r"The function $z^3$ is odd.", r"The function $\sigma$ is strictly increasing.", r"$\sigma(z)$ is not even.",
    r"$\ln u$ is strictly concave.", r"For $z < 0$ the function $\sigma(z)$ is convex.", r"The loss $C$ is convex in $z$.", r"$b^2$ is decreasing in $b$ for $b < 0$.",
    r"At $z = 0$ the function $\operatorname{ReLU}(z)$ has no derivative.", r"The function $\operatorname{ReLU}(z)$ has a derivative for $z > 0$.",
    r"The mean of $e_i^2$ is $2 J$.", r"The sum of the $s_k$ is 1.", r"Each $s_k$ lies between 0 and 1.", r"Twice $b$ is $b + b$.", r"The square of $b$ is at least 0.",
    r"The derivative of $C$ with respect to $z$ is $a - y$.", r"The second derivative of $b^2$ is 2.", r"The derivative of $\ln u$ is $\frac{1}{u}$.",
    r"For $b > 0$ the derivative of $\ln b$ is $\frac{1}{b}$.", r"The slope of $b^2$ is $2 b$.", r"The square $b^2$, which is convex, has the slope $2 b$.", r"Write $b^2 c$ as $c b^2$.", r"Here $b = b$, and the $s_k$ sum to 1.", r"Here $W$ is $(K, d)$, and $W^\top$ has the shape $(d, K)$.",
    r"$\ln b$ is undefined for $b < 0$.", r"For $b \le 0$ the logarithm $\ln b$ has no value.", r"$\ln b$ is finite for $b > 0$.", r"$-\ln b$ has a value for $b > 1$.",
    r"The slope $\sigma'(z)$ is largest at $z = 0$, where it is $\sigma'(z) = \frac{1}{4}$.", r"The function $b^2 = b b$ is convex.", r"If the unit is dead, $\sigma$ is constant.",
]  # fmt: skip
DOES_NOT_PASS = [
    r"$\ln b$ is undefined for $b > 0$.", r"$\ln b$ has no real value for $b < 1$.", r"$\ln b$ is finite for $b < 1$.", r"$\ln b$ has no value.", r"For $b \ge 0$ the loss $-\ln b$ has a value.",
    r"The loss $C$ is bounded.", r"$e^b$ is not bounded above.", r"$\ln u$ is infinite.", r"The loss $-\ln u$ is $\infty$ for $b > 1$.", r"The function $\cos b$ is periodic.",
    r"The function $\sigma$ is even.", r"The function $\sigma$ is odd.", r"The function $\sigma$ is decreasing.", r"$\sigma(z)$ is not increasing.", r"$u^2$ is constant.",
    r"For $z > 0$ the function $\sigma(z)$ is convex.", r"The loss $C$ is concave in $z$.", r"$\ln u$ is convex.", r"$\operatorname{ReLU}(z)$ is strictly convex.",
    r"At $z = 2$ the function $\operatorname{ReLU}(z)$ has no derivative.", r"The function $\operatorname{ReLU}(z)$ has a derivative at $z = 0$.",
    r"The mean of $e_i^2$ is $J$.", r"The sum of the $s_k$ is 2.", r"The largest of the $s_k$ is $\frac{1}{2}$.", r"Each $s_k$ lies between $0$ and $\frac{1}{2}$.",
    r"Each $u$ lies strictly between 0 and 7.", r"Twice $b$ is $b + 2$.", r"The square of $b$ is at least 1.", r"The derivative of $C$ with respect to $z$ is $y - a$.",
    r"For $b > 0$ the derivative of $\ln b$ is $\frac{1}{b^2}$.", r"The slope of $b^2$ is $b$.", r"The square $b^2$, which is convex, has the slope $b$ in $b$.", r"Write $b - c$ as $c - b$.", r"Here the $s_k$ sum to 2.", r"Here $b = b$, and the $z_k$ sum to 1.", r"Here $W$ is $(d, K)$.", r"The matrix $W^\top$, of shape $(K, d)$, is another.",
    r"The second derivative of $b^2$ is 3.", r"The slope is largest at $z = 0$.", r"The entropy is largest for $s_k = \frac{1}{K}$.",
    r"The slope $\sigma'(z)$ is largest at $z = 0$, where it is $\sigma'(z) = \frac{1}{3}$.", r"The slope at $z = 0$ is $\frac12$.", r"For $z = 0$ the output is $\frac13$.", r"The function $b c$ is convex.", r"The function $a$ is convex.",
]  # fmt: skip


def findings(text):
    return [finding.kind for finding in beside.findings(text, NOTATION)]


@pytest.mark.parametrize("text", HOLDS)
def test_what_words_say_holds(text):
    assert findings(text) == []


@pytest.mark.parametrize("text", DOES_NOT_PASS)
def test_words_alone_do_not_pass_for_a_claim(text):
    assert findings(text) == ["sentence"] or findings(text) == ["false"]
