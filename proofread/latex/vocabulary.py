"""The words of the dialect: functions, accents, and the commands that are no names."""

from proofread.latex.lexer import GREEK

FONTS = {"\\mathbf", "\\boldsymbol", "\\mathrm", "\\mathcal", "\\mathbb", "\\operatorname", "\\mathit", "\\mathsf", "\\mathtt", "\\bm"}
ACCENTS = FONTS | {"\\hat", "\\bar", "\\tilde", "\\vec", "\\dot", "\\overline", "\\widehat", "\\widetilde"}
OTHERS = "epsilon vartheta varpi varrho varsigma phi Upsilon ell hbar imath jmath"  # for which no character stands
LETTERS = {f"\\{word}" for word in (*GREEK.split()[1::2], *OTHERS.split())}  # the commands that can be names
FUNCTIONS = {"\\ln", "\\exp", "\\sqrt", "\\tanh", "\\sinh", "\\cosh", "\\sin", "\\cos", "\\det"}
WORDS = {"diag", "tr", "softmax", "rank", "sign", "Tr", "trace"}
PLACES = ("argmax", "argmin")  # of \\sum and its like, those that say where
OPENING = {"(": ")", "[": "]", "\\{": "\\}"}
NOT_NAMES = {
    "\\frac", "\\sum", "\\prod", "\\int", "\\lim", "\\max", "\\min", "\\partial", "\\nabla", "\\begin", "\\end",
    "\\left", "\\right", "\\cdot", "\\times", "\\odot", "\\lvert", "\\rvert", "\\|", "\\lVert", "\\rVert", "\\to",
    "\\infty", "\\top", "\\le", "\\ge", "\\ne", "\\approx", "\\sim", "\\leftarrow", "\\iff", "\\implies", "\\{", "\\}",
    "\\cdots", "\\dots", "\\ldots", "\\pm", "\\mp", "\\in", "\\mid", "\\binom", "\\arg", "\\quad", "\\circ", "\\propto",
    "\\parallel", "\\not", "\\subset", "\\forall", "\\exists", "\\land", "\\lor", "\\neg", "\\mapsto", "\\equiv", "\\text",
    "\\ll", "\\gg", "\\langle", "\\rangle", "\\otimes", "\\vdots", "\\ddots", "\\tag", "\\label", "\\limits",
    "\\notin", "\\underbrace", "\\overbrace", "\\color", "\\phantom", "\\sup", "\\inf", "\\argmax", "\\argmin",
}  # fmt: skip
TRANSPOSE = "^T"  # among the functions: T is no name of the notation, so ^T can only be a transpose
DOTS = ("\\dots", "\\cdots", "\\ldots")
AS_ONE = "one: "  # among the functions: a declared name that looks like more, \\sigma^2 or \\text{Height}
HIDDEN = "hidden: "  # among the functions: a name that depends on an index which formulas do not show
CONDITION_WORDS = ("if", "for", "when", "where", "with", "provided", "whenever", "at", "on", "let")
# words that turn a condition round, or say more than that it is one
TURNING = {
    "unless", "not", "except", "only", "never", "fails", "false", "wrong", "even", "no", "without", "cannot", "nor", "neither",
    "iff", "untrue", "hardly", "rarely",
}  # fmt: skip
SAYING = {*TURNING, "is", "are", "holds", "most", "least"}  # words that say something of a formula
