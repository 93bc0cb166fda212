"""What a writer is told by letter: what others decided, once."""

from dataclasses import dataclass, field

from octavo.accounts.api import Notice, PersonId
from octavo.chassis.context import acting_as
from octavo.publications.service import WriterLetters
from tests.publications.world import ANNA, EDNA, World, person


@dataclass
class PostOffice:
    """Of accounts what sends letters."""

    asked: list[tuple[PersonId, Notice, str, str]] = field(default_factory=list)

    async def send_notice(
        self, *, person_id: PersonId, notice: Notice, page: str = "", once: str = ""
    ) -> None:
        self.asked.append((person_id, notice, page, once))


async def letters_of(world: World) -> list[tuple[PersonId, Notice, str, str]]:
    office = PostOffice()
    await world.settle(WriterLetters(world.inside, office))  # type: ignore[arg-type]  # of accounts this alone
    return office.asked


async def test_who_submitted_is_told_that_it_came_back_and_that_it_was_taken(room: World) -> None:
    paper = await room.staffed()
    first = await room.submitted(paper)
    with acting_as(EDNA):
        await room.publications.send_back(submission_id=first.id, note="Shorter, please.")
    assert await letters_of(room) == [
        (
            person(ANNA),
            Notice.SUBMISSION_RETURNED,
            f"/me/submissions/{first.id}",
            f"{first.id} RETURNED",
        )
    ]
    second = await room.submitted(paper)
    with acting_as(EDNA):
        version = (await room.stories.get_draft(story_id=second.story_id)).version
        await room.publications.accept(submission_id=second.id, version=version)
    (told,) = await letters_of(room)
    assert told[:3] == (person(ANNA), Notice.SUBMISSION_ACCEPTED, f"/me/submissions/{second.id}")


async def test_an_editor_who_moves_it_out_tells_its_writer_who_takes_it_back_is_told_nothing(
    room: World,
) -> None:
    paper = await room.staffed()
    case = await room.submitted(paper)
    with acting_as(EDNA):
        await room.publications.move_out(publication_id=paper.id, story_id=case.story_id)
    assert [told[1] for told in await letters_of(room)] == [Notice.SUBMISSION_WITHDRAWN]
    mine = await room.submitted(paper)
    with acting_as(ANNA):
        await room.publications.withdraw(submission_id=mine.id)
    assert await letters_of(room) == []
