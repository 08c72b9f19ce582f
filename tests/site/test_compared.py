"""The build stops where KaTeX typesets a formula that proofread did not check, or the other way round."""

import markdown
import pytest

from proofread.pages.typeset import Typeset, of_markdown
from theme import compared, mathematics

PAGE = "so $a = b$\n\n$$\nc = d\n$$\n\nand $a = b$\n"


def test_the_same_lists_differ_in_nothing():
    read = of_markdown(PAGE)
    assert [formula.display for formula in read] == [False, True, False]
    assert compared.difference(read, [Typeset(f" {f.source}", f.display) for f in read], []) is None
    assert compared.difference([*read, Typeset("z", False)], read, [Typeset("z", False)]) is None


@pytest.mark.parametrize(("change", "message"), [
    (lambda read: read[:-1], "is typeset, but was not checked"),
    (lambda read: [*read, Typeset("z", False)], "was checked, but is not typeset"),
    (lambda read: [Typeset("a = c", False), *read[1:]], "is typeset, but was not checked"),
])  # fmt: skip
def test_a_difference_is_found(change, message):
    read = of_markdown(PAGE)
    assert message in compared.difference(read, change(read), [])[1]


def test_displays_in_another_order_are_found():
    built = [Typeset("a", True), Typeset("b", True)]
    assert "another place" in compared.difference(built, built[::-1], [])[1]


def test_the_typesetter_tells_what_it_typeset():
    extension = mathematics.MathematicsExtension()
    converter = markdown.Markdown(extensions=["pymdownx.arithmatex", extension], extension_configs={"pymdownx.arithmatex": {"generic": True}})
    extension.findings = ["the page is shown to its writer"]
    converter.convert(PAGE)
    assert extension.built == of_markdown(PAGE)


def test_the_message_has_the_place():
    found = compared.difference(of_markdown(PAGE), of_markdown("so $a = b$ and $a = b$\n"), [])
    assert compared.told(*found, "docs/page.md", PAGE).startswith("docs/page.md:4: this formula is typeset, but was not checked")
