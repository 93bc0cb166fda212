"""What carries this site's events between its services: nothing but their databases, or a message system."""

import hmac
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from octavo.chassis.bus import Bus

_NATS: Final = ("nats", "tls")
_SQS: Final = ("sqs", "sqs+http", "sqs+https")
_ANY_REGION: Final = "us-east-1"  # what is asked for at an address of its own has no regions


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What carries events between services."""

    url: str = ""
    """nats://user:password@host:4222 (tls:// over TLS; several servers of a cluster with commas between
    them): NATS JetStream. sqs://eu-central-1: Amazon's queues in that region, or sqs+http://host:9324 for
    what speaks like them. Not set: each service's database alone."""
    copies: Annotated[int, Meta(ge=1, le=5)] = 1
    """On how many servers of a NATS cluster each event is kept: 3 of three go on without one of them. Streams
    that were made with another number are changed."""

    def mistakes(self) -> dict[str, str]:
        """What the types cannot say."""
        if not self.url:
            return {}
        if all(map(_is_address, self.url.split(","))):
            return {}
        return {"url": "is no address such as nats://127.0.0.1:4222 or sqs://eu-central-1"}


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in (*_NATS, *_SQS) and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def build(config: Config, *, secret: bytes) -> "Bus | None":
    """The message system that the settings name; None where they name none. Sites are parted by their
    secret."""
    if not config.url:
        return None
    site = hmac.digest(secret, b"events", "sha256").hex()[:16]
    # a site without one does not load its client
    scheme, _, place = config.url.partition("://")
    if scheme in _SQS:
        from octavo.chassis.sqs_bus import SqsBus

        endpoint = f"{scheme.removeprefix('sqs+')}://{place}" if scheme != "sqs" else None
        return SqsBus(region=place if endpoint is None else _ANY_REGION, endpoint=endpoint, site=site)
    from octavo.chassis.nats_bus import NatsBus

    return NatsBus(config.url.split(","), site=site, copies=config.copies)
