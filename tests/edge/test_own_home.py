"""The home page of those who are signed in: their own, explained, turned by dials; for others as ever."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.graph.api import Kind
from octavo.stories.api import StoryId
from tests.edge.world import Site, site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path) as made:
        await made.owner()
        yield made


async def published(here: Site, title: str, **more: object) -> StoryId:
    story = await here.publish("ada", title, **more)
    await here.feed.copying.story(story.id, news=True)
    return story.id


async def test_visitors_have_the_kept_page_and_members_their_own(here: Site) -> None:
    await published(here, "By the sea")
    reader = await here.member("bert")
    everybody = await here.browser().get("/")
    assert "By the sea" in everybody.text
    assert "Why this?" not in everybody.text
    assert "stories" in everybody.header("surrogate-key")
    own = await reader.get("/")
    assert "By the sea" in own.text
    assert "Why this?" in own.text
    assert "no-store" in own.header("cache-control")
    assert "surrogate-key" not in dict(own.headers)
    assert "Why this?" not in (await here.browser().get("/")).text


async def test_a_story_says_why_it_is_there(here: Site) -> None:
    reader, ada = await here.member("bert"), await here.person_id("ada")
    await published(here, "By the sea", tags=("sea",))
    await here.feed.copying.followed(await here.person_id("bert"), Kind.PERSON, ada, active=True)
    await here.feed.copying.followed(await here.person_id("bert"), Kind.TAG, "sea", active=True)
    page = (await reader.get("/")).text
    assert 'You follow <a href="/@ada">Ada</a>.' in page
    assert 'You follow the topic <a href="/tag/sea">sea</a>.' in page
    record = page.partition('href="/me/feed/why/')[2].partition('"')[0]
    told = await reader.get(f"/me/feed/why/{record}")
    assert told.status == 200
    assert "written by somebody you follow" in told.text
    other = await here.member("carl")
    assert (await other.get(f"/me/feed/why/{record}")).status == 404
    assert (await reader.get("/me/feed/why/nonsense")).status == 404


async def test_not_for_me_takes_it_away_and_the_list_brings_it_back(here: Site) -> None:
    reader, story = await here.member("bert"), await published(here, "By the sea")
    await published(here, "In the hills")
    done = await reader.post("/me/feed/hide", story=story, then="/")
    assert (done.status, done.header("location")) == (303, "/")
    page = (await reader.get("/")).text
    assert "By the sea" not in page
    assert "In the hills" in page
    hidden = (await reader.get("/me/feed")).text
    assert "By the sea" in hidden
    await reader.post("/me/feed/unhide", story=story, then="/me/feed")
    assert "By the sea" in (await reader.get("/")).text
    assert (await reader.post("/me/feed/hide", story="nonsense")).status == 404


async def test_dials_are_turned_by_a_form_and_refused_where_they_go_too_far(here: Site) -> None:
    reader = await here.member("bert")
    await published(here, "By the sea")
    done = await reader.post("/me/feed/dials", people="2", topics="-1", new_voices="0", length="1")
    assert done.status == 303
    page = (await reader.get("/me/feed")).text
    assert 'name="people" min="-2" max="2" step="1" value="2"' in page
    assert 'name="topics" min="-2" max="2" step="1" value="-1"' in page
    refused = await reader.post("/me/feed/dials", people="9")
    assert refused.status in (400, 422)
    await reader.post("/me/feed/dials", latest_first="1")
    assert "Latest first" in (await reader.get("/")).text


async def test_a_changed_story_is_shown_as_it_is_now(here: Site) -> None:
    reader, story = await here.member("bert"), await published(here, "By the sea")
    assert "By the sea" in (await reader.get("/")).text
    await here.revise("ada", story, "By the lake", "It was calm.")
    assert "By the lake" in (await reader.get("/")).text


async def test_without_the_feed_everybody_has_the_newest(here: Site) -> None:
    reader = await here.member("bert")
    await published(here, "By the sea")
    here.feed_switch.off = True
    page = await reader.get("/")
    assert page.status == 200
    assert "By the sea" in page.text
    assert "Why this?" not in page.text


async def test_a_place_of_the_list_for_everybody_leads_to_the_first_page(here: Site) -> None:
    reader = await here.member("bert")
    await published(here, "By the sea")
    assert "By the sea" in (await reader.get("/?after=123.xyz")).text


async def test_what_was_just_done_is_told_once(here: Site) -> None:
    reader = await here.member("bert")
    await published(here, "By the sea")
    assert "Welcome" not in (await reader.get("/")).text
    assert "Welcome" in (await reader.get("/?said=welcome")).text
    assert "Welcome" not in (await reader.get("/")).text
    assert (await reader.get("/")).text.count("By the sea") >= 1
    assert "\ue000" not in (await reader.get("/")).text


async def test_a_changed_name_is_in_the_head_of_the_page_at_once(here: Site) -> None:
    reader = await here.member("bert")
    await published(here, "By the sea")
    assert "Bert" in (await reader.get("/")).text
    await reader.post("/me/settings/profile", name="Berta")
    assert "Berta" in (await reader.get("/")).text
