"""Calls with an Idempotency-Key: made once, and answered the same when they are repeated."""

from collections.abc import Awaitable, Callable
from typing import Final

from octavo.chassis.connect import Outcome
from octavo.chassis.context import acting_as, current_caller, run_detached
from octavo.chassis.faults import Aborted, FailedPrecondition, Invalid, ResourceExhausted, Unsettled
from octavo.replays.api import Answer, KeyReused, OutcomeUnknown, Replays, StillRunning, TooManyKeys

_SECONDS: Final = 30.0
"""A call's whole time, and so that of all that it asks of others: see `octavo.replays.entities.RUNS`."""


class RepeatedCalls:
    """Fits connect.Replays."""

    def __init__(self, replays: Replays) -> None:
        self._replays = replays

    async def once(
        self, key: str, method: str, digest: bytes, work: Callable[[], Awaitable[Outcome]]
    ) -> tuple[Outcome, bool]:
        """Make the call, or tell what it came to before.

        Who hangs up or loses patience does not stop a call that has begun: its repetition is answered with
        what it came to.
        """
        before = await self._begun(key, method, digest)
        if before is not None:
            return Outcome(before.status, before.said, before.body), True
        caller = current_caller()

        async def whole() -> Outcome:
            with acting_as(caller):
                return await self._made(key, work)

        return await run_detached(whole, seconds=_SECONDS), False

    async def _begun(self, key: str, method: str, digest: bytes) -> Answer | None:
        """As `begin`, with refusals that any method may answer."""
        try:
            return await self._replays.begin(key=key, method=method, digest=digest)
        except KeyReused as fault:
            raise Invalid("Idempotency-Key", fault.message) from None
        except StillRunning as fault:
            raise Aborted(fault.message) from None
        except OutcomeUnknown as fault:
            raise FailedPrecondition(fault.message) from None
        except TooManyKeys as fault:
            raise ResourceExhausted(0.0, fault.message) from None

    async def _forgotten(self, key: str) -> None:
        """In a time of its own: what is over may be the time of the work."""
        caller = current_caller()

        async def forget() -> None:
            with acting_as(caller):
                await self._replays.forget(key=key)

        await run_detached(forget)

    async def _made(self, key: str, work: Callable[[], Awaitable[Outcome]]) -> Outcome:
        try:
            outcome = await work()
        except Unsettled:  # it may be done: doing it again might do it twice
            raise
        except BaseException:
            await self._forgotten(key)
            raise
        answer = Answer(status=outcome.status, said=outcome.said, body=outcome.body)
        await self._replays.finish(key=key, answer=answer)
        return outcome
