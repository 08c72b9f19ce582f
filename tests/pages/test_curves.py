"""Every curve, point and bar that a figure draws is the function that its text names, by a formula that is not the drawn code.

CURVES has what each figure draws, panel by panel, in the order of drawing: a function of the horizontal coordinate, or
Upright for a line that has none. The formulas are those of mpmath, or of the definition in plain Python.
"""

import importlib
import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import matplotlib
import numpy as np
import pytest
from mpmath import exp, inf, log, log1p, mpf, workdps

matplotlib.use("Agg")

from figures.__main__ import modules  # noqa: E402
from figures.network import GRAPH, GRAPH_X, GRAPH_Y, STEPS  # noqa: E402
from figures.style import SETTINGS  # noqa: E402
from snippets import network  # noqa: E402


class Upright(NamedTuple):
    """A vertical line at `x`; `ends` are its heights, or None for the whole panel."""

    x: float
    ends: tuple[float, float] | None = None


class Error(NamedTuple):
    """A rounding error, which is another on another processor: at most `bound` of x, and now and then at least a quarter of it."""

    bound: Callable


def level(value):
    return lambda x: value


def logistic(z):
    return 1 / (1 + exp(-z))


def probability(k, logits):
    """Return the probability of class k as a function of x; logits(x) are the three logits."""
    return lambda x: exp(logits(x)[k]) / sum(map(exp, logits(x)))


def clipped(z, y, epsilon=mpf("0.001")):
    c = min(max(z, epsilon), 1 - epsilon)
    return -y * log(c) - (1 - y) * log(1 - c), (-y / c + (1 - y) / (1 - c)) * (epsilon < z < 1 - epsilon)


def written(z, y):
    return (-y * log(z) - (1 - y) * log(1 - z), (z - y) / (z * (1 - z))) if 0 < z < 1 else (mpf("nan"), mpf("nan"))


def divergence(z, y):
    a = max(z, mpf(0))
    return ((y * log(y / a) if y and a else y and inf) - y + a, 1 - y / a if a else mpf(0))


def matching(z, y):
    return max(z, 0) ** 2 / 2 - y * z, max(z, 0) - y


def of_sigmoid(z, y):
    return log1p(exp(z)) - y * z, logistic(z) - y


def descent(loss, start):
    """Return the cost as a function of the step, of one unit with 6 examples, weight 0.1, bias `start` and rate 0.1."""

    @cache
    def parameters(step):
        if step == 0:
            return mpf("0.1"), mpf(start)
        w, b = parameters(step - 1)
        slopes = [(loss(w * x + b, y)[1], x) for x, y in EXAMPLES]
        return w - sum(slope * x for slope, x in slopes) / 60, b - sum(slope for slope, _ in slopes) / 60

    def cost(step):
        w, b = parameters(int(step))
        return sum(loss(w * x + b, y)[0] for x, y in EXAMPLES) / 6

    return cost


EXAMPLES = [(mpf(x), mpf(y)) for x, y in ((-2, 0), (-1, 0), (-0.5, 1), (0.5, 0), (1, 1), (2, 1))]



@cache
def trained():
    """Return the cost of the network of 32 units after each number of steps, and its last parameters, by plain descent."""
    rng = np.random.default_rng(0)
    X, Y = network.spirals(60, 3, 0.15, rng)
    W1, b1, W2, b2 = network.initial_parameters(2, 32, 3, rng)
    costs = []
    for _ in range(int(STEPS[-1]) + 1):
        hidden = X @ W1 + b1
        powers = np.exp(np.maximum(hidden, 0) @ W2 + b2)
        P = powers / powers.sum(axis=1, keepdims=True)
        costs.append(-np.log(P[Y == 1]).mean())
        last, back = (P - Y) / len(X), (P - Y) @ W2.T * (hidden > 0) / len(X)
        steps = X.T @ back, back.sum(axis=0), np.maximum(hidden, 0).T @ last, last.sum(axis=0)
        before = W1, b1, W2, b2
        W1, b1, W2, b2 = (value - step for value, step in zip(before, steps))
    return costs, before


def mixed(m):
    return -mpf("0.3") * log(m) - mpf("0.7") * log(1 - m)


