"""The site on one machine by systemd: a unit for each process, one target over all, sockets between them."""

from collections.abc import Iterator
from typing import Final

from octavo.placements import haproxy
from octavo.placements.parts import Part, Plan
from octavo.placements.written import HEAD
from octavo.trouble import Exit

__all__ = ["files"]

_HOST: Final = "127.0.0.1"
_FRONT_PORT: Final = 8000
_EDGE_PORTS: Final = 8100
_OPERATOR_PORTS: Final = 9100
_RUN: Final = "/run/octavo"
_DATA: Final = "/var/lib/octavo"
_ENV: Final = "/etc/octavo/octavo.env"
_HOPELESS: Final = (Exit.USAGE, Exit.BAD_DATA, Exit.CANNOT_CREATE, Exit.SETTINGS)
"""Exit codes after which a start would end in the same way."""


def files(plan: Plan) -> dict[str, str]:
    """Every file by its path below the folder. The HAProxy is the system's own."""
    units = dict(_units(plan))
    web = {name: port for name, (_, _, port) in _processes(plan).items() if port}
    pools: dict[str, list[haproxy.Server]] = {}
    for name, (part, _, port) in _processes(plan).items():
        if port:
            pools.setdefault(part.pool, []).append(haproxy.Server(name, f"{_HOST}:{web[name]}"))
    front = haproxy.Front(
        bind=f"*:{_FRONT_PORT}",
        pools=tuple(haproxy.Pool(pool, tuple(servers)) for pool, servers in pools.items()),
        drain_seconds=round(plan.drain_seconds),
    )
    return {
        **{f"systemd/{name}": text for name, text in units.items()},
        "systemd/octavo.target": _target(),
        "systemd/octavo.slice": _SLICE,
        "systemd/octavo.env.example": _settings(plan),
        "systemd/haproxy.cfg": haproxy.config(front),
    }


def _processes(plan: Plan) -> dict[str, tuple[Part, int, int]]:
    """Each process by its name: its part, its operator's port, and an edge's own port."""
    names = [
        (part.name if part.instances == 1 else f"{part.name}-{number + 1}", part)
        for part in plan.parts
        for number in range(part.instances)
    ]
    edges = [name for name, part in names if part.is_edge]
    return {
        name: (part, _OPERATOR_PORTS + place, _EDGE_PORTS + edges.index(name) if part.is_edge else 0)
        for place, (name, part) in enumerate(names)
    }


def _units(plan: Plan) -> Iterator[tuple[str, str]]:
    for name, (part, operator, port) in _processes(plan).items():
        yield f"octavo-{name}.service", _unit(name, part, plan, operator=operator, port=port)


def _unit(name: str, part: Part, plan: Plan, *, operator: int, port: int) -> str:
    listen = "" if part.is_edge else f" --listen unix:{_RUN}/{part.name}.sock"
    own = [f"OCTAVO_DATA={_DATA}/{name}", f"OCTAVO_OPERATOR_PORT={operator}"]
    if part.is_edge:
        own += [f"OCTAVO_HOST={_HOST}", f"OCTAVO_PORT={port}"]
    # Edges are told to stop first, and started last.
    order = (
        ""
        if part.is_edge
        else "Before="
        + " ".join(
            f"octavo-{other}.service" for other, (one, _, _) in _processes(plan).items() if one.is_edge
        )
    )
    return f"""\
{HEAD}[Unit]
Description=Octavo: {name}: {part.about}
PartOf=octavo.target
Wants=network-online.target
After=network-online.target postgresql.service redis-server.service nats-server.service
{order}

[Service]
Type=exec
Slice=octavo.slice
User=octavo
Group=octavo
EnvironmentFile={_ENV}
{chr(10).join(f"Environment={one}" for one in own)}
ExecStart={plan.program} {" ".join(part.words)}{listen}
StateDirectory=octavo/{name}
StateDirectoryMode=0700
RuntimeDirectory=octavo
RuntimeDirectoryMode=0700
RuntimeDirectoryPreserve=yes
Restart=always
RestartSec=1
RestartPreventExitStatus={" ".join(str(int(code)) for code in _HOPELESS)}
TimeoutStopSec={plan.kill_seconds}
KillMode=mixed
LimitNOFILE=20500
MemoryHigh={part.mib_most}M
MemoryMax={part.mib_most * 3 // 2}M
TasksMax=256
{_HARDENING}
[Install]
WantedBy=octavo.target
"""


_HARDENING: Final = """\
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
PrivateMounts=yes
ProtectHostname=yes
ProtectClock=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectProc=invisible
ProcSubset=pid
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
# Not MemoryDenyWriteExecute: what scales pictures makes its own code for the processor.
"""


def _target() -> str:
    return f"""\
{HEAD}[Unit]
Description=Octavo, all of it

[Install]
WantedBy=multi-user.target
"""


_SLICE: Final = f"""\
{HEAD}[Unit]
Description=Octavo's processes together

[Slice]
MemoryAccounting=yes
CPUAccounting=yes
"""


def _settings(plan: Plan) -> str:
    return f"""\
{HEAD}# Copy it to {_ENV}, mode 0600 and root's, and set what is empty.
OCTAVO_URL={plan.url}
# 32 letters and more, such as `openssl rand -base64 36` makes.
OCTAVO_SECRET=
# postgresql://user:password@host/octavo, redis://127.0.0.1:6379/0, nats://127.0.0.1:4222; of clusters
# redis+cluster://10.0.0.1:6379,10.0.0.2:6379 and nats://10.0.0.1:4222,nats://10.0.0.2:4222
OCTAVO_DATABASE_URL=
# Read replicas of it, with commas between them; none: leave it out.
# OCTAVO_DATABASE_REPLICAS=
OCTAVO_CACHE_URL=
OCTAVO_EVENTS_URL=
OCTAVO_PEERS_TEMPLATE=unix:{_RUN}/{{service}}.sock
OCTAVO_LOG_FORMAT=json
OCTAVO_TRUSTED_PROXIES={_HOST}
OCTAVO_HTTP_DRAIN_SECONDS={plan.drain_seconds:g}
OCTAVO_HTTP_NOTICE_SECONDS={plan.notice_seconds:g}
"""
