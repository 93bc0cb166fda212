"""The people whose names stand on pages, kept near."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from octavo.accounts.api import Accounts, Person, PersonId
from octavo.chassis.batches import BatchReader
from octavo.chassis.cache import NearCache
from octavo.chassis.sharing import Codec
from octavo.edge.parts import FAILURES, Parts, within_reason

_ENTRY_BYTES: Final = 1_500
_SECONDS: Final = 86_400.0
_UNKNOWN_SECONDS: Final = 10.0
_REMEMBERED: Final = 5_000
_MOST_AT_ONCE: Final = 500


class People:
    """People by id. An entry stays near until its person changes.

    Beside that the last word on each is remembered, and used only while accounts cannot be asked: then the
    near copies may be gone, as purges could be missed, and a name from before is better than none.
    """

    def __init__(self, *, accounts: Accounts, near: NearCache) -> None:
        self._accounts = accounts
        self._near = near
        self._asked = BatchReader(self._ask, most=_MOST_AT_ONCE)
        self._last: dict[str, Person] = {}

    def near(self, person_id: str) -> Person | None:
        """A person, if they can be told at once."""
        entry: _Entry | None = self._near.peek(_key(person_id))
        return entry.person if entry else None

    async def known(self, parts: Parts, person_ids: Sequence[PersonId]) -> Mapping[str, Person]:
        """The people that can be told, by id. Where accounts fails, those that were asked for before."""
        found: dict[str, Person] = {}
        missing: list[PersonId] = []
        for person_id in dict.fromkeys(person_ids):
            entry: _Entry | None = self._near.peek(_key(person_id))
            if entry is None:
                missing.append(person_id)
            elif entry.person is not None:
                found[person_id] = entry.person
        if not missing:
            return found
        try:
            entries = await within_reason(asyncio.gather(*map(self._load, missing)))
        except FAILURES as fault:
            parts.note("authors", fault)
            return {id_: self._last[id_] for id_ in missing if id_ in self._last} | found
        for person_id, entry in zip(missing, entries, strict=True):
            self._remember(person_id, entry.person)
            if entry.person is not None:
                found[person_id] = entry.person
        return found

    def _remember(self, person_id: str, person: Person | None) -> None:
        self._last.pop(person_id, None)
        if person is None:
            return
        if len(self._last) >= _REMEMBERED:
            del self._last[next(iter(self._last))]
        self._last[person_id] = person

    async def _load(self, person_id: PersonId) -> "_Entry":
        async def load() -> _Entry:
            return _Entry(person=await self._asked.one(person_id))

        return await self._near.get_or_load(
            _key(person_id),
            load,
            ttl=lambda entry: _SECONDS if entry.person else _UNKNOWN_SECONDS,
            tags=(f"person:{person_id}",),
            size=_ENTRY_BYTES,
            codec=_CODEC,
        )

    async def _ask(self, person_ids: list[PersonId]) -> dict[PersonId, Person]:
        people = await self._accounts.get_people(person_ids=tuple(person_ids))
        return {person.id: person for person in people}


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A person, or that there is none of this id."""

    person: Person | None = None


_CODEC: Final = Codec("person", _Entry)


def _key(person_id: str) -> tuple[str, str]:
    return ("person", person_id)
