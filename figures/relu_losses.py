"""The figures of docs/relu-losses.md."""

import numpy as np

from figures.style import INK, KINDS, RIGHT, WRONG, Y, panels
from snippets import question, relu_losses, sigmoid
from snippets.relu import relu, relu_backward


def training():
    figure, three = panels(3, height=6.4, sharex=True)
    X, Y = np.array([[-2.0], [-1.0], [-0.5], [0.5], [1.0], [2.0]]), np.array([[0.0], [0], [1], [0], [1], [1]])
    runs = [
        ("cross-entropy as written", WRONG, ":", question.relu_cross_entropy, question.relu_cross_entropy_gradient),
        (
            "clipped", KINDS[1], "--",
            lambda z, y: relu_losses.clipped_cross_entropy(z, y, 1e-3),
            lambda z, y: relu_losses.clipped_cross_entropy_gradient(z, y, 1e-3),
        ),
        (
            "generalised divergence", KINDS[2], "-.",
            lambda z, y: relu_losses.generalised_kl_divergence(y, np.maximum(z, 0)),
            relu_losses.generalised_kl_gradient,
        ),
        ("matching loss", RIGHT, "-", relu_losses.matching_loss, relu_losses.matching_loss_gradient),
        (
            "sigmoid, cross-entropy", KINDS[0], (0, (6, 1.5)),
            sigmoid.binary_cross_entropy_with_logits, sigmoid.binary_cross_entropy_gradient,
        ),
    ]
    for axes, (title, bias) in zip(three, (("inside (0, 1)", 0.5), ("above 1", 2.0), ("below 0", -1.0))):
        for name, colour, style, loss, gradient in runs:
            costs, _, _ = relu_losses.train(loss, gradient, X, Y, np.array([[0.1]]), np.array([bias]), 0.1, 60)
            shown = costs[np.isfinite(costs)]
            axes.plot(np.arange(len(shown)), shown, color=colour, linestyle=style, label=name)
            if np.isnan(costs).any() and len(shown):
                axes.plot([len(shown) - 1], [shown[-1]], "x", color=WRONG, markersize=9, markeredgewidth=2)
        axes.set(title=f"start {title}", ylabel="cost", ylim=(-0.4, 3.8))
    three[2].set_xlabel("step")
    figure.legend(*three[0].get_legend_handles_labels(), loc="outside upper center", ncols=2, fontsize=9, handlelength=2.6)
    three[1].text(4, 2.1, "as written: NaN from the start", color=WRONG, fontsize=9)
    three[2].text(4, 1.6, "as written: NaN; divergence: +∞", color=WRONG, fontsize=9)
    return figure


def slopes():
    figure, axes = panels(1, height=3.2)
    left, right = np.linspace(-2, -0.005, 100), np.linspace(0.005, 2.5, 500)
    for z in (left, right):
        y = np.ones_like(z)
        axes.plot(z, relu_losses.matching_loss_gradient(z, y), color=RIGHT)
        axes.plot(z, relu_backward(relu(z) - y, z), color=WRONG, linestyle="--")
        inside = np.split(np.arange(len(z)), np.flatnonzero(np.diff(z < 1 - 1e-3)) + 1)  # the jump is no part of the line
        for part in inside:
            clipped = relu_losses.clipped_cross_entropy_gradient(z[part], y[part], 1e-3)
            axes.plot(z[part], clipped, color=KINDS[1], linestyle=":")
    axes.plot([1], [0], "o", color=Y)
    axes.annotate("output = target", (1, 0), (1.15, -0.45), color=Y)
    axes.text(-1.9, -0.85, "matching loss", color=RIGHT)
    axes.text(-1.9, 0.15, "squared error, clipped", color=WRONG)
    axes.text(1.35, 0.95, "both", color=INK, ha="right")
    axes.text(0.72, -2.3, "clipped cross-entropy", color=KINDS[1])
    axes.set(xlabel="pre-activation z", ylabel="gradient in z", ylim=(-2.6, 1.6))
    return figure


FIGURES = {"relu-losses-slopes": slopes, "relu-losses-training": training}
