"""A letter has several meanings on a page: a notation block below the first holds to the end of its section."""

import random
import re

import pytest

from proofread import check_text
from proofread.__main__ import main
from proofread.cache import check_page
from proofread.latex.errors import FormulaError
from proofread.meaning.notation import read
from proofread.pages import sections
from proofread.results.store import Store
from theme import badges
from theme.checked import with_table

PAGE = r"""# One

```notation
size n = 3, 2
index i : n
a, b, x_i : real
h(a) := a^2
s := \sum_i a x_i
```

$$
h(b) = b^2
$$

$$
s = a \sum_i x_i
$$

## Two

$$
h'(b) = 2 b
$$

```notation
h(a) := -a
```

$$
h(b) = -b
$$

### Within

$$
h'(b) = -1
$$

## Three

$$
h'(b) = 2 b
$$
"""


def told(text):
    return [(finding.line, finding.kind, finding.message) for finding in check_text(text).findings]


def test_a_letter_means_what_its_section_declares():
    assert not told(PAGE)
    assert {link.status for link in check_text(PAGE).links} == {"proved"}


@pytest.mark.parametrize(("right", "wrong", "line"), [
    ("## Two\n\n$$\nh'(b) = 2 b", "## Two\n\n$$\nh'(b) = -1", 22),  # above the block
    ("h(b) = -b", "h(b) = b^2", 30),
    ("h'(b) = -1", "h'(b) = 2 b", 36),  # in a heading below
    ("## Three\n\n$$\nh'(b) = 2 b", "## Three\n\n$$\nh'(b) = -1", 42),
    ("### Within", "## Within", 36), ("### Within", "Within\n------", 37), ("### Within", "# Within", 36),
])  # fmt: skip
def test_it_means_so_from_the_block_to_the_end_of_the_section_and_nowhere_else(right, wrong, line):
    assert PAGE.count(right) == 1
    assert [(at, kind) for at, kind, _ in told(PAGE.replace(right, wrong))][:1] == [(line, "false")]


def test_a_heading_is_what_readers_see_as_one():
    for no_heading in ("```text\n## Code\n```", "<!--\n## Not shown\n-->", "`x`\n\n---", "| a |\n|---|\n| b |", "#######"):
        assert not told(PAGE.replace("### Within", no_heading)), no_heading


INNER = "```notation\nb : [0,1]\n```\n\nSo $b \\ge 0$ and $h(b) = -b$.\n\n"


def test_a_block_within_a_section_takes_over_what_holds_there():
    page = PAGE.replace("### Within\n\n", f"### Within\n\n{INNER}")
    assert not told(page)
    assert [line for line, _, _ in told(page.replace("So $b \\ge 0$", "So $b \\ge 1$"))] == [39]
    assert [line for line, _, _ in told(page.replace("## Three\n", "## Three\n\nSo $b \\ge 0$.\n"))] == [47]


AROUND = "size n = 3, 2\nsize d = 2, 3\nindex i : n\nindex k : d\na, b, x_i, c_k : real\ns := \\sum_i a x_i\nt := 2 x_1\nu := 2 s\nh(r) := r^2\n"
LOST = {
    "the letter is made of it": ("a : positive", "s = s", "s is not declared here, since it is made of a, which"),
    "through another definition": ("a : positive", "u = u", "u is not declared here, since it is made of s, which|since it is made of a"),
    "an index over a size that is one no more": ("n : real", "x_1 = n", "the index|x_i is not declared here, since it is made of"),
    "the same letter with other subscripts": ("c : real", "c_1 = c", "c_k is not declared here, since this section declares the letter c again"),
    "a label that would be an entry": ("x_1 : real", "t = x_1", "t is not declared here, since it is made of x_1, which"),
    "the shape of its parameter": ("r : real vector (d)", "h(b) = b^2", "h(r) is not declared here, since this section gives its parameter r another shape"),
    "a factor that is a function": ("x(r) : smooth function", "x(a) = s", "s is not declared here"),
}


