"""What the site and a process that works on pictures say to each other: one job, one answer, in frames."""

from typing import Final

import msgspec

from octavo.images.api import Format
from octavo.images.entities import Limits, Rendition, Seen

LENGTH_BYTES: Final = 4


class Inspect(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Look at all of a file."""

    path: str
    format: Format
    limits: Limits


class Render(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Write a rendition of a file to `target`."""

    path: str
    rendition: Rendition
    target: str


class Looked(msgspec.Struct, frozen=True, tag=True):
    seen: Seen


class Made(msgspec.Struct, frozen=True, tag=True):
    """The target is written."""


class Missing(msgspec.Struct, frozen=True, tag=True):
    """There is no such file."""


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The file cannot be read; why, for people."""

    problem: str


class Exceeded(msgspec.Struct, frozen=True, tag=True):
    """A limit is passed."""

    limit: str
    maximum: int


class NotWritten(msgspec.Struct, frozen=True, tag=True):
    """The disk refused the target; the system's number and words for why."""

    number: int
    why: str


Job = Inspect | Render
Answer = Looked | Made | Missing | Refused | Exceeded | NotWritten


def framed(message: Job | Answer) -> bytes:
    """The message with its length before it."""
    body = msgspec.json.encode(message)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def job_of(body: bytes) -> Job:
    return msgspec.json.decode(body, type=Inspect | Render)


def answer_of(body: bytes) -> Answer:
    return msgspec.json.decode(body, type=Looked | Made | Missing | Refused | Exceeded | NotWritten)
