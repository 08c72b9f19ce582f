"""Run every test, then those that ``tests.portable`` runs again: ``python -m tests.complete``, which is ``make test``.

Where exactly this passed before, in this environment, it says so and runs nothing; never under CI or NO_CACHE.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from proofread.results.dependencies import environment, processor
from proofread.results.store import RUN, key, kept
from tests import ROOT
from tests.browser.chromium import executable

PARTS = (["pytest", "--numprocesses", "auto", "--dist", "loadfile"], ["tests.portable"])


def key_of_everything() -> str | None:
    """Return the key of all files of the project, what runs them, and the browser; None if there is no browser, or git cannot tell."""
    browser = executable()
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True)
    if browser is None or listed.returncode:
        return None
    files = [ROOT / name for name in sorted(set(listed.stdout.decode().split("\0")) - {""})]
    contents = [f"{file.relative_to(ROOT)}\n{file.stat().st_mode}\n{file.read_bytes().hex()}" for file in files if file.is_file()]
    seen = Path(browser).resolve().stat()
    return key(environment(), processor(), browser, str(seen.st_mtime_ns), str(seen.st_size), *contents)


def main() -> int:
    green = kept("green")
    before = key_of_everything()
    passed = before and green.read(before)
    if passed:
        print(f"nothing has changed since every test passed on {passed}; to run them again: make test NO_CACHE=1")
        return 0
    with tempfile.TemporaryDirectory() as results:  # where nothing is kept, the parts still check each formula once
        shared = {RUN: results, **os.environ}
        shared.pop("PYTHONDONTWRITEBYTECODE", None)  # a hundred processes that the tests start would each compile this project
        failed = [part for part in PARTS if subprocess.run([sys.executable, "-m", *part], cwd=ROOT, env=shared).returncode]
    if not failed and before and key_of_everything() == before:
        green.write(before, time.strftime("%Y-%m-%d at %H:%M"))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
