"""Compare a definition of the notation with the function that implements it, at random points.

The function runs in a process of its own: one that loops, exits or prints ends in
a finding, and neither the check nor its output depends on it.
"""

import importlib
import os
import random
import signal
import sys
from fractions import Fraction
from itertools import islice
from pathlib import Path
import traceback

try:
    import resource
except ImportError:  # Windows: WALL_SECONDS alone ends a function there
    resource = None

from flint import ctx

from proofread.expressions import budget, expression as ex
from proofread.expressions.arrays import Array
from proofread.expressions.numeric import Evaluator
from proofread.expressions.outcomes import NO_VALUE, Imprecise
from proofread.meaning.indices import free, infer
from proofread.meaning.environment import Environment
from proofread.meaning.meanings import Meaning
from proofread.verdicts.child import Ended, call
from proofread.verdicts.points import domain_of, points

TOLERANCE = 1e-9  # relative; float64 has 1e-16, cancellation takes some of it
POINTS = ("generic",) * 64  # tried for each combination of sizes
DEFINED = 8  # of them at which formula and code are compared
FAR = {  # numbers of float64 at which a function of plain variables is compared as well
    "real": (0.0, 1e-300, 1e-17, 1e-8, 1e-3, 20.0, 36.5, 100.0, 700.0, 745.5, 1e4, 1e150, 1e300),
    "positive": (5e-324, 1e-300, 1e-17, 1e-8, 1e-3, 20.0, 700.0, 1e4, 1e150, 1e300),
    "(0,1)": (5e-324, 1e-300, 1e-17, 1e-8, 1e-3, 1 - 2**-20, 1 - 2**-53),
}  # fmt: skip
FAR |= {"nonnegative": FAR["positive"], "[0,1]": (0.0, 1.0, *FAR["(0,1)"])}
SMALLEST = 1e-300  # an absolute error below it is none
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
        cases += islice(_defined(values, points(notation, sizes, leaves, [], rng, POINTS)), DEFINED)
        if all(e.op == "leaf" for value in values[1:] for e in _entries(value)):  # so that no argument is rounded
            cases += _defined(values, _far(notation, sizes, leaves, rng))
    if not cases:
        return "the formula is undefined at every point tried"
    outcome = returned(claim.module, claim.function, [arguments for _, arguments in cases])
    if isinstance(outcome, str):
        return outcome
    for (expected, arguments), (shape, flat) in zip(cases, outcome, strict=True):
        got = numpy.array(flat).reshape(shape)
        if got.shape != expected.shape:
            return f"the formula has the shape {expected.shape}, {claim.function} returns {got.shape}"
        scale = TOLERANCE * numpy.max(numpy.abs(expected), initial=0) + SMALLEST
        if not numpy.all(numpy.abs(got - expected) <= scale):
            at = ", ".join(map(str, arguments))
            return f"formula and code differ: formula = {expected}, {claim.function}({at}) = {got}"
    return None


def _defined(values, found):
    """Yield what a formula says, and its arguments, at the points at which float64 has a number for it."""
    import numpy

    for point in found:
        evaluator = Evaluator(point)
        try:
            numbers = [
                [[float(evaluator.decide(lambda e=e: _finely(evaluator, e)).mid()) for e in row] for row in _rows(value)] for value in values
            ]
        except (*NO_VALUE, OverflowError):
            continue
        finally:
            ctx.prec = 96
        expected, *arguments = (_shaped(numpy.array(rows), value) for rows, value in zip(numbers, values))
        if numpy.all(numpy.isfinite(expected)):
            yield expected, arguments


def _finely(evaluator, e):
    """Return the value of an expression to as many digits as float64 has, also of one close to 0."""
    value = evaluator.value(e)
    if value.rad() > 2.0**-60 * abs(value.mid()) and not (value.contains(0) and value.rad() < SMALLEST * 2.0**-60):
        raise Imprecise
    return value


def _far(notation, sizes, leaves, rng):
    """Yield points with one variable, or each of its domain, at a number far out, or close to an end of its domain."""
    base = {key: Fraction(float(value)) for key, value in points(notation, sizes, leaves, [], rng, ("generic",))[0].items()}
    for domain, numbers in FAR.items():
        keys = [key for key in sorted(leaves, key=repr) if domain_of(notation, key) == domain]
        for number in numbers if keys else ():
            for value in {number, -number} if domain == "real" else (number,):
                yield {**base, keys[0]: Fraction(value)}
                if len(keys) > 1:
                    yield {**base, **dict.fromkeys(keys, Fraction(value))}


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
    """Return the file and line at which an error was raised; a syntax error says its line by itself."""
    if isinstance(error, SyntaxError):
        shown = _shown(error.filename or "")
        return f" in {shown}" if "/" in shown else ""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f" ({_shown(last.filename)}:{last.lineno})"


def _shown(file: str) -> str:
    path = Path(file)
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.name


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


