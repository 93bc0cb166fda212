"""The way to a bucket: one client, opened when it is first needed; how its failures are told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from time import monotonic
from typing import Any, Final, TypeVar

import msgspec
import structlog
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from aiohttp import ClientError as ClientFailure
from botocore.exceptions import BotoCoreError, ClientError

from octavo.chassis.engine import StorageUnavailable

T = TypeVar("T")

_log = structlog.get_logger(__name__)

_CONNECT_SECONDS: Final = 2.0
_CONNECTIONS: Final = 50
_TRIES: Final = 2
_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 10.0
_ANY_REGION: Final = "us-east-1"  # what is asked for at an address of its own has no regions
_SERVER_ERROR: Final = 500
_NOT_OFFERED: Final = 501  # what the server does not know: it is there


class FilesAway(StorageUnavailable):
    """The bucket could not do it now: away, refused, not there. `str()` is the operator's line."""


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """Where files are. Whose it is used as, the client finds where it always looks: AWS_ACCESS_KEY_ID and
    AWS_SECRET_ACCESS_KEY, a profile, or the machine's role.
    """

    name: str
    prefix: str = ""
    """Before all keys, with a slash at its end; empty: the bucket is the site's alone."""
    region: str = ""
    """Empty: where the client's own settings say."""
    endpoint: str = ""
    """Such as http://127.0.0.1:7070, for what speaks as S3 does; empty: Amazon's."""
    public_endpoint: str = ""
    """The same as readers reach it, where that is another."""


class S3Link:
    """Asks one bucket. seconds: what one request may take, for each 8 MiB of it."""

    def __init__(self, bucket: Bucket, *, seconds: float) -> None:
        self.bucket = bucket
        self.seconds = seconds
        self._stack = AsyncExitStack()
        self._clients: dict[str, Any] = {}
        self._making = asyncio.Lock()
        self._pause = 0.0
        """How long it is left alone after a failure; 0 where it is in use."""
        self._again = 0.0
        """When it is asked again, by the clock of this process."""

    async def ask(self, what: Callable[[Any], Awaitable[T]], *, times: int = 1) -> T:
        """What the client answers. times: how many times 8 MiB it moves. Raises FilesAway; NotThere where a
        key is not."""
        async with self.asked(times=times) as client:
            return await what(client)

    @asynccontextmanager
    async def asked(self, *, times: int = 1) -> AsyncIterator[Any]:
        """The client, for a block that takes no longer than so; what fails there is told as by `ask`."""
        self._admit()
        timer = asyncio.timeout(self.seconds * times)
        try:
            async with timer:
                yield await self._client(self.bucket.endpoint)
        except ClientError as error:
            self._refused(error)
        except TimeoutError as error:
            why = f"took longer than {self.seconds * times:g} s" if timer.expired() else str(error)
            raise self._left_alone(why) from error
        except (BotoCoreError, ClientFailure, OSError) as error:
            raise self._left_alone(f"{error}" or type(error).__name__) from error
        self._in_use()

    async def signer(self) -> Any:
        """The client that signs addresses for readers."""
        try:
            return await self._client(self.bucket.public_endpoint or self.bucket.endpoint)
        except (BotoCoreError, OSError) as error:
            raise FilesAway(self._line(str(error))) from error

    async def look_for_bucket(self) -> None:
        """Raises FilesAway where there is no such bucket, or it is not ours."""
        try:
            await self.ask(lambda s3: s3.head_bucket(Bucket=self.bucket.name))
        except NotThere:
            raise self.away("there is no such bucket") from None

    async def close(self) -> None:
        """Let go of the connections."""
        await self._stack.aclose()

    def away(self, why: str) -> FilesAway:
        """To be raised for what was answered and will not do."""
        return FilesAway(self._line(why))

    async def _client(self, endpoint: str) -> Any:
        async with self._making:
            if endpoint not in self._clients:
                options = AioConfig(
                    connect_timeout=_CONNECT_SECONDS,
                    read_timeout=self.seconds,
                    max_pool_connections=_CONNECTIONS,
                    retries={"total_max_attempts": _TRIES, "mode": "standard"},
                    signature_version="s3v4",
                    s3={"addressing_style": "path" if endpoint else "auto"},
                    # our own SHA-256 goes with every write, and is looked at after every read
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                )
                session = get_session()
                await asyncio.to_thread(_read_models, session)
                making = session.create_client(
                    "s3",
                    region_name=self.bucket.region or (_ANY_REGION if endpoint else None),
                    endpoint_url=endpoint or None,
                    config=options,
                )
                self._clients[endpoint] = await self._stack.enter_async_context(making)
            return self._clients[endpoint]

    def _admit(self) -> None:
        """Raises FilesAway at once where it was away a moment ago: nobody waits for what is not there.

        Now and then one is let through to look; the others are refused meanwhile.
        """
        now = monotonic()
        if now < self._again:
            raise FilesAway(self._line(f"left alone for {self._again - now:.1f} s"))
        if self._pause:
            self._again = now + self._pause

    def _refused(self, error: ClientError) -> None:
        """It answered: what is not there is an outcome, what it may not do is the operator's to mend."""
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        if (status >= _SERVER_ERROR and status != _NOT_OFFERED) or code in ("SlowDown", "RequestTimeout"):
            raise self._left_alone(f"{code}: {error}") from error
        self._in_use()
        if code in ("NoSuchKey", "404", "NotFound"):
            raise NotThere from error
        if code == "InvalidRange":
            raise BeyondEnd from error
        if code == "NoSuchUpload":
            raise NoUpload from error
        raise self.away(f"{code}: {error}") from error

    def _left_alone(self, why: str) -> FilesAway:
        if not self._pause:
            _log.warning("files_left_alone", bucket=self.bucket.name, reason=why)
        self._pause = min(_LONGEST_PAUSE, 2 * self._pause or _PAUSE)
        self._again = monotonic() + self._pause
        return self.away(why)

    def _in_use(self) -> None:
        if self._pause:
            _log.info("files_in_use", bucket=self.bucket.name)
            self._pause = self._again = 0.0

    def _line(self, why: str) -> str:
        return f"files: bucket {self.bucket.name}: {why}"


def _read_models(session: Any) -> None:
    """What the client is made from, some megabytes of JSON: read beforehand, it keeps no request waiting."""
    loader = session.get_component("data_loader")
    for kind in ("service-2", "endpoint-rule-set-1"):
        loader.load_service_model("s3", kind)
    for name in ("endpoints", "partitions", "_retry"):
        loader.load_data(name)


class NotThere(Exception):  # noqa: N818 - an outcome
    """There is no such key, or no such bucket: a question for the head of a file is answered alike."""


class BeyondEnd(Exception):  # noqa: N818 - an outcome
    """The range begins where the file ends, or behind."""


class NoUpload(Exception):  # noqa: N818 - an outcome
    """The upload is ended already, or was taken back."""
