"""What stands beside a story: its place in a series, and its translations."""

import asyncio
from typing import Final

import msgspec

from octavo.edge.pages.home import shown_tags
from octavo.edge.pages.views import InLanguage, Link, SeriesNav
from octavo.edge.parts import Parts
from octavo.edge.showing import writers
from octavo.edge.wordbook import name_of
from octavo.edge.workbench import Workbench
from octavo.stories.api import SeriesNotFound, SeriesPlace, Story


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """For the story's page, with the keys of what it shows."""

    series: SeriesNav | None = None
    languages: tuple[InLanguage, ...] = ()
    """Where it has translations: all of them, itself included, first published first."""
    tags: tuple[str, ...] = ()


NOTHING: Final = Beside()


async def beside(bench: Workbench, parts: Parts, story: Story) -> Beside:
    """All that there is; what fails is left out, and noted in `parts`."""
    place, translations = await asyncio.gather(
        parts.optional("series", _place(bench, story), None),
        parts.optional("translations", bench.stories.list_translations(story_id=story.id), ()),
    )
    in_series = await _series(bench, parts, place) if place else NOTHING
    in_languages = await _languages(bench, parts, story, translations) if translations else NOTHING
    return Beside(
        series=in_series.series,
        languages=in_languages.languages,
        tags=(*in_series.tags, *in_languages.tags),
    )


async def _languages(bench: Workbench, parts: Parts, story: Story, translations: tuple[Story, ...]) -> Beside:
    await bench.mastheads.fetch(parts, translations)
    people = await bench.authors(parts, writers(translations))
    languages = []
    for one in translations:
        address = bench.showing.address(one, people.get(one.author_id))
        language = one.language or bench.config.language
        languages.append(
            InLanguage(
                language=language,
                name=name_of(language),
                address=address,
                whole_address=bench.addresses.absolute(address),
                here=one.id == story.id,
            )
        )
    return Beside(languages=tuple(languages), tags=tuple(shown_tags(translations)))


async def _series(bench: Workbench, parts: Parts, place: SeriesPlace) -> Beside:
    series, around = place.series, tuple(one for one in (place.previous, place.next) if one)
    await bench.mastheads.fetch(parts, around)
    people = await bench.authors(parts, [series.owner_id, *writers(around)])
    owner = people.get(series.owner_id)
    tags = [f"series:{series.id}", f"person:{series.owner_id}", *shown_tags(around)]
    if owner is None:
        return Beside(tags=tuple(tags))

    def link(one: Story | None) -> Link | None:
        if one is None:
            return None
        return Link(label=one.title, address=bench.showing.address(one, people.get(one.author_id)))

    nav = SeriesNav(
        title=series.title,
        address=bench.addresses.series(owner.handle, series.slug, series.id),
        number=place.number,
        of=place.of,
        previous=link(place.previous),
        next=link(place.next),
    )
    return Beside(series=nav, tags=tuple(tags))


async def _place(bench: Workbench, story: Story) -> SeriesPlace | None:
    try:
        return await bench.stories.find_series(story_id=story.id)
    except SeriesNotFound:
        return None
