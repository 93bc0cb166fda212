"""Here or over there: no caller knows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.context import Caller, acting_as
from octavo.chassis.faults import Unavailable
from octavo.chassis.place import Place
from tests.chassis.shelf.v1.shelf import CONTRACT, Book, BookId, Shelf
from tests.chassis.shelves import ShelfInteractor

SECRET = b"0123456789abcdef0123456789abcdef"


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """A process that runs the shelf and serves it."""
    place = Place(secret=SECRET)
    await place.get("shelf", Shelf, CONTRACT, ShelfInteractor)
    address = f"unix:{tmp_path}/shelf.sock"
    server = await place.serve(address)
    yield address
    await server.stop(0)
    await place.close()


async def test_here_it_is_what_was_built_itself() -> None:
    place = Place(secret=SECRET)
    made = ShelfInteractor()
    assert await place.get("shelf", Shelf, CONTRACT, lambda: made) is made
    assert place.here == {CONTRACT: made}
    assert place.built == {"shelf": made}
    assert place.is_here("shelf")


async def test_building_may_wait_for_something() -> None:
    async def build() -> ShelfInteractor:
        return ShelfInteractor()

    place = Place(secret=SECRET)
    assert isinstance(await place.get("shelf", Shelf, CONTRACT, build), ShelfInteractor)


async def test_there_nothing_is_built_and_the_calls_are_the_same(address: str) -> None:
    def build() -> Shelf:
        raise AssertionError("nothing is opened for a service that runs elsewhere")

    place = Place(secret=SECRET, peers={"shelf": address})
    shelf = await place.get("shelf", Shelf, CONTRACT, build)
    assert not place.is_here("shelf")
    assert place.here == {}
    with acting_as(Caller(person_id="reader")):
        book = await shelf.add_book(title="Walden")
    assert isinstance(book, Book)
    assert await shelf.get_books(book_ids=(BookId("b0"),)) == (book,)
    await place.close()


async def test_services_at_one_peer_share_a_channel(address: str) -> None:
    place = Place(secret=SECRET, peers={"shelf": address, "other": address})
    one = await place.get("shelf", Shelf, CONTRACT, ShelfInteractor)
    two = await place.get("other", Shelf, CONTRACT, ShelfInteractor)
    assert await one.find_book(title="") is None
    await place.close()
    with pytest.raises(Unavailable):
        await two.find_book(title="")


async def test_a_peer_that_is_down_is_unavailable_at_the_first_call(tmp_path: Path) -> None:
    place = Place(secret=SECRET, peers={"shelf": f"unix:{tmp_path}/nobody.sock"})
    shelf = await place.get("shelf", Shelf, CONTRACT, ShelfInteractor)
    with pytest.raises(Unavailable):
        await shelf.find_book(title="")
    await place.close()
