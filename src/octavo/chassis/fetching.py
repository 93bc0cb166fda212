"""Requests to other sites at addresses that people gave: never to this machine, nor to the network around it.

A name is resolved once; every address that it has must be one of the open internet, in whichever form it is
written; and the connection goes to just the address that was looked at, so that no second answer of the name
server leads elsewhere. The same again for each redirect that is followed, which never leads from https to
http. Time and bytes are bounded as a whole, not step by step; cookies are neither kept nor sent.

    async with Fetcher(Policy(seconds=5)) as fetcher:
        answer = await fetcher.post("https://example.org/hook", b"{}", {"content-type": "application/json"})

Raises Refused for what must not be asked, Unreached for what did not answer.
"""

import asyncio
import ipaddress
import re
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Self
from urllib.parse import SplitResult, urljoin, urlsplit

import httpcore2
import httpx2
import msgspec

__all__ = ["Answer", "Fetcher", "Policy", "Refused", "Unreached", "is_public"]

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host's name, as text."""

_PORTS_BELOW: Final = 1024  # there live the services of machines; of those only the web's may be asked
_WEB: Final = {"http": 80, "https": 443}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LONGEST_ADDRESS: Final = 2000
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_NEVER: Final = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",  # for protocols
            "192.88.99.0/24",  # relays of 6to4
            "64:ff9b:1::/48",  # translation within a network
            "2001::/32",  # Teredo: a tunnel to whoever is packed in it
            "2002::/16",  # 6to4, likewise
            "3fff::/20",  # documentation
            "5f00::/16",  # routing within a network
        ),
    )
)
"""What the standard library of some versions takes for the open internet."""
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_-])?")
_NUMBER: Final = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_SECRETS: Final = frozenset({"authorization", "cookie", "proxy-authorization"})
_CONNECTIONS: Final = 100


class Refused(Exception):  # noqa: N818 - an answer, not a failure
    """This must not be asked; the text says why, for whoever gave the address."""


