"""Begin, finish and forget calls under a key, each person their own."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from octavo.chassis.context import current_caller
from octavo.chassis.faults import Unauthenticated
from octavo.replays.api import Answer, PersonId
from octavo.replays.entities import KEPT, Begun, check_key
from octavo.replays.ports import Memory


class ReplaysInteractor(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The Replays of the contract; besides, `tidy` for the housekeeping."""

    memory: Memory
    keys_allowed: int
    clock: Callable[[], datetime]

    async def begin(self, *, key: str, method: str, digest: bytes) -> Answer | None:
        person_id, now = _caller(), self.clock()
        call = Begun(key=check_key(key), method=method, digest=digest, begun_at=now)
        before = await self.memory.begin(person_id, call, now=now, most=self.keys_allowed)
        return None if before is None else before.repeated(method, digest, now)

    async def finish(self, *, key: str, answer: Answer) -> None:
        await self.memory.finish(_caller(), check_key(key), answer)

    async def forget(self, *, key: str) -> None:
        await self.memory.forget(_caller(), check_key(key))

    async def tidy(self) -> int:
        """Forgets what is over; how many."""
        before, forgotten = self.clock() - KEPT, 0
        while swept := await self.memory.sweep(before):
            forgotten += swept
        return forgotten


def _caller() -> PersonId:
    person_id = current_caller().person_id
    if person_id is None:
        raise Unauthenticated
    return PersonId(person_id)
