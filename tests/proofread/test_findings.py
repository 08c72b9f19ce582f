"""What proofread says of a display: true ones are proved or tested, a slip is refuted at its place, with both values and a hint."""

import re

import pytest

import proofread

SIGMOID = r"""```notation
size n = 3, 1, 4
size d = 2, 3
index x : n
index i, j : d
w_j : real                      # weight
b : real                        # bias
x_j : real (d) per x            # feature
y : [0,1] per x                 # target
\sigma(z) := \frac{1}{1 + e^{-z}}
z := \sum_j w_j x_j + b
a := \sigma(z)
C_x := -\bigl(y \ln a + (1 - y) \ln(1 - a)\bigr)
C := \frac{1}{n} \sum_x C_x
```
"""

SOFTMAX = r"""```notation
size K = 3, 2, 4
index i, j, k : K
z_k : real                      # logit
y_k : simplex                   # target
u_k : real                      # a vector
p_k := \frac{e^{z_k}}{\sum_j e^{z_j}}
H := \operatorname{diag}(p) - p p^\top
C_x := -\sum_k y_k \ln p_k
```
"""

RELU = r"""```notation
z : real
g : real
r : positive
\operatorname{ReLU}(t) := \max(0, t)
f(t) : smooth function
```
"""

PAGES = {"sigmoid": SIGMOID, "softmax": SOFTMAX, "relu": RELU}

# (page, true display, its status, [a slip, what it is replaced by, kind of the finding])
CASES = [
    ("sigmoid", r"\sigma'(z) = \sigma(z) (1 - \sigma(z))", "proved", [
        ("(1 -", "(1 +", "false"), (r"\sigma'", r"\sigma", "false"), ("1 - \\sigma(z)", "1 - z", "false"), ("1 - ", "2 - ", "false"),
    ]),
    ("sigmoid", r"\frac{\partial C}{\partial w_j} = \frac{1}{n} \sum_x (a - y) x_j", "proved", [
        ("a - y", "y - a", "false"), (r"\frac{1}{n} ", "", "false"), ("x_j", "x_i", "false"), (r"\sum_x ", "", "false"),
        (" x_j", "", "false"), ("(a - y)", "(a - t)", "name"), ("(a - y) x_j", "a - y x_j", "false"), ("C}", "C_x}", "false"),
    ]),
    ("sigmoid", r"\frac{\partial C_x}{\partial b} = \frac{a - y}{a (1 - a)} \cdot \sigma'(z) = a - y", "proved", [
        (r"\sigma'(z)", r"\sigma(z)", "false"), (r"\frac{a - y}{a (1 - a)}", r"\frac{a (1 - a)}{a - y}", "undefined"),
    ]),
    ("sigmoid", r"\sigma(z) + \sigma(-z) = 1", "proved", [("(-z)", "(z)", "false"), ("= 1", "= 2", "false")]),
    ("sigmoid", r"0 < \sigma(z) < 1", "tested", [("< 1", "< 0.9", "false"), ("0 <", "0.1 <", "false")]),
    ("sigmoid", r"\lim_{z \to -\infty} \sigma(z) = 0", "tested", [("-\\infty", "\\infty", "false"), ("= 0", "= 1", "false")]),
    ("sigmoid", r"\sigma'(z) \le \frac{1}{4}", "tested", [(r"\frac{1}{4}", r"\frac{1}{5}", "false"), (r"\le", "<", "false")]),
    ("sigmoid", r"\int_0^1 t^2 \, dt = \frac{1}{3}", "proved or tested", [("{3}", "{4}", "false"), ("_0", "_{-1}", "false")]),
    ("softmax", r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)", "proved", [
        ("p_j)", "p_i)", "false"), ("- p_j", "+ p_j", "false"), (r"\delta_{ij}", r"\delta_{ii}", "false"),
    ]),
    ("softmax", r"\nabla_z C_x = p - y", "proved", [("p - y", "y - p", "false"), ("p - y", r"p^\top - y^\top", "shape")]),
    ("softmax", r"\frac{\partial^2 C_x}{\partial z_i \partial z_j} = H_{ij}", "proved", [("H_{ij}", "-H_{ij}", "false")]),
    ("softmax", r"u^\top H u = \sum_k p_k u_k^2 - \Bigl(\sum_k p_k u_k\Bigr)^2 \ge 0", "tested", [
        (r"u^\top H u", r"u H u", "shape"), (r"\Bigr)^2", r"\Bigr)", "false"), (r"\ge", r">", "false"),
    ]),
    ("softmax", r"\sum_k p_k = 1", "proved", [("1", "K", "false"), (r"\sum_k p_k", r"\prod_k p_k", "false")]),
    ("softmax", r"\ln p_k < 0 \qquad (K > 1)", "tested", [("< 0", "< -1", "false")]),
    ("softmax", r"e^{1} \approx 2.718", "tested", [("2.718", "2.719", "false"), ("2.718", "-2.718", "false")]),
    ("relu", r"\operatorname{ReLU}'(z) = \begin{cases} 1 & z > 0 \\ 0 & z < 0 \end{cases} \qquad (z \ne 0)", "tested", [
        ("1 &", "0 &", "false"), (r"z < 0", r"z < 1", "false"), (r"(z \ne 0)", r"(z \ne 1)", "false"),
    ]),
    ("relu", r"\operatorname{ReLU}(z) - \operatorname{ReLU}(-z) = z", "proved", [("- \\op", "+ \\op", "false")]),
    ("relu", r"\ln r \le r - 1", "tested", [("- 1", "- 2", "false"), (r"\le", "<", "false")]),
    ("relu", r"\operatorname{ReLU}(z) \ge g z \iff 0 \le g \le 1 \qquad (z = 1 \text{ or } z = -1)", "unreadable", []),
    ("relu", r"\operatorname{ReLU}(z) \ge g z \iff g \le 1 \qquad (z > 0)", "tested", [(r"g \le 1", r"g \le 2", "false"), (r"\ge g", r"\le g", "false")]),
    ("relu", r"z > 1 \implies z^2 > 1", "tested", [("^2 > 1", "^2 > 2", "false")]),
    ("relu", r"\frac{d}{dz} f(z)^2 = 2 f(z) f'(z)", "tested", [("2 f", "f", "false"), ("f'(z)", "f(z)", "false")]),
]  # fmt: skip
CASES = [case for case in CASES if case[2] != "unreadable"]


