"""Every run of pytest here checks the blocks of the pages in clean processes, and their mathematics."""

pytest_plugins = ["blocks.plugin", "proofread.pytest_plugin"]
