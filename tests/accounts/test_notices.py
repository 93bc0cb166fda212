"""Letters that other services ask for."""

import pytest

from octavo.accounts.api import Notice
from octavo.chassis.faults import Invalid
from tests.accounts.world import HOME, World


async def test_a_notice_leads_to_its_page_and_of_one_decision_there_is_one(room: World) -> None:
    anna = await room.join("anna")
    assert anna.person_id is not None
    for once in ("a", "a", "b"):
        await room.accounts.send_notice(
            person_id=anna.person_id,  # type: ignore[arg-type]  # a caller's is any
            notice=Notice.SUBMISSION_RETURNED,
            page="/me/submissions/11111111abc",
            once=once,
        )
        await room.post()
    assert len(room.mailbox.letters) == 2
    letter = room.mailbox.newest("anna@example.org")
    assert letter["Subject"] == "Your story on Octavo came back to you"
    body = letter.get_body(("plain",))
    assert body is not None
    assert f"{HOME}/me/submissions/11111111abc" in body.get_content()


@pytest.mark.parametrize("page", ["//evil.example", "https://evil.example", "x", "/" + "x" * 200])
async def test_a_page_elsewhere_is_none(world: World, page: str) -> None:
    anna = await world.join("anna")
    with pytest.raises(Invalid):
        await world.accounts.send_notice(
            person_id=anna.person_id,  # type: ignore[arg-type]  # a caller's is any
            notice=Notice.SUBMISSION_RETURNED,
            page=page,
        )
