"""docs/formulas.md: its formulas, typed a second time from their definitions, against numerical derivatives in 40 digits;
its short code against snippets/; and that no result of the site and no name of a library is missing."""

import contextlib
import io
import re

import mpmath
import numpy as np
import pytest
from mpmath import exp, log, mpf

from blocks.page import parse
from proofread.pages.page import read
from snippets import sigmoid, softmax as several
from tests import ROOT

SHEET = (ROOT / "docs" / "formulas.md").read_text(encoding="utf-8")
# what every page has beside its results: numbers and code for one example, what the reader does, and declarations
NO_RESULTS = {"numbers", "in-code", "exercises", "symbols"}

POINTS = [mpf(-2) / 3, mpf(1) / 7, mpf(5) / 4]
INSIDE = [mpf(1) / 9, mpf(1) / 2, mpf(8) / 9]
TARGETS = [mpf(0), mpf(3) / 10, mpf(1)]
Z = [mpf(1) / 3, mpf(-5) / 4, mpf(2)]
Y = [mpf(1) / 5, mpf(1) / 2, mpf(7) / 10]  # sums to 1.4: the general form is tested too


def sigma(z):
    return 1 / (1 + exp(-z))


def relu(z):
    return z if z > 0 else mpf(0)


def softmax(z):
    total = sum(exp(value) for value in z)
    return [exp(value) / total for value in z]


def binary(a, y):
    return -(y * log(a) if y else 0) - ((1 - y) * log(1 - a) if y != 1 else 0)


def categorical(z, y):
    return -sum(t * log(p) for t, p in zip(y, softmax(z)))


def at(vector, k, value):
    return [value if i == k else entry for i, entry in enumerate(vector)]


def close(a, b):
    return abs(a - b) < mpf(10) ** -12 * max(1, abs(b))


@pytest.fixture(autouse=True)
def digits():
    with mpmath.workdps(40):
        yield


@pytest.mark.parametrize("z", POINTS)
def test_units(z):
    assert close(mpmath.diff(sigma, z), sigma(z) * (1 - sigma(z)))
    assert close(sigma(z) - sigma(z) ** 2, mpf(1) / 4 - (sigma(z) - mpf(1) / 2) ** 2)
    assert close(log(sigma(z) / (1 - sigma(z))), z)
    assert close(mpmath.diff(lambda t: log(1 + exp(t)), z), sigma(z))
    for beta in (1, 5):
        assert close(log(1 + exp(beta * z)) / beta - relu(z), log(1 + exp(-beta * abs(z))) / beta)


@pytest.mark.parametrize("z", POINTS)
@pytest.mark.parametrize("y", TARGETS)
def test_losses_of_one_output(z, y):
    a = sigma(z)
    assert close(binary(a, y), log(1 + exp(z)) - y * z)
    assert close(binary(a, y), max(z, 0) - z * y + log(1 + exp(-abs(z))))
    assert close(mpmath.diff(lambda t: binary(sigma(t), y), z), a - y)
    assert close(mpmath.diff(lambda t: binary(sigma(t), y), z, 2), a * (1 - a))
    assert close(mpmath.diff(lambda t: (sigma(t) - y) ** 2 / 2, z), (a - y) * a * (1 - a))
    assert close(mpmath.diff(lambda t: relu(t) ** 2 / 2 - y * t, z), relu(z) - y)
    assert close(mpmath.quad(lambda t: relu(t) - y, [0, z]), relu(z) ** 2 / 2 - y * z)
    assert close(mpmath.diff(lambda t: (relu(t) - y) ** 2 / 2, z), (relu(z) - y) * (z > 0))
    alpha = mpf(3)
    weighted = mpmath.diff(lambda t: -(alpha * y * log(sigma(t)) + (1 - y) * log(1 - sigma(t))), z)
    assert close(weighted, (1 - y) * a - alpha * y * (1 - a))


