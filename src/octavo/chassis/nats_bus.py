"""Events over NATS JetStream: a stream for each source, a durable pull consumer for each of its consumers.

The stream holds the events of a source in the order of their numbers, and has the last word on how far it has
come: each message says after which one it must stand, so that nothing is sent twice, left out or put in
between, whoever sends and whatever was lost. A consumer takes them in exactly that order.
"""

import asyncio
import re
from collections.abc import Awaitable, Sequence
from typing import Any, Final, TypeVar

import msgspec
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    ConsumerInfo,
    DeliverPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from octavo.chassis.bus import Arrival, BusAway, Carried
from octavo.chassis.events import micros
from octavo.chassis.nats_pull import Pull
from octavo.chassis.stopping import heeding

T = TypeVar("T")

_log = structlog.get_logger()

_SECONDS: Final = 5.0
_DUPLICATES_SECONDS: Final = 120.0
_NUMBER: Final = "Octavo-Number"
_PLAIN: Final = re.compile(r"[^A-Za-z0-9_-]+")


class _Answer(msgspec.Struct):
    """What JetStream says to a message."""

    error: Any = None
    seq: int = 0


class NatsBus:
    """NATS with JetStream at these addresses. site: parts the streams of sites that share one. copies: of
    each stream, on as many servers of a cluster.
    """

    name = "NATS"
    prefix = "to/nats"

    def __init__(self, urls: Sequence[str], *, site: str, copies: int = 1) -> None:
        self._urls = list(urls)
        self._site = site
        self._copies = copies
        self._client: Client | None = None
        self._connecting = asyncio.Lock()
        self._making = asyncio.Lock()
        self.life = 0
        """Grows with each connection that was lost: what was on its way then is not to be waited for."""

    def stream(self, source: str) -> str:
        """What the stream of a source is called."""
        return f"octavo_{self._site}_{_plain(source)}"

    def subject(self, source: str) -> str:
        """What its messages are sent to."""
        return f"octavo.{self._site}.{_plain(source)}"

    async def client(self) -> Client:
        """A connection that is up. Raises BusAway."""
        async with self._connecting:
            if self._client is None or self._client.is_closed:
                return await told(self._connect())
            return self._client

    async def _connect(self) -> Client:
        client = Client()
        try:
            await client.connect(
                self._urls,
                name="octavo",
                connect_timeout=2,
                max_reconnect_attempts=1,  # tries of each server, now
                reconnect_time_wait=0,
                allow_reconnect=False,  # whoever uses it begins anew, from what was settled
                ping_interval=5,
                max_outstanding_pings=2,
                closed_cb=self._lost,
                error_cb=self._mishap,
            )
        except BaseException:
            await client.close()  # it keeps the connection to a server that said no word, or the wrong one
            raise
        self._client = client
        return client

    async def _lost(self) -> None:
        self.life += 1

    async def _mishap(self, error: Exception) -> None:
        _log.debug("nats_mishap", why=repr(error))

    async def outgoings(self, source: str) -> "Sequence[NatsOutgoing]":
        """The stream of a source."""
        return [NatsOutgoing(self, source)]

    def incoming(self, source: str, consumer: str) -> "NatsIncoming":
        """The durable of a consumer."""
        return NatsIncoming(self, source, consumer)

    async def ensure(self, source: str) -> JetStreamContext:
        """The stream is there, made if it was not."""
        jetstream = (await self.client()).jetstream(timeout=_SECONDS)
        config = StreamConfig(
            name=self.stream(source),
            subjects=[self.subject(source)],
            retention=RetentionPolicy.LIMITS,
            storage=StorageType.FILE,
            num_replicas=self._copies,
            duplicate_window=_DUPLICATES_SECONDS,
        )
        async with self._making:  # a cluster does not answer whoever makes what is just being made
            try:
                info = await told(jetstream.stream_info(config.name or ""))
            except _MissingError:
                await told(jetstream.add_stream(config))
            else:
                if info.config.num_replicas != self._copies:
                    await self._copy(jetstream, info.config)
        return jetstream

    async def _copy(self, jetstream: JetStreamContext, had: StreamConfig) -> None:
        """Have the stream kept as often as is set now. Where it cannot be, it goes on as it is."""
        try:
            await told(jetstream.update_stream(had, num_replicas=self._copies))
        except BusAway as error:
            _log.warning("nats_copies_not_changed", stream=had.name, copies=had.num_replicas, why=str(error))
        else:
            _log.info("nats_copies_changed", stream=had.name, copies=self._copies)

    async def waiting(self, source: str, consumer: str) -> int:
        """What the stream holds behind the consumer's place."""
        jetstream, stream = await self.ensure(source), self.stream(source)
        try:
            info = await told(jetstream.consumer_info(stream, _plain(consumer)))
        except _MissingError:
            return (await told(jetstream.stream_info(stream))).state.messages
        return (info.num_pending or 0) + (info.num_ack_pending or 0)

    async def tidy(self, source: str, before: int) -> None:
        """Forget what every durable has had and was written before then; the last message stays."""
        jetstream, stream = await self.ensure(source), self.stream(source)
        consumers = await told(jetstream.consumers_info(stream))
        state = (await told(jetstream.stream_info(stream))).state
        floors = [_floor(one) for one in consumers]
        low, high = max(1, state.first_seq), min([*floors, state.last_seq - 1] if floors else [0])
        first = low
        while low <= high:  # the first that is too young
            middle = (low + high) // 2
            message = await told(jetstream.get_msg(stream, middle))
            event = read(message.data or b"")
            if event is None or micros(event.envelope.written_at) < before:
                low = middle + 1
            else:
                high = middle - 1
        if low > first:
            await told(jetstream.purge_stream(stream, seq=low))

    async def close(self) -> None:
        """Let go of the connection."""
        if self._client is not None and not self._client.is_closed:
            await self._client.close()


