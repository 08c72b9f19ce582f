"""``python -m proofread.mutants docs``: change every display in small ways, and list the changes that no check notices.

Designed edits are slips that people make: a sign, an index, a symbol, a lost
factor, transpose, prime or sum, an inverted fraction, a relation turned round.
Blind edits delete one token each. What says the same by its form alone, or less,
is no edit: a relaxed relation, a narrower condition, another factor of 0. One
that changes only what a reason mentions is counted apart, as it claims nothing.
A survivor is ``true`` if the changed statement holds under other seeds too,
``false`` if another seed refutes it. What is caught is refuted, or refused for
another reason: it cannot be read, has other shapes, or is undecided.
"""

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from zlib import crc32

from proofread.files import pages_below
from proofread.implied import implied
from proofread.latex.errors import FormulaError
from proofread.latex.lexer import tokens
from proofread.latex.parser import parse
from proofread.pages import page as pages
from proofread.pages.checker import Checker
from proofread.progress import Progress

SWAPS = {
    "+": ["-"], "-": ["+"], "<": [">", "\\le "], ">": ["<", "\\ge "], "\\le": ["\\ge ", "< "], "\\ge": ["\\le ", "> "],
    "\\ln": ["\\exp "], "\\exp": ["\\ln "], "\\max": ["\\min "], "\\min": ["\\max "], "\\infty": ["-\\infty "],
    "\\sum": ["\\prod "], "\\ne": ["= "],
}  # fmt: skip
SILENT = {"&", "{", "}", ",", ".", "\\left", "\\right", "\\begin", "\\end"}  # typesetting, or not legal on its own
SEEDS = ("1", "2", "3")
REFUTED, REFUSED = "refuted", "refused"
SURVIVED = ("true", "false")
FATES = (REFUTED, REFUSED, *SURVIVED)
KINDS = ("designed", "deletion", "reason", "notation")


@dataclass(frozen=True)
class Mutant:
    """A changed formula: which operator changed it, what it replaced, and the new source; `kind` is one of KINDS."""

    operator: str
    before: str
    after: str
    at: int
    source: str
    kind: str = "designed"


def mutants(source: str, names: list[str], letters: list[str], functions=frozenset()) -> list[Mutant]:
    """Return every single edit of a formula that changes what it says; `names` and `letters` are those of its page."""
    every = [token.text for token in tokens(source)]
    own = [name for name in names if name in every], [letter for letter in letters if letter in every]
    original = _tree(source, functions)
    found = [(mutant, _tree(mutant.source, functions)) for mutant in _edits(source, *own)]
    if original is None:
        return [mutant for mutant, _ in found]
    return [_placed(mutant, tree, original) for mutant, tree in found if tree is None or not _says_less(tree, original)]


def _says_less(tree, original) -> bool:
    return tree == original or (tree.statements != original.statements and implied(original, tree))


def _placed(mutant: Mutant, tree, original) -> Mutant:
    """Return a mutant as one of a reason, if it changes only what a reason mentions."""
    return replace(mutant, kind="reason") if tree is not None and tree.statements == original.statements else mutant


def _tree(source, functions):
    """Return what a formula says and mentions; None if it cannot be read."""
    try:
        return parse(source, functions, mentions_allowed=True)
    except FormulaError:
        return None


def _edits(source: str, names: list[str], letters: list[str]) -> list[Mutant]:
    found, every = [], [token for token in tokens(source)[:-1] if token.kind not in ("text", "row")]

    def edit(operator, start, end, text):
        changed = source[:start] + text + source[end:]
        if changed != source:
            found.append(Mutant(operator, source[start:end], text, start, changed, "deletion" if operator == "deletion" else "designed"))

    in_subscript = _subscripts(every)
    environment = _environments(every)
    for position, token in enumerate(every):
        end = token.at + _length(source, token)
        if position in environment:
            continue
        if token.text in SWAPS:
            for other in SWAPS[token.text]:
                edit(_swap(token.text), token.at, end, other)
        if token.kind == "number":
            edit("number", token.at, end, str(int(float(token.text)) + 1))
        if token.kind == "name" or token.text in names:
            if position in in_subscript and token.text in letters:
                for other in letters:
                    edit("index", token.at, end, other)
            elif token.text in names:
                for other in names:
                    edit("symbol", token.at, end, other if not other.startswith("\\") else other + " ")
        if token.text == "\\top":
            start = source.rfind("^", 0, token.at)
            edit("transpose", start, end, "")
        if token.text == "'":
            edit("prime", token.at, end, "")
        if token.text in ("\\sum", "\\frac", "\\operatorname"):
            _structure(source, token, every, position, edit)
        if token.text not in SILENT:
            edit("deletion", token.at, end, "")
    return found


