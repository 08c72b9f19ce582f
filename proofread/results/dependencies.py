"""What a result depends on, as one key: its source, the modules of this project that it imports, and `environment`.

What runs code depends on the `processor` as well, for its floating point; exact arithmetic, such as the checker's, does not.

An import is looked for as text, so that one in a comment counts too: that can only make a key change more often.
"""

import ast
import os
import platform
import re
import sys
import sysconfig
from functools import cache
from pathlib import Path

from proofread.results.store import key

ROOT = Path(__file__).parents[2]
# code that can depend on more than its imports say
READS = {"open", "read_text", "read_bytes", "import_module", "__import__", "exec", "eval", "compile", "environ", "getenv", "subprocess"}
SETTINGS = ("NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES", "OPENBLAS_CORETYPE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
IMPORT = re.compile(r"\bfrom\s+(?P<base>[\w.]+)\s+import\s+(?P<names>\([^)]*\)|[^\n;]*)|\bimport\s+(?P<modules>[^\n;]*)")


def key_of(code: str, *more: str) -> str | None:
    """Return the key of a piece of code, with more that its result depends on; None if its imports do not tell it all."""
    reached = _reached(code)
    if any(_reads(text) for text in (code, *reached.values())):
        return None
    return key(environment(), processor(), code, *_named(reached), *more)


@cache  # what runs now was read when it began
def machinery(*modules: str) -> str:
    """Return the key of modules of this project as something that works on data: all that they import, and `environment`."""
    return key(environment(), *_named(_reached("\n".join(f"import {module}" for module in modules))))


def modules_of(code: str) -> set[Path]:
    """Return the files of this project that a piece of code imports, and what they import."""
    return set(_reached(code))


def _named(reached: dict[Path, str]) -> list[str]:
    return [f"{file}\n{text}" for file, text in sorted(reached.items())]


def _reached(code: str) -> dict[Path, str]:
    """Return the text of each file of this project that a piece of code imports, and what they import."""
    found, waiting = {}, [code]
    homes = {home: {path.stem for path in home.iterdir()} for home in _homes() if home.is_dir()}
    while waiting:
        names = _imported(waiting.pop())
        for home, modules in homes.items():
            for file in _files(home, {name for name in names if name.partition(".")[0] in modules}) - found.keys():
                found[file] = file.read_text(encoding="utf-8")
                waiting.append(found[file])
    return found


@cache
def _reads(text: str) -> bool:
    """Whether code can depend on more than its imports say, or cannot be read."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return True
    return any((getattr(node, "id", None) or getattr(node, "attr", None)) in READS for node in ast.walk(tree))


@cache
def _imported(text: str) -> frozenset[str]:
    """Return the names of all modules that a text may import."""
    names = set()
    for match in IMPORT.finditer(text.replace("\\\n", " ")):
        if match["base"]:
            names |= {match["base"], *(f"{match['base']}.{word}" for word in re.findall(r"\w+", match["names"]))}
        else:
            names |= set(re.findall(r"[\w.]+", match["modules"]))
    return frozenset(names)


def _homes() -> set[Path]:
    """Return the folders that modules are imported from, without those of the interpreter, which `environment` tells."""
    paths = sysconfig.get_paths()
    interpreter = {Path(path) for path in (*paths.values(), Path(paths["platstdlib"], "lib-dynload"))}
    return {ROOT, Path.cwd(), *(Path(entry).absolute() for entry in sys.path)} - interpreter


def _files(home: Path, names: set[str]) -> set[Path]:
    """Return the files of the modules of some names, and of the packages on the way, so far as they are in a folder."""
    places = {home.joinpath(*name.split(".")[:length]) for name in names for length in range(1, name.count(".") + 2)}
    return {file for place in places for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()}


@cache
def environment() -> str:
    """Return what the interpreter and the installed packages are."""
    installed = sorted({entry.name for folder in map(Path, sys.path) if folder.is_dir() for entry in folder.glob("*.dist-info")})
    return "\n".join([sys.version, platform.platform(), *installed])


@cache
def processor() -> str:
    """Return what the digits of NumPy's results can depend on: the processor, its vector instructions, and settings."""
    from numpy._core import _multiarray_umath as core

    features = sorted(name for name, present in core.__cpu_features__.items() if present)
    settings = [f"{name}={os.environ.get(name)}" for name in SETTINGS]
    return "\n".join([platform.processor(), *features, *settings])
