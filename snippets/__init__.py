"""NumPy reference implementations, one module per page; the pages quote them by anchor.

float32 input gives float32 results; integers are read as float64.
"""
