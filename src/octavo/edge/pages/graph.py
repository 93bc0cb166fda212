"""Follows and claps: what pages for everyone show of them, a reader's acts, and the reader's own part."""

import asyncio
from collections.abc import Sequence
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from octavo.chassis.faults import Invalid
from octavo.edge import forms
from octavo.edge.addresses import local_path
from octavo.edge.guards import NO_STORE
from octavo.edge.hiding import hidden_from
from octavo.edge.pages.views import ErrorPage
from octavo.edge.pages.views_graph import (
    ClapButton,
    FollowButton,
    FollowedRow,
    FollowingPage,
    OwnClapsPage,
    SavedPage,
    SavedRow,
)
from octavo.edge.parts import Parts
from octavo.edge.sessions import Visitor
from octavo.edge.workbench import Workbench
from octavo.graph.api import Avoidance, Kind, PersonId, StoryId, Target
from octavo.publications.api import PublicationId

_MOST: Final = 50
"""Of what one page asks about."""
_ROWS: Final = 50
_BEGUN: Final = 5
"""Percent of a story from which on there is something to go on with."""
_KINDS: Final = {"person": Kind.PERSON, "publication": Kind.PUBLICATION, "tag": Kind.TAG}
_WORDS: Final = {kind: word for word, kind in _KINDS.items()}
SHOWN: Final = ("person", "publication", "tag", "muted", "muted-publication", "blocked")


class Resume(msgspec.Struct, frozen=True, kw_only=True):
    """The block that they came to, and the percent of the text."""

    block: str
    share: int


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """What a page's script is told of what it asked about, by "person:ID", "story:ID" …"""

    followed: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    """One of the two blocks the other: the page is not theirs to see."""
    mine: tuple[str, ...] = ()
    """The reader, or a story of theirs: nothing to follow or clap for."""
    claps: dict[str, int] = {}
    resume: dict[str, Resume] = {}
    """Where the reader goes on in stories that they began and did not finish."""


# For everyone


async def follow_button(bench: Workbench, parts: Parts, kind: str, id_: str, then: str) -> FollowButton:
    """The button, with how many follow; it goes with the tag that `followers_tag` gives."""
    asked = bench.graph.get_standings(targets=(Target(kind=_KINDS[kind], id=id_),))
    try:
        found = await parts.optional("followers", asked, ())
    except Invalid:  # an old story's tag that nobody can follow: its page is read all the same
        found = ()
    return FollowButton(of=f"{kind}:{id_}", then=then, followers=found[0].followers if found else 0)


async def clap_button(bench: Workbench, parts: Parts, story_id: str) -> ClapButton:
    """The button, with all claps; it goes with the tag "claps:ID"."""
    found = await parts.optional("claps", bench.graph.get_claps(story_ids=(StoryId(story_id),)), ())
    return ClapButton(story_id=story_id, claps=found[0].claps if found else 0)


# For one


