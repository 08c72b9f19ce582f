"""How pages are rendered: typeset mathematics, inlined figures, notebook pages without third-party requests."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
