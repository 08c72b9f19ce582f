"""The declarations of a page, and what a tree means under them at given sizes."""
