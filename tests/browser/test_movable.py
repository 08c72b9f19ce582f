"""The figures one can move: by keyboard, by touch, with the right values, without a shift, and not without scripts."""

import re
from typing import NamedTuple

import mpmath
import numpy as np
import pytest

from figures.network import GRAPH, GRAPH_X, GRAPH_Y
from snippets import cross_entropy, floating_point, network, question, sigmoid, softmax
from tests.movable import NAMES, said

from .server import Server, without_index
from .visit import AXE


def descended(z, y):
    return z - softmax.softmax_cross_entropy_gradient(z, y)


def softmax_values(z, y):
    return [*softmax.softmax(z), *softmax.softmax_cross_entropy_gradient(z, y), softmax.cross_entropy_with_logits(z, y)]


def factors(z, y, squared):
    slope = float(sigmoid.sigmoid_derivative(z))
    product = float(sigmoid.sigmoid_derivative(z) if squared else 1) * (float(sigmoid.sigmoid(z)) - y)
    return [product / slope, slope, product]


def case(z, y, exact_loss, exact_slope):
    z, y = np.float64(z), np.float64(y)
    return [exact_loss, exact_slope, question.relu_cross_entropy(z, y), question.relu_cross_entropy_gradient(z, y)]


def coin(*q):
    p = np.array([0.3, 0.7])
    total = -p @ np.log(q)
    return [cross_entropy.entropy(p), total - cross_entropy.entropy(p), total]


def right_digits(naive, stable, exact):
    """How many of 15 digits are right: half a unit of the last of them is more than the error."""
    with mpmath.workdps(60):
        exact = exact()
        places = [0 if value == 0 else 1 + mpmath.floor(mpmath.log10(abs(value))) + mpmath.floor(-mpmath.log10(2 * abs(mpmath.mpf(float(value)) - exact)))
                  for value in (naive, stable) if value != exact]
    return [int(max(0, min(15, place))) for place in places]


def passes(W1, b1, W2, b2):
    x, y = GRAPH_X[None], GRAPH_Y[None]
    _, a1, z2 = network.forward((W1, b1, W2, b2), x)
    errors = network.backward((W1, b1, W2, b2), x, y)[1]
    return [*a1[0], *errors, *softmax.softmax(z2[0]), network.loss((W1, b1, W2, b2), x, y)]


def temperatures(exponent):
    return list(softmax.softmax(np.array([2.0, 1, 0]) / 10**exponent))


Y2, Y3 = np.array([0.0, 1, 0]), np.array([0.0, 0, 1])
Z = np.array([2.0, 1, 0])
# where the figure ends and where its caption begins, in pixels from where it begins
PLACES = """figure => [figure.getBoundingClientRect().bottom, figure.querySelector("figcaption").getBoundingClientRect().top]
    .map(place => place - figure.getBoundingClientRect().top)"""


class Use(NamedTuple):
    page: str
    keys: str  # what is typed once the first control has the focus; words of several letters are names of keys
    typed: list  # the numbers that are spoken then, by snippets/
    tap: str  # what is touched after a new start, a selector
    tapped: list


USES = {
    # right twice: 2.2; tab to the targets, right: class 3
    "softmax-gradient": Use(
        "softmax.html", "ArrowRight ArrowRight Tab Tab Tab ArrowRight", softmax_values(np.array([2.2, 1, 0]), Y3),
        "button:has-text('one step')", softmax_values(descended(Z, Y2), Y2),
    ),
    "sigmoid-pairings": Use(
        "sigmoid.html", "ArrowRight", factors(-3.9, 1, False), "label:has-text('squared error')", factors(-4, 1, True),
    ),
    "question-loss": Use(
        "question.html", "ArrowRight ArrowRight Tab ArrowLeft",
        case(0.6, 0.95, -0.95 * np.log(0.6) - 0.05 * np.log(0.4), (0.6 - 0.95) / 0.24),
        "button:has-text('one step')", case(2.5, 1, -np.log(2.5), -1 / 2.5),  # from 1/2, where the slope is -2
    ),
    "cross-entropy-binary": Use(
        "cross-entropy.html", "ArrowLeft", coin(0.74, 0.26), "button:has-text('double')", coin(1.5, 0.5),
    ),
    "floating-point-softplus": Use(
        "floating-point.html", "ArrowRight ArrowRight",
        right_digits(floating_point.softplus_naive(-19.0), sigmoid.softplus(-19.0), lambda: mpmath.log1p(mpmath.exp(-19))),
        "label:has-text('gradient')",
        right_digits(sigmoid.sigmoid_naive(-20.0) - 1, -sigmoid.sigmoid(20.0), lambda: -1 / (1 + mpmath.exp(-20))),
    ),
    "network-graph": Use(
        "network.html", "Tab Tab End", passes(GRAPH[0], np.array([0.0, 4]), *GRAPH[2:]),  # the second unit is on
        "button:has-text('one step')", passes(*network.descend(GRAPH, GRAPH_X[None], GRAPH_Y[None], 0.5, 1)),
    ),
    "softmax-temperature": Use(
        "softmax-variants.html", "ArrowRight", temperatures(0.05), "input[type=range]", temperatures(0.5),  # in the middle
    ),
}


