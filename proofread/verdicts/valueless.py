"""That an expression has no value, at any point that meets some conditions."""

from proofread.expressions.numeric import Evaluator, settled
from proofread.expressions.outcomes import Undecided, Undefined
from proofread.latex.errors import FormulaError
from proofread.verdicts.comparison import shown
from proofread.verdicts.link import Link, Refuted, at_point, instances
from proofread.verdicts.points import numbers_of, points, variations
from proofread.verdicts.roots import solutions
from proofread.verdicts.solving import read


def valueless(notation, link: Link, rng):
    """Raise `Refuted` where the left side of a link has a value at a point of its conditions, `FormulaError` where there is no such point."""
    met = False
    for instance in instances(notation, link, rng):
        sizes = instance.meaning.sizes
        try:
            pairs, given, leaves = read(notation, link, instance)
        except FormulaError as error:
            if error.kind != "undefined":
                raise
            met = True  # at no point, as of ln 0
            continue
        if pairs is None:
            continue
        found = [*points(notation, sizes, leaves, given, rng), *solutions(notation, sizes, leaves, given, rng)]
        numbers = numbers_of(e for e, _ in pairs)
        beside = [{**point, **change} for point in found[:2] for change in variations(notation, point, numbers, given, rng)]
        for point in (*found, *beside):
            met, evaluator = True, Evaluator(point)
            for e, _ in pairs:
                try:
                    value = evaluator.decide(lambda e=e: settled(evaluator, e))
                except Undefined:
                    continue
                except Undecided as error:
                    raise FormulaError("undecided", str(error), link.at) from None
                raise Refuted(f"it has the value {shown(value)}{at_point(notation, point, instance.label)}")
    if not met:
        raise FormulaError("condition", "no point of the declared domain meets these conditions, so nothing was checked", link.at)
