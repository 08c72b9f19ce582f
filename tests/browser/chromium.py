"""Find and start the Chromium of this machine; Playwright's own download of a browser is not used."""

import os
import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

# the first is Chromium without the parts that draw its own window: the tests take about a tenth less time
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
INSTALL = "apt-get install --yes --no-install-recommends chromium-headless-shell"
FLAGS = [
    # what a browser asks of its maker by itself is not the site's doing
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-quic", "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # every other host is blocked
]


def executable() -> str | None:
    """Return the path of the first Chromium on PATH, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def launched():
    """Give a started browser, and close it at the end; raise FileNotFoundError where there is none."""
    path = executable()
    if path is None:
        raise FileNotFoundError(f"none of {', '.join(NAMES)} is on PATH; on Debian: {INSTALL}")
    flags = FLAGS + ["--no-sandbox"] * (os.geteuid() == 0)  # Chromium refuses its sandbox to root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            browser.close()
