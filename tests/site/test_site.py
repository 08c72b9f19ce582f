"""The built site: all code on it was run or quoted, nothing is fetched from another host, and broken pages stop the build."""

import json
import re
from functools import cache
from html.parser import HTMLParser

import pytest
import yaml

from blocks.page import markdown_files, parse
from tests import ROOT
from tests.site_build import build


class Code(HTMLParser):
    """Collects the text of every <pre>, and every address that a browser fetches by itself."""

    def __init__(self):
        super().__init__()
        self.blocks, self.fetched, self.depth, self.highlighted_inline = [], [], 0, []
        self.inline_scripts, self.metadata = [], {}

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "pre":
            self.depth += 1
            self.blocks.append("")
        if tag == "code" and not self.depth and "highlight" in (attributes.get("class") or ""):
            self.highlighted_inline.append(attributes)
        if tag == "script" and "src" not in attributes and attributes.get("type") != "application/json":
            self.inline_scripts.append(attributes)
        self.inline_scripts += [name for name in attributes if name.startswith("on")]
        self.inline_scripts += [value for value in attributes.values() if (value or "").startswith("javascript:")]
        if tag == "meta":
            self.metadata[attributes.get("name") or attributes.get("property") or attributes.get("http-equiv")] = attributes.get("content")
        if tag in ("script", "img", "iframe", "source", "video", "audio", "embed") and "src" in attributes:
            self.fetched.append(attributes["src"])
        if tag == "link" and attributes.get("rel") not in ("canonical", "prev", "next"):
            self.fetched.append(attributes.get("href"))

    def handle_endtag(self, tag):
        self.depth -= tag == "pre"

    def handle_data(self, data):
        if self.depth:
            self.blocks[-1] += data


@cache  # several tests ask for each page
def read(path):
    collected = Code()
    collected.feed(path.read_text(encoding="utf-8"))
    return collected


PAGES = [path.relative_to(ROOT / "docs") for path in markdown_files([str(ROOT / "docs")])]


def html_of(site, page):
    return site / page.with_suffix(".html")


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


def test_no_page_has_an_inline_script_and_every_page_forbids_them(site):
    for path in sorted(site.rglob("*.html")):
        found = read(path)
        assert not found.inline_scripts, f"{path.relative_to(site)}: {found.inline_scripts}"
        policy = dict(part.split(" ", 1) for part in found.metadata["Content-Security-Policy"].split("; "))
        assert policy == {"default-src": "'self'", "style-src": "'self' 'unsafe-inline'"}, path.relative_to(site)


def test_the_stylesheets_and_scripts_of_the_site_hold_no_data_address_in_use(site):
    # the policy forbids them; the theme's own stylesheet defines many, and site.css takes the place of those in use
    for path in [*site.glob("assets/*.css"), *site.glob("assets/js/*.js"), *site.glob("assets/katex/*.css")]:
        assert "data:" not in path.read_text(encoding="utf-8"), path.relative_to(site)


def test_every_page_has_metadata_of_its_own(site):
    seen = {}
    for path in sorted(site.rglob("*.html")):
        name, found = str(path.relative_to(site)), read(path).metadata
        assert found["og:title"] == found["twitter:title"] and found["og:site_name"] and found["og:type"], name
        assert found["description"] == found["og:description"] == found["twitter:description"], name
        assert 40 <= len(found["description"]) <= 160 and "$" not in found["description"], f"{name}: {found['description']}"
        if name != "404.html":
            assert found["og:url"].endswith("/" if name == "index.html" else name), name
            assert found["description"] not in seen, f"{name} and {seen[found['description']]} have one description"
            seen[found["description"]] = name


def test_the_404_page_leads_to_every_page(site):
    text = (site / "404.html").read_text(encoding="utf-8").split("<article")[1].split("</article>")[0]
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        assert f'href="/{name}"' in text or name in ("404.html", "index.html"), f"404.html has no link to {name}"


def test_the_site_opens_from_a_disk(site):
    index = (site / "search" / "search_index.js").read_text(encoding="utf-8")
    assert index.removeprefix("var __index = ") == (site / "search" / "search_index.json").read_text(encoding="utf-8")
    for path in sorted(site.rglob("*.html")):
        if path.name != "404.html":  # a server shows it at any depth, so its addresses begin at the root
            links = re.findall(r'<a\b[^>]*\shref="([^"#?:]+)"', path.read_text(encoding="utf-8"))
            for link in links:
                assert (path.parent / link).is_file(), f"{path.relative_to(site)}: {link} is no file"


