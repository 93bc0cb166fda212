"""The worst that can be sent to each method, by each kind of caller: a clear fault, and nothing lost."""

import inspect
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any

import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Broken, Fault
from octavo.publications.api import (
    CONTRACT,
    ImageId,
    Logo,
    NavigationLink,
    Publications,
    Role,
    Section,
    SectionId,
    Stage,
)
from tests.publications.world import ANNA, BERT, EDNA, OLGA, SITE_OWNER, STRANGER, World, person
from tests.stories.desk import body

TEXTS = [
    "",
    " ",
    "x" * 100_000,
    "\u202e\u2028\ud83d",
    "'; DROP TABLE publications; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "1" * 11,
    "zzzzzzzzzzz",
    "%00",
    "Ω≈ç√∫µ≤≥÷",
    "\0",
    "🦑" * 50,
]
NUMBERS = [0, -1, 1, 2, 2**31 - 1, -(2**31)]
FITTING: dict[str, Any] = {
    "name": "Another",
    "slug": "another",
    "version": 1,
    "navigation": (),
    "sections": (),
    "title": "About",
    "body": body("We write."),
    "publication_ids": (),
    "archived": False,
    "role": Role.WRITER,
    "accepted": False,
    "token": "x" * 43,
    "text": "A note",
    "note": "A note",
    "person_id": person(STRANGER),
    "invitation_id": "1" * 11,
    "page_id": "1" * 11,
}


def worst(annotation: str) -> list[Any]:
    if "NavigationLink" in annotation:
        return [(NavigationLink(label=text, address=text),) for text in TEXTS] + [
            (NavigationLink(label="x", address="/"),) * 1000
        ]
    if "Section, " in annotation or annotation == "tuple[Section, ...]":
        return [(Section(id=SectionId(text), name=text, slug=text, tag=text),) for text in TEXTS] + [
            (Section(name="x"),) * 1000
        ]
    if "Logo" in annotation:
        return [
            None,
            *(Logo(image_id=ImageId(text), placeholder=text) for text in TEXTS),
            Logo(image_id=ImageId("1" * 11), width=-1, height=2**31 - 1),
        ]
    if "tuple" in annotation:
        return [(), tuple(TEXTS), ("x",) * 1000]
    if annotation == "Role":
        return list(Role)
    if annotation == "Stage":
        return list(Stage)
    if annotation == "bool":
        return [True, False]
    return NUMBERS if annotation == "int" else TEXTS


async def refused(call: Awaitable[object]) -> Fault | None:
    """The fault of a call; None where it was taken. Whatever else it raises is a failure."""
    try:
        await call
    except Fault as fault:
        return fault
    return None


_ENDING = {"delete_publication", "found"}


@pytest.mark.parametrize("method", [method.call for method in CONTRACT.methods])
async def test_the_worst_is_refused_or_taken_but_breaks_nothing(room: World, method: str) -> None:
    paper = await room.staffed()
    case = await room.submitted(paper)
    own = {"publication_id": paper.id, "story_id": case.story_id, "submission_id": case.id}
    callers: list[Caller] = [ANONYMOUS, STRANGER, ANNA, EDNA, SITE_OWNER, OLGA]
    parameters = inspect.signature(getattr(Publications, method)).parameters
    needed = {
        name: own.get(name, FITTING.get(name))
        for name, parameter in parameters.items()
        if name != "self" and parameter.default is inspect.Parameter.empty
    }
    tried = 0
    for name, parameter in parameters.items():
        if name == "self":
            continue
        for value in worst(str(parameter.annotation)):
            for caller in callers:
                tried += 1
                with acting_as(caller):
                    fault = await refused(getattr(room.publications, method)(**needed | {name: value}))
                assert not isinstance(fault, Broken)
                assert fault is None or fault.message
    assert tried or method in _ENDING
    kept = await room.inside.directory.find(paper.id)
    assert kept is not None
    assert kept.publication.founded_at <= datetime.now(UTC)
    assert any(one.role is Role.OWNER for one in await room.inside.people.of(paper.id)) or kept.deleted_at


YES, NO = "may", "may not"
TABLE: dict[str, tuple[str, str, str, str, str]] = {
    # anonymous, stranger, writer, editor, owner
    "found": (NO, YES, YES, YES, YES),
    "find_publication": (YES, YES, YES, YES, YES),
    "get_publications": (YES, YES, YES, YES, YES),
    "list_publications": (YES, YES, YES, YES, YES),
    "list_memberships": (NO, NO, YES, YES, YES),
    "change_settings": (NO, NO, NO, NO, YES),
    "arrange": (NO, NO, NO, YES, YES),
    "set_lead": (NO, NO, NO, YES, YES),
    "save_page": (NO, NO, NO, YES, YES),
    "set_archived": (NO, NO, NO, NO, YES),
    "delete_publication": (NO, NO, NO, NO, YES),
    "invite": (NO, NO, NO, YES, YES),
    "list_invitations": (NO, NO, NO, YES, YES),
    "change_role": (NO, NO, NO, NO, YES),
    "remove_member": (NO, NO, NO, NO, YES),
    "list_submissions": (NO, NO, NO, YES, YES),
    "get_submission": (NO, NO, YES, YES, YES),
    "add_note": (NO, NO, YES, YES, YES),
    "accept": (NO, NO, NO, YES, YES),
    "send_back": (NO, NO, NO, YES, YES),
    "withdraw": (NO, NO, YES, NO, NO),
    "move_out": (NO, NO, YES, YES, YES),
    "appoint": (NO, NO, NO, NO, NO),
}


@pytest.mark.parametrize("method", TABLE)
async def test_each_may_what_the_table_says(world: World, method: str) -> None:
    paper = await world.staffed()
    outcomes = []
    for number, caller in enumerate((ANONYMOUS, STRANGER, ANNA, EDNA, OLGA)):
        paper = (await world.publications.get_publications(publication_ids=(paper.id,)))[0]
        case = await world.submitted(paper)
        given: dict[str, Any] = {
            **FITTING,
            "publication_id": paper.id,
            "submission_id": case.id,
            "story_id": "" if method == "set_lead" else case.story_id,
            "version": 1 if method == "accept" else paper.version,
            "name": f"Name {number}",
            "slug": f"address-{number}" if method == "found" else paper.slug,
            "title": f"Title {number}",
            "person_id": person(BERT),
        }
        parameters = inspect.signature(getattr(Publications, method)).parameters
        needed = {
            name: given[name]
            for name, parameter in parameters.items()
            if name == "publication_id" or (name in given and parameter.default is inspect.Parameter.empty)
        }
        with acting_as(caller):
            fault = await refused(getattr(world.publications, method)(**needed))
        outcomes.append(YES if fault is None else NO)
    assert tuple(outcomes) == TABLE[method]
