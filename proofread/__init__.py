"""Proofread: read the displayed equations of Markdown pages back, and check them.

    report = proofread.check_text(markdown, path="docs/sigmoid.md")
    report.findings   # path, line, column, kind, message
    report.links      # line, status

    proofread.as_read(formula, notation)   # the formula with every bracket, as it was understood
    proofread.outline(formula, notation)   # its rows, its symbols, what each step of a chain changes
"""

from proofread.meaning.outline import Outline, as_read, outline
from proofread.pages.checker import check_text
from proofread.pages.report import Finding, LinkStatus, Report

__all__ = ["Finding", "LinkStatus", "Outline", "Report", "as_read", "check_text", "outline"]
