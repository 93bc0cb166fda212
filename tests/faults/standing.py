"""A whole site in a process that is killed, and one whose databases go away, for the fault tests of services.

Each service has a `tests/NAME/test_faults.py` (`scripts/fault_tests.py` looks) that says how something is
written and how one sees whether it is there; what is done to it stands here. The process has every service,
as `octavo up` does, without the pages: it is called from afar, where its death is noticed.
"""

import asyncio
import multiprocessing
import os
import random
import secrets
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from octavo import config as settings
from octavo.chassis.connect import Outcome
from octavo.chassis.context import Caller, acting_as, deadline
from octavo.chassis.contract import Contract
from octavo.chassis.faults import Aborted, DeadlineExceeded, FailedPrecondition, Unavailable
from octavo.chassis.ids import to_text
from octavo.chassis.peer import Peer
from octavo.chassis.telemetry import Log, start_logging
from octavo.edge.repeated import RepeatedCalls
from octavo.process import Process
from octavo.register import SERVICES
from octavo.replays.api import CONTRACT as REPLAYS
from octavo.replays.api import Replays
from octavo.site import site
from octavo.stories.api import CONTRACT as STORIES
from octavo.stories.api import Stories, Story
from octavo.webhooks import service as webhooks
from tests.faults.cutting import Wire, wire
from tests.stories.desk import text

ROUNDS = int(os.environ.get("OCTAVO_FAULT_ROUNDS", "1"))
"""How often each service's process is killed."""
URL = "https://octavo.test"
SECRET = b"0123456789abcdef0123456789abcdef"
_AT_ONCE = 4
"""Writes that run when the process dies, begun a moment after each other."""
_BETWEEN = 0.004
_WAIT = 30.0

Reach = Callable[[Contract], Any]
"""Gives the service of a contract, as others call it."""

# Each process is forked from one that has only imported the program: there at once, and no state of ours.
_SPAWN = multiprocessing.get_context("forkserver")
_WIRES = [f"octavo.{name}.v1.{name}_wire" for name in SERVICES]
_SPAWN.set_forkserver_preload(["tests.faults.standing", *_WIRES])


async def _the_mark(reach: Reach, mark: str) -> str:
    return mark


@dataclass(frozen=True)
class Act:
    """One way of writing in a service.

    before: what there has to be, made for a mark; what it gives is what is written about. write: writes that.
    count: how often it is there. promised: whether it is there once its caller has an answer.
    """

    write: Callable[[Reach, Any], Awaitable[object]]
    count: Callable[[Reach, Any], Awaitable[int]]
    before: Callable[[Reach, str], Awaitable[Any]] = _the_mark
    promised: bool = True


def somebody() -> Caller:
    """A new reader, who has used up no quota."""
    return Caller(person_id=to_text(secrets.randbits(62)), roles=frozenset({"member", "confirmed"}))


async def published(reach: Reach, title: str) -> Story:
    """A story of somebody else's."""
    stories: Stories = reach(STORIES)
    with acting_as(somebody()):
        draft = await stories.create_draft(content=text(title))
        return await stories.publish(story_id=draft.id, version=draft.version)


async def _drafted(reach: Reach) -> None:
    stories: Stories = reach(STORIES)
    with acting_as(somebody()):
        await stories.create_draft(content=text("woken"))


async def _serve(data: Path, database: str, tell: Any) -> None:
    config = settings.Config(
        site=settings.Site(url=URL),
        database=settings.DatabaseServer(url=database),
        webhooks=webhooks.Config(networks=("127.0.0.0/8",), plain_http=True),
    )
    names = frozenset(SERVICES)
    process = Process(config=config, secret=SECRET, data=data, web=None, names=names, listen="")
    async with site(process) as running:
        await running.serve_calls(f"unix:{data}/calls.sock")
        tell.send_bytes(b"ready")
        await asyncio.Event().wait()


def _process(data: Path, database: str, tell: Any) -> None:
    with (data / "log").open("a") as log:
        start_logging(Log(), stream=log)
        asyncio.run(_serve(data, database, tell))


class Standing:
    """A site's process, which can be killed and started again."""

    def __init__(self, data: Path, database: str = "", way: Wire | None = None) -> None:
        self._data = data
        self._database = database
        self._way = way
        self._process: Any = None

    def start(self) -> None:
        """Returns when it answers calls."""
        hears, tells = _SPAWN.Pipe(duplex=False)
        self._process = _SPAWN.Process(target=_process, args=(self._data, self._database, tells), daemon=True)
        self._process.start()
        tells.close()
        try:
            assert hears.poll(60)
            hears.recv_bytes()
        except (AssertionError, EOFError):
            raise AssertionError(f"it does not start: {(self._data / 'log').read_text()[-5000:]}") from None
        hears.close()

    def kill(self) -> None:
        """As `kill -9` does."""
        self._process.kill()
        self._process.join()
        assert self._process.exitcode == -9, "it died by itself"

    @property
    def way(self) -> Wire:
        """The network between it and its databases."""
        assert self._way is not None
        return self._way

    @asynccontextmanager
    async def reached(self) -> AsyncIterator[Peer]:
        """A channel to it, which outlives it."""
        peer = Peer(f"unix:{self._data}/calls.sock", SECRET)
        self._signal(signal.SIGCONT)
        try:
            await peer.ready(_WAIT)
            await answered_again(lambda: _drafted(peer.client))  # its leases may have run out meanwhile
            yield peer
        finally:
            await peer.close()
            self._signal(signal.SIGSTOP)  # it waits for the next test without looking for work meanwhile

    def _signal(self, number: signal.Signals) -> None:
        os.kill(self._process.pid, number)


