"""Derivatives, gradients, limits, integrals and evaluation bars: what varies a name."""

from proofread.expressions import expression as ex
from proofread.expressions.arrays import Array, entries
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node
from proofread.meaning.indices import needed
from proofread.meaning.environment import Environment


def derivative(meaning, node: Node, env: Environment):
    """``\\frac{\\partial^2 f}{\\partial a \\partial b}``: the body expanded down to the variables, differentiated, put back."""
    body, variables = node.parts
    arrays = [variable for variable, _ in variables if is_whole(meaning, variable, env)]
    if arrays:
        if len(variables) > 1 or variables[0][1] > 1:
            raise FormulaError("derivative", "a repeated derivative needs variables with all their subscripts", node.at)
        return _by_array(meaning, body, variables[0][0], env, node)
    targets = [(_target(meaning, variable, env), order, variable) for variable, order in variables]
    inner = Environment(env.indices, env.parameters, env.stops | {key[0] for key, _, _ in targets})
    value = meaning.of(body, inner)
    for key, _, variable in targets:
        _depends(value, key, variable)

    def differentiated(e):
        result = e
        for key, order, _ in targets:
            for _ in range(order):
                result = ex.guard(ex.differentiate(result, key), result)
        return put_back(meaning, result, env, targets)

    return value.map(differentiated) if isinstance(value, Array) else differentiated(value)


def _by_array(meaning, body, variable, env, node):
    """The gradient of a scalar, in the shape of its variable; the Jacobian of a column, rows for its entries."""
    declared, _ = meaning.notation.find(variable.parts[0], variable.parts[1], None)
    inner = Environment(env.indices, env.parameters, env.stops | {declared.key})
    value = meaning.of(body, inner)
    leaves = _array(meaning, variable, inner)
    _depends(value, leaves.rows[0][0].args[0], variable)

    def slope(e, by):
        return put_back(meaning, ex.guard(ex.differentiate(e, by.args[0]), e), env, [(by.args[0], 1, variable)])

    if not isinstance(value, Array):
        return leaves.map(lambda by: slope(value, by))
    if value.shape[1] != "1" or leaves.shape[1] != "1":
        raise FormulaError("shape", "the derivative of an array by an array is read only for columns", node.at)
    rows = tuple(tuple(slope(row[0], by[0]) for by in leaves.rows) for row in value.rows)
    return Array((value.shape[0], leaves.shape[0]), rows)


def gradient(meaning, node: Node, env: Environment):
    """``\\nabla_w C`` in the shape of w; ``\\nabla_w^2 C`` the matrix of second derivatives."""
    variable, order, body = node.parts
    if not is_whole(meaning, variable, env):
        raise FormulaError("shape", "the variable of \\nabla is a vector or a matrix", variable.at)
    if order == 1:
        value = _by_array(meaning, body, variable, env, node)
        if value.shape != meaning.of(variable, env).shape:
            raise FormulaError("shape", "\\nabla applies to a scalar", node.at)
        return value
    declared, _ = meaning.notation.find(variable.parts[0], variable.parts[1], None)
    inner = Environment(env.indices, env.parameters, env.stops | {declared.key})
    value = meaning.scalar(body, inner, "what \\nabla^2 applies to")
    leaves = _array(meaning, variable, inner)
    if leaves.shape[1] != "1":
        raise FormulaError("shape", "\\nabla^2 is read only for a column of variables", variable.at)
    keys = [row[0].args[0] for row in leaves.rows]
    _depends(value, keys[0], variable)
    first = [ex.guard(ex.differentiate(value, key), value) for key in keys]
    targets = [(key, 1, variable) for key in keys]
    rows = tuple(tuple(put_back(meaning, ex.guard(ex.differentiate(e, key), e), env, targets) for key in keys) for e in first)
    return Array((leaves.shape[0], leaves.shape[0]), rows)


def _array(meaning, variable, env) -> Array:
    leaves = meaning.of(variable, env)
    if not isinstance(leaves, Array):
        raise FormulaError("derivative", f"{variable.parts[0]} is an index letter here; give the variable its subscripts", variable.at)
    return leaves


def is_whole(meaning, variable, env) -> bool:
    """Whether a variable is written without the subscripts it has."""
    base, subscripts, _ = variable.parts
    if base in dict(env.parameters):
        return isinstance(dict(env.parameters)[base], Array) and not subscripts
    declared, left = meaning.notation.find(base, subscripts, None)
    own = meaning.notation.names.get((base, 0, None))
    if own and not subscripts:
        declared = own
    if declared.array and len(left) == len(declared.shape):
        return False
    if declared.array or (declared.body is not None and len(left) == len(declared.subscripts)):
        return bool(declared.array) or isinstance(meaning.of(variable, env), Array)
    if own and not subscripts:
        return False
    return bool(declared.subscripts) and not left


