"""Pages that may still be shown when the service that they come from is away."""

import pytest

from octavo.serving.last_pages import LastPages
from octavo.serving.page_cache import Page, PageKey, StoredPage, prepare


def key(path: str) -> PageKey:
    return (b"octavo.test", path.encode(), b"")


def page(*tags: str, status: int = 200, ttl: float = 3600.0) -> StoredPage:
    return prepare(Page(body=b"x" * 1000, tags=tags, status=status, ttl=ttl))


def test_what_was_good_is_remembered_until_it_is_purged() -> None:
    last = LastPages()
    last.remember(key("/a"), page("story:1", "stories"))
    last.remember(key("/b"), page("story:2", "stories"))
    last.purge(["story:1"], 7)
    assert last.find(key("/a")) is None
    assert last.find(key("/b")) is not None
    last.purge(["stories"], 8)
    assert len(last) == 0


@pytest.mark.parametrize(
    ("status", "ttl"), [(404, 3600.0), (410, 3600.0), (503, 3600.0), (200, 5.0), (200, 0.0)]
)
def test_errors_and_makeshifts_are_not_remembered(status: int, ttl: float) -> None:
    last = LastPages()
    last.remember(key("/a"), page(status=status, ttl=ttl))
    assert len(last) == 0


def test_the_oldest_goes_when_there_are_too_many() -> None:
    size = page("stories").size
    last = LastPages(max_bytes=3 * size)
    for path in ("/a", "/b", "/c", "/d"):
        last.remember(key(path), page("stories"))
    assert [path for path in "abcd" if last.find(key(f"/{path}"))] == ["b", "c", "d"]
    last.remember(key("/b"), page("stories"))
    last.remember(key("/e"), page("stories"))
    assert [path for path in "abcde" if last.find(key(f"/{path}"))] == ["b", "d", "e"]
    last.remember(key("/f"), prepare(Page(body=bytes(4 * size), tags=(), media_type="image/png")))
    assert last.find(key("/f")) is None


def test_a_broken_stream_takes_nothing_and_a_mended_one_all() -> None:
    last = LastPages()
    last.remember(key("/a"), page("story:1"))
    last.lost("stories")
    assert last.find(key("/a")) is not None
    last.caught_up("stories")
    assert last.find(key("/a")) is None
    last.purge(["story:1"], 9)
    last.remember(key("/a"), page("story:1"))
    assert last.find(key("/a")) is not None
