"""Brings one person's own data, and nobody else's, from their export into a site: `octavo copy --person`.

Everything goes through the services, as if the person did it here, so nothing that they refuse comes in. Each
thing is known by its id in the export: brought again, it is brought up to date or left alone. What points to
other people or to what they wrote stays out, and is counted by the name of its records.
"""

from collections import Counter
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any, Final, Protocol

import msgspec

from octavo.accounts.api import Person, PersonId, ProfileLink
from octavo.annotations.api import Annotations
from octavo.chassis.context import Caller, acting_as
from octavo.chassis.faults import Code, Fault
from octavo.graph.api import Graph, Kind, ListId, Target
from octavo.images.api import ImageId
from octavo.imports import services
from octavo.imports.archive import Archive
from octavo.imports.own_texts import Names, Wording, wording
from octavo.imports.services import REFUSALS
from octavo.stories.api import Imported, StoryId
from octavo.trouble import Exit, Trouble

_REFUSALS: Final = REFUSALS | {Code.NOT_FOUND}
_LARGEST: Final = 1 << 31
_OTHERS: Final = "about other people, or what they wrote"
_ANEW: Final = frozenset(
    {"stories/published", "stories/story_tags", "stories/slugs", "accounts/handles", "images/image_uses"}
)
"""What follows from what is brought, and is made here."""
_BROUGHT: Final = frozenset(
    {
        "accounts/people",
        "images/images",
        "stories/stories",
        "stories/revisions",
        "graph/lists",
        "graph/listed",
        "graph/saved",
        "graph/claps",
        "graph/follows",
        "annotations/highlights",
    }
)


class Services(services.Services, Protocol):
    """What is called, here or over a wire."""

    @property
    def graph(self) -> Graph: ...

    @property
    def annotations(self) -> Annotations: ...


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    handle: str
    link: str
    """With which the person signs in, once."""
    came: Counter[str]
    """Records that are here now, by the name of their file in the export."""
    left: Counter[tuple[str, str]]
    """Records that stayed out: the name of their file and why."""


