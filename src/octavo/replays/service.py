"""How the replays are put together."""

from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Annotated, Final

import msgspec
import structlog
from msgspec import Meta

from octavo.chassis.database import Database
from octavo.chassis.leases import alone
from octavo.replays.adapters.sql import SqlMemory
from octavo.replays.interactors import ReplaysInteractor
from octavo.replays.personal import HOLDINGS as HOLDINGS

MIGRATIONS: Final = resources.files("octavo.replays").joinpath("migrations")

_LEASE_SECONDS: Final = 30.0
_TIDY_SECONDS: Final = 300.0

_log = structlog.get_logger(__name__)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """How much is remembered of calls with an Idempotency-Key."""

    max_keys: Annotated[int, Meta(ge=1, le=1_000_000)] = 10_000
    """Keys of one person in a day."""


def build(config: Config, db: Database, *, clock: Callable[[], datetime]) -> ReplaysInteractor:
    """The replays over an open database. clock: the time now, in UTC."""
    return ReplaysInteractor(memory=SqlMemory(db), keys_allowed=config.max_keys, clock=clock)


async def keep_tidy(
    replays: ReplaysInteractor,
    db: Database,
    *,
    clock: Callable[[], datetime],
    seconds: float = _TIDY_SECONDS,
) -> None:
    """Forgets what is over every `seconds`, until cancelled; one process of all on this database does it."""
    await alone(db, "replays/tidy", replays.tidy, seconds=seconds, ttl=_LEASE_SECONDS, clock=clock)
