"""Property tests draw the same examples on every run, and keep no database."""

from hypothesis import settings

settings.register_profile("reproducible", derandomize=True, deadline=None, database=None, max_examples=40)
settings.load_profile("reproducible")
