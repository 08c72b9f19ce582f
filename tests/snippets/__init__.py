"""Laws, extremes and gradients of the functions of snippets/."""
