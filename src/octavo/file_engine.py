"""Where this site's files are kept that its processes share: in the data folder, or in a bucket."""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

import msgspec
import structlog
from msgspec import Meta

from octavo.chassis.engine import StorageFault
from octavo.chassis.files import FileStore
from octavo.chassis.folder_files import FolderFiles

if TYPE_CHECKING:
    from octavo.chassis.s3_link import Bucket

_log = structlog.get_logger(__name__)

SCHEMES: Final = ("s3", "s3+http", "s3+https")
"""Of addresses of buckets."""
KEPT: Final = ("images/originals/", "images/forgotten/", "exports/")
"""Below these is what cannot be made anew."""
MADE: Final = ("images/renditions/",)
"""Below these is what can."""

_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX: Final = re.compile(r"([A-Za-z0-9_-][A-Za-z0-9._-]*/)*")
_REGION: Final = re.compile(r"[a-z0-9-]{1,40}")
_RIGHT: Final = "right is such as s3://bucket/prefix?region=eu-central-1 or s3+http://127.0.0.1:7070/bucket"
_HELD_SECONDS: Final = 5.0
_SWEEP_SECONDS: Final = 3600.0
_UNFINISHED: Final = timedelta(days=1)
"""So long an upload may take; then it is one that nobody goes on with."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Where files are kept that all processes share: pictures as they came, people's exports."""

    url: str = ""
    """s3://bucket/prefix?region=eu-central-1: in that bucket, below that prefix; s3+http://host:port/bucket
    (s3+https:// over TLS) for what speaks as S3 does. Who asks is found where every client finds it
    (AWS_ACCESS_KEY_ID, a profile, the machine's role). Not set: in the data folder."""
    seconds: Annotated[float, Meta(gt=0.0, le=300.0)] = 20.0
    """What one request of a bucket may take, for each 8 MiB that it moves."""
    hand_out: bool = False
    """Let people fetch their exports from the bucket itself, by addresses signed for some minutes."""
    hand_out_seconds: Annotated[int, Meta(ge=10, le=3600)] = 300
    """How long such an address is good for."""
    public_url: Annotated[str, Meta(pattern=r"^(https?://[^/?#@\s]+/?)?$")] = ""
    """https://files.example.org: where readers reach the bucket's server, if not where we do."""

    def mistakes(self) -> dict[str, str]:
        """What the types cannot say."""
        found: dict[str, str] = {}
        if self.url and (why := _mistake_in(self.url)):
            found["url"] = f"{why}; {_RIGHT}"
        if self.hand_out and not self.url:
            found["hand_out"] = "needs OCTAVO_FILES_URL: the data folder hands out nothing by itself"
        return found


def _mistake_in(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"is no address ({error})"
    bucket, prefix = _placed(parts)
    more = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme not in SCHEMES:
        return "does not begin with s3://, s3+http:// or s3+https://"
    if parts.username is not None or parts.password is not None:
        return "holds a name or a password, which the client finds in its environment"
    if port == 0 or (parts.scheme == "s3" and port is not None) or not parts.hostname or parts.fragment:
        return "is no address of a bucket"
    if not _BUCKET.fullmatch(bucket):
        return "names no bucket"
    if not _PREFIX.fullmatch(prefix):
        return "has a prefix of other than letters, digits, `.`, `_`, `-` and slashes"
    if set(more) - {"region"} or not _REGION.fullmatch(more.get("region", "any")):
        return "asks for more than a region"
    return ""


def _placed(parts: SplitResult) -> tuple[str, str]:
    """Bucket and prefix; the prefix with a slash at its end, or empty."""
    path = parts.path.strip("/")
    if parts.scheme == "s3":
        bucket, prefix = parts.netloc, path
    else:
        bucket, _, prefix = path.partition("/")
    return bucket, f"{prefix}/" if prefix else ""


def bucket_of(config: Config) -> "Bucket":
    """What the settings' address says. Call only where one is set and has no mistake."""
    from octavo.chassis.s3_link import Bucket

    parts = urlsplit(config.url)
    name, prefix = _placed(parts)
    return Bucket(
        name=name,
        prefix=prefix,
        region=dict(parse_qsl(parts.query)).get("region", ""),
        endpoint="" if parts.scheme == "s3" else f"{parts.scheme.removeprefix('s3+')}://{parts.netloc}",
        public_endpoint=config.public_url.rstrip("/"),
    )


def build(config: Config, *, data: Path) -> FileStore:
    """Where the settings say; the data folder where they say nothing."""
    if not config.url:
        return FolderFiles(data)
    # a site without a bucket does not load its client
    from octavo.chassis.s3_files import S3Files

    hands_out = config.hand_out_seconds if config.hand_out else 0
    return S3Files(bucket_of(config), seconds=config.seconds, hands_out=hands_out)


async def held(files: FileStore) -> int:
    """The bytes of all files; -1 where that cannot be told within some seconds."""
    total = 0
    try:
        async with asyncio.timeout(_HELD_SECONDS):
            for prefix in (*KEPT, *MADE):
                async for file in files.list(prefix):
                    total += file.size
    except (StorageFault, TimeoutError):
        return -1
    return total


async def keep_swept(
    files: FileStore, *, clock: Callable[[], datetime], seconds: float = _SWEEP_SECONDS
) -> None:
    """Removes what uploads of killed processes left, every `seconds`, until cancelled. Any process may."""
    while True:
        try:
            swept = await files.sweep(clock() - _UNFINISHED)
            if swept:
                _log.info("unfinished uploads are swept", count=swept)
        except StorageFault as error:
            _log.warning("sweeping of unfinished uploads waits", reason=str(error))
        await asyncio.sleep(seconds)
