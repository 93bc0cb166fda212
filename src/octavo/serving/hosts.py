"""Who may be asked under which name, and whom we believe about the asker."""

import ipaddress
import re
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_REMEMBERED: Final = 256
_SCHEMES: Final = frozenset({"http", "https"})
_FORWARDED_PAIR: Final = re.compile(r'\s*([A-Za-z]+)\s*=\s*("[^"]*"|[^;,"\s]*)\s*')


class KnownHosts:
    """The hosts of the site: only requests that name one of them are answered.

    A site on this machine's own address has all of its names, since browsers keep passkeys for "localhost"
    alone. Asked with the raw value of the Host header; letters' case does not matter.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        port = parts.port
        self._known = {parts.netloc.lower().encode()}
        if is_loopback(parts.hostname or ""):
            self._known |= _loopback_hosts(port or _DEFAULT_PORTS.get(parts.scheme, 80))
        if port is None or port == _DEFAULT_PORTS.get(parts.scheme):
            # Both ways of writing the default port name the same place.
            bare = parts.netloc.lower().removesuffix(f":{port}")
            self._known |= {bare.encode(), f"{bare}:{_DEFAULT_PORTS.get(parts.scheme, 80)}".encode()}
        self._asked: dict[bytes, bool] = {}

    def __call__(self, host: bytes) -> bool:
        answer = self._asked.get(host)
        if answer is None:
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            answer = self._asked[host] = host.lower() in self._known
        return answer


def is_loopback(host: str) -> bool:
    """Whether a name or an address is this machine's own, reached by nobody else."""
    return host in ("localhost", "::1") or host.startswith("127.")


def _loopback_hosts(port: int) -> set[bytes]:
    names = ("127.0.0.1", "localhost", "[::1]")
    bare = names if port in _DEFAULT_PORTS.values() else ()
    return {name.encode() for name in (*bare, *(f"{name}:{port}" for name in names))}


class TrustedProxies:
    """Addresses and networks whose word about the asker we take."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._networks = [ipaddress.ip_network(name, strict=False) for name in addresses]
        self._asked: dict[str, bool] = {}

    def __contains__(self, address: str | None) -> bool:
        if address is None:
            return False
        answer = self._asked.get(address)
        if answer is None:
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            answer = self._asked[address] = self._is_inside(address)
        return answer

    def _is_inside(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._networks)

    def apply(self, scope: dict[str, Any]) -> None:
        """Put what a trusted proxy says about client, scheme and host into the scope.

        From anyone else the headers are taken away, so that no handler can believe them by mistake.
        """
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        said = {name: value for name, value in headers if name in _FORWARDING}
        if not said:
            return
        scope["headers"] = [pair for pair in headers if pair[0] not in _FORWARDING]
        client = scope.get("client")
        if (client[0] if client else None) not in self:
            return
        fields = _fields(headers)
        origin = self._origin(fields["for"])
        if _is_address(origin):  # "unknown", or what a client made up: then it is the proxy's own
            scope["client"] = (origin, 0)
        if fields["proto"] and fields["proto"][-1] in _SCHEMES:
            scope["scheme"] = fields["proto"][-1]
        if fields["host"]:
            host = fields["host"][-1].encode("latin-1")
            kept = [pair for pair in scope["headers"] if pair[0] != b"host"]
            scope["headers"] = [(b"host", host), *kept]
        request_id = said.get(b"x-request-id", b"").decode("latin-1")
        if re.fullmatch(r"[\w-]{8,64}", request_id):
            scope["octavo.request_id"] = request_id

    def _origin(self, chain: list[str]) -> str:
        """The last address of the chain that is no proxy of ours: each proxy appends whom it saw."""
        for address in reversed(chain):
            plain = _without_port(address)
            if plain not in self:
                return plain
        return _without_port(chain[0]) if chain else ""


_FORWARDING: Final = frozenset(
    {b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-request-id"}
)


def _fields(headers: list[tuple[bytes, bytes]]) -> dict[str, list[str]]:
    """What the proxies say, oldest first: by the X- headers or, where none came, by Forwarded (RFC 7239).

    Never by both: most proxies set the X- headers, and hand a client's own Forwarded on as it came.
    """
    found: dict[str, list[str]] = {"for": [], "proto": [], "host": []}
    old: dict[str, list[str]] = {"for": [], "proto": [], "host": []}
    for name, value in headers:
        text = value.decode("latin-1")
        if name == b"forwarded":
            for key, pair in _FORWARDED_PAIR.findall(text):
                if key.lower() in found:
                    found[key.lower()].append(pair.strip('"'))
        elif name.startswith(b"x-forwarded-") and name in _FORWARDING:
            key = name.decode().removeprefix("x-forwarded-")
            old[key] += [part.strip() for part in text.split(",") if part.strip()]
    return old if any(old.values()) else found


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _without_port(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
