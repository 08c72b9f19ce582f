"""What the figures one can move compute, against the tested NumPy code of snippets/: each function at 2,000 points.

docs/assets/js/mathematics.js does the operations of snippets/ in their order, so the two differ by the exponential and
the logarithm of the two languages alone: 2 ulps were the largest difference of all functions, 3 of a product of two
sigmoids. The bounds leave room for the exponential of another processor and of another C library.
"""

import gzip
import json
from functools import cache

import mpmath
import numpy as np
import pytest
import quickjs

from snippets import cross_entropy, floating_point, network, question, relu, relu_losses, sigmoid, softmax
from tests import ROOT
from theme import figures

SCRIPTS = ROOT / "docs/assets/js"
POINTS = 2000
# JSON has no infinities: they cross as text, in both directions
CALL = """(name, rows) => JSON.stringify(JSON.parse(rows, revived).map(row => mathematics[name](...row)), told)"""
BORDER = """
const revived = (key, value) => (typeof value === "string" && value !== "" && !isNaN(value.replace("Infinity", 1))
  || value === "NaN" ? Number(value) : value)
const told = (key, value) => typeof value === "bigint" ? `${value}n`
  : typeof value === "number" ? (Object.is(value, -0) ? "-0" : String(value)) : value
"""


@cache
def context():
    running = quickjs.Context()
    running.eval((SCRIPTS / "mathematics.js").read_text(encoding="utf-8"))
    running.eval(BORDER + f"globalThis.call = {CALL}")
    return running.get("call")


def number(value):
    return float(value) if isinstance(value, str) else value


def computed(name, rows):
    """Return what the function says at each row of arguments; numbers come back as text, so that no digit is lost."""
    sent = json.dumps([[_sent(argument) for argument in row] for row in rows])
    return json.loads(context()(name, sent), object_hook=dict)


def _sent(argument):
    if isinstance(argument, dict):
        return {key: _sent(value) for key, value in argument.items()}
    if np.ndim(argument):
        return [_sent(value) for value in argument]
    return repr(float(argument)).replace("inf", "Infinity").replace("nan", "NaN")


def floats(value):
    return [floats(entry) for entry in value] if isinstance(value, list) else float(value.replace("Infinity", "inf"))


# The points


EXTREMES = [0.0, -0.0, 5e-324, 2.2e-308, 1e-16, 0.5, 1.0, 36.7, 37.0, 709.78, 709.79, 745.2, 1e17, 1e308]


def line(rng):
    """The whole line, and its extremes."""
    special = np.array([*EXTREMES, *np.negative(EXTREMES)])
    return np.concatenate([special, rng.uniform(-60, 60, 1000), rng.uniform(-3, 3, POINTS - 1000 - len(special))])


def units(rng):
    special = [0.0, 1.0, 5e-324, 1e-16, 1 - 2**-53, 0.5]
    return np.concatenate([special, rng.uniform(0, 1, POINTS - len(special))])


def z_only(rng):
    return [(z,) for z in line(rng)]


def z_and_y(rng):
    ends = np.resize([0.0, 1.0, 0.5], POINTS)
    return list(zip(line(rng), np.where(rng.uniform(size=POINTS) < 0.5, ends, rng.permutation(units(rng)))))


def logits(rng):
    spread = rng.choice([1e-3, 1, 4, 60, 800], (POINTS, 1))
    rows = spread * rng.normal(size=(POINTS, 3))
    rows[:4] = [[1e308, -1e308, 0], [0, 0, 0], [5e-324, 0, -5e-324], [1e17, 1e17, -1e17]]
    return rows


def distributions(rng, K=2):
    rows = rng.dirichlet(np.full(K, 0.5), POINTS)
    rows[:3] = [[0, 1], [1, 0], [0.5, 0.5]]
    return rows


def z_rows(rng):
    return [(z,) for z in logits(rng)]


def z_and_targets(rng):
    return list(zip(logits(rng), np.eye(3)[rng.integers(0, 3, POINTS)]))


def p_only(rng):
    return [(p,) for p in distributions(rng)]


def p_and_q(rng):
    return list(zip(distributions(rng), distributions(rng)))


def p_and_a(rng):
    """Outputs that need not sum to 1, from almost nothing to huge."""
    return list(zip(distributions(rng), 10 ** rng.uniform(-12, 300, (POINTS, 2))))


def each(function):
    return lambda rows: [function(*(np.array(argument) for argument in row)) for row in rows]


def unnormalised(p, q):
    with np.errstate(divide="ignore"):
        return -np.multiply(p, np.log(q), where=p > 0, out=np.zeros_like(p)).sum(axis=-1)


