"""The colours of the figures, as the light scheme of docs/assets/site.css has them.

A drawing is made with them; on the site each becomes a CSS variable, so that one drawing suits light and dark.
"""

# name of the CSS variable, without --figure- -> colour; no other colour may appear in a figure
COLOURS = {
    "ink": "#26292f",  # text and axes
    "faint": "#d5d8de",  # grid, guides
    "paper": "#ffffff",  # background behind a label
    "z": "#1f5fa8",  # the pre-activation
    "a": "#7a3ea1",  # the activation, the probabilities
    "loss": "#a3420a",  # the loss
    "gradient": "#0b6b5d",  # a derivative
    "wrong": "#b3202c",  # undefined, infinite, diverging
    "right": "#1d6b2f",  # what to do instead
    "y": "#70560a",  # the target
    "first": "#4046c8",  # the classes, and other things of one kind; a marker or a line style tells them apart, too
    "second": "#587000",
    "third": "#0b7285",
}


def variables(svg: str) -> str:
    """Return a drawing with the variables of the stylesheet for its colours."""
    for name, colour in COLOURS.items():
        svg = svg.replace(colour, f"var(--figure-{name})")
    return svg
