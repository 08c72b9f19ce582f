"""The MkDocs side: a page whose mathematics does not hold stops a strict build, and is a warning in any other.

In mkdocs.yml::

    plugins:
      - proofread
"""

import logging
from pathlib import Path

from mkdocs.plugins import BasePlugin

from proofread.cache import check_page
from proofread.pages.published import published
from proofread.results.store import Store

log = logging.getLogger("mkdocs.plugins.proofread")


class ProofreadPlugin(BasePlugin):
    """Checks each Markdown page before it is rendered; declarations and markers are no part of what readers see."""

    def on_page_markdown(self, markdown, page, config, **_):
        folder = Path(config.config_file_path).parent
        source = Path(page.file.abs_src_path)
        shown = source.relative_to(folder).as_posix() if source.is_relative_to(folder) else str(source)
        report = check_page(source.read_text(encoding="utf-8-sig"), shown, Store(folder / ".cache" / "proofread"))
        for finding in report.findings:
            log.warning("%s", finding)
        return markdown if report.findings else published(markdown)