def _swap(text: str) -> str:
    if text in ("<", ">", "\\le", "\\ge", "=", "\\ne"):
        return "relation"
    return "function" if text.startswith("\\") else "sign"


def _length(source, token) -> int:
    """The length of a token as it is written, where the lexer has renamed it."""
    if token.text.startswith("\\") and source[token.at] == "\\":
        end = token.at + 1
        while end < len(source) and source[end].isalpha():
            end += 1
        return max(end - token.at, 2)
    return len(token.text)


def _subscripts(every) -> set[int]:
    """Return the positions of tokens that stand in a subscript."""
    found, position = set(), 0
    while position < len(every):
        if every[position].text == "_" and position + 1 < len(every):
            end = _group(every, position + 1)
            found.update(range(position + 1, end + 1))
        position += 1
    return found


def _environments(every) -> set[int]:
    """Return the positions of the names of environments and of accents' letters."""
    found = set()
    for position, token in enumerate(every):
        if token.text in ("\\begin", "\\end", "\\operatorname", "\\mathbf"):
            end = _group(every, position + 1)
            found.update(range(position + 1, end + 1))
            if token.text in ("\\begin", "\\end", "\\mathbf"):
                found.add(position)
    return found


def _group(every, position) -> int:
    if position >= len(every) or every[position].text != "{":
        return position
    level = 0
    for at in range(position, len(every)):
        level += (every[at].text == "{") - (every[at].text == "}")
        if level == 0:
            return at
    return len(every) - 1


def _structure(source, token, every, position, edit):
    """Drop a sum, a factor 1/n or an operator such as diag; invert a fraction."""
    first = _group(every, position + 1)
    if token.text == "\\operatorname":
        if source[token.at :].startswith("\\operatorname{diag}"):
            edit("operator", token.at, every[first].at + 1, "")
        return
    if token.text == "\\sum":
        end = _group(every, position + 2)
        edit("sum", token.at, every[end].at + len(every[end].text), "")
        return
    second = _group(every, first + 1)
    above = source[every[position + 1].at : every[first].at + 1]
    below = source[every[first + 1].at : every[second].at + 1]
    end = every[second].at + 1
    if "\\partial" not in above and above != below:
        edit("fraction", token.at, end, f"\\frac{below}{above}")
        edit("factor", token.at, end, "")


@dataclass(frozen=True)
class Task:
    """A display of a page, or its notation block (None), whose mutants are to be checked."""

    path: str
    display: int | None


def tasks(paths: list[Path], notation: bool) -> list[Task]:
    """Return what is to be changed: each display that claims something and, if asked for, each notation block."""
    found = []
    for path in paths:
        page = pages.read(path.read_text(encoding="utf-8"))
        claims = [at for at, d in enumerate(page.displays) if not any(marker.kind == "not a claim" for marker in d.markers)]
        found += [Task(str(path), at) for at in claims]
        found += [Task(str(path), None)] if notation and page.notation else []
    return found


def outcomes(task: Task, share: int = 1) -> list[tuple[Mutant, int, str]]:
    """Return (mutant, line, fate) for each mutant of a display or notation block, or for one of `share` of them."""
    text = Path(task.path).read_text(encoding="utf-8")
    checker = Checker(text, task.path, proofs=False)
    display = None if task.display is None else checker.page.displays[task.display]
    checker.enter(display.offset if display else 0)
    names = sorted({d.base for d in checker.notation.names.values() if len(d.base) == 1 or d.base[1:].isalpha()})
    letters = sorted(letter for letter in checker.notation.indices if letter.isalpha())
    if display is None:
        return list(_of_notation(text, checker, names, letters, share))
    line, _ = checker.page.place(display.offset)
    found = []
    for mutant in _drawn(mutants(display.source, names, letters, checker.notation.functions), task, share):
        changed = pages.Display(mutant.source, display.offset, display.markers, display.anchor)
        found.append((mutant, line, _fate(checker, changed)))
    return found


