"""A page without scripts: all of it is shown."""

import re

import pytest

from .pages import PAGES, SOURCES, name
from .visit import LAY_OUT_ALL

WORDS = r"[A-Za-z]{3,}"
# What a source says to the build and not to the reader: code, formulas, marks, kinds of boxes, texts for screen readers.
UNSHOWN = (
    r"^---.*?^---|^```.*?^```|^ *```.*?^ *```|\$\$.*?\$\$|\$[^$]*\$|<!--.*?-->|<[^>]*>|\{[^}]*\}|!\[[^\]]*\]|\]\([^)]*\)"
    r"|^\s*[!?]{3}\+? \w+|^\*\[.*?$"
)

# What a reader can see: text in boxes that are drawn. Folded solutions are opened first.
SEEN = """() => {
  const article = document.querySelector("article");
  // what is off the screen is laid out when a reader comes near; here at once
  document.head.insertAdjacentHTML("beforeend", "<style>* { content-visibility: visible !important }</style>");
  for (const folded of article.querySelectorAll("details")) folded.querySelector("summary").click();
  const visible = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true}) &&
      element.getClientRects().length > 0;
  // a narrow screen shows the heading of its column in each cell, a wide one above them
  const hidden = selector => [...article.querySelectorAll(selector)].filter(element => !visible(element) && !element.closest(".label"))
      .map(element => element.textContent.trim().slice(0, 60));
  const words = article.cloneNode(true);  // code may show LaTeX as it is written
  for (const element of words.querySelectorAll("code, .katex-mathml")) element.remove();
  return {
    text: article.innerText,
    hidden: hidden("p, li, h1, h2, h3, pre, .katex, table, figure, figure svg, .jp-OutputArea svg, blockquote, dt, dd"),
    folded: [...article.querySelectorAll("details:not([open])")].length,
    formulas: article.querySelectorAll(".katex").length,
    raw: (words.textContent.match(/\\\\\\(|\\\\\\[|\\$[^$\\n]+\\$/g) || []).slice(0, 3),
  };
}"""


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_everything_is_shown_without_scripts(plain, page):
    plain.goto(page)
    plain.evaluate(LAY_OUT_ALL)
    seen = plain.evaluate(SEEN)
    assert not seen["hidden"], f"not visible without scripts: {seen['hidden'][:5]}"
    assert not seen["folded"], f"{seen['folded']} folded boxes do not open without scripts"
    assert not seen["raw"], f"LaTeX is shown as it was written: {seen['raw']}"
    if page in SOURCES and SOURCES[page].suffix == ".md":
        source = SOURCES[page].read_text(encoding="utf-8")
        prose = re.sub(UNSHOWN, " ", source, flags=re.DOTALL | re.MULTILINE)
        missing = set(re.findall(WORDS, prose)) - set(re.findall(WORDS, seen["text"]))
        assert len(missing) < 5, f"words of {SOURCES[page].name} are not shown: {sorted(missing)}"


def test_it_is_known_that_scripts_are_off(plain):
    plain.goto("")
    assert plain.evaluate("document.documentElement.classList.contains('js')") is False
    assert plain.locator("button.md-code__button, .md-clipboard").count() == 0
