"""The data folder: everything that the site keeps, in one place with one owner.

stories.db accounts.db …   a SQLite file for each service
images/                    originals and renditions
exports/                   what people asked for of their own data, for a few days
secret.key                 32 random bytes in hex, made at the first start, readable by its owner alone
lock                       held (flock) by the process that owns the folder; holds its process id
octavo.sock                where commands reach the running site
octavo-0.sock …            where its workers, if there are several, ask each other how they do
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Final

from octavo.trouble import Exit, Trouble, storage_trouble

_SECRET_BYTES: Final = 32
_PROBE_BYTES: Final = 64 * 1024  # what a start needs at least: SQLite's first pages and its shared memory
RESTORE_MARK: Final = ".restore-swap"
"""Lists what a verified restore puts in place; while it is there, the restore has to be finished first."""
RESTORE_NEW: Final = ".restoring"
_RESTORE_OLD: Final = ".replaced"
NOT_OURS: Final = frozenset({"lock", "octavo.sock", RESTORE_MARK, RESTORE_NEW, _RESTORE_OLD})
"""Names in the folder that are no part of the site that it keeps."""
_LONGEST_SOCKET: Final = 100  # sun_path holds 108 bytes on Linux, 104 on macOS


class DataFolder:
    """A data folder that this process, or its parent, owns. Use it as a context manager to let go of it."""

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self._lock = lock

    @classmethod
    def own(cls, path: Path) -> "DataFolder":
        """Make the folder where it is missing and become its owner.

        Raises Trouble: the folder cannot be made or written, the disk is full, another process owns it.
        """
        path = path.absolute()
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise storage_trouble(error, path) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.read(lock, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(lock)
            text = (
                f"{path} is locked by a running Octavo, process {owner}; stop it, or set another OCTAVO_DATA"
            )
            raise Trouble(text, Exit.LOCKED) from error
        try:
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
            _probe(path)
        except OSError as error:
            os.close(lock)
            raise storage_trouble(error, path) from error
        folder = cls(path, lock)
        if (path / RESTORE_MARK).exists():
            finish_restore(path)
        return folder

    @classmethod
    def inherit(cls, path: Path, lock: int) -> "DataFolder":
        """The folder that the parent process owns, in one of its workers."""
        return cls(path.absolute(), lock)

    @property
    def lock(self) -> int:
        """The descriptor that holds the lock: workers inherit it, so the last to go lets go of the folder."""
        return self._lock

    def __enter__(self) -> "DataFolder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._lock)

    def database(self, service: str) -> str:
        """The address of a service's own database file."""
        return f"sqlite:///{self.path / service}.db"

    @property
    def socket(self) -> Path:
        """Where commands reach the running site."""
        return socket_of(self.path)

    def secret(self) -> bytes:
        """The site's secret key, made at the first start. Raises Trouble where it cannot be."""
        try:
            return _read_secret(self.path) or _make_secret(self.path)
        except OSError as error:
            raise storage_trouble(error, self.path / "secret.key") from error


def socket_of(path: Path) -> Path:
    """The control socket of a data folder: in it, or, where that path is too long, in a private short one."""
    path = path.absolute()
    inside = path / "octavo.sock"
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET:
        return inside
    mark = hashlib.blake2b(os.fsencode(path), digest_size=8).hexdigest()
    private = Path(tempfile.gettempdir()) / f"octavo-{os.getuid()}"
    private.mkdir(mode=0o700, exist_ok=True)
    status = private.lstat()
    if status.st_uid != os.getuid() or status.st_mode != stat.S_IFDIR | 0o700:
        raise Trouble(f"{private} is not a private folder of this user; remove it", Exit.CANNOT_CREATE)
    return private / f"{mark}.sock"


def worker_socket(path: Path, index: int) -> Path:
    """Where one of several workers of a data folder is asked how it does."""
    control = socket_of(path)
    return control.with_name(f"{control.stem}-{index}.sock")


def is_running(path: Path) -> bool:
    """Whether a process owns the folder now."""
    try:
        lock = os.open(path / "lock", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise storage_trouble(error, path) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False


def read_secret(path: Path) -> bytes:
    """The secret of a folder that has been started before. Raises Trouble where there is none."""
    try:
        key = _read_secret(path)
    except OSError as error:
        raise storage_trouble(error, path / "secret.key") from error
    if key is None:
        raise Trouble(f"{path} holds no site yet; `octavo up` begins one", Exit.BAD_DATA)
    return key


def _read_secret(path: Path) -> bytes | None:
    try:
        text = (path / "secret.key").read_text("ascii").strip()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        text = ""
    if len(text) != 2 * _SECRET_BYTES or not all(digit in "0123456789abcdef" for digit in text):
        raise Trouble(f"{path / 'secret.key'} is damaged; put it back from a backup", Exit.BAD_DATA)
    return bytes.fromhex(text)


def _make_secret(path: Path) -> bytes:
    key = secrets.token_bytes(_SECRET_BYTES)
    _write_secret(path, key)
    return key


def put_secret(path: Path, key: bytes) -> None:
    """Give a folder the secret that another one has. Raises Trouble where it has one of its own already."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        present = _read_secret(path)
        if present is None:
            _write_secret(path, key)
        elif present != key:
            text = f"{path / 'secret.key'} is another site's; is this the right folder?"
            raise Trouble(text, Exit.BAD_DATA)
    except OSError as error:
        raise storage_trouble(error, path / "secret.key") from error


def _write_secret(path: Path, key: bytes) -> None:
    unfinished = path / "secret.key.new"
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(key.hex().encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.rename(path / "secret.key")
    sync_folder(path)


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _probe(path: Path) -> None:
    """Fail now, clearly, rather than in the middle of a first request."""
    with tempfile.NamedTemporaryFile(dir=path, prefix=".probe-") as probe:
        probe.write(b"\0" * _PROBE_BYTES)
        probe.flush()
        os.fsync(probe.fileno())


def finish_restore(data: Path) -> None:
    """Carry a verified restore to its end; begun again after a crash it goes on where it stopped."""
    names = json.loads((data / RESTORE_MARK).read_bytes())
    new, old = data / RESTORE_NEW, data / _RESTORE_OLD
    old.mkdir(mode=0o700, exist_ok=True)
    for path in list(data.iterdir()):
        is_new = path.name in names and not (new / path.name).exists()
        if path.name not in NOT_OURS and not is_new:
            path.rename(old / path.name)
    for name in names:
        if (new / name).exists():
            (new / name).rename(data / name)
    sync_folder(data)
    (data / RESTORE_MARK).unlink()
    shutil.rmtree(new)
    shutil.rmtree(old)
    sync_folder(data)
