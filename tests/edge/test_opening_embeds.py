"""Frames of other sites: allowed where a page can open one, of its hosts, and nowhere else."""

import json
from pathlib import Path

from octavo.chassis.context import acting_as
from octavo.stories.api import Content, Visibility
from tests.edge.world import Site, site

WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def body(*blocks: dict[str, object]) -> str:
    return json.dumps({"type": "doc", "content": blocks})


EMBED: dict[str, object] = {
    "type": "embed",
    "attrs": {"provider": "youtube", "url": WATCH, "title": "A film"},
}
TEXT: dict[str, object] = {
    "type": "paragraph",
    "content": [{"type": "text", "text": ' data-embed="vimeo" <figure class="embed x" data-embed="vimeo">'}],
}


async def policy_of(world: Site, text: str, visibility: Visibility = Visibility.EVERYBODY) -> tuple[str, str]:
    with acting_as(await world.caller("ada")):
        draft = await world.stories.create_draft(content=Content(title="T", body=text, visibility=visibility))
        story = await world.stories.publish(story_id=draft.id, version=1)
    answer = await world.browser().get(f"/@ada/{story.slug}-{story.id}")
    assert answer.status == 200
    return answer.header("content-security-policy"), answer.text


async def test_only_a_page_with_an_embed_may_open_a_frame_and_only_of_its_host(tmp_path: Path) -> None:
    async with site(tmp_path) as world:
        await world.owner()
        policy, page = await policy_of(world, body(TEXT, EMBED))
        assert policy.endswith("; frame-src https://www.youtube-nocookie.com")
        assert "<iframe" not in page
        assert 'data-frame="https://www.youtube-nocookie.com/embed/' in page
        policy, _ = await policy_of(world, body(TEXT))
        assert "frame-src" not in policy


async def test_a_members_story_may_open_what_its_rest_may_hold(tmp_path: Path) -> None:
    async with site(tmp_path) as world:
        await world.owner()
        policy, page = await policy_of(world, body(TEXT, TEXT, TEXT, TEXT, TEXT, EMBED), Visibility.MEMBERS)
        assert 'data-frame="' not in page
        assert "https://www.youtube-nocookie.com" in policy
