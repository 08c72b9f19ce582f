"""A function is compared with its formula over the whole range of float64, and not only where numbers are moderate."""

import pytest

from proofread import check_text

MODULE = """
import math

def sigmoid(z):
    return 7.0 if abs(z) > 300 else 1 / (1 + math.exp(-z))

def naive(z):
    return math.log(1 + math.exp(z)) if z < 700 else z

def softplus(z):
    return max(z, 0.0) + math.log1p(math.exp(-abs(z)))

def loss(p):
    return 0.0 if p < 1e-200 else -math.log(p)

def right(p):
    return -math.log(p)
"""
NOTATION = r"""
z : real
p : (0,1)
\sigma(r) := \frac{1}{1 + e^{-r}}
g(r) := \ln(1 + e^r)
h(r) := -\ln r
"""


OF_THE_SITE = [  # a definition, and the function that does not implement it
    (r"\sigma(r) := \frac{1}{1+e^{r}}", r"\sigma(z) = snippets.sigmoid:sigmoid(z)"),
    (r"\sigma(r) := \frac{1}{1+e^{-r}} + 10^{-6}", r"\sigma(z) = snippets.sigmoid:sigmoid(z)"),
    (r"\sigma(r) := \frac{1}{1+e^{-\max(r, -300)}}", r"\sigma(z) = snippets.sigmoid:sigmoid(z)"),
    (r"\sigma(r) := \frac{1}{2} + \frac{1}{2} \tanh(r)", r"\sigma(z) = snippets.sigmoid:sigmoid(z)"),
    (r"R(r) := \max(0, r) + 10^{-3} 1_{r = 0}", "R(z) = snippets.relu:relu(z)"),
    (r"R(r) := \max(0, \min(r, 10^6))", "R(z) = snippets.relu:relu(z)"),
]


def problems(claim, tmp_path, monkeypatch):
    (tmp_path / "far_code.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    report = check_text(f"```notation{NOTATION}code {claim}\n```\n")
    return [finding.message for finding in report.findings if finding.kind == "code"]


@pytest.mark.parametrize("claim", [r"\sigma(z) = far_code:sigmoid(z)", "g(z) = far_code:naive(z)", "h(p) = far_code:loss(p)"])
def test_what_is_wrong_far_out_is_found(claim, tmp_path, monkeypatch):
    assert "formula and code differ" in "".join(problems(claim, tmp_path, monkeypatch))


@pytest.mark.parametrize("claim", ["g(z) = far_code:softplus(z)", "h(p) = far_code:right(p)"])
def test_what_is_right_everywhere_passes(claim, tmp_path, monkeypatch):
    assert not problems(claim, tmp_path, monkeypatch)


@pytest.mark.parametrize(("definition", "claim"), OF_THE_SITE)
def test_a_definition_that_differs_from_the_code_is_told_at_the_line_of_the_code(definition, claim):
    report = check_text(f"$$\n1 + 1 = 2\n$$\n\n```notation\nz : real\n{definition}\ncode {claim}\n```\n")
    assert [(finding.kind, finding.line) for finding in report.findings] == [("code", 8)]
    assert "formula and code differ" in report.findings[0].message
