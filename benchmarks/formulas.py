"""``python -m benchmarks.formulas docs``: how long the displays of some pages take, cold, with proofs, and from the cache.

Each page is checked under several seeds, until at least 300 displays were; the
formulas in the text count too. Seconds depend on the machine, so compare runs of one.
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from proofread.cache import check_file
from proofread.files import pages_below
from proofread.pages.checker import Checker
from proofread.progress import Progress
from proofread.results.store import Store

DISPLAYS = 300


def times(page: tuple[Path, int], proofs: bool) -> tuple[list[float], float]:
    """Return the seconds of work that each display of a page takes under a seed, and those of the rest of it."""
    file, seed = page
    checker = Checker(file.read_text(encoding="utf-8"), str(file), proofs=proofs, seed=str(seed))
    found, last = [], time.process_time()
    for display in checker.page.displays:
        checker.report.displays.append(checker.display(display))
        now = time.process_time()
        found.append(now - last)
        last = now
    checker.finish()
    return found, time.process_time() - last


def run(files: list[Path], seeds: int, proofs: bool) -> tuple[float, list[float], float]:
    """Return the seconds that pass, the seconds of work of each display, and those of everything else."""
    started = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        pages = [(file, seed) for seed in range(seeds) for file in files]
        progress, found = Progress("formulas checked, pages", len(pages)), []
        for page, measured in zip(pages, pool.map(partial(times, proofs=proofs), pages)):
            progress.step(str(page[0]))
            found.append(measured)
    passed = time.perf_counter() - started
    return passed, [seconds for page, _ in found for seconds in page], sum(rest for _, rest in found)


def main(arguments=None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.formulas", description=__doc__.partition("\n\n")[0])
    parser.add_argument("paths", nargs="+", help="Markdown files, or folders that hold them")
    options = parser.parse_args(arguments)
    files = pages_below(options.paths, (".md",))
    one = len(run(files, 1, False)[1])
    if not one:
        print("no display found", file=sys.stderr)
        return 2
    seeds = -(-DISPLAYS // one)
    print(f"{'':24} {'displays':>8} {'seconds':>8} {'median ms':>10} {'worst ms':>9} {'ms a display':>13} {'text s':>7}")
    for name, count, proofs in (("cold, once", 1, False), ("cold", seeds, False), ("cold, with proofs", seeds, True)):
        passed, displays, rest = run(files, count, proofs)
        milliseconds = f"{1000 * median(displays):10.1f} {1000 * max(displays):9.0f} {1000 * sum(displays) / len(displays):13.1f}"
        print(f"{name:24} {len(displays):8} {passed:8.1f} {milliseconds} {rest:7.1f}")
    with TemporaryDirectory() as folder:
        for file in files:
            check_file(file, Store(Path(folder)))
        started = time.perf_counter()
        for _ in range(seeds):
            for file in files:
                check_file(file, Store(Path(folder)))
        print(f"{'from the cache':24} {seeds * one:8} {time.perf_counter() - started:8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
