"""How one event is given to one consumer, whatever brought it, and what comes of a failure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import structlog

from octavo.chassis import spans
from octavo.chassis.context import run_detached
from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.deliveries import Delivery, Failure
from octavo.chassis.engine import Conflict
from octavo.chassis.events import Handler, Inbox
from octavo.chassis.faults import Unavailable
from octavo.chassis.spans import Kind
from octavo.chassis.traces import Traces

_log = structlog.get_logger()

_ERROR_LETTERS = 500


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long a consumer is tried. The pauses double from `pause` to `longest`, in seconds.

    A fault that says Unavailable never makes a dead letter: what is away comes back.
    """

    attempts: int = 12
    pause: float = 0.1
    longest: float = 300.0
    handling: float = 30.0
    """Seconds for one call of the handler."""

    def after(self, attempt: int) -> float:
        """Seconds to wait after this attempt, which is 1 for the first."""
        return min(self.longest, self.pause * 2.0 ** min(attempt - 1, 30))


class Hearer:
    """A consumer's handler, the types it takes, and the mark of what it has had.

    into: the consumer's own database, in which handler and mark share a transaction; None: the handler is
    idempotent. traces: where it is recorded what handling came to, as part of what caused the event.
    """

    def __init__(
        self,
        consumer: str,
        types: Sequence[type[Event]],
        handler: Handler,
        *,
        into: Database | None,
        patience: Patience | None,
        traces: Traces | None = None,
    ) -> None:
        self.consumer = consumer
        self._traces = traces or Traces()
        self.types = {kind.event_name: kind for kind in types}
        self._handler = handler
        self._patience = patience or Patience()
        self._inbox = None if into is None else Inbox(into, consumer)

    async def hear(self, delivery: Delivery, now: datetime) -> Failure | None:
        """Give it to the handler; None when it took it. now: from when the next attempt is counted."""
        envelope = delivery.envelope

        async def work() -> None:
            event: Any = msgspec.json.decode(delivery.payload, type=self.types[envelope.type])
            parent = spans.read(envelope.trace)
            with self._traces.part(Kind.HEARD, self.consumer, envelope.type, parent=parent) as rooted:
                rooted.more = envelope.attempt
                try:
                    if self._inbox is None:
                        await self._handler(event, envelope)
                    else:
                        await self._inbox.once(envelope, lambda: self._handler(event, envelope))
                except BaseException as error:
                    rooted.failed(type(error).__name__)
                    raise

        try:
            await run_detached(work, seconds=self._patience.handling)
        except Exception as error:  # noqa: BLE001 - whatever a handler does, it must not stop the others
            return self._failure(delivery, error, now)
        return None

    def _failure(self, delivery: Delivery, error: Exception, now: datetime) -> Failure:
        patience, envelope = self._patience, delivery.envelope
        hopeless = isinstance(error, msgspec.DecodeError)
        transient = isinstance(error, (Unavailable, Conflict))
        dead = hopeless or (envelope.attempt >= patience.attempts and not transient)
        due = None if dead else now + timedelta(seconds=patience.after(envelope.attempt))
        text = f"{type(error).__name__}: {error}"[:_ERROR_LETTERS].replace("\0", "")
        log = _log.error if dead else _log.warning
        log(
            "event_dead" if dead else "event_failed",
            consumer=self.consumer,
            type=envelope.type,
            aggregate=envelope.aggregate,
            number=envelope.number,
            attempt=envelope.attempt,
            **_traced(envelope.trace),
            why=text,
            exc_info=error if dead else None,
            failure=error,  # the first attempt's too is one that nobody expected
        )
        return Failure(envelope.number, text, due)


def _traced(said: str) -> dict[str, str]:
    """What joins a line of the log with the trace."""
    parent = spans.read(said)
    return {} if parent is None else {"trace_id": parent.trace}
