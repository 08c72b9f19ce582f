"""The figure of docs/softmax-variants.md."""

import numpy as np

from figures.softmax import curves
from figures.style import panels
from snippets.softmax import softmax


def temperature():
    figure, axes = panels(1)
    T = np.geomspace(0.1, 100, 121)
    rows = softmax(np.array([2.0, 1.0, 0.0]) / T[:, None])
    curves(axes, T, rows, [(0.75, 0.87, "left"), (0.55, 0.24, "right"), (1.35, 0.08, "left")])
    axes.set(xscale="log", xlabel="temperature T (logits 2, 1, 0)", ylabel="probability", ylim=(-0.03, 1.03))
    axes.set_xticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    axes.minorticks_off()
    return figure


FIGURES = {"softmax-temperature": temperature}
