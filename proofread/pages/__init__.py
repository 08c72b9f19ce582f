"""A page: the mathematics it shows, the verdict on each part of it, and what is wrong, at its place."""
