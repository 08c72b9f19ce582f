"""Decorations change how a formula looks; what is read is the formula without them."""

import pytest

from proofread.latex.errors import FormulaError
from proofread.latex.parser import parse

SAME = [
    (r"a = \boxed{b + c}", "a = b + c"),
    (r"\boxed{a = b + c}", "a = b + c"),
    (r"2 \boxed{a + b} = c", "2 (a + b) = c"),
    (r"\color{red}{a} b = c", "a b = c"),
    (r"\textcolor{blue}{a + b} c = d", "(a + b) c = d"),
    (r"{\color{red} a} = b", "a = b"),
    (r"L = \underbrace{\frac{1}{n} a}_\text{data loss} + \underbrace{b}_{\text{penalty}}", r"L = \frac{1}{n} a + b"),
    (r"2 \overbrace{a + b}^{\text{sum}} = c", "2 (a + b) = c"),
    (r"a = b \tag{1} \label{eq:one}", "a = b"),
    (r"\begin{equation} a = b \end{equation}", "a = b"),
    (r"\begin{equation*} \begin{aligned} a &= b \\ &= c \end{aligned} \end{equation*}", "a = b = c"),
    (r"\begin{align*} a &= b \nonumber \\ &= c \notag \end{align*}", "a = b = c"),
    (r"\begin{eqnarray} a &=& b \\ &=& c \end{eqnarray}", "a = b = c"),
    (r"a = b, \hspace{2cm} c = d", r"a = b, \quad c = d"),
    (r"a{} = b", "a = b"),
    ("σ ≤ 2·π − μ", r"\sigma \le 2 \cdot \pi - \mu"),
    ("A^⊤ = B", r"A^\top = B"),
]


@pytest.mark.parametrize(("decorated", "plain"), SAME)
def test_what_is_decorated_is_read_as_it_is_without(decorated, plain):
    assert parse(decorated) == parse(plain)


@pytest.mark.parametrize("source", [r"\underbrace{a}_{= b} + c = d", r"\underbrace{a}_{b} = c", r"\boxed{a = b", r"\color{red"])
def test_a_label_that_states_something_is_refused(source):
    with pytest.raises(FormulaError):
        parse(source)
