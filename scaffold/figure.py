"""The figure of docs/PAGE.md."""

import numpy as np

from figures.style import A, panels
from snippets.MODULE import MODULE


def function():
    figure, axes = panels(1)
    z = np.linspace(-3, 3, 121)
    axes.plot(z, MODULE(z), color=A)
    axes.set(xlabel="z", ylabel="f(z)", ylim=(0, 3.3))
    return figure


FIGURES = {"PAGE-function": function}
