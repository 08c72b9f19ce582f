"""The rows of a chain are marked by what the checker's trees say, and read and copied as if they were not."""

import html
import re
from pathlib import Path

import pytest

from proofread.meaning.notation import Notation, read
from proofread.meaning.outline import outline
from proofread.pages import page as pages
from tests import ROOT
from theme import chains, mathematics, symbols
from theme.checked import table

NOTATION = "size K = 2, 3\nindex i, k : K  # a class\nindex x : K\na, b, c, x_k : real # some number\np_k := a x_k # a product\nC_x := b\n"


def chain(*rows):
    return "\n\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}\n"


def marked(formula) -> dict[str, list[str]]:
    """Return the marked parts by class."""
    shown, classes = chains.annotated(formula, outline(formula, read(NOTATION)))
    found, opened = {}, []
    for character in shown:
        if character == chains.CLOSE:
            names, text = opened.pop()
            for name in names.split():
                found.setdefault(name, []).append(text)
            if opened:
                opened[-1][1] += text
        elif chains.MARK.match(character):
            opened.append([classes[ord(character) - chains.OPEN], ""])
        elif opened:
            opened[-1][1] += character
    return found


def test_a_row_marks_what_it_changed_and_the_row_above_where_it_came_from():
    found = marked(chain(r"a &= a + b c && \text{start}", r"&= a + c && \text{change}"))
    assert found["gone"] == ["b c"] and found["made"] == ["c"] and "cut" not in found


def test_what_cancels_has_a_stroke():
    found = marked(chain(r"a &= \frac{b}{c} c && \text{start}", r"&= b && c \text{ cancels}"))
    assert found["cut"] == ["c", "c"]


def test_what_stays_in_the_next_row_has_none():
    found = marked(chain(r"a &= -\frac{1}{c} \cdot c\, (1 - c) && \text{start}", r"&= -(1 - c) && c \text{ cancels}"))
    assert found["cut"] == ["c", "c"]


MATRICES = chain(
    r"\begin{pmatrix} a & 0 \\ 1 & 1 \end{pmatrix} \begin{pmatrix} b & 0 \\ 0 & c \end{pmatrix} &= \begin{pmatrix} a b & 0 \\ b & c \end{pmatrix} && \text{row times column}",
    r"&= \begin{pmatrix} b a & 0 \\ b & c \end{pmatrix} + \begin{pmatrix} 0 & 0 \\ 0 & 0 \end{pmatrix} && \text{add } \begin{pmatrix} 0 & 0 \\ 0 & 0 \end{pmatrix}",
    r"&= \begin{pmatrix} b a & 0 \\ b & c + 0 \end{pmatrix} && \text{entry by entry}",
    r"&= \begin{pmatrix} b a & 0 \\ b & c \end{pmatrix} && \text{the last entry}",
)


def test_matrices_and_cases_stand_in_the_rows_of_a_chain():
    found = chains.rows(MATRICES)
    assert [row.left.count(r"\end{pmatrix}") for row in found] == [2, 0, 0, 0] and all(row.right.startswith("=") for row in found)
    assert found[1].reason == r"\text{add } \begin{pmatrix} 0 & 0 \\ 0 & 0 \end{pmatrix}"
    cases = chain(r"a &= \begin{cases} b & \text{if } b > 0 \\ c & \text{if } b \le 0 \end{cases} && \text{definition}", r"&= b && \text{for } b > 0")
    assert [row.reason for row in chains.rows(cases)] == [r"\text{definition}", r"\text{for } b > 0"]
    assert chains.rows(chain(r"a &= \begin{aligned} b &= c \end{aligned} && \text{a chain in a chain}")) is None


def test_a_step_of_matrices_marks_an_entry_or_a_whole_matrix_and_is_drawn():
    gone = marked(MATRICES)["gone"]
    assert gone[0] == r"\begin{pmatrix} a b & 0 \\ b & c \end{pmatrix}" and gone[-1] == "0"
    drawn = mathematics.element(MATRICES, True, "docs/x.md", read(NOTATION))
    assert drawn.count("<li>") == 4 and drawn.count('class="chain-reason"') == 4 and re.search(r'class="enclosing [^"]*\bgone\b', drawn)


def test_symbols_have_their_number_and_a_label_is_none():
    found = marked(chain(r"C_x &= b + p_i && \text{start}", r"&= p_i + b && \text{turn } p_i"))
    assert found["s0"] == ["C_x"] and found["s1"] == ["b", "b"] and found["s2"] == ["p_i", "p_i", "p_i"] and "s3" not in found


