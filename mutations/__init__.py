"""Change the displayed formulas in small ways, and see whether the checker notices."""
