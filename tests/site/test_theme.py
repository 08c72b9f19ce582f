"""The theme: one colour per quantity and readable everywhere, terms of the glossary, notebooks in the elements of the site."""

import base64
import html
import json
import re

import markdown
import pytest
import quickjs

from proofread.meaning.notation import read as read_notation
from proofread.pages.page import read as read_page
from tests import ROOT
from theme import cards, chains, deferred, fonts, glossary, heights, listings, mathematics, notebooks, quantities, quoted, readable, set_aside

CSS = (ROOT / "docs" / "assets" / "site.css").read_text(encoding="utf-8")
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md"))


def scheme(name):
    block = re.search(rf'\[data-md-color-scheme="{name}"\] \{{\n(.*?)\n\}}', CSS, re.DOTALL)[1]
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", block))


def contrast(first, second):
    """The ratio of WCAG 2: relative luminances with 0.05 of flare."""

    def luminance(colour):
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted([luminance(first), luminance(second)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["default", "slate"])
def test_every_quantity_is_readable_on_every_background(name):
    colours = scheme(name)
    for quantity in [*quantities.LETTERS, "first", "second", "third", "wrong", "right", "ink"]:
        for background in ("--figure-paper", "--site-box", "--site-output"):
            ratio = contrast(colours[f"--figure-{quantity}"], colours[background])
            assert ratio >= 4.5, f"{name}: {quantity} on {background} has contrast {ratio:.2f}"


def test_the_quantities_of_a_scheme_differ():
    for name in ("default", "slate"):
        colours = [scheme(name)[f"--figure-{quantity}"] for quantity in [*quantities.LETTERS, "first", "second", "third", "wrong", "right"]]
        assert len(set(colours)) == len(colours)


MEANS = {"z": "pre-activation|logit|its output", "a": "activation|output|probabilit|predicted|distribution|softmax|input of a linear layer", "y": "target",
         "w": "weight", "gradient": "derivative", "loss": "loss|cost|cross-entropy|mean over"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_coloured_letter_means_its_quantity(path):
    """Each page declares its symbols with their meanings; the colours must agree with them."""
    block = read_page(path.read_text(encoding="utf-8")).notation or ""
    for line in block.splitlines():
        declared, _, meaning = line.partition("#")
        if re.match(r"size|index|code", declared) or "names in other books" in meaning:
            continue
        heads = re.sub(r"\(.*?\)", "", re.split(r":=| : ", declared)[0]).split(", ")
        meanings = meaning.split(", ") if meaning.count(",") + 1 == len(heads) else [meaning] * len(heads)
        for head, meant in zip(heads, meanings):
            letter = re.match(r"(?:\\mathbf\{)?([A-Za-z])\b", head.strip().replace("_", " "))
            name = letter and quantities.quantity(letter[1], f"docs/{path.name}")
            if name:
                assert re.search(MEANS[name], meant), f"docs/{path.name}: {head} has the colour of {name} and means {meant!r}"
    read_notation(block)


def test_colours_change_neither_text_nor_latex():
    for formula in (r"z_k^2 + \mathbf{a} - aypq", r"\frac{\partial C_x}{\partial w_j}", r"\operatorname{lse}(z) \text{ of } z"):
        plain = mathematics.typeset(formula, True)
        colour = quantities.coloured(plain, "docs/softmax.md", formula)
        assert "quantity-" in colour and "quantity-" not in plain
        assert re.sub(r"<[^>]*>", "", colour) == re.sub(r"<[^>]*>", "", plain)
        assert re.search(r"<math.*</math>", colour)[0] == re.search(r"<math.*</math>", plain)[0]
    assert "quantity-" not in quantities.coloured(mathematics.typeset(r"\operatorname{zap} + \text{way}", False), "docs/softmax.md", "")


@pytest.mark.parametrize("path, formula, name", [
    ("docs/softmax.md", "p_k", "a"), ("docs/cross-entropy.md", "p_k", "y"), ("docs/relu-losses.md", "p_k", "y"),
    ("docs/formulas.md", "p_k", "a"), ("docs/formulas.md", "-H(p) + H(p, q)", "y"), ("docs/notation.md", r"\operatorname{KL}(p, q)", "y"),
    ("docs/network.md", "A_1", "a"), ("docs/network.md", "D_1", "gradient"), ("docs/softmax.md", "A(z)", "z"),
])
def test_a_letter_has_the_colour_of_what_it_means(path, formula, name):
    first = re.search(r"quantity-(\w+)", quantities.coloured(mathematics.typeset(formula, False), path, formula))
    assert first[1] == name


def test_the_glossary_is_read_and_refuses_what_a_tooltip_cannot_show():
    assert glossary.entries("# G\n\nlogit, logits\n:   The log-odds.\n") == {"logit": "The log-odds.", "logits": "The log-odds."}
    assert len(glossary.entries(glossary.SOURCE.read_text(encoding="utf-8"))) >= 25
    for text, message in {
        "logit\n:   The $z$.\n": "glossary.md:2: a tooltip shows plain text",
        "logit\n:   One.\n\nlogit\n:   Two.\n": "'logit' has an entry already",
        "\n:   One.\n": "an entry is a line of terms",
    }.items():
        with pytest.raises(glossary.GlossaryError, match=message):
            glossary.entries(text)


def test_a_term_is_marked_where_a_section_first_has_it_and_not_in_headings():
    logit, other = '<abbr title="L.">logit</abbr>', '<abbr title="L.">logits</abbr>'
    page = f"<h2>The {logit}</h2><p>{logit} {other}</p><h3>{logit}</h3><p>{other} {logit}</p>"
    assert glossary.once(page, glossary.SOURCE.read_text(encoding="utf-8")) == f"<h2>The logit</h2><p>{logit} logits</p><h3>logit</h3><p>{other} logit</p>"


def test_the_first_use_of_a_term_in_running_text_is_a_link_to_its_entry():
    entry = '<abbr title="The matrix of second derivatives of a scalar function.">Hessian</abbr>'
    clicked = f'<summary>{entry}</summary><a href="p.html">{entry}</a>'
    page = f"<h2>{entry}</h2>{clicked}<p>{entry}</p><h2>x</h2><p>{entry}</p>"
    before, after = glossary.once(page, glossary.SOURCE.read_text(encoding="utf-8")).split('<a class="term" href="glossary.html#term-hessian">')
    assert before == f'<h2>Hessian</h2><summary>{entry}</summary><a href="p.html">Hessian</a><p>'
    assert after == f"{entry}</a></p><h2>x</h2><p>{entry}</p>"
    assert '<dt id="term-hessian">Hessian</dt>' in glossary.anchored("<dl><dt>Hessian</dt><dd>The matrix.</dd></dl>")


@pytest.fixture
def notebook(tmp_path):
    def write(cells):
        path = tmp_path / "n.ipynb"
        path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
        return path

    return write


def cell(kind, **metadata):
    return {"cell_type": kind, "source": ["# T\n", "\n", "One $x$."], "metadata": metadata}


CODE = '<div class="highlight-ipynb hl-python"><pre><span></span>1 &lt; 2</pre></div>'
DRAWING = '<div class="jp-RenderedSVG jp-OutputArea-output"><img src="data:image/svg+xml;base64,{}"></div>'
SVG = "PHN2ZyB3aWR0aD0iMSIgaGVpZ2h0PSIyIj48ZyBpZD0iYSIvPjwvc3ZnPg=="  # <svg width="1" height="2"><g id="a"/></svg>


def test_a_notebook_keeps_its_cells_and_nothing_else(notebook):
    page = '<script>x</script><style>y</style><div class="jp-RenderedMarkdown"><div>A $z$ <a href="../relu.md#r">R</a></div></div>'
    page += CODE + '<div class="jp-RenderedText jp-OutputArea-output"><pre>True</pre></div>' + DRAWING.format(SVG)
    (notebook([]).parent.parent / "relu.md").write_text("# R", encoding="utf-8")
    html = notebooks.rebuilt(page, notebook([cell("markdown"), cell("code", alt="a line", caption="A < B")]), "docs/notebooks/n.ipynb")
    assert "<script" not in html and "<style" not in html and "jp-" not in html
    assert '<a href="../relu.html#r">' in html and 'class="arithmatex"' in html and 'href="n.ipynb" download' in html
    assert '<div class="language-python highlight"><pre><span></span><code>1 &lt; 2</code></pre></div>' in html
    assert '<div class="language-text highlight"><pre><span></span><code>True</code></pre></div>' in html
    assert "<figcaption>A &lt; B</figcaption>" in html
    assert 'aria-label="a line"' in html and 'id="cell-1-a"' in html and "width=" not in html


RED = base64.b64encode(b'<svg width="1" height="2"><path style="fill: #d62728"/></svg>').decode()


@pytest.mark.parametrize("page, cells, message", [
    (CODE + DRAWING.format(RED), [cell("code", alt="a", caption="b")], "code cell 1 draws in #d62728; take the colours of figures/colours.py"),
    (CODE + DRAWING.format(SVG), [cell("code")], 'code cell 1 draws a figure; say .* what is seen .*"alt"'),
    (CODE + DRAWING.format(SVG), [cell("code", alt="a")], 'code cell 1 draws a figure; say .* what it shows, .*"caption"'),
    (CODE, [], "not as many code cells"),
    ('<div class="jp-RenderedHTML jp-OutputArea-output"></div>', [], "has no form on the site"),
    ('<div class="jp-RenderedMarkdown"><a href="../none.md">x</a></div>', [], "leads to no page"),
])
def test_what_a_notebook_page_cannot_show_is_refused(notebook, page, cells, message):
    with pytest.raises(notebooks.NotebookError, match=f"docs/notebooks/n.ipynb[:,] .*{message}"):
        notebooks.rebuilt(page, notebook(cells), "docs/notebooks/n.ipynb")


def test_a_block_of_code_knows_its_lines_and_columns():
    for code, lines, columns in (("a\n", 1, 1), ("a\nbc\n\nc\n", 4, 2), ("a", 1, 1), ('<span class="k">x</span> &lt; 1\nb', 2, 5)):
        page = f'<p>x</p><div id="shown-1" class="language-python highlight"><span class="filename">long.py</span><pre><span></span><code>{code}</code></pre></div>'
        assert f'<div id="shown-1" class="language-python highlight" style="--lines: {lines}; --columns: {columns}"><span' in heights.measured(page)


def test_a_page_asks_at_once_for_the_fonts_of_its_formulas(site):
    assert fonts.used("<p>none</p>") == []
    assert fonts.used('<span class="katex"><span class="mord mathnormal">x</span>') == ["KaTeX_Main-Regular", "KaTeX_Math-Italic"]
    for page in ("softmax.html", "contributing.html"):
        text = (site / page).read_text(encoding="utf-8")
        assert re.findall(r'<link rel="preload" href="assets/katex/fonts/([\w-]+)\.woff2"', text) == fonts.used(text)


def test_a_table_knows_its_rows_and_has_the_frame_it_scrolls_in():
    rows = "<tr><th>a</th></tr><tr><td>b</td></tr></table>"
    framed = f'<div class="rows" style="--rows: 2"><div class="md-typeset__scrollwrap" tabindex="0" role="group" aria-label="table"><div class="md-typeset__table"><table class="table">{rows}</div></div></div>'
    assert heights.measured(f'<p class="a">x</p><table>{rows}') == f'<p class="a">x</p>{framed}'


def test_a_text_knows_its_length():
    formula = '<span class="katex-mathml"><math>hidden</math></span><span>z</span>'
    assert heights.measured(f"<p>ab {formula}</p>").startswith('<p style="--characters: 4">ab ')
    assert heights.measured('<p id="a">b</p>') == '<p id="a" style="--characters: 1">b</p>'
    assert heights.measured("<ul><li>ab</li><li>c</li></ul>").startswith('<ul style="--characters: 3; --items: 2"><li>')
    assert heights.measured("<ol><li>a</li></ol>").startswith('<ol style="--characters: 1; --items: 1">')
    inner = "<ul><li>b</li><li>c</li></ul>"
    assert heights.measured(f"<ul><li>a{inner}</li><li>d</li></ul><p>e</p>") == (
        f'<ul style="--characters: 4; --items: 4"><li>a{inner}</li><li>d</li></ul><p style="--characters: 1">e</p>'
    )
    many = "<li>a</li>" * 9
    assert heights.measured(f"<ul>{many}<li>d{inner}</li></ul>").startswith('<ul style="--characters: 12; --items: 12" data-entries><li>')
    assert "data-entries" not in heights.measured(f"<ul>{many}<li>d</li><li>e</li></ul>")
    assert heights.measured('<ol class="chain"><li>a</li></ol>') == '<ol class="chain"><li>a</li></ol>'


def test_a_listing_keeps_its_characters_and_the_colours_that_differ():
    code = '<pre><code><span class="n">a</span><span class="w"> </span><span class="o">&lt;</span> <span class="mi">1</span><span class="p">)</span></code></pre>'
    assert listings.lightened(code) == '<pre><code>a &lt; <span class="mi">1</span>)</code></pre>'


def test_a_formula_knows_its_rows():
    display = '<div class="equation" id="eq-a-1"><div><span class="katex" data-latex="{}"></span></div></div>'
    assert 'id="eq-a-1" style="--rows: 1">' in heights.measured(display.format("a = b"))
    assert 'id="eq-a-1" style="--rows: 3">' in heights.measured(display.format(r"a &= b \\ &= c \\ &= d"))
    chain = '<div class="equation" id="eq-a-2"><ol data-latex="a &= b \\\\ &= c"></ol></div>'
    assert 'id="eq-a-2" style="--rows: 2">' in heights.measured(chain + display)
    row = '<li><span class="chain-left">{}</span><span class="chain-right">a</span><span class="chain-reason">{}</span></li>'
    rows = row.format("<span>l</span>", "b") + row.format("", "<i>c</i>" * 40)
    chain = f'<div class="equation" id="eq-a-3"><div><ol class="chain" data-latex="a">{rows}</ol></div></div>'
    assert 'id="eq-a-3" style="--rows: 1; --beneath: 3">' in heights.measured(chain)


def test_what_lies_below_the_first_screens_is_deferred_up_to_the_last_heading():
    page = (
        '<h1>T</h1><p>a</p><h2>A</h2><p title="1 > 0">b</p><h2>B</h2>\n<p title="1 > 0">c<br>d</p><div class="equation"><p>e</p></div>'
        '<h3>f</h3><figure><svg><path d=""/><text>&lt;p&gt;</text></svg></figure><hr /><ul>\n<li>g</li></ul>'
        '<!-- <div> --><script>"<div>"</script><h2>C</h2><p>h</p>'
    )
    expected = page
    for tag in ('<p title="1 > 0">c', '<div class="equation">', "<figure>", "<ul>"):
        expected = expected.replace(tag, tag.replace(">c", " data-deferred>c") if tag.endswith("c") else f"{tag[:-1]} data-deferred>")
    assert deferred.marked(page) == expected
    below = "<h2>A</h2><p>a</p><h3>b</h3><p{}>c</p><h2>B</h2><p data-deferred>d</p><h2>C</h2><p>e</p>"
    assert deferred.marked(below.format("").replace(" data-deferred", "")) == below.format(" data-deferred")


def test_a_page_of_two_sections_defers_nothing():
    page = "<h2>A</h2><p>a</p><h2>B</h2><p>b</p>"
    assert deferred.marked(page) == page


def test_cases_with_fractions_do_not_touch_and_are_copied_as_they_were_written():
    formula = r"r = \begin{cases} \frac{1}{2} \\ \frac{b}{c} \\ d \end{cases}"
    assert mathematics.spaced(formula) == formula.replace(r"\frac{1}{2} \\", r"\frac{1}{2} \\[0.6em]")
    assert f'<span class="katex" data-latex="{html.escape(formula)}">' in mathematics.typeset(formula, True)
    within = r"\begin{aligned} a &= \begin{cases} \frac{1}{2} \\ \frac{1}{3} \end{cases} \\ &= \frac{1}{4} \end{aligned}"
    assert mathematics.spaced(within) == within


@pytest.mark.parametrize("formula", [
    "z_k = 2", "e^{-z_k}", "a_i^2", r"\sum_k p_k \ln q_k", r"\frac{x_{jk}}{\sqrt{1 + x^2}}\, y", r"\bigl(z_k - \max_j z_j\bigr) \cdot \bar{z}",
    r"\begin{cases} z_1 & z_1 > 0 \\ 0 & z_1 \le 0 \end{cases}", r"\mathbf{a}_x^\top \text{ for } x \ne 0", r"1_{z > 0}\,\ell\!\left(\frac{1}{2}\right)",
])  # fmt: skip
def test_a_formula_has_the_characters_and_the_spaces_that_katex_gives_it(formula):
    context = quickjs.Context()
    context.eval(mathematics.KATEX.read_text(encoding="utf-8"))
    context.eval("own = formula => JSON.stringify(katex.renderToString(formula))")
    own, drawn = json.loads(context.get("own")(formula)), mathematics.typeset(formula, False)
    before, after = ([half for half in text.split('<span class="katex-html"')] for text in (own, drawn))
    for kind, one, other in zip(("MathML", "drawing"), before, after):
        text = lambda part: re.sub(r"<annotation.*?</annotation>|<[^>]*>|\u200b", "", part)  # noqa: E731
        assert text(one) == text(other), kind
    assert drawn.count("<span") < own.count("<span")

    def width(half):  # of the spaces and of what corrects a slant, in the size of the formula
        sizes, total = [1.0] * 3, 0.0
        for tag in re.findall(r"<span[^>]*>|</span>", half):
            if tag == "</span>":
                sizes.pop()
                continue
            scale = {"script": 0.7, "script within": 5 / 7}.get((re.search('class="([^"]*)"', tag) or [0, ""])[1])
            scale = scale or (0.7 if "reset-size6 size3" in tag else 5 / 7 if "reset-size3 size1" in tag else 1)
            sizes.append(sizes[-1] * scale)
            total += sizes[-1] * sum(map(float, re.findall(r"margin-(?:left|right):(-?[\d.]+)em", tag)))
        return total

    assert width(before[1]) == pytest.approx(width(after[1]), abs=1e-3)


def test_an_index_alone_is_one_element_moved_down():
    drawn = mathematics.typeset("z_k", False).partition('<span class="katex-html"')[2]
    assert "vlist" not in drawn and drawn.count("<span") == 5
    top = re.search(r'class="script" style="top:([\d.]+)em', drawn)
    assert 0.7 * float(top[1]) == pytest.approx(0.15, abs=1e-3)  # rule 18b of TeX, whose font parameter sub1 is 0.15


CHAIN = r"""\begin{aligned}
a &= \frac{b}{c} && \text{because } c < \ln d \text{, which holds} \\
&\le \sqrt{\text{a \& b}}
\end{aligned}"""


def test_a_chain_is_read_row_by_row():
    assert chains.rows(CHAIN) == [
        ("a", r"= \frac{b}{c}", r"\text{because } c < \ln d \text{, which holds}"), ("", r"\le \sqrt{\text{a \& b}}", ""),
    ]


@pytest.mark.parametrize("formula", [
    "a = b", r"\begin{aligned} a &= b \end{aligned} c", r"\begin{aligned} a &= b & c \end{aligned}",
    r"\begin{aligned} a &= b & c & d \end{aligned}",
])
def test_what_is_no_chain_is_typeset_as_it_is(formula):
    assert chains.rows(formula) is None


def test_a_chain_is_a_list_whose_reasons_are_text_and_keeps_its_source():
    shown = mathematics.element(CHAIN, True, "docs/x.md")
    assert shown.count("<li>") == 2 and f'data-latex="{html.escape(CHAIN)}"' in shown
    reason = re.search(r'<span class="chain-reason">(.*?)</span></li>', shown)[1]
    assert reason.startswith('because <span class="held"><span class="katex" data-latex="c &lt; \\ln d">') and reason.endswith("</span>,</span> which holds")


def test_a_card_has_the_heading_of_each_cell():
    table = "<table><thead><tr><th>a</th><th style='x'>b <abbr title='t'>c</abbr></th></tr></thead><tr><td>1</td><td style='x'>2</td></tr></table>"
    label = '<span class="label" data-search-exclude>{}: </span>'
    expected = f"<tr><td>{label.format('a')}1</td><td style='x'>{label.format('b c')}2</td></tr>"
    assert expected in cards.labelled(f'<div class="cards wide">\n{table}</div>')
    assert cards.labelled(table) == table
    assert cards.labelled(f'<div class="cards" markdown>\n{table}</div>') == cards.labelled(f'<div class="cards">\n{table}</div>')


@pytest.mark.parametrize("source, held", [("so ($a$), b", "(<bdi*</bdi>),"), ("so $a$.", "<bdi*</bdi>."), ("so $a$ b.", "")])
def test_a_stop_stays_on_the_line_of_its_formula(source, held):
    arithmatex = {"pymdownx.arithmatex": {"generic": True}}
    page = markdown.markdown(source, extensions=["pymdownx.arithmatex", mathematics.MathematicsExtension()], extension_configs=arithmatex)
    found = re.findall(r'<span class="held">(.*?</bdi>[^<]*)</span>', page)
    assert [re.sub("<bdi.*</bdi>", "<bdi*</bdi>", text) for text in found] == ([held] if held else [])


@pytest.mark.parametrize("formula, short", [(r"0 \le y \le 1", True), (r"\operatorname{ReLU}(z) - y = \frac{1}{2} z", False)])
def test_a_short_formula_is_kept_on_one_line(formula, short):
    assert ("data-short" in mathematics.element(formula, False, "docs/x.md")) == short
    assert "data-short" not in mathematics.element(formula, True, "docs/x.md")


def test_formulas_and_drawings_are_set_aside_and_come_back():
    page = '<p>a <bdi class="arithmatex" data-short><span>x</span></bdi> <svg role="img"><text>1</text></svg></p><div class="arithmatex">y</div>'
    short, pieces = set_aside.taken_out(page)
    assert pieces == ["<span>x</span>", '<svg role="img"><text>1</text></svg>', "y"] and "<text>" not in short
    assert set_aside.put_back(f"<body>{short}</body>", pieces) == f"<body>{page}</body>"


def test_a_formula_from_elsewhere_is_typeset_without_colours_and_other_code_is_left():
    page = '<p><code class="formula">p_k \\ge \\frac{a &lt; b}{2}</code>, <code>p_k</code></p>'
    drawn = quoted.drawn(page)
    assert drawn.count('<bdi class="arithmatex" data-search-exclude>') == 1 and "<mfrac>" in drawn
    assert drawn.endswith("<code>p_k</code></p>") and 'class="formula"' not in drawn
    assert "quantity-" not in drawn


@pytest.mark.parametrize("latex, text", [
    (r"-\sum_k p_k \ln q_k", "−∑ₖpₖ ln qₖ"), (r"\frac{z - y}{z (1 - z)}", "(z − y)/(z(1 − z))"), (r"1_{z > 0}", "1_(z > 0)"),
    (r"\frac{\partial C_x}{\partial z_j} = p_j - y_j", "∂Cₓ/∂zⱼ = pⱼ − yⱼ"), (r"\frac{\lambda}{4 n}", "λ/(4n)"), ("10^{-7}", "10⁻⁷"),
    (r"\operatorname{ReLU}(z) = \max(0, z)", "ReLU(z) = max(0, z)"), (r"a < -1", "a < −1"), (r"(1 - y) \ln(1 - a)", "(1 − y) ln(1 − a)"),
    (r"\begin{cases} 0 & z < 0 \\ 1 & z > 0 \end{cases}", ""),
])  # fmt: skip
def test_a_formula_is_read_in_a_line_of_plain_characters(latex, text):
    assert readable.readable(latex) == text


def test_the_search_index_is_given_the_text_of_a_formula_and_readers_are_not():
    element = mathematics.element("a < b_k", False, "docs/x.md")
    given, pieces = set_aside.taken_out(f"<p>so {element}.</p>")
    assert given.startswith("<p>so \u2063a &lt; bₖ\u2063<bdi") and set_aside.put_back(given, pieces) == f"<p>so {element}.</p>"
