"""What is remembered of calls under a key when the process dies, and when its database is away."""

from contextlib import suppress

import pytest

from octavo.replays.api import CONTRACT, Answer, OutcomeUnknown, Replays, StillRunning
from tests.faults.standing import Act, Reach, Standing, comes_back_with_its_database, once_or_not_at_all

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def finish(reach: Reach, key: str) -> None:
    replays: Replays = reach(CONTRACT)
    await replays.begin(key=f"x{key}", method="m", digest=b"d")
    await replays.finish(key=f"x{key}", answer=Answer(status=200, said="ok", body=b"{}"))


async def finished(reach: Reach, key: str) -> int:
    """Whether its repetition is answered, and not merely kept from being done."""
    replays: Replays = reach(CONTRACT)
    with suppress(StillRunning, OutcomeUnknown):
        return int(await replays.begin(key=f"x{key}", method="m", digest=b"d") is not None)
    return 0


ANSWER = Act(write=finish, count=finished)


async def test_an_answer_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, ANSWER)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, ANSWER)
