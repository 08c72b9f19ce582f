"""Write a tree as LaTeX with every bracket: what is read from that is the same tree."""

from proofread.latex.tree import Formula, Node, Statement
from proofread.latex.vocabulary import WORDS

CLOSED = ("number", "name", "call", "div", "binomial", "function", "cases", "matrix", "indicator", "extreme", "infinity", "order", "log", "at", "mention")
BIG = {"sum": "\\sum", "prod": "\\prod", "max": "\\max", "min": "\\min", "argmax": "\\arg\\max", "argmin": "\\arg\\min"}
BARS = {"abs": ("\\lvert ", " \\rvert"), "norm": ("\\lVert ", " \\rVert")}


def formula(tree: Formula) -> str:
    """Return the rows of a formula, each statement with its conditions, and what is only mentioned as reasons."""
    rows = [row for statement in tree.statements for row in _rows(statement)]
    mentioned = " \\text{; } ".join(map(expression, tree.mentions))
    if not rows:
        return mentioned
    if mentioned:
        rows[-1] += f" && {mentioned}"
    return rows[0] if len(rows) == 1 and not mentioned else "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def _rows(statement: Statement) -> list[str]:
    """Return the rows of one statement: a new one where a condition of single relations begins or ends."""
    after = "".join(f" \\quad {_condition(node, bracket=True)}" for node in statement.conditions)
    if statement.node.kind != "chain":
        local = "".join(f" \\quad {_condition(node)}" for _, _, nodes in statement.rows for node in nodes)
        return [expression(statement.node) + local + after]
    sides, relations = statement.node.parts
    found, row = [], expression(sides[0])
    for at, (relation, side) in enumerate(zip(relations, sides[1:])):
        if any(at == start for start, _, _ in statement.rows) and at:
            found, row = [*found, row], ""
        row += f" {relation.parts[0]} {expression(side)}"
        ended = [node for _, end, nodes in statement.rows if end == at + 1 for node in nodes]
        row += "".join(f" \\quad {_condition(node)}" for node in ended)
        if ended and at + 1 < len(relations):
            found, row = [*found, row], ""
    return [*found, row + after] if row else [*found[:-1], found[-1] + after]


def _condition(node: Node, bracket: bool = False) -> str:
    if node.kind == "where":
        return f"\\text{{where }} {expression(node.parts[0])}"
    return f"({expression(node)})" if bracket else f"\\text{{if }} {expression(node)}"


def expression(node: Node) -> str:
    """Return an expression or a statement, with brackets around each part that has parts of its own."""
    return WRITERS[node.kind](*node.parts)


def _part(node: Node) -> str:
    return expression(node) if node.kind in CLOSED else f"({expression(node)})"


def _term(node: Node) -> str:
    return expression(node) if node.kind in ("mul", "pow", "transpose", "entry") else _part(node)


def _add(*terms) -> str:
    first, *others = [("-" if sign < 0 else "+", _term(node)) for sign, node in terms]
    return (first[0] + first[1] if first[0] == "-" else first[1]) + "".join(f" {sign} {text}" for sign, text in others)


def _mul(*factors) -> str:
    return " \\cdot ".join(expression(node) if node.kind in ("pow", "transpose", "entry") else _part(node) for node in factors)


def _name(base, subscripts, primes) -> str:
    return base + "'" * primes + (f"_{{{', '.join(map(_index, subscripts))}}}" if subscripts else "")


def _index(node: Node) -> str:
    if node.kind == "add":
        (_, first), *others = node.parts
        rest = [f" {'-' if sign < 0 else '+'} {f'({_index(part)})' if part.kind == 'add' else _index(part)}" for sign, part in others]
        return _index(first) + "".join(rest)
    if node.kind == "name" and len(node.parts[0].rstrip("'")) > 1 and not node.parts[0].startswith("\\"):
        return f"\\text{{{node.parts[0]}}}"
    return expression(node)


def _call(base, subscripts, primes, arguments) -> str:
    return _name(base, subscripts, primes) + (f"({', '.join(map(expression, arguments))})" if arguments else "")


def _fraction(above: Node, below: Node) -> str:
    shown = expression(above)
    shown = f"({shown})" if shown.startswith(("d", "\\partial")) else shown  # \\frac{d ...} could be a derivative
    return f"\\frac{{{shown}}}{{{expression(below)}}}"


def _function(name, argument) -> str:
    bars = BARS.get(name.partition("_")[0])
    if bars:
        return f"{bars[0]}{expression(argument)}{bars[1]}" + (f"_{{{name.partition('_')[2]}}}" if "_" in name else "")
    if name == "sqrt":
        return f"\\sqrt{{{expression(argument)}}}"
    called = f"\\operatorname{{{name}}}" if name in WORDS else f"\\{name}"
    return f"{called}({expression(argument)})"


