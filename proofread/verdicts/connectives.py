"""Check \\iff and \\implies: both statements are true and false together, and both happen."""

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, islice

from proofread.expressions import budget, expression as ex
from proofread.expressions.arrays import Array
from proofread.expressions.integrals import compared
from proofread.expressions.numeric import Evaluator
from proofread.expressions.outcomes import NO_VALUE, Undefined
from proofread.latex.errors import FormulaError
from proofread.latex.tree import walk
from proofread.meaning import scope
from proofread.meaning.environment import Environment
from proofread.verdicts.link import Refuted, at_point, below, conditions_of, existing, instances, lacking, split_links
from proofread.verdicts.points import ALIKE, MODES, SPECIAL, VECTORS, admitted, corners, domain_of, numbers_of, points, together, variations
from proofread.verdicts.roots import between, equations_of, roots, solutions
from proofread.verdicts.solving import leaves_of, solved, substituted
from proofread.verdicts.touching import MEETING, is_exact, meeting, turning

ALL_ALIKE = {0, 1, -1, *ALIKE}
PREMISES = ("generic", *SPECIAL, "generic", "generic")  # of the points from which they are solved
SPECIAL_POINT = "where all variables are alike, 0 or 1"
TURNS = 10  # points from which a turning point is looked for, special ones among them
STARTS = 6  # points from which the equations of the two sides are solved
AT_MOST = 8  # relations of the two sides that a turning point may meet just so
FEW = 4  # variables of an equation that is solved from all of them; more are not all 0 or 1 by themselves


def check_connective(notation, link, rng, reached, check) -> str:
    """Return "tested"; raise `Refuted` where the truth of the two sides differs, `FormulaError` if one never varies; `check` is that of one link."""
    for side in (link.left, link.right):
        _identities(notation, link, side, rng, reached, check)
    seen, undecided = set(), None
    for instance in instances(notation, link, rng):
        undecided = _at(notation, link, instance, rng, reached, seen) or undecided
    with suppress(budget.OverBudget), budget.apart("more"):
        for instance in instances(notation, link, rng, beyond=True):
            if below(notation, instance.meaning.sizes):
                with lacking(notation, link, instance.meaning.sizes):
                    _at(notation, link, instance, rng, reached, set())
    if undecided:
        raise FormulaError("undecided", undecided, link.at)
    if (True, True, SPECIAL_POINT) in seen and (True, True) not in seen:
        message = "both sides are true only at points at which the variables are equal, 0 or 1, so little was checked; write the equations solved for a variable"
        raise FormulaError("condition", message, link.at)
    if (True, True) not in seen:
        raise FormulaError("condition", "neither side is ever true at the points tried, so nothing was checked", link.at)
    if link.relation == "\\iff" and (False, False) not in seen:
        raise FormulaError("condition", "neither side is ever false at the points tried, so nothing was checked", link.at)
    return "tested"


def _at(notation, link, instance, rng, reached, seen: set) -> str | None:
    """Compare the truth of the two sides at the points of one instance, add it to `seen`, and say what is undecided."""
    undecided = None
    inverted = scope.inverted(notation, (link.left, link.right))
    conditions = [*conditions_of(notation, link, instance), *existing(notation, inverted, instance)]
    if solved(notation, instance.meaning.sizes, [], conditions)[1] is None:
        return None
    for a, b in _variants(notation, link, instance, rng):
        leaves = frozenset().union(leaves_of(a), leaves_of(b), *map(leaves_of, conditions))
        usual = points(notation, instance.meaning.sizes, leaves, conditions, rng, MODES + ("generic",) * 30)
        numbers = numbers_of((*ex.expressions_in(a), *ex.expressions_in(b)))
        beside = [{**point, **change} for point in usual[:3] for change in variations(notation, point, numbers, conditions, rng)]
        claims, hypotheses = list(compared(b)), list(compared(a))
        pairs = [*claims, *hypotheses]
        found = [root for point in usual[:2] for pair in pairs for root in roots(notation, *pair, point)]
        joint, sides = [], (a,) if link.relation == "\\implies" else (a, b)
        with suppress(budget.OverBudget), budget.apart("premises"):
            for side in sides:
                found += solutions(notation, instance.meaning.sizes, leaves, [*conditions, side], rng, modes=PREMISES)
                equations = equations_of(side)
                met = (meeting(notation, equations, point) for point in usual[:STARTS] if len(equations) > 1)
                joint += islice(filter(None, met), 1)
        with suppress(budget.OverBudget), budget.apart("more"):
            for pair in pairs:
                found += _solved(notation, *pair, usual[:STARTS], rng)
            for root in joint:
                undecided = undecided or _apart(notation, link, a, b, root, (), conditions, instance, seen)
            for at, point in enumerate(usual[:TURNS]):
                met = [meeting(notation, two, point) for two in combinations(pairs[:MEETING], 2)] if at < STARTS else []
                for one in claims if link.relation == "\\implies" else pairs[:MEETING]:
                    others = [pair for pair in pairs[:AT_MOST] if pair is not one]
                    met += [turning(notation, *one, some, point) for count in range(3) for some in combinations(others, count)]
                for root in filter(None, met):
                    if is_exact(root):
                        found.append(root)
                    else:
                        undecided = undecided or _apart(notation, link, a, b, root, (), conditions, instance, seen)
        found += [point for start in usual[:1] if len(leaves) == 2 for point in together(notation, start)]
        beside += [root for root in found if admitted(root, conditions)]
        touching = [(root, pair) for point in usual[:2] for pair in pairs for root in roots(notation, *pair, point, touching=True)]
        for root, pair in touching:
            undecided = undecided or _apart(notation, link, a, b, root, pair, conditions, instance, seen)
        several = len(leaves) > FEW and any(map(equations_of, sides))
        for at, point in enumerate((*usual, *beside)):
            evaluator = Evaluator(point, reached, guess=True if at < len(usual) else None)
            try:
                truth = _truth(evaluator, a, b, link.relation)
            except NO_VALUE as error:
                if at >= len(usual):
                    continue
                if not isinstance(error, Undefined):
                    undecided = undecided or f"{error}{at_point(notation, point, instance.label)}"
                    continue
                raise Refuted(f"a side is undefined: {error}{at_point(notation, point, instance.label)}") from None
            special = several and all(isinstance(point[key], Fraction) and point[key] in ALL_ALIKE for key in leaves)
            seen.add((*truth, SPECIAL_POINT) if special else truth)
            if None not in truth and truth[0] != truth[1]:
                words = ["true" if value else "false" for value in truth]
                raise Refuted(f"left is {words[0]}, right is {words[1]}{at_point(notation, point, instance.label)}")
    return undecided


