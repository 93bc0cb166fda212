"""What a process serves: the services, what goes on beside them, and the edge over them on its port."""

import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from socket import socket
from typing import TYPE_CHECKING

import msgspec
from prometheus_client import CollectorRegistry

from octavo import __version__, sent_traces
from octavo.board import setting_up as board
from octavo.board.desk import Desk
from octavo.chassis.admission import Admission
from octavo.chassis.clock import utc_now
from octavo.chassis.context import acting_as
from octavo.chassis.errors import Errors
from octavo.chassis.telemetry import Health, OperatorApp, hearing, new_registry
from octavo.edge import app as edge
from octavo.ground import Ground
from octavo.images import http as images_http
from octavo.images.api import UPLOAD_BYTES
from octavo.main import OPERATOR, Services, services
from octavo.operating import Elsewhere, EngineRoom
from octavo.process import Process
from octavo.serving.background import in_background
from octavo.serving.counters import Counters
from octavo.serving.door import Door
from octavo.serving.figures import (
    CacheFigures,
    CallFigures,
    CertificateFigures,
    DiskFigures,
    EventFigures,
    LeaseFigures,
)
from octavo.serving.gate import Gate
from octavo.serving.hosts import KnownHosts, TrustedProxies
from octavo.serving.limits import HTTP_LIMITS
from octavo.serving.listener import Listener
from octavo.serving.page_cache import PageCache
from octavo.serving.reaching import Reaching
from octavo.serving.shedding import WAIT, AdmissionFigures, Shedding
from octavo.serving.slow import SlowRequests
from octavo.serving.stalls import Stalls

if TYPE_CHECKING:
    from octavo.chassis.rpc import Server


class Site(msgspec.Struct, kw_only=True):
    """What a process of the site serves."""

    url: str
    services: Services
    health: Health
    registry: CollectorRegistry
    listener: Callable[[socket], Listener]
    """Makes the server of the site's port."""
    operator_listener: Callable[[socket], Listener]
    """Makes the server of the operator's port."""

    async def serve_calls(self, address: str) -> "Server":
        """Let other processes and the operator's commands call what runs here; OSError where it cannot."""
        server = await self.services.ground.place.serve(address)
        what = "Calls of other processes, whatever became of them."
        self.registry.register(CallFigures("octavo_rpc_calls", what, ["method"], server.calls))
        self.registry.register(AdmissionFigures("rpc_calls", server.admission))
        return server

    async def owner_link(self) -> str:
        """The link that makes whoever opens it the owner; empty once there is one."""
        with acting_as(OPERATOR):
            return await self.services.accounts.create_owner_link()


@asynccontextmanager
async def site(process: Process) -> AsyncIterator[Site]:
    """What runs in a process that serves: the services, what goes on beside them, and the edge over them."""
    config, health, registry = process.config, Health(__version__), new_registry()
    errors = Errors()
    registry.register(errors)
    port = process.web.getsockname()[1] if process.web is not None else config.site.port
    url = config.site.address(port)
    async with AsyncExitStack() as stack:
        stack.enter_context(hearing(errors.heard))
        parts = await stack.enter_async_context(
            services(
                config,
                data=process.data,
                secret=process.secret,
                peers=process.peers,
                url=url,
                certificates=process.certificates,
            )
        )
        ground = parts.ground
        stalls, slow = Stalls(), SlowRequests(config.http.slow_seconds)
        long = {"loop": stalls.places.told, "request": slow.places.told}
        desk = await board.put_up(process, ground, health, long, stack)
        await board.keep_errors(ground, errors, desk, stack)
        events = EventFigures(ground.databases)
        what = "Calls to other processes: repeated; hedged, and won so; refused by a breaker, open or closed."
        registry.register(CallFigures("octavo_peer_calls", what, ["what", "method"], ground.place.counts))
        registry.register(ground.place.calls)
        await sent_traces.count_and_send(ground.place, config.traces, registry, stack)
        _count(ground, registry)
        if process.certificates is not None:
            ground.work["look at certificates"] = process.certificates.watch
        ground.work["count events"] = events.watch
        for one in (events, CertificateFigures(process.certificates), stalls, slow):
            registry.register(one)
        ground.work["look for slow requests"] = slow.watch
        await stack.enter_async_context(stalls.running())
        for name, db in ground.databases.items():
            health.add(name, partial(db.one, "SELECT 1 AS alive"))
        if ground.files.name != "folder":  # pages go on without it
            health.add("files", ground.files.check, vital=False)
        for name, check in ground.checks.items():
            health.add(name, check, vital=False)
        if process.web is not None and ground.place.elsewhere:
            health.add("peers", Reaching(ground.place.unreachable).check)
        for relay in ground.relays.values():
            await stack.enter_async_context(relay.running())
        for name, work in ground.work.items():
            await stack.enter_async_context(in_background(name, work))
        operator = OperatorApp(registry, health)
        yield Site(
            url=url,
            services=parts,
            health=health,
            registry=registry,
            listener=partial(_listener, parts, url, health, registry, slow, desk),
            operator_listener=lambda listening: Listener(
                operator, [listening], limits=HTTP_LIMITS, counters=Counters(), known_host=lambda host: True
            ),
        )


