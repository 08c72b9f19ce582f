"""Keep what the search index takes from a page, by everything that it depends on: a page that did not change is not parsed again."""

from material.plugins.search.plugin import SearchIndex

from proofread.results.dependencies import machinery
from proofread.results.store import kept, key

store = kept("search")


class KeptIndex(SearchIndex):
    """The theme's index, which asks the store before it parses a page."""

    def add_entry_from_context(self, page):
        page_key = key_of_entries(page)
        entries = store.read(page_key)
        if entries is None:
            before = len(self.entries)
            super().add_entry_from_context(page)
            store.write(page_key, self.entries[before:])
        else:
            self.entries += entries


def key_of_entries(page) -> str:
    """Return the key of what the index takes from a page."""
    return key(page.url, str(page.title), repr(page.meta), page.content, machinery(__name__))


def keep(plugin) -> None:
    """Give the theme's search plugin an index that keeps what it takes from each page."""
    plugin.search_index = KeptIndex(**plugin.config)
