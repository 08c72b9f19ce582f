"""Every run of pytest here checks the blocks of the pages in clean processes, and their mathematics."""

import atexit
import gc
import os
import shutil
import tempfile

import pytest

from proofread.results.store import RUN

if RUN not in os.environ:  # the first process of the run; where nothing is kept, its processes still check each formula once
    os.environ[RUN] = tempfile.mkdtemp(prefix="results-")
    atexit.register(shutil.rmtree, os.environ[RUN], ignore_errors=True)

pytest_plugins = ["blocks.plugin", "proofread.pytest_plugin"]


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is collected stays to the end: it is not searched for garbage, neither meanwhile nor while the tests run."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()
