"""What the images keep when their process dies while somebody uploads, and when their database is away."""

import pytest

from octavo.images.api import CONTRACT, Images
from tests.faults.standing import Act, Reach, Standing, comes_back_with_its_database, once_or_not_at_all
from tests.images.samples import png

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def size(reach: Reach, mark: str) -> tuple[int, int]:
    """By its size a picture is known."""
    return 40 + int(mark[:2], 16), 40 + int(mark[2:4], 16)


async def store(reach: Reach, size: tuple[int, int]) -> object:
    images: Images = reach(CONTRACT)
    return await images.store(data=png(*size))


async def stored(reach: Reach, size: tuple[int, int]) -> int:
    images: Images = reach(CONTRACT)
    return sum((one.width, one.height) == size for one in (await images.list_own()).images)


PICTURE = Act(before=size, write=store, count=stored)


async def test_a_picture_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, PICTURE)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, PICTURE)
