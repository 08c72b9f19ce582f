"""Check ``f(h) = g(h) + O(h^n)`` as h tends to 0: the remainder over h^n stays bounded, and does not vanish.

Both sides of 0 are looked at, where the formula has a value there. A remainder that is bounded settles, or shrinks;
one that is larger by a power of h, or of ln h, goes on growing.
"""

from dataclasses import replace
from fractions import Fraction

from proofread.expressions import expression as ex
from proofread.expressions.arrays import Array
from proofread.expressions.numeric import Evaluator, settled
from proofread.expressions.outcomes import Undecided, Undefined
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node
from proofread.verdicts.link import Refuted, at_point, conditions_of, instances
from proofread.verdicts.points import INSIDE, domain_of, points

FINEST = 3600  # bits of h^(n+1) at the last step
HALVINGS = 6  # of the exponent of h, from the last step to the first
GROWING = 1.04  # from step to step, of the remainder over h^n, where it has no bound
SETTLED = 2.0**-12  # a growth this small is none
SMALL = 2.0**-30  # of the remainder over h^n, where it vanishes


def split(node: Node) -> tuple[Node, Node] | None:
    """Return a right side without its term O(...), and what stands in the brackets; None if it has no such term."""
    terms = node.parts if node.kind == "add" else ((1, node),)
    orders = [term for _, term in terms if term.kind == "order"]
    if len(orders) != 1:
        return None
    rest = tuple((sign, term) for sign, term in terms if term.kind != "order")
    return (Node("add", rest, node.at) if rest else Node("number", ("0",), node.at)), orders[0].parts[0]


def check_remainder(notation, link, rest: Node, body: Node, rng) -> str:
    """Return "tested"; raise `Refuted` if the remainder is larger, or always smaller, than the order says."""
    variable, power = _power(body)
    vanishes, seen = True, False
    steps = [FINEST // (power + 1) >> halving for halving in range(HALVINGS, -1, -1)]
    for instance in instances(notation, replace(link, right=rest), rng):
        left, right = (instance.meaning.of(side, instance.environment) for side in (link.left, rest))
        leaf = instance.meaning.of(variable, instance.environment)
        if isinstance(left, Array) or isinstance(right, Array) or leaf.op != "leaf":
            raise FormulaError("shape", "O(...) is read beside scalars, with a variable that has no definition", link.at)
        ratio = ex.mul(ex.add(left, ex.negative(right)), ex.power(leaf, ex.number(-power)))
        conditions = conditions_of(notation, link, instance)
        sides = [sign for sign in (1, -1) if INSIDE[domain_of(notation, leaf.args[0])](sign * Fraction(1, 2**20))]
        for point in points(notation, instance.meaning.sizes, ratio.leaves, conditions, rng):
            place = at_point(notation, {key: value for key, value in point.items() if key != leaf.args[0]}, instance.label)
            try:
                found = [sizes for sign in sides if (sizes := _sizes(ratio, leaf, sign, steps, point))]
            except Undecided as error:
                raise FormulaError("undecided", f"near 0: {error}{place}", link.at) from None
            if not found:
                raise Refuted(f"a side is undefined near 0{place}")
            seen = True
            for sizes in found:
                growth = [(b / a).mid() for a, b in zip(sizes[-5:], sizes[-4:]) if a > 0]
                if len(growth) == 4 and all(rate > GROWING for rate in growth) and sizes[-1] > SMALL:
                    raise Refuted(f"the remainder is larger than this order{place}")
                if any(rate > 1 + SETTLED for rate in growth[-2:]) and sizes[-1] > SMALL:
                    raise FormulaError("undecided", f"whether the remainder has this order is not seen{place}", link.at)
                vanishes = vanishes and bool(sizes[-1] < SMALL)
    if not seen:
        raise FormulaError("condition", "no point of the declared domain meets these conditions, so nothing was checked", link.at)
    if vanishes:
        raise Refuted("the remainder is smaller than this order; write the sharp one")
    return "tested"


def _sizes(ratio, leaf, sign, steps, point) -> list | None:
    """Return the remainder over h^n along a sequence on one side of 0; None where it is undefined."""
    evaluator = Evaluator(point)
    near = [ex.substitute(ratio, {leaf.args[0]: ex.number(Fraction(sign, 2**step))}) for step in steps]
    try:
        return [abs(evaluator.decide(lambda e=e: settled(evaluator, e))) for e in near]
    except Undefined:
        return None


def _power(body: Node) -> tuple[Node, int]:
    """Return the variable and the exponent of h or h^n."""
    base, exponent = body.parts if body.kind == "pow" else (body, Node("number", ("1",)))
    if base.kind != "name" or exponent.kind != "number" or not exponent.parts[0].isdigit() or exponent.parts[0] == "0":
        raise FormulaError("parse", "O(...) is read with a power of one variable that tends to 0, such as O(h^2)", body.at)
    return base, int(exponent.parts[0])