# where a figure has most to say
LONGEST = {
    "softmax-gradient": {"z1": 2, "z2": 2, "z3": 2},
    "sigmoid-pairings": {"z": -8, "squared": True},
    "question-loss": {"z": 0, "y": 0, "ended": True},
    "cross-entropy-binary": {"free": True, "q1": 1.5, "q2": 0.5},
    "floating-point-softplus": {"form": "error", "z": 20},
    "network-graph": {"x1": 0, "x2": 1, "bias": 1},
    "softmax-temperature": {"exponent": -0.5},
}


def spoken(figure):
    """Return the numbers that a screen reader says after a change, after the words that are seen as well."""
    words, text = figure.locator(".movable-told").text_content(), figure.locator("output.unseen").text_content()
    assert words and text.startswith(f"{words} ")
    text = text.removeprefix(words)
    return [float(number.replace("−", "-").replace("∞", "inf")) for number in re.findall(r"(?<!\w)−?(?:\d+(?:\.\d+)?|∞|NaN)", text)]


def close(numbers, wanted):
    assert len(numbers) == len(wanted), f"{numbers} instead of {wanted}"
    np.testing.assert_allclose(numbers, wanted, rtol=0, atol=0.5001e-3)


def alone(site, name) -> bytes:
    """Return the page of a figure with nothing in its article but the figure: the rest takes most of the time to load."""
    html = (site / USES[name].page).read_text(encoding="utf-8")
    before, article, after = re.fullmatch(r"(.*<article\b[^>]*>)(.*)(</article>.*)", html, re.DOTALL).groups()
    kept = [re.search(pattern, article, re.DOTALL)[0] for pattern in (
        r"<h1\b.*?</h1>", rf'<figure id="figure-{name}".*?</figure>', r'<script src="assets/js/movable.js".*?</script>')]
    return "\n".join([before, *kept, after]).encode()


def each_alone(site) -> dict[str, bytes]:
    return {f"/{use.page}": alone(site, name) for name, use in USES.items()} | without_index(site)


@pytest.fixture(scope="module")
def stage(site):
    """Where each figure is served alone on its page."""
    with Server(site, replaced=each_alone(site)) as url:
        yield url


@pytest.fixture(scope="module")
def still(site):
    """The same, without the scripts that move the figures."""
    scripts = {f"/assets/js/movable/{name}.js": b"" for name in NAMES}
    with Server(site, replaced=each_alone(site) | scripts) as url:
        yield url


def open_alone(page, stage, name):
    page.goto(f"{stage}{USES[name].page}#figure-{name}")
    return page.locator(f"#figure-{name}")


def figure_of(tab, stage, name):
    figure = open_alone(tab, stage, name)
    figure.locator(".movable-drawing svg").wait_for()
    return figure


def wait_for_words(tab, name, before=""):
    tab.wait_for_function(
        "([name, before]) => !['', before].includes(document.querySelector(`#figure-${name} output.unseen`).textContent)",
        arg=[name, before],
    )


def test_every_movable_figure_is_tried():
    assert NAMES == sorted(USES) == sorted(LONGEST)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_moved_by_keyboard_says_the_right_values_and_on_paper_the_drawing_stays(tab, stage, name):
    figure = figure_of(tab, stage, name)
    figure.locator("input, button").first.focus()
    for key in USES[name].keys.split():
        tab.keyboard.press(key)
    wait_for_words(tab, name)
    close(spoken(figure), USES[name].typed)
    assert figure.evaluate("figure => getComputedStyle(document.activeElement).outlineStyle") != "none"
    tab.evaluate(AXE)
    found = tab.evaluate("id => axe.run(id).then(result => result.violations.map(violation => violation.help))", f"#figure-{name}")
    assert not found
    tab.emulate_media(media="print")
    assert figure.locator("> svg").is_visible() and not figure.locator(".movable-live").is_visible()


