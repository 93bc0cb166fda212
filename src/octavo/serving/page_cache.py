"""The page cache: whole answers, compressed and with their heads made when stored.

A page is found by its host, path and the *allowed* part of its query; everything else in the request cannot
change it. So a stored page holds the same bytes for everyone: no cookie, no token, nobody's name.

An entry is made by one render however many ask, is thrown away when one of its tags was purged while it was
being rendered, and is answered either by the HTTP parser's callback (`octavo.serving.protocol`) or, when
something about the request is unusual, by `Answer` over ASGI: the bytes are the same.
"""

import asyncio
import gzip
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

import brotli
import msgspec

from octavo.chassis.cache import NearCache
from octavo.chassis.sharing import Codec
from octavo.serving import negotiation

REVALIDATE: Final = "public, max-age=0, must-revalidate"
"""Browsers and shared caches may keep the page but ask each time; the answer is mostly a short 304."""

_SMALLEST_COMPRESSED: Final = 256  # below this the compressed form is hardly smaller
_BROTLI_QUALITY: Final = 5  # 15 KB of HTML in 0.5 ms; 11 takes 30 ms for 8 % less
_GZIP_LEVEL: Final = 6
# Half a megabyte takes 32 ms in the two at their best, and 10 ms so, for a tenth more bytes: it has a reader
# who waits for it, and the next change is never far.
_LARGE: Final = 256 * 1024
_BROTLI_QUALITY_OF_LARGE: Final = 3
_GZIP_LEVEL_OF_LARGE: Final = 1
_OVERHEAD: Final = 512  # bytes of Python objects around a form, roughly


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What a render makes: the answer that everyone gets until one of its tags is purged."""

    body: bytes
    tags: tuple[str, ...]
    """The keys of all that the page shows, such as `story:3f…`; sent as Surrogate-Key too."""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    """More headers, such as Content-Security-Policy; never Set-Cookie."""
    cache_control: str = REVALIDATE
    modified: datetime | None = None
    """When it was made, for those who ask by date (If-Modified-Since); None: they get it anew each time."""
    ttl: float = 3600.0
    """Seconds after which the page is rendered again even when nothing was purged."""
    keep: bool = True
    """False: answer this once, store nothing (a page of errors, say)."""


PageKey = tuple[bytes, bytes, bytes]
"""Where a page is found: lower-case host with port, raw path, allowed query in one order."""


class Form(msgspec.Struct, frozen=True):
    """One encoding of a stored page. On the wire: status line, Date, `head`, body."""

    etag: bytes
    head: bytes
    """The headers but Date as bytes, with the empty line after them: the answer to HEAD."""
    unchanged: bytes
    """The head of a 304."""
    kept: bytes
    """The body, or the gzip of it."""
    is_packed: bool = False
    """Whether `kept` is the gzip of a body that is to be sent plain."""

    @property
    def body(self) -> bytes:
        """What is sent after the head. A packed one takes 0.1 ms for 40 KB each time."""
        return gzip.decompress(self.kept) if self.is_packed else self.kept


class StoredPage(msgspec.Struct, frozen=True):
    """A page in every encoding that is offered."""

    status: int
    line: bytes
    """The status line, with its line end."""
    forms: Mapping[str, Form]
    size: int
    tags: tuple[str, ...]
    ttl: float
    modified: int | None = None
    """Seconds since 1970, where it is told to those who ask."""


CODEC: Final = Codec("page", StoredPage)
"""How stored pages are shared between processes."""


class PageCache:
    """Pages by key, over the near cache of this process.

    `query` names the parameters that may change a page (`page`, `before`, …): all others are left out of the
    key *and of the request that the render sees*, so that no address can poison another.
    """

    def __init__(
        self, near: NearCache, *, query: frozenset[str] = frozenset(), own: frozenset[bytes] = frozenset()
    ) -> None:
        self._near = near
        self._query = query
        self.own = own
        """Paths at which those who are signed in have a page of their own: with a session's cookie they are
        the application's."""

    def key(self, host: bytes, path: bytes, query: bytes) -> PageKey:
        """The key of an address; `host` as the request named it, lower case."""
        return host, path, self.allowed(query) if query else b""

    def key_of(self, scope: Mapping[str, Any]) -> PageKey:
        """The key of what an ASGI request asks for."""
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        return self.key(host.lower(), scope.get("raw_path") or scope["path"].encode(), scope["query_string"])

    def allowed(self, query: bytes) -> bytes:
        """The part of a query that may change a page, in one order."""
        try:
            pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=50)
        except ValueError:
            return b""
        return urlencode(sorted(pair for pair in pairs if pair[0] in self._query)).encode()

    def find(self, key: PageKey) -> StoredPage | None:
        """The page stored under a key, if there is one: at once, no rendering."""
        return self._near.peek(key)

    async def get_or_render(self, key: PageKey, render: Callable[[], Awaitable[Page]]) -> StoredPage:
        """The stored page, or the one that `render` makes, stored.

        `render` runs once however many ask, with nobody's identity and a deadline of its own. What it raises,
        every asker gets, and nothing is stored.
        """

        async def load() -> StoredPage:
            page = await render()
            # Compressing holds the processor for up to a few milliseconds: not on the loop.
            return await asyncio.to_thread(prepare, page)

        return await self._near.get_or_load(key, load, codec=CODEC)

    async def answer(self, scope: dict[str, Any], render: Callable[[], Awaitable[Page]]) -> "Answer":
        """An ASGI answer to a GET or HEAD from the cache, rendered first where it is missing.

        From here on the request's query holds the allowed parameters alone.
        """
        key = self.key_of(scope)
        scope["query_string"] = key[2]
        found = self.find(key)
        if found is not None:
            return Answer(found, hit=True)
        return Answer(await self.get_or_render(key, render), hit=False)


