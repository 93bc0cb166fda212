"""From what happened to who is told what; nothing private, nothing twice."""

import json
from typing import Any

from octavo.accounts.api import PersonId, PersonJoined, PersonSuspended
from octavo.chassis.context import acting_as
from octavo.publications.api import (
    MembershipChanged,
    PublicationChanged,
    PublicationDeleted,
    Role,
    Stage,
    StorySubmitted,
    SubmissionDecided,
    SubmissionId,
)
from octavo.stories.api import RevisionId, StoryId, StoryPublished, StoryRevised, StoryWithdrawn, Visibility
from octavo.webhooks.api import Reach, Stop, WebhookId
from octavo.webhooks.service import PersonEvents, PublicationEvents, StoryEvents
from tests.stories.desk import ANNA, BERT
from tests.webhooks.world import OTHER_PRESS, OWNER, PRESS, SMALL, Receiver, World

STORY = "1111111sto1"
ANNAS, BERTS = PersonId(str(ANNA.person_id)), PersonId(str(BERT.person_id))


async def hooks(room: World, receiver: Receiver) -> dict[str, WebhookId]:
    """One of each reach, all to one receiver."""
    room.others.owners = {str(BERT.person_id): {PRESS}}
    made = {}
    with acting_as(ANNA):
        made["own"] = (await room.hook(receiver.url, name="own")).webhook.id
    with acting_as(BERT):
        press = await room.hook(receiver.url, Reach.PUBLICATION, publication_id=PRESS, name="press")
        made["press"] = press.webhook.id
    with acting_as(OWNER):
        made["site"] = (await room.hook(receiver.url, Reach.SITE, name="site")).webhook.id
    return made


async def told(room: World) -> dict[str, list[str]]:
    """What waits for each webhook, by its name."""
    rows = await room.db.all(
        "SELECT h.name, d.kind FROM deliveries d JOIN webhooks h ON h.id = d.webhook_id"
        " WHERE d.state = 'WAITING' ORDER BY d.id"
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["name"], []).append(row["kind"])
    await room.db.execute("UPDATE deliveries SET state = 'DELIVERED'")
    return found


async def test_a_story_by_what_each_may_see_of_it(room: World, receiver: Receiver) -> None:
    await hooks(room, receiver)
    room.publish(STORY)
    await room.heard(STORY)
    assert await told(room) == {"own": ["story.published"], "site": ["story.published"]}
    await room.heard(STORY)
    assert await told(room) == {"own": ["story.revised"], "site": ["story.revised"]}
    room.publish(STORY, visibility=Visibility.UNLISTED)
    await room.heard(STORY)
    assert await told(room) == {"own": ["story.revised"], "site": ["story.withdrawn"]}
    room.publish(STORY, visibility=Visibility.MEMBERS)
    await room.heard(STORY)
    assert await told(room) == {"own": ["story.revised"], "site": ["story.published"]}
    room.publish(STORY, publication_id=PRESS)
    await room.heard(STORY)
    assert await told(room) == {
        "own": ["story.revised"],
        "site": ["story.revised"],
        "press": ["story.published"],
    }
    room.publish(STORY, publication_id=OTHER_PRESS)
    await room.heard(STORY)
    assert (await told(room))["press"] == ["story.withdrawn"]
    del room.others.stories[STORY]
    await room.heard(STORY)
    assert await told(room) == {"own": ["story.withdrawn"], "site": ["story.withdrawn"]}
    await room.heard(STORY)
    assert await told(room) == {}
    assert await room.db.all("SELECT * FROM told_stories") == []


async def test_of_an_unlisted_story_the_site_never_hears(room: World, receiver: Receiver) -> None:
    await hooks(room, receiver)
    room.publish(STORY, visibility=Visibility.UNLISTED)
    await room.heard(STORY)
    room.others.stories.clear()
    await room.heard(STORY)
    assert await told(room) == {"own": ["story.published", "story.withdrawn"]}


async def test_the_same_event_again_tells_nothing_new(room: World, receiver: Receiver) -> None:
    await hooks(room, receiver)
    room.publish(STORY)
    envelope = room.envelope()
    for _ in range(3):
        await room.heard(STORY, envelope=envelope)
    assert await told(room) == {"own": ["story.published"], "site": ["story.published"]}


async def test_what_is_told_is_thin(room: World, receiver: Receiver) -> None:
    await hooks(room, receiver)
    room.publish(STORY)
    await room.heard(STORY)
    assert await room.serve() == 2
    for envelope in receiver.told():
        assert envelope["type"] == "story.published"
        assert envelope["source"] == "http://octavo.test"
        assert envelope["subject"] == f"stories/{STORY}"
        assert envelope["data"] == {
            "storyId": STORY,
            "authorId": ANNAS,
            "revisionId": "rev",
            "address": f"http://octavo.test/p/{STORY}",
        }
    assert "nobody's business" not in str(receiver.came)


async def test_others_stories_are_not_ones_own(room: World, receiver: Receiver) -> None:
    await hooks(room, receiver)
    room.publish(STORY, BERT)
    await room.heard(STORY, BERT)
    assert await told(room) == {"site": ["story.published"]}


