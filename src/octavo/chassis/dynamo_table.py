"""One table of Amazon's DynamoDB: items by partition and place, written all or none, read in batches.

    table = DynamoTable("dynamodb://eu-central-1/octavo-texts")
    await dynamo_making.made(table, site="3f2a…")
    await table.put_new([Item("story/7", "text/a/00", b"…")], token="a")
    found = await table.get([("story/7", "text/a/00")])

An item with a lane is also found by the index `waiting`, by lane and time: what is yet to be settled.
Everything asked here may be asked twice; `dynamo_calls` says how often it is.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from octavo.chassis.dynamo_calls import ATTEMPTS, DynamoCalls, TableAway, pause

MOST_BYTES: Final = 350_000
"""Of one item's value: DynamoDB takes 400 KB with names and keys."""
MOST_TOGETHER: Final = 3_900_000
"""Bytes of the items that are written all or none: DynamoDB takes 4 MB, and a hundred items."""
READ_UNIT: Final = 4096
"""Bytes that DynamoDB counts, and bills, as one read; half a read where an older state will do."""

_READ_TOGETHER: Final = 100
_WRITE_TOGETHER: Final = 25
_SIDE_BY_SIDE: Final = 8
_ANY_REGION: Final = "us-east-1"  # what is asked for at an address of its own has no regions
# Words that DynamoDB keeps to itself are more every year: none of our names stands in an expression as it is.
_NAMES: Final = {"#part": "part", "#place": "place"}

Key = tuple[str, str]


class Item(NamedTuple):
    """What is written; with a `lane` the index shows it from `since`, microseconds UTC."""

    partition: str
    place: str
    value: bytes = b""
    lane: str = ""
    since: int = 0


