"""The whole of a copy, from the first look to the switch. A process that dies at any step is followed by one
that goes on there.

1. Look: is the source a site of this version, is the target empty or of the same unfinished copy?
2. The source notes every change from here on; the target is marked, and gets its tables.
3. The bulk, in chunks; then rounds that bring what was noted, until a round takes less than a second.
4. All is compared, against one moment of the source, while it goes on writing.
5. Where asked for: the switch.
"""

import secrets
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from importlib.resources.abc import Traversable
from typing import Final, Protocol

from octavo.chassis import migrations
from octavo.copying import bulk, marks, notes, switching, tables, verifying
from octavo.copying.comparing import compare
from octavo.copying.links import looking, writing
from octavo.copying.marks import Mark
from octavo.copying.pairs import TARGET_PATIENCE, Pair, check_source, check_tables, open_source, read_mark
from octavo.copying.places import Place
from octavo.copying.rounds import catch_up, exactly
from octavo.copying.tables import Key
from octavo.trouble import Exit, Trouble

Services = Mapping[str, Traversable]
"""The migrations of every service, by name."""
_LAG: Final = 1.0  # seconds that a round over all services may take before the switch
_QUICK: Final = 2.0  # seconds in which all is compared once more while writers wait; longer: what was touched


class Tell(Protocol):
    """Who is told how it goes."""

    def line(self, text: str) -> None:
        """Something that stays to be read."""
        ...

    def doing(self, text: str) -> None:
        """What is being done now."""
        ...


