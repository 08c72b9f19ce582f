"""The stylesheets that are served: what is left out is used nowhere, and what is rewritten says the same."""

import re

import pytest

from theme.stylesheets import UNUSED, lightened, written_out

CLASSES = re.compile(r'class="([^"]*)"')


@pytest.mark.parametrize(
    "selector, alternatives",
    [
        ("table :is(th, td):first-child", ["table th:first-child", "table td:first-child"]),
        (":is(.a, .b) :is(p, li)", [".a p", ".a li", ".b p", ".b li"]),
        ("svg:is(.a, .b)", ["svg.a", "svg.b"]),
        ("a:is(.x, :hover)", ["a:is(.x, :hover)"]),  # a state is not told apart from an element by its spelling
        (":is(h1, .title)", [":is(h1, .title)"]),  # its two would not weigh the same
        (".chain:is(ol, ul)", [".chain:is(ol, ul)"]),  # a tag after a class would be another class
        (":is(a > b, c > d)", [":is(a > b, c > d)"]),
        ("p", ["p"]),
    ],
)
def test_a_choice_of_equal_weight_is_written_out(selector, alternatives):
    assert written_out(selector) == alternatives


def test_the_rules_of_unused_parts_go_and_the_others_stay():
    css = "/* why */ @media print { .tabbed-set > :nth-child(2), p:not(.a, .b) { color: red } .grid { gap: 0 } } .gridlike { top: 0 }"
    assert "".join(lightened(css).split()) == "@mediaprint{p:not(.a,.b){color:red}}.gridlike{top:0}"


def test_the_names_of_moments_and_fonts_stay():
    css = "@font-face{font-family:K;src:url(a.woff2)}@keyframes k{0%{top:0}50%,75%{top:1px}}"
    assert lightened(css) == css


def test_no_page_uses_a_part_whose_rules_are_left_out(site):
    pages = list(site.rglob("*.html"))
    used = {name for page in pages for classes in CLASSES.findall(page.read_text(encoding="utf-8")) for name in classes.split()}
    assert len(pages) > 20 and "katex" in used
    wanted = sorted(name for name in used if UNUSED.search("." + name))
    assert not wanted, f"pages use {', '.join(wanted)}, whose rules theme/stylesheets.py leaves out: take it off UNUSED"


def test_what_is_served_is_lightened(site):
    served = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert len(served) >= 4
    assert not [css[:80] for css in served if UNUSED.search(css) or "table:not([class])" in css]


LENGTH = re.compile(r"\d(px|r?em|ex|ch|pt|%|[ds]?v[wh])|url")


def test_the_dark_scheme_differs_in_colours_alone(site):
    """So no page need be looked at twice for what is cut or out of place."""
    sheets = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]
    assert not [css[:80] for css in sheets if "prefers-color-scheme" in css]
    rules = [rule for css in sheets for rule in re.findall(r"([^{}]+)\{([^{}]*)\}", css) if "data-md-color-scheme" in rule[0]]
    assert len(rules) > 5
    for selector, body in rules:
        for name, value in re.findall(r"([\w-]+):([^;]+)", body):
            without_colours = re.sub(r"#[0-9a-f]+|(hsla?|rgba?)\((var\([^()]*\)|[^()])*\)", "", value)
            colour = name.startswith("--") and (name.startswith("--md-shadow-") or not LENGTH.search(without_colours))
            exchanged = name == "display" and re.search(r'only-(dark|light)"|\.scheme ', selector)
            assert colour or exchanged or name == "color-scheme", f"{selector} sets {name}: {value}"
