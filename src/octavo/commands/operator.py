"""What an operator does from the command line: with the running site where one runs, else in its place."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from octavo.commands import backup, dumping, files_copying, serve
from octavo.config import Config
from octavo.datafolder import DataFolder, is_running, read_secret, socket_of
from octavo.peers import find
from octavo.trouble import Exit, Trouble, storage_trouble

if TYPE_CHECKING:
    from octavo.chassis.certificates import Certificates
    from octavo.chassis.database import Database
    from octavo.main import Services

_LOOK_AGAIN: Final = 0.5
_PATIENCE: Final = 20.0  # seconds for a site that is just starting


def with_services(config: Config, work: Callable[["Services"], Awaitable[None]]) -> int:
    """Do `work` as the operator, with the services of the running site or, where none runs, with our own.

    Where the settings say in which processes the services are, it is done there.
    """

    async def connected() -> None:
        from octavo import main, register
        from octavo.chassis.context import acting_as

        data = config.site.data.absolute()
        apart = is_apart(config)
        if apart or is_running(data):
            secret = config.site.secret.encode() if config.site.secret else read_secret(data)
            certificates = None
            if apart:
                peers = find(config.peers, (), services=register.SERVICES, here=())
                certificates = serve.certificates_of(config, list(peers.values()))
                await _reach(peers["accounts"], secret, "the accounts do not answer", certificates)
            else:
                address = f"unix:{socket_of(data)}"
                text = f"the site that owns {data} does not answer commands; is it about to start or to stop?"
                await _reach(address, secret, text)
                peers = dict.fromkeys(register.SERVICES, address)
            url = config.site.address(config.site.port)
            async with main.services(
                config, data=data, secret=secret, peers=peers, url=url, certificates=certificates
            ) as services:
                with acting_as(main.OPERATOR):
                    await work(services)
            return
        with DataFolder.own(data) as folder:
            secret = config.site.secret.encode() if config.site.secret else folder.secret()
            url = config.site.address(config.site.port)
            async with main.services(config, data=data, secret=secret, peers={}, url=url) as services:
                with acting_as(main.OPERATOR):
                    await work(services)

    return _told(config, connected())


def is_apart(config: Config) -> bool:
    """Whether the services run in processes that the settings name."""
    return bool(config.peers.addresses or config.peers.template)


async def _reach(
    address: str, secret: bytes, otherwise: str, certificates: "Certificates | None" = None
) -> None:
    """Wait for a site that is just starting."""
    from octavo.chassis.faults import DeadlineExceeded
    from octavo.chassis.peer import Peer

    peer = Peer(address, secret, certificates=certificates)
    try:
        await peer.ready(_PATIENCE)
    except DeadlineExceeded:
        raise Trouble(otherwise, Exit.UNAVAILABLE) from None
    finally:
        await peer.close()


def _told(config: Config, work: Coroutine[Any, Any, None]) -> int:
    """Run it; what the services refuse is told in a line."""
    from octavo.chassis.faults import Fault, Unavailable

    serve.start_quiet_log(config)
    try:
        serve.run_loop(work)
    except Fault as fault:
        code = Exit.UNAVAILABLE if isinstance(fault, Unavailable) else Exit.FAILED
        raise Trouble(fault.message, code) from fault
    return Exit.OK


def login_link(config: Config, email: str, handle: str) -> int:
    """Print a one-time sign-in link."""

    async def work(services: "Services") -> None:
        say(await services.accounts.create_login_link(email=email, handle=handle))

    return with_services(config, work)


def back_up(config: Config, folder: Path) -> int:
    """Copy the data folder, and the databases wherever they are."""
    progress = _note()
    manifest = backup.back_up(
        config.site.data.absolute(),
        folder.absolute(),
        clock=backup.now,
        progress=progress,
        fetch=partial(files_copying.fetch, config, progress) if config.files.url else None,
        dump=partial(dumping.dump, config.database.url, _schemas()) if config.database.url else None,
    )
    size = sum(file.size for file in manifest.files)
    say(f"Backed up {len(manifest.files)} files, {size:,} bytes, to {folder}")
    return Exit.OK


def _schemas() -> tuple[str, ...]:
    """Those of a site on PostgreSQL."""
    from octavo.register import SERVICES

    return SERVICES


def restore(config: Config, folder: Path, *, force: bool) -> int:
    """Put a backup in the place of the data folder."""
    progress = _note()
    manifest = backup.restore(
        folder.absolute(),
        config.site.data.absolute(),
        force=force,
        progress=progress,
        bring=partial(files_copying.bring, config, progress) if config.files.url else None,
        load=partial(dumping.load, config.database.url, _schemas(), force=force)
        if config.database.url
        else None,
    )
    made = f"{manifest.created_at:%Y-%m-%d %H:%M} UTC"
    say(f"Restored {len(manifest.files)} files of {made} to {config.site.data}")
    return Exit.OK


def import_folder(config: Config, folder: Path) -> int:
    """Bring in a folder of stories; the report lies in the data folder."""
    reports = config.site.data.absolute() / "imports" / folder.absolute().name

    async def work(services: "Services") -> None:
        from rich.console import Console

        from octavo.imports import command

        try:
            reports.mkdir(mode=0o700, parents=True, exist_ok=True)
            await command.import_folder(folder, services, Console(), reports)
        except OSError as error:
            raise storage_trouble(error, Path(error.filename or reports)) from error

    return with_services(config, work)


def demo(config: Config) -> int:
    """Fill the site with stories of our own."""

    async def work(services: "Services") -> None:
        from rich.console import Console

        from octavo.imports import command

        await command.import_demo(services, Console())

    return with_services(config, work)


def rebuild_search(config: Config) -> int:
    """Have the index of the search made anew, and wait for it."""
    # Asked before we take the folder's lock ourselves.
    runs = is_apart(config) or is_running(config.site.data.absolute())

    async def work(services: "Services") -> None:
        before = (await services.search.get_index_state()).built_at
        await services.search.rebuild()
        if not runs:
            say("The index will be made anew when the site starts; none runs now.")
            return
        while True:
            state = await services.search.get_index_state()
            if state.built_at != before and not state.building:
                say(f"The index is made anew: {state.documents:,} stories and people.")
                return
            await asyncio.sleep(_LOOK_AGAIN)

    return with_services(config, work)


def dead_events(config: Config) -> int:
    """List what could not be delivered, and how far each consumer is behind."""

    async def work(databases: Mapping[str, "Database"]) -> None:
        from rich.console import Console
        from rich.table import Table

        from octavo.chassis import backlog

        table = Table("service", "letter", "event", "of", "tried", "waiting behind it", "why")
        for name, db in databases.items():
            for letter in await backlog.dead_letters(db):
                numbers = (str(letter.attempts), str(letter.parked - 1))
                table.add_row(name, letter.id, letter.type, letter.aggregate, *numbers, letter.error)
        if table.row_count:
            Console().print(table)
        else:
            say("No event was given up.")
        for name, db in databases.items():
            for one in await backlog.backlog(db):
                if one.waiting:
                    say(f"{one.waiting} events of {name} wait for {one.consumer}.")

    return _with_databases(config, work)


def replay_event(config: Config, service: str, letter: str) -> int:
    """Deliver a dead event again."""

    async def work(databases: Mapping[str, "Database"]) -> None:
        from octavo.chassis import backlog

        await backlog.replay(databases[service], letter)
        say(f"{letter} will be delivered again.")

    return _with_databases(config, work)


def drop_event(config: Config, service: str, letter: str) -> int:
    """Give a dead event up for good."""

    async def work(databases: Mapping[str, "Database"]) -> None:
        from octavo.chassis import backlog

        await backlog.drop(databases[service], letter)
        say(f"{letter} was dropped.")

    return _with_databases(config, work)


def _with_databases(config: Config, work: Callable[[Mapping[str, "Database"]], Awaitable[None]]) -> int:
    """Do `work` with the services' databases, whether the site runs or not: its processes notice."""
    data = config.site.data.absolute()
    read_secret(data)

    async def opened() -> None:
        from octavo import main

        async with main.databases(config, data) as databases:
            await work(databases)

    return _told(config, opened())


def say(line: str) -> None:
    """A line for the person at the terminal, or the program that reads us."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us has gone; Python would say so once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Trouble("nobody reads the output any more", Exit.FAILED) from None


def _note() -> Callable[[str], None]:
    """Tells what is being done, on a terminal, in one line that overwrites itself."""
    if not sys.stderr.isatty():
        return lambda name: None

    from rich.console import Console

    status = Console(stderr=True).status("")
    status.start()
    ended: Any = status
    return lambda name: ended.update(name)
