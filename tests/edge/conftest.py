from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.edge import world
from tests.edge.world import Site


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with world.site(tmp_path) as site:
        yield site
