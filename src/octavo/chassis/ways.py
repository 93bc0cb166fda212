"""The ways to a peer: a channel that takes turns by itself, and one to each process for calls that choose."""

from collections.abc import Iterator
from itertools import cycle, repeat

from octavo.chassis.certificates import Certificates
from octavo.chassis.mutual_tls import Channels, is_local

__all__ = ["Ways"]


class Ways:
    """All channels to one address. What leads to one process alone is made once a call chooses.

    several: whether there may be more than one process, as a name or a list of IP addresses says.
    """

    def __init__(self, address: str, certificates: Certificates | None) -> None:
        self.all = Channels(address, certificates)
        scheme, _, rest = address.partition(":")
        listed = rest.split(",") if scheme in ("ipv4", "ipv6") else []
        self.several = not is_local(address) and len(listed) != 1
        self._addresses = [f"{scheme}:{one}" for one in listed] if self.several else []
        self._certificates = certificates
        self._each: list[Channels] = []
        self._next = 0

    def turn(self) -> Iterator[Channels]:
        """For the tries of one call: each goes to another process, as far as there are some that are reached.

        Behind a name nobody here knows who there is, so the common channel takes the turns: the second try
        then meets another process unless calls of others come between.
        """
        if len(self._each) < len(self._addresses):
            self._each = [Channels(one, self._certificates) for one in self._addresses]
        self._next += 1
        at = self._next % max(1, len(self._each))
        ready = [one for one in (*self._each[at:], *self._each[:at]) if one.is_ready()]
        return cycle(ready) if len(ready) > 1 else repeat(self.all)

    async def close(self) -> None:
        """Give them up; running calls end with Cancelled."""
        for one in (self.all, *self._each):
            await one.close()