class _MissingError(BusAway):
    """There is no such stream, message or consumer."""


async def told(work: Awaitable[T]) -> T:
    """The outcome of a call of the client's, within 10 s; its failures as BusAway."""
    try:
        async with asyncio.timeout(2 * _SECONDS):
            return await heeding(work)
    except NotFoundError as error:
        raise _MissingError(f"NATS: {error}") from error
    except (NatsError, OSError, TimeoutError, asyncio.InvalidStateError) as error:
        raise BusAway(f"NATS: {str(error) or type(error).__name__}") from error


def read(data: bytes) -> Carried | None:
    """The event that a message holds; None where it holds none."""
    try:
        return msgspec.json.decode(data, type=Carried)
    except msgspec.DecodeError:
        return None


def _floor(info: ConsumerInfo) -> int:
    """Up to where a durable has had everything settled; a new one says 0 wherever it began."""
    settled = info.ack_floor.stream_seq if info.ack_floor is not None else 0
    return max(settled, (info.config.opt_start_seq or 1) - 1)


def _plain(name: str) -> str:
    return _PLAIN.sub("-", name)


class NatsOutgoing:
    """The end of a stream."""

    name = "to/nats"

    def __init__(self, bus: NatsBus, source: str) -> None:
        self._bus = bus
        self._source = source
        self._last = 0

    async def open(self, noted: int | None, given: int) -> int:
        """The stream says which number it has last; it may have lost some, or all, since that was noted."""
        jetstream = await self._bus.ensure(self._source)
        state = (await told(jetstream.stream_info(self._bus.stream(self._source)))).state
        self._last = state.last_seq
        last = await self._number(jetstream)
        if noted is None:
            return max(given, last or 0)
        if last is None and state.last_seq:
            return noted  # all that it had was had by all, and forgotten
        if (last or 0) < noted:
            _log.error("nats_lost_events", source=self._source, sent=noted, has=last or 0)
        return last or 0

    async def _number(self, jetstream: JetStreamContext) -> int | None:
        stream, subject = self._bus.stream(self._source), self._bus.subject(self._source)
        try:
            message = await told(jetstream.get_last_msg(stream, subject))
        except _MissingError:
            return None
        return int((message.headers or {}).get(_NUMBER, "0"))

    async def send(self, events: Sequence[Carried]) -> None:
        """All at once, each only after the one before it: where the last one was taken, all were."""
        answer = msgspec.json.decode(await told(self._send(events)), type=_Answer)
        if answer.error is not None:
            raise BusAway(f"NATS refused an event: {answer.error}")
        self._last += len(events)
        if answer.seq != self._last:
            raise BusAway(f"NATS had an event at {answer.seq} that belongs at {self._last}")

    async def _send(self, events: Sequence[Carried]) -> bytes:
        client, subject = await self._bus.client(), self._bus.subject(self._source)
        for place, event in enumerate(events, start=1):
            headers: dict[str, Any] = {
                "Nats-Msg-Id": f"{self._source}/{event.envelope.number}",
                "Nats-Expected-Last-Sequence": str(self._last + place - 1),
                _NUMBER: str(event.envelope.number),
            }
            data = msgspec.json.encode(event)
            if place == len(events):
                return (await client.request(subject, data, timeout=_SECONDS, headers=headers)).data
            await client.publish(subject, data, headers=headers)
        raise AssertionError("nothing to send")


