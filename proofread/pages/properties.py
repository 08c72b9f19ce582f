"""What words say of the formulas of a sentence, by a closed list of forms: "F is even", "the mean of F is G", "F has no derivative".

Each form is written as a relation and checked; one that lacks something, such as its variable, is refused.
"""

import re
from dataclasses import dataclass, field

from proofread.latex.errors import FormulaError
from proofread.latex.tree import walk
from proofread.meaning.indices import written
from proofread.pages import worded

FORMULA = r"⟨(?P<{}>\d+)⟩"
VALUE = r"(?:⟨(?P<{0}>\d+)⟩|(?P<{0}_word>zero|one half|half|one|\d+(?:\.\d+)?)\b(?!\.\d))"
END = r"(?=$|[.,;:)|]| (?:and|but|so|because|since)\b| (?:for|if|when|where|at)(?: all| every| each)? ⟨)"
START = r"(?:^|[,;:(|] ?|\b(?:(?:for|if|when|where|at) ⟨\d+⟩|and|but|so|that|then|thus|hence|here|because|since) )(?:the )?"
IS = " " + worded.RELATION.pattern.removeprefix(",? ?") + " "
IN = rf"(?: (?:in|by|of|with respect to) {FORMULA.format('v')})?"
FORMS = {
    "shape": rf"{FORMULA.format('f')},? (?:is|are)(?P<no> not)?(?: an?)?(?: always| also| everywhere)?(?P<strict> strictly)?"
    rf" (?P<word>even|odd|increasing|decreasing|convex|concave|constant)(?: function)?{IN}{END}",
    "smooth": rf"{FORMULA.format('f')},? (?:(?P<no>has no derivative|is not differentiable)|has a derivative|is differentiable){IN}{END}",
    "value": rf"{FORMULA.format('f')},? (?:(?P<no>(?:is|are) (?:undefined|not defined)|has no(?: real| finite)? (?:value|logarithm))"
    rf"|(?:is|are) (?:finite|defined)|has an?(?: real| finite)? value)(?: there| too)?{END}",
    "between": rf"{FORMULA.format('f')},? (?:lies?|is|are)(?: always)?(?P<strict> strictly)? between {VALUE.format('low')} and {VALUE.format('high')}{END}",
    "derivative": rf"{START}(?P<second>second )?(?:derivative|slope) of {FORMULA.format('f')}{IN}{IS}{VALUE.format('other')}{END}",
    "its derivative": rf"{FORMULA.format('f')},? (?:[^⟨⟩.;:]*, )?has the (?P<second>second )?(?:derivative|slope) {VALUE.format('other')}{IN}{END}",
    "written": rf"\bwrite {FORMULA.format('f')} as {FORMULA.format('other')}{END}",
    "total": rf"{FORMULA.format('f')},? (?:sum|add up) to {VALUE.format('other')}{END}",
    "size": rf"{FORMULA.format('f')},? (?:is|has(?: the)? shape|of(?: the)? shape) {FORMULA.format('other')}",
    "operation": rf"{START}(?:(?P<word>mean|average|sum|product|largest|greatest|smallest|least|half|square|cube|square root|logarithm|exponential|reciprocal) of"
    rf"|(?P<short>twice|half|minus))(?: the| all| all the)? {FORMULA.format('f')}{IS}{VALUE.format('other')}{END}",
}
FORMS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in FORMS.items()}
SIZES = re.compile(r"\(([a-zA-Z](?:, ?[a-zA-Z])*),?\)")
UNREAD = {  # what is said of a formula and not read, and how it is written
    "bounded": r"its bounds, as in `$\lvert f(z) \rvert \le 1$`", "unbounded": r"a limit, as in `$f(z) \to \infty$ as $z \to \infty$`",
    "infinite": r"a limit, as in `$-\ln a \to \infty$ as $a \to 0$`, or that it `has no value`", "monotone": "`increasing` or `decreasing`",
    "monotonic": "`increasing` or `decreasing`", "periodic": r"the equation, as in `$f(z + 1) = f(z)$`", "continuous": "the limit, or that it `has a derivative`",
}  # fmt: skip
PREDICATE = re.compile(rf"{FORMULA.format('f')},? (?:is|are)(?: not| never| always| everywhere)? (?P<word>{'|'.join(UNREAD)})(?: (?:above|below))?{END}", re.IGNORECASE)
UNNAMED = re.compile(
    rf"(?:^|[,;:(|] ?|[a-z⟩] )(?:the|its)(?: [a-z-]+){{1,4}}(?P<there> (?:at|for|if|when|where) ⟨\d+⟩)? (?:is|are)(?: always)? {FORMULA.format('f')}{END}", re.IGNORECASE
)  # the slope at z = 0 is 1/4
NUMERALS = {"zero": "0", "one half": r"\frac{1}{2}", "half": r"\frac{1}{2}", "one": "1"}
OVER = {"sum": r"\sum", "product": r"\prod", "largest": r"\max", "greatest": r"\max", "smallest": r"\min", "least": r"\min"}
OF_ONE = {
    "twice": r"2 ({})", "half": r"\frac{{1}}{{2}} ({})", "minus": "-({})", "square": "({})^2", "cube": "({})^3", "square root": r"\sqrt{{{}}}",
    "logarithm": r"\ln({})", "exponential": r"\exp({})", "reciprocal": r"\frac{{1}}{{{}}}",
}  # fmt: skip
SUPERLATIVE = re.compile(
    r"(?:^|.*[,;:] ?)(?:the|its|this)(?: [a-z-]+){1,6} (?:is|are) (?:least|smallest|lowest|largest|greatest|highest)(?: only)? (?:at|for|if|where|when)", re.IGNORECASE
)
LETTERS = ("t", "r", "v", "s", "q", "g", "h", "c", "b", "m")  # for numbers that a property compares


