"""How pages are rendered: typeset mathematics, inlined figures, notebook pages without third-party requests."""
