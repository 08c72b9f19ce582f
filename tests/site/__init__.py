"""The built site, its theme, its links, and how it is built."""
