"""Functions of whole vectors and matrices: norm, diagonal matrix, trace, determinant, inverse."""

from proofread.expressions import expression as ex
from proofread.expressions.arrays import Array, entries
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node

INVERTED = 4  # rows of the largest matrix whose inverse is written out


def norm(value, node: Node, which: str = ""):
    """Return the norm of a column, Euclidean unless its index says 1 or \\infty; of a matrix the Frobenius norm alone, with its F."""
    if not isinstance(value, Array):
        raise FormulaError("shape", "the norm of a scalar; write \\lvert ... \\rvert", node.at)
    if (which == "F") != ("1" not in value.shape):
        message = "of a matrix only the Frobenius norm is read, \\lVert A \\rVert_F" if which != "F" else "the norm with the index F is one of matrices"
        raise FormulaError("shape", message, node.at)
    if which == "1":
        return ex.add(*map(ex.absolute, entries(value)))
    if which == "\\infty":
        return ex.maximum(*map(ex.absolute, entries(value)))
    return ex.power(ex.add(*(ex.power(e, ex.number(2)) for e in entries(value))), ex.number("1/2"))


def assembled(blocks, dimension, node: Node) -> Array:
    """Return the matrix made of blocks that fit beside and below each other; `dimension` names a number of rows or columns."""
    whole = [[block if isinstance(block, Array) else Array(("1", "1"), ((block,),)) for block in row] for row in blocks]
    beside = all(len({block.shape[0] for block in row}) == 1 for row in whole)
    below = len({tuple(block.shape[1] for block in row) for row in whole}) == 1
    if not (beside and below):
        raise FormulaError("shape", "the blocks of this matrix do not fit beside and below each other", node.at)
    rows = tuple(tuple(e for line in lines for e in line) for row in whole for lines in zip(*(block.rows for block in row)))
    height = whole[0][0].shape[0] if len(whole) == 1 else dimension(len(rows))
    width = whole[0][0].shape[1] if len(whole[0]) == 1 else dimension(len(rows[0]))
    return Array((height, width), rows)


def diag(value, node: Node):
    """Return the diagonal matrix of a column."""
    if not isinstance(value, Array) or value.shape[1] != "1":
        raise FormulaError("shape", "diag takes a column", node.at)
    column = [row[0] for row in value.rows]
    zero = ex.number(0)
    rows = tuple(tuple(e if i == j else zero for j in range(len(column))) for i, e in enumerate(column))
    return Array((value.shape[0], value.shape[0]), rows)


def tr(value, node: Node):
    """Return the trace of a square matrix."""
    if not isinstance(value, Array) or value.shape[0] != value.shape[1]:
        raise FormulaError("shape", "a trace takes a square matrix", node.at)
    return ex.add(*(row[i] for i, row in enumerate(value.rows)))


def inverse(value: Array, node: Node) -> Array:
    """Return the inverse of a square matrix by its cofactors; it is undefined where the determinant is 0."""
    if value.shape[0] != value.shape[1]:
        raise FormulaError("shape", f"the inverse of a matrix that is not square, {value.shown()}", node.at)
    if len(value.rows) > INVERTED:
        raise FormulaError("parse", f"only a matrix of at most {INVERTED} rows is inverted; choose a smaller size", node.at)
    over = ex.power(_determinant(value.rows), ex.number(-1))
    count = range(len(value.rows))
    return Array(value.shape, tuple(tuple(ex.mul(_cofactor(value.rows, j, i), over) for j in count) for i in count))


def det(value, node: Node):
    """Return the determinant of a square matrix."""
    if not isinstance(value, Array) or value.shape[0] != value.shape[1]:
        raise FormulaError("shape", "a determinant takes a square matrix", node.at)
    if len(value.rows) > INVERTED:
        raise FormulaError("parse", f"only a determinant of at most {INVERTED} rows is read; choose a smaller size", node.at)
    return _determinant(value.rows)


def _determinant(rows):
    if not rows:
        return ex.number(1)
    return ex.add(*(ex.mul(entry, _cofactor(rows, 0, at)) for at, entry in enumerate(rows[0])))


def _cofactor(rows, i, j):
    minor = tuple(row[:j] + row[j + 1 :] for at, row in enumerate(rows) if at != i)
    return ex.mul(ex.number((-1) ** (i + j)), _determinant(minor))
