"""One-time links and letters in a database, the news that others get, and the broom."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from octavo.accounts.adapters.sql_values import id_number, micros, moment
from octavo.accounts.api import LinkPurpose, MailId, PersonId
from octavo.accounts.entities import Grounds, Letter, OneTimeLink
from octavo.accounts.letters import LetterKind
from octavo.accounts.ports import Clock
from octavo.accounts.tokens import KEPT_AFTERWARDS as TOKENS_KEPT
from octavo.chassis.contract import Event
from octavo.chassis.database import Database
from octavo.chassis.events import Outbox
from octavo.chassis.ids import to_text
from octavo.chassis.purges import Purges
from octavo.chassis.sql import Row

_ADMITTING: Final = [
    grounds.value
    for grounds in Grounds
    if grounds in (Grounds.INVITATION, Grounds.MAILED_INVITATION, Grounds.OPERATOR)
]
_KEPT_AFTERWARDS: Final = timedelta(days=1)
_LETTERS_KEPT: Final = timedelta(days=7)


class SqlLinks:
    """ports.Links"""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, link: OneTimeLink) -> None:
        await self._db.execute(
            """INSERT INTO one_time_links
                   (id, token_hash, purpose, grounds, person_id, email, then_path, created_at, expires_at,
                   used_at)
               VALUES (:id, :token_hash, :purpose, :grounds, :person_id, :email, :then_path, :created_at,
                   :expires_at, NULL)""",
            id=id_number(link.id),
            token_hash=link.token_hash,
            purpose=link.purpose.value,
            grounds=link.grounds.value,
            person_id=None if link.person_id is None else id_number(link.person_id),
            email=link.email,
            then_path=link.then,
            created_at=micros(link.created_at),
            expires_at=None if link.expires_at is None else micros(link.expires_at),
        )

    async def find(self, token_hash: str) -> OneTimeLink | None:
        sql = "SELECT * FROM one_time_links WHERE token_hash = :token_hash"
        row = await self._db.one(sql, token_hash=token_hash)
        return None if row is None else _link_of(row)

    async def use(self, link: OneTimeLink, now: datetime) -> bool:
        sql = "UPDATE one_time_links SET used_at = :now WHERE id = :id AND used_at IS NULL"
        return await self._db.execute(sql, id=id_number(link.id), now=micros(now)) == 1

    async def invited(self, email: str, now: datetime) -> bool:
        row = await self._db.one(
            """SELECT 1 AS open FROM one_time_links
               WHERE email = :email AND used_at IS NULL AND grounds IN :grounds AND purpose = 'SIGN_UP'
                   AND (expires_at IS NULL OR expires_at > :now) LIMIT 1""",
            email=email,
            grounds=_ADMITTING,
            now=micros(now),
        )
        return row is not None

    async def void(self, now: datetime, *, email: str = "", person_id: PersonId | None = None) -> None:
        if email:
            sql = "UPDATE one_time_links SET used_at = :now WHERE email = :email AND used_at IS NULL"
            await self._db.execute(sql, email=email, now=micros(now))
        if person_id is not None:
            sql = "UPDATE one_time_links SET used_at = :now WHERE person_id = :person_id AND used_at IS NULL"
            await self._db.execute(sql, person_id=id_number(person_id), now=micros(now))

    async def void_owner_links(self, now: datetime) -> None:
        sql = "UPDATE one_time_links SET used_at = :now WHERE purpose = 'BECOME_OWNER' AND used_at IS NULL"
        await self._db.execute(sql, now=micros(now))


class SqlLetters:
    """ports.Letters"""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, letter: Letter) -> None:
        await self._db.execute(
            """INSERT INTO mails (id, kind, recipient, person_id, then_path, language, created_at, attempts,
                   tried_at, sent_at, problem)
               VALUES (:id, :kind, :recipient, :person_id, :then_path, :language, :created_at, 0,
                   NULL, NULL, '')""",
            id=id_number(letter.id),
            kind=letter.kind.value,
            recipient=letter.recipient,
            person_id=None if letter.person_id is None else id_number(letter.person_id),
            then_path=letter.then,
            language=letter.language,
            created_at=micros(letter.created_at),
        )

    async def find(self, mail_id: MailId) -> Letter | None:
        row = await self._db.one("SELECT * FROM mails WHERE id = :id", id=id_number(mail_id))
        return None if row is None else _letter_of(row)

    async def note_attempt(self, mail_id: MailId, now: datetime) -> None:
        sql = "UPDATE mails SET attempts = attempts + 1, tried_at = :now WHERE id = :id"
        await self._db.execute(sql, id=id_number(mail_id), now=micros(now))

    async def note_sent(self, mail_id: MailId, now: datetime) -> None:
        await self._db.execute(
            "UPDATE mails SET sent_at = :now WHERE id = :id", id=id_number(mail_id), now=micros(now)
        )

    async def note_problem(self, mail_id: MailId, problem: str) -> None:
        sql = "UPDATE mails SET problem = :problem WHERE id = :id"
        await self._db.execute(sql, id=id_number(mail_id), problem=problem)

    async def forget_attempt(self, mail_id: MailId) -> None:
        await self._db.execute("UPDATE mails SET tried_at = NULL WHERE id = :id", id=id_number(mail_id))

    async def in_trouble(self, since: datetime) -> bool:
        row = await self._db.one(
            "SELECT sent_at, problem FROM mails WHERE tried_at > :since ORDER BY tried_at DESC LIMIT 1",
            since=micros(since),
        )
        return row is not None and row["sent_at"] is None and not row["problem"]


class SqlNews:
    """ports.News: the outbox and the purges of this service's database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._outbox = Outbox(database, clock=clock)
        self._purges = Purges(database, clock=clock)

    async def tell(self, *events: Event, stale: Iterable[str] = ()) -> None:
        for event in events:
            await self._outbox.add(event)
        tags = tuple(stale)
        if tags:
            await self._purges.add(*tags)


