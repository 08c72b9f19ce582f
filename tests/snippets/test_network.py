"""snippets/network.py against loops and finite differences."""

import numpy as np
import pytest

from snippets import network as unit
from snippets.gradcheck import central_difference


def case(seed=0, n=5, d=2, m=4, K=3):
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(n, d)), rng.dirichlet(np.ones(K), size=n)
    W1, b1, W2, b2 = unit.initial_parameters(d, m, K, rng)
    return (W1, b1 + 0.1, W2, b2 - 0.2), X, Y


def test_forward_and_loss_as_loops():
    (W1, b1, W2, b2), X, Y = case()
    Z1, A1, Z2 = unit.forward((W1, b1, W2, b2), X)
    total = 0.0
    for x, y, z1, a1, z2 in zip(X, Y, Z1, A1, Z2):
        for j in range(4):
            by_hand = sum(x[i] * W1[i, j] for i in range(2)) + b1[j]
            assert abs(z1[j] - by_hand) < 1e-14 and a1[j] == (z1[j] if z1[j] > 0 else 0)
        for k in range(3):
            assert abs(z2[k] - sum(a1[j] * W2[j, k] for j in range(4)) - b2[k]) < 1e-14
        p = np.exp(z2) / np.exp(z2).sum()
        total -= sum(y[k] * np.log(p[k]) for k in range(3))
    assert abs(unit.loss((W1, b1, W2, b2), X, Y) - total / 5) < 1e-14


def test_gradients_against_finite_differences():
    parameters, X, Y = case(1)
    for at, gradient in enumerate(unit.backward(parameters, X, Y)):
        numeric = central_difference(
            lambda p: unit.loss((*parameters[:at], p, *parameters[at + 1 :]), X, Y), parameters[at]
        )
        assert gradient.shape == parameters[at].shape
        np.testing.assert_allclose(gradient, numeric, atol=1e-9)


def test_a_step_of_descent_and_two():
    parameters, X, Y = case(2)
    once = tuple(p - 0.25 * g for p, g in zip(parameters, unit.backward(parameters, X, Y)))
    for a, b in zip(unit.descend(parameters, X, Y, 0.25, 1), once):
        np.testing.assert_array_equal(a, b)
    for a, b in zip(unit.descend(parameters, X, Y, 0.25, 2), unit.descend(once, X, Y, 0.25, 1)):
        np.testing.assert_array_equal(a, b)
    assert unit.descend(parameters, X, Y, 1.0, 0) == parameters


def test_single_precision_stays_and_lists_are_read():
    parameters, X, Y = case(3)
    single = tuple(p.astype(np.float32) for p in parameters)
    for p in unit.descend(single, X.astype(np.float32), Y.astype(np.float32), 0.1, 1):
        assert p.dtype == np.float32
    listed = unit.backward(tuple(p.tolist() for p in parameters), X.tolist(), Y.tolist())
    for a, b in zip(listed, unit.backward(parameters, X, Y)):
        np.testing.assert_array_equal(a, b)


def test_parameters_keep_their_type_beside_float64_targets():
    parameters, X, Y = case(4)
    single = tuple(p.astype(np.float32) for p in parameters)
    assert all(g.dtype == np.float64 for g in unit.backward(single, X.astype(np.float32), Y))
    assert all(p.dtype == np.float32 for p in unit.descend(single, X.astype(np.float32), Y, 0.1, 2))
    assert [p.dtype for p in unit.descend(([[1, 2]], [0, 0], [[1], [2]], [0]), [[1]], [[1]], 0.1, 1)] == [np.float64] * 4


def test_weighted_targets():
    """A target of any sum is a weight: twice the target is twice the loss and the gradient."""
    parameters, X, Y = case(5)
    np.testing.assert_allclose(unit.loss(parameters, X, 2 * Y), 2 * unit.loss(parameters, X, Y), rtol=1e-14)
    for double, once in zip(unit.backward(parameters, X, 2 * Y), unit.backward(parameters, X, Y)):
        np.testing.assert_allclose(double, 2 * once, rtol=1e-13, atol=1e-16)


def test_spirals_by_hand():
    X, Y = unit.spirals(2, 4, 0.0, np.random.default_rng(0))
    np.testing.assert_array_equal(Y, np.repeat(np.eye(4), 2, axis=0))
    np.testing.assert_allclose(np.hypot(*X.T), [0.1, 1] * 4)
    np.testing.assert_allclose(X[1], [np.cos(4), np.sin(4)])
    np.testing.assert_allclose(X[2], 0.1 * np.array([-np.sin(0.4), np.cos(0.4)]))
    noisy, _ = unit.spirals(500, 2, 0.3, np.random.default_rng(0))
    clean, _ = unit.spirals(500, 2, 0.0, np.random.default_rng(0))
    turned = np.angle((noisy @ [1, 1j]) / (clean @ [1, 1j]))
    np.testing.assert_allclose(turned, 0.3 * np.random.default_rng(0).standard_normal(1000), atol=1e-12)
    assert unit.spirals(1, 1, 0, np.random.default_rng(0))[0].shape == (1, 2)


