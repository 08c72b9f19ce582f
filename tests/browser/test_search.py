"""The search finds first what a reader asks for: the page on top, and of its sections the one that answers."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError

from .tabs import started

# What is asked, and the page or the section that answers it.
QUERIES = {
    "derive softmax gradient": "softmax.html#derivation",
    "softmax gradient": "softmax.html#derivation",
    "chain rule": "question.html#derivation",
    "weight decay": "recipes-gradients.html#separable",
    "loss stuck": "recipes.html#relu-before-softmax",
    "MSE": "question.html#why-not-relu",
    "why p - y": "softmax.html",
    "softmax jacobian": "softmax.html#softmax-jacobian",
    "derivative of softmax": "softmax.html#softmax-jacobian",
    "second derivative": "softmax.html#softmax-hessian",
    "softmax vs sigmoid": "recipes.html",
    "jacobian": "softmax.html#softmax-jacobian",
    "hessian of softmax": "softmax.html#softmax-hessian",
    "log-sum-exp": "softmax.html#log-sum-exp",
    "numerically stable softmax": "softmax.html#softmax-stable",
    "softmax with two classes": "softmax.html#two-classes",
    "what is a logit": "softmax.html",
    "softmax plus a constant": "softmax.html#shift-invariance",
    "sigmoid cross entropy derivative": "sigmoid.html",
    "where does the sigmoid derivative go": "sigmoid.html",
    "where did sigma prime go": "sigmoid.html",
    "derivative of sigmoid": "sigmoid.html#sigmoid-derivative",
    "quotient rule": "sigmoid.html#sigmoid-derivative",
    "inverse of the sigmoid": "sigmoid.html#logit",
    "vanishing gradient": "sigmoid.html#sigmoid-slope",
    "convex": "sigmoid.html#sigmoid-hessian",
    "separable data": "sigmoid.html#edges",
    "how large a step": "sigmoid.html#sigmoid-lipschitz",
    "saturation": "sigmoid.html#sigmoid-slope",
    "loss goes up": "sigmoid.html#sigmoid-lipschitz",
    "logit": "sigmoid.html#logit",
    "stable sigmoid": "sigmoid.html#sigmoid-stable",
    "learning rate too large": "sigmoid.html#sigmoid-lipschitz",
    "label smoothing": "softmax-variants.html#label-smoothing",
    "class weights": "softmax-variants.html#class-weights",
    "temperature": "softmax-variants.html#temperature",
    "knowledge distillation": "softmax-variants.html#temperature",
    "argmax": "softmax-variants.html#special-cases",
    "imbalanced classes": "softmax-variants.html#class-weights",
    "mask padding": "softmax-variants.html#masking",
    "my loss is nan": "floating-point.html",
    "loss is inf": "floating-point.html#symptoms",
    "log of zero": "floating-point.html#limits-of-exp",
    "overflow": "floating-point.html",
    "log-sum-exp overflow": "floating-point.html#softmax-error",
    "subtract the max": "softmax.html#softmax-stable",
    "why is gradient output minus target": "softmax.html#canonical-link",
    "batch gradient": "softmax.html#softmax-batch",
    "probabilities do not sum to 1": "softmax.html#softmax-sum",
    "softmax of large numbers": "softmax.html#softmax-stable",
    "softmax in numpy": "softmax.html#in-code",
    "logsumexp": "softmax.html#log-sum-exp",
    "second derivative of loss": "softmax.html#softmax-hessian",
    "float16": "floating-point.html#other-types",
    "catastrophic cancellation": "floating-point.html#cancellation",
    "ulp": "floating-point.html#ulp",
    "relu cross entropy": "question.html",
    "relu cross entropy undefined": "question.html",
    "cross-entropy of a relu output": "question.html",
    "relu nan loss": "question.html",
    "loss is negative": "question.html#case-table",
    "why not mean squared error": "question.html#why-not-relu",
    "relu before softmax": "question.html#several-classes",
    "mse vs cross entropy": "question.html#why-not-relu",
    "derivative of relu at zero": "relu.html",
    "subgradient": "relu.html#relu-subdifferential",
    "dead relu": "relu.html#dead-units",
    "dead units": "relu.html#dead-units",
    "leaky relu": "relu.html#leaky-relu",
    "dying relu": "relu.html#dead-units",
    "maximum likelihood": "cross-entropy.html#likelihood",
    "KL divergence": "cross-entropy.html#decomposition",
    "entropy": "cross-entropy.html",
    "binary cross entropy": "cross-entropy.html#binary",
    "bits or nats": "cross-entropy.html#bits",
    "soft labels": "cross-entropy.html#soft-labels",
    "one-hot": "cross-entropy.html#logits-or-probabilities",
    "integer labels": "cross-entropy.html#logits-or-probabilities",
    "sparse categorical crossentropy": "cross-entropy.html#logits-or-probabilities",
    "logits or probabilities": "cross-entropy.html#logits-or-probabilities",
    "CrossEntropyLoss": "cross-entropy.html#logits-or-probabilities",
    "BCEWithLogits": "cross-entropy.html#logits-or-probabilities",
    "0 log 0": "cross-entropy.html#special-cases",
    "negative log likelihood": "cross-entropy.html#likelihood",
    "log likelihood": "cross-entropy.html#likelihood",
    "log base 2": "cross-entropy.html#bits",
    "matching loss": "relu-losses.html#derivation",
    "clipping": "relu-losses.html#clipping",
    "loss for counts": "relu-losses.html#generalised-kl",
    "which transpose": "network.html#linear-layer",
    "shape mismatch gradient": "network.html#linear-layer",
    "backpropagation by hand": "network.html#derivation",
    "gradient check": "network.html#gradient-check",
    "is my gradient right": "network.html#gradient-check",
    "dW": "network.html#in-code",
    "backward pass": "network.html#backward-pass",
    "numerical gradient": "network.html#gradient-check",
    "pos_weight": "recipes.html#pos-weight",
    "ignore_index": "recipes.html#labels",
    "multi-label or multi-class": "recipes.html#labels-or-classes",
    "focal loss": "recipes.html#focal-loss",
    "perplexity": "recipes.html#perplexity",
    "calibration": "recipes.html#temperature",
    "gradient accumulation": "recipes.html#gradient-accumulation",
    "double softmax": "recipes.html#relu-before-softmax",
    "one output softmax": "recipes.html#two-outputs",
    "mean or sum of loss": "recipes.html#labels",
    "loss does not decrease": "recipes.html#relu-before-softmax",
    "accuracy stuck at 10%": "recipes.html#relu-before-softmax",
    "reduction": "recipes.html#labels",
    "reverse kl": "recipes-gradients.html",
    "attention backward": "recipes-gradients.html#vjp",
    "online softmax": "recipes-gradients.html#online-softmax",
    "regularisation": "recipes-gradients.html#separable",
    "newton": "recipes-gradients.html#newton",
    "brier score": "recipes-gradients.html#brier",
    "sparsemax": "recipes-gradients.html#sparsemax",
}
HITS = ".md-search-result__item"
BOX = "[data-md-component='search-query']"


@pytest.fixture(scope="module")
def tab(browser, searchable):
    """One tab for all queries, whose index is made once."""
    context = browser.new_context(base_url=searchable)
    page = context.new_page()
    page.goto("?q=softmax")
    started(page)
    yield page
    context.close()


def first_hit(tab, query):
    """Return the address of the page that is found first, and that of its first section."""
    for attempt in range(1, 4):  # on a busy machine the theme now and then drops an answer; a reader types on
        try:
            for typed, state in (("", "detached"), (query, "attached")):
                tab.fill(BOX, typed)
                tab.press(BOX, "End")  # the theme searches when a key is let go
                tab.wait_for_selector(HITS, state=state, timeout=10_000 * attempt)
            break
        except TimeoutError:
            if attempt == 3:
                raise
    links = tab.locator(HITS).first.evaluate("item => [...item.querySelectorAll('a')].map(a => a.href)")
    local = {"scheme": "", "netloc": "", "query": ""}
    return [urlsplit(link)._replace(**local).geturl().lstrip("/") for link in links[:2]]


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds_first(tab, query):
    found = first_hit(tab, query)
    assert QUERIES[query] in found, f"{query!r} finds {found}"


def test_a_hit_shows_formulas_that_the_search_passes_over(tab):
    first_hit(tab, "jacobian")
    excerpt = tab.locator(HITS).first.text_content()
    assert "That of the softmax" in excerpt and "\u2063∂sᵢ/∂zⱼ\u2063" in excerpt
    tab.fill(BOX, "∂sᵢ/∂zⱼ")
    tab.press(BOX, "End")
    tab.wait_for_selector(HITS, state="detached")
