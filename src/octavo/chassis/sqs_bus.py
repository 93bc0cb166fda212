"""Events over Amazon SQS, or what speaks like it: a FIFO queue for each consumer of each source.

An event's group is its aggregate, so the queue keeps their order and lets aggregates go side by side. Each
queue is sent the source's events by itself, from the place that the source's database notes for it.
"""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Sequence
from contextlib import AsyncExitStack
from typing import Any, Final, TypeVar
from zlib import crc32

import msgspec
import structlog
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError

from octavo.chassis.bus import Arrival, BusAway, Carried

T = TypeVar("T")

_log = structlog.get_logger()

_LANES: Final = 8
_TOGETHER: Final = 10  # SQS takes and gives no more at once
_MOST: Final = 50
_UNSEEN_SECONDS: Final = 30
_KEPT_SECONDS: Final = 14 * 24 * 3600
_ATTRIBUTES: Final = {
    "FifoQueue": "true",
    "ContentBasedDeduplication": "false",
    "VisibilityTimeout": str(_UNSEEN_SECONDS),
    "MessageRetentionPeriod": str(_KEPT_SECONDS),
}
_WAITING: Final = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
_PLAIN: Final = re.compile(r"[^A-Za-z0-9_]+")
_GROUP: Final = re.compile(r"[A-Za-z0-9!-/:-@\[-`{-~]{1,128}")


class SqsBus:
    """SQS in a region, or at an address. Whose it is used as, the client finds where it always looks:
    AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or the machine's role. site: parts the queues of
    sites that share an account.
    """

    name = "SQS"
    prefix = "to/sqs/"

    def __init__(self, *, region: str, endpoint: str | None, site: str) -> None:
        self._region = region
        self._endpoint = endpoint
        self._site = site
        self._stack = AsyncExitStack()
        self._client: Any = None
        self._making = asyncio.Lock()
        self._addresses: dict[str, str] = {}

    async def client(self) -> Any:
        """The one client of this process."""
        async with self._making:
            if self._client is None:
                options = AioConfig(
                    connect_timeout=2,
                    read_timeout=30,
                    max_pool_connections=200,
                    retries={"max_attempts": 2, "mode": "standard"},
                )
                making = get_session().create_client(
                    "sqs", region_name=self._region, endpoint_url=self._endpoint, config=options
                )
                self._client = await told(self._stack.enter_async_context(making))
            return self._client

    def queue(self, source: str, consumer: str) -> str:
        """What the queue of a consumer is called."""
        return f"{self._queues(source)}{_PLAIN.sub('_', consumer)}.fifo"

    def _queues(self, source: str) -> str:
        return f"octavo-{self._site}-{_PLAIN.sub('_', source)}--"

    async def address(self, queue: str) -> str:
        """Where a queue is, made if it was not."""
        if queue not in self._addresses:
            client = await self.client()
            made = await told(client.create_queue(QueueName=queue, Attributes=dict(_ATTRIBUTES)))
            self._addresses[queue] = made["QueueUrl"]
        return self._addresses[queue]

    async def outgoings(self, source: str) -> "Sequence[SqsOutgoing]":
        """The queues of all consumers that have begun to take the events of a source."""
        client, prefix = await self.client(), self._queues(source)
        addresses: list[str] = []
        more: dict[str, str] = {}
        while True:
            found = await told(client.list_queues(QueueNamePrefix=prefix, MaxResults=1000, **more))
            addresses += found.get("QueueUrls", [])
            if not found.get("NextToken"):
                break
            more = {"NextToken": found["NextToken"]}
        names = {address.rpartition("/")[2]: address for address in addresses}
        return [
            SqsOutgoing(client, address, source, self.prefix + name.removeprefix(prefix))
            for name, address in sorted(names.items())
        ]

    def incoming(self, source: str, consumer: str) -> "SqsIncoming":
        """The queue of a consumer."""
        return SqsIncoming(self, self.queue(source, consumer))

    async def waiting(self, source: str, consumer: str) -> int:
        """About as many as the queue holds."""
        client, address = await self.client(), await self.address(self.queue(source, consumer))
        found = await told(client.get_queue_attributes(QueueUrl=address, AttributeNames=list(_WAITING)))
        return sum(int(found["Attributes"][name]) for name in _WAITING)

    async def tidy(self, source: str, before: int) -> None:
        """A queue holds nothing that was settled."""

    async def close(self) -> None:
        """Let go of the connections."""
        await self._stack.aclose()


