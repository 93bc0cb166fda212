"""Responses in SQLite or PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from octavo.chassis.database import Database
from octavo.chassis.events import Outbox, micros, moment
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row
from octavo.responses.api import (
    PersonId,
    ResponseChanged,
    ResponseHeld,
    ResponseId,
    ResponseNotFound,
    ResponsePublished,
    ResponseRemoved,
    Rule,
    State,
    StoryId,
    TooManyResponses,
)
from octavo.responses.entities import Body, may_become
from octavo.responses.ports import Clapping, Kept

_NOBODY: Final = PersonId("")
_MINUTE: Final = timedelta(minutes=1)
_HIGHEST: Final = (1 << 31) - 1
_COLUMNS: Final = """response_id, story_id, parent_id, path, depth, person_id, owner_id, publication_id,
    body, html, written_at, edited_at, state, counts"""
_SELECT: Final = f"SELECT {_COLUMNS} FROM responses"  # noqa: S608 - of our own words
_ADD: Final = """
INSERT INTO responses (response_id, story_id, parent_id, path, depth, person_id, owner_id, publication_id,
    body, html, written_at, edited_at, state, counts)
VALUES (:id, :story, :parent, :path, :depth, :person, :owner, :publication, :body, :html, :now, 0, :state,
    CASE WHEN EXISTS (SELECT 1 FROM silenced WHERE person_id = :person) THEN 0 ELSE 1 END)
"""
_CLAP: Final = """
INSERT INTO response_claps (response_id, person_id, claps, counts) VALUES (:response, :person, :claps,
    CASE WHEN EXISTS (SELECT 1 FROM silenced WHERE person_id = :person) THEN 0 ELSE 1 END)
