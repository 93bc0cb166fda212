"""How much of the server one client may hold, and for how long."""

from collections.abc import Callable
from typing import Annotated, Final

import msgspec
from msgspec import Meta

BodyLimit = Callable[[str, str], int | None]
"""Asked with method and path: the most bytes that a body may have there, None for the general limit."""

_Seconds = Annotated[float, Meta(gt=0, le=3600)]


class Http(msgspec.Struct, frozen=True, kw_only=True):
    """The server's limits. Times are seconds, sizes bytes."""

    max_connections: Annotated[int, Meta(ge=1)] = 10_000
    """Open at once; the next one is told 503 and closed."""
    requests_least: Annotated[int, Meta(ge=1)] = 100
    """Worked at in one moment at least, however slow they are; more may be a 503."""
    requests_most: Annotated[int, Meta(ge=1)] = 1000
    """Worked at in one moment at most; pages from the cache and streams are beside that."""
    slow_seconds: Annotated[float, Meta(gt=0)] = 2.0
    """A request whose answer has not begun by then is told to the log, with what it waits for."""
    head_bytes: Annotated[int, Meta(ge=1024)] = 32 * 1024
    """Request line and headers together; more is a 431."""
    url_bytes: Annotated[int, Meta(ge=256)] = 8 * 1024
    """The address; longer is a 414."""
    body_bytes: Annotated[int, Meta(ge=0)] = 4 << 20
    """A body, where its route does not say otherwise; more is a 413."""
    head_seconds: _Seconds = 10.0
    """From the first byte of a request to the end of its headers; slower is a 408."""
    body_seconds: _Seconds = 30.0
    """Silence in the middle of a body; longer is a 408."""
    body_bytes_per_second: Annotated[int, Meta(ge=0)] = 500
    """The slowest body, on the average, once `body_seconds` have passed; slower is a 408."""
    answer_seconds: _Seconds = 60.0
    """Without a byte of the answer being taken; longer and the connection is cut."""
    idle_seconds: _Seconds = 75.0
    """Between two requests; then the connection is closed."""
    drain_seconds: _Seconds = 20.0
    """What requests and calls in flight have left when the process is told to stop."""
    notice_seconds: Annotated[float, Meta(ge=0, le=300)] = 0.0
    """How long a process that is told to stop goes on as before but says at /readyz that it is not ready, so
    that what stands before it sends it nothing more; then it takes no new requests."""
    page_cache_bytes: Annotated[int, Meta(ge=0)] = 64 << 20
    """The most that stored pages take, in each process."""
    near_cache_bytes: Annotated[int, Meta(ge=0)] = 16 << 20
    """The most that other near copies take (sessions, people's names), in each process."""


HTTP_LIMITS: Final = Http()
"""The defaults, for a server that serves no strangers."""
