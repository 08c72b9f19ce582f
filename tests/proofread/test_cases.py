"""The cases that a text tells apart exclude each other: a condition that was changed into another one of its sentence, table or list is told."""

import pytest

from tests.proofread import beside

NOTATION = "y, z : real\nu : positive\n\\sigma(r) := \\frac{1}{1 + e^{-r}}"
HOLDS = [
    "The slope is 1 for $z > 0$ and 0 for $z < 0$.", "It stays for $z > 0$, also for $z > 3$.", "It ends for $y = 1$ and $z < 0$, or with $y = 0$ and $z < 0$.",
    "It falls as $z \\to -\\infty$ and rises as $z \\to \\infty$.", "For $z \\ge 0$ it is small. For $z > 1$ it is smaller.", "It is small for $z > 0$, undefined at $z = 1$.",
    "| case | slope |\n|---|---|\n| $z < 0$ | none |\n| $z = 0$ | one |\n| $0 < z < 1$ | two |\n| $z \\ge 1$ | three |",
    "| class | case | slope |\n|---|---|---|\n| $0$ | $z < 0$ | none |\n| $1$ | $z > 0$ | none |\n| $2$ | $z > 0$ | one |",
    "- **$z < 0$.** Nothing.\n- **$z = 0$.** A kink.\n- **$z > 0$.** A slope.", "For $z > 0$ it rises.\n\nFor $z > 0$ it is large.",
]  # fmt: skip
DOES_NOT_PASS = [
    "The slope is 1 for $z > 0$ and 0 for $z > 0$.", "It is infinite for $y > 0$; for $y = 1$ it is finite.", "It ends for $y = 1$ and $z < 0$, or with $y = 1$ and $z < -1$.",
    "It falls as $z \\to \\infty$ and rises as $z \\to \\infty$.", "For $z \\ge 0$ it is small. For $z \\le 1$ it is large.", "For $z > 0$ it rises. For $z > 0$ it falls.",
    "| case | slope |\n|---|---|\n| $z < 0$ | none |\n| $z = 0$ | one |\n| $0 \\le z < 1$ | two |\n| $z \\ge 1$ | three |",
    "| class | case | slope |\n|---|---|---|\n| $1$ | $z > 0$ | $2$ |\n| $1$ | $1 < z$ | $3$ |",
    "| target | for $z \\le 0$ | for $0 < z < 1$ | for $z \\ge 0.5$ |\n|---|---|---|---|\n| one | a | b | c |",
    "- **$z < 0$.** Nothing.\n- **$z = 0$.** A kink.\n- **$z < 0$.** A slope.", "At $z = 1$ it rises, and at $z = 1$ it falls.",
]  # fmt: skip


def findings(text):
    return [finding.message for finding in beside.findings(text, NOTATION)]


@pytest.mark.parametrize("text", HOLDS)
def test_cases_that_exclude_each_other_pass(text):
    assert findings(text) == []


@pytest.mark.parametrize("text", DOES_NOT_PASS)
def test_cases_that_overlap_are_told(text):
    assert ["overlap" in message for message in findings(text)] == [True]
