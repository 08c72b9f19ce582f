"""What a notation block further down takes over from the block around it: all but the letters that it declares again, and what is made of these."""

from proofread.latex.errors import FormulaError
from proofread.latex.tree import walk
from proofread.meaning.declared import Declared, Notation
from proofread.meaning.index_variables import CHOICE
from proofread.meaning.named import parameter_shape

PRIMES = ("", "'", "''")  # k' is another index of the range of k


def within(outer: Notation, source: str) -> Notation:
    """Return a notation that says what the one around it says."""
    names, sizes, indices, meanings = map(dict, (outer.names, outer.sizes, outer.indices, outer.meanings))
    return Notation(sizes, set(outer.single), indices, names, meanings=meanings, source=source, outer=outer, lost=dict(outer.lost))


def again(notation: Notation, letter: str):
    """Take out what the block around says of a letter, at its first declaration in this one."""
    if notation.outer is None or letter in notation.own_letters:
        return
    used = {part for declared in notation.own for part in (*declared.subscripts, *declared.hidden, *declared.shape)}
    used |= {size for own in notation.own_letters for size in notation.indices.get(own, ())}
    if letter in used:
        raise FormulaError("notation", f"{letter} is declared again below a line that uses it; declare it first")
    notation.own_letters.add(letter)
    notation.sizes.pop(letter, None)
    notation.single.discard(letter)
    notation.meanings.pop(letter, None)
    for primes in PRIMES:
        notation.indices.pop(letter + primes, None)
    for declared in [d for d in notation.names.values() if d.base in (letter, CHOICE + letter)]:
        _lose(notation, declared, f"this section declares the letter {letter} again")


def settle(notation: Notation):
    """Take out what is made of a letter that is declared again: its old or its new meaning could be meant.

    A size that is a size again only has other values.
    """
    letters = {letter for letter in notation.own_letters if not (letter in notation.sizes and letter in notation.outer.sizes)}
    for letter, sizes in [*notation.outer.indices.items()]:
        if letter not in notation.own_letters and notation.indices.get(letter) == sizes and letters & {*sizes}:
            again(notation, letter)
            letters.add(letter)
    while lost := [(declared, used) for declared in _taken_over(notation) if (used := letters & _made_of(notation.outer, declared))]:
        for declared, used in lost:
            _lose(notation, declared, f"it is made of {sorted(used)[0]}, which this section declares again")
            letters.add(declared.base)
    for declared in _taken_over(notation):
        for parameter in notation.own_letters.intersection(declared.parameters or ()):
            if declared.body is not None and parameter_shape(notation, declared, parameter) != parameter_shape(notation.outer, declared, parameter):
                _lose(notation, declared, f"this section gives its parameter {parameter} another shape")


def _taken_over(notation: Notation) -> list[Declared]:
    return [declared for key, declared in notation.names.items() if notation.outer.names.get(key) is declared]


def _lose(notation, declared, why):
    del notation.names[declared.key]
    notation.lost[declared.key] = f"{declared.source if declared.body is not None else declared.symbol} is not declared here, since {why}; declare it in this section too"


def _made_of(outer, declared: Declared) -> set[str]:
    """Return the letters of what a declaration is made of, in each way in which they can be read."""
    found: set[str] = set()
    for node in walk((declared.body, declared.of)):
        if node.kind in ("name", "call"):
            base, subscripts = node.parts[:2]
            known = outer.named(node)
            found |= {base, *(known[:1] if known else ()), *(f"{base}_{part.parts[0]}" for part in subscripts[:1] if part.kind in ("name", "number"))}
    return found - {*(declared.parameters or ())} | {*declared.subscripts, *declared.hidden, *declared.shape}
