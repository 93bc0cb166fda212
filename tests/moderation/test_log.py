"""The log: what is noted of what happens elsewhere, and what stays of it when somebody is erased."""

from octavo.accounts.api import PersonId, PersonReinstated, PersonSuspended, Role, RoleChanged
from octavo.chassis.context import acting_as
from octavo.chassis.events import Envelope
from octavo.chassis.personal import erase
from octavo.moderation.api import Entry, Reason, Verdict
from octavo.moderation.personal import HOLDINGS
from octavo.moderation.service import PersonEvents, PublicationEvents, ResponseEvents, StoryEvents
from octavo.publications.api import PublicationDeleted, PublicationId, PublicationOrphaned
from octavo.responses.api import ResponsePublished, ResponseRemoved
from octavo.stories.api import StoryWithdrawn
from tests.moderation.world import OWNER, RESPONSE, STORY, THE_STORY, World, person
from tests.stories.desk import ANNA, BERT, MODERATOR

ENVELOPE: Envelope = None  # type: ignore[assignment] # what is noted does not depend on it
ANNAS, BERTS = PersonId(str(ANNA.person_id)), PersonId(str(BERT.person_id))
MODS, OWNERS = PersonId(str(MODERATOR.person_id)), PersonId(str(OWNER.person_id))


async def lines(room: World) -> list[tuple[str, str, str, str]]:
    return [(one.act.value, one.by_id, one.person_id, one.detail) for one in await entries(room)]


async def entries(room: World) -> tuple[Entry, ...]:
    with acting_as(OWNER):
        return (await room.moderation.list_log()).entries


async def test_roles_suspensions_and_takedowns_are_noted_newest_first(room: World) -> None:
    people, stories = PersonEvents(room.inside), StoryEvents(room.inside)
    await people(RoleChanged(person_id=BERTS, role=Role.MODERATOR, by_id=OWNERS), ENVELOPE)
    await people(PersonSuspended(person_id=ANNAS, by_id=MODS), ENVELOPE)
    await people(PersonReinstated(person_id=ANNAS, by_id=MODS), ENVELOPE)
    await stories(StoryWithdrawn(story_id=STORY, author_id=ANNAS, by_id=MODS), ENVELOPE)
    await stories(StoryWithdrawn(story_id=STORY, author_id=ANNAS, by_id=MODS, deleted=True), ENVELOPE)
    assert await lines(room) == [
        ("STORY_DELETED", MODS, ANNAS, ""),
        ("STORY_TAKEN_BACK", MODS, ANNAS, ""),
        ("PERSON_REINSTATED", MODS, ANNAS, ""),
        ("PERSON_SUSPENDED", MODS, ANNAS, ""),
        ("ROLE_GIVEN", OWNERS, BERTS, "MODERATOR"),
    ]
    with acting_as(OWNER):
        first = await room.moderation.list_log(limit=2)
        rest = await room.moderation.list_log(after=first.next)
    assert [*first.entries, *rest.entries] == list(await entries(room))
    assert rest.next == ""


async def test_what_people_do_with_their_own_is_not_noted(room: World) -> None:
    people, stories = PersonEvents(room.inside), StoryEvents(room.inside)
    await people(PersonSuspended(person_id=ANNAS), ENVELOPE)
    await stories(StoryWithdrawn(story_id=STORY, author_id=ANNAS, by_id=ANNAS), ENVELOPE)
    await stories(StoryWithdrawn(story_id=STORY, author_id=ANNAS), ENVELOPE)
    assert await lines(room) == []


async def test_responses_that_moderators_take_back_and_show_again_are_noted(room: World) -> None:
    note = ResponseEvents(room.inside)
    await note(ResponseRemoved(response_id=RESPONSE, story_id=STORY), ENVELOPE)  # its writer did it
    await note(ResponsePublished(response_id=RESPONSE, story_id=STORY, author_id=ANNAS), ENVELOPE)
    assert await entries(room) == ()
    await note(ResponseRemoved(response_id=RESPONSE, story_id=STORY, by_id=MODS, author_id=ANNAS), ENVELOPE)
    await note(ResponsePublished(response_id=RESPONSE, story_id=STORY, author_id=ANNAS, by_id=MODS), ENVELOPE)
    assert await lines(room) == [
        ("RESPONSE_SHOWN_AGAIN", MODS, ANNAS, ""),
        ("RESPONSE_TAKEN_BACK", MODS, ANNAS, ""),
    ]
    assert {one.response_id for one in await entries(room)} == {RESPONSE}


async def test_publications_that_end_or_are_left_alone_are_noted(room: World) -> None:
    note = PublicationEvents(room.inside)
    await note(PublicationOrphaned(publication_id=PublicationId("111111Dai1y")), ENVELOPE)
    await note(PublicationDeleted(publication_id=PublicationId("111111Dai1y")), ENVELOPE)
    assert [one.act.value for one in await entries(room)] == ["PUBLICATION_DELETED", "PUBLICATION_ORPHANED"]
    assert {one.publication_id for one in await entries(room)} == {"111111Dai1y"}


async def test_whoever_is_erased_is_in_no_report_and_no_decision_and_the_log_has_no_name(room: World) -> None:
    with acting_as(BERT):
        await room.moderation.report(subject=THE_STORY, reason=Reason.OTHER, words="Anna wrote this.")
        await room.moderation.report(subject=person(OWNER), reason=Reason.SPAM)
    with acting_as(MODERATOR):
        await room.moderation.decide(subject=THE_STORY, verdict=Verdict.TAKEN_BACK, statement="Dear Anna.")
    await erase(room.db, HOLDINGS, ANNAS)
    assert await lines(room) == [("REPORTS_DECIDED", MODS, "", "TAKEN_BACK")]
    with acting_as(OWNER):
        assert (await room.moderation.list_decisions()).decisions == ()
    await erase(room.db, HOLDINGS, BERTS)
    with acting_as(OWNER):
        assert (await room.moderation.list_cases()).cases == ()
    await erase(room.db, HOLDINGS, MODS)
    assert await lines(room) == [("REPORTS_DECIDED", "", "", "TAKEN_BACK")]
