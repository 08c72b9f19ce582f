"""From the source of a formula to its tree: what is written, and no meaning yet."""
