"""Compare a definition of the notation with the function that implements it, at random points."""

import importlib
import random

from flint import ctx

from proofread import expression as ex
from proofread.letters import free, infer
from proofread.meaning import Array, Environment, Meaning
from proofread.numeric import Evaluator, Undefined
from proofread.points import points

TOLERANCE = 1e-9  # relative; float64 has 1e-16, cancellation takes some of it
POINTS = ("generic",) * 8


def problem(notation, claim, seed: str) -> str | None:
    """Return how code and formula disagree, or None."""
    try:
        function = getattr(importlib.import_module(claim.module), claim.function)
    except (ImportError, AttributeError) as error:
        return f"{claim.module}:{claim.function} cannot be imported: {error}"
    import numpy

    rng = random.Random(f"{seed}:{claim.source}")
    trees = (claim.formula, *claim.arguments)
    letters = infer(notation, trees)
    checked = 0
    for sizes in notation.combinations() if notation.sizes else [{}]:
        meaning = Meaning(notation, sizes, letters)
        environment = Environment(tuple((letter, 0) for letter in sorted(free(notation, trees))))
        values = [meaning.of(claim.formula, environment)]
        values += [meaning.argument_of(claim.formula, tree, environment) for tree in claim.arguments]
        leaves = frozenset().union(*(e.leaves for value in values for e in _entries(value)))
        for point in points(notation, sizes, leaves, [], rng, POINTS):
            evaluator = Evaluator(point)

            def numbers(value):
                return [[float(evaluator.decide(lambda e=e: evaluator.value(e)).mid()) for e in row] for row in _rows(value)]

            try:
                expected, *arguments = (_shaped(numpy.array(numbers(value)), value) for value in values)
            except Undefined:
                continue
            ctx.prec = 96
            try:
                got = numpy.asarray(function(*arguments), dtype=float)
            except Exception as error:
                return f"{claim.function} raises {type(error).__name__}: {error}"
            if got.shape != expected.shape:
                return f"the formula has the shape {expected.shape}, {claim.function} returns {got.shape}"
            scale = 1 + numpy.max(numpy.abs(expected), initial=0)
            if not numpy.all(numpy.abs(got - expected) <= TOLERANCE * scale):
                at = ", ".join(f"{tree_argument}" for tree_argument in arguments)
                return f"formula and code differ: formula = {expected}, {claim.function}({at}) = {got}"
            checked += 1
    return None if checked else "the formula is undefined at every point tried"


def _rows(value):
    return value.rows if isinstance(value, Array) else ((value,),)


def _entries(value) -> list[ex.Expression]:
    return [e for row in _rows(value) for e in row]


def _shaped(array, value):
    """A column is a one-dimensional array for NumPy, a scalar has no dimension."""
    if not isinstance(value, Array):
        return array[0, 0]
    return array[:, 0] if value.shape[1] == "1" else array


