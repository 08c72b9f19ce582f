"""The page around the displays: notation block, markers, inline formulas, lints, comparison with code."""

import random

import pytest

import proofread
from proofread.cache import check_page
from proofread.pages import page as pages
from proofread.results.store import Store

NOTATION = r"""```notation
size K = 3, 2
index j, k : K
z : real
y : [0,1]
p_k : open simplex
\sigma(z) := \frac{1}{1 + e^{-z}}
a := \sigma(z)
C_x := -\bigl(y \ln a + (1 - y) \ln(1 - a)\bigr)
```

$$
\sigma(z) = \frac{1}{1 + e^{-z}}
$$

$$
C_x = -y \ln \sigma(z) - (1 - y) \ln(1 - a)
$$

$$
a = \sigma(z)
$$
"""


def findings(rest, notation=NOTATION):
    return proofread.check_text(f"{notation}\n{rest}\n", "page.md").findings


def test_the_page_of_these_tests_holds():
    assert not findings("")


# -- markers


def display(marker, formula):
    given = marker.partition(" -->")[0].removeprefix("given ").split(", ") if marker.startswith("given") else []
    said = f"For {' and '.join(f'${condition}$' for condition in given)}:\n\n" if given else ""
    return f"{said}<!-- eq: {marker} -->\n$$\n{formula}\n$$"


RIGHT = {
    "given": display("given z > 0", r"\lvert z \rvert = z"),
    "given an equality": display("given y = 1", r"C_x = -\ln a"),
    "given two": display("given z > 0, y = 0", r"C_x > \ln 2"),
    "refuted": display("refuted because RHS = -LHS", r"\frac{\partial C_x}{\partial z} = y - a"),
    "refuted under a condition": display("given y = 1 -->\n<!-- eq: refuted because RHS = LHS + 1", r"C_x = 1 - \ln a"),
    "not a claim": display("not a claim: an update rule", r"z \leftarrow z - \frac{\partial C_x}{\partial z}"),
}
SAID = "<!-- eq: given z > 0 -->\n$$\n\\lvert z \\rvert = z\n$$"
RIGHT |= {
    "given the other way round": f"For $0 < z$:\n\n{SAID}",
    "given in a chain": f"For $0 < z < 2$:\n\n{SAID.replace('z > 0', 'z > 0, z < 2')}",
    "given in a heading": f"The sign of $z$.\n\n## For z between 0 and 2\n\n{SAID.replace('z > 0', '0 < z < 2')}",
    "given in a list": f"For $z > 0$ all of this:\n\n{SAID}\n\n{SAID}",
}
WRONG = {
    "given unsaid": (f"For all numbers:\n\n{SAID}", "does not see the condition"),
    "given said elsewhere": (f"For $z > 0$ here.\n\nBut in general:\n\n{SAID}", "does not see the condition"),
    "given more than is said": (f"For $z \\ge 0$:\n\n{SAID}", "does not see the condition"),
    "given is needed": ("$$\n\\lvert z \\rvert = z\n$$", "false"),
    "given never met": (display("given z > 0, z < 0", "z = z"), "no point"),
    "given without a relation": (display("given z", "z = z"), "relation"),
    "given with an undeclared name": (display("given t > 0", "z = z"), "not declared"),
    "refuted, but true": (display("refuted because RHS = -LHS", r"\frac{\partial C_x}{\partial z} = a - y"), "marked as refuted, but it holds"),
    "refuted for another reason": (display("refuted because RHS = 2 LHS", r"\frac{\partial C_x}{\partial z} = y - a"), "not in the way"),
    "refuted with a vacuous reason": (display("refuted because z = z", r"\frac{\partial C_x}{\partial z} = y - a"), "LHS or RHS"),
    "refuted with two links": (display("refuted because RHS = -LHS", "y = -y = 2"), "one link"),
    "refuted without a reason": (display("refuted because", "z = 1"), "a marker says more"),
    "not a claim without a reason": (display("not a claim", "z = 1"), "a marker says more"),
    "unknown": (display("skip", "z = 1"), "unknown marker"),
    "misspelt": (display("refuted becuase RHS = 2", "z = 1"), "unknown marker"),
    "twice": (display("given z > 0 -->\n<!-- eq: given z > 1", "z = z"), "two markers"),
    "without a display": ("<!-- eq: given z > 0 -->\n\nText\n", "no display follows"),
    "after the display": ("$$\nz = z\n$$\n\n<!-- eq: given z > 0 -->\n", "no display follows"),
    "given and not a claim": (display("not a claim: true -->\n<!-- eq: given z > 0", "z = 1"), "no other marker"),
}


