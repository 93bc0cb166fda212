"""What a service keeps about people is found, exported and erased by the marks alone."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
import pytest

from octavo.chassis import database, holders
from octavo.chassis.contract import Category, Erasure, Personal
from octavo.chassis.database import Database
from octavo.chassis.faults import Unavailable
from octavo.chassis.holders import Holders, PersonalData, UnknownHolder
from octavo.chassis.ids import from_text, to_text
from octavo.chassis.personal import Holdings, Table, erase, files, gaps, rows
from octavo.chassis.place import Place
from tests.conftest import Databases

ANNA, BERT = to_text(1001), to_text(1002)
MIGRATION = """
CREATE TABLE notes (id BIGINT PRIMARY KEY, writer_id BIGINT NOT NULL, words TEXT NOT NULL, tags TEXT NOT NULL,
    secret TEXT NOT NULL, written_at BIGINT NOT NULL, checked_by BIGINT, checker_says TEXT NOT NULL);
CREATE TABLE answers (note_id BIGINT NOT NULL, place INTEGER NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (note_id, place));
CREATE TABLE votes (voter TEXT NOT NULL, on_what BIGINT NOT NULL, counted_at BIGINT NOT NULL,
    PRIMARY KEY (voter, on_what));
CREATE TABLE lamps (id BIGINT PRIMARY KEY, lit INTEGER NOT NULL);
"""


def mark(category: Category, erasure: Erasure, subject: str) -> Personal:
    return Personal(category, erasure, subject)


class StoredNote(msgspec.Struct):
    writer_id: Annotated[str, mark(Category.IDENTITY, Erasure.DELETE, "writer_id")] = ""
    words: Annotated[str, mark(Category.CONTENT, Erasure.DELETE, "writer_id")] = ""
    tags: Annotated[tuple[str, ...], mark(Category.CONTENT, Erasure.DELETE, "writer_id")] = ()
    secret: Annotated[str, mark(Category.CREDENTIAL, Erasure.DELETE, "writer_id")] = ""
    written_at: Annotated[datetime | None, mark(Category.BEHAVIOUR, Erasure.DELETE, "writer_id")] = None
    checked_by: Annotated[str, mark(Category.IDENTITY, Erasure.BLANK, "checked_by")] = ""
    checker_says: Annotated[str, mark(Category.CONTENT, Erasure.BLANK, "checked_by")] = ""


class StoredVote(msgspec.Struct):
    voter: Annotated[str, mark(Category.IDENTITY, Erasure.BLANK, "voter")] = ""
    counted_at: Annotated[datetime | None, mark(Category.BEHAVIOUR, Erasure.KEEP, "voter")] = None


NOTES = Table(
    name="notes",
    kind=StoredNote,
    marked=("writer_id", "words", "tags", "secret", "written_at", "checked_by", "checker_says"),
    others={"id": "a number"},
)
ANSWERS = Table(
    name="answers",
    kind=StoredNote,
    marked=("words",),
    others={"note_id": "a number", "place": "a number"},
    whose={"writer_id": "note_id IN (SELECT id FROM notes WHERE writer_id = :number)"},
)
VOTES = Table(
    name="votes",
    kind=StoredVote,
    marked=("voter", "counted_at"),
    others={"on_what": "a number"},
    emptied={"voter": "'gone ' || on_what"},
)
LAMPS = Table(name="lamps", others={"id": "a number", "lit": "whether it burns"})
HOLDINGS = Holdings(tables=(ANSWERS, NOTES, VOTES, LAMPS))


@pytest.fixture
async def db(any_database: Databases, tmp_path: Path) -> Database:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_notes.sql").write_text(MIGRATION)
    return await any_database("notes", folder)


async def note(
    db: Database, number: int, writer: str, *, words: str = "words", checked_by: str | None = None
) -> None:
    await db.execute(
        """INSERT INTO notes (id, writer_id, words, tags, secret, written_at, checked_by, checker_says)
           VALUES (:id, :writer, :words, '["a"]', 'hash', 1000000, :checked_by, 'fine')""",
        id=number,
        writer=from_text(writer),
        words=words,
        checked_by=None if checked_by is None else from_text(checked_by),
    )
    await db.execute("INSERT INTO answers (note_id, place, words) VALUES (:id, 1, 'mine')", id=number)


async def vote(db: Database, voter: str, on_what: int) -> None:
    sql = "INSERT INTO votes (voter, on_what, counted_at) VALUES (:voter, :on_what, 5)"
    await db.execute(sql, voter=voter, on_what=on_what)


async def all_rows(db: Database, person_id: str) -> list[tuple[str, dict[str, object]]]:
    return [found async for found in rows(db, HOLDINGS, person_id)]


async def test_a_mapping_that_is_whole_has_no_gaps(db: Database) -> None:
    assert await gaps(db, HOLDINGS) == []


async def test_every_gap_is_named(db: Database) -> None:
    halved = Table(
        name="notes", kind=StoredNote, marked=("words", "tags"), others={"id": "", "words": "", "gone": ""}
    )
    lost = Table(name="answers", kind=StoredNote, marked=("words",), others={"note_id": "", "place": ""})
    wrong = Table(name="votes", kind=StoredVote, marked=("on_what",))
    found = await gaps(db, Holdings(tables=(halved, lost, wrong, Table(name="attics"))))
    assert "attics: there is no such table" in found
    assert "lamps: a table that the mapping does not know" in found
    assert "notes.secret: no mark, and no reason why not" in found
    assert "notes.gone: there is no such column" in found
    assert "notes.words: marked and not marked" in found
    assert "answers: whose row is it? No column holds writer_id; say it in `whose`" in found
    assert "votes.on_what: on_what has no mark" in found
    assert "StoredNote.secret: marked, but kept nowhere" in found


async def test_what_is_kept_in_no_table_may_be_told(db: Database) -> None:
    halved = Table(
        name="votes", kind=StoredVote, marked=("voter",), others={"on_what": "", "counted_at": "a test's"}
    )
    tables = (ANSWERS, NOTES, halved, LAMPS)
    assert await gaps(db, Holdings(tables=tables)) == ["StoredVote.counted_at: marked, but kept nowhere"]
    elsewhere = {"StoredVote.counted_at": "in a file"}
    assert await gaps(db, Holdings(tables=tables, elsewhere=elsewhere)) == []


async def test_an_export_has_every_row_once_and_no_secret(db: Database) -> None:
    for number in range(1, 46):  # more than are read at once
        await note(db, number, ANNA, words=f"{{number {number}")
    await note(db, 100, BERT, checked_by=ANNA)
    await vote(db, ANNA, 7)
    found = await all_rows(db, ANNA)
    own = [row for table, row in found if table == "notes" and "words" in row]
    assert [row["words"] for row in own] == [f"{{number {number}" for number in range(1, 46)]
    assert own[0] == {
        "id": to_text(1),
        "writer_id": ANNA,
        "words": "{number 1",
        "tags": ["a"],
        "written_at": "1970-01-01T00:00:01+00:00",
    }
    assert len([row for table, row in found if table == "answers"]) == 45
    assert [row for table, row in found if table == "notes" and "words" not in row] == [
        {"id": to_text(100), "checked_by": ANNA, "checker_says": "fine"}
    ]
    assert [row for table, row in found if table == "votes"] == [
        {"voter": ANNA, "counted_at": "1970-01-01T00:00:00.000005+00:00"}
    ]


async def test_an_export_reads_as_json_files(db: Database) -> None:
    await note(db, 1, ANNA)
    await note(db, 2, ANNA)
    await vote(db, ANNA, 7)
    texts: dict[str, bytes] = {}
    async for path, data in files(db, HOLDINGS, ANNA):
        texts[path] = texts.get(path, b"") + data
    assert {path: len(msgspec.json.decode(text)) for path, text in texts.items()} == {
        "answers.json": 2,
        "notes.json": 2,
        "votes.json": 1,
    }
    assert [path async for path, _ in files(db, HOLDINGS, BERT)] == []


async def test_erasure_deletes_empties_and_keeps_as_the_marks_say(db: Database) -> None:
    await note(db, 1, ANNA, checked_by=BERT)
    await note(db, 2, BERT, checked_by=ANNA)
    await vote(db, ANNA, 7)
    await vote(db, BERT, 7)
    touched = await erase(db, HOLDINGS, ANNA)
    assert touched == {"answers": 1, "notes": 2, "votes": 1}
    assert await all_rows(db, ANNA) == []
    (left,) = await db.all("SELECT * FROM notes")
    assert (left["id"], left["words"], left["checked_by"], left["checker_says"]) == (2, "words", None, "")
    assert [dict(row) for row in await db.all("SELECT voter, counted_at FROM votes ORDER BY voter")] == [
        {"voter": BERT, "counted_at": 5},
        {"voter": "gone 7", "counted_at": 5},
    ]
    assert await erase(db, HOLDINGS, ANNA) == {"answers": 0, "notes": 0, "votes": 0}


async def test_an_id_that_is_none_is_about_nobody(db: Database) -> None:
    await note(db, 1, ANNA)
    assert await all_rows(db, "'; DROP") == []
    assert await erase(db, HOLDINGS, "'; DROP") == {"answers": 0, "notes": 0, "votes": 0}


def holding(folder: Path, what: bytes) -> list[str]:
    return [path.name for path in folder.glob("notes.db*") if what in path.read_bytes()]


async def test_nothing_of_it_stays_in_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_notes.sql").write_text(MIGRATION)
    db = await database.open(tmp_path / "notes.db", name="notes", migrations=folder)
    try:
        await note(db, 1, ANNA, words="canary " * 5000)
        await db.execute("UPDATE notes SET words = 'canary, and shorter'")
        assert holding(tmp_path, b"canary")
        await erase(db, HOLDINGS, ANNA)
        await db.scrub()
        assert holding(tmp_path, b"canary") == []
    finally:
        await db.close()


async def test_services_export_and_erase_here_and_over_the_wire(db: Database, tmp_path: Path) -> None:
    await note(db, 1, ANNA, words="long " * 30_000)
    told: list[str] = []

    async def step(person_id: str) -> None:
        told.append(person_id)
        assert await all_rows(db, person_id), "a step comes before the rows go"

    async def pictures(person_id: str) -> AsyncIterator[tuple[str, bytes]]:
        yield "picture.png", b"x" * 200_000
        yield "empty.txt", b""

    kept = Holders()
    kept.add("notes", db, HOLDINGS)
    kept.adds_files("notes", pictures)
    kept.before_erasure("notes", step)
    assert kept.names == ("notes",)
    address = f"unix:{tmp_path}/s"
    here, there = Place(secret=b"s" * 32), Place(secret=b"s" * 32, peers={"notes": address})
    here.here[holders.CONTRACT] = kept
    server = await here.serve(address)
    remote: PersonalData = await there.get(
        "notes",
        PersonalData,  # type: ignore[type-abstract]  # what is asked for is the Protocol
        holders.CONTRACT,
        lambda: kept,
    )
    sizes: dict[str, int] = {}
    async for piece in remote.export(source="notes", person_id=ANNA):
        assert len(piece.data) <= 64 * 1024
        sizes[piece.path] = sizes.get(piece.path, 0) + len(piece.data)
    assert sizes.keys() == {"answers.json", "notes.json", "picture.png", "empty.txt"}
    assert sizes["picture.png"] == 200_000
    assert sizes["notes.json"] > 150_000
    with pytest.raises(UnknownHolder):
        await anext(remote.export(source="lamps", person_id=ANNA))

    # Whoever packs for all gathers it wherever it is.
    packing = Holders()
    packing.add_elsewhere("notes", remote)
    assert (packing.names, packing.keepers) == ((), ("notes",))
    paths = {piece.path async for piece in packing.gather(source="notes", person_id=ANNA)}
    assert paths == sizes.keys()
    assert [piece async for piece in kept.gather(source="notes", person_id=ANNA)]
    with pytest.raises(UnknownHolder):  # and tells others only what is its own
        await anext(packing.export(source="notes", person_id=ANNA))
    await server.stop()
    with pytest.raises(Unavailable):
        await anext(packing.gather(source="notes", person_id=ANNA))
    await there.close()
    await kept.erase("notes", ANNA)
    assert told == [ANNA]
    assert await all_rows(db, ANNA) == []