@contextmanager
def standing(database: str = "", way: Wire | None = None) -> Iterator[Standing]:
    """A site in a folder of its own, over SQLite where no other database is named."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        # Who only imports looks for modules where its environment says.
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()
        made = Standing(Path(folder), database, way)
        made.start()
        try:
            yield made
        finally:
            made.kill()


@contextmanager
def standing_over(postgres_url: str) -> Iterator[Standing]:
    """A site over a database of its own in a real PostgreSQL, on a way that can be closed."""

    async def do(statement: str) -> None:
        admin = await asyncpg.connect(postgres_url)
        await admin.execute(statement)
        await admin.close()

    name = f"standing_{secrets.token_hex(4)}"
    server, _, _ = postgres_url.rpartition("/")
    user, _, port = server.rpartition(":")
    asyncio.run(do(f"CREATE DATABASE {name} TEMPLATE template0"))
    try:
        with wire(int(port)) as way, standing(f"{user}:{way.port}/{name}", way) as made:
            yield made
    finally:
        asyncio.run(do(f"DROP DATABASE {name} WITH (FORCE)"))


async def once_or_not_at_all(place: Standing, act: Act) -> None:
    """Kill the process while some write in it, each under a key, and repeat what each of them asked."""
    async with place.reached() as peer:
        for _ in range(ROUNDS):
            with acting_as(somebody()):
                await _killed_while_writing(place, peer, act)


async def _killed_while_writing(place: Standing, peer: Peer, act: Act) -> None:
    marks = [secrets.token_hex(6) for _ in range(_AT_ONCE)]
    about = {mark: await act.before(peer.client, mark) for mark in marks}
    writing = []
    for mark in marks:
        writing.append(asyncio.create_task(_under_its_key(peer, act, mark, about[mark])))
        await asyncio.sleep(random.uniform(0, _BETWEEN))
    place.kill()
    acknowledged = [one is None for one in await asyncio.gather(*writing, return_exceptions=True)]
    place.start()
    await peer.ready(_WAIT)
    for mark, first in zip(marks, acknowledged, strict=True):
        again = False
        # It may run, as far as anybody knows, or nobody knows whether it was done.
        with suppress(Aborted, FailedPrecondition):
            await _under_its_key(peer, act, mark, about[mark])
            again = True
        found = await act.count(peer.client, about[mark])
        surely = act.promised and (first or again)
        assert found == 1 if surely else found in (0, 1), (first, again, found)
        assert again or not first, "what was acknowledged is answered again"
    fresh = await act.before(peer.client, secrets.token_hex(6))
    await act.write(peer.client, fresh)
    assert await seen(lambda: act.count(peer.client, fresh)) == 1, "it goes on"


async def _under_its_key(peer: Peer, act: Act, mark: str, about: Any) -> None:
    """As programs call it, with an Idempotency-Key."""
    replays: Replays = peer.client(REPLAYS)

    async def work() -> Outcome:
        await act.write(peer.client, about)
        return Outcome(200, "ok", b"{}")

    async with deadline(_WAIT):
        await RepeatedCalls(replays).once(mark, "tests.v1.Tests/Write", b"digest", work)


async def comes_back_with_its_database(place: Standing, act: Act) -> None:
    """Take the way to the database away: calls say so, and afterwards nothing is missing."""
    async with place.reached() as peer:
        with acting_as(somebody()):
            marks = [secrets.token_hex(6) for _ in range(3)]
            before, during, after = [await act.before(peer.client, mark) for mark in marks]
            await act.write(peer.client, before)
            with database_away(place), pytest.raises((Unavailable, DeadlineExceeded)):
                async with deadline(2):
                    await act.write(peer.client, during)
            await answered_again(lambda: act.count(peer.client, before))
            await act.write(peer.client, after)
            found = [await act.count(peer.client, one) for one in (before, during, after)]
            assert (found[0], found[1] in (0, 1), found[2]) == (1, True, 1)


@contextmanager
def database_away(place: Standing) -> Iterator[None]:
    """Nothing comes through to the database: what is connected is cut off, and nobody can connect."""
    place.way.refuse()
    try:
        yield
    finally:
        place.way.mend()


async def answered_again(ask: Callable[[], Awaitable[object]]) -> None:
    """Until a call is answered that was not while something was away."""
    async with asyncio.timeout(_WAIT):
        while True:
            with suppress(Unavailable, DeadlineExceeded):
                await ask()
                return
            await asyncio.sleep(0.1)


async def seen(count: Callable[[], Awaitable[int]], wanted: int = 1) -> int:
    """How often something is there that events tell of: once there are as many as wanted, or in the end."""
    found = 0

    async def look() -> None:
        nonlocal found
        found = await count()

    await answered_again(look)  # what it is seen in may be made ready first
    with suppress(TimeoutError):
        async with asyncio.timeout(_WAIT):
            while found < wanted:
                await asyncio.sleep(0.05)
                await answered_again(look)
    return found


__all__ = [
    "URL",
    "Act",
    "Reach",
    "Standing",
    "answered_again",
    "comes_back_with_its_database",
    "database_away",
    "once_or_not_at_all",
    "published",
    "seen",
    "somebody",
    "standing",
    "standing_over",
]
