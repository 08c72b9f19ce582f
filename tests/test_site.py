"""The built site: all code on it was run or quoted, nothing is fetched from another host, and broken pages stop the build."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from blocks.page import markdown_files, parse

ROOT = Path(__file__).parent.parent


def build(folder, *, config=ROOT / "mkdocs.yml"):
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config), "--site-dir", str(folder)],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    result = build(folder)
    assert result.returncode == 0, result.stderr
    # the kernel's own note about TCP does not begin a line with the level, as MkDocs does
    assert not re.search(r"^(WARNING|ERROR)", result.stderr, re.MULTILINE), result.stderr
    return folder


class Code(HTMLParser):
    """Collects the text of every <pre>, and every address that a browser fetches by itself."""

    def __init__(self):
        super().__init__()
        self.blocks, self.fetched, self.depth, self.highlighted_inline = [], [], 0, []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "pre":
            self.depth += 1
            self.blocks.append("")
        if tag == "code" and not self.depth and "highlight" in (attributes.get("class") or ""):
            self.highlighted_inline.append(attributes)
        if tag in ("script", "img", "iframe", "source", "video", "audio", "embed") and "src" in attributes:
            self.fetched.append(attributes["src"])
        if tag == "link" and attributes.get("rel") not in ("canonical", "prev", "next"):
            self.fetched.append(attributes.get("href"))

    def handle_endtag(self, tag):
        self.depth -= tag == "pre"

    def handle_data(self, data):
        if self.depth:
            self.blocks[-1] += data


def read(path):
    collected = Code()
    collected.feed(path.read_text(encoding="utf-8"))
    return collected


PAGES = [path.relative_to(ROOT / "docs") for path in markdown_files([str(ROOT / "docs")])]


def html_of(site, page):
    return site / "index.html" if page.stem == "index" else site / page.with_suffix("") / "index.html"


def functions():
    found = {}
    for module in (ROOT / "snippets").glob("*.py"):
        for match in re.finditer(r"# --8<-- \[start:(\w+)\]\n(.*?)# --8<-- \[end:\1\]", module.read_text("utf-8"), re.DOTALL):
            found[match[2]] = module.stem, match[1]
    return found


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_code_block_was_run_compared_or_quoted(site, page):
    blocks = parse((ROOT / "docs" / page).read_text(encoding="utf-8"), str(page))
    run = [text for block in blocks for text in (block.code, block.output)]
    quoted, shown = functions(), read(html_of(site, page)).blocks
    for text in shown:
        assert text in run or text in quoted, f"docs/{page}: this code on the built page was neither run nor quoted:\n{text}"
    for text in run:
        assert text in shown, f"docs/{page}: this code was run but is not visible on the built page:\n{text}"
    assert not read(html_of(site, page)).highlighted_inline


def test_nothing_is_fetched_from_another_host(site):
    for path in sorted(site.rglob("*.html")):
        for address in read(path).fetched:
            assert address and not re.match(r"(?:[a-z]+:)?//", address), f"{path.relative_to(site)} fetches {address!r}"
    for path in sorted(site.rglob("*.css")):
        foreign = re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//[^)'\"]+", path.read_text("utf-8"))
        assert not foreign, f"{path.relative_to(site)} fetches {foreign}"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_all_mathematics_is_typeset_at_build_time(site, page):
    text = html_of(site, page).read_text(encoding="utf-8")
    prose = re.sub(r"<(pre|code|annotation|script|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert "\\(" not in prose and "\\[" not in prose and "$" not in re.sub(r"<[^>]*>", "", prose)
    assert "katex-error" not in text


def test_notebooks_are_executed_typeset_and_downloadable(site):
    for path in sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")):
        folder = site / "notebooks" / path.stem
        text = (folder / "index.html").read_text(encoding="utf-8")
        assert (folder / path.name).read_bytes() == path.read_bytes()
        assert f'<a href="{path.name}" download>' in text
        assert text.count("<svg") > 3 and 'class="arithmatex"' in text and "Traceback" not in text


def test_figures_are_inlined_and_ids_are_unique(site):
    for page in PAGES:
        text = html_of(site, page).read_text(encoding="utf-8")
        assert 'src="figure:' not in text
        ids = re.findall(r'\sid="([^"]+)"', text)
        twice = {name for name in ids if ids.count(name) > 1}
        assert not twice, f"docs/{page}: ids {sorted(twice)[:3]} occur twice"


BROKEN = {
    "a formula KaTeX cannot read": ("# T { #t }\n\nText $\\frac{1}{2$ here.\n", r"docs/index.md:3: KaTeX parse error"),
    "a figure nobody draws": ('# T { #t }\n\n![seen](figure:none "caption")\n', "docs/index.md: no figure is called 'none'"),
    "a figure without a caption": ("# T { #t }\n\n![seen](figure:relu-unit)\n", "needs both texts"),
    "a quotation of nothing": ('# T { #t }\n\n```python title="snippets/relu.py"\n--8<-- "snippets/relu.py:rely"\n```\n', "rely"),
    "a link to a heading that is not there": ("# T { #t }\n\n[x](#nowhere)\n", "nowhere"),
    "a link to a page that is not there": ("# T { #t }\n\n[x](nowhere.md)\n", "nowhere.md"),
}


@pytest.mark.parametrize("text, message", BROKEN.values(), ids=BROKEN)
def test_a_broken_page_stops_the_build(tmp_path, text, message):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(text, encoding="utf-8")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"^nav:.*?(?=^theme:)", "", config, flags=re.DOTALL | re.MULTILINE)
    config = re.sub(r"^extra_(css|javascript):\n(  - .*\n)+", "", config, flags=re.MULTILINE)
    config = re.sub(r"^  (logo|favicon): .*\n", "", config, flags=re.MULTILINE)
    config = re.sub(r"^watch:\n(  - .*\n)+", "", config, flags=re.MULTILINE)
    config = config.replace("theme/hooks.py", str(ROOT / "theme" / "hooks.py"))
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    result = build(tmp_path / "site", config=tmp_path / "mkdocs.yml")
    assert result.returncode != 0
    assert message in re.sub(r"\x1b\[[0-9;]*m", "", result.stderr + result.stdout)
