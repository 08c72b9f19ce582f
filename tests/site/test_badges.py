"""A display has one badge, made from what was checked; what a block is said to show of it, the block shows."""

import ast
import html
import re

import pytest

from blocks.page import parse
from proofread.pages.notebook import as_markdown
from tests import ROOT
from theme import badges, evidence
from theme.checked import with_table
from theme.reports import report

PAGES = sorted((ROOT / "docs").glob("*.md"))
TYPED = re.compile(r"\{\s*\.mark\b[^}]*\}")
NOTATION = """
```notation
size K = 2, 3
index j, k : K
z : real
y : [0,1]
z_k : real
\\sigma(r) := \\frac{1}{1 + e^{-r}}
s_j(z) := \\frac{e^{z_j}}{\\sum_k e^{z_k}}
a := \\sigma(z)
C_x := -\\bigl(y \\ln a + (1 - y) \\ln(1 - a)\\bigr)
code \\sigma(z) = snippets.sigmoid:sigmoid(z)
```
"""
SETTING = "# A { #a }\n\n$$\n\\sigma(z) = \\frac{1}{1 + e^{-z}}\n$$\n\n$$\na = \\sigma(z)\n$$\n\n$$\nC_x = -\\bigl((1 - y) \\ln(1 - a) + y \\ln a\\bigr)\n$$\n\n$$\ns_j(z) = \\frac{e^{z_j}}{\\sum_k e^{z_k}}\n$$\n"
SUM = "\n$$\n\\sum_j s_j(z) = 1\n$$\n"
PRODUCT = "\n$$\n\\prod_j e^{z_j} = e^{\\sum_j z_j}\n$$\n"  # of which no proof leaves the size open
CLAIM = "\n$$\n\\frac{\\partial C_x}{\\partial z} = a - y\n$$\n"


def block(marker: str, code: str, output: str) -> str:
    return f"\n<!-- eq: shows {marker} -->\n```python\n{code}\n```\n\n<!--pytest-codeblocks:expected-output-->\n\n```text\n{output}\n```\n"


def badges_of(text: str) -> dict[str, badges.Badge]:
    checked = report(text, "docs/page.md")
    assert not checked.findings, "\n".join(map(str, checked.findings))
    return {badge.status.anchor: badge for badge in badges.of(checked.displays, text, "docs/page.md")}


def test_a_definition_has_no_badge_and_a_claim_has_the_strongest_word_with_its_scope():
    proof = block("eq-a-5", 'from sympy import Symbol\nK = Symbol("K")', "prod e^z_j - e^(sum z_j) = 0")
    found = badges_of(SETTING + PRODUCT + CLAIM + proof + NOTATION)
    assert [badge.status.definition for badge in found.values()] == [True, True, True, True, False, False]
    assert (found["eq-a-5"].word, found["eq-a-5"].scope) == ("proved", "every K")
    assert (found["eq-a-6"].word, found["eq-a-6"].scope) == ("proved", "")  # no size stands in it
    found = badges_of(SETTING + PRODUCT + SUM + NOTATION)
    assert (found["eq-a-5"].scope, found["eq-a-6"].scope) == ("K = 2, 3", "every K")
    assert found["eq-a-1"].status.definition and 'class="badge' not in badges.marked("<div></div>", 1, found["eq-a-1"], "docs/page.md")


def test_a_chain_claims_what_its_weakest_row_does():
    chain = "\n$$\n\\begin{aligned}\n\\sigma(z) &= \\frac{e^{z}}{e^{z} + 1} && \\text{times } e^{z} \\\\\n&> 0 && \\text{all positive}\n\\end{aligned}\n$$\n"
    chain = chain.replace("\\text{times } e^{z}", "\\text{expand}")
    badge = badges_of(SETTING + chain + NOTATION)["eq-a-5"]
    assert badge.word == "tested" and re.fullmatch(r"at \d+ points", badge.scope)
    opened = badges.marked("<div></div>", 4, badge, "docs/page.md")
    assert "relation 1 proved" in opened and "relation 2 compared at" in opened and 'href="colophon.html#marks"' in opened


