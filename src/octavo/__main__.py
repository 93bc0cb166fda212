"""The command line: `octavo up` serves the site, the other commands look after it.

Nothing heavy is imported until a command needs it, so that `octavo --help` answers at once.
"""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, ParamSpec

import click

from octavo import __version__
from octavo.client import cli

if TYPE_CHECKING:
    from octavo.config import Config

P = ParamSpec("P")

SERVICES: Final = (
    "accounts",
    "stories",
    "images",
    "publications",
    "moderation",
    "annotations",
    "search",
    "syndication",
    "embeds",
    "readership",
    "graph",
    "feed",
    "responses",
    "notifications",
    "replays",
    "webhooks",
)
"""What `octavo run` can run, beside "edge"."""
_FOLDER: Final = click.Path(path_type=Path)
_EXISTING: Final = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="octavo", message="%(prog)s %(version)s")
@click.option("--config", type=_FOLDER, help="Settings file; otherwise octavo.toml in the data folder.")
@click.option("--data", type=_FOLDER, help="The data folder (OCTAVO_DATA, otherwise ./data).")
def main(config: Path | None, data: Path | None) -> None:
    """A whole publishing platform in one program.

    Settings are environment variables (OCTAVO_PORT, OCTAVO_URL, …) or lines of octavo.toml. Exit codes: 1 a
    failure, 2 wrong usage, 65 bad data, 69 port or peer not to be had, 73 data folder not writable, 74 disk
    full, 75 data folder in use, 78 wrong settings.
    """
    # What the site writes is for the user that runs it, also in a folder that others may look into.
    os.umask(0o077)
    # Small sums gain nothing from a second core, and other requests lose it; for numpy, and for all children.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _set("OCTAVO_CONFIG", config)
    _set("OCTAVO_DATA", data)


def _set(variable: str, value: object | None) -> None:
    """What the command line says goes into the environment, where workers find it too."""
    if value is not None:
        os.environ[variable] = str(value)


def _config() -> "Config":
    from octavo import config

    return config.read()


def _plainly(command: Callable[P, int | None]) -> Callable[P, NoReturn]:
    """Tell what a person can mend in one line and an exit code, not in a traceback."""

    @wraps(command)
    def run(*words: P.args, **options: P.kwargs) -> NoReturn:
        from octavo.trouble import Exit, Trouble

        try:
            sys.exit(command(*words, **options) or Exit.OK)
        except Trouble as trouble:
            for line in str(trouble).splitlines():
                click.echo(f"octavo: {line}", err=True)
            sys.exit(trouble.exit)

    return run


@main.command()
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to serve with."
)
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on (OCTAVO_PORT).")
@click.option("--data", type=_FOLDER, help="The data folder (OCTAVO_DATA).")
@_plainly
def up(workers: int, port: int | None, data: Path | None) -> int:
    """Serve the whole site."""
    _set("OCTAVO_PORT", port)
    _set("OCTAVO_DATA", data)
    from octavo.commands import serve

    return serve.up(_config(), workers=workers, names=frozenset({*SERVICES, "edge"}))


@main.command(hidden=True)
@click.argument("index", type=int)
@click.option("--of", type=int, required=True)
@click.option("--web", type=int, required=True)
@click.option("--lock", type=int, required=True)
@click.option("--life", type=int, required=True)
@click.option("--quiet", is_flag=True)
@_plainly
def worker(index: int, of: int, web: int, lock: int, life: int, quiet: bool) -> int:
    """One process of `octavo up --workers`, started by it alone."""
    from octavo.commands import serve

    names = frozenset({*SERVICES, "edge"})
    return serve.worker(_config(), index, of=of, web=web, lock=lock, life=life, says=not quiet, names=names)


