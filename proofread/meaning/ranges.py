"""What runs over the values of an index: sums, products, maxima, minima and expectations."""

from functools import reduce
from itertools import product
from math import prod

from proofread.expressions import budget
from proofread.expressions import expression as ex
from proofread.expressions.arrays import Array, plus, scaled
from proofread.expressions.expression import Expression
from proofread.latex import relations
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node
from proofread.latex.vocabulary import PLACES
from proofread.meaning import index_variables, places
from proofread.meaning.environment import Environment

TERMS = 1000  # of a sum over one index


def bigop(meaning, node: Node, env: Environment):
    """Return a sum, product, maximum or minimum over the values of its indices."""
    operator, indices, excluded, low, high, body = node.parts
    if operator in PLACES:
        raise FormulaError("parse", places.ALONE, node.at)
    terms = []
    for values, weight in _ranges(meaning, indices, excluded, low, high, env, node):
        if weight.op != "number" and operator != "sum":
            raise FormulaError("parse", "an index variable is compared only below a sum", node.at)
        term = meaning.of(body, env.with_indices(values))
        terms.append(term if weight.op == "number" else scaled(weight, term))
    if not terms and operator not in ("sum", "prod"):
        raise FormulaError("undefined", "a maximum over nothing", node.at)
    if operator == "sum":
        if not any(isinstance(term, Array) for term in terms):
            return ex.add(*terms) if terms else ex.number(0)
        return reduce(plus, terms)
    if any(isinstance(term, Array) for term in terms):
        raise FormulaError("shape", f"a {operator} of arrays", node.at)
    if operator == "prod":
        return ex.mul(*terms) if terms else ex.number(1)
    sign = ex.number(1 if operator == "max" else -1)
    return ex.mul(sign, ex.maximum(*(ex.mul(sign, term) for term in terms)))


def _ranges(meaning, indices, excluded, low, high, env, node):
    """Yield the values of the bound indices, each with its weight: 1, or the indicators of index variables for which it counts."""
    ranges = {}
    for letter in dict.fromkeys(index.parts[0] for index in indices):
        if letter not in meaning.letters:
            at = next(index.at for index in indices if index.parts[0] == letter)
            raise places.undeclared(meaning, letter, at)
        start, stop = 0, meaning.sizes[meaning.letters[letter]]
        if low is not None:
            start, stop = _integer(meaning, low, env) - 1, _integer(meaning, high, env)
        if stop - start > TERMS:
            raise FormulaError("undefined", f"this sum has more than {TERMS} terms", node.at)
        ranges[letter] = range(start, stop)
    budget.spend(prod(map(len, ranges.values())) * (len(ranges) + 1))
    for chosen in product(*ranges.values()):
        values = dict(zip(ranges, chosen))
        inner = env.with_indices(values)
        weight = ex.mul(*(_weight(meaning, part, inner, node) for part in excluded))
        if not ex.is_number(weight, 0):
            yield values, weight


def _weight(meaning, condition, env, node) -> Expression:
    """Return 1 where a condition on indices holds and 0 elsewhere, as a sum over the values of index variables."""
    sides, relations = condition.parts
    for at, side in enumerate(sides):
        terms = []
        for indicator, (picked,) in index_variables.expand(meaning, (side,), env):
            other = sides[1 - at]
            if other.kind == "name" and meaning.letters.get(other.parts[0], picked.parts[1]) != picked.parts[1]:
                raise FormulaError("shape", f"{side.parts[0]} is an index of {picked.parts[1]}, {other.parts[0]} is one of another size", side.at)
            number = Node("number", picked.parts[:1], side.at)
            compared = Node("chain", ((*sides[:at], number, *sides[at + 1 :]), relations), condition.at)
            terms.append(ex.mul(indicator, _weight(meaning, compared, env, node)))
        if terms:
            return ex.add(*terms)
    return ex.number(int(_holds(meaning.condition(condition, env), node)))


def _holds(condition, node) -> bool:
    """Decide a condition on indices."""
    relation, left, right = condition
    if left.op != "number" or right.op != "number":
        raise FormulaError("parse", "only indices are compared below a sum", node.at)
    a, b = left.args[0], right.args[0]
    return relations.holds(relation, (a > b) - (a < b))


def _integer(meaning, node, env) -> int:
    value = meaning.scalar(node, env, "a bound")
    if value.op != "number" or value.args[0].denominator != 1:
        raise FormulaError("parse", "a bound of a sum is a size or a number", node.at)
    return int(value.args[0])


def expectation(meaning, node: Node, env: Environment) -> Expression:
    """Return the sum over an index with the weights of a distribution."""
    index, weights, body = node.parts
    total = []
    if index.parts[0] not in meaning.letters:
        raise places.undeclared(meaning, index.parts[0], index.at)
    for value in range(meaning.sizes[meaning.letters[index.parts[0]]]):
        inner = env.with_indices({index.parts[0]: value})
        weight = meaning.of(Node("name", (weights.parts[0], (*weights.parts[1], index), 0), weights.at), inner)
        total.append(ex.mul(weight, meaning.scalar(body, inner, "the body of an expectation")))
    return ex.add(*total)
