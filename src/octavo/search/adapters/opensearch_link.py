"""The way to OpenSearch: requests over HTTP, from the loop and from threads; how its failures are told."""

import asyncio
import ssl
from collections.abc import Mapping
from time import monotonic
from typing import Any, Final
from urllib.parse import quote

import httpx2
import msgspec
import structlog

from octavo.chassis.addresses import parted
from octavo.chassis.calling import Breaker
from octavo.chassis.context import allowance
from octavo.search.ports import IndexAway

_CONNECT_SECONDS: Final = 2.0
_WRITE_SECONDS: Final = 20.0
"""What one request may take that nobody waits for, but for a process that is told to end."""
_CONNECTIONS: Final = 32
"""Of one process, from its loop: who comes when all are in use waits for one within their own time."""
_JSON: Final = "application/json"
_BLOCKED: Final = "cluster_block_exception"

Answer = Mapping[str, Any]

_log = structlog.get_logger(__name__)


class RefusedError(ValueError):
    """It was understood and cannot be done so; the text says why."""


class MissingError(RefusedError):
    """There is no such index or entry."""


class OpenSearchLink:
    """Asks one OpenSearch, or a cluster behind one address.

    url: http:// or https://, with user and password where it wants them. site: what parts this site from
    others; all names of ours begin with it. seconds: what one request may take that somebody waits for.
    """

    def __init__(self, url: str, *, site: str, seconds: float) -> None:
        self.address, self._auth = parted(url)
        self.name = f"octavo-{site}"
        """Of the present index, an alias; all others of this site begin with it and a dash."""
        self.changes = 0
        """Grows whenever this process wrote something that is to be found."""
        self.until = f"cancel_after_time_interval={max(1, round(1000 * seconds))}ms"
        """Added to a question, so that nobody works at it when we have given it up."""
        self._seconds = seconds
        self._asker: httpx2.AsyncClient | None = None
        self._teller: httpx2.Client | None = None
        self._trust: ssl.SSLContext | None = None
        self._breaker = Breaker(monotonic, self._changed)

    async def ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """What it answers, within the caller's time. Raises IndexAway, RefusedError, MissingError.

        Where half of the questions failed lately it is not asked at all, but for one now and then.
        """
        if not self._breaker.admits():
            raise IndexAway(f"{self.address} is left alone for a while")
        try:
            answer = await self._asked(method, path, body)
        except IndexAway:
            self._breaker.failed()
            raise
        except RefusedError:
            self._breaker.succeeded()
            raise
        except BaseException:
            self._breaker.gave_up()
            raise
        self._breaker.succeeded()
        return answer

    async def _asked(self, method: str, path: str, body: bytes | None) -> Answer:
        left = allowance()
        seconds = self._seconds if left is None else min(self._seconds, left)
        timer = asyncio.timeout(seconds)
        try:
            async with timer:
                response = await self._asking().request(method, path, content=body, headers=_headers(path))
        except TimeoutError as error:
            raise IndexAway(f"{self.address} took longer than {seconds:.1f} s") from error
        except (httpx2.HTTPError, OSError) as error:
            raise IndexAway(f"{self.address}: {_line(error)}") from error
        return self._understood(response)

    def tell(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """The same from a thread, where nobody waits: it may take longer."""
        try:
            response = self._telling().request(method, path, content=body, headers=_headers(path))
        except (httpx2.HTTPError, OSError) as error:
            raise IndexAway(f"{self.address}: {_line(error)}") from error
        return self._understood(response)

    def aliased(self, alias: str) -> tuple[str, ...]:
        """The indexes that go by this other name, from a thread."""
        try:
            return tuple(self.tell("GET", f"/_alias/{alias}"))
        except MissingError:
            return ()

    async def close(self) -> None:
        """Let go of the connections."""
        if self._asker is not None:
            await self._asker.aclose()
        if self._teller is not None:
            self._teller.close()

    def _understood(self, response: httpx2.Response) -> Answer:
        status = response.status_code
        try:
            answer: Any = msgspec.json.decode(response.content) if response.content else {}
        except msgspec.DecodeError:
            answer = None
        if 200 <= status < 300 and isinstance(answer, dict):
            return answer
        kind, reason = _error(answer)
        line = f"{self.address}: {status} {kind}: {reason}"
        if status == 404:
            raise MissingError(line)
        # Not there, in too much of a hurry, full, or not for us: it passes, or the operator mends it.
        if status in (401, 403, 429) or status >= 500 or kind == _BLOCKED or answer is None:
            raise IndexAway(line)
        raise RefusedError(line)

    def _asking(self) -> httpx2.AsyncClient:
        if self._asker is None:
            self._asker = httpx2.AsyncClient(
                base_url=self.address,
                auth=self._auth,
                verify=self._trusted(),
                trust_env=False,
                timeout=httpx2.Timeout(self._seconds, connect=min(_CONNECT_SECONDS, self._seconds)),
                limits=httpx2.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS),
            )
        return self._asker

    def _telling(self) -> httpx2.Client:
        if self._teller is None:
            self._teller = httpx2.Client(
                base_url=self.address,
                auth=self._auth,
                verify=self._trusted(),
                trust_env=False,
                timeout=httpx2.Timeout(_WRITE_SECONDS, connect=_CONNECT_SECONDS),
            )
        return self._teller

    def _trusted(self) -> ssl.SSLContext:
        if self._trust is None:
            # What the system trusts, or whom SSL_CERT_FILE names.
            self._trust = ssl.create_default_context()
        return self._trust

    def _changed(self, state: str) -> None:
        _log.warning("the search engine is left alone" if state == "open" else "the search engine is in use")


def entry_path(index: str, id_: str) -> str:
    """Where an entry of an index is read."""
    return f"/{index}/_doc/{quote(id_, safe='')}"


def _headers(path: str) -> Mapping[str, str]:
    return {"content-type": "application/x-ndjson" if "/_bulk" in path or "_msearch" in path else _JSON}


def _error(answer: Any) -> tuple[str, str]:
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, dict):
        return str(error.get("type", ""))[:100], str(error.get("reason", ""))[:300]
    return ("", str(error)[:300]) if error else ("", "no answer that we understand" if answer is None else "")


def _line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:300]
