"""The figures of the site, drawn at build time: one function a figure, in the module named after its page."""