@pytest.mark.parametrize("z", INSIDE)
@pytest.mark.parametrize("y", TARGETS)
def test_relu_output(z, y):
    assert close(mpmath.diff(lambda t: binary(relu(t), y), z), (z - y) / (z * (1 - z)))
    if y:
        assert close(mpmath.diff(lambda t: y * log(y / t) - y + t, z), 1 - y / z)
        assert close(mpmath.diff(lambda t: y * log(y / t) - y + t, z, 2), y / z**2)


@pytest.mark.parametrize("y", TARGETS)
def test_the_loss_above_one_has_an_imaginary_part(y):
    z = mpf(3) / 2
    assert close(mpmath.im(-(y * mpmath.log(mpmath.mpc(z)) + (1 - y) * mpmath.log(mpmath.mpc(1 - z)))), -(1 - y) * mpmath.pi)


@pytest.mark.parametrize("j", range(3))
def test_softmax(j):
    p = softmax(Z)
    for i in range(3):
        delta = 1 if i == j else 0
        assert close(mpmath.diff(lambda t: softmax(at(Z, j, t))[i], Z[j]), p[i] * (delta - p[j]))
        for T in (mpf(1) / 2, mpf(3)):
            warm = softmax([value / T for value in Z])
            slope = mpmath.diff(lambda t: log(softmax([v / T for v in at(Z, j, t)])[i]), Z[j])
            assert close(slope, (delta - warm[j]) / T)
    assert close(mpmath.diff(lambda t: log(sum(exp(v) for v in at(Z, j, t))), Z[j]), p[j])
    assert close(mpmath.diff(lambda t: categorical(at(Z, j, t), Y), Z[j]), sum(Y) * p[j] - Y[j])


def test_the_quadratic_form_is_a_variance():
    p, v = softmax(Z), [mpf(2), mpf(-1), mpf(1) / 3]
    mean = sum(a * b for a, b in zip(p, v))
    form = mpmath.diff(lambda t: log(sum(exp(a + t * b) for a, b in zip(Z, v))), 0, 2)
    assert close(form, sum(a * (b - mean) ** 2 for a, b in zip(p, v)))


@pytest.mark.parametrize("j", range(3))
def test_normalised_relu(j):
    z, y = [mpf(1) / 2, mpf(2), mpf(3) / 4], [mpf(1) / 5, mpf(1) / 2, mpf(3) / 10]
    s = sum(z)

    def loss(z):
        return -sum(t * log(value / sum(z)) for t, value in zip(y, z))

    def slope(z):
        return mpmath.diff(lambda t: loss(at(z, j, t)), z[j])

    assert close(slope(z), 1 / s - y[j] / z[j])
    for i in range(3):
        second = mpmath.diff(lambda t: slope(at(z, i, t)), z[i]) if i != j else mpmath.diff(lambda t: loss(at(z, j, t)), z[j], 2)
        assert close(second, (y[i] / z[i] ** 2 if i == j else 0) - 1 / s**2)


