"""What a figure one can move says of its state is true, at many states: on the grid of its sliders, at the ends, at ties and after steps.

Each sentence is taken apart, and every part compared with the definitions: mpmath, or the tested code of snippets/.
"""

import itertools
import re

import mpmath
import numpy as np
import pytest

from snippets import network, question, sigmoid, softmax
from tests.movable import NAMES, pressed, said

NUMBER = r"(−?[0-9.]+(?: · 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|less than 0\.001)"
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def grid(low, high, step):
    """The values of a slider."""
    return [round(low + step * at, 10) for at in range(round((high - low) / step) + 1)]


def matches(pattern, text):
    """Return the groups of a pattern that has to be the whole text; # stands for a number."""
    match = re.fullmatch(pattern.replace("#", NUMBER), text)
    assert match, f"{text!r} is not {pattern!r}"
    return match.groups()


def is_about(told, value):
    """Whether a number in the words is the value to the digits that are written; a size below 1/2000 is said as such."""
    if told == "less than 0.001":
        return abs(value) < 0.0005
    figures, _, power = told.partition(" · 10")
    place = 10.0 ** (int(power.translate(RAISED) or 0) - len(figures.partition(".")[2]))
    return abs(float(figures.replace("−", "-").replace(".", "")) * place - value) <= 0.5001 * place


def test_every_figure_has_words_for_its_state():
    for name in NAMES:
        words = said(name, {})
        assert re.fullmatch(r"[A-ZN][^<>&]*[^ ]\.", words) and "undefined" not in words and len(words) < 260


LOGITS = [*itertools.product([-4, -1.3, 0, 0.1, 4], repeat=3), (2, 2, 2), (2, 2, 1), (1, 2, 2), (2.0, 2.1, -4)]


@pytest.mark.parametrize("target", range(3))
def test_softmax_names_the_largest_and_the_pushes(target):
    for z in LOGITS:
        state = dict(zip(("z1", "z2", "z3"), z), target=target)
        for _ in range(3):
            z = np.array([state[f"z{k}"] for k in (1, 2, 3)])
            verdict, told = re.fullmatch(r"(.*)\. (A step pushes .*)", said("softmax-gradient", state)).groups()
            best = [k + 1 for k in range(3) if z[k] == max(z)]
            if len(best) > 1:
                assert verdict == f"Classes {', '.join(map(str, best[:-1]))} and {best[-1]} have the same, largest probability"
            else:
                one = f"The target, class {target + 1}, has" if best == [target + 1] else f"Class {best[0]} has"
                but = "" if best == [target + 1] else f", but class {target + 1} is the target"
                assert verdict == f"{one} the largest probability{but}"
            others = [k for k in range(3) if k != target]
            sizes = matches(
                f"A step pushes class {target + 1} up by #, class {others[0] + 1} down by # and class {others[1] + 1} down by #\\.", told)
            with mpmath.workdps(30):
                e = [mpmath.exp(mpmath.mpf(float(value))) for value in z]
                p = [one / sum(e) for one in e]
                pushes = [1 - p[target], *(p[k] for k in others)]
            assert all(map(is_about, sizes, map(float, pushes))), (told, pushes)
            state = pressed("softmax-gradient", state, 4)


def test_sigmoid_says_what_reaches_z():
    for z, y, squared in itertools.product(grid(-8, 8, 0.4), grid(0, 1, 0.05), (False, True)):
        words = said("sigmoid-pairings", {"z": z, "y": y, "squared": squared})
        with mpmath.workdps(30):
            a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
            gap, slope = float(a - mpmath.mpf(y)), float(a * (1 - a))
        if z == 0 and y == 0.5:
            assert words == "The output is the target: both losses have the derivative 0 here."
            continue
        low = gap < 0
        way, step = ("low", "raises") if low else ("high", "lowers")
        if squared:
            hardly = " The unit is wrong, and hardly learns." if abs(gap) > 0.5 and slope < 0.05 else ""
            told = matches(
                f"The output # is too {way} by #\\. The factor σ′ is left over, so # % of this error reaches z, and a step with rate 1 {step} z by #\\.{hardly}", words)
            wanted = [float(a), abs(gap), 100 * slope, abs(gap) * slope]
        else:
            told = matches(f"The output # is too {way} by #\\. The factor σ′ has cancelled, so this error is the derivative in z, and a step with rate 1 {step} z by #\\.", words)
            wanted = [float(a), abs(gap), abs(gap)]
        assert all(map(is_about, told, wanted)), (words, wanted)


def real(z, y):
    """Where the loss of a ReLU output stands: its kind, by the definition with 0 ln 0 = 0."""
    a = max(z, 0.0)
    terms = [(weight, x) for weight, x in ((y, a), (1 - y, 1 - a)) if weight]
    if any(x < 0 for _, x in terms):
        return "not real"
    return "infinite" if any(x == 0 for _, x in terms) else -sum(weight * np.log(x) for weight, x in terms)


