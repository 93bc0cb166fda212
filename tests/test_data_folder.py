"""The data folder: made, locked, kept private; backed up while written to, and restored whole."""

import os
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from octavo.commands import backup
from octavo.datafolder import DataFolder, is_running, read_secret, socket_of
from octavo.trouble import Exit, Trouble, storage_trouble


def moment() -> datetime:
    return datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def silent(_name: str) -> None:
    """Progress that nobody watches."""


def test_a_new_folder_is_private_and_has_a_secret_that_stays(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "data"
    with DataFolder.own(path) as folder:
        secret = folder.secret()
        assert len(secret) == 32
        assert folder.secret() == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE((path / "secret.key").stat().st_mode) == 0o600
    with DataFolder.own(path) as again:
        assert again.secret() == secret == read_secret(path)


def test_a_folder_has_one_owner_who_is_named(tmp_path: Path) -> None:
    assert not is_running(tmp_path)
    with DataFolder.own(tmp_path):
        assert is_running(tmp_path)
        with pytest.raises(Trouble, match=f"process {os.getpid()};") as caught:
            DataFolder.own(tmp_path)
        assert caught.value.exit == Exit.LOCKED
    assert not is_running(tmp_path)


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    code = "import sys,os;from pathlib import Path;from octavo.datafolder import DataFolder\n"
    code += "DataFolder.own(Path(sys.argv[1]));print('locked',flush=True);sys.stdin.read()"
    owner = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert owner.stdout
    assert owner.stdin
    with owner.stdout, owner.stdin:
        assert owner.stdout.readline() == b"locked\n"
        assert is_running(tmp_path)
        owner.kill()
        owner.wait()
    with DataFolder.own(tmp_path):
        pass


def test_a_damaged_secret_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("half")
    with DataFolder.own(tmp_path) as folder, pytest.raises(Trouble, match="damaged"):
        folder.secret()
    assert (tmp_path / "secret.key").read_text() == "half"


def test_a_file_in_the_place_of_the_folder_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    for path in (tmp_path / "data", tmp_path / "data" / "inner"):
        with pytest.raises(Trouble, match="is not a folder") as caught:
            DataFolder.own(path)
        assert caught.value.exit == Exit.CANNOT_CREATE


@pytest.mark.parametrize(
    ("number", "words", "code"),
    [
        (28, "disk is full", Exit.STORAGE),
        (30, "read-only", Exit.CANNOT_CREATE),
        (13, "may not write", Exit.CANNOT_CREATE),
        (5, "error", Exit.STORAGE),
    ],
)
def test_what_the_system_refuses_is_told_in_our_words(number: int, words: str, code: Exit) -> None:
    trouble = storage_trouble(OSError(number, os.strerror(number)), Path("/data"))
    assert words in str(trouble)
    assert trouble.exit == code


def test_a_long_path_still_has_a_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 90) / ("y" * 90)
    socket = socket_of(deep)
    assert len(os.fsencode(socket)) <= 100
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert socket == socket_of(deep) != socket_of(deep / "z")
    assert socket_of(Path("/data")) == Path("/data/octavo.sock")


def fill(data: Path) -> None:
    """A small site: two databases whose counts agree, and a picture."""
    with DataFolder.own(data) as folder:
        folder.secret()
    for name in ("a", "b"):
        db = apsw.Connection(str(data / f"{name}.db"))
        assert db.execute("PRAGMA journal_mode=WAL").fetchall() == [("wal",)]
        db.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)").fetchall()
        db.close()
    (data / "images" / "ab").mkdir(parents=True)
    (data / "images" / "ab" / "picture.webp").write_bytes(b"picture")


def rows(path: Path) -> int:
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return int(db.execute("SELECT count(*) FROM t").fetchall()[0][0])
    finally:
        db.close()


def test_a_backup_taken_while_written_to_is_of_one_moment(tmp_path: Path) -> None:
    data = tmp_path / "data"
    fill(data)
    stop = threading.Event()
    written = threading.Semaphore(0)

    def write() -> None:
        """Each row goes into `a` first, then into `b`: at no moment has `b` more, or two less."""
        first, second = (apsw.Connection(str(data / f"{name}.db")) for name in ("a", "b"))
        for db in (first, second):
            db.set_busy_timeout(10_000)
        while not stop.is_set():
            first.execute("INSERT INTO t VALUES (NULL)").fetchall()
            second.execute("INSERT INTO t VALUES (NULL)").fetchall()
            written.release()
        first.close()
        second.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            for _ in range(20):
                assert written.acquire(timeout=20)
            target = tmp_path / f"backup{number}"
            manifest = backup.back_up(data, target, clock=moment, progress=silent)
            assert {file.path for file in manifest.files} >= {"a.db", "b.db", "secret.key"}
            assert rows(target / "a.db") - rows(target / "b.db") in (0, 1)
            assert rows(target / "a.db") >= 20 * (number + 1) - 1
    finally:
        stop.set()
        writer.join()


