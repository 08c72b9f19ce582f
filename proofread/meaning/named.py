"""What a name or a call means: a component of a variable or definition, a whole column or matrix, a function of its arguments.

What an argument or a body means is told by `of`, the meaning of trees.
"""

from proofread.expressions import expression as ex, opaque
from proofread.expressions.arrays import Array, entries, plus, scaled
from proofread.expressions.expression import Expression
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node, walk
from proofread.meaning import index_variables
from proofread.meaning.environment import Environment
from proofread.meaning.indices import infer, needed
from proofread.meaning.declared import Declared, Notation


class NoEntry(FormulaError):
    """A name has no entry of this number."""


class Named:
    """Meanings of names at one combination of sizes; `letters` says which size each index letter of the link runs over.

    `memo` holds what definitions mean at these sizes; links share it.
    """

    def __init__(self, notation: Notation, sizes: dict[str, int], letters: dict[str, str], memo: dict | None = None):
        self.notation, self.sizes, self.letters = notation, sizes, letters
        self.memo = {} if memo is None else memo

    def fresh(self, kind: str) -> tuple:
        """Return the key of a leaf of its own, which none made with the same memo has."""
        self.memo["fresh"] = self.memo.get("fresh", 0) + 1
        return ((kind, self.memo["fresh"]), (), ())

    def _name(self, node, env):
        base, subscripts, primes = node.parts
        expanded = self._expanded(node, env)
        if expanded is not None:
            return expanded
        parameters = dict(env.parameters)
        if base in parameters and not primes:
            value = parameters[base]
            return value if not subscripts else self._entry_of(value, subscripts, env, node)
        if subscripts and f"{base}_{subscripts[0].parts[0]}" in parameters:
            value = parameters[f"{base}_{subscripts[0].parts[0]}"]
            return value if len(subscripts) == 1 else self._entry_of(value, subscripts[1:], env, node)
        if primes:
            raise FormulaError("name", f"{base}' without its argument; write {base}'(...)", node.at)
        if not subscripts:
            if base in self.sizes:
                return ex.number(self.sizes[base])
            if base == "e":
                return ex.exp(ex.number(1))
            if base == "\\pi":
                return ex.pi()
            if (base, 0, None) not in self.notation.names and env.index(base) is not None:
                return ex.number(env.index(base) + 1)
        if base == "\\delta" and len(subscripts) == 2:
            first, second = (self._index(subscript, env) for subscript in subscripts)
            return ex.number(int(first == second))
        declared, left = self.notation.find(base, subscripts, None)
        if not left and declared.subscripts:
            return self._whole(declared, env, node)
        own = len(declared.subscripts)
        if len(left) > own and (declared.array or not own):
            return self._entry_of(self.component(declared, self._positions(declared.shape[:own], left[:own], env), env, node), left[own:], env, node)
        if len(left) == 1 and left[0].kind != "number":
            labelled = self.notation.names.get((f"{base}_{self._index(left[0], env) + 1}", 0, None))
            if labelled and not 0 <= self._index(left[0], env) < self.sizes[declared.shape[0]]:
                return self.component(labelled, (), env, node)  # w_0 beside w_1, ..., w_m
        return self.component(declared, self._positions(declared.shape, left, env), env, node)

    def _expanded(self, node, env):
        """Return the value of a name or call with an index variable among its subscripts, None without one."""
        total = None
        for indicator, subscripts in index_variables.expand(self, node.parts[1], env):
            inner = Node(node.kind, (node.parts[0], subscripts, *node.parts[2:]), node.at)
            term = scaled(indicator, self.of(inner, env))
            total = term if total is None else plus(total, term)
        return total

    def place(self, declared: Declared, subscripts, env, node) -> tuple[tuple, tuple]:
        """Return the positions of a name's subscripts and the values of the letters it depends on without showing them."""
        hidden = tuple(needed(self.notation, declared))
        values = tuple(env.index(letter) for letter in hidden)
        if None in values:
            letter = hidden[values.index(None)]
            raise FormulaError("name", f"{declared.source} depends on {letter}, which is neither free nor summed here", node.at)
        return self._positions(declared.shape, subscripts, env), values

    def _positions(self, shape, subscripts, env) -> tuple[int, ...]:
        """Return the values of subscripts, checked against the sizes they run over."""
        found = []
        for size, subscript in zip(shape, subscripts):
            if subscript.kind == "name" and not subscript.parts[1] and self.letters.get(subscript.parts[0], size) != size:
                own = self.letters[subscript.parts[0]]
                raise FormulaError("shape", f"the index {subscript.parts[0]} runs over {own}, this place over {size}", subscript.at)
            if subscript.kind == "picked" and subscript.parts[1] != size:
                raise FormulaError("shape", f"an index of {subscript.parts[1]} where one of {size} is expected", subscript.at)
            value = self._index(subscript, env)
            if not 0 <= value < self.sizes[size]:
                raise NoEntry("undefined", f"the index {value + 1} is outside 1 to {size} = {self.sizes[size]}", subscript.at)
            found.append(value)
        return tuple(found)

    def _index(self, node: Node, env) -> int:
        if node.kind in ("number", "picked"):
            return int(node.parts[0]) - 1
        if node.kind == "add":
            return sum(sign * (self._index(part, env) + 1) for sign, part in node.parts) - 1
        letter = node.parts[0]
        if letter in self.sizes and not node.parts[1]:
            return self.sizes[letter] - 1
        value = env.index(letter)
        if value is None or node.parts[1]:
            raise FormulaError("name", f"{letter} is no index; declare `index {letter} : ...` in the notation block", node.at)
        return value

    def component(self, declared: Declared, positions, env, node):
        """Return one component of a variable or definition, at the hidden indices of the environment."""
        _, values = self.place(declared, (), env, node)
        key = (declared.key, positions, values)
        if declared.domain == "index":
            return index_variables.value(self.notation, self.sizes, declared, positions, values)
        if declared.array:
            found = self._leaves((*declared.array, "1")[:2], key)
            return found.map(lambda e: ex.number(1)) if declared.domain == "ones" else found
        if declared.key in env.stops and declared.body is not None:
            value = self.component(declared, positions, Environment(env.indices, env.parameters, env.stops - {declared.key}), node)
            if isinstance(value, Array):
                return self._leaves(value.shape, key)
        if declared.key in env.stops or (declared.body is None and declared.domain not in ("ones", "smooth function")):
            return ex.leaf(key)
        if declared.domain == "ones":
            return ex.number(1)
        memo = (key, env.stops, declared.of and tuple(self.letters.items()))
        if memo not in self.memo:
            fixed = dict(zip(declared.subscripts, positions)) | dict(zip(needed(self.notation, declared), values))
            inner = Environment(tuple(sorted(fixed.items())), (), env.stops)
            self.memo[memo] = self._opaque(declared, key, inner) if declared.of else self._defined(declared, inner, node)
        return self.memo[memo]

    def _leaves(self, shape, key) -> Array:
        """Return a column or matrix of leaves, told apart by positions after those of its subscripts."""
        name, positions, hidden = key
        rows, columns = (self.sizes[size] if size in self.sizes else int(size) for size in shape)
        places = [[(*positions, i) if shape[1] == "1" else (*positions, i, j) for j in range(columns)] for i in range(rows)]
        return Array(shape, tuple(tuple(ex.leaf((name, place, hidden)) for place in row) for row in places))

    def _defined(self, declared: Declared, env, node):
        letters, self.letters = self.letters, declared.letters or infer(self.notation, declared.body, declared)
        declared.letters = self.letters
        try:
            value = self.of(declared.body, env)
        except FormulaError as error:
            if error.kind == "budget":
                raise
            raise FormulaError(error.kind, f"in the definition of {declared.source}: {error.message}", node.at) from None
        finally:
            self.letters = letters
        return value

    def _opaque(self, declared: Declared, key, env) -> Expression:
        return opaque.function(key, [e for part in declared.of for e in entries(self.of(part, env))])

    def _whole(self, declared: Declared, env, node) -> Array:
        """Return the column or matrix of all components."""
        if len(declared.subscripts) > 2:
            raise FormulaError("shape", f"{declared.source} has more than two indices; write them", node.at)
        rows = range(self.sizes[declared.shape[0]])
        single = len(declared.subscripts) == 1
        places = [[(i,)] if single else [(i, j) for j in range(self.sizes[declared.shape[1]])] for i in rows]
        rows = tuple(tuple(self.component(declared, place, env, node) for place in row) for row in places)
        return _assembled(declared, (declared.shape[0], "1") if single else declared.shape, rows, node)

    def _entry_of(self, value, subscripts, env, node):
        if not isinstance(value, Array):
            shown = node.parts[0] if node.kind == "name" else "this"
            raise FormulaError("shape", f"a subscript on a scalar: the notation declares {shown} without one", node.at)
        shape = value.shape if value.shape[1] != "1" else value.shape[:1]
        if len(subscripts) != len(shape):
            raise FormulaError("shape", f"{len(subscripts)} subscripts on an array of {value.shown()}", node.at)
        return self.entry_at(value, self._positions(shape, subscripts, env))

    def entry_at(self, value: Array, positions) -> Expression:
        row, column = (*positions, 0, 0)[:2]
        return value.rows[row][column]

    def _call(self, node, env):
        plain = self.notation.plain(node)
        if plain.kind == "name":
            return self._name(plain, env)
        node = plain
        base, subscripts, primes, arguments = node.parts
        expanded = self._expanded(node, env)
        if expanded is not None:
            return expanded
        declared, left = self.notation.find(base, subscripts, len(arguments))
        values = [self._argument(declared, name, node, env) for name, node in zip(declared.parameters, arguments)]
        if not left and declared.subscripts:
            if len(declared.subscripts) > 1:
                raise FormulaError("shape", f"give the subscripts of {declared.source}", node.at)
            column = [self._applied(declared, (i,), values, primes, env, node) for i in range(self.sizes[declared.shape[0]])]
            return _assembled(declared, (declared.shape[0], "1"), tuple((entry,) for entry in column), node)
        positions = self._positions(declared.shape, left, env)
        if len(values) == 1 and isinstance(values[0], Array) and not self._parameter_shape(declared, declared.parameters[0]):
            return values[0].map(lambda e: self._applied(declared, positions, [e], primes, env, node))
        return self._applied(declared, positions, values, primes, env, node)

    def _parameter_shape(self, declared, parameter):
        place = ("shape", declared.key, parameter)
        if place not in self.memo:
            self.memo[place] = parameter_shape(self.notation, declared, parameter)
        return self.memo[place]

    def _argument(self, declared, parameter, node, env):
        """Return the value of an argument; a name that is a scalar and a vector is what the parameter is."""
        shape = self._parameter_shape(declared, parameter)
        if shape and node.kind == "name" and not node.parts[1] and node.parts[0] not in dict(env.parameters):
            count = len(shape) - (shape[1] == "1")
            vector = self.notation.names.get((node.parts[0], count, None))
            if vector and (node.parts[0], 0, None) in self.notation.names:
                return self._whole(vector, env, node)
        return self.of(node, env)

    def argument_of(self, call: Node, argument: Node, env):
        """Return the value of an argument, read as in a call where it stands; ``z_k`` is the whole vector."""
        if call.kind == "call" and argument in call.parts[3]:
            declared, _ = self.notation.find(call.parts[0], call.parts[1], len(call.parts[3]))
            return self._argument(declared, declared.parameters[call.parts[3].index(argument)], argument, env)
        if argument.kind == "name" and argument.parts[1]:
            declared, left = self.notation.find(argument.parts[0], argument.parts[1], None)
            if left and all(subscript.kind == "name" for subscript in left):
                return self._whole(declared, env, argument)
        return self.of(argument, env)

    def _applied(self, declared, positions, values, primes, env, node):
        for parameter, value in zip(declared.parameters, values):
            shape = self._parameter_shape(declared, parameter)
            given = value.shape if isinstance(value, Array) else ()
            if shape != given:
                text = " x ".join(shape) or "scalar", " x ".join(given) or "scalar"
                raise FormulaError("shape", f"{declared.source} takes a {text[0]} {parameter}, not a {text[1]}", node.at)
        if primes:
            if len(values) != 1 or isinstance(values[0], Array):
                raise FormulaError("derivative", "a prime needs a function of one scalar", node.at)
            key = self.fresh("argument")
            value = self._body(declared, positions, [ex.leaf(key)], env, node)
            for _ in range(primes):
                value = ex.guard(ex.differentiate(value, key), value)
            return ex.substitute(value, {key: values[0]})
        return self._body(declared, positions, values, env, node)

    def _body(self, declared, positions, values, env, node):
        fixed = dict(env.indices) | dict(zip(declared.subscripts, positions))
        inner = Environment(tuple(sorted(fixed.items())), tuple(zip(declared.parameters, values)), env.stops)
        if declared.of is not None:
            return self._opaque(declared, (declared.key, positions, ()), inner)
        if (declared.key, inner) not in self.memo:
            self.memo[declared.key, inner] = self._defined(declared, inner, node)
        return self.memo[declared.key, inner]


def parameter_shape(notation: Notation, declared: Declared, parameter: str) -> tuple:
    """Return the shape of a parameter: that of the variable of its name which the body uses."""
    whole = notation.names.get((parameter, 0, None))
    if whole is not None and whole.array:
        return (*whole.array, "1")[:2]
    found = {len(d.subscripts): d for d in notation.names.values() if d.base == parameter and d.parameters is None}
    sequence = found.get(1)
    used = {len(node.parts[1]) for node in walk(declared.body) if node.kind == "name" and node.parts[0] == parameter}
    if sequence is not None and sequence.array and used == {0}:  # f(x) beside columns x_i takes one of them
        return (*sequence.array, "1")[:2]
    count = max(used - {0}, default=0 if 0 in found or not found else max(found))
    if count == 0 or count not in found:
        return ()
    shape = found[count].shape
    return shape if len(shape) == 2 else (*shape, "1")


def _assembled(declared: Declared, shape, rows, node) -> Array:
    """Return the column or matrix of the components of a name."""
    if any(isinstance(entry, Array) for row in rows for entry in row):
        raise FormulaError("shape", f"{declared.source} is an array at each of its subscripts; write them", node.at)
    return Array(shape, rows)