class DynamoTable:
    """A table in a region, dynamodb://REGION/TABLE, or at an address, dynamodb+http://HOST:PORT/TABLE. Whose
    it is used as, the client finds where it always looks: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a
    profile, or the machine's role."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.name = parts.path.strip("/")
        scheme = parts.scheme.removeprefix("dynamodb+")
        endpoint = None if scheme == "dynamodb" else f"{scheme}://{parts.netloc}"
        region = _ANY_REGION if endpoint else parts.netloc
        self._calls = DynamoCalls(self.name, region=region, endpoint=endpoint)
        self._reading = asyncio.Semaphore(_SIDE_BY_SIDE)
        self.counts = self._calls.counts
        self.connect = self._calls.connect
        self.close = self._calls.close
        self.call = self._calls.call

    async def put_new(self, items: Sequence[Item], *, token: str) -> None:
        """Write them all, durable when it returns, or none. Raises AlreadyThere where one exists.

        items: 100 at most, of MOST_TOGETHER bytes together. token: the same for the same items.
        """
        writes = [
            {
                "Put": {
                    "TableName": self.name,
                    "Item": _written(item),
                    "ConditionExpression": "attribute_not_exists(#part)",
                    "ExpressionAttributeNames": {"#part": "part"},
                }
            }
            for item in items
        ]
        await self.call("transact_write_items", TransactItems=writes, ClientRequestToken=token)

    async def get(self, keys: Iterable[Key], *, consistent: bool = False) -> dict[Key, bytes]:
        """The values of those that are there, in batches. `consistent`: as they stand now, at twice the
        price; otherwise one that was just written may be missing, and one just deleted may be there."""
        wanted = list(dict.fromkeys(keys))
        batches = [wanted[at : at + _READ_TOGETHER] for at in range(0, len(wanted), _READ_TOGETHER)]
        found: dict[Key, bytes] = {}
        for some in await asyncio.gather(*(self._batch(batch, consistent) for batch in batches)):
            found.update(some)
        return found

    async def _batch(self, keys: Sequence[Key], consistent: bool) -> dict[Key, bytes]:
        found: dict[Key, bytes] = {}
        left: Any = {self.name: {"Keys": list(map(_key, keys)), "ConsistentRead": consistent}}
        async with self._reading:
            for attempt in range(2 * ATTEMPTS):  # an answer ends at 16 MB too: not each rest is a refusal
                answer = await self.call("batch_get_item", RequestItems=left)
                more = answer.get("Responses", {}).get(self.name, [])
                found.update((_key_of(one), one["value"]["B"]) for one in more)
                left = answer.get("UnprocessedKeys") or {}
                if not left:
                    return found
                if not more:
                    await pause(attempt)
        raise TableAway(f"DynamoDB's table {self.name} gives no more for now")

    async def delete(self, keys: Iterable[Key]) -> None:
        """Delete them, durable when it returns; those that are not there too."""
        gone = list(dict.fromkeys(keys))
        for at in range(0, len(gone), _WRITE_TOGETHER):
            batch = gone[at : at + _WRITE_TOGETHER]
            left: Any = {self.name: [{"DeleteRequest": {"Key": _key(key)}} for key in batch]}
            for attempt in range(ATTEMPTS):
                answer = await self.call("batch_write_item", RequestItems=left)
                left = answer.get("UnprocessedItems") or {}
                if not left:
                    break
                await pause(attempt)
            if left:
                raise TableAway(f"DynamoDB's table {self.name} takes no more for now")

    async def swap(self, key: Key, before: bytes | None, after: bytes) -> None:
        """Write an item where it is as it was; `before` None: where there is none. Raises AlreadyThere where
        it is another. A repetition that finds it done is no failure."""
        held = "attribute_not_exists(#part)" if before is None else "#value = :before"
        values: dict[str, Any] = {":after": {"B": after}}
        if before is not None:
            values[":before"] = {"B": before}
        names = {"#value": "value"} if before is not None else {"#part": "part", "#value": "value"}
        await self.call(
            "put_item",
            TableName=self.name,
            Item=_written(Item(*key, after)),
            ConditionExpression=f"{held} OR #value = :after",
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
        )

    async def places(self, partition: str) -> list[Key]:
        """All items of a partition as they stand now."""
        return await self._found(
            KeyConditionExpression="#part = :part",
            ExpressionAttributeNames=_NAMES,
            ExpressionAttributeValues={":part": {"S": partition}},
            ConsistentRead=True,
        )

    async def waiting(self, lane: str, until: int, *, limit: int) -> list[Key]:
        """Items of a lane since this time and longer, those that wait longest first; lately changed ones may
        be missing or there still."""
        return await self._found(
            limit,
            IndexName="waiting",
            KeyConditionExpression="#lane = :lane AND #since <= :until",
            ExpressionAttributeNames={**_NAMES, "#lane": "lane", "#since": "since"},
            ExpressionAttributeValues={":lane": {"S": lane}, ":until": {"N": str(until)}},
        )

    async def _found(self, most: int | None = None, **query: Any) -> list[Key]:
        found: list[Key] = []
        while most is None or len(found) < most:
            if most is not None:
                query["Limit"] = most - len(found)
            query |= {"ProjectionExpression": "#part, #place"}
            answer = await self.call("query", TableName=self.name, **query)
            found += map(_key_of, answer.get("Items", []))
            if not answer.get("LastEvaluatedKey"):
                break
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
        return found

    async def listed(self, after: Key | None, *, limit: int) -> tuple[list[Key], Key | None]:
        """Keys of the whole table in no order, and whence to go on; None: these were the last."""
        more = {"ExclusiveStartKey": _key(after)} if after else {}
        answer = await self.call(
            "scan",
            TableName=self.name,
            Limit=limit,
            ProjectionExpression="#part, #place",
            ExpressionAttributeNames=_NAMES,
            **more,
        )
        last = answer.get("LastEvaluatedKey")
        return list(map(_key_of, answer.get("Items", []))), _key_of(last) if last else None


async def repeated(seconds: float, look: Callable[[], Awaitable[bool]]) -> bool:
    """Look, with growing pauses, until it is so; whether it ever was."""
    until = asyncio.get_running_loop().time() + seconds
    for attempt in range(1_000):
        if await look():
            return True
        if asyncio.get_running_loop().time() >= until:
            break
        await pause(min(attempt, ATTEMPTS))
    return False


def _written(item: Item) -> dict[str, Any]:
    values: dict[str, Any] = {**_key((item.partition, item.place)), "value": {"B": item.value}}
    if item.lane:
        values |= {"lane": {"S": item.lane}, "since": {"N": str(item.since)}}
    return values


def _key(key: Key) -> dict[str, Any]:
    return {"part": {"S": key[0]}, "place": {"S": key[1]}}


def _key_of(values: dict[str, Any]) -> Key:
    return values["part"]["S"], values["place"]["S"]