@pytest.mark.parametrize("rest", RIGHT.values(), ids=RIGHT)
def test_right_marker(rest):
    assert not findings(rest)


@pytest.mark.parametrize(("rest", "message"), WRONG.values(), ids=WRONG)
def test_wrong_marker(rest, message):
    found = findings(rest)
    assert any(part in finding.message for finding in found for part in message.split("|")), list(map(str, found))


# -- inline formulas

INLINE_RIGHT = [
    "Here $a + \\sigma(-z) = 1$.",
    "The gradient $\\frac{\\partial C_x}{\\partial z} = a - y$ is an error.",
    "If $z > 0$, then $a > \\frac{1}{2}$.",
    "The output $a$ of $\\sigma$, for $y \\in \\{0, 1\\}$, costs \\$5.",
    "Code `$z = 3$` is no formula.",
    "For $z > 0$, $\\lvert z \\rvert = z$.",
    "For $z > 0$ and $y > 0$, the product is positive: $z y > 0$.",
]
INLINE_WRONG = [
    ("Here $a + \\sigma(-z) = 2$.", "false"),
    ("The gradient $\\frac{\\partial C_x}{\\partial z} = y - a$ is an error.", "false"),
    ("It costs $\\frac{\\partial C_x}{\\partial z} = y - a$ and $a - y = y - a$.", "false"),
    ("If $z > 0$, then $a < \\frac{1}{2}$.", "false"),
    ("For $z > 0$ and $z^2 = -1$.", "no point"),
    ("The output $t$.", "not declared"),
    ("where $\\frac{\\partial C_x}{\\partial z} = y - a$ holds", "false|claim"),
    ("and $C_x = y \\ln a$", "false"),
    ("For $z > 0$, $\\lvert z \\rvert = -z$.", "false"),
    ("If $z > 1$, $z^2 < z$.", "false|claim"),
    ("For $z > 0$, $\\lvert z \\rvert = z$, and for $z < 0$, $\\lvert z \\rvert = 2 z$.", "false"),
    ("When $z = y$, $z + y = 3 z$.", "false|claim"),
    ("It can be written as $\\lvert z \\rvert = z$.", "false|claim"),
    ("Then $\\lvert z \\rvert = z$ unless $z > 0$.", "false|claim"),
]


@pytest.mark.parametrize("text", INLINE_RIGHT)
def test_right_inline_formula(text):
    assert not findings(text)


@pytest.mark.parametrize(("text", "message"), INLINE_WRONG)
def test_wrong_inline_formula(text, message):
    [finding, *_] = findings(text)
    assert any(part in finding.message for part in message.split("|")), str(finding)
    assert finding.line == NOTATION.count("\n") + 2


# -- the notation block

BLOCKS = {
    "unknown domain": ("z : reel", "reel is no domain"),
    "size of zero": ("size K = 0, 2", "values from 1 to"),
    "size without values": ("size K =", "a size is declared as"),
    "index over nothing": ("index k : K", "not declared above"),
    "twice": ("z : real\nz : positive", "declared twice"),
    "a fixed name": ("e : real", "fixed meaning"),
    "subscript that is no index": ("size K = 2\nindex k : K\nw_{k,t} : real", "index letters"),
    "simplex without a subscript": ("p : simplex", "needs a subscript"),
    "shape of another length": ("size K = 2\nindex k : K\nw_k : real (K, K)", "has 1 subscripts"),
    "per an undeclared index": ("x : real per i", "not declared above"),
    "definition without a body": ("f(z) :=", "expected"),
    "definition of an expression": ("2 z := 1", "no name"),
    "definition that refers to itself": ("u := v\nv := u\n", "itself"),
    "parameter that is no name": ("f(2) := 1", "are names"),
    "body with an undeclared name": ("a := 2 q", "q is not declared"),
    "body that never uses its parameter": ("f(z) := 1", "never|unused|parameter"),
    "nonsense": ("hello", "a variable is declared as"),
    "code without a function": ("z : real\na := 2 z\ncode a = snippets.relu", "code"),
    "code that does not exist": ("z : real\na := 2 z\ncode a = snippets.relu:no(z)", "cannot be imported"),
    "code of a missing module": ("z : real\na := 2 z\ncode a = snippets.absent:no(z)", "cannot be imported"),
    "code that differs": ("z : real\na := \\max(1, z)\ncode a = snippets.relu:relu(z)", "formula and code differ"),
    "code that raises": ("z : real\na := 2 z\ncode a = snippets.relu:leaky_relu(z)", "raises TypeError"),
}