@pytest.mark.parametrize("name", NAMES)
def test_it_is_moved_by_touch_on_a_phone(phone, stage, name):
    figure = figure_of(phone, stage, name)
    small = figure.evaluate("""figure => [...figure.querySelectorAll("button, input, .movable-choice > span")]
        .filter(place => !place.closest("span") || place.localName === "span")
        .filter(place => place.getBoundingClientRect().height < 24).map(place => place.outerHTML)""")
    assert not small, f"too low for a finger: {small}"
    slider = figure.locator("input[type=range]").first
    box = slider.bounding_box()
    before = slider.input_value()
    phone.touchscreen.tap(box["x"] + box["width"] * 0.2, box["y"] + box["height"] / 2)
    assert slider.input_value() != before
    figure.get_by_role("button", name="start again").tap()
    wait_for_words(phone, name)
    words = figure.locator("output.unseen").text_content()
    figure.locator(USES[name].tap).first.tap()
    wait_for_words(phone, name, words)
    close(spoken(figure), USES[name].tapped)


# Within what the figure reserves for it, how many pixels are left below the most that it can say.
RESERVED = """(figure, words) => {
    figure.querySelector(".movable-told").textContent = words
    const live = figure.querySelector(".movable-live")
    return parseFloat(getComputedStyle(live).minHeight) - [...live.children].reduce((total, part) => Math.max(total,
        part.getBoundingClientRect().bottom - figure.getBoundingClientRect().top), 0)
}"""


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_moved_aside_when_the_script_comes(tab, stage, still, name):
    def at_widths(figure, what, *arguments):
        for width in (390, 1280):
            tab.set_viewport_size({"width": width, "height": 900})
            yield figure.evaluate(what, *arguments)

    tab.set_viewport_size({"width": 390, "height": 900})
    drawing = open_alone(tab, still, name)
    assert drawing.locator("svg").is_visible() and not drawing.locator(".movable-live").count()
    without_script = list(at_widths(drawing, PLACES))
    tab.set_viewport_size({"width": 390, "height": 900})
    figure = figure_of(tab, stage, name)
    np.testing.assert_allclose(list(at_widths(figure, PLACES)), without_script, atol=0.5)
    for reserved in at_widths(figure, RESERVED, said(name, LONGEST[name])):
        assert 0 <= reserved < 30, f"{reserved} pixels are left below the words"


@pytest.mark.parametrize("name", NAMES)
def test_without_scripts_the_drawing_stays(plain, stage, name):
    assert open_alone(plain, stage, name).locator("svg").is_visible()
    assert plain.locator(f"#figure-{name}").evaluate("f => getComputedStyle(f.querySelector('svg')).minHeight") in ("0px", "auto")


def test_instant_navigation_brings_the_figure_to_life_again(tab):
    with tab.expect_response("**/sitemap.xml"):
        tab.goto("relu.html")
    tab.evaluate("window.sameDocument = true")
    for page in ("softmax", "relu", "softmax"):
        tab.locator(f".md-nav--primary a[href$='{page}.html']").first.click()
        tab.wait_for_url(f"**/{page}.html")
        tab.wait_for_function("page => document.querySelector('link[rel=canonical]').href.endsWith(page + '.html')", arg=page)
    tab.locator("#figure-softmax-gradient").scroll_into_view_if_needed()
    tab.locator("#figure-softmax-gradient .movable-drawing svg").wait_for()
    assert tab.evaluate("window.sameDocument")
    assert tab.locator("#figure-softmax-gradient .movable-live").count() == 1


def test_a_page_without_one_loads_nothing(tab):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto("glossary.html")
    assert not [url for url in asked if "movable" in url or "mathematics" in url]


@pytest.mark.parametrize("name", ["sigmoid-pairings", "floating-point-softplus", "cross-entropy-binary"])
def test_the_controls_stay_where_a_finger_found_them(tab, stage, name):
    tab.set_viewport_size({"width": 390, "height": 900})
    slider = figure_of(tab, stage, name).locator("input[type=range]").first
    place = "input => input.getBoundingClientRect().top + scrollY"
    before = slider.evaluate(place)
    for key in ("Home", "End"):
        slider.press(key)
        assert slider.evaluate(place) == before, f"the slider moves at {key}"


def test_a_name_gives_way_to_the_bar(tab, stage):
    figure = figure_of(tab, stage, "cross-entropy-binary")
    slider, name = figure.locator("input[type=range]").first, figure.locator(".movable-drawing text:has-text('entropy H(p)')").last
    for key in ("Home", "End"):
        slider.press(key)
        bar, box = figure.locator(".movable-drawing rect.y").bounding_box(), name.bounding_box()
        assert box["x"] + box["width"] < bar["x"] or bar["x"] + bar["width"] < box["x"]


def test_a_bar_can_be_clicked(tab, stage):
    figure = figure_of(tab, stage, "softmax-gradient")
    figure.locator("[data-set=target][data-value='2']").click()
    assert figure.get_by_label("class 3", exact=True).is_checked()
