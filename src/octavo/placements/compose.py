"""The site on one machine by Docker Compose: each part a container of one image, and what they stand on."""

from typing import Any, Final

from octavo.placements import haproxy
from octavo.placements.parts import CALLS, METRICS, PRIVATE, WEB, Part, Plan, settings
from octavo.placements.written import HEAD, tree

__all__ = ["files"]

_ASK: Final = (
    "import urllib.request; "
    f"urllib.request.urlopen('http://127.0.0.1:{METRICS}/readyz', timeout=2)"
)  # the image has Python, and nothing else that could ask
_ENV: Final = (
    HEAD
    + """\
# Copy it to .env beside compose.yaml and set what is empty; nobody else should read it.
# Addresses of the site are signed with this: 32 letters and more, such as `openssl rand -base64 36` makes.
OCTAVO_SECRET=
# Made at the first start of PostgreSQL; letters and digits alone, for it stands in an address.
POSTGRES_PASSWORD=
# The port of this machine that readers, or a proxy that speaks https, reach.
FRONT_PORT=8000
# Clusters of your own in the place of the one Redis and the one NATS that are started here.
# OCTAVO_CACHE_URL=redis+cluster://:password@10.0.0.1:6379,10.0.0.2:6379
# OCTAVO_EVENTS_URL=nats://user:password@10.0.0.1:4222,nats://user:password@10.0.0.2:4222
"""
)


def files(plan: Plan) -> dict[str, str]:
    """Every file by its path below the folder."""
    return {
        "compose/compose.yaml": _compose(plan),
        "compose/haproxy.cfg": haproxy.config(
            haproxy.Front(
                bind=f"*:{WEB}",
                pools=tuple(haproxy.Pool(part.pool, (_server(part),)) for part in plan.edges),
                trusted=PRIVATE,
                resolver=haproxy.SYSTEM,
                drain_seconds=round(plan.drain_seconds),
            )
        ),
        "compose/env.example": _ENV,
    }


def _server(part: Part) -> haproxy.Server:
    return haproxy.Server(part.name, f"{part.name}:{WEB}", most=10)


def _compose(plan: Plan) -> str:
    """Written in pieces, so that what all parts have in common stands in it once."""
    text = [
        HEAD,
        tree({"name": "octavo"}),
        "x-octavo: &octavo\n" + _indented(tree(_common(plan)), 2),
        "services:\n",
    ]
    for part in plan.parts:
        own = {**_own(part), "deploy": _deploy(part)}
        text.append(f"  # {part.about}\n  {part.name}:\n    <<: *octavo\n" + _indented(tree(own), 4))
    text.append(_indented(tree({"front": _front(plan), **_engines()}), 2))
    volumes = [f"{part.name}-data" for part in plan.parts if not part.is_edge]
    text.append(tree({"volumes": {name: {} for name in [*volumes, "postgres", "nats"]}}))
    return "".join(text)


def _indented(text: str, spaces: int) -> str:
    return "".join(f"{' ' * spaces}{line}" for line in text.splitlines(keepends=True))


def _common(plan: Plan) -> dict[str, Any]:
    engines = {
        "OCTAVO_SECRET": "${OCTAVO_SECRET:?set it in .env}",
        "OCTAVO_DATABASE_URL": (
            "postgresql://octavo:${POSTGRES_PASSWORD:?set it in .env}@postgres:5432/octavo"
        ),
        "OCTAVO_DATABASE_REPLICAS": "${OCTAVO_DATABASE_REPLICAS:-}",
        "OCTAVO_CACHE_URL": "${OCTAVO_CACHE_URL:-redis://redis:6379/0}",
        "OCTAVO_EVENTS_URL": "${OCTAVO_EVENTS_URL:-nats://nats:4222}",
    }
    return {
        "image": plan.image,
        "environment": {**settings(plan, template=f"{{service}}:{CALLS}"), **engines},
        "depends_on": {name: {"condition": "service_healthy"} for name in ("postgres", "redis", "nats")},
        "healthcheck": {
            "test": ["CMD", "python", "-c", _ASK],
            "interval": "10s",
            "timeout": "5s",
            "retries": 3,
            "start_period": "60s",
        },
        "restart": "unless-stopped",
        "stop_grace_period": f"{plan.kill_seconds}s",
        "user": "1000:1000",
        "read_only": True,
        "tmpfs": ["/tmp:mode=1777,size=256m"],  # noqa: S108 - the container's own
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "init": True,
    }


def _own(part: Part) -> dict[str, Any]:
    if part.is_edge:
        return {"command": ["octavo", *part.words]}
    return {
        "command": ["octavo", *part.words, "--listen", f"0.0.0.0:{CALLS}"],
        "volumes": [f"{part.name}-data:/data"],
    }


def _deploy(part: Part) -> dict[str, Any]:
    return {
        "replicas": part.instances,
        "resources": {
            "limits": {"memory": f"{part.mib_most}M"},
            "reservations": {"memory": f"{part.mib_asked}M"},
        },
    }


def _front(plan: Plan) -> dict[str, Any]:
    return {
        "image": "haproxy:3.0-alpine",
        "ports": [f"${{FRONT_PORT:-{WEB}}}:{WEB}"],
        "volumes": ["./haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro"],
        "depends_on": {part.name: {"condition": "service_started"} for part in plan.edges},
        "restart": "unless-stopped",
        "stop_signal": "SIGUSR1",  # it takes no new connections and ends with the last
        "stop_grace_period": f"{plan.kill_seconds}s",
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
    }


def _engines() -> dict[str, Any]:
    """What the parts stand on. A restart of Redis loses nothing: it is a cache."""
    password = "${POSTGRES_PASSWORD:?set it in .env}"  # noqa: S105 - where it is, not what
    return {
        "postgres": {
            "image": "postgres:16",
            "environment": {
                "POSTGRES_USER": "octavo",
                "POSTGRES_DB": "octavo",
                "POSTGRES_PASSWORD": password,
                "POSTGRES_INITDB_ARGS": "--locale=C --encoding=UTF8",
            },
            "command": ["postgres", "-c", "max_connections=400"],
            "volumes": ["postgres:/var/lib/postgresql/data"],
            "shm_size": "256m",
            "stop_grace_period": "60s",
            **_healthy("pg_isready --username octavo --dbname octavo"),
        },
        "redis": {
            "image": "redis:7-alpine",
            "command": ["redis-server", "--save", "", "--maxmemory", "256mb", *_FORGETS],
            **_healthy("redis-cli ping | grep -q PONG"),
        },
        "nats": {
            "image": "nats:2.10-alpine",
            "command": ["-js", "-sd", "/data", "-m", "8222"],
            "volumes": ["nats:/data"],
            **_healthy("wget -q -O /dev/null http://127.0.0.1:8222/healthz"),
        },
    }


_FORGETS: Final = ("--maxmemory-policy", "allkeys-lru")


def _healthy(command: str) -> dict[str, Any]:
    test = {"test": ["CMD-SHELL", command], "interval": "5s", "timeout": "3s", "retries": 12}
    return {"healthcheck": test, "restart": "unless-stopped"}
