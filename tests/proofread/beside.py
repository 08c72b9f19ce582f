"""What is found in a text that stands beside a notation block."""

from proofread import check_text


def findings(text: str, notation: str) -> list:
    """Return the findings of a text beside this notation, but for the remarks on definitions that nothing restates."""
    report = check_text(f"{text}\n\n```notation\n{notation.strip()}\n```\n")
    return [finding for finding in report.findings if "restates the definition" not in finding.message]
