"""Proofread: read the displayed equations of Markdown pages back, and check them.

    report = proofread.check_text(markdown, path="docs/sigmoid.md")
    report.findings   # path, line, column, kind, message
    report.links      # line, status
"""

from proofread.pages.checker import check_text
from proofread.pages.report import Finding, LinkStatus, Report

__all__ = ["Finding", "LinkStatus", "Report", "check_text"]
