"""Equal rows have equal hashes on both engines, and no two different ones share a form."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.copying.canon import Value, digest, form
from tests.conftest import Databases

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
INTEGERS = st.integers(-(2**63), 2**63 - 1)
DOUBLES = st.floats(allow_nan=False)
VALUES: st.SearchStrategy[Value] = st.one_of(st.none(), INTEGERS, DOUBLES, TEXT, st.binary())


def kind(values: Sequence[Value]) -> tuple[object, ...]:
    """What a row is, zero without its sign."""
    return tuple((type(value), value) for value in values)


@given(st.lists(VALUES), st.lists(VALUES))
def test_two_rows_have_one_form_only_if_they_are_the_same(ours: list[Value], theirs: list[Value]) -> None:
    assert (form(ours) == form(theirs)) == (kind(ours) == kind(theirs))


@given(st.lists(st.lists(VALUES, max_size=3), max_size=4), st.lists(st.lists(VALUES, max_size=3), max_size=4))
def test_rows_that_are_cut_otherwise_have_another_hash(
    ours: list[list[Value]], theirs: list[list[Value]]
) -> None:
    same = [kind(row) for row in ours] == [kind(row) for row in theirs]
    assert (digest(ours) == digest(theirs)) == same


def test_a_truth_and_a_list_have_no_form() -> None:
    with pytest.raises(TypeError, match="list"):
        form([[1]])  # type: ignore[list-item]


async def test_what_an_engine_gives_back_has_the_form_of_what_it_was_given(
    any_database: Databases, tmp_path: Path
) -> None:
    folder = tmp_path / "kinds"
    folder.mkdir()
    (folder / "0001_kinds.sql").write_text(
        "CREATE TABLE kinds (id BIGINT PRIMARY KEY, i BIGINT, f DOUBLE PRECISION, s TEXT, b BLOB);"
    )
    db = await any_database("kinds", folder)
    loop = asyncio.get_running_loop()
    maybe = st.none()

    async def there_and_back(values: list[Value]) -> list[Value]:
        await db.execute("DELETE FROM kinds")
        await db.execute(
            "INSERT INTO kinds (id, i, f, s, b) VALUES (1, :i, :f, :s, :b)",
            **dict(zip("ifsb", values, strict=True)),
        )
        row = await db.one("SELECT i, f, s, b FROM kinds")
        assert row is not None
        return [row[name] for name in "ifsb"]

    @settings(max_examples=200, deadline=None)
    @given(st.tuples(maybe | INTEGERS, maybe | DOUBLES, maybe | TEXT, maybe | st.binary()))
    def all_come_back(values: tuple[Value, ...]) -> None:
        back = asyncio.run_coroutine_threadsafe(there_and_back(list(values)), loop).result()
        assert form(back) == form(values), (back, values)

    await asyncio.to_thread(all_come_back)