@pytest.mark.parametrize(("block", "formula", "message"), LOST.values(), ids=LOST)
def test_what_is_made_of_a_letter_that_is_declared_again_has_to_be_declared_too(block, formula, message):
    found = told(f"```notation\n{AROUND}```\n\n## Two\n\n```notation\n{block}\n```\n\n$$\n{formula}\n$$\n")
    assert any(kind in ("name", "shape", "parse") and any(part in said for part in message.split("|")) for _, kind, said in found), found


def test_a_size_of_a_section_has_other_values_and_the_rest_stays():
    page = "```notation\nsize n = 3, 2\nindex i : n\nx_i : real\n```\n\n## Two classes\n\n```notation\nsize n = 2 only\n```\n\n$$\n\\sum_i x_i = x_1 + x_2\n$$\n"
    assert not told(page)
    assert [kind for _, kind, _ in told(page.replace("## Two", "$$\n\\sum_i x_i = x_1 + x_2\n$$\n\n## Two"))] == ["false"]


def test_a_section_has_sizes_and_indices_of_its_own():
    block = "size K = 4\nsize d = 2\nindex k : K\nindex l : d\nx_{kl} : real\nh(a) := -a\n"
    page = PAGE.replace("h(a) := -a\n", block).replace("### Within\n", "### Within\n\n$$\n\\sum_{k'} x_{k'1} - x_{11} = \\sum_{k=2}^K x_{k1}\n$$\n")
    assert not told(page)


WRONG = {
    "twice": ("h(a) := -a\nh(a) := a", 27, "is declared twice"),
    "an index twice": ("index k : n\nindex k : n\nh(a) := -a", 27, "the index k is declared twice"),
    "a size twice": ("size n = 2\nsize n = 3\nh(a) := -a", 27, "n is declared twice"),
    "what no formula uses": ("h(a) := -a\nc : real", 27, "no formula from here to line 39, where this section ends, uses c; take"),
    "an index that no formula uses": ("index j : n\nh(a) := -a", 26, "uses j; take"),
    "a size of nothing": ("size n = 3\nsize m = 2\nh(a) := -a", 27, "uses m; take"),
    "below a line that uses it": ("index k : n\nx_k : real\nsize n = 2\nh(a) := -a", 28, "n is declared again below a line that uses it; declare it first"),
    "what cannot be read": ("h(a) := ", 26, "expected"),
    "an undeclared name": ("h(a) := -a q", 26, "q is not declared"),
}


@pytest.mark.parametrize(("block", "line", "message"), WRONG.values(), ids=WRONG)
def test_a_block_that_contradicts_or_that_nothing_uses_is_told(block, line, message):
    found = told(PAGE.replace("h(a) := -a", block))
    assert [at for at, kind, said in found if kind != "undecided" and any(part in said for part in message.split("|"))] == [line], found


def test_a_definition_of_a_section_is_restated_there():
    page = PAGE.replace("h(b) = -b", "h'(b) = -1")
    assert [(line, message[:52]) for line, _, message in told(page)] == [(26, "no display and no code restates the definition of h(")]
    outside = PAGE.replace("h(b) = b^2", "h(0) = 0").replace("## Three\n\n$$\nh'(b) = 2 b", "## Three\n\n$$\nh(b) = b^2")
    assert not told(outside)


def test_a_condition_said_above_the_block_speaks_of_another_letter():
    page = "```notation\nb : real\n```\n\n## Two\n\nFor $b > 0$:\n\n```notation\nb : real\n```\n\n<!-- eq: given b > 0 -->\n$$\nb^2 > 0\n$$\n"
    assert [kind for _, kind, _ in told(page)] == ["marker"]


def test_what_was_found_before_is_known_and_depends_on_the_section(tmp_path):
    store = Store(tmp_path)
    for _ in range(2):
        assert not check_page(PAGE, "page.md", store).findings
        assert not check_page(PAGE + "\nEnd.\n", "page.md", store).findings  # each display is known, and what it restates
    wrong = check_page(PAGE.replace("h(a) := -a", "h(a) := a"), "page.md", store).findings
    assert {finding.line for finding in wrong} == {30, 36}


