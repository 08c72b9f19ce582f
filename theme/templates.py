"""Keep the templates as Jinja compiles them, by their text and the installed packages: MkDocs compiles them for each build otherwise."""

from jinja2 import Environment, FileSystemBytecodeCache

from proofread.results.dependencies import environment
from proofread.results.store import kept, key, pruned

store = kept("templates")


def keep(env: Environment) -> None:
    """Let an environment look for its templates among those that an earlier build compiled."""
    if store.folder is None:
        return
    pruned(store.folder)
    folder = store.folder / key(environment())[:16]
    folder.mkdir(exist_ok=True)
    folder.touch()
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
