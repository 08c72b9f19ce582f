"""``python -m proofread docs/ [FILE...]``: check every display and inline formula; exit 0 only if all hold."""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from proofread import suggest
from proofread.baseline import problems
from proofread.cache import check_file, open_page
from proofread.files import NoPages, foreign_below, pages_below
from proofread.latex.errors import FormulaError
from proofread.meaning.outline import as_read
from proofread.pages.report import Finding, Report, counted, exempt, summary
from proofread.progress import Progress
from proofread.results.store import NOTHING, kept


def main(arguments=None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["suggest"]:
        return _suggest(arguments[1:])
    parser = argparse.ArgumentParser(prog="python -m proofread", description=__doc__, epilog="`python -m proofread suggest PAGE` proposes a notation block")
    parser.add_argument("paths", nargs="+", help="Markdown files, or folders that hold them")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--list", action="store_true", help="print each display, its links and their status")
    parser.add_argument("--as-read", action="store_true", help="print each formula as it is understood, with every bracket, and check nothing")
    parser.add_argument("--no-cache", action="store_true", help="check everything again")
    parser.add_argument("--displays-only", action="store_true", help="leave out what is wrong with formulas in the text")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="fail only if something is false, or more is unread than FILE says; it is written if there is none")
    parser.add_argument("--no-proofs", action="store_true", help="stop at tested")
    options = parser.parse_args(arguments)
    try:
        files = pages_below(options.paths)
    except NoPages as error:
        print(error, file=sys.stderr)
        return 2
    if options.as_read:
        return _as_read(files)
    check = partial(check_file, store=NOTHING if options.no_cache else kept("proofread"), proofs=not options.no_proofs)
    progress, reports = Progress("formulas checked, pages", len(files)), []
    with ProcessPoolExecutor(initializer=sys.path.insert, initargs=(0, ".")) as pool:  # the code that a notation block names
        for report in pool.map(check, files):
            progress.step(report.path)
            reports.append(report)
    for file in map(str, foreign_below(options.paths)):
        message = "the formulas of this file are not read: it is no Markdown page and no notebook"
        reports.append(Report(file, others=[Finding(file, 1, 1, "parse", message)]))
    for report in reports if options.displays_only else ():
        report.sentences = []
    if options.json:
        print(json.dumps([report.as_dict() for report in reports], indent=1))
    else:
        for report in reports:
            if options.list:
                _list(report)
            for finding in report.findings:
                print(finding)
    too_many = exempt(reports)
    if too_many:
        print(f"proofread: {too_many}", file=sys.stderr)
    findings = sum(len(report.findings) for report in reports)
    displays = sum(len(report.displays) for report in reports)
    links = sum(len(report.links) for report in reports)
    inlines = sum(report.inlines for report in reports)
    found = [counted(displays, "display") + " with " + counted(links, "link"), counted(inlines, "inline formula"), counted(findings, "finding")]
    print(f"proofread: {', '.join(found)}", file=sys.stderr)
    print(f"proofread: {summary(reports, options.displays_only)}", file=sys.stderr)
    if options.baseline:
        new = not options.baseline.exists()
        wrong = problems(reports, options.baseline)
        said = [f"{options.baseline} is written; from now on nothing more may be unread"] if new else []
        print("".join(f"proofread: {line}\n" for line in said + wrong), end="", file=sys.stderr)
        return 1 if wrong else 0
    return 1 if findings or too_many else 0


def _suggest(paths) -> int:
    """Print a notation block for a page that has none, with a question mark at what its formulas do not tell."""
    parser = argparse.ArgumentParser(prog="python -m proofread suggest", description=_suggest.__doc__)
    parser.add_argument("page", type=Path, help="a Markdown file or a notebook")
    page = parser.parse_args(paths).page
    if not page.is_file():
        print(f"{page} is no file", file=sys.stderr)
        return 2
    checker = open_page(page, str(page))
    for finding in checker.report.others:
        print(finding, file=sys.stderr)
    print(suggest.for_page(checker))
    return int(bool(checker.report.others))


def _as_read(files) -> int:
    """Print each formula of some pages as it is understood; return 1 for a page that cannot be read."""
    unread = False
    for file in files:
        checker = open_page(file, str(file))
        for formula in sorted((*checker.page.displays, *checker.page.inlines), key=lambda formula: formula.offset):
            line, column = checker.page.place(formula.offset)
            checker.enter(formula.offset)
            try:
                shown = as_read(formula.source, checker.notation)
            except FormulaError as error:
                shown = f"read for its names alone: {error.message}"
            print(f"{file}:{line}:{column}: {shown}")
        for finding in checker.report.others:
            print(finding)
            unread = True
    return int(unread)


def _list(report):
    for display in report.displays:
        first = " ".join(display.source.split())
        words = ", ".join(link.status + f" ({link.scope})" * bool(link.scope) for link in display.links) or "nothing checked"
        remark = f" ({display.remark})" if display.remark else ""
        print(f"{report.path}:{display.line}: {display.anchor}: {words}{remark}: {first}")


if __name__ == "__main__":
    sys.exit(main())
