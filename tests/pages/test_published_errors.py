"""Each published error is found by proofread, and each right form verified; each mistaken report is refuted."""

import re

import pytest

from blocks.page import parse
from evidence import published_errors
from evidence.published_errors import PAGE, Case, cases, definitions, report

READABLE = [case for case in cases() if not case.unreadable]
COMPUTED = ("cas", "numeric", "gradcheck", "exec")  # how a row says it can be caught: by computing


def each(found):
    return [pytest.param(case, id=f"{case.name}: {case.wrong or case.says}") for case in found]


def test_at_least_25_cases_are_on_other_subjects():
    assert len([case for case in READABLE if not case.on_topic]) >= 25


def test_an_entry_is_complete():
    for case in cases():
        assert case.kind and case.how and case.says, case.name
        assert bool(case.unreadable) != bool(case.wrong and case.right and case.expected), f"{case.name}: either formulas or a reason"
        assert re.fullmatch(r"(\d{4}-\d\d(-\d\d)?)?", case.seen) and (case.seen or not case.since), f"{case.name}: the day it was seen"
        assert case.read in ("source", "thread", ""), f"{case.name}: what was read for it"
        assert case.expected not in ("parse", "name") or case.message, f"{case.name}: say why it cannot be read: it may be for another reason"


@pytest.mark.parametrize("case", each(READABLE))
def test_the_wrong_form_is_found(case: Case):
    found = report(case, case.wrong)
    assert found.displays, found.findings
    display = found.displays[-1]
    assert display.source.strip() == case.wrong
    assert display.findings and found.findings == sorted(display.findings, key=lambda finding: (finding.line, finding.column))
    assert {finding.kind for finding in display.findings} == {case.expected}
    assert all(case.message in finding.message for finding in display.findings)


def test_what_can_be_computed_is_refuted_by_computation():
    for case in READABLE:
        assert case.how not in COMPUTED or case.expected == "false", case.name


@pytest.mark.parametrize("case", each(READABLE))
def test_the_right_form_is_verified(case: Case):
    found = report(case, case.right)
    assert not found.findings, "\n".join(map(str, found.findings))
    assert {link.status for link in found.displays[-1].links} <= {"proved", "tested"}
    assert found.displays[-1].source.strip() == case.right and found.displays[-1].links


def test_the_truth_is_written_without_the_disputed_formula():
    def plain(text):
        return text.replace(" ", "").replace("\\left", "").replace("\\right", "").replace("\\log", "\\ln").strip(".,")

    for case in READABLE:
        sides = {plain(side) for side in case.right.split("=")[1:]}
        assert sides.isdisjoint(plain(body) for _, body in definitions(case.notation)), case.name


@pytest.mark.parametrize("case", each(case for case in READABLE if case.kind == "mistaken-report"))
def test_a_mistaken_report_is_not_confirmed(case: Case):
    assert report(case, case.wrong).findings and not report(case, case.right).findings


def test_the_page_shows_these_results():
    source = PAGE.read_text(encoding="utf-8")
    assert source == published_errors.rewritten(source), "run `make update`"


@pytest.mark.parametrize("page", published_errors.REPORTING)
def test_a_report_to_a_library_is_one_block_of_at_most_five_lines(page):
    source = (PAGE.parent / page).read_text(encoding="utf-8")
    reports = list(published_errors.REPORT.finditer(source))
    assert reports
    for report in reports:
        section = source[report.end():].partition("\n#")[0]
        [block] = parse(section, page)
        assert block.output and block.code.count("\n") <= 5, f"{page}: {report['title']}"


def test_the_page_lists_each_report_to_a_library():
    listed = published_errors.reports()
    for page in published_errors.REPORTING:
        source = (PAGE.parent / page).read_text(encoding="utf-8")
        assert listed.count(f"({page}#report-") == source.count("{ #report-")
