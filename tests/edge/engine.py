"""The engine room and the desk of the tests' site."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from octavo.board.desk import Board, Desk
from octavo.board.here import Here, Parts
from octavo.chassis.cache import NearCache
from octavo.chassis.calls import Calls
from octavo.chassis.certificates import Certificates
from octavo.chassis.database import Database
from octavo.chassis.error_book import ErrorBook
from octavo.chassis.stacks import Place
from octavo.chassis.telemetry import Health
from octavo.config import Config
from octavo.operating import Elsewhere, EngineRoom
from tests.edge.building import TRACES

LONG: list[Place] = []
"""What took long; for a test to put something in its place."""


CERTIFICATES: list[Certificates] = []
"""The process's own, where there are any; for a test to put some in its place."""


def desk(
    databases: dict[str, Database],
    caches: dict[str, NearCache],
    folder: Path,
    clock: Callable[[], datetime],
    calls: Calls,
    health: Health,
) -> Desk:
    """One process of 1.2.3 that nobody else is beside."""

    def nobody(address: str) -> Board:
        raise LookupError(address)

    async def size(name: str) -> int:
        return 4096

    parts = Parts(
        calls=calls,
        health=health,
        caches=caches,
        databases=databases,
        long={"loop": lambda: LONG, "request": lambda: LONG},
        size=size,
        errors=ErrorBook(databases["accounts"], release="1.2.3+aaaa", clock=clock),
        folder=folder,
    )
    return Desk(Here(parts, name="the test", release="1.2.3+aaaa"), client=nobody)


def engine_room(
    databases: dict[str, Database],
    near: NearCache,
    folder: Path,
    clock: Callable[[], datetime],
    calls: Calls,
) -> EngineRoom:
    health = Health("1.2.3")
    for name, db in databases.items():
        health.add(name, partial(db.one, "SELECT 1 AS alive"))

    async def nothing(seconds: float) -> list[str]:
        return []

    return EngineRoom(
        Config(),
        environ={"OCTAVO_DATA": str(folder)},
        data=folder,
        databases=databases,
        caches={"copies": near},
        health=health,
        elsewhere=Elsewhere((), nothing),
        calls=calls,
        clock=clock,
        desk=desk(databases, {"copies": near}, folder, clock, calls, health),
        traces=TRACES,
        certificates=lambda: next(iter(CERTIFICATES), None),
        long={"loop": lambda: LONG, "request": lambda: LONG},
    )
