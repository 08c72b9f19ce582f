"""The figures of docs/cross-entropy.md."""

import numpy as np

from figures.style import FAINT, LOSS, RIGHT, WRONG, INK, Y, panels
from snippets.cross_entropy import binary_cross_entropy, entropy
from snippets.relu_losses import generalised_kl_divergence


def binary():
    figure, axes = panels(1)
    mu, y = np.linspace(0.01, 0.99, 197), 0.3
    least = entropy(np.array([y, 1 - y]))
    axes.plot(mu, binary_cross_entropy(mu, np.full_like(mu, y)), color=LOSS)
    axes.axhline(least, color=FAINT, linestyle="--", linewidth=1.2)
    axes.plot([y], [least], "o", color=Y)
    axes.annotate("least at μ = p = 0.3", (y, least), (0.2, 0.25), color=Y)
    top = float(binary_cross_entropy(0.75, y))
    axes.annotate("", (0.75, top), (0.75, least), arrowprops={"arrowstyle": "<->", "color": INK})
    axes.text(0.77, (top + least) / 2, "KL", color=INK, va="center")
    axes.text(0.9, least - 0.22, "H(p)", color=INK)
    axes.set(xlabel="predicted probability μ", ylabel="cross-entropy (nats)", ylim=(0, 3))
    return figure


def unnormalised():
    figure, axes = panels(1)
    a, p = np.linspace(0.02, 4, 200), 0.7
    axes.plot(a, -p * np.log(a), color=WRONG, linestyle="--")
    axes.text(4, -0.7, "−p ln a", color=WRONG, ha="right")
    targets = np.full((len(a), 1), p)
    axes.plot(a, generalised_kl_divergence(targets, a[:, None]), color=RIGHT)
    axes.text(2.5, 1.75, "p ln(p/a) − p + a", color=RIGHT, ha="right")
    axes.plot([p], [0], "o", color=Y)
    axes.annotate("least at\na = p = 0.7", (p, 0), (0.02, -0.8), color=Y)
    axes.axhline(0, color=INK, linewidth=0.6)
    axes.set(xlabel="output a", ylabel="loss", ylim=(-1.1, 2.8))
    return figure


FIGURES = {"cross-entropy-binary": binary, "cross-entropy-unnormalised": unnormalised}
