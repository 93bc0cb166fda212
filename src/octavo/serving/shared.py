"""What all connections of a server have in common."""

from collections.abc import Callable
from typing import Final

from octavo.serving.counters import Counters
from octavo.serving.door import Door
from octavo.serving.limits import BodyLimit, Http
from octavo.serving.page_cache import Form, PageCache, StoredPage

_REMEMBERED_HOSTS: Final = 256
_READY: Final = 64


class Shared:
    """Limits, counters, stored pages, and the time: coarse, one step a second."""

    def __init__(
        self,
        *,
        limits: Http,
        counters: Counters,
        pages: PageCache | None,
        known_host: Callable[[bytes], bool],
        body_limit: BodyLimit,
        door: Door | None = None,
    ) -> None:
        self.limits = limits
        self.counters = counters
        self.pages = pages
        self.known_host = known_host
        self.body_limit = body_limit
        self.door = door
        self.now = 0
        """Seconds since the server began."""
        self.date = b""
        """The Date header's line, of this second."""
        self.draining = False
        self._hosts: dict[bytes, bytes | None] = {}
        self._ready: dict[int, tuple[Form, bytes]] = {}

    def host(self, said: bytes) -> bytes | None:
        """A Host header as page keys have it; None where it is not ours."""
        try:
            return self._hosts[said]
        except KeyError:
            if len(self._hosts) >= _REMEMBERED_HOSTS:
                self._hosts.clear()
            found = self._hosts[said] = said.lower() if self.known_host(said) else None
            return found

    def whole(self, page: StoredPage, form: Form) -> bytes:
        """The answer with a stored page, dated this second: put together once a second while it is wanted."""
        ready = self._ready.get(id(form))
        if ready is not None and ready[0] is form:
            return ready[1]
        answer = b"".join((page.line, self.date, form.head, form.body))
        if len(self._ready) >= _READY:
            self._ready.clear()
        self._ready[id(form)] = form, answer
        return answer

    def tick(self, date: bytes, now: int) -> None:
        """A second has passed."""
        self.date, self.now = date, now
        self._ready.clear()
