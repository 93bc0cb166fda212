"""The door: the Protocol, values, faults and ids of the embeds."""

from octavo.embeds.v1.embeds import (
    CONTRACT,
    Embeds,
    ImageId,
    Kind,
    NoAddress,
    PersonId,
    SiteUnreached,
    StoredAsker,
    TooManyLinks,
    Unfurled,
)

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
    "Unfurled",
]
