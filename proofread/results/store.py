"""Results kept in files by key: a key holds everything that its result depends on, so what is found can be used as it is.

Where the environment says CI or NO_CACHE, nothing of an earlier run is found. RUN may name a folder that began empty with
the run that goes on: then its processes share what one of them has found.
"""

import hashlib
import json
import os
import shutil
import time
from functools import cache
from pathlib import Path

RUN = "RESULTS_OF_THIS_RUN"
KEPT_SECONDS = 30 * 24 * 3600  # what was not asked for in a month goes


class Store:
    """A folder with one file for each result; None keeps nothing."""

    def __init__(self, folder: Path | None):
        self.folder = folder

    def read(self, key: str):
        """Return what was written under the key, or None."""
        if self.folder is None:
            return None
        file = self.folder / f"{key}.json"
        try:
            value = json.loads(file.read_text(encoding="utf-8"))
            os.utime(file)
        except (OSError, ValueError):
            return None
        return value

    def write(self, key: str, value):
        """Keep a value that JSON can write, whole or not at all."""
        if self.folder is None:
            return
        pruned(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)  # it may have been removed since
        part = self.folder / f"{key}.{os.getpid()}.part"
        part.write_text(json.dumps(value), encoding="utf-8")
        part.replace(self.folder / f"{key}.json")


NOTHING = Store(None)


def kept(name: str) -> Store:
    """Return the store of that name below .cache/, or one for this run or for nothing where the environment forbids that."""
    if not (os.environ.get("CI") or os.environ.get("NO_CACHE")):
        return Store(Path(".cache", name).absolute())
    return Store(Path(os.environ[RUN], name) if RUN in os.environ else None)


def key(*parts: str) -> str:
    """Return one key for all the parts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache  # once a process
def pruned(folder: Path):
    """Make the folder of a store, and remove the files and folders in it that were not asked for in a month."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        try:
            if time.time() - entry.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        except FileNotFoundError:
            pass  # another process was quicker
