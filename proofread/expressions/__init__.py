"""Scalars, columns and matrices as expressions, and their values in rigorous ball arithmetic."""