def test_a_restored_site_is_what_was_backed_up(tmp_path: Path) -> None:
    data, target, other = tmp_path / "data", tmp_path / "backup", tmp_path / "other"
    fill(data)
    backup.back_up(data, target, clock=moment, progress=silent)
    manifest = backup.restore(target, other, force=False, progress=silent)
    assert manifest.created_at == moment()
    assert (other / "images" / "ab" / "picture.webp").read_bytes() == b"picture"
    assert read_secret(other) == read_secret(data)
    assert stat.S_IMODE((other / "secret.key").stat().st_mode) == 0o600
    assert rows(other / "a.db") == 0
    assert not [path for path in other.iterdir() if path.name.startswith(".")]


def test_a_site_is_replaced_with_force_alone(tmp_path: Path) -> None:
    data, target = tmp_path / "data", tmp_path / "backup"
    fill(data)
    backup.back_up(data, target, clock=moment, progress=silent)
    (data / "images" / "later.webp").write_bytes(b"later")
    (data / "secret.key").write_text("f" * 64)
    with pytest.raises(Trouble, match="--force"):
        backup.restore(target, data, force=False, progress=silent)
    assert (data / "images" / "later.webp").exists()
    backup.restore(target, data, force=True, progress=silent)
    assert not (data / "images" / "later.webp").exists()
    assert read_secret(data).hex() != "f" * 64


def test_a_running_site_is_not_restored_over(tmp_path: Path) -> None:
    data, target = tmp_path / "data", tmp_path / "backup"
    fill(data)
    backup.back_up(data, target, clock=moment, progress=silent)
    with DataFolder.own(data), pytest.raises(Trouble) as caught:
        backup.restore(target, data, force=True, progress=silent)
    assert caught.value.exit == Exit.LOCKED


@pytest.mark.parametrize("harm", ["change", "remove", "manifest", "escape", "nameless", "newer"])
def test_a_damaged_backup_changes_nothing(tmp_path: Path, harm: str) -> None:
    data, target = tmp_path / "data", tmp_path / "backup"
    fill(data)
    backup.back_up(data, target, clock=moment, progress=silent)
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    picture, manifest = target / "images" / "ab" / "picture.webp", target / "manifest.json"
    if harm == "change":
        picture.write_bytes(b"picturf")
    elif harm == "remove":
        picture.unlink()
    elif harm == "manifest":
        manifest.write_text("{")
    elif harm == "newer":
        newer = f'"format": {backup.FORMAT + 1}'
        manifest.write_text(manifest.read_text().replace('"format": 1', newer))
    else:
        other = "" if harm == "nameless" else "../../etc/passwd"
        manifest.write_text(manifest.read_text().replace("images/ab/picture.webp", other))
    with pytest.raises(Trouble) as caught:
        backup.restore(target, data, force=True, progress=silent)
    assert caught.value.exit == Exit.BAD_DATA
    assert before == {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_a_restore_cut_short_is_finished_at_the_next_start(
    tmp_path: Path, moved: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, target = tmp_path / "data", tmp_path / "backup"
    fill(data)
    backup.back_up(data, target, clock=moment, progress=silent)
    (data / "secret.key").write_text("f" * 64)
    left = [moved * 3 + 1]
    rename = Path.rename

    def dies(path: Path, goal: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return rename(path, goal)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", dies)
        with pytest.raises(KeyboardInterrupt):
            backup.restore(target, data, force=True, progress=silent)
    with DataFolder.own(data) as folder:
        assert folder.secret().hex() != "f" * 64
    assert {path.name for path in data.iterdir()} == {"a.db", "b.db", "images", "secret.key", "lock"}
    assert rows(data / "a.db") == 0


def test_a_backup_needs_a_site_and_an_empty_place(tmp_path: Path) -> None:
    data, target = tmp_path / "data", tmp_path / "backup"
    with pytest.raises(Trouble, match="no site"):
        backup.back_up(data, target, clock=moment, progress=silent)
    fill(data)
    target.mkdir()
    (target / "mine").write_text("")
    with pytest.raises(Trouble, match="not empty"):
        backup.back_up(data, target, clock=moment, progress=silent)
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []
