"""Conditions that fix a variable, such as y = 1, which no random point meets: what they say is put in for it."""

from proofread.expressions import expression as ex
from proofread.expressions.numeric import Evaluator
from proofread.latex.errors import FormulaError
from proofread.meaning import places
from proofread.verdicts.link import conditions_of, entry_pairs
from proofread.verdicts.points import VECTORS, domain_of

DOMAIN = {  # the conditions on an expression that say that it lies in a domain
    "real": lambda e: [],
    "positive": lambda e: [(">", e, ex.number(0))],
    "nonnegative": lambda e: [("\\ge", e, ex.number(0))],
    "(0,1)": lambda e: [(">", e, ex.number(0)), ("<", e, ex.number(1))],
    "[0,1]": lambda e: [("\\ge", e, ex.number(0)), ("\\le", e, ex.number(1))],
    "{0,1}": lambda e: [("=", ex.mul(e, ex.add(e, ex.number(-1))), ex.number(0))],
    "{-1,1}": lambda e: [("=", ex.mul(e, e), ex.number(1))],
}


def read(notation, link, instance, there=()) -> tuple:
    """Return the pairs of sides at an instance, the conditions that bear on them and their variables; None where the conditions fail.

    `there` are conditions that the link does not state.
    """
    sizes, given = instance.meaning.sizes, [*conditions_of(notation, link, instance), *there]
    if solved(notation, sizes, [], given)[1] is None:
        return None, [], frozenset()
    pairs, conditions = solved(notation, sizes, _pairs(link, instance), given)
    if conditions is None:
        return None, [], frozenset()
    sides = frozenset().union(*(a.leaves | b.leaves for a, b in pairs))
    bearing = related(sides, conditions)
    if len(bearing) < len(conditions) and not (link.loose or there):
        raise FormulaError("condition", "a condition on something that does not occur here", link.at)
    return pairs, bearing, sides.union(*map(leaves_of, bearing))


def _pairs(link, instance) -> list:
    meaning, environment, sides = instance.meaning, instance.environment, (link.left, link.right)
    if any(map(places.is_place, sides)):
        return places.compared(meaning, sides, link.relation, environment)
    return entry_pairs(*(meaning.of(side, environment) for side in sides), link)


def related(leaves, conditions) -> list:
    """Return the conditions that bear on some leaves, at once or by way of other conditions."""
    found, left = [], list(conditions)
    while near := [condition for condition in left if not leaves_of(condition).isdisjoint(leaves)]:
        found += near
        leaves = leaves.union(*map(leaves_of, near))
        left = [condition for condition in left if condition not in near]
    return found


def leaves_of(condition) -> frozenset:
    return frozenset().union(*(e.leaves for e in ex.expressions_in(condition)))


def solved(notation, sizes, pairs, conditions):
    """Put in conditions such as y = 1, which no random point meets; None for conditions that fail whatever the point is.

    What is put in for a variable stays in its declared domain, which becomes a condition.
    """
    flat, left, put = list(conditions), [], {}
    while flat:
        condition = flat.pop(0)
        if condition[0] == "and":
            flat[:0] = condition[1:]
            continue
        if condition[0] == "=" and condition[1] is condition[2]:
            continue
        if condition[0] == "=" and all(isinstance(part, ex.Expression) for part in condition[1:]):
            a, b = condition[1:]
            if a.op == "number" and b.op == "number":
                if a is not b:
                    return pairs, None
                continue
            if "leaf" not in (a.op, b.op) and (linear := _linear(a, b)):
                a, b = linear
            if b.op == "leaf" and (a.op != "leaf" or b.args[0] not in a.leaves):
                a, b = (a, b) if a.op == "leaf" else (b, a)
            if a.op == "leaf" and a.args[0] not in b.leaves:
                values = {a.args[0]: b}
                put = {key: ex.substitute(e, values) for key, e in put.items()} | values
                flat += within(notation, sizes, a.args[0], b, put)
                pairs = [(ex.substitute(x, values), ex.substitute(y, values)) for x, y in pairs]
                flat, left = [substituted(c, values) for c in (*left, *flat)], []  # one of numbers alone fails everywhere
                continue
        if condition[0] in ("<", ">", "\\ne", "\\le", "\\ge") and all(e.op == "number" for e in condition[1:]):
            if not Evaluator({}).holds(condition):
                return pairs, None
            continue
        left.append(condition)
    return pairs, left


def _linear(a, b):
    """Return a leaf and its value where an equation has it as a term of its own, with a number before it; None otherwise."""
    difference = ex.add(a, ex.negative(b))
    for at, term in enumerate(difference.args if difference.op == "add" else ()):
        factor, key = (term.args[0], term.args[1]) if term.op == "mul" and len(term.args) == 2 else (ex.number(1), term)
        others = difference.args[:at] + difference.args[at + 1 :]
        if key.op == "leaf" and factor.op == "number" and all(key.args[0] not in other.leaves for other in others):
            return key, ex.mul(ex.number(-1 / factor.args[0]), ex.add(*others))
    return None


def within(notation, sizes, key, value, put) -> list:
    """Return the conditions under which a value that is put in for a variable lies in its domain."""
    domain = domain_of(notation, key)
    if domain not in VECTORS:
        return [part for part in DOMAIN[domain](value)]
    last = (key[0], (*key[1][:-1], sizes[notation.names[key[0]].shape[-1]] - 1), key[2])
    group = [(*last[:1], (*last[1][:-1], i), last[2]) for i in range(last[1][-1] + 1)]
    inside = {"simplex": "[0,1]", "open simplex": "positive", "one-hot": "{0,1}", "unit sum": "real"}[domain]
    found = DOMAIN[inside](value)
    return [*found, ("=", ex.add(*(put.get(other, ex.leaf(other)) for other in group)), ex.number(1))]


def substituted(condition, values):
    return tuple(
        ex.substitute(part, values) if isinstance(part, ex.Expression) else substituted(part, values) if isinstance(part, tuple) else part
        for part in condition
    )