def _target(meaning, variable, env):
    """Return the leaf that a variable becomes when it is not expanded."""
    base, subscripts, _ = variable.parts
    if base in ("e", "\\pi") and not subscripts or base in meaning.sizes:
        raise FormulaError("derivative", f"{base} has a fixed meaning; choose another letter", variable.at)
    if base in dict(env.parameters):
        raise FormulaError("derivative", f"{base} is a parameter here; write the derivative with a prime", variable.at)
    declared, _ = meaning.notation.find(base, subscripts, None)
    if declared.domain == "ones":
        raise FormulaError("derivative", f"{declared.source} is constant", variable.at)
    leaf = meaning.of(variable, Environment(env.indices, env.parameters, env.stops | {declared.key}))
    if isinstance(leaf, Array):
        raise FormulaError("derivative", f"{declared.source} has several entries; give the one that varies its subscripts", variable.at)
    if leaf.op != "leaf":
        raise FormulaError("derivative", "the entry that an index variable picks is no variable; write an index letter", variable.at)
    return leaf.args[0]


def _depends(value, key, variable: Node):
    """Refuse a derivative with respect to something that does not occur: its zero would be an accident."""
    if not any(other[0] == key[0] for e in entries(value) for other in e.leaves):
        base = variable.parts[0]
        raise FormulaError("derivative", f"this does not depend on {base}, so its derivative is 0 whatever it is", variable.at)


def put_back(meaning, e, env, targets):
    """Replace the leaves that stood for definitions by their values."""
    values = {}
    for key in e.leaves:
        if key[0] in {target[0][0] for target in targets} and key[0] not in env.stops:
            declared = meaning.notation.names[key[0]]
            if declared.body is not None or declared.of is not None:
                indices = dict(zip(needed(meaning.notation, declared), key[2]))
                inner = Environment(tuple(sorted({**dict(env.indices), **indices}.items())), (), env.stops)
                shown = len(declared.subscripts)
                value = meaning.component(declared, key[1][:shown], inner, declared.body)
                values[key] = meaning.entry_at(value, key[1][shown:]) if isinstance(value, Array) else value
    return ex.substitute(e, values)


def limit(meaning, node: Node, env: Environment):
    """A limit, evaluated along a sequence by `limits`."""
    variable, target, side, body = node.parts
    value, key = _varied(meaning, variable, body, env, node)
    return ex.limit(value, key, meaning.scalar(target, env, "the target of a limit"), side)


def integral(meaning, node: Node, env: Environment):
    """An integral between two bounds; one to infinity is a limit, with two bounds that grow at different rates where both do."""
    value, key = _varied(meaning, node.parts[2], node.parts[3], env, node)
    low, high = (meaning.scalar(bound, env, "a bound") for bound in node.parts[:2])
    if "infinity" not in (low.op, high.op):
        return ex.integral(low, high, key, value)
    if low is ex.infinity(1) or high is ex.infinity(-1):
        raise FormulaError("parse", "an integral to infinity goes up to \\infty, or begins at -\\infty", node.at)
    end = ex.leaf(meaning.fresh("bound"))
    if low.op == "infinity":
        low, high = ex.negative(end), ex.mul(end, end) if high.op == "infinity" else high
    else:
        high = end
    return ex.limit(ex.integral(low, high, key, value), end.args[0], ex.infinity(1), "")


def _varied(meaning, variable, body, env, node):
    """Return the body with the variable free to move, and its leaf."""
    base, subscripts, _ = variable.parts
    try:
        if base in meaning.sizes and node.kind == "limit":
            raise FormulaError("name", f"{base} tends to something, so it is no size here", variable.at)
        key = _target(meaning, variable, env)
        inner = Environment(env.indices, env.parameters, env.stops | {key[0]})
    except FormulaError as error:
        if error.kind != "name" or subscripts:
            raise
        key = meaning.fresh("bound")  # such as the t of an integral
        inner = Environment(env.indices, (*env.parameters, (base, ex.leaf(key))), env.stops)
    value = meaning.scalar(body, inner, "the body")
    if key not in value.leaves:
        raise FormulaError("derivative", f"{base} does not occur in what follows", node.at)
    return value, key


def evaluated(meaning, node: Node, env: Environment):
    """``\\left. f \\right|_{v = c}``: the body with a variable fixed after everything else is done."""
    body, pairs = node.parts
    keys = [_target(meaning, variable, env) for variable, _ in pairs]
    value = meaning.of(body, Environment(env.indices, env.parameters, env.stops | {key[0] for key in keys}))
    values = {key: meaning.scalar(part, env, "a value") for key, (_, part) in zip(keys, pairs)}

    def fixed(e):
        return put_back(meaning, ex.substitute(e, values), env, [(key, 1, None) for key in keys])

    return value.map(fixed) if isinstance(value, Array) else fixed(value)
