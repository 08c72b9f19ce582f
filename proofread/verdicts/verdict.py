"""Check one link of a chain: at points of the domain by ball arithmetic, then by a symbolic proof."""

import random
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod

from flint import arb, ctx

from proofread.expressions import expression as ex
from proofread.expressions.arrays import Array
from proofread.expressions.numeric import NO_VALUE, Evaluator, Imprecise, Undecided, Undefined
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node, Statement, walk
from proofread.meaning.indices import bound, free, infer, needed, written
from proofread.meaning.meanings import Environment, Meaning
from proofread.meaning.notation import Notation
from proofread.verdicts import descent, limits, remainder, symbolic
from proofread.verdicts.points import MODES, VECTORS, admitted, domain_of, near, points, variations
from proofread.verdicts.roots import roots

ASSIGNMENTS = 16  # of the free indices, at most, for each combination of sizes
NEARLY, EQUAL = 60, 3000  # bits to which two sides agree that count as equal
MANY = 24  # variables of an equation that is not looked at beside its thresholds
DEEP = 2  # points for each combination of sizes at which an equality that is not proved holds to the larger number of bits
DOMAIN = {  # the conditions on an expression that say that it lies in a domain
    "real": lambda e: [],
    "positive": lambda e: [(">", e, ex.number(0))],
    "nonnegative": lambda e: [("\\ge", e, ex.number(0))],
    "(0,1)": lambda e: [(">", e, ex.number(0)), ("<", e, ex.number(1))],
    "[0,1]": lambda e: [("\\ge", e, ex.number(0)), ("\\le", e, ex.number(1))],
    "{0,1}": lambda e: [("=", ex.mul(e, ex.add(e, ex.number(-1))), ex.number(0))],
    "{-1,1}": lambda e: [("=", ex.mul(e, e), ex.number(1))],
}
INEQUALITIES = ("<", ">", "\\le", "\\ge")


@dataclass(frozen=True)
class Link:
    """Two sides and the relation between them, under conditions."""

    left: Node
    right: Node
    relation: str
    at: int
    conditions: tuple[Node, ...]
    loose: bool = False  # a condition on something else may be left out, as in a sentence
    sides: tuple = ()  # of the whole statement: index letters mean the same in all of it


@dataclass
class Refuted(Exception):
    """A link is false; the message shows where."""

    message: str
    values: dict | None = None


def links(statement: Statement) -> list[Link]:
    """Return the links of a statement in order."""
    found = split_links(statement.node, statement.conditions, statement.node)
    for start, end, conditions in statement.rows:
        found[start:end] = [
            replace(link, conditions=(*link.conditions, *conditions), sides=(*link.sides, *conditions)) for link in found[start:end]
        ]
    return found


def split_links(node, conditions, whole):
    if node.kind == "chain":
        sides, relations = node.parts
        return [
            Link(left, right, relation.parts[0], relation.at, conditions, sides=(whole, *conditions))
            for left, relation, right in zip(sides, relations, sides[1:])
        ]
    if node.kind == "both":
        return [link for part in node.parts for link in split_links(part, conditions, whole)]
    if node.kind == "connected":
        nodes, words = node.parts
        return [Link(a, b, word, b.at, conditions, sides=(whole, *conditions)) for a, word, b in zip(nodes, words, nodes[1:])]
    raise FormulaError("parse", "a claim with \\text{or} is checked only within \\iff and \\implies", node.at)


@dataclass
class Instance:
    """A link at one combination of sizes and one assignment of its free indices."""

    meaning: Meaning
    environment: Environment
    label: str


def instances(notation: Notation, link: Link, rng: random.Random):
    """Yield the instances of a link."""
    letters = infer(notation, link.sides or (link.left, link.right, link.conditions))
    own = sorted(free(notation, (link.left, link.right)))
    sizes_used = _sizes_used(notation, link)
    seen = set()
    for combination in notation.combinations() if notation.sizes else [{}]:
        shown = tuple((name, combination[name]) for name in sorted(sizes_used) if name in combination)
        if shown in seen:
            continue
        seen.add(shown)
        ranges = [range(combination[letters[letter]]) for letter in own]
        if prod(map(len, ranges)) > ASSIGNMENTS:
            some = {tuple(map(rng.choice, ranges)) for _ in range(ASSIGNMENTS - 2)}
            every = [tuple(r[0] for r in ranges), tuple(r[-1] for r in ranges), *sorted(some)]
        else:
            every = list(product(*ranges))
        for values in every:
            meaning = Meaning(notation, combination, letters)
            label = ", ".join([f"{n} = {v}" for n, v in shown] + [f"{n} = {v + 1}" for n, v in zip(own, values)])
            yield Instance(meaning, Environment(tuple(zip(own, values))), label)


