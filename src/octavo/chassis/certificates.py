"""Who may call whom between machines: the certificates of this process, read anew when their files change.

Both ends of a connection show a certificate of the same authority (mutual TLS). A caller's must hold one of
the site's names, a server's the name under which it was called. This module reads and judges the files; what
gRPC makes of them is in `mutual_tls.py`.
"""

import asyncio
import os
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import msgspec
import structlog
from msgspec import Meta

from octavo.chassis.certificate_files import CertificateError, Files, Loaded, load, wrong
from octavo.chassis.clock import utc_now

__all__ = ["CertificateError", "Certificates", "Loaded", "Wire", "load"]

_EVERYWHERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names that say nothing of who somebody is."""
_EVERY: Final = 5.0
_TOLD_AGAIN: Final = timedelta(hours=12)

_log = structlog.get_logger(__name__)


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """Mutual TLS between processes on several machines; Unix sockets need none. `octavo certificates` makes
    what is named here.
    """

    certificate: Path | None = None
    """A PEM file: this process's certificate, and after it those that lead to the authority. Not set: calls
    between processes are signed, and can be read on their way. Read again when it changes."""
    key: Path | None = None
    """A PEM file: the certificate's private key, without a password."""
    authority: Path | None = None
    """A PEM file: the certificates of the authorities by which those of other processes must be made."""
    names: tuple[str, ...] = ()
    """Of these names (or `*.one.level.below`) a caller's certificate must hold one; not set: of those of
    this process's own."""
    server_name: str = ""
    """What the certificate of a called process must be for; not set: the host in its address."""
    warn_days: Annotated[int, Meta(ge=1, le=365)] = 21
    """Days before a certificate's end from which on the log and the owner's pages speak of it."""

    def mistakes(self) -> Mapping[str, str]:
        """What the types cannot say."""
        given = {"certificate": self.certificate, "key": self.key, "authority": self.authority}
        if any(given.values()) and not all(given.values()):
            missing = next(name for name, path in given.items() if path is None)
            return {missing: "must be set where one of certificate, key and authority is"}
        if (self.names or self.server_name) and not self.certificate:
            return {"certificate": "must be set where names of certificates are"}
        return {}


class Certificates:
    """The certificates that this process shows and goes by, as its files have them now.

    `look` reads files that changed; what cannot be used is told to the log once and changes nothing, so
    that files may be written one after the other. It may be called from any thread. `refused` counts the
    callers of the right authority with none of the site's names.
    """

    def __init__(self, wire: Wire, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.refused: Counter[str] = Counter()
        self.generation = 0
        """How often they were renewed; channels are made anew when it moves."""
        self.trouble = ""
        """Why the files as they are now are not used; empty where they are."""
        assert wire.certificate
        assert wire.key
        assert wire.authority
        self._files = Files(wire.certificate, wire.key, wire.authority)
        self._wire = wire
        self._clock = clock
        self._lock = threading.Lock()
        self._seen = self._stamps()
        self._loaded = load(self._files, clock())
        self._told: datetime | None = None
        if not self._ours():
            raise wrong("CERTIFICATE", wire.certificate, "holds no name by which others could know it")

    @property
    def loaded(self) -> Loaded:
        """What is in use."""
        return self._loaded

    @property
    def server_name(self) -> str:
        """What a called process's certificate must be for; empty: the host in its address."""
        return self._wire.server_name

    @property
    def ends(self) -> datetime:
        """When the first of what is in use ends."""
        return min(self._loaded.until, self._loaded.authority_until)

    def is_near(self, end: datetime) -> bool:
        """Whether it is time to renew what ends then."""
        return end - self._clock() < timedelta(days=self._wire.warn_days)

    def look(self) -> None:
        """Take in files that changed, and remind of what ends soon."""
        with self._lock:
            stamps = self._stamps()
            if stamps != self._seen:
                self._seen = stamps
                self._read()
            self._remind()

    async def watch(self) -> None:
        """Look every few seconds, until cancelled: who only calls is not reminded by callers."""
        while True:
            await asyncio.to_thread(self.look)
            await asyncio.sleep(_EVERY)

    def knows(self, names: Collection[str]) -> bool:
        """Whether one with these names in a certificate of our authority may call; counted where not."""
        if any(_is(name, ours) for ours in self._ours() for name in names):
            return True
        told = ", ".join(sorted(names)[:4]) or "(none)"
        if told not in self.refused and len(self.refused) < 100:  # a stranger cannot fill the memory
            _log.warning("wire_stranger_refused", names=told, wanted=sorted(self._ours()))
        elif told not in self.refused:
            told = "(others)"
        self.refused[told] += 1
        return False

    def _ours(self) -> Iterable[str]:
        return self._wire.names or self._loaded.names - _EVERYWHERE

    def _read(self) -> None:
        try:
            loaded = load(self._files, self._clock())
        except CertificateError as error:
            self.trouble = str(error)
            _log.warning("wire_certificates_not_taken", why=str(error), until=f"{self.ends:%Y-%m-%d %H:%M}")
            return
        self.trouble = ""
        changed = loaded != self._loaded
        self._loaded = loaded
        if changed:
            self._told = None
            self.generation += 1
            _log.info("wire_certificates_renewed", until=f"{self.ends:%Y-%m-%d %H:%M}")

    def _remind(self) -> None:
        now = self._clock()
        if not self.is_near(self.ends) or (self._told is not None and now - self._told < _TOLD_AGAIN):
            return
        self._told = now
        days = (self.ends - now).days
        if now > self.ends:
            _log.error("wire_certificates_expired", since=f"{self.ends:%Y-%m-%d %H:%M}")
        else:
            _log.warning("wire_certificates_end_soon", until=f"{self.ends:%Y-%m-%d %H:%M}", days=days)

    def _stamps(self) -> tuple[object, ...]:
        return tuple(map(_stamp, self._files))


def _is(name: str, ours: str) -> bool:
    """Whether a name of a certificate is one of ours, which may stand for all one level below another."""
    if ours.startswith("*."):
        first, _, rest = name.partition(".")
        return bool(first) and first != "*" and rest.lower() == ours[2:].lower()
    return name.lower() == ours.lower()


def _stamp(path: Path) -> object:
    try:
        found = os.stat(path)
    except OSError as error:
        return error.errno
    return found.st_ino, found.st_size, found.st_mtime_ns
