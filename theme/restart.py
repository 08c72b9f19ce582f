"""While `mkdocs serve` runs: a change of the modules that make the pages starts the server anew, on the same port.

Python loads a module once, and the scripts that typeset formulas are read once.
MkDocs watches their folders, and the browsers reload when the new server answers.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from mkdocs.exceptions import Abort

from theme import ROOT

FOLDERS = ("theme", "proofread", "blocks", "figures")  # whose modules the build itself loads


def _times() -> dict[Path, int]:
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")] + sorted((ROOT / "theme").rglob("*.js"))
    return {file: file.stat().st_mtime_ns for file in files}


BEFORE = _times()  # this module is loaded at the start


def changed() -> list[Path]:
    """Return the modules and scripts of this project that this process has loaded and that are no longer what it loaded."""
    loaded = {Path(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
    now = _times()
    return sorted(file for file in BEFORE if (file in loaded or file.suffix == ".js") and now.get(file) != BEFORE[file])


def on_change(builder, site_dir: str):
    """Return a builder that starts the server anew if what it runs has changed, unless that cannot be loaded."""

    def build():
        files = changed()
        if not files:
            return builder()
        names = ", ".join(file.relative_to(ROOT).as_posix() for file in files)
        tried = subprocess.run([sys.executable, "-c", "import theme.hooks"], cwd=ROOT, capture_output=True, text=True)
        if tried.returncode:
            raise Abort(f"{names}: {_reason(tried.stderr)}")
        print(f"{names} changed: starting anew", file=sys.stderr, flush=True)
        shutil.rmtree(site_dir, ignore_errors=True)
        os.execv(sys.executable, sys.orig_argv)

    return build


def _reason(stderr: str) -> str:
    """Return the last place that a traceback names, and the error."""
    lines = stderr.strip().splitlines()
    place = next((line.strip() for line in reversed(lines) if line.lstrip().startswith("File ")), "")
    return f"{lines[-1]} ({place})"
