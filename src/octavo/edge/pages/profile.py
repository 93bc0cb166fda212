"""`/@handle`: a person and their stories."""

from typing import Final

from octavo.accounts.api import Person, PersonNotFound
from octavo.edge.addresses import is_handle
from octavo.edge.pages.graph import follow_button
from octavo.edge.pages.home import listing, shown_tags
from octavo.edge.pages.views import ProfilePage
from octavo.edge.parts import Parts
from octavo.edge.showing import writers
from octavo.edge.workbench import Asked, Workbench
from octavo.graph.api import PersonId
from octavo.serving.page_cache import Page
from octavo.stories.api import ListStoriesResponse

_ALSO: Final = 4
"""People whom the same readers follow."""


async def profile(bench: Workbench, asked: Asked) -> Page:
    """A person's page; a handle that they had before leads to the present one."""
    handle, after = asked.parts["handle"], asked.query.get("after", "")
    if not is_handle(handle):
        proper = handle.lower()
        if is_handle(proper):
            return bench.moved(bench.addresses.person(proper), tags=())
        return bench.unknown(asked)
    try:
        found = await bench.accounts.find_person(handle=handle)
    except PersonNotFound:
        return bench.unknown(asked, tags=[f"handle:{handle}"])
    person, keys = found.person, person_tags(found.person, handle)
    if not found.current:
        return bench.moved(bench.addresses.person(person.handle, after=after), tags=keys)
    if person.suspended:
        return bench.unknown(asked, tags=keys)
    parts = Parts()
    listed = await parts.optional(
        "stories", listing(bench, after=after, author_id=person.id), ListStoriesResponse()
    )
    if listed is None:
        return bench.unknown(asked)
    stories = listed.stories
    people = await bench.authors(parts, writers(stories))
    await bench.mastheads.fetch(parts, stories)
    here = bench.addresses.person(person.handle)
    follow = await follow_button(bench, parts, "person", person.id, here)
    asked_alike = bench.graph.list_alike_people(person_id=PersonId(person.id), limit=_ALSO)
    alike = await parts.optional("whom readers follow too", asked_alike, ())
    also = [one for id_, one in (await bench.authors(parts, alike)).items() if not one.suspended]
    view = ProfilePage(
        author=bench.showing.author(person),
        links=bench.showing.links(person),
        joined_at=person.joined_at,
        report=bench.addresses.report("person", person.id),
        follow=follow,
        also=tuple(map(bench.showing.author, also)),
        stories=bench.showing.cards(stories, {**people, person.id: person}),
        older=bench.addresses.person(person.handle, after=listed.next) if listed.next else "",
        first=bench.addresses.person(person.handle) if after else "",
        sharing=bench.sharer.person(person, after=after),
    )
    tags = [*keys, f"followers:{person.id}", *(f"person:{one.id}" for one in also), *shown_tags(stories)]
    return bench.kept(view, asked, tags=tags, parts=parts)


def person_tags(person: Person, handle: str) -> list[str]:
    """The keys of a page about a person that was asked for by this handle."""
    return [f"person:{person.id}", f"handle:{handle}", f"person-stories:{person.id}"]
