"""A formula from elsewhere, written as code with the class `formula`, is typeset like those of the site.

It claims nothing here, and its letters have no colours: they may mean something else than on this site.
"""

import html
import re

from theme import held
from theme.mathematics import typeset

CODE = re.compile(r'<code class="formula">(?P<formula>[^<]*)</code>')


def drawn(page_html: str) -> str:
    """Return the page with each such formula drawn."""
    return CODE.sub(_typeset, page_html)


def _typeset(code: re.Match) -> str:
    element = f'<bdi class="arithmatex" data-search-exclude>{typeset(html.unescape(code["formula"]), False)}</bdi>'
    return held.together(element, "")
