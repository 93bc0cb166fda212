"""What a service may rely on, the same on SQLite and PostgreSQL."""

import asyncio
import contextvars
from pathlib import Path

import pytest

from octavo.chassis.database import Database
from octavo.chassis.engine import Conflict, ConstraintBroken, Duplicate, TransactionBroken
from octavo.chassis.sql import SqlMistake
from tests.conftest import Databases

TABLES = """
CREATE TABLE people (
    id BIGINT PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    site TEXT,
    age INTEGER CHECK (age >= 0),
    picture BLOB,
    weight DOUBLE PRECISION,
    UNIQUE (site, age)
);
CREATE TABLE letters (id BIGINT PRIMARY KEY, person BIGINT NOT NULL REFERENCES people (id));
CREATE TABLE tags (name TEXT NOT NULL);
CREATE UNIQUE INDEX tags_lower ON tags (lower(name));
"""
ADD = "INSERT INTO people (id, handle) VALUES (:id, :handle)"


@pytest.fixture
async def db(database_factory: Databases, tmp_path: Path) -> Database:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_people.sql").write_text(TABLES)
    return await database_factory("people", folder)


async def handles(db: Database) -> list[str]:
    return [row["handle"] for row in await db.all("SELECT handle FROM people ORDER BY id")]


async def test_rows_are_mappings_and_statements_count_their_rows(db: Database) -> None:
    assert await db.execute(ADD, id=1, handle="ada") == 1
    assert await db.execute(ADD, id=2, handle="bob") == 1
    row = await db.one("SELECT id, handle, site FROM people WHERE id = :id", id=1)
    assert row is not None
    assert dict(row) == {"id": 1, "handle": "ada", "site": None}
    assert await db.one("SELECT id FROM people WHERE id = :id", id=9) is None
    assert await db.execute("UPDATE people SET age = :age WHERE id IN :ids", age=3, ids=[1, 2, 3]) == 2
    assert await db.execute("UPDATE people SET age = 1 WHERE id = 9") == 0
    assert (
        await db.execute("INSERT INTO people (id, handle) VALUES (1, 'x') ON CONFLICT (id) DO NOTHING") == 0
    )
    assert await db.execute("DELETE FROM people") == 2


async def test_every_kind_of_value_comes_back_as_it_went_in(db: Database) -> None:
    values = {"id": 2**63 - 1, "handle": "ünïcode 🦉", "age": 7, "picture": b"\0\xff", "weight": 0.1}
    await db.execute(
        """INSERT INTO people (id, handle, age, picture, weight)
           VALUES (:id, :handle, :age, :picture, :weight)""",
        **values,
    )
    row = await db.one("SELECT id, handle, age, picture, weight FROM people")
    assert row is not None
    assert dict(row) == values


async def test_lists_stand_after_in(db: Database) -> None:
    for number in range(5):
        await db.execute(ADD, id=number, handle=f"p{number}")
    found = await db.all("SELECT id FROM people WHERE id IN :ids ORDER BY id DESC", ids=(1, 3, 99))
    assert [row["id"] for row in found] == [3, 1]
    found = await db.all(
        "SELECT id FROM people WHERE handle NOT IN :some ORDER BY id", some=["p0", "p1", "p2"]
    )
    assert [row["id"] for row in found] == [3, 4]
    assert await db.all("SELECT id FROM people WHERE id IN :ids", ids=[]) == []
    assert len(await db.all("SELECT id FROM people WHERE id IN :ids", ids=range(50_000))) == 5


async def test_literals_comments_and_names_are_left_alone(db: Database) -> None:
    row = await db.one(
        """SELECT ':id it''s IN :ids' AS "a:b", :id + 0 AS id -- not :this
           /* nor :that */ FROM people WHERE 1 = 0 UNION ALL SELECT 'x :y', CAST(:id AS BIGINT)""",
        id=4,
    )
    assert row is not None
    assert dict(row) == {"a:b": "x :y", "id": 4}


async def test_returning_gives_rows(db: Database) -> None:
    row = await db.one("INSERT INTO people (id, handle) VALUES (7, 'eve') RETURNING id, handle")
    assert row is not None
    assert (row["id"], row["handle"]) == (7, "eve")
    assert await handles(db) == ["eve"]


async def test_text_sorts_by_bytes(db: Database) -> None:
    for number, handle in enumerate(["b", "Z", "a", "é"]):
        await db.execute(ADD, id=number, handle=handle)
    found = await db.all("SELECT handle FROM people ORDER BY handle")
    assert [row["handle"] for row in found] == ["Z", "a", "b", "é"]
    assert len(await db.all("SELECT 1 AS x FROM people WHERE handle LIKE 'A%'")) == 0


