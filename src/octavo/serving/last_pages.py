"""Pages that were good when last seen: shown while the service that they come from cannot be asked.

When a stream of purges breaks off, near copies are emptied, since they might be old; that is right as long
as new ones can be made. When they cannot, because the very service is away that would make them, an old page
is better than none (RFC 5861, `stale-if-error`). So these are forgotten when they are purged, and when it
turns out that purges were missed, but not while nobody can tell.
"""

from collections.abc import Collection
from typing import Final

from octavo.serving.page_cache import PageKey, StoredPage

MAX_BYTES: Final = 8 << 20
"""What they take beside the page cache, at most; as long as that holds the same pages, nothing."""

_GOOD: Final = frozenset({200, 301})
_LASTING: Final = 60.0  # seconds; what is made to be kept for less had to go without a part


class LastPages:
    """Pages by key, oldest forgotten first. A PurgeListener of every service's stream."""

    def __init__(self, *, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._pages: dict[PageKey, StoredPage] = {}
        self._by_tag: dict[str, set[PageKey]] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, key: PageKey) -> StoredPage | None:
        """The page as it was when last seen."""
        return self._pages.get(key)

    def remember(self, key: PageKey, page: StoredPage) -> None:
        """Note a page that is good at this moment. Not errors, nor pages that went without a part."""
        if page.status not in _GOOD or page.ttl < _LASTING or page.size > self._max_bytes:
            return
        self._forget(key)
        self._pages[key] = page
        self._bytes += page.size
        for tag in page.tags:
            self._by_tag.setdefault(tag, set()).add(key)
        while self._bytes > self._max_bytes:
            self._forget(next(iter(self._pages)))

    def purge(self, tags: Collection[str], number: int) -> None:
        """Forget every page with one of these tags."""
        for tag in tags:
            for key in tuple(self._by_tag.get(tag, ())):
                self._forget(key)

    def lost(self, source: str) -> None:
        """A stream broke off: the time that these pages are for."""

    def caught_up(self, source: str) -> None:
        """The stream goes on, and nobody can tell what was missed."""
        self._pages.clear()
        self._by_tag.clear()
        self._bytes = 0

    def _forget(self, key: PageKey) -> None:
        page = self._pages.pop(key, None)
        if page is None:
            return
        self._bytes -= page.size
        for tag in page.tags:
            keys = self._by_tag[tag]
            keys.discard(key)
            if not keys:
                del self._by_tag[tag]
