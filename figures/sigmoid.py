"""The figures of docs/sigmoid.md."""

import numpy as np

from figures.style import A, FAINT, GRADIENT, INK, WRONG, panels
from snippets.sigmoid import binary_cross_entropy_gradient, sigmoid, sigmoid_derivative

Z_AXIS = np.linspace(-8, 8, 201)


def unit():
    figure, (left, right) = panels(2)
    left.plot(Z_AXIS, sigmoid(Z_AXIS), color=A)
    left.axhline(0.5, color=FAINT, linestyle="--", linewidth=1)
    left.set(title="σ(z)", xlabel="z", ylim=(-0.03, 1.03), yticks=[0, 0.5, 1])
    right.plot(Z_AXIS, sigmoid_derivative(Z_AXIS), color=GRADIENT)
    right.axhline(0.25, color=FAINT, linestyle="--", linewidth=1)
    right.set(title="σ′(z)", xlabel="z", ylim=(-0.01, 0.28), yticks=[0, 0.25])
    return figure


def pairings():
    figure, axes = panels(1)
    error = binary_cross_entropy_gradient(Z_AXIS, np.ones_like(Z_AXIS))
    axes.plot(Z_AXIS, error, color=GRADIENT)
    axes.plot(Z_AXIS, error * sigmoid_derivative(Z_AXIS), color=WRONG, linestyle="--")
    axes.text(0.4, -0.8, "cross-entropy: a − y", color=GRADIENT)
    axes.text(-7.9, -0.36, "squared error:\n(a − y) σ′(z)", color=WRONG)
    axes.axhline(0, color=INK, linewidth=0.6)
    axes.set(xlabel="z", ylabel="derivative with respect to z", xticks=[-8, -4, 0, 4, 8], ylim=(-1.05, 0.08))
    return figure


FIGURES = {"sigmoid-unit": unit, "sigmoid-pairings": pairings}