ON CONFLICT (response_id, person_id) DO UPDATE SET claps = excluded.claps
"""


class SqlTalk:
    """Fits ports.Talk."""

    def __init__(self, db: Database, outbox: Outbox, purges: Purges) -> None:
        self._db = db
        self._outbox = outbox
        self._purges = purges

    async def add(self, kept: Kept, *, a_minute: int, now: datetime) -> None:
        async def work() -> None:
            row = await self._db.one(
                """SELECT COUNT(*) AS n FROM responses
                   WHERE person_id = :person AND written_at > :since""",
                person=number_of(kept.person_id),
                since=micros(now - _MINUTE),
            )
            if row and row["n"] >= a_minute:
                raise TooManyResponses(limit=a_minute)
            if kept.parent_id and not await self.get([kept.parent_id]):
                raise ResponseNotFound
            await self._db.execute(
                _ADD,
                id=number_of(kept.id),
                story=number_of(kept.story_id),
                parent=number_of(kept.parent_id),
                path=kept.path,
                depth=kept.depth,
                person=number_of(kept.person_id),
                owner=number_of(kept.owner_id),
                publication=number_of(kept.publication_id),
                body=kept.body,
                html=kept.html,
                now=micros(kept.written_at),
                state=kept.state.value,
            )
            await self._tell_new(kept)

        await self._db.run(work)

    async def get(self, ids: Sequence[ResponseId]) -> Sequence[Kept]:
        if not ids:
            return ()
        rows = await self._db.all(f"{_SELECT} WHERE response_id IN :ids", ids=[number_of(one) for one in ids])
        return [_kept(row) for row in rows]

    async def edit(self, one: Kept, body: Body, state: State, now: datetime) -> Kept:
        async def work() -> None:
            changed = await self._db.execute(
                """UPDATE responses SET body = :body, html = :html, edited_at = :now,
                       state = CASE WHEN state = :before THEN :state ELSE state END
                   WHERE response_id = :id AND person_id = :person""",
                body=body.body,
                html=body.html,
                now=micros(now),
                before=one.state.value,
                state=state.value,
                id=number_of(one.id),
                person=number_of(one.person_id),
            )
            if not changed:
                raise ResponseNotFound
            if one.state is State.SHOWN and state is not State.SHOWN:
                await self._outbox.add(ResponseRemoved(response_id=one.id, story_id=one.story_id))
            await self._outbox.add(ResponseChanged(response_id=one.id, story_id=one.story_id))
            await self._stale(one.story_id)

        await self._db.run(work)
        return (await self.get([one.id]))[0]

    async def remove(self, one: Kept) -> None:
        async def work() -> None:
            answers = await self._db.one(
                "SELECT 1 AS n FROM responses WHERE parent_id = :id LIMIT 1", id=number_of(one.id)
            )
            if answers:
                changed = await self._db.execute(
                    """UPDATE responses SET body = '', html = '', person_id = 0, state = :removed
                       WHERE response_id = :id AND state <> :removed""",
                    removed=State.REMOVED.value,
                    id=number_of(one.id),
                )
            else:
                changed = await self._db.execute(
                    "DELETE FROM responses WHERE response_id = :id", id=number_of(one.id)
                )
            await self._db.execute("DELETE FROM response_claps WHERE response_id = :id", id=number_of(one.id))
            if changed:
                await self._outbox.add(ResponseRemoved(response_id=one.id, story_id=one.story_id))
                await self._stale(one.story_id)

        await self._db.run(work)

    async def set_state(self, one: Kept, state: State, *, moderator_id: PersonId | None) -> None:
        async def work() -> None:
            found = await self.get([one.id])
            before = found[0].state if found else State.REMOVED
            if not may_become(before, state, moderates=moderator_id is not None):
                return
            await self._db.execute(
                "UPDATE responses SET state = :state WHERE response_id = :id",
                state=state.value,
                id=number_of(one.id),
            )
            by = moderator_id if moderator_id and State.TAKEN_BACK in (before, state) else _NOBODY
            if state is State.SHOWN:
                await self._outbox.add(replace(await self._published(one), by_id=by))
            else:
                author = one.person_id if by else _NOBODY
                await self._outbox.add(
                    ResponseRemoved(response_id=one.id, story_id=one.story_id, by_id=by, author_id=author)
                )
            await self._stale(one.story_id)

        await self._db.run(work)

    async def in_conversation(
        self, story_id: StoryId, *, after: str, below: str, limit: int
    ) -> Sequence[Kept]:
        rows = await self._db.all(
            f"""{_SELECT} WHERE story_id = :story AND path > :after AND path >= :first AND path < :last
               ORDER BY path LIMIT :limit""",
            story=number_of(story_id),
            after=after,
            first=below,
            last=f"{below}~" if below else "~",
            limit=limit,
        )
        return [_kept(row) for row in rows]

    async def in_time(self, story_id: StoryId, *, before: int, limit: int) -> Sequence[Kept]:
        rows = await self._db.all(
            f"""{_SELECT} WHERE story_id = :story AND response_id < :before
               ORDER BY response_id DESC LIMIT :limit""",
            story=number_of(story_id),
            before=before,
            limit=limit,
        )
        return [_kept(row) for row in rows]

    async def held(
        self, owner_id: PersonId, publication_ids: Collection[str], *, before: int, limit: int
    ) -> Sequence[Kept]:
        rows = await self._db.all(
            f"""{_SELECT} WHERE (owner_id = :owner OR publication_id IN :publications) AND state = :held
               AND counts = 1 AND response_id < :before
               ORDER BY response_id DESC LIMIT :limit""",
            owner=number_of(owner_id),
            publications=[number_of(one) for one in publication_ids],
            held=State.HELD.value,
            before=before,
            limit=limit,
        )
        return [_kept(row) for row in rows]

    async def own(self, person_id: PersonId, *, before: int, limit: int) -> Sequence[Kept]:
        rows = await self._db.all(
            f"""{_SELECT} WHERE person_id = :person AND response_id < :before
               ORDER BY response_id DESC LIMIT :limit""",
            person=number_of(person_id),
            before=before,
            limit=limit,
        )
        return [_kept(row) for row in rows]

    async def counts(self, story_ids: Sequence[StoryId]) -> Mapping[str, int]:
        rows = await self._db.all(
            """SELECT story_id, COUNT(*) AS n FROM responses
               WHERE story_id IN :stories AND state = :shown AND counts = 1 GROUP BY story_id""",
            stories=[number_of(one) for one in story_ids],
            shown=State.SHOWN.value,
        )
        return {to_text(row["story_id"]): min(_HIGHEST, row["n"]) for row in rows}

    async def is_known(self, person_id: PersonId, owner_id: PersonId) -> bool:
        row = await self._db.one(
            """SELECT 1 AS n FROM responses
               WHERE owner_id = :owner AND state = :shown AND person_id = :person LIMIT 1""",
            owner=number_of(owner_id),
            shown=State.SHOWN.value,
            person=number_of(person_id),
        )
        return row is not None

    async def move_story(self, story_id: StoryId, publication_id: str) -> None:
        await self._db.execute(
            "UPDATE responses SET publication_id = :publication WHERE story_id = :story",
            publication=number_of(publication_id),
            story=number_of(story_id),
        )

    async def forget_story(self, story_id: StoryId) -> None:
        async def work() -> None:
            await self._db.execute(
                """DELETE FROM response_claps WHERE response_id IN
                   (SELECT response_id FROM responses WHERE story_id = :story)""",
                story=number_of(story_id),
            )
            await self._db.execute("DELETE FROM responses WHERE story_id = :story", story=number_of(story_id))
            await self._db.execute(
                "DELETE FROM response_rules WHERE story_id = :story", story=number_of(story_id)
            )

        await self._db.run(work)

    async def silence(self, person_id: PersonId, *, silent: bool) -> None:
        who, counts = number_of(person_id), int(not silent)

        async def work() -> None:
            if silent:
                await self._db.execute(
                    "INSERT INTO silenced (person_id) VALUES (:who) ON CONFLICT (person_id) DO NOTHING",
                    who=who,
                )
            else:
                await self._db.execute("DELETE FROM silenced WHERE person_id = :who", who=who)
            rows = await self._db.all(
                "SELECT DISTINCT story_id FROM responses WHERE person_id = :who", who=who
            )
            await self._db.execute(
                "UPDATE responses SET counts = :counts WHERE person_id = :who", counts=counts, who=who
            )
            await self._db.execute(
                "UPDATE response_claps SET counts = :counts WHERE person_id = :who", counts=counts, who=who
            )
            for row in rows:
                await self._stale(StoryId(to_text(row["story_id"])))

        await self._db.run(work)

    async def _tell_new(self, kept: Kept) -> None:
        if kept.state is State.SHOWN:
            await self._outbox.add(await self._published(kept))
            await self._stale(kept.story_id)
        else:
            await self._outbox.add(
                ResponseHeld(
                    response_id=kept.id,
                    story_id=kept.story_id,
                    author_id=kept.person_id,
                    answered_id=kept.owner_id,
                )
            )

    async def _published(self, kept: Kept) -> ResponsePublished:
        parents = await self.get([kept.parent_id]) if kept.parent_id else ()
        return ResponsePublished(
            response_id=kept.id,
            story_id=kept.story_id,
            author_id=kept.person_id,
            parent_id=kept.parent_id,
            answered_id=parents[0].person_id if parents else kept.owner_id,
        )

    async def _stale(self, story_id: StoryId) -> None:
        await self._purges.add(f"responses:{story_id}")


class SqlRules:
    """Fits ports.Rules."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, story_id: StoryId) -> Rule:
        row = await self._db.one(
            "SELECT rule FROM response_rules WHERE story_id = :story", story=number_of(story_id)
        )
        return Rule(row["rule"]) if row else Rule.EVERYBODY

    async def set(self, story_id: StoryId, rule: Rule) -> None:
        await self._db.execute(
            """INSERT INTO response_rules (story_id, rule) VALUES (:story, :rule)
               ON CONFLICT (story_id) DO UPDATE SET rule = excluded.rule""",
            story=number_of(story_id),
            rule=rule.value,
        )


