"""Compare a definition of the notation with the function that implements it, at random points.

The function runs in a process of its own: one that loops, exits or prints ends in
a finding, and neither the check nor its output depends on it.
"""

import importlib
import os
import random
import signal
import sys
import traceback

try:
    import resource
except ImportError:  # Windows: WALL_SECONDS alone ends a function there
    resource = None

from flint import ctx

from proofread.expressions import budget, expression as ex
from proofread.expressions.arrays import Array
from proofread.expressions.numeric import Evaluator
from proofread.expressions.outcomes import NO_VALUE
from proofread.meaning.indices import free, infer
from proofread.meaning.environment import Environment
from proofread.meaning.meanings import Meaning
from proofread.verdicts.child import Ended, call
from proofread.verdicts.points import points

TOLERANCE = 1e-9  # relative; float64 has 1e-16, cancellation takes some of it
POINTS = ("generic",) * 64  # tried for each combination of sizes
DEFINED = 8  # of them at which formula and code are compared
CPU_SECONDS = 5  # of all calls of one function
WALL_SECONDS = 60  # for one that sleeps
TOO_LONG = {signal.SIGXCPU, signal.SIGKILL} if resource else set()  # what ends a child beyond its limit


def problem(notation, claim, seed: str) -> str | None:
    """Return how code and formula disagree, or None."""
    import numpy

    budget.renew()
    ex.forget()
    rng = random.Random(f"{seed}:{claim.source}")
    trees = (claim.formula, *claim.arguments)
    letters = infer(notation, trees)
    cases = []  # what the formula says, and the arguments it has there
    for sizes in notation.combinations() if notation.sizes else [{}]:
        meaning = Meaning(notation, sizes, letters)
        environment = Environment(tuple((letter, 0) for letter in sorted(free(notation, trees))))
        values = [meaning.of(claim.formula, environment)]
        values += [meaning.argument_of(claim.formula, tree, environment) for tree in claim.arguments]
        leaves = frozenset().union(*(e.leaves for value in values for e in _entries(value)))
        compared = 0
        for point in points(notation, sizes, leaves, [], rng, POINTS):
            evaluator = Evaluator(point)

            def numbers(value):
                return [[float(evaluator.decide(lambda e=e: evaluator.value(e)).mid()) for e in row] for row in _rows(value)]

            try:
                expected, *arguments = (_shaped(numpy.array(numbers(value)), value) for value in values)
            except NO_VALUE:
                continue
            ctx.prec = 96
            cases.append((expected, arguments))
            compared += 1
            if compared == DEFINED:
                break
    if not cases:
        return "the formula is undefined at every point tried"
    outcome = returned(claim.module, claim.function, [arguments for _, arguments in cases])
    if isinstance(outcome, str):
        return outcome
    for (expected, arguments), (shape, flat) in zip(cases, outcome, strict=True):
        got = numpy.array(flat).reshape(shape)
        if got.shape != expected.shape:
            return f"the formula has the shape {expected.shape}, {claim.function} returns {got.shape}"
        scale = 1 + numpy.max(numpy.abs(expected), initial=0)
        if not numpy.all(numpy.abs(got - expected) <= TOLERANCE * scale):
            at = ", ".join(map(str, arguments))
            return f"formula and code differ: formula = {expected}, {claim.function}({at}) = {got}"
    return None


def returned(module: str, name: str, calls) -> list | str:
    """Return the shape and the numbers of each call, made in a process of its own, or what went wrong."""
    try:
        return call(_run, module, name, calls, CPU_SECONDS, seconds=WALL_SECONDS)
    except Ended as ended:
        if ended.code is None or -ended.code in TOO_LONG:
            return f"{name} does not end within {CPU_SECONDS} s of computing"
        return f"{name} ended its process (exit code {ended.code}) instead of returning"


def _run(module, name, calls, cpu_seconds) -> list | str:
    """The child: call the function, and let nobody hear what it prints."""
    if resource:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1), os.dup2(nowhere, 2)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")
    try:
        imported = importlib.import_module(module)
    except ImportError as error:
        return f"{module}:{name} cannot be imported: {error}"
    except BaseException as error:  # whatever the module does when it is imported
        return f"{module} cannot be imported: {type(error).__name__}: {error}{_place(error)}"
    function = getattr(imported, name, None)
    if function is None:
        return f"{module}:{name} cannot be imported: {module} has no {name}"
    return _called(function, name, calls)


def _place(error: BaseException) -> str:
    """Return the file and line at which an error was raised; a syntax error says them by itself."""
    if isinstance(error, SyntaxError):
        return ""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f" ({os.path.basename(last.filename)}, line {last.lineno})"


def _called(function, name, calls) -> list | str:
    import numpy

    found = []
    for arguments in calls:
        try:
            got = numpy.asarray(function(*arguments), dtype=float)
        except Exception as error:
            return f"{name} raises {type(error).__name__}: {error}"
        found.append((got.shape, got.ravel().tolist()))
    return found


def _rows(value):
    return value.rows if isinstance(value, Array) else ((value,),)


def _entries(value) -> list[ex.Expression]:
    return [e for row in _rows(value) for e in row]


def _shaped(array, value):
    """A column is a one-dimensional array for NumPy, a scalar has no dimension."""
    if not isinstance(value, Array):
        return array[0, 0]
    return array[:, 0] if value.shape[1] == "1" else array


