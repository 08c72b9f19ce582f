"""A printed page: vectors and text, with its code, outputs, folded solutions and the targets of its links."""

import io
import re
import unicodedata

import pypdf
import pytest

from .tabs import without_errors

PRINTED = "relu.html"
# On paper there is no background: each text must be dark enough on white.
FAINT = """() => {
  const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const faint = new Set();
  for (const element of document.querySelectorAll("article :is(h1, h2, h3, p, li, td, th, code, span, a, text, figcaption)")) {
    const style = getComputedStyle(element);
    if (style.display === "none" || !element.getClientRects().length) continue;
    const [red, green, blue, alpha] = (element.matches("text") ? style.fill : style.color).match(/[\\d.]+/g).map(Number);
    const light = 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
    if ((1.05 / (light + 0.05) < 3 || alpha < 0.5) && element.textContent.trim())
      faint.add(`${style.color}: <${element.localName} class="${element.getAttribute("class") || ""}"> ` +
        element.textContent.trim().slice(0, 40));
  }
  return [...faint].slice(0, 5);
}"""


def without_space(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module")
def paper(desk):
    with desk.as_new() as page, without_errors(page):
        page.goto(PRINTED)
        return pypdf.PdfReader(io.BytesIO(page.pdf()))


def test_formulas_and_figures_are_printed_as_vectors(paper):
    fonts = {}
    for sheet in paper.pages:
        assert not sheet.images, f"sheet {sheet.page_number + 1} holds an image of pixels"
        for font in sheet["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            (inner,) = font["/DescendantFonts"]
            fonts[str(font["/BaseFont"])] = inner.get_object()["/FontDescriptor"]
    assert any("KaTeX_Main" in name for name in fonts) and any("KaTeX_Math" in name for name in fonts)
    for name, descriptor in fonts.items():
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor, f"the font {name} is not embedded"


def test_code_outputs_solutions_and_link_targets_are_printed(tab, paper):
    tab.goto(PRINTED)
    printed = without_space("".join(sheet.extract_text() for sheet in paper.pages))
    for code in tab.locator("article pre code").all_text_contents():
        assert without_space(code) in printed, f"this code is not on paper:\n{code}"
    assert tab.locator("article details").count(), "no folded solution on this page: choose another for this test"
    first_words = "paragraphs => paragraphs.map(p => p.firstChild.nodeType === Node.TEXT_NODE ? p.firstChild.textContent : '')"
    for text in tab.eval_on_selector_all("article details > p", first_words):
        words = re.split(r"[^A-Za-z ,.]", text)[0]  # up to a formula or a sign that paper may have in another way
        assert without_space(words) in printed, f"this folded text is not on paper:\n{words}"
    leaving = "article p a[href]:not([href^='#'], .headerlink, .term, .badge *, .chain-symbols *)"  # what opens at a formula or a term stays on the screen
    targets = tab.eval_on_selector_all(leaving, "links => links.map(link => link.getAttribute('href'))")
    assert targets, "no link leaves this page: choose another for this test"
    for target in targets:
        assert without_space(target) in printed, f"the target of this link is not on paper: {target}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_is_dark_on_white(tab, scheme):
    tab.emulate_media(media="print", color_scheme=scheme)
    tab.goto(PRINTED)
    assert not tab.evaluate(FAINT), tab.evaluate(FAINT)


def test_a_heading_is_printed_on_the_sheet_of_its_first_formula(tab):
    tab.goto("softmax.html")
    sheets = [without_space(sheet.extract_text()) for sheet in pypdf.PdfReader(io.BytesIO(tab.pdf())).pages]
    for heading, reason in tab.evaluate("""() => [...document.querySelectorAll("h3")].flatMap(heading => {
        const formula = heading.nextElementSibling?.nextElementSibling
        return formula?.querySelector(".chain-reason") ? [[heading, formula.querySelector(".chain-reason")]] : []
    }).map(pair => pair.map(element => element.firstChild.textContent))"""):
        found = [sheet for sheet in sheets if without_space(heading) in sheet]
        assert any(without_space(reason) in sheet for sheet in found), f"{heading}: its formula is on another sheet"


def test_the_formula_sheet_is_two_sheets_of_a4(tab):
    tab.goto("formulas.html")
    sheets = pypdf.PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True))).pages
    assert [[round(float(side) * 25.4 / 72) for side in sheet.mediabox[2:]] for sheet in sheets] == [[210, 297]] * 2
    printed = without_space("".join(sheet.extract_text() for sheet in sheets))
    names = "article :is(td:first-child > a, td > code, pre > code):not(#check ~ *, #check ~ * *)"
    written = tab.locator(names).all_text_contents()
    assert len(written) > 100
    for text in written:
        assert without_space(text) in printed, f"on the sheet, and not on paper: {text}"