async def told(work: Awaitable[T]) -> T:
    """The outcome of a call of the client's; its failures as BusAway."""
    try:
        async with asyncio.timeout(40):
            return await work
    except (BotoCoreError, ClientError, OSError, TimeoutError) as error:
        raise BusAway(f"SQS: {str(error) or type(error).__name__}") from error


def group_of(aggregate: str) -> str:
    """The group of an aggregate's messages; a digest where its id is no name that SQS takes."""
    if _GROUP.fullmatch(aggregate):
        return aggregate
    return hashlib.sha256(aggregate.encode()).hexdigest()


class SqsOutgoing:
    """One queue."""

    def __init__(self, client: Any, address: str, source: str, name: str) -> None:
        self.name = name
        self._client = client
        self._address = address
        self._source = source

    async def open(self, noted: int | None, given: int) -> int:
        """SQS cannot say what it was sent last: the database's note says it. What was sent and not noted is
        sent again, and left out by its number if it was within five minutes."""
        return given if noted is None else noted

    async def send(self, events: Sequence[Carried]) -> None:
        """Side by side in lanes that share no aggregate."""
        lanes: dict[int, list[Carried]] = {}
        for event in events:
            lanes.setdefault(crc32(event.envelope.aggregate.encode()) % _LANES, []).append(event)
        outcomes = await asyncio.gather(*map(self._lane, lanes.values()), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def _lane(self, events: Sequence[Carried]) -> None:
        """One request after the other; none holds two of an aggregate, as part of a request may fail."""
        together: dict[str, Carried] = {}
        for event in events:
            group = group_of(event.envelope.aggregate)
            if group in together or len(together) == _TOGETHER:
                await self._request(together)
                together = {}
            together[group] = event
        await self._request(together)

    async def _request(self, events: dict[str, Carried]) -> None:
        entries = [
            {
                "Id": str(event.envelope.number),
                "MessageBody": msgspec.json.encode(event).decode(),
                "MessageGroupId": group,
                "MessageDeduplicationId": f"{self._source}/{event.envelope.number}",
            }
            for group, event in events.items()
        ]
        answer = await told(self._client.send_message_batch(QueueUrl=self._address, Entries=entries))
        if answer.get("Failed"):
            raise BusAway(f"SQS refused events: {answer['Failed'][0].get('Message', '')}")


class SqsIncoming:
    """One consumer's end of its queue."""

    in_order = False

    def __init__(self, bus: SqsBus, queue: str) -> None:
        self._bus = bus
        self._queue = queue
        self._client: Any = None
        self._address = ""

    async def open(self) -> None:
        """What a process that died had taken comes again after 30 s, and its aggregates wait so long."""
        self._client, self._address = await self._bus.client(), await self._bus.address(self._queue)

    async def take(self, most: int, seconds: float) -> list[Arrival]:
        """The next ones, at most 50, so that they are settled before they would come again."""
        messages = await self._receive(int(seconds))
        if not messages and seconds < 1:
            await asyncio.sleep(seconds)
        while messages and len(messages) % _TOGETHER == 0 and len(messages) < min(most, _MOST):
            more = await self._receive(0)
            if not more:
                break
            messages += more
        return [Arrival(_read(message["Body"]), message["ReceiptHandle"]) for message in messages]

    async def _receive(self, seconds: int) -> list[Any]:
        answer = await told(
            self._client.receive_message(
                QueueUrl=self._address, MaxNumberOfMessages=_TOGETHER, WaitTimeSeconds=seconds
            )
        )
        return list(answer.get("Messages", []))

    async def settle(self, arrivals: Sequence[Arrival]) -> None:
        """Delete them."""
        parts = [arrivals[at : at + _TOGETHER] for at in range(0, len(arrivals), _TOGETHER)]
        await asyncio.gather(*map(self._delete, parts))

    async def _delete(self, arrivals: Sequence[Arrival]) -> None:
        entries = [{"Id": str(place), "ReceiptHandle": one.token} for place, one in enumerate(arrivals)]
        answer = await told(self._client.delete_message_batch(QueueUrl=self._address, Entries=entries))
        if answer.get("Failed"):  # they come again, and have had their effect
            _log.warning("sqs_not_settled", queue=self._queue, why=answer["Failed"][0].get("Message", ""))

    async def close(self) -> None:
        """The queue stays."""


def _read(body: str) -> Carried | None:
    """The event that a message holds; None where it holds none."""
    try:
        return msgspec.json.decode(body, type=Carried)
    except msgspec.DecodeError:
        return None