@main.command("run")
@click.argument("names", nargs=-1, required=True, type=click.Choice([*SERVICES, "edge"]))
@click.option("--listen", default="", help="Where peers call these services: host:port or unix:/path.")
@click.option("--peer", "peers", multiple=True, metavar="NAME=ADDRESS", help="Where another service is.")
@click.option("--life", type=int, hidden=True, help="A descriptor whose end means that the parent is gone.")
@click.option("--quiet", is_flag=True, help="Say nothing of the address, nor of the owner's first link.")
@_plainly
def run_some(
    names: tuple[str, ...], listen: str, peers: tuple[str, ...], life: int | None, quiet: bool
) -> int:
    """Serve some parts of the site; the others are at their peers.

    Where they are is said with --peer, once or more, or by the settings OCTAVO_PEERS_ADDRESSES and
    OCTAVO_PEERS_TEMPLATE. Services in processes of their own need OCTAVO_EVENTS_URL.
    """
    here = frozenset(names)
    if here - {"edge"} and not listen:
        raise click.UsageError("say with --listen where peers call these services")
    from octavo.commands import serve
    from octavo.peers import find

    config = _config()
    elsewhere = find(config.peers, peers, services=SERVICES, here=here)
    return serve.run(config, names=here, listen=listen, peers=elsewhere, life=life, says=not quiet)


@main.command()
@click.argument("file", type=_FOLDER)
@click.option("--check", is_flag=True, help="Say whether the file is right, and start nothing.")
@click.option("--haproxy", is_flag=True, help="Print the configuration of HAProxy, and start nothing.")
@_plainly
def fleet(file: Path, check: bool, haproxy: bool) -> int:
    """Bring up the whole fleet that FILE describes, on this machine, until Ctrl-C."""
    from octavo.commands import fleet as fleets

    if haproxy:
        return fleets.print_haproxy(file)
    return fleets.check(file) if check else fleets.run(file)


@main.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--out", type=_FOLDER, required=True, help="The authority's folder; its key stays in it.")
@click.option("--site", default="octavo.internal", show_default=True, help="A name that all of them hold.")
@click.option("--days", type=click.IntRange(1, 825), default=365, show_default=True, help="Good for so long.")
@_plainly
def certificates(names: tuple[str, ...], out: Path, site: str, days: int) -> int:
    """Make certificates for the machines or processes NAME…, by an authority of the site's own.

    They are for calls between processes (OCTAVO_WIRE_…). The same again renews them; running processes take
    them from their files.
    """
    from octavo.commands import certificates as made

    return made.make(out, names, site=site, days=days)


@main.command()
@click.argument("email", default="")
@click.option("--handle", default="", help="Of a person who has no address yet, such as an imported author.")
@_plainly
def login_link(email: str, handle: str) -> int:
    """Print a one-time sign-in link for EMAIL, mail or no mail.

    With --handle the link is that person's, and EMAIL, where it is given, becomes their address.
    """
    if not email and not handle:
        raise click.UsageError("for whom? Say an EMAIL, a --handle, or both")
    from octavo.commands import operator

    return operator.login_link(_config(), email, handle)


@main.command()
@click.argument("folder", type=_FOLDER)
@_plainly
def backup(folder: Path) -> int:
    """Copy all that the site keeps to FOLDER, while it runs."""
    from octavo.commands import operator

    return operator.back_up(_config(), folder)


@main.command()
@click.argument("folder", type=_EXISTING)
@click.option("--force", is_flag=True, help="Replace the site that the data folder holds.")
@_plainly
def restore(folder: Path, force: bool) -> int:
    """Put the backup in FOLDER in the place of the data folder, all of it or nothing."""
    from octavo.commands import operator

    return operator.restore(_config(), folder, force=force)


@main.command("copy")
@click.option("--from", "source", metavar="DATA|URL", help="Where it is; otherwise as it is set.")
@click.option(
    "--to",
    "target",
    metavar="DATA|URL",
    help="An empty folder, postgresql://…/database; s3://…: its files; dynamodb://region/table: its texts.",
)
@click.option("--switch", "what", flag_value="switch", help="Then leave the source for good.")
@click.option("--verify-only", "what", flag_value="verify", help="Only compare both, row by row.")
@click.option("--abandon", "what", flag_value="abandon", help="Give the copy up; the source is as it was.")
@click.option(
    "--person", metavar="HANDLE", help="Bring this person's own data alone: --from their export.zip."
)
@_plainly
def copy_site(source: str | None, target: str | None, what: str | None, person: str | None) -> int:
    """Move the site's databases from one engine to another; its files where one end is a bucket, the long
    texts of stories where one is a table of DynamoDB.

    The site goes on meanwhile: what changes is noted by the databases themselves and brought in rounds. All
    is compared by counts and hashes. Killed at any moment, the same command goes on where it was.
    """
    from octavo.commands import copying

    if person is not None:
        if what or not source or "://" in source or (target and "://" in target):
            raise click.UsageError("with --person say --from EXPORT.zip and --to DATA, a data folder")
        _set("OCTAVO_DATA", target)
        return copying.bring_person(_config(), person, Path(source))
    return copying.move(_config, source, target, what or "copy")