def test_the_search_index_holds_words_and_no_drawings_of_formulas(site):
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "u200b" not in index and "\u200b" not in index  # KaTeX puts this character into fractions


def names_in_navigation(entries):
    """Return {page: name} of the navigation of mkdocs.yml, whatever folder a page is in."""
    named = {}
    for entry in entries:
        for name, below in entry.items():
            named.update({below: name} if isinstance(below, str) else names_in_navigation(below))
    return named


def test_a_page_has_one_name_in_the_navigation_in_its_title_and_in_the_search(site):
    navigation = names_in_navigation(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"])
    found = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    searched = {entry["location"]: entry["title"] for entry in found if "#" not in entry["location"]}
    for page, name in navigation.items():
        address = re.sub(r"\.(md|ipynb)$", ".html", page)
        shown = re.findall(r"<h1\b[^>]*>(.*?)<a class=\"headerlink\"", (site / address).read_text(encoding="utf-8"))
        assert shown == [name], f"docs/{page}: its heading is {shown}, its name in the navigation of mkdocs.yml {name!r}"
        assert searched[address] == name, f"docs/{page}: the search calls it {searched[address]!r}, the navigation {name!r}"
    assert searched.keys() == {re.sub(r"\.(md|ipynb)$", ".html", page) for page in navigation}


def test_every_display_has_an_anchor_a_number_and_at_most_one_badge(site):
    for page in PAGES:
        text = html_of(site, page).read_text(encoding="utf-8")
        displays = text.count('<div class="arithmatex"')
        # a definition has an anchor and a number alone; a badge comes after its display, which it would else move down as it arrives
        marks = re.findall(
            r'<div class="equation" id="([^"]+)"[^>]*><div class="arithmatex"(?:(?!<div class="equation").)*?'
            r'(?:<span class="equation-mark"[^>]*>|<details class="badge (proved|tested|refuted)"'
            r'[^>]*><summary><span class="badge-word">\2</span>.*?)<a class="equation-number" href="#\1">\((\d+)\)</a>', text, re.DOTALL,
        )
        assert [int(number) for *_, number in marks] == list(range(1, displays + 1)), f"docs/{page}"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_all_mathematics_is_typeset_at_build_time(site, page):
    text = html_of(site, page).read_text(encoding="utf-8")
    prose = re.sub(r' data-latex="[^"]*"|<(pre|code|script|svg)\b.*?</\1>', "", text, flags=re.DOTALL)
    assert "\\(" not in prose and "\\[" not in prose and "$" not in re.sub(r"<[^>]*>", "", prose)
    assert "katex-error" not in text


def test_notebooks_are_executed_typeset_and_downloadable(site):
    for path in sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")):
        text = (site / "notebooks" / f"{path.stem}.html").read_text(encoding="utf-8")
        assert (site / "notebooks" / path.name).read_bytes() == path.read_bytes()
        assert f'<a href="{path.name}" download>' in text
        assert text.count("<svg") > 3 and 'class="arithmatex"' in text and "Traceback" not in text


def test_figures_are_inlined_and_ids_are_unique(site):
    for page in PAGES:
        text = html_of(site, page).read_text(encoding="utf-8")
        assert 'src="figure:' not in text
        ids = re.findall(r'\sid="([^"]+)"', text)
        twice = {name for name in ids if ids.count(name) > 1}
        assert not twice, f"docs/{page}: ids {sorted(twice)[:3]} occur twice"


BROKEN = {  # what ends a build at once, and what is a warning, which ends it by --strict; test_messages.py has more of each
    "a formula KaTeX cannot read": ("# T { #t }\n\nText $\\frac{1}{2$ here.\n", r"docs/index.md:3: KaTeX parse error"),
    "a link to a heading that is not there": ("# T { #t }\n\n[x](#nowhere)\n", "nowhere"),
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
    for path in ("theme/hooks.py", "theme/overrides"):
        config = config.replace(path, str(ROOT / path))
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    result = build(tmp_path / "site", config=tmp_path / "mkdocs.yml")
    assert result.returncode != 0
    assert message in re.sub(r"\x1b\[[0-9;]*m", "", result.stderr + result.stdout)
