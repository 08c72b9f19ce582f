"""The figures of docs/relu.md."""

import numpy as np

from figures.style import A, GRADIENT, KINDS, panels
from snippets.relu import relu, relu_derivative
from snippets.sigmoid import softplus


def unit():
    figure, (left, right) = panels(2)
    z = np.linspace(-3, 3, 121)
    left.plot(z, relu(z), color=A)
    left.set(title="ReLU(z)", xlabel="z")
    for side in (z[z < 0], z[z > 0]):
        right.plot(side, relu_derivative(side), color=GRADIENT)
    right.plot([0, 0], [0, 1], color=GRADIENT, linestyle=":", marker="o", fillstyle="none")
    right.text(0.2, 0.4, "subgradients\nat 0: [0, 1]", color=GRADIENT)
    right.set(title="ReLU′(z)", xlabel="z", ylim=(-0.1, 1.1), yticks=[0, 1])
    return figure


def smooth():
    figure, axes = panels(1)
    z = np.linspace(-2, 2, 161)
    for beta, colour, style in zip((1, 3, 10), KINDS, ("-.", "--", ":")):
        axes.plot(z, softplus(beta * z) / beta, color=colour, linestyle=style, label=f"softplus, β = {beta}")
    axes.plot(z, relu(z), color=A, linewidth=1.2, label="ReLU")
    axes.set(xlabel="z")
    axes.legend(loc="upper left")
    return figure


FIGURES = {"relu-unit": unit, "relu-softplus": smooth}
