"""The figure of docs/softmax-variants.md."""

import numpy as np

from figures.softmax import curves
from figures.style import panels
from snippets.softmax import softmax


def temperature():
    figure, axes = panels(1)
    T = np.geomspace(0.1, 100, 121)
    curves(axes, T, softmax(np.array([2.0, 1.0, 0.0]) / T[:, None]))
    axes.set(xscale="log", xlabel="temperature T (logits 2, 1, 0)", ylabel="probability", ylim=(-0.03, 1.03))
    axes.set_xticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    axes.minorticks_off()
    return figure


FIGURES = {"softmax-temperature": temperature}
