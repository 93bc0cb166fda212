"""HAProxy before the processes of the edge: its configuration, made from what the edge says of its addresses.

Every process of the edge answers all addresses; which pool a request goes to is decided here alone. What
`octavo.edge.apart` calls expensive goes to a pool of its own where there is one, and nowhere else: when that
is full, stuck or gone, those addresses are a 503, and all others go on.
"""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from octavo.edge.apart import APART, COOKIES, Apart

__all__ = ["GENERAL", "SYSTEM", "Front", "Pool", "Server", "config"]

SYSTEM: Final = "resolv.conf"
"""Those name servers that the system asks."""
GENERAL: Final = "edge"
"""The pool of all that is not apart."""
_FILES: Final = (
    20_400  # two for each connection: as many clients as one edge takes, or what the system allows
)
_HEAD_BYTES: Final = 32_768  # as the edge takes in a request's head
_AT_ONCE: Final = 200  # requests that one process of a pool apart is sent; more wait
_WORD: Final = re.compile(r"[A-Za-z0-9_.:/\[\]@*-]+")
_PLACE: Final = re.compile(r"\{[^}]*\}")


class Server(msgspec.Struct, frozen=True):
    """A process of the edge, or a name that leads to several."""

    name: str
    address: str
    """host:port."""
    most: int = 0
    """With a number: so many processes at most, found by asking for the name again and again."""


class Pool(msgspec.Struct, frozen=True):
    """The processes that answer alike: `GENERAL`, or the name of one of `APART`."""

    name: str
    servers: tuple[Server, ...]


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """What HAProxy is told. Times are seconds."""

    bind: str
    """host:port to listen on."""
    pools: tuple[Pool, ...]
    certificate: str = ""
    """A PEM file with key and certificates; without it, plain HTTP."""
    trusted: tuple[str, ...] = ()
    """Networks of proxies before this one, whose X-Forwarded-… headers are kept."""
    metrics: str = ""
    """host:port where Prometheus asks how it goes (/metrics), for this machine's eyes; not set: nowhere."""
    resolver: str = ""
    """host:port of a name server, or `SYSTEM`, for servers that are names of several."""
    drain_seconds: int = 30
    """What requests in flight have left when it is told to stop (SIGUSR1)."""
    stream_seconds: int = 3600
    """How long a connection that became a socket or a stream may be silent."""
    answer_seconds: int = 60
    """How long an answer may keep silent; the edge sends streams a sign of life more often."""


def config(front: Front) -> str:
    """The configuration, as one text. ValueError where a value could not stand in it."""
    _check(front)
    pools = {pool.name: pool for pool in front.pools}
    apart = [one for one in APART if one.name in pools]
    parts = [
        _HEAD,
        _global(front),
        _defaults(front),
        _resolvers(front),
        _frontend(front, apart),
        _metrics(front),
        *(_backend(pool, most=_AT_ONCE if pool.name in _bounded() else 0) for pool in front.pools),
    ]
    return "\n".join(part for part in parts if part)


def _check(front: Front) -> None:
    """What comes from a settings file must not become a line of its own."""
    known = {GENERAL, *(one.name for one in APART)}
    names = [pool.name for pool in front.pools]
    if strangers := sorted(set(names) - known):
        raise ValueError(f'there is no pool "{strangers[0]}"; the pools are {", ".join(sorted(known))}')
    if GENERAL not in names or len(set(names)) < len(names):
        raise ValueError(f'each pool is named once, and "{GENERAL}" is one of them')
    servers = [server for pool in front.pools for server in pool.servers]
    words = [front.bind, *front.trusted, *(word for one in servers for word in (one.name, one.address))]
    words += [word for word in (front.certificate, front.metrics, front.resolver) if word]
    for word in words:
        if not _WORD.fullmatch(word):
            raise ValueError(f'"{word}" cannot stand in the configuration of HAProxy')
    if any(server.most for server in servers) and not front.resolver:
        raise ValueError("a name of several processes needs a name server")


_HEAD: Final = """\
# HAProxy before Octavo. Made from what the site says of itself (octavo.edge.apart): make it anew.
"""


def _global(front: Front) -> str:
    return f"""\
global
    fd-hard-limit {_FILES}
    hard-stop-after {front.drain_seconds}s
    tune.bufsize {_HEAD_BYTES}
    log stderr format raw local0 notice
    ssl-default-bind-options ssl-min-ver TLSv1.2
"""