@np.errstate(all="ignore")
def test_the_question_says_which_case_it_is():
    tried = set()
    for z, y in itertools.product([*grid(-1, 2, 0.05), 1e-9, 1 - 1e-9], grid(0, 1, 0.05)):
        words = said("question-loss", {"z": z, "y": y})
        loss, float64 = real(z, y), float(question.relu_cross_entropy(np.float64(z), np.float64(y)))
        slope = float(question.relu_cross_entropy_gradient(np.float64(z), np.float64(y)))
        assert ("no real number" in words) == (loss == "not real")
        assert ("the loss infinite" in words) == (loss == "infinite")
        assert ("gives NaN" in words) == (np.isnan(float64) and loss != "not real")
        assert ("loss is 0" in words or "loss 0" in words) == (loss == 0)
        assert ("below 0" in words) == (not isinstance(loss, str) and loss < 0)
        assert ("at its least" in words) == (0 < z < 1 and z == y)
        assert ("kink" in words) == (z == 0 and y == 0) and ("slope is −1" in words) == (z == 1 and y == 1)
        if 0 < z < 1 and z != y:
            way = ("below", "raises") if slope < 0 else ("above", "lowers")
            past = ", past the target" if (z - slope - y) * (z - y) < 0 else ""
            (told,) = matches(f"The output is {way[0]} the target: a step with rate 1 {way[1]} z by #{past}\\.", words)
            assert is_about(told, abs(slope))
        after = pressed("question-loss", {"z": z, "y": y}, 2)
        assert ("z stays" in said("question-loss", after)) == (not np.isfinite(slope)) and (np.isfinite(slope) or after["z"] == z)
        tried.add(words.partition(":")[0])
    assert len(tried) >= 9


def entropy(p, q):
    return float(-sum(mpmath.mpf(one) * mpmath.log(mpmath.mpf(float(other))) for one, other in zip(p, q) if one))


def test_the_cross_entropy_says_what_lies_above_the_entropy():
    p = (0.3, 0.7)
    for q in grid(0.01, 0.99, 0.01):
        words = said("cross-entropy-binary", {"q1": q, "q2": 1 - q})
        if q == 0.3:
            assert words == "The output is the truth: the divergence is 0, and the cross-entropy is the entropy, its least value."
            continue
        given, above = matches(r"The output gives the first outcome # instead of 0\.3: that costs # nats more than the entropy\.", words)
        assert float(given) == q and is_about(above, entropy(p, (q, 1 - q)) - entropy(p, p))
    free = [*itertools.product([0.01, 0.3, 0.6, 0.7, 1.4, 4], repeat=2), (0.9, 2.1), (0.5, 0.5), (0.25, 0.75), (3e5, 7e5), (1e6, 1e6)]
    for q in free:
        words = said("cross-entropy-binary", {"q1": q[0], "q2": q[1], "free": True})
        total, above = sum(q), entropy(p, q) - entropy(p, p)
        apart = entropy(p, (q[0] / total, q[1] / total)) - entropy(p, p)
        summed, shares, place = re.fullmatch(r"(.*?\.) (Their .*): (.*)\. Doubling both outputs takes off ln 2\.", words).groups()
        if total == 1:
            assert summed == "The outputs add up to 1."
        else:
            told = matches(f"The outputs add up to #, which {'takes off' if total > 1 else 'adds'} # nats\\.", summed)
            assert is_about(told[0], total) and is_about(told[1], abs(np.log(total)))
        if apart < 1e-9:
            assert shares == "Their proportions are the truth"
        else:
            assert is_about(*matches("Their proportions differ from the truth by # nats", shares), apart)
        if abs(above) < 0.0005:
            assert place == "the cross-entropy is about as large as the entropy"
        else:
            assert is_about(*matches(f"the cross-entropy is # nats {'below' if above < 0 else 'above'} the entropy", place), abs(above))


def right(value, exact):
    """How many of 15 digits are right: half a unit of the last of them is more than the error."""
    value, exact = mpmath.mpf(float(value)), exact
    if value in (0, exact):
        return 15 if value else 0
    places = 1 + mpmath.floor(mpmath.log10(abs(value))) + mpmath.floor(-mpmath.log10(2 * abs(value - exact)))
    return int(max(0, min(15, places)))


