"""Scalar expressions with all indices filled in: shared, so that equal ones are one object, and differentiable."""

from fractions import Fraction

from proofread.expressions import budget
from proofread.latex import relations


class Expression:
    """A node of the graph: `op`, its `args`, the `leaves` it depends on, and whether it is known to be defined everywhere.

    `total` says that it is, `positive` that it is and is positive, whatever the real values of its leaves.

    Operations: number, leaf, pi, infinity, undefined, add, mul, pow(base, exponent), exp, ln, sin, cos, max(arguments),
    kink((argument, slope), ...) the slope of a maximum, cases((condition, value), ...), guard(value, guards),
    limit(body, leaf, target, side), integral(low, high, leaf, body); for a size that is left open, with indices from
    SYMBOLIC on: sum(index, size, body), largest(index, size, body), delta(index, index). A condition is a tuple
    (relation, a, b), ("and", ...) or ("or", ...).
    """

    __slots__ = ("op", "args", "leaves", "total", "positive", "place")

    def __init__(self, op, args, leaves, total, positive, place):
        self.op, self.args, self.leaves, self.total, self.positive, self.place = op, args, leaves, total, positive, place

    def __repr__(self):
        return f"{self.op}{self.args}"


BITS = 20_000  # of a number; larger ones are refused, not computed
_shared: dict = {}
_derivatives: dict = {}
made: dict = {}  # what else was made of the shared expressions, by what it is
_none = frozenset()


def forget():
    """Release the shared expressions, between displays."""
    _shared.clear()
    _derivatives.clear()
    made.clear()


