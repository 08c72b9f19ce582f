"""What an expression says of itself, that it is defined or positive wherever its variables are real, is true at random points."""

import random
from fractions import Fraction

import pytest

from proofread.expressions import expression as ex
from proofread.expressions.budget import OverBudget
from proofread.expressions.numeric import Evaluator, settled
from proofread.expressions.outcomes import Undecided, Undefined
from proofread.meaning import conditions
from proofread.meaning.environment import Environment
from proofread.meaning.meanings import Meaning
from proofread.meaning.notation import read
from proofread.verdicts import symbolic

LEAVES = [("a", (), 0), ("b", (), 0)]
ONE = (ex.exp, ex.ln, ex.sin, ex.cos, ex.absolute, ex.negative)
TWO = (ex.add, ex.mul, ex.divide, ex.maximum, ex.power)
NUMBERS = [Fraction(n, d) for n, d in ((-2, 1), (-1, 1), (-1, 2), (0, 1), (1, 2), (1, 1), (2, 1), (3, 1))]


def grown(rng, depth):
    if depth == 0 or rng.random() < 0.15:
        return ex.leaf(rng.choice(LEAVES)) if rng.random() < 0.6 else ex.number(rng.choice(NUMBERS))
    if rng.random() < 0.5:
        return rng.choice(ONE)(grown(rng, depth - 1))
    return rng.choice(TWO)(grown(rng, depth - 1), grown(rng, depth - 1))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_called_defined_or_positive_is(seed):
    rng = random.Random(seed)
    said = {"total": 0, "positive": 0}
    for _ in range(400):
        try:
            e = grown(rng, 4)
        except (ArithmeticError, OverflowError):
            continue
        for point in ([0, 0], [-1, 2], [Fraction(5, 3), Fraction(-7, 4)], [3, Fraction(-1, 2)]) if e.total and e.leaves else ():
            try:
                evaluator = Evaluator(dict(zip(LEAVES, map(Fraction, point))))
                value = evaluator.decide(lambda: settled(evaluator, e))
            except Undefined:
                pytest.fail(f"{e} is called defined everywhere, and is not at {point}")
            except (Undecided, OverBudget):  # numbers of too many digits
                continue
            said["total"] += 1
            said["positive"] += e.positive
            assert value > 0 or not e.positive, (e, point)
    assert min(said.values()) > 40


@pytest.mark.parametrize(("point", "refused"), [(Fraction(1, 10**60), Undecided), (Fraction(0), Undefined)])
def test_a_divisor_below_every_number_that_is_evaluated_is_not_called_zero(point, refused):
    far = ex.power(ex.leaf(LEAVES[0]), ex.number(-1))
    total = ex.add(*(ex.exp(ex.mul(ex.number(-n), far)) for n in (1, 2)))
    evaluator = Evaluator({LEAVES[0]: point})
    with pytest.raises(refused):
        evaluator.decide(lambda: settled(evaluator, ex.power(total, ex.number(-1))))


def test_a_number_that_is_let_go_gives_its_ball_to_no_other():
    leaf = ex.leaf("a")
    assert all((7 * Evaluator({"a": Fraction(n, 7)}).value(leaf)).contains(n) for n in range(1000))


SIGNED = [("1 - p", True), ("1 + e^a", True), ("p + u", True), ("1 - a", False), ("p - u", False), ("a^2", False), (r"\ln u", False)]


@pytest.mark.parametrize(("divisor", "proved"), SIGNED)
def test_a_divisor_that_is_proved_to_have_a_sign_is_not_zero(divisor, proved):
    notation = read("a : real\nu : positive\np : (0,1)")
    meaning = Meaning(notation, {}, {})
    e = meaning.of(conditions.read(notation, f"{divisor} = 1").statements[0].node.parts[0][0], Environment(()))
    assert symbolic.never_zero(notation, {}, e, ()) is proved