def _truth(evaluator, a, b, relation: str) -> tuple:
    """Return the truth of the two sides; None for what an implication says nothing of, because its left side is false there."""
    left = evaluator.decide(lambda: evaluator.holds(a))
    if relation == "\\implies" and not left:
        return left, None
    return left, evaluator.decide(lambda: evaluator.holds(b))


def _solved(notation, e, f, usual, rng):
    """Return points at which two expressions of several variables are equal: beside more points, and on the way between points."""
    leaves = e.leaves | f.leaves
    found = [root for point in usual[2:] for root in roots(notation, e, f, point)] if 1 < len(leaves) <= FEW else []
    if usual and any(domain_of(notation, key) in VECTORS for key in leaves):
        others = [*usual[1:], *({**usual[0], **corner} for corner in corners(notation, usual[0], rng))]
        found += between(notation, e, f, usual[0], others)
    return found


def _apart(notation, link, a, b, root, pair, conditions, instance, seen: set) -> str | None:
    """Say where the two sides part, if the two expressions that touch there are equal; without a pair, as far as is seen. What is true of both is added to `seen`."""
    evaluator = Evaluator(root, guess=not pair)
    evaluator.same = pair
    try:
        left, right = _truth(evaluator, a, b, link.relation)
    except NO_VALUE:
        return None
    if not admitted(root, conditions):
        return None
    if left and right:
        seen.add((True, True))
    if right is not None and left != right:
        return f"the two sides seem to part{at_point(notation, root, instance.label)}"
    return None


def _identities(notation, link, side, rng, reached, check):
    """In ``A = B = 0 \\iff ...`` the equation A = B is a claim of its own: at most one relation of a chain is a condition."""
    relations = [relation.parts[0] for relation in side.parts[1]] if side.kind == "chain" else []
    if len(relations) < 2 or "=" not in relations:
        return
    parts = split_links(side, link.conditions, link.sides)
    conditions = [part for part in parts if part.relation != "="]
    for part in parts:
        if part.relation == "=":
            try:
                check(notation, replace(part, sides=link.sides), str(rng.random()), False, reached)
            except Refuted as refuted:
                conditions.append(part)
                if len(conditions) > 1:
                    advice = f"beside {link.relation} one relation of a chain is a condition, the others are claims"
                    raise Refuted(f"{refuted.message}; {advice}") from None


def _variants(notation, link, instance, rng):
    """Yield the two sides as conditions: as they are, or where one is ``v = ...`` and the other speaks of v, with v free and with v put in."""
    meaning, env = instance.meaning, instance.environment
    for side, other in ((link.right, link.left), (link.left, link.right)):
        if side.kind == "chain" and len(side.parts[0]) == 2 and side.parts[1][0].parts[0] == "=":
            variable = side.parts[0][0]
            if variable.kind == "name" and not isinstance(meaning.of(variable, env), Array) and _spoken_of(notation, variable, other):
                with_free = _with_free(notation, link, meaning, env, variable, side)
                if with_free:
                    yield from with_free
                    return
    yield meaning.condition(link.left, env), meaning.condition(link.right, env)


def _spoken_of(notation, variable, other) -> bool:
    """Whether a name has no definition, or stands in the other side as well, so that what is said holds for any value of it."""
    name = notation.named(variable)
    if name is None or notation.names[name].body is None:
        return name is not None
    return not notation.names[name].subscripts and any(node.kind == "name" and notation.named(node) == name for node in walk(other))


def _with_free(notation, link, meaning, env, variable, side) -> list | None:
    """Return the two sides with a variable free and with its value put in; None where the value depends on it."""
    declared, _ = notation.find(variable.parts[0], variable.parts[1], None)
    free = Environment(env.indices, env.parameters, env.stops | {declared.key})
    leaf, value = meaning.of(variable, free), meaning.of(side.parts[0][1], free)
    if leaf.args[0] in value.leaves:
        return None
    a, b = meaning.condition(link.left, free), meaning.condition(link.right, free)
    values = {leaf.args[0]: value}
    return [(a, b), (substituted(a, values), substituted(b, values))]
