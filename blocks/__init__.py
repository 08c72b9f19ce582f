"""The executable blocks of a Markdown page: find them, run each in a clean process, publish what it prints."""
