"""The way to Redis: scripts by their digest, what is asked at one time in one go, nothing tried twice."""

import asyncio
import hashlib
from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from contextvars import Context
from typing import Any, Final, NamedTuple, Protocol

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError
from redis.maint_notifications import MaintNotificationsConfig

FAILURES: Final = (RedisError, OSError, TimeoutError)

_AT_ONCE: Final = 4
_MOST_TOGETHER: Final = 100


class _Call(NamedTuple):
    script: str
    keys: Sequence[str]
    args: Sequence[Any]
    asking: bool
    answer: asyncio.Future[Any]


class Way(Protocol):
    """To where certain keys are."""

    async def run(self, script: str, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """What a script returns, which is run once or not at all. Raises FAILURES."""
        ...


class Bell:
    """Wakes all who wait."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Wake them; who waits from now on waits for the next time."""
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self) -> None:
        """Until it rings."""
        await self._next.wait()


class RedisLink:
    """Runs scripts, by name, in one Redis.

    seconds: what a trip may take. What waits in line while one fails has failed with it.
    """

    def __init__(self, url: str, scripts: Mapping[str, str], *, seconds: float) -> None:
        self.redis = Redis.from_url(
            url,
            protocol=3,
            retry=Retry(NoBackoff(), 0),
            # before Python 3.12 `wait_for`, which the client connects by, may lose our own limit
            socket_timeout=seconds,
            socket_connect_timeout=seconds,
            driver_info=None,
            maint_notifications_config=MaintNotificationsConfig(enabled=False),
        )
        self._scripts = dict(scripts)
        self._digests = {
            name: hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
            for name, text in scripts.items()
        }
        self._seconds = seconds
        self._line: list[_Call] = []
        self._trips: set[asyncio.Task[None]] = set()

    @property
    def nodes(self) -> Mapping[Hashable, "RedisLink"]:
        """All servers: this one."""
        return {"": self}

    async def changed(self) -> None:
        """Until the servers are others, which they never are."""
        await asyncio.Event().wait()

    def way(self, key: str) -> Way:
        """To where this key is."""
        return self

    async def run(
        self, script: str, keys: Sequence[str], args: Sequence[Any], *, asking: bool = False
    ) -> Any:
        """What a script returns. asking: of a server of a cluster that is about to have these keys. Raises
        FAILURES."""
        answer = asyncio.get_running_loop().create_future()
        self._line.append(_Call(script, keys, args, asking, answer))
        if len(self._trips) < _AT_ONCE:
            trip = asyncio.create_task(self._go(), context=Context())
            self._trips.add(trip)
            trip.add_done_callback(self._trips.discard)
        return await answer

    async def close(self) -> None:
        """Let go of the connections."""
        if self._trips:
            await asyncio.wait(self._trips)
        with suppress(*FAILURES):  # on a busy machine it gives up waiting; the process ends all the same
            await self.redis.aclose()

    async def _go(self) -> None:
        await asyncio.sleep(0)  # whoever asks in the same moment comes along
        while self._line:
            calls, self._line = self._line[:_MOST_TOGETHER], self._line[_MOST_TOGETHER:]
            try:
                async with asyncio.timeout(self._seconds):
                    answers = await self._trip(calls)
            except Exception as error:  # noqa: BLE001 - whoever waits must not wait for ever
                calls, self._line = [*calls, *self._line], []
                told = error if isinstance(error, FAILURES) else RedisError(repr(error))
                answers = [told] * len(calls)
            for call, answer in zip(calls, answers, strict=True):
                if call.answer.done():
                    continue
                if isinstance(answer, BaseException):
                    call.answer.set_exception(answer)
                    call.answer.exception()  # seen: there may be nobody left who waits
                else:
                    call.answer.set_result(answer)

    async def _trip(self, calls: Sequence[_Call]) -> list[Any]:
        answers = await self._ask(calls)
        unknown = [place for place, answer in enumerate(answers) if isinstance(answer, NoScriptError)]
        if unknown:  # a Redis that was started again knows none of them
            for text in self._scripts.values():
                await self.redis.script_load(text)
            again = await self._ask([calls[place] for place in unknown])
            for place, answer in zip(unknown, again, strict=True):
                answers[place] = answer
        return answers

    async def _ask(self, calls: Sequence[_Call]) -> list[Any]:
        async with self.redis.pipeline(transaction=False) as together:
            for call in calls:
                if call.asking:
                    together.execute_command("ASKING")
                together.evalsha(self._digests[call.script], len(call.keys), *call.keys, *call.args)
            answers = iter(await together.execute(raise_on_error=False))
        found = []
        for call in calls:
            if call.asking:
                next(answers)
            found.append(next(answers))
        return found
