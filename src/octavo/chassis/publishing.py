"""Sends a service's outbox into a message system, in the order of its numbers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from octavo.chassis.bus import Bus, BusAway, Carried, Outgoing
from octavo.chassis.database import Database
from octavo.chassis.events import TOPIC, envelope_of
from octavo.chassis.leases import Lease, LeaseLost
from octavo.chassis.stopping import or_stop

_log = structlog.get_logger()

_IDLE_SECONDS = 5.0
_LOOK_AGAIN_SECONDS = 15.0
_NOWHERE_SECONDS = 0.5
_MOST = 256

_NEXT = """
SELECT number, type, aggregate, sequence, payload, trace, written_at FROM octavo_outbox
WHERE number > :after ORDER BY number LIMIT :many
"""
_NOTED = "SELECT position FROM octavo_consumers WHERE consumer = :target"
_GIVEN = "SELECT COALESCE(MIN(position), 0) AS given FROM octavo_consumers WHERE consumer NOT LIKE 'to/%'"
_NOTE = """
INSERT INTO octavo_consumers (consumer, position) VALUES (:target, :number)
ON CONFLICT (consumer) DO UPDATE SET position = excluded.position
"""
# a consumer that was given its events by the relay has been given these: it goes on there after a change back
_GIVE = """
UPDATE octavo_consumers SET position = :number WHERE consumer NOT LIKE 'to/%' AND position < :number
"""
_LEFT = "SELECT COUNT(*) AS number FROM octavo_deliveries"
_FORGET = "DELETE FROM octavo_consumers WHERE consumer LIKE 'to/%' AND consumer NOT LIKE :ours"


class Publisher:
    """Sends what one database's outbox holds. One process at a time runs it."""

    def __init__(self, db: Database, bus: Bus, lease: Lease) -> None:
        self._db = db
        self._bus = bus
        self._lease = lease
        self._away = False

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until told to stop. Raises LeaseLost, also where the lease ran out and was renewed later:
        another process may have sent meanwhile."""
        left = await self._db.one(_LEFT)
        if left is not None and left["number"]:  # they are the relay's, and listed as waiting or dead
            _log.error("events_left_behind", source=self._db.name, number=left["number"])
        with self._db.watch(TOPIC) as watch:
            pause = 0.25
            while self._lease.held and not stopping.is_set():
                try:
                    await or_stop(self._send_all(watch.wait), stopping)
                    pause = 0.25
                except BusAway as error:
                    if not self._away:
                        _log.warning("events_wait", source=self._db.name, bus=self._bus.name, why=str(error))
                    self._away = True
                    await or_stop(asyncio.sleep(pause), stopping)
                    pause = min(2.0, pause * 2)
                except Exception as error:  # noqa: BLE001 - a publisher that ended would stop all later events
                    _log.error("publishing_stalled", source=self._db.name, exc_info=error)
                    await or_stop(asyncio.sleep(1.0), stopping)
        if not stopping.is_set():
            raise LeaseLost(self._lease.name)

    async def _send_all(self, wait: Callable[[float], Awaitable[None]]) -> None:
        targets = await self._bus.outgoings(self._db.name)
        await self._db.execute(_FORGET, ours=f"{self._bus.prefix}%")  # notes of another message system
        reached = {one.name: await self._open(one) for one in targets}
        if targets:  # whoever died may not have come to note what it had sent
            await self._note(targets, reached)
        if self._away:
            _log.info("events_go_on", source=self._db.name, bus=self._bus.name)
            self._away = False
        clock = asyncio.get_running_loop().time
        until = clock() + (_LOOK_AGAIN_SECONDS if targets else _NOWHERE_SECONDS)
        while self._lease.held and clock() < until:
            sent = await asyncio.gather(*[self._step(one, reached) for one in targets])
            if any(sent):
                await self._note(targets, reached)
            else:
                await wait(min(_IDLE_SECONDS, max(0.01, until - clock())))

    async def _open(self, target: Outgoing) -> int:
        noted = await self._db.one(_NOTED, target=target.name)
        given = await self._db.one(_GIVEN)
        assert given is not None
        return await target.open(None if noted is None else noted["position"], given["given"])

    async def _step(self, target: Outgoing, reached: dict[str, int]) -> bool:
        rows = await self._db.all(_NEXT, after=reached[target.name], many=_MOST)
        if not rows or not self._lease.held:
            return False
        await target.send([Carried(envelope_of(row, self._db.name), row["payload"]) for row in rows])
        reached[target.name] = rows[-1]["number"]
        return True

    async def _note(self, targets: Sequence[Outgoing], reached: dict[str, int]) -> None:
        async def work() -> None:
            for target in targets:
                await self._db.execute(_NOTE, target=target.name, number=reached[target.name])
            await self._db.execute(_GIVE, number=min(reached.values()))

        await self._db.run(work)
