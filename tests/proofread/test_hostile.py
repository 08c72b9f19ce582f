"""Hostile pages: each ends in a finding of the right kind, with no crash, no endless work and no pass.

Every case runs in a process of its own with limits on memory and processor time,
which catch a checker that has none. The budget of a display is counted in steps;
the cases that use it up get a part of it, which shows the same in less time.
"""

import json
import os
import resource

import pytest

from proofread import check_text
from proofread.expressions import budget
from proofread.verdicts.code import returned

SECONDS = 20
MEMORY = 3 * 2**30

NOTATION = r"""```notation
size n = 3, 1, 4
size d = 2, 4
index i : n
index j, k : d
a, b, c : real
u : positive
w_j : real
A_{jk} : real (d, d)
```
"""


def with_display(formula, notation=NOTATION):
    return f"{notation}\n$$\n{formula}\n$$\n"


def declared(line):
    return with_display("a = a", NOTATION.replace("u : positive", line))


def defined(lines, formula):
    return with_display(formula, "```notation\na : real\n" + "\n".join(lines) + "\n```\n")


def nested(opening, closing, count, inside="a"):
    return with_display(opening * count + inside + closing * count + " = a")


def kinds(page, limit=None):
    """Return the kinds of the findings of a page, checked in a process that is ended when it uses too much."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            if limit:
                budget.CHECK = limit
            findings = check_text(page).findings
            with os.fdopen(writer, "w", encoding="utf-8") as pipe:
                pipe.write(json.dumps([(finding.kind, finding.message) for finding in findings]))
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    assert answer, f"the check ended with {os.waitstatus_to_exitcode(status)} and no result"
    return json.loads(answer)


LONG = {
    "a display of 1 MB": (with_display("a + " * 250_000 + "a = 3"), "parse"),
    "a notation line of 1 MB": (declared("f(r) := r" + " + r" * 250_000), "notation"),
    "a notation line of blanks": (declared("x" + " " * 1_000_000 + "y"), "notation"),
    "a notation line of colons": (declared("x" + " : " * 300_000 + "y"), "notation"),
    "10,000 braces": (nested("{", "}", 10_000), "parse"),
    "braces within the limit of length": (nested("{", "}", 9_000), "parse"),
    "brackets": (nested("(", ")", 9_000), "parse"),
    "square brackets": (nested("[", "]", 9_000), "parse"),
    "open brackets": (with_display("(" * 9_000 + "a = a"), "parse"),
    "fractions": (nested(r"\frac{", "}{b}", 1_500), "parse"),
    "10,000 fractions": (nested(r"\frac{", "}{b}", 10_000), "parse"),
    "sized brackets": (nested(r"\left(", r"\right)", 1_000), "parse"),
    "bars": (nested("|", "|", 9_000), "parse"),
    "logarithms": (with_display(r"\ln " * 4_000 + "a = a"), "parse"),
    "logarithms in the notation": (declared("f := " + r"\ln " * 900 + "a"), "notation"),
    "sums": (with_display(r"\sum_j -" * 1_500 + "a = a"), "parse"),
    "subscripts": (with_display("w_{" + "j+" * 3_000 + "1} = 0"), "parse"),
    "subscripts in subscripts": (nested("w_{", "}", 500, "j"), "parse"),
    "subscripts in a sentence": (NOTATION + "The slope of $" + "w_{" * 500 + "j" + "}" * 500 + "$ is $a$.\n", "sentence"),
    "a number of 19,000 digits": (with_display("9" * 19_000 + " = 1"), "parse"),
    "open comments": (NOTATION + "<!--" * 50_000 + "\n\n$$\na = b\n$$\n", "false"),
    "a line of dollars": (NOTATION + "$" * 100_001, "parse"),
    "10,000 letters for an index": (declared("index " + ", ".join("i" * 10_000) + " : n"), "notation"),
    "26 sizes": (
        with_display("a = a", "```notation\n" + "".join(f"size {chr(97 + i)} = 1, 2\n" for i in range(26)) + "```\n"),
        "notation",
    ),
}
ODD = {
    "a NUL byte": (with_display("a \0 = a"), "parse"),
    "a NUL byte in the text": (with_display("a = a") + "\0 $a = b$", "parse"),
    "a lone surrogate": (with_display("a \ud800 = a"), "parse"),
    "a line separator that hides a formula": (NOTATION + "x\u2028```\n\n$$\na = b\n$$\n\n```\n", "parse"),
    "a form feed that hides a formula": (NOTATION + "x\x0c```\n\n$$\na = b\n$$\n\n```\n", "parse"),
    "a display that is never closed": (NOTATION + "\n$$\na = a\n", "parse"),
    "CRLF": (with_display("a = b").replace("\n", "\r\n"), "false"),
    "CR": (with_display("a = b").replace("\n", "\r"), "false"),
    "a byte order mark": ("\ufeff" + with_display("a = b"), "false"),
    "tabs": (with_display("a\t=\tb"), "false"),
}
UNDEFINED = {
    "a division by zero": (r"\frac{1}{a - a} = \frac{1}{a - a}", "false"),
    "0^0": ("0^0 = 1", "false"),
    "an index that is too large": ("w_{7} = w_{7}", "undefined"),
    "the index 0": ("w_{0} = w_{0}", "undefined"),
    "an index that runs out": ("w_{j+1} = w_{j+1}", "undefined"),
    "an endless sum": (r"\sum_{k=1}^{\infty} a = a", "parse"),
    "a huge sum": (r"\sum_{k=1}^{10^9} a = a", "undefined"),
    "infinity": (r"\infty = \infty", "undecided"),
    "a difference of infinities": (r"\infty - \infty = 0", "undefined"),
    "a tower of powers": ("2^{2^{2^{100}}} = 1", "undecided"),
    "a tower of exponentials": ("e^{e^{e^{100}}} = 1", "undecided"),
    "10^10^10": ("10^{10^{10}} = 1", "false"),
    "huge numbers": (r"\prod_{k=1}^{900} k^{900} = 1", "undefined"),
    "a singular integral": (r"\int_0^1 \frac{1}{r} \,dr = 1", "undecided"),
    "a pole within an integral": (r"\int_{-1}^1 \frac{1}{r^2} \,dr = -2", "undecided"),
    "nested limits": (r"\lim_{r \to 0} \lim_{s \to 0} r s = 0", "undecided"),
    "conditions that exclude each other": (r"a = b \text{ if } a > b \text{ and } b > a", "condition"),
}
EXPENSIVE = {
    "nested sums": with_display(r"\sum_{k=1}^{900} \sum_{j=1}^{900} \sum_{i=1}^{900} a = a"),
    "a sum over several letters": with_display(r"\sum_{i,j,k=1}^{900} i = 1"),
    "a sum over many indices": with_display(
        r"\sum_{A,B,C,D,E,F,G,H,I,J,K,L} T_{ABCDEFGHIJKL} = 1",
        "```notation\nsize n = 6, 5\nindex A, B, C, D, E, F, G, H, I, J, K, L : n\nT_{ABCDEFGHIJKL} : real\n```\n",
    ),
    "definitions that double": defined(
        ["\\alpha_0 := a", *(f"\\alpha_{{{i}}} := \\alpha_{{{i - 1}}} + \\alpha_{{{i - 1}}}" for i in range(1, 61))],
        r"\alpha_{60} = a",
    ),
    "functions that double": defined(
        ["f_0(r) := r", *(f"f_{{{i}}}(r) := f_{{{i - 1}}}(2 r) + f_{{{i - 1}}}(r + 1)" for i in range(1, 41))], "f_{40}(a) = a"
    ),
    "40 derivatives": defined([r"g(r) := e^{e^{r} \sin(r)}"], "g" + "'" * 40 + "(a) = 1"),
    "derivatives of derivatives": with_display(
        r"\frac{\partial^4}{\partial a^4} " * 20 + r"\frac{e^{a b} \sin(a)}{1 + a^2 + e^{a}} = 0"
    ),
    "integrals of integrals": with_display(
        r"\int_0^1 \left(\int_0^1 \left(\int_0^1 \left(\int_0^1 e^{q r s t} \,dq\right) \,dr\right) \,ds\right) \,dt = 1"
    ),
}


@pytest.mark.parametrize("name", [*LONG, *ODD])
def test_a_hostile_page_has_a_finding(name):
    page, kind = {**LONG, **ODD}[name]
    assert kind in [found for found, _ in kinds(page)]


@pytest.mark.parametrize("name", UNDEFINED)
def test_what_has_no_value_has_a_finding(name):
    formula, kind = UNDEFINED[name]
    assert [found for found, _ in kinds(with_display(formula))][0] == kind


@pytest.mark.parametrize("name", EXPENSIVE)
def test_what_costs_too_much_ends_within_its_budget(name):
    assert "budget" in [found for found, _ in kinds(EXPENSIVE[name], budget.CHECK // 50)]


def test_definitions_that_refer_to_themselves_have_a_finding():
    for lines in (["q := q + a"], ["f(r) := f(r) + 1"], ["q := p + a", "p := q - a"]):
        page = defined(lines, "a = a") + "\n$q$, $p$ and $f(a)$\n"
        assert "refers to itself" in " ".join(message for _, message in kinds(page))


def test_a_chain_of_1000_definitions_has_a_finding():
    lines = [f"\\alpha_{{{i}}} := \\alpha_{{{i - 1}}}" for i in reversed(range(1, 1_000))]
    assert kinds(defined([*lines, "\\alpha_0 := a"], r"\alpha_{999} = a"))


def test_many_displays_cost_as_much_as_each():
    assert len(kinds(NOTATION + "\n$$\na + b = b\n$$\n" * 1_000)) == 1_000


CODE = """
import os, sys, time
def square(a): return a * a
def raises(a): raise ValueError("no")
def loops(a):
    while True: pass
