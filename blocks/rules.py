"""What a page may publish as code, and what is refused because nothing would run or compare it.

pytest-codeblocks runs a fence only if its info string is exactly ``python`` (or
``sh``, ``bash``), and compares an output only under its exact tag. Everything that
looks like code or output to a reader and is neither is refused here.
"""

import ast
import re

from blocks.page import TAG, Fence, PageError, fences, parse
from proofread.pages.fences import outside
from proofread.pages.published import MARKER, comments

# info string -> why it may be published without being run; only these, only in these files
UNRUN = {
    ("README.md", "console"): "the commands that set the project up; make test is one of them",
}
# info string -> what else checks it
CHECKED_ELSEWHERE = {
    "notation": "proofread reads the declarations of symbols; readers see them as a table",
}
LISTING = "<!-- material/tags -->"  # the tags plugin puts the list of pages there
QUOTATION = re.compile(r'^python title="(?P<file>snippets/\w+\.py)"$')
QUOTED = re.compile(r'^--8<-- "(?P<file>snippets/\w+\.py):(?P<anchor>\w+)"\n$')
RAW_CODE = re.compile(r"<(pre|code|samp|kbd|script|textarea)\b", re.IGNORECASE)
INLINE_HIGHLIGHT = re.compile(r"`#!|`:::|`\{\s*\.(?!formula \})")  # a formula from elsewhere is typeset
QUOTED_FENCE = re.compile(r"^[ \t]*(?:>[ \t]*)+(?:`{3,}|~{3,})")
SNIPPET_LINE = re.compile(r"--8<--|-8<-")
BOX = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?|===)[ \t]")


def violations(source: str, path: str) -> list[str]:
    """Return one message per violation, ``path:line: what is wrong; what to do``, in the order of the page."""
    try:
        found = fences(source, path)
        blocks = parse(source, path)
    except PageError as error:
        return [str(error)]
    messages = []

    def report(line, text):
        messages.append((line, f"{path}:{line}: {text}"))

    outputs = {block.output_span[0] for block in blocks if block.output_span}
    for fence in found:
        problem = _fence_problem(fence, path, outputs)
        if problem:
            report(fence.line, problem)
    for block in blocks:
        if block.output is None:
            report(block.line - 1, "this block has no compared output; print a result and run `make update`")
        if not block.code.strip():
            report(block.line - 1, "this block is empty; remove it")
        if SNIPPET_LINE.search(block.code):
            report(block.line, "code is included into a block that runs; write it out, or quote it under a title")
        for line in _asserted(block.code):
            report(block.line - 1 + line, "an assertion shows a reader nothing; print what it compares, and run `make update`")
    text = outside(source)
    for match in comments(text):
        line = text.count("\n", 0, match.start()) + 1
        if MARKER.fullmatch(match[0]) or match[0] == LISTING:  # proofread refuses a marker that it does not know
            continue
        if match[0] != TAG:
            report(line, f"this comment is hidden from readers and may steer the tests; remove it (only {TAG} is allowed)")
        elif text.splitlines()[line - 1].strip() != TAG:
            report(line, "the tag must stand on a line of its own")
        elif not any(block.output_span and block.end < line < block.output_span[0] for block in blocks):
            report(line, "this tag binds no output to a block; put it between a python fence and its text fence")
    previous_blank, boxes = True, []  # boxes: the indentation of each box that is open
    for number, line in enumerate(text.splitlines(), 1):
        if RAW_CODE.search(re.sub(r"`[^`]*`", "", line)):
            report(number, "raw HTML code is never run; write a python fence")
        if INLINE_HIGHLIGHT.search(line):
            report(number, "highlighted inline code is never run; write plain `code`")
        if QUOTED_FENCE.match(line):
            report(number, "a fence inside a quotation is never run; take it out of the quotation")
        if SNIPPET_LINE.search(line):
            report(number, 'an include outside a quotation hides what it brings; use ```python title="snippets/..."')
        if line.strip():
            width = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
            boxes = [indent for indent in boxes if indent < width]
            content = boxes[-1] + 4 if boxes else 0
            if previous_blank and width >= content + 4 and not _continues_list(text, number):
                report(number, "indented code is never run; write a python fence")
            if BOX.match(line):
                boxes.append(width)
        previous_blank = not line.strip()
    return [message for _, message in sorted(messages)]


def _fence_problem(fence: Fence, path: str, outputs: set[int]) -> str | None:
    if fence.ticks[0] == "~":
        return "a ~~~ fence is never run; use backticks"
    if fence.info == "python":
        return None if len(fence.ticks) == 3 else "a fence of more than three backticks is never run; use three"
    quotation = QUOTATION.match(fence.info)
    if quotation:
        quoted = QUOTED.match(fence.text)
        if quoted and quoted["file"] == quotation["file"]:
            return None
        return f'a quotation holds one line, --8<-- "{quotation["file"]}:function"; this one holds something else'
    if fence.line in outputs:
        if fence.info != "text":
            return f"an output is a fence with the info string text, not {fence.info!r}"
        return None if fence.text.strip() else "this output is empty; remove it or print something"
    if fence.info in CHECKED_ELSEWHERE or (path.rsplit("/", 1)[-1], fence.info) in UNRUN:
        return None
    if fence.info == "text":
        return f"this output is never compared; put {TAG} between it and its block"
    return f"a fence with the info string {fence.info!r} is never run; write exactly ```python"


def _asserted(code: str) -> list[int]:
    """Return the lines of a block that assert; of one that cannot be read, which says so where it runs, none."""
    try:
        nodes = ast.walk(ast.parse(code))
    except SyntaxError:
        return []
    return [
        node.lineno for node in nodes
        if isinstance(node, ast.Assert) or isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2].startswith("assert_")
    ]


def _continues_list(text: str, number: int) -> bool:
    """Whether the indented line belongs to a list item above it, where indentation is not code."""
    for line in reversed(text.splitlines()[: number - 1]):
        if line.strip() and not line.startswith((" ", "\t")):
            return re.match(r"^(?:[-*+]|\d+\.)\s", line) is not None
    return False
