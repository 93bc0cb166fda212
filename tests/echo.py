"""A second tier that keeps nothing: what would be shared goes to bytes and back, and must be the same."""

from collections.abc import Awaitable, Callable, Hashable
from typing import Any

import msgspec

from octavo.chassis.sharing import About, Codec


class Echo:
    """`SecondTier` for tests of what is shared."""

    async def get_or_load(
        self,
        codec: Codec[Any],
        key: Hashable,
        load: Callable[[], Awaitable[Any]],
        about: Callable[[Any], About],
    ) -> tuple[Any, float | None]:
        value = await load()
        assert msgspec.msgpack.encode(key), "a key must go to bytes"
        assert codec.form
        came_back = codec.decode(codec.encode(value))
        assert came_back == value, f"{codec.name} does not come back as it went"
        assert about(came_back) == about(value)
        return came_back, None
