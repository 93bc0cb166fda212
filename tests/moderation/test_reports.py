"""What is reported, who sees it, what is decided, and who is told."""

import asyncio

import pytest
from msgspec.structs import replace

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Forbidden, Invalid, Unauthenticated
from octavo.moderation.api import (
    Act,
    AlreadyDecided,
    Case,
    Decision,
    Reason,
    Subject,
    SubjectKind,
    SubjectNotFound,
    TooManyReports,
    Verdict,
)
from tests.moderation.world import (
    MOST,
    OTHER_STORY,
    OWNER,
    RESPONSE,
    STORY,
    THE_RESPONSE,
    THE_STORY,
    World,
    person,
)
from tests.stories.desk import ANNA, BERT, MODERATOR

CARLA = Caller(person_id="1111111CarA", roles=frozenset({"member"}))


async def report(
    world: World, by: Caller, subject: Subject = THE_STORY, reason: Reason = Reason.SPAM, words: str = ""
) -> None:
    with acting_as(by):
        await world.moderation.report(subject=subject, reason=reason, words=words)


async def cases(world: World) -> tuple[Case, ...]:
    with acting_as(MODERATOR):
        return (await world.moderation.list_cases()).cases


async def decide(
    world: World, verdict: Verdict, *, by: Caller = MODERATOR, subject: Subject = THE_STORY, why: str = ""
) -> Decision:
    with acting_as(by):
        return await world.moderation.decide(subject=subject, verdict=verdict, statement=why)


async def test_reports_of_the_same_thing_are_one_case_and_the_most_reported_stands_first(
    world: World,
) -> None:
    await report(world, BERT, person(ANNA), Reason.OTHER, "Just look.")
    world.clock.turn(minutes=1)
    await report(world, BERT, words="Buy now!")
    await report(world, CARLA, reason=Reason.HATE)
    first, second = await cases(world)
    assert (first.subject, first.reports, dict(first.reasons)) == (THE_STORY, 2, {"SPAM": 1, "HATE": 1})
    assert {(one.reporter_id, one.words) for one in first.newest} == {
        (BERT.person_id, "Buy now!"),
        (CARLA.person_id, ""),
    }
    assert (second.subject, second.concerned_id) == (person(ANNA), ANNA.person_id)


async def test_the_same_report_twice_is_one_with_the_later_words(world: World) -> None:
    await report(world, BERT, words="Hm.")
    await report(world, BERT, reason=Reason.ILLEGAL, words="It is stolen.")
    (case,) = await cases(world)
    assert (case.reports, case.newest[0].reason, case.newest[0].words) == (1, Reason.ILLEGAL, "It is stolen.")


async def test_the_list_goes_on_by_key(world: World) -> None:
    await report(world, BERT)
    await report(world, BERT, Subject(kind=SubjectKind.STORY, id=OTHER_STORY))
    await report(world, CARLA, Subject(kind=SubjectKind.STORY, id=OTHER_STORY))
    await report(world, BERT, person(OWNER))
    with acting_as(MODERATOR):
        seen, after = [], ""
        while True:
            page = await world.moderation.list_cases(limit=1, after=after)
            seen += [case.subject.id for case in page.cases]
            after = page.next
            if not after:
                break
        for wrong in ("x", "1.2", "1.x." + STORY, "-1.2." + STORY, "1.2.short"):
            with pytest.raises(Invalid):
                await world.moderation.list_cases(after=wrong)
    assert seen[0] == OTHER_STORY
    assert set(seen[1:]) == {STORY, OWNER.person_id}


async def test_one_person_is_heard_so_often_in_a_day(world: World) -> None:
    subjects = [THE_STORY, Subject(kind=SubjectKind.STORY, id=OTHER_STORY), person(OWNER), person(ANNA)]
    for subject in subjects[:MOST]:
        await report(world, BERT, subject)
    with pytest.raises(TooManyReports) as refused:
        await report(world, BERT, subjects[MOST])
    assert refused.value.limit == MOST
    await report(world, BERT, subjects[0], words="More of it.")  # the same again is no other
    await report(world, CARLA, subjects[MOST])
    world.clock.turn(days=1, seconds=1)
    await report(world, BERT, subjects[MOST])


