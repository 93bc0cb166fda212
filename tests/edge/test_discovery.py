"""What one did not look for: related stories, what is read most just now, topics to begin with."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.graph.api import StoryId
from tests.edge.world import Site, site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path) as made:
        await made.owner()
        yield made


async def published(here: Site, title: str, *, by: str = "ada", **more: object) -> str:
    story = await here.publish(by, title, **more)
    await here.feed.copying.story(story.id, news=True)
    return story.id


async def liked(here: Site, story: str, *handles: str) -> None:
    for handle in handles:
        if handle not in here.people:
            await here.member(handle)
        await here.feed.copying.liked(await here.person_id(handle), StoryId(story), clapped=5)
    await here.feed.copying.weigh()


async def test_a_story_leads_to_those_that_are_like_it(here: Site) -> None:
    await here.member("bert")
    others = [
        await published(here, f"Tides {number}", by="bert", tags=("sea", "tides")) for number in range(3)
    ]
    await published(here, "Cakes", by="bert", tags=("baking",))
    story = await published(here, "By the sea", tags=("sea", "tides"))
    page = (await here.browser().get(f"/@ada/by-the-sea-{story}")).text
    related = page.partition('id="related-title"')[2].partition("</section>")[0]
    assert all(f"-{one}" in related for one in others)
    assert story not in related
    await here.people["bert"].post(f"/me/stories/{others[0]}/unpublish", version="1")
    page = (await here.browser().get(f"/@ada/by-the-sea-{story}")).text
    assert others[0] not in page
    assert others[1] in page


async def test_what_is_read_most_is_listed_for_the_site_and_for_a_topic(here: Site) -> None:
    assert "It is quiet just now." in (await here.browser().get("/trending")).text
    sea = await published(here, "By the sea", tags=("sea",))
    hills = await published(here, "In the hills", tags=("hills",))
    quiet = await here.browser().get("/tag/sea/trending")
    assert (quiet.status, "It is quiet just now." in quiet.text) == (200, True)
    assert quiet.page.css_first(".empty a").attributes["href"] == "/tag/sea"
    here.near.purge(["tag:sea"])
    await liked(here, sea, "bert")
    await liked(here, hills, "bert", "carla", "dora")
    here.near.purge([f"story:{sea}", f"story:{hills}"])
    page = await here.browser().get("/tag/sea/trending")
    assert "By the sea" in page.text
    assert "In the hills" not in page.text
    assert (await here.browser().get("/tag/nothing/trending")).status == 404
    assert (await here.browser().get("/tag/SEA/trending")).status == 404
    assert 'href="/tag/sea/trending"' in (await here.browser().get("/tag/sea")).text
    assert 'href="/trending"' in (await here.browser().get("/")).text


async def test_whoever_is_new_chooses_what_to_follow(here: Site) -> None:
    story = await published(here, "By the sea", tags=("sea", "tides"))
    await published(here, "Cakes", tags=("baking",))
    await liked(here, story, "carla")
    bert = await here.member("bert")
    page = await bert.get("/me/topics?first=1&said=welcome")
    assert "Welcome" in page.text
    shown = page.page.css("input[name=shown]")
    assert [one.attributes["value"] for one in shown][:3] == ["tag:baking", "tag:sea", "tag:tides"]
    assert page.page.css("input[name=follow][checked]") == []
    ada = f"person:{await here.person_id('ada')}"
    done = await bert.send(
        "/me/topics", f"shown=tag:sea&shown=tag:baking&shown={ada}&follow=tag:sea&follow={ada}".encode()
    )
    assert done.header("location") == "/?said=saved"
    chosen = re.findall(r'name="follow" value="([^"]+)" checked', (await bert.get("/me/topics")).text)
    assert chosen == ["tag:sea", ada]
    await bert.post("/me/topics", shown="tag:sea")
    chosen = re.findall(r'name="follow" value="([^"]+)" checked', (await bert.get("/me/topics")).text)
    assert chosen == [ada]
    assert (await bert.post("/me/topics", shown="nonsense")).status == 400
    assert (await here.browser().get("/me/topics")).header("location").startswith("/sign-in")


async def test_where_there_is_nothing_to_choose_yet_one_begins_at_the_desk(here: Site) -> None:
    bert = await here.member("bert")
    begun = await bert.get("/me/topics?first=1&said=welcome")
    assert begun.header("location") == "/me/stories?said=welcome"
    assert "There are no topics yet." in (await bert.get("/me/topics")).text
