"""What the webhooks keep when their process dies while somebody makes one, and without their database."""

import pytest

from octavo.webhooks.api import CONTRACT, Webhooks
from octavo.webhooks.api import Reach as Whose
from tests.faults.standing import Act, Reach, Standing, comes_back_with_its_database, once_or_not_at_all

pytestmark = pytest.mark.timeout(400)  # a whole site begins again, as often as it is killed


async def make(reach: Reach, name: str) -> object:
    webhooks: Webhooks = reach(CONTRACT)
    return await webhooks.create_webhook(url="http://127.0.0.1:8009/hook", reach=Whose.OWN, name=name)


async def made(reach: Reach, name: str) -> int:
    webhooks: Webhooks = reach(CONTRACT)
    return sum(one.name == name for one in await webhooks.list_webhooks())


WEBHOOK = Act(write=make, count=made)


async def test_a_webhook_is_there_once_or_not_at_all_when_the_process_dies(whole_site: Standing) -> None:
    await once_or_not_at_all(whole_site, WEBHOOK)


async def test_it_says_that_its_database_is_away_and_comes_back_with_it(site_on_postgres: Standing) -> None:
    await comes_back_with_its_database(site_on_postgres, WEBHOOK)