def exits(a): sys.exit(0)
def ends(a): os._exit(0)
def interrupts(a): raise KeyboardInterrupt
def recursion(a): return recursion(a)
def nothing(a): return None
def same(a): return a
def prints(a): print("PRINTED"); return a * a
"""


@pytest.fixture
def code(tmp_path, monkeypatch):
    (tmp_path / "hostile_code.py").write_text(CODE)
    (tmp_path / "hostile_exit.py").write_text("import sys\nsys.exit(0)\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("proofread.verdicts.code.CPU_SECONDS", 1)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        ("raises", "raises raises ValueError: no"),
        ("loops", "does not end"),
        ("exits", "ended its process"),
        ("ends", "ended its process"),
        ("interrupts", "ended its process"),
        ("recursion", "RecursionError"),
        ("absent", "cannot be imported"),
    ],
)
def test_code_that_does_not_return_is_no_agreement(code, function, message):
    assert message in returned("hostile_code", function, [[1.0]])


def test_code_is_compared_where_a_formula_is_defined_however_seldom(code):
    page = "```notation\na : real\nf(a) := e^{\\ln(a - 2)} + 2\ncode f(a) = hostile_code:same(a)\n```\n"
    assert all(check_text(page, seed=str(seed)).findings == [] for seed in range(20))


def test_a_module_that_exits_is_no_agreement(code):
    assert "hostile_exit cannot be imported: " in returned("hostile_exit", "square", [[1.0]])


def test_code_that_returns_nothing_or_prints(code, capfd):
    page = "```notation\na : real\nf(r) := r^2\ncode f(a) = hostile_code:{}(a)\n```\n\n$$\nf(a) = a^2\n$$\n"
    assert [finding.kind for finding in check_text(page.format("nothing")).findings] == ["code"]
    assert check_text(page.format("prints")).findings == []
    assert "PRINTED" not in capfd.readouterr().out


@pytest.mark.parametrize(
    "formula",
    [
        r"\ln(1 + 10^{-300}) = \ln(10^{300} + 1) - 300 \ln 10",
        r"\ln(2^{512} + 1) + a = a + \ln(2^{512} + 1)",
        r"\lvert (a^{12} + b^{12} + 1)^6 - (a b + 3)^{12} \rvert = \lvert (a^{12} + b^{12} + 1)^6 - (a b + 3)^{12} \rvert",
    ],
)
def test_a_proof_that_needs_long_factoring_is_left_out(formula):
    report = check_text(f"$$\n{formula}\n$$\n\n```notation\na, b : real\n```\n")
    assert [link.status for link in report.links] in (["tested"], ["proved"]) and report.findings == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("$$\na^2 = a \\text{ if } a > b\n$$", "false"),
        ("$$\n\\int_0^1 w \\, dw = 1\n$$", "derivative"),
        ("$$\n\\int_0^1 e \\, de = 1\n$$", "derivative"),
        ("$$\nw_{1.5} = 1\n$$", "parse"),
        ("$$\n\\mathbb{E}_{\\pi \\sim q}[a] = 1\n$$", "name"),
    ],
)
def test_what_has_no_meaning_is_told_in_words(text, kind):
    report = check_text(f"{text}\n\n```notation\nsize n = 2, 3\nindex i : n\na, b, w_i : real\nq_i : simplex\n```\n")
    assert [finding.kind for finding in report.findings] == [kind]
