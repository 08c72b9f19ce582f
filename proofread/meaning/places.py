"""Where a maximum or a minimum is reached: a set of values of an index, since several values can be the largest.

Two such sets are compared, or one and the set of a single index, by what belongs to them:
for each value of the index 1 if it does, 0 if not.
"""

from proofread.expressions import expression as ex
from proofread.latex.errors import FormulaError
from proofread.latex.tree import Node
from proofread.latex.vocabulary import PLACES
from proofread.meaning import index_variables
from proofread.meaning.environment import Environment

ALONE = (
    "where a maximum or a minimum is reached can be several indices, so it is compared only by = with an index, or with where another one is reached; "
    "write what holds there, such as x_j \\ge x_k for all k"
)


def is_place(node: Node) -> bool:
    """Whether a side says where a maximum or a minimum is reached."""
    return node.kind == "bigop" and node.parts[0] in PLACES


def compared(meaning, sides: tuple[Node, Node], relation: str, env: Environment) -> list:
    """Return the pairs of what belongs to two sides, at each value of the index."""
    place = next(side for side in sides if is_place(side))
    if relation != "=":
        raise FormulaError("parse", ALONE, place.at)
    size = _size(meaning, place)
    return list(zip(*(_reached(meaning, side, size, env) if is_place(side) else _alone(meaning, side, size, env) for side in sides)))


def _reached(meaning, node: Node, size: str, env: Environment) -> list:
    operator, (index,), _, _, _, body = node.parts
    if _size(meaning, node) != size:
        raise FormulaError("shape", f"these indices run over {size} and over {_size(meaning, node)}", node.at)
    inner = [env.with_indices({index.parts[0]: value}) for value in range(meaning.sizes[size])]
    values = [meaning.scalar(body, each, "what is the largest or the least") for each in inner]
    relation = "\\ge" if operator == "argmax" else "\\le"
    return [_one_if(("and", *((relation, value, other) for other in values))) for value in values]


def _alone(meaning, node: Node, size: str, env: Environment) -> list:
    """Return which value of the index an index, a variable of this kind, or a number is."""
    letter = node.parts[0] if node.kind == "name" and not node.parts[1] and node.parts[0] in meaning.letters else None
    declared = index_variables.find(meaning.notation, node)
    if letter is None and declared is None and node.kind != "number":
        raise FormulaError("parse", ALONE, node.at)
    own = meaning.letters[letter] if letter else meaning.notation.names[index_variables.key(declared)].shape[-1] if declared else size
    if own != size:
        raise FormulaError("shape", f"these indices run over {size} and over {own}", node.at)
    number = meaning.scalar(node, env, "an index")
    return [_one_if(("=", number, ex.number(value + 1))) for value in range(meaning.sizes[size])]


def _one_if(condition):
    return ex.cases([(condition, ex.number(1)), (None, ex.number(0))])


def _size(meaning, node: Node) -> str:
    index = node.parts[1][0]
    if index.parts[0] not in meaning.letters:
        raise undeclared(meaning, index.parts[0], index.at)
    return meaning.letters[index.parts[0]]


def undeclared(meaning, letter, at) -> FormulaError:
    """Return what is said of a letter that runs and is no index."""
    if (letter, 0, None) in meaning.notation.names:
        message = f"{letter} is no index, and what runs over all values of a variable is not read; write that a bound holds, and where it is reached"
        return FormulaError("parse", message, at)
    return FormulaError("name", f"the index {letter} is not declared; add `index {letter} : n` with its size to the notation block", at)
