"""How the site of another generator is compared with that of MkDocs; the builds themselves are jobs of the workflow."""

import pytest

from tests import ROOT, successors


def tree(folder, **pages):
    folder.mkdir()
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def test_the_same_bytes_are_no_difference(tmp_path):
    assert successors.differences(tree(tmp_path / "a", x="1", y="2"), tree(tmp_path / "b", x="1", y="2")) == []


def test_each_difference_is_named(tmp_path):
    found = successors.differences(tree(tmp_path / "a", x="1", y="2"), tree(tmp_path / "b", x="3", z="2"))
    assert found == ["only a has y.html", "only b has z.html", "x.html differs"]


def test_what_a_generator_leaves_out_is_counted(tmp_path, site):
    bare = tree(tmp_path / "bare", index='<p>$z$</p><img src="figure:relu-unit">')
    assert successors.counts(bare) == {"pages": 1, "formulas typeset": 0, "figures drawn": 0, "symbols in tables": 0}
    whole = successors.counts(site)
    assert min(whole.values()) >= 10 and whole["formulas typeset"] > 1000


@pytest.mark.parametrize("arguments", [[], ["mkdocs"], ["zensical", "properdocs"]])
def test_another_name_is_refused(capsys, arguments):
    assert successors.main(arguments) == 2 and "name one of properdocs, zensical" in capsys.readouterr().err


def test_the_workflow_runs_each():
    workflow = (ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8")
    assert f"generator: [{', '.join(successors.GENERATORS)}]" in workflow
    requirements = (ROOT / "requirements-successors.txt").read_text(encoding="utf-8")
    assert all(f"\n{name}==" in requirements for name in successors.GENERATORS)