def _sizes_used(notation, link) -> set[str]:
    """Return the sizes a link depends on; all of them, unless it is plainly about none."""
    letters = free(notation, (link.left, link.right, link.conditions))
    bound = any(node.kind in ("bigop", "expectation", "gradient", "transpose") for node in walk((link.left, link.right)))
    names = [node for node in walk((link.left, link.right, link.conditions)) if node.kind in ("name", "call")]
    scalar = all(_is_scalar(notation, node) for node in names)
    return set() if not letters and not bound and scalar else set(notation.sizes)


def _is_scalar(notation, node, open_names=frozenset()) -> bool:
    if node.parts[0] in open_names:  # a value named like its function, M := M(z, y): it is being looked at
        return True
    if node.parts[0] in notation.sizes or node.parts[1]:
        return False
    open_names |= {node.parts[0]}
    for declared in notation.names.values():
        if declared.base == node.parts[0] and (declared.subscripts or declared.array or needed(notation, declared)):
            return False
        if declared.base == node.parts[0] and declared.body is not None and not _closed(notation, declared, open_names):
            return False
    return True


def _closed(notation, declared, open_names) -> bool:
    nodes = list(walk(declared.body))
    if any(node.kind in ("bigop", "expectation", "gradient") for node in nodes):
        return False
    own = set(declared.parameters or ())
    names = [node for node in nodes if node.kind in ("name", "call") and node.parts[0] not in own]
    return all(_is_scalar(notation, node, open_names) for node in names)


def check_link(notation: Notation, link: Link, seed: str, proofs: bool, reached: set) -> str:
    """Return "proved" or "tested"; raise `Refuted`, or `FormulaError` of what is not read, or undecided."""
    outcome = _checked(notation, link, seed, proofs, reached)
    if _order(notation, (link.left, link.right)) > _free_derivatives(notation, (link.left, link.right)):
        raise FormulaError("undecided", "derivatives of a smooth function are free only up to the second, of f(r) up to the fourth", link.at)
    two = sorted(written(notation, (link.left, link.right)) & bound((link.left, link.right)))
    if two:
        message = f"the index {two[0]} is free and summed over in one formula; give one of the two another letter"
        raise FormulaError("index", message, link.at)
    return outcome


