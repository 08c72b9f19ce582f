"""A relation in a sentence, list, table or display is a claim, unless a small grammar makes it a condition of certain claims."""

import pytest

from proofread import check_text
from tests.proofread import beside

NOTATION = r"""
size K = 3, 2, 4
index k : K
b, c, h, z : real
y, p : [0,1]
u : positive
T : positive
q_k : open simplex
f(r) : smooth function
\sigma(r) := \frac{1}{1 + e^{-r}}
a := \sigma(z)
C := -y \ln a - (1 - y) \ln(1 - a)
"""
HOLDS = [
    r"For $z > 0$ we have $\lvert z \rvert = z$, and for $z < 0$ we have $\lvert z \rvert = -z$.",
    r"For $y = 1$ the loss is $C = -\ln a$, and for $y = 0$ it is $C = -\ln(1 - a)$.",
    r"If $y = 1$, the gradient is $\frac{\partial C}{\partial z} = a - 1$; if $y = 0$, it is $\frac{\partial C}{\partial z} = a$.",
    r"At $z = 0$ we have $a = \frac12$, at $z = \ln 3$ we have $a = \frac34$.",
    r"$\max(b, 0) = b$ for $b > 0$ and $\max(b, 0) = 0$ for $b < 0$.", r"$\lvert b \rvert = b$ for $b > 0$ and $c = 1$.",
    r"For $b > 0$ and $c = b$ we have $\lvert c \rvert = c$.",
    r"When $b = h$ and $c = b$, we have $h = c$ and $b = 2 h - c$.",
    r"Let $b > 0$. Then $\lvert b \rvert = b$, and $b + 1 > 0$.",
    r"Suppose that $b > 0$; then $\lvert b \rvert = b$.",
    "For $b > 0$,\nthe value is $\\lvert b \\rvert = b$.",
    r"We have $\lvert b \rvert = b$ ($b > 0$).",
    r"The product is positive, $b c > 0$, if $b > 0$ and $c > 0$.",
    r"For $b, c > 0$ we have $b c > 0$.",
    r"We have $b^2 \ge 0$ with equality only at $b = 0$.",
    r"The bound $2 b c \le b^2 + c^2$ is attained for $b = c$.",
    r"Here $\frac{\partial C}{\partial z} = a - y$, which vanishes at $a = y$.",
    r"The slope is largest at $z = 0$, where $\sigma'(z) = \frac14$.",
    r"The derivative is $f'(b) = f'(b)$ with $f(b) = b^2$.",
    r"As $z \to \infty$, $\sigma(z) \to 1$.", r"For $z = 0$ it is one half, as $a = \frac{1}{2}$.",
    r"The output saturates, $a \to 0$ as $z \to -\infty$.",
    r"Here $\sigma(z) \in (0, 1)$, and for $y \in [0, 1]$ we have $y^2 \le y$.",
    r"- **$z = 0$.** Nothing special: $a = \frac12$.",
    "| Point | Slope |\n|---|---|\n| $z = 0$ | $\\sigma'(z) = \\frac14$ |",
    "| Claim | Why |\n|---|---|\n| $C \\ge 0$ | always |",
    "| Case | Domain | Bound |\n|---|---|---|\n| words | for $c = 1$ also beyond | for $b > 0$ and $u > 1$, as $b u > b$ |",
    r"Each step replaces $b \leftarrow b - u$.",
    r"The sum $b + b$ is $2 b$.", r"The square $b^2$ is at least $0$.", r"Here $h$ is $b + c$.", r"The output $a$ is positive.", r"The sum of $b$ and $c$ is $h$.",
    r"If the loss is that of one class, the loss $C$ is $-\ln a$.", r"For $y = 1$ the loss $C$ is $-\ln a$.", r"The slope $\sigma'(z)$ is largest at $z = 0$.",
    r"For $y \in \{0, 1\}$ the loss is known.", r"The error grows as $T \to \infty$.", r"Split it, with $b = \max(b, 0) - \max(-b, 0)$, so that nothing cancels.",
    r"The difference $b - c$ is positive if $b > c$.",
    r"The divergence $b^2 \ge 0$ is zero only if $b = 0$.", r"The loss $C$ is $-\ln a$ in the first case.",
]  # fmt: skip
DOES_NOT_PASS = [
    r"For $z > 0$ we have $\lvert z \rvert = z$, and for $z < 0$ we have $\lvert z \rvert = z$.",
    r"$\max(b, 0) = b$ for $b > 0$ and $\max(b, 0) = 1$ for $b < 0$.", r"The output is 1 for $z > 0$ and $a = 0.9$ for $z < 0$.", r"For $z = 0$ it is small, as $a = 1$.",
    r"For $z = 0$, $a = 0.9$ and $C = 5$.",
    r"$\frac{\partial C}{\partial z} = a$ for $y = 0$, and $\frac{\partial C}{\partial z} = a$ for $y = 1$.",
    r"Here $\frac{\partial C}{\partial z} = y - a$, which is zero if $a = y$.",
    r"$\sigma'(z) \ge \frac14$, with equality at $z = 0$.",
    r"$\sigma'(z) = \frac14$, for example at $z = 0$.",
    r"We have $b^2 \ge 0$ with equality only at $b = 1$.",
    r"The bound $b^2 + c^2 \le 2 b c$ is attained for $b = c$.",
    r"We have $b > 2$ only if $b > 3$.",
    r"We arrive at $b > c$ for all real numbers.",
    r"It follows from $b^2 \ge b$ that the loss is bounded.",
    r"Together with $\sigma(z) > \frac12$ this proves the claim.",
    r"The set where $C < 1$ is empty.",
    r"The loss has its minimum at $a = 1 - y$.",
    r"The sum $b + c$ is $b - c$.", r"The square $b^2$ is at most $2 b$.", r"The value of $\ln 2$ is $0.69$.", r"The loss $C$ is negative.", r"The square $b^2$ is positive.",
    r"For $y = 1$ the loss $C$ is $\ln a$.", r"so $2 b$ = $b + c$", r"There is no $b$ with $b^2 = 2$.", r"For all $b$ there is $c$ with $b c = 1$.", r"We never have $b = b$.",
    r"Not every $b$ has $b^2 \ge 0$.", r"$b^2 \ge 0$ only if $b > 0$.", r"The slope $\sigma'(z)$ is largest at $z = 1$.", r"The divergence $(b - c)^2 \ge 0$ is zero only if $b = 0$.",
    r"The minimum of $(b - 2)^2 + 1$ is $1$ and is reached at $b = -2$.",
    r"For $y \in \{0, 2\}$ the loss is known.", r"The error grows as $T \to -\infty$.", r"The odds are finite with $a = \sigma(-z)$.", r"The points where $0 < z > 1$ count.",
    r"Split it, with $b = \max(b, 0) - \min(-b, 0)$, so that nothing cancels.", r"The difference $b - c$ is negative if $b > c$.",
    r"It is at $a = 0.3$, which is at $z = \ln \frac{0.7}{0.3}$.",
    r"The gradient is $\frac{\partial C}{\partial a} = \frac{\partial C}{\partial a}$, where $\sigma(z) = \frac{1}{1 + e^{z}}$.",
    r"As $z \to \infty$, $\sigma(z) \to 0$.",
    r"The output saturates: $a \to 1$.",
    r"Here $\sigma(z) \in (2, 3)$.", r"Every target satisfies $y \in (0, 1)$.", r"Here $b \gg c$.", r"We have $b \equiv c$.",
    r"We have $b, u > 0$.", r"Here $2^{10} = 1,025$.", r"Here $\ln 2 \approx 0,59$.",
    r"- $a = 0.9$ at the origin", r"**$C = 1$.** The loss is one.", r"**$a = y$** for every input.",
    "| Claim | Why |\n|---|---|\n| $C > 1$ | always |",
    "| Case | Domain | Bound |\n|---|---|---|\n| words | for $b = 1$ also beyond | every one, as $b = 1$ |",
    "| Point | Slope |\n|---|---|\n| $z = 0$ | $\\sigma'(z) = \\frac12$ |",
    "| $b = 2$ | fact |\n|---|---|\n| $b > c$ | always |",
    r"For $y = 2$ we have $y^2 = 4$.",
]  # fmt: skip
DISPLAYS = [
    (r"b^2 + c^2 \ge 2 b c \quad \text{with equality if and only if } b = c", True),
    (r"b^2 + c^2 \le 2 b c \quad \text{with equality if } b = c", False),
    (r"b^2 + c^2 \ge b c \quad \text{with equality at } b = 1", False),
    (r"\sigma(z) > 0.9 \text{, as for } z = 5", False),
    (r"\sigma'(z) = \frac14 \quad \text{largest at } z = 0", False),
    (r"b^2 \ge 0 \text{ does not hold}", False), (r"b^2 \ge 0 \text{ for } b > 0 \text{ only}", False), (r"0 \le b^2 \text{ is at most one}", False),
    (r"\sigma'(z) = a (1 - a) \quad \text{where } \sigma(z) = \frac{1}{1 + e^{-z}}", True),
    (r"\sigma'(z) = a (1 - a) \quad \text{where } \sigma(z) = \frac{1}{1 + e^{z}}", False),
    (r"\begin{aligned} b &= c && \text{for } b = c \\ &= h && \text{for } h = c \end{aligned}", True),
    (r"\begin{aligned} b &= c \\ &= h && \text{for } b = c = h \end{aligned}", False),
    (r"\begin{aligned} b &= c \\ &= c && (b = c) \end{aligned}", True),
    (r"\text{If } b > 0 \text{ then } \lvert b \rvert = b", True),
    (r"y^2 = 4 \text{ if } y = 2", False), (r"\sum_k q_k^2 = K \text{ where } q_k = 1", False),
    (r"-\sum_k q_k \ln q_k = \ln K \text{ if } q_k = \frac{1}{K}", True),
]  # fmt: skip


