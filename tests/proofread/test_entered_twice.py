"""A definition counts as entered twice if another entry determines it, and not by any property with its name in it."""

import pytest

from proofread import check_text

NOTATION = r"""
z, w, b : real
\sigma(r) := \frac{1}{1 + e^{-r}}
u := w + b
a := \sigma(z)
"""
BESIDES = "u = w + b"


def restated(formulas):
    displays = "\n\n".join(f"$$\n{formula}\n$$" for formula in formulas)
    report = check_text(f"{displays}\n\n```notation{NOTATION}```\n")
    return {finding.message.split("definition of ")[1].split(",")[0] for finding in report.findings if "restates" in finding.message}


@pytest.mark.parametrize("formula", [r"\sigma(z) = \frac{e^z}{e^z + 1}", r"\frac{1}{1 + e^{-u}} = \sigma(u)"])
def test_the_same_function_by_another_formula_determines_it(formula):
    assert r"\sigma(r)" not in restated([formula, r"a = \frac{1}{1 + e^{-z}}", BESIDES])


@pytest.mark.parametrize("formula", [
    r"\sigma(-z) = 1 - \sigma(z)", r"\sigma(z) = \sigma(z)", r"a = \sigma(z)", r"\sigma(0) = \frac{1}{2}", r"\sigma(z) = \frac{1}{2} \text{ if } z = 0",
    r"\sigma'(z) = a (1 - a)", r"\sigma(z) > 0",
])  # fmt: skip
def test_a_property_does_not(formula):
    assert r"\sigma(r)" in restated([formula, BESIDES])
