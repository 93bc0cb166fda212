"""Texts in DynamoDB: one table, a partition for each story, by `dynamo_items`.

A text and the mark that it is unsettled are one transaction. Reads take what is there now or was a moment
ago, at half the price, and ask once more for what stands now where something is missing: an address is never
written twice, so an older state has the right text or none.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from zlib import crc32

import structlog
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from octavo.chassis import dynamo_making
from octavo.chassis.dynamo_calls import AlreadyThere
from octavo.chassis.dynamo_table import READ_UNIT, DynamoTable, Item, Key
from octavo.chassis.faults import Invalid
from octavo.chassis.hot_keys import HotKeys
from octavo.stories.adapters.dynamo_items import (
    TextTorn,
    address_of,
    keys_of,
    mark_of,
    packed,
    partition_of,
    unpacked,
)
from octavo.stories.api import StoryId
from octavo.stories.texts import WHOLE, story_of

LANES: Final = 8
HOT_UNITS: Final = 1_000.0
"""Read units a second of one story that are worth a word: a partition gives 3,000."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HOTTEST: Final = 10
_TURN: Final = ("octavo", "turn")
_ADVICE: Final = (
    "DynamoDB gives one story 3,000 read units a second: let its text stay in memory"
    " (OCTAVO_HTTP_NEAR_CACHE_BYTES), or let processes share pages (OCTAVO_CACHE_URL)"
)

_log = structlog.get_logger(__name__)


class DynamoTexts:
    """Fits texts.Texts. `hot` counts what is read from the table, by story, in read units."""

    def __init__(
        self, table: DynamoTable, *, clock: Callable[[], datetime], hot: HotKeys[str] | None = None
    ) -> None:
        self._table = table
        self._hot = hot or HotKeys()
        self._clock = clock
        self._told_at = _EPOCH

    async def open(self, *, site: str) -> None:
        """Make the table or look at it; see `dynamo_making.made`."""
        await dynamo_making.made(self._table, site=site)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._table.close()

    async def put(self, story_id: StoryId, text: str) -> str:
        address, items = await packed(story_id, secrets.token_urlsafe(16), text)
        part, place = mark_of(address)
        lane = str(crc32(story_id.encode()) % LANES)
        mark = Item(part, place, lane=lane, since=_micros(self._clock()))
        await self._write(address, [*items, mark], text)
        return address

    async def keep(self, address: str, text: str) -> None:
        nonce = address.partition("/")[2].partition(".")[0]
        same, items = await packed(story_of(address), nonce, text)
        if same != address:
            raise Invalid("address", "This is not the address of this text.")
        await self._write(address, items, text)

    async def _write(self, address: str, items: list[Item], text: str) -> None:
        try:
            await self._table.put_new(items, token=hashlib.sha256(address.encode()).hexdigest()[:32])
        except AlreadyThere:
            # An answer was lost, and the table has forgotten the token since: it was written, all of it.
            if (await self.get([address])).get(address) != text:
                raise

    async def get(self, addresses: Collection[str]) -> dict[str, str]:
        wanted = {address: keys_of(address) for address in addresses}
        every = [key for keys in wanted.values() for key in keys]
        values = await self._table.get(every)
        missing = [key for key in every if key not in values]
        if missing:
            values |= await self._table.get(missing, consistent=True)
        found: dict[str, str] = {}
        for address, keys in wanted.items():
            parts = [values[key] for key in keys if key in values]
            self._count(address, parts)
            if len(parts) == len(keys):
                try:
                    found[address] = await unpacked(address, parts)
                except TextTorn as error:
                    _log.error("text_torn", text=str(error))
        return found

    def _count(self, address: str, parts: list[bytes]) -> None:
        self._hot.count(story_of(address), sum(-(-len(part) // READ_UNIT) for part in parts) / 2)
        now = self._clock()
        if now - self._told_at < timedelta(minutes=1):
            return
        hot = [(key, round(units)) for key, units in self._hot.top(_HOTTEST) if units >= HOT_UNITS]
        if hot:
            self._told_at = now
            _log.warning("hot_keys", units_a_second=dict(hot), advice=_ADVICE)

    async def settle(self, addresses: Collection[str]) -> None:
        await self._table.delete(map(mark_of, addresses))

    async def delete(self, addresses: Collection[str]) -> None:
        gone: list[Key] = []
        for address in addresses:
            if address.endswith(f"/{WHOLE}"):
                gone += await self._table.places(partition_of(story_of(address)))
            else:
                gone += [*keys_of(address), mark_of(address)]
        await self._table.delete(gone)

    async def unsettled(self, before: datetime, *, limit: int) -> list[str]:
        until, each = _micros(before), -(-limit // LANES)
        lanes = await asyncio.gather(
            *(self._table.waiting(str(lane), until, limit=each) for lane in range(LANES))
        )
        found = [address_of(key) for keys in lanes for key in keys]
        return [address for address in found if address is not None]

    async def turn(self) -> str:
        return (await self._table.get([_TURN], consistent=True)).get(_TURN, b"").decode()

    async def next_turn(self, before: str, after: str) -> bool:
        try:
            await self._table.swap(_TURN, before.encode() if before else None, after.encode())
        except AlreadyThere:
            return False
        return True

    async def listed(self, after: str, *, limit: int) -> tuple[list[str], str]:
        part, _, place = after.partition(" ")
        keys, last = await self._table.listed((part, place) if after else None, limit=limit)
        found = [address_of(key) for key in keys if key[1].startswith("text/")]
        return [address for address in found if address is not None], " ".join(last) if last else ""

    def collect(self) -> Iterator[Metric]:
        """What Prometheus is told: requests to the table, and which stories are read most from it."""
        asked = CounterMetricFamily(
            "octavo_table_requests",
            "Requests to DynamoDB by what became of them; again: repeated after a failure that passes.",
            labels=["table", "operation", "outcome"],
        )
        for (operation, outcome), count in sorted(self._table.counts.items()):
            asked.add_metric([self._table.name, operation, outcome], count)
        hot = GaugeMetricFamily(
            "octavo_hot_keys",
            "Read units a second of the ten stories that are read most from DynamoDB; each may have 3,000.",
            labels=["table", "key"],
        )
        for key, units in self._hot.top(_HOTTEST):
            hot.add_metric([self._table.name, key], units)
        yield from (asked, hot)


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
