"""People and their handles in a database."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from octavo.accounts.adapters.sql_values import id_number, micros, moment, numbers
from octavo.accounts.api import ImageId, PersonId, ProfileLink, Role
from octavo.accounts.entities import Account
from octavo.accounts.ports import EVERYBODY, AddressTaken, Sought
from octavo.chassis.database import Database
from octavo.chassis.engine import Duplicate
from octavo.chassis.ids import to_text
from octavo.chassis.sql import Row

COLUMNS: Final = """p.id, p.handle, p.name, p.bio, p.picture_id, p.links, p.email, p.new_email,
    p.password_hash, p.role, p.language, p.time_zone, p.source, p.joined_at, p.last_seen_at,
    p.suspended_at, p.suspension_reason, p.erased_at"""

_WITH_WORD: Final = (
    "(p.handle LIKE :word{number} ESCAPE '!' OR lower(p.name) LIKE :word{number} ESCAPE '!'"
    " OR p.email LIKE :word{number} ESCAPE '!')"
)

_links = msgspec.json.Decoder(tuple[ProfileLink, ...])


class SqlPeople:
    """ports.People"""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def find(self, person_id: PersonId) -> Account | None:
        return await self._find("p.id = :id", id=id_number(person_id))

    async def find_many(self, person_ids: Sequence[PersonId]) -> list[Account]:
        sql = f"SELECT {COLUMNS} FROM people p WHERE p.id IN :ids"  # noqa: S608 - constant columns
        rows = await self._db.all(sql, ids=numbers(person_ids))
        return [account_of(row) for row in rows]

    async def find_by_handle(self, handle: str) -> Account | None:
        return await self._find(
            "p.id = (SELECT person_id FROM handles WHERE handle = :handle)", handle=handle
        )

    async def find_by_email(self, email: str) -> Account | None:
        return await self._find("p.email = :email", email=email)

    async def find_by_waiting_email(self, email: str) -> Account | None:
        return await self._find(
            "p.new_email = :email AND p.email IS NULL"
            " ORDER BY CASE p.role WHEN 'OWNER' THEN 0 ELSE 1 END, p.id LIMIT 1",
            email=email,
        )

    async def find_by_source(self, source: str) -> Account | None:
        return await self._find("p.source = :source", source=source)

    async def _find(self, condition: str, **values: Any) -> Account | None:
        row = await self._db.one(f"SELECT {COLUMNS} FROM people p WHERE {condition}", **values)  # noqa: S608 - conditions of this file
        return None if row is None else account_of(row)

    async def add(self, account: Account) -> None:
        await self._write(
            """INSERT INTO people (id, handle, name, bio, picture_id, links, email, new_email, password_hash,
                   role, language, time_zone, source, joined_at, last_seen_at, suspended_at,
                   suspension_reason, erased_at)
               VALUES (:id, :handle, :name, :bio, :picture_id, :links, :email, :new_email, :password_hash,
                   :role, :language, :time_zone, :source, :joined_at, :last_seen_at, :suspended_at,
                   :suspension_reason, :erased_at)""",
            account,
        )

    async def save(self, account: Account) -> None:
        await self._write(
            """UPDATE people SET handle = :handle, name = :name, bio = :bio, picture_id = :picture_id,
                   links = :links, email = :email, new_email = :new_email, password_hash = :password_hash,
                   role = :role, language = :language, time_zone = :time_zone, source = :source,
                   joined_at = :joined_at, last_seen_at = :last_seen_at, suspended_at = :suspended_at,
                   suspension_reason = :suspension_reason, erased_at = :erased_at
               WHERE id = :id""",
            account,
        )

    async def _write(self, sql: str, account: Account) -> None:
        try:
            await self._db.execute(
                sql,
                id=id_number(account.id),
                handle=account.handle,
                name=account.name,
                bio=account.bio,
                picture_id=account.picture_id,
                links=msgspec.json.encode(account.links).decode(),
                email=account.email or None,
                new_email=account.new_email,
                password_hash=account.password_hash,
                role=account.role.value,
                language=account.language,
                time_zone=account.time_zone,
                source=account.source or None,
                joined_at=micros(account.joined_at),
                last_seen_at=micros(account.last_seen_at),
                suspended_at=None if account.suspended_at is None else micros(account.suspended_at),
                suspension_reason=account.suspension_reason,
                erased_at=None if account.erased_at is None else micros(account.erased_at),
            )
        except Duplicate as duplicate:
            if duplicate.columns == ("email",):
                raise AddressTaken from duplicate
            raise

    async def page(self, *, before: PersonId | None, limit: int, sought: Sought = EVERYBODY) -> list[Account]:
        values: dict[str, Any] = {"before": 2**63 - 1 if before is None else id_number(before)}
        conditions = ["p.id < :before"]
        for number, word in enumerate(sought.words):
            values[f"word{number}"] = f"%{_literally(word)}%"
            conditions.append(_WITH_WORD.format(number=number))
        if sought.role is not Role.UNSPECIFIED:
            values["role"] = sought.role.value
            conditions.append("p.role = :role")
        if sought.suspended:
            conditions.append("p.suspended_at IS NOT NULL")
        where = " AND ".join(conditions)
        sql = f"SELECT {COLUMNS} FROM people p WHERE {where} ORDER BY p.id DESC LIMIT :limit"  # noqa: S608 - constant columns and conditions
        rows = await self._db.all(sql, limit=limit, **values)
        return [account_of(row) for row in rows]

    async def count_owners(self) -> int:
        row = await self._db.one(
            """SELECT count(*) AS owners FROM people
               WHERE role = 'OWNER' AND suspended_at IS NULL AND erased_at IS NULL"""
        )
        return 0 if row is None else int(row["owners"])

    async def due(self, now: datetime, *, limit: int) -> list[Account]:
        rows = await self._db.all(
            f"SELECT {COLUMNS} FROM people p WHERE p.erased_at <= :now ORDER BY p.erased_at LIMIT :limit",  # noqa: S608 - constant columns
            now=micros(now),
            limit=limit,
        )
        return [account_of(row) for row in rows]


def _literally(word: str) -> str:
    """For LIKE: a word that stands for itself."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


