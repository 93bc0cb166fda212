"""Every column about a person has its mark; whoever goes takes with them what is theirs."""

from pathlib import Path

from octavo.chassis import personal
from octavo.chassis.context import acting_as
from octavo.webhooks.api import PersonId
from octavo.webhooks.personal import HOLDINGS
from octavo.webhooks.service import MIGRATIONS
from tests.conftest import DatabaseFactory
from tests.stories.desk import ANNA, BERT
from tests.webhooks.world import OWNER, Reach, Receiver, World


async def test_the_mapping_has_no_gap(database_factory: DatabaseFactory) -> None:
    db = await database_factory("webhooks", Path(str(MIGRATIONS)))
    assert await personal.gaps(db, HOLDINGS) == []


async def test_who_goes_takes_their_webhooks_and_what_tells_of_them(room: World, receiver: Receiver) -> None:
    with acting_as(ANNA):
        await room.hook(receiver.url)
    with acting_as(OWNER):
        kept = (await room.hook(receiver.url, Reach.SITE)).webhook
    for number, who in ((1, ANNA), (2, BERT)):
        room.publish(f"1111111sto{number}", who)
        await room.heard(f"1111111sto{number}", who)
    await room.serve()
    for _ in range(2):
        await room.inside.forget_person(PersonId(str(ANNA.person_id)))
        await personal.erase(room.db, HOLDINGS, str(ANNA.person_id))
    with acting_as(ANNA):
        assert await room.webhooks.list_webhooks() == ()
    with acting_as(OWNER):
        (left,) = await room.webhooks.list_deliveries(webhook_id=kept.id)
    assert str(ANNA.person_id) not in left.body
    assert len(await room.db.all("SELECT * FROM delivery_attempts")) == 1
    assert len(await room.db.all("SELECT * FROM told_stories")) == 1