class Moving:
    """A copy of a site's databases that this process works on."""

    def __init__(self, services: Services, source: Place, target: Place, tell: Tell) -> None:
        self._services = services
        self._source = source
        self._target = target
        self._tell = tell
        self._stack = AsyncExitStack()
        self._pairs: list[Pair] = []
        self._touched: dict[str, set[tuple[str, Key]]] = {}
        self._compare_seconds = 0.0

    async def run(self, *, switch: bool) -> None:
        """Copy, catch up, compare and, where asked for, switch. Trouble where that cannot be."""
        async with self._stack:
            await self._begin()
            if await self._left_already():
                return
            for pair in self._pairs:
                await bulk.copy(pair, self._copied)
            self._tell.line("All tables are copied; what was changed meanwhile follows.")
            await self._catch_up()
            await self._compare()
            await self._catch_up()
            if not switch:
                self._tell.line(
                    "The copy is whole and was the same. Changes go on being noted: say the same with "
                    "--switch to bring them and leave the source, or with --abandon to give the copy up."
                )
                return
            await self._switch()

    async def _begin(self) -> None:
        if self._source.same(self._target):
            raise Trouble("--from and --to are the same place", Exit.USAGE)
        await check_source(self._source, self._services)
        used = await self._target.used()
        opened: dict[str, tuple[Pair, Mark | None]] = {}
        for name, folder in self._services.items():
            source, ours = await open_source(self._source, name, folder)
            self._stack.push_async_callback(source.close)
            target = await self._target.open(name, patience=TARGET_PATIENCE)
            self._stack.push_async_callback(target.close)
            pair = Pair(name, folder, source, target, ours, await read_mark(source))
            theirs = await read_mark(target) if name in used else None
            left = pair.mark is not None and pair.mark.state == "MOVED"
            if name in used and theirs is None and not left:
                text = f"{self._target.shown} has tables of {name} already; name an empty place"
                raise Trouble(text, Exit.CANNOT_CREATE)
            opened[name] = (pair, theirs)
        copy = self._copy_of(opened)
        for pair, theirs in opened.values():
            await self._prepare(pair, theirs, copy)
            self._pairs.append(pair)

    def _copy_of(self, opened: Mapping[str, tuple[Pair, Mark | None]]) -> str:
        """Which copy this is; a new one where there is none."""
        for pair, theirs in opened.values():
            if pair.mark is not None and pair.mark.role == "TO":
                text = f"{self._source.shown} is itself a copy that is not finished"
                raise Trouble(text, Exit.BAD_DATA)
            if theirs is not None and theirs.role == "FROM":
                text = f"{self._target.shown} is being copied elsewhere, or was moved to {theirs.other}"
                raise Trouble(text, Exit.CANNOT_CREATE)
        copies = {pair.mark.copy: pair.mark.other for pair, _ in opened.values() if pair.mark is not None}
        copy, other = next(iter(copies.items()), (secrets.token_hex(8), ""))
        there = {mark.copy for _, mark in opened.values() if mark is not None}
        if len(copies) > 1:
            text = f"{self._source.shown} holds parts of several copies; give them up with --abandon"
            raise Trouble(text, Exit.BAD_DATA)
        states = {pair.mark.state if pair.mark is not None else "" for pair, _ in opened.values()}
        if states == {"MOVED"} and not there and other != self._target.shown:
            raise Trouble(f"{self._source.shown} was moved to {other}: copy it from there", Exit.SETTINGS)
        if copies and there - {copy}:
            raise Trouble(_elsewhere(self._source, other), Exit.CANNOT_CREATE)
        if copies and not there and other != self._target.shown:
            raise Trouble(_elsewhere(self._source, other), Exit.CANNOT_CREATE)
        if there - {copy}:
            text = f"{self._target.shown} holds an unfinished copy of another site: empty it first"
            raise Trouble(text, Exit.CANNOT_CREATE)
        return copy

    async def _prepare(self, pair: Pair, theirs: Mark | None, copy: str) -> None:
        """Notes in the source, marks and tables in the target; each where it is missing."""
        moved = pair.mark is not None and pair.mark.state == "MOVED"
        if pair.mark is None:
            async with writing(pair.source) as work:
                await marks.put(work, copy=copy, role="FROM", state="BEGINNING", other=self._target.shown)
        if pair.mark is None or pair.mark.state == "BEGINNING":
            await notes.begin(pair.source, pair.tables)
            async with writing(pair.source) as work:
                await marks.begun(work)
        if moved and theirs is None:  # the target is in use already, or something else
            return
        if theirs is None:
            async with writing(pair.target) as work:
                await marks.put(work, copy=copy, role="TO", state="UNFINISHED", other=self._source.shown)
        await migrations.apply(pair.target, pair.service, pair.migrations)
        async with writing(pair.target) as work:
            check_tables(pair.service, pair.tables, await tables.read(work, pair.service))
            pair.term = await marks.take_over(work)

    def _copied(self, service: str, table: str, rows: int) -> None:
        self._tell.doing(f"{service}.{table}: {rows:,} rows copied")

    async def _catch_up(self) -> None:
        """Rounds over all services, until one takes less than a second."""
        while True:
            began, brought, whole = time.monotonic(), 0, True
            for pair in self._pairs:
                done = await catch_up(pair)
                self._touched.setdefault(pair.service, set()).update(done.keys)
                brought += done.notes
                whole = whole and done.whole
            seconds = time.monotonic() - began
            self._tell.doing(f"{brought:,} changes brought in {seconds:.1f} s")
            if whole and seconds < _LAG:
                return

    async def _compare(self) -> None:
        began = time.monotonic()
        for pair in self._pairs:
            self._touched[pair.service] = set()
            async with exactly(pair) as (source, _), looking(pair.target) as target:
                found = [
                    await compare(source, target, table, seen=partial(self._compared, pair.service))
                    for table in pair.tables
                ]
            verifying.told(pair.service, found)
            self._tell.line(verifying.report(pair.service, found))
        self._compare_seconds = time.monotonic() - began

    def _compared(self, service: str, table: str, rows: int) -> None:
        self._tell.doing(f"{service}.{table}: {rows:,} rows compared")

    async def _switch(self) -> None:
        touched = {pair.service: frozenset(self._touched[pair.service]) for pair in self._pairs}
        staying = [pair for pair in self._pairs if pair.mark is None or pair.mark.state != "MOVED"]
        seconds = await switching.switch(staying, self._target, touched, whole=self._compare_seconds < _QUICK)
        for pair in self._pairs:
            await switching.open_target(pair)
        self._tell.line(
            f"Switched: writers waited {seconds:.1f} s. Nothing is written to the source any more."
        )
        self._next_steps()

    def _next_steps(self) -> None:
        if self._target.folder is None:
            self._tell.line(f"Set OCTAVO_DATABASE_URL to {self._target.shown} and start the site again.")
        else:
            self._tell.line(
                f"Start the site again with OCTAVO_DATA={self._target.shown} and without OCTAVO_DATABASE_URL."
            )

    async def _left_already(self) -> bool:
        """Whether the source was left by an earlier process; what that did not finish is finished."""
        if not all(pair.mark is not None and pair.mark.state == "MOVED" for pair in self._pairs):
            return False
        closed = [pair for pair in self._pairs if pair.term]
        for pair in closed:
            await switching.open_target(pair)
        self._tell.line("The switch is finished." if closed else "The site was moved before.")
        self._next_steps()
        return True


def _elsewhere(source: Place, other: str) -> str:
    return f"{source.shown} is being copied to {other}: finish that, or give it up with --abandon"
