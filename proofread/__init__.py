"""Proofread: read the displayed equations of Markdown pages back, and check them.

    report = proofread.check_text(markdown, path="docs/sigmoid.md")
    report.findings   # path, line, column, kind, message
    report.links      # line, status
"""

from proofread.check import check_text
from proofread.report import Finding, LinkStatus, Report

__all__ = ["Finding", "LinkStatus", "Report", "check_text"]