def _defaults(front: Front) -> str:
    return f"""\
defaults
    mode http
    log global
    option dontlog-normal
    option dontlognull
    timeout connect 3s
    timeout http-request 15s
    timeout http-keep-alive 75s
    timeout client 75s
    timeout server {front.answer_seconds}s
    timeout tunnel {front.stream_seconds}s
    timeout queue 5s
    timeout check 2s
    # What never reached a process is tried once more, elsewhere; nothing else is: the edge knows what may be.
    retries 2
    option redispatch 1
    retry-on conn-failure
    http-reuse safe
    balance leastconn
    option httpchk
    http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host health
    http-check expect status 200
    default-server check inter 1s fastinter 500ms downinter 1s fall 2 rise 1
    http-error status 503 content-type "text/plain; charset=utf-8" string "{_SHUT}" hdr Retry-After 5
    http-error status 504 content-type "text/plain; charset=utf-8" string "{_LATE}" hdr Retry-After 5
"""


_SHUT: Final = "This cannot be answered just now. Please come again in a few seconds."
_LATE: Final = "This took too long. Please come again in a few seconds."


def _resolvers(front: Front) -> str:
    if not front.resolver:
        return ""
    source = "parse-resolv-conf" if front.resolver == SYSTEM else f"nameserver first {front.resolver}"
    return f"""\
resolvers names
    {source}
    accepted_payload_size 8192
    hold valid 5s
"""


def _frontend(front: Front, apart: Sequence[Apart]) -> str:
    tls = f" ssl crt {front.certificate} alpn h2,http/1.1" if front.certificate else ""
    lines = [
        "frontend octavo",
        f"    bind {front.bind}{tls}",
        "    unique-id-format %[uuid()]",
        *_forwarding(front),
        *(line for one in apart for line in _routes(one)),
        *(f"    use_backend {one.name} if is_{one.name}" for one in apart),
        f"    default_backend {GENERAL}",
    ]
    return "\n".join(lines) + "\n"


def _metrics(front: Front) -> str:
    if not front.metrics:
        return ""
    return f"""\
frontend metrics
    bind {front.metrics}
    http-request use-service prometheus-exporter if {{ path /metrics }}
    http-request return status 404
"""


def _forwarding(front: Front) -> list[str]:
    """Who asks is whom we see, unless a proxy that we know says more. `Forwarded` is nobody's here."""
    known = " unless known" if front.trusted else ""
    lines = ["    http-request del-header Forwarded"]
    if front.trusted:
        lines.insert(0, f"    acl known src {' '.join(front.trusted)}")
    lines += [f"    http-request del-header X-Forwarded-{name}{known}" for name in ("For", "Proto", "Host")]
    scheme = "https" if front.certificate else "http"
    return [
        *lines,
        "    http-request add-header X-Forwarded-For %[src]",
        f"    http-request set-header X-Forwarded-Proto {scheme}{known}",
        f"    http-request del-header X-Request-Id{known}",
        "    http-request set-header X-Request-Id %[unique-id] unless { req.hdr(X-Request-Id) -m found }",
        # As the edge reads it: %73earch is the same address as search.
        "    http-request set-var(txn.path) path,url_dec",
    ]


def _routes(apart: Apart) -> list[str]:
    """One name for whatever belongs to the pool: conditions of the same name are alternatives."""
    name = f"is_{apart.name}"
    plain = [path for path in apart.paths if "{" not in path and not path.endswith("/")]
    below = [path for path in apart.paths if path.endswith("/")]
    with_places = [path for path in apart.paths if "{" in path]
    lines = [f"    # {apart.why}"]
    if plain:
        lines.append(f"    acl {name} var(txn.path) -m str {' '.join(plain)}")
    if below:
        lines.append(f"    acl {name} var(txn.path) -m beg {' '.join(below)}")
    if with_places:
        lines.append(f"    acl {name} var(txn.path) -m reg {' '.join(map(_pattern, with_places))}")
    if apart.signed_in:
        lines.append(f"    acl {name}_own var(txn.path) -m str {' '.join(apart.signed_in)}")
        lines += [f"    acl known_reader req.cook({cookie}) -m found" for cookie in COOKIES]
        lines.append(f"    use_backend {apart.name} if {name}_own known_reader")
    return lines


def _pattern(path: str) -> str:
    """A path of `routes.py` as HAProxy writes patterns; a place is one piece between slashes."""
    pieces = re.split(r"(\{[^}]*\})", path)
    return f"^{''.join('[^/]+' if _PLACE.fullmatch(one) else re.escape(one) for one in pieces)}$"


def _bounded() -> frozenset[str]:
    """The pools whose processes work at few requests at once; streams are many and do nothing."""
    return frozenset(one.name for one in APART if not one.lasting)


def _backend(pool: Pool, *, most: int) -> str:
    lines = [f"backend {pool.name}"]
    bound = f" maxconn {most}" if most else ""
    for server in pool.servers:
        if server.most:
            template = f"server-template {server.name}- {server.most} {server.address}"
            lines.append(f"    {template} resolvers names init-addr none{bound}")
        else:
            lines.append(f"    server {server.name} {server.address}{bound}")
    return "\n".join(lines) + "\n"