class SqlHousekeeping:
    """ports.Housekeeping"""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def sweep(self, now: datetime) -> int:
        swept = 0
        for sql, before in (
            ("DELETE FROM sessions WHERE expires_at < :before", now),
            ("DELETE FROM access_tokens WHERE expires_at < :before", now - TOKENS_KEPT),
            ("DELETE FROM one_time_links WHERE expires_at < :before", now - _KEPT_AFTERWARDS),
            ("DELETE FROM one_time_links WHERE used_at < :before", now - _KEPT_AFTERWARDS),
            ("DELETE FROM mails WHERE created_at < :before", now - _LETTERS_KEPT),
            ("DELETE FROM mails WHERE sent_at < :before", now - _KEPT_AFTERWARDS),
            ("DELETE FROM attempts WHERE full_at < :before", now),
            ("DELETE FROM spent_challenges WHERE expires_at < :before", now),
        ):
            swept += await self._db.execute(sql, before=micros(before))
        return swept


def _link_of(row: Row) -> OneTimeLink:
    return OneTimeLink(
        id=to_text(row["id"]),
        token_hash=row["token_hash"],
        purpose=LinkPurpose(row["purpose"]),
        grounds=Grounds(row["grounds"]),
        person_id=_person(row["person_id"]),
        email=row["email"],
        then=row["then_path"],
        created_at=moment(row["created_at"]),
        expires_at=_moment(row["expires_at"]),
        used_at=_moment(row["used_at"]),
    )


def _letter_of(row: Row) -> Letter:
    return Letter(
        id=MailId(to_text(row["id"])),
        kind=LetterKind(row["kind"]),
        recipient=row["recipient"],
        person_id=_person(row["person_id"]),
        then=row["then_path"],
        language=row["language"],
        created_at=moment(row["created_at"]),
        attempts=row["attempts"],
        sent_at=_moment(row["sent_at"]),
        problem=row["problem"],
    )


def _person(number: int | None) -> PersonId | None:
    return None if number is None else PersonId(to_text(number))


def _moment(microseconds: Any) -> datetime | None:
    return None if microseconds is None else moment(microseconds)
