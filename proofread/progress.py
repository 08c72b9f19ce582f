"""Say how far a long task is: what, how many of how many, one plain line at a time."""

import sys
import time

SILENT_SECONDS = 2  # before the first line, and between two


class Progress:
    """Counts the parts of a task; what ends within two seconds says nothing."""

    def __init__(self, what: str, total: int):
        self.what, self.total, self.done = what, total, 0
        self.said = time.monotonic()

    def step(self, name: str = ""):
        """Count a part, and say so if two seconds have passed since the last line."""
        self.done += 1
        if time.monotonic() - self.said > SILENT_SECONDS:
            self.said = time.monotonic()
            print(f"{self.what}: {self.done} of {self.total}{', ' * bool(name)}{name}", file=sys.stderr, flush=True)
