"""What the forms of `forms` say of the formulas of a sentence, each written as a relation; one that lacks something, such as its variable, is refused."""

import re
from dataclasses import dataclass, field

from proofread.latex.errors import FormulaError
from proofread.latex.tree import walk
from proofread.meaning import conditions
from proofread.meaning.indices import written
from proofread.pages import forms, worded

SIZES = re.compile(r"\(([a-zA-Z](?:, ?[a-zA-Z])*),?\)")
SET = re.compile(r"[(\[]|\\\{|\\mathbb\b")
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


def relations(name: str, match, sources: dict[int, str], arrows: list[str], notation, expression) -> list[Said]:
    """Return what a form says; raise `FormulaError` where something is not said.

    `arrows` are the sources of what tends to something there; `expression` reads a source.
    """

    def source(part: str) -> str:
        if match.groupdict().get(part):
            return sources[int(match[part])]
        word = match[f"{part}_word"].lower()
        return forms.WORDS_OF.get(word, word)

    subject = source("f").partition("=")[0].rstrip()  # of "F = G is even" F
    body = rf"\left({subject}\right)"
    denied = bool(match.groupdict().get("no"))
    if name == "total":
        return [] if not written(notation, expression(subject)) else [Said(f"{_operation('sum', subject, notation, expression)} = {source('other')}")]
    if name in ("written", "can be written"):
        return [Said(f"{subject} = {source('other')}")]
    if name == "size":
        sizes = SIZES.fullmatch(source("other").strip())
        return [Said(rf"{subject} \in \mathbb{{R}}^{{" + sizes[1].replace(",", r" \times ") + "}")] if sizes else []
    if name == "inside":
        return [Said(rf"{subject} \in {source('set')}")] if SET.match(source("set").strip()) else []
    if name == "value":
        words = f"that {subject} has {'no' if denied else 'a'} value"
        return [Said(f"{body} = {body}", valueless=denied, words=words)]
    if name == "between":
        sign = "<" if match["strict"] else r"\le"
        return [Said(f"{source('low')} {sign} {subject}"), Said(f"{subject} {sign} {source('high')}")]
    if name in ("compared", "both") and stands_for_anything(expression(subject), notation):
        return []  # the words say what a letter stands for
    if name in ("compared", "at"):
        return [Said(f"{subject} {worded.sign_of(match)} {source('other')}")]
    if name in ("operation", "is operation"):
        word = (match["word"] or match["short"]).lower()
        if name == "operation":
            return [Said(f"{_operation(word, subject, notation, expression)} {worded.sign_of(match)} {source('other')}")]
        return [Said(f"{subject} = {_operation(word, source('other'), notation, expression)}")]
    if name == "of two" and match["other"] and stands_for_anything(expression(source("other")), notation):
        return []
    if name == "of two":
        return [Said(f"{forms.OF_TWO[match['word'].lower()].format(subject, source('g'))} {worded.sign_of(match)} {source('other')}")]
    if name == "is of two":
        return [Said(f"{subject} = {forms.OF_TWO[match['word'].lower()].format(source('g'), source('other'))}")]
    if name == "equal":
        return [Said(f"{subject} = {source('g')}", denied=denied)]
    if name == "both":
        return [Said(f"{side} {worded.SIGNED_AS[match['sign'].lower()]} 0") for side in (subject, source("g"))]
    if name == "sign of":
        other = rf"\left({source('other')}\right)"
        return [Said(f"{body} {other} > 0", rf"{other} \ne 0"), Said(f"{body} = 0", f"{other} = 0")]
    if name == "symmetric":
        return [Said(rf"\left. {body} \right|_{{{source('v')} = {source('w')}, {source('w')} = {source('v')}}} = {body}", denied=denied)]
    if name in ("limit", "limit of"):
        if len(arrows) != 1:
            raise FormulaError("sentence", "as what tends to what is not said", 0)
        if subject in notation.functions:
            body = f"{subject}({arrows[0].partition(chr(92) + 'to')[0]})"
        return [Said(rf"\lim_{{{arrows[0]}}} {body} = {source('other')}")]
    if name == "gradient":
        if match["v"] is None:
            raise FormulaError("sentence", "in which variable is not said", 0)
        return [Said(rf"\nabla_{{{source('v')}}} {body} {worded.sign_of(match)} {source('other')}")]
    variable, letters, domain = _variable(match, sources, subject, notation, expression, plain=name in ("shape", "moves", "independent"))
    if name == "signed between":
        return [Said(f"{subject} {worded.SIGNED_AS[match['sign'].lower()]} 0", f"{source('low')} < {variable} < {source('high')}")]
    if subject.strip().rstrip("'") in notation.functions:
        subject = f"{subject}({variable})"
    second = name.endswith("derivative") and bool(match["second"])
    slope = _slope(rf"\left({subject}\right)", variable, second)
    if name.endswith("derivative"):
        return [Said(f"{slope} {worded.sign_of(match) if name == 'derivative' else '='} {source('other')}", letters=letters)]
    if name == "smooth":
        return [Said(f"{slope} = {slope}", denied=denied, letters=letters)]
    words = match.groupdict()
    word = "constant" if name == "independent" else "decreasing" if name == "moves" and not words["up"] else "increasing" if name == "moves" else words["word"].lower()
    return [_shape(word, bool(words.get("strict")), denied, subject, variable, letters, domain)]


