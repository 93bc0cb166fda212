"""Memberships and invitations in SQLite or PostgreSQL."""

from datetime import datetime

from octavo.chassis.database import Database
from octavo.chassis.ids import number_of
from octavo.publications.adapters.sql_rows import asked_of, membership_of, micros, number_or_none
from octavo.publications.api import InvitationId, Membership, PersonId, PublicationId
from octavo.publications.entities import RANK, Asked


class SqlPeople:
    """Fits ports.People."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def member(self, publication_id: PublicationId, person_id: PersonId) -> Membership | None:
        row = await self._db.one(
            "SELECT * FROM memberships WHERE publication_id = :publication AND person_id = :person",
            publication=number_of(publication_id),
            person=number_of(person_id),
        )
        return membership_of(row) if row else None

    async def of(self, publication_id: PublicationId) -> list[Membership]:
        rows = await self._db.all(
            "SELECT * FROM memberships WHERE publication_id = :publication ORDER BY since, person_id",
            publication=number_of(publication_id),
        )
        return sorted(map(membership_of, rows), key=lambda one: -RANK[one.role])

    async def places(self, person_id: PersonId) -> list[Membership]:
        rows = await self._db.all(
            """
            SELECT m.* FROM memberships m JOIN publications p ON p.id = m.publication_id
            WHERE m.person_id = :person AND p.deleted_at IS NULL
            ORDER BY p.name, p.id
            """,
            person=number_of(person_id),
        )
        return [membership_of(row) for row in rows]

    async def save(self, membership: Membership) -> None:
        await self._db.execute(
            """
            INSERT INTO memberships (publication_id, person_id, role, since, suspended_since)
            VALUES (:publication, :person, :role, :since, NULL)
            ON CONFLICT (publication_id, person_id) DO UPDATE
            SET role = excluded.role
            """,
            publication=number_of(membership.publication_id),
            person=number_of(membership.person_id),
            role=membership.role,
            since=micros(membership.since),
        )

    async def remove(self, publication_id: PublicationId, person_id: PersonId) -> None:
        await self._db.execute(
            "DELETE FROM memberships WHERE publication_id = :publication AND person_id = :person",
            publication=number_of(publication_id),
            person=number_of(person_id),
        )

    async def mark_suspended(self, person_id: PersonId, since: datetime | None) -> None:
        await self._db.execute(
            "UPDATE memberships SET suspended_since = :since WHERE person_id = :person",
            person=number_of(person_id),
            since=None if since is None else micros(since),
        )

    async def ask(self, asked: Asked) -> None:
        said = asked.invitation
        if said.person_id:
            await self._db.execute(
                "DELETE FROM invitations WHERE publication_id = :publication AND person_id = :person",
                publication=number_of(said.publication_id),
                person=number_of(said.person_id),
            )
        await self._db.execute(
            """
            INSERT INTO invitations (id, publication_id, role, person_id, email, digest, invited_by,
                invited_at, expires_at, hands_over)
            VALUES (:id, :publication, :role, :person, :email, :digest, :by, :now, :until, :hands_over)
            """,
            id=number_of(said.id),
            publication=number_of(said.publication_id),
            role=said.role,
            person=number_or_none(said.person_id),
            email=said.email,
            digest=asked.digest or None,
            by=number_of(said.invited_by),
            now=micros(said.invited_at),
            until=micros(said.expires_at),
            hands_over=said.hands_over,
        )

    async def asked(self, invitation_id: InvitationId) -> Asked | None:
        row = await self._db.one("SELECT * FROM invitations WHERE id = :id", id=number_of(invitation_id))
        return asked_of(row) if row else None

    async def asked_by_link(self, digest: str) -> Asked | None:
        row = await self._db.one("SELECT * FROM invitations WHERE digest = :digest", digest=digest)
        return asked_of(row) if row else None

    async def waiting(
        self, *, publication_id: PublicationId | None, person_id: PersonId | None, now: datetime
    ) -> list[Asked]:
        await self._db.execute("DELETE FROM invitations WHERE expires_at <= :now", now=micros(now))
        whose = "publication_id" if publication_id else "person_id"
        rows = await self._db.all(
            f"SELECT * FROM invitations WHERE {whose} = :whose ORDER BY id DESC",  # noqa: S608 - one of two
            whose=number_of(publication_id or person_id or ""),
        )
        return [asked_of(row) for row in rows]

    async def unask(self, invitation_id: InvitationId) -> bool:
        return (
            await self._db.execute("DELETE FROM invitations WHERE id = :id", id=number_of(invitation_id)) == 1
        )