def test_a_relation_in_the_column_of_reasons_is_told_apart_from_the_rows():
    chain = r"""
$$
\begin{aligned}
\ln \sigma(z) &= \ln \sigma(z) + 0 && \text{add nothing} \\
&\le \sigma(z) - 1 && \ln r \le r - 1 \\
&= -(1 - \sigma(z)) && \text{turn the signs}
\end{aligned}
$$
"""
    badge = badges_of(SETTING + chain + NOTATION.replace("```notation\n", "```notation\nr : positive\n"))["eq-a-5"]
    opened = badges.marked("<div></div>", 4, badge, "docs/page.md")
    assert "relations 1, 3 proved for free variables; relation 2 and the reason of row 2 compared at" in opened


def test_numbers_alone_are_computed():
    badge = badges_of(SETTING + "\n$$\n\\frac{1}{2} - \\frac{1}{3} = \\frac{1}{6}\n$$\n" + NOTATION)["eq-a-5"]
    assert "the two sides computed exactly, and equal" in badges.marked("<div></div>", 4, badge, "docs/page.md")


def test_the_code_of_one_example_is_not_named_for_the_mean():
    mean = "\n$$\nC = \\frac{1}{n} \\sum_x C_x\n$$\n"
    examples = NOTATION.replace("\nz : real\ny : [0,1]\n", "\nsize n = 2, 3\nindex x : n\nz : real per x\ny : [0,1] per x\n")
    compared = "C := \\frac{1}{n} \\sum_x C_x\ncode C_x = snippets.cross_entropy:binary_cross_entropy(a, y)\ncode "
    found = [badge.code for badge in badges_of(SETTING + mean + examples.replace("code ", compared)).values()]
    assert "cross_entropy.binary_cross_entropy" in found[2] and not found[-1]


def test_why_a_formula_is_refuted_stands_in_code():
    wrong = "\n<!-- eq: refuted because RHS = -LHS -->\n$$\n\\frac{\\partial C_x}{\\partial z} = y - a\n$$\n"
    badge = badges_of(SETTING + wrong + NOTATION)["eq-a-5"]
    assert badge.word == "refuted"
    assert "shown to be false: <code>RHS = -LHS</code>" in badges.marked("<div></div>", 5, badge, "docs/page.md")


QUOTED = {
    "the derivative, not the function": (["C_x - (a - y) = 0", "dC_x/dz - (a - y) = 0", "d2C_x/dz^2 - (a - y) = 0"], ["dC_x/dz - (a - y) = 0"]),
    "each case": (
        ["z > 0: C_x - a y z = 0", "z > 0: dC_x/dz - (a - y) = 0", "z < 0: C_x - a y z = 0", "z < 0: dC_x/dz - (a - y) = 0", "z = 0: both slopes are a - y"],
        ["z > 0: dC_x/dz - (a - y) = 0", "z < 0: dC_x/dz - (a - y) = 0", "z = 0: both slopes are a - y"],
    ),
}


@pytest.mark.parametrize("printed, quoted", QUOTED.values(), ids=QUOTED)
def test_what_is_quoted_of_a_block_is_about_the_display_in_all_cases(printed, quoted):
    badge = badges_of(SETTING + CLAIM + block("eq-a-5", "from sympy import diff", "\n".join(printed)) + NOTATION)["eq-a-5"]
    assert badge.shown[0].line.splitlines() == quoted
    said = badges.marked("<div></div>", 5, badge, "docs/page.md")
    assert all(f"<code>{html.escape(line)}</code>" in said for line in quoted)


