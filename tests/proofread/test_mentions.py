"""A formula without a relation is held by a formula that is checked on its page, or the report says that none holds it."""

import pytest

from proofread import check_text
from proofread.pages.report import ALONE, HELD, LETTER, NAMED, SAID

PAGE = r"""
Text: {}.

$$
f'(r) = p y - (1 - y) \frac{{p + y}}{{2 r}} - \ln r + W_{{jk}} c
$$

Here $p - y = -(y - p)$ and $\nabla_W C = X^\top D$.

```notation
size d = 2, 3
size K = 3, 2
size n = 2, 4
index x : n
index j : d
index k : K
p, y, r, c : real
f(r) : smooth function
W_{{jk}} : real (d, K)
X_{{xj}} : real (n, d)
D_{{xk}} : real (n, K)
C := \sum_x \sum_j \sum_k X_{{xj}} W_{{jk}} D_{{xk}}
```
"""
STATUSES = {
    "so the gradient is $p - y$": HELD, "so the gradient is $-y + p$": HELD, "so the gradient is $p + y$": ALONE, "so the gradient is $y - p$": ALONE, "the difference $y - p$": HELD,
    "so $-2 r$ occurs": ALONE, "the term $p y$": HELD, "the factor $y p$": HELD, "the factor $p r$": ALONE, "the fraction $\\frac{p + y}{2}$": HELD,
    "the fraction $\\frac{2}{p + y}$": ALONE, "the factor $\\frac{1}{2} (1 - y) (y + p)$": HELD,
    "the term $\\ln r$": HELD, "the slope is $\\ln r$": ALONE, "the slope is $-\\ln r$": HELD, "the term $-\\ln r$": HELD,
    "the slope is $X^\\top D$": HELD, "the slope is $D X^\\top$": ALONE, "the product $D^\\top X$": ALONE,
    "the letter $r$": LETTER, "the number $-2$": LETTER, "the point $(1, 0)$": NAMED, "the interval $\\bigl[0, \\frac{1}{2}\\bigr]$": NAMED, "the sum over $\\sum_x$": ALONE, "so it is $r - y!$": ALONE, "the point $r \\cdot (p, y)$": ALONE, "the product $(p, y)^\\top (p, y)$": ALONE,
    "the matrix $W$ has the shape $(d, K)$": SAID,
    "the derivative of $r^2$ is $2 r$": SAID, "the slope $f'(r)$": HELD, "the slope $f''(r)$": ALONE,
}  # fmt: skip


@pytest.mark.parametrize("said", STATUSES)
def test_what_holds_a_formula_is_said(said):
    report = check_text(PAGE.format(said))
    assert [mention.status for mention in report.mentions if mention.line == 2][-1] == STATUSES[said]


@pytest.mark.parametrize("mark", ["not a claim: a question", "refuted because RHS = LHS"])
def test_a_display_that_claims_nothing_holds_nothing(mark):
    text = f"So $p + y$.\n\n<!-- eq: {mark} -->\n$$\np + y = p + y\n$$\n\n```notation\np, y : real\n```\n"
    assert [mention.status for mention in check_text(text).mentions] == [ALONE if mark.startswith("not") else HELD]


def test_a_relation_that_words_deny_holds_nothing():
    text = "It is false that $p + y = p - y$. So $p + y$.\n\n```notation\np, y : real\n```\n"
    assert [mention.status for mention in check_text(text).mentions] == [ALONE]