@dataclass
class Said:
    """A relation that words say: its source, a condition of its own, whether it is denied, and the letters it needs with their domain."""

    source: str
    given: str = ""
    denied: bool = False
    letters: tuple = ()
    domain: str = "real"
    renamed: dict = field(default_factory=dict)  # a variable -> a letter that meets the same conditions
    valueless: bool = False  # that the left side has no value
    words: str = ""  # the same for a reader


def forms(text: str):
    """Yield (name, match) for each form in a sentence whose formulas are written ⟨n⟩."""
    for name, pattern in FORMS.items():
        for match in pattern.finditer(text):
            before = re.split(r"⟨\d+⟩", text[: match.start()])[-1].strip()
            if name in ("derivative", "operation", "size", "total", "written") or worded.is_subject(before):
                yield name, match


def relations(name: str, match, sources: dict[int, str], notation, expression) -> list[Said]:
    """Return what a form says; raise `FormulaError` where something is not said. `expression` reads a source."""

    def source(part: str) -> str:
        word = match[f"{part}_word"].lower() if match[part] is None else ""
        return NUMERALS.get(word, word) or sources[int(match[part])]

    subject = sources[int(match["f"])].partition("=")[0].rstrip()  # of "F = G is even" F
    if name == "total":
        return [] if not written(notation, expression(subject)) else [Said(f"{_operation('sum', subject, notation, expression)} = {source('other')}")]
    if name == "written":
        return [Said(f"{subject} = {source('other')}")]
    if name == "size":
        sizes = SIZES.fullmatch(sources[int(match["other"])].strip())
        return [Said(rf"{subject} \in \mathbb{{R}}^{{" + sizes[1].replace(",", r" \times ") + "}")] if sizes else []
    if name == "value":
        words = f"that {subject} has {'no' if match['no'] else 'a'} value"
        return [Said(f"\\left({subject}\\right) = \\left({subject}\\right)", valueless=bool(match["no"]), words=words)]
    if name == "between":
        sign = "<" if match["strict"] else r"\le"
        return [Said(f"{source('low')} {sign} {subject}"), Said(f"{subject} {sign} {source('high')}")]
    if name == "operation":
        return [Said(f"{_operation((match['word'] or match['short']).lower(), subject, notation, expression)} {worded.sign_of(match)} {source('other')}")]
    variable, letters, domain = _variable(match, sources, subject, notation, expression, plain=name == "shape")
    if subject.strip() in notation.functions:
        subject = f"{subject}({variable})"
    order = "^2" if "derivative" in name and match["second"] else ""
    slope = rf"\frac{{\partial{order}}}{{\partial {variable}{order}}} \left({subject}\right)"
    if "derivative" in name:
        return [Said(f"{slope} {worded.sign_of(match) if name == 'derivative' else '='} {source('other')}", letters=letters)]
    denied = bool(match["no"])
    if name == "smooth":
        return [Said(f"{slope} = {slope}", denied=denied, letters=letters)]
    return [_shape(match["word"].lower(), bool(match["strict"]), denied, subject, variable, letters, domain)]


