"""A visit sees each kind of defect: one of each is planted in a page that has none."""

from .tabs import started
from .visit import DESK, KINDS, LOOKS, PHONE, Visits

PLANTED = """async () => {
  const article = document.querySelector("article");
  const plant = html => article.insertAdjacentHTML("beforeend", html);
  console.error("planted");
  await fetch("no-such-file.json");
  plant('<img src="http://planted.invalid/image.png" alt="planted">');
  const script = document.createElement("script");
  script.textContent = "window.planted = true";
  article.append(script);
  plant('<div style="width: 3000px">wide</div>');
  plant('<p><span class="katex"><span class="katex-html"><span class="katex-base">x<span style="position: relative; left: 3000px">x</span></span></span></span>');
  plant('<p class="chain-reason" style="position: relative; left: -3000px">a reason</p>');
  article.insertAdjacentHTML("afterbegin", '<p data-deferred style="content-visibility: auto">deferred</p>');
  plant('<div style="height: 20px; overflow-y: auto; overflow-x: hidden"><p>one<p>two<p>three</div>');
  plant('<div style="width: 50px; overflow-x: auto; white-space: nowrap">a line that is longer than its box</div>');
  for (const glyph of document.querySelectorAll(".katex-html span")) glyph.style.color = "#808080";
  // what axe is to see although most of a page's code and formulas are taken out beforehand
  plant('<button></button> <p class="pale" style="color: #808080">pale</p>');
  // letters as elsewhere on another ground, that they stand in or lie on
  const ink = getComputedStyle(article).color;
  plant(`<div style="background: ${ink}"><p class="sunk">words</p></div>`);
  plant(`<div style="margin-bottom: -4em; height: 4em; background: ${ink}"></div><p class="laid">words</p>`);
  plant('<pre class="planted"><code><span class="faint" style="color: #808080">two</span></code></pre>');
  const link = document.createElement("a");
  link.href = "#";
  link.append(document.querySelector(".katex").cloneNode(true));
  article.append(link);
}"""
PAGE = "notebooks/landscapes.html"  # short, with formulas


def test_a_visit_sees_what_is_planted(browser, address):
    with Visits(browser, address) as visits:
        visits.to(PAGE)  # whose colours are known then
        for tab in visits.tabs:
            known = dict(tab.alike)
            tab.open(PAGE)
            started(tab.page)
            tab.page.evaluate(PLANTED)
            tab.measure()
            tab.start_axe(tab.widths[-1])
            tab.end_axe()
            for kind, found in tab.found.items():
                assert found or (tab.touched and kind == "unreachable"), f"{tab.scheme}: not seen: {KINDS[kind]}"
            assert any('class="katex-base"' in text for text in tab.found["sideways"]), f"not seen: a glyph, in {tab.found['sideways']}"
            for planted in ["out of sight: a reason"] + ["deferred"] * (tab.first == PHONE):
                assert any(planted in text for text in tab.found["looks"]), f"not seen: {planted}, in {tab.found['looks']}"
            for rule in ("button-name", "link-name", "color-contrast"):
                assert any(f": {rule}, " in text for text in tab.found["axe"]), f"axe does not see {rule}: {tab.found['axe']}"
            for planted in (".pale", ".laid", ".sunk", ".faint"):
                assert any(planted in text for text in tab.found["axe"]), f"axe does not see {planted}: {tab.found['axe']}"
            tab.found["axe"].clear()
            tab.start_axe(tab.first)
            tab.end_axe()
            assert ["color-contrast, " in text for text in tab.found["axe"]] == [True]
            assert known and tab.alike == known, "colours beside faint ones are taken as known"


# What a reader's eye trips over: what is planted, and what is said of it on a phone and at a desk.
TRIPS = """() => {
  const article = document.querySelector("article");
  const plant = html => article.insertAdjacentHTML("beforeend", html);
  plant('<div class="cards"><table><tr><td style="position: relative; left: -3000px">gone</td></tr></table></div>');
  plant('<div class="md-typeset__scrollwrap" style="overflow-x: auto; white-space: nowrap; width: 50px">a table that is cut</div>');
  plant('<details><summary>folded</summary><div class="md-typeset__scrollwrap" style="overflow-x: auto; white-space: nowrap; width: 50px">' +
    '<table><tr><td>a folded table</td></tr></table></div></details>');
  plant('<div class="equation"><div class="arithmatex"><div style="width: 3000px">a display that is cut</div></div></div>');
  plant('<p class="chain-reason" style="position: relative; left: -3000px">a reason</p>');
  plant('<div class="highlight language-text"><pre><code>output</code></pre><button>copy</button></div>');
  plant('<div class="highlight" style="position: relative"><pre><code>covered</code></pre><button style="position: absolute; top: 0; height: 100%">copy</button></div>');
  plant(`<figure><svg width="300" height="100"><text x="290" y="20">overhang</text><text x="20" y="50">below</text><text x="22" y="51">above</text>
    <line x1="0" x2="300" y1="76" y2="76" stroke="black"></line><text x="100" y="80">struck</text></svg></figure>`);
  plant('<details><summary style="display: block; min-height: 0; padding: 0; line-height: 20px">low</summary></details>');
  plant('<p style="width: 60px"><span class="held" style="white-space: normal"><span class="katex-base" style="padding-left: 40px">x</span>, and</span></p>');
  plant('<div class="highlight"><pre><code style="display: block; width: 60px; overflow: auto">a long line of a listing</code></pre></div>');
  plant('<table><tr><td style="width: 60px; max-width: 60px"><code style="word-break: break-all; white-space: normal">cross_entropy_with_logits</code></td></tr></table>');
}"""
SAID = {
    PHONE: ["out of sight: gone", "out of sight: a reason", "whole: a table that", "whole: a folded table", "for a finger: low", "begins with a stop: x", "broken: ", "output has a button: output", "covers the code: covered"],
    DESK: ["out of sight: a reason", "output has a button: output", "covers the code: covered", "over the edge of its drawing: overhang",
           "on other words of its drawing: below", "by a line: struck", "broken: ", "wider than the column: a long line"],
}


def test_a_visit_sees_what_an_eye_trips_over(browser, address):
    with Visits(browser, address) as visits:
        for tab in visits.tabs:
            tab.open(PAGE)
            started(tab.page)
            tab.page.evaluate(TRIPS)
            looks, seen = tab.page.evaluate(LOOKS, {"width": tab.first, "unfold": True})
            for said in SAID[tab.first]:
                assert any(said in look for look in looks), f"not seen: {said}, in {looks}"
            assert seen["cut"] == ["a display that is cut"] and seen["row"] > 900
            assert seen["height"] > 900 and seen["code"] > 20 and seen["prose"] > 20
