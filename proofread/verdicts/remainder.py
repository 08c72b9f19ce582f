"""Check ``f(h) = g(h) + O(h^n)`` as h tends to 0: the remainder over h^n stays bounded, and does not vanish."""

from dataclasses import replace
from fractions import Fraction

from proofread.expressions import expression as ex
from proofread.expressions.arrays import Array
from proofread.expressions.numeric import Evaluator, Undecided, Undefined, settled
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node
from proofread.verdicts.link import Refuted, at_point, conditions_of, instances
from proofread.verdicts.points import points

STEPS = (12, 20, 28, 36)  # h is 2^-step
GROWTH = 2**10  # less than h^n against h^(n+1) between the first step and the last


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
    for instance in instances(notation, replace(link, right=rest), rng):
        left, right = (instance.meaning.of(side, instance.environment) for side in (link.left, rest))
        leaf = instance.meaning.of(variable, instance.environment)
        if isinstance(left, Array) or isinstance(right, Array) or leaf.op != "leaf":
            raise FormulaError("shape", "O(...) is read beside scalars, with a variable that has no definition", link.at)
        ratio = ex.mul(ex.add(left, ex.negative(right)), ex.power(leaf, ex.number(-power)))
        conditions = conditions_of(notation, link, instance)
        for point in points(notation, instance.meaning.sizes, ratio.leaves, conditions, rng):
            evaluator, sizes = Evaluator(point), []
            place = at_point(notation, {key: value for key, value in point.items() if key != leaf.args[0]}, instance.label)
            for step in STEPS:
                near = ex.substitute(ratio, {leaf.args[0]: ex.number(Fraction(1, 2**step))})
                try:
                    sizes.append(abs(evaluator.decide(lambda near=near: settled(evaluator, near))))
                except Undefined as error:
                    raise Refuted(f"a side is undefined near 0: {error}{place}") from None
                except Undecided as error:
                    raise FormulaError("undecided", f"near 0: {error}{place}", link.at) from None
            seen = True
            if sizes[-1] > GROWTH * sizes[0] and sizes[-1] > 2**-20:
                raise Refuted(f"the remainder is larger than this order{place}")
            vanishes = vanishes and bool(sizes[-1] * GROWTH < sizes[0] or sizes[0] < 2**-30)
    if not seen:
        raise FormulaError("condition", "no point of the declared domain meets these conditions, so nothing was checked", link.at)
    if vanishes:
        raise Refuted("the remainder is smaller than this order; write the sharp one")
    return "tested"


def _power(body: Node) -> tuple[Node, int]:
    """Return the variable and the exponent of h or h^n."""
    base, exponent = body.parts if body.kind == "pow" else (body, Node("number", ("1",)))
    if base.kind != "name" or exponent.kind != "number" or not exponent.parts[0].isdigit() or exponent.parts[0] == "0":
        raise FormulaError("parse", "O(...) is read with a power of one variable that tends to 0, such as O(h^2)", body.at)
    return base, int(exponent.parts[0])
