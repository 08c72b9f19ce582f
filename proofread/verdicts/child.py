"""Call a function in a process of its own: one that loops, exits or crashes harms nobody, and what it changes is gone with it.

Linux forks, so that the child pays for no import. Elsewhere a new interpreter is started: Windows cannot fork, and on
macOS a process that has loaded the system's linear algebra must not.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
import warnings

FORKS = sys.platform == "linux"
DONE = 71  # the exit code of a child that has sent its answer


class Ended(Exception):
    """The process ended before the function returned."""

    def __init__(self, code: int | None):
        super().__init__(code)
        self.code = code  # None: it was ended because its time was over


def call(function, *arguments, seconds: int):
    """Return what the function returns; raise `Ended` if its process ends before, or is not done after `seconds`.

    The function, its arguments and what it returns are pickled: the function is one of a module, by its name.
    """
    answer, code = (_forked if FORKS else _started)(function, arguments, seconds)
    if code == DONE and answer:
        return pickle.loads(answer)
    raise Ended(code)


def _forked(function, arguments, seconds) -> tuple[bytes, int | None]:
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 warns because NumPy's linear algebra keeps threads; the child never waits for them
        warnings.simplefilter("ignore", DeprecationWarning)
        gc.freeze()  # the child never walks what it shares with the parent, so no page of memory is copied for that
        child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(seconds)
            _answer(function, arguments, writer)
        finally:  # whatever the function did, the child ends here
            os._exit(70)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return answer, None if code == -signal.SIGALRM else code


def _started(function, arguments, seconds) -> tuple[bytes, int | None]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "proofread.verdicts.child"]
    request = pickle.dumps((function, arguments))
    try:
        ended = subprocess.run(command, input=request, stdout=subprocess.PIPE, env=environment, timeout=seconds)
    except subprocess.TimeoutExpired:
        return b"", None
    return ended.stdout, ended.returncode


def _answer(function, arguments, writer: int):
    """In the child: send what the function returns, and end."""
    payload = pickle.dumps(function(*arguments))
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(payload)
    os._exit(DONE)


if __name__ == "__main__":
    writer = os.dup(1)
    os.dup2(2, 1)  # what the function prints is no part of the answer
    _answer(*pickle.loads(sys.stdin.buffer.read()), writer)
