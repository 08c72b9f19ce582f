"""``python -m blocks update [--check] PATH...``: rewrite the published outputs of pages and notebooks."""

import argparse
import sys
from pathlib import Path

from blocks.notebook import notebooks
from blocks.page import PageError, elsewhere, markdown_files
from blocks.update import update
from proofread.pages.report import counted


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m blocks", description="Run the blocks of Markdown pages.")
    commands = parser.add_subparsers(dest="command", required=True)
    updating = commands.add_parser("update", help="rewrite published outputs in place")
    updating.add_argument("--check", action="store_true", help="change nothing; exit 1 if anything would change")
    updating.add_argument("paths", nargs="+", metavar="PATH", help="a Markdown file, a notebook, or a folder of them")
    options = parser.parse_args(arguments)
    try:
        paths = markdown_files(options.paths)
    except PageError as error:
        print(error, file=sys.stderr)
        return 2
    folders = [Path(path) for path in options.paths if Path(path).is_dir()]
    named = {path: elsewhere(path.read_text(encoding="utf-8")) for path in paths if any(path.is_relative_to(folder) for folder in folders)}
    left = {path: environment for path, environment in named.items() if environment}
    paths = [path for path in paths if path not in left]
    for path, environment in left.items():
        print(f"{path}: left out, its blocks run in {environment}")
    paths += [path for path in notebooks([Path(path) for path in options.paths]) if path not in paths]
    differences, failures = update(paths, options.check)
    print("\n".join(differences), end="")
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{counted(len(paths), 'page')}: {len(differences)} {'differ' if options.check else 'updated'}, {len(failures)} failed")
    return 1 if failures or (options.check and differences) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
