# Generated from octavo/embeds/v1/embeds.proto by `make proto`; not to be edited.

"""Embeds: what a pasted link stands for, told by its own page, so that a story can show it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

import msgspec

from octavo.accounts.v1.ids import PersonId
from octavo.chassis.contract import Audience, Category, Contract, Erasure, Int32, Method, Moment, Personal
from octavo.chassis.faults import FailedPrecondition, Invalid, ResourceExhausted
from octavo.images.v1.ids import ImageId

__all__ = [
    "CONTRACT",
    "Embeds",
    "ImageId",
    "Kind",
    "NoAddress",
    "PersonId",
    "SiteUnreached",
    "StoredAsker",
    "TooManyLinks",
    "UnfurlRequest",
    "UnfurlResponse",
    "Unfurled",
]


class Kind(StrEnum):
    UNSPECIFIED = "KIND_UNSPECIFIED"
    # Of one of the known providers: the document's node `embed`.
    EMBED = "EMBED"
    # Any other page: the document's node `linkCard`.
    CARD = "CARD"


class Unfurled(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What fills the attributes of the node. Texts are plain, empty where the page does not say."""

    kind: Kind = Kind.UNSPECIFIED
    # The address to keep.
    url: str = ""
    # Of an embed: the provider's name in the document.
    provider: str = ""
    title: str = ""
    description: str = ""
    author: str = ""
    site: str = ""
    # At the images service; empty: there is none.
    image_id: ImageId = ImageId("")
    # Of an embed's frame in pixels; 0: not known.
    width: Int32 = 0
    height: Int32 = 0


class UnfurlRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    # At most 2,048 characters.
    url: str = ""


class UnfurlResponse(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    unfurled: Unfurled


class StoredAsker(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How many links a person had looked at, with the marks of what is about a person."""

    person_id: Annotated[PersonId, Personal(Category.IDENTITY, Erasure.DELETE, subject="person_id")] = (
        PersonId("")
    )
    since: Annotated[Moment, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")]
    times: Annotated[Int32, Personal(Category.BEHAVIOUR, Erasure.DELETE, subject="person_id")] = 0


class NoAddress(Invalid):
    """This is no address of the web, or one that is not asked: a private network's."""

    proto_name = "octavo.embeds.v1.NoAddress"
    public_text = "This is no address of the web, or one that is not asked: a private network's."
    field_names: ClassVar[tuple[str, ...]] = ("problem",)
    problem: str

    def __init__(self, *, problem: str = "") -> None:
        super().__init__(message=problem)
        self.problem = problem


class SiteUnreached(FailedPrecondition):
    """The site did not answer, or not with a page: the link stays a link."""

    proto_name = "octavo.embeds.v1.SiteUnreached"
    public_text = "The site did not answer, or not with a page: the link stays a link."
    field_names: ClassVar[tuple[str, ...]] = ("problem",)
    problem: str

    def __init__(self, *, problem: str = "") -> None:
        super().__init__(message=problem)
        self.problem = problem


class TooManyLinks(ResourceExhausted):
    proto_name = "octavo.embeds.v1.TooManyLinks"
    field_names: ClassVar[tuple[str, ...]] = ("per_minute",)
    per_minute: Int32

    def __init__(self, *, per_minute: int = 0) -> None:
        super().__init__()
        self.per_minute = per_minute


class Embeds(Protocol):
    """Links, looked at on behalf of whoever writes. Nothing that readers do leads here."""

    async def unfurl(self, *, url: str) -> Unfurled:
        """What an address stands for: a thing of a known site that a reader can open
        in the story, or else a card. Its picture is kept as one of the caller's.
        Answers are kept for a while; addresses of this site are asked of nobody.

        Raises NoAddress, SiteUnreached, TooManyLinks.
        """
        ...


CONTRACT = Contract(
    name="octavo.embeds.v1.Embeds",
    wire="octavo.embeds.v1.embeds_wire",
    methods=(
        Method(
            name="Unfurl",
            call="unfurl",
            request=UnfurlRequest,
            response=UnfurlResponse,
            returns="unfurled",
            audience=Audience.PUBLIC,
            scope="stories:write",
            faults=(
                NoAddress,
                SiteUnreached,
                TooManyLinks,
            ),
        ),
    ),
)
