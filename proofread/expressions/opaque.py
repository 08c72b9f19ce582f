"""A function of which only its arguments are known, as an expression with free coefficients."""

from proofread.expressions import expression as ex
from proofread.expressions.expression import Expression

CURVED = 4  # arguments of a function whose curvatures are all free


def function(key, arguments: list[Expression]) -> Expression:
    """Return a smooth function with free value, slopes and curvatures, of one argument also with free third and fourth derivative.

    A sine keeps it from being a polynomial and stays small far out. `key` tells
    the coefficients of one function from those of another.
    """
    terms = [ex.leaf((("coefficient", key), (), ()))]
    rates = [ex.mul(ex.leaf((("coefficient", key, "rate", i), (), ())), e) for i, e in enumerate(arguments)]
    terms.append(ex.mul(ex.leaf((("coefficient", key, "scale"), (), ())), ex.sin(ex.add(*rates))))
    terms += [ex.mul(ex.leaf((("coefficient", key, i), (), ())), e) for i, e in enumerate(arguments)]
    if len(arguments) == 1:  # the third and fourth derivative are free too
        for degree in (3, 4):
            leaf = ex.leaf((("coefficient", key, "degree", degree), (), ()))
            terms.append(ex.mul(leaf, ex.power(arguments[0], ex.number(degree))))
    if len(arguments) > CURVED:  # all curvatures of many arguments take too long; one direction is curved instead
        leaves = [ex.leaf((("coefficient", key, "direction", i), (), ())) for i in range(len(arguments))]
        direction = ex.add(*map(ex.mul, leaves, arguments))
        return ex.add(*terms, ex.mul(direction, direction))
    for i, first in enumerate(arguments):
        for j, second in enumerate(arguments[: i + 1]):
            terms.append(ex.mul(ex.leaf((("coefficient", key, i, j), (), ())), first, second))
    return ex.add(*terms)