def check(page, display, **keywords):
    return proofread.check_text(f"{PAGES[page]}\n$$\n{display}\n$$\n", "page.md", **keywords)


def of_display(report):
    return report.displays[0]


@pytest.mark.parametrize(("page", "display", "status", "slips"), CASES, ids=[case[1] for case in CASES])
def test_true_display_holds(page, display, status, slips):
    found = of_display(check(page, display))
    assert not found.findings, "\n".join(map(str, found.findings))
    assert found.status in status


SLIPS = [(page, display, *slip) for page, display, _, slips in CASES for slip in slips]


@pytest.mark.parametrize(("page", "display", "part", "slip", "kind"), SLIPS, ids=[f"{c[1]}: {c[2]} -> {c[3]}" for c in SLIPS])
def test_slip_is_refuted(page, display, part, slip, kind):
    assert part in display
    changed = display.replace(part, slip, 1)
    findings = of_display(check(page, changed)).findings
    assert findings, changed
    accepted = {"undefined": {"false", "undefined"}}.get(kind, {kind})
    assert findings[0].kind in accepted, str(findings[0])


# -- messages


def test_message_has_place_caret_and_both_values():
    report = check("sigmoid", r"\sigma'(z) = \sigma(z) (1 + \sigma(z))")
    [finding] = of_display(report).findings
    line = SIGMOID.count("\n") + 3
    first, source, caret = str(finding).splitlines()
    assert first.startswith(f"page.md:{line}:12: false: this link is false: left = ")
    assert re.search(r"left = 0\.\d+, right = \d\.\d+ at b = -?\d.*, w_1 = ", first)
    assert source.strip() == r"\sigma'(z) = \sigma(z) (1 + \sigma(z))"
    assert source[caret.index("^")] == "="


