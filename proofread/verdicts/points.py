"""Points of the declared domain: generic, far out, all equal, all zero, at the corners; and those that meet conditions."""

import random
from fractions import Fraction
from functools import cache, lru_cache
from itertools import combinations, product

from proofread.expressions import budget
from proofread.expressions.expression import parts_of
from proofread.expressions.numeric import Evaluator
from proofread.expressions.outcomes import NO_VALUE
from proofread.meaning.declared import Notation

SPECIAL = ("equal", "zero", "corner")
MODES = ("generic",) * 6 + ("wide", *SPECIAL)
TINY = Fraction(1, 2**200)
FAR = {"real": (2**30, -(2**30), 1500, -1500, 40, -40), "positive": (4096, Fraction(1, 4096), Fraction(1, 2**50), TINY, 1 / TINY)}
FAR |= {"nonnegative": (4096, Fraction(1, 2**50), TINY, 1 / TINY)}
FAR |= {domain: (Fraction(1, 2**30), 1 - Fraction(1, 2**30), TINY, 1 - TINY) for domain in ("(0,1)", "[0,1]")}
BESIDE = Fraction(1, 2**10)  # how far apart two numbers are that are nearly equal
LARGE = [Fraction(2) ** round(2 ** (n / 4)) for n in range(16, 61)]  # four exponents to each doubling
SMALL = [1 / power for power in LARGE]
VARIATIONS = 60
ALIKE = (Fraction(1, 2), Fraction(1, 2**40), 1 - Fraction(1, 2**40), TINY, Fraction(2**40))  # of all variables at once
ENDED = 4  # variables, at most, of which each choice of ends is looked at
NEAR = 200  # tries at moderate numbers
TRIES = 300  # for a point that meets the conditions
SCALES = {power: Fraction(2) ** power for power in range(-4, 9)}
FINITE = frozenset(("{0,1}", "{-1,1}", "one-hot"))
VECTORS = ("simplex", "open simplex", "one-hot", "unit sum")


def domain_of(notation: Notation, key) -> str:
    """Return the declared domain of a leaf; one that is no variable of the notation is real."""
    declared = notation.names.get(key[0])
    return declared.domain if declared and declared.body is None and declared.of is None else "real"


@lru_cache(maxsize=4096)
def in_order(leaves: frozenset) -> list:
    """Return leaves in an order that no run changes."""
    return sorted(leaves, key=repr)


def sample(notation: Notation, sizes: dict[str, int], leaves, mode: str, rng: random.Random, scale: Fraction | int = 1) -> dict:
    """Return a value for each leaf, in its declared domain."""
    point = {}
    budget.spend(1 + 6 * len(leaves))
    for key in in_order(leaves):
        domain = domain_of(notation, key)
        if domain in VECTORS:
            if key not in point:
                size = sizes[notation.names[key[0]].shape[-1]]
                for position, value in enumerate(_vector(domain, size, mode, rng)):
                    point[key[0], (*key[1][:-1], position), key[2]] = value
        else:
            point[key] = _scalar(domain, mode, rng, scale)
    return point


def _scalar(domain, mode, rng, scale) -> Fraction:
    if domain == "{-1,1}":
        return Fraction({"equal": 1, "zero": -1, "corner": 1}.get(mode, rng.choice((-1, 1))))
    if domain == "{0,1}":
        return Fraction({"equal": 1, "zero": 0, "corner": 1}.get(mode, rng.randint(0, 1)))
    if domain in ("(0,1)", "[0,1]"):
        if domain == "[0,1]" and mode in ("wide", "zero", "corner"):
            return Fraction({"zero": 0, "corner": 1}.get(mode, rng.randint(0, 1)))
        if mode in ("equal", "zero", "corner"):
            return Fraction(1, 2)
        if mode == "wide":
            small = Fraction(1, 2 ** rng.randint(5, 12))
            return small if rng.random() < 0.5 else 1 - small
        return _ratio(rng.randint(1, 126), 127)
    if domain in ("positive", "nonnegative"):
        if mode == "zero" and domain == "nonnegative":
            return Fraction(0)
        if mode in ("equal", "zero", "corner"):
            return Fraction(1)
        if mode == "wide":
            return Fraction(2) ** rng.choice((-9, -6, -4, 4, 5, 6))
        return _ratio(rng.randint(1, 220) * scale.numerator, 64 * scale.denominator)
    if mode in ("equal", "zero", "corner"):
        return Fraction({"equal": 1, "zero": 0, "corner": -1}[mode])
    if mode == "wide":
        return Fraction(rng.choice((-1, 1)) * rng.randint(23, 80), 9)
    return _ratio(rng.choice((-1, 1)) * rng.randint(1, 160) * scale.numerator, 64 * scale.denominator)


_ratio = cache(Fraction)


