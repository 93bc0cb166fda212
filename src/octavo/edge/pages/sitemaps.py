"""`/sitemap.xml` and the sitemaps that it names: every page that may be found, each file of bounded size."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from octavo.accounts.api import Person, PersonId
from octavo.edge.parts import Parts
from octavo.edge.workbench import A_DAY, INCOMPLETE_SECONDS, Asked, Workbench
from octavo.publications.api import ListPublicationsResponse
from octavo.serving.page_cache import Page
from octavo.stories.api import ListedPart
from octavo.syndication.api import MOST_ADDRESSES, Place, Sheet, sitemap, sitemap_index

MEDIA_TYPE: Final = "application/xml; charset=utf-8"
_NAME: Final = re.compile(r"(stories|people|tags|publications)-([1-9][0-9]{0,5})\.xml")
_PEOPLE_AT_ONCE: Final = 500
_PUBLICATIONS_AT_ONCE: Final = 100
_AN_HOUR: Final = 3600.0


async def index(bench: Workbench, asked: Asked) -> Page:
    """The sitemaps there are, each with its last change."""
    parts = Parts()
    listed = await bench.stories.map_listed()
    nothing = ListPublicationsResponse()
    founded = await parts.optional("publications", bench.publications.list_publications(limit=1), nothing)
    sheets = [
        *_sheets(bench, "stories", listed.stories),
        *_sheets(bench, "people", listed.authors),
        *_sheets(bench, "tags", listed.tags),
    ]
    if founded.publications:
        sheets.append(Sheet(address=bench.addresses.absolute(bench.addresses.sitemap("publications", 1))))
    # 2,000 lines to a part: an index is full at a hundred million pages.
    return _page(
        bench, sitemap_index(sheets[:MOST_ADDRESSES]), tags=["stories"], ttl=_AN_HOUR, complete=parts.complete
    )


async def part(bench: Workbench, asked: Asked) -> Page:
    """One of them; none (404) beyond the last."""
    named = _NAME.fullmatch(asked.parts["name"])
    if named is None:
        return bench.unknown(asked)
    number, parts = int(named[2]), Parts()
    match named[1]:
        case "stories":
            places = await _stories(bench, parts, number)
        case "people":
            places = await _people(bench, parts, number)
        case "tags":
            places = await _tags(bench, number)
        case _:
            places = await _publications(bench) if number == 1 else None
    if places is None:
        return bench.unknown(asked, tags=["stories"])
    ttl = _AN_HOUR if named[1] == "publications" else A_DAY
    return _page(bench, sitemap(places), tags=["stories"], ttl=ttl, complete=parts.complete)


async def _stories(bench: Workbench, parts: Parts, number: int) -> list[Place] | None:
    stories = await bench.stories.list_stories_part(number=number)
    if not stories:
        return None
    home = Place(
        address=bench.addresses.absolute(bench.addresses.home()),
        changed_at=max(story.updated_at for story in stories),
    )
    people = await _known(bench, parts, [story.author_id for story in stories])
    await bench.mastheads.fetch(parts, stories)
    houses = sorted({story.publication_id for story in stories} - {""})
    for start in range(0, len(houses), _PUBLICATIONS_AT_ONCE):
        await bench.mastheads.fetch_ids(parts, houses[start : start + _PUBLICATIONS_AT_ONCE])
    return [home] * (number == 1) + [
        Place(
            address=bench.addresses.absolute(bench.showing.address(story, people.get(story.author_id))),
            changed_at=story.updated_at,
        )
        for story in stories
        # One that names another place as its own is no address of ours to offer.
        if not story.canonical_url
    ]


async def _people(bench: Workbench, parts: Parts, number: int) -> list[Place] | None:
    authors = await bench.stories.list_authors_part(number=number)
    if not authors:
        return None
    people = await _known(bench, parts, [line.author_id for line in authors])
    return [
        Place(
            address=bench.addresses.absolute(bench.addresses.person(person.handle)),
            changed_at=line.updated_at,
        )
        for line in authors
        if (person := people.get(line.author_id))
    ]


async def _tags(bench: Workbench, number: int) -> list[Place] | None:
    tags = await bench.stories.list_tags_part(number=number)
    if not tags:
        return None
    return [
        Place(address=bench.addresses.absolute(bench.addresses.tag(line.name)), changed_at=line.newest_at)
        for line in tags
    ]


async def _publications(bench: Workbench) -> list[Place] | None:
    """All there are; a new one is here within the hour."""
    places: list[Place] = []
    after = ""
    while len(places) < MOST_ADDRESSES:
        page = await bench.publications.list_publications(limit=_PUBLICATIONS_AT_ONCE, after=after)
        places += [
            Place(address=bench.addresses.absolute(bench.addresses.publication(one.slug)))
            for one in page.publications
        ]
        after = page.next
        if not after:
            break
    return places[:MOST_ADDRESSES] or None


async def _known(bench: Workbench, parts: Parts, person_ids: Iterable[PersonId]) -> dict[str, Person]:
    """The people of so many lines, asked for in bites."""
    ids = list(dict.fromkeys(person_ids))
    found: dict[str, Person] = {}
    for start in range(0, len(ids), _PEOPLE_AT_ONCE):
        found |= await bench.authors(parts, ids[start : start + _PEOPLE_AT_ONCE])
    return found


def _sheets(bench: Workbench, kind: str, listed: Sequence[ListedPart]) -> list[Sheet]:
    return [
        Sheet(
            address=bench.addresses.absolute(bench.addresses.sitemap(kind, part.number)),
            changed_at=part.updated_at,
        )
        for part in listed
    ]


def _page(
    bench: Workbench, body: bytes, *, tags: Sequence[str], ttl: float = A_DAY, complete: bool = True
) -> Page:
    return Page(
        body=body,
        tags=tuple(tags),
        media_type=MEDIA_TYPE,
        headers=(("x-content-type-options", "nosniff"), ("x-robots-tag", "noindex")),
        modified=bench.clock(),
        ttl=ttl if complete else INCOMPLETE_SECONDS,
    )