def _count(ground: Ground, registry: CollectorRegistry) -> None:
    """What the services stand on, and what they count of their own, for the operator."""
    registry.register(LeaseFigures(ground.databases))
    registry.register(DiskFigures(ground.data))
    registry.register(CacheFigures({"copies": ground.near, "pages": ground.pages}, ground.tier))
    for figures in ground.figures:
        registry.register(figures)


def _engine_room(ground: Ground, health: Health, desk: Desk) -> EngineRoom:
    return EngineRoom(
        ground.config,
        environ=dict(os.environ),
        data=ground.data,
        files=ground.files,
        databases=ground.databases,
        caches={"copies": ground.near, "pages": ground.pages},
        health=health,
        elsewhere=Elsewhere(ground.place.elsewhere, ground.place.unreachable),
        calls=ground.place.calls,
        traces=ground.place.traces,
        certificates=lambda: ground.place.certificates,
        replicas=ground.replicas,
        long=desk.here.parts.long,
        desk=desk,
        clock=utc_now,
    )


def _listener(
    parts: Services,
    url: str,
    health: Health,
    registry: CollectorRegistry,
    slow: SlowRequests,
    desk: Desk,
    listening: socket,
) -> Listener:
    """The site on its port: stored pages, then the gate, then the edge."""
    ground, config = parts.ground, parts.ground.config
    counters = Counters()
    registry.register(counters)
    desk.here.parts.web = counters
    pages = PageCache(ground.pages, query=edge.QUERY, own=edge.OWN_PATHS)
    app = edge.build(
        config.edge,
        url=url,
        services=parts,
        pictures=images_http.Pictures(parts.images, ground.image_addresses),
        image_address=ground.image_addresses,
        near=ground.near,
        pages=pages,
        last_pages=ground.last_pages,
        clock=utc_now,
        operations=_engine_room(ground, health, desk),
        api=config.api,
    )
    what = "Calls of browsers and other programs over the Connect protocol."
    registry.register(app)
    registry.register(CallFigures("octavo_connect_calls", what, ["path", "code"], app.connect.calls))
    hosts = KnownHosts(url)
    trusted = TrustedProxies(config.site.trusted_proxies)
    admission = Admission(
        time.monotonic, target=WAIT, least=config.http.requests_least, most=config.http.requests_most
    )
    door = Door(admission)
    registry.register(AdmissionFigures("http_requests", admission, door))
    shed = Shedding(app, admission)
    gate = Gate(
        shed,
        hosts=hosts,
        trusted=trusted,
        health=health,
        counters=counters,
        url=url,
        slow=slow,
        traces=ground.place.traces,
    )
    return Listener(
        gate,
        [listening],
        limits=config.http,
        counters=counters,
        known_host=hosts,
        pages=pages,
        body_limit=lambda method, path: UPLOAD_BYTES if path == "/images" else app.body_limit(method, path),
        door=door,
    )
