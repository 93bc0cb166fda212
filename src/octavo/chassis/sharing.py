"""What near caches of several processes may share, and what a second tier behind them must do.

A loader whose values may be shared declares a codec. Values go to the tier as msgpack of their type and come
back checked against it: never pickled. What is somebody's own (sessions, tokens) has no codec and stays near.
"""

import hashlib
from collections.abc import Awaitable, Callable, Hashable
from functools import cached_property
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import msgspec

T = TypeVar("T")


class About(NamedTuple):
    """What is to be known of a value in order to keep it."""

    ttl: float | None
    tags: frozenset[str]
    size: int | None


class Codec(Generic[T]):
    """How values of one type go to bytes and come back.

    name: of the kind of entry, under which values of the same key are shared. kind: a type msgspec knows.
    """

    def __init__(self, name: str, kind: type[T]) -> None:
        self.name = name
        self._kind = kind
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(kind)

    @cached_property
    def form(self) -> str:
        """A digest of the type: values of another release whose type differs are not ours."""
        schema = msgspec.json.encode(msgspec.json.schema(self._kind), order="sorted")
        return hashlib.blake2b(schema, digest_size=8).hexdigest()

    def encode(self, value: T) -> bytes:
        """The value's bytes; TypeError where it holds what msgspec does not know."""
        return self._encoder.encode(value)

    def decode(self, data: bytes) -> T:
        """The value; msgspec.DecodeError where the bytes are none of this type."""
        return self._decoder.decode(data)


class SecondTier(Protocol):
    """Values that all processes share, behind their near caches."""

    async def get_or_load(
        self,
        codec: Codec[Any],
        key: Hashable,
        load: Callable[[], Awaitable[Any]],
        about: Callable[[Any], About],
    ) -> tuple[Any, float | None]:
        """The value, and for how many seconds more it may be kept (None: as its own ttl says).

        It is shared, or was loaded here, by one process at a time while the tier can be reached. It is never
        older than a purge that this process has seen. Raises what `load` raises, and nothing of its own.
        """
        ...
