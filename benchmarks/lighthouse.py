"""Measure the site with Lighthouse and print a table: `make lighthouse`. No part of the tests: its marks vary with the machine.

The index and the longest page are measured, as a desktop and as a phone, and a bare page of the theme beside them,
built and measured in the same run: what it loses is the theme's or the machine's.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import ROOT
from tests.browser.chromium import FLAGS, INSTALL, executable
from tests.browser.server import POLICY, Server
from tests.site_build import build

# The last release that runs on the Node.js 18 of Debian 12; newer ones ask for Node.js 22.
PACKAGE = "lighthouse@12.8.2"
CACHE = ROOT / ".cache" / "lighthouse"
RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
KINDS = ("document", "stylesheet", "script", "font", "image", "other")
BARE = """
site_name: Bare
site_url: https://example.org/
site_description: A bare page of the theme.
theme: {name: material, font: false}
"""


def installed() -> Path:
    """Return the command of the pinned Lighthouse, installing it under .cache/ if it is not there."""
    command = CACHE / "node_modules" / ".bin" / "lighthouse"
    version = CACHE / "installed"
    if not version.is_file() or version.read_text(encoding="utf-8") != PACKAGE:
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--prefix", str(CACHE), "--no-audit", "--no-fund", PACKAGE], check=True)
        version.write_text(PACKAGE, encoding="utf-8")
    return command


def report(command: Path, url: str, device: str) -> dict:
    """Run Lighthouse once on an address, as "desktop" or as "mobile", and return its report."""
    flags = FLAGS + ["--headless=new"] + ["--no-sandbox"] * (os.geteuid() == 0)
    arguments = [
        str(command), url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(f for f in flags if ' ' not in f)}",
    ] + ["--preset=desktop"] * (device == "desktop")
    result = subprocess.run(arguments, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": executable()})
    if result.returncode:
        raise RuntimeError(f"Lighthouse failed on {url}:\n{result.stderr}")
    return json.loads(result.stdout)


def row(name: str, reports: list[dict]) -> list[str]:
    """Return the cells of a page: the median of its runs, and the worst layout shift of all."""
    marks = [
        sorted(round(100 * one["categories"][category]["score"]) for one in reports) for category in CATEGORIES
    ]
    shift = max(one["audits"]["cumulative-layout-shift"]["numericValue"] for one in reports)
    items = {item["resourceType"]: item for item in reports[0]["audits"]["resource-summary"]["details"]["items"]}
    performance = f"{statistics.median_low(marks[0])} ({marks[0][0]}-{marks[0][-1]})"
    others = [str(statistics.median_low(mark)) for mark in marks[1:]]
    sizes = [f"{items[kind]['transferSize'] / 1000:.1f}" if kind in items else "0" for kind in KINDS]
    total = items["total"]
    return [name, performance, *others, f"{shift:.3f}", *sizes, f"{total['transferSize'] / 1000:.1f}", str(total["requestCount"])]


def complaints(reports: list[dict]) -> set[str]:
    """Return what cost marks in accessibility, best practices or SEO, by the audit's own words."""
    found = set()
    for one in reports:
        for category in CATEGORIES[1:]:
            for reference in one["categories"][category]["auditRefs"]:
                audit = one["audits"][reference["id"]]
                if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                    found.add(f"{category}: {audit['id']}: {audit['title']}")
    return found


def longest(site: Path) -> str:
    """Return the address of the page of docs/ with the most HTML."""
    pages = [site / path.with_suffix(".html").name for path in (ROOT / "docs").glob("*.md")]
    return max(pages, key=lambda page: page.stat().st_size).name


def main():
    if executable() is None:
        sys.exit(f"Lighthouse needs Chromium; on Debian: {INSTALL}")
    command = installed()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "docs").mkdir()
        (folder / "docs" / "index.md").write_text("# Bare\n\nA page of the theme with nothing on it.\n", encoding="utf-8")
        (folder / "mkdocs.yml").write_text(BARE, encoding="utf-8")
        for config, name in ((ROOT / "mkdocs.yml", "site"), (folder / "mkdocs.yml", "bare")):
            result = build(folder / name, config=config)
            if result.returncode:
                sys.exit(result.stderr)
        # the bare page has scripts of the theme in it, which the policy of this site forbids
        pages = [("site", POLICY, ""), ("site", POLICY, longest(folder / "site")), ("bare", "", "")]
        print("| page | performance (of", RUNS, "runs) | accessibility | best practices | SEO | CLS |",
              " | ".join(f"{kind} kB" for kind in KINDS), "| total kB | requests |")
        print("|---" * (8 + len(KINDS)) + "|")
        lost = set()
        for device in ("desktop", "mobile"):
            for name, policy, page in pages:
                with Server(folder / name, policy) as address:
                    reports = [report(command, address + page, device) for _ in range(RUNS)]
                title = "bare page of the theme" if name == "bare" else page or "index"
                print("|", " | ".join(row(f"{title}, {device}", reports)), "|", flush=True)
                lost |= {f"{title}, {device}: {text}" for text in complaints(reports)}
        print("\nkB are compressed, as sent. CLS is the worst of the runs.")
        print("Marks lost other than in performance:", *(sorted(lost) or ["none"]), sep="\n")


if __name__ == "__main__":
    main()
