"""What words say of formulas: a relation between two of them, as in "the sum X is Y", and what no grammar reads.

Words between two formulas are read only where the first of them is what the sentence speaks of.
"""

import re

from proofread.latex.relations import complement

BE = r"(?:is|are|stays?|remains?|lies?)(?: always| everywhere| all| both)?"
NEVER = r"(?:(?:is|are) never|(?:can(?:not| never)|must not) be)"
LESS, MORE = "(?:less than|smaller than|below|under)", "(?:larger than|greater than|more than|above)"
SIGNS = {  # of each relation what says it
    "=": "(?:is|are)(?: equal to| the same as)?|equals?",
    "\\ne": "(?:is|are) (?:not|un) ?equal to",
    "\\le": rf"{BE} (?:at most|not? {MORE}|less than or equal to|bounded (?:above )?by)|{NEVER} {MORE}|(?:never|cannot|can never|does not|do not) (?:exceeds?|rises? above)",
    "\\ge": rf"{BE} (?:at least|not? {LESS}|greater than or equal to|bounded below by)|{NEVER} {LESS}|(?:never|cannot|can never|does not|do not) (?:falls?|drops?) below",
    "<": f"{BE} {LESS}",
    ">": f"{BE} {MORE}|(?:always )?exceeds?",
}
RELATED = "(?:" + "|".join(f"(?P<r{at}>{words})" for at, words in enumerate(SIGNS.values())) + ")"
RELATION = re.compile(rf",? ?{RELATED}(?: the(?: (?!of\b)[a-z]+){{1,2}})?")
SUBJECT = re.compile(r"(?:.*[,;:(|] ?)?(?:(?:and|but|so|then|thus|hence|here|everywhere|always|because|since|that|the|its|this|each|every) )*(?:[a-z-]+ ?){0,2}", re.IGNORECASE)
RELATING = frozenset(
    "of at to in for with by from on than over under between as where when if and or not no per beyond into near within without without until times "
    "is are be like minus plus through both either only some any once".split()
)
SIGN = re.compile(r"(?:^|\s)[=<>\u2264\u2265\u2260\u2248]$|^[=<>\u2264\u2265\u2260\u2248](?:\s|$)")
SIGNED = re.compile(
    rf"(?:(?:{BE}|must be)(?: strictly)? (?:a )?(?P<sign>positive|negative|not negative|not positive|nonnegative|zero|0)(?: numbers?)?|{NEVER} (?P<never>positive|negative|zero|0)"
    r"|(?P<vanishes>vanish(?:es)?(?: everywhere)?))(?:$|[.;:)]|, | (?P<under>(?:if|for|when|at|where)(?: all| every| each)?$))",
    re.IGNORECASE,
)
SIGNED_AS = {"positive": ">", "negative": "<", "not negative": "\\ge", "nonnegative": "\\ge", "not positive": "\\le", "zero": "=", "0": "="}
EACH = re.compile(r"\b(?:each|every|all)(?: of)?(?: the)?$", re.IGNORECASE)
VALUE = re.compile(r"\b(?:the )?(?:value|sum|result) of$", re.IGNORECASE)
END = re.compile(r"$|[.,;:)|]|(?:and|but|so)\b|(?P<under>(?:if|for|when|at|where)(?: all| every| each)?$)")
QUANTIFIED = re.compile(r"(?:^|[,;:.(] ?|\b(?:that|and|but|so|\$[^$]*\$) )there (?:is|are|exists?)\b(?!.*[,;:])|\b(?:nobody|no ?one|never|not every|not all|hardly|scarcely|rarely)\b(?!.*[,;:|])", re.IGNORECASE)
OPEN = re.compile(r"\b(?:if|where|when|once|unless|as long as|suppose|let|assume|whenever|except|with|without)\b", re.IGNORECASE)  # conditions of words
CONVERSE = re.compile(r",? ?(?:(?:is |are )?[a-z0-9]+ )?only (?:if|for|when|at|where)", re.IGNORECASE)
ELSEWHERE = re.compile(  # before a claim: of which condition it is, or what is said of the claim itself
    r"\b(?:otherwise|else|elsewhere|in general|in all other cases|for the rest|or not|without (?:this|that) condition|conversely|vice versa|suffices|is enough|we (?:only )?need"
    r"|(?:do|does|did|can|could|need) ?not (?:have|hold|satisfy)|not always|satisf(?:y|ies))\b",
    re.IGNORECASE,
)
ALONE = re.compile(r"\b(?:only|just|exclusively|precisely|exactly) (?:for|if|when|at|where)(?: all| every| each)?$", re.IGNORECASE)  # before a condition
CONVERSELY = re.compile(r"(?:only,|,? ?(?:and|but) (?:only (?:then|there|for)|conversely|vice versa|equivalently|the converse|for no other|not for)\b|fails?\b|is violated\b|is false\b|does not hold\b)", re.IGNORECASE)
NOWHERE_ELSE = re.compile(r"(?:only|alone|(?:and|but) (?:nowhere else|only there|never elsewhere))\b", re.IGNORECASE)


def relation(before: str, between: str, after: str) -> tuple[str, bool] | None:
    """Return the relation that the words between two formulas say, if those before the first one leave no doubt what it is said of.

    With it comes whether a condition follows.
    """
    match, end = RELATION.fullmatch(between), END.match(after)
    if match is None or end is None or not is_subject(before):
        return None
    return sign_of(match), bool(end["under"])


def sign_of(match) -> str:
    """Return the relation that a match of `RELATED` says."""
    return next(sign for at, sign in enumerate(SIGNS) if match[f"r{at}"] is not None)


def sign(before: str, after: str) -> tuple[str, bool] | None:
    """Return how words compare a formula with 0, as in "the loss X is positive", and whether a condition follows."""
    match = SIGNED.match(after)
    if match is None or not is_subject(before):
        return None
    said = SIGNED_AS[(match["sign"] or match["never"] or "zero").lower()]
    return complement(said) if match["never"] else said, bool(match["under"])


def is_subject(before: str) -> bool:
    """Whether a formula after these words is what the sentence speaks of."""
    before = EACH.sub("", VALUE.sub("", before))
    return SUBJECT.fullmatch(before) is not None and not RELATING.intersection(re.split(r"[,;:(|]", before)[-1].lower().split())