def _checked(notation, link, seed, proofs, reached) -> str:
    rng = random.Random(seed)
    if link.relation in ("\\iff", "\\implies"):
        from proofread.verdicts import connectives

        return connectives.check_connective(notation, link, rng, reached)
    if link.relation == "\\in":
        return _member(notation, link, rng)
    with_order = remainder.split(link.right) if link.relation == "=" else None
    if with_order:
        return remainder.check_remainder(notation, link, *with_order, rng)
    met, tested, attacked, undecided = False, False, [], None
    branches = any(node.kind == "cases" for node in walk((link.left, link.right)))
    proved = proofs and link.relation == "="
    for instance in instances(notation, link, rng):
        left, right = (instance.meaning.of(side, instance.environment) for side in (link.left, link.right))
        conditions = conditions_of(notation, link, instance)
        pairs, conditions = solved(notation, instance.meaning.sizes, entry_pairs(left, right, link), conditions)
        if conditions is None:
            continue
        sides = frozenset().union(*(a.leaves | b.leaves for a, b in pairs))
        related = _related(sides, conditions)
        if len(related) < len(conditions) and not link.loose:
            raise FormulaError("condition", "a condition on something that does not occur here", link.at)
        conditions = related
        leaves = sides.union(*map(leaves_of, conditions))
        found = points(notation, instance.meaning.sizes, leaves, conditions, rng, MODES * 3 if branches else MODES)
        met = met or bool(found)
        equal = proved and all(symbolic.equal(notation, instance.meaning.sizes, a, b, conditions) for a, b in pairs)
        deep = 0 if equal or instance.meaning.sizes in attacked or _has(pairs, ("integral",)) else DEEP
        for at, point in enumerate(found):
            tested, evaluator = True, Evaluator(point, reached)
            for a, b in pairs:
                try:
                    _compare(notation, a, b, link, evaluator, instance.label, EQUAL if at < deep else NEARLY)
                except Undecided as error:
                    undecided = undecided or f"{error}{at_point(notation, point, instance.label)}"
        first = instance.meaning.sizes not in attacked
        if found:
            attacked.append(instance.meaning.sizes)
        if first and found and leaves and link.relation in INEQUALITIES:
            for a, b in pairs:
                slack = descent.slack(a, b, link.relation in (">", "\\ge"))
                for point in descent.tighter_points(notation, instance.meaning.sizes, found, conditions, slack, rng):
                    try:
                        _compare(notation, a, b, link, Evaluator(point), instance.label)
                    except Undecided as error:
                        undecided = undecided or f"{error}{at_point(notation, point, instance.label)}"
        if first and not any(e.op in ("limit", "infinity") for pair in pairs for e in pair):
            _zeros(notation, pairs, link, found[:2], conditions, instance.label)
        threshold = link.relation == "=" and first and not equal and len(leaves) < MANY and _has(pairs, ("max", "kink", "cases"))
        if link.relation in (*INEQUALITIES, "\\ne") or threshold:
            for point in found[: 3 if first else 1]:
                for varied in variations(notation, point, [e for pair in pairs for e in pair], conditions, rng):
                    for a, b in pairs:
                        _vary(notation, a, b, link, varied, instance.label)
        proved = proved and not any(_of_a_function(key) for key in leaves)
        proved = proved and _order(notation, (link.left, link.right)) <= min(map(_free_order, leaves), default=4)
        proved = proved and equal
    if undecided and not proved:
        raise FormulaError("undecided", undecided, link.at)
    if not met or not tested:
        raise FormulaError("condition", "no point of the declared domain meets these conditions, so nothing was checked", link.at)
    return "proved" if proved else "tested"


def _member(notation: Notation, link: Link, rng) -> str:
    """Check the shape of the left side of W \\in \\mathbb{R}^{K \\times d}, by the names of the sizes."""
    sizes = link.right.parts[0]
    for size in sizes:
        if size not in notation.sizes and not size.isdigit():
            raise FormulaError("name", f"the size {size} is not declared", link.right.at)
    for instance in instances(notation, link, rng):
        value = instance.meaning.of(link.left, instance.environment)
        shape = value.shape if isinstance(value, Array) else ()
        if shape != (*sizes, "1")[:2] * bool(sizes):
            shown = value.shown() if isinstance(value, Array) else "a scalar"
            raise FormulaError("shape", f"the left side is {shown}, not {' x '.join(sizes) or 'a scalar'}", link.at)
    return "proved"


def _of_a_function(leaf) -> bool:
    """Whether a leaf is a coefficient of an opaque function: at several arguments its polynomial is only an example."""
    return leaf[0][0] == "coefficient" and leaf[0][1][0][2] is not None


def _order(notation, node, seen=frozenset()) -> int:
    """Return how often something is differentiated: the slopes and curvatures of an opaque function are free, no more."""
    if isinstance(node, tuple):
        return max((_order(notation, part, seen) for part in node), default=0)
    if not isinstance(node, Node):
        return 0
    if node.kind == "derivative":
        return sum(count for _, count in node.parts[1]) + _order(notation, node.parts[0], seen)
    if node.kind == "gradient":
        return node.parts[1] + _order(notation, node.parts[2], seen)
    if node.kind in ("name", "call"):
        inner = _order(notation, _body(notation, node, seen), seen | {notation.named(node)})
        return node.parts[2] + max(inner, _order(notation, node.parts[3:], seen))
    return _order(notation, node.parts, seen)


def _body(notation, node, seen):
    """Return the definition of a name; None for one without, and for one that is being looked at."""
    key = notation.named(node)
    return notation.names[key].body if key is not None and key not in seen else None


def _free_derivatives(notation, node, seen=frozenset()) -> int:
    """Up to which order the check leaves the derivatives of all smooth functions in a formula free."""
    least = 99
    for part in walk(node):
        if part.kind in ("name", "call"):
            declared = notation.names.get(notation.named(part))
            if declared and declared.domain == "smooth function":
                least = min(least, 2 if declared.parameters is None else 4)
            least = min(least, _free_derivatives(notation, _body(notation, part, seen), seen | {notation.named(part)}))
    return least