@pytest.mark.parametrize(("block", "message"), BLOCKS.values(), ids=BLOCKS)
def test_wrong_notation(block, message):
    text = f"```notation\n{block}\n```\n"
    text += "\n$$\na = 2 z\n$$\n" if "a := 2 z" in block else ""
    found = proofread.check_text(text, "page.md").findings
    assert found
    assert any(part in found[0].message for part in message.split("|")), str(found[0])
    assert found[0].line <= text.count("\n")


def test_code_that_agrees():
    block = "```notation\nz : real\na := \\max(0, z)\ncode a = snippets.relu:relu(z)\n```\n"
    assert not proofread.check_text(block, "page.md").findings


def test_definition_that_nothing_restates_is_refused():
    text = "```notation\nz : real\na := 2 z\n```\n\n$$\nz = z\n$$\n"
    [finding] = proofread.check_text(text, "page.md").findings
    assert (finding.line, finding.kind) == (3, "notation")
    assert "no display and no code restates the definition of a" in finding.message


def test_a_math_fence_is_read():
    [finding] = findings("```math\nz = z + 1\n```")
    assert finding.kind == "false"


def test_definitions_wrong_in_display_and_notation_differ_from_code():
    wrong = "```notation\nz : real\na := \\max(z, 2 z)\ncode a = snippets.relu:relu(z)\n```\n\n$$\na = \\max(z, 2 z)\n$$\n"
    assert [finding.kind for finding in proofread.check_text(wrong).findings] == ["code"]


# -- reading the page


def test_displays_are_found_where_readers_see_them():
    text = (
        "$$\na = b\n$$\n\n!!! theorem\n\n    $$\n    c = d\n    $$\n\n- item\n\n    $$\n    e = f\n    $$\n\n"
        "```text\n$$\nnot = this\n$$\n```\n\n<!-- nor this -->\n\nInline $g = h$ and `$i = j$`.\n"
    )
    found = pages.read(text)
    assert [" ".join(display.source.split()) for display in found.displays] == ["a = b", "c = d", "e = f"]
    assert [inline.source for inline in found.inlines] == ["g = h"]


def test_place_counts_lines_and_columns_from_one():
    page = pages.read("ab\ncd\n")
    assert (page.place(0), page.place(4)) == ((1, 1), (2, 2))


@pytest.mark.parametrize(("text", "kinds"), [("So $z > 0 is 1.", ["parse"]), (r"So $\ln z is 1.", ["parse"]), ("It costs $5 or $6.", []), (r"A price of \$5 = five.", [])])
def test_a_formula_in_a_line_that_is_never_closed_is_a_finding_and_a_price_is_none(text, kinds):
    assert [finding.kind for finding in findings(text)] == kinds


def test_display_that_is_never_closed_is_a_finding_and_the_page_fails():
    found = findings("$$\nz = z\n")
    assert "never closed" in found[0].message


def test_anchor_stays_when_another_section_changes():
    def anchors(text):
        return [display.anchor for display in pages.read(text).displays]

    one = "## A { #first }\n\n$$\na = b\n$$\n\n## B { #second }\n\n$$\nc = d\n$$\n"
    more = one.replace("$$\na = b\n$$\n", "$$\na = b\n$$\n\n$$\nx = y\n$$\n")
    assert anchors(one) == ["eq-first-1", "eq-second-1"]
    assert anchors(more)[-1] == "eq-second-1"


def test_every_page_of_the_site_has_the_same_findings_whatever_the_seed():
    text = NOTATION + "\n$$\n\\sigma'(z) = a (1 - a) \\le \\frac{1}{4}\n$$\n"
    for seed in random.Random(1).sample(range(1000), 5):
        assert not proofread.check_text(text, seed=str(seed)).findings


def test_a_condition_that_is_said_no_more_is_noticed_although_the_display_is_known(tmp_path):
    store = Store(tmp_path)
    said = f"For $z > 0$:\n\n{SAID}\n\n```notation\nz : real\n```\n"
    assert check_page(said, "page.md", store).findings == []
    assert [finding.kind for finding in check_page(said.replace("$z > 0$", "$z > 1$"), "page.md", store).findings] == ["marker"]
