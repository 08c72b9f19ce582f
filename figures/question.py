"""The figures of docs/question.md."""

import numpy as np
from matplotlib.patches import Rectangle

from figures.style import INK, LOSS, PAPER, RIGHT, WRONG, panels, stacked
from snippets import relu_losses, sigmoid

COLUMNS = ["z < 0", "z = 0", "0 < z < 1", "z = 1", "z > 1"]
# target: one (text, kind) per column; the kind decides colour, hatching and how strong the frame is
CASES = {
    "y = 0": [("0", "fine"), ("0", "fine"), ("finite", "fine"), ("+∞", "infinite"), ("undefined", "undefined")],
    "0 < y < 1": [
        ("+∞", "infinite"), ("+∞", "infinite"), ("finite", "fine"), ("+∞", "infinite"), ("undefined", "undefined"),
    ],
    "y = 1": [("+∞", "infinite"), ("+∞", "infinite"), ("finite", "fine"), ("0", "fine"), ("negative", "negative")],
}
KINDS = {
    "fine": {"edgecolor": RIGHT, "facecolor": RIGHT, "alpha": 0.22},
    "infinite": {"edgecolor": WRONG, "facecolor": "none", "hatch": "//"},
    "undefined": {"edgecolor": INK, "facecolor": "none", "hatch": "xx"},
    "negative": {"edgecolor": LOSS, "facecolor": "none", "hatch": ".."},
}
MEANINGS = {
    "fine": "finite, not negative",
    "infinite": "infinite",
    "undefined": "undefined: logarithm of a negative number",
    "negative": "negative without bound",
}


def regions():
    figure, (axes, below) = stacked([3, 1.25], height=3.7)
    for row, (target, cells) in enumerate(CASES.items()):
        for column, (text, kind) in enumerate(cells):
            corner = (column + 0.03, 2 - row + 0.05)
            axes.add_patch(Rectangle(corner, 0.94, 0.9, linewidth=1.4, **KINDS[kind]))
            label = {"facecolor": PAPER, "edgecolor": "none", "pad": 2.0} if kind != "fine" else None
            axes.text(column + 0.5, 2.5 - row, text, fontsize=8.5, ha="center", va="center", color=INK, bbox=label)
    axes.set(xlim=(0, 5), ylim=(0, 3))
    axes.set_xticks(np.arange(5) + 0.5, COLUMNS, fontsize=9)
    axes.set_yticks(np.arange(3) + 0.5, list(CASES)[::-1])
    axes.xaxis.tick_top()
    for row, kind in enumerate(KINDS):
        below.add_patch(Rectangle((0.03, 3.1 - row), 0.5, 0.75, linewidth=1.4, **KINDS[kind]))
        below.text(0.65, 3.48 - row, MEANINGS[kind], va="center", color=INK)
    below.set(xlim=(0, 5), ylim=(0, 4), xticks=[], yticks=[])
    for both in (axes, below):
        both.tick_params(length=0)
        both.grid(False)
        for spine in both.spines.values():
            spine.set_visible(False)
    return figure


def losses():
    figure, both = panels(2, height=3.9, sharey=True)
    z = np.linspace(-2, 3, 401)
    for axes, y in zip(both, (0.0, 1.0)):
        target = np.full_like(z, y)
        inside = (z > 0) & ((z < 1) if y == 0 else True)
        exact = -np.log(1 - z[inside]) if y == 0 else -np.log(z[inside])
        axes.plot(z[inside], exact, color=WRONG, linestyle="--", label="ReLU, cross-entropy")
        if y == 0:
            axes.plot(z[z <= 0], np.zeros(np.count_nonzero(z <= 0)), color=WRONG, linestyle="--")
        axes.plot(z, sigmoid.binary_cross_entropy_with_logits(z, target), color=LOSS, label="sigmoid, cross-entropy")
        axes.plot(z, relu_losses.matching_loss(z, target) + y**2 / 2, color=RIGHT, linestyle="-.", label="ReLU, matching loss")
        axes.axhline(0, color=INK, linewidth=0.6)
        axes.set(title=f"y = {y:.0f}", xlabel="z", ylim=(-1.2, 3))
    both[0].set_ylabel("loss (matching loss + y²/2)")
    figure.legend(*both[0].get_legend_handles_labels(), loc="outside upper left")
    return figure


FIGURES = {"question-regions": regions, "question-loss": losses}
