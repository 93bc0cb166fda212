"""The whole configuration: one frozen section for each part, defaults that run on a laptop."""

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from octavo import event_engine, file_engine
from octavo.accounts import service as accounts_service
from octavo.annotations import service as annotations_service
from octavo.chassis import settings
from octavo.chassis.certificates import Wire
from octavo.chassis.telemetry import Log, Operator
from octavo.chassis.traces import Config as TracesConfig
from octavo.edge.call_limits import Config as ApiConfig
from octavo.edge.workbench import Config as EdgeConfig
from octavo.embeds import service as embeds_service
from octavo.feed import service as feed_service
from octavo.graph import service as graph_service
from octavo.images import service as images_service
from octavo.moderation import service as moderation_service
from octavo.notifications import service as notifications_service
from octavo.objectives import Objectives
from octavo.peers import Config as Peers
from octavo.publications import service as publications_service
from octavo.readership import service as readership_service
from octavo.replays import service as replays_service
from octavo.responses import service as responses_service
from octavo.search import service as search_service
from octavo.serving.limits import Http
from octavo.stories import service as stories_service
from octavo.syndication import service as syndication_service
from octavo.trouble import Exit, Trouble
from octavo.webhooks import service as webhooks_service

__all__ = ["Config", "Site", "file_of", "read"]

_FILE: Final = "octavo.toml"
# Where the file is, the tests' own, and what the client goes by.
_NO_SETTINGS: Final = frozenset(
    {
        "OCTAVO_CONFIG",
        "OCTAVO_REQUIRE_ALL",
        "OCTAVO_FAULT_ROUNDS",
        "OCTAVO_ENGINES",
        "OCTAVO_SITE",
        "OCTAVO_TOKEN",
    }
)
_SHORTEST_SECRET: Final = 32


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Where the site is, and where it keeps its things."""

    url: str = ""
    """The address that readers use, such as https://example.org; not set: http://127.0.0.1 and the port."""
    host: Annotated[str, Meta(min_length=1)] = "127.0.0.1"
    """The address to listen on; 0.0.0.0 is every network."""
    port: Annotated[int, Meta(ge=0, le=65535)] = 8000
    """0: any free one."""
    data: Path = Path("data")
    """The data folder."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose Forwarded and X-Forwarded-… headers are believed."""
    secret: Annotated[str, Meta(min_length=_SHORTEST_SECRET)] | None = None
    """The key of all signatures; not set: `secret.key` in the data folder."""

    def mistakes(self) -> Mapping[str, str]:
        """What the types cannot say."""
        found: dict[str, str] = {}
        if self.url and (wrong := _wrong_url(self.url)):
            found["url"] = f'"{self.url}" {wrong}; right is such as https://example.org'
        if bad := [name for name in self.trusted_proxies if not _is_network(name)]:
            found["trusted_proxies"] = f'"{bad[0]}" is no address or network such as 10.0.0.0/8'
        return found

    @property
    def is_local(self) -> bool:
        """Whether the site is only this machine's, as no address was configured."""
        return not self.url

    def address(self, port: int) -> str:
        """The address that readers use, without a slash at the end; `port` is the one listened on."""
        return self.url.rstrip("/") or f"http://127.0.0.1:{port}"


def _wrong_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"is no address ({error})"
    if parts.scheme not in ("http", "https"):
        return "does not begin with http:// or https://"
    if not parts.hostname or any(letter.isspace() for letter in url) or port == 0:
        return "names no host"
    if parts.username or parts.password or parts.query or parts.fragment:
        return "holds more than scheme, host and port"
    if parts.path not in ("", "/"):
        return "has a path: the site needs a host of its own"
    return ""


def _is_network(name: str) -> bool:
    try:
        ipaddress.ip_network(name, strict=False)
    except ValueError:
        return False
    return True


class DatabaseServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where the services' databases are."""

    url: Annotated[str, Meta(pattern="^(postgres(ql)?://.+)?$")] = ""
    """postgresql://user:password@host/database, with a schema for each service; not set: a SQLite file each,
    in the data folder."""
    replicas: tuple[Annotated[str, Meta(pattern="^postgres(ql)?://.+$")], ...] = ()
    """Read replicas of that PostgreSQL, each with its whole address: what pages show is read there."""
    replica_lag: Annotated[float, Meta(gt=0.0, le=300.0)] = 10.0
    """Seconds that a replica may be behind; one that is further behind is left alone."""

    def mistakes(self) -> Mapping[str, str]:
        """What the types cannot say."""
        if self.replicas and not self.url:
            return {"replicas": "replicas of what? set OCTAVO_DATABASE_URL too"}
        if self.url in self.replicas:
            return {"replicas": "the address of the database itself is no replica of it"}
        if len(set(self.replicas)) < len(self.replicas):
            return {"replicas": "one address stands there twice"}
        return {}


class CacheServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where what is cached is shared between processes."""

    url: Annotated[str, Meta(pattern=r"^((redis|rediss|unix|redis\+cluster|rediss\+cluster)://.+)?$")] = ""
    """redis://user:password@host:6379/0 (rediss:// over TLS, unix:// for a socket): a Redis behind the
    caches of all processes; redis+cluster://user:password@host:6379,host:6379 (rediss+cluster://): a cluster,
    by some of its servers. Not set: each process has its own alone."""
    seconds: Annotated[float, Meta(gt=0.0, le=5.0)] = 0.05
    """What one question may take; then Redis is left alone until it answers again."""

    def mistakes(self) -> Mapping[str, str]:
        """What the types cannot say."""
        if not self.url:
            return {}
        from octavo.chassis.redis_cluster import mistake_in  # a site without one does not load the client

        what = mistake_in(self.url)
        return {"url": what} if what else {}


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be set, by part."""

    site: Site = Site()
    http: Http = Http()
    operator: Operator = Operator()
    log: Log = Log()
    traces: TracesConfig = TracesConfig()
    objectives: Objectives = Objectives()
    database: DatabaseServer = DatabaseServer()
    cache: CacheServer = CacheServer()
    wire: Wire = Wire()
    events: event_engine.Config = event_engine.Config()
    files: file_engine.Config = file_engine.Config()
    peers: Peers = Peers()
    accounts: accounts_service.Config = accounts_service.Config()
    images: images_service.Config = images_service.Config()
    annotations: annotations_service.Config = annotations_service.Config()
    moderation: moderation_service.Config = moderation_service.Config()
    search: search_service.Config = search_service.Config()
    replays: replays_service.Config = replays_service.Config()
    publications: publications_service.Config = publications_service.Config()
    stories: stories_service.Config = stories_service.Config()
    syndication: syndication_service.Config = syndication_service.Config()
    embeds: embeds_service.Config = embeds_service.Config()
    readership: readership_service.Config = readership_service.Config()
    feed: feed_service.Config = feed_service.Config()
    responses: responses_service.Config = responses_service.Config()
    notifications: notifications_service.Config = notifications_service.Config()
    graph: graph_service.Config = graph_service.Config()
    webhooks: webhooks_service.Config = webhooks_service.Config()
    edge: EdgeConfig = EdgeConfig()
    api: ApiConfig = ApiConfig()


def file_of(environ: Mapping[str, str]) -> Path | None:
    """The settings file: OCTAVO_CONFIG, or `octavo.toml` in the data folder where that exists."""
    if named := environ.get("OCTAVO_CONFIG"):
        return Path(named)
    beside = Path(environ.get("OCTAVO_DATA") or Site().data) / _FILE
    return beside if beside.is_file() else None


def read(environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration of this process: environment, then file, then default.

    The file is OCTAVO_CONFIG, or `octavo.toml` in the data folder where that exists. Raises Trouble with
    every mistake, each on a line of its own.
    """
    try:
        return settings.read(Config, environ=environ, file=file_of(environ), ignored=_NO_SETTINGS)
    except settings.SettingsError as error:
        raise Trouble("\n".join(map(str, error.mistakes)), Exit.SETTINGS) from error
