"""Who writes a story with its author, in SQLite or PostgreSQL."""

from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.events import Outbox
from octavo.chassis.ids import number_of, to_text
from octavo.chassis.purges import Purges
from octavo.stories.adapters.sql_rows import micros, micros_or_none, moment, moment_or_none
from octavo.stories.api import CoAuthor, Consent, Invitation, PersonId, StoryId
from octavo.stories.entities import Manuscript
from octavo.stories.ports import Change, Overtaken


class SqlCoAuthors:
    """Fits ports.CoAuthors."""

    def __init__(self, db: Database, outbox: Outbox, purges: Purges) -> None:
        self._db = db
        self._outbox = outbox
        self._purges = purges

    async def all(self, story_id: StoryId) -> list[CoAuthor]:
        rows = await self._db.all(
            """
            SELECT person_id, consent, invited_at, answered_at FROM co_authors
            WHERE story_id = :story
            ORDER BY CASE consent WHEN 'GIVEN' THEN 0 WHEN 'INVITED' THEN 1 ELSE 2 END, answered_at,
                invited_at, person_id
            """,
            story=number_of(story_id),
        )
        return [
            CoAuthor(
                person_id=PersonId(to_text(row["person_id"])),
                consent=Consent(row["consent"]),
                invited_at=moment(row["invited_at"]),
                answered_at=moment_or_none(row["answered_at"]),
            )
            for row in rows
        ]

    async def write(self, manuscript: Manuscript, co_author: CoAuthor, events: tuple[Event, ...]) -> None:
        async def writing() -> None:
            await self._turn(manuscript, co_author.person_id, events)
            await self._db.execute(
                """
                INSERT INTO co_authors (story_id, person_id, consent, invited_at, answered_at)
                VALUES (:story, :person, :consent, :invited_at, :answered_at)
                ON CONFLICT (story_id, person_id) DO UPDATE
                SET consent = excluded.consent, invited_at = excluded.invited_at,
                    answered_at = excluded.answered_at
                """,
                story=number_of(manuscript.id),
                person=number_of(co_author.person_id),
                consent=co_author.consent,
                invited_at=micros(co_author.invited_at),
                answered_at=micros_or_none(co_author.answered_at),
            )
            if co_author.consent is not Consent.GIVEN:
                await self._out_of_their_series(manuscript, co_author.person_id)

        await self._db.run(writing)

    async def forget(self, manuscript: Manuscript, person_id: PersonId, events: tuple[Event, ...]) -> None:
        async def forgetting() -> None:
            await self._turn(manuscript, person_id, events)
            await self._db.execute(
                "DELETE FROM co_authors WHERE story_id = :story AND person_id = :person",
                story=number_of(manuscript.id),
                person=number_of(person_id),
            )
            await self._out_of_their_series(manuscript, person_id)

        await self._db.run(forgetting)

    async def _out_of_their_series(self, manuscript: Manuscript, person_id: PersonId) -> None:
        """Who no longer writes a story no longer puts it in an order."""
        values = {"story": number_of(manuscript.id), "person": number_of(person_id)}
        row = await self._db.one(
            """
            SELECT p.series_id FROM series_parts p JOIN series s ON s.id = p.series_id
            WHERE p.story_id = :story AND s.owner_id = :person
            """,
            **values,
        )
        if row:
            await self._db.execute("DELETE FROM series_parts WHERE story_id = :story", story=values["story"])
            await self._purges.add(f"series:{to_text(row['series_id'])}", f"story:{manuscript.id}")

    async def _turn(self, manuscript: Manuscript, person_id: PersonId, events: tuple[Event, ...]) -> None:
        # With the new turn, what is on its way by rights from before is judged again.
        if not await self._db.execute(
            "UPDATE stories SET turn = turn + 1 WHERE id = :story AND turn = :turn",
            story=number_of(manuscript.id),
            turn=manuscript.turn,
        ):
            raise Overtaken
        for event in events:
            await self._outbox.add(event)
        if manuscript.published_at is not None:
            people = {manuscript.author_id, person_id}
            await self._purges.add(
                f"story:{manuscript.id}", *sorted(f"person-stories:{one}" for one in people)
            )

    async def invitations(self, person_id: PersonId, *, limit: int) -> list[Invitation]:
        rows = await self._db.all(
            """
            SELECT c.story_id, c.invited_at, s.author_id, r.title
            FROM co_authors c JOIN stories s ON s.id = c.story_id JOIN revisions r ON r.id = s.revision_id
            WHERE c.person_id = :person AND c.consent = 'INVITED' AND s.status <> 'DELETED'
                AND NOT EXISTS (SELECT 1 FROM suspended_authors a WHERE a.author_id = s.author_id)
            ORDER BY c.invited_at DESC, c.story_id DESC
            LIMIT :limit
            """,
            person=number_of(person_id),
            limit=limit,
        )
        return [
            Invitation(
                story_id=StoryId(to_text(row["story_id"])),
                title=row["title"],
                author_id=PersonId(to_text(row["author_id"])),
                invited_at=moment(row["invited_at"]),
            )
            for row in rows
        ]

    async def stories(self, person_id: PersonId, *, limit: int) -> list[StoryId]:
        rows = await self._db.all(
            "SELECT story_id FROM co_authors WHERE person_id = :person LIMIT :limit",
            person=number_of(person_id),
            limit=limit,
        )
        return [StoryId(to_text(row["story_id"])) for row in rows]


async def write_given(db: Database, change: Change) -> None:
    """Inside a transaction: those whose consent was given elsewhere, in their order; who is known here stays
    as they stand."""
    for place, person_id in enumerate(change.co_author_ids):
        await db.execute(
            """
            INSERT INTO co_authors (story_id, person_id, consent, invited_at, answered_at)
            VALUES (:story, :person, 'GIVEN', :at, :answered)
            ON CONFLICT (story_id, person_id) DO NOTHING
            """,
            story=number_of(change.after.id),
            person=number_of(person_id),
            at=micros(change.after.saved_at),
            answered=micros(change.after.saved_at) + place,
        )
