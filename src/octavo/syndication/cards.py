"""Cards by which other sites show a page in theirs: oEmbed 1.0 (https://oembed.com)."""

from enum import StrEnum

import msgspec

from octavo.syndication.xml import element, line


class CardFormat(StrEnum):
    """The value is what `format=` says."""

    JSON = "json"
    XML = "xml"

    @property
    def media_type(self) -> str:
        """As a page names it where it leads to its card."""
        return "application/json+oembed" if self is CardFormat.JSON else "text/xml+oembed"

    @property
    def answered_as(self) -> str:
        """As the card itself is answered."""
        return "application/json; charset=utf-8" if self is CardFormat.JSON else "text/xml; charset=utf-8"


class Card(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The names are oEmbed's. With `html`, `width` and `height` it is of the type "rich", without them a
    "link". A thumbnail has all three of its fields or none."""

    title: str
    provider_name: str
    provider_url: str
    author_name: str = ""
    author_url: str = ""
    cache_age: int = 0
    thumbnail_url: str = ""
    thumbnail_width: int = 0
    thumbnail_height: int = 0
    html: str = ""
    width: int = 0
    height: int = 0


def write_card(card: Card, form: CardFormat) -> bytes:
    """The card in UTF-8."""
    fields = {"version": "1.0", "type": "rich" if card.html else "link", **msgspec.structs.asdict(card)}
    told = {name: line(value) if isinstance(value, str) else value for name, value in fields.items()}
    told = {name: value for name, value in told.items() if value}
    if form is CardFormat.JSON:
        return msgspec.json.encode(told)
    lines = "".join(element(name, str(value)) for name, value in told.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{lines}</oembed>\n'.encode()