def test_caret_points_into_the_row_that_is_wrong():
    display = "\\begin{aligned}\n\\sigma(-z) &= \\frac{1}{1 + e^{z}} && \\text{definition} \\\\\n&= 1 + \\sigma(z)\n\\end{aligned}"
    [finding] = of_display(check("sigmoid", display)).findings
    assert (finding.line, finding.source) == (SIGMOID.count("\n") + 5, "&= 1 + \\sigma(z)")


HINTS = [
    (r"\frac{\partial C}{\partial b} = \sum_x (a - y)", "right = 3 x left where n = 3 (a missing 1/n, or a factor n too many?)"),
    (r"\frac{\partial C_x}{\partial b} = y - a", "right = -1 x left at every point (a sign?)"),
    (r"\frac{\partial C_x}{\partial b} = 2 (a - y)", "right = 2 x left at every point"),
]


@pytest.mark.parametrize(("display", "hint"), HINTS)
def test_hint(display, hint):
    [finding] = of_display(check("sigmoid", display)).findings
    assert finding.message.endswith(hint)


def test_hint_of_swapped_indices():
    page = "```notation\nsize d = 3, 2\nindex i, j : d\nM_{ij} : real\nA := M^\\top\n```\n\n$$\nA_{ij} = M_{ij}\n$$\n"
    [finding] = proofread.check_text(page).displays[0].findings
    assert finding.message.endswith("the sides are equal with i and j swapped")


# -- what is refused because it can be read in two ways, or says nothing

REFUSED = [
    (r"\tau(0) = 1", r"what stands before \(0\) is not declared as a function"),
    (r"\ln a b = 0", "two ways"),
    (r"a / b c = 0", "two ways"),
    (r"\sigma^2(z) = 1", "name"),
    (r"a^b^2 = 1", "two ways"),
    (r"e^12 = 1", "first digit"),
    (r"a 2 = 1", "put it first"),
    (r"a^T = a", "transpose of a scalar"),
    (r"\ln^2 a = 1", "two ways"),
    (r"a \odot b y = 1", "two ways"),
    (r"a", "a relation is missing"),
    (r"a \\ = a", "states nothing"),
    (r"\text{so we see}", "words where an expression"),
    (r"a = ", "an expression expected"),
    (r"a = 1 + \dots + n", "dots leave open"),
    (r"\frac{1}{2 = a", "expected"),
    (r"(a = 1", "never closed|expected"),
    (r"1,000 = 1000", "a comma in a number"),
    (r"0,5 = 0.5", "a comma in a number"),
    (r"a = \foo{1}", "is not read here"),
    (r"\boxed{\operatorname} = 1", "stands over one letter"),
    (r"\boxed{\mathrm} = 1", "stands over one letter"),
    (r"\sum_{j=1}^\infty 2^{-j} = 1", "without end is not read"),
    (r"\min_b b^2 = 0", "b is no index"),
    (r"\argmin_b b^2 = 0", "b is no index"),
    (r"\sum a = 1", "which index"),
    (r"\frac{\partial^2 C}{\partial b} = 1", "orders do not agree"),
    (r"\nabla C = 1", "without its variable"),
    (r"\frac{\partial C_x}{\partial t} = 0", "not declared"),
    (r"\frac{\partial w_i}{\partial y} = 0", "depend"),
    (r"w_{9} = w_{9}", "outside"),
    (r"b \leftarrow b - \frac{\partial C}{\partial b}", "assignment"),
    (r"a = 1 \text{ or } a = 0", "or"),
    (r"b = b \qquad (b > 1, b < 0)", "no point"),
    (r"b = b \qquad (y > 0)", "does not occur"),
    (r"\begin{aligned} b &= b && \text{because } y^2 \end{aligned}", "does not occur"),
    (r"b = \begin{cases} b & b > 0 \\ b & b \le 0 \\ 7 & b > 10^9 \end{cases}", "never reached|two of the cases"),
    (r"a < 2 > b", "never mixed|two|false"),
    (r"\frac{1}{b - b} = 1", "undefined|division"),
    (r"\ln(-e^{b}) = b", "undefined"),
    (r"\operatorname{foo}(b) = 1", "not declared"),
    (r"x_1^2 = x_2", "false|outside|not"),
]


