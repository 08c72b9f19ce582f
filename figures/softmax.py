"""The figures of docs/softmax.md."""

import numpy as np

from figures.style import A, GRADIENT, INK, KINDS, Y, panels
from snippets.softmax import softmax, softmax_cross_entropy_gradient

STYLES = ("-", "--", "-.")


def curves(axes, x, rows, labels):
    """Draw the probabilities of three classes, one column of rows each, over x; a label is (x, y, horizontal alignment)."""
    for k, (colour, style, (at, height, aligned)) in enumerate(zip(KINDS, STYLES, labels)):
        axes.plot(x, rows[:, k], color=colour, linestyle=style)
        axes.text(at, height, f"class {k + 1}", color=colour, ha=aligned)


def saturation():
    figure, axes = panels(1)
    z = np.linspace(-6, 8, 141)
    rows = softmax(np.stack([z, np.zeros_like(z), np.ones_like(z)], axis=1))
    curves(axes, z, rows, [(4.2, 0.86, "left"), (-6, 0.3, "left"), (-6, 0.77, "left")])
    axes.set(xlabel="logit of class 1 (class 2: 0, class 3: 1)", ylabel="probability", ylim=(-0.03, 1.03))
    return figure


def gradient():
    figure, (left, right) = panels(2)
    z, y = np.array([2.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0])
    at = np.arange(3)
    left.bar(at - 0.2, softmax(z), 0.38, color=A)
    left.bar(at[y > 0] + 0.2, y[y > 0], 0.38, color="none", edgecolor=Y, linewidth=1.8, hatch="//")
    left.text(0.08, 0.6, "p", color=A)
    left.text(1.47, 0.9, "y", color=Y)
    left.set(title="p and the target y", ylim=(0, 1.1), yticks=[0, 0.5, 1])
    right.bar(at, softmax_cross_entropy_gradient(z, y), 0.5, color=GRADIENT)
    right.axhline(0, color=INK, linewidth=0.8)
    right.set(title="gradient p − y", ylim=(-1, 1), yticks=[-1, 0, 1])
    for axes in (left, right):
        axes.set_xticks(at, ["1", "2", "3"])
        axes.set_xlabel("class")
    return figure


FIGURES = {"softmax-saturation": saturation, "softmax-gradient": gradient}
