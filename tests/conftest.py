"""Property tests draw the same examples on every run, keep no database, and are not timed; the site is built once."""

import json
import os
import re

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from tests.site_build import build

settings.register_profile(
    "reproducible",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no failure
)
settings.load_profile("reproducible")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The built site, which all processes of the run share."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, said = shared / "site", shared / "site.json"
    with FileLock(shared / "site.lock"):
        if not said.exists():
            result = build(folder)
            said.write_text(json.dumps([result.returncode, result.stderr]), encoding="utf-8")
    returncode, stderr = json.loads(said.read_text(encoding="utf-8"))
    assert returncode == 0, stderr
    assert not re.search(r"^(WARNING|ERROR)", stderr, re.MULTILINE), stderr
    return folder
