"""Where bytes come in and go out: `POST /images` and `GET /i/…`, over the Images service, here or elsewhere.

Whoever serves this has found out who asks before (`acting_as`), and has looked at the origin of a POST.
"""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote

import msgspec
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from octavo.chassis.context import current_caller
from octavo.chassis.faults import Fault, Unavailable
from octavo.images.api import (
    UPLOAD_BYTES,
    Format,
    Image,
    ImageAddresses,
    ImageId,
    ImageNotFound,
    Images,
    ImageTooLarge,
    QuotaReached,
    UnsupportedImage,
)
from octavo.images.entities import MEDIA_TYPES

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_SHOWN_WIDTH: Final = 720
"""Of the rendition whose address an upload is answered with."""
_BODY_SECONDS: Final = 600.0
_COME_AGAIN: Final = "10"
"""Seconds."""
_ASKED_FOR: Final = {"image/avif": Format.AVIF, "image/webp": Format.WEBP}
_STATUS: Final[Mapping[type[Fault], int]] = {ImageTooLarge: 413, UnsupportedImage: 415, QuotaReached: 507}


class Uploaded(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The answer to an upload. `address` is that of a rendition 720 pixels wide, or as wide as it is."""

    id: str
    address: str
    width: int
    height: int
    placeholder: str
    color: str
    animated: bool


class Pictures:
    """An ASGI application for the two."""

    def __init__(self, images: Images, addresses: ImageAddresses) -> None:
        self._images = images
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; also what is wrong with it, as JSON with a `message` or as plain text."""
        request = Request(scope, receive)
        try:
            answer = await (self._take(request) if scope["path"] == "/images" else self._show(request))
        except ClientDisconnect:
            return  # nobody is there to be told
        await answer(scope, receive, send)

    async def _take(self, request: Request) -> Response:
        if request.method != "POST":
            return _told(405, "Pictures are sent by POST.", allow="POST")
        if current_caller().person_id is None:
            return _told(401, "Sign in to send pictures.")
        try:
            data = await _body(request)
            image = await self._images.store(data=data, name=_name(request.headers))
        except TimeoutError:
            return _told(408, "The picture did not arrive in time.")
        except Fault as fault:
            return _told(_STATUS.get(type(fault), fault.code.http_status), _said(fault))
        return _json(201, self._uploaded(image))

    def _uploaded(self, image: Image) -> Uploaded:
        return Uploaded(
            id=image.id,
            address=self._addresses(image.id, min(_SHOWN_WIDTH, image.width)),
            width=image.width,
            height=image.height,
            placeholder=image.placeholder,
            color=image.color,
            animated=image.animated,
        )

    async def _show(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return _plain(405, "A picture can only be looked at.", allow="GET, HEAD")
        opened = self._addresses.opened(request.scope["path"])
        if opened is None:
            return _plain(404, "There is no such picture.")
        image_id, width = opened
        accepted = _accepted(request.headers.get("accept", ""))
        try:
            made = await self._images.render(image_id=ImageId(image_id), width=width, accepted=accepted)
        except (ImageNotFound, UnsupportedImage):
            return _plain(404, "There is no such picture.")
        except Fault as fault:
            return _plain(fault.code.http_status, fault.message)
        tag = f'"{made.digest}"'
        headers = {
            "cache-control": _FOR_EVER,
            "vary": "Accept",
            "etag": tag,
            "x-content-type-options": "nosniff",
            # a picture opened by itself is a document too: it must do nothing
            "content-security-policy": "default-src 'none'; sandbox",
            "cross-origin-resource-policy": "cross-origin",  # feed readers show it in their own pages
        }
        if _has(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        headers["content-type"] = MEDIA_TYPES[made.format]
        headers["content-length"] = str(len(made.data))
        return Response(b"" if request.method == "HEAD" else made.data, headers=headers)


def build(images: Images, addresses: ImageAddresses) -> Pictures:
    """The application over the service."""
    return Pictures(images, addresses)


async def _body(request: Request) -> bytes:
    """The whole body. Raises ImageTooLarge as soon as it is, and TimeoutError."""
    announced = request.headers.get("content-length", "0")
    too_large = ImageTooLarge(limit="bytes", maximum=UPLOAD_BYTES)
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > UPLOAD_BYTES:
        raise too_large
    data = bytearray()
    async with asyncio.timeout(_BODY_SECONDS):
        async for part in request.stream():
            data += part
            if len(data) > UPLOAD_BYTES:
                raise too_large
    return bytes(data)


def _name(headers: Headers) -> str:
    """The file's name at its origin, percent-encoded by the sender."""
    return unquote(headers.get("x-file-name", "")[:900])


def _accepted(accept: str) -> tuple[Format, ...]:
    """The formats that a reader names; `image/*` and `*/*` are no promise."""
    formats = []
    for part in accept[:1000].lower().split(","):
        kind, _, parameters = part.partition(";")
        refused = parameters.replace(" ", "").rstrip("0").rstrip(".") in ("q=", "q")
        if (found := _ASKED_FOR.get(kind.strip())) is not None and not refused:
            formats.append(found)
    return tuple(formats)


def _has(condition: str, tag: str) -> bool:
    """Whether an If-None-Match names this version."""
    return condition.strip() == "*" or any(
        one.strip().removeprefix("W/") == tag for one in condition[:1000].split(",")
    )


def _said(fault: Fault) -> str:
    match fault:
        case ImageTooLarge(limit="bytes", maximum=maximum):
            return f"The picture is larger than {maximum // 2**20} MB."
        case ImageTooLarge(limit="frames", maximum=maximum):
            return f"The picture moves for more than {maximum} frames."
        case ImageTooLarge(maximum=maximum):
            return f"The picture has more than {maximum // 1_000_000} million pixels."
        case QuotaReached(megabytes=megabytes):
            return f"Your pictures take more than {megabytes} MB: delete some that you do not need."
        case Unavailable():
            return (
                "Pictures cannot be taken just now, and nothing of this one was kept. Try again in a moment."
            )
        case _:
            return fault.message


def _json(status: int, value: object) -> Response:
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(msgspec.json.encode(value), status, headers, "application/json")


def _told(status: int, message: str, *, allow: str = "") -> Response:
    answer = _json(status, {"message": message})
    if allow:
        answer.headers["allow"] = allow
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["retry-after"] = _COME_AGAIN
    return answer


def _plain(status: int, text: str, *, allow: str = "") -> Response:
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(text, status, {**headers, "allow": allow} if allow else headers, "text/plain")
