"""Laws and extremes of snippets/recipes_gradients.py, against finite differences, mpmath and searches by brute force."""

import itertools

import mpmath
import numpy as np
import pytest

from snippets import network
from snippets import recipes_gradients as unit
from snippets.cross_entropy import entropy, kl_divergence
from snippets.gradcheck import central_difference
from snippets.softmax import cross_entropy_with_logits, log_softmax, log_sum_exp, softmax

inf = np.inf


def rows(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


@pytest.mark.parametrize("seed", range(6))
def test_gradients_are_those_of_differences(seed):
    z, t, g = rows(seed, 3, 1 + seed)
    p = softmax(t)
    pairs = [
        (unit.reverse_kl_gradient(z, t), lambda z: kl_divergence(softmax(z), p)),
        (unit.reverse_kl_gradient(z, np.log(p)), lambda z: kl_divergence(softmax(z), p)),
        (unit.entropy_gradient(z), lambda z: entropy(softmax(z))),
        (unit.log_softmax_vjp(z, g), lambda z: g @ log_softmax(z)),
        (unit.sparsemax(z) - p, lambda z: unit.sparsemax_loss(z, p)),
        (unit.brier_score_gradient(z, p), lambda z: ((softmax(z) - p) ** 2).sum()),
        (unit.spherical_score_gradient(z, p), lambda z: -p @ softmax(z) / np.linalg.norm(softmax(z))),
    ]
    for computed, f in pairs:
        np.testing.assert_allclose(computed, central_difference(f, z), rtol=0, atol=1e-8)
    for T in (0.3, 1.0, 7.0):
        slope = central_difference(lambda T: entropy(softmax(z / T)), T)
        np.testing.assert_allclose(unit.entropy_temperature_slope(z, T), slope, rtol=0, atol=1e-7)


def test_a_masked_class_changes_nothing():
    z, t, g = rows(0, 3, 4)
    masked = [np.insert(array, 2, -inf) for array in (z, t)]
    for call, short, long in [
        (unit.reverse_kl_gradient, (z, t), masked),
        (unit.reverse_kl_gradient, (z, t), (masked[0], np.insert(t, 2, 5.0))),
        (unit.entropy_gradient, (z,), masked[:1]),
        (unit.log_softmax_vjp, (z, g), (masked[0], np.insert(g, 2, 0))),
        (unit.sparsemax, (z,), masked[:1]),
    ]:
        np.testing.assert_allclose(np.delete(call(*long), 2), call(*short))
        assert call(*long)[2] == 0
    np.testing.assert_allclose(unit.entropy_temperature_slope(masked[0], 2.0), unit.entropy_temperature_slope(z, 2.0))
    y = softmax(t)
    for gradient in (unit.brier_score_gradient, unit.spherical_score_gradient):
        np.testing.assert_allclose(gradient(masked[0], np.insert(y, 2, 0)), np.insert(gradient(z, y), 2, 0), rtol=1e-13)
        far = gradient(np.insert(z, 2, -600.0), np.insert(0.5 * y, 2, 0.5))  # the target of a masked class may be positive
        np.testing.assert_allclose(gradient(masked[0], np.insert(0.5 * y, 2, 0.5)), far, rtol=1e-13, atol=1e-200)
    jacobian = np.insert(np.insert(unit.sparsemax_jacobian(z), 2, 0, axis=0), 2, 0, axis=1)
    np.testing.assert_array_equal(unit.sparsemax_jacobian(masked[0]), jacobian)
    np.testing.assert_allclose(unit.sparsemax_loss(masked[0], np.insert(y, 2, 0)), unit.sparsemax_loss(z, y))
    assert unit.sparsemax_loss([-inf, 1], [0.5, 0.5]) == inf


def test_ends_of_the_entropy():
    np.testing.assert_array_equal(unit.entropy_gradient([5.0, 5.0, 5.0]), [0, 0, 0])  # the largest entropy
    np.testing.assert_array_equal(unit.entropy_gradient([0.0, -2000.0]), [0, 0])  # one certain class
    assert unit.entropy_temperature_slope([3.0, 3.0], 0.1) == 0
    assert unit.entropy_temperature_slope([0.0, -1.0], 1e-9) == 0  # e^-1e9: one class has everything
    assert unit.entropy_temperature_slope([0.0, -1.0], 1e300) == 0


def test_log_softmax_vjp_has_the_gradient_of_cross_entropy():
    z, y = rows(1, 3, 5), np.abs(rows(2, 3, 5))
    numeric = central_difference(lambda z: cross_entropy_with_logits(z, y).sum(), z)
    np.testing.assert_allclose(unit.log_softmax_vjp(z, -y), numeric, rtol=0, atol=1e-8)


@pytest.mark.parametrize("cuts", [(1,), (3, 4), (2, 2, 5), (0, 6)])
def test_merged_blocks_are_the_whole(cuts):
    """Blocks of any sizes, empty ones too, one by one and all at once."""
    z, values = 50 * rows(3, 6), rows(4, 6, 2)
    whole = log_sum_exp(z), softmax(z) @ values
    parts = []
    for block, v in zip(np.split(z, cuts), np.split(values, cuts)):
        parts.append((log_sum_exp(block), softmax(block) @ v) if len(block) else (-inf, np.zeros(2)))
    lse, outputs = map(np.array, zip(*parts))
    for got, expected in zip(unit.merge_softmax_blocks(lse, outputs), whole):
        np.testing.assert_allclose(got, expected, rtol=1e-13)
    running = -inf, np.zeros(2)
    for part in parts:
        running = unit.merge_softmax_blocks(*(np.stack(pair) for pair in zip(running, part)))
    for got, expected in zip(running, whole):
        np.testing.assert_allclose(got, expected, rtol=1e-13)


def test_merged_blocks_at_the_ends():
    lse, merged = unit.merge_softmax_blocks([[-inf, -inf], [1000, 1000], [0, -5000]], np.arange(6.0).reshape(3, 2, 1))
    np.testing.assert_allclose(lse, [-inf, 1000 + np.log(2), 0])
    np.testing.assert_array_equal(merged, [[0], [2.5], [4]])


@pytest.mark.parametrize("seed", range(4))
def test_the_hessian_in_the_weights(seed):
    W, X, Y = rows(seed, 2, 3), rows(seed + 9, 4, 2), np.eye(3)[[0, 1, 1, 2]]
    gradient = lambda W: X.T @ (softmax(X @ W) - Y) / 4  # noqa: E731
    numeric = [central_difference(lambda W: gradient(W)[i, k], W) for i in range(2) for k in range(3)]
    H = unit.softmax_weight_hessian(W, X)
    np.testing.assert_allclose(H, np.reshape(numeric, (2, 3, 2, 3)), rtol=0, atol=1e-8)
    kron = np.mean([np.kron(np.outer(x, x), np.diag(q) - np.outer(q, q)) for x, q in zip(X, softmax(X @ W))], axis=0)
    np.testing.assert_allclose(H.reshape(6, 6), kron, rtol=0, atol=1e-15)
    np.testing.assert_allclose(H.sum(axis=3), 0, atol=1e-15)  # the same vector added to all columns
    assert np.sum(np.linalg.eigvalsh(H.reshape(6, 6)) < 1e-12) == 2


def penalised(W, X, Y, penalty):
    return cross_entropy_with_logits(X @ W, Y).mean() + penalty * (W**2).sum() / 2


@pytest.mark.parametrize("penalty", [1e-6, 0.01, 10.0])
def test_newton_steps_that_are_halved_reach_the_minimum(penalty):
    W, X, Y = np.zeros((2, 3)), rows(5, 8, 2), np.eye(3)[np.arange(8) % 3]
    for _ in range(40):
        D, part = unit.newton_step(W, X, Y, penalty), 1.0
        while part > 1e-9 and penalised(W + part * D, X, Y, penalty) > penalised(W, X, Y, penalty):
            part /= 2
        W = W + part * D
    gradient = central_difference(lambda W: penalised(W, X, Y, penalty), W)
    np.testing.assert_allclose(gradient, 0, atol=1e-8)
    np.testing.assert_allclose(W.sum(axis=1), 0, atol=1e-9)  # the penalty picks one of those with the same probabilities


def test_a_newton_step_solves_its_system():
    W, X, Y = rows(6, 3, 4), rows(7, 5, 3), softmax(rows(8, 5, 4))
    D = unit.newton_step(W, X, Y, 0.1)
    gradient = lambda W: X.T @ (softmax(X @ W) - Y) / 5 + 0.1 * W  # noqa: E731
    along = (gradient(W + 1e-6 * D) - gradient(W - 1e-6 * D)) / 2e-6
    np.testing.assert_allclose(along, -gradient(W), rtol=0, atol=1e-7)
    np.testing.assert_allclose(unit.newton_step(np.array([[3.0], [1]]), [[1.0, 2]], [[1.0]], 0.5), [[-3], [-1]])  # K = 1


@pytest.mark.parametrize("seed", range(4))
def test_the_hessian_of_the_network(seed):
    """Against the gradient in mpmath, differenced with a step far below float64; the weights of examples need not be 1."""
    rng = np.random.default_rng(seed)
    parameters, direction = (tuple(rng.normal(size=s) for s in ((2, 3), 3, (3, 2), 2)) for _ in range(2))
    X, Y = rng.normal(size=(3, 2)), rng.uniform(size=(3, 2))

    def cost(entries):
        W1, b1, W2, b2 = (np.reshape(part, p.shape) for part, p in zip(np.split(np.array(entries), [6, 9, 15]), parameters))
        total = mpmath.mpf(0)
        for x, y in zip(X, Y):
            z2 = np.maximum(x @ W1 + b1, 0) @ W2 + b2
            lse = mpmath.log(sum(mpmath.exp(z) for z in z2))
            total -= sum(mpmath.mpf(t) * (z - lse) for z, t in zip(z2, y))
        return total / len(X)

    with mpmath.workdps(60):
        at, along = ([mpmath.mpf(v) for part in parts for v in part.ravel()] for parts in (parameters, direction))
        h, computed = mpmath.mpf(10) ** -15, unit.network_hessian_vector_product(parameters, direction, X, Y)
        for i, value in enumerate(np.concatenate([part.ravel() for part in computed])):
            corners = [[a + s * h * v + (r * h if j == i else 0) for j, (a, v) in enumerate(zip(at, along))] for s in (1, -1) for r in (1, -1)]
            exact = (cost(corners[0]) - cost(corners[1]) - cost(corners[2]) + cost(corners[3])) / (4 * h * h)
            assert abs(value - exact) < 1e-13


def test_the_hessian_of_the_network_is_symmetric():
    rng = np.random.default_rng(1)
    X, Y = network.spirals(4, 3, 0.2, rng)
    parameters, u, v = (network.initial_parameters(2, 6, 3, rng) for _ in range(3))
    product = lambda v: unit.network_hessian_vector_product(parameters, v, X, Y)  # noqa: E731
    inner = lambda u, v: sum((a * b).sum() for a, b in zip(u, v))  # noqa: E731
    np.testing.assert_allclose(inner(u, product(v)), inner(v, product(u)), rtol=1e-12)


def test_scores_at_their_ends():
    eye, half = np.eye(2), np.full((2, 2), 0.5)
    np.testing.assert_array_equal(unit.brier_score(eye, eye), [0, 0])
    np.testing.assert_array_equal(unit.brier_score(eye, eye[::-1]), [2, 2])
    np.testing.assert_array_equal(unit.brier_score(half, eye), [0.5, 0.5])
    np.testing.assert_array_equal(unit.spherical_score(eye, eye), [-1, -1])
    np.testing.assert_array_equal(unit.spherical_score(eye, eye[::-1]), [0, 0])
    np.testing.assert_allclose(unit.spherical_score(half, eye), [-np.sqrt(0.5)] * 2)
    np.testing.assert_allclose(unit.brier_score([0.7, 0.3], [1.0, 0]), 2 * (1 - 0.7) ** 2)


def brier(q, y):
    return sum((a - t) ** 2 for a, t in zip(q, y))


def spherical(q, y):
    return -sum(a * t for a, t in zip(q, y)) / mpmath.sqrt(sum(a * a for a in q))


@pytest.mark.parametrize("gradient, score", [(unit.brier_score_gradient, brier), (unit.spherical_score_gradient, spherical)])
@pytest.mark.parametrize("z", [[0.0, -40.0, -41.0], [-40.0, 0.0, 1.0], [2.0, 1.0, 0.0]])
def test_a_score_far_out_has_the_digits_of_its_definition(gradient, score, z):
    """Right and sure, wrong and sure, and neither: against mpmath's differences of the score, with digits to spare."""
    y = [1.0, 0.0, 0.0]

    def at(*z):
        e = [mpmath.exp(v) for v in z]
        return score([v / sum(e) for v in e], y)

    with mpmath.workdps(150):
        exact = [mpmath.diff(at, tuple(map(mpmath.mpf, z)), tuple(int(j == i) for j in range(3))) for i in range(3)]
        np.testing.assert_allclose(gradient(z, y), [float(v) for v in exact], rtol=1e-14)


def test_gradients_of_the_scores_at_their_ends():
    z = np.array([[800.0, 0.0], [0.0, 800.0], [-800.0, 0.0]])
    for gradient in (unit.brier_score_gradient, unit.spherical_score_gradient):
        np.testing.assert_array_equal(gradient(z, np.eye(2)[[0, 0, 0]]), 0)
        np.testing.assert_allclose(gradient([3.0, 3.0], [0.5, 0.5]), 0, atol=1e-16)  # the report is the truth


@pytest.mark.parametrize("score", [unit.brier_score, unit.spherical_score])
def test_no_report_is_better_than_the_truth(score):
    for seed in range(200):
        p, q = softmax(2 * rows(seed, 2, 3))
        mean = lambda q: p @ score(np.stack([q] * 3), np.eye(3))  # noqa: E731
        assert mean(q) > mean(p)


@pytest.mark.parametrize("seed", range(40))
def test_sparsemax_is_the_nearest_point(seed):
    """Every support is tried: the nearest point of the plane where the others are 0, if it is in the simplex."""
    z = 10.0 ** (seed % 5 - 2) * rows(seed, 1 + seed % 6)
    best, least = None, inf
    for size in range(1, len(z) + 1):
        for support in map(list, itertools.combinations(range(len(z)), size)):
            a = np.zeros_like(z)
            a[support] = z[support] - (z[support].sum() - 1) / size
            if a.min() >= 0 and ((a - z) ** 2).sum() < least:
                best, least = a, ((a - z) ** 2).sum()
    np.testing.assert_allclose(unit.sparsemax(z), best, rtol=0, atol=1e-14)
    y = softmax(rows(seed + 50, len(z)))
    np.testing.assert_allclose(unit.sparsemax_loss(z, y), (((y - z) ** 2).sum() - least) / 2, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("seed", range(8))
def test_the_jacobian_of_sparsemax(seed):
    z = rows(seed, 1 + seed)
    numeric = [central_difference(lambda z: unit.sparsemax(z)[i], z) for i in range(len(z))]
    np.testing.assert_allclose(unit.sparsemax_jacobian(z), numeric, rtol=0, atol=1e-8)


def test_the_jacobian_of_sparsemax_at_a_border_is_that_of_the_side_where_the_class_is_outside():
    border, outside, inside = ([2.0, 1.0 + move, 0.0] for move in (0, -1e-6, 1e-6))
    np.testing.assert_array_equal(unit.sparsemax_jacobian(border), unit.sparsemax_jacobian(outside))
    np.testing.assert_array_equal(unit.sparsemax_jacobian(inside), [[0.5, -0.5, 0], [-0.5, 0.5, 0], [0, 0, 0]])


def test_sparsemax_at_its_ends():
    np.testing.assert_array_equal(unit.sparsemax([2.0, 1.0]), [1, 0])  # a gap of exactly 1: on the boundary of the support
    np.testing.assert_array_equal(unit.sparsemax([[0, 0], [1e308, -1e308], [-inf, -4]]), [[0.5, 0.5], [1, 0], [0, 1]])
    assert unit.sparsemax_loss([2.0, 1.0], [1.0, 0.0]) == 0 and unit.sparsemax_loss([2.0, 1.5], [1.0, 0.0]) > 0
    assert unit.sparsemax_loss([1e308, -1e308], [0.0, 1.0]) == inf
    np.testing.assert_array_equal(unit.sparsemax(np.float32([3, 3, 3, 3])), np.full(4, 0.25, np.float32))


@pytest.mark.parametrize("nu", [1, 1.5, 2, 7])
def test_entmax_maximises_what_defines_it(nu):
    """The logits' mean less the sum of (a^alpha - a) / (alpha (alpha - 1)), alpha = 1 + 1 / nu; and its symmetric Jacobian."""
    alpha, rng = 1 + 1 / nu, np.random.default_rng(3)
    value = lambda a: a @ z - ((a**alpha - a) / (alpha * (alpha - 1))).sum(axis=-1)  # noqa: E731
    for _ in range(5):
        z = 2 * rng.normal(size=4)
        a = unit.entmax(z, nu)
        assert np.all(value(rng.dirichlet(np.full(4, 0.5), 200)) < value(a))
        s = np.where(a > 0, a ** (1 - 1 / nu), 0)
        J = np.diag(s) - np.outer(s, s) / s.sum()
        numeric = [central_difference(lambda z: unit.entmax(z, nu)[i], z) for i in range(4)]
        np.testing.assert_allclose(J, numeric, rtol=0, atol=1e-5)


def test_entmax_at_its_ends():
    z = 3 * rows(4, 5, 6)
    np.testing.assert_allclose(unit.entmax(z, 1), unit.sparsemax(z), rtol=0, atol=1e-15)
    np.testing.assert_allclose(unit.entmax(z, 1e8), softmax(z), rtol=0, atol=1e-6)
    np.testing.assert_array_equal(unit.entmax([[-inf, 3.0], [1e308, -1e308]], 2), [[0, 1], [1, 0]])


def test_slope_jump():
    jump = unit.slope_jump(lambda x: np.abs(x).sum() + (x**2).sum() + np.maximum(0, x[0]), np.array([0.0, 3.0]))
    np.testing.assert_allclose(jump, [3 + 2e-5, 6e-5], rtol=1e-4)
    assert unit.slope_jump(lambda x: x**2, 0.0, 0.5) == 1


FOUR = tuple(np.ones(s) for s in ((2, 2), 2, (2, 2), 2))
REFUSED = [
    (lambda: unit.reverse_kl_gradient([0.0, 1], [0, -inf]), "^target_logits: -inf at a class with q_k > 0; the divergence is infinite"),
    (lambda: unit.reverse_kl_gradient([0, -inf], [-inf, -inf]), "^target_logits: every class of a row is masked"),
    (lambda: unit.reverse_kl_gradient([1e308, 0], [-1e308, 0]), r"^z - target_logits\[0\] overflows in float64$"),
    (lambda: unit.entropy_gradient([-inf, -inf]), "^z: every class of a row is masked"),
    (lambda: unit.entropy_temperature_slope([0.0, 1], 0.0), "^T: a positive number is needed, got 0.0$"),
    (lambda: unit.log_softmax_vjp([0.0, -inf], [0, 1.0]), "^g: a masked class"),
    (lambda: unit.log_softmax_vjp([0.0, 1], [1.5e308, 1.5e308]), r"^g - s sum\(g\).* overflows in float64$"),
    (lambda: unit.merge_softmax_blocks([0.0, inf], [[1.0], [1]]), "^lse: "),
    (lambda: unit.merge_softmax_blocks([0.0, 1], [1.0, 1, 1]), r"^outputs: shape \(..., B, d\)"),
    (lambda: unit.softmax_weight_hessian([[1e200]], [[1e200]]), r"^\(X W\)\[0, 0\] overflows"),
    (lambda: unit.newton_step([[0.0]], [[1.0]], [[1.0]], 0.0), "^penalty: a positive number is needed"),
    (lambda: unit.newton_step([[0.0, 0]], [[1.0]], [[1.0, 0]], 1e-18), "^penalty: 1e-18 is lost in rounding beside the Hessian"),
    (lambda: unit.network_hessian_vector_product(FOUR, FOUR[:3], [[1.0, 1]], [[1.0, 0]]), "^direction: the four arrays V1, c1, V2, c2 are needed, got 3$"),
    (lambda: unit.entmax([0.0, 1], 0), "^nu: a positive number is needed, got 0.0$"),
    (lambda: unit.brier_score_gradient([0.0, 1], [1.0, 1]), "^y: the probabilities must sum to 1, got the sum 2.0$"),
    (lambda: unit.spherical_score_gradient([0.0, 1], [0.0, 0]), "^y: the probabilities must sum to 1, got the sum 0.0$"),
    (lambda: unit.sparsemax_jacobian([-inf, -inf]), "^z: every class of a row is masked"),
    (lambda: unit.sparsemax_jacobian([[0.0, 1]]), r"^z: shape \(any\) is needed, got \(1, 2\)$"),
    (lambda: unit.slope_jump(lambda x: x, [1.0, 2]), r"^f: a function that returns a number is needed, got the shape \(2,\)$"),
    (lambda: unit.slope_jump(np.sum, [1e300], 1e-20), "^step: x - h, x, x"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