def test_a_bracket_keeps_its_size_and_an_exponent_its_braces():
    formula = chain(r"a &= \Bigl(b + c\Bigr) b && \text{start}", r"&= e^{b} + e^c && \text{change}")
    shown, classes = chains.annotated(formula, outline(formula, read(NOTATION)))
    drawn = chains.classed(shown, classes)
    assert r"\Bigl\htmlClass" not in drawn and re.search(r"e\^\{\\htmlClass\{[^}]*\}\{c\}\}", drawn)


def test_the_list_explains_symbols_delta_and_index_letters():
    formula, notation = r"p_i \delta_{ik}", read(NOTATION)
    shown = symbols.listed(formula, outline(formula, notation).symbols, notation, lambda latex: f"[{latex}]")
    assert "<dt>[p_k]</dt><dd>a product; [= a x_k]</dd>" in shown
    assert "Kronecker delta; 1 if its two indices are equal" in shown
    assert "<dt>[i, k]</dt><dd>a class; a number from 1 to [K]</dd>" in shown


def test_a_second_name_is_explained_by_what_it_is_a_name_of():
    notation = read("size K = 2, 3\nindex k : K\na_k : real # a number\ns_k(a) := 2 a_k # twice\ns_k := s_k(a) # twice a\nr_k := s_k # the result\n")
    assert symbols.listed("r_k", outline("r_k = 1", notation).symbols, notation, lambda latex: f"[{latex}]").startswith(
        "<dl><div data-symbol=s0><dt>[r_k]</dt><dd>the result; [= 2 a_k]</dd>")


def test_the_list_says_which_size_a_letter_has_here():
    notation = read("size K = 2, 3  # classes\nsize d = 4  # features\nindex i, j : K, d  # an index\nw_i : real (d)\nz_i : real (K)\n")
    formula = "w_j z_i"
    shown = symbols.listed(formula, outline(formula, notation).symbols, notation, lambda latex: f"[{latex}]")
    assert "<dt>[j]</dt><dd>an index; a number from 1 to [d]</dd>" in shown and "<dt>[i]</dt><dd>an index; a number from 1 to [K]</dd>" in shown


def test_a_size_is_any_number_from_1_on_and_those_that_were_tried_are_told_apart():
    shown = table(read("size K = 3, 2  # classes\nz_k : real\nindex k : K\n"))
    assert "| classes | $1, 2, \\dots$ | |" in shown and "checked at these sizes: $K$ = 2, 3." in shown


CHAINS = [(Path("docs/matrices.md"), MATRICES, NOTATION)] + [
    (path, display.source, page.notation)
    for path in sorted((ROOT / "docs").glob("*.md"))
    for page in [pages.read(path.read_text(encoding="utf-8"))]
    for display in page.displays if chains.rows(display.source)
]  # fmt: skip
SEEN = re.compile(r'<span class="katex-mathml">.*?</math></span>|<[^>]*>|[\s\u200b]', re.DOTALL)


@pytest.mark.parametrize("path, source, notation", CHAINS, ids=[f"{path.stem}-{at}" for at, (path, *_) in enumerate(CHAINS)])
def test_marks_change_neither_what_is_read_nor_what_is_copied(path, source, notation):
    declared = read(notation) if notation else Notation()
    bare = mathematics.element(source, True, f"docs/{path.name}")
    drawn = mathematics.element(source, True, f"docs/{path.name}", declared).partition('<details class="chain-symbols"')[0]
    assert chains.CLOSE not in drawn
    assert SEEN.sub("", drawn) == SEEN.sub("", bare)
    copied = [re.findall(r'<span class="katex" data-latex="([^"]*)">', one) for one in (bare, drawn)]
    assert copied[0] == copied[1] and "htmlClass" not in html.unescape(drawn)


def test_the_main_derivations_have_marks_of_each_kind():
    drawn = [
        mathematics.element(source, True, str(path), read(notation)) for path, source, notation in CHAINS
        if path.stem in ("softmax", "sigmoid") and re.search(r"cancels?\b", source)
    ]  # fmt: skip
    assert len(drawn) >= 2
    for kind in ("made", "gone", "cut", "symbol"):
        assert all(re.search(rf'class="enclosing [^"]*\b{kind}\b', one) for one in drawn[:1]), kind


def test_a_writer_sets_no_class():
    with pytest.raises(mathematics.TypesettingError, match="classes are for the build"):
        mathematics.typeset(r"\htmlClass{made}{z}", False)
