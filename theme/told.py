"""What MkDocs says of links and pages, with the line of the page and the mend."""

import logging
import re
from pathlib import Path

LINK = re.compile(r"Doc file '(?P<file>[^']+)' contains (?P<what>an? [\w ]*link(?: to)?) '(?P<link>[^']+)', (?P<rest>.*)", re.DOTALL)
NOT_IN_NAV = 'The following pages exist in the docs directory, but are not included in the "nav" configuration:'
LOGGERS = ("mkdocs.structure.pages", "mkdocs.structure.nav")


class Placed(logging.Filter):
    """Rewrites what MkDocs says of the pages of one folder."""

    def __init__(self):
        super().__init__()
        self.folder = Path()

    def filter(self, record):
        record.msg, record.args = placed(record.getMessage(), self.folder), ()
        return True


def placed(message: str, folder: Path) -> str:
    """Return a message of MkDocs with the line of the link it speaks of, or with the file to add a page to."""
    link = LINK.match(message)
    if link and (folder / link["file"]).is_file():
        lines = (folder / link["file"]).read_text(encoding="utf-8").splitlines()
        found = [number for number, line in enumerate(lines, 1) if link["link"] in line]
        exact = [number for number in found if f"({link['link']}" in lines[number - 1]]
        line = (exact or found or [1])[0]
        return f"docs/{link['file']}:{line}: {link['what']} '{link['link']}', {link['rest']}"
    if message.startswith(NOT_IN_NAV):
        pages = re.findall(r"^  - (.*)$", message, re.MULTILINE)
        return "\n".join(f"docs/{page}: this page is not in the nav of mkdocs.yml; add it there, at its place" for page in pages)
    return message


_placed = Placed()


def of(folder: Path) -> None:
    """Say where from now on, for the pages of `folder`."""
    _placed.folder = folder
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_placed)  # once, however often it is called
