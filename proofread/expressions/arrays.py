"""Columns and matrices of expressions, and their sums and products."""

from dataclasses import dataclass

from proofread.expressions import expression as ex
from proofread.expressions.expression import Expression
from proofread.latex.errors import FormulaError


@dataclass(frozen=True)
class Array:
    """A matrix of expressions; `shape` names its two dimensions, a column has the second named 1."""

    shape: tuple[str, str]
    rows: tuple[tuple[Expression, ...], ...]

    def map(self, change) -> "Array":
        return Array(self.shape, tuple(tuple(change(e) for e in row) for row in self.rows))

    def shown(self) -> str:
        return " x ".join(self.shape)


def entries(value) -> list[Expression]:
    """Return the entries of an array, or a scalar as the one that it is."""
    return [e for row in value.rows for e in row] if isinstance(value, Array) else [value]


def entrywise(operation, a: Array, b: Array) -> Array:
    """Return the array of the results of an operation on the entries of two of one shape."""
    return Array(a.shape, tuple(tuple(map(operation, *rows)) for rows in zip(a.rows, b.rows)))


def plus(a, b):
    """Return the sum of two scalars, or of two arrays of one shape."""
    return entrywise(ex.add, a, b) if isinstance(a, Array) else ex.add(a, b)


def scaled(factor: Expression, value):
    """Return a scalar times a scalar or array."""
    return value.map(lambda e: ex.mul(factor, e)) if isinstance(value, Array) else ex.mul(factor, value)


def times(a, b, node):
    """Return a product of scalars, columns and matrices; raise `FormulaError` if the shapes do not fit."""
    if not isinstance(a, Array):
        return scaled(a, b)
    if not isinstance(b, Array):
        return scaled(b, a)
    if a.shape[1] != b.shape[0]:
        raise FormulaError("shape", f"a product of {a.shown()} and {b.shown()} (a missing transpose?)", node.at)
    columns = list(zip(*b.rows))
    rows = tuple(tuple(ex.add(*map(ex.mul, row, column)) for column in columns) for row in a.rows)
    return rows[0][0] if (a.shape[0], b.shape[1]) == ("1", "1") else Array((a.shape[0], b.shape[1]), rows)