def stands_for_anything(node, notation) -> bool:
    """Whether an expression is a letter without a definition."""
    return node.kind == "name" and conditions.is_free(notation, node)


def _slope(body: str, variable: str, second: bool = False) -> str:
    order = "^2" if second else ""
    return rf"\frac{{\partial{order}}}{{\partial {variable}{order}}} {body}"


def _operation(word, subject, notation, expression) -> str:
    if word in forms.OF_ONE:
        return forms.OF_ONE[word].format(subject)
    letters = sorted(written(notation, (expression(subject),)))
    sizes = notation.indices[letters[0]] if len(letters) == 1 else ()
    if not sizes or (word not in forms.OVER and len(sizes) > 1):
        raise FormulaError("sentence", "over which index is not said", 0)
    if word in forms.OVER:
        return rf"{forms.OVER[word]}_{letters[0]} \left({subject}\right)"
    return rf"\frac{{1}}{{{sizes[0]}}} \sum_{letters[0]} \left({subject}\right)"


def _variable(match, sources, subject, notation, expression, plain: bool) -> tuple[str, tuple, str]:
    """Return the variable of a form, the one that is named or the only one, the letters that have to be declared, and their domain."""
    taken = {*notation.sizes, *notation.indices, *(declared.base for declared in notation.names.values())}
    new = [letter for letter in LETTERS if letter not in taken]
    if subject.strip().rstrip("'") in notation.functions:
        return new[0], tuple(new[:2]), "real"
    if match.groupdict().get("v") is not None:
        names = {expression(sources[int(match["v"])]): sources[int(match["v"])]}
    else:
        body = expression(subject)
        names = {part: subject[slice(*part.span)] for part in walk(body) if part.kind == "name" and notation.named(part)}
        if plain and body.kind == "name" and (found := notation.names.get(notation.named(body))) and found.body is not None:
            names = {}
    declared = [notation.names.get(notation.named(name)) for name in names]
    if len(names) != 1 or not declared[0] or (plain and (declared[0].subscripts or declared[0].array)):
        raise FormulaError("sentence", "in which variable is not said", 0)
    return next(iter(names.values())), ("", *new[:1]), declared[0].domain or "real"


def _shape(word, strict, denied, subject, variable, letters, domain) -> Said:
    def at(value):
        return rf"\left. \left({subject}\right) \right|_{{{variable} = {value}}}"

    other = letters[1]
    if word in ("even", "odd"):
        return Said(f"{at('-' + variable)} = {'-' if word == 'odd' else ''}\\left({subject}\\right)", "", denied, letters, domain)
    if word in ("linear", "affine"):
        return Said(_slope(rf"\left({subject}\right)", variable, second=True) + " = 0", "", denied, letters, domain)
    renamed = {variable: other}
    if word == "constant":
        return Said(rf"\left({subject}\right) = {at(other)}", "", denied, letters, domain, renamed)
    if word in ("convex", "concave"):
        sign = {"convex": ("<", r"\le"), "concave": (">", r"\ge")}[word][not strict]
        middle, mean = at(rf"\frac{{{variable} + {other}}}{{2}}"), rf"\frac{{1}}{{2}} \left({subject}\right) + \frac{{1}}{{2}} {at(other)}"
        return Said(f"{middle} {sign} {mean}", rf"{variable} \ne {other}" if strict else "", denied, letters, domain, renamed)
    sign = {"increasing": ("<", r"\le"), "decreasing": (">", r"\ge")}[word][not strict]
    return Said(rf"\left({subject}\right) {sign} {at(other)}", f"{variable} < {other}", denied, letters, domain, renamed)
