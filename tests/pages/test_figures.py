"""The figures: each is named and used, drawn with the same bytes, follows the page's colours, and shares a page."""

import os
import re
import subprocess
import sys

import pytest

from figures.colours import COLOURS
from tests import ROOT
from theme import figures

IMAGE = re.compile(r"!\[[^\]]*\]\(figure:([\w-]+)")
VARIABLES = set(re.findall(r"^  (--figure-\w+):", (ROOT / "docs/assets/site.css").read_text("utf-8"), re.MULTILINE))
# the properties and attributes of SVG that take a colour
COLOUR = re.compile(r'\b(?:fill|stroke|color|stop-color|flood-color|lighting-color)\s*(?::|=")\s*([^;"}]+)')


def draw(folder, seed):
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    drawing = subprocess.run([sys.executable, "-m", "figures", str(folder)], cwd=ROOT, env=environment, capture_output=True, text=True)
    if drawing.returncode:
        pytest.fail(figures.reason(drawing.stderr), pytrace=False)
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.svg"))}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("figures")


@pytest.fixture(scope="module")
def svgs(folder):
    return draw(folder, "1")


@pytest.fixture
def inline(svgs, folder, monkeypatch):
    monkeypatch.setattr(figures, "drawn", lambda: folder)
    return figures.inline


def image(name, alt="what is seen", title="caption"):
    return f'<p><img alt="{alt}" src="figure:{name}" title="{title}" /></p>'


def test_pages_name_drawn_figures_and_every_drawn_figure_is_used(svgs):
    used = {}
    for path in sorted((ROOT / "docs").glob("*.md")):
        for name in IMAGE.findall(path.read_text(encoding="utf-8")):
            used.setdefault(name, path.name)
    missing = {name: page for name, page in used.items() if name not in svgs}
    assert not missing, f"these pages name figures that nobody draws: {missing}"
    assert not set(svgs) - set(used), f"no page shows {sorted(set(svgs) - set(used))}: show them or delete them"


def test_the_bytes_are_the_same_on_each_run(svgs, tmp_path):
    again = draw(tmp_path, "2")
    assert list(again) == list(svgs)
    changed = [name for name in svgs if again[name] != svgs[name]]
    assert not changed, f"{changed} differ between two runs"


def test_colours_are_variables_that_the_stylesheet_defines(svgs):
    for name, svg in svgs.items():
        colours = {colour.strip() for colour in COLOUR.findall(svg)}
        # url(#...) is a hatch, whose own strokes are seen here as well
        plain = {colour for colour in colours if not re.fullmatch(r"none|var\(--figure-\w+\)|url\(#[\w-]+\)", colour)}
        assert not plain, f"{name}: {sorted(plain)} do not follow the page's colour scheme; take those of figures/colours.py"
        unknown = set(re.findall(r"var\((--figure-\w+)\)", svg)) - VARIABLES
        assert not unknown, f"{name}: docs/assets/site.css defines no {sorted(unknown)}"
        assert "var(--figure-" in svg, f"{name}: no colour was found"


def test_the_colours_are_those_of_the_light_scheme():
    css = (ROOT / "docs/assets/site.css").read_text(encoding="utf-8")
    light = re.search(r'\[data-md-color-scheme="default"\] \{(.*?)\}', css, re.DOTALL)[1]
    assert {name: re.search(rf"--figure-{name}: (\S+);", light)[1] for name in COLOURS} == COLOURS
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_each_scheme_defines_every_colour():
    css = (ROOT / "docs/assets/site.css").read_text(encoding="utf-8")
    for scheme in ("default", "slate"):
        block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', css, re.DOTALL)[1]
        missing = {name for name in VARIABLES if f"{name}:" not in block}
        assert not missing, f"the scheme {scheme} lacks {sorted(missing)}"


def test_every_path_without_a_colour_stands_where_black_is_not_shown(svgs):
    # SVG paints black where nothing is said; the dark scheme would hide it
    for name, svg in svgs.items():
        shown = re.sub(r"<defs>.*?</defs>|<clipPath.*?</clipPath>", "", svg, flags=re.DOTALL)
        for tag in re.findall(r"<(?:path|text|use|rect|circle)\b[^>]*>", shown):
            assert re.search(r"\b(?:fill|stroke):", tag), f"{name}: no colour in {tag[:200]}"


def test_nothing_is_a_raster_image(svgs):
    for name, svg in svgs.items():
        assert "<image" not in svg and "data:image" not in svg, f"{name} holds a raster image"


def test_ids_are_unique_and_references_resolve_when_all_figures_share_a_page(inline, svgs):
    page = inline("\n".join(image(name) for name in svgs), "docs/all.md")
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) > len(svgs)
    assert not {name for name in ids if ids.count(name) > 1}
    references = set(re.findall(r'(?:href="#|url\(#)([^")]+)', page))
    assert references and references <= set(ids), f"nothing has the ids {sorted(references - set(ids))[:3]}"


def test_a_figure_carries_its_two_texts(inline):
    page = inline(image("relu-unit", alt="a &lt; b", title="x &amp; y"), "docs/relu.md")
    assert re.match(r'<figure id="figure-relu-unit" class="drawn"><svg role="img" aria-label="a &lt; b"', page)
    assert page.endswith("<figcaption>x &amp; y</figcaption></figure>")


def test_an_unknown_figure_is_refused_with_the_page_and_the_known_names(inline):
    with pytest.raises(figures.FigureError, match=r"^docs/x\.md: no figure is called 'relu-unti'; .*\brelu-unit\b"):
        inline(image("relu-unti"), "docs/x.md")


@pytest.mark.parametrize("texts", [{"alt": ""}, {"title": ""}], ids=["no alternative text", "no caption"])
def test_a_figure_without_a_text_is_refused_with_the_mend(inline, texts):
    mend = r'!\[what is seen\]\(figure:relu-unit "caption"\)'
    with pytest.raises(figures.FigureError, match=rf"^docs/x\.md: figure 'relu-unit' needs both texts: {mend}$"):
        inline(image("relu-unit", **texts), "docs/x.md")