def _vector(domain, size, mode, rng) -> list[Fraction]:
    if domain == "one-hot" or (domain == "simplex" and mode in ("zero", "corner")):
        hot = {"equal": 0, "zero": 0, "corner": size - 1}.get(mode, rng.randrange(size))
        return [Fraction(int(i == hot)) for i in range(size)]
    if mode in ("equal", "zero", "corner"):
        return [Fraction(1, size)] * size
    if domain == "unit sum":
        first = [Fraction(rng.randint(-64, 64), 37) for _ in range(size - 1)]
        return [*first, 1 - sum(first)]
    weights = [Fraction(2) ** rng.randint(0, 12) if mode == "wide" else Fraction(rng.randint(1, 40)) for _ in range(size)]
    return [weight / sum(weights) for weight in weights]


def admitted(point: dict, conditions) -> bool:
    """Whether a point meets all conditions; a condition that is undefined there is not met."""
    if not conditions:
        return True
    evaluator = Evaluator(point)
    try:
        return all(evaluator.decide(lambda condition=condition: evaluator.holds(condition)) for condition in conditions)
    except NO_VALUE:
        return False


def numbers_of(expressions) -> tuple[Fraction, ...]:
    """Return 0, 1, the numbers of some expressions, and those at which a linear denominator, or argument of a root or logarithm, is 0.

    They are without signs, the least of them and the largest.
    """
    found = {Fraction(0), Fraction(1)}
    for e in parts_of(expressions):
        if e.op == "number":
            found.add(abs(e.args[0]))
        elif e.op in ("ln", "pow") and (zero := _zero(e.args[0])):
            found.add(abs(zero))
    some = sorted(found)
    return tuple([*[number for number in some if number < 2**200][:12], *[number for number in some if 2**200 <= number < 2**12000][-2:]])


def _zero(e) -> Fraction | None:
    """Return where a linear expression of one variable is 0; None for any other expression."""
    if e.op != "add" or len(e.args) != 2 or e.args[1].op != "number":
        return None
    term = e.args[0]
    factor, term = (term.args[0].args[0], term.args[1]) if term.op == "mul" and len(term.args) == 2 and term.args[0].op == "number" else (1, term)
    return -e.args[1].args[0] / factor if term.op == "leaf" else None


@lru_cache(maxsize=256)
def _places(domain: str, numbers: tuple[Fraction, ...]) -> list[Fraction]:
    """Return the values of a domain that are far out, or at or beside some numbers."""
    beside = [n + sign * (n or 1) * Fraction(1, 2**small) for n in numbers for small in (20, 60) for sign in (1, -1)]
    beside += [2 * n for n in numbers if n > 2**20]
    both = dict.fromkeys(sign * n for n in (*numbers, *beside) for sign in (1, -1))
    return [Fraction(n) for n in (*FAR.get(domain, ()), *both) if INSIDE[domain](n)]


def variations(notation, point: dict, numbers, conditions, rng) -> list[dict]:
    """Return changes of a point where one variable or all of them are far out, all are the same, or one is at or beside a number of the formula or equals another.

    An inequality or an implication can be false there alone; `numbers` are those of `numbers_of`.
    """
    keys = {key: domain for key in point if (domain := domain_of(notation, key)) not in VECTORS}
    changes = []
    for key, domain in keys.items():
        others = [other for at, other in point.items() if at != key and isinstance(other, Fraction)][:8]
        changes += [{key: n} for n in (*_places(domain, numbers), *(sign * n for n in others for sign in (1, -1) if INSIDE[domain](sign * n)))]
    some = changes if len(changes) <= VARIATIONS else rng.sample(changes, VARIATIONS)
    real = in_order(frozenset(key for key, domain in keys.items() if domain == "real"))
    if len(real) > 1:  # all of them far out, or beyond a large number of the formula, none equal to another
        far = [sign * n for n in (1500, *(number for number in numbers if number > 1500)) for sign in (1, -1)]
        some = [{key: n + Fraction(n * (at + 1), 64) for at, key in enumerate(real)} for n in far] + some
    alike = [{key: value for key, domain in keys.items() if domain in FAR and INSIDE[domain](value)} for value in ALIKE]
    some = [*corners(notation, point, rng), *faces(notation, point, rng), *ends(notation, point), *filter(None, alike), *some]
    return [change for change in some if not conditions or admitted({**point, **change}, conditions)]


def far_out(notation, point: dict) -> list[dict]:
    """Return points at which one variable is very large, or very close to an end of its domain: powers of 2 whose exponents are four to each doubling."""
    found = []
    for key in in_order(frozenset(point)):
        domain = domain_of(notation, key)
        values = [sign * power for power in LARGE for sign in (1, -1)] if domain == "real" else [*LARGE, *SMALL, *(1 - power for power in SMALL)]
        found += [{**point, key: value} for value in values if domain in FAR and INSIDE[domain](value)]
    return found


def signs(notation, point: dict) -> list[dict]:
    """Return each choice of -1, 0 and 1 for a few real variables."""
    keys = [key for key in in_order(frozenset(point)) if domain_of(notation, key) == "real"]
    return [{**point, **dict(zip(keys, map(Fraction, choice)))} for choice in product((-1, 0, 1), repeat=len(keys))] if len(keys) <= ENDED else []


