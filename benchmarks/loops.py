"""How long a writer waits: ``python -m benchmarks.loops``, the median of five runs, in seconds and in seconds of the processors.

Compare runs of one machine that does nothing else. A file that is changed for it is put back.
"""

import contextlib
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from tests import ROOT

PAGE = ROOT / "docs" / "softmax.md"
RUNS = 5
WAIT_SECONDS = 300  # for a page that does not come


@contextlib.contextmanager
def changed(file: Path, addition: str):
    before = file.read_bytes()
    try:
        file.write_bytes(before + f"\n{addition}\n".encode())
        yield
    finally:
        file.write_bytes(before)


def run(command: list[str], **environment) -> tuple[float, float]:
    """Return the seconds that a command takes, and those of the processors."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment})
    passed, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def site(folder: str, **environment) -> tuple[float, float]:
    return run([sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder], **environment)


def page(number: int | None = None) -> tuple[float, float]:
    command = ["make", "page", f"PAGE={PAGE.relative_to(ROOT)}"]
    if number is None:
        return run(command)
    with changed(PAGE, f"A sentence for which ${number + 1} > {number}$ holds."):
        return run(command)


def served() -> list[tuple[float, float]]:
    """Return the seconds from a changed sentence to the changed page, and those of the server's processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    found = []
    try:
        _until(port, "softmax", server)
        for number in range(RUNS):
            word = f"changedword{number}"
            with changed(PAGE, f"A sentence with {word}."):
                started, before = time.perf_counter(), _processor(server.pid)
                _until(port, word, server)
                found.append((time.perf_counter() - started, _processor(server.pid) - before))
            _until(port, word, server, present=False)
    finally:
        server.terminate()
        server.wait()
    return found


def _until(port: int, word: str, server, present: bool = True):
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(URLError, OSError):
            if (word in urlopen(f"http://127.0.0.1:{port}/softmax.html", timeout=5).read().decode()) == present:
                return
        time.sleep(0.05)
    raise SystemExit(f"the server did not show the change within {WAIT_SECONDS} s, or has ended")


def _processor(process: int) -> float:
    """Return the seconds of the processors that a process and its ended children have used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    print(f"{'median of ' + str(RUNS):44} {'seconds':>8} {'processors':>11}")
    with tempfile.TemporaryDirectory() as folder:
        site(folder), page()
        rows = {
            "site, nothing changed": lambda: [site(folder) for _ in range(RUNS)],
            "page, nothing changed": lambda: [page() for _ in range(RUNS)],
            "page, a sentence changed": lambda: [page(number) for number in range(RUNS)],
            "served, a sentence changed": served,
            "site, nothing kept": lambda: [site(folder, NO_CACHE="1") for _ in range(RUNS)],
        }
        for name, measured in rows.items():
            seconds, processors = (median(column) for column in zip(*measured()))
            print(f"{name:44} {seconds:8.1f} {processors:11.1f}", flush=True)


if __name__ == "__main__":
    main()
