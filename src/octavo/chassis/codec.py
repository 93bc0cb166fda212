"""What the generated packing code stands on: descriptors, times, and what to do with what is missing.

Nothing here is imported before the first use of a wire: a site of one process never loads protobuf.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Generic, NoReturn, Protocol, TypeVar

import msgspec
from google.protobuf import (
    any_pb2,
    descriptor_pb2,
    descriptor_pool,
    duration_pb2,
    empty_pb2,
    message_factory,
    timestamp_pb2,
)
from google.protobuf.message import DecodeError

from octavo.chassis.contract import Empty
from octavo.chassis.faults import Broken, Invalid

__all__ = [
    "EMPTY",
    "Descriptor",
    "Packing",
    "Stream",
    "Unary",
    "Wire",
    "WireMethod",
    "duration",
    "load",
    "missing",
    "moment",
    "put_duration",
    "put_moment",
    "unknown",
]

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WELL_KNOWN = (any_pb2, descriptor_pb2, timestamp_pb2, duration_pb2, empty_pb2)
"""Imported so that the pool has their files, which the contracts import."""

_LONGEST_DURATION = 315_576_000_000
"""In seconds, about 10,000 years: the limit that google.protobuf.Duration states."""


class Descriptor:
    """The message classes of one proto file."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    def message(self, full_name: str) -> Callable[[], Any]:
        """Return the protobuf class of a message; calling it makes an empty one."""
        found: Callable[[], Any] = message_factory.GetMessageClass(
            self._pool.FindMessageTypeByName(full_name)
        )
        return found


def load(module_file: str, name: str) -> Descriptor:
    """Make a contract's descriptor, the file `name` beside the module, known to protobuf."""
    pool = descriptor_pool.Default()
    for file in (Path(__file__).with_name("options.binpb"), Path(module_file).with_name(name)):
        pool.AddSerializedFile(file.read_bytes())
    return Descriptor(pool)


@dataclass(frozen=True, slots=True)
class Packing(Generic[T]):
    """How values of one type go to bytes and come back."""

    new: Callable[[], Any]
    fill: Callable[[Any, T], None]
    read: Callable[[Any, bool], T]

    def message(self, value: T) -> Any:
        """Return the protobuf message of a value.

        Raises ValueError where the value does not fit its type in the contract: a number too large, text
        that is not Unicode, a time without its zone.
        """
        message = self.new()
        self.fill(message, value)
        return message

    def to_bytes(self, value: T) -> bytes:
        """Return the value's protobuf bytes; raises ValueError as `message` does."""
        packed: bytes = self.message(value).SerializeToString()
        return packed

    def from_bytes(self, data: bytes, *, strict: bool) -> T:
        """Read a value.

        `strict` is for requests: what is not as the contract says raises Invalid. In a response an unknown
        enum value of a newer peer reads as UNSPECIFIED, what is no message at all raises Torn, and anything
        worse raises Broken.
        """
        message = self.new()
        try:
            message.ParseFromString(data)
        except DecodeError:
            if strict:
                raise Invalid("", "This is not a message of the contract.") from None
            raise Torn from None
        return self.read(message, strict)


@dataclass(frozen=True, slots=True)
class WireMethod:
    """The packing of a method's two messages."""

    request: Packing[Any]
    response: Packing[Any]


Unary = Callable[[Any], Awaitable[T]]
Stream = Callable[[Any], AsyncIterator[T]]


class Wire(Protocol):
    """What a generated client calls: a channel to one service."""

    def unary(self, method: str) -> Unary[Any]:
        """Return a call of the method that takes the request and gives the result."""
        ...

    def stream(self, method: str) -> Stream[Any]:
        """Return a call of the method that takes the request and gives results one after the other."""
        ...


class Torn(Broken):
    """An answer that is no message: it was cut short or spoiled on its way."""


def _refuse(field: str, message: str, strict: bool) -> NoReturn:
    if strict:
        raise Invalid(field, message)
    raise Broken


def missing(field: str, strict: bool) -> NoReturn:
    """Refuse a message without a field that it must have."""
    _refuse(field, f"{field} is missing.", strict)


def unknown(unspecified: T, field: str, strict: bool) -> T:
    """Return what an enum value reads as whose number nobody here knows; Invalid in a request."""
    if strict:
        raise Invalid(field, f"{field} has a value that is not known.")
    return unspecified


def put_moment(message: Any, value: datetime) -> None:
    """Write a time into a Timestamp. It must know its zone: a naive one raises ValueError."""
    if value.tzinfo is None:
        raise ValueError("a time without its zone")
    since = value - _EPOCH
    message.SetInParent()
    message.seconds = since.days * 86400 + since.seconds
    message.nanos = since.microseconds * 1000


def moment(message: Any, field: str, strict: bool) -> datetime:
    """Read a Timestamp as a time in UTC, cut to microseconds."""
    try:
        if not 0 <= message.nanos < 1_000_000_000:
            raise OverflowError
        return _EPOCH + timedelta(seconds=message.seconds, microseconds=message.nanos // 1000)
    except OverflowError:
        _refuse(field, f"{field} is not a time between the years 1 and 9999.", strict)


def put_duration(message: Any, value: timedelta) -> None:
    """Write a span into a Duration; seconds and nanos have the same sign, as its proto asks."""
    micros = value // timedelta(microseconds=1)
    seconds, rest = divmod(abs(micros), 1_000_000)
    sign = -1 if micros < 0 else 1
    message.SetInParent()
    message.seconds = sign * seconds
    message.nanos = sign * rest * 1000


def duration(message: Any, field: str, strict: bool) -> timedelta:
    """Read a Duration, cut to microseconds towards zero."""
    seconds, nanos = message.seconds, message.nanos
    opposed = (seconds < 0 < nanos) or (nanos < 0 < seconds)
    if abs(seconds) > _LONGEST_DURATION or abs(nanos) >= 1_000_000_000 or opposed:
        _refuse(field, f"{field} is not a duration.", strict)
    micros = abs(nanos) // 1000
    try:
        return timedelta(seconds=seconds, microseconds=-micros if nanos < 0 else micros)
    except OverflowError:
        _refuse(field, f"{field} is not a duration.", strict)


def _fill_empty(message: Any, value: msgspec.Struct) -> None:
    pass


def _read_empty(message: Any, strict: bool) -> Empty:
    return Empty()


EMPTY: Packing[Any] = Packing(empty_pb2.Empty, _fill_empty, _read_empty)
