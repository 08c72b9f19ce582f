"""Run the blocks, the displays, the notebooks and the tests of snippets/ with fewer vector instructions: ``make portable``.

NumPy brings some functions several times, one for each generation of vector instructions, and takes the newest that the
processor has. They differ in the last digits, so what is published must hold with each of them.
With ``--also-as-is`` there are up to three runs: with all instructions, with the oldest, and with none.
"""

import os
import subprocess
import sys

import numpy as np

from tests import ROOT

NOTEBOOKS = "tests/pages/test_notebooks.py"
COMPUTING = [f"{NOTEBOOKS}::test_{name}" for name in ("what_the_cells_print_is_what_is_published", "no_line_separates_the_arms")]  # of its tests, those that use NumPy


def generations() -> list[str]:
    """Return the vector instructions that NumPy would use here and can do without, from the oldest."""
    return np.show_config(mode="dicts").get("SIMD Extensions", {}).get("found", [])


def runs(found: list[str]) -> list[list[str]]:
    """Return what to turn off in each run: all but the oldest, and all; the first is what `make test` has time for."""
    return [off for off in (found[1:], found) if off]


def main(arguments: list[str]) -> int:
    off = runs(generations())
    if arguments == ["--also-as-is"]:
        off.insert(0, [])
    elif not arguments:
        off = off[:1]
    else:
        print(f"unknown: {' '.join(arguments)}; there is only --also-as-is", file=sys.stderr)
        return 2
    if not off:
        print("NumPy uses no vector instructions on this processor that it could do without: nothing to run again")
    failed, command = 0, [sys.executable, "-m", "pytest", "-q", "--numprocesses", "auto", "--dist", "loadfile"]
    for features in off:
        print("without", " ".join(features) if features else "nothing: the processor as it is", flush=True)
        environment = {**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(features)}
        what = ["README.md", "docs", "tests/snippets", *(COMPUTING if features else [NOTEBOOKS])]
        failed |= subprocess.run([*command, *what], cwd=ROOT, env=environment).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