REFUSED = {
    "no such display": (("eq-b-1", "from sympy import diff", "dC_x/dz - (a - y) = 0"), "no display eq-b-1"),
    "a constant": (("eq-a-5", "from sympy import diff", "True"), "about the two sides of eq-a-5"),
    "a bare zero": (("eq-a-5", "from sympy import diff", "0"), "about the two sides of eq-a-5"),
    "a constant with a label": (("eq-a-5", "from sympy import diff", "dC_x/dz of a and y: True"), "about the two sides of eq-a-5"),
    "another formula": (("eq-a-5", "from sympy import diff", "dC_x/dw - (q - t) = 0"), "about the two sides of eq-a-5"),
    "numbers without a comparison": (("eq-a-5", "import numpy", "0.25"), "compares nothing"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_block_that_does_not_show_its_display_is_refused(case):
    (marker, code, output), message = case
    with pytest.raises(evidence.EvidenceError, match=message):
        badges_of(SETTING + CLAIM + block(marker, code, output) + NOTATION)


def test_a_marker_above_no_block_is_refused():
    with pytest.raises(evidence.EvidenceError, match="above no block"):
        badges_of(SETTING + CLAIM + "\n<!-- eq: shows eq-a-5 -->\n\nText.\n" + NOTATION)


def test_a_marked_block_has_an_anchor_and_readers_see_no_marker():
    shown = with_table(evidence.anchored("text\n\n    <!-- eq: shows eq-a-1 -->\n    ```python\n    x\n    ```\n"))
    assert shown == "text\n\n    ``` {.python #shown-1}\n    x\n    ```\n"


TIED = [(path, one) for path in PAGES for one in parse(path.read_text(encoding="utf-8"), str(path))
        if "sympy" in one.code and evidence.MARKER.match(path.read_text(encoding="utf-8").splitlines()[one.line - 3])]  # fmt: skip


@pytest.mark.parametrize("path, tied", TIED, ids=[f"{path.stem}:{one.line}" for path, one in TIED])
def test_what_a_tied_block_prints_was_made_of_symbols(path, tied):
    """A printed value is computed from expressions with free symbols, so that its 0 is no constant that somebody typed."""
    names = {}
    exec(compile(tied.code, f"{path.name}:{tied.line}", "exec"), names)
    printed = [
        names.get(part.id) for call in ast.walk(ast.parse(tied.code))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print"
        for value in call.args[1:] for part in ast.walk(value) if isinstance(part, ast.Name)
    ]  # fmt: skip
    assert any(getattr(one, "free_symbols", None) and not isinstance(one, type) for one in printed), f"{path.name}:{tied.line}: a constant"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_mark_is_typed_but_refuted(path):
    marks = [mark[0] for mark in TYPED.finditer(path.read_text(encoding="utf-8")) if ".refuted" not in mark[0]]
    assert not marks, f"docs/{path.name}: the build makes the badge of a display; take {marks[0]} out of the sentence"


BY_HAND = re.compile(r"\b[Bb]y hand\b[^\n]*[:.]\n\n(?:[ ]*<!-- eq: [^\n]*\n)*(?P<display>[ ]*\$\$\n)")


@pytest.mark.parametrize("path", [path for path in PAGES if BY_HAND.search(path.read_text(encoding="utf-8"))], ids=lambda path: path.stem)
def test_what_is_said_to_be_argued_by_hand_is_not_proved_by_the_machine(path):
    """The colophon says that no machine has checked such an argument; a badge that says proved for every size contradicts it."""
    source = path.read_text(encoding="utf-8")
    checked = report(source, f"docs/{path.name}")
    of_line = {badge.status.line: badge for badge in badges.of(checked.displays, source, f"docs/{path.name}")}
    for match in BY_HAND.finditer(source):
        line = source.count("\n", 0, match.start("display")) + 1
        badge = of_line[line]
        assert not (badge.word == "proved" and (badge.scope.startswith("every") or not badge.scope)), f"docs/{path.name}:{line}: this is proved, not by hand"


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.ipynb")), ids=lambda path: path.stem)
def test_no_mark_is_typed_in_a_notebook(path):
    assert not TYPED.search(as_markdown(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_a_sentence_calls_refuted_was_refuted(path):
    """A display that the checker has refuted stands just above the mark, or a block that shows it follows."""
    if path.stem in ("colophon", "contributing"):  # which explain the mark
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    blocks = [one.line for one in parse("\n".join(lines) + "\n", str(path)) if one.output]
    for number, line in enumerate(lines, 1):
        if ".mark .refuted" in line:
            above = any("<!-- eq: refuted because" in one for one in lines[max(0, number - 9) : number])
            assert above or any(0 < block - number < 9 for block in blocks), f"docs/{path.name}:{number}: nothing here was refuted"
