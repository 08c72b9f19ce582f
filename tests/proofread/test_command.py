"""proofread as a command, with its cache, as a pytest plugin, and as a MkDocs hook."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from proofread.__main__ import main
from proofread.cache import check_file, check_page, known_page
from proofread.pages import inline
from proofread.pages.report import exempt
from proofread.results.store import Store, kept
from proofread.verdicts import code
from tests import ROOT
from theme import badges
from theme.checked import with_table
from theme.reports import report

RIGHT = r"""# Page { #page }

```notation
size K = 3, 2
index k : K
z : real                              # logit
p_k : open simplex                    # probabilities
\sigma(r) := \frac{1}{1 + e^{-r}}     # sigmoid
code \sigma(z) = snippets.sigmoid:sigmoid(z)
```

$$
\sigma'(z) = \sigma(z) (1 - \sigma(z)) \le \frac{1}{4}
$$

<!-- eq: refuted because RHS = -LHS -->
$$
\sigma(z) = -\sigma(z)
$$

<!-- eq: not a claim: an update rule -->
$$
z \leftarrow z - 1
$$

With $\sigma(0) = \frac{1}{2}$.
"""
WRONG = RIGHT.replace("\\sigma'(z) =", "2 \\sigma'(z) =")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder as the working directory, with a page in docs/."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text(RIGHT, encoding="utf-8")
    return tmp_path


def write(folder, text):
    (folder / "docs" / "page.md").write_text(text, encoding="utf-8")


def test_command_passes_a_right_page(folder, capsys):
    assert main(["docs"]) == 0
    output = capsys.readouterr()
    assert output.out == ""
    assert "3 displays with 4 links, 1 inline formula, 0 findings" in output.err


def test_command_shows_line_and_caret_and_fails(folder, capsys):
    write(folder, WRONG)
    assert main(["docs/page.md"]) == 1
    first, source, caret = capsys.readouterr().out.splitlines()
    assert first.startswith("docs/page.md:13:14: false: this link is false: left = ")
    assert source[caret.index("^")] == "="


def test_list_shows_every_display_with_its_status(folder, capsys):
    assert main(["--list", "docs"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[2] for line in lines] == [
        "proved, tested", "refuted (RHS = -LHS)", "not a claim (an update rule)",
    ]


def test_json_holds_findings_links_and_status(folder, capsys):
    write(folder, WRONG)
    main(["--json", "docs"])
    [page] = json.loads(capsys.readouterr().out)
    assert page["path"] == "docs/page.md"
    assert [(finding["line"], finding["column"], finding["kind"]) for finding in page["findings"]] == [(13, 14, "false")]
    assert [display["status"] for display in page["displays"]] == ["false", "refuted", "not a claim"]


def test_command_refuses_more_than_one_display_in_fifty_without_a_claim(folder, capsys):
    write(folder, RIGHT + "\n<!-- eq: not a claim: another rule -->\n$$\nz \\leftarrow z - 2\n$$\n")
    assert main(["docs"]) == 1
    assert "2 of 4 displays are marked as no claim" in capsys.readouterr().err


def test_the_site_has_at_most_one_display_in_fifty_without_a_claim(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert exempt([check_file(file, kept("proofread")) for file in sorted(Path("docs").glob("*.md"))]) is None


@pytest.mark.parametrize("arguments", [["absent.md"], ["empty"]])
def test_command_refuses_what_is_not_there(folder, arguments, capsys):
    (folder / "empty").mkdir()
    assert main(arguments) == 2
    assert "no " in capsys.readouterr().err


def test_command_runs_as_a_module(folder):
    result = subprocess.run(
        [sys.executable, "-m", "proofread", "docs"], cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr


# -- cache


def test_cache_answers_only_for_exactly_what_was_checked(folder, monkeypatch):
    cache, checked_displays = Store(folder / "cache"), []
    from proofread.pages.checker import Checker

    original = Checker.display
    monkeypatch.setattr(Checker, "display", lambda self, display: checked_displays.append(display.source) or original(self, display))

    def count(text):
        write(folder, text)
        checked_displays.clear()
        report = check_file(folder / "docs" / "page.md", cache)
        return len(checked_displays), [display.status for display in report.displays]

    statuses = ["tested", "refuted", "not a claim"]
    assert count(RIGHT) == (3, statuses)
    assert count(RIGHT) == (0, statuses)
    assert count("\n" + RIGHT) == (0, statuses)  # the displays are known, although they moved
    assert count(RIGHT.replace("\\frac{1}{4}\n", "\\frac{1}{3}\n")) == (1, statuses)
    assert count(RIGHT.replace("RHS = -LHS", "RHS = -1 LHS")) == (1, statuses)  # another marker
    assert count(RIGHT.replace("z : real", "z : positive")) == (3, statuses)  # another notation
    assert count(WRONG) == (1, ["false", *statuses[1:]])
    assert count(WRONG) == (1, ["false", *statuses[1:]])  # what is wrong is looked at again


def test_a_changed_sentence_is_checked_again_and_no_other(folder, monkeypatch):
    text = RIGHT + "\nFor $z > 0$, $\\sigma(z) > \\frac{1}{2}$. For $z < 0$, $\\sigma(z) < \\frac{1}{2}$.\n"
    store, claimed = Store(folder / "cache"), []
    check_link = inline.check_link
    monkeypatch.setattr(inline, "check_link", lambda notation, link, *rest: claimed.append(link.relation) or check_link(notation, link, *rest))
    ran = []
    problem = code.problem
    monkeypatch.setattr(code, "problem", lambda *arguments: ran.append(arguments) or problem(*arguments))

    def relations(text):
        write(folder, text)
        claimed.clear(), ran.clear()
        report = check_file(folder / "docs" / "page.md", store)
        return sorted(claimed), len(ran), [finding.kind for finding in report.findings]

    assert relations(text) == (["<", "=", ">"], 1, [])
    assert relations("\n" + text) == ([], 0, [])
    assert relations(text.replace("# logit", "# a logit")) == ([], 0, [])
    assert relations(text.replace("> \\frac", "\\ge \\frac")) == (["\\ge"], 0, [])
    assert relations(text.replace("For $z > 0$", "For $z > 1$")) == ([">"], 0, [])  # another condition
    assert relations(text.replace("For $z > 0$", "For $z > -1$")) == ([">"], 0, ["false", "sentence"])
    assert relations(text.replace("For $z > 0$", "For $z > -1$")) == ([">"], 0, ["false", "sentence"])  # what is wrong is looked at again
    assert relations(text.replace("z : real", "z : nonnegative"))[:2] == (["<", "=", ">"], 1)  # another declaration


def test_cache_forgets_when_the_compared_code_changes(folder, monkeypatch):
    monkeypatch.syspath_prepend(folder)
    code = folder / "implementation.py"
    code.write_text("def double(z):\n    return 2 * z\n", encoding="utf-8")
    text = "```notation\nz : real\na := 2 z\ncode a = implementation:double(z)\n```\n"
    write(folder, text)
    cache = Store(folder / "cache")
    assert not check_file(folder / "docs" / "page.md", cache).findings
    code.write_text("def double(z):\n    return 3.0 * z\n", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "implementation", raising=False)
    assert [finding.kind for finding in check_file(folder / "docs" / "page.md", cache).findings] == ["code"]


def test_damaged_cache_is_ignored(folder):
    cache = Store(folder / "cache")
    check_file(folder / "docs" / "page.md", cache)
    for file in (folder / "cache").glob("*.json"):
        file.write_text("{", encoding="utf-8")
    assert not check_file(folder / "docs" / "page.md", cache).findings


def test_page_that_is_no_text_is_a_finding(folder):
    (folder / "docs" / "page.md").write_bytes(b"\xff\xfe$$")
    [finding] = check_file(folder / "docs" / "page.md", Store(None)).findings
    assert "not UTF-8" in finding.message


# -- pytest plugin


def run_pytest(folder, *arguments, conftest=""):
    (folder / "conftest.py").write_text(f'pytest_plugins = ["proofread.pytest_plugin"]\n{conftest}', encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:hypothesispytest", *arguments, "docs"],
        cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip


def test_plugin_has_one_item_for_each_display(folder):
    result = run_pytest(folder, "--collect-only")
    assert [line.split("::")[1] for line in result.stdout.splitlines() if "::" in line] == [
        "equation line 12", "equation line 17", "equation line 22", "mathematics",
    ]  # fmt: skip


def test_plugin_fails_the_display_that_is_wrong_and_no_other(folder):
    write(folder, WRONG)
    result = run_pytest(folder)
    assert "1 failed, 3 passed" in result.stdout
    assert "docs/page.md:13:14: false: this link is false" in result.stdout
    assert "Traceback" not in result.stdout


def test_plugin_checks_the_definitions_when_only_that_item_is_selected(folder):
    write(folder, RIGHT.replace("code \\sigma(z) = snippets.sigmoid:sigmoid(z)\n", ""))
    result = run_pytest(folder, "-k", "mathematics")
    assert "no display and no code restates the definition" in result.stdout


def test_plugin_does_not_open_a_page_of_which_all_is_known_and_keeps_nothing_wrong(folder):
    for name, text in (("wrong", WRONG), ("sentence", RIGHT + "\nHere $z > 0$.\n")):
        (folder / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    assert "2 failed, 10 passed" in run_pytest(folder).stdout
    known = known_page(RIGHT, "docs/page.md", Store(folder / ".cache" / "proofread"))
    assert known.as_dict() == check_page(RIGHT, "docs/page.md", Store(None)).as_dict()
    unopened = "from proofread import pytest_plugin\nopen_page = pytest_plugin.open_page\npytest_plugin.open_page = lambda file, *more: file.stem == 'page' or open_page(file, *more)\n"
    assert "2 failed, 10 passed" in run_pytest(folder, conftest=unopened).stdout


# -- MkDocs


def test_build_fails_with_the_same_message(folder):
    assert re.match(r"docs/page\.md:13:14: false: this link is false", str(report(WRONG, "docs/page.md").findings[0]))


def test_notation_block_becomes_a_folded_table_and_markers_vanish():
    shown = re.sub(r"<span.*?</span>", "", with_table(RIGHT))
    assert "```notation" not in shown and "eq:" not in shown
    assert "| $z$ | logit | real | number |" in shown
    assert "| $p_k$ | probabilities | numbers above 0 with the sum 1 | $(K,)$ |" in shown
    assert "| $\\sigma(r)$ | sigmoid | $\\frac{1}{1 + e^{-r}}$ |  |" in shown
    assert "Compared with the code at random points: $\\sigma(z)$ with `sigmoid.sigmoid`." in shown


def test_names_of_one_line_share_a_row_unless_they_differ():
    shown = with_table("```notation\nsize K = 3, 2\nindex k : K\nu, v : real # numbers\nw, p_k : positive # both\n```\n")
    assert '??? symbols "All 5 symbols of this page"' in shown and '<span id="symbol-p-k"></span>$p_k$' in shown
    assert "The formulas of this page are checked at these sizes: $K$ = 2, 3.\n" in shown
    shown = re.sub(r"<span.*?</span>", "", shown)
    assert "| $u$, $v$ | numbers | real | number |" in shown
    assert "| $w$ | both | $(0, \\infty)$ | number |" in shown and "| $p_k$ | both | $(0, \\infty)$ | $(K,)$ |" in shown


def test_display_has_anchor_number_and_status_in_words():
    badge = badges.of(report(RIGHT, "docs/page.md").displays, RIGHT, "docs/page.md")[1]
    shown = badges.marked("<div>formula</div>", 2, badge, "docs/page.md")
    assert 'id="eq-page-2"' in shown and 'href="#eq-page-2"' in shown
    assert "(2)" in shown and "refuted" in shown and "RHS = -LHS" in shown


def test_as_read_prints_every_formula_with_its_brackets(tmp_path, capsys):
    (tmp_path / "page.md").write_text("```notation\na, b : real\n```\n\nHere $a b^2 \\ge 0$ in $[a, b)$.\n\n$$\na + b c = 0\n$$\n", encoding="utf-8")
    assert main(["--as-read", str(tmp_path)]) == 0
    lines = [line.split("page.md:")[1] for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "5:7: a \\cdot b^{2} \\ge 0"
    assert lines[1].startswith("5:24: read for its names alone")
    assert lines[2] == "7:3: a + b \\cdot c = 0"
