"""What each function of snippets/ does with NaN, infinities, zeros, integers, lists, every shape, type and layout."""

import inspect
import pkgutil
import re
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import numpy as np
import pytest

import snippets
from snippets import (
    cross_entropy,
    floating_point,
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

inf, nan = np.inf, np.nan
EYE = np.eye(2)


class Function(NamedTuple):
    call: Callable  # of the arrays
    domains: str  # of each array, in order: real, finite, unit, nonnegative, distribution, logits
    names: str
    arrays: tuple = ()  # valid values of 0 and 1; the unit matrix for each, if nothing is said
    rank: str = "elements"  # or rows, whose last axis is the classes; or all, which makes one number of them; or other


def matrices(call, domains, names):
    """A function that refuses other shapes: a vector of weights, a matrix of examples, a vector of targets."""
    shape = {"w": EYE[0], "y": EYE[1], "v": EYE[1], "z": EYE[0], "b1": EYE[0], "b2": EYE[1], "c1": EYE[0], "c2": EYE[1]}
    return Function(call, domains, names, tuple(shape.get(name, EYE) for name in names.split()), "other")


def last_labels(z):
    """The last class for each row, whatever z is."""
    return np.full(np.shape(z)[:-1], max(np.shape(z)[-1:], default=1) - 1)


FUNCTIONS = {
    "relu": Function(relu.relu, "real", "z"),
    "relu_derivative": Function(relu.relu_derivative, "real", "z"),
    "leaky_relu": Function(lambda z: relu.leaky_relu(z, 0.25), "finite", "z"),
    "relu_backward": Function(relu.relu_backward, "finite finite", "delta z"),
    "sigmoid": Function(sigmoid.sigmoid, "real", "z"),
    "sigmoid_derivative": Function(sigmoid.sigmoid_derivative, "real", "z"),
    "softplus": Function(sigmoid.softplus, "real", "z"),
    "logit": Function(sigmoid.logit, "unit", "p"),
    "binary_cross_entropy_with_logits": Function(sigmoid.binary_cross_entropy_with_logits, "finite unit", "z y"),
    "binary_cross_entropy_gradient": Function(sigmoid.binary_cross_entropy_gradient, "finite unit", "z y"),
    "binary_cross_entropy": Function(cross_entropy.binary_cross_entropy, "unit unit", "a y"),
    "entropy": Function(cross_entropy.entropy, "distribution", "p", rank="rows"),
    "cross_entropy": Function(cross_entropy.cross_entropy, "distribution distribution", "p q", rank="rows"),
    "kl_divergence": Function(cross_entropy.kl_divergence, "distribution distribution", "p q", rank="rows"),
    "smooth_labels": Function(lambda y: softmax_variants.smooth_labels(y, 0.25), "distribution", "y", rank="rows"),
    "softmax": Function(softmax.softmax, "logits", "z", rank="rows"),
    "log_softmax": Function(softmax.log_softmax, "logits", "z", rank="rows"),
    "log_sum_exp": Function(softmax.log_sum_exp, "logits", "z", rank="rows"),
    "cross_entropy_with_logits": Function(softmax.cross_entropy_with_logits, "logits nonnegative", "z y", rank="rows"),
    "softmax_cross_entropy_gradient": Function(softmax.softmax_cross_entropy_gradient, "logits nonnegative", "z y", rank="rows"),
    "softmax_hessian_vector_product": Function(softmax.softmax_hessian_vector_product, "logits finite", "z v", rank="rows"),
    "softmax_jacobian": matrices(softmax.softmax_jacobian, "logits", "z"),
    "normalised_relu": Function(relu_losses.normalised_relu, "finite", "z", rank="rows"),
    "clipped_cross_entropy": Function(lambda z, y: relu_losses.clipped_cross_entropy(z, y, 0.25), "finite unit", "z y"),
    "clipped_cross_entropy_gradient": Function(
        lambda z, y: relu_losses.clipped_cross_entropy_gradient(z, y, 0.25), "finite unit", "z y"
    ),
    "generalised_kl_divergence": Function(
        lambda p, a: relu_losses.generalised_kl_divergence(p, a), "nonnegative nonnegative", "p a", rank="rows"
    ),
    "generalised_kl_gradient": Function(relu_losses.generalised_kl_gradient, "finite nonnegative", "z y"),
    "matching_loss": Function(relu_losses.matching_loss, "finite nonnegative", "z y"),
    "matching_loss_gradient": Function(relu_losses.matching_loss_gradient, "finite nonnegative", "z y"),
    "logistic_loss": matrices(lambda w, X, y: sigmoid.logistic_loss(w, 0.5, X, y), "finite finite unit", "w X y"),
    "logistic_gradient": matrices(lambda w, X, y: sigmoid.logistic_gradient(w, 0.5, X, y)[0], "finite finite unit", "w X y"),
    "logistic_hessian_vector_product": matrices(
        lambda w, X, v: sigmoid.logistic_hessian_vector_product(w, 0.5, X, v), "finite finite finite", "w X v"
    ),
    "forward": matrices(lambda *a: network.forward(a[:4], a[4])[2], "finite " * 5, "W1 b1 W2 b2 X"),
    "loss": matrices(lambda *a: network.loss(a[:4], *a[4:]), "finite " * 5 + "nonnegative", "W1 b1 W2 b2 X y"),
    "backward": matrices(lambda *a: network.backward(a[:4], *a[4:])[0], "finite " * 5 + "nonnegative", "W1 b1 W2 b2 X y"),
    "relative_error": matrices(gradcheck.relative_error, "finite finite", "computed exact"),
    "reverse_kl_gradient": Function(recipes_gradients.reverse_kl_gradient, "logits logits", "z target_logits", rank="rows"),
    "entropy_gradient": Function(recipes_gradients.entropy_gradient, "logits", "z", rank="rows"),
    "entropy_temperature_slope": Function(lambda z: recipes_gradients.entropy_temperature_slope(z, 0.5), "logits", "z", rank="rows"),
    "log_softmax_vjp": Function(recipes_gradients.log_softmax_vjp, "logits finite", "z g", rank="rows"),
    "merge_softmax_blocks": Function(
        lambda lse, outputs: recipes_gradients.merge_softmax_blocks(lse, outputs)[1], "logits finite", "lse outputs",
        (EYE, np.stack([EYE, EYE])), "other",
    ),
    "softmax_weight_hessian": matrices(recipes_gradients.softmax_weight_hessian, "finite finite", "W X"),
    "newton_step": matrices(lambda W, X, Y: recipes_gradients.newton_step(W, X, Y, 0.5), "finite finite distribution", "W X Y"),
    "network_hessian_vector_product": matrices(
        lambda *a: recipes_gradients.network_hessian_vector_product(a[:4], a[4:8], *a[8:])[0],
        "finite " * 9 + "nonnegative", "W1 b1 W2 b2 V1 c1 V2 c2 X Y",
    ),
    "brier_score": Function(recipes_gradients.brier_score, "distribution distribution", "q y", rank="rows"),
    "spherical_score": Function(recipes_gradients.spherical_score, "distribution distribution", "q y", rank="rows"),
    "brier_score_gradient": Function(recipes_gradients.brier_score_gradient, "logits distribution", "z y", rank="rows"),
    "spherical_score_gradient": Function(recipes_gradients.spherical_score_gradient, "logits distribution", "z y", rank="rows"),
    "sparsemax_jacobian": matrices(recipes_gradients.sparsemax_jacobian, "logits", "z"),
    "sparsemax": Function(recipes_gradients.sparsemax, "logits", "z", rank="rows"),
    "entmax": Function(lambda z: recipes_gradients.entmax(z, 2), "logits", "z", rank="rows"),
    "sparsemax_loss": Function(recipes_gradients.sparsemax_loss, "logits distribution", "z y", rank="rows"),
}
FUNCTIONS |= {
    "label_cross_entropy": Function(lambda z: recipes.label_cross_entropy(z, last_labels(z)), "logits", "z", rank="rows"),
    "label_cross_entropy_gradient": Function(
        lambda z: recipes.label_cross_entropy_gradient(z, last_labels(z)), "logits", "z", rank="rows"
    ),
    "weighted_mean": Function(recipes.weighted_mean, "losses nonnegative", "losses weights", rank="all"),
    "perplexity": Function(recipes.perplexity, "losses nonnegative", "losses weights", rank="all"),
    "weighted_binary_cross_entropy": Function(lambda z, y: recipes.weighted_binary_cross_entropy(z, y, 3), "finite unit", "z y"),
    "weighted_binary_cross_entropy_gradient": Function(
        lambda z, y: recipes.weighted_binary_cross_entropy_gradient(z, y, 3), "finite unit", "z y"
    ),
    "focal_loss": Function(lambda z, y: recipes.focal_loss(z, y, 2), "finite unit", "z y"),
    "focal_loss_gradient": Function(lambda z, y: recipes.focal_loss_gradient(z, y, 2), "finite unit", "z y"),
    "smooth_labels_over_others": Function(
        lambda y: recipes.smooth_labels_over_others(y, 0.25), "distribution", "y", rank="rows"
    ),
    "smooth_labels_over_allowed": Function(
        lambda y: recipes.smooth_labels_over_allowed(y, np.ones(np.shape(y), bool), 0.25), "distribution", "y", rank="rows"
    ),
    "temperature_gradient": Function(lambda z, y: recipes.temperature_gradient(z, y, 2), "finite nonnegative", "z y", rank="rows"),
}
for name in ("loss", "backward"):  # their y is a matrix
    FUNCTIONS[name] = FUNCTIONS[name]._replace(arrays=(*FUNCTIONS[name].arrays[:5], EYE))

ARGUMENTS = [(name, at) for name, function in FUNCTIONS.items() for at in range(len(function.names.split()))]


def arrays_of(function):
    return list(function.arrays or [EYE] * len(function.names.split()))


def call_with(name, at, value):
    function = FUNCTIONS[name]
    arrays = arrays_of(function)
    arrays[at] = value
    return function.call(*arrays)


def label_of(name, at):
    return FUNCTIONS[name].names.split()[at]


def domain_of(name, at):
    return FUNCTIONS[name].domains.split()[at]


def arguments_of(name):
    return range(len(arrays_of(FUNCTIONS[name])))


def assert_refused(message, call, value):
    """A loop over values is one test, because the runner needs longer for a test than these calls do."""
    try:
        result = call(value)
    except ValueError as refusal:
        assert re.search(message, str(refusal)), f"{value!r} is refused with: {refusal}"
    else:
        pytest.fail(f"{value!r} is not refused, but gives {result!r}; expected: {message}")


def with_entry(name, at, entry):
    """The valid array, with another first entry."""
    array = np.array(arrays_of(FUNCTIONS[name])[at])
    array.flat[0] = entry
    return array


ACCEPTS = {
    "losses": {inf, 2}, "real": {-inf, inf, -1, 2}, "finite": {-1, 2}, "unit": set(), "nonnegative": {2}, "distribution": set(), "logits": {-inf, -1, 2},
}
REASON = {nan: "NaN", inf: "infinite|outside|no logit", -inf: "infinite|outside|negative", -1: "negative|outside", 2: "outside"}


def refusal_of(name, at, entry):
    """The message for an array that holds this entry; None if it may."""
    label = label_of(name, at)
    if entry not in ACCEPTS[domain_of(name, at)]:
        return f"^{label}: .*({REASON[entry]})"
    if entry == -inf and name == "softmax_cross_entropy_gradient":
        return r"^y: a masked class \(z_k = -inf\) has y_k > 0; the loss is infinite"
    if entry == -inf and name == "log_softmax_vjp":
        return r"^g: a masked class \(z_k = -inf\) has g_k different from 0"
    if entry == -inf and (name, at) == ("reverse_kl_gradient", 1):
        return "^target_logits: -inf at a class with q_k > 0; the divergence is infinite"
    if entry == -1 and name == "normalised_relu":
        return "^z: every row needs a positive entry"
    return None


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_no_argument_may_hold(name):
    for at in arguments_of(name):
        for entry in (nan, inf, -inf, -1, 2):
            array, message = with_entry(name, at, entry), refusal_of(name, at, entry)
            if message is None:
                assert not np.isnan(call_with(name, at, array)).any(), f"{label_of(name, at)} = {array}"
            else:
                assert_refused(message, lambda value: call_with(name, at, value), array)


NO_ARRAYS = [
    (np.ma.array(EYE, mask=EYE > 0), "a masked array would lose its mask; fill it or select its valid entries first$"),
    (EYE.astype(np.float16), "float32 or float64 is needed, got float16; convert it first$"),
    (EYE.astype(np.longdouble), "float32 or float64 is needed, got "),
    (1j * EYE, "real numbers are needed, got an array of complex128$"),
    ("text", "real numbers are needed, got an array of "),
    (None, "real numbers are needed, got an array of object$"),
    ([], r"at least one number is needed, got shape \(0,\)$"),
    (np.ones((0, 2)), r"at least one number is needed, got shape \(0, 2\)$"),
    (np.ones((2, 0)), r"at least one number is needed, got shape \(2, 0\)$"),
]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_no_array_of_numbers(name):
    for at in arguments_of(name):
        for value, message in NO_ARRAYS:
            assert_refused(f"^{label_of(name, at)}: {message}", lambda value: call_with(name, at, value), value)


# as many examples, or classes, as one likes
ANY_LENGTH = {("logistic_hessian_vector_product", "X"), ("forward", "X"), ("softmax_jacobian", "z"), ("sparsemax_jacobian", "z"), ("softmax_weight_hessian", "X")}


@pytest.mark.parametrize("name, at", [(name, at) for name, at in ARGUMENTS if at or (name, 1) in ARGUMENTS or name.endswith("jacobian")])
def test_shapes_that_do_not_match(name, at):
    """One more example, one more class, one more axis."""
    array = arrays_of(FUNCTIONS[name])[at]
    more = [np.concatenate([array, array]), array[None], array[..., None]]
    if (name, label_of(name, at)) in ANY_LENGTH:
        more = more[1:]
    for other in more:
        assert_refused(r"^\w+: (shape|the probabilities)", lambda value: call_with(name, at, value), other)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_integers_booleans_and_lists_are_float64(name):
    arrays = arrays_of(FUNCTIONS[name])
    call = FUNCTIONS[name].call
    expected = call(*arrays)
    for read in (lambda a: a.astype(np.int64), lambda a: a.astype(np.uint8), lambda a: a.astype(bool), np.ndarray.tolist):
        value = call(*map(read, arrays))
        assert np.asarray(value).dtype == np.float64
        np.testing.assert_array_equal(value, expected)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_minus_0_is_0(name):
    arrays = arrays_of(FUNCTIONS[name])
    value = FUNCTIONS[name].call(*(np.where(a == 0, -0.0, a) for a in arrays))
    np.testing.assert_array_equal(value, FUNCTIONS[name].call(*arrays))


OF_NUMBERS = {"relative_error": 0, "weighted_mean": 1, "perplexity": np.exp(1.0)}  # what they return for the numbers 1


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_number_is_an_array_without_axes(name):
    function = FUNCTIONS[name]
    numbers = [1.0] * len(arrays_of(function))
    if function.rank == "elements":
        value = function.call(*numbers)
        assert np.shape(value) == () and value == function.call(*([n] for n in numbers))[0]
    elif name in OF_NUMBERS:
        assert function.call(*numbers) == OF_NUMBERS[name]
    else:
        with pytest.raises(ValueError, match=r"^\w+: "):
            function.call(*numbers)


@pytest.mark.parametrize("name", [name for name, function in FUNCTIONS.items() if function.rank in ("elements", "rows")])
def test_any_number_of_axes(name):
    """(2, 3, 2) is three examples in two groups."""
    function = FUNCTIONS[name]
    whole = [np.stack([EYE[[0, 1, 0]], EYE[[1, 1, 0]]]) for _ in arrays_of(function)]
    value = function.call(*whole)
    assert value.shape in ((2, 3), (2, 3, 2))
    for at in np.ndindex(2, 3):
        np.testing.assert_array_equal(value[at], function.call(*(array[at] for array in whole)))


def random_arrays(name):
    """Valid values, of which none is 0 or 1, and only those of a distribution are numbers of float32."""
    rng, found = np.random.default_rng(0), []
    for array, domain in zip(arrays_of(FUNCTIONS[name]), FUNCTIONS[name].domains.split()):
        first = rng.integers(1, 8, 2) / 8
        found.append(np.stack([first, 1 - first], axis=1) if domain == "distribution" else rng.uniform(size=array.shape))
    return found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_result_has_the_common_type(name):
    arrays = random_arrays(name)
    for at in range(len(arrays) + 1):
        mixed = [array.astype(np.float64 if i == at else np.float32) for i, array in enumerate(arrays)]
        value = FUNCTIONS[name].call(*mixed)
        assert np.asarray(value).dtype == (np.float64 if at < len(arrays) else np.float32)
        forward_pass = name in ("loss", "backward") and label_of(name, min(at, len(arrays) - 1)) == "y"
        if at < len(arrays) and not forward_pass:  # it is computed in this type; the forward pass knows nothing of y
            np.testing.assert_array_equal(value, FUNCTIONS[name].call(*(array.astype(np.float64) for array in mixed)))


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_layout_changes_a_digit_and_nothing_is_written(name, kind):
    function, arrays = FUNCTIONS[name], [array.astype(kind) for array in random_arrays(name)]
    for array in arrays:
        array.flags.writeable = False
    expected = function.call(*arrays)
    layouts = {
        "Fortran": lambda a: np.asarray(a, order="F"),
        "transposed": lambda a: np.ascontiguousarray(a.T).T,
        "every other": lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
        "backwards": lambda a: a[..., ::-1].copy()[..., ::-1],
        "other byte order": lambda a: a.astype(a.dtype.newbyteorder()),
    }
    for layout, change in layouts.items():
        value = function.call(*map(change, arrays))
        np.testing.assert_array_equal(value, expected, err_msg=layout)
        assert np.asarray(value).dtype == kind, layout


ONE_CLASS = {
    "softmax": 1, "log_softmax": 0, "log_sum_exp": 3, "cross_entropy_with_logits": 0, "softmax_cross_entropy_gradient": 0,
    "softmax_hessian_vector_product": 0, "entropy": 0, "cross_entropy": 0, "kl_divergence": 0, "smooth_labels": 1,
    "normalised_relu": 1, "generalised_kl_divergence": 3 * np.log(3) - 2,
    "label_cross_entropy": 0, "label_cross_entropy_gradient": 0, "temperature_gradient": 0, "smooth_labels_over_allowed": 1,
    "reverse_kl_gradient": 0, "entropy_gradient": 0, "entropy_temperature_slope": 0, "log_softmax_vjp": 0, "brier_score": 0,
    "brier_score_gradient": 0, "spherical_score_gradient": 0, "sparsemax": 1, "sparsemax_loss": 0, "entmax": 1,
}


@pytest.mark.parametrize("name", ONE_CLASS)
def test_one_class(name):
    function = FUNCTIONS[name]
    first = 1.0 if "distribution" in function.domains else 3.0
    arrays = [np.array([first]), np.array([1.0])][: len(arrays_of(function))]
    value = function.call(*arrays)
    np.testing.assert_allclose(np.ravel(value), [ONE_CLASS[name]], rtol=1e-15)
    assert not np.signbit(value).any()
    for jacobian in (softmax.softmax_jacobian, recipes_gradients.sparsemax_jacobian):
        np.testing.assert_array_equal(jacobian([3.0]), [[0]])


NUMBERS = {
    "at_zero": lambda number: relu.relu_derivative([1.0], number),
    "slope": lambda number: relu.leaky_relu([1.0], number),
    "b": lambda number: sigmoid.logistic_loss([1.0], number, [[1.0]], [1.0]),
    "epsilon": lambda number: relu_losses.clipped_cross_entropy([1.0], [1.0], number),
    "epsilon of smooth_labels": lambda number: softmax_variants.smooth_labels([1.0], number),
    "alpha": lambda number: recipes.weighted_binary_cross_entropy([1.0], [1.0], number),
    "alpha of the gradient": lambda number: recipes.weighted_binary_cross_entropy_gradient([1.0], [1.0], number),
    "gamma": lambda number: recipes.focal_loss([1.0], [1.0], number),
    "gamma of the gradient": lambda number: recipes.focal_loss_gradient([1.0], [1.0], number),
    "epsilon over the others": lambda number: recipes.smooth_labels_over_others([1.0, 0.0], number),
    "epsilon over the allowed": lambda number: recipes.smooth_labels_over_allowed([1.0], [True], number),
    "T of the gradient": lambda number: recipes.temperature_gradient([1.0], [1.0], number),
    "noise": lambda number: network.spirals(1, 1, number, np.random.default_rng(0)),
    "rate": lambda number: network.descend((EYE, EYE[0], EYE, EYE[0]), EYE, EYE, number, 1),
    "rate of train": lambda number: relu_losses.train(
        relu_losses.matching_loss, relu_losses.matching_loss_gradient, EYE, EYE, EYE, EYE[0], number, 1
    ),
    "step": lambda number: gradcheck.central_difference(np.exp, 1.0, number),
    "step of slope_jump": lambda number: recipes_gradients.slope_jump(np.exp, 1.0, number),
    "T of the slope": lambda number: recipes_gradients.entropy_temperature_slope([1.0, 0.0], number),
    "penalty": lambda number: recipes_gradients.newton_step(EYE, EYE, EYE, number),
    "nu": lambda number: recipes_gradients.entmax([1.0, 0.0], number),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_what_is_no_number(name):
    for value in (nan, inf, -inf, [0.25, 0.25], [], "text", None, 1j, np.float16(0.25), np.ma.array(0.25)):
        assert_refused(f"^{name.split()[0]}: ", NUMBERS[name], value)


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_of_any_kind(name):
    for number in (0.25, np.float32(0.25), np.array(0.25)):
        NUMBERS[name](number)


COUNTS = {
    "per_class": lambda n: network.spirals(n, 1, 0, np.random.default_rng(0)),
    "classes": lambda n: network.spirals(1, n, 0, np.random.default_rng(0)),
    "d": lambda n: network.initial_parameters(n, 1, 1, np.random.default_rng(0)),
    "m": lambda n: network.initial_parameters(1, n, 1, np.random.default_rng(0)),
    "classes of parameters": lambda n: network.initial_parameters(1, 1, n, np.random.default_rng(0)),
    "steps": lambda n: network.descend((EYE, EYE[0], EYE, EYE[0]), EYE, EYE, 1, n),
    "steps of train": lambda n: relu_losses.train(
        relu_losses.matching_loss, relu_losses.matching_loss_gradient, EYE, EYE, EYE, EYE[0], 1, n
    ),
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts(name):
    for wrong in (-3, 1.0, "1", None, nan):
        with pytest.raises(ValueError, match=f"^{name.split()[0]}: an integer of at least [01] is needed, got "):
            COUNTS[name](wrong)
    if not name.startswith("steps"):
        with pytest.raises(ValueError, match=f"^{name.split()[0]}: an integer of at least 1 is needed, got 0$"):
            COUNTS[name](0)
    COUNTS[name](1)
    COUNTS[name](np.int32(2))


# Formulas as they are written: nothing is refused


def with_target(function, target):
    return lambda z: function(z, np.full(np.shape(z), target))


AS_WRITTEN = {  # the function, and what it returns at NaN, -inf, 0 and inf
    "sigmoid_naive": (sigmoid.sigmoid_naive, [nan, 0, 0.5, 1]),
    "softplus_naive": (floating_point.softplus_naive, [nan, 0, np.log(2), inf]),
    "binary_cross_entropy_naive": (with_target(cross_entropy.binary_cross_entropy_naive, 0.5), [nan, nan, inf, nan]),
    "binary_cross_entropy_with_logits_naive": (
        with_target(floating_point.binary_cross_entropy_with_logits_naive, 0.5), [nan, inf, np.log(2), inf]
    ),
    "relu_cross_entropy": (with_target(question.relu_cross_entropy, 0.5), [nan, inf, inf, nan]),
    "relu_cross_entropy_gradient": (with_target(question.relu_cross_entropy_gradient, 0.5), [nan, nan, nan, 0]),
}
ROWS_AS_WRITTEN = {  # the same at the rows (NaN, 1), (-inf, 1), (0, 1), (inf, 1)
    "softmax_naive": (softmax.softmax_naive, [[nan, nan], [0, 1], [1 / (1 + np.e), np.e / (1 + np.e)], [nan, 0]]),
    "log_sum_exp_naive": (floating_point.log_sum_exp_naive, [nan, 1, np.log(1 + np.e), inf]),
    "normalised_relu_cross_entropy": (with_target(relu_losses.normalised_relu_cross_entropy, 0.5), [nan, inf, inf, nan]),
    "normalised_relu_gradient": (with_target(relu_losses.normalised_relu_gradient, 0.5), [[0, nan], [0, 0.5], [0, 0.5], [0, -0.5]]),
}
ELSEWHERE = {  # of other arguments, with tests in the file of the module
    "ulp_error", "central_difference", "spirals", "initial_parameters", "descend", "accuracy", "train",
    "slope_jump",
}


def test_no_function_is_left_out():
    modules = [import_module(f"snippets.{module.name}") for module in pkgutil.iter_modules(snippets.__path__)]
    public = {
        name for module in modules if module.__name__ != "snippets.validation"
        for name, value in inspect.getmembers(module, inspect.isfunction) if value.__module__ == module.__name__ and name[0] != "_"
    }
    assert sorted([*FUNCTIONS, *AS_WRITTEN, *ROWS_AS_WRITTEN, *ELSEWHERE]) == sorted(public), "add the function to FUNCTIONS"


@pytest.mark.parametrize("name", AS_WRITTEN)
def test_what_a_formula_as_written_returns(name):
    call, expected = AS_WRITTEN[name]
    z = np.array([nan, -inf, 0, inf])
    np.testing.assert_allclose(call(z), expected, rtol=1e-15)
    np.testing.assert_array_equal(call(z.tolist()), call(z))
    assert [np.shape(call(entry)) for entry in z] == [()] * 4 and call([]).shape == (0,)
    np.testing.assert_array_equal(call([1, 0]), call([1.0, 0.0]))


@pytest.mark.parametrize("name", ROWS_AS_WRITTEN)
def test_what_a_formula_of_rows_as_written_returns(name):
    call, expected = ROWS_AS_WRITTEN[name]
    z = np.array([[nan, 1], [-inf, 1], [0, 1], [inf, 1]])
    np.testing.assert_allclose(call(z), expected, rtol=1e-15)
    np.testing.assert_array_equal(call(z.tolist()), call(z))
    assert call(np.ones((0, 2))).shape == np.shape(expected)[:0] + (0,) + np.shape(expected)[1:]
    np.testing.assert_array_equal(call([[1, 0]]), call([[1.0, 0.0]]))