async def test_mistakes_are_named_before_anything_runs(db: Database) -> None:
    with pytest.raises(SqlMistake, match=r"missing: \['handle'\]"):
        await db.execute(ADD, id=1)
    with pytest.raises(SqlMistake, match=r"not in the statement: \['name'\]"):
        await db.execute(ADD, id=1, handle="x", name="y")
    with pytest.raises(SqlMistake, match="must be a list"):
        await db.all("SELECT id FROM people WHERE handle IN :handles", handles="abc")
    with pytest.raises(SqlMistake, match="NUL"):
        await db.execute(ADD, id=1, handle="a\0b")
    async with db.transaction(read_only=True):
        with pytest.raises(SqlMistake, match="read-only"):
            await db.execute(ADD, id=1, handle="x")
        with pytest.raises(SqlMistake, match="read-only"):
            async with db.transaction():
                pass
    with pytest.raises(SqlMistake):
        async with db.attempt():
            pass
    assert await handles(db) == []


async def test_a_transaction_happens_whole_or_not_at_all(db: Database) -> None:
    with pytest.raises(ValueError, match="no"):
        async with db.transaction():
            await db.execute(ADD, id=1, handle="ada")
            assert await handles(db) == ["ada"]
            raise ValueError("no")
    assert await handles(db) == []
    async with db.transaction():
        await db.execute(ADD, id=1, handle="ada")
        assert db.in_transaction
    assert not db.in_transaction
    assert await handles(db) == ["ada"]


async def test_a_second_transaction_joins_the_first(db: Database) -> None:
    with pytest.raises(ValueError, match="no"):
        async with db.transaction():
            async with db.transaction():
                await db.execute(ADD, id=1, handle="ada")
            await asyncio.wait_for(
                db.execute(ADD, id=2, handle="bob"), 5
            )  # its own task, the same transaction
            raise ValueError("no")
    assert await handles(db) == []


async def test_what_a_joined_part_gave_up_is_not_committed_by_the_whole(db: Database) -> None:
    with pytest.raises(TransactionBroken):
        async with db.transaction():
            with pytest.raises(ValueError, match="half"):
                async with db.transaction():
                    await db.execute(ADD, id=1, handle="ada")
                    raise ValueError("half")
    assert await handles(db) == []


async def test_others_do_not_see_an_open_transaction(db: Database) -> None:
    seen: list[list[str]] = []

    async def other() -> None:
        seen.append(await handles(db))

    async with db.transaction():
        await db.execute(ADD, id=1, handle="ada")
        task = asyncio.create_task(other(), context=contextvars.Context())
        await task
    assert seen == [[]]


async def test_a_task_that_outlives_its_transaction_is_outside_of_it(db: Database) -> None:
    ended = asyncio.Event()

    async def late() -> int:
        await ended.wait()
        return await db.execute(ADD, id=2, handle="bob")

    async with db.transaction():
        task = asyncio.create_task(late())
        await db.execute(ADD, id=1, handle="ada")
    ended.set()
    assert await task == 1
    assert await handles(db) == ["ada", "bob"]


async def test_a_failed_statement_breaks_its_transaction_unless_it_is_an_attempt(db: Database) -> None:
    await db.execute(ADD, id=1, handle="ada")
    with pytest.raises(TransactionBroken):
        async with db.transaction():
            with pytest.raises(Duplicate):
                await db.execute(ADD, id=1, handle="eve")
            await db.execute(ADD, id=2, handle="bob")
    async with db.transaction():
        with pytest.raises(Duplicate):
            async with db.attempt():
                await db.execute(ADD, id=3, handle="cy")
                await db.execute(ADD, id=1, handle="eve")
        await db.execute(ADD, id=2, handle="bob")
        async with db.attempt():
            await db.execute(ADD, id=4, handle="dan")
    assert await handles(db) == ["ada", "bob", "dan"]


async def test_duplicates_name_table_and_columns(db: Database) -> None:
    await db.execute("INSERT INTO people (id, handle, site, age) VALUES (1, 'ada', 's', 3)")
    with pytest.raises(Duplicate) as caught:
        await db.execute(ADD, id=2, handle="ada")
    assert (caught.value.table, caught.value.columns) == ("people", ("handle",))
    with pytest.raises(Duplicate) as caught:
        await db.execute(ADD, id=1, handle="bob")
    assert (caught.value.table, caught.value.columns) == ("people", ("id",))
    with pytest.raises(Duplicate) as caught:
        await db.execute("INSERT INTO people (id, handle, site, age) VALUES (3, 'cy', 's', 3)")
    assert (caught.value.table, caught.value.columns) == ("people", ("site", "age"))
    with pytest.raises(Duplicate) as caught:
        await db.execute("INSERT INTO tags (name) VALUES ('Art'), ('aRT')")
    assert (caught.value.columns, caught.value.constraint) == ((), "tags_lower")


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("INSERT INTO letters (id, person) VALUES (1, 99)", "foreign key"),
        ("INSERT INTO people (id) VALUES (1)", "not null"),
        ("INSERT INTO people (id, handle, age) VALUES (1, 'a', -1)", "check"),
    ],
)
async def test_broken_rules_are_named(db: Database, statement: str, kind: str) -> None:
    with pytest.raises(ConstraintBroken) as caught:
        await db.execute(statement)
    assert caught.value.kind == kind