LOSSES = {"as written": written, "clipped": clipped, "divergence": divergence, "matching": matching, "sigmoid": of_sigmoid}
THREE = [probability(k, lambda z: (z, mpf(0), mpf(1))) for k in range(3)]
WARM = [probability(k, lambda T: (2 / T, 1 / T, mpf(0))) for k in range(3)]
EXAMPLE = [probability(k, lambda _: (mpf(2), mpf(1), mpf(0))) for k in range(3)]


def at_class(function):
    """Return the function of a bar's place: that of the class whose bar stands nearest."""
    return lambda x: function(round(float(x)))


CURVES = {
    "sigmoid-unit": [[logistic, level(0.5)], [lambda z: exp(-z) / (1 + exp(-z)) ** 2, level(0.25)]],
    "sigmoid-pairings": [[
        lambda z: -1 / (1 + exp(z)), lambda z: -exp(-z) / ((1 + exp(z)) * (1 + exp(-z)) ** 2), level(0),
    ]],
    "relu-unit": [[lambda z: max(z, 0)], [level(0), level(1), Upright(0, (0, 1))]],
    "relu-softplus": [[*(lambda z, b=b: log1p(exp(b * z)) / b for b in (1, 3, 10)), lambda z: max(z, 0)]],
    "softmax-saturation": [THREE],
    "softmax-temperature": [WARM],
    "softmax-gradient": [
        [*[at_class(lambda k: EXAMPLE[k](0))] * 3, level(1)],
        [*[at_class(lambda k: EXAMPLE[k](0) - (k == 1))] * 3, level(0)],
    ],
    "cross-entropy-binary": [[mixed, level(mixed(mpf("0.3"))), mixed]],
    "cross-entropy-unnormalised": [[
        lambda a: -mpf("0.7") * log(a), lambda a: mpf("0.7") * log(mpf("0.7") / a) - mpf("0.7") + a, level(0), level(0),
    ]],
    "floating-point-softplus": [[
        # half a place of 1 + e^z, seen through the logarithm, in places of the result, and two places of its own
        Error(lambda z: math.ulp(1 + math.exp(z)) / 2 / (1 + math.exp(z)) / math.ulp(math.log1p(math.exp(z))) + 2), Error(level(2)),
    ]],
    "floating-point-gradient": [[lambda z: 1 - 1 / (1 + math.exp(-z)), lambda z: exp(-z) / (1 + exp(-z)), Upright(37)]],
    "question-loss": [
        [lambda z: -log(1 - z), level(0), lambda z: log1p(exp(z)), lambda z: max(z, 0) ** 2 / 2, level(0)],
        [lambda z: -log(z), lambda z: log1p(exp(-z)), lambda z: max(z, 0) ** 2 / 2 - z + mpf("0.5"), level(0)],
    ],
    "question-regions": [[], []],
    "relu-losses-slopes": [[
        *[lambda z: max(z, 0) - 1, lambda z: (z - 1) * (z > 0), lambda z: clipped(z, 1)[1]] * 2, lambda z: clipped(z, 1)[1], level(0),
    ]],
    "relu-losses-training": [
        [descent(written, "0.5")] * 2 + [descent(LOSSES[name], "0.5") for name in ("clipped", "divergence", "matching", "sigmoid")],
        *([descent(loss, start) for loss in LOSSES.values()] for start in ("2", "-1")),
    ],
    "network-training": [[lambda step: trained()[0][int(step)], level(math.log(3))]],
}
OTHERS = "network-graph", "network-spirals"  # each has a test of its own
NAMES = {name: f"figures.{module}" for module in modules() for name in importlib.import_module(f"figures.{module}").FIGURES}


@cache
def figure(name):
    with matplotlib.rc_context(SETTINGS):
        return importlib.import_module(NAMES[name]).FIGURES[name]()


def test_every_figure_has_its_curves_here():
    assert sorted([*CURVES, *OTHERS]) == sorted(NAMES), "name in CURVES what each figure draws, panel by panel"


def drawn(axes):
    """Return the curves, points and bars of a panel in the order of drawing: their horizontal and vertical coordinates."""
    bars = {patch for bars in axes.containers for patch in bars}
    shown = [child for child in axes.get_children() if child in bars or child in set(axes.lines)]
    for child in shown:
        if child in bars:
            yield np.array([child.get_x() + child.get_width() / 2]), np.array([child.get_height()])
        else:
            yield np.asarray(child.get_xdata(), dtype=float), np.asarray(child.get_ydata(), dtype=float)


