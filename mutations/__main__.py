"""``python -m mutations docs``: change every display in small ways, and list the changes that no check notices.

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

from mutations.edits import KINDS, Mutant, mutants
from proofread.files import pages_below
from proofread.pages import page as pages
from proofread.pages.checker import Checker
from proofread.progress import Progress

SEEDS = ("1", "2", "3")
REFUTED, REFUSED = "refuted", "refused"
SURVIVED = ("true", "false")
FATES = (REFUTED, REFUSED, *SURVIVED)


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
    parser = argparse.ArgumentParser(prog="python -m mutations", description=__doc__.partition("\n\n")[0])
    parser.add_argument("paths", nargs="+", help="Markdown files, or folders that hold them")
    parser.add_argument("--notation", action="store_true", help="change the definitions of the notation blocks too (slow)")
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="try one change in N, the same ones each time")
    options = parser.parse_args(arguments)
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
