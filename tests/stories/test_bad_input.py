"""Every method, every argument, the worst that can be sent: refused with a word, and nothing changes."""

import inspect
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any

import pytest

from octavo.chassis.context import ANONYMOUS, Caller, acting_as
from octavo.chassis.faults import Broken, Fault
from octavo.stories.api import CONTRACT, Content, Cover, ImageId, MemberRole, Status, Stories, Visibility
from tests.stories.desk import ANNA, BERT, MODERATOR, OPERATOR, World, body, text

TEXTS = [
    *["", " ", "\0", "a\0b", "\u202e", "😀" * 300, "x" * 100_000, "1" * 11, "z" * 11, "1" * 22],
    *["'; DROP TABLE stories; --", "../../etc/passwd", "<script>alert(1)</script>", "%00", "-1", "null"],
    *["/", "//", "/\0"],
]
NUMBERS = [0, -1, 1, 2**31 - 1, -(2**31)]
TIMES = [
    datetime.min.replace(tzinfo=UTC),
    datetime(1969, 12, 31, tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
]
CONTENTS = [
    Content(),
    Content(title="\0", body=body("\0")),
    text("A", subtitle="\0", tags=("\0", "a\0")),
    text(tags=("a",) * 100_000),
    text(tags=tuple(map(str, range(1000)))),
    text(cover=Cover(image_id=ImageId("\0"))),
    text(cover=Cover(image_id=ImageId("1" * 11), width=-1)),
    text(canonical_url="http://\0"),
    text(canonical_url="http://[::"),
    text(language="\0"),
    text(slug="\0"),
    text(visibility=Visibility.UNSPECIFIED),
    Content(body='{"type":"doc","content":' + "[" * 5000 + "]" * 5000 + "}"),
    Content(body='{"type":"doc","content":[' + '{"type":"blockquote","content":[' * 500 + "]}" * 500 + "]}"),
    Content(body="x" * 3_000_000),
]
FITTING: dict[str, Any] = {
    "version": 1,
    "revision_id": "1" * 11,
    "from_revision_id": "1" * 11,
    "series_id": "1" * 11,
    "other_id": "1" * 11,
    "accepted": True,
    "title": "A",
    "number": 1,
    "content": text("Fitting"),
    "at": datetime(2026, 3, 2, tzinfo=UTC),
    "shared": True,
    "share_key": "x" * 22,
    "story_ids": ("1" * 11,),
    "address": "/a",
    "source": "a",
    "author_id": ANNA.person_id,
    "person_id": ANNA.person_id,
    "publication_id": "1" * 11,
    "published_at": datetime(2020, 3, 2, tzinfo=UTC),
}  # fmt: skip


def worst(name: str, annotation: str) -> list[Any]:
    """The worst values for an argument of this name and type."""
    if "tuple" in annotation:
        return [(), tuple(TEXTS), ("x",) * 1000]
    if "Content" in annotation:
        return list(CONTENTS)
    if "datetime" in annotation:
        return list(TIMES)
    if annotation == "Status":
        return list(Status)
    if annotation == "MemberRole":
        return list(MemberRole)
    if annotation == "bool":
        return [True, False]
    return NUMBERS if annotation == "int" else TEXTS


def asked(method: str) -> list[str]:
    """The names of a method's arguments."""
    return [name for name in inspect.signature(getattr(Stories, method)).parameters if name != "self"]


@pytest.mark.parametrize("method", [method.call for method in CONTRACT.methods if asked(method.call)])
async def test_the_worst_is_refused_or_taken_but_breaks_nothing(room: World, method: str) -> None:
    with acting_as(ANNA):
        draft = await room.stories.create_draft(content=text("Untouched"))
    own = method.startswith(("get_draft", "list_", "get_stories", "read_", "find_"))
    callers: list[Caller] = [BERT, MODERATOR, ANONYMOUS, OPERATOR, *([ANNA] if own else [])]
    tried = 0
    for name, parameter in inspect.signature(getattr(Stories, method)).parameters.items():
        if name == "self":
            continue
        for value in worst(name, str(parameter.annotation)):
            for caller in callers:
                arguments = arguments_of(method, str(draft.id)) | {name: value}
                tried += 1
                with acting_as(caller):
                    fault = await refused(getattr(room.stories, method)(**arguments))
                assert not isinstance(fault, Broken)
                assert fault is None or fault.message
    assert tried
    with acting_as(ANNA):
        assert await room.stories.get_draft(story_id=draft.id) == draft


async def refused(call: Awaitable[object]) -> Fault | None:
    """The fault of a call; None where it was taken. Whatever else it raises is a failure."""
    try:
        await call
    except Fault as fault:
        return fault
    return None


def arguments_of(method: str, story_id: str) -> dict[str, Any]:
    """Fitting values for the arguments that have no default."""
    parameters = inspect.signature(getattr(Stories, method)).parameters
    return {
        name: story_id if name == "story_id" else FITTING[name]
        for name, parameter in parameters.items()
        if name != "self" and parameter.default is inspect.Parameter.empty
    }


async def test_the_worst_content_changes_no_draft(world: World) -> None:
    with acting_as(ANNA):
        draft = await world.stories.create_draft(content=text("Untouched"))
        for content in CONTENTS:
            kept = await world.stories.get_draft(story_id=draft.id)
            save = world.stories.save_draft(story_id=draft.id, version=kept.version, content=content)
            fault = await refused(save)
            now = await world.stories.get_draft(story_id=draft.id)
            assert not isinstance(fault, Broken)
            assert (now == kept) == (fault is not None)
            assert "\0" not in str(now)


async def test_a_story_from_before_1970_has_its_place(world: World) -> None:
    with acting_as(OPERATOR):
        for year in (1925, 1890, 2020):
            await world.stories.import_story(
                source=str(year),
                author_id=ANNA.person_id,  # type: ignore[arg-type]  # a PersonId by another name
                content=text(str(year)),
                published_at=datetime(year, 1, 1, tzinfo=UTC),
            )
    first = await world.stories.list_stories(limit=2)
    second = await world.stories.list_stories(limit=2, after=first.next)
    assert [story.title for story in (*first.stories, *second.stories)] == ["2020", "1925", "1890"]