@np.errstate(all="ignore")
def test_cancellation_counts_the_digits_that_are_wrong():
    lost = {
        "softplus": (r"Next to 1, exp z is lost in rounding: as written it is ln 1 = 0, without a right digit\.",
                     r"Next to 1, exp z keeps its first digits only: as written, (\d+) of 15 digits of the result are wrong\."),
        "error": (r"σ\(z\) is rounded to 1: as written the gradient is 0, and training would stop\.",
                  r"σ\(z\) is near 1, so the difference has the last digits of σ\(z\) only: as written, (\d+) of 15 digits are wrong\."),
    }
    for form, z in itertools.product(lost, grid(-60, 60, 0.5)):
        words = said("floating-point-softplus", {"z": z, "form": form})
        with mpmath.workdps(60):
            if form == "softplus":
                exact, naive, stable = mpmath.log1p(mpmath.exp(z)), np.log(1 + np.exp(z)), sigmoid.softplus(np.float64(z))
            else:
                exact, naive, stable = -1 / (1 + mpmath.exp(z)), 1 / (1 + np.exp(-z)) - 1, -sigmoid.sigmoid(np.float64(-z))
            wrong, good = 15 - right(naive, exact), right(stable, exact)
        if naive == 0:
            matches(f"{lost[form][0]} The stable form has {good} right\\.", words)
        elif wrong and (z < 0) == (form == "softplus"):
            assert matches(f"{lost[form][1]} The stable form has {good} right\\.", words) == (str(wrong),)
        elif wrong:
            assert matches(rf"As written, (\d+) of 15 digits are wrong by rounding\. The stable form has {good} right\.", words) == (str(wrong),)
        else:
            assert good == 15 and words == "Nothing is lost here: both forms have all 15 digits right."


NETWORK = [*itertools.product([-3, -0.5, 0, 1, 3], [-3, -1, 0, 2, 3], [-2, 0, 1, 4], (0, 1)), (1, 1, 0, 1), (2.0, -4.0, 0, 0)]


def test_the_network_says_which_units_are_off_and_where_no_gradient_goes():
    seen = set()
    for x1, x2, bias, target in NETWORK:
        state = {"x1": x1, "x2": x2, "bias": bias, "target": target}
        for _ in range(3):
            words = said("network-graph", state)
            after = pressed("network-graph", state, 4)
            W1, W2 = (np.array(state.get(name, start), dtype=float) for name, start in (("W1", [[1, 1], [0.5, -1]]), ("W2", [[1, 0], [0.5, 1]])))
            b1, b2 = np.array([state.get("b1", [0, 0])[0], state["bias"]]), np.array(state.get("b2", [0, 0]), dtype=float)
            x, y = np.array([[state["x1"], state["x2"]]], dtype=float), np.eye(2)[[target]]
            z1, _, z2 = network.forward((W1, b1, W2, b2), x)
            slopes = network.backward((W1, b1, W2, b2), x, y)
            push = float(1 - softmax.softmax(z2)[0, target])
            goal, rest = re.fullmatch(r"(The score .*? as much\.) (.*)", words).groups()
            (told,) = matches(f"The score of class {target + 1}, the target, is pushed up by #, that of class {2 - target} down by as much\\.", goal)
            assert is_about(told, push)
            off = [unit for unit in (0, 1) if z1[0, unit] <= 0]
            for unit in off:
                assert not slopes[0][:, unit].any() and slopes[1][unit] == 0 and not slopes[2][unit].any()
            assert ("Both hidden units are off" in rest) == (len(off) == 2) and ("Both hidden units are on" in rest) == (not off)
            assert re.findall(r"Hidden unit (\d) is off", rest) == [str(unit + 1) for unit in off if len(off) == 1]
            assert ("only the last biases have a gradient" in rest) == (len(off) == 2)
            assert ("slope 0." in rest) == any(z1[0, unit] == 0 for unit in off)
            assert ("A feature that is 0" in rest) == (0 in x and len(off) < 2)
            seen.add(rest)
            state = after
    assert len(seen) >= 6


def test_the_temperature_says_how_many_times_as_likely():
    for exponent in grid(-1, 2, 0.05):
        words = said("softmax-temperature", {"exponent": exponent})
        T = 10**exponent
        p = softmax.softmax(np.array([2.0, 1, 0]) / T)
        if exponent == 0:
            (ratio,) = matches("At T = 1 it is the softmax itself: the logits are 1 apart, and each class is # times as likely as the next\\.", words)
        else:
            verdict = re.search(r": ([^:]*)\.$", words)[1]
            told, gap, ratio = matches(f"At T = # the logits are # apart, and each class is # times as likely as the next: {verdict}\\.", words)
            assert is_about(told, T) and is_about(gap, 1 / T)
            assert verdict == (
                "class 1 has nearly all" if p[0] > 0.99 else "the classes are nearly equal" if p[0] - p[2] < 0.05
                else f"the largest logit gets {'more' if T < 1 else 'less'} than without a temperature")
        assert is_about(ratio, p[0] / p[1]) and np.isclose(p[0] / p[1], p[1] / p[2])
