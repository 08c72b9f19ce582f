"""The value of each row of a chain at an example, computed by the evaluator that checks the formulas.

The example stands in a marker on the line before the display: values of variables, or of names that can take any
value, and of index letters; every other variable is 0. A matrix has its rows in brackets::

    <!-- eq: with numbers z_k = 2, 1, 0; y_k = 0, 1, 0; j = 2 -->
    <!-- eq: with numbers W_{ij} = (1, 1), (0.5, -1); i = 1; j = 2 -->
"""

import re
from fractions import Fraction

from proofread.expressions import budget
from proofread.expressions.arrays import Array
from proofread.expressions.numeric import Evaluator, settled
from proofread.expressions.outcomes import NO_VALUE
from proofread.latex.parser import Parser
from proofread.meaning import conditions
from proofread.meaning.indices import free, infer, written
from proofread.meaning.meanings import Environment, Meaning
from proofread.meaning.notation import Declared, Notation
from proofread.meaning.outline import outline
from proofread.verdicts.link import links

KIND = "with numbers"
DIGITS = 4
NUMBER = r" *-?[\d.]+(?:/\d+)? *"
LIST = rf"{NUMBER}(?:,{NUMBER})*"


class ExampleError(ValueError):
    """An example cannot be put into its display; the message says what to mend."""


def rows(source: str, notation: Notation, example: str) -> list[str]:
    """Return the value of the right side of each row as text; empty where a row has none."""
    budget.renew()
    given, sizes, indices = _read(notation, example)
    found = [link for statement in conditions.read(notation, source).statements for link in links(statement)]
    letters = infer(notation, tuple(link.sides for link in found))
    combination = {name: sizes.get(name, values[0]) for name, values in notation.sizes.items()}
    trees = tuple(side for link in found for side in (link.left, link.right))
    one_example = {letter for declared in notation.names.values() for letter in declared.hidden}
    missing = sorted(written(notation, trees) - indices.keys() - one_example)
    if missing:
        raise ExampleError(f"the index {missing[0]} has no value; add `{missing[0]} = 1`")
    unseen = dict.fromkeys(free(notation, trees), 0)  # of the example, which most formulas do not show
    meaning, environment = Meaning(notation, combination, letters), Environment(tuple(sorted((unseen | indices).items())))
    placed = outline(source, notation)
    result = [""] * len(placed.rows)
    for link, step in zip(found, placed.steps):
        result[step.row] = _number(meaning.of(link.right, environment), given)
    return result


def _read(notation: Notation, example: str):
    """Return (values by base and position, sizes, index letters) of an example."""
    given, sizes, indices = {}, {}, {}
    for part in example.split(";"):
        name, equals, numbers = (piece.strip() for piece in part.partition("="))
        values = _values(numbers)
        if not equals or not values:
            raise ExampleError(f"{part.strip()!r} is no example; write `z_k = 2, 1, 0; y_k = 0, 1, 0; j = 2`")
        if name in notation.indices:
            indices[name] = int(values[0,]) - 1
            continue
        key = notation.named(Parser(name, notation.functions).sum())
        if key is None:
            raise ExampleError(f"{name} is not declared in the notation block")
        declared = notation.names[key]
        if declared.body is not None:
            declared = _free_term(notation, declared, name)
        if len(declared.shape) != len(max(values)) and (declared.shape or len(values) > 1):
            raise ExampleError(f"{name} has {len(declared.shape)} indices; a matrix has its rows in brackets, `W_{{ij}} = (1, 1), (0.5, -1)`")
        for axis, size in enumerate(declared.shape):
            sizes[size] = 1 + max(place[axis] for place in values)
        for place, value in values.items():
            given[declared.key, place[: len(declared.shape)]] = value
    return given, sizes, indices


def _values(numbers: str) -> dict[tuple[int, ...], Fraction]:
    """Return the numbers of a list by their place, or those of rows in brackets by row and column; nothing if they are neither."""
    if re.fullmatch(LIST, numbers):
        return {(at,): Fraction(number.strip()) for at, number in enumerate(numbers.split(","))}
    if not re.fullmatch(rf"\({LIST}\)( *, *\({LIST}\))*", numbers):
        return {}
    rows = re.findall(r"\(([^()]*)\)", numbers)
    return {(row, column): Fraction(number.strip()) for row, listed in enumerate(rows) for column, number in enumerate(listed.split(","))}


def _free_term(notation: Notation, declared: Declared, name: str) -> Declared:
    """Return the real variable that is a term of a definition, which takes the value while the other variables are 0."""
    if conditions.takes_any_value(notation, declared):
        for _, term in declared.body.parts:
            key = notation.named(term) if term.kind == "name" else None
            if key and notation.names[key].domain == "real":
                return notation.names[key]
    raise ExampleError(f"{name} is made of others; give values to those")


def _number(value, given) -> str:
    if isinstance(value, Array):
        return ""
    point = {leaf: given.get((leaf[0], leaf[1]), Fraction(0)) for leaf in value.leaves}
    evaluator = Evaluator(point)
    try:
        ball = evaluator.decide(lambda: settled(evaluator, value))
    except NO_VALUE:
        raise ExampleError("a row has no value at this example; choose another") from None
    exact = f"{float(ball.mid()):.{DIGITS}f}"
    shown = exact.rstrip("0").rstrip(".") if float(exact) == float(ball.mid()) else exact
    return ("0" if float(exact) == 0 and shown.strip("-0.") == "" else shown).replace("-", "−")

