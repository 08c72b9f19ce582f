"""Keep what MkDocs makes of a page's Markdown: a page is not rendered again where nothing that it depends on changed.

It depends on the text, the files it quotes, the status of its displays, the names of the site's files, the extensions of
Markdown and what mkdocs.yml says of them and of links, what typesets it, and the installed packages.
A page that caused a warning is rendered each time, so that the warning is seen.
"""

import logging
import re
from pathlib import Path

from mkdocs.structure.toc import AnchorLink, TableOfContents

from proofread.results.dependencies import machinery
from proofread.results.store import kept, key
from theme import ROOT
from theme.mathematics import KATEX, LIGHTER

QUOTED = re.compile(r'--8<-- "([^":]+)')
store = kept("pages")


def render_once(page, checked) -> None:
    """Make `page.render` look for what an earlier build made of exactly this page; `checked` is its source and the status of its displays."""
    render = page.render

    def known_or_rendered(config, files):
        page_key = key_of_page(page, checked, files, config)
        found = store.read(page_key)
        if found is not None:
            _restore(page, found, files)
            return
        with _Warnings() as warned:
            render(config, files)
        if not warned.seen:
            store.write(page_key, _as_dict(page))

    page.render = known_or_rendered


def key_of_page(page, checked, files, config) -> str:
    """Return the key of what MkDocs makes of a page."""
    quoted = [ROOT / name for name in QUOTED.findall(page.markdown)]
    sources = [file.read_text(encoding="utf-8") for file in [*filter(Path.is_file, quoted), KATEX, LIGHTER]]
    # an extension that a hook added is an object, and no text
    extensions = [one for one in config.markdown_extensions if isinstance(one, str)]
    options = repr((extensions, config.mdx_configs, config.validation, config.use_directory_urls))
    names = "\n".join(sorted(file.src_uri for file in files))
    return key(page.file.src_uri, page.markdown, repr(checked), names, options, *sources, machinery("theme.mathematics", __name__))


def _as_dict(page) -> dict:
    return {
        "content": page.content,
        "toc": [_link(item) for item in page.toc],
        "title": page._title_from_render,
        "present": sorted(page.present_anchor_ids),
        "links": {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()},
    }


def _restore(page, found: dict, files) -> None:
    page.content = found["content"]
    page.toc = TableOfContents([_anchor(item) for item in found["toc"]])
    page._title_from_render = found["title"]
    page.present_anchor_ids = set(found["present"])
    page.links_to_anchors = {files.get_file_from_path(name): anchors for name, anchors in found["links"].items()}


def _link(item: AnchorLink) -> dict:
    return {"title": item.title, "id": item.id, "level": item.level, "children": [_link(child) for child in item.children]}


def _anchor(item: dict) -> AnchorLink:
    link = AnchorLink(item["title"], item["id"], item["level"])
    link.children = [_anchor(child) for child in item["children"]]
    return link


class _Warnings(logging.Handler):
    """Notice whether MkDocs warned of anything meanwhile."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.seen = False

    def emit(self, record):
        self.seen = True

    def __enter__(self):
        logging.getLogger("mkdocs").addHandler(self)
        return self

    def __exit__(self, *_):
        logging.getLogger("mkdocs").removeHandler(self)
