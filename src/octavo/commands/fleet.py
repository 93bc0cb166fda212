"""`octavo fleet FILE`: a whole fleet on one machine, until a signal comes."""

import asyncio
import contextlib
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from octavo.commands import serve
from octavo.commands.operator import say
from octavo.config import Config
from octavo.datafolder import DataFolder
from octavo.fleet import file as fleet_file
from octavo.fleet.crew import Crew
from octavo.fleet.figures import Asker
from octavo.fleet.file import FleetFile
from octavo.fleet.plan import Fleet, plan
from octavo.fleet.screen import Lines, Screen
from octavo.manifests import names, with_files
from octavo.trouble import Exit, Trouble, storage_trouble

if TYPE_CHECKING:
    from octavo.accounts.api import Accounts

_LINK_SECONDS: Final = 10.0
_NO_SECRET: Final = b"\0" * 32


def check(path: Path) -> int:
    """Say whether the file is right and what it needs is installed."""
    fleet = _planned(path)
    say(f"{path}: {len(fleet.parts)} processes, at {fleet.url}")
    return Exit.OK


def print_haproxy(path: Path) -> int:
    """Print the configuration of HAProxy; the ports of the processes are those of this moment."""
    say(_planned(path).haproxy)
    return Exit.OK


def _planned(path: Path) -> Fleet:
    """The fleet of a file, of which nothing is made."""
    services = names()
    file = fleet_file.read(path, services, with_files())
    folder = _folder(path, file)
    return plan(file, Asker(), folder=folder, secret=_NO_SECRET, services=services, life=0)


def _folder(path: Path, file: FleetFile) -> Path:
    return (path.absolute().parent / file.folder).absolute()


def run(path: Path) -> int:
    """Bring the fleet up, show it, keep it, and stop it whole."""
    services = names()
    file = fleet_file.read(path, services, with_files())
    with DataFolder.own(_folder(path, file)) as folder:
        if os.geteuid() == 0:
            folder.path.chmod(0o711)  # the user who runs the database for root must get through
        life, held = os.pipe()
        try:
            secret, asker = folder.secret(), Asker()
            fleet = plan(file, asker, folder=folder.path, secret=secret, services=services, life=life)
            _write_settings(fleet)
            serve.start_quiet_log(Config())
            serve.run_loop(_run(fleet, asker, secret, life))
        finally:
            os.close(held)
            os.close(life)
    return Exit.OK


def _write_settings(fleet: Fleet) -> None:
    """What a command needs to reach the fleet; it holds passwords."""
    path = fleet.settings_file
    lines = ["# For commands: set -a; . ./fleet.env; set +a; octavo login-link …", ""]
    lines += [f"{name}={shlex.quote(value)}" for name, value in sorted(fleet.settings.items())]
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise storage_trouble(error, path) from error


async def _run(fleet: Fleet, asker: Asker, secret: bytes, life: int) -> None:
    from rich.console import Console

    console = Console()
    shown = Screen(console) if console.is_terminal else Lines(console)
    crew = Crew(fleet.parts, life=life, told=shown.told)
    stop, hurry = _signals()
    showing = asyncio.create_task(shown.show(crew))
    try:
        await _work(crew, fleet, secret, shown, stop)
    finally:
        await crew.stop(hurry)
        showing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await showing
        await asker.close()
    sys.stdout.write("The fleet has stopped.\n")


async def _work(crew: Crew, fleet: Fleet, secret: bytes, shown: Lines, stop: asyncio.Event) -> None:
    """Start all, say where it is, and keep it; until `stop` is set."""

    async def begin() -> None:
        await crew.start()
        shown.say(f"Octavo is at {fleet.url}")
        shown.say(f"Commands reach it with the settings in {fleet.settings_file}")
        if link := await _owner_link(fleet, secret):
            shown.say("The site has no owner yet. Open this link once to become it:")
            shown.say(f"  {link}")

    from octavo.chassis.stopping import or_stop

    await or_stop(begin(), stop)
    await crew.keep(stop)


async def _owner_link(fleet: Fleet, secret: bytes) -> str:
    from octavo.accounts.api import CONTRACT
    from octavo.chassis.context import acting_as, deadline
    from octavo.chassis.faults import Fault
    from octavo.chassis.peer import Peer
    from octavo.main import OPERATOR
    from octavo.peers import read

    peer = Peer(read((f"accounts={fleet.peers['accounts']}",))["accounts"], secret)
    accounts: Accounts = peer.client(CONTRACT)
    try:
        with acting_as(OPERATOR):
            async with deadline(_LINK_SECONDS):
                return await accounts.create_owner_link()
    except Fault as fault:
        raise Trouble(f"accounts: {fault.message}", Exit.UNAVAILABLE) from fault
    finally:
        await peer.close()


def _signals() -> tuple[asyncio.Event, asyncio.Event]:
    """Set by the first signal, and by the second."""
    import signal

    stop, hurry = asyncio.Event(), asyncio.Event()

    def told() -> None:
        (hurry if stop.is_set() else stop).set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told)
    return stop, hurry
