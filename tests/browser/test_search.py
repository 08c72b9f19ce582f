"""The search finds what a reader asks for, among its first three hits."""

from urllib.parse import quote, urlsplit

import pytest

# What is asked, and the page and the section that answer it.
QUERIES = {
    "why p - y": "softmax/",
    "relu nan loss": "question/",
    "label smoothing": "softmax/#label-smoothing",
    "log-sum-exp": "softmax/#log-sum-exp",
    "hessian of softmax": "softmax/#softmax-hessian",
    "where did sigma prime go": "sigmoid/",
    "temperature": "softmax/#temperature",
    "jacobian": "softmax/#softmax-jacobian",
    "subgradient at 0": "relu/",
    "overflow": "floating-point/#limits-of-exp",
    "cross-entropy of a relu output": "question/",
    "dead units": "relu/#dead-units",
}
HITS = ".md-search-result__item"


def hits(tab, count=3):
    """Return the addresses of each of the first hits: the page, then its sections."""
    tab.wait_for_selector(HITS, state="attached")
    shown = tab.eval_on_selector_all(HITS, "items => items.map(item => [...item.querySelectorAll('a')].map(a => a.href))")
    return [[urlsplit(link)._replace(query="", scheme="", netloc="").geturl().lstrip("/") for link in links] for links in shown[:count]]


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds(tab, query):
    tab.goto("?q=" + quote(query))
    found = hits(tab)
    assert any(QUERIES[query] in links for links in found), f"{query!r} finds {found}"


def test_search_index_holds_words_and_no_copies_of_formulas(site):
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    # LaTeX, MathML, and the marks of width zero with which KaTeX closes its rows
    for trace in ("\\\\frac", "\\\\partial", "<math", "\\u200b", "\u200b"):
        assert trace not in index, f"the search index holds {trace!r} {index.count(trace)} times"