async def test_what_cannot_be_reported(world: World) -> None:
    with pytest.raises(Unauthenticated):
        await report(world, ANONYMOUS)
    with pytest.raises(SubjectNotFound):
        await report(world, BERT, Subject(kind=SubjectKind.STORY, id="1111111None"))
    with pytest.raises(SubjectNotFound):
        await report(world, BERT, Subject(kind=SubjectKind.PERSON, id="1111111None"))
    with pytest.raises(SubjectNotFound):
        await report(world, BERT, Subject(kind=SubjectKind.RESPONSE, id="1111111None"))
    for own in (THE_STORY, THE_RESPONSE, person(ANNA)):
        with pytest.raises(Forbidden):
            await report(world, ANNA, own)
    for subject in (Subject(id=STORY), Subject(kind=SubjectKind.STORY, id="no id")):
        with pytest.raises(Invalid):
            await report(world, BERT, subject)
    with pytest.raises(Invalid):
        await report(world, BERT, reason=Reason.UNSPECIFIED)
    with pytest.raises(Invalid):
        await report(world, BERT, reason=Reason.OTHER, words="  ")
    with pytest.raises(Invalid):
        await report(world, BERT, words="x" * 1001)
    with pytest.raises(Invalid):
        await report(world, BERT, words="\x00")
    assert await cases(world) == ()


@pytest.mark.parametrize("who", [ANONYMOUS, BERT])
async def test_the_queue_the_decisions_and_the_log_are_for_moderators(world: World, who: Caller) -> None:
    await report(world, BERT)
    with acting_as(who):
        for asked in (
            world.moderation.list_cases(),
            world.moderation.list_decisions(),
            world.moderation.list_log(),
            world.moderation.decide(subject=THE_STORY, verdict=Verdict.DISMISSED),
        ):
            with pytest.raises((Forbidden, Unauthenticated)):
                await asked
    assert len(await cases(world)) == 1


async def test_a_story_is_taken_back_by_the_moderators_own_right(world: World) -> None:
    await report(world, BERT)
    await report(world, CARLA)
    decision = await decide(world, Verdict.TAKEN_BACK, why="It was an advertisement.")
    assert (decision.reports, decision.title) == (2, "Buy now")
    assert world.around.done == [("unpublish", STORY, MODERATOR.person_id)]
    assert await cases(world) == ()
    with acting_as(OWNER):
        (listed,) = (await world.moderation.list_decisions()).decisions
        (entry,) = (await world.moderation.list_log()).entries
    assert listed == decision
    assert (entry.act.value, entry.by_id, entry.story_id, entry.detail) == (
        "REPORTS_DECIDED",
        MODERATOR.person_id,
        STORY,
        "TAKEN_BACK",
    )


async def test_whom_it_concerns_reads_why_and_who_reported_reads_what(world: World) -> None:
    await report(world, BERT)
    decision = await decide(world, Verdict.TAKEN_BACK, why="It was an advertisement.")
    with acting_as(ANNA):
        (hers,) = (await world.moderation.list_my_decisions()).decisions
    with acting_as(BERT):
        (his,) = (await world.moderation.list_my_decisions()).decisions
    with acting_as(CARLA):
        assert (await world.moderation.list_my_decisions()).decisions == ()
    assert hers == replace(decision, decided_by="")
    assert his == replace(decision, decided_by="", concerned_id="", statement="")


async def test_what_was_dismissed_is_told_to_who_reported_alone(world: World) -> None:
    await report(world, BERT)
    await decide(world, Verdict.DISMISSED)
    with acting_as(ANNA):
        assert (await world.moderation.list_my_decisions()).decisions == ()
    with acting_as(BERT):
        assert [one.verdict for one in (await world.moderation.list_my_decisions()).decisions] == [
            "DISMISSED"
        ]
    assert world.around.done == []
    await report(world, BERT, words="It still is.")  # and can be reported again
    assert len(await cases(world)) == 1


async def test_a_suspension_that_is_refused_decides_nothing(world: World) -> None:
    await report(world, BERT)
    world.around.forbidden = True
    with pytest.raises(Forbidden):
        await decide(world, Verdict.SUSPENDED, why="Too often.")
    assert len(await cases(world)) == 1
    world.around.forbidden = False
    await decide(world, Verdict.SUSPENDED, why="Too often.", by=OWNER)
    assert world.around.done == [("suspend", ANNA.person_id, "Too often.")]


