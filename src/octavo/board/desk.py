"""Asks every process of the site how it does, and answers when others ask.

Workers of one data folder are asked by their sockets, processes elsewhere by the chassis' own contract; what
answers no calls (an edge alone) tells its figures to those it calls, every fifteen seconds. Who does not
answer within a second is named.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
import structlog

from octavo.board import sockets
from octavo.board.figures import Process, packed, unpacked
from octavo.board.here import Here
from octavo.chassis.context import current_caller, deadline
from octavo.chassis.errors import Noted
from octavo.chassis.faults import Fault, Forbidden, Invalid, Unavailable
from octavo.chassis.v1.board import CONTRACT, Board

__all__ = ["CONTRACT", "Board", "Desk", "Everything", "Silent"]

_ASK_SECONDS: Final = 1.0
_TELL_EVERY: Final = 15.0
_STALE: Final = 60.0
"""Seconds after which one that tells by itself counts as silent."""
_FORGOTTEN: Final = 600.0
_MOST: Final = 64
_LONGEST: Final = 4 << 20

_log = structlog.get_logger("octavo.board")


class Silent(msgspec.Struct, frozen=True, kw_only=True):
    """A process that did not answer. last: when it last told, where it does so by itself; else 0."""

    name: str
    where: str
    last: float = 0.0


class Everything(msgspec.Struct, frozen=True, kw_only=True):
    """All processes that answered, this one first, and those that did not."""

    processes: tuple[Process, ...]
    silent: tuple[Silent, ...] = ()


class Desk:
    """The contract `Board` of this process, and what asks the others.

    peers: the services elsewhere by address. client: whoever answers there. siblings: the sockets of
    the other workers, by name.
    """

    def __init__(
        self,
        here: Here,
        *,
        peers: Callable[[], Mapping[str, tuple[str, ...]]] = dict,
        client: Callable[[str], Board],
        siblings: Mapping[str, Path] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.here = here
        self._peers = peers
        self._client = client
        self._siblings = siblings or {}
        self._clock = clock
        self._told: dict[str, Process] = {}

    # --- what others ask of this process

    async def look(self) -> bytes:
        """See the contract."""
        _owners_only()
        mine, found = await self._near()
        return packed([mine, *(one for one in found if isinstance(one, Process)), *self._told.values()])

    async def tell(self, *, processes: bytes) -> None:
        """See the contract."""
        if len(processes) > _LONGEST:
            raise Invalid("These figures are too long.")
        try:
            told = unpacked(processes)
        except ValueError as error:
            raise Invalid("These are no figures.") from error
        now = self._clock()
        for one in told:
            self._told.pop(one.id, None)
            self._told[one.id] = msgspec.structs.replace(one, told=now, stores=())
        for key, one in list(self._told.items()):
            if now - one.told > _FORGOTTEN or len(self._told) > _MOST:
                del self._told[key]

    async def note(self, *, release: str, errors: bytes, dropped: int) -> None:
        """See the contract."""
        book = self.here.parts.errors
        if book is None:
            raise Unavailable("Errors are not kept here.")
        try:
            noted = msgspec.json.decode(errors, type=list[Noted])
        except ValueError as error:
            raise Invalid("These are no errors.") from error
        await book.add(noted, max(0, dropped), release=release)

    async def settle(self, *, group: str) -> bool:
        """See the contract."""
        _owners_only()
        book = self.here.parts.errors
        return book is not None and await book.settle(group)

    # --- what this process asks of others

    async def everything(self) -> Everything:
        """How the whole site does, asked now; takes a second and a little at most."""
        near, far = await asyncio.gather(
            self._near(), asyncio.gather(*(self._far(*peer) for peer in self._peers().items()))
        )
        mine, found = near
        heard = [*found, *self._told.values(), *(one for peer in far for one in peer)]
        known: dict[str, Process] = {}
        silent: dict[tuple[str, str], Silent] = {}
        for one in heard:
            if isinstance(one, Silent):
                silent[one.name, one.where] = one
            elif one.id != mine.id and (one.id not in known or known[one.id].told < one.told):
                known[one.id] = one
        stale = [one for one in known.values() if self._clock() - one.told > _STALE]
        for one in stale:
            del known[one.id]
            silent[one.name, one.id] = Silent(name=one.name, where="", last=one.told)
        others = sorted(known.values(), key=lambda one: (one.name, one.where, one.id))
        return Everything(processes=(mine, *others), silent=tuple(silent.values()))

    async def settle_everywhere(self, group: str) -> bool:
        """Mark a group as dealt with wherever it is kept; whether any process knew it.

        Raises Unavailable where none did and one of them did not answer.
        """
        found = [await self.settle(group=group)]
        away = False
        for address in self._peers():
            try:
                async with deadline(_ASK_SECONDS):
                    found.append(await self._client(address).settle(group=group))
            except Fault:
                away = True
        if away and not any(found):
            raise Unavailable
        return any(found)

    async def _near(self) -> tuple[Process, list[Process | Silent]]:
        mine, *found = await asyncio.gather(
            self.here.told(stores=True), *(self._sibling(*one) for one in self._siblings.items())
        )
        return mine, found  # type: ignore[return-value] # the first is what it is asked for

    async def _sibling(self, name: str, path: Path) -> Process | Silent:
        try:
            async with asyncio.timeout(_ASK_SECONDS):
                (told,) = await sockets.asked(path)
        except (OSError, ValueError) as error:
            _log.warning("a worker did not say how it does", worker=name, reason=repr(error))
            return Silent(name=name, where="")
        return told

    async def _far(self, address: str, names: tuple[str, ...]) -> list[Process | Silent]:
        try:
            async with deadline(_ASK_SECONDS):
                told = unpacked(await self._client(address).look())
        except (Fault, ValueError) as error:
            _log.warning("a process did not say how it does", address=address, reason=repr(error))
            return [Silent(name=", ".join(names), where=address)]
        if told:
            told[0].where = address
        return list(told)

    # --- what a process that keeps nothing tells of itself

    async def keep_telling(self) -> None:
        """Tell one of those that this process calls how it does, until cancelled."""
        while True:
            told = packed([await self.here.told(stores=False)])
            await self._any(partial(_tell, told), "figures are not told")
            await asyncio.sleep(_TELL_EVERY)

    async def note_elsewhere(self, noted: list[Noted], dropped: int, *, release: str) -> None:
        """Have errors of this process written down by one that it calls. Raises Unavailable."""
        errors = msgspec.json.encode(noted)
        if not await self._any(
            lambda board: board.note(release=release, errors=errors, dropped=dropped), "errors are not told"
        ):
            raise Unavailable("No process that keeps errors answers.")

    async def _any(self, tell: Callable[[Board], Awaitable[None]], otherwise: str) -> bool:
        for address in self._peers():
            try:
                async with deadline(_ASK_SECONDS):
                    await tell(self._client(address))
            except Fault as fault:
                _log.info(otherwise, address=address, reason=repr(fault))
            else:
                return True
        return False


async def _tell(told: bytes, board: Board) -> None:
    await board.tell(processes=told)


def _owners_only() -> None:
    caller = current_caller()
    if "owner" not in caller.roles or caller.scopes is not None:
        raise Forbidden("Only the site's owner may see this.")
