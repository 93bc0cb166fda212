"""A process's desk: whom it asks, what it says, and who does not answer."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from octavo.board import sockets
from octavo.board.desk import CONTRACT, Board, Desk
from octavo.board.figures import Process, packed, unpacked
from octavo.board.here import Here, Parts
from octavo.chassis.calls import Calls
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.error_book import ErrorBook
from octavo.chassis.errors import Errors, Noted
from octavo.chassis.faults import Forbidden, Invalid, Unavailable
from octavo.chassis.telemetry import Health
from octavo.chassis.testing import THERE, in_world
from tests.conftest import Databases

OWNER = Caller(roles=frozenset({"owner"}))


def here(tmp_path: Path, name: str, book: ErrorBook | None = None) -> Here:
    async def size(service: str) -> int:
        return 0

    parts = Parts(
        calls=Calls(), health=Health("1"), caches={}, databases={}, size=size, errors=book, folder=tmp_path
    )
    return Here(parts, name=name, release="1+a")


class Hanging:
    """A process that takes calls and answers none."""

    async def look(self) -> bytes:
        await asyncio.sleep(3600)
        return b""


def gone(address: str) -> Board:
    return Hanging()  # type: ignore[return-value]


@pytest.fixture
async def book(database_factory: Databases, tmp_path: Path) -> ErrorBook:
    folder = tmp_path / "none"
    folder.mkdir()
    db = await database_factory("site", folder)
    return ErrorBook(db, release="1+a", clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))


async def test_workers_ask_each_other_and_name_who_does_not_answer(tmp_path: Path) -> None:
    one, two = here(tmp_path, "worker 0"), here(tmp_path, "worker 1")
    path, dead = tmp_path / "1.sock", tmp_path / "2.sock"
    dead.touch()
    desk = Desk(one, client=gone, siblings={"worker 1": path, "worker 2": dead})
    async with sockets.serving(path, lambda: two.told(stores=False)):
        assert path.stat().st_mode & 0o777 == 0o600
        found = await desk.everything()
    assert [process.name for process in found.processes] == ["worker 0", "worker 1"]
    assert [one.name for one in found.silent] == ["worker 2"]
    assert not path.exists()
    assert {one.name for one in (await desk.everything()).silent} == {"worker 1", "worker 2"}


async def test_a_killed_worker_s_socket_is_taken_over(tmp_path: Path) -> None:
    path, one = tmp_path / "1.sock", here(tmp_path, "worker 1")
    async with AsyncExitStack() as stack:
        for _ in range(2):  # as if the first had been killed and had left its own behind
            await stack.enter_async_context(sockets.serving(path, lambda: one.told(stores=False)))
        assert [process.name for process in await sockets.asked(path)] == ["worker 1"]


async def test_processes_elsewhere_are_asked_and_one_that_hangs_is_named(tmp_path: Path) -> None:
    far = Desk(here(tmp_path, "services"), client=gone)
    async with in_world(THERE, Board, CONTRACT, far) as there:  # type: ignore[type-abstract]
        clients: dict[str, Board] = {"a": there, "b": gone("b")}
        desk = Desk(
            here(tmp_path, "edge"),
            peers=lambda: {"a": ("accounts", "stories"), "b": ("images",)},
            client=clients.__getitem__,
        )
        with acting_as(OWNER):
            found = await desk.everything()
    assert [(one.name, one.where) for one in found.processes] == [("edge", ""), ("services", "a")]
    assert [(one.name, one.where) for one in found.silent] == [("images", "b")]


async def test_only_the_owner_may_look(tmp_path: Path) -> None:
    desk = Desk(here(tmp_path, "services"), client=gone)
    moderator, token = Caller(roles=frozenset({"moderator"})), Caller(roles=OWNER.roles, scopes=frozenset())
    for caller in (Caller(), moderator, token):
        with acting_as(caller):
            with pytest.raises(Forbidden):
                await desk.look()
            with pytest.raises(Forbidden):
                await desk.settle(group="aa")


async def test_who_answers_no_calls_tells_and_is_named_when_it_no_longer_does(tmp_path: Path) -> None:
    now = [1_000.0]
    far = Desk(here(tmp_path, "services"), client=gone, clock=lambda: now[0])
    edge = await here(tmp_path, "edge").told(stores=False)
    await far.tell(processes=packed([edge]))
    await far.tell(processes=packed([edge]))
    with acting_as(OWNER):
        assert [one.name for one in unpacked(await far.look())] == ["services", "edge"]
    assert [one.name for one in (await far.everything()).processes] == ["services", "edge"]
    now[0] += 61
    found = await far.everything()
    assert [(one.name, one.last) for one in found.silent] == [("edge", 1_000.0)]
    now[0] += 600
    await far.tell(processes=packed([]))
    assert (await far.everything()).silent == ()


async def test_there_is_a_most_of_those_that_tell(tmp_path: Path) -> None:
    far = Desk(here(tmp_path, "services"), client=gone)
    for at in range(70):
        await far.tell(processes=packed([Process(id=str(at), name="edge")]))
    assert len((await far.everything()).processes) == 65
    with pytest.raises(Invalid):
        await far.tell(processes=b"<html>")
    with pytest.raises(Invalid):
        await far.tell(processes=b" " * (5 << 20))


def failed() -> list[Noted]:
    errors = Errors()
    try:
        raise KeyError("a")
    except KeyError as error:
        errors.note(error)
    return errors.take()[0]


async def test_errors_of_who_keeps_nothing_are_kept_elsewhere(tmp_path: Path, book: ErrorBook) -> None:
    far = Desk(here(tmp_path, "services", book), client=gone)
    desk = Desk(here(tmp_path, "edge"), peers=lambda: {"a": ("stories",)}, client=lambda address: far)
    await desk.note_elsewhere(failed(), 2, release="2+b")
    state = await book.state()
    assert [(one.count, one.first_release) for one in state.groups] == [(1, "2+b")]
    assert state.dropped == 2
    with acting_as(OWNER):
        assert await desk.settle_everywhere(state.groups[0].id)
        assert not await desk.settle_everywhere("nonsense")
    assert (await book.state()).groups[0].settled
    with pytest.raises(Invalid):
        await far.note(release="2", errors=b"{", dropped=0)


async def test_where_nobody_keeps_them_errors_wait(tmp_path: Path) -> None:
    far = Desk(here(tmp_path, "services"), client=gone)
    clients: Callable[[str], Board] = lambda address: far  # noqa: E731
    desk = Desk(here(tmp_path, "edge"), peers=lambda: {"a": ("stories",)}, client=clients)
    with pytest.raises(Unavailable):
        await desk.note_elsewhere(failed(), 0, release="1")
    with acting_as(OWNER):
        assert not await desk.settle_everywhere("aa")
    assert msgspec.json.decode(packed([]), type=list[Process]) == []