def _free_order(leaf) -> int:
    """Up to which order the derivatives of an opaque function are free, so that what holds for it holds for all."""
    if leaf[0][0] != "coefficient":
        return 4
    return 1 if "direction" in leaf[0] else 2


def conditions_of(notation, link, instance) -> list:
    """Return the conditions of a link; what they depend on beyond its free indices, they hold for all of."""
    found = []
    for node in link.conditions:
        extra = sorted(free(notation, node) - dict(instance.environment.indices).keys())
        letters = instance.meaning.letters
        for values in product(*(range(instance.meaning.sizes[letters[letter]]) for letter in extra)):
            inner = instance.environment.with_indices(dict(zip(extra, values)))
            found.append(instance.meaning.condition(node, inner))
    return found


def _related(leaves, conditions) -> list:
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
    flat = [part for condition in conditions for part in (condition[1:] if condition[0] == "and" else (condition,))]
    left, put = [], {}
    while flat:
        condition = flat.pop(0)
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
                flat, left = ([substituted(c, values) for c in group] for group in (flat, left))
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


def entry_pairs(left, right, link: Link) -> list:
    """Return the pairs of entries that are compared; 0 beside an array is the zero of its shape."""
    if isinstance(left, Array) and not isinstance(right, Array) and ex.is_number(right, 0):
        right = left.map(lambda e: ex.number(0))
    if isinstance(left, Array) != isinstance(right, Array) or (isinstance(left, Array) and left.shape != right.shape):
        shown = [value.shown() if isinstance(value, Array) else "a scalar" for value in (left, right)]
        raise FormulaError("shape", f"the left side is {shown[0]}, the right side {shown[1]}", link.at)
    if not isinstance(left, Array):
        return [(left, right)]
    return [pair for rows in zip(left.rows, right.rows) for pair in zip(*rows)]


def _compare(notation, a, b, link: Link, evaluator: Evaluator, label, fine: int = NEARLY):
    """Raise `Refuted` if the relation does not hold at the point of an evaluator; sides that agree to `fine` bits are equal."""
    point = evaluator.point
    if "infinity" in (a.op, b.op) and "limit" not in (a.op, b.op):
        raise FormulaError("undecided", "infinity is no number; it stands alone on one side of a limit", link.at)
    if a.op == "limit" or b.op == "limit":
        problem = limits.problem(notation, a, b, link.relation, point)
        if problem:
            raise Refuted(f"{problem}{at_point(notation, point, label)}")
        return
    values = []
    for side, e in (("left", a), ("right", b)):
        try:
            values.append(evaluator.decide(lambda e=e: settled(evaluator, e)))
        except Undefined as error:
            raise Refuted(f"the {side} side is undefined: {error}{at_point(notation, point, label)}") from None
    holds = evaluator.decide(lambda: _relation(evaluator, a, b, link, fine))
    if not holds:
        ctx.prec = 96
        message = f"left = {shown(values[0])}, right = {shown(values[1])}{at_point(notation, point, label)}"
        raise Refuted(message, {"left": a, "right": b, "point": point})


def _has(pairs, operations) -> bool:
    """Whether one of some operations occurs in the sides."""
    left, seen = [e for pair in pairs for e in pair], set()
    while left:
        e = left.pop()
        if e.op in operations:
            return True
        if e not in seen:
            seen.add(e)
            left += ex.expressions_in(e.args)
    return False


def _zeros(notation, pairs, link, found, conditions, label):
    """Raise `Refuted` where a strict inequality, or \\ne, meets a point at which its sides are equal."""
    if link.relation not in ("<", ">", "\\ne"):
        return
    for point in found:
        for a, b in pairs:
            for root in roots(notation, a, b, point):
                if admitted(root, conditions):
                    raise Refuted(f"the sides are equal{at_point(notation, root, label)}")


def _vary(notation, a, b, link: Link, point, label):
    """Raise `Refuted` if an inequality is false at a point beside the usual ones; what is undecided there says nothing."""
    evaluator = Evaluator(point, guess=near(point))
    try:
        holds = evaluator.decide(lambda: _relation(evaluator, a, b, link))
    except NO_VALUE:
        return
    if not holds:
        ctx.prec = 96
        values = [evaluator.decide(lambda e=e: settled(evaluator, e)) for e in (a, b)]
        raise Refuted(f"left = {shown(values[0])}, right = {shown(values[1])}{at_point(notation, point, label)}")