def test_initial_parameters():
    W1, b1, W2, b2 = unit.initial_parameters(200, 300, 100, np.random.default_rng(0))
    assert W1.shape == (200, 300) and b1.shape == (300,) and W2.shape == (300, 100) and b2.shape == (100,)
    assert abs(W1.var() * 200 - 2) < 0.05 and abs(W2.var() * 300 - 2) < 0.05
    assert not b1.any() and not b2.any()
    assert [p.size for p in unit.initial_parameters(1, 1, 1, np.random.default_rng(0))] == [1, 1, 1, 1]


def test_accuracy_by_hand():
    parameters = (np.eye(2), np.zeros(2), np.eye(2), np.zeros(2))
    X, Y = np.array([[1.0, 0], [0, 1], [2, 1], [3, 1]]), np.eye(2)[[0, 1, 1, 0]]
    assert unit.accuracy(parameters, X, Y) == 0.75
    assert unit.accuracy(parameters, X, 1 - Y) == 0.25
    assert unit.accuracy(parameters, X[1:], Y[1:]) == 2 / 3


P, X0, Y0 = case()
REFUSED = [
    (lambda: unit.spirals(0, 3, 0.1, None), "^per_class: an integer of at least 1 is needed, got 0$"),
    (lambda: unit.spirals(3, 0, 0.1, None), "^classes: "),
    (lambda: unit.spirals(3, 3, -0.1, None), "^noise: noise = -0.1 is negative$"),
    (lambda: unit.initial_parameters(0, 1, 1, None), "^d: an integer of at least 1 is needed, got 0$"),
    (lambda: unit.initial_parameters(1, 0, 1, None), "^m: an integer of at least 1 is needed, got 0$"),
    (lambda: unit.initial_parameters(1, 1, 0, None), "^classes: an integer of at least 1 is needed, got 0$"),
    (lambda: unit.forward(P[:3], X0), "^parameters: the four arrays W1, b1, W2, b2 are needed, got 3$"),
    (lambda: unit.forward(P, X0[:, :1]), r"^X: shape \(any, 2\) is needed, got \(5, 1\)$"),
    (lambda: unit.forward(P, X0 * np.inf), "^X: "),
    (lambda: unit.forward((P[0] * np.nan, *P[1:]), X0), "^W1: "),
    (lambda: unit.forward((P[0], P[1][:2], *P[2:]), X0), "^b1: shape"),
    (lambda: unit.forward((*P[:2], P[2].T, P[3]), X0), "^W2: shape"),
    (lambda: unit.forward((*P[:3], P[3][:1]), X0), "^b2: shape"),
    (lambda: unit.forward((P[1], *P[1:]), X0), "^W1: shape"),
    (lambda: unit.loss(P, X0, Y0[:2]), "^y: "),
    (lambda: unit.backward(P, X0, -Y0), "^y: .* negative"),
    (lambda: unit.forward((P[0] * 1e200, *P[1:]), X0 * 1e200), r"^Z1 = \(X W1 \+ b1\)\[0, 0\] overflows in float64$"),
    (lambda: unit.loss((*P[:2], P[2] * 1e200, P[3]), X0 * 1e200, Y0), r"^Z2 = \(A1 W2 \+ b2\)\[\d, \d\] overflows in float64$"),
    (lambda: unit.descend(P, X0, Y0, 1, -1), "^steps: an integer of at least 0 is needed, got -1$"),
    (lambda: unit.descend(P[:3], X0, Y0, 1, 0), "^parameters: the four arrays"),
    (lambda: unit.descend(P, X0, Y0, -1, 1), "^rate: rate = -1.0 is negative$"),
    (lambda: unit.spirals(3, 3, [0.1, 0.2], None), r"^noise: shape \(\) is needed, got \(2,\)$"),
    (lambda: unit.backward(P[:2], X0, Y0), "^parameters: the four arrays"),
    (lambda: unit.descend(P, X0, Y0, [1, 1], 1), r"^rate: shape \(\) is needed, got \(2,\)$"),
    (lambda: unit.accuracy(P, X0, Y0[:2]), "^Y: .* of Z2$"),
    (lambda: unit.accuracy(P, X0, -Y0), "^Y: .* negative"),
]


@pytest.mark.parametrize("call, message", REFUSED)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