class Answer:
    """A stored page as an ASGI application: what a Starlette handler may return."""

    def __init__(self, page: StoredPage, *, hit: bool) -> None:
        self._page = page
        self._hit = hit

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        asked = dict(scope["headers"])
        form = self._page.forms[negotiation.encoding(asked.get(b"accept-encoding", b""))]
        match = negotiation.condition(
            asked.get(b"if-none-match"), asked.get(b"if-modified-since"), self._page.modified
        )
        status = self._page.status
        if match is not None and status == HTTPStatus.OK and negotiation.is_fresh(match, form.etag):
            status, headers, body = HTTPStatus.NOT_MODIFIED, _headers(form.unchanged), b""
        else:
            headers, body = _headers(form.head), form.body
        if not self._hit:
            said = _STORED if self._page.ttl > 0 else _MISS
            headers = [(name, said if name == b"cache-status" else value) for name, value in headers]
        await send({"type": "http.response.start", "status": int(status), "headers": headers})
        await send({"type": "http.response.body", "body": body})


_HIT: Final = b"octavo; hit"
_MISS: Final = b"octavo; fwd=miss"
_STORED: Final = b"octavo; fwd=miss; stored"


def prepare(page: Page) -> StoredPage:
    """The page in every encoding, heads made: about 1 ms of processor time for 15 KB.

    The plain form is asked for by few, and the largest: where there are others, it is kept as its gzip.
    """
    bodies: dict[str, bytes] = {}
    if len(page.body) >= _SMALLEST_COMPRESSED and _is_text(page.media_type):
        # No time in gzip's head, so that the same page is the same bytes in every process.
        large = len(page.body) > _LARGE
        level, quality = (
            (_GZIP_LEVEL_OF_LARGE, _BROTLI_QUALITY_OF_LARGE) if large else (_GZIP_LEVEL, _BROTLI_QUALITY)
        )
        bodies[negotiation.GZIP] = gzip.compress(page.body, level, mtime=0)
        bodies[negotiation.BROTLI] = brotli.compress(page.body, quality=quality)
    mark = hashlib.blake2b(page.body, digest_size=12).hexdigest()
    packed = bodies.get(negotiation.GZIP)
    plain = _form(page, negotiation.IDENTITY, page.body, mark)
    if packed is not None:
        plain = msgspec.structs.replace(plain, kept=packed, is_packed=True)
    # A body too small to compress is sent plain whatever is asked for.
    forms = {
        name: _form(page, name, bodies[name], mark) if name in bodies else plain
        for name in negotiation.ENCODINGS
    }
    size = sum(len(form.head) + len(form.unchanged) + _OVERHEAD for form in forms.values()) + sum(
        map(len, bodies.values() or (page.body,))
    )
    status = HTTPStatus(page.status)
    line = f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode()
    # A time to live of zero is what the near cache does not keep.
    modified = int(page.modified.timestamp()) if page.modified else None
    return StoredPage(page.status, line, forms, size, page.tags, page.ttl if page.keep else 0.0, modified)


def _form(page: Page, encoding: str, body: bytes, mark: str) -> Form:
    etag = f'"{mark}"' if encoding == negotiation.IDENTITY else f'"{mark}-{encoding}"'
    lasting = [
        ("etag", etag),
        ("cache-control", page.cache_control),
        ("vary", "accept-encoding"),
        ("cache-status", _HIT.decode()),
    ]
    if page.modified:
        lasting.append(("last-modified", format_datetime(page.modified.astimezone(UTC), usegmt=True)))
    if page.tags:
        # Tags are parted by spaces, and headers hold ASCII: a tag of the writers' own may have other signs.
        lasting.append(("surrogate-key", " ".join(quote(tag, safe=":@") for tag in page.tags)))
    whole = [("content-type", page.media_type), ("content-length", str(len(body)))]
    if encoding != negotiation.IDENTITY:
        whole.append(("content-encoding", encoding))
    head = _lines(_encoded([*whole, *lasting, *page.headers]))
    return Form(etag.encode(), head, _lines(_encoded(lasting)), body)


def _encoded(headers: list[tuple[str, str]]) -> tuple[tuple[bytes, bytes], ...]:
    pairs = tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers)
    if any(name == b"set-cookie" for name, _ in pairs):
        raise ValueError("a page for everyone sets no cookie")
    if any(b"\r" in value or b"\n" in value for _, value in pairs):
        raise ValueError("a header holds a line break")
    return pairs


def _lines(headers: tuple[tuple[bytes, bytes], ...]) -> bytes:
    return b"".join([b"%s: %s\r\n" % pair for pair in headers]) + b"\r\n"


def _headers(head: bytes) -> list[tuple[bytes, bytes]]:
    """The headers that `_lines` wrote; kept once, as few answers want them one by one."""
    pairs = (line.partition(b": ") for line in head[:-4].split(b"\r\n"))
    return [(name, value) for name, _, value in pairs]


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or "json" in media_type or "xml" in media_type
