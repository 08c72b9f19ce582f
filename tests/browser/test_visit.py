"""A visit sees each kind of defect: one of each is planted in a page that has none."""

from .visit import AXE_WIDTHS, KINDS, Visits

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
        for tab in visits.tabs:
            tab.open(PAGE)
            tab.page.wait_for_load_state("load")
            tab.page.evaluate(PLANTED)
            tab.measure()
            tab.start_axe(tab.first)
            tab.end_axe()
            for kind, found in tab.found.items():
                assert found, f"{tab.scheme}: not seen: {KINDS[kind]}"
            for rule in ("button-name", "link-name", "color-contrast"):
                assert any(f": {rule}, " in text for text in tab.found["axe"]), f"axe does not see {rule}: {tab.found['axe']}"
            for planted in (".pale", ".laid", ".sunk", ".faint"):
                assert any(planted in text for text in tab.found["axe"]), f"axe does not see {planted}: {tab.found['axe']}"
            tab.found["axe"].clear()
            [other] = {*AXE_WIDTHS} - {tab.first}
            tab.start_axe(other)
            tab.end_axe()
            assert ["color-contrast, " in text for text in tab.found["axe"]] == [True]
