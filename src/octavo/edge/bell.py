"""How much a reader has not read of what they are told, kept near; and those who wait to hear it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from octavo.chassis.cache import NearCache
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.faults import ResourceExhausted
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.notifications.api import Notifications

STREAMS_OF_ONE: Final = 6
"""Streams that a person may have open in one process: as many as a browser opens to a site."""
_STREAMS: Final = 5_000
_SECONDS: Final = 60.0
_LATER_SECONDS: Final = 60.0
_ENTRY_BYTES: Final = 200


class Bell:
    """What readers have not read yet, by their id."""

    def __init__(self, *, notifications: Notifications, near: NearCache) -> None:
        self._notifications = notifications
        self._near = near
        self._streams: Counter[str] = Counter()

    def near(self, person_id: str) -> int | None:
        """The same, if it can be told at once."""
        unread: int | None = self._near.peek(("notifications", person_id))
        return unread

    async def of(self, parts: Parts, visitor: Visitor) -> int:
        """How much they have not read; none where it cannot be told just now, or nobody is signed in."""
        if not visitor.signed_in:
            return 0
        asked = self._near.get_or_load(
            ("notifications", visitor.person_id),
            lambda: self._load(visitor.caller),
            ttl=_SECONDS,
            tags=(f"notifications:{visitor.person_id}",),
            size=_ENTRY_BYTES,
        )
        return await parts.optional("notifications", asked, 0)

    async def _load(self, caller: Caller) -> int:
        with acting_as(caller):  # what is loaded for several is loaded for nobody
            return await self._notifications.count_unread()

    @contextmanager
    def listening(self, person_id: str) -> Iterator[None]:
        """One more stream of theirs is open. Raises ResourceExhausted where there are too many."""
        if self._streams[person_id] >= STREAMS_OF_ONE or self._streams.total() >= _STREAMS:
            raise ResourceExhausted(_LATER_SECONDS, "Too many pages of yours listen at once.")
        self._streams[person_id] += 1
        try:
            yield
        finally:
            self._streams[person_id] -= 1
            if not self._streams[person_id]:
                del self._streams[person_id]
