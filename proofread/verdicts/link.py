"""One link of a chain: two sides, their relation and its conditions, at each combination of sizes and of free indices."""

import random
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import isfinite

from proofread.expressions import expression as ex, matrices
from proofread.expressions.arrays import Array
from proofread.expressions.program import ball
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node, Statement, walk
from proofread.meaning import index_variables
from proofread.meaning.indices import free, infer, needed
from proofread.meaning.environment import Environment
from proofread.meaning.meanings import Meaning
from proofread.meaning.named import NoEntry
from proofread.meaning.declared import Notation
from proofread.verdicts.assignments import assignments, symmetric

MORE = (2, 3, 10, 50)  # than the largest value of a size
ASSIGNMENTS = 4  # of the free indices, at sizes that are not listed


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
    complete: bool = True  # the instances at these sizes stand for all assignments


def letters_of(notation: Notation, link: Link) -> tuple[dict[str, str], list[str]]:
    """Return the size that each index letter runs over, and the letters that are free in the sides of a link."""
    letters = infer(notation, link.sides or (link.left, link.right, link.conditions))
    compared = [side for node in link.conditions if node.kind == "chain" for side in node.parts[0] if all(map(_is_index(notation), node.parts[0]))]
    return letters, sorted(free(notation, (link.left, link.right, tuple(compared))))


def _is_index(notation):
    """Return whether a side is an index letter: those that a condition compares, as in i = j, are free in its claim."""
    return lambda side: side.kind == "name" and side.parts[0] in notation.indices and not side.parts[1]


def instances(notation: Notation, link: Link, rng: random.Random, beyond: bool = False):
    """Yield the instances of a link at the sizes of the notation block, or at others `beyond` these."""
    letters, own = letters_of(notation, link)
    sizes_used = _sizes_used(notation, link)
    combinations = notation.combinations() if notation.sizes else [{}]
    alike = link.relation == "=" and symmetric(notation, (link.left, link.right, link.conditions))
    seen = set()
    for combination in _others(notation, link, sizes_used) if beyond else combinations:
        shown = tuple((name, combination[name]) for name in sorted(sizes_used) if name in combination)
        if shown in seen:
            continue
        seen.add(shown)
        ranges = [(letters[letter], combination[letters[letter]]) for letter in own]
        every, complete = assignments(ranges, rng, alike)
        _, memo = ex.made.setdefault((id(notation), *combination.items()), (notation, {}))
        meaning = Meaning(notation, combination, letters, memo)
        for values in rng.sample(every, ASSIGNMENTS) if beyond and len(every) > ASSIGNMENTS else every:
            label = ", ".join([f"{n} = {v}" for n, v in shown] + [f"{n} = {v + 1}" for n, v in zip(own, values)])
            yield Instance(meaning, Environment(tuple(zip(own, values))), label, complete)


def _others(notation, link, sizes_used) -> list[dict[str, int]]:
    """Return sizes that are not listed, each with the least of the others: from 1 to the next one; of sizes alone also larger ones."""
    names = {node.parts[0] for node in walk((link.left, link.right, link.conditions)) if node.kind in ("name", "call")}
    more = MORE if names <= notation.sizes.keys() else ()
    least = {name: min(values) for name, values in notation.sizes.items()}
    found = [{**least, name: size} for name in sorted(sizes_used - notation.single) for size in range(1, max(notation.sizes[name]) + 2)]
    found = [sizes for sizes in found if any(size not in notation.sizes[name] for name, size in sizes.items())]
    larger = [{**least, name: max(notation.sizes[name]) + n} for name in sorted(names & notation.sizes.keys() - notation.single) for n in more]
    return sorted(found, key=lambda sizes: not below(notation, sizes)) + larger


def below(notation, sizes: dict[str, int]) -> list[str]:
    """Return the names of sizes that are less than each that is listed; a claim is one for them too."""
    return [name for name, size in sizes.items() if size < min(notation.sizes[name])]


class Lacking(FormulaError):
    """A claim fails at sizes below those that are listed, which no condition excludes."""


@contextmanager
def lacking(notation, link: Link, sizes: dict[str, int]):
    """Raise `Lacking` for what fails below the sizes that are listed; a formula that names an entry, such as z_2, says nothing of them."""
    names = below(notation, sizes)
    try:
        yield
    except (Refuted, FormulaError) as error:
        if not names or getattr(error, "kind", "undefined") != "undefined":
            raise
        if not isinstance(error, NoEntry):
            where = ", ".join(f"{name} = {sizes[name]}" for name in names)
            condition = f"{names[0]} \\ge {sizes[names[0]] + 1}"
            message = f"this does not hold for {where}, which no condition excludes; write ({condition}), or what is meant: {error.message}"
            raise Lacking("condition", message, link.at) from None


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


def existing(notation, inverted, instance) -> list:
    """Return the conditions under which what is defined by an inverse exists; `inverted` as of `scope.inverted`."""
    found = []
    for declared, node in inverted:
        meaning = Meaning(notation, instance.meaning.sizes, infer(notation, declared.body, declared))
        value = meaning.of(node, Environment(()))
        found += [("\\ne", matrices.det(value, node), ex.number(0))] if isinstance(value, Array) else []
    return found


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


def _four_digits(value) -> str:
    value = ball(value) if isinstance(value, Fraction) else value.mid()
    nearest = float(value)
    return f"{nearest:.4g}" if isfinite(nearest) and (nearest or value.is_zero()) else value.str(4, radius=False)


def at_point(notation: Notation, point, label) -> str:
    """Say at which point: the variables by the names of the page."""
    parts = []
    for key, value in sorted(point.items(), key=lambda item: repr(item[0])):
        declared = notation.names.get(key[0])
        if declared is None:
            continue
        indices, base = [str(i + 1) for i in key[1]], declared.base
        if index_variables.is_indicator(declared):
            if value != 1:
                continue
            value, base = Fraction(indices.pop()), base.removeprefix(index_variables.CHOICE)
        name = base + (f"_{{{','.join(indices)}}}" if len(indices) > 1 else f"_{indices[0]}" if indices else "")
        hidden = ",".join(str(i + 1) for i in key[2])
        parts.append(f"{name}{f' (example {hidden})' if hidden else ''} = {_four_digits(value)}")
    more = len(parts) - 8
    text = ", ".join(parts[:8]) + (f", and {more} more" if more > 0 else "")
    return (f" at {text}" if text else "") + (f" ({label})" if label else "")