def findings(text):
    found = beside.findings(text, NOTATION)
    assert "internal" not in [finding.kind for finding in found]
    return [str(finding) for finding in found]


@pytest.mark.parametrize("text", HOLDS)
def test_what_the_sentence_says_holds(text):
    assert findings(text) == []


@pytest.mark.parametrize("text", DOES_NOT_PASS)
def test_no_condition_saves_what_the_sentence_claims(text):
    assert findings(text)


@pytest.mark.parametrize(("formula", "holds"), DISPLAYS)
def test_conditions_of_a_display_stay_with_their_row(formula, holds):
    assert (findings(f"$$\n{formula}\n$$") == []) == holds


@pytest.mark.parametrize(("value", "holds"), [("0", True), ("1", False)])
def test_what_is_put_in_for_a_variable_may_break_an_earlier_condition(value, holds):
    names = "size K = 1, 2\nindex k : K\nd_k : {0,1}\nz_k : real\nt := \\frac{\\sum_k z_k}{\\sum_k d_k}\n"
    entered = "Let $\\sum_k d_k > 0$.\n\n<!-- eq: given \\sum_k d_k > 0 -->\n$$\nt = \\frac{\\sum_k z_k}{\\sum_k d_k}\n$$\n\n"
    found = check_text(f"```notation\n{names}```\n\n{entered}Let $\\sum_k d_k > 0$. Then $d_k t = {value}$ for $d_k = 0$.\n")
    assert (not found.findings) == holds, found.findings


def test_every_relation_of_a_sentence_has_a_status():
    text = (
        "For $z > 0$ we have $\\lvert z \\rvert = z$, but for $z < 1$ nothing is said.\n\n"
        "For $z > 2$ and every $y$:\n\n<!-- eq: given z > 2 -->\n$$\nz \\ge 2\n$$\n\n"
        "| case | what is printed |\n|---|---|\n| $z = 4$ | nothing |\n"
    )
    found = check_text(f"```notation{NOTATION}```\n\n{text}")
    statuses = [(relation.source, relation.status) for relation in found.relations]
    assert statuses == [
        ("z > 0", "condition of a claim"),
        ("\\lvert z \\rvert = z", "tested"),
        ("z < 1", "condition beside words"),
        ("z > 2", "condition of a display"),
        ("z = 4", "case of a table"),
    ]


def test_no_message_tells_to_hide_a_claim_as_a_condition():
    assert not any("introduce it by" in message for text in DOES_NOT_PASS for message in findings(text))
