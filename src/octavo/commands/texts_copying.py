"""`octavo copy` where one end is a table of DynamoDB: the long texts of stories, while the site goes on."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import msgspec

from octavo import datafolder
from octavo.chassis import database
from octavo.chassis.clock import utc_now
from octavo.chassis.database import Database
from octavo.chassis.engine import StorageFault
from octavo.commands import serve
from octavo.copying.pairs import check_source, open_source
from octavo.copying.places import Place
from octavo.register import MIGRATIONS, ComparedTexts, TextCopy, moving_texts, texts_in_table
from octavo.trouble import Exit, Trouble

if TYPE_CHECKING:
    from octavo.config import Config
    from octavo.copying.moving import Tell

_STORIES: Final = "stories"
_INTO: Final = "INTO"
_OUT: Final = "OUT"
_NAMED: Final = 20
_PATIENCE: Final = 10.0


def is_table(words: str | None) -> bool:
    """Whether this names a table, not a folder, a database or a bucket."""
    return words is not None and words.partition("://")[0].partition("+")[0] == "dynamodb"


def move(
    config: "Callable[[], Config]", source: str | None, target: str | None, what: str, tell: "Tell"
) -> int:
    """Copy all texts ("copy"), and have them stand at the other end alone ("switch"), only compare both
    ("verify"), or give the copy up ("abandon"); the exit code."""
    if is_table(source) and is_table(target):
        text = "from one table to another: bring the texts into the database first, then into the other table"
        raise Trouble(text, Exit.USAGE)
    set_up = config()
    way, url, other = (_INTO, target or "", source) if is_table(target) else (_OUT, source or "", target)
    if wrong := msgspec.structs.replace(set_up.stories, url=url).mistakes().get("url"):
        raise Trouble(f"{url} {wrong}", Exit.USAGE)
    place = Place.of(other or set_up.database.url or str(set_up.site.data))
    secret = datafolder.read_secret(place.folder or set_up.site.data)
    serve.run_loop(_Texts(way, url, place, tell).run(what, secret))
    return Exit.OK


async def staying(place: Place, tell: "Tell") -> None:
    """Before a site's databases are copied: say which of its texts do not stand in them."""
    await check_source(place, {_STORIES: MIGRATIONS[_STORIES]})
    engine, _ = await open_source(place, _STORIES, MIGRATIONS[_STORIES])
    db = Database(engine, _STORIES)
    try:
        number = await texts_in_table(db)
    finally:
        await db.close()
    if number:
        tell.line(
            f"{number:,} texts of stories stand in DynamoDB. They stay there, and the site uses them from "
            f"its new place: keep OCTAVO_STORIES_URL and secret.key as they are. To have them move too, say "
            f"first: octavo copy --from THAT-TABLE --to {place.shown} --switch."
        )


class _Texts:
    """One run of the command."""

    def __init__(self, way: str, url: str, place: Place, tell: "Tell") -> None:
        self._way = way
        self._url = url
        self._place = place
        self._tell = tell

    async def run(self, what: str, secret: bytes) -> None:
        try:
            async with self._opened(secret) as texts:
                await self._run(what, texts)
        except StorageFault as fault:
            raise Trouble(str(fault), Exit.UNAVAILABLE) from fault

    @asynccontextmanager
    async def _opened(self, secret: bytes) -> AsyncIterator[TextCopy]:
        """Trouble unless the database is that of a site of this version."""
        migrations = MIGRATIONS[_STORIES]
        await check_source(self._place, {_STORIES: migrations})
        engine, _ = await open_source(self._place, _STORIES, migrations)
        await engine.close()
        address = self._place.address(_STORIES)
        db = await database.open(address, name=_STORIES, migrations=migrations, patience=_PATIENCE)
        try:
            async with moving_texts(db, self._url, secret=secret, clock=utc_now) as texts:
                yield texts
        finally:
            await db.close()

    async def _run(self, what: str, texts: TextCopy) -> None:
        if what == "abandon":
            given_up = await texts.give_up(self._seen)
            self._tell.line("The copy is given up." if given_up else "No copy of these texts is under way.")
            return
        if what == "verify":
            self._report(await texts.compare(self._way, self._seen))
            return
        fresh = await texts.begin(self._way)
        if not fresh:
            self._tell.line("The texts were moved before; what is left follows.")
        number = await texts.copy(self._way, self._seen)
        self._tell.line(f"{number:,} texts copied; what is written meanwhile comes with the next round.")
        self._report(await texts.compare(self._way, self._seen))
        if what != "switch":
            self._tell.line(
                "The copy is whole and was the same. Say the same again for what is written meanwhile, with "
                "--switch to have texts stand there, or with --abandon to give the copy up."
            )
            return
        await self._switch(texts)

    async def _switch(self, texts: TextCopy) -> None:
        if self._way == _INTO:
            await texts.copy(self._way, self._seen)
            await texts.settle_in_table()
            self._tell.line(f"Switched: nobody waited. The site now needs OCTAVO_STORIES_URL={self._url}.")
            self._tell.line(
                "Set it for all processes and start them again. Until then old ones go on with rows; what "
                "they write there moves by itself afterwards."
            )
            return
        self._report(await texts.settle_in_rows(self._seen))
        self._tell.line("Switched: nobody waited. All texts stand in the rows; the table is empty.")
        self._tell.line("Take OCTAVO_STORIES_URL away for all processes and start them again, when you like.")

    def _seen(self, what: str, number: int) -> None:
        self._tell.doing(f"{number:,} texts {what}")

    def _report(self, found: Sequence[ComparedTexts]) -> None:
        wrong = [line for one in found for line in _shortened(one.differences)]
        if wrong:
            raise Trouble("\n".join(["rows and table differ:", *wrong]), Exit.BAD_DATA)
        for one in found:
            later = f"; {one.waiting:,} more wait to be copied" if one.waiting else ""
            size = f"{one.texts:,} texts, {one.bytes:,} bytes"
            self._tell.line(f"stories.{one.table}: {size}, sha256 {one.digest} on both sides{later}")


def _shortened(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _NAMED
    return [*lines[:_NAMED], f"and {more} more"] if more > 0 else list(lines)
