"""Access tokens in a database."""

from datetime import datetime

from octavo.accounts.adapters.sql_people import COLUMNS, account_of
from octavo.accounts.adapters.sql_values import id_number, micros, moment
from octavo.accounts.api import PersonId, TokenId
from octavo.accounts.entities import Account
from octavo.accounts.tokens import StoredAccessToken
from octavo.chassis.database import Database
from octavo.chassis.ids import to_text
from octavo.chassis.sql import Row

_COLUMNS = """t.id AS token_id, t.person_id, t.name AS token_name, t.token_hash, t.scopes, t.created_at,
    t.expires_at, t.last_used_on"""


class SqlAccessTokens:
    """ports.AccessTokens"""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, token: StoredAccessToken) -> None:
        await self._db.execute(
            """INSERT INTO access_tokens (id, person_id, name, token_hash, scopes, created_at, expires_at)
               VALUES (:id, :person_id, :name, :token_hash, :scopes, :created_at, :expires_at)""",
            id=id_number(token.id),
            person_id=id_number(token.person_id),
            name=token.name,
            token_hash=token.token_hash,
            scopes=" ".join(token.scopes),
            created_at=micros(token.created_at),
            expires_at=micros(token.expires_at),
        )

    async def find(self, token_hash: str) -> tuple[StoredAccessToken, Account] | None:
        row = await self._db.one(
            f"""SELECT {COLUMNS}, {_COLUMNS} FROM access_tokens t JOIN people p ON p.id = t.person_id
                WHERE t.token_hash = :token_hash""",  # noqa: S608 - constant columns
            token_hash=token_hash,
        )
        return None if row is None else (_token_of(row), account_of(row))

    async def of(self, person_id: PersonId) -> list[StoredAccessToken]:
        rows = await self._db.all(
            f"""SELECT {_COLUMNS} FROM access_tokens t WHERE t.person_id = :person_id
                ORDER BY t.id DESC LIMIT 100""",  # noqa: S608 - constant columns
            person_id=id_number(person_id),
        )
        return [_token_of(row) for row in rows]

    async def touch(self, token_id: TokenId, day: datetime) -> None:
        await self._db.execute(
            "UPDATE access_tokens SET last_used_on = :day WHERE id = :id",
            id=id_number(token_id),
            day=micros(day),
        )

    async def end(self, person_id: PersonId, *, only: TokenId | None = None) -> bool:
        sql, values = (
            "DELETE FROM access_tokens WHERE person_id = :person_id",
            {"person_id": id_number(person_id)},
        )
        if only is not None:
            sql, values["id"] = f"{sql} AND id = :id", id_number(only)
        return await self._db.execute(sql, **values) > 0


def _token_of(row: Row) -> StoredAccessToken:
    return StoredAccessToken(
        id=TokenId(to_text(row["token_id"])),
        person_id=PersonId(to_text(row["person_id"])),
        name=row["token_name"],
        token_hash=row["token_hash"],
        scopes=tuple(row["scopes"].split()),
        created_at=moment(row["created_at"]),
        expires_at=moment(row["expires_at"]),
        last_used_on=None if row["last_used_on"] is None else moment(row["last_used_on"]),
    )