def test_code_of_a_section_is_compared(tmp_path):
    page = "```notation\nz : real\n```\n\n## Two\n\n```notation\na := \\max(1, z)\ncode a = snippets.relu:relu(z)\n```\n"
    assert [(line, kind) for line, kind, _ in told(page)] == [(9, "code")]
    assert not told(page.replace("1, z", "0, z"))


def test_formulas_are_shown_as_they_are_read_in_their_section(tmp_path, capsys):
    text = "```notation\na, h : real\n```\n\n$h(a)$\n\n## Two\n\n```notation\nh(r) : smooth function\n```\n\n$h(a)$\n"
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    assert main(["--as-read", str(tmp_path / "page.md")]) == 0
    assert [line.rpartition(": ")[2] for line in capsys.readouterr().out.splitlines()] == ["h \\cdot a", "h(a)"]


def test_each_notation_takes_over_what_holds_around_it():
    found = sections.blocks(PAGE)
    assert [(block.source.count("\n"), PAGE.count("\n", 0, block.offset) + 1) for block in found] == [(5, 4), (1, 26)]
    page, section = sections.notations(found)
    assert section.outer is page and [declared.source for declared in section.own] == ["h(a)"]
    assert {"x", "a", "b", "s"} <= {declared.base for declared in section.names.values()}


def test_readers_see_what_a_section_declares():
    shown = with_table(PAGE)
    page, section = shown.split("??? symbols")[1:]
    assert "All 6 symbols of this page" in page and "$h(a)$ |  | $a^2$" in re.sub("<span.*?</span>", "", page)
    assert "What symbols stand for in this section alone" in section and "| $h(a)$ |  | $-a$ | " in section and "$x_i$" not in section
    assert "checked at these sizes: $n$" in page and "sizes" not in section
    [whole, *_, own] = badges.of(check_text(PAGE).displays, PAGE, "docs/page.md")[:4]
    assert (whole.notation.outer, own.notation.outer) == (None, whole.notation)


LINES = (
    "size n = 3, 2|size d = 2, 4|size K = 4|size K = 2 only|index i : n|index j : d|index k : K|index i : d|index j, k : n, K|index x : n|a : real|a, b : positive|"
    r"b : [0,1] per x|x_i : real|x : real vector (d)|W : real matrix (n, d)|W_{ij} : real|w_k : open simplex|y : index of K|f(r) : smooth function|n : real|j : real|"
    r"C : smooth function of a|g(a) := a^2|h := \sum_i x_i|h_i := a x_i|u := 2 h|u_k := w_k^2|\sigma^2 := a|\sigma : real|k' : real|I_{ij} := \delta_{ij}"
).split("|")
FORMULAS = r"a = a|b = 2 a|h = \sum_i x_i|g(a) = a^2|u = 2 h|x_1 = a|\sum_k w_k = 1|f'(a) = C|W x = h|u_k = w_k^2|x_y = a|\sigma^2 = a|\sum_{i'} x_{i'} = h".split("|")


def declared(rng, outer):
    """Return some lines that can be read one after another, and what they declare within a notation."""
    lines = []
    for line in rng.sample(LINES, 14):
        try:
            read("\n".join([*lines, line]), outer)
            lines.append(line)
        except FormulaError:
            pass
    return "```notation\n" + "\n".join(lines) + "\n```\n\n", read("\n".join(lines), outer)


def test_random_blocks_within_each_other_end_in_a_verdict_or_a_finding():
    kinds = set()
    for seed in range(60):
        rng, page, notation = random.Random(seed), "", None
        for heading in ("# A", "## B", "### C"):
            block, notation = declared(rng, notation)
            page += f"{heading}\n\n{block}" + "".join(f"$$\n{formula}\n$$\n\n" for formula in rng.sample(FORMULAS, 3))
        report = check_text(page)
        kinds |= {finding.kind for finding in report.findings} | {link.status for link in report.links}
    assert "internal" not in kinds and {"proved", "false", "name", "notation"} <= kinds
