"""One table of Amazon's DynamoDB: items by partition and place, written all or none, read in batches.

    table = DynamoTable("dynamodb://eu-central-1/octavo-texts")
    await table.open(site="3f2a…")
    await table.put_new([Item("story/7", "text/a/00", b"…")], token="a")
    found = await table.get([("story/7", "text/a/00")])

An item with a lane is also found by the index `waiting`, by lane and time: what is yet to be settled.
Everything asked here may be asked twice, so a call that failed in passing is repeated, in this place alone:
with growing pauses, six times and for eight seconds at most, and not beyond the caller's deadline.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError

from octavo.chassis.context import time_left
from octavo.chassis.engine import StorageFault, StorageUnavailable

MOST_BYTES: Final = 350_000
"""Of one item's value: DynamoDB takes 400 KB with names and keys."""
MOST_TOGETHER: Final = 3_900_000
"""Bytes of the items that are written all or none: DynamoDB takes 4 MB, and a hundred items."""
READ_UNIT: Final = 4096
"""Bytes that DynamoDB counts, and bills, as one read; half a read where an older state will do."""

_ATTEMPTS: Final = 6
_SECONDS: Final = 8.0
_READ_TOGETHER: Final = 100
_WRITE_TOGETHER: Final = 25
_SIDE_BY_SIDE: Final = 8
_ANY_REGION: Final = "us-east-1"  # what is asked for at an address of its own has no regions
_PASSING: Final = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "TransactionInProgressException",
        "InternalServerError",
        "ServiceUnavailable",
    }
)
_PASSING_REASONS: Final = frozenset(
    {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
)
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


class TableAway(StorageUnavailable):
    """DynamoDB cannot be reached, or lets us do no more for now; what was asked may have been done."""


class TableRefused(StorageFault):
    """DynamoDB refused what no repetition makes right: no permission, another table than ours, a mistake."""


class AlreadyThere(Exception):  # noqa: N818 - an outcome
    """One of the items that were to be new is there already; nothing was written."""


class DynamoTable:
    """A table in a region, dynamodb://REGION/TABLE, or at an address, dynamodb+http://HOST:PORT/TABLE. Whose
    it is used as, the client finds where it always looks: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a
    profile, or the machine's role."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.name = parts.path.strip("/")
        self.counts: Counter[tuple[str, str]] = Counter()
        """What became of requests: by operation, and "ok", "again", "away" or "refused"."""
        scheme = parts.scheme.removeprefix("dynamodb+")
        self._endpoint = None if scheme == "dynamodb" else f"{scheme}://{parts.netloc}"
        self._region = _ANY_REGION if self._endpoint else parts.netloc
        self._stack = AsyncExitStack()
        self._client: Any = None
        self._reading = asyncio.Semaphore(_SIDE_BY_SIDE)

    async def connect(self) -> None:
        """Make the client; it connects when it is asked."""
        if self._client is None:
            options = AioConfig(
                connect_timeout=1,
                read_timeout=3,
                max_pool_connections=64,
                retries={"total_max_attempts": 1, "mode": "standard"},
            )
            making = get_session().create_client(
                "dynamodb", region_name=self._region, endpoint_url=self._endpoint, config=options
            )
            self._client = await self._stack.enter_async_context(making)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._stack.aclose()

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
            for attempt in range(2 * _ATTEMPTS):  # an answer ends at 16 MB too: not each rest is a refusal
                answer = await self.call("batch_get_item", RequestItems=left)
                more = answer.get("Responses", {}).get(self.name, [])
                found.update((_key_of(one), one["value"]["B"]) for one in more)
                left = answer.get("UnprocessedKeys") or {}
                if not left:
                    return found
                if not more:
                    await _pause(attempt)
        raise TableAway(f"DynamoDB's table {self.name} gives no more for now")

    async def delete(self, keys: Iterable[Key]) -> None:
        """Delete them, durable when it returns; those that are not there too."""
        gone = list(dict.fromkeys(keys))
        for at in range(0, len(gone), _WRITE_TOGETHER):
            batch = gone[at : at + _WRITE_TOGETHER]
            left: Any = {self.name: [{"DeleteRequest": {"Key": _key(key)}} for key in batch]}
            for attempt in range(_ATTEMPTS):
                answer = await self.call("batch_write_item", RequestItems=left)
                left = answer.get("UnprocessedItems") or {}
                if not left:
                    break
                await _pause(attempt)
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

    async def call(self, operation: str, **request: Any) -> Any:
        """One request, repeated where it failed in passing. Raises TableAway, TableRefused, AlreadyThere."""
        left = time_left()
        until = asyncio.get_running_loop().time() + min(_SECONDS, _SECONDS if left is None else left)
        for attempt in range(_ATTEMPTS):
            try:
                async with asyncio.timeout_at(until):
                    answer = await getattr(self._client, operation)(**request)
            except ClientError as error:
                why = self._judged(operation, error)
            except (BotoCoreError, OSError, TimeoutError) as error:
                why = TableAway(f"DynamoDB's table {self.name}: {str(error) or type(error).__name__}")
            else:
                self.counts[operation, "ok"] += 1
                return answer
            if attempt == _ATTEMPTS - 1 or asyncio.get_running_loop().time() >= until:
                break
            self.counts[operation, "again"] += 1
            await _pause(attempt)
        self.counts[operation, "away"] += 1
        raise why

    def _judged(self, operation: str, error: ClientError) -> TableAway:
        """What passes, to be tried again; raises what does not."""
        code = error.response.get("Error", {}).get("Code", "")
        reasons = {one.get("Code", "None") for one in error.response.get("CancellationReasons", ())} - {
            "None"
        }
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        line = f"DynamoDB's table {self.name}: {error}"
        if code == "ConditionalCheckFailedException" or "ConditionalCheckFailed" in reasons:
            raise AlreadyThere from None
        if code in _PASSING or status >= 500 or (reasons and reasons <= _PASSING_REASONS):
            return TableAway(line)
        self.counts[operation, "refused"] += 1
        raise TableRefused(line) from error


async def repeated(seconds: float, look: Callable[[], Awaitable[bool]]) -> bool:
    """Look, with growing pauses, until it is so; whether it ever was."""
    until = asyncio.get_running_loop().time() + seconds
    for attempt in range(1_000):
        if await look():
            return True
        if asyncio.get_running_loop().time() >= until:
            break
        await _pause(min(attempt, _ATTEMPTS))
    return False


async def _pause(attempt: int) -> None:
    await asyncio.sleep(random.uniform(0.3, 1.0) * min(1.0, 0.025 * 2**attempt))  # noqa: S311 - no secret


def _written(item: Item) -> dict[str, Any]:
    values: dict[str, Any] = {**_key((item.partition, item.place)), "value": {"B": item.value}}
    if item.lane:
        values |= {"lane": {"S": item.lane}, "since": {"N": str(item.since)}}
    return values


def _key(key: Key) -> dict[str, Any]:
    return {"part": {"S": key[0]}, "place": {"S": key[1]}}


def _key_of(values: dict[str, Any]) -> Key:
    return values["part"]["S"], values["place"]["S"]
