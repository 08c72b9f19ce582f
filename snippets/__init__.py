"""NumPy reference implementations, one module per page; the pages quote them by anchor.

float32 and float64 are computed as they are, integers are read as float64, and other types are refused. A result
has the common type of the arrays it comes from, `np.result_type`; a single number beside them takes their type.
Results are within 4 ulps of the exact value of the formula, unless the docstring says how far, and why.
"""
