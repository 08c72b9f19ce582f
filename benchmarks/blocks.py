"""How the time of running all blocks divides among pages: ``python -m benchmarks.blocks PATH...``."""

import argparse
from pathlib import Path

from blocks.page import markdown_files, read
from blocks.run import run
from proofread.progress import Progress


def table(paths: list[Path]) -> str:
    """Run every block of every page once and return a table: page, blocks, seconds, share, slowest block."""
    rows = []
    progress = Progress("blocks run, pages", len(paths))
    for path in paths:
        progress.step(str(path))
        _, blocks = read(path)
        seconds = [(run(block.code, block.path, block.line).seconds, block.line) for block in blocks]
        if seconds:
            rows.append((sum(s for s, _ in seconds), len(seconds), max(seconds), str(path)))
    total = sum(row[0] for row in rows)
    lines = [f"{'page':32} {'blocks':>6} {'seconds':>8} {'share':>6}  slowest block"]
    for seconds, count, (worst, line), path in sorted(rows, reverse=True):
        lines.append(f"{path:32} {count:6} {seconds:8.2f} {seconds / total:6.0%}  line {line}, {worst:.2f} s")
    lines.append(f"{'all pages':32} {sum(row[1] for row in rows):6} {total:8.2f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.blocks", description=__doc__)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a Markdown file or a folder of them")
    print(table(markdown_files(parser.parse_args().paths)))


if __name__ == "__main__":
    main()
