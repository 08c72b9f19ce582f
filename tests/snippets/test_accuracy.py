"""How far every function of snippets/ is from the exact value, in ulps, over its domain, in float64 and float32.

The exact value is the formula of the docstring, in balls of 200 bits: an interval that surely holds it, whose radius
counts as error. The bound is 4 ulps of it; where a case has other bounds, or ulps of another quantity (where terms
cancel), the docstring of the function has to say the same.
"""

import functools
import inspect
import math
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import numpy as np
import pytest
from flint import arb, ctx

import snippets
from snippets import (
    cross_entropy,
    gradcheck,
    network,
    question,
    recipes,
    recipes_gradients,
    relu,
    relu_losses,
    sigmoid,
    softmax,
    softmax_variants,
)

KINDS = [np.float64, np.float32]
BITS = 200
inf = np.inf
EPSILON = 2**-10  # of the clipped loss: both bounds are numbers of both types


class Case(NamedTuple):
    function: Callable
    points: Callable  # kind -> the batches; a batch is a tuple of arrays, whose first axis counts the points
    exact: Callable  # one point -> the value, or the list of values
    bounds: tuple[float, float] = (4, 4)  # float64, float32
    scale: Callable | None = None  # one point -> the quantity whose ulps are meant, in the shape of the value
    constants: dict = {}  # further arguments


# The points


def specials(kind):
    info = np.finfo(kind)
    positive = [info.smallest_subnormal, info.tiny, info.eps, 0.5, 1, np.log(info.max), info.max, np.nextafter(kind(1), kind(0))]
    return np.array([0.0, -0.0, *positive, *np.negative(positive)])


def magnitudes(kind, rng, n, largest=None):
    """Positive numbers of every size, down to the smallest subnormal."""
    info = np.finfo(kind)
    least, most = np.log2(float(info.smallest_subnormal)), np.log2(float(largest or info.max))
    return 2 ** rng.uniform(least, most - 1e-6, n)


@functools.cache
def reals(kind):
    """The whole line: a grid over the range of exp and beyond it, the middle, every size, and the special ones."""
    rng, end = np.random.default_rng(1), 1.2 * float(np.log(np.finfo(kind).max))
    sizes = magnitudes(kind, rng, 400) * rng.choice([-1, 1], 400)
    near = [36.7 + rng.uniform(-1, 1, 20), 16.6 + rng.uniform(-1, 1, 20)]
    return np.concatenate([np.linspace(-end, end, 801), rng.uniform(-6, 6, 600), sizes, *near, specials(kind)]).astype(kind)


@functools.cache
def units(kind):
    """[0, 1]: a grid, and points that crowd to 0, 1/2 and 1."""
    rng, eps = np.random.default_rng(2), float(np.finfo(kind).eps)
    small = 2 ** rng.uniform(np.log2(eps), -1, 300)
    values = [np.linspace(0, 1, 257), magnitudes(kind, rng, 300, 1), 1 - small, 0.5 + small / 2, 0.5 - small / 2]
    special = specials(kind)
    values = np.concatenate([*values, special[(special >= 0) & (special <= 1)]]).astype(kind)
    return np.clip(values, 0, 1)


def line(kind):
    return [(reals(kind),)]


def pairs(first, second):
    """A random partner for each point, thrice."""
    def points(kind):
        rng, batches = np.random.default_rng(3), []
        for _ in range(3):
            left, right = first(kind), second(kind)
            n = max(len(left), len(right))
            batches.append((rng.permutation(np.resize(left, n)), rng.permutation(np.resize(right, n))))
        return batches
    return points


def nonnegative(kind):
    rng, special = np.random.default_rng(4), specials(kind)
    return np.concatenate([magnitudes(kind, rng, 500), np.linspace(0, 3, 100), special[special >= 0]]).astype(kind)


def near(first, second):
    """`pairs`, and pairs that are nearly equal or differ by about 3."""
    def points(kind):
        rng, x = np.random.default_rng(5), nonnegative(kind)
        x = x[(x > 0) & (x < np.finfo(kind).max / 8)]
        off = 2 ** rng.uniform(np.log2(float(np.finfo(kind).eps)), 0, len(x)) * rng.choice([-0.9, 1], len(x))
        ratio = np.exp(rng.uniform(-2, 2, len(x)))
        return [*pairs(first, second)(kind), (x, (x * (1 + off)).astype(kind)), (x, (x * ratio).astype(kind)), (x, x)]
    return points


def close_to_the_target(kind):
    y = units(kind)
    y = y[(y > 0) & (y < 1)]
    return [*pairs(reals, units)(kind), (sigmoid.logit(y), y)]


