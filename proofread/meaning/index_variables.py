"""Index variables, such as the class y of an example in w_y or p_{n, y_n}.

A variable `y : index of K` is one of 1 to K. Where it is a subscript, the value is the
sum over all k of [y = k] times the value at k; the indicators are a one-hot vector of
their own, so what is checked holds for each value of y.
"""

from dataclasses import replace

from proofread.expressions import expression as ex
from proofread.latex.tree import Node

CHOICE = "choice of "


def indicators(declared, size: str):
    """Return the declaration of the indicators [y = k] of an index variable."""
    subscripts, shape = (*declared.subscripts, ""), (*declared.shape, size)
    return replace(declared, base=CHOICE + declared.base, subscripts=subscripts, shape=shape, domain="one-hot", symbol="")


def is_indicator(declared) -> bool:
    """Whether a declaration was made by `indicators`, and is none of the page's own."""
    return declared.base.startswith(CHOICE)


def key(declared):
    """Return the key of the indicators of an index variable."""
    return (CHOICE + declared.base, len(declared.subscripts) + 1, None)


def value(notation, sizes, declared, positions, hidden):
    """Return the number an index variable is."""
    leaves = choices(notation, sizes, declared, positions, hidden)
    return ex.add(*(ex.mul(ex.number(at + 1), leaf) for at, leaf in enumerate(leaves)))


def choices(notation, sizes, declared, positions, hidden):
    """Return the indicators of an index variable, in order."""
    found = notation.names[key(declared)]
    return [ex.leaf((found.key, (*positions, at), hidden)) for at in range(sizes[found.shape[-1]])]


def find(notation, subscript: Node):
    """Return the declaration of an index variable that stands as a subscript, None for any other subscript."""
    if subscript.kind != "name" or (not subscript.parts[1] and subscript.parts[0] in notation.indices):
        return None
    declared = notation.names.get((subscript.parts[0], len(subscript.parts[1]), None))
    return declared if declared is not None and declared.domain == "index" else None


def expand(meaning, subscripts, env):
    """Yield (indicator, subscripts with its value put in) for the first index variable among subscripts; nothing without one."""
    for at, subscript in enumerate(subscripts):
        declared = find(meaning.notation, subscript)
        if declared is not None:
            positions, hidden = meaning.place(declared, subscript.parts[1], env, subscript)
            size = meaning.notation.names[key(declared)].shape[-1]
            for number, leaf in enumerate(choices(meaning.notation, meaning.sizes, declared, positions, hidden)):
                picked = Node("picked", (str(number + 1), size), subscript.at)
                yield leaf, (*subscripts[:at], picked, *subscripts[at + 1 :])
            return
