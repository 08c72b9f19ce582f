"""The search finds what a reader asks for, among its first three hits."""

from urllib.parse import quote, urlsplit

import pytest

# What is asked, and the page and the section that answer it.
QUERIES = {
    "why p - y": "softmax.html",
    "relu nan loss": "question.html",
    "label smoothing": "softmax-variants.html#label-smoothing",
    "class weights": "softmax-variants.html#class-weights",
    "log-sum-exp": "softmax.html#log-sum-exp",
    "hessian of softmax": "softmax.html#softmax-hessian",
    "where did sigma prime go": "sigmoid.html",
    "temperature": "softmax-variants.html#temperature",
    "jacobian": "softmax.html#softmax-jacobian",
    "subgradient at 0": "relu.html",
    "overflow": "floating-point.html#limits-of-exp",
    "my loss is nan": "floating-point.html#symptoms",
    "loss is inf": "floating-point.html#symptoms",
    "log of zero": "floating-point.html#limits-of-exp",
    "log-sum-exp overflow": "floating-point.html#softmax-error",
    "subtract the max": "floating-point.html#derivation",
    "cross-entropy of a relu output": "question.html",
    "dead units": "relu.html#dead-units",
    "dead relu": "relu.html#dead-units",
    "derivative of relu at zero": "relu.html",
    "relu cross entropy undefined": "question.html#result",
    "why not mean squared error": "question.html#why-not-relu",
    "relu before softmax": "question.html#several-classes",
    "maximum likelihood": "cross-entropy.html#likelihood",
    "KL divergence": "cross-entropy.html#decomposition",
    "entropy": "cross-entropy.html#entropy",
    "logits or probabilities": "cross-entropy.html#logits-or-probabilities",
    "CrossEntropyLoss": "cross-entropy.html#logits-or-probabilities",
    "BCEWithLogits": "cross-entropy.html#logits-or-probabilities",
    "integer labels": "cross-entropy.html#logits-or-probabilities",
    "one-hot": "cross-entropy.html#soft-labels",
    "matching loss": "relu-losses.html#derivation",
    "clipping": "relu-losses.html#clipping",
    "loss for counts": "relu-losses.html#generalised-kl",
    "which transpose": "network.html#linear-layer",
    "backpropagation by hand": "network.html#derivation",
}
HITS = ".md-search-result__item"


def hits(tab, count=3):
    """Return the addresses of each of the first hits: the page, then its sections."""
    tab.wait_for_selector(HITS, state="attached")
    shown = tab.eval_on_selector_all(HITS, "items => items.map(item => [...item.querySelectorAll('a')].map(a => a.href))")
    local = {"scheme": "", "netloc": "", "query": ""}
    return [[urlsplit(link)._replace(**local).geturl().lstrip("/") for link in links] for links in shown[:count]]


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds(tab, query):
    tab.goto("?q=" + quote(query))
    found = hits(tab)
    assert any(QUERIES[query] in links for links in found), f"{query!r} finds {found}"
