"""The tests' contract in both worlds."""

from collections.abc import AsyncIterator

import pytest

from octavo.chassis.testing import WORLDS, in_world
from tests.chassis.shelf.v1.shelf import CONTRACT, Shelf
from tests.chassis.shelves import ShelfInteractor


@pytest.fixture(params=WORLDS)
async def shelf(request: pytest.FixtureRequest) -> AsyncIterator[Shelf]:
    """A shelf, here and over the wire."""
    async with in_world(request.param, Shelf, CONTRACT, ShelfInteractor()) as service:
        yield service
