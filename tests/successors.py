"""Build the site with what may follow MkDocs, and compare: ``python -m tests.successors properdocs`` or ``... zensical``.

ProperDocs has to build the same tree, byte by byte: it is the way out when MkDocs or its theme ends.
Zensical is a canary. Its strict mode finds nothing wrong with a site whose formulas are not typeset, so that what it
leaves out is counted; it fails only if it builds no site at all.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import ROOT
from tests.site_build import build

GENERATORS = ("properdocs", "zensical")
COUNTED = {"formulas typeset": r'class="katex"', "figures drawn": r'<figure id="figure-', "symbols in tables": r'<span id="symbol-'}


def files(tree: Path) -> dict[str, bytes]:
    """Return the content of every file of a tree by its path."""
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in sorted(tree.rglob("*")) if path.is_file()}


def differences(first: Path, second: Path) -> list[str]:
    """Return a line for each file that one tree alone has, or that differs."""
    left, right = files(first), files(second)
    found = [f"only {tree.name} has {path}" for tree, only in ((first, left.keys() - right.keys()), (second, right.keys() - left.keys())) for path in sorted(only)]
    return found + [f"{path} differs" for path in left if path in right and left[path] != right[path]]


def counts(tree: Path) -> dict[str, int]:
    """Return what a built site has of pages and of what only the hooks put into them."""
    pages = {path: content.decode("utf-8") for path, content in files(tree).items() if path.endswith(".html") and path != "404.html"}
    return {"pages": len(pages)} | {name: sum(len(re.findall(pattern, page)) for page in pages.values()) for name, pattern in COUNTED.items()}


def with_zensical(folder: Path) -> int:
    """Build with Zensical, which writes into the folder of its configuration, from a copy; return its exit code."""
    for name in ("docs", "theme", "snippets"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"]
    return subprocess.run(command, cwd=folder).returncode


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in GENERATORS:
        print(f"name one of {', '.join(GENERATORS)}", file=sys.stderr)
        return 2
    with TemporaryDirectory() as made:
        folder = Path(made)
        of_mkdocs = build(folder / "mkdocs")
        if of_mkdocs.returncode:
            print(of_mkdocs.stderr, file=sys.stderr)
            return 1
        if arguments == ["properdocs"]:
            built = build(folder / "properdocs", program="properdocs")
            if built.returncode:
                print(built.stderr, file=sys.stderr)
                return 1
            found = differences(folder / "mkdocs", folder / "properdocs")
            print("\n".join(found) or f"ProperDocs builds the same {len(files(folder / 'mkdocs'))} files")
            return 1 if found else 0
        (folder / "zensical").mkdir()
        if with_zensical(folder / "zensical"):
            return 1
        wanted, got = counts(folder / "mkdocs"), counts(folder / "zensical" / "site")
        print(f"{'':20}{'MkDocs':>8}{'Zensical':>10}")
        for name in wanted:
            print(f"{name:20}{wanted[name]:>8}{got[name]:>10}")
        print("Zensical could take over" if wanted == got else "Zensical cannot take over yet")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
