"""Draw every figure: ``python -m figures FOLDER``."""

import importlib
import sys
from pathlib import Path

import matplotlib

from figures import style

# One module per page; each names its figures in FIGURES: {name: function that returns a matplotlib figure}.
MODULES = ["question", "relu_losses", "cross_entropy", "sigmoid", "relu", "softmax", "softmax_variants", "network", "floating_point"]


def main(folder: Path) -> None:
    with matplotlib.rc_context(style.SETTINGS):
        for module in MODULES:
            for name, draw in importlib.import_module(f"figures.{module}").FIGURES.items():
                style.save(draw(), folder / f"{name}.svg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
