# Generated from octavo/embeds/v1/embeds.proto by `make proto`; not to be edited.

"""How the messages of octavo.embeds.v1 are packed for the wire."""

from typing import Any

from octavo.chassis import codec
from octavo.embeds.v1.embeds import (
    Kind,
    NoAddress,
    SiteUnreached,
    TooManyLinks,
    Unfurled,
    UnfurlRequest,
    UnfurlResponse,
)

_DESCRIPTOR = codec.load(__file__, "embeds.binpb")

_KIND = {0: Kind.UNSPECIFIED, 1: Kind.EMBED, 2: Kind.CARD}
_KIND_NUMBER = {member: number for number, member in _KIND.items()}
_Unfurled = _DESCRIPTOR.message("octavo.embeds.v1.Unfurled")
_UnfurlRequest = _DESCRIPTOR.message("octavo.embeds.v1.UnfurlRequest")
_UnfurlResponse = _DESCRIPTOR.message("octavo.embeds.v1.UnfurlResponse")
_NoAddress = _DESCRIPTOR.message("octavo.embeds.v1.NoAddress")
_SiteUnreached = _DESCRIPTOR.message("octavo.embeds.v1.SiteUnreached")
_TooManyLinks = _DESCRIPTOR.message("octavo.embeds.v1.TooManyLinks")


def fill_unfurled(message: Any, value: Unfurled) -> None:
    message.kind = _KIND_NUMBER[value.kind]
    message.url = value.url
    message.provider = value.provider
    message.title = value.title
    message.description = value.description
    message.author = value.author
    message.site = value.site
    message.image_id = value.image_id
    message.width = value.width
    message.height = value.height


def read_unfurled(message: Any, strict: bool) -> Unfurled:
    return Unfurled(
        kind=_KIND.get(message.kind) or codec.unknown(Kind.UNSPECIFIED, "kind", strict),
        url=message.url,
        provider=message.provider,
        title=message.title,
        description=message.description,
        author=message.author,
        site=message.site,
        image_id=message.image_id,
        width=message.width,
        height=message.height,
    )


def fill_unfurl_request(message: Any, value: UnfurlRequest) -> None:
    message.url = value.url


def read_unfurl_request(message: Any, strict: bool) -> UnfurlRequest:
    return UnfurlRequest(
        url=message.url,
    )


def fill_unfurl_response(message: Any, value: UnfurlResponse) -> None:
    message.unfurled.SetInParent()
    fill_unfurled(message.unfurled, value.unfurled)


def read_unfurl_response(message: Any, strict: bool) -> UnfurlResponse:
    return UnfurlResponse(
        unfurled=read_unfurled(message.unfurled, strict)
        if message.HasField("unfurled")
        else codec.missing("unfurled", strict),
    )


def fill_no_address(message: Any, value: NoAddress) -> None:
    message.problem = value.problem


def read_no_address(message: Any, strict: bool) -> NoAddress:
    return NoAddress(
        problem=message.problem,
    )


def fill_site_unreached(message: Any, value: SiteUnreached) -> None:
    message.problem = value.problem


def read_site_unreached(message: Any, strict: bool) -> SiteUnreached:
    return SiteUnreached(
        problem=message.problem,
    )


def fill_too_many_links(message: Any, value: TooManyLinks) -> None:
    message.per_minute = value.per_minute


def read_too_many_links(message: Any, strict: bool) -> TooManyLinks:
    return TooManyLinks(
        per_minute=message.per_minute,
    )


FAULTS: dict[str, codec.Packing[Any]] = {
    NoAddress.proto_name: codec.Packing(_NoAddress, fill_no_address, read_no_address),
    SiteUnreached.proto_name: codec.Packing(_SiteUnreached, fill_site_unreached, read_site_unreached),
    TooManyLinks.proto_name: codec.Packing(_TooManyLinks, fill_too_many_links, read_too_many_links),
}

METHODS: dict[str, codec.WireMethod] = {
    "Unfurl": codec.WireMethod(
        codec.Packing(_UnfurlRequest, fill_unfurl_request, read_unfurl_request),
        codec.Packing(_UnfurlResponse, fill_unfurl_response, read_unfurl_response),
    ),
}


class EmbedsClient:
    """Embeds at the far end of a wire."""

    def __init__(self, wire: codec.Wire) -> None:
        self._unfurl: codec.Unary[Unfurled] = wire.unary("Unfurl")

    async def unfurl(self, *, url: str) -> Unfurled:
        return await self._unfurl(UnfurlRequest(url=url))