async def own(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """GET `/me/graph?of=person:ID&of=story:ID`: how the reader stands to what is on the page."""
    told = Own()
    if visitor.signed_in:
        asked = request.query_params.getlist("of")[:_MOST]
        told = await _own(bench, visitor, asked)
    headers = {"cache-control": NO_STORE, "vary": "cookie"}
    return Response(msgspec.json.encode(told), media_type="application/json", headers=headers)


async def _own(bench: Workbench, visitor: Visitor, asked: Sequence[str]) -> Own:
    parts, me = Parts(), str(visitor.person_id)
    stories = [
        StoryId(one[6:]) for one in asked if one.startswith("story:") and bench.addresses.is_id(one[6:])
    ]
    targets = tuple(target_of(one) for one in asked if one.partition(":")[0] in _KINDS)
    standings, claps, kept, read, stubs = await asyncio.gather(
        parts.optional("follows", bench.graph.get_standings(targets=targets), ()),
        parts.optional("claps", bench.graph.get_claps(story_ids=tuple(stories)), ()),
        parts.optional("lists", bench.graph.get_saved(story_ids=tuple(stories)), ()),
        parts.optional("history", bench.graph.get_readings(story_ids=tuple(stories)), ()),
        asyncio.gather(*(bench.shelf.stub(parts, one) for one in stories)),
    )
    written = [
        f"story:{story}"
        for story, stub in zip(stories, stubs, strict=True)
        if me in (stub.author_id, *stub.co_author_ids)
    ]
    return Own(
        followed=(
            *(_of(one.target) for one in standings if one.followed),
            *(f"story:{one.story_id}" for one in kept),
        ),
        hidden=tuple(_of(one.target) for one in standings if one.hidden),
        mine=(f"person:{me}", *written),
        claps={f"story:{one.story_id}": one.own for one in claps if one.own},
        resume={
            f"story:{one.story_id}": Resume(block=one.block, share=one.share)
            for one in read
            if one.share >= _BEGUN and not one.finished
        },
    )


async def follow(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/follow`: `of` is followed, or with `undo` no longer."""
    form = await forms.read(request)
    if not visitor.signed_in:
        return _sign_in(bench, form)
    target = target_of(form["of"])
    if form["undo"]:
        await bench.graph.unfollow(target=target)
    else:
        await bench.graph.follow(target=target)
    return _done(bench, request, form)


async def clap(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/clap`: the reader's claps for `story` shall be `claps`; without a number, one at least."""
    form = await forms.read(request)
    if not visitor.signed_in:
        return _sign_in(bench, form)
    story_id = StoryId(form["story"])
    if "claps" in form:
        claps = form.number("claps")
    else:
        claps = max(1, (await bench.graph.get_claps(story_ids=(story_id,)))[0].own)
    await bench.graph.clap(story_id=story_id, claps=claps)
    if "claps" not in form and not _by_script(request):
        return bench.see(f"/p/{story_id}/claps")
    return _done(bench, request, form)


async def save(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/save`: `story` is kept to read later with `note`, or with `undo` no longer."""
    form = await forms.read(request)
    if not visitor.signed_in:
        return _sign_in(bench, form)
    story_id = StoryId(form["story"])
    if form["undo"]:
        await bench.graph.unsave(story_id=story_id)
    else:
        await bench.graph.save(story_id=story_id, note=form.line("note"))
    return _done(bench, request, form)


async def saved(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/me/lists/later`: what the reader keeps to read later."""
    after = request.query_params.get("after", "")
    found = await bench.graph.list_saved(limit=_ROWS, after=after)
    parts, ids = Parts(), tuple(one.story_id for one in found.saved)
    stories = {one.id: one for one in (await bench.stories.get_stories(story_ids=ids) if ids else ())}
    people = await bench.authors(parts, [one.author_id for one in stories.values()])
    hidden = await hidden_from(bench.graph, parts, visitor, people)
    rows = []
    for one in found.saved:
        story = stories.get(one.story_id)
        if story is None or story.author_id in hidden:
            rows.append(SavedRow(story_id=one.story_id, note=one.note))
            continue
        author = people.get(story.author_id)
        rows.append(
            SavedRow(
                story_id=one.story_id,
                title=story.title,
                address=bench.addresses.short(one.story_id),
                author=author.name if author else "",
                note=one.note,
            )
        )
    older = f"/me/lists/later?after={found.next}" if found.next else ""
    view = SavedPage(rows=tuple(rows), older=older, first="/me/lists/later" if after else "")
    return await bench.page(request, view, visitor)


async def avoid(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """POST `/me/avoid`: the person is muted or blocked (`how`), or with `undo` no longer."""
    form = await forms.read(request)
    if not visitor.signed_in:
        return _sign_in(bench, form)
    if form["of"].startswith("publication:"):
        return await _avoid_publication(bench, request, form)
    person_id, undo = PersonId(form["of"].removeprefix("person:")), bool(form["undo"])
    match form["how"], undo:
        case "muted", False:
            await bench.graph.mute(person_id=person_id)
        case "muted", True:
            await bench.graph.unmute(person_id=person_id)
        case "blocked", False:
            await bench.graph.block(person_id=person_id)
        case "blocked", True:
            await bench.graph.unblock(person_id=person_id)
        case _:
            raise Invalid("how", "muted or blocked")
    return _done(bench, request, form)


async def _avoid_publication(bench: Workbench, request: Request, form: forms.Form) -> Response:
    """Publications are muted; nobody blocks one."""
    if form["how"] not in ("muted", "muted-publication"):
        raise Invalid("how", "muted")
    publication_id = PublicationId(form["of"].removeprefix("publication:"))
    mute = bench.graph.unmute_publication if form["undo"] else bench.graph.mute_publication
    await mute(publication_id=publication_id)
    return _done(bench, request, form)


async def own_claps(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/p/ID/claps`: the reader's own claps, to be changed without a script."""
    story_id = StoryId(request.path_params["story_id"])
    stories = (
        await bench.stories.get_stories(story_ids=(story_id,)) if bench.addresses.is_id(story_id) else ()
    )
    if not stories:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    claps = (await bench.graph.get_claps(story_ids=(story_id,)))[0]
    view = OwnClapsPage(
        story_id=story_id,
        title=stories[0].title,
        claps=claps.own,
        all_claps=claps.claps,
        story=bench.addresses.short(story_id),
    )
    return await bench.page(request, view, visitor)


async def following(bench: Workbench, request: Request, visitor: Visitor) -> Response:
    """`/me/following?show=…`: what the reader follows, mutes and blocks."""
    show = request.query_params.get("show", "person")
    if show not in SHOWN:
        return await bench.page(request, ErrorPage(status=404), visitor, status=404)
    after = request.query_params.get("after", "")
    if show in _KINDS:
        found = await bench.graph.list_following(
            person_id=PersonId(str(visitor.person_id)), kind=_KINDS[show], limit=_ROWS, after=after
        )
        ids, further = [one.target.id for one in found.followed], found.next
    elif show == "muted-publication":
        places = await bench.graph.list_muted_publications(limit=_ROWS, after=after)
        ids, further = [str(one.publication_id) for one in places.publications], places.next
    else:
        how = Avoidance(show.upper())
        listed = await bench.graph.list_avoided(how=how, limit=_ROWS, after=after)
        ids, further = [str(one.person_id) for one in listed.avoided], listed.next
    here = f"/me/following?show={show}"
    view = FollowingPage(
        show=show,
        rows=await _rows(bench, show, ids),
        older=f"{here}&after={further}" if further else "",
        first=here if after else "",
    )
    return await bench.page(request, view, visitor)


async def _rows(bench: Workbench, show: str, ids: list[str]) -> tuple[FollowedRow, ...]:
    if show == "tag":
        return tuple(FollowedRow(of=f"tag:{one}", name=one, address=bench.addresses.tag(one)) for one in ids)
    if show in ("publication", "muted-publication"):
        wanted = tuple(map(PublicationId, ids))
        places = await bench.publications.get_publications(publication_ids=wanted) if ids else ()
        named = {str(one.id): (one.name, bench.addresses.publication(one.slug)) for one in places}
    else:
        people = await bench.authors(Parts(), ids)
        named = {id_: (one.name, bench.addresses.person(one.handle)) for id_, one in people.items()}
    kind = "publication" if show in ("publication", "muted-publication") else "person"
    return tuple(
        FollowedRow(
            of=f"{kind}:{one}", name=named.get(one, (one, ""))[0], address=named.get(one, ("", ""))[1]
        )
        for one in ids
    )


def target_of(text: str) -> Target:
    """What "person:ID", "publication:ID" or "tag:NAME" names; Invalid where it is none of these."""
    kind, _, id_ = text.partition(":")
    if kind not in _KINDS:
        raise Invalid("of", "person:ID, publication:ID or tag:NAME")
    return Target(kind=_KINDS[kind], id=id_)


def _of(target: Target) -> str:
    return f"{_WORDS[target.kind]}:{target.id}"


def _by_script(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def _done(bench: Workbench, request: Request, form: forms.Form) -> Response:
    if _by_script(request):
        return Response(status_code=204, headers={"cache-control": NO_STORE})
    return bench.see(local_path(form["then"], otherwise="/me/following"))


def _sign_in(bench: Workbench, form: forms.Form) -> Response:
    return bench.see(bench.addresses.sign_in(then=local_path(form["then"])))
