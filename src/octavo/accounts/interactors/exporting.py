"""One's own data in one file: asked for, packed beside requests, fetched for some days."""

from datetime import timedelta
from typing import Final

import structlog

from octavo.accounts import checks
from octavo.accounts.api import (
    Export,
    ExportId,
    ExportNotFound,
    ExportStatus,
    HappeningKind,
    ReadExportResponse,
)
from octavo.accounts.entities import Baggage
from octavo.accounts.interactors.tools import Faculty
from octavo.accounts.ports import TooMuch
from octavo.chassis.faults import Invalid

PIECE: Final = 1 << 20
_ATTEMPTS: Final = 3
_STRAYS_WAIT: Final = timedelta(hours=1)
"""So long a file without a row is let be: it may come from a copy of the files that goes on just now."""

_log = structlog.get_logger(__name__)


class ExportDesk(Faculty):
    """Exports of the person who asks."""

    async def request_export(self) -> Export:
        me = await self._me()
        waiting = [one for one in await self.tools.exports.of(me.id) if one.status is ExportStatus.PACKING]
        if waiting:
            return waiting[0].as_export()
        await self._limit("exports of", me.id, self.tools.limits.exports)
        baggage = Baggage(id=ExportId(self.tools.new_id()), person_id=me.id, asked_at=self.tools.clock())

        async def work() -> None:
            await self.tools.exports.add(baggage)
            await self._note(HappeningKind.EXPORT_ASKED, me.id)

        await self.tools.transaction(work)
        return baggage.as_export()

    async def list_exports(self) -> tuple[Export, ...]:
        me, now = await self._me(), self.tools.clock()
        return tuple(one.as_export() for one in await self.tools.exports.of(me.id) if not one.over(now))

    async def read_export(
        self, *, export_id: ExportId, offset: int = 0, by_address: bool = False
    ) -> ReadExportResponse:
        me, now = await self._me(), self.tools.clock()
        if offset < 0:
            raise Invalid("offset", "From 0 on.")
        baggage = await self.tools.exports.find(export_id) if checks.is_id(export_id) else None
        theirs = baggage is not None and baggage.person_id == me.id
        if baggage is None or not theirs or baggage.status is not ExportStatus.READY or baggage.over(now):
            raise ExportNotFound
        address = await self.tools.packing.address(export_id) if by_address else None
        data = b"" if address else await self.tools.packing.read(export_id, offset, PIECE)
        if data is None:
            raise ExportNotFound
        if offset == 0:
            await self._note(HappeningKind.EXPORT_FETCHED, me.id)
        return ReadExportResponse(data=data, size=baggage.bytes, address=address or "")

    async def pack_exports(self) -> int:
        """Packs what was asked for, one after the other; how many were settled."""
        settled = 0
        for baggage in await self.tools.exports.waiting():
            await self._pack(baggage)
            settled += 1
        return settled

    async def _pack(self, baggage: Baggage) -> None:
        tools = self.tools
        until = tools.clock() + tools.spans.exports
        if baggage.attempts >= _ATTEMPTS:
            await tools.exports.settle(baggage.failed(ExportStatus.FAILED, until))
            return
        await tools.exports.note_attempt(baggage.id)
        person = await tools.people.find(baggage.person_id)
        if person is None or person.hidden:
            await tools.exports.settle(baggage.failed(ExportStatus.FAILED, until))
            return
        try:
            size = await tools.packing.pack(baggage, site=tools.site, handle=person.handle)
        except TooMuch:
            await tools.exports.settle(baggage.failed(ExportStatus.TOO_LARGE, until))
        except Exception:  # noqa: BLE001 - whatever it is, others wait too; it is tried three times
            _log.exception("an export could not be packed", export_id=baggage.id)
        else:
            await tools.exports.settle(baggage.packed(size, until))

    async def drop_old_exports(self) -> int:
        """Removes the files whose days are over, and those that no row names any more; how many."""
        now = self.tools.clock()
        over = list(await self.tools.exports.over(now))
        kept = await self.tools.packing.kept(now - _STRAYS_WAIT)
        over += [one for one in kept if checks.is_id(one) and await self.tools.exports.find(one) is None]
        for export_id in over:
            await self.tools.packing.remove(export_id)
            await self.tools.exports.remove(export_id)
        return len(over)
