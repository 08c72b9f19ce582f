"""Give a tree its meaning at fixed sizes and indices: scalars are expressions, vectors and matrices arrays of them.

A vector is a column. Shapes are compared by the names of the sizes, so that a
missing transpose is found also where two sizes are equal. A derivative expands
definitions down to its variable, never through it.
"""

from fractions import Fraction
from math import factorial

from proofread.expressions import budget, expression as ex, matrices
from proofread.expressions.arrays import Array, entrywise, plus, scaled, times
from proofread.expressions.expression import Expression
from proofread.latex.errors import FormulaError
from proofread.latex.identifiers import COLUMN
from proofread.latex.relations import CONDITIONAL
from proofread.latex.tree import Node
from proofread.meaning import calculus, ranges
from proofread.meaning.environment import Environment
from proofread.meaning.named import Named
from proofread.meaning.scope import MINUS_ONE

CHOSEN = 60  # the largest lower entry of a binomial


class Meaning(Named):
    """Meanings of trees at one combination of sizes."""

    # what binds an index or a variable
    _bigop, _expectation = ranges.bigop, ranges.expectation
    _derivative, _gradient, _limit, _integral, _at = calculus.derivative, calculus.gradient, calculus.limit, calculus.integral, calculus.evaluated

    def of(self, node: Node, env: Environment):
        """Return the expression or array a tree means."""
        budget.spend(30 + 2 * len(env.indices))
        try:
            return getattr(self, f"_{node.kind}")(node, env)
        except ArithmeticError as error:
            raise FormulaError("undefined", str(error), node.at) from None
        except FormulaError as error:
            if not error.at:
                error.at = node.at
            raise

    def scalar(self, node: Node, env, what: str) -> Expression:
        value = self.of(node, env)
        if isinstance(value, Array):
            raise FormulaError("shape", f"{what} is a scalar, this one is {value.shown()}", node.at)
        return value

    def condition(self, node: Node, env):
        """Return a condition on scalars, in the form of `expression.cases`."""
        if node.kind in ("both", "either"):
            return ("and" if node.kind == "both" else "or", *(self.condition(part, env) for part in node.parts))
        if node.kind != "chain":
            raise FormulaError("parse", "a condition needs a relation", node.at)
        sides, relations = node.parts
        values = [self.of(side, env) for side in sides]
        if len(values) == 2 and relations[0].parts[0] == "=" and all(isinstance(v, Array) for v in values) and values[0].shape == values[1].shape:
            return ("and", *(("=", a, b) for rows in zip(values[0].rows, values[1].rows) for a, b in zip(*rows)))
        values = [self.scalar(side, env, "a side of a condition") for side in sides]
        parts = []
        for left, relation, right in zip(values, relations, values[1:]):
            if relation.parts[0] not in CONDITIONAL:
                raise FormulaError("parse", f"{relation.parts[0]} is no condition", relation.at)
            parts.append((relation.parts[0], left, right))
        return parts[0] if len(parts) == 1 else ("and", *parts)

    def _name(self, node, env):
        value, (base, subscripts, _) = super()._name(node, env), node.parts
        if not subscripts and not isinstance(value, Array) and COLUMN.search(base) and not self.notation.declares(base):
            raise FormulaError("name", f"{base} is written as a column or matrix, and only a scalar is declared", node.at)
        return value

    def _entry(self, node, env):
        return self._entry_of(self.of(node.parts[0], env), node.parts[1], env, node)

    def _number(self, node, env):
        return ex.number(node.parts[0])

    def _infinity(self, node, env):
        return ex.infinity(node.parts[0])

    def _add(self, node, env):
        values = [(sign, self.of(part, env)) for sign, part in node.parts]
        total = None
        for (sign, value), (_, part) in zip(values, node.parts):
            value = value if sign == 1 else scaled(ex.number(-1), value)
            if total is None:
                total = value
            elif isinstance(value, Array) != isinstance(total, Array):
                raise FormulaError("shape", "a sum of a scalar and an array; write the array out", part.at)
            elif isinstance(value, Array) and value.shape != total.shape:
                raise FormulaError("shape", f"a sum of {total.shown()} and {value.shown()}", part.at)
            else:
                total = plus(total, value)
        return total

    def _mul(self, node, env):
        total = self.of(node.parts[0], env)
        for part in node.parts[1:]:
            total = times(total, self.of(part, env), part)
        return total

    def _odot(self, node, env):
        a, b = (self.of(part, env) for part in node.parts)
        if not isinstance(a, Array) or not isinstance(b, Array) or a.shape != b.shape:
            shapes = " and ".join(v.shown() if isinstance(v, Array) else "a scalar" for v in (a, b))
            raise FormulaError("shape", f"an entrywise product of {shapes}", node.at)
        return entrywise(ex.mul, a, b)

    def _div(self, node, env):
        return scaled(ex.power(self.scalar(node.parts[1], env, "a divisor"), ex.number(-1)), self.of(node.parts[0], env))

    def _pow(self, node, env):
        base = node.parts[0]
        if node.parts[1] == MINUS_ONE and isinstance(value := self.of(base, env), Array):
            return matrices.inverse(value, node)
        exponent = self.scalar(node.parts[1], env, "an exponent")
        if base.kind == "name" and base.parts == ("e", (), 0):
            return ex.exp(exponent)
        return ex.power(self.scalar(base, env, "the base of a power"), exponent)

    def _binomial(self, node, env):
        above, below = (self.scalar(part, env, "an entry of a binomial") for part in node.parts)
        count = below.args[0] if below.op == "number" else None
        if count is None or count.denominator != 1 or not 0 <= count <= CHOSEN:
            raise FormulaError("parse", f"the lower entry of a binomial that is read is a whole number from 0 to {CHOSEN}, a size or an index", node.at)
        factors = [ex.add(above, ex.number(-k)) for k in range(int(count))]
        return ex.mul(ex.number(Fraction(1, factorial(int(count)))), *factors)

    def _transpose(self, node, env):
        value = self.of(node.parts[0], env)
        if not isinstance(value, Array):
            raise FormulaError("shape", "the transpose of a scalar", node.at)
        return Array(value.shape[::-1], tuple(zip(*value.rows)))

    def _matrix(self, node, env):
        blocks = [[self.of(part, env) for part in row] for row in node.parts[0]]
        if any(isinstance(block, Array) for row in blocks for block in row):
            return matrices.assembled(blocks, self._dimension, node)
        rows = tuple(tuple(row) for row in blocks)
        return Array((self._dimension(len(rows)), self._dimension(len(rows[0]))), rows)

    def _dimension(self, count: int) -> str:
        return next((name for name, size in self.sizes.items() if size == count and count > 1), str(count))

    def _function(self, node, env):
        function, argument = node.parts
        value = self.of(argument, env)
        if function.startswith("norm"):
            return matrices.norm(value, node, function.partition("_")[2])
        if function == "abs" and isinstance(value, Array) and value.shape[0] == value.shape[1]:
            return matrices.det(value, node)
        if function in ("diag", "tr", "det"):
            return getattr(matrices, function)(value, node)
        if function == "softmax" or function not in ELEMENTARY:
            raise FormulaError("name", f"{function} is not read; define it in the notation block", node.at)
        if isinstance(value, Array) and (function == "abs" or "1" not in value.shape):
            advice = "\\lVert ... \\rVert, \\det or the entries" if function == "abs" else "the entries, or define a function of its entry"
            raise FormulaError("shape", f"{function} of {value.shown()} can be read in two ways; write {advice}", node.at)
        return value.map(ELEMENTARY[function]) if isinstance(value, Array) else ELEMENTARY[function](value)

    def _log(self, node, env):
        base, argument = (self.scalar(part, env, "a part of a logarithm") for part in node.parts)
        return ex.divide(ex.ln(argument), ex.ln(base))

    def _extreme(self, node, env):
        sign = ex.number(1 if node.parts[0] == "max" else -1)
        values = [ex.mul(sign, self.scalar(part, env, "an argument of max or min")) for part in node.parts[1]]
        return ex.mul(sign, ex.maximum(*values))

    def _indicator(self, node, env):
        condition = node.parts[0]
        if condition.kind == "chain" and len(condition.parts[0]) == 2:
            left, right = (self.of(side, env) for side in condition.parts[0])
            if isinstance(left, Array) and not isinstance(right, Array):
                relation = condition.parts[1][0].parts[0]
                return left.map(lambda e: self._one_if((relation, e, right)))
        return self._one_if(self.condition(condition, env))

    def _one_if(self, condition):
        return ex.cases([(condition, ex.number(1)), (None, ex.number(0))])

    def _cases(self, node, env):
        branches = []
        for value, condition in node.parts:
            branches.append((self.condition(condition, env) if condition else None, self.scalar(value, env, "a case")))
        return ex.cases(branches, (node.at, len(branches), node.parts))

    def _mention(self, node, env):
        raise FormulaError("parse", f"{node.parts[0]} without its argument", node.at)

    def _order(self, node, env):
        raise FormulaError("parse", "O(...) is read as a term of a right side only, as in f(h) = g(h) + O(h^2)", node.at)


def _tanh(e):
    return ex.add(ex.number(1), ex.mul(ex.number(-2), ex.power(ex.add(ex.exp(ex.mul(ex.number(2), e)), ex.number(1)), ex.number(-1))))


def _half(sign):
    return lambda e: ex.mul(ex.number("1/2"), ex.add(ex.exp(e), ex.mul(ex.number(sign), ex.exp(ex.negative(e)))))


ELEMENTARY = {
    "ln": ex.ln, "exp": ex.exp, "sin": ex.sin, "cos": ex.cos, "abs": ex.absolute, "tanh": _tanh,
    "sinh": _half(-1), "cosh": _half(1), "sqrt": lambda e: ex.power(e, ex.number("1/2")),
}  # fmt: skip
