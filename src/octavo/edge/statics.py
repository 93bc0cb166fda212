"""The built scripts, styles, fonts and pictures of the site itself, compressed at their first use."""

import asyncio
import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import brotli
import msgspec
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from octavo.serving import negotiation

IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""
_AN_HOUR: Final = "public, max-age=3600"

_HASHED: Final = re.compile(r"[.-][A-Za-z0-9_-]{8}\.[a-z0-9]+$")
_TEXT: Final = re.compile(r"text/|application/(javascript|json|manifest\+json|xml)|image/svg\+xml")
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".ico": "image/x-icon",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}


class _File(msgspec.Struct, frozen=True):
    """A file in the encodings that are worth it."""

    media_type: str
    etag: bytes
    """Without the "W/" that is sent: one mark for all encodings is a weak one (RFC 9110, 8.8.3)."""
    bodies: Mapping[str, bytes]


class Statics:
    """The files below a folder, listed once: what is not on the list is not there, whatever the path says.

    An ASGI application; `prefix` is where it stands, such as "/static/". Files stay in memory after their
    first use: they are the program's own, and few.
    """

    def __init__(self, folder: Path, *, prefix: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self._prefix = prefix
        self._paths = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        }
        self._loaded: dict[str, _File] = {}
        self._headers = [(name.encode(), value.encode()) for name, value in headers]

    def __contains__(self, path: str) -> bool:
        return path.removeprefix(self._prefix) in self._paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD of a file that is there (ask `in` first)."""
        name = scope["path"].removeprefix(self._prefix)
        file = self._loaded.get(name)
        if file is None:
            file = self._loaded[name] = await asyncio.to_thread(_load, self._paths[name])
        asked = Headers(scope=scope)
        encoding = negotiation.encoding(asked.get("accept-encoding", "").encode("latin-1"))
        if encoding not in file.bodies:
            encoding = negotiation.GZIP if _takes_gzip(asked, file) else negotiation.IDENTITY
        body = file.bodies[encoding]
        headers = [
            (b"etag", b"W/" + file.etag),
            (b"cache-control", (IMMUTABLE if _HASHED.search(name) else _AN_HOUR).encode()),
            (b"vary", b"accept-encoding"),
            (b"x-content-type-options", b"nosniff"),
            *self._headers,
        ]
        match = asked.get("if-none-match")
        if match is not None and negotiation.is_fresh(match.encode("latin-1"), file.etag):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        headers += [(b"content-type", file.media_type.encode()), (b"content-length", str(len(body)).encode())]
        if encoding != negotiation.IDENTITY:
            headers.append((b"content-encoding", encoding.encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _takes_gzip(asked: Headers, file: _File) -> bool:
    return negotiation.GZIP in file.bodies and "gzip" in asked.get("accept-encoding", "")


def _load(path: Path) -> _File:
    plain = path.read_bytes()
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    bodies = {negotiation.IDENTITY: plain}
    if _TEXT.match(media_type) and len(plain) > 256:
        # Once in the life of a process, so the best that the encoders have.
        bodies[negotiation.GZIP] = gzip.compress(plain, 9, mtime=0)
        bodies[negotiation.BROTLI] = brotli.compress(plain, quality=11)
    mark = hashlib.blake2b(plain, digest_size=12).hexdigest()
    return _File(media_type, f'"{mark}"'.encode(), bodies)
