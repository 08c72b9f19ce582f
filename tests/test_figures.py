"""Figures: each drawn one is shown, each shown one is drawn, in the page's colours, the same on every run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from theme import figures

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def drawings(tmp_path_factory):
    folders = [tmp_path_factory.mktemp("figures") for _ in range(2)]
    for folder in folders:
        subprocess.run([sys.executable, "-m", "figures", str(folder)], cwd=ROOT, check=True)
    return [{path.stem: path.read_bytes() for path in folder.glob("*.svg")} for folder in folders]


def test_two_runs_draw_the_same_bytes(drawings):
    assert drawings[0] == drawings[1]


def test_every_figure_is_shown_and_every_shown_figure_is_drawn(drawings):
    shown = {name for page in (ROOT / "docs").glob("*.md") for name in re.findall(r"\(figure:([\w-]+) ", page.read_text("utf-8"))}
    assert shown == set(drawings[0])


def test_figures_follow_the_scheme_and_are_vectors(drawings):
    for name, data in drawings[0].items():
        svg = data.decode("utf-8")
        assert "var(--figure-ink)" in svg and "<image" not in svg and "<text" in svg, name
        assert set(re.findall(r"#[0-9a-fA-F]{6}\b", svg)) <= {"#000000", "#ffffff"}, name
        assert len(data) < 150_000, f"{name}: {len(data)} bytes"


@pytest.mark.parametrize(
    "tag, message",
    [
        ('<img alt="seen" src="figure:none" title="caption" />', "docs/x.md: no figure is called 'none'; figures/ draws"),
        ('<img alt="" src="figure:relu-unit" title="caption" />', "docs/x.md: figure 'relu-unit' needs both texts"),
        ('<img alt="seen" src="figure:relu-unit" />', "docs/x.md: figure 'relu-unit' needs both texts"),
    ],
)
def test_errors_name_page_figure_and_mend(tag, message):
    with pytest.raises(figures.FigureError) as error:
        figures.inline(tag, "docs/x.md")
    assert message in str(error.value)
