"""The services of a process as those who keep something about people: what they have, and how they forget.

What the marks say is done for every service alike (`octavo.chassis.personal`); a service adds what rows
alone cannot tell: files of its own to an export, a step of its own before its rows are erased.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Final

import structlog

from octavo.chassis import personal
from octavo.chassis.database import Database
from octavo.chassis.personal import Fill, Holdings, Step
from octavo.chassis.v1.personal import CONTRACT, FilePiece, PersonalData, UnknownHolder

__all__ = ["CONTRACT", "FilePiece", "Files", "Holders", "PersonalData", "UnknownHolder"]

Files = Callable[[str], AsyncIterator[tuple[str, bytes]]]
"""A person's files as a service shows them: a path and the next bytes of what is there."""

_PIECE: Final = 64 * 1024

_log = structlog.get_logger(__name__)


@dataclass
class _Holder:
    db: Database
    holdings: Holdings
    steps: list[Step] = field(default_factory=list)
    files: list[Files] = field(default_factory=list)
    fill: Fill | None = None


class Holders:
    """Those of one process, by service; and where to ask those of others."""

    def __init__(self) -> None:
        self._holders: dict[str, _Holder] = {}
        self._elsewhere: dict[str, PersonalData] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The services that keep something here, in the order in which they were built."""
        return tuple(self._holders)

    def add(self, name: str, db: Database, holdings: Holdings) -> None:
        """A service that keeps what its `holdings` say in `db`."""
        self._holders[name] = _Holder(db, holdings)

    def add_elsewhere(self, name: str, process: PersonalData) -> None:
        """A service that another process runs: an export asks there."""
        self._elsewhere[name] = process

    @property
    def keepers(self) -> tuple[str, ...]:
        """All services that keep something, here and elsewhere."""
        return (*self._holders, *self._elsewhere)

    def before_erasure(self, name: str, step: Step) -> None:
        """Await `step` with the person's id before the service's rows about them go: for what must be told
        to others, and for what stands in no table. It may be told twice, and runs in no transaction."""
        self._holders[name].steps.append(step)

    def adds_files(self, name: str, files: Files) -> None:
        """Put these files beside the service's rows in an export."""
        self._holders[name].files.append(files)

    def fills(self, name: str, fill: Fill) -> None:
        """Have the service's rows in an export filled with what they name and stands elsewhere."""
        self._holders[name].fill = fill

    async def erase(self, name: str, person_id: str) -> None:
        """Have one service forget a person; the same again changes nothing."""
        holder = self._holders[name]
        for step in holder.steps:
            await step(person_id)
        touched = await personal.erase(holder.db, holder.holdings, person_id)
        await holder.db.scrub()
        _log.info("a person was erased", service=name, rows=sum(touched.values()))

    async def export(self, *, source: str, person_id: str) -> AsyncIterator[FilePiece]:
        """See the contract."""
        holder = self._holders.get(source)
        if holder is None:
            raise UnknownHolder(source=source)
        async for path, data in personal.files(holder.db, holder.holdings, person_id, fill=holder.fill):
            for piece in _pieces(path, data):
                yield piece
        for files in holder.files:
            async for path, data in files(person_id):
                for piece in _pieces(path, data):
                    yield piece

    async def gather(self, *, source: str, person_id: str) -> AsyncIterator[FilePiece]:
        """The same of any service, wherever it runs. Raises Unavailable where its process is away."""
        asked = self if source in self._holders else self._elsewhere.get(source, self)
        async for piece in asked.export(source=source, person_id=person_id):
            yield piece


def _pieces(path: str, data: bytes) -> list[FilePiece]:
    """At least one, so that an empty file is a file."""
    return [
        FilePiece(path=path, data=data[start : start + _PIECE]) for start in range(0, len(data) or 1, _PIECE)
    ]