@functools.cache
def rows(kind):
    """Logits: all sizes of vectors and gaps, ties, masks, huge offsets, and exponentials that sum to about 1."""
    rng, info, batches = np.random.default_rng(6), np.finfo(kind), []
    for K in (1, 2, 3, 7, 40):
        for spread in (1e-3, 1, 20, 120):
            batches.append(spread * rng.normal(size=(max(4, 40 // K), K)))
        batches += [batches[-2] + 1e6, np.round(batches[-1]), np.log(rng.dirichlet(np.ones(K), 6)), magnitudes(kind, rng, (6, K))]
        batches.append(np.where(rng.uniform(size=(8, K)) < 0.5, -np.inf, batches[-2][:1] * 0 + rng.normal(size=(8, K))))
        batches[-1][:, 0] = rng.normal(size=8)
    batches.append(rng.normal(size=(2, 1000)))
    crumbs = np.full((1, 128), np.log(0.49 * float(info.eps)))  # each is lost beside 1, all are not
    crumbs[0, 0] = 0
    batches.append(crumbs)
    big, small = float(info.max), float(info.smallest_subnormal)
    batches.append(np.array([[big, -big, big], [-big, -big, -big], [small, 0, -small], [big, big / 2, 0], [0, -1e17, 1e17]]))
    return [batch.astype(kind) for batch in batches]


def logits(kind):
    return [(Z,) for Z in rows(kind)]


def with_targets(targets):
    def points(kind):
        rng = np.random.default_rng(7)
        return [(Z, targets(rng, Z).astype(kind)) for Z in rows(kind)]
    return points


def without_underflow(batches):
    """Those of which no probability is below the normal numbers, unless its class is masked."""
    def points(kind):
        found = []
        for Z, other in batches(kind):
            p = softmax.softmax(Z)
            fine = np.all((p > np.finfo(kind).tiny) | (Z == -np.inf), axis=1)
            found += [(Z[fine], other[fine])] if fine.any() else []
        return found
    return points


def reference_logits(rng, Z):
    """Near the logits or far from them, with a mask where they have one."""
    return np.where(np.isfinite(Z), np.where(np.isfinite(Z), Z, 0) + rng.normal(size=Z.shape) * 10.0 ** rng.integers(-6, 3, (len(Z), 1)), -np.inf)


def masked_to_0(targets):
    return lambda rng, Z: np.where(np.isfinite(Z), targets(rng, Z), 0)


def distributed(rng, Z):
    Y = rng.dirichlet(np.ones(Z.shape[1]), len(Z))
    Y[::3] = np.eye(Z.shape[1])[rng.integers(0, Z.shape[1], len(Y[::3]))]
    return Y


def few(batches):
    """Those of at most seven classes: of more, the exact values take long."""
    return lambda kind: [batch for batch in batches(kind) if batch[0].shape[1] < 10]


def without_overflow(batches):
    """Those whose logits a sum or a difference keeps in range."""
    def points(kind):
        return [(Z, Y) for Z, Y in batches(kind) if np.abs(Z[np.isfinite(Z)]).max() < float(np.finfo(kind).max) / 8]
    return points


def temperatures(kind):
    """Without probabilities below the normal numbers, unless their class is masked."""
    rng, found = np.random.default_rng(14), []
    for Z, in few(logits)(kind):
        T = (2.0 ** rng.uniform(-4, 4, len(Z))).astype(kind)
        with np.errstate(over="ignore"):
            gaps = (Z.astype(np.float64) - Z.max(axis=1, keepdims=True)) / T[:, None]
        fine = np.all((gaps > np.log(np.finfo(kind).tiny) + 8) | (Z == -np.inf), axis=1)
        found += [(Z[fine], T[fine])] if fine.any() else []
    return found


def one_hot(rng, Z):
    return np.eye(Z.shape[1])[[rng.choice(np.flatnonzero(np.isfinite(z))) for z in Z]]


def weighted(rng, Z):
    """Any sums, some zeros, none of the masked classes; some rows are nearly the softmax."""
    Y = rng.dirichlet(np.ones(Z.shape[1]), len(Z)) * 2.0 ** rng.integers(-3, 4, (len(Z), 1))
    Y[rng.uniform(size=Y.shape) < 0.2] = 0
    Y[::3] = softmax.softmax(Z[::3])
    return np.where(np.isfinite(Z), Y, 0)


def any_sign(rng, Z):
    return rng.normal(size=Z.shape) * 10.0 ** rng.integers(-6, 6, Z.shape) + 10.0 ** rng.integers(-3, 6, (len(Z), 1))


@functools.cache
def distributions(kind):
    rng, found = np.random.default_rng(8), []
    for K in (1, 2, 3, 7, 40):
        found += [rng.dirichlet(np.full(K, alpha), 12) for alpha in (0.01, 0.1, 1, 100, 1e6)] + [np.eye(K)]
    return [(p / p.sum(axis=1, keepdims=True)).astype(kind) for p in found]


def two_distributions(kind):
    rng, batches = np.random.default_rng(9), []
    for p in distributions(kind):
        q = (p * (1 + 1e-3 * rng.uniform(-1, 1, p.shape))).astype(np.float64)
        batches += [(p, rng.permutation(p)), (p, (q / q.sum(axis=1, keepdims=True)).astype(kind)), (p, p)]
    return batches


def dyadic(kind):
    """Distributions that sum to 1 without rounding, from unlike to equal up to one bit."""
    rng, batches = np.random.default_rng(10), []
    for bits in (4, 10, 22):
        for off in (2 ** (bits - 2), 1):
            p = rng.integers(2 ** (bits - 2), 2 ** (bits - 1), (20, 2))
            d = rng.integers(-off, off + 1, (20, 1))
            ends = [np.stack([*x.T, 2**bits - x.sum(axis=1)], axis=1) / 2**bits for x in (p, p + d * [1, -1])]
            batches.append(tuple(x.astype(kind) for x in ends))
    return batches


def positive_rows(kind):
    rng = np.random.default_rng(11)
    found = [magnitudes(kind, rng, (12, K)) for K in (1, 2, 5)] + [rng.normal(size=(12, K)) for K in (2, 5, 40)]
    found = [np.where(rng.uniform(size=z.shape) < 0.2, -z, z) for z in found]
    for z in found:
        z[:, 0] = np.abs(z[:, 0])
    return [z.astype(kind) for z in found]


def with_distributions(kind):
    """Without sums that overflow: the loss as written has no mend for them."""
    rng = np.random.default_rng(12)
    found = [z for z in positive_rows(kind) if z.max() < 1e30]
    return [(z, (rng.dirichlet(np.ones(z.shape[1]), len(z)) * (z > 0)).astype(kind)) for z in found]


def inside(kind):
    """Targets, and outputs of a ReLU between 0 and 1."""
    return [(z[(z > 0) & (z < 1)], y[(z > 0) & (z < 1)]) for z, y in pairs(units, units)(kind)]


def above_0(kind):
    return [(z[(z > 1e-30) & (z < 1e30) & (z != 1)], y[(z > 1e-30) & (z < 1e30) & (z != 1)]) for z, y in pairs(reals, units)(kind)]


def last_labels(Z):
    """The last class that is not masked, for each row."""
    return np.array([np.flatnonzero(np.isfinite(z))[-1] for z in Z])


def label_rows(kind):
    """Each row once more, with another of its classes in the last place: then every class is a label."""
    rng = np.random.default_rng(14)
    return [(np.concatenate([Z, rng.permuted(Z, axis=1)]),) for Z in rows(kind)]


def many_losses(kind):
    """A hundred losses and their weights; half of the weights are 0 or 1, and an infinite loss has the weight 0."""
    rng, batches = np.random.default_rng(15), []
    for size in (1e-30, 1, 1e30):
        losses = size * rng.exponential(size=(12, 100))
        weights = np.where(rng.uniform(size=losses.shape) < 0.5, rng.integers(0, 2, losses.shape), rng.exponential(size=losses.shape))
        losses[:, 0], weights[:, 0] = np.inf, 0
        batches.append((losses.astype(kind), weights.astype(kind)))
    return batches


def token_losses(kind):
    return [(losses[:, 1:] * kind(size), weights[:, 1:]) for losses, weights in many_losses(kind)[1:2] for size in (1e-3, 1, 20)]


def moderate(batches):
    """Those of which the third power of a sigmoid is no subnormal number, and the targets neither."""
    def points(kind):
        info = np.finfo(kind)
        end = float(-np.log(info.tiny)) / 3 - 1
        return [(z[fine], y[fine]) for z, y in batches(kind) for fine in [(np.abs(z) < end) & ((y == 0) | (y > np.sqrt(info.tiny)))]]
    return points


def at_a_temperature(kind):
    rng, found = np.random.default_rng(16), []
    for K in (1, 2, 3, 7, 40):
        for spread in (1e-3, 1, 20):
            Z = (spread * rng.normal(size=(12, K))).astype(kind)
            Y = rng.dirichlet(np.ones(K), 12)
            Y[::3], Y[1::3] = np.eye(K)[rng.integers(0, K, 4)], softmax.softmax(Z[1::3] / 3)
            found.append((Z, Y.astype(kind)))
    return found


# The exact values. A comparison of two balls is true only if it holds for all their numbers.

ZERO = arb(0)


def exp(x):
    return arb(x).exp()


def log(x):
    return arb(x).log()


def log1p(x):
    return arb(x).log1p()


def fsum(values):
    return sum(values, ZERO)


def sigma(z):
    if z < 0:
        return exp(z) / (1 + exp(z))
    return 1 / (1 + exp(-z))


def softplus(z):
    return log1p(exp(z)) if z < 10000 else z


def plogq(p, q):
    return (p * log(q) if q != 0 else -inf) if p != 0 else ZERO


def binary_loss(a, y):
    return -plogq(y, a) - ((1 - y) * log1p(-a) if a < 1 else plogq(1 - y, 0))


def divergence(p, a):
    return (p * log(p / a) - p + a if a != 0 else inf) if p != 0 else a


def others(x):
    """sum_{j != k} x_j for every k; 200 bits cannot tell the total from the largest entry."""
    total, largest = fsum(x), max(x)
    return [total - v if v < largest else fsum(x[:k] + x[k + 1 :]) for k, v in enumerate(x)]


def exponentials(z):
    largest = max(z)
    return [exp(value - largest) if value > -inf else ZERO for value in z]


def probabilities(z):
    e = exponentials(z)
    total = fsum(e)
    return [value / total for value in e]


def log_probabilities(z):
    largest, more = max(z), log1p(min(others(exponentials(z))))
    return [value - largest - more if value > -inf else -inf for value in z]


def lse(z):
    return max(z) + log(fsum(exponentials(z)))


def jacobian(z):
    p = probabilities(z)
    rest = others(p)
    return [p[i] * rest[i] if i == j else -p[i] * p[j] for i in range(len(z)) for j in range(len(z))]


def gradient(z, y, sign=-1):
    p = probabilities(z)
    return [p_k * rest_y + sign * y_k * rest_p for p_k, y_k, rest_p, rest_y in zip(p, y, others(p), others(y))]


def hessian_vector(z, v):
    p = probabilities(z)
    return [p_i * fsum(p_j * (v_i - v_j) for p_j, v_j in zip(p, v)) for p_i, v_i in zip(p, v)]


def hessian_terms(z, v):
    p, centre = probabilities(z), v[z.index(max(z))]
    mean = fsum(p_j * abs(v_j - centre) for p_j, v_j in zip(p, v))
    return [p_i * (abs(v_i - centre) + mean) for p_i, v_i in zip(p, v)]


def loss(z, y):
    return -fsum(t * log_p for t, log_p in zip(y, log_probabilities(z)) if t != 0)


def last_label(z):
    return max(k for k, value in enumerate(z) if value > -inf)


def label_loss(z):
    return -log_probabilities(z)[last_label(z)]


def label_gradient(z):
    p, c = probabilities(z), last_label(z)
    return [*p[:c], -fsum(p[:c] + p[c + 1 :]), *p[c + 1 :]]


def mean(losses, weights):
    return fsum(c * m for c, m in zip(losses, weights) if m != 0) / fsum(weights)


def focal(z, y):
    return y * sigma(-z) ** 2 * softplus(-z) + (1 - y) * sigma(z) ** 2 * softplus(z)


def focal_slope(z, y, sign=-1):
    a, b = sigma(z), sigma(-z)
    return (1 - y) * a**2 * (a + 2 * b * softplus(z)) + sign * y * b**2 * (b + 2 * a * softplus(-z))


def in_the_temperature(z, y, sign=-1):
    """At T = 3; with sign 1 the sum of the absolute values, enlarged by what the gaps do to an exponential."""
    largest, q = max(z), probabilities([value / 3 for value in z])
    gap = [(value - largest) / 3 for value in z]
    if sign < 0:
        return (fsum(t * g for t, g in zip(y, gap)) - fsum(y) * fsum(q_k * g for q_k, g in zip(q, gap))) / 3
    return (1 + max(map(abs, gap))) * fsum((t + q_k) * abs(g) for t, q_k, g in zip(y, q, gap)) / 3


def reverse_kl_slope(z, t):
    return hessian_vector(z, [a - b if a > -inf else ZERO for a, b in zip(z, t)])


def reverse_kl_terms(z, t):
    p, v = probabilities(z), [abs(a - b) if a > -inf else ZERO for a, b in zip(z, t)]
    centre, mean = v[z.index(max(z))], fsum(p_k * v_k for p_k, v_k in zip(p, v))
    return [p_k * (v_k + centre + mean) for p_k, v_k in zip(p, v)]


def unmasked(z):
    return [value if value > -inf else ZERO for value in z]


def entropy_slope(z, T, more=lambda r: 0):
    r = [(value - max(z)) / T for value in z]
    p, r = probabilities(r), unmasked(r)
    mean = fsum(p_k * r_k for p_k, r_k in zip(p, r))
    return fsum(p_k * (r_k - mean) ** 2 * (1 + more(r_k)) for p_k, r_k in zip(p, r)) / T


def sparse(z):
    """The gaps to the largest, and the threshold: it only rises as those below it leave the sum that makes it."""
    largest = max(z)
    gaps = [value - largest for value in z]
    support, tau = [], -inf
    while len(above := [gap for gap in gaps if gap > tau]) != len(support):
        support, tau = above, (fsum(above) - 1) / len(above)
    return gaps, tau


def sparse_shares(z):
    gaps, tau = sparse(z)
    return [max(gap - tau, ZERO) for gap in gaps]


def entmax_shares(z):
    """For nu = 2 and each size of the support: then the sum is a quadratic in the threshold, and exactly one size fits."""
    gaps = sorted(((value - max(z)) / 2 for value in z if value > -inf), reverse=True)
    for size in range(len(gaps), 0, -1):
        first, second = fsum(gaps[:size]) / size, fsum(gap * gap for gap in gaps[:size]) / size
        square = first * first - second + arb(1) / size
        if square >= 0 and gaps[size - 1] >= (t := first - square.sqrt()):
            return [max((value - max(z)) / 2 - t, ZERO) ** 2 if value > -inf else ZERO for value in z]


def sparse_loss(z, y):
    gaps, tau = sparse(z)
    squares = fsum((max(gap - tau, ZERO) - t) ** 2 for gap, t in zip(gaps, y)) / 2
    return squares + fsum(t * (tau - gap) for gap, t in zip(gaps, y) if t != 0 and gap < tau)


def sparse_slopes(z):
    gaps, tau = sparse(z)
    inside = [gap > tau for gap in gaps]
    return [arb(i == j and c) - arb(c and d) / sum(inside) for i, c in enumerate(inside) for j, d in enumerate(inside)]


def brier_slope(z, y):
    p = probabilities(z)
    return [2 * value for value in hessian_vector(z, [q * (1 - t) - t * rest for q, t, rest in zip(p, y, others(p))])]


def brier_terms(z, y):
    p = probabilities(z)
    w = [q * (1 - t) + t * rest for q, t, rest in zip(p, y, others(p))]
    both = w[z.index(max(z))] + fsum(q * v for q, v in zip(p, w))
    return [2 * q * (v + both) for q, v in zip(p, w)]


def spherical_slope(z, y, sign=-1):
    e = exponentials(z)
    length = fsum(value * value for value in e).sqrt()
    u = [value / length for value in e]
    return [a * (a * right + sign * t * rest) for a, t, right, rest in zip(u, y, others([t * a for t, a in zip(y, u)]), others([a * a for a in u]))]


def clipped(z):
    return min(max(z, arb(EPSILON)), arb(1 - EPSILON))


def relu_shares(z):
    a = [max(value, ZERO) for value in z]
    return [value / fsum(a) for value in a]


def share_gradient(z, y, sign=-1):
    total = fsum(value for value in z if value > 0)
    return [fsum(y) / total + sign * t / value if value > 0 else ZERO for value, t in zip(z, y)]


CASES = {
    "sigmoid": Case(sigmoid.sigmoid, line, sigma),
    "sigmoid_derivative": Case(sigmoid.sigmoid_derivative, line, lambda z: sigma(z) * sigma(-z), (6, 6)),
    "logit": Case(sigmoid.logit, lambda kind: [(units(kind),)], lambda p: log(p / (1 - p)) if 0 < p < 1 else inf if p == 1 else -inf),
    "softplus": Case(sigmoid.softplus, line, softplus),
    "binary_cross_entropy_with_logits": Case(
        sigmoid.binary_cross_entropy_with_logits, close_to_the_target, lambda z, y: (1 - y) * softplus(z) + y * softplus(-z)
    ),
    "binary_cross_entropy_gradient": Case(
        sigmoid.binary_cross_entropy_gradient, close_to_the_target, lambda z, y: (1 - y) * sigma(z) - y * sigma(-z), (6, 6),
        lambda z, y: (1 - y) * sigma(z) + y * sigma(-z),
    ),
    "softmax": Case(softmax.softmax, logits, probabilities, (6, 8)),
    "log_sum_exp": Case(
        softmax.log_sum_exp, logits, lse, (4, 6),
        lambda z: abs(max(z)) + log(fsum(exponentials(z))),
    ),
    "log_softmax": Case(softmax.log_softmax, logits, log_probabilities, (4, 6)),
    "softmax_jacobian": Case(
        lambda Z: np.array([softmax.softmax_jacobian(z) for z in Z]), lambda kind: [(Z,) for Z in rows(kind) if Z.shape[1] < 10],
        jacobian, (12, 16),
    ),
    "cross_entropy_with_logits": Case(softmax.cross_entropy_with_logits, with_targets(weighted), loss, (4, 6)),
    "softmax_cross_entropy_gradient": Case(
        softmax.softmax_cross_entropy_gradient, without_underflow(with_targets(weighted)), gradient, (8, 10),
        lambda z, y: gradient(z, y, sign=1),
    ),
    "softmax_hessian_vector_product": Case(
        softmax.softmax_hessian_vector_product,
        lambda kind: [b for b in without_underflow(with_targets(any_sign))(kind) if b[0].shape[1] < 50], hessian_vector, (8, 10), hessian_terms,
    ),
    "smooth_labels": Case(
        softmax_variants.smooth_labels, lambda kind: [(p,) for p in distributions(kind)],
        lambda p: [t * arb(0.875) + arb(0.125) / len(p) for t in p], constants={"epsilon": 0.125},
    ),
    "entropy": Case(cross_entropy.entropy, lambda kind: [(p,) for p in distributions(kind)], lambda p: -fsum(map(plogq, p, p)), (4, 6)),
    "cross_entropy": Case(cross_entropy.cross_entropy, two_distributions, lambda p, q: -fsum(map(plogq, p, q)), (4, 6)),
    "kl_divergence": Case(
        cross_entropy.kl_divergence, dyadic, lambda p, q: fsum(s * log(s / t) for s, t in zip(p, q)), (8, 8)
    ),
    "binary_cross_entropy": Case(
        cross_entropy.binary_cross_entropy, pairs(units, units), binary_loss, (4, 6)
    ),
    "relu": Case(relu.relu, line, lambda z: max(z, ZERO), (0, 0)),
    "relu_derivative": Case(relu.relu_derivative, line, lambda z: arb(z > 0), (0, 0)),
    "leaky_relu": Case(relu.leaky_relu, line, lambda z: z if z > 0 else z / 4, constants={"slope": 0.25}),
    "relu_backward": Case(relu.relu_backward, pairs(reals, reals), lambda delta, z: delta if z > 0 else ZERO, (0, 0)),
    "normalised_relu": Case(relu_losses.normalised_relu, lambda kind: [(z,) for z in positive_rows(kind)], relu_shares),
    "normalised_relu_cross_entropy": Case(
        relu_losses.normalised_relu_cross_entropy, with_distributions, lambda z, y: -fsum(map(plogq, y, relu_shares(z))), (4, 4),
        lambda z, y: -fsum(map(plogq, y, relu_shares(z))) + fsum(y),
    ),
    "normalised_relu_gradient": Case(
        relu_losses.normalised_relu_gradient, with_distributions, share_gradient, (4, 4),
        lambda z, y: share_gradient(z, y, sign=1),
    ),
    "clipped_cross_entropy": Case(
        relu_losses.clipped_cross_entropy, pairs(reals, units), lambda z, y: binary_loss(clipped(z), y), (4, 6),
        constants={"epsilon": EPSILON},
    ),
    "clipped_cross_entropy_gradient": Case(
        relu_losses.clipped_cross_entropy_gradient, pairs(units, units),
        lambda z, y: (z - y) / (z * (1 - z)) if EPSILON < z < 1 - EPSILON else ZERO, constants={"epsilon": EPSILON},
    ),
    "generalised_kl_divergence": Case(
        lambda p, a: relu_losses.generalised_kl_divergence(p[:, None], a[:, None]), near(nonnegative, nonnegative), divergence, (8, 8)
    ),
    "generalised_kl_gradient": Case(
        relu_losses.generalised_kl_gradient, near(reals, nonnegative), lambda z, y: (z - y) / z if z > 0 else ZERO
    ),
    "matching_loss": Case(
        relu_losses.matching_loss, near(reals, nonnegative), lambda z, y: max(z, ZERO) ** 2 / 2 - y * z
    ),
    "matching_loss_gradient": Case(relu_losses.matching_loss_gradient, near(reals, nonnegative), lambda z, y: max(z, ZERO) - y),
    "relu_cross_entropy": Case(
        question.relu_cross_entropy, inside, binary_loss, (4, 4), lambda a, y: 1 + binary_loss(a, y)
    ),
    "relu_cross_entropy_gradient": Case(
        question.relu_cross_entropy_gradient, above_0, lambda z, y: -y / z + (1 - y) / (1 - z), (4, 4),
        lambda z, y: y / z + (1 - y) / abs(1 - z),
    ),
    "label_cross_entropy": Case(
        lambda Z: recipes.label_cross_entropy(Z, last_labels(Z)), label_rows,
        label_loss, (4, 6),
    ),
    "label_cross_entropy_gradient": Case(
        lambda Z: recipes.label_cross_entropy_gradient(Z, last_labels(Z)), label_rows,
        label_gradient, (8, 10),
    ),
    "weighted_mean": Case(
        lambda C, m: np.array([recipes.weighted_mean(*pair) for pair in zip(C, m)]), many_losses, mean, (6, 6)
    ),
    "weighted_binary_cross_entropy": Case(
        recipes.weighted_binary_cross_entropy, close_to_the_target,
        lambda z, y: 3 * y * softplus(-z) + (1 - y) * softplus(z), constants={"alpha": 3},
    ),
    "weighted_binary_cross_entropy_gradient": Case(
        recipes.weighted_binary_cross_entropy_gradient, close_to_the_target,
        lambda z, y: (1 - y) * sigma(z) - 3 * y * sigma(-z), (6, 6),
        lambda z, y: (1 - y) * sigma(z) + 3 * y * sigma(-z), {"alpha": 3},
    ),
    "smooth_labels_over_others": Case(
        recipes.smooth_labels_over_others, lambda kind: [(p,) for p in distributions(kind) if p.shape[1] > 1],
        lambda p: [t * arb(0.875) + arb(0.125) * fsum(p[:k] + p[k + 1 :] + [1 - fsum(p)]) / (len(p) - 1) for k, t in enumerate(p)],
        constants={"epsilon": 0.125},
    ),
    "smooth_labels_over_allowed": Case(
        lambda p: recipes.smooth_labels_over_allowed(p, p > 0, 0.125), lambda kind: [(p,) for p in distributions(kind)],
        lambda p: [t * arb(0.875) + (t > 0) * arb(0.125) / sum(t > 0 for t in p) for t in p],
    ),
    "focal_loss": Case(recipes.focal_loss, moderate(pairs(reals, units)), focal, (8, 10), constants={"gamma": 2}),
    "focal_loss_gradient": Case(
        recipes.focal_loss_gradient, moderate(pairs(reals, units)), focal_slope, (10, 10),
        lambda z, y: focal_slope(z, y, 1), {"gamma": 2},
    ),
    "perplexity": Case(
        lambda C, m: np.array([recipes.perplexity(*pair) for pair in zip(C, m)]), token_losses,
        lambda C, m: exp(mean(C, m)), (6, 6), lambda C, m: (1 + mean(C, m)) * exp(mean(C, m)),
    ),
    "temperature_gradient": Case(
        recipes.temperature_gradient, at_a_temperature, in_the_temperature, (6, 6),
        lambda z, y: in_the_temperature(z, y, 1), {"T": 3},
    ),
    "relative_error": Case(
        lambda a, b: np.array([gradcheck.relative_error(*pair) for pair in zip(a, b)]), lambda kind: pairs(reals, units)(kind)[:1],
        lambda a, b: abs(a - b),
    ),
    "reverse_kl_gradient": Case(
        recipes_gradients.reverse_kl_gradient, few(without_overflow(without_underflow(with_targets(reference_logits)))), reverse_kl_slope, (8, 10),
        reverse_kl_terms,
    ),
    "entropy_gradient": Case(
        recipes_gradients.entropy_gradient, lambda kind: [(Z,) for Z, _ in few(without_underflow(with_targets(one_hot)))(kind)],
        lambda z: [-value for value in hessian_vector(z, unmasked(z))], (8, 10), lambda z: hessian_terms(z, unmasked(z)),
    ),
    "entropy_temperature_slope": Case(
        lambda Z, T: np.array([recipes_gradients.entropy_temperature_slope(z, t) for z, t in zip(Z, T)]), temperatures, entropy_slope,
        (16, 16), lambda z, T: entropy_slope(z, T, abs),
    ),
    "log_softmax_vjp": Case(
        recipes_gradients.log_softmax_vjp, few(with_targets(masked_to_0(any_sign))),
        lambda z, g: [g_j - p_j * fsum(g) for g_j, p_j in zip(g, probabilities(z))], (8, 12),
        lambda z, g: [abs(g_j) + p_j * fsum(map(abs, g)) for g_j, p_j in zip(g, probabilities(z))],
    ),
    "merge_softmax_blocks": Case(
        lambda lse, o: recipes_gradients.merge_softmax_blocks(lse, o[..., None])[1][..., 0], few(with_targets(any_sign)),
        lambda z, o: fsum(p_b * o_b for p_b, o_b in zip(probabilities(z), o)), (8, 10),
        lambda z, o: fsum(p_b * abs(o_b) for p_b, o_b in zip(probabilities(z), o)),
    ),
    "brier_score": Case(
        recipes_gradients.brier_score, two_distributions, lambda q, y: fsum((a - b) ** 2 for a, b in zip(q, y))
    ),
    "spherical_score": Case(
        recipes_gradients.spherical_score, two_distributions,
        lambda q, y: -fsum(a * b for a, b in zip(q, y)) / fsum(a * a for a in q).sqrt(), (6, 6)
    ),
    "brier_score_gradient": Case(
        recipes_gradients.brier_score_gradient, few(without_underflow(with_targets(distributed))), brier_slope, (8, 10), brier_terms
    ),
    "spherical_score_gradient": Case(
        recipes_gradients.spherical_score_gradient, few(without_underflow(with_targets(distributed))), spherical_slope, (10, 12),
        lambda z, y: spherical_slope(z, y, 1),
    ),
    "sparsemax_jacobian": Case(
        lambda Z: np.array([recipes_gradients.sparsemax_jacobian(z) for z in Z]), few(logits), sparse_slopes
    ),
    "sparsemax": Case(recipes_gradients.sparsemax, few(logits), sparse_shares, (4, 4), lambda z: [arb(1)] * len(z)),
    "entmax": Case(recipes_gradients.entmax, few(logits), entmax_shares, (8, 8), lambda z: [arb(1)] * len(z), {"nu": 2}),
    "sparsemax_loss": Case(
        recipes_gradients.sparsemax_loss, few(with_targets(distributed)), sparse_loss, (8, 8), lambda z, y: 1 + sparse_loss(z, y)
    ),
}
# the same functions where no terms cancel: the bounds are those of the result itself
ONE_HOT = {
    "softmax_cross_entropy_gradient": CASES["softmax_cross_entropy_gradient"]._replace(points=with_targets(one_hot), scale=None),
    "cross_entropy_with_logits": CASES["cross_entropy_with_logits"]._replace(points=with_targets(one_hot)),
    "spherical_score_gradient": CASES["spherical_score_gradient"]._replace(points=few(with_targets(one_hot)), scale=None),
    "binary_cross_entropy_gradient": CASES["binary_cross_entropy_gradient"]._replace(
        points=lambda kind: [(reals(kind), np.resize([0, 1], len(reals(kind))).astype(kind))], scale=None
    ),
    "kl_divergence": CASES["kl_divergence"]._replace(
        points=two_distributions, exact=lambda p, q: fsum(map(divergence, p, q))
    ),
}
SUMS = ["logistic_loss", "logistic_gradient", "logistic_hessian_vector_product", "forward", "loss", "backward", "softmax_weight_hessian"]
NOT_MEASURED = {
    "sigmoid_naive": "as written: the docstring says where it fails",
    "softmax_naive": "as written: the docstring says where it fails",
    "softplus_naive": "as written: the docstring says where it fails",
    "log_sum_exp_naive": "as written: the docstring says where it fails",
    "binary_cross_entropy_naive": "as written: the docstring says where it fails",
    "binary_cross_entropy_with_logits_naive": "as written: the docstring says where it fails",
    "ulp_error": "a measure itself, tested by hand in test_floating_point.py",
    "central_difference": "its error is that of the method, tested in test_gradcheck.py",
    "spirals": "random points",
    "initial_parameters": "random numbers",
    "descend": "steps with the gradients of backward",
    "train": "steps with the functions it is given",
    "accuracy": "a count",
    "newton_step": "the solution of a linear system, tested in test_recipes_gradients.py",
    "network_hessian_vector_product": "sums as those of backward, against mpmath in test_recipes_gradients.py",
    "slope_jump": "its error is that of the method, tested in test_recipes_gradients.py",
}


def public_functions():
    modules = [import_module(f"snippets.{module.name}") for module in pkgutil.iter_modules(snippets.__path__)]
    return {
        name: value for module in modules if module.__name__ != "snippets.validation"
        for name, value in inspect.getmembers(module, inspect.isfunction) if value.__module__ == module.__name__ and name[0] != "_"
    }


def test_no_function_is_left_out():
    assert sorted([*CASES, *SUMS, *NOT_MEASURED]) == sorted(public_functions()), "add a case to CASES"


@pytest.mark.parametrize("name", CASES)
def test_the_docstring_has_the_bound(name):
    text, case = " ".join(public_functions()[name].__doc__.split()), CASES[name]
    double, single = case.bounds
    if case.scale:
        assert f"below {double} ulps of" in text
    elif double > 4:
        assert f"below {double} ulps" in text
    if single != double:
        assert f"{single} in float32" in text


def exactly(value):
    exact = np.asarray(value).tolist()
    return [arb(v) for v in exact] if isinstance(exact, list) else arb(exact)


def listed(value):
    return value if isinstance(value, list) else [value]


@functools.cache
def power_of_2(k):
    return arb(2) ** k


def error(computed, value, scale, info):
    """|computed - value| in ulps of scale; 0 where both are beyond the range, infinite where only one is."""
    computed = float(computed)
    if value == computed or (math.isinf(computed) and abs(value) > float(info.max) and (value > 0) == (computed > 0)):
        return 0
    scale = arb(scale)
    if not math.isfinite(computed) or not scale.is_finite() or scale.is_zero():
        return np.inf
    mantissa, exponent = scale.mid().man_exp()
    exponent = max(info.minexp, min(mantissa.bit_length() + int(exponent) - 1, info.maxexp - 1)) if mantissa else info.minexp
    ulps = float((abs(computed - value) * power_of_2(info.nmant - exponent)).upper())
    return np.inf if math.isnan(ulps) else ulps


def worst(case, kind):
    """The largest error, and the point that has it."""
    info, largest, at = np.finfo(kind), 0, None
    with ctx.workprec(BITS):
        for batch in case.points(kind):
            computed = np.reshape(case.function(*batch, **case.constants), (len(batch[0]), -1))
            assert computed.dtype == kind or case.function is CASES["relative_error"].function
            for result, *point in zip(computed.tolist(), *batch, strict=True):
                arguments = [exactly(value) for value in point]
                values = listed(case.exact(*arguments))
                scales = listed(case.scale(*arguments)) if case.scale else map(abs, values)
                for c, value, scale in zip(result, values, scales, strict=True):
                    ulps = error(c, value, scale, info)
                    if ulps > largest:
                        largest, at = ulps, point
    return largest, at


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CASES)
def test_error_in_ulps(name, kind):
    largest, point = worst(CASES[name], kind)
    assert largest <= CASES[name].bounds[KINDS.index(kind)], f"{largest:.3g} ulps at {point}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ONE_HOT)
def test_error_in_ulps_where_nothing_cancels(name, kind):
    largest, point = worst(ONE_HOT[name], kind)
    assert largest <= ONE_HOT[name].bounds[KINDS.index(kind)], f"{largest:.3g} ulps at {point}"


# Sums of products can cancel: their bounds are multiples of the roundoff u times a sum of absolute values


def product(A, B):
    return [[fsum(a * b for a, b in zip(row, column)) for column in zip(*B)] for row in A]


def transposed(A):
    return [list(column) for column in zip(*A)]


def matrix(values):
    return [exactly(row) for row in values]


def sizes(A):
    return [[abs(value) for value in row] for row in A]


def flat(*values):
    return [entry for value in values for row in listed(value) for entry in listed(row)]


def assert_close(computed, exact, bound, where):
    for c, value, limit in zip(np.concatenate([np.ravel(part) for part in computed]), exact, bound, strict=True):
        assert abs(arb(float(c)) - value) <= limit, where


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_error_of_the_logistic_sums(kind, seed):
    rng, u = np.random.default_rng(seed), arb(float(np.finfo(kind).eps) / 2)
    n, d = int(rng.integers(1, 12)), int(rng.integers(1, 6))
    spread = 10.0 ** rng.integers(-2, 3)
    w, X, y, v = (part.astype(kind) for part in (spread * rng.normal(size=d), rng.normal(size=(n, d)), rng.uniform(size=n), rng.normal(size=d)))
    b = float(kind(-(X @ w)[0]))  # the first z is almost 0
    with ctx.workprec(BITS):
        xs, ws, ys, vs = matrix(X), exactly(w), exactly(y), exactly(v)
        z = [fsum(p * q for p, q in zip(x, ws)) + arb(b) for x in xs]
        moved = [1 + fsum(abs(p * q) for p, q in zip(x, ws)) + abs(arb(b)) for x in xs]
        C = fsum((1 - t) * softplus(s) + t * softplus(-s) for s, t in zip(z, ys)) / n
        limit = (d + 1) * u * fsum(m - 1 for m in moved) / n + 8 * u * C
        assert_close([sigmoid.logistic_loss(w, b, X, y)], [C], [limit], "loss")
        columns = [*transposed(xs), [arb(1)] * n]
        gradient = [fsum(x * (sigma(s) - t) for x, s, t in zip(column, z, ys)) / n for column in columns]
        limits = [(n + d + 9) * u * fsum(abs(x) * m for x, m in zip(column, moved)) / n for column in columns]
        assert_close(sigmoid.logistic_gradient(w, b, X, y), gradient, limits, "gradient")
        along = [fsum(p * q for p, q in zip(x, vs)) for x in xs]
        size = [fsum(abs(p * q) for p, q in zip(x, vs)) for x in xs]
        H = [fsum(x * sigma(s) * sigma(-s) * a for x, s, a in zip(column, z, along)) / n for column in columns[:-1]]
        limits = [(n + 2 * d + 9) * u * fsum(abs(x) * m * a for x, m, a in zip(column, moved, size)) / n for column in columns[:-1]]
        assert_close([sigmoid.logistic_hessian_vector_product(w, b, X, v)], H, limits, "Hessian")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_error_of_the_network(kind, seed):
    rng, u = np.random.default_rng(seed), arb(float(np.finfo(kind).eps) / 2)
    n, d, m, K = (int(size) for size in rng.integers(1, 6, 4))
    W1, b1, W2, b2, X = (rng.normal(size=s).astype(kind) for s in ((d, m), m, (m, K), K, (n, d)))
    Y = (rng.dirichlet(np.ones(K), n) * rng.uniform(0, 3, (n, 1))).astype(kind)
    with ctx.workprec(BITS):
        w1, w2, xs, ys = matrix(W1), matrix(W2), matrix(X), matrix(Y)
        z1 = [[z + b for z, b in zip(row, exactly(b1))] for row in product(xs, w1)]
        limit1 = [[z + abs(b) for z, b in zip(row, exactly(b1))] for row in product(sizes(xs), sizes(w1))]
        a1 = [[max(z, ZERO) for z in row] for row in z1]
        z2 = [[z + b for z, b in zip(row, exactly(b2))] for row in product(a1, w2)]
        limit2 = [[(d + m + 2) * u * (z + abs(b)) for z, b in zip(row, exactly(b2))] for row in product(limit1, sizes(w2))]
        limit1 = [(d + 1) * u * entry for entry in flat(limit1)]
        assert_close(network.forward((W1, b1, W2, b2), X), flat(z1, a1, z2), [*limit1, *limit1, *flat(limit2)], "forward")
        C = fsum(map(loss, z2, ys)) / n
        moved = fsum(2 * max(limits) * fsum(y) for limits, y in zip(limit2, ys)) / n
        ulps = 8 if kind is np.float64 else 12  # an ulp is at most two roundoffs
        assert_close([network.loss((W1, b1, W2, b2), X, Y)], [C], [moved + ulps * u * C], "loss")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_error_of_the_backward_pass(kind, seed):
    """With small integers, whose products and sums are exact, so that Z1 and Z2 are."""
    rng, u = np.random.default_rng(seed), arb(float(np.finfo(kind).eps) / 2)
    n, d, m, K = (int(size) for size in rng.integers(1, 6, 4))
    parameters = tuple(rng.integers(-3, 4, s).astype(kind) for s in ((d, m), m, (m, K), K))
    X, Y = rng.integers(-3, 4, (n, d)).astype(kind), (rng.dirichlet(np.ones(K), n) * rng.uniform(0, 3, (n, 1))).astype(kind)
    Z1, A1, Z2 = network.forward(parameters, X)
    with ctx.workprec(BITS):
        mask, w2, xs, a1 = matrix(Z1 > 0), matrix(parameters[2]), matrix(X), matrix(A1)
        results = []
        for sign, form in ((-1, lambda A: A), (1, sizes)):  # the gradients, and the same of absolute values
            d2 = [[g / n for g in gradient(z, y, sign)] for z, y in zip(matrix(Z2), matrix(Y))]
            d1 = [[g * on for g, on in zip(*rows)] for rows in zip(product(d2, transposed(form(w2))), mask)]
            column_sums = [[fsum(column) for column in zip(*D)] for D in (d1, d2)]
            results.append(flat(product(transposed(form(xs)), d1), column_sums[0], product(transposed(form(a1)), d2), column_sums[1]))
        exact, terms = results
        assert_close(network.backward(parameters, X, Y), exact, [(n + K + 20) * u * term for term in terms], "backward")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_error_of_the_hessian_in_the_weights(kind, seed):
    rng, u = np.random.default_rng(seed), arb(float(np.finfo(kind).eps) / 2)
    n, d, K = (int(size) for size in rng.integers(1, 5, 3))
    W, X = (10.0 ** rng.integers(-2, 2) * rng.normal(size=(d, K))).astype(kind), rng.normal(size=(n, d)).astype(kind)
    with ctx.workprec(BITS):
        ws, xs = matrix(W), matrix(X)
        q = [probabilities(z) for z in product(xs, ws)]
        moved = [1 + 2 * max(row) for row in product(sizes(xs), sizes(ws))]
        exact, limits = [], []
        for i, k, j, l in np.ndindex(d, K, d, K):
            exact.append(fsum(x[i] * x[j] * p[k] * ((k == l) - p[l]) for x, p in zip(xs, q)) / n)
            terms = (abs(x[i] * x[j]) * p[k] * ((k == l) + p[l]) * more for x, p, more in zip(xs, q, moved))
            limits.append((n + 2 * d + 20) * u * fsum(terms) / n)
        assert_close([recipes_gradients.softmax_weight_hessian(W, X)], exact, limits, "Hessian")


@pytest.mark.parametrize("kind", KINDS)
def test_a_million_classes(kind):
    """Ten different logits, so that ten exponentials give the exact sum."""
    rng = np.random.default_rng(13)
    values, index = rng.normal(size=10).astype(kind), rng.integers(0, 10, 1_000_000)
    z, y = values[index], np.zeros(1_000_000, kind)
    y[0] = 1
    with ctx.workprec(BITS):
        counts, e = np.bincount(index), [exp(v) for v in exactly(values)]
        total = fsum(int(c) * v for c, v in zip(counts, e))
        p = [v / total for v in e]
        info, first = np.finfo(kind), [1 + np.argmax(index[1:] == k) for k in range(10)]
        for found in (softmax.softmax(z), softmax.softmax_cross_entropy_gradient(z, y)):
            for k in range(10):
                assert error(found[first[k]], p[k], p[k], info) <= (6, 8)[KINDS.index(kind)]
        assert error(found[0], p[index[0]] - 1, 1, info) <= (8, 10)[KINDS.index(kind)]
        for result, value in ((softmax.log_sum_exp(z), log(total)), (softmax.cross_entropy_with_logits(z, y), -log(p[index[0]]))):
            assert error(result, value, value, info) <= 4