async def test_a_cancelled_task_leaves_no_transaction_open(db: Database) -> None:
    inside = asyncio.Event()

    async def stuck() -> None:
        async with db.transaction():
            await db.execute(ADD, id=1, handle="ada")
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(stuck())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with db.transaction():
        await db.execute(ADD, id=2, handle="bob")
    assert await handles(db) == ["bob"]


@pytest.mark.parametrize("turns", range(12))
async def test_cancelling_at_any_step_undoes_or_commits_whole(db: Database, turns: int) -> None:
    committed: list[int] = []

    async def write() -> None:
        async with db.transaction():
            await db.execute(ADD, id=1, handle="ada")
            await db.execute(ADD, id=2, handle="bob")
            db.after_commit(lambda: committed.append(1))

    task = asyncio.create_task(write())
    for _ in range(turns):
        await asyncio.sleep(0.0002)
    task.cancel()
    await asyncio.wait([task])
    assert await handles(db) == (["ada", "bob"] if committed else [])
    await db.execute(ADD, id=3, handle="cy")  # and the database is free for the next


async def test_a_timeout_inside_a_transaction_breaks_it(db: Database) -> None:
    with pytest.raises(TransactionBroken):
        async with db.transaction():
            await db.execute(ADD, id=1, handle="ada")
            slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000000)"
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await db.one(f"{slow} SELECT count(*) AS c FROM n")
            await db.execute(ADD, id=2, handle="bob")
    assert await handles(db) == []


async def test_commits_call_back_and_undone_ones_do_not(db: Database) -> None:
    told: list[str] = []
    async with db.transaction():
        await db.execute(ADD, id=1, handle="ada")
        db.after_commit(lambda: told.append("committed"))
        assert told == []
    assert told == ["committed"]
    with pytest.raises(ValueError, match="no"):
        async with db.transaction():
            db.after_commit(lambda: told.append("undone"))
            raise ValueError("no")
    db.after_commit(lambda: told.append("now"))
    assert told == ["committed", "now"]


async def test_steps_before_the_commit_are_part_of_it(db: Database) -> None:
    async def step(items: tuple[str, ...]) -> None:
        await db.execute(ADD, id=9, handle=" ".join(items))

    async with db.transaction():
        db.before_commit(step, "a")
        with pytest.raises(ValueError, match="no"):
            async with db.attempt():
                db.before_commit(step, "undone")
                raise ValueError("no")
        db.before_commit(step, "b")
        await db.execute(ADD, id=1, handle="ada")
    assert await handles(db) == ["ada", "a b"]
    with pytest.raises(Duplicate):
        async with db.transaction():
            db.before_commit(step, "again")
            await db.execute(ADD, id=2, handle="bob")
    assert await handles(db) == ["ada", "a b"]
    with pytest.raises(SqlMistake):
        db.before_commit(step, "outside")


async def test_a_snapshot_stays_what_it_was(db: Database) -> None:
    await db.execute(ADD, id=1, handle="ada")

    async def other() -> None:
        await db.execute(ADD, id=2, handle="bob")

    async with db.transaction(read_only=True):
        assert await handles(db) == ["ada"]
        await asyncio.create_task(other(), context=contextvars.Context())
        assert await handles(db) == ["ada"]
    assert await handles(db) == ["ada", "bob"]


async def test_many_writers_lose_no_update(db: Database) -> None:
    await db.execute("INSERT INTO people (id, handle, age) VALUES (1, 'ada', 0)")

    async def add_one() -> None:
        async def work() -> None:
            row = await db.one("SELECT age FROM people WHERE id = 1")
            assert row is not None
            await db.execute("UPDATE people SET age = :age WHERE id = 1", age=row["age"] + 1)

        await db.run(work)

    await asyncio.gather(*[add_one() for _ in range(8)])
    row = await db.one("SELECT age FROM people")
    assert row is not None
    assert row["age"] == 8


async def test_a_second_process_sees_and_is_told(
    database_factory: Databases, db: Database, tmp_path: Path
) -> None:
    other = await database_factory("people", tmp_path / "migrations")
    with other.watch("outbox") as watch, db.watch("outbox") as own:
        await watch.wait(0.2)  # what came before
        async with db.transaction():
            await db.execute(ADD, id=1, handle="ada")
            await db.in_commit_order("outbox")
        async with asyncio.timeout(5):
            await watch.wait(60)
            await own.wait(60)
    assert await handles(other) == ["ada"]


async def test_conflicts_are_told_to_who_does_not_use_run(db: Database) -> None:
    """SQLite lets one writer in at a time, so that none collides; PostgreSQL refuses the second."""
    await db.execute("INSERT INTO people (id, handle, age) VALUES (1, 'ada', 0)")
    read, go = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with db.transaction():
            await db.one("SELECT age FROM people WHERE id = 1")
            read.set()
            await go.wait()
            await db.execute("UPDATE people SET age = 1 WHERE id = 1")

    task = asyncio.create_task(slow(), context=contextvars.Context())
    await read.wait()
    if db.dialect == "sqlite":
        go.set()
        await task
        return
    await db.execute("UPDATE people SET age = 5 WHERE id = 1")
    go.set()
    with pytest.raises(Conflict):
        await task
