"""Highlights in the words of the Web Annotation Data Model (W3C Recommendation, 2017-02-23).

The target is the story with the fragment of the block, refined by the quote: whoever reads it finds the words
without counting letters, as we do.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from octavo.accounts.api import Person
from octavo.annotations.api import MarkedWords
from octavo.edge.addresses import Addresses
from octavo.stories.api import Story

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE: Final = f'application/ld+json; profile="{CONTEXT}"'
_FRAGMENTS_OF_HTML: Final = "http://tools.ietf.org/rfc/rfc3236"


def annotation(
    addresses: Addresses, story: str, found: MarkedWords, people: Mapping[str, Person], *, alone: bool = True
) -> dict[str, Any]:
    """One highlight; `story` is the address of its story. In a page of them the context stands once."""
    told: dict[str, Any] = {"@context": CONTEXT} if alone else {}
    told |= {
        "id": addresses.absolute(addresses.highlight(found.id)),
        "type": "Annotation",
        "motivation": "commenting" if found.note else "highlighting",
        "created": found.made_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    reader = people.get(found.reader_id)
    if reader is not None:
        profile = addresses.absolute(addresses.person(reader.handle))
        told["creator"] = {"id": profile, "type": "Person", "name": reader.name}
    if found.note:
        told["body"] = {"type": "TextualBody", "value": found.note, "format": "text/plain"}
    quote = {"type": "TextQuoteSelector", "exact": found.anchor.quote}
    told["target"] = {
        "source": addresses.absolute(story),
        "selector": {
            "type": "FragmentSelector",
            "conformsTo": _FRAGMENTS_OF_HTML,
            "value": f"b-{found.anchor.block_id}",
            "refinedBy": {**quote, "prefix": found.anchor.prefix, "suffix": found.anchor.suffix},
        },
    }
    return told


def annotation_page(
    addresses: Addresses,
    story: Story,
    address: str,
    found: Sequence[MarkedWords],
    people: Mapping[str, Person],
    *,
    after: str,
    following: str,
) -> dict[str, Any]:
    """A page of a story's highlights, with the collection that it is part of."""
    whole = f"{addresses.absolute(addresses.highlights(story.id))}.json"
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "id": f"{whole}?{urlencode({'after': after})}" if after else whole,
        "type": "AnnotationPage",
        "partOf": {"id": f"{whole}#all", "type": "AnnotationCollection", "label": story.title},
        "items": [annotation(addresses, address, one, people, alone=False) for one in found],
    }
    if following:
        told["next"] = f"{whole}?{urlencode({'after': following})}"
    return told