class Unreached(Exception):  # noqa: N818 - the same
    """Nobody answered, not in time, or not as HTTP; the text says what happened."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What may be asked, and how much of an answer is waited for."""

    seconds: float = 10.0
    """For the whole of it, redirects included."""
    max_bytes: int = 1 << 20
    """Of a body; an answer with more comes cut, and says so."""
    redirects: int = 0
    """How many are followed; each is looked at like the first address."""
    plain_http: bool = False
    """Whether an address may begin with http://."""
    networks: tuple[str, ...] = ()
    """Private networks that may be asked all the same, such as 10.1.0.0/16."""
    not_hosts: frozenset[str] = frozenset()
    """Names with ports ("example.org", "example.org:8443") that may not be asked: our own."""
    ports: frozenset[int] | None = None
    """The only ports that may be asked; None: those of the web and all from 1024 on."""
    agent: str = "Octavo"
    """What we call ourselves (User-Agent); it should hold the site's address."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back; names of headers are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    complete: bool
    """False: there was more of the body than the policy allows."""
    address: str
    """Where it came from in the end."""


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet, also by what is packed into it (IPv4 in IPv6)."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = _packed(address)
        if inner is not None:
            return is_public(str(inner))
        if address.is_site_local:
            return False
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _packed(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64 or int(address) >> 32 == 0:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


class Fetcher:
    """Asks other sites by one policy. Connections are kept while it is open."""

    def __init__(self, policy: Policy, *, resolve: Resolve | None = None) -> None:
        self._policy = policy
        self._door = _Door(policy, resolve or _resolved)
        self._pool: httpcore2.AsyncConnectionPool | None = None

    async def __aenter__(self) -> Self:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=await asyncio.to_thread(_trust),
            max_connections=_CONNECTIONS,
            max_keepalive_connections=0,
            network_backend=self._door,
        )
        return self

    async def __aexit__(self, *about: object) -> None:
        assert self._pool is not None
        await self._pool.aclose()
        self._pool = None

    async def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What is there, after as many redirects as the policy follows."""
        return await self._within_time("GET", address, b"", headers or {})

    async def post(self, address: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a body; no redirect is followed."""
        return await self._within_time("POST", address, body, headers or {})

    async def _within_time(
        self, method: str, address: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        try:
            async with asyncio.timeout(self._policy.seconds):
                return await self._follow(method, address, body, headers)
        except TimeoutError:
            raise Unreached(f"No answer within {self._policy.seconds:g} seconds.") from None

    async def _follow(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        left = self._policy.redirects if method == "GET" else 0
        while True:
            answer = await self._once(method, address, body, headers)
            onwards = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not onwards or left == 0:
                return answer
            before, address, left = address, joined(address, onwards), left - 1
            if urlsplit(before).netloc != urlsplit(address).netloc:
                headers = {name: value for name, value in headers.items() if name.lower() not in _SECRETS}

    async def _once(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        assert self._pool is not None, "a fetcher is used as a context"
        parts = check(address, self._policy)
        sent = {
            "host": parts.netloc, "accept-encoding": "identity", "user-agent": self._policy.agent, **headers
        }  # fmt: skip
        if method == "POST":
            sent["content-length"] = str(len(body))
        try:
            async with self._pool.stream(
                method,
                httpcore2.URL(address.partition("#")[0]),
                headers=[(name.encode(), value.encode()) for name, value in sent.items()],
                content=body or None,
            ) as answered:
                data, complete = await _body(answered, self._policy.max_bytes)
                coding = _header(answered, b"content-encoding")
        except Refused:
            raise
        except (
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
            httpcore2.TimeoutException,
            OSError,
        ) as error:
            raise Unreached(_why(error)) from error
        if coding not in {"", "identity"}:
            data, complete = _unpacked(data, coding, self._policy.max_bytes, complete=complete)
        return Answer(
            status=answered.status,
            headers={
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answered.headers
            },
            body=data,
            complete=complete,
            address=address,
        )


def check(address: str, policy: Policy) -> SplitResult:
    """The parts of an address that may be asked as far as it can be told without asking. Raises Refused."""
    if (
        len(address) > _LONGEST_ADDRESS
        or not address.isascii()
        or any(c <= " " or c in "\x7f\\" for c in address)
    ):
        raise Refused("This is not an address.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Refused("This is not an address.") from None
    schemes = ("http", "https") if policy.plain_http else ("https",)
    if parts.scheme not in schemes or not parts.hostname:
        raise Refused(f"The address must begin with {' or '.join(f'{one}://' for one in schemes)}.")
    if parts.username is not None or parts.password is not None:
        raise Refused("The address must hold no name or password.")
    asked = port or _WEB[parts.scheme]
    _check_host(parts.hostname, bracketed="[" in parts.netloc)
    if policy.ports is not None and asked not in policy.ports:
        raise Refused(f"Port {asked} may not be asked.")
    if asked < _PORTS_BELOW and asked not in _WEB.values():
        raise Refused(f"Nothing of the web is at port {asked}.")
    host = parts.hostname.lower()
    if policy.not_hosts & {host, f"{host}:{asked}"}:
        raise Refused("This is the site itself.")
    return parts


def _check_host(host: str, *, bracketed: bool) -> None:
    """A name, or an address in its one usual form. Raises Refused for the forms in which only programs that
    wish to be understood by few write addresses: numbers, octal, hexadecimal, shortened, percent signs."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        if bracketed or not _HOST.fullmatch(host) or _NUMBER.fullmatch(last) or ".." in host:
            raise Refused("This is not the name of a host.") from None
    else:
        if "%" in host:
            raise Refused("This is not the name of a host.")


def joined(address: str, onwards: str) -> str:
    """Where a redirect leads. Raises Refused where that is no address, or no longer https."""
    try:
        joined = urljoin(address, onwards)
    except ValueError:
        raise Refused("It leads on to what is not an address.") from None
    if address.startswith("https:") and not joined.startswith("https:"):
        raise Refused("It leads on from https to another scheme.")
    return joined


class _Door(httpcore2.AsyncNetworkBackend):
    """Opens connections to addresses that were looked at, and to no other."""

    def __init__(self, policy: Policy, resolve: Resolve) -> None:
        self._networks = [ipaddress.ip_network(one, strict=False) for one in policy.networks]
        self._resolve = resolve
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to one of the host's addresses, which must all be open ones."""
        addresses = await self._resolve(host, port)
        if not addresses:
            raise httpcore2.ConnectError("The name is not known.")
        if not all(self._may(address) for address in addresses):
            raise Refused("The address leads into a private network.")
        failure: Exception = httpcore2.ConnectError("Nobody listens there.")
        for address in addresses[:3]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Never."""
        raise Refused("This is not an address.")

    async def sleep(self, seconds: float) -> None:
        """As it says."""
        await asyncio.sleep(seconds)

    def _may(self, text: str) -> bool:
        if is_public(text):
            return True
        address = ipaddress.ip_address(text.partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)


async def _resolved(host: str, port: int) -> Sequence[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _trust() -> ssl.SSLContext:
    # It reads a file of two hundred certificates: 20 ms, not on the loop.
    return httpx2.create_ssl_context(trust_env=False)


async def _body(answered: httpcore2.Response, most: int) -> tuple[bytes, bool]:
    data = bytearray()
    async for piece in answered.aiter_stream():
        data += piece
        if len(data) > most:
            return bytes(data[:most]), False
    return bytes(data), True


def _header(answered: httpcore2.Response, name: bytes) -> str:
    return (
        next((value for key, value in answered.headers if key.lower() == name), b"").decode("latin-1").lower()
    )


def _unpacked(data: bytes, coding: str, most: int, *, complete: bool) -> tuple[bytes, bool]:
    """The body of an answer that is packed although nobody asked for it; no more of it than is allowed."""
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise Unreached(f"The answer is packed in a way that was not asked for: {coding[:40]}.")
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | (0 if coding == "deflate" else 16))
    try:
        plain = unpacker.decompress(data, most)
    except zlib.error:
        raise Unreached("The answer cannot be unpacked.") from None
    return plain, complete and unpacker.eof


def _why(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return f"The connection failed: {text[:200]}"
