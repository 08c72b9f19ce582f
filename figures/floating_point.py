"""The figures of docs/floating-point.md."""

import mpmath
import numpy as np

from figures.style import RIGHT, WRONG, panels
from snippets.floating_point import softplus_naive, ulp_error
from snippets.sigmoid import binary_cross_entropy_gradient, sigmoid, softplus


def _powers(axes, exponents):
    axes.set_yticks([10.0**e for e in exponents], [f"1e{e:d}" if e else "1" for e in exponents])
    axes.minorticks_off()


def softplus_errors():
    figure, axes = panels(1)
    z = np.linspace(-60, 60, 241)
    with mpmath.workdps(60):
        exact = [mpmath.log(1 + mpmath.exp(mpmath.mpf(value))) for value in z]
        naive, stable = ulp_error(softplus_naive(z), exact), ulp_error(softplus(z), exact)
    floor = 0.05  # a logarithmic axis has no 0
    axes.semilogy(z, np.maximum(naive, floor), color=WRONG, linestyle="--")
    axes.semilogy(z, np.maximum(stable, floor), color=RIGHT)
    axes.text(-12, 1e9, "ln(1 + exp z) as written", color=WRONG)
    axes.text(-58, 5, "stable form", color=RIGHT)
    axes.set(xlabel="z", ylabel="error in ulps")
    _powers(axes, (0, 4, 8, 12, 16))
    return figure


def gradients():
    figure, axes = panels(1)
    z = np.linspace(0, 60, 241)
    naive = 1 - sigmoid(z)
    axes.semilogy(z[naive > 0], naive[naive > 0], color=WRONG, linestyle="--", linewidth=3.5)
    axes.semilogy(z, -binary_cross_entropy_gradient(z, np.ones_like(z)), color=RIGHT)
    axes.axvline(37, color=WRONG, linestyle=":", linewidth=1.2)
    axes.text(38, 1e-5, "1 − σ(z) is 0\nfrom 37 on", color=WRONG)
    axes.text(44, 1e-17, "σ(−z)", color=RIGHT)
    axes.set(xlabel="z", ylabel="size of the gradient, y = 1")
    _powers(axes, (0, -5, -10, -15, -20, -25))
    return figure


FIGURES = {"floating-point-softplus": softplus_errors, "floating-point-gradient": gradients}
