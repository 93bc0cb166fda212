"""What a message system must do to carry events between services; NATS JetStream and SQS do.

A service's outbox goes out through an `Outgoing`, in order; a consumer takes from an `Incoming`, at least
once, in order for each aggregate. What has failed, what waits for its next attempt and what is dead does not
stay in the message system: the consumer's own database keeps it (`arrivals.py`).
"""

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from octavo.chassis.events import Envelope
from octavo.chassis.faults import Unavailable


class BusAway(Unavailable):
    """The message system cannot be used now. Nothing is lost: events wait in the outbox. `str()` is the
    operator's line."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self.args = (line,)


class Carried(msgspec.Struct, frozen=True):
    """An event on its way; its JSON is what travels."""

    envelope: Envelope
    payload: str


class Arrival(msgspec.Struct, frozen=True):
    """An event that has come, and what its message is known by."""

    event: Carried | None
    """None where it could not be read; it is nobody's, since what the outbox sends can be."""
    token: Any


class Outgoing(Protocol):
    """Where the events of one source go. All methods raise BusAway."""

    @property
    def name(self) -> str:
        """A name that stays, under which the source's database notes how far it has come."""
        ...

    async def open(self, noted: int | None, given: int) -> int:
        """The number after which it is to be given events. noted: what the database says it had last, None
        where it is new; given: up to where all consumers had been given them by other ways."""
        ...

    async def send(self, events: Sequence[Carried]) -> None:
        """Take these, in order, for good. After BusAway it is opened again before the next."""
        ...


class Incoming(Protocol):
    """What one consumer is brought of one source. All methods raise BusAway; then it is opened again."""

    @property
    def in_order(self) -> bool:
        """Whether events come in the order of their numbers, not only those of an aggregate among
        themselves: then what is not above the highest number that was settled has been handled."""
        ...

    async def open(self) -> None:
        """Begin after the last one that was settled. One process at a time does."""
        ...

    async def take(self, most: int, seconds: float) -> list[Arrival]:
        """The next ones: as soon as there are any, or none after so many seconds."""
        ...

    async def settle(self, arrivals: Sequence[Arrival]) -> None:
        """They need not come again. They are all that was taken last."""
        ...

    async def close(self) -> None:
        """Bring nothing more."""
        ...


class Bus(Protocol):
    """A message system."""

    @property
    def name(self) -> str:
        """As the log calls it."""
        ...

    @property
    def prefix(self) -> str:
        """How the names of all its outgoings begin."""
        ...

    async def outgoings(self, source: str) -> Sequence[Outgoing]:
        """Where the events of a source go just now. Raises BusAway."""
        ...

    def incoming(self, source: str, consumer: str) -> Incoming:
        """What a consumer is brought."""
        ...

    async def waiting(self, source: str, consumer: str) -> int:
        """How many messages the consumer has not settled; for whoever runs the site. Raises BusAway."""
        ...

    async def tidy(self, source: str, before: int) -> None:
        """Forget what every consumer has settled and was written before then (microseconds). BusAway."""
        ...

    async def close(self) -> None:
        """Let go of the connections."""
        ...
