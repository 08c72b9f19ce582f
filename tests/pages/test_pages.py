"""Contracts between the pages, their blocks and outputs, the quotations of snippets/, and the names of things."""

import ast
import re
from contextlib import suppress
from functools import cache

import pytest

from blocks import rules
from blocks.page import fences, markdown_files, parse
from proofread.pages.fences import outside
from tests import ROOT

PAGES = [path.relative_to(ROOT) for path in markdown_files([str(ROOT / "README.md"), str(ROOT / "docs")])]
SOURCES = {path.as_posix(): (ROOT / path).read_text(encoding="utf-8") for path in PAGES}
MODULES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "snippets").glob("[!_]*.py"))}
WITHOUT_PAGE = {
    "gradcheck": "network",  # the page that quotes it: finite differences are introduced there
    "validation": None,  # what every function shares; nothing a reader derives
}
DERIVATIONS = [
    path.removeprefix("docs/").removesuffix(".md") for path, source in SOURCES.items() if re.search(r"^(tags:|## Derivation\b)", source, re.M)
]
ORDER = [
    "Result", "Setting", "Derivation", "The ways out", "#canonical-link", "In floating point",
    "Check", "Edges", "Summary", "Exercises", "References",
]
TEACHING = ["derivation", "see-it", "numbers", "in-code", "more", "special-cases", "exercises", "symbols", "references"]
HEADING = re.compile(r"^(#{1,6}) (.*?)(?: \{ #([a-z0-9-]+)(?: [^}]*)?\})?$", re.MULTILINE)


def headings(source):
    """The headings outside fences: (level, text, anchor, line)."""
    text = outside(source)
    return [(len(m[1]), m[2], m[3], text.count("\n", 0, m.start()) + 1) for m in HEADING.finditer(text)]


@cache  # it is asked for each function
def quotations(source):
    return [rules.QUOTED.match(f.text) for f in fences(source, "") if rules.QUOTATION.match(f.info)]


def parsed(code):
    """The tree of a block; one that is no Python is told by the block itself."""
    with suppress(SyntaxError):
        return ast.parse(code)
    pytest.fail("this waits for a block of the page that cannot be read", pytrace=False)


