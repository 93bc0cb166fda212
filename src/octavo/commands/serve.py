"""`octavo up`, `octavo run` and their workers: from a configuration to a site that answers."""

import asyncio
import contextlib
import importlib
import os
import resource
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from typing import Any, Final

import msgspec

from octavo.chassis import telemetry
from octavo.chassis.certificates import Certificates
from octavo.config import Config
from octavo.datafolder import DataFolder, read_secret
from octavo.process import Process
from octavo.serving import listener, memory
from octavo.serving.hosts import is_loopback
from octavo.trouble import Exit, Trouble

_OWN_FILES: Final = 500  # databases, channels, workers' pipes
_SECOND_SIGNAL: Final = 130  # as a shell reports a program that was interrupted


def up(config: Config, *, workers: int, names: frozenset[str]) -> int:
    """Serve the whole site from the data folder until a signal comes; the exit code."""
    with DataFolder.own(config.site.data) as folder:
        secret = _secret(config, folder)
        web = _open_web(config)
        with contextlib.closing(web):
            if workers > 1:
                return _up_with_workers(config, folder, web, workers)
            process = Process(
                config=config,
                secret=secret,
                data=folder.path,
                web=web,
                names=names,
                listen=f"unix:{folder.socket}",
            )
            return serve(process)


def run(
    config: Config,
    *,
    names: frozenset[str],
    listen: str,
    peers: Mapping[str, str],
    life: int | None = None,
    says: bool = True,
) -> int:
    """Serve some parts of the site; the others are at their peers."""
    certificates = certificates_of(config, [listen, *peers.values()])
    with contextlib.ExitStack() as stack:
        if names - {"edge"}:
            folder = stack.enter_context(DataFolder.own(config.site.data))
            secret = _secret(config, folder)
        else:
            # The edge alone keeps nothing: it needs no folder, only the site's key.
            secret = config.site.secret.encode() if config.site.secret else read_secret(config.site.data)
        web = stack.enter_context(contextlib.closing(_open_web(config))) if "edge" in names else None
        process = Process(
            config=config,
            secret=secret,
            data=config.site.data.absolute(),
            web=web,
            names=names,
            peers=peers,
            listen=listen,
            certificates=certificates,
            life=life,
            says=says,
        )
        return serve(process)


def certificates_of(config: Config, addresses: Sequence[str]) -> Certificates | None:
    """What this process shows to other machines; None where it calls none, or nothing is set."""
    from octavo.chassis.certificate_files import CertificateError

    far = [address for address in addresses if address and not address.startswith("unix:")]
    if config.wire.certificate is None or not far:
        return None
    try:
        return Certificates(config.wire)
    except CertificateError as error:
        raise Trouble(str(error), Exit.SETTINGS) from error


def _secret(config: Config, folder: DataFolder) -> bytes:
    return config.site.secret.encode() if config.site.secret else folder.secret()


def _open_web(config: Config) -> socket.socket:
    try:
        return listener.open_socket(config.site.host, config.site.port)
    except listener.ListenError as error:
        raise Trouble(str(error), Exit.UNAVAILABLE if error.busy else Exit.SETTINGS) from error


def _up_with_workers(config: Config, folder: DataFolder, web: socket.socket, count: int) -> int:
    from octavo.serving.workers import Workers, life_pipe

    telemetry.start_logging(config.log)
    life, _held = life_pipe()
    inherited = {"web": web.fileno(), "lock": folder.lock, "life": life}
    descriptors = [word for name, number in inherited.items() for word in (f"--{name}", str(number))]

    def command(index: int, first: bool) -> Sequence[str]:
        # The settings come with the environment: a command line can be read by everybody.
        return [
            "worker",
            str(index),
            "--of",
            str(count),
            *descriptors,
            *([] if first and index == 0 else ["--quiet"]),
        ]

    workers = Workers(
        count,
        command,
        inherited=list(inherited.values()),
        drain_seconds=config.http.drain_seconds,
        on_stop=web.close,
    )
    return workers.run()


def worker(
    config: Config, index: int, *, of: int, web: int, lock: int, life: int, says: bool, names: frozenset[str]
) -> int:
    """One of several processes of `octavo up --workers`; the numbers are inherited descriptors."""
    with DataFolder.inherit(config.site.data, lock) as folder, socket.socket(fileno=web) as listening:
        listening.setblocking(False)
        process = Process(
            config=config,
            secret=_secret(config, folder),
            data=folder.path,
            web=listening,
            names=names,
            listen=f"unix:{folder.socket}" if index == 0 else "",
            index=index,
            workers=of,
            life=life,
            marks={"worker": index},
            says=says,
        )
        return serve(process)


def serve(process: Process) -> int:
    """Run the event loop until the process is told to stop; the exit code."""
    telemetry.start_logging(process.config.log, **process.marks)
    memory.give_back_large_blocks()
    _allow_connections(process.config.http.max_connections)
    run_loop(_serve(process))
    return Exit.OK


def _allow_connections(wanted: int) -> None:
    """Ask the system for as many open files as connections and ourselves need; most give 1024 unasked."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = wanted + _OWN_FILES
    if hard != resource.RLIM_INFINITY:
        enough = min(enough, hard)
    if soft < enough:
        resource.setrlimit(resource.RLIMIT_NOFILE, (enough, hard))


def start_quiet_log(config: Config) -> None:
    """For a command whose output is for a person: only what went wrong is logged."""
    level = "error" if config.log.level == "info" else config.log.level
    telemetry.start_logging(msgspec.structs.replace(config.log, level=level))


def run_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run one coroutine to its end, on uvloop where it is there. What storage refuses becomes Trouble."""
    from octavo.chassis.engine import StorageFault

    # gRPC remarks on every process that is spawned beside it; its errors reach us as exceptions.
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(work)
    except StorageFault as error:
        raise database_trouble(error) from error


