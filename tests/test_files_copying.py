"""`octavo copy` where one end is a bucket."""

import os
import secrets
from pathlib import Path

from octavo.trouble import Exit
from tests.running import octavo
from tests.s3_server import S3Server


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


def test_what_cannot_be_is_told_in_a_line(tmp_path: Path, s3: S3Server) -> None:
    data, url = str(tmp_path), address(s3)
    for words, code, text in (
        (("--from", data, "--to", f"{url}-gone/../x"), Exit.USAGE, "has a prefix"),
        (("--from", url, "--to", url), Exit.USAGE, "the same place"),
        (("--from", "postgresql://h/d", "--to", url), Exit.USAGE, "keeps no files"),
        (("--from", data, "--to", url.replace("copying", "nobodys")), Exit.UNAVAILABLE, "no such bucket"),
        (("--from", data, "--to", "s3+http://127.0.0.1:9/bucket"), Exit.UNAVAILABLE, "127.0.0.1:9"),
        (("--from", str(tmp_path / "none"), "--to", url), Exit.UNAVAILABLE, "No such file"),
        (("--from", data, "--to", url, "--switch"), 2, "no switch"),
    ):
        told = octavo("copy", *words)
        assert (told.returncode, told.stderr.count("Traceback")) == (code, 0), (words, told.stderr)
        assert text in told.stderr, (words, told.stderr)
