"""One colour per quantity: which letters stand for it. docs/assets/site.css holds the colours, docs/notation.md shows them.

The letters are coloured in KaTeX's HTML after it was made: the sources, the
spacing and the LaTeX that a reader copies stay as they are without colour.
"""

import re

# quantity, as in the variables --figure-... of docs/assets/site.css -> its letters
LETTERS = {
    "z": "zZ",  # pre-activations, logits
    "a": "apqP",  # activations, probabilities: what a unit puts out
    "y": "yY",  # targets
    "w": "wW",  # weights
    "loss": "C",  # losses, costs
}
# where the distribution p is the target and q the prediction
TARGET_P = {"docs/cross-entropy.md", "docs/relu-losses.md"}

LETTER = re.compile(r'<span class="mord (?P<font>mathnormal|mathbf)(?P<more>[^"]*)"(?P<style>[^>]*)>(?P<text>[A-Za-z]+)</span>')


def quantity(letter: str, path: str) -> str | None:
    """Return what a letter stands for on a page, or None if it has no colour."""
    if letter == "p" and path in TARGET_P:
        return "y"
    return next((name for name, letters in LETTERS.items() if letter in letters), None)


def coloured(katex_html: str, path: str) -> str:
    """Return KaTeX's HTML with a class at each letter that stands for a quantity."""

    def replace(match):
        letters = match["text"]  # KaTeX joins neighbours; the style, a margin at the right, belongs to the last
        spans = []
        for number, letter in enumerate(letters, 1):
            name = quantity(letter, path)
            extra = f" quantity-{name}" if name else ""
            style = match["style"] if number == len(letters) else ""
            spans.append(f'<span class="mord {match["font"]}{match["more"]}{extra}"{style}>{letter}</span>')
        return "".join(spans) if any("quantity-" in span for span in spans) else match[0]

    return LETTER.sub(replace, katex_html)