def _make(op, args, leaves=None, total=False, positive=False, place=None):
    key = (op, args, place)
    found = _shared.get(key)
    if found is None:
        if leaves is None:
            parts = [part.leaves for part in expressions_in(args) if part.leaves]
            budget.spend(20 + len(args) + sum(map(len, parts)) // 8)
            leaves = parts[0] if len(parts) == 1 else _none.union(*parts)
        found = _shared[key] = Expression(op, args, leaves, total, positive, place)
    return found


def expressions_in(args):
    """Yield the expressions among the arguments of a node, those within conditions too."""
    for part in args:
        if isinstance(part, Expression):
            yield part
        elif isinstance(part, tuple):
            yield from expressions_in(part)


def parts_of(found):
    """Yield each expression that occurs in some expressions, once."""
    left, seen = list(found), set()
    while left:
        e = left.pop()
        if e not in seen:
            seen.add(e)
            budget.spend(2 + len(e.args))
            yield e
            left += expressions_in(e.args)


def occurs(found: list[Expression], operations) -> bool:
    """Whether one of some operations occurs in expressions."""
    return any(e.op in operations for e in parts_of(found))


def number(value) -> Expression:
    value = value if isinstance(value, (int, Fraction)) else Fraction(value)
    ratio = value.as_integer_ratio()
    if ratio not in _shared:
        _shared[ratio] = Expression("number", (_bounded(Fraction(value)),), _none, True, value > 0, None)
    return _shared[ratio]


def _bounded(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > BITS:
        raise ArithmeticError(f"a number with more than {BITS} bits")
    return value


def leaf(key) -> Expression:
    return _make("leaf", (key,), frozenset([key]), True)


def pi() -> Expression:
    return _make("pi", (), _none, True, True)


def infinity(sign: int) -> Expression:
    return _make("infinity", (sign,), _none)


def is_number(e: Expression, value=None) -> bool:
    return e.op == "number" and (value is None or e.args[0] == value)


def add(*terms: Expression) -> Expression:
    flat, constant = [], None
    for term in terms:
        for part in term.args if term.op == "add" else (term,):
            if part.op == "number":
                constant = part if constant is None else number(constant.args[0] + part.args[0])
            elif part.op == "infinity" and len(terms) > 1:
                raise ArithmeticError("a sum with an infinite term")
            else:
                flat.append(part)
    if not flat or (constant is not None and constant.args[0]):
        flat.append(constant or number(0))
    if len(flat) == 1:
        return flat[0]
    return _make("add", tuple(flat), total=all(part.total for part in flat), positive=all(part.positive for part in flat))


def mul(*factors: Expression) -> Expression:
    flat, constant = [], None
    for factor in factors:
        for part in factor.args if factor.op == "mul" else (factor,):
            if part.op == "number":
                constant = part if constant is None else number(constant.args[0] * part.args[0])
            else:
                flat.append(part)
    value = 1 if constant is None else constant.args[0]
    if len(flat) == 1 and flat[0].op == "infinity":
        if not value:
            raise ArithmeticError("zero times infinity")
        return infinity(flat[0].args[0] * (1 if value > 0 else -1))
    total = all(part.total for part in flat)
    if not value and total:  # 0 times something undefined is undefined, so it is kept
        return constant
    if value != 1 or not flat:
        flat.insert(0, constant or number(1))
    return flat[0] if len(flat) == 1 else _make("mul", tuple(flat), total=total, positive=all(part.positive for part in flat))


def negative(e: Expression) -> Expression:
    return mul(number(-1), e)


def power(base: Expression, exponent: Expression) -> Expression:
    if exponent.op == "number":
        value = exponent.args[0]
        if value == 1:
            return base
        if base.op == "number" and value.denominator == 1 and (base.args[0] or value > 0) and abs(value) < 1000:
            budget.spend(abs(value.numerator) // 8)
            return number(base.args[0] ** value.numerator)
        if base.op == "pow" and base.args[1].op == "number" and value.denominator == 1 and value > 0:
            whole = power(base.args[0], number(base.args[1].args[0] * value))
            return whole if base.args[1].args[0].denominator == 1 else guard(whole, base)  # the square of a root
        if value == 0 and base.total and not is_number(base, 0):
            return number(1)
        total = base.positive or (base.total and value.denominator == 1 and value > 0)
        return _make("pow", (base, exponent), total=total, positive=base.positive)
    if base.op == "exp" and base.args[0] == number(1):
        return exp(exponent)
    total = base.positive and exponent.total
    return _make("pow", (base, exponent), total=total, positive=total)


def divide(a: Expression, b: Expression) -> Expression:
    return mul(a, power(b, number(-1)))


def exp(e: Expression) -> Expression:
    return number(1) if is_number(e, 0) else _make("exp", (e,), total=e.total, positive=e.total)


def ln(e: Expression) -> Expression:
    return number(0) if is_number(e, 1) else _make("ln", (e,), total=e.positive)


def sin(e: Expression) -> Expression:
    return _make("sin", (e,), total=e.total)


def cos(e: Expression) -> Expression:
    return _make("cos", (e,), total=e.total)


def maximum(*args: Expression) -> Expression:
    args = tuple(dict.fromkeys(args))
    if len(args) == 1:
        return args[0]
    total = all(arg.total for arg in args)
    return _make("max", args, total=total, positive=total and any(arg.positive for arg in args))


def absolute(e: Expression) -> Expression:
    return maximum(e, negative(e))


def is_absolute(e: Expression) -> bool:
    return e.op == "max" and e is absolute(e.args[0])


def cases(branches, place=None) -> Expression:
    """`branches`: pairs (condition, value); the last condition may be None (otherwise). `place` tells cases apart."""
    return _make("cases", tuple(branches), place=place)


def guard(value: Expression, *guards: Expression) -> Expression:
    """The value, defined only where the guards are."""
    guards = tuple(g for g in guards if not g.total)
    return value if not guards else _make("guard", (value, guards))


def limit(body, key, target, side) -> Expression:
    return _make("limit", (body, key, target, side), (body.leaves | target.leaves) - {key})


def integral(low, high, key, body) -> Expression:
    return _make("integral", (low, high, key, body), (body.leaves - {key}) | low.leaves | high.leaves)


def substitute(e: Expression, values: dict, memo: dict | None = None) -> Expression:
    """Replace leaves by expressions."""
    memo = {} if memo is None else memo
    if e.leaves.isdisjoint(values):
        return e
    if e not in memo:
        budget.spend(3 + len(e.args) // 4)
        memo[e] = values[e.args[0]] if e.op == "leaf" else rebuild(e, lambda part: substitute(part, values, memo))
    return memo[e]


def rebuild(e: Expression, change) -> Expression:
    """Return the same operation on changed arguments."""
    args = _changed(e.args, change)
    builder = BUILDERS.get(e.op)
    if builder:
        return builder(*args)
    if e.op == "cases":
        return cases(args, e.place)
    if e.op == "guard":
        return guard(args[0], *args[1])
    if e.op == "kink":
        return _make("kink", args)
    return e


def _changed(args, change):
    return tuple(
        change(part) if isinstance(part, Expression) else _changed(part, change) if _has_expressions(part) else part
        for part in args
    )


def _has_expressions(part) -> bool:
    return isinstance(part, tuple) and any(True for _ in expressions_in(part))


BUILDERS = {
    "add": add, "mul": mul, "pow": power, "exp": exp, "ln": ln, "sin": sin, "cos": cos, "max": maximum,
    "limit": limit, "integral": integral, "sum": lambda *args: _make("sum", args), "largest": lambda *args: _make("largest", args),
}  # fmt: skip
SYMBOLIC = 1000  # from here on an index is a letter, and no number


def differentiate(e: Expression, key) -> Expression:
    """Return the derivative with respect to a leaf.

    At the kink of a maximum the slope is the interval between the slopes of the pieces that meet there;
    a result that keeps the interval has no derivative.
    """
    if not _varies(e, key):
        return number(0)
    found = _derivatives.get((e, key))
    if found is None:
        found = _derivatives[e, key] = _derivative(e, key)
    return found


def _varies(e, key) -> bool:
    """Whether an expression has a leaf, or one that is the same at some value of its indices."""
    if key in e.leaves:
        return True
    return max((*key[1], *key[2]), default=0) >= SYMBOLIC and any(leaf[0] == key[0] for leaf in e.leaves)


def coincidence(i: int, j: int) -> Expression:
    """Return 1 for two indices that are one, 0 for two numbers that differ, and a Kronecker delta where a letter is one of the two."""
    if i == j or max(i, j) < SYMBOLIC:
        return number(int(i == j))
    return _make("delta", tuple(sorted((i, j))), _none, True)


def _derivative(e, key):
    def d(part):
        return differentiate(part, key)

    a = e.args
    if e.op == "leaf":
        return mul(*map(coincidence, (*a[0][1], *a[0][2]), (*key[1], *key[2])))
    if e.op == "sum":
        return BUILDERS["sum"](*a[:2], d(a[2]))
    if e.op == "add":
        return add(*(d(part) for part in a))
    if e.op == "mul":
        terms = [mul(d(part), *a[:i], *a[i + 1 :]) for i, part in enumerate(a) if _varies(part, key)]
        return add(*terms)
    if e.op == "pow":
        base, exponent = a
        if not _varies(exponent, key):
            return mul(exponent, power(base, add(exponent, number(-1))), d(base))
        return mul(e, add(mul(d(exponent), ln(base)), mul(exponent, d(base), power(base, number(-1)))))
    if e.op == "exp":
        return mul(e, d(a[0]))
    if e.op == "ln":
        return mul(d(a[0]), power(a[0], number(-1)))
    if e.op == "sin":
        return mul(cos(a[0]), d(a[0]))
    if e.op == "cos":
        return mul(number(-1), sin(a[0]), d(a[0]))
    if e.op == "max":
        return _make("kink", tuple((part, d(part)) for part in a))
    if e.op == "kink":  # constant beside the kink, nothing at it
        return cases([(("distinct", *(part for part, _ in a)), _make("kink", tuple((part, d(slope)) for part, slope in a)))])
    if e.op == "cases":
        inner, earlier = [], []
        for condition, value in a:
            inside = _inside(condition, key) if condition else _joined("and", (_outside(c, key) for c in earlier))
            earlier.append(condition)
            inner.append((inside, d(value)))
        return guard(cases([pair for pair in inner if pair[0] is not False], ("derivative", e.place)), e)
    if e.op == "guard":
        return guard(d(a[0]), *a[1])
    if e.op == "integral":
        low, high, variable, body = a
        if any({key, variable} <= found for found in _jumps(body)):
            raise ArithmeticError("the derivative of an integral whose integrand may jump, at a place that moves, is not read; split the integral at that place")
        terms = [mul(substitute(body, {variable: high}), d(high)), negative(mul(substitute(body, {variable: low}), d(low)))]
        return add(*terms, integral(low, high, variable, d(body)))
    raise ArithmeticError(f"the derivative of a {e.op} is not read")


def _jumps(body: Expression):
    """Yield the leaves that decide which of the cases of an expression applies, or which slope of a maximum."""
    for part in parts_of([body]):
        if part.op in ("cases", "kink"):
            yield _none.union(*(e.leaves for condition, _ in part.args if condition for e in expressions_in((condition,))))


def _inside(condition, key):
    """Where a condition holds in a neighbourhood along a leaf: all of it, if it does not depend on the leaf."""
    return _interior(condition) if _moves(condition, key) else condition


def _outside(condition, key):
    """Where the opposite of a condition holds in a neighbourhood along a leaf."""
    return _interior(_complement(condition)) if _moves(condition, key) else _complement(condition)


def _moves(condition, key) -> bool:
    return any(key in e.leaves for e in expressions_in(condition))


def _complement(condition):
    if condition[0] in ("and", "or"):
        return ("or" if condition[0] == "and" else "and", *(_complement(part) for part in condition[1:]))
    return (relations.complement(condition[0]), *condition[1:])


def _interior(condition):
    """The inside of a condition: where it holds in a neighbourhood; False if it nowhere does."""
    if condition[0] in ("and", "or"):
        return _joined(condition[0], map(_interior, condition[1:]))
    relation = relations.interior(condition[0])
    return relation is not None and (relation, *condition[1:])


def _joined(word, conditions):
    """Join conditions of which some are False, met nowhere."""
    parts = list(conditions)
    left = [part for part in parts if part is not False]
    return False if not left or (word == "and" and len(left) < len(parts)) else (word, *left)
