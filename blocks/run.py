"""Run a block in a process of its own, after NumPy and SymPy are imported, so that each starts from the same clean state."""

import contextlib
import io
import threading
import time
import traceback
import warnings
from dataclasses import dataclass

# Imported before a child is forked, so that no block pays for them; most of them are what NumPy and SymPy load at first use.
import numpy.ma  # noqa: F401
import numpy.random  # noqa: F401
import sympy  # noqa: F401
import sympy.concrete.delta  # noqa: F401
import sympy.integrals.heurisch  # noqa: F401
import sympy.integrals.manualintegrate  # noqa: F401
import sympy.physics.units  # noqa: F401
import sympy.sets.handlers.functions  # noqa: F401
import sympy.tensor.tensor  # noqa: F401

from proofread.verdicts.child import Ended, call

LIMIT_SECONDS = 60

# SymPy builds tables at its first simplification; a Dummy leaves no symbol behind for a block to meet.
sympy.simplify(sympy.diff(1 / (1 + sympy.exp(-sympy.Dummy(real=True)))))


@dataclass(frozen=True)
class Result:
    """What a block did."""

    printed: str
    stderr: str
    error: str | None  # the exception's type and message, with the failing line of the page
    seconds: float


def _execute(code: str, path: str, line: int) -> Result:
    printed, stderr = io.StringIO(), io.StringIO()
    # Blank lines in front make the line numbers of a traceback those of the page.
    compiled_source = "\n" * (line - 1) + code
    error = None
    started = time.perf_counter()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(stderr), warnings.catch_warnings():
        warnings.simplefilter("error")
        in_threads = []
        threading.excepthook = lambda failure: in_threads.append(failure.exc_value)
        try:
            exec(compile(compiled_source, path, "exec"), {"__name__": "__main__", "__MODULE__": "__main__"})
            for thread in set(threading.enumerate()) - {threading.current_thread()}:
                thread.join()
            if in_threads:
                raise in_threads[0]
        except BaseException as exception:  # noqa: BLE001 - SystemExit and pytest.skip must not look like success
            error = describe(exception, code, path, line)
    return Result(printed.getvalue(), stderr.getvalue(), error, time.perf_counter() - started)


def describe(exception: BaseException, code: str, path: str, line: int) -> str:
    """Return ``path:line: Type: message`` and the line of the block that failed."""
    at = line
    if isinstance(exception, SyntaxError) and exception.filename == path:
        at = exception.lineno or line
    for frame in traceback.extract_tb(exception.__traceback__):
        if frame.filename == path:
            at = frame.lineno
    lines = code.splitlines()
    failing = lines[at - line].strip() if 0 <= at - line < len(lines) else ""
    message = str(exception) or "(no message)"
    return f"{path}:{at}: {type(exception).__name__}: {message}\n    {failing}"


def run(code: str, path: str, line: int) -> Result:
    """Run the code of a block and return what it printed, or why it failed."""
    try:
        return call(_execute, code, path, line, seconds=LIMIT_SECONDS)
    except Ended as ended:
        if ended.code is None:
            reason = f"the block ran for more than {LIMIT_SECONDS} s; make it shorter"
        else:
            reason = f"the block ended its process (exit code {ended.code}); a block must run to its last line"
        return Result("", "", f"{path}:{line}: {reason}", 0.0)