def error_naive(z):
    return sigmoid.sigmoid_naive(z) - 1


# name in JavaScript: the NumPy function, the points, the bound in ulps
CASES = {
    "sigmoid": (sigmoid.sigmoid, z_only, 4),
    "sigmoidDerivative": (sigmoid.sigmoid_derivative, z_only, 6),
    "softplus": (sigmoid.softplus, z_only, 4),
    "binaryCrossEntropyWithLogits": (sigmoid.binary_cross_entropy_with_logits, z_and_y, 4),
    "binaryCrossEntropyGradient": (sigmoid.binary_cross_entropy_gradient, z_and_y, 4),
    "softmax": (softmax.softmax, z_rows, 6),
    "logSumExp": (softmax.log_sum_exp, z_rows, 4),
    "crossEntropyWithLogits": (softmax.cross_entropy_with_logits, z_and_targets, 4),
    "softmaxCrossEntropyGradient": (softmax.softmax_cross_entropy_gradient, z_and_targets, 6),
    "entropy": (cross_entropy.entropy, p_only, 2),
    "crossEntropy": (unnormalised, p_and_a, 2),
    "divergence": (relu_losses.generalised_kl_divergence, p_and_q, 4),
    "relu": (relu.relu, z_only, 0),
    "reluCrossEntropy": (question.relu_cross_entropy, z_and_y, 2),
    "reluCrossEntropyGradient": (question.relu_cross_entropy_gradient, z_and_y, 0),
    "matchingLoss": (relu_losses.matching_loss, z_and_y, 0),
    "softplusNaive": (floating_point.softplus_naive, z_only, 2),
    "errorNaive": (error_naive, z_only, 2),
}
# The terms of these cancel: their ulps are those of the sum of the sizes of the terms.
SCALES = {
    "logSumExp": lambda z: np.abs(z.max()) - softmax.log_softmax(z).max(),
    "binaryCrossEntropyGradient": lambda z, y: (1 - y) * sigmoid.sigmoid(z) + y * sigmoid.sigmoid(-z),
    "crossEntropy": lambda p, q: np.abs(p * np.log(q)).sum(),
    "errorNaive": lambda z: 1.0,
    "softplusNaive": lambda z: 1.0 if z < 0 else sigmoid.softplus(z),  # ln of a number that was rounded to the digits of 1
}


def differences(name):
    """Return for each point the difference in ulps; infinite and undefined values must be the same."""
    function, points, _ = CASES[name]
    rows = points(np.random.default_rng(20))
    assert len(rows) >= POINTS
    theirs = np.array(floats(computed(name, rows)))
    ours = np.array(each(function)(rows), dtype=float)
    scale = np.array([SCALES[name](*row) for row in rows]).reshape(-1, *[1] * (ours.ndim - 1)) if name in SCALES else ours
    with np.errstate(invalid="ignore"):
        unit = np.spacing(np.maximum(np.abs(scale), np.finfo(float).tiny))
        same = (theirs == ours) | (np.isnan(theirs) & np.isnan(ours))
        return np.where(same, 0, np.abs(theirs - ours) / unit), rows


@pytest.mark.parametrize("name", CASES)
def test_a_function_agrees_with_the_tested_one(name):
    off, rows = differences(name)
    worst = np.unravel_index(np.nanargmax(np.where(np.isnan(off), np.inf, off)), off.shape)
    assert off[worst] <= CASES[name][2], f"{name}{rows[worst[0]]} differs from snippets/ by {off[worst]} ulps"


def real_loss(z, y):
    """The loss with 0 ln 0 = 0, +inf where it is infinite and NaN where it is no real number."""
    a, total = mpmath.mpf(max(z, 0.0)), mpmath.mpf(0)
    for weight, x in ((mpmath.mpf(y), a), (1 - mpmath.mpf(y), 1 - a)):
        if weight and x < 0:
            return mpmath.nan
        total += (mpmath.inf if x == 0 else -weight * mpmath.log(x)) if weight else 0
    return total


