"""The tests: of snippets/, the pages, proofread/, the built site, and what Chromium makes of it."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
