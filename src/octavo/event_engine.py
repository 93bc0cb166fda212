"""What carries this site's events between its services: nothing but their databases, or a message system."""

import hmac
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from octavo.chassis.bus import Bus

_NATS: Final = ("nats", "tls")


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What carries events between services."""

    url: str = ""
    """nats://user:password@host:4222 (tls:// over TLS; several servers of a cluster with commas between
    them): NATS JetStream; not set: each service's database alone."""
    copies: Annotated[int, Meta(ge=1, le=5)] = 1
    """On how many servers of a NATS cluster each event is kept; read when a stream is made."""

    def mistakes(self) -> dict[str, str]:
        """What the types cannot say."""
        if not self.url:
            return {}
        for one in self.url.split(","):
            try:
                parts = urlsplit(one)
                right = parts.scheme in _NATS and bool(parts.hostname) and parts.port != 0
            except ValueError:
                right = False
            if not right:
                return {"url": "is no address such as nats://127.0.0.1:4222"}
        return {}


def build(config: Config, *, secret: bytes) -> "Bus | None":
    """The message system that the settings name; None where they name none. Sites are parted by their
    secret."""
    if not config.url:
        return None
    from octavo.chassis.nats_bus import NatsBus  # a site without it does not load the client

    site = hmac.digest(secret, b"events", "sha256").hex()[:16]
    return NatsBus(config.url.split(","), site=site, copies=config.copies)
