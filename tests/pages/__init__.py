"""Contracts of the pages: their blocks, outputs, numerals, figures and notebooks."""
