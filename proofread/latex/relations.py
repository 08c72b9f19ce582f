"""The relations of a formula, and at which signs of left - right each of them holds."""

SIGNS = {"=": {0}, ":=": {0}, "\\ne": {-1, 1}, "<": {-1}, ">": {1}, "\\le": {-1, 0}, "\\ge": {0, 1}}
CONDITIONAL = tuple(relation for relation in SIGNS if relation != ":=")
INEQUALITIES = ("<", ">", "\\le", "\\ge")
RELATIONS = {*SIGNS, "\\approx", "\\sim", "\\leftarrow"}
CONNECTIVES = {"\\iff", "\\implies"}


def holds(relation: str, sign: int) -> bool:
    """Whether a relation holds where left - right has this sign."""
    return sign in SIGNS[relation]


def complement(relation: str) -> str:
    """Return the relation that holds where this one does not."""
    return next(other for other in CONDITIONAL if SIGNS[other] == {-1, 0, 1} - SIGNS[relation])


def interior(relation: str) -> str | None:
    """Return the relation that holds where this one does in a whole neighbourhood; None for =, which nowhere does."""
    return {"\\le": "<", "\\ge": ">", "=": None}.get(relation, relation)
