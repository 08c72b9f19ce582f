"""Every run of pytest here checks the blocks of the pages in clean processes."""

pytest_plugins = ["blocks.plugin"]
