"""The glossary's terms as abbreviations, so that every page explains them where a reader points at one.

docs/glossary.md is the only source: a definition list, one term or several
spellings of it in a line, and one sentence of plain text.
"""

import re
from html import unescape

from theme import ROOT

SOURCE = ROOT / "docs" / "glossary.md"
ENTRY = re.compile(r"^(?P<terms>[^\s:#].*)\n:   (?P<sentence>.+)$", re.MULTILINE)

# a heading, a link or the line of a folded box, or a term that the extension `abbr` has marked
MARKED = re.compile(
    r'(?P<heading><h[1-6]\b.*?</h[1-6]>)|(?P<clicked><(?P<tag>a|summary)\b.*?</(?P=tag)>)|<abbr title="(?P<sentence>[^"]*)">(?P<term>[^<]*)</abbr>',
    re.DOTALL,
)
DEFINED = re.compile(r"<dt>(?P<terms>[^<]*)</dt>")


class GlossaryError(ValueError):
    """The glossary cannot be read; the message names the line and the mend."""


def entries(text: str) -> dict[str, str]:
    """Return the sentence of each spelling; raise `GlossaryError` for a sentence that a tooltip cannot show."""
    found = {}
    for match in ENTRY.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if re.search(r"[$`*_\[\]<>]", match["sentence"]):
            raise GlossaryError(f"docs/glossary.md:{line + 1}: a tooltip shows plain text; take the markup out")
        for term in match["terms"].split(", "):
            if term in found:
                raise GlossaryError(f"docs/glossary.md:{line}: {term!r} has an entry already")
            found[term] = match["sentence"]
    if text.count("\n:   ") != len(ENTRY.findall(text)):
        raise GlossaryError("docs/glossary.md: an entry is a line of terms and one line that begins with a colon and three spaces")
    return found


def explained(markdown: str) -> str:
    """Return a page with the glossary's terms appended as abbreviations."""
    terms = entries(SOURCE.read_text(encoding="utf-8"))
    return markdown + "\n\n" + "".join(f"*[{term}]: {sentence}\n" for term, sentence in terms.items())


def once(page_html: str, glossary: str) -> str:
    """Return a page in which a term is marked where a section first has it, and not in headings; the first one is a link to its entry."""
    seen, linked = set(), set()
    first = {}  # the first spelling of each sentence, which names its entry
    for term, sentence in entries(glossary).items():
        first.setdefault(sentence, term)

    def replace(match, link=True):
        if match["heading"]:
            seen.clear()
            return re.sub(r"</?abbr\b[^>]*>", "", match["heading"])
        if match["clicked"]:
            tag = f"<{match['tag']}"
            return tag + MARKED.sub(lambda inner: replace(inner, link=False), match["clicked"].removeprefix(tag))
        sentence = unescape(match["sentence"])
        marked = match["term"] if sentence in seen else match[0]
        seen.add(sentence)
        if not link or sentence in linked or sentence not in first:
            return marked
        linked.add(sentence)
        return f'<a class="term" href="glossary.html#{anchor(first[sentence])}">{match[0]}</a>'

    return MARKED.sub(replace, page_html)


def anchor(term: str) -> str:
    """Return the anchor of an entry of the glossary, by its first spelling."""
    return "term-" + re.sub(r"[^a-z0-9]+", "-", term.lower())


def anchored(glossary_html: str) -> str:
    """Return the page of the glossary with an anchor at each entry."""
    return DEFINED.sub(lambda match: f'<dt id="{anchor(match["terms"].split(", ")[0])}">{match["terms"]}</dt>', glossary_html)
