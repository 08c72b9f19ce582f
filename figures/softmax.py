"""The figures of docs/softmax.md."""

import numpy as np

from figures.style import A, GRADIENT, INK, LOSS, Y, panels
from snippets.softmax import softmax, softmax_cross_entropy_gradient

LINES = ((A, "-"), (GRADIENT, "--"), (LOSS, "-."))


def curves(axes, x, rows):
    """Draw the probabilities of three classes, one column of rows each, over x."""
    for k, (colour, style) in enumerate(LINES):
        axes.plot(x, rows[:, k], color=colour, linestyle=style, label=f"class {k + 1}")
    axes.legend(loc="center right")


def saturation():
    figure, axes = panels(1)
    z = np.linspace(-6, 8, 141)
    curves(axes, z, softmax(np.stack([z, np.zeros_like(z), np.ones_like(z)], axis=1)))
    axes.set(xlabel="logit of class 1 (class 2: 0, class 3: 1)", ylabel="probability", ylim=(-0.03, 1.03))
    return figure


def gradient():
    figure, (left, right) = panels(2)
    z, y = np.array([2.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0])
    at = np.arange(3)
    left.bar(at - 0.2, softmax(z), 0.38, color=A, label="p")
    left.bar(at + 0.2, y, 0.38, color="none", edgecolor=Y, linewidth=1.8, hatch="//", label="y")
    left.legend(loc="upper right")
    left.set(title="probabilities and target", ylim=(0, 1.1))
    right.bar(at, softmax_cross_entropy_gradient(z, y), 0.5, color=GRADIENT)
    right.axhline(0, color=INK, linewidth=0.8)
    right.set(title="gradient p − y", ylim=(-1, 1))
    for axes in (left, right):
        axes.set_xticks(at, [f"class {k + 1}" for k in at])
    return figure


FIGURES = {"softmax-saturation": saturation, "softmax-gradient": gradient}