class NatsIncoming:
    """A consumer's place in a stream: a durable of its name."""

    in_order = True

    def __init__(self, bus: NatsBus, source: str, consumer: str) -> None:
        self._bus = bus
        self._source = source
        self._durable = _plain(consumer)
        self._pull: Pull | None = None
        self._life = 0

    async def open(self) -> None:
        """Make the durable anew where everything before was settled, so that nothing that was on its way to
        a process that died, or over a connection that broke, has to be waited for."""
        self._life = self._bus.life
        jetstream, stream = await self._bus.ensure(self._source), self._bus.stream(self._source)
        floor = 0
        try:
            info = await told(jetstream.consumer_info(stream, self._durable))
            floor = _floor(info)
            await told(jetstream.delete_consumer(stream, self._durable))
        except _MissingError:
            pass  # its first time, or the stream's
        state = (await told(jetstream.stream_info(stream))).state
        first = max(min(floor, state.last_seq) + 1, state.first_seq, 1)
        config = ConsumerConfig(
            durable_name=self._durable,
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=first,
            ack_policy=AckPolicy.ALL,
            ack_wait=30.0,
            max_deliver=-1,  # never given up there: what cannot be handled is a dead letter of the consumer's
            max_ack_pending=4096,
            max_waiting=64,
        )
        await told(jetstream.add_consumer(stream, config))
        self._pull = Pull(await self._bus.client(), stream, self._durable, first)
        await told(self._pull.open())

    async def take(self, most: int, seconds: float) -> list[Arrival]:
        """The next ones of the stream, with none left out."""
        if self._pull is None or self._life != self._bus.life:
            raise BusAway("the connection to NATS was lost")
        try:
            messages = await self._pull.take(most, seconds)
        except (NatsError, OSError) as error:
            raise BusAway(f"NATS: {error}") from error
        if self._life != self._bus.life:
            raise BusAway("the connection to NATS was lost")
        if self._pull.gone:
            raise BusAway(f"NATS brings nothing more: {self._pull.gone}")
        return [Arrival(read(message.data), message) for message in messages]

    async def settle(self, arrivals: Sequence[Arrival]) -> None:
        """One word for all up to the last."""
        await told(arrivals[-1].token.ack())

    async def close(self) -> None:
        """The durable stays."""
        if self._pull is not None:
            try:
                await told(self._pull.close())
            except BusAway as error:
                _log.debug("nats_not_closed", why=str(error))
