"""A sample of `python -m tests.proofread.fuzz`."""

import pytest

from tests.proofread.fuzz import NOTATION, failures, string, tree


@pytest.mark.parametrize("make, count", [(string, 300), (tree, 40)])
def test_random_formulas_end_in_a_verdict_or_a_finding(make, count):
    assert not [*failures(make, count, "sample")]


@pytest.mark.parametrize("formula", [
    r"\int_0^1 (1_{\sqrt{\sigma(z)} > s_k} + z) \, dz = w_k", r"b \nabla_w^{-1} = 1",
    r"\int_0^1 \max(z, w_g)^2 \, dz \ne a - w_k", r"\max(s_k, 2) \ne \int_0^1 1_{f(\sigma(z)) > \sigma(0.5)} \, dz",
    r"\lvert \sum_{j \ne k} w_j \rvert \ne f(w_g^2) \text{ if } \sigma(\ln(u)) = (f'(a))^{10}",
])  # fmt: skip
def test_what_once_failed(formula):
    assert not [*failures(lambda rng: formula, 1, "one")], NOTATION
