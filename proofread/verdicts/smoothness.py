"""How often a smooth function of which nothing else is known is differentiated, and how far its derivatives are free."""

from proofread.latex.tree import Node
from proofread.meaning import scope


def of_a_function(leaf) -> bool:
    """Whether a leaf is a coefficient of an opaque function: at several arguments its polynomial is only an example."""
    return leaf[0][0] == "coefficient" and leaf[0][1][0][2] is not None


def order(notation, node, known: dict | None = None) -> int:
    """Return how often something is differentiated: the slopes and curvatures of an opaque function are free, no more."""
    known = {} if known is None else known  # of definitions; 0 of one that is being looked at
    if isinstance(node, tuple):
        return max((order(notation, part, known) for part in node), default=0)
    if not isinstance(node, Node):
        return 0
    if node.kind == "derivative":
        return sum(count for _, count in node.parts[1]) + order(notation, node.parts[0], known)
    if node.kind == "gradient":
        return node.parts[1] + order(notation, node.parts[2], known)
    if node.kind in ("name", "call"):
        key = notation.named(node)
        if key is not None and key not in known:
            known[key] = 0
            known[key] = order(notation, notation.names[key].body, known)
        return node.parts[2] + max(known.get(key, 0), order(notation, node.parts[3:], known))
    return order(notation, node.parts, known)


def free_derivatives(notation, node) -> int:
    """Up to which order the check leaves the derivatives of all smooth functions in a formula free."""
    used = (notation.names[key] for key in scope.names_within(notation, node))
    return min((2 if declared.parameters is None else 4 for declared in used if declared.domain == "smooth function"), default=99)


def free_order(leaf) -> int:
    """Up to which order the derivatives of an opaque function are free, so that what holds for it holds for all."""
    if leaf[0][0] != "coefficient":
        return 4
    return 1 if "direction" in leaf[0] else 2
