"""versitygw, a real server that speaks as S3 does, over a folder: on a free port, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.engines.fetch import VERSITYGW
from tests.postgres import free_port

USER = "tests"
PASSWORD = "not a secret, as it is the tests' own"


@dataclass
class S3Server:
    """A server that a test may kill and start again; what it keeps stays."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def bucket(self, name: str) -> str:
        """Make a bucket; its name."""
        (self.home / "buckets" / name).mkdir()
        return name

    def start(self) -> None:
        program = VERSITYGW.path()
        assert program is not None
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    program,
                    *("--port", f"127.0.0.1:{self.port}", "--access", USER, "--secret", PASSWORD),
                    *("--keep-alive", "posix", "--versioning-dir", str(self.home / "versions")),
                    str(self.home / "buckets"),
                ],
                stdout=log,
                stderr=log,
                cwd=self.home,
            )
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self.home / "log").read_text()) from None
                time.sleep(0.02)

    def kill(self) -> None:
        """As a crash does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextmanager
def running() -> Iterator[S3Server]:
    """A server without any bucket, until the block ends."""
    home = Path(tempfile.mkdtemp(prefix="octavo-s3-"))
    for part in ("buckets", "versions"):
        (home / part).mkdir()
    server = S3Server(home, free_port())
    server.start()
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(home)


def credentials() -> dict[str, str]:
    """What a client finds in its environment."""
    return {
        "AWS_ACCESS_KEY_ID": USER,
        "AWS_SECRET_ACCESS_KEY": PASSWORD,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def is_here() -> bool:
    """Whether the tests can have one."""
    return VERSITYGW.path() is not None