@main.command("import")
@click.argument("folder", type=_EXISTING)
@_plainly
def import_folder(folder: Path) -> int:
    """Bring in stories from FOLDER: Markdown with front matter, and its images."""
    from octavo.commands import operator

    return operator.import_folder(_config(), folder)


@main.command()
@_plainly
def demo() -> int:
    """Fill the site with a few stories of our own, for a first look."""
    from octavo.commands import operator

    return operator.demo(_config())


@main.command()
@click.option("--json", "as_json", is_flag=True, help="All that is known of each, as JSON.")
@_plainly
def services(as_json: bool) -> int:
    """List the services: what each is, whom it calls, how many events it hears and tells."""
    from octavo.commands import watching

    return watching.services(as_json=as_json)


@main.command()
@click.option("--out", type=_FOLDER, required=True, help="Where to write; what else is there stays.")
@click.option("--target", "targets", multiple=True, metavar="HOST:PORT", help="An operator's port to ask.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="As of `octavo up`, without --target.")
@_plainly
def observe(out: Path, targets: tuple[str, ...], workers: int) -> int:
    """Write what Prometheus and Grafana need to watch the site: rules, alerts and dashboards."""
    from octavo.commands import watching

    return watching.observe(_config(), out, targets, workers)


@main.command()
@click.argument("kinds", nargs=-1, type=click.Choice(["compose", "kubernetes", "systemd"]))
@click.option("--out", type=_FOLDER, required=True, help="Where to write; a folder for each kind is made.")
@click.option("--image", default="", help="What containers are made of; otherwise octavo and its version.")
@click.option(
    "--program", default="/opt/octavo/bin/octavo", show_default=True, help="Where systemd finds it."
)
@_plainly
def place(kinds: tuple[str, ...], out: Path, image: str, program: str) -> int:
    """Write how every process of the site stands by Docker Compose, in Kubernetes or by systemd.

    All three without a KIND. Made from the services' manifests and these settings.
    """
    from octavo.commands import place as placing

    return placing.place(_config(), out, kinds, image=image, program=program)


@main.group()
def search() -> None:
    """The index of the search."""


@search.command("rebuild")
@_plainly
def rebuild_search() -> int:
    """Make the index anew, while the site runs; until it is done the old one answers."""
    from octavo.commands import operator

    return operator.rebuild_search(_config())


@main.group()
def feed() -> None:
    """Home pages, and why they were as they were."""


@feed.command("rebuild")
@_plainly
def rebuild_feed() -> int:
    """Make the copies of what is published and followed anew, while the site runs."""
    from octavo.commands import feeds

    return feeds.rebuild(_config())


@feed.command("replay")
@click.option("--hours", type=click.IntRange(1, 24 * 365), default=24, help="How far to look back.")
@click.option("--weight", "changed", multiple=True, metavar="NAME=NUMBER", help="Try another weight.")
@_plainly
def replay_feed(hours: int, changed: tuple[str, ...]) -> int:
    """Put the home pages of the last hours in order again from their records.

    Without --weight each must come out as it was; exit code 1 where one does not. With it, it is told how the
    pages would have been.
    """
    from octavo.commands import feeds

    return feeds.replay(_config(), hours, changed)


@main.group()
def events() -> None:
    """Events that could not be delivered."""


@events.command()
@_plainly
def dead() -> int:
    """List the events that were given up, and why."""
    from octavo.commands import operator

    return operator.dead_events(_config())


@events.command()
@click.argument("service", type=click.Choice(SERVICES))
@click.argument("letter")
@_plainly
def replay(service: str, letter: str) -> int:
    """Deliver the dead event LETTER of SERVICE again, and those that wait behind it."""
    from octavo.commands import operator

    return operator.replay_event(_config(), service, letter)


@events.command()
@click.argument("service", type=click.Choice(SERVICES))
@click.argument("letter")
@_plainly
def drop(service: str, letter: str) -> int:
    """Give the dead event LETTER of SERVICE up; those behind it go on."""
    from octavo.commands import operator

    return operator.drop_event(_config(), service, letter)


cli.add_to(main)

if __name__ == "__main__":
    program: Any = main
    program(prog_name="octavo")