def together(notation, point: dict) -> list[dict]:
    """Return points at which two variables are nearly equal, or very large together, with equal or opposite signs."""
    close = [(Fraction(place), Fraction(place) + BESIDE) for place in (0, Fraction(1, 2), 1, -1, 2)]
    far = [pair for power in LARGE for pair in ((power, power), (power, power + 1), (power, -power), (-power, -power))]
    found = []
    for one, other in combinations([key for key in in_order(frozenset(point)) if domain_of(notation, key) in FAR], 2):
        pairs = [pair for pair in (*close, *far) if INSIDE[domain_of(notation, one)](pair[0]) and INSIDE[domain_of(notation, other)](pair[1])]
        found += [{**point, one: a, other: b} for a, b in pairs]
    return found


def _probabilities(notation, point) -> list[list]:
    """Return the keys of each vector of probabilities in a point."""
    groups: dict = {}
    for key in sorted(point, key=repr):
        if domain_of(notation, key) in ("simplex", "open simplex"):
            groups.setdefault((key[0], key[1][:-1], key[2]), []).append(key)
    return list(groups.values())


def _smallest(notation, groups) -> tuple:
    """Return what is left for the small probabilities of some vectors."""
    return (TINY, *[Fraction(0)] * all(domain_of(notation, keys[0]) == "simplex" for keys in groups))


def corners(notation, point, rng) -> list[dict]:
    """Return values that put each vector of probabilities close to a corner, or into it: all to one corner, or each to the next."""
    groups = _probabilities(notation, point)
    found = []
    for small in (Fraction(1, 2**10), Fraction(1, 2**40), *_smallest(notation, groups)) if groups else ():
        for turn in (0, 1) if len(groups) > 1 else (0,):
            start = rng.randrange(2**10)
            found.append({key: value for number, keys in enumerate(groups) for key, value in _shared(keys, start + turn * number, 1, small)})
    return found


def faces(notation, point, rng) -> list[dict]:
    """Return values with which each vector of probabilities has its weight at two places, or each other one at one of the rest."""
    groups, found = _probabilities(notation, point), []
    for small in _smallest(notation, groups) if groups else ():
        start = rng.randrange(2**10)
        for turn, width in ((0, 2), (1, 2), (2, 2), (2, 1)) if len(groups) > 1 else ((0, 2),):
            found.append({key: value for number, keys in enumerate(groups) for key, value in _shared(keys, start + turn * number, width if number % 2 else 2, small)})
    return found


def _shared(keys, first: int, count: int, small: Fraction) -> list[tuple]:
    """Return (key, value) for each of some probabilities: `count` neighbours share what the others, each as small as given, leave."""
    hot = {(first + step) % len(keys) for step in range(count)}
    return [(key, (1 - (len(keys) - len(hot)) * small) / len(hot) if at in hot else small) for at, key in enumerate(keys)]


def ends(notation, point) -> list[dict]:
    """Return values that put some variables to the ends of their domains together: each choice for a few of them, else one against the others."""
    keys = [key for key in in_order(frozenset(point)) if domain_of(notation, key) in ("[0,1]", "nonnegative")]
    if len(keys) <= ENDED:
        choices = product((0, 1), repeat=len(keys)) if keys else ()
    else:
        choices = [[int((at == one) == hot) for at in range(len(keys))] for one in range(len(keys)) for hot in (True, False)]
    return [{key: Fraction(value) for key, value in zip(keys, choice)} for choice in choices]


INSIDE = {
    "real": lambda value: True, "positive": lambda value: value > 0, "nonnegative": lambda value: value >= 0,
    "(0,1)": lambda value: 0 < value < 1, "[0,1]": lambda value: 0 <= value <= 1, "{0,1}": lambda value: value in (0, 1),
    "{-1,1}": lambda value: value in (-1, 1),
}  # fmt: skip


def points(notation, sizes, leaves, conditions, rng, modes=MODES) -> list[dict]:
    """Return points that meet the conditions: each degenerate one that does, and as many generic ones as are found."""
    found, tries = [], 0
    for mode in modes:
        if mode not in ("generic", "wide"):
            point = sample(notation, sizes, leaves, mode, rng)
            found += [point] if admitted(point, conditions) else []
            continue
        while tries < TRIES:
            scale = 1 if not conditions else SCALES[rng.choice((-4, -2, -1, 0, 0, 1) if tries < NEAR else (2, 4, 6, 8))]
            point = sample(notation, sizes, leaves, mode, rng, scale)
            if not conditions or admitted(point, conditions):
                found.append(point)
                break
            tries += 1
            if mode == "wide" and tries % 12 == 0:
                break
    return found


def beside_conditions(notation, sizes, leaves, conditions, point: dict, rng) -> list[dict]:
    """Return points that differ from one in some leaves, which no condition concerns: there they are all equal, all zero or at a corner."""
    found = [{**point, **sample(notation, sizes, leaves, mode, rng)} for mode in SPECIAL if leaves]
    return [changed for changed in found if changed != point and admitted(changed, conditions)]