def _operation(word, subject, notation, expression) -> str:
    if word in OF_ONE:
        return OF_ONE[word].format(subject)
    letters = sorted(written(notation, (expression(subject),)))
    sizes = notation.indices[letters[0]] if len(letters) == 1 else ()
    if not sizes or (word not in OVER and len(sizes) > 1):
        raise FormulaError("sentence", "over which index is not said", 0)
    if word in OVER:
        return rf"{OVER[word]}_{letters[0]} \left({subject}\right)"
    return rf"\frac{{1}}{{{sizes[0]}}} \sum_{letters[0]} \left({subject}\right)"


def _variable(match, sources, subject, notation, expression, plain: bool) -> tuple[str, tuple, str]:
    """Return the variable of a form, the one that is named or the only one, the letters that have to be declared, and their domain."""
    taken = {*notation.sizes, *notation.indices, *(declared.base for declared in notation.names.values())}
    new = [letter for letter in LETTERS if letter not in taken]
    if subject.strip() in notation.functions:
        return new[0], tuple(new[:2]), "real"
    if match["v"] is not None:
        names = {expression(sources[int(match["v"])]): sources[int(match["v"])]}
    else:
        body = expression(subject)
        names = {part: subject[slice(*part.span)] for part in walk(body) if part.kind == "name" and notation.named(part)}
        if plain and body.kind == "name" and notation.names[notation.named(body)].body is not None:
            names = {}
    declared = [notation.named(name) and notation.names[notation.named(name)] for name in names]
    if len(names) != 1 or not declared[0] or (plain and (declared[0].subscripts or declared[0].array)):
        raise FormulaError("sentence", "in which variable is not said", 0)
    return next(iter(names.values())), ("", *new[:1]), declared[0].domain or "real"


def _shape(word, strict, denied, subject, variable, letters, domain) -> Said:
    def at(value):
        return rf"\left. \left({subject}\right) \right|_{{{variable} = {value}}}"

    other = letters[1]
    if word in ("even", "odd"):
        return Said(f"{at('-' + variable)} = {'-' if word == 'odd' else ''}\\left({subject}\\right)", "", denied, letters, domain)
    renamed = {variable: other}
    if word == "constant":
        return Said(rf"\left({subject}\right) = {at(other)}", "", denied, letters, domain, renamed)
    if word in ("convex", "concave"):
        sign = {"convex": ("<", r"\le"), "concave": (">", r"\ge")}[word][not strict]
        middle, mean = at(rf"\frac{{{variable} + {other}}}{{2}}"), rf"\frac{{1}}{{2}} \left({subject}\right) + \frac{{1}}{{2}} {at(other)}"
        return Said(f"{middle} {sign} {mean}", rf"{variable} \ne {other}" if strict else "", denied, letters, domain, renamed)
    sign = {"increasing": ("<", r"\le"), "decreasing": (">", r"\ge")}[word][not strict]
    return Said(rf"\left({subject}\right) {sign} {at(other)}", f"{variable} < {other}", denied, letters, domain, renamed)
