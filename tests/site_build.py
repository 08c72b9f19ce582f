"""Build the site as `make site` does, into a folder of the test, at a time that is always the same."""

import os
import subprocess
import sys

from tests import ROOT


def build(folder, *, config=ROOT / "mkdocs.yml", program="mkdocs", **environment):
    return subprocess.run(
        [sys.executable, "-m", program, "build", "--strict", "--config-file", str(config), "--site-dir", str(folder)],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"} | environment,
    )
