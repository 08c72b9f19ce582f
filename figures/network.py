"""The figures of docs/network.md."""

from functools import cache

import numpy as np

from figures.style import A, FAINT, GRADIENT, INK, KINDS, LOSS, PAPER, WRONG, Z, panels
from snippets.network import accuracy, backward, descend, forward, initial_parameters, loss, spirals
from snippets.softmax import softmax

STEPS = np.unique(np.geomspace(1, 1500, 40).astype(int))

# the example of the page: docs/assets/js/movable/network-graph.js begins with the same
GRAPH = tuple(map(np.array, ([[1.0, 1.0], [0.5, -1.0]], [0.0, 0.0], [[1.0, 0.0], [0.5, 1.0]], [0.0, 0.0])))
GRAPH_X, GRAPH_Y = np.array([1.0, 2.0]), np.array([0.0, 1.0])


@cache
def _trained():
    rng = np.random.default_rng(0)
    X, Y = spirals(60, 3, 0.15, rng)
    parameters = initial_parameters(2, 32, 3, rng)
    costs, done = [loss(parameters, X, Y)], 0
    for steps in STEPS:
        parameters = descend(parameters, X, Y, 1.0, steps - done)
        costs.append(loss(parameters, X, Y))
        done = steps
    return X, Y, parameters, np.array(costs)


def boundaries():
    figure, axes = panels(1, height=4.7)
    X, Y, parameters, _ = _trained()
    side = np.linspace(-1.25, 1.25, 121)
    grid = np.stack(np.meshgrid(side, side), axis=-1)
    logits = forward(parameters, grid.reshape(-1, 2))[2].reshape(*grid.shape[:2], 3)
    for k in range(3):
        lead = logits[..., k] - np.delete(logits, k, axis=-1).max(axis=-1)
        axes.contour(side, side, lead, levels=[0], colors=[INK], linewidths=1)
    for k, (colour, marker, filled) in enumerate(zip(KINDS, "o^s", ("full", "none", "full"))):
        points = X[Y[:, k] == 1]
        axes.plot(*points.T, marker, color=colour, fillstyle=filled, markersize=5, linestyle="none", label=f"class {k + 1}")
    axes.set(xlabel="feature 1", ylabel="feature 2", xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), box_aspect=1)
    axes.set_title(f"accuracy {accuracy(parameters, X, Y):.0%}")
    figure.legend(loc="outside upper center", ncols=3, handletextpad=0.2)
    return figure


def training():
    figure, axes = panels(1)
    axes.plot(np.concatenate([[0], STEPS]), _trained()[3], color=LOSS)
    axes.axhline(np.log(3), color=INK, linewidth=0.8, linestyle="--")
    axes.text(1500, np.log(3) * 1.25, "ln 3: a uniform guess", color=INK, ha="right")
    axes.set_xscale("symlog", linthresh=1)  # a logarithmic axis has no 0: it is linear up to 1
    axes.set(xlabel="step", ylabel="cost (nats)", xlim=(0, 1600), yscale="log", ylim=(0.002, 3))
    axes.set_xticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
    axes.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    axes.minorticks_off()
    return figure


def graph():
    figure, axes = panels(1, height=3.0)
    z1, a1, z2 = (values[0] for values in forward(GRAPH, GRAPH_X[None]))
    slopes = backward(GRAPH, GRAPH_X[None], GRAPH_Y[None])
    layers = ((GRAPH_X, None, INK, "x"), (a1, slopes[1], Z, "a"), (softmax(z2), slopes[3], A, "p"))
    for left, gradient in enumerate((slopes[0], slopes[2])):
        for i, j in np.ndindex(gradient.shape):
            passes = gradient[i, j] != 0
            axes.plot(
                [left, left + 1], [-i, -j], color=GRADIENT if passes else FAINT, linestyle="-" if passes else "--",
                linewidth=0.6 + 3 * min(abs(gradient[i, j]), 2), zorder=0,
            )
    for column, (values, deltas, colour, name) in enumerate(layers):
        for k, value in enumerate(values):
            off = column == 1 and z1[k] <= 0
            axes.plot(column, -k, "o", markersize=40, markerfacecolor=PAPER, markeredgecolor=FAINT if off else colour)
            axes.text(column, -k, f"{value:.2f}", ha="center", va="center", color=INK if off else colour)
            axes.text(column, 0.3 - k, f"{name}{k + 1}", ha="center", color=colour)
            if deltas is not None:
                label = f"δ {deltas[k]:.2f}{', off' if off else ''}".replace("-", "−")
                box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
                axes.text(column, -0.4 - k, label, ha="center", color=WRONG if off else GRADIENT, bbox=box)
    axes.set(xlim=(-0.3, 2.3), ylim=(-1.5, 0.45))
    axes.axis("off")
    return figure


FIGURES = {"network-graph": graph, "network-spirals": boundaries, "network-training": training}
