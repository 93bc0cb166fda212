"""Requests to DynamoDB: what passes is tried again, here and nowhere else, and what is away is left alone.

Whatever `dynamo_table` asks may be asked twice. A request is tried six times at most, for eight seconds at
most and not beyond the caller's deadline, with growing pauses; and of all requests together one more for
every ten, and one for every second besides, so that a table short of capacity is not asked ever more. A table
that does not answer at all is asked by one request every five seconds.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any, Final

import structlog
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError

from octavo.chassis.calling import BUDGET_SHARE, Breaker
from octavo.chassis.context import time_left
from octavo.chassis.engine import StorageFault, StorageUnavailable

ATTEMPTS: Final = 6

_SECONDS: Final = 8.0
_CONNECT_SECONDS: Final = 1.0
_ANSWER_SECONDS: Final = 3.0
_SAVED_MOST: Final = 20.0
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

_log = structlog.get_logger(__name__)


class TableAway(StorageUnavailable):
    """DynamoDB cannot be reached, or lets us do no more for now; what was asked may have been done."""


class TableRefused(StorageFault):
    """DynamoDB refused what no repetition makes right: no permission, another table than ours, a mistake."""


class AlreadyThere(Exception):  # noqa: N818 - an outcome
    """One of the items that were to be new is there already; nothing was written."""


class _Short(TableAway):
    """It answered that it can do no more for now."""


class Repeats:
    """Pays for repeated requests: a tenth of all, one a second besides, twenty saved up."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._saved = _SAVED_MOST
        self._at = clock()

    def earn(self) -> None:
        """A request was made."""
        self._save(BUDGET_SHARE)

    def spend(self) -> bool:
        """Whether one more try is paid for; it is then."""
        now = self._clock()
        self._save(now - self._at)
        self._at = now
        if self._saved < 1:
            return False
        self._saved -= 1
        return True

    def _save(self, more: float) -> None:
        self._saved = min(_SAVED_MOST, self._saved + more)


class DynamoCalls:
    """The client of one table, at an address or in a region. Used from one event loop."""

    def __init__(self, table: str, *, region: str, endpoint: str | None) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        """What became of requests: by operation, and "ok", "again", "away", "refused" or "left alone"."""
        self._table = table
        self._region = region
        self._endpoint = endpoint
        self._stack = AsyncExitStack()
        self._client: Any = None
        self._repeats = Repeats()
        self._breaker = Breaker(time.monotonic, self._changed)

    async def connect(self) -> None:
        """Make the client; it connects when it is asked."""
        if self._client is None:
            options = AioConfig(
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_ANSWER_SECONDS,
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

    async def call(self, operation: str, **request: Any) -> Any:
        """The answer to a request. Raises TableAway, TableRefused, AlreadyThere."""
        if not self._breaker.admits():
            self.counts[operation, "left alone"] += 1
            raise TableAway(f"DynamoDB's table {self._table} is left alone for a moment: it did not answer")
        self._repeats.earn()
        answered: bool | None = None
        try:
            answer = await self._asked(operation, request)
            answered = True
        except (_Short, TableRefused, AlreadyThere):
            answered = True
            raise
        except TableAway:
            answered = False
            raise
        finally:
            settle = {True: self._breaker.succeeded, False: self._breaker.failed, None: self._breaker.gave_up}
            settle[answered]()
        return answer

    async def _asked(self, operation: str, request: dict[str, Any]) -> Any:
        left = time_left()
        until = asyncio.get_running_loop().time() + min(_SECONDS, _SECONDS if left is None else left)
        for attempt in range(ATTEMPTS):
            try:
                async with asyncio.timeout_at(until):
                    answer = await getattr(self._client, operation)(**request)
            except ClientError as error:
                why = self._judged(operation, error)
            except (BotoCoreError, OSError, TimeoutError) as error:
                why = TableAway(f"DynamoDB's table {self._table}: {str(error) or type(error).__name__}")
            else:
                self.counts[operation, "ok"] += 1
                return answer
            over = attempt == ATTEMPTS - 1 or asyncio.get_running_loop().time() >= until
            if over or not self._repeats.spend():
                break
            self.counts[operation, "again"] += 1
            await pause(attempt)
        self.counts[operation, "away"] += 1
        raise why

    def _judged(self, operation: str, error: ClientError) -> TableAway:
        """What passes, to be tried again; raises what does not."""
        code = error.response.get("Error", {}).get("Code", "")
        told = error.response.get("CancellationReasons", ())
        reasons = {one.get("Code", "None") for one in told} - {"None"}
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        line = f"DynamoDB's table {self._table}: {error}"
        if code == "ConditionalCheckFailedException" or "ConditionalCheckFailed" in reasons:
            raise AlreadyThere from None
        if status >= 500:
            return TableAway(line)
        if code in _PASSING or (reasons and reasons <= _PASSING_REASONS):
            return _Short(line)
        self.counts[operation, "refused"] += 1
        raise TableRefused(line) from error

    def _changed(self, state: str) -> None:
        what = "table_left_alone" if state == "open" else "table_asked_again"
        _log.warning(what, table=self._table)


async def pause(attempt: int) -> None:
    """Longer with each attempt, a second at most, and never the same for all."""
    await asyncio.sleep(random.uniform(0.3, 1.0) * min(1.0, 0.025 * 2**attempt))  # noqa: S311 - no secret
