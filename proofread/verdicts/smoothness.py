"""How often a smooth function of which nothing else is known is differentiated, and how far its derivatives are free."""

from proofread.latex.tree import Node, walk



def of_a_function(leaf) -> bool:
    """Whether a leaf is a coefficient of an opaque function: at several arguments its polynomial is only an example."""
    return leaf[0][0] == "coefficient" and leaf[0][1][0][2] is not None


def order(notation, node, seen=frozenset()) -> int:
    """Return how often something is differentiated: the slopes and curvatures of an opaque function are free, no more."""
    if isinstance(node, tuple):
        return max((order(notation, part, seen) for part in node), default=0)
    if not isinstance(node, Node):
        return 0
    if node.kind == "derivative":
        return sum(count for _, count in node.parts[1]) + order(notation, node.parts[0], seen)
    if node.kind == "gradient":
        return node.parts[1] + order(notation, node.parts[2], seen)
    if node.kind in ("name", "call"):
        inner = order(notation, _body(notation, node, seen), seen | {notation.named(node)})
        return node.parts[2] + max(inner, order(notation, node.parts[3:], seen))
    return order(notation, node.parts, seen)


def _body(notation, node, seen):
    """Return the definition of a name; None for one without, and for one that is being looked at."""
    key = notation.named(node)
    return notation.names[key].body if key is not None and key not in seen else None


def free_derivatives(notation, node, seen=frozenset()) -> int:
    """Up to which order the check leaves the derivatives of all smooth functions in a formula free."""
    least = 99
    for part in walk(node):
        if part.kind in ("name", "call"):
            declared = notation.names.get(notation.named(part))
            if declared and declared.domain == "smooth function":
                least = min(least, 2 if declared.parameters is None else 4)
            least = min(least, free_derivatives(notation, _body(notation, part, seen), seen | {notation.named(part)}))
    return least


def free_order(leaf) -> int:
    """Up to which order the derivatives of an opaque function are free, so that what holds for it holds for all."""
    if leaf[0][0] != "coefficient":
        return 4
    return 1 if "direction" in leaf[0] else 2
