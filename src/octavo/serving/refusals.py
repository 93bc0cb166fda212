"""Answers given before any application: one plain page that says what is wrong and what would be right."""

from html import escape
from http import HTTPStatus
from typing import Final

_TEXTS: Final = {
    HTTPStatus.BAD_REQUEST: "This is not a request that we can read.",
    HTTPStatus.REQUEST_TIMEOUT: "The request took too long to arrive.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is larger than what may be sent here.",
    HTTPStatus.REQUEST_URI_TOO_LONG: "The address is too long.",
    HTTPStatus.MISDIRECTED_REQUEST: "This address is not served here.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The request's headers are too large. Deleting this site's "
    "cookies helps where a browser sent them.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too many visitors at this moment. Please try again shortly.",
}

_PAGE: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<h1>{title}</h1>
<p>{text}</p>
"""


def page(status: HTTPStatus, text: str | None = None) -> bytes:
    """The body of a refusal; `text` says more than the status does."""
    return _PAGE.format(title=status.phrase, text=escape(text or _TEXTS[status])).encode()


def headers(body: bytes) -> list[tuple[bytes, bytes]]:
    """The headers of a refusal that carries `body`."""
    return [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]


def answer(status: HTTPStatus, text: str | None = None, *, retry_after: int | None = None) -> bytes:
    """A whole HTTP/1.1 answer after which the connection closes."""
    body = page(status, text)
    lines = [b"HTTP/1.1 %d %s\r\n" % (status.value, status.phrase.encode())]
    lines += [b"%s: %s\r\n" % pair for pair in headers(body)]
    if retry_after is not None:
        lines.append(b"retry-after: %d\r\n" % retry_after)
    return b"".join([*lines, b"connection: close\r\n\r\n", body])
