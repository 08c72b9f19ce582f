"""The pytest side: pytest-codeblocks collects the blocks, each is run in a clean process, and its output compared.

pytest-codeblocks 0.18 runs blocks in pytest's own process, where state leaks from
one to the next and ``os._exit(0)`` looks like success; here each item is replaced
by one with a process of its own. A page on which its parser and `blocks.page` disagree, or that
breaks `blocks.rules`, gets an item that fails and says where.
"""

import ast
import difflib
import sys
from pathlib import Path

import pytest
from pytest_codeblocks.main import extract_from_file
from pytest_codeblocks.plugin import MarkdownFile, TestBlock

from blocks.page import Block, PageError, command, elsewhere, parse
from blocks.rules import violations
from proofread.files import shown
from proofread.pages.report import counted
from proofread.results.dependencies import key_of, modules_of
from proofread.results.store import kept
from proofread.verdicts import child

RUNNER = "".join(Path(file).read_text(encoding="utf-8") for file in (Path(__file__).parent / "run.py", child.__file__))
passed = kept("blocks")
NEED = "run and compared only in"


def pytest_configure(config):
    if sys.flags.optimize:
        raise pytest.UsageError("python -O removes assertions, and with them the checks; run without -O")
    if not config.option.codeblocks:
        raise pytest.UsageError("the blocks of the pages would not run; add --codeblocks")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session, items):
    pages = {}
    for item in items:
        if isinstance(item, TestBlock):
            pages.setdefault(item.parent, []).append(item)
    checked = []
    for page, found in pages.items():
        checked.extend(_checked(page, found))
    unread = _unread_modules(session, [item for item in checked if isinstance(item, BlockItem)])
    items[:] = [*unread, *checked, *(item for item in items if not isinstance(item, TestBlock))]


def _unread_modules(session, blocks: list) -> list:
    """Return an item for each module of snippets/ with a syntax error that blocks import: it fails, and they wait for it."""
    items = []
    for file in sorted(session.config.rootpath.joinpath("snippets").glob("*.py")):
        try:
            ast.parse(file.read_bytes(), str(file))
        except SyntaxError as error:
            waiting = [item for item in blocks if file in modules_of(item.block.code)]
            message = f"{shown(file)}:{error.lineno}: SyntaxError: {error.msg}\n    {(error.text or '').strip()}"
            message += f"\n{counted(len(waiting), 'block')} that import it, or what imports it, wait for it and are not run"
            items += [PageItem.from_parent(session, name=file.name, nodeid=shown(file), path=file, messages=[message])] * bool(waiting)
            for item in waiting:
                item.waits_for = items[-1]
    return items


def _checked(page: MarkdownFile, found: list) -> list:
    path = shown(page.path)
    source = page.path.read_text(encoding="utf-8")
    items = [PageItem.from_parent(page, name="rules", messages=violations(source, path))]
    try:
        blocks = parse(source, path)
    except PageError:
        return items  # the rules report it
    # in a box the two parsers keep different indentation on blank lines
    extracted = [block for block in extract_from_file(page.path) if block.syntax in ("python", "sh", "bash")]
    collected = [block.code.split() for block in extracted]
    if collected != [block.code.split() for block in blocks]:
        message = f"{path}: {len(blocks)} blocks are published and {len(extracted)} would run; look for stray backticks or tags"
        items.append(PageItem.from_parent(page, name="collection", messages=[message]))
        return items
    if elsewhere(source):
        # the rules have seen that each block publishes an output
        items.append(LeftOutItem.from_parent(page, name="blocks", reason=f"{path}: {counted(len(blocks), 'block')}, {NEED} {elsewhere(source)}; run: {command(elsewhere(source))}"))
        return items
    position = {block.lineno: at for at, block in enumerate(extracted)}  # found may be a selection
    items.extend(BlockItem.from_parent(page, name=item.name, block=blocks[position[item.obj.lineno]]) for item in found)
    return items


def pytest_terminal_summary(terminalreporter):
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", []) if NEED in str(report.longrepr)]
    if reasons:
        terminalreporter.section("NOT RUN HERE: BLOCKS THAT IMPORT OTHER PACKAGES", sep="!", red=True, bold=True)
    for reason in reasons:
        terminalreporter.line(reason.removeprefix("Skipped: "))


class _Item(pytest.Item):
    def reportinfo(self):
        return self.path, None, f"{shown(self.path)}: {self.name}"


class PageItem(_Item):
    """What a page as a whole, or a module, must satisfy."""

    def __init__(self, *, messages, **keywords):
        super().__init__(**keywords)
        self.messages = messages

    def runtest(self):
        if self.messages:
            pytest.fail("\n".join(self.messages), pytrace=False)


class LeftOutItem(_Item):
    """The blocks of a page that names an environment which is not the one that runs: said at the end of the run."""

    def __init__(self, *, reason, **keywords):
        super().__init__(**keywords)
        self.reason = reason

    def runtest(self):
        pytest.skip(self.reason)


class BlockItem(_Item):
    """One block: it runs to its end without a warning, and prints what the page publishes."""

    def __init__(self, *, block: Block, **keywords):
        super().__init__(**keywords)
        self.block, self.waits_for = block, None

    def runtest(self):
        if self.waits_for in self.session.items:  # which fails and says why; where it was deselected, this block does
            pytest.skip(f"{self.block.path}:{self.block.line}: waits for {self.waits_for.nodeid}, which cannot be read")
        message = failure(self.block)
        if message:
            pytest.fail(message, pytrace=False)


def failure(block: Block) -> str | None:
    """Run a block and return what is wrong with it, or None; one that passed before is not run again."""
    known = None if block.output is None else key_of(block.code, block.output, RUNNER)
    if known and passed.read(known):
        return None
    message = _failure(block)
    if known and message is None:
        passed.write(known, True)
    return message


def _failure(block: Block) -> str | None:
    from blocks.run import run  # it loads SymPy, which only a block that has to run needs

    result = run(block.code, block.path, block.line)
    before = f"\nprinted before:\n{result.printed}" if result.printed else ""
    if result.error:
        return result.error + before
    if result.stderr:
        return f"{block.path}:{block.line}: the block wrote to stderr, which no page shows:\n{result.stderr}{before}"
    if block.output is None:
        return f"{block.path}:{block.line}: this block has no compared output; print a result and run `make update`"
    if result.printed != block.output:
        published, printed = (_visible(text).splitlines() for text in (block.output, result.printed))
        difference = "\n".join(difflib.unified_diff(published, printed, "published", "printed", lineterm=""))
        return f"{block.path}:{block.output_span[0]}: the published output is not what the block prints:\n{difference}"
    return None


def _visible(text: str) -> str:
    """Show what a reader of a difference cannot see: tabs, other control characters, blanks at the end of a line."""
    lines = []
    for line in text.split("\n"):
        bare = line.rstrip(" ")
        shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}" for c in bare)
        lines.append(shown + "·" * (len(line) - len(bare)))
    return "\n".join(lines)
