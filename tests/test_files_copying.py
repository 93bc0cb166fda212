"""`octavo copy` where one end is a bucket."""

import contextlib
import os
import secrets
import subprocess
from pathlib import Path

import apsw

from octavo.datafolder import DataFolder
from octavo.trouble import Exit
from tests.running import octavo as patiently
from tests.s3_server import S3Server


def octavo(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command that has time, however busy the machine is."""
    return patiently(*words, **{"OCTAVO_FILES_SECONDS": "60"} | variables)


def address(s3: S3Server) -> str:
    return f"s3+http://127.0.0.1:{s3.port}/{s3.bucket(f'copying-{secrets.token_hex(6)}')}/mine"


def a_folder(path: Path) -> dict[str, bytes]:
    kept = {
        f"images/originals/{number:02}/{number:064}.jpg": os.urandom(1000 * number) for number in range(10)
    }
    kept["exports/11111111111.zip"] = os.urandom(9_000_000)
    others = {"secret.key": b"secret", "stories.db": b"rows", "images/incoming/half": b"half"}
    others["images/renditions/1/ab/x/100.webp"] = b"made anew"
    for name, data in (kept | others).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return kept


def test_files_go_into_a_bucket_and_back(tmp_path: Path, s3: S3Server) -> None:
    kept, url, back = a_folder(tmp_path / "data"), address(s3), tmp_path / "back"
    told = octavo("copy", "--from", str(tmp_path / "data"), "--to", url)
    assert told.returncode == 0, told.stderr
    assert f"{len(kept)} files copied" in told.stdout
    again = octavo("copy", "--to", url, OCTAVO_DATA=str(tmp_path / "data"))
    assert f"0 files copied, 0 bytes; {len(kept)} were there." in again.stdout
    told = octavo("copy", "--from", url, "--to", str(back))
    assert told.returncode == 0, told.stderr
    found = {
        path.relative_to(back).as_posix(): path.read_bytes() for path in back.rglob("*") if path.is_file()
    }
    assert found == kept


def a_site(data: Path, url: str) -> dict[str, bytes]:
    """Begun, with files in its bucket; those of images/originals."""
    with DataFolder.own(data) as folder:
        folder.secret()
    with contextlib.closing(apsw.Connection(str(data / "stories.db"))) as db:
        db.execute("CREATE TABLE rows (id INTEGER)")
        db.execute("INSERT INTO rows VALUES (1), (2)")
    kept = a_folder(data.with_name("elsewhere"))
    assert octavo("copy", "--from", str(data.with_name("elsewhere")), "--to", url).returncode == 0
    return {key: content for key, content in kept.items() if key.startswith("images/")}


def objects(s3: S3Server, url: str) -> dict[str, bytes]:
    below = s3.home / "buckets" / url.split("/")[-2] / "mine"
    found = [path for path in below.rglob("*") if path.is_file()]
    return {path.relative_to(below).as_posix(): path.read_bytes() for path in found}


def test_a_backup_holds_what_is_in_the_bucket_and_goes_back_into_a_bucket_or_a_folder(
    tmp_path: Path, s3: S3Server
) -> None:
    data, url, made = tmp_path / "data", address(s3), tmp_path / "backup"
    kept = a_site(data, url)
    set_up = {"OCTAVO_DATA": str(data), "OCTAVO_FILES_URL": url}
    told = octavo("backup", str(made), **set_up)
    assert told.returncode == 0, told.stderr
    assert {name: (made / name).read_bytes() for name in kept} == kept
    assert not (made / "exports").exists()

    (s3.home / "buckets" / url.split("/")[-2] / "mine" / sorted(kept)[6]).unlink()
    other = tmp_path / "other"
    for number, into in enumerate((url, address(s3))):
        told = octavo("restore", str(made), OCTAVO_DATA=str(other / str(number)), OCTAVO_FILES_URL=into)
        assert told.returncode == 0, told.stderr
        assert objects(s3, into).items() >= kept.items()
    folder = tmp_path / "folder"
    told = octavo("restore", str(made), OCTAVO_DATA=str(folder))
    assert told.returncode == 0, told.stderr
    assert {name: (folder / name).read_bytes() for name in kept} == kept
    assert not list(other.rglob("*/images/originals"))
    for restored in (folder, *other.iterdir()):
        with contextlib.closing(apsw.Connection(str(restored / "stories.db"))) as db:
            assert len(db.execute("SELECT * FROM rows").fetchall()) == 2


def test_a_bucket_that_is_away_leaves_no_half_backup_and_nothing_half_restored(
    tmp_path: Path, s3: S3Server
) -> None:
    data, url, made = tmp_path / "data", address(s3), tmp_path / "backup"
    a_site(data, url)
    away = "s3+http://127.0.0.1:9/nobodys-bucket"
    told = octavo("backup", str(made), OCTAVO_DATA=str(data), OCTAVO_FILES_URL=away)
    assert (told.returncode, "127.0.0.1:9" in told.stderr) == (Exit.UNAVAILABLE, True), told.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "elsewhere"]
    assert octavo("backup", str(made), OCTAVO_DATA=str(data), OCTAVO_FILES_URL=url).returncode == 0
    (data / "mark").write_bytes(b"of the site that is here")
    told = octavo("restore", str(made), "--force", OCTAVO_DATA=str(data), OCTAVO_FILES_URL=away)
    assert told.returncode == Exit.UNAVAILABLE, told.stderr
    assert (data / "mark").exists()
    assert not (data / ".restoring").exists()


def test_what_cannot_be_is_told_in_a_line(tmp_path: Path, s3: S3Server) -> None:
    data, url = str(tmp_path), address(s3)
    for words, code, text in (
        (("--from", data, "--to", f"{url}-gone/../x"), Exit.USAGE, "has a prefix"),
        (("--from", url, "--to", url), Exit.USAGE, "the same place"),
        (("--from", "postgresql://h/d", "--to", url), Exit.USAGE, "keeps no files"),
        (("--from", data, "--to", url.replace("copying", "nobodys")), Exit.UNAVAILABLE, "no such bucket"),
        (("--from", data, "--to", "s3+http://127.0.0.1:9/bucket"), Exit.UNAVAILABLE, "127.0.0.1:9"),
        (("--from", str(tmp_path / "none"), "--to", url), Exit.UNAVAILABLE, "No such file"),
        (("--from", data, "--to", url, "--switch"), 2, "files need --from and --to alone"),
    ):
        told = octavo("copy", *words)
        assert (told.returncode, told.stderr.count("Traceback")) == (code, 0), (words, told.stderr)
        assert text in told.stderr, (words, told.stderr)
