"""Who is what in a publication: the stories' read-only copy, in SQLite or PostgreSQL."""

from collections.abc import Collection

from octavo.chassis.database import Database
from octavo.chassis.ids import number_of, to_text
from octavo.stories.api import MemberRole, PersonId, PublicationId, SectionId, StoryId


class SqlMembers:
    """Fits ports.Members."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def role(self, publication_id: PublicationId, person_id: PersonId) -> MemberRole:
        row = await self._db.one(
            "SELECT role FROM memberships WHERE publication_id = :publication AND person_id = :person",
            publication=number_of(publication_id),
            person=number_of(person_id),
        )
        return MemberRole(row["role"]) if row else MemberRole.UNSPECIFIED

    async def publications(self, person_id: PersonId, roles: Collection[MemberRole]) -> list[PublicationId]:
        rows = await self._db.all(
            """
            SELECT publication_id FROM memberships WHERE person_id = :person AND role IN :roles
            ORDER BY publication_id
            """,
            person=number_of(person_id),
            roles=[role.value for role in roles],
        )
        return [PublicationId(to_text(row["publication_id"])) for row in rows]

    async def stories(
        self, publication_id: PublicationId, *, section_id: SectionId | None, limit: int
    ) -> list[StoryId]:
        rows = await self._db.all(
            """
            SELECT id FROM stories
            WHERE publication_id = :publication AND (CAST(:section AS BIGINT) = 0 OR section_id = :section)
            ORDER BY saved_at DESC, id DESC
            LIMIT :limit
            """,
            publication=number_of(publication_id),
            section=number_of(section_id or ""),
            limit=limit,
        )
        return [StoryId(to_text(row["id"])) for row in rows]

    async def note(self, publication_id: PublicationId, person_id: PersonId, role: MemberRole) -> None:
        keys = {"publication": number_of(publication_id), "person": number_of(person_id)}
        if role is MemberRole.UNSPECIFIED:
            await self._db.execute(
                "DELETE FROM memberships WHERE publication_id = :publication AND person_id = :person", **keys
            )
            return
        await self._db.execute(
            """
            INSERT INTO memberships (publication_id, person_id, role)
            VALUES (:publication, :person, :role)
            ON CONFLICT (publication_id, person_id) DO UPDATE
            SET role = excluded.role
            """,
            role=role,
            **keys,
        )
