"""What the result of a piece of Python depends on, as one key.

That is the code itself, the modules of this project that it reaches by imports, the interpreter, every installed package,
and the processor, whose vector instructions show in the last digits.
"""

import ast
import os
import platform
import sys
from functools import cache
from pathlib import Path

from proofread.store import key

ROOT = Path(__file__).parent.parent
# code that can depend on more than its imports say
READS = {"open", "read_text", "read_bytes", "import_module", "__import__", "exec", "eval", "compile", "environ", "getenv", "subprocess"}
SETTINGS = ("NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES", "OPENBLAS_CORETYPE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def key_of(code: str, *more: str) -> str | None:
    """Return the key of a piece of code, with more that its result depends on; None if its imports do not tell it all."""
    texts, waiting, reached = [code], [code], set()
    while waiting:
        text = waiting.pop()
        try:
            tree = ast.parse(text)
        except SyntaxError:
            return None
        if any(_name(node) in READS for node in ast.walk(tree)):
            return None
        for file in sorted(_files(tree) - reached):
            reached.add(file)
            waiting.append(file.read_text(encoding="utf-8"))
            texts.append(f"{file.relative_to(ROOT).as_posix()}\n{waiting[-1]}")
    return key(environment(), *sorted(texts), *more)


def _name(node: ast.AST) -> str | None:
    return getattr(node, "id", None) or getattr(node, "attr", None)


def _files(tree: ast.AST) -> set[Path]:
    """Return the files of this project that a module imports, the packages on the way included."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    files = set()
    for name in names:
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            place = ROOT.joinpath(*parts[:length])
            files |= {file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()}
    return files


@cache
def environment() -> str:
    """Return what the interpreter, the installed packages, the processor and its settings are."""
    from numpy._core import _multiarray_umath as core

    installed = sorted({entry.name for folder in map(Path, sys.path) if folder.is_dir() for entry in folder.glob("*.dist-info")})
    features = sorted(name for name, present in core.__cpu_features__.items() if present)
    settings = [f"{name}={os.environ.get(name)}" for name in SETTINGS]
    return "\n".join([sys.version, platform.platform(), platform.processor(), *installed, *features, *settings])