async def test_only_the_chosen_kinds_and_only_while_it_is_told(room: World, receiver: Receiver) -> None:
    with acting_as(ANNA):
        hook = (await room.hook(receiver.url, kinds=("story.withdrawn",), name="few")).webhook
        room.publish(STORY)
        await room.heard(STORY)
        assert await told(room) == {}
        await room.webhooks.set_enabled(webhook_id=hook.id, enabled=False)
        room.others.stories.clear()
        await room.heard(STORY)
        assert await told(room) == {}
        await room.webhooks.set_enabled(webhook_id=hook.id, enabled=True)
        room.publish(STORY)
        await room.heard(STORY)
        room.others.stories.clear()
        await room.heard(STORY)
    assert await told(room) == {"few": ["story.withdrawn"]}


async def test_an_import_is_no_news_but_what_follows_is(room: World, receiver: Receiver) -> None:
    await hooks(room, receiver)
    events = StoryEvents(room.inside)
    room.publish(STORY)
    ids: dict[str, Any] = {"story_id": StoryId(STORY), "author_id": ANNAS}
    await events(StoryPublished(**ids, imported=True), room.envelope())
    assert await told(room) == {}
    await events(StoryRevised(**ids, revision_id=RevisionId("1111111rev2")), room.envelope())
    assert await told(room) == {"own": ["story.revised"], "site": ["story.revised"]}
    room.others.stories.clear()
    await events(StoryWithdrawn(**ids), room.envelope())
    assert await told(room) == {"own": ["story.withdrawn"], "site": ["story.withdrawn"]}


async def test_people_and_publications(room: World, receiver: Receiver) -> None:
    await hooks(room, receiver)
    await PersonEvents(room.inside)(PersonJoined(person_id=BERTS), room.envelope("accounts"))
    assert await told(room) == {"site": ["person.joined"]}
    events = PublicationEvents(room.inside)
    submission: dict[str, Any] = {
        "submission_id": SubmissionId("1111111sub1"),
        "publication_id": PRESS,
        "story_id": StoryId(STORY),
        "writer_id": ANNAS,
    }
    for event, expected in (
        (PublicationChanged(publication_id=PRESS, version=2), {"press", "site"}),
        (PublicationChanged(publication_id=OTHER_PRESS, version=2), {"site"}),
        (StorySubmitted(**submission), {"press"}),
        (SubmissionDecided(**submission, stage=Stage.RETURNED), {"press", "own"}),
        (MembershipChanged(publication_id=PRESS, person_id=ANNAS, role=Role.WRITER), {"press"}),
    ):
        await events(event, room.envelope("publications"))
        rows = await room.db.all("SELECT body FROM deliveries WHERE state = 'WAITING'")
        data = json.loads(rows[0]["body"])["data"]
        assert (await told(room)).keys() == expected, event
    assert data == {"publicationId": PRESS, "personId": ANNAS, "role": "writer"}


async def test_who_owns_a_publication_no_longer_is_told_no_longer(room: World, receiver: Receiver) -> None:
    made = await hooks(room, receiver)
    event = MembershipChanged(publication_id=OTHER_PRESS, person_id=BERTS, role=Role.UNSPECIFIED)
    events = PublicationEvents(room.inside)
    with acting_as(BERT):
        await events(event, room.envelope("publications"))
        assert (await room.webhooks.get_webhook(webhook_id=made["press"])).stopped is Stop.UNSPECIFIED
        event = MembershipChanged(publication_id=PRESS, person_id=BERTS, role=Role.EDITOR)
        await events(event, room.envelope("publications"))
        assert (await room.webhooks.get_webhook(webhook_id=made["press"])).stopped is Stop.NOT_ALLOWED


async def test_with_its_publication_a_webhook_ends(room: World, receiver: Receiver) -> None:
    made = await hooks(room, receiver)
    await PublicationEvents(room.inside)(PublicationDeleted(publication_id=PRESS), room.envelope())
    with acting_as(BERT):
        assert (await room.webhooks.get_webhook(webhook_id=made["press"])).stopped is Stop.NOT_ALLOWED


async def test_a_suspended_persons_webhooks_stop(room: World, receiver: Receiver) -> None:
    made = await hooks(room, receiver)
    for _ in range(2):
        await PersonEvents(room.inside)(PersonSuspended(person_id=ANNAS), room.envelope("accounts"))
    room.publish(STORY)
    await room.heard(STORY)
    assert await told(room) == {"site": ["story.published"]}
    with acting_as(ANNA):
        assert (await room.webhooks.get_webhook(webhook_id=made["own"])).stopped is Stop.SUSPENDED


async def test_too_much_that_waits_stops_it(room: World, receiver: Receiver) -> None:
    with acting_as(ANNA):
        hook = (await room.hook(receiver.url)).webhook
    room.publish(STORY)
    for _ in range(SMALL.max_waiting + 2):
        await room.heard(STORY)
    with acting_as(ANNA):
        assert (await room.webhooks.get_webhook(webhook_id=hook.id)).stopped is Stop.OVERFLOW
        assert len(await room.webhooks.list_deliveries(webhook_id=hook.id, limit=100)) == SMALL.max_waiting
    assert [row["type"] for row in await room.db.all("SELECT type FROM octavo_outbox")] == [
        "webhooks.WebhookGaveUp"
    ]
