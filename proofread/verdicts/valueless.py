"""That an expression has no value, at any point that meets some conditions."""

from proofread.expressions.numeric import Evaluator, settled
from proofread.expressions.outcomes import Undecided, Undefined
from proofread.latex.errors import FormulaError
from proofread.verdicts.comparison import shown
from proofread.verdicts.link import Link, Refuted, at_point, conditions_of, entry_pairs, instances
from proofread.verdicts.points import numbers_of, points, variations
from proofread.verdicts.roots import solutions
from proofread.verdicts.solving import leaves_of, related, solved


def valueless(notation, link: Link, rng):
    """Raise `Refuted` where the left side of a link has a value at a point of its conditions, `FormulaError` where there is no such point."""
    met = False
    for instance in instances(notation, link, rng):
        sizes = instance.meaning.sizes
        try:
            sides = [instance.meaning.of(side, instance.environment) for side in (link.left, link.right)]
        except FormulaError as error:
            if error.kind != "undefined":
                raise
            met = True  # at no point, as of ln 0
            continue
        pairs, given = solved(notation, sizes, entry_pairs(*sides, link), conditions_of(notation, link, instance))
        if given is None:
            continue
        leaves = frozenset().union(*(e.leaves for e, _ in pairs))
        given = related(leaves, given)
        leaves = leaves.union(*map(leaves_of, given))
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
