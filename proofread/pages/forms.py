"""The closed list of forms in which words say something of a formula: "F is even", "the mean of F is G", "F tends to 0 as ..."."""

import re

from proofread.pages import worded

FORMULA = r"⟨(?P<{}>\d+)⟩"
WORDS_OF = {
    "zero": "0", "one half": r"\frac{1}{2}", "half": r"\frac{1}{2}", "one": "1", "two": "2", "minus infinity": r"-\infty", "infinity": r"\infty",
}  # fmt: skip
WORD = rf"(?P<{{}}_word>{'|'.join(WORDS_OF)}|\d+(?:\.\d+)?)\b(?!\.\d)"
VALUE = rf"(?:⟨(?P<{{0}}>\d+)⟩|{WORD.format('{0}')})"
CONDITION = r"(?:for|if|when|where|at|as)(?: all| every| each)? ⟨"
END = rf"(?=$|[.,;:)|]| (?:and|but|so|because|since)\b| {CONDITION})"
START = r"(?:^|[,;:(|] ?|\b(?:(?:for|if|when|where|at) ⟨\d+⟩|and|but|so|that|then|thus|hence|here|because|since) )(?:the |its )?"
IS = f" {worded.RELATED} "
ARE = r",? (?:which )?(?:is|are)(?P<no> not)?(?: always| also| everywhere)?"
AS = r"(?:,? (?:as|when|for|if) ⟨\d+⟩)?"
F, OTHER = FORMULA.format("f"), VALUE.format("other")
PAIR = rf"{F} and {FORMULA.format('g')}"
IN = rf"(?: (?:in|by|of|with respect to) {FORMULA.format('v')})?"
OF_ONE = {
    "absolute value": r"\left|{}\right|", "twice": r"2 ({})", "half": r"\frac{{1}}{{2}} ({})", "minus": "-({})", "square": "({})^2", "cube": "({})^3",
    "square root": r"\sqrt{{{}}}", "logarithm": r"\ln({})", "exponential": r"\exp({})", "reciprocal": r"\frac{{1}}{{{}}}",
}  # fmt: skip
OF_TWO = {
    "sum": "({}) + ({})", "product": "({}) ({})", "difference": "({}) - ({})", "ratio": r"\frac{{{}}}{{{}}}", "quotient": r"\frac{{{}}}{{{}}}",
    "larger": r"\max({}, {})", "smaller": r"\min({}, {})", "mean": r"\frac{{({}) + ({})}}{{2}}", "average": r"\frac{{({}) + ({})}}{{2}}",
}  # fmt: skip
OVER = {"sum": r"\sum", "product": r"\prod", "largest": r"\max", "greatest": r"\max", "smallest": r"\min", "least": r"\min"}
SHORT = ("twice", "half", "minus")
NAMED = "|".join(sorted({"mean", "average", *OVER, *OF_ONE}, key=len, reverse=True))
OPERATION = rf"(?:(?P<word>{NAMED}) of|(?P<short>{'|'.join(SHORT)}))(?: the| all| all the)?"
FORMS = {
    "shape": rf"{F}{ARE}(?: an?)?(?P<strict> strictly)? (?P<word>even|odd|increasing|decreasing|convex|concave|constant|linear|affine)(?: function)?{IN}{END}",
    "moves": rf"{F}(?:,? (?:and|which))? (?:always )?(?P<strict>strictly )?(?:(?P<up>increases?|grows?|rises?)|decreases?|falls?|shrinks?) (?:with|in) {FORMULA.format('v')}{END}",
    "independent": rf"{F},? (?:(?:does|do) not depend on|(?:is|are) independent of|(?P<no>depends? on)) {FORMULA.format('v')}{END}",
    "smooth": rf"{F},? (?:(?P<no>has no derivative|is not differentiable)|has a derivative|is differentiable)(?: everywhere)?{IN}{END}",
    "value": rf"{F},? (?:(?P<no>(?:is|are) (?:undefined|not defined)|has no(?: real| finite)? (?:value|logarithm))"
    rf"|(?:is|are) (?:finite|defined)|has an?(?: real| finite)? value)(?: there| too| everywhere)?{END}",
    "between": rf"{F},? (?:lies?|is|are)(?: always)?(?P<strict> strictly)? between {VALUE.format('low')} and {VALUE.format('high')}{END}",
    "inside": rf"{F},? (?:lies?|is|are)(?: always)? (?:in|inside) {FORMULA.format('set')}{END}",
    "at": rf"{START}(?:value of )?{F} (?:at|for|when|if) ⟨(?P<there>\d+)⟩{IS}{OTHER}{END}",
    "compared": rf"{F}{IS}{WORD.format('other')}{END}",
    "limit": rf"{F},? (?:(?:always |then |also )?(?:tends?|goes|go|converges?) to|approach(?:es)?|has the limit) {OTHER}{AS}{END}",
    "limit of": rf"{START}limit of {F}{AS}{IS}{OTHER}{AS}{END}",
    "derivative": rf"{START}(?:partial )?(?P<second>second )?(?:partial )?(?:derivative|slope) of {F}{IN}(?: (?:at|for) ⟨(?P<there>\d+)⟩)?{IS}{OTHER}{END}",
    "gradient": rf"{START}gradient of {F}{IN}{IS}{OTHER}{END}",
    "its derivative": rf"{F},? (?:[^⟨⟩.;:]*, )?has (?:the )?(?P<second>second )?(?:derivative|slope) {OTHER}{IN}{END}",
    "written": rf"\b(?:re)?write {F} as {OTHER}{END}",
    "can be written": rf"{F},? (?:(?:can be|may be|is) (?:re)?written as|simplifies to) {OTHER}{END}",
    "total": rf"{F},? (?:sum|add up) to {OTHER}{END}",
    "size": rf"{F},? (?:is|has(?: the)? shape|of(?: the)? shape) {FORMULA.format('other')}",
    "operation": rf"{START}{OPERATION} {F}(?! and ⟨){IS}{OTHER}{END}",
    "is operation": rf"{F},? (?:is|are|equals?) (?:the )?{OPERATION} {OTHER}(?! and ⟨){END}",
    "of two": rf"{START}(?P<word>{'|'.join(OF_TWO)}) of {PAIR}{IS}{OTHER}{END}",
    "is of two": rf"{F},? (?:is|are|equals?) (?:the )?(?P<word>{'|'.join(OF_TWO)}) of {FORMULA.format('g')} and {OTHER}{END}",
    "signed between": rf"{F},? (?:is|are)(?: always)? (?P<sign>positive|negative) between {VALUE.format('low')} and {VALUE.format('high')}{END}",
    "sign of": rf"{F},? has(?: always)? the sign of {OTHER}{END}",
    "equal": rf"{PAIR} are (?:always )?(?P<no>not )?(?:equal|the same){END}",
    "both": rf"(?:both )?{PAIR} are (?:both |always )*(?P<sign>positive|negative|zero){END}",
    "symmetric": rf"{F}{ARE} symmetric in {FORMULA.format('v')} and {FORMULA.format('w')}{END}",
}
FORMS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in FORMS.items()}
ANYWHERE = {"derivative", "operation", "size", "total", "written", "limit of", "of two", "at"}  # forms that name their subject
LIMIT = r"a limit, as in `$f(z) \to \infty$ as $z \to \infty$`"
UNREAD = {  # what is said of a formula and not read, and how it is written
    r"bounded(?: above| below)?": r"its bounds, as in `$\lvert f(z) \rvert \le 1$`",
    r"unbounded(?: above| below)?": LIMIT,
    "infinite": r"a limit, as in `$-\ln a \to \infty$ as $a \to 0$`, or that it `has no value`",
    "monoton(?:e|ic)": "`increasing` or `decreasing`",
    "periodic": r"the equation, as in `$f(z + 1) = f(z)$`",
    "continuous": "the limit, or that it `has a derivative`",
    "smooth": "that it `has a derivative`",
}
ROOTS = r"`$f(z) = 0 \iff z = 1$`"
BOUND = r"a bound and where it is reached, as in `$f(z) \ge 1$ with equality if $z = 0$`"
PROPERTIES = "even|odd|increasing|decreasing|convex|concave|constant|linear|positive|negative"
OTHERWISE = {  # the same of verbs
    r"(?:has|attains|reaches|takes) its (?:only |unique )?(?:minimum|maximum|(?:least|smallest|lowest|largest|greatest|highest)(?: value)?) ⟨": BOUND,
    r"(?:grows|falls|rises|increases|decreases) without bound": LIMIT,
    rf"(?:(?:is|are) (?:zero|0)|vanish(?:es)?) (?:only|exactly) {CONDITION}": ROOTS,
    r"has (?:exactly |only |at most |at least )?(?:one|two|three|an?|no) (?:real )?(?:root|zero|inflection point|turning point)s?": ROOTS,
    r"(?:(?:is|are|vanish(?:es)?)(?: [a-z]+){0,4}) (?:if and only if|(?:exactly|precisely) (?:if|when|for|at))": r"`$f(z) = 0 \iff z = 1$`, or two sentences",
    r"(?:is|are|vanish(?:es)?)[^⟨⟩.;:]*(?: ⟨\d+⟩)? (?:at|for) ⟨\d+⟩,? and (?:at|for|if) ⟨": "a sentence for each place",
    rf"(?:which )?(?:is|are)(?: [a-z]+){{0,3}} (?:{PROPERTIES}),?(?: (?:and|but|nor|or|also|not|even|strictly|an?))* (?:{PROPERTIES})\b": "a sentence for each property",
    r"(?:is|are)(?: always)? (?:positive|negative|zero|0),? and so (?:is|are) ⟨": "a sentence for each formula",
    r"changes? (?:its |the )?sign": r"the two cases, as in `$f(z) < 0$ for $z < 1$ and $f(z) > 0$ for $z > 1$`",
    r"(?:and ⟨\d+⟩ )?(?:has|have) the same sign": r"the product, as in `$a b > 0$`",
    r"(?:is|are) proportional to ⟨": "the equation with its factor",
}
PREDICATE = re.compile(rf"{F},? (?:(?:is|are)(?: not| never| always| everywhere)? (?P<word>{'|'.join(UNREAD)}){END}|(?P<verb>{'|'.join(OTHERWISE)}))", re.IGNORECASE)
SOME = re.compile(rf"(?<!where )(?<!if )(?<!when )(?<!that )(?<!at )\b(?P<word>no|none of the|at least one|largest|smallest|greatest|least) {F},?{IS}", re.IGNORECASE)
ALL_EQUAL = re.compile(rf"(?<!and ){F} are (?:all )?(?:equal|the same){END}", re.IGNORECASE)
OF = re.compile(
    rf"{START}(?P<word>integral|minimum|maximum|(?:least|smallest|largest|greatest) value|that)"
    rf" of {F}(?: (?:over|in|with respect to) ⟨\d+⟩)? (?:is|are|equals?) {OTHER}{END}",
    re.IGNORECASE,
)
OF_FORMULA = {"integral": r"`$\int_0^1 f(z) \, dz = 1$`", "that": "what is meant once more"}
UNNAMED = re.compile(
    rf"(?:^|[,;:(|] ?|[a-z⟩] )(?:the|its)(?: [a-z-]+){{1,4}}(?P<there> (?:at|for|if|when|where) ⟨\d+⟩)? (?:is|are)(?: always)? {F}{END}", re.IGNORECASE
)  # the slope at z = 0 is 1/4
SUPERLATIVE = re.compile(
    r"(?:^|.*[,;:] ?)(?:the|its|this)(?: [a-z-]+){1,6} (?:is|are) (?:least|smallest|lowest|largest|greatest|highest)(?: only)? (?:at|for|if|where|when)", re.IGNORECASE
)


def found(text: str):
    """Yield (name, match) for each form in a sentence whose formulas are written ⟨n⟩."""
    for name, pattern in FORMS.items():
        for match in pattern.finditer(text):
            before = re.split(r"⟨\d+⟩", text[: match.start()])[-1].strip()
            if name in ANYWHERE or worded.is_subject(before) or re.match(r"⟨\d+⟩,? which ", match[0]):
                yield name, match


def unread(text: str):
    """Yield (number of the formula, words, how it is written) for what a sentence says that no form reads."""
    for match in PREDICATE.finditer(text):
        said, table = (match["word"], UNREAD) if match["word"] else (match["verb"], OTHERWISE)
        yield int(match["f"]), said, next(way for words, way in table.items() if re.fullmatch(words, said, re.IGNORECASE))
    for match in SOME.finditer(text):
        yield int(match["f"]), f"{match['word'].lower()} ... is", r"it with an index, as in `$\max_k z_k \ge 1$`"
    for match in ALL_EQUAL.finditer(text):
        yield int(match["f"]), "are equal", "the equation"
    for match in OF.finditer(text):
        yield int(match["f"]), f"{match['word'].lower()} of", OF_FORMULA.get(match["word"].lower(), BOUND)