@pytest.mark.parametrize(("display", "message"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(display, message):
    findings = of_display(check("sigmoid", display)).findings
    assert findings, "nothing was found"
    shown = f"{findings[0].kind}: {findings[0].message}"
    assert re.search(message, shown), shown
    assert findings[0].kind != "internal", shown


# -- sizes, seeds and statuses


def test_a_lost_factor_1_over_n_is_caught_because_n_is_not_only_1():
    page = SIGMOID.replace("size n = 3, 1, 4", "size n = 1, 2")
    report = proofread.check_text(f"{page}\n$$\nC = \\sum_x C_x\n$$\n")
    assert [finding.kind for finding in report.displays[0].findings] == ["false"]


def test_notation_needs_a_combination_with_distinct_sizes():
    page = SIGMOID.replace("size n = 3, 1, 4", "size n = 2").replace("size d = 2, 3", "size d = 2")
    report = proofread.check_text(page)
    assert any("no combination has all of n, d different" in finding.message for finding in report.findings)


def test_without_proofs_an_equality_is_tested():
    assert of_display(check("sigmoid", r"\sigma(z) + \sigma(-z) = 1", proofs=False)).status == "tested"


def test_links_name_line_and_status():
    display = "\\begin{aligned}\n\\sigma(-z) &= \\frac{1}{1 + e^{z}} \\\\\n&< 1\n\\end{aligned}"
    report = check("sigmoid", display)
    first = SIGMOID.count("\n") + 4
    assert [(link.line, link.status) for link in report.links] == [(first, "proved"), (first + 1, "tested")]


# -- readings that let a slip pass once

SLIPPED = [
    (r"\frac{d}{dz} (z - g)^2 = 5 (g - z) = 0 \iff z = g", "false"),
    (r"\frac{d}{dz} (z - g)^2 = 5 (g - z) = 0 \implies z = g", "false"),
    (r"\begin{aligned} \frac{d}{dz} (z - g)^2 = 5 (g - z) &= 0 \\ \implies z &= g \end{aligned}", "false"),
    (r"\lvert z \rvert = z \quad \text{unless } z > 0", "parse"),
    (r"\lvert z \rvert = z \quad \text{only when } z < 0", "parse"),
    (r"\lvert z \rvert = z \quad \text{does not hold if } z > 0", "parse"),
    (r"\begin{aligned} \lvert z \rvert &= z && \text{except for } z > 0 \end{aligned}", "parse"),
]
READ = [
    r"\frac{d}{dz} (z - g)^2 = 2 (z - g) = 0 \iff z = g",
    r"\begin{aligned} z = g &\iff 2 z = 2 g \\ &\iff 3 z = 3 g \end{aligned}",
    r"z = g \Longrightarrow 2 z = 2 g",
    r"\sin^2 z + \cos^2 z = 1",
    r"\frac{\mathrm{d}}{\mathrm{d}z} z^2 = 2 z",
    r"r \geqslant 0",
]


@pytest.mark.parametrize(("display", "kind"), SLIPPED, ids=[row[0] for row in SLIPPED])
def test_reading_that_let_a_slip_pass(display, kind):
    findings = of_display(check("relu", display)).findings
    assert findings and findings[0].kind == kind, list(map(str, findings))


@pytest.mark.parametrize("display", READ)
def test_natural_formula_is_read(display):
    findings = of_display(check("relu", display)).findings
    assert not findings, "\n".join(map(str, findings))


LABELS = r"""```notation
size d = 3, 2
index j : d
t : {-1,1}
z : real
v_j : real
w_j : real
```
"""


@pytest.mark.parametrize(("display", "holds"), [
    ("t^2 = 1", True), ("t^3 = 1", False), ("t^3 = t", True), ("t \\ge 0", False), ("t \\ne 0", True),
    (r"\ln(1 + e^{-t z}) = \frac{1 + t}{2} \ln(1 + e^{-z}) + \frac{1 - t}{2} \ln(1 + e^{z})", True),
    (r"(v + w) - w - v = 0", True), (r"v + w - v = 0", False), (r"v + w = 1", False),
])  # fmt: skip
def test_labels_of_minus_one_and_one_and_the_zero_vector(display, holds):
    findings = proofread.check_text(f"{LABELS}\n$$\n{display}\n$$\n").displays[0].findings
    assert (not findings) is holds, list(map(str, findings))


REMAINDERS = "```notation\nh : positive\nz : real\nf(r) : smooth function\n```\n"


@pytest.mark.parametrize(("display", "kind"), [
    (r"e^h = 1 + h + O(h^2)", None),
    (r"f(z + h) = f(z) + h f'(z) + O(h^2)", None),
    (r"\frac{f(z + h) - f(z - h)}{2 h} = f'(z) + O(h^2)", None),
    (r"e^h - 1 = O(h)", None),
    (r"e^h = 1 + h + O(h^3)", "false"),
    (r"e^h = 1 + h + O(h)", "false"),
    (r"e^h = 1 - h + O(h^2)", "false"),
    (r"\frac{f(z + h) - f(z - h)}{h} = f'(z) + O(h^2)", "false"),
    (r"\frac{f(z + h) - f(z)}{h} = f'(z) + O(h^2)", "false"),
    (r"e^h = 1 + O(\ln h)", "parse"),
    (r"O(h) = e^h - 1", "parse"),
])  # fmt: skip
def test_remainder(display, kind):
    findings = proofread.check_text(f"{REMAINDERS}\n$$\n{display}\n$$\n").displays[0].findings
    assert [finding.kind for finding in findings] == ([kind] if kind else []), list(map(str, findings))


TOLD = [
    (r"50\% = 0.5", r"'\\%' is not read here"),
    ("\\begin{aligned} a &= b + \\\\ &\\quad y \\end{aligned}", "a row that ends with an operator is not read; begin the next row with it"),
    (r"\nabla_w \frac{1}{2} a b = w", r"how far \\nabla reaches can be read in two ways"),
    (r"\sum_{t=1}^{n} a = n a", r"the index t is not declared; add `index t : n`"),
    (r"\mathbb{E}[a] = a", r"an expectation is written \\mathbb{E}_{k \\sim p}"),
    (r"\int_0^1 \sin(\frac{1}{r}) \, dr = 1", "is not computed finely enough; split it"),
    (r"\int_0^1 r^a \, dr \le \max_x w_x", "is not computed finely enough; split it"),  # the work is not used up before
    (r"\frac{d}{da} \int_0^1 1_{r > a} \, dr = -1 \text{ if } 0 < a < 1", "whose integrand may jump, at a place that moves, is not read; split the integral"),
    (r"\frac{d^2}{da^2} \int_0^1 \max(r - a, 0) \, dr = 0", "whose integrand may jump, at a place that moves, is not read; split the integral"),
]


@pytest.mark.parametrize("display, message", TOLD)
def test_a_message_says_how_to_mend_it(display, message):
    found = proofread.check_text(f"$$\n{display}\n$$\n\n```notation\nsize n = 3, 2\nindex x : n\na, b, y : real\nw_x : real\n```\n").findings
    assert any(re.search(message, finding.message) for finding in found), found


def test_an_inverse_says_where_it_has_a_value():
    page = "$$\nA^{-\\top} A^\\top = A A^{-1}%s\n$$\n\n```notation\nsize d = 2, 3\nA : real matrix (d, d)\n```\n"
    [finding] = proofread.check_text(page % "").findings
    assert finding.message.endswith("an inverse has a value only where the determinant is not 0: say so with \\text{if } \\det A \\ne 0")
    assert not proofread.check_text(page % " \\text{if } \\det A \\ne 0").findings


def test_one_wrong_row_is_one_finding():
    rows = [r"(a + b)^2 &= a^2 + 2 a b + b^2 \\", r"&= a^2 + 2 a b - b^2 \\", r"&= b^2 + 2 a b + a^2"]
    page = "$$\n\\begin{aligned}\n%s\n\\end{aligned}\n$$\n\n```notation\na, b : real\n```\n"
    report = proofread.check_text(page % "\n".join(rows))
    [finding] = report.findings
    assert finding.line == 4 and finding.message.endswith("the sides before and after this one are equal, so that it alone is wrong")
    assert [link.status for link in report.links] == ["proved", "false", "false"]
    assert len(proofread.check_text(page % "\n".join([*rows[:2], "&= 0"])).findings) == 2