def _big(operator, indices, excluded, low, high, body) -> str:
    left, below = list(excluded), []
    bound = next((at for at, index in enumerate(indices) if all(part.parts[0][0].at != index.at for part in excluded)), 0)
    for at, index in enumerate(indices):
        relation = next((part for part in left if part.parts[0][0].at == index.at), None)
        if relation is not None:
            left.remove(relation)
            below.append(f"{_index(index)} {relation.parts[1][0].parts[0]} {expression(relation.parts[0][1])}")
        else:
            below.append(_index(index) + (f" = {expression(low)}" if low is not None and at == bound else ""))
    above = f"^{{{expression(high)}}}" if high is not None else ""
    return f"{BIG[operator]}_{{{', '.join(below)}}}{above} ({expression(body)})"


def _derivative(body, variables) -> str:
    order = sum(count for _, count in variables)
    below = " ".join(f"\\partial {expression(varied)}{_order(count)}" for varied, count in variables)
    return f"\\frac{{\\partial{_order(order)}}}{{{below}}} ({expression(body)})"


def _order(count: int) -> str:
    return f"^{{{count}}}" if count > 1 else ""


def _limit(varied, target, side, body) -> str:
    return f"\\lim_{{{expression(varied)} \\to {_part(target)}{f'^{{{side}}}' if side else ''}}} ({expression(body)})"


def _cases(*rows) -> str:
    given = ["\\text{otherwise}" if node is None else f"\\text{{if }} {expression(node)}" for _, node in rows]
    shown = " \\\\ ".join(f"{expression(value)} & {words}" for (value, _), words in zip(rows, given))
    return f"\\begin{{cases}} {shown} \\end{{cases}}"


def _matrix(rows) -> str:
    shown = " \\\\ ".join(" & ".join(map(expression, row)) for row in rows)
    return f"\\begin{{bmatrix}} {shown} \\end{{bmatrix}}"


def _at(body, pairs) -> str:
    return f"\\left. {expression(body)} \\right|_{{{', '.join(f'{expression(a)} = {expression(b)}' for a, b in pairs)}}}"


def _joined(parts, words) -> str:
    return expression(parts[0]) + "".join(f" {word} {expression(part)}" for word, part in zip(words, parts[1:]))


WRITERS = {
    "number": str,
    "infinity": lambda sign: "\\infty" if sign > 0 else "-\\infty",
    "name": _name,
    "mention": str,
    "call": _call,
    "add": _add,
    "mul": _mul,
    "odot": lambda a, b: f"{_part(a)} \\odot {_part(b)}",
    "div": _fraction,
    "binomial": lambda above, below: f"\\binom{{{expression(above)}}}{{{expression(below)}}}",
    "pow": lambda base, exponent: f"{_part(base)}^{{{expression(exponent)}}}",
    "transpose": lambda a: f"{_part(a)}^{{\\top}}",
    "entry": lambda a, subscripts: f"({expression(a)})_{{{', '.join(map(_index, subscripts))}}}",
    "function": _function,
    "log": lambda base, argument: f"\\log_{{{expression(base)}}}({expression(argument)})",
    "extreme": lambda operator, arguments: f"\\{operator}({', '.join(map(expression, arguments))})",
    "bigop": _big,
    "derivative": _derivative,
    "gradient": lambda varied, order, body: f"\\nabla_{{{expression(varied)}}}{_order(order)} ({expression(body)})",
    "limit": _limit,
    "integral": lambda low, high, varied, body: (
        f"\\int_{{{expression(low)}}}^{{{expression(high)}}} ({expression(body)}) \\, d {expression(varied)}"
    ),
    "cases": _cases,
    "indicator": lambda given: f"1_{{{expression(given)}}}",
    "at": _at,
    "expectation": lambda index, weights, body: f"\\mathbb{{E}}_{{{_index(index)} \\sim {expression(weights)}}} ({expression(body)})",
    "matrix": _matrix,
    "order": lambda body: f"O({expression(body)})",
    "space": lambda sizes: "\\mathbb{R}" + ("^{" + " \\times ".join(sizes) + "}" if sizes else ""),
    "chain": lambda sides, relations: _joined(sides, [relation.parts[0] for relation in relations]),
    "both": lambda *nodes: " \\text{ and } ".join(map(expression, nodes)),
    "either": lambda *nodes: " \\text{ or } ".join(map(expression, nodes)),
    "connected": _joined,
}
