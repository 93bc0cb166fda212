"""`octavo copy`: a site's databases from one engine to another, or one's own data into a development site."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from octavo.commands import files_copying, serve
from octavo.commands.operator import say
from octavo.trouble import Exit

if TYPE_CHECKING:
    from octavo.config import Config
    from octavo.copying.moving import Moving, Tell
    from octavo.copying.places import Place
    from octavo.main import Services

_PLAIN_EVERY: Final = 5.0  # seconds between lines of what is being done, where nobody sees it change


def move(config: "Callable[[], Config]", source: str | None, target: str | None, what: str) -> int:
    """Copy all databases ("copy"), and leave the source ("switch"), only compare both ("verify"), or give the
    copy up ("abandon"); the exit code."""
    from octavo.commands import texts_copying
    from octavo.copying import abandoning, checking
    from octavo.copying.moving import Moving
    from octavo.copying.places import Place
    from octavo.register import MIGRATIONS

    if files_copying.is_bucket(source) or files_copying.is_bucket(target):
        if target is None or what != "copy":
            raise click.UsageError("files need --from and --to alone: OCTAVO_FILES_URL says where they are")
        with _telling() as tell:
            return files_copying.move(config, source, target, tell)
    if texts_copying.is_table(source) or texts_copying.is_table(target):
        with _telling() as tell:
            return texts_copying.move(config, source, target, what, tell)
    here = Place.of(source) if source else _set_place(config())
    there = Place.of(target) if target else None
    with _telling() as tell:
        if what == "abandon":
            serve.run_loop(abandoning.abandon(MIGRATIONS, here, there, tell))
            return Exit.OK
        if there is None:
            raise click.UsageError("where to? Say --to with an empty folder or postgresql://…/database")
        if what == "verify":
            serve.run_loop(checking.check(MIGRATIONS, here, there, tell))
        else:
            serve.run_loop(_moved(Moving(MIGRATIONS, here, there, tell), here, tell, switch=what == "switch"))
    return Exit.OK


async def _moved(moving: "Moving", source: "Place", tell: "Tell", *, switch: bool) -> None:
    from octavo.commands import texts_copying

    await texts_copying.staying(source, tell)
    await moving.run(switch=switch)


def bring_person(config: "Config", handle: str, export: Path) -> int:
    """Bring a person's own data from their export into the site of the data folder; the exit code."""
    from octavo.commands.operator import with_services
    from octavo.imports.archive import Archive
    from octavo.imports.own_data import OwnData

    async def work(services: "Services") -> None:
        with Archive(export) as archive:
            brought = await OwnData(archive, services).bring(handle)
        for name, many in sorted(brought.came.items()):
            say(f"{name}: {many:,} brought")
        for (name, why), many in sorted(brought.left.items()):
            say(f"{name}: {many:,} left out: {why}")
        say(f"@{brought.handle} signs in once with this link:")
        say(brought.link)

    Archive(export).close()  # what is no export is told before anything is made
    return with_services(config, work)


def _set_place(config: "Config") -> "Place":
    from octavo.copying.places import Place

    return Place.of(config.database.url or str(config.site.data))


class _Plain:
    """Lines for a log or a pipe."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def line(self, text: str) -> None:
        say(text)

    def doing(self, text: str) -> None:
        if time.monotonic() - self._told >= _PLAIN_EVERY:
            self._told = time.monotonic()
            say(text)


@contextmanager
def _telling() -> "Iterator[Tell]":
    """On a terminal what is being done stands in one line that overwrites itself."""
    if not sys.stdout.isatty():
        yield _Plain()
        return
    from rich.console import Console

    console = Console()
    with console.status("looking at both ends") as status:

        class Shown:
            def line(self, text: str) -> None:
                console.print(text, markup=False, highlight=False)

            def doing(self, text: str) -> None:
                status.update(text)

        yield Shown()