class OwnData:
    """One export into one site. The caller must be the operator."""

    def __init__(self, archive: Archive, services: Services) -> None:
        self._archive = archive
        self._services = services
        self._came: Counter[str] = Counter()
        self._left: Counter[tuple[str, str]] = Counter()
        self._stories: dict[str, StoryId] = {}

    async def bring(self, handle: str) -> Brought:
        """Bring all that is theirs. Trouble when the export is none, or another person's; a Fault where the
        site itself cannot go on."""
        people = self._archive.rows("accounts/people")
        if len(people) != 1 or not people[0].get("id") or not people[0].get("handle"):
            raise Trouble(f"{self._archive.path} is no export of a person", Exit.BAD_DATA)
        row = people[0]
        if row["handle"] != handle.removeprefix("@"):
            text = (
                f"{self._archive.path} is the export of @{row['handle']}, not of @{handle.removeprefix('@')}"
            )
            raise Trouble(text, Exit.BAD_DATA)
        answer = await self._services.accounts.import_person(
            source=f"export:{row['id']}"[:500],
            handle=str(row["handle"]),
            name=str(row.get("name") or row["handle"])[:80],
            bio=str(row.get("bio") or "")[:500],
        )
        me = answer.person
        self._came["accounts/people"] += 1
        pictures = await self._pictures(me)
        await self._bring_stories(str(row["id"]), me, pictures)
        with acting_as(Caller(person_id=me.id, roles=frozenset({"member", "confirmed"}))):
            await self._profile(row, pictures)
            await self._lists(me, str(row["id"]))
            await self._acts(str(row["id"]))
        for table in self._archive.tables:
            if table not in _BROUGHT | _ANEW:
                self._leave(table, "not brought", len(self._archive.rows(table)))
        link = await self._way_in(me, str(row.get("email") or ""))
        return Brought(handle=me.handle, link=link, came=self._came, left=+self._left)

    async def _way_in(self, me: Person, email: str) -> str:
        accounts = self._services.accounts
        try:
            return await accounts.create_login_link(email=email, handle=me.handle)
        except Fault as fault:
            if fault.code not in _REFUSALS or not email:
                raise
        self._leave("accounts/people", "an address that somebody has here already")
        return await accounts.create_login_link(handle=me.handle)

    async def _pictures(self, me: Person) -> dict[str, str]:
        """Every original, kept as theirs; ids in the export to ids here."""
        names = {
            str(row.get("id")): str(row.get("name") or "") for row in self._archive.rows("images/images")
        }
        files, here = self._archive.pictures(), dict[str, str]()
        for old, name in names.items():
            if old not in files:
                self._leave("images/images", "without its file")
                continue
            data = self._archive.picture(files[old])
            try:
                image = await self._services.images.store(data=data, name=name[:200], owner_id=me.id)
            except Fault as fault:
                self._refused("images/images", fault)
                continue
            here[old] = image.id
            self._came["images/images"] += 1
        return here

    async def _bring_stories(self, old_id: str, me: Person, pictures: dict[str, str]) -> None:
        names = Names(person_id=old_id, here_id=me.id, here_handle=me.handle, pictures=pictures)
        revisions = {str(row.get("id")): row for row in self._archive.rows("stories/revisions")}
        used: set[str] = set()
        for row in self._archive.rows("stories/stories"):
            if row.get("author_id") != old_id:
                self._leave("stories/stories", _OTHERS)
            elif row.get("deleted_at"):
                self._leave("stories/stories", "deleted")
            else:
                try:
                    used |= await self._story(row, revisions, names, me.id)
                except Fault as fault:
                    self._refused("stories/stories", fault)
        self._came["stories/revisions"] = len(used)
        self._leave("stories/revisions", "older wordings", len(revisions) - len(used))

    async def _story(
        self, row: dict[str, Any], revisions: dict[str, dict[str, Any]], names: Names, author: PersonId
    ) -> set[str]:
        """One story as it was published, then as it is being written; which revisions that were."""
        shown = str(row.get("published_revision_id") or "") if row.get("status") == "PUBLISHED" else ""
        now = str(row.get("revision_id") or "")
        first = shown if shown in revisions else now
        if first not in revisions:
            self._leave("stories/stories", "without its text")
            return set()
        text = self._worded(revisions[first], names)
        answer = await self._services.stories.import_story(
            source=f"export:{row['id']}",
            author_id=author,
            content=text.content,
            published_at=_moment(row.get("published_at")) if shown else None,
        )
        self._stories[str(row["id"])] = answer.story_id
        self._came["stories/stories"] += 1
        if now == first or now not in revisions or answer.outcome is not Imported.CREATED:
            return {first}
        later = self._worded(revisions[now], names)
        with acting_as(Caller(person_id=author, roles=frozenset({"member", "confirmed"}))):
            draft = await self._services.stories.get_draft(story_id=answer.story_id)
            await self._services.stories.save_draft(
                story_id=answer.story_id, version=draft.version, content=later.content
            )
        return {first, now}

    def _worded(self, row: dict[str, Any], names: Names) -> Wording:
        text = wording(row, names)
        self._leave("stories/revisions", "mentions of other people, now @someone", text.mentions)
        self._leave("stories/revisions", "pictures that are not in the export", text.pictures)
        return text

    async def _profile(self, row: dict[str, Any], pictures: dict[str, str]) -> None:
        accounts = self._services.accounts
        try:
            links = msgspec.convert(row.get("links") or [], tuple[ProfileLink, ...])
        except msgspec.ValidationError:
            links = ()
            self._leave("accounts/people", "links that cannot be read")
        picture = pictures.get(str(row.get("picture_id") or ""))
        await self._try(
            "accounts/people",
            accounts.update_profile(
                picture_id=ImageId(picture) if picture else None, links=links, replace_links=True
            ),
        )
        wishes = {name: str(row[name]) for name in ("language", "time_zone") if row.get(name)}
        if wishes:
            await self._try("accounts/people", accounts.update_preferences(**wishes))

    async def _lists(self, me: Person, old_id: str) -> None:
        """Lists, and what stands in them of one's own; one that is here already keeps its name and order."""
        graph = self._services.graph
        there = (await graph.list_lists(person_id=me.id, limit=100)).lists
        known = {(one.name, one.description): one.id for one in there}
        here: dict[str, ListId] = {}
        for row in self._theirs("graph/lists", "owner_id", old_id):
            name, about = str(row.get("name") or ""), str(row.get("description") or "")
            if (name, about) in known:
                here[str(row.get("id"))] = known[name, about]
                self._came["graph/lists"] += 1
                continue
            try:
                made = await graph.create_list(name=name, description=about, public=bool(row.get("public")))
            except Fault as fault:
                self._refused("graph/lists", fault)
                continue
            here[str(row.get("id"))] = made.id
            self._came["graph/lists"] += 1
        listed = self._theirs("graph/listed", "owner_id", old_id)
        for row in sorted(listed, key=lambda row: _number(row.get("place"))):
            story, of = self._stories.get(str(row.get("story_id"))), here.get(str(row.get("list_id")))
            if story is None or of is None:
                self._leave("graph/listed", _OTHERS)
            elif await self._try("graph/listed", graph.add_to_list(list_id=of, story_id=story)):
                self._came["graph/listed"] += 1
                if note := str(row.get("note") or ""):
                    await self._try(
                        "graph/listed", graph.set_list_note(list_id=of, story_id=story, note=note)
                    )

    async def _acts(self, old_id: str) -> None:
        """What one did to what is here: saved, followed, marked."""
        graph, annotations = self._services.graph, self._services.annotations
        for row in self._theirs("graph/saved", "person_id", old_id):
            if story := self._own("graph/saved", row):
                await self._done("graph/saved", graph.save(story_id=story, note=str(row.get("note") or "")))
        # Nobody claps for their own.
        self._leave("graph/claps", _OTHERS, len(self._archive.rows("graph/claps")))
        for row in self._theirs("graph/follows", "person_id", old_id):
            if row.get("kind") != Kind.TAG:
                self._leave("graph/follows", _OTHERS)
                continue
            tag = Target(kind=Kind.TAG, id=str(row.get("target") or ""))
            await self._done("graph/follows", graph.follow(target=tag))
        for row in self._theirs("annotations/highlights", "reader_id", old_id):
            if story := self._own("annotations/highlights", row):
                mark = annotations.highlight(
                    story_id=story,
                    block_id=str(row.get("block_id") or ""),
                    start=_number(row.get("start_at")),
                    end=_number(row.get("end_at")),
                    quote=str(row.get("quote") or ""),
                    note=str(row.get("note") or ""),
                    private=not row.get("public"),
                )
                await self._done("annotations/highlights", mark)

    def _theirs(self, table: str, column: str, old_id: str) -> list[dict[str, Any]]:
        """The records that say what the person did; others say what was done to them, by somebody else."""
        rows = self._archive.rows(table)
        own = [row for row in rows if row.get(column) == old_id]
        self._leave(table, _OTHERS, len(rows) - len(own))
        return own

    def _own(self, table: str, row: dict[str, Any]) -> StoryId | None:
        story = self._stories.get(str(row.get("story_id")))
        if story is None:
            self._leave(table, _OTHERS)
        return story

    async def _done(self, table: str, act: Awaitable[object]) -> None:
        self._came[table] += await self._try(table, act)

    async def _try(self, table: str, act: Awaitable[object]) -> bool:
        try:
            await act
        except Fault as fault:
            self._refused(table, fault)
            return False
        return True

    def _refused(self, table: str, fault: Fault) -> None:
        if fault.code not in _REFUSALS:
            raise fault
        self._leave(table, f"refused here: {fault.message}")

    def _leave(self, table: str, why: str, many: int = 1) -> None:
        self._left[table, why] += many


def _moment(text: object) -> datetime | None:
    """When something was, as the export writes it."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _number(value: object) -> int:
    """A small number as the export writes it; 0 for anything else, which the services judge."""
    return value if isinstance(value, int) and abs(value) < _LARGEST else 0
