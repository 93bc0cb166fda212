"""Here or over there: the one place where it is decided who answers a service's calls."""

import asyncio
import inspect
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from octavo.chassis.calls import Calls
from octavo.chassis.clock import utc_now
from octavo.chassis.contract import Contract
from octavo.chassis.positions import Positions
from octavo.chassis.traces import Traces

if TYPE_CHECKING:
    from octavo.chassis.certificates import Certificates
    from octavo.chassis.peer import Peer
    from octavo.chassis.purge_notes import Reach
    from octavo.chassis.rpc import Server

__all__ = ["Place"]

T = TypeVar("T")


class Place:
    """Where each service runs. `peers` names those that run elsewhere, with the address of their process.

    An address is "unix:/path/to.sock" or "host:port". gRPC is loaded only where something is called from
    afar or served. With `measures`, what is handed out counts every call in `calls` on the way. With
    `certificates`, what goes from machine to machine goes over mutual TLS.
    """

    def __init__(
        self,
        *,
        secret: bytes,
        peers: Mapping[str, str] | None = None,
        clock: Callable[[], datetime] = utc_now,
        measures: bool = False,
        traces: Traces | None = None,
        certificates: "Certificates | None" = None,
    ) -> None:
        self.here: dict[Contract, object] = {}
        """What runs in this process and can be served to others."""
        self.built: dict[str, object] = {}
        """The services of this process themselves, by name: what others are handed may count their calls."""
        self.counts: Counter[tuple[str, str]] = Counter()
        """What became of calls that went wrong on their way to others; see `peer.Peer`."""
        self.calls = Calls()
        """What calls came to and how long they took, where they are counted."""
        self.reach: Reach | None = None
        """Knows how far this process, where it keeps copies, follows others' purges; set before `get`."""
        self.traces = traces or Traces()
        """Where what is done here is recorded."""
        self.certificates = certificates
        self.positions = Positions()
        """How far databases had come when this process last heard of a change in them."""
        self.lags = False
        """Whether what runs here reads from replicas too; set before `get`."""
        self._measures = measures
        self._secret = secret
        self._clock = clock
        self._addresses = dict(peers or {})
        self._peers: dict[str, Peer] = {}

    def is_here(self, name: str) -> bool:
        """Whether the service runs in this process."""
        return name not in self._addresses

    async def unreachable(self, seconds: float) -> list[str]:
        """Those of the services elsewhere whose process does not answer within `seconds`."""
        from octavo.chassis.faults import DeadlineExceeded

        async def lost(address: str) -> bool:
            try:
                await self._peer(address).ready(seconds)
            except DeadlineExceeded:
                return True
            return False

        addresses = sorted(set(self._addresses.values()))
        gone = dict(zip(addresses, await asyncio.gather(*map(lost, addresses)), strict=True))
        return [name for name, address in self._addresses.items() if gone[address]]

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The services that run in other processes."""
        return tuple(self._addresses)

    def addresses(self) -> dict[str, tuple[str, ...]]:
        """The services that run in other processes, by the address of their process."""
        found: dict[str, tuple[str, ...]] = {}
        for name, address in self._addresses.items():
            found[address] = (*found.get(address, ()), name)
        return found

    def at(self, address: str, contract: Contract) -> Any:
        """What has the Protocol of a contract that every process serves, at this address. Not counted."""
        return self._peer(address).client(contract)

    async def get(
        self,
        name: str,
        protocol: type[T],
        contract: Contract,
        build: Callable[[], T] | Callable[[], Awaitable[T]],
        *,
        counted: bool = True,
    ) -> T:
        """Return the service `name` ("stories"), whoever it is that answers.

        Here it is what `build` makes, itself, or its methods where calls are counted: values are passed as
        they are, nothing is copied. Elsewhere `build` is not called, so nothing of the service is opened, and
        the same Protocol stands at the end of a channel; that the peer cannot be reached shows at the first
        call, as Unavailable. Calls of what is not `counted` are none of the service's own.
        """
        address = self._addresses.get(name)
        if address is None:
            made = build()
            self.built[name] = await made if inspect.isawaitable(made) else made
            here: T = self._counted(name, "served", contract, self._lagging(contract, self.built[name]))
            self.here[contract] = here
            return here
        client: T = self._peer(address).client(contract)
        return self._counted(name, "asked", contract, client) if counted else client

    def _lagging(self, contract: Contract, service: Any) -> Any:
        if not self.lags:
            return service
        from octavo.chassis.lagging_calls import lagging

        return lagging(contract, service)

    def _counted(self, name: str, side: str, contract: Contract, service: Any) -> Any:
        return self.calls.count(name, side, contract, service) if self._measures else service

    def _peer(self, address: str) -> "Peer":
        from octavo.chassis.peer import Peer

        if address not in self._peers:
            self._peers[address] = Peer(
                address,
                self._secret,
                self._clock,
                self.counts,
                self.reach,
                self.certificates,
                self.positions,
            )
        return self._peers[address]

    async def serve(self, address: str) -> "Server":
        """Let other processes call what runs here; returns the started server, for its owner to stop.

        Raises OSError where the address cannot be had.
        """
        from octavo.chassis.mutual_tls import is_local
        from octavo.chassis.rpc import Server

        certificates = None if is_local(address) else self.certificates
        server = Server(self._secret, self._clock, self.traces, certificates, self.positions)
        for contract, implementation in self.here.items():
            server.add(contract, implementation)
        await server.start(address)
        return server

    async def close(self) -> None:
        """Close the channels to all peers."""
        for peer in self._peers.values():
            await peer.close()
        self._peers.clear()
