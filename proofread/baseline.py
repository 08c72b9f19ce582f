"""A file of how many formulas of each page are not verified yet, so that a course can be proofread step by step.

What is false is an error at once; what is not read or not decided is counted, and may not grow.
"""

import json
from collections import Counter
from pathlib import Path

from proofread.pages.report import Report

ERRORS = ("false", "code", "internal")  # the kinds of findings that no baseline lets pass


def problems(reports: list[Report], file: Path) -> list[str]:
    """Compare with a baseline, or write it where there is none; return what is wrong: errors, and pages with more findings than it."""
    counts = Counter(report.path for report in reports for finding in report.findings if finding.kind not in ERRORS)
    now = dict(sorted(counts.items()))
    if not file.exists():
        file.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    before = json.loads(file.read_text(encoding="utf-8"))
    errors = [f"{finding.path}:{finding.line}: {finding.kind}" for report in reports for finding in report.findings if finding.kind in ERRORS]
    grown = [f"{path}: {count} formulas are not verified, {before.get(path, 0)} in {file}" for path, count in now.items() if count > before.get(path, 0)]
    return errors + grown
