"""Two builds with one clock are the same, byte for byte, notebooks included; and the lock file pins what requirements.txt says."""

import json
import os
import re
import subprocess
import sys

import pytest

from proofread.cache import check_page
from proofread.results.store import RUN, kept
from tests import ROOT
from tests.site_build import build


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_builds_are_the_same_bytes(site, tmp_path):
    """The second uses nothing of an earlier one but the verdicts on formulas, of which the next test checks some anew."""
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "proofread").symlink_to(kept("proofread").folder)
    result = build(tmp_path / "second", PYTHONHASHSEED="2", NO_CACHE="1", **{RUN: str(tmp_path / "results")})
    assert result.returncode == 0, result.stderr
    first, second = files(site), files(tmp_path / "second")
    assert list(sorted(first)) == list(sorted(second)) and "notebooks/landscapes.html" in first
    differ = sorted(name for name in first if first[name] != second[name])
    assert not differ, f"these files differ between two builds: {differ}"
    assert b"<lastmod>2023-11-14</lastmod>" in first["sitemap.xml"]


@pytest.mark.parametrize("page", ["docs/cross-entropy.md", "docs/relu.md"])
def test_another_process_comes_to_the_same_verdicts(page):
    source = (ROOT / page).read_text(encoding="utf-8")
    code = "import json, sys, proofread; print(json.dumps(proofread.check_text(sys.stdin.read(), sys.argv[1]).as_dict()))"
    environment = {**os.environ, "PYTHONHASHSEED": "2", "NO_CACHE": "1"}
    result = subprocess.run([sys.executable, "-c", code, page], cwd=ROOT, input=source, capture_output=True, text=True, env=environment)
    assert result.returncode == 0, result.stderr
    known = json.loads(json.dumps(check_page(source, page, kept("proofread")).as_dict()))
    assert known["displays"] and json.loads(result.stdout) == known


def pins(text):
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\#]+)", text, re.MULTILINE))


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


LISTS = sorted(path.stem for path in ROOT.glob("requirements*.lock"))


@pytest.mark.parametrize("name", LISTS)
def test_the_lock_pins_the_versions_of_the_list_and_has_a_hash_for_each(name):
    wanted = {normal(name): version for name, version in pins((ROOT / f"{name}.txt").read_text("utf-8")).items()}
    text = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    locked = {normal(name): version for name, version in pins(text).items()}
    assert wanted and {name: locked.get(name) for name in wanted} == wanted, f"{name}.lock is out of date: make lock"
    for entry in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, f"{name}.lock: {entry.splitlines()[0]} has no hash; make lock"


def test_the_tests_run_with_the_packages_of_the_site():
    site, tests = (pins((ROOT / f"{name}.lock").read_text(encoding="utf-8")) for name in ("requirements", "requirements-test"))
    assert site.items() <= tests.items(), "the two lock files disagree: make lock"


@pytest.mark.parametrize("name", LISTS)
def test_the_lock_names_no_host(name):
    assert not re.search(r"://|index-url|find-links", (ROOT / f"{name}.lock").read_text(encoding="utf-8"))
