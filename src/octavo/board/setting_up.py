"""The desk of a process, put up with the process: what it reads, whom it asks, what it keeps."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from octavo.board import desk as desks
from octavo.board import sockets
from octavo.board.desk import Desk
from octavo.board.here import Here, Parts
from octavo.board.sizes import database_size
from octavo.chassis.clock import utc_now
from octavo.chassis.error_book import ErrorBook, keeping
from octavo.chassis.errors import Errors
from octavo.chassis.place import Place as Calling
from octavo.chassis.stacks import Place
from octavo.chassis.telemetry import Health
from octavo.datafolder import worker_socket
from octavo.ground import Ground
from octavo.objectives import Objective, Objectives
from octavo.process import Process
from octavo.release import release

__all__ = ["asked_of", "keep_errors", "put_up"]


async def keep_errors(ground: Ground, errors: Errors, desk: Desk, stack: AsyncExitStack) -> None:
    """Have the errors of this process written down until the stack ends: in its own first database, or by a
    process that it calls."""
    book = desk.here.parts.errors
    if book is not None:
        await book.open()
        await stack.enter_async_context(keeping(errors, book.add))
    elif ground.place.elsewhere:
        await stack.enter_async_context(keeping(errors, partial(desk.note_elsewhere, release=release())))


async def put_up(
    process: Process,
    ground: Ground,
    health: Health,
    long: Mapping[str, Callable[[], Sequence[Place]]],
    stack: AsyncExitStack,
) -> Desk:
    """This process's desk; others may ask it until the stack ends."""
    first = next(iter(ground.databases.values()), None)
    here = Here(
        Parts(
            calls=ground.place.calls,
            health=health,
            caches={"copies": ground.near, "pages": ground.pages},
            shared=ground.tier,
            databases=ground.databases,
            long=long,
            size=lambda name: database_size(
                ground.databases[name], ground.data, on_server=bool(ground.config.database.url)
            ),
            errors=None if first is None else ErrorBook(first, release=release(), clock=utc_now),
            folder=ground.data,
        ),
        name=_name(process),
        release=release(),
    )
    workers = {f"worker {index}": worker_socket(ground.data, index) for index in range(process.workers)}
    mine: Path | None = workers.pop(f"worker {process.index}", None) if process.workers > 1 else None
    place = ground.place
    desk = Desk(
        here,
        peers=place.addresses,
        client=partial(_client, place),
        siblings=workers if process.workers > 1 else {},
    )
    place.here[desks.CONTRACT] = desk
    if mine is not None:
        await stack.enter_async_context(sockets.serving(mine, partial(here.told, stores=False)))
    ground.work["keep the last hour's figures"] = here.keep
    if first is None and place.elsewhere:
        ground.work["tell figures"] = desk.keep_telling
    return desk


def _client(place: Calling, address: str) -> desks.Board:
    board: desks.Board = place.at(address, desks.CONTRACT)
    return board


def _name(process: Process) -> str:
    """A process as the page calls it."""
    if process.workers > 1:
        return f"worker {process.index}"
    return ", ".join(sorted(process.names, key=lambda name: (name != "edge", name)))


async def asked_of(objectives: Objectives) -> Mapping[str, Objective]:
    """What is asked of each service; nothing where the settings name one that there is not."""

    def read() -> Mapping[str, Objective]:
        from octavo.manifests import manifests
        from octavo.watching.rules import objectives_of

        try:
            return objectives_of(manifests(), objectives)
        except LookupError:
            return {}

    return await asyncio.to_thread(read)