def _drawn(found: list[Mutant], task: Task, share: int) -> list[Mutant]:
    """Return one of `share` mutants: which ones depends on the page and on them alone, so that a change elsewhere changes no other draw."""
    return [m for m in found if crc32(f"{task.path}|{m.at}|{m.operator}|{m.source}".encode()) % share == 0]


def _fate(checker, changed) -> str:
    checker.restated = set()
    status = checker.display(changed)
    if status.findings:
        return REFUTED if any(finding.kind == "false" for finding in status.findings) else REFUSED
    seed = checker.seed
    for checker.seed in SEEDS:
        if checker.display(changed).findings:
            checker.seed = seed
            return "false"
    checker.seed = seed
    return "true"


def _of_notation(text, checker, names, letters, share):
    """Change the right sides of definitions; the page as a whole must notice."""
    block, at = checker.page.notation, checker.page.blocks[0].offset
    offset = 0
    for line in block.splitlines(keepends=True):
        head, assigned, body = line.partition(":=")
        body = body.partition("#")[0]
        if assigned and not line.startswith("code "):
            start = at + offset + len(head) + 2
            for mutant in _drawn(mutants(body, names, letters, checker.notation.functions), Task(checker.path, None), share):
                changed = text[:start] + mutant.source + text[start + len(body) :]
                number, _ = checker.page.place(start)
                fate = REFUSED if _noticed(Checker(changed, checker.path, proofs=False)) else "true"
                yield replace(mutant, kind="notation"), number, fate
        offset += len(line)


def _noticed(checker) -> bool:
    """Whether anything of a page is wrong; it stops at the first finding."""
    if checker.report.rest or any(checker.display(display).findings for display in checker.page.displays):
        return True
    checker.finish()
    return bool(checker.report.rest)


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(prog="python -m proofread.mutants", description=__doc__.partition("\n\n")[0])
    parser.add_argument("paths", nargs="+", help="Markdown files, or folders that hold them")
    parser.add_argument("--notation", action="store_true", help="change the definitions of the notation blocks too (slow)")
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="try one change in N, the same ones each time")
    options = parser.parse_args(arguments)
    sys.path.insert(0, ".")  # the code that a notation block names
    files = pages_below(options.paths, (".md",))
    todo = tasks(files, options.notation)
    fates: dict[tuple, Counter] = {}
    progress = Progress("displays changed", len(todo))
    with ProcessPoolExecutor() as pool:  # unlike a Pool it says so when a process dies
        for task, found in zip(todo, pool.map(partial(outcomes, share=options.one_in), todo)):
            progress.step(task.path)
            for mutant, line, fate in found:
                fates.setdefault((mutant.kind, mutant.operator), Counter())[fate] += 1
                if fate in SURVIVED:
                    shown = " ".join(mutant.source.split())
                    print(f"{task.path}:{line}: {fate}: {mutant.operator}: {mutant.before!r} -> {mutant.after!r}: {shown}", flush=True)
    _table(fates)
    return 1 if any(count["false"] for count in fates.values()) else 0


def _table(fates: dict):
    print(f"\n{'kind':9} {'operator':20} {'mutants':>7}", *(f"{fate:>8}" for fate in FATES))
    for key, count in sorted(fates.items()):
        print(f"{key[0]:9} {key[1]:20} {count.total():7}", *(f"{count[fate]:8}" for fate in FATES))
    for kind in KINDS:
        counts = sum((count for key, count in fates.items() if key[0] == kind), Counter())
        total, caught = counts.total(), counts[REFUTED] + counts[REFUSED]
        if total:
            print(f"{kind}: {caught} of {total} caught, {100 * caught / total:.1f} %")


if __name__ == "__main__":
    sys.exit(main())
