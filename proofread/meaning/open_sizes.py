"""What a tree means for every size: its index letters stay letters, and its sums stay sums.

A column or matrix has one entry, at the letters ROW and COLUMN.
"""

from proofread.expressions import expression as ex
from proofread.expressions.arrays import Array, scaled
from proofread.expressions.letters import bound, fresh, renamed
from proofread.latex.tree import Node
from proofread.latex.vocabulary import PLACES
from proofread.meaning import index_variables
from proofread.meaning.calculus import is_whole
from proofread.meaning.environment import Environment
from proofread.meaning.meanings import Meaning

ROW, COLUMN = fresh(), fresh()
OPEN = 10**9  # in the place of a size: more than any letter


class Beyond(Exception):
    """This is read only where the sizes are numbers."""


class OpenMeaning(Meaning):
    """Meanings at sizes that are left open."""

    def __init__(self, notation, letters):
        super().__init__(notation, dict.fromkeys(notation.sizes, OPEN), letters)
        self.picked: dict = {}  # of an index variable: its letter
        self.bound: set = set()
        self.letters_known: dict = {}
        self.depths: dict = {}

    def bind(self) -> int:
        letter = fresh()
        self.bound.add(letter)
        return letter

    # -- names

    def _name(self, node, env):
        base, subscripts, _ = node.parts
        if not subscripts and base not in dict(env.parameters):
            if base in self.sizes:
                return ex.leaf((("size", base), (), ()))
            if (base, 0, None) not in self.notation.names and env.index(base) is not None:
                raise Beyond  # the number an index is
        if base == "\\delta" and len(subscripts) == 2:
            return ex.coincidence(*(self._index(subscript, env) for subscript in subscripts))
        return super()._name(node, env)

    def _expanded(self, node, env):
        return None

    def _index(self, node: Node, env) -> int:
        if node.kind not in ("name", "number", "picked") or node.parts[0] in self.sizes:
            raise Beyond
        declared = index_variables.find(self.notation, node)
        if declared is None:
            return super()._index(node, env)
        positions, hidden = self.place(declared, node.parts[1], env, node)
        if self.bound & {*positions, *hidden}:
            raise Beyond  # the class of an example that is summed over
        return self.picked.setdefault((declared.key, positions, hidden), fresh())

    def component(self, declared, positions, env, node):
        if declared.domain in ("index", "smooth function"):
            raise Beyond
        return super().component(declared, positions, env, node)

    def _body(self, declared, positions, values, env, node):
        if declared.of is not None:
            raise Beyond
        return super()._body(declared, positions, values, env, node)

    # -- arrays

    def _leaves(self, shape, key) -> Array:
        name, positions, hidden = key
        return Array(shape, ((ex.leaf((name, (*positions, *self._places(shape)), hidden)),),))

    def _places(self, shape) -> list[int]:
        """Return the letters of an entry."""
        if any(size != "1" and size not in self.sizes for size in shape):
            raise Beyond
        return [letter for letter, size in zip((ROW, COLUMN), shape) if size != "1"]

    def _whole(self, declared, env, node) -> Array:
        if len(declared.subscripts) > 2:
            raise Beyond
        shape = (*declared.shape, "1")[:2]
        places = {fresh(): place for place in self._places(shape)}  # ROW and COLUMN are never those of what a body uses
        entry = self.component(declared, tuple(places), env, node)
        if isinstance(entry, Array):
            raise Beyond
        return Array(shape, ((renamed(entry, places),),))

    def _call(self, node, env):
        plain = self.notation.plain(node)
        if plain.kind == "call":
            declared, left = self.notation.find(plain.parts[0], plain.parts[1], len(plain.parts[3]))
            if not left and declared.subscripts:
                if len(declared.subscripts) > 1:
                    raise Beyond
                place = fresh()
                one = Node("call", (plain.parts[0], (Node("picked", (str(place + 1), declared.shape[0])),), *plain.parts[2:]), plain.at)
                return Array((declared.shape[0], "1"), ((renamed(self.scalar(one, env, "an entry"), {place: ROW}),),))
        return super()._call(node, env)

    def entry_at(self, value: Array, positions) -> ex.Expression:
        return renamed(value.rows[0][0], dict(zip(self._places(value.shape), positions)))

    def _transpose(self, node, env):
        value = self.of(node.parts[0], env)
        if not isinstance(value, Array):
            raise Beyond
        return Array(value.shape[::-1], ((renamed(value.rows[0][0], {ROW: COLUMN, COLUMN: ROW}),),))

    def _mul(self, node, env):
        total = self.of(node.parts[0], env)
        for part in node.parts[1:]:
            other = self.of(part, env)
            if not isinstance(total, Array) or not isinstance(other, Array):
                total = scaled(total, other) if not isinstance(total, Array) else scaled(other, total)
                continue
            if total.shape[1] != other.shape[0]:
                raise Beyond
            shape, a, b = (total.shape[0], other.shape[1]), total.rows[0][0], other.rows[0][0]
            if total.shape[1] == "1":
                entry = ex.mul(a, b)
            else:
                letter = self.bind()
                entry = self._sum(letter, total.shape[1], ex.mul(renamed(a, {COLUMN: letter}), renamed(b, {ROW: letter})))
            total = entry if shape == ("1", "1") else Array(shape, ((entry,),))
        return total

    def _sum(self, letter, size, body):
        return bound("sum", letter, size, body, self.letters_known, self.depths)

    def _matrix(self, node, env):
        raise Beyond

    _limit = _integral = _at = _binomial = _matrix

    def condition(self, node, env):
        if node.kind == "chain" and any(isinstance(self.of(side, env), Array) for side in node.parts[0]):
            raise Beyond
        return super().condition(node, env)

    def _pow(self, node, env):
        if isinstance(self.of(node.parts[0], env), Array):
            raise Beyond
        return super()._pow(node, env)

    def _function(self, node, env):
        function, argument = node.parts
        value = self.of(argument, env)
        if function in ("norm", "norm_2", "norm_F") and isinstance(value, Array):
            total = ex.power(value.rows[0][0], ex.number(2))
            for place, size in zip((ROW, COLUMN), value.shape):
                if size != "1":
                    letter = self.bind()
                    total = self._sum(letter, size, renamed(total, {place: letter}))
            return ex.power(total, ex.number("1/2"))
        if function == "tr" and isinstance(value, Array) and value.shape[0] == value.shape[1]:
            letter = self.bind()
            return self._sum(letter, value.shape[0], renamed(value.rows[0][0], {ROW: letter, COLUMN: letter}))
        if function == "diag" and isinstance(value, Array) and value.shape[1] == "1":
            return Array((value.shape[0],) * 2, ((ex.mul(ex.coincidence(ROW, COLUMN), value.rows[0][0]),),))
        if function.startswith("norm") or function in ("diag", "tr", "det", "abs"):
            raise Beyond
        return super()._function(node, env)

    # -- what binds an index or a variable

    def _bigop(self, node, env):
        operator, indices, excluded, low, high, body = node.parts
        letters = dict.fromkeys(index.parts[0] for index in indices)
        if operator in ("prod", *PLACES) or not set(letters) <= set(self.letters) or (excluded and operator != "sum"):
            raise Beyond
        if low is not None and (low != Node("number", ("1",)) or high not in [Node("name", (self.letters[n], (), 0)) for n in letters]):
            raise Beyond
        own = {letter: self.bind() for letter in letters}
        inner = env.with_indices(own)
        value = self.of(body, inner)
        for part in excluded:
            sides, relations = part.parts
            if [relation.parts[0] for relation in relations] != ["\\ne"]:
                raise Beyond
            apart = ex.add(ex.number(1), ex.negative(ex.coincidence(*(self._index(side, inner) for side in sides))))
            value = scaled(apart, value)
        for letter, number in own.items():
            value = self._over(operator, number, self.letters[letter], value)
        return value

    def _over(self, operator, letter, size, value):
        if isinstance(value, Array):
            return value.map(lambda e: self._over(operator, letter, size, e))
        if operator == "sum":
            return self._sum(letter, size, value)
        sign = ex.number(1 if operator == "max" else -1)
        return ex.mul(sign, bound("largest", letter, size, ex.mul(sign, value), self.letters_known, self.depths))

    def _expectation(self, node, env):
        index, weights, body = node.parts
        if index.parts[0] not in self.letters:
            raise Beyond
        letter = self.bind()
        inner = env.with_indices({index.parts[0]: letter})
        weight = self.of(Node("name", (weights.parts[0], (*weights.parts[1], index), 0), weights.at), inner)
        return self._sum(letter, self.letters[index.parts[0]], ex.mul(weight, self.scalar(body, inner, "the body of an expectation")))

    def _derivative(self, node, env):
        body, variables = node.parts
        if any(is_whole(self, variable, env) for variable, _ in variables) and isinstance(self.of(body, env), Array):
            raise Beyond
        return super()._derivative(node, env)

    def _gradient(self, node, env):
        if node.parts[1] != 1:
            raise Beyond
        return super()._gradient(node, env)


def opened(notation, sides, letters, own) -> tuple:
    """Return the meanings of some trees at open sizes; each letter of `own` has a number of its own."""
    meaning = OpenMeaning(notation, letters)
    environment = Environment(tuple((letter, fresh()) for letter in own))
    return tuple(meaning.of(side, environment) for side in sides)