@pytest.mark.parametrize("name, panel", [(name, k) for name, panels in CURVES.items() for k in range(len(panels))])
def test_what_is_drawn_is_the_function(name, panel):
    assert len(figure(name).axes) == len(CURVES[name])
    shown = list(drawn(figure(name).axes[panel]))
    assert len(shown) == len(CURVES[name][panel])
    for number, ((x, y), curve) in enumerate(zip(shown, CURVES[name][panel]), 1):
        where = f"{name}, panel {panel + 1}, curve {number}"
        if isinstance(curve, Upright):
            assert set(x) == {curve.x} and (curve.ends is None or tuple(y) == curve.ends), where
            continue
        if isinstance(curve, Error):
            share = y / [curve.bound(value) for value in x]
            assert share.max() <= 1, where
            assert min(max(share[start : start + 40]) for start in range(0, len(x), 40)) > 0.01, where
            continue
        with workdps(40):
            exact = np.array([float(curve(mpf(float(value)))) for value in x])
        assert np.isfinite(exact).all(), where
        np.testing.assert_allclose(y, exact, rtol=1e-6, atol=1e-9, err_msg=where)


def test_a_curve_ends_where_its_cost_is_no_number():
    for panel, curves in enumerate(CURVES["relu-losses-training"]):
        for (x, _), curve in zip(drawn(figure("relu-losses-training").axes[panel]), curves):
            with workdps(40):
                assert len(x) in (1, 61) or not math.isfinite(curve(mpf(len(x))))


def test_the_graph_shows_the_numbers_of_its_example():
    (W1, b1, W2, b2), x, y = (tuple(value.tolist() for value in GRAPH), *(value.tolist() for value in (GRAPH_X, GRAPH_Y)))
    z = [sum(x[i] * W1[i][j] for i in range(2)) + b1[j] for j in range(2)]
    logits = [sum(max(z[i], 0) * W2[i][j] for i in range(2)) + b2[j] for j in range(2)]
    p = [math.exp(logits[k]) / sum(map(math.exp, logits)) for k in range(2)]
    last = [p[k] - y[k] for k in range(2)]
    first = [sum(last[k] * W2[i][k] for k in range(2)) if z[i] > 0 else 0.0 for i in range(2)]
    values = [*x, *(max(value, 0) for value in z), *p]
    [axes] = figure("network-graph").axes
    texts = [text.get_text() for text in axes.texts]
    assert [text for text in texts if text[0].isdigit()] == [f"{value:.2f}" for value in values]
    slopes = [f"δ {value:.2f}".replace("-", "−") for value in (*first, *last)]
    assert [text.removesuffix(", off") for text in texts if text.startswith("δ")] == slopes
    assert [text.endswith(", off") for text in texts if text.startswith("δ")] == [z[0] <= 0, z[1] <= 0, False, False]
    slopes = [x[i] * first[j] for i in range(2) for j in range(2)] + [max(z[i], 0) * last[j] for i in range(2) for j in range(2)]
    assert [line.get_linestyle() == "-" for line in axes.lines[:8]] == [slope != 0 for slope in slopes]
    np.testing.assert_allclose([line.get_linewidth() for line in axes.lines[:8]], [0.6 + 3 * min(abs(slope), 2) for slope in slopes])


def test_the_boundaries_of_the_network_lie_where_two_classes_tie():
    W1, b1, W2, b2 = trained()[1]
    [axes] = figure("network-spirals").axes
    for k, line in enumerate(axes.lines):
        x, y = line.get_data()
        assert (np.argmax(np.maximum(np.column_stack([x, y]) @ W1 + b1, 0) @ W2 + b2, axis=1) == k).all()
    for k, boundary in enumerate(axes.collections):
        points = np.concatenate([path.vertices for path in boundary.get_paths()])
        logits = np.maximum(points @ W1 + b1, 0) @ W2 + b2
        lead = logits[:, k] - np.delete(logits, k, axis=1).max(axis=1)
        assert len(points) > 100 and np.abs(lead).max() < 0.1 * np.ptp(logits), k