async def test_what_cannot_be_decided(world: World) -> None:
    with pytest.raises(SubjectNotFound):
        await decide(world, Verdict.DISMISSED)
    await report(world, BERT)
    await report(world, BERT, person(ANNA))
    await report(world, BERT, person(MODERATOR))
    with pytest.raises(Invalid):
        await decide(world, Verdict.UNSPECIFIED)
    with pytest.raises(Invalid):
        await decide(world, Verdict.TAKEN_BACK)
    with pytest.raises(Invalid):
        await decide(world, Verdict.SUSPENDED, why="x" * 2001)
    with pytest.raises(Invalid):
        await decide(world, Verdict.TAKEN_BACK, subject=person(ANNA), why="Hm.")
    with pytest.raises(Forbidden):
        await decide(world, Verdict.DISMISSED, subject=person(MODERATOR))
    assert len(await cases(world)) == 3
    await decide(world, Verdict.DISMISSED)
    with pytest.raises(AlreadyDecided):
        await decide(world, Verdict.DISMISSED)


async def test_a_story_that_is_gone_by_then_is_decided_all_the_same(world: World) -> None:
    await report(world, BERT)
    world.around.public.clear()
    await decide(world, Verdict.TAKEN_BACK, why="It was an advertisement.")
    assert await cases(world) == ()


async def test_of_two_who_decide_at_once_one_is_told(world: World) -> None:
    await report(world, BERT)
    ended = await asyncio.gather(
        decide(world, Verdict.DISMISSED),
        decide(world, Verdict.DISMISSED, by=OWNER),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in ended) == ["AlreadyDecided", "Decision"]
    with acting_as(OWNER):
        assert len((await world.moderation.list_log()).entries) == 1


async def test_a_response_is_taken_back_by_the_moderators_own_right_and_its_writer_told(world: World) -> None:
    await report(world, BERT, THE_RESPONSE, words="An advertisement.")
    (case,) = await cases(world)
    assert (case.subject, case.concerned_id) == (THE_RESPONSE, ANNA.person_id)
    decision = await decide(world, Verdict.TAKEN_BACK, subject=THE_RESPONSE, why="No advertisements.")
    assert (decision.title, decision.reports) == ("Buy mine.", 1)
    assert world.around.done == [("take back", RESPONSE, MODERATOR.person_id)]
    assert await cases(world) == ()
    with acting_as(ANNA):
        (hers,) = (await world.moderation.list_my_decisions()).decisions
    with acting_as(BERT):
        (his,) = (await world.moderation.list_my_decisions()).decisions
    assert (hers.subject, hers.statement, hers.decided_by) == (THE_RESPONSE, "No advertisements.", "")
    assert (his.subject, his.verdict, his.statement) == (THE_RESPONSE, Verdict.TAKEN_BACK, "")
    with acting_as(OWNER):
        (entry,) = (await world.moderation.list_log()).entries
    assert (entry.act, entry.story_id, entry.response_id) == (Act.REPORTS_DECIDED, "", RESPONSE)


async def test_a_response_is_left_or_its_writer_suspended(world: World) -> None:
    await report(world, BERT, THE_RESPONSE)
    await decide(world, Verdict.DISMISSED, subject=THE_RESPONSE)
    assert world.around.done == []
    await report(world, BERT, THE_RESPONSE)
    await decide(world, Verdict.SUSPENDED, subject=THE_RESPONSE, why="Too often.")
    assert world.around.done == [("suspend", ANNA.person_id, "Too often.")]


async def test_a_response_that_its_writer_took_away_is_decided_all_the_same(world: World) -> None:
    await report(world, BERT, THE_RESPONSE)
    world.around.responses[RESPONSE] = ""  # answers to it are left
    with pytest.raises(SubjectNotFound):
        await report(world, CARLA, THE_RESPONSE)
    world.around.responses.clear()
    decision = await decide(world, Verdict.TAKEN_BACK, subject=THE_RESPONSE, why="No advertisements.")
    assert decision.title == ""
    assert await cases(world) == ()


async def test_a_story_and_a_response_of_one_id_are_two_cases(world: World) -> None:
    world.around.responses[STORY] = "<p>Words.</p>"
    await report(world, BERT, THE_STORY)
    await report(world, BERT, Subject(kind=SubjectKind.RESPONSE, id=STORY))
    assert {case.subject.kind for case in await cases(world)} == {SubjectKind.STORY, SubjectKind.RESPONSE}
    await decide(world, Verdict.DISMISSED, subject=THE_STORY)
    assert [case.subject.kind for case in await cases(world)] == [SubjectKind.RESPONSE]
