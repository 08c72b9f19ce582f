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
    "gradient": "",  # derivatives
}
# on some pages a letter stands for something else: p for the target distribution, beside the prediction q
ON_PAGE = {
    "docs/cross-entropy.md": {"p": "y"},
    "docs/relu-losses.md": {"p": "y"},
    "docs/recipes-gradients.md": {"p": "y"},
    "docs/softmax-variants.md": {"t": "y"},
    "docs/network.md": {"A": "a", "D": "gradient"},
    "docs/formulas.md": {"D": "gradient"},
}
# wherever p is the argument of an entropy, or beside q, it is the target
ENTROPY = re.compile(r"H\(p|\\operatorname\{KL\}|q = p")

LETTER = re.compile(r'<span class="mord (?P<font>mathnormal|mathbf)(?P<more>[^"]*)"(?P<style>[^>]*)>(?P<text>[A-Za-z]+)</span>')


def quantity(letter: str, path: str, formula: str = "") -> str | None:
    """Return what a letter of a formula stands for on a page, or None if it has no colour."""
    if letter == "p" and ENTROPY.search(formula):
        return "y"
    usual = next((name for name, letters in LETTERS.items() if letter in letters), None)
    return ON_PAGE.get(path, {}).get(letter, usual)


def coloured(katex_html: str, path: str, formula: str) -> str:
    """Return KaTeX's HTML of a formula, or of a part of it, with a class at each letter that stands for a quantity."""

    def replace(match):
        letters = match["text"]  # KaTeX joins neighbours; the style, a margin at the right, belongs to the last
        spans = []
        for number, letter in enumerate(letters, 1):
            name = quantity(letter, path, formula)
            extra = f" quantity-{name}" if name else ""
            style = match["style"] if number == len(letters) else ""
            spans.append(f'<span class="mord {match["font"]}{match["more"]}{extra}"{style}>{letter}</span>')
        return "".join(spans) if any("quantity-" in span for span in spans) else match[0]

    return LETTER.sub(replace, katex_html)