def sources():
    """The pages with results: those with techniques of proof in their front matter, and the recipes."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
    proved = re.compile(r"---\n(?:.*\n)*?tags:\n(?:.*\n)*?---\n")
    return {name: source for name, source in pages.items() if proved.match(source) or name.startswith("recipes")}


def results(source: str) -> list[str]:
    """Return the anchors of the headings, outside the sections of NO_RESULTS, under which a formula is displayed."""
    headings = [
        (match.start(), len(match[1]), match[2])
        for match in re.finditer(r"^(#{2,3}) .*\{ #([\w-]+)[^}\n]*\}$", source, re.MULTILINE)
    ]
    found = []
    for display in read(source).displays:
        above = [heading for heading in headings if heading[0] < display.offset]
        if above and next(anchor for _, level, anchor in reversed(above) if level == 2) not in NO_RESULTS:
            found.append(above[-1][2])
    return list(dict.fromkeys(found))


def missing(sheet: str) -> list[str]:
    """Return the address of each result of the site that a sheet has no link to."""
    addresses = [f"{name}#{anchor}" for name, source in sources().items() for anchor in results(source)]
    assert len(addresses) > 50
    return [address for address in addresses if f"({address})" not in sheet]


def test_every_result_of_the_site_is_on_the_sheet():
    assert missing(SHEET) == [], "give each of these a row of docs/formulas.md, with a link to it"


def test_a_result_that_is_taken_off_the_sheet_is_missed():
    assert missing(SHEET.replace("(softmax.md#two-classes)", "(softmax.md)")) == ["softmax.md#two-classes"]


@pytest.fixture(scope="module")
def short():
    """The functions of the blocks under "Short stable code", as a reader pastes them."""
    names = {}
    for block in parse(SHEET, "docs/formulas.md")[:2]:
        assert re.findall(r"^(?:import|from) .*", block.code, re.MULTILINE) == ["import numpy as np"]
        with contextlib.redirect_stdout(io.StringIO()):
            exec(block.code, names)
    return names


Z_FAR = np.array([-745.0, -40.0, -1.0, 0.0, 1e-9, 0.5, 37.0, 700.0])
LOGITS = np.array([[0.0, -40.0, 1.0], [1000.0, 0.0, -np.inf], [-745.0, -745.0, -745.0], [3.0, 3.0, -1e-9]])


@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
def test_the_short_code_of_one_output_agrees_with_snippets(short, y):
    targets = np.full_like(Z_FAR, y)
    for name, here in {
        "sigmoid": sigmoid.sigmoid(Z_FAR), "softplus": sigmoid.softplus(Z_FAR),
    }.items():
        np.testing.assert_allclose(short[name](Z_FAR), here, rtol=1e-15, err_msg=name)
    for name, here in {
        "binary_loss": sigmoid.binary_cross_entropy_with_logits(Z_FAR, targets),
        "binary_gradient": sigmoid.binary_cross_entropy_gradient(Z_FAR, targets),
    }.items():
        np.testing.assert_allclose(short[name](Z_FAR, targets), here, rtol=1e-14, err_msg=name)


def test_the_short_code_of_several_classes_agrees_with_snippets(short):
    targets = np.array([[0.0, 1.0, 0.0], [0.2, 0.8, 0.0], [0.0, 0.0, 1.0], [2.0, 1.0, 0.5]])
    for name, here in {
        "softmax": several.softmax(LOGITS), "log_softmax": several.log_softmax(LOGITS), "log_sum_exp": several.log_sum_exp(LOGITS),
    }.items():
        np.testing.assert_allclose(short[name](LOGITS), here, rtol=1e-14, err_msg=name)
    np.testing.assert_allclose(short["loss"](LOGITS, targets), several.cross_entropy_with_logits(LOGITS, targets), rtol=1e-14)
    gradient = several.softmax_cross_entropy_gradient(LOGITS, targets)
    np.testing.assert_allclose(short["gradient"](LOGITS, targets), gradient, rtol=1e-13, atol=1e-15)


def test_each_name_of_a_library_is_called_where_its_page_is_compared():
    [table] = re.findall(r'^## The call in each library .*?^</div>$', SHEET, re.MULTILINE | re.DOTALL)
    called = ""
    for page in ("libraries.md", "tensorflow.md"):
        source = (ROOT / "docs" / page).read_text(encoding="utf-8")
        called += "".join(block.code for block in parse(source, page))
    called = called.replace("torch.nn.functional.", "F.")
    names = [name for row in table.splitlines() if row.startswith("| ") for name in re.findall(r"`([^`]+)`", row)]
    assert len(names) > 60
    unknown = [name for name in names if name.partition("(")[0] + "(" not in called and f"{name}," not in called]
    assert unknown == [], "call these in a block of docs/libraries.md or docs/tensorflow.md"
