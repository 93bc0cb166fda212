"""Submissions: decided once, by those who may, on the text that they have seen."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from octavo.chassis.context import Caller, acting_as
from octavo.chassis.faults import Fault, Forbidden, Invalid, Unavailable
from octavo.publications.api import (
    AlreadyDecided,
    AlreadySubmitted,
    Publication,
    Role,
    SectionId,
    Stage,
    StoryChangedSince,
    StoryId,
    StoryNotInPublication,
    StoryNotSubmittable,
    Submission,
    SubmissionNotFound,
)
from tests.publications.world import ANNA, BERT, EDNA, OLGA, STRANGER, World, person
from tests.stories.desk import text


async def listed(world: World, paper: Publication) -> list[str]:
    return [story.title for story in (await world.stories.list_stories(publication_id=paper.id)).stories]


async def save(world: World, caller: Caller, story_id: StoryId, title: str) -> int:
    with acting_as(caller):
        version = (await world.stories.get_draft(story_id=story_id)).version
        return (
            await world.stories.save_draft(story_id=story_id, version=version, content=text(title))
        ).version


async def test_a_submission_is_reviewed_changed_accepted_and_read(world: World) -> None:
    paper = await world.staffed()
    case = await world.submitted(paper, note="  Please read.\r\n")
    assert (case.stage, case.title, case.writer_id) == (Stage.SUBMITTED, "A walk", person(ANNA))
    version = await save(world, EDNA, case.story_id, "A better walk")
    with acting_as(EDNA):
        (waiting,) = await world.publications.list_submissions(publication_id=paper.id, stage=Stage.SUBMITTED)
        assert (waiting.id, waiting.notes) == (case.id, 1)
        await world.publications.add_note(submission_id=case.id, text="I changed the title.")
        done = await world.publications.accept(submission_id=case.id, version=version)
    assert (done.stage, done.decided_by) == (Stage.ACCEPTED, person(EDNA))
    assert await listed(world, paper) == ["A better walk"]
    with acting_as(ANNA):
        found = await world.publications.get_submission(submission_id=case.id)
        assert [note.text for note in found.notes] == ["Please read.", "I changed the title."]
        before = await world.stories.get_revision(
            story_id=case.story_id, revision_id=found.submission.submitted_revision_id
        )
        after = await world.stories.get_revision(
            story_id=case.story_id, revision_id=found.submission.accepted_revision_id
        )
    assert (before.content.title, after.content.title) == ("A walk", "A better walk")
    await world.settle()
    with acting_as(ANNA):
        assert (
            await world.publications.get_submission(submission_id=case.id)
        ).submission.stage is Stage.ACCEPTED


async def test_one_returned_is_its_writers_and_may_come_again(world: World) -> None:
    paper = await world.staffed()
    case = await world.submitted(paper)
    with acting_as(EDNA):
        with pytest.raises(Invalid):
            await world.publications.send_back(submission_id=case.id, note="  \n ")
        done = await world.publications.send_back(submission_id=case.id, note="Longer, please.")
        assert done.stage is Stage.RETURNED
        with pytest.raises(Fault):
            await world.stories.get_draft(story_id=case.story_id)
    with acting_as(ANNA):
        again = await world.publications.submit(publication_id=paper.id, story_id=case.story_id, version=1)
        assert again.id != case.id
        mine = await world.publications.list_submissions()
    assert [one.stage for one in mine] == [Stage.SUBMITTED, Stage.RETURNED]


async def test_only_those_who_may_see_and_decide(world: World) -> None:
    paper = await world.staffed()
    case = await world.submitted(paper)
    for other in (BERT, STRANGER):
        with acting_as(other):
            for call in (
                world.publications.get_submission(submission_id=case.id),
                world.publications.add_note(submission_id=case.id, text="Hm"),
                world.publications.accept(submission_id=case.id, version=1),
                world.publications.send_back(submission_id=case.id, note="No"),
                world.publications.withdraw(submission_id=case.id),
            ):
                with pytest.raises(SubmissionNotFound):
                    await call
            with pytest.raises(Forbidden):
                await world.publications.list_submissions(publication_id=paper.id)
    with acting_as(ANNA):
        for call in (
            world.publications.accept(submission_id=case.id, version=1),
            world.publications.send_back(submission_id=case.id, note="No"),
        ):
            with pytest.raises(Forbidden):
                await call
    with acting_as(EDNA), pytest.raises(Forbidden):
        await world.publications.withdraw(submission_id=case.id)


async def test_a_writer_does_not_publish_in_it_alone(world: World) -> None:
    paper = await world.staffed()
    draft = await world.draft()
    with acting_as(ANNA):
        with pytest.raises(Forbidden):
            await world.publications.publish_in(publication_id=paper.id, story_id=draft.id, version=1)
        case = await world.publications.submit(publication_id=paper.id, story_id=draft.id, version=1)
        with pytest.raises(Forbidden):
            await world.stories.publish(story_id=draft.id, version=1)
    with acting_as(EDNA):
        with pytest.raises(StoryNotSubmittable):
            await world.publications.publish_in(publication_id=paper.id, story_id=draft.id, version=1)
        await world.publications.accept(submission_id=case.id, version=1)
    version = await save(world, ANNA, draft.id, "Changed")
    with acting_as(ANNA):
        with pytest.raises(Forbidden):
            await world.stories.publish(story_id=draft.id, version=version)
        change = await world.publications.submit(publication_id=paper.id, story_id=draft.id, version=version)
    assert await listed(world, paper) == ["A walk"]  # readers see what they saw
    with acting_as(EDNA):
        await world.publications.send_back(submission_id=change.id, note="No.")
    assert await listed(world, paper) == ["A walk"]
    with acting_as(ANNA):
        change = await world.publications.submit(publication_id=paper.id, story_id=draft.id, version=version)
    with acting_as(EDNA):
        await world.publications.accept(submission_id=change.id, version=version)
    assert await listed(world, paper) == ["Changed"]


async def test_editors_publish_their_own_at_once(world: World) -> None:
    paper = await world.staffed()
    draft = await world.draft(EDNA)
    with acting_as(EDNA):
        await world.publications.publish_in(publication_id=paper.id, story_id=draft.id, version=1)
        with pytest.raises(StoryChangedSince):
            await world.publications.publish_in(publication_id=paper.id, story_id=draft.id, version=7)
    others = await world.draft(BERT)
    with acting_as(EDNA), pytest.raises(StoryNotSubmittable):
        await world.publications.publish_in(publication_id=paper.id, story_id=others.id, version=1)
    assert await listed(world, paper) == ["A walk"]


@pytest.mark.parametrize("rival", ["accept", "send_back", "withdraw"])
async def test_of_two_who_decide_at_once_one_does(room: World, rival: str) -> None:
    for number in range(3):
        paper = await room.founded(f"Paper {number}")
        await room.join(paper, EDNA, Role.EDITOR)
        await room.join(paper, ANNA, Role.WRITER)
        await room.settle()
        case = await room.submitted(paper)

        async def first(case: Submission) -> Submission:
            with acting_as(OLGA):
                return await room.publications.accept(submission_id=case.id, version=1)

        async def second(case: Submission) -> Submission:
            with acting_as(ANNA if rival == "withdraw" else EDNA):
                match rival:
                    case "accept":
                        return await room.publications.accept(submission_id=case.id, version=1)
                    case "send_back":
                        return await room.publications.send_back(submission_id=case.id, note="No")
                    case _:
                        return await room.publications.withdraw(submission_id=case.id)

        outcomes = await asyncio.gather(first(case), second(case), return_exceptions=True)
        won = [one for one in outcomes if isinstance(one, Submission)]
        lost = [one for one in outcomes if isinstance(one, AlreadyDecided)]
        assert (len(won), len(lost)) == (1, 1), outcomes
        await room.settle()
        with acting_as(OLGA):
            found = (await room.publications.get_submission(submission_id=case.id)).submission
        assert found.stage is won[0].stage
        assert len(await listed(room, paper)) == (1 if found.stage is Stage.ACCEPTED else 0)


async def test_a_text_that_changed_is_not_accepted_unseen_and_waits_on(world: World) -> None:
    paper = await world.staffed()
    case = await world.submitted(paper)
    version = await save(world, ANNA, case.story_id, "Quite another")
    with acting_as(EDNA):
        with pytest.raises(StoryChangedSince) as fault:
            await world.publications.accept(submission_id=case.id, version=1)
        assert fault.value.version == version
        found = await world.publications.get_submission(submission_id=case.id)
        assert (found.submission.stage, found.submission.decided_by) == (Stage.SUBMITTED, "")
        await world.publications.accept(submission_id=case.id, version=version)
    assert await listed(world, paper) == ["Quite another"]


async def test_a_role_that_was_lost_while_the_page_was_open_decides_nothing(world: World) -> None:
    paper = await world.staffed()
    case = await world.submitted(paper)
    with acting_as(OLGA):
        await world.publications.change_role(
            publication_id=paper.id, person_id=person(EDNA), role=Role.WRITER
        )
    with acting_as(EDNA), pytest.raises(SubmissionNotFound):
        await world.publications.accept(submission_id=case.id, version=1)
    assert await listed(world, paper) == []


async def test_what_cannot_be_submitted_is_refused_and_stays_as_it_is(world: World) -> None:
    paper, other = await world.staffed(), await world.founded("Other")
    await world.join(other, ANNA, Role.WRITER)
    draft = await world.draft()
    with acting_as(ANNA):
        with pytest.raises(StoryChangedSince):
            await world.publications.submit(publication_id=paper.id, story_id=draft.id, version=9)
        with pytest.raises(Invalid):
            await world.publications.submit(
                publication_id=paper.id, story_id=draft.id, version=1, note="x" * 2001
            )
        case = await world.publications.submit(publication_id=paper.id, story_id=draft.id, version=1)
        with pytest.raises(AlreadySubmitted) as fault:
            await world.publications.submit(publication_id=paper.id, story_id=draft.id, version=1)
        assert fault.value.submission_id == case.id
        with pytest.raises(AlreadySubmitted):
            await world.publications.submit(publication_id=other.id, story_id=draft.id, version=1)
        untitled = await world.stories.create_draft()
        with pytest.raises(StoryNotSubmittable):
            await world.publications.submit(publication_id=paper.id, story_id=untitled.id, version=1)
        planned = await world.draft()
        await world.stories.schedule(story_id=planned.id, version=1, at=world.clock.now + timedelta(days=1))
        with pytest.raises(StoryNotSubmittable):
            await world.publications.submit(publication_id=paper.id, story_id=planned.id, version=1)
        with pytest.raises(StoryNotSubmittable):
            await world.publications.submit(publication_id=paper.id, story_id=StoryId("1" * 11), version=1)
    with acting_as(BERT), pytest.raises(StoryNotSubmittable):
        await world.publications.submit(publication_id=paper.id, story_id=draft.id, version=1)
    with acting_as(STRANGER), pytest.raises(Forbidden):
        await world.publications.submit(publication_id=paper.id, story_id=draft.id, version=1)


async def test_a_deleted_story_ends_its_submission(world: World) -> None:
    paper = await world.staffed()
    case = await world.submitted(paper)
    with acting_as(ANNA):
        await world.stories.delete(story_id=case.story_id)
    with acting_as(EDNA), pytest.raises(StoryNotSubmittable):
        await world.publications.accept(submission_id=case.id, version=1)
    await world.settle()
    with acting_as(ANNA):
        found = await world.publications.get_submission(submission_id=case.id)
    assert found.submission.stage is Stage.WITHDRAWN


async def test_what_an_editor_publishes_from_the_editor_ends_its_submission(world: World) -> None:
    paper = await world.staffed()
    case = await world.submitted(paper)
    with acting_as(EDNA):
        await world.publications.accept(submission_id=case.id, version=1)
    version = await save(world, ANNA, case.story_id, "Changed")
    with acting_as(ANNA):
        change = await world.publications.submit(
            publication_id=paper.id, story_id=case.story_id, version=version
        )
    with acting_as(EDNA):
        await world.stories.publish(story_id=case.story_id, version=version)
    await world.settle()
    with acting_as(ANNA):
        found = (await world.publications.get_submission(submission_id=change.id)).submission
    assert found.stage is Stage.ACCEPTED
    assert found.accepted_revision_id >= found.submitted_revision_id


async def test_a_story_moves_out_by_its_author_or_an_editor(world: World) -> None:
    paper = await world.staffed()
    case = await world.submitted(paper)
    with acting_as(EDNA):
        await world.publications.accept(submission_id=case.id, version=1)
    for other in (BERT, STRANGER):
        with acting_as(other), pytest.raises(StoryNotInPublication):
            await world.publications.move_out(publication_id=paper.id, story_id=case.story_id)
    with acting_as(ANNA):
        await world.publications.move_out(publication_id=paper.id, story_id=case.story_id)
        with pytest.raises(StoryNotInPublication):
            await world.publications.move_out(publication_id=paper.id, story_id=case.story_id)
    assert await listed(world, paper) == []
    assert (await world.stories.read_story(story_id=case.story_id)).story.publication_id == ""


async def test_sections_are_the_publications_own(world: World) -> None:
    paper = await world.staffed()
    case = await world.submitted(paper)
    with acting_as(EDNA), pytest.raises(Invalid):
        await world.publications.accept(submission_id=case.id, version=1, section_id=SectionId("1" * 11))
    with acting_as(EDNA):
        assert (
            await world.publications.get_submission(submission_id=case.id)
        ).submission.stage is Stage.SUBMITTED


async def test_a_decision_is_carried_out_though_the_process_died_in_between(room: World) -> None:
    paper = await room.staffed()
    case = await room.submitted(paper)

    class Away:
        async def take_in(self, **_: object) -> None:
            raise Unavailable("the stories are away")

    cut = msgspec.structs.replace(room.inside, stories=Away())  # type: ignore[arg-type]
    with acting_as(EDNA), pytest.raises(Unavailable):
        await cut.accept(submission_id=case.id, version=1)
    with acting_as(OLGA), pytest.raises(AlreadyDecided) as fault:
        await room.publications.send_back(submission_id=case.id, note="No")
    assert fault.value.decided_by == person(EDNA)
    await room.settle()
    assert await listed(room, paper) == ["A walk"]
    with acting_as(ANNA):
        found = (await room.publications.get_submission(submission_id=case.id)).submission
    assert (found.stage, found.decided_by) == (Stage.ACCEPTED, person(EDNA))
