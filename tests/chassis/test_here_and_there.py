"""What is the same here and over the wire, and, named one by one, what is not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as, deadline, tracing
from octavo.chassis.faults import (
    Aborted,
    Broken,
    DeadlineExceeded,
    Forbidden,
    Invalid,
    ResourceExhausted,
    Unauthenticated,
)
from octavo.chassis.testing import HERE, THERE, in_world
from tests.chassis.shelf.v1.shelf import (
    CONTRACT,
    Binding,
    Book,
    BookId,
    BookNotFound,
    Everything,
    EverythingPart,
    Quote,
    Remark,
    Shelf,
    Spoiled,
    TitleTaken,
)
from tests.chassis.shelves import NOON, ShelfInteractor, Unheard

READER = Caller(person_id="reader", roles=frozenset({"owner", "member"}), session_id="s1")


async def test_a_single_field_is_returned_as_itself(shelf: Shelf) -> None:
    with acting_as(READER):
        book = await shelf.add_book(title="Walden", binding=Binding.CLOTH, tags=("wood",), note="")
    assert book == Book(
        id=BookId("b0"),
        title="Walden",
        binding=Binding.CLOTH,
        tags=("wood",),
        note="",
        added_at=NOON,
        pages=100,
        copies={"here": 1},
    )
    assert await shelf.get_books(book_ids=(BookId("b0"), BookId("b9"))) == (book,)


async def test_an_absent_value_is_none_and_a_zero_is_a_zero(shelf: Shelf) -> None:
    assert await shelf.find_book(title="Walden") is None
    with acting_as(READER):
        assert (await shelf.add_book(title="Walden")).note is None
        assert (await shelf.add_book(title="Empty", pages=0)).pages == 0
    assert (await shelf.find_book(title="Walden")) is not None


async def test_a_fault_arrives_as_itself_with_its_fields(shelf: Shelf) -> None:
    with acting_as(READER):
        first = await shelf.add_book(title="Walden")
        with pytest.raises(TitleTaken) as caught:
            await shelf.add_book(title="Walden")
    assert caught.value == TitleTaken(winner=first, since=NOON, free=("Walden II",))
    assert str(caught.value) == "Another book has this title already."


async def test_the_chassis_own_faults_keep_their_fields_and_texts(shelf: Shelf) -> None:
    with pytest.raises(Unauthenticated):
        await shelf.add_book(title="Walden")
    with acting_as(READER), pytest.raises(Invalid) as invalid:
        await shelf.add_book(title="")
    assert invalid.value == Invalid("title", "A book has a title.")
    with pytest.raises(ResourceExhausted) as exhausted:
        await shelf.fail(how="exhausted")
    assert exhausted.value == ResourceExhausted(2.5, "Slowly, please.")
    with pytest.raises(Forbidden):
        await shelf.fail(how="forbidden")


async def test_a_problem_is_the_text_of_its_fault(shelf: Shelf) -> None:
    with pytest.raises(Spoiled, match=r"The title is spoiled\.") as caught:
        await shelf.fail(how="spoiled")
    assert isinstance(caught.value, Invalid)
    assert caught.value.field == "title"


async def test_arms_of_a_choice_are_told_apart(shelf: Shelf) -> None:
    with acting_as(READER):
        book = await shelf.add_book(title="Walden")
    for note in (Remark(text="good"), Quote(text="good", page=3), Remark(), None):
        answer = await shelf.annotate(book_id=book.id, note=note, took=timedelta(seconds=-1.5))
        assert answer.note == note
        assert answer.took == timedelta(seconds=-1.5)
    with pytest.raises(BookNotFound):
        await shelf.annotate(book_id=BookId("none"))


async def test_a_stream_gives_one_value_after_the_other_and_can_fail_at_its_end(shelf: Shelf) -> None:
    assert [number async for number in shelf.count(last=3)] == [1, 2, 3]
    seen = []
    with pytest.raises(BookNotFound) as caught:
        async for number in shelf.count(last=2, fail=True):
            seen.append(number)
    assert (seen, caught.value.book_id) == ([1, 2], "last")


async def test_a_stream_may_be_left_early(shelf: Shelf) -> None:
    async for number in shelf.count(last=1000):
        if number == 2:
            break
    assert (await shelf.who_asks()).person_id == ""


async def test_identity_deadline_and_trace_come_along(shelf: Shelf) -> None:
    with acting_as(READER), tracing("0123456789abcdef" * 2):
        async with deadline(5):
            answer = await shelf.who_asks()
    assert (answer.person_id, answer.roles, answer.trace) == (
        "reader",
        ("member", "owner"),
        "0123456789abcdef" * 2,
    )
    assert answer.seconds_left is not None
    assert 0 < answer.seconds_left < 5.5  # gRPC rounds a deadline up, to three digits or so
    with acting_as(ANONYMOUS):
        assert (await shelf.who_asks()).person_id == ""


async def test_a_deadline_cuts_short_what_takes_too_long(shelf: Shelf) -> None:
    with pytest.raises(DeadlineExceeded):
        async with deadline(0.1):
            await shelf.sleep(seconds=20)
    assert await shelf.sleep(seconds=0)


async def test_an_inner_deadline_never_outlives_the_outer(shelf: Shelf) -> None:
    async with deadline(1), deadline(50):
        left = (await shelf.who_asks()).seconds_left
    assert left is not None
    assert left < 1.1


async def test_a_call_can_be_cancelled(shelf: Shelf) -> None:
    running = asyncio.create_task(shelf.sleep(seconds=20))
    await asyncio.sleep(0.05)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await shelf.sleep(seconds=0)


def everything(**fields: object) -> dict[str, object]:
    """Arguments of `echo`: only what must be there, and `fields`."""
    required = {
        name: getattr(Everything(part=EverythingPart(), at=NOON, span=timedelta()), name)
        for name in Everything.__struct_fields__
    }
    return {**required, **fields}


# From here on: where the two worlds differ.


@pytest.fixture
async def here() -> AsyncIterator[Shelf]:
    async with in_world(HERE, Shelf, CONTRACT, ShelfInteractor()) as service:
        yield service


@pytest.fixture
async def there() -> AsyncIterator[Shelf]:
    async with in_world(THERE, Shelf, CONTRACT, ShelfInteractor()) as service:
        yield service


async def test_here_the_service_is_the_interactor_itself(here: Shelf) -> None:
    assert type(here) is ShelfInteractor


async def test_an_unexpected_exception_is_itself_here_and_mute_there(here: Shelf, there: Shelf) -> None:
    with pytest.raises(RuntimeError, match="1234"):
        await here.fail(how="unexpectedly")
    with pytest.raises(Broken) as caught:
        await there.fail(how="unexpectedly")
    assert "1234" not in f"{caught.value!r} {caught.value.__cause__} {caught.value.__context__}"


async def test_a_fault_of_no_contract_is_itself_here_and_its_code_there(here: Shelf, there: Shelf) -> None:
    with pytest.raises(Unheard):
        await here.fail(how="unheard")
    with pytest.raises(Aborted) as caught:
        await there.fail(how="unheard")
    assert type(caught.value) is Aborted
    assert str(caught.value) == "Nobody has heard of this."


async def test_a_number_too_large_passes_here_and_is_invalid_there(here: Shelf, there: Shelf) -> None:
    assert (await here.echo(**everything(small=2**40))).small == 2**40
    with pytest.raises(Invalid):
        await there.echo(**everything(small=2**40))
    assert await there.sleep(seconds=0)


async def test_half_a_character_passes_here_and_is_invalid_there(here: Shelf, there: Shelf) -> None:
    assert (await here.echo(**everything(text="\ud800"))).text == "\ud800"
    with pytest.raises(Invalid):
        await there.echo(**everything(text="\ud800"))
    assert await there.sleep(seconds=0)


async def test_a_naive_time_passes_here_and_is_invalid_there(here: Shelf, there: Shelf) -> None:
    naive = datetime(2026, 1, 1)
    assert (await here.echo(**everything(at=naive))).at == naive
    with pytest.raises(Invalid):
        await there.echo(**everything(at=naive))
    assert await there.sleep(seconds=0)


async def test_a_time_of_another_zone_arrives_in_utc_there(here: Shelf, there: Shelf) -> None:
    local = datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    assert (await here.echo(**everything(at=local))).at.tzinfo is local.tzinfo
    answer = await there.echo(**everything(at=local))
    assert answer.at == local
    assert answer.at.tzinfo is UTC


async def test_values_are_the_same_object_here_and_a_copy_there(here: Shelf, there: Shelf) -> None:
    part = EverythingPart(name="one")
    assert (await here.echo(**everything(part=part))).part is part
    answer = await there.echo(**everything(part=part))
    assert answer.part == part
    assert answer.part is not part


async def test_a_call_without_a_deadline_has_one_there(here: Shelf, there: Shelf) -> None:
    assert (await here.who_asks()).seconds_left is None
    assert (await there.who_asks()).seconds_left is not None