class SqlHands:
    """Fits ports.Hands."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def put(self, response_id: ResponseId, person_id: PersonId, claps: int) -> None:
        if claps:
            await self._db.execute(
                _CLAP, response=number_of(response_id), person=number_of(person_id), claps=claps
            )
            return
        await self._db.execute(
            "DELETE FROM response_claps WHERE response_id = :response AND person_id = :person",
            response=number_of(response_id),
            person=number_of(person_id),
        )

    async def of(self, ids: Collection[ResponseId], viewer: PersonId | None) -> Mapping[str, Clapping]:
        if not ids:
            return {}
        rows = await self._db.all(
            """SELECT response_id, CAST(SUM(CASE WHEN counts = 1 THEN claps ELSE 0 END) AS BIGINT) AS claps,
               CAST(SUM(CASE WHEN person_id = :viewer THEN claps ELSE 0 END) AS BIGINT) AS own
               FROM response_claps WHERE response_id IN :ids GROUP BY response_id""",
            ids=[number_of(one) for one in ids],
            viewer=number_of(viewer) if viewer else 0,
        )
        return {
            to_text(row["response_id"]): Clapping(min(_HIGHEST, row["claps"]), row["own"]) for row in rows
        }


def _text(value: int) -> str:
    return to_text(value) if value else ""


def _kept(row: Row) -> Kept:
    return Kept(
        id=ResponseId(to_text(row["response_id"])),
        story_id=StoryId(to_text(row["story_id"])),
        parent_id=ResponseId(_text(row["parent_id"])),
        path=row["path"],
        depth=row["depth"],
        person_id=PersonId(_text(row["person_id"])),
        owner_id=PersonId(_text(row["owner_id"])),
        publication_id=_text(row["publication_id"]),
        body=row["body"],
        html=row["html"],
        written_at=moment(row["written_at"]),
        edited_at=moment(row["edited_at"]) if row["edited_at"] else None,
        state=State(row["state"]),
        counts=bool(row["counts"]),
    )