def settled(evaluator: Evaluator, e) -> arb:
    """Return the value of an expression once its ball is small; a ball that stays large is the interval of a kink."""
    value = evaluator.value(e)
    if not value.is_finite():
        raise Imprecise
    if value.rad() > arb(2) ** -40 * (1 + abs(value.mid())):
        raise Imprecise
    return value


def _relation(evaluator, a, b, link: Link, fine: int = NEARLY) -> bool:
    if link.relation in ("\\approx", "\\sim"):
        return _approximately(evaluator, a, b, link)
    x, y = settled(evaluator, a), settled(evaluator, b)
    difference = x - y if a is not b else arb(0)
    strict = link.relation in ("<", ">", "\\ne")
    near = difference.contains(0) and not difference.is_zero()
    if near and not strict and fine == NEARLY and _negligible(difference, x, fine):
        sign = 0
    elif near and None not in (exact := (evaluator.exact(a), evaluator.exact(b))):
        sign = (exact[0] > exact[1]) - (exact[0] < exact[1])
    elif near and not strict and _negligible(difference, x, fine):
        sign = 0
    else:
        sign = evaluator.sign(difference)
    known = {"=": sign == 0, ":=": sign == 0, "\\ne": sign != 0, "<": sign < 0, ">": sign > 0, "\\le": sign <= 0, "\\ge": sign >= 0}
    return known[link.relation]


def _negligible(difference: arb, value: arb, fine: int) -> bool:
    """Whether a ball around 0 is so small that only equality explains it."""
    return difference.rad() < arb(2) ** -fine * abs(value.mid()) or difference.rad() < arb(2) ** -max(200, fine)


def _approximately(evaluator, a, b, link: Link) -> bool:
    """Agreement to half a unit of the last digit that is written."""
    literal = next((node for node in (link.right, link.left) if _literal(node)), None)
    if literal is None:
        raise FormulaError("parse", "\\approx is checked against a number; write the digits on one side", link.at)
    digits = (_literal(literal).split(".") + [""])[1]
    unit = Fraction(10) ** (_exponent(literal) - len(digits)) / 2
    difference = abs(evaluator.value(a) - evaluator.value(b))
    return evaluator.sign(difference - arb(unit.numerator) / unit.denominator) <= 0


def _literal(node: Node) -> str:
    if node.kind == "add" and len(node.parts) == 1:
        node = node.parts[0][1]
    if node.kind == "mul" and len(node.parts) == 2 and _exponent(node) is not None:
        node = node.parts[0]
    return node.parts[0] if node.kind == "number" else ""


def _exponent(node: Node) -> int | None:
    """Return n of ``... \\cdot 10^n``; 0 where there is no such factor, None where it is no number."""
    if node.kind == "add" and len(node.parts) == 1:
        node = node.parts[0][1]
    if node.kind != "mul":
        return 0
    last = node.parts[-1]
    if last.kind != "pow" or last.parts[0] != Node("number", ("10",)):
        return None
    sign, exponent = last.parts[1].parts[0] if last.parts[1].kind == "add" else (1, last.parts[1])
    if exponent.kind != "number" or not exponent.parts[0].isdigit() or len(exponent.parts[0]) > 3:
        return None
    return sign * int(exponent.parts[0])


def shown(value: arb) -> str:
    return value.str(12, radius=False)


def at_point(notation: Notation, point, label) -> str:
    """Say at which point: the variables by the names of the page."""
    parts = []
    for key, value in sorted(point.items(), key=lambda item: repr(item[0])):
        declared = notation.names.get(key[0])
        if declared is None:
            continue
        indices = [str(i + 1) for i in key[1]]
        name = declared.base + (f"_{{{','.join(indices)}}}" if len(indices) > 1 else f"_{indices[0]}" if indices else "")
        hidden = ",".join(str(i + 1) for i in key[2])
        parts.append(f"{name}{f' (example {hidden})' if hidden else ''} = {float(value if isinstance(value, Fraction) else value.mid()):.4g}")
    more = len(parts) - 8
    text = ", ".join(parts[:8]) + (f", and {more} more" if more > 0 else "")
    return (f" at {text}" if text else "") + (f" ({label})" if label else "")