def database_trouble(error: Exception) -> Trouble:
    """What a refusal of a database means for the one who runs the program."""
    from octavo.chassis.engine import DiskFull, Locked, ReadOnlyStorage, StorageUnavailable
    from octavo.chassis.migrations import CopyUnderWay, MigrationChanged, SchemaTooNew
    from octavo.chassis.moves import CopyUnfinished, DatabaseMoved

    kinds = {
        DatabaseMoved: Exit.SETTINGS,
        CopyUnfinished: Exit.SETTINGS,
        CopyUnderWay: Exit.SETTINGS,
        DiskFull: Exit.STORAGE,
        ReadOnlyStorage: Exit.CANNOT_CREATE,
        Locked: Exit.LOCKED,
        SchemaTooNew: Exit.BAD_DATA,
        MigrationChanged: Exit.BAD_DATA,
        StorageUnavailable: Exit.UNAVAILABLE,
    }
    code = next((code for kind, code in kinds.items() if isinstance(error, kind)), Exit.STORAGE)
    return Trouble(str(error), code)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # on Windows there is none
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


async def _serve(process: Process) -> None:
    from octavo import site as whole  # the whole program: only where it runs

    stop = stop_signal(process.life)
    async with whole.site(process) as site, serving(process, site):
        memory.settle()
        if process.says:
            await announce(process, site)
        await stop.wait()


def stop_signal(life: int | None) -> asyncio.Event:
    """An event that is set by SIGTERM, SIGINT or the end of the parent; a second signal ends at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told() -> None:
        if stop.is_set():
            os._exit(_SECOND_SIGNAL)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told)
    if life is not None:

        def orphaned() -> None:
            loop.remove_reader(life)
            stop.set()

        loop.add_reader(life, orphaned)
    return stop


@contextlib.asynccontextmanager
async def serving(process: Process, site: Any) -> AsyncIterator[None]:
    """Answer the site's port, the operator's and the other processes' calls, inside the block."""
    from octavo.edge.assets import AssetsMissing

    async with contextlib.AsyncExitStack() as stack:
        if process.web is not None:
            try:
                web = site.listener(process.web)
            except AssetsMissing as error:
                raise Trouble(str(error), Exit.FAILED) from error
            await web.start()
            stack.push_async_callback(web.stop)
        operator = _operator_socket(process)
        if operator is not None:
            board = site.operator_listener(operator)
            await board.start()
            stack.push_async_callback(board.stop)
        server = None
        if process.listen:
            # gRPC takes a tenth of a second to load: not on the loop, which answers readers already.
            await asyncio.to_thread(importlib.import_module, "octavo.chassis.rpc")
            if process.certificates is None and not _stays_here(process.listen):
                telemetry.logger("octavo.wire").warning("wire_is_not_encrypted", address=process.listen)
            try:
                server = await site.serve_calls(process.listen)
            except OSError as error:
                raise Trouble(str(error), Exit.UNAVAILABLE) from error
            stack.push_async_callback(server.stop, process.config.http.drain_seconds)
            if process.listen.startswith("unix:"):
                os.chmod(process.listen.removeprefix("unix:"), 0o600)
        try:
            yield
            # Whoever sends us requests is told first, and has a while to notice.
            site.health.stopping = True
            if server is not None:
                await server.leave()
            await asyncio.sleep(process.config.http.notice_seconds)
        finally:
            site.health.stopping = True
            site.services.ground.streams.stop()


def _operator_socket(process: Process) -> socket.socket | None:
    """The operator's port, the one after the site's unless it is set. One that is taken is no reason to fail:
    the log says so, unless the port was asked for."""
    asked = process.config.operator.port
    if asked == 0 or (asked is None and process.web is None):
        return None
    after = process.web.getsockname()[1] + 1 if process.web is not None else 0
    port = (asked or after) + process.index
    try:
        return listener.open_socket(process.config.operator.host, port)
    except listener.ListenError as error:
        if asked is not None:
            text = str(error).replace("OCTAVO_PORT", "OCTAVO_OPERATOR_PORT")
            raise Trouble(text, Exit.UNAVAILABLE) from error
        telemetry.logger("octavo.operator").warning("no metrics", reason=str(error))
        return None


async def announce(process: Process, site: Any) -> None:
    """Tell the person who started it where the site is, and once how to become its owner."""
    lines = [f"Octavo is at {site.url}"] if process.web is not None else ["Octavo's services are ready"]
    if process.web is not None and process.config.site.is_local and not is_loopback(process.config.site.host):
        lines.append("Set OCTAVO_URL to the address that readers use: only 127.0.0.1 is answered until then.")
    if link := await _owner_link(process, site):
        lines += ["", "The site has no owner yet. Open this link once to become it:", f"  {link}"]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


async def _owner_link(process: Process, site: Any) -> str:
    """Empty where there is an owner, and where the accounts are in a process that is not there yet."""
    from octavo.chassis.faults import DeadlineExceeded, Unavailable

    if not process.names & {"accounts", "edge"}:
        return ""
    try:
        link: str = await site.owner_link()
    except (Unavailable, DeadlineExceeded):
        return ""
    return link


def _stays_here(address: str) -> bool:
    return address.startswith("unix:") or is_loopback(address.rpartition(":")[0].strip("[]"))