@cache
def imported(source):
    """What the blocks of a page import from snippets/: {(module, function)}; a whole module counts by its attributes."""
    names = set()
    for block in parse(source, ""):
        tree, modules = parsed(block.code), set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "snippets":
                modules |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("snippets."):
                names |= {(node.module.split(".")[1], alias.name) for alias in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
                names.add((node.value.id, node.attr))
    return names


@pytest.mark.parametrize("path", SOURCES)
def test_nothing_is_published_that_is_not_run_or_compared(path):
    messages = rules.violations(SOURCES[path], path)
    assert not messages, "\n".join(messages)


def test_at_least_100_blocks():
    assert sum(len(parse(source, path)) for path, source in SOURCES.items()) >= 100


@pytest.mark.parametrize("path", SOURCES)
def test_blocks_are_short(path):
    for block in parse(SOURCES[path], path):
        assert block.code.count("\n") <= 30, f"{path}:{block.line}: more than 30 lines; split the block"
        assert max(map(len, block.code.splitlines())) <= 90, f"{path}:{block.line}: a line is longer than 90, and wider than the column of 1280 pixels"
        assert (block.output or "").count("\n") <= 12, f"{path}:{block.line}: more than 12 lines of output"


@pytest.mark.parametrize("path", SOURCES)
def test_printed_floats_have_at_most_6_decimals(path):
    for block in parse(SOURCES[path], path):
        long = re.findall(r"\d\.\d{7,}", block.output or "")
        assert not long, f"{path}:{block.line}: {long} depend on the machine; format them with at most 6 decimals"


@pytest.mark.parametrize("stem", MODULES)
def test_every_public_function_is_quoted_once_and_imported_there(stem):
    tree = None
    with suppress(SyntaxError):
        tree = ast.parse(MODULES[stem])
    if not tree:
        pytest.fail(f"its functions wait for snippets/{stem}.py, which cannot be read", pytrace=False)
    public = [n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"]
    page = WITHOUT_PAGE.get(stem, stem.replace("_", "-"))
    for name in public if page else []:
        start, end = f"# --8<-- [start:{name}]\n", f"# --8<-- [end:{name}]\n"
        assert MODULES[stem].count(start) == MODULES[stem].count(end) == 1, f"snippets/{stem}.py: {name} needs its anchors"
        inside = MODULES[stem].split(start)[1].split(end)[0]
        assert [n.name for n in ast.parse(inside).body] == [name], f"snippets/{stem}.py: anchors of {name} hold more"
        where = [
            path for path, source in SOURCES.items() for quoted in quotations(source)
            if quoted and quoted["file"] == f"snippets/{stem}.py" and quoted["anchor"] == name
        ]
        line = MODULES[stem].split(start)[0].count("\n") + 2
        assert where == [f"docs/{page}.md"], f"snippets/{stem}.py:{line}: {name} must be quoted once, in docs/{page}.md; it is quoted in {', '.join(where) or 'no page'}"
        assert (stem, name) in imported(SOURCES[where[0]]), f"{where[0]}: no block imports {name}, which is quoted there"


@pytest.mark.parametrize("stem", MODULES)
def test_every_module_has_its_page_and_test(stem):
    page = WITHOUT_PAGE.get(stem, stem.replace("_", "-"))
    assert page is None or f"docs/{page}.md" in SOURCES
    assert (ROOT / "tests" / "snippets" / f"test_{stem}.py").exists()


@pytest.mark.parametrize("stem", MODULES)
def test_sources_in_docstrings_exist(stem):
    for path, anchor in re.findall(r"Source: (docs/[\w-]+\.md)#([\w-]+)\.", MODULES[stem]):
        assert anchor in [h[2] for h in headings(SOURCES[path])], f"snippets/{stem}.py: {path} has no heading #{anchor}"


def spellings(code):
    """The symbols that code makes: ((Symbol or IndexedBase, name), assumptions); a loop over letters counts, an f-string does not."""
    tree, found = parsed(code), []

    def visit(node, letters):
        loops = [node] if isinstance(node, ast.For) else getattr(node, "generators", [])
        for loop in loops:
            over = loop.iter.value if isinstance(loop.iter, ast.Constant) else getattr(loop.iter, "elts", [])
            names = [getattr(name, "value", name) for name in over]
            if all(isinstance(name, str) for name in names):
                letters = {**letters, ast.unparse(loop.target): names}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Symbol", "IndexedBase"):
            first = node.args[0]
            names = [first.value] if isinstance(first, ast.Constant) else letters.get(getattr(first, "id", None), [])
            found.extend(((node.func.id, name), tuple(sorted(map(ast.unparse, node.keywords)))) for name in names)
        for below in ast.iter_child_nodes(node):
            visit(below, letters)

    visit(tree, {})
    return found


def spelled_in_the_table():
    """The symbols that the table of docs/notation.md lists, with their assumptions."""
    table = SOURCES["docs/notation.md"].split("## Symbols")[1].split("\n## ")[0]
    return dict(found for code in re.findall(r"`([^`\n]*)`", table) for found in spellings(code))


def test_one_spelling_per_symbol_and_that_of_the_table():
    table = spelled_in_the_table()
    letters, seen = {name for _, name in table}, {}
    for path, source in SOURCES.items():
        for block in parse(source, path):
            for (kind, name), spelling in spellings(block.code):
                where = f"{path}:{block.line}"
                if name in letters:
                    wanted = ", ".join([f'"{name}"', *table.get((kind, name), ())])
                    assert table.get((kind, name)) == spelling, f"{where}: the table of docs/notation.md has {kind}({wanted}); write that"
                first = seen.setdefault((kind, name), (spelling, where))
                assert first[0] == spelling, f"{where}: {kind} {name!r} has other assumptions than in {first[1]}"
    unused = set(table) - set(seen)
    assert not unused, f"docs/notation.md lists {unused}, which no block makes"


@pytest.mark.parametrize("path", [path for path in SOURCES if path != "README.md"])
def test_headings_have_unique_anchors_and_no_mathematics(path):
    found = headings(SOURCES[path])
    for _, text, anchor, line in found:
        assert anchor, f"{path}:{line}: the heading {text!r} needs an explicit anchor {{ #name }}"
        assert "$" not in text, f"{path}:{line}: the heading {text!r} has mathematics, which garbles the table of contents"
    anchors = [anchor for _, _, anchor, _ in found]
    for anchor in {anchor for anchor in anchors if anchors.count(anchor) > 1}:
        lines = [line for _, _, other, line in found if other == anchor]
        pytest.fail(f"{path}:{lines[1]}: the anchor #{anchor} stands in line {lines[0]} already; give this heading another", pytrace=False)


def test_published_anchors_stay():
    """Others may link to them. A name that moves to another section or page keeps its old place as `{: #name }`."""
    there = {f"{path}#{name}" for path, source in SOURCES.items() for name in re.findall(r'(?:\{:? ?#|\bid=")([\w-]+)', source)}
    published = set((ROOT / "tests" / "pages" / "anchors.txt").read_text(encoding="utf-8").split())
    gone = sorted(published - there)
    assert not gone, f"{gone[0]} was published, and others may link to it: write {{: #{gone[0].split('#')[1]} }} below what says the same now"


@pytest.mark.parametrize("page", DERIVATIONS)
def test_the_order_of_a_derivation_page(page):
    found = [(text, f"#{anchor}") for level, text, anchor, _ in headings(SOURCES[f"docs/{page}.md"]) if level == 2]
    anchors = [anchor[1:] for _, anchor in found]
    if "in-code" in anchors:  # a page that teaches: the derivation first; its headings are the reader's words
        assert anchors == TEACHING, f"docs/{page}.md: the sections are {anchors}, not {TEACHING}"
        return
    sections = [anchor if anchor in ORDER else text for text, anchor in found]  # what explains the result has words of its own
    assert [s for s in ORDER if s in sections] == sections, f"docs/{page}.md: sections {sections} are out of order or unknown"
    assert {"Result", "Setting", "Derivation", "Check", "Edges", "Summary", "Exercises", "References"} <= set(sections)


@pytest.mark.parametrize("path", SOURCES)
def test_boxes_are_of_the_seven_kinds(path):
    kinds = ("theorem", "proof", "warning", "exercise", "symbols", "question", "more")
    for box in re.finditer(r"^(?:!!!|\?\?\?\+?) (\w+)", SOURCES[path], re.MULTILINE):
        line = SOURCES[path].count("\n", 0, box.start()) + 1
        assert box[1] in kinds, f"{path}:{line}: there is no box of the kind {box[1]!r}; take one of {', '.join(kinds)}"