class SqlHandles:
    """ports.Handles. `secret` keys the hashes by which handles of people who are gone are known."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._db = database
        self._key = hashlib.blake2b(b"spent handles", key=secret[:64], digest_size=32).digest()

    async def take(self, handle: str, person_id: PersonId, now: datetime) -> bool:
        if await self._spent([handle]):
            return False
        values: dict[str, Any] = {"handle": handle, "person_id": id_number(person_id)}
        inserted = await self._db.execute(
            """INSERT INTO handles (handle, person_id, taken_at) VALUES (:handle, :person_id, :now)
               ON CONFLICT (handle) DO NOTHING""",
            now=micros(now),
            **values,
        )
        if inserted:
            return True
        sql = "SELECT 1 AS own FROM handles WHERE handle = :handle AND person_id = :person_id"
        return await self._db.one(sql, **values) is not None

    async def taken(self, handles: Iterable[str]) -> set[str]:
        asked = list(handles)
        rows = await self._db.all("SELECT handle FROM handles WHERE handle IN :handles", handles=asked)
        return {row["handle"] for row in rows} | await self._spent(asked)

    async def spend(self, person_id: PersonId) -> None:
        sql = "SELECT handle FROM handles WHERE person_id = :person_id"
        for row in await self._db.all(sql, person_id=id_number(person_id)):
            await self._db.execute(
                "INSERT INTO spent_handles (digest) VALUES (:digest) ON CONFLICT (digest) DO NOTHING",
                digest=self._digest(row["handle"]),
            )

    async def _spent(self, handles: list[str]) -> set[str]:
        digests = {self._digest(handle): handle for handle in handles}
        rows = await self._db.all(
            "SELECT digest FROM spent_handles WHERE digest IN :digests", digests=list(digests)
        )
        return {digests[row["digest"]] for row in rows}

    def _digest(self, handle: str) -> str:
        return hmac.digest(self._key, handle.encode(), "sha256").hex()


def account_of(row: Row) -> Account:
    """An account from a row that has all of COLUMNS."""
    return Account(
        id=PersonId(to_text(row["id"])),
        handle=row["handle"],
        name=row["name"],
        bio=row["bio"],
        picture_id=ImageId(row["picture_id"]),
        links=_links.decode(row["links"]),
        email=row["email"] or "",
        new_email=row["new_email"],
        password_hash=row["password_hash"],
        role=Role(row["role"]),
        language=row["language"],
        time_zone=row["time_zone"],
        source=row["source"] or "",
        joined_at=moment(row["joined_at"]),
        last_seen_at=moment(row["last_seen_at"]),
        suspended_at=None if row["suspended_at"] is None else moment(row["suspended_at"]),
        suspension_reason=row["suspension_reason"],
        erased_at=None if row["erased_at"] is None else moment(row["erased_at"]),
    )
