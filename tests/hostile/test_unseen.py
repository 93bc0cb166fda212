"""What its author does not show, or shows no more, nobody finds by any way."""

import json
import re
from typing import Final

import pytest

from tests.hostile.site import Person, World, document, draft, published

WORDS: Final = "words-of-no-concern"


def ways(person: Person, story_id: str, path: str) -> dict[str, bytes]:
    """All that a person can be told of a story, by way."""
    pages = ["/", "/@ada", "/feed", "/feed/@ada", "/tag/unseen", "/feed/tag/unseen", path, f"/p/{story_id}"]
    pages += [
        f"/p/{story_id}/full",
        f"/p/{story_id}/full?fragment=1",
        f"/edit/{story_id}",
        f"/draft/{story_id}",
    ]
    found = {page: person.get(page).body for page in pages if page}
    for method, request in (
        ("ReadStory", {"storyId": story_id}),
        ("GetDraft", {"storyId": story_id}),
        ("ListRevisions", {"storyId": story_id}),
        ("GetStories", {"storyIds": [story_id]}),
        ("ListStories", {"withText": True, "limit": 50}),
        ("ListStories", {"tag": "unseen"}),
        ("ListDesk", {}),
        ("ListTags", {"limit": 500}),
    ):
        found[f"{method} {request}"] = person.call(f"stories.v1.Stories/{method}", **request).body
    return found


def unseen(world: World, story_id: str, path: str = "", *, words: str = WORDS) -> None:
    for person in (world.nobody, world.bob, world.owner):
        for way, said in ways(person, story_id, path).items():
            assert words.encode() not in said, way


def shown(world: World) -> tuple[str, str]:
    """A story that everybody sees, in its list, feed and tag: the caches are warm with it."""
    story_id = published(world.ada, f"Title {WORDS}", document(WORDS), tags=["unseen"], excerpt=WORDS)
    path = world.nobody.get(f"/p/{story_id}").header("location")
    found = ways(world.nobody, story_id, path)
    assert sum(WORDS.encode() in said for said in found.values()) >= 7
    return story_id, path


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_what_was_taken_back_is_gone_at_once(world: World, act: str) -> None:
    story_id, path = shown(world)
    assert world.ada.post(f"/me/stories/{story_id}/{act}").status == 303
    unseen(world, story_id, path)
    assert world.nobody.get(path).status == 410
    assert world.ada.post(f"/me/stories/{story_id}/delete").status in (303, 404)


def test_what_a_moderator_took_down_is_gone_and_its_author_cannot_bring_it_back(world: World) -> None:
    story_id, path = shown(world)
    assert world.owner.call("stories.v1.Stories/Delete", storyId=story_id).status == 200
    unseen(world, story_id, path)
    assert world.ada.call("stories.v1.Stories/Undelete", storyId=story_id).status == 403
    unseen(world, story_id, path)


def test_a_draft_and_a_scheduled_story_are_their_authors_alone(world: World) -> None:
    for later in (False, True):
        story_id = draft(world.ada, WORDS, document(WORDS), tags=["unseen"])
        if later:
            at = "2027-06-01T08:00:00Z"
            asked = world.ada.call("stories.v1.Stories/Schedule", storyId=story_id, version=1, at=at)
            assert asked.status == 200, asked
        unseen(world, story_id)


def test_changes_to_a_published_story_wait_for_their_author(world: World) -> None:
    story_id = published(world.ada, "Open", document("open words"), tags=["unseen"])
    content = {"title": WORDS, "body": document(WORDS), "tags": ["unseen"], "excerpt": WORDS}
    saved = world.ada.call("stories.v1.Stories/SaveDraft", storyId=story_id, version=1, content=content)
    assert saved.status == 200, saved
    unseen(world, story_id, world.nobody.get(f"/p/{story_id}").header("location"))
    # a moderator who takes it down is shown what readers saw, and no more
    taken = world.owner.call("stories.v1.Stories/Unpublish", storyId=story_id)
    assert taken.status == 200
    assert WORDS.encode() not in taken.body


def test_an_unlisted_story_stands_in_no_list(world: World) -> None:
    story_id = published(world.ada, WORDS, document(WORDS), visibility="UNLISTED", tags=["unseen"])
    path = world.nobody.get(f"/p/{story_id}").header("location")
    found = ways(world.bob, story_id, path)
    told = {way for way, said in found.items() if WORDS.encode() in said}
    by_id = {path, f"/p/{story_id}/full", f"/p/{story_id}/full?fragment=1"}
    assert told <= by_id | {
        way for way in found if story_id in way and way.startswith(("ReadStory", "GetStories"))
    }
    assert path in told
    assert b"noindex" in found[path]


def divided(above: str, below: str) -> str:
    blocks = json.loads(document(above))["content"] + [{"type": "membersLine"}]
    return json.dumps({"type": "doc", "content": blocks + json.loads(document(below))["content"]})


def test_what_stands_below_the_members_line_reaches_members_alone(world: World) -> None:
    story_id = published(world.ada, "Birds", divided("open words", WORDS), tags=["unseen"])
    path = world.nobody.get(f"/p/{story_id}").header("location")
    for _ in range(2):  # from the services, and from what is kept
        for person in (world.nobody, world.bob):  # his address is not confirmed
            for way, said in ways(person, story_id, path).items():
                assert WORDS.encode() not in said, way
        # who may read it warms no cache for others
        assert WORDS.encode() in world.ada.get(f"/p/{story_id}/full").body
    assert b"open words" in world.nobody.get(path).body
    assert re.search(rb'"isAccessibleForFree": ?false', world.nobody.get(path).body)
    for page in ("/feed", "/feed.atom", "/feed.json", "/feed/@ada.json", "/sitemap.xml"):
        assert WORDS.encode() not in world.nobody.get(page).body, page