def test_the_exact_loss_and_slope_of_a_relu_output_are_those_of_the_definition():
    rng = np.random.default_rng(24)
    z = np.concatenate([[-1, 0, 1, 2, 0.5], rng.uniform(-1, 2, POINTS)])
    for y in (0.0, 0.3, 1.0):
        losses = floats(computed("reluCrossEntropyExact", [(at, y) for at in z]))
        slopes = floats(computed("reluCrossEntropyGradientExact", [(at, y) for at in z]))
        for at, loss, slope in zip(z, losses, slopes):
            with mpmath.workdps(40):
                wanted, h = real_loss(at, y), mpmath.mpf(10) ** -15
                left, right = ((real_loss(at + side, y) - wanted) / side for side in (-h, h))
                smooth = mpmath.isfinite(wanted) and mpmath.isfinite(left + right) and abs(left - right) < 1e-3
            np.testing.assert_allclose(loss, float(wanted), rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(slope, float((left + right) / 2) if smooth else np.nan, rtol=1e-6, atol=1e-12)


def parameters(rng):
    return {"W1": rng.normal(size=(2, 3)), "b1": rng.normal(size=3), "W2": rng.normal(size=(3, 3)), "b2": rng.normal(size=3)}


def test_the_network_agrees_with_the_tested_one():
    rng = np.random.default_rng(21)
    rows = [(parameters(rng), x) for x in rng.normal(size=(POINTS, 2))]
    targets = np.eye(3)[rng.integers(0, 3, POINTS)]
    forward = computed("forward", rows)
    backward = computed("backward", [(*row, y) for row, y in zip(rows, targets)])
    for (values, x), y, went, came in zip(rows, targets, forward, backward):
        ours = tuple(values.values())
        for name, value in zip(("z1", "a1", "z2"), network.forward(ours, x[None])):
            np.testing.assert_allclose(floats(went[name]), value[0], rtol=0, atol=1e-14)
        for name, value in zip(("W1", "b1", "W2", "b2"), network.backward(ours, x[None], y[None])):
            np.testing.assert_allclose(floats(came[name]), value, rtol=0, atol=1e-14)


@pytest.mark.parametrize("name, exact", [
    ("exactSoftplus", lambda z: mpmath.log1p(mpmath.exp(z))),
    ("exactError", lambda z: -1 / (1 + mpmath.exp(z))),
])
def test_the_exact_values_have_forty_digits(name, exact):
    z = np.concatenate([np.arange(-60, 60.5, 0.5), np.random.default_rng(22).uniform(-60, 60, POINTS)])
    with mpmath.workdps(90):
        for at, value in zip(z, computed(name, [(at,) for at in z])):
            wanted = exact(mpmath.mpf(float(at)))
            assert abs(mpmath.mpf(int(value[:-1])) / mpmath.mpf(2) ** 256 / wanted - 1) < mpmath.mpf(10) ** -40


def test_the_right_digits_are_counted():
    count = context_eval("[[1.25, 1.25, 5], [1.2499, 1.25, 5], [1.29, 1.25, 5], [0, 1.25, 5], [99.96, 100, 5], [1e-9, 1.04e-9, 3]]"
                         ".map(([x, y, n]) => mathematics.rightDigits(x, BigInt(y * 2 ** 160) << 96n, n))")
    assert count == [5, 4, 2, 0, 3, 2]


def context_eval(source):
    running = quickjs.Context()
    running.eval((SCRIPTS / "mathematics.js").read_text(encoding="utf-8"))
    return json.loads(running.eval(f"JSON.stringify({source})"))


def test_the_error_in_ulps_is_that_of_the_tested_measure():
    z = np.random.default_rng(23).uniform(-30, 30, POINTS)
    naive = floating_point.softplus_naive(z)
    with mpmath.workdps(40):
        ours = floating_point.ulp_error(naive, [mpmath.log1p(mpmath.exp(mpmath.mpf(float(at)))) for at in z])
    values = ", ".join(f"[{float(at)!r}, {float(value)!r}]" for at, value in zip(z, naive))
    theirs = context_eval(f"[{values}].map(([z, value]) => mathematics.ulps(value, mathematics.exactSoftplus(z)))")
    np.testing.assert_allclose(theirs, ours, rtol=1e-6, atol=1e-6)


def test_every_script_belongs_to_a_figure_that_a_page_shows():
    drawn = {path.stem for path in figures.drawn().glob("*.svg")}
    scripts = {path.stem for path in (SCRIPTS / "movable").glob("*.js")}
    assert scripts and scripts <= drawn, f"no drawing has the name of {sorted(scripts - drawn)}"


def test_only_a_page_that_shows_a_movable_figure_loads_a_script():
    shown = '<p><img alt="what is seen" src="figure:softmax-gradient" title="caption" /></p>'
    page = figures.inline(shown + shown, "docs/notebooks/x.md")
    assert page.endswith('</figure>\n<script src="../assets/js/movable.js" defer></script>') and page.count("<script") == 1
    assert "<script" not in figures.inline(shown.replace("softmax-gradient", "softmax-saturation"), "docs/x.md")


def test_the_scripts_together_are_small():
    files = [SCRIPTS / "mathematics.js", SCRIPTS / "movable.js", *(SCRIPTS / "movable").glob("*.js")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 25_000
