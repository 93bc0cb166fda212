"""Follow and clap on the pages: by form post without a script, told apart for each reader."""

import json
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


async def test_a_reader_follows_by_a_form_and_everybody_sees_the_count(here: Site) -> None:
    reader, anna = await here.member("bert"), await here.person_id("ada")
    await here.publish("ada", "By the sea")
    page = await reader.get("/@ada")
    assert f'data-follow="person:{anna}"' in page.text
    assert "1 follower" not in page.text
    done = await reader.post("/me/follow", of=f"person:{anna}", then="/@ada")
    assert (done.status, done.header("location")) == (303, "/@ada")
    await here.graph.stale.now()
    assert "1 follower" in (await here.browser().get("/@ada")).text
    told = json.loads((await reader.get(f"/me/graph?of=person:{anna}")).text)
    assert told["followed"] == [f"person:{anna}"]
    assert "Ada" in (await reader.get("/me/following")).text
    await reader.post("/me/follow", of=f"person:{anna}", undo="1", then="/@ada")
    await here.graph.stale.now()
    assert "1 follower" not in (await here.browser().get("/@ada")).text


async def test_claps_without_a_script(here: Site) -> None:
    reader, story = await here.member("bert"), await here.publish("ada", "By the sea")
    address = f"/@ada/by-the-sea-{story.id}"
    assert f'data-clap="story:{story.id}"' in (await here.browser().get(address)).text
    for _ in range(2):
        done = await reader.post("/me/clap", story=story.id, then=address)
        assert done.header("location") == f"/p/{story.id}/claps"
    assert 'value="1"' in (await reader.get(f"/p/{story.id}/claps")).text
    await reader.post("/me/clap", story=story.id, claps="42", then=address)
    await here.graph.stale.now()
    assert "<span data-total>42</span>" in (await here.browser().get(address)).text
    told = json.loads((await reader.get(f"/me/graph?of=story:{story.id}")).text)
    assert told["claps"] == {f"story:{story.id}": 42}
    refused = await reader.post("/me/clap", story=story.id, claps="51", then=address)
    assert refused.status in (400, 422)
    assert "50" in refused.text
    assert (await here.graph.get_claps(story_ids=(StoryId(story.id),)))[0].claps == 42


async def test_whoever_is_not_signed_in_is_asked_to_and_led_back(here: Site) -> None:
    done = await here.browser().post("/me/clap", story="1111111Sto1", then="/@ada")
    assert done.status == 303
    assert done.header("location").startswith("/sign-in?then=")
    assert json.loads((await here.browser().get("/me/graph?of=person:x")).text)["followed"] == []


async def test_what_is_blocked_is_told_to_the_page_of_either(here: Site) -> None:
    bert, ada = await here.member("bert"), here.people["ada"]
    ids = await here.person_id("ada"), await here.person_id("bert")
    done = await ada.post(
        "/me/avoid", of=f"person:{ids[1]}", how="blocked", then="/me/following?show=blocked"
    )
    assert done.status == 303
    assert "Bert" in (await ada.get("/me/following?show=blocked")).text
    for browser, other in ((bert, ids[0]), (ada, ids[1])):
        told = json.loads((await browser.get(f"/me/graph?of=person:{other}")).text)
        assert told["hidden"] == [f"person:{other}"]
    refused = await bert.post("/me/follow", of=f"person:{ids[0]}", then="/@ada")
    assert refused.status == 404
    assert (await ada.post("/me/avoid", of=f"person:{ids[1]}", how="blocked", undo="1")).status == 303
    assert (await bert.post("/me/follow", of=f"person:{ids[0]}", then="/@ada")).status == 303
    assert (await bert.get("/me/following?show=nonsense")).status == 404


async def test_a_story_is_kept_to_read_later_with_a_note(here: Site) -> None:
    reader, story = await here.member("bert"), await here.publish("ada", "By the sea")
    done = await reader.post("/me/save", story=story.id, then="/@ada")
    assert (done.status, done.header("location")) == (303, "/@ada")
    await reader.post("/me/save", story=story.id, note="for the train")
    page = (await reader.get("/me/lists/later")).text
    assert "By the sea" in page
    assert 'value="for the train"' in page
    told = json.loads((await reader.get(f"/me/graph?of=story:{story.id}")).text)
    assert told["followed"] == [f"story:{story.id}"]
    await reader.post("/me/save", story=story.id, undo="1")
    assert "By the sea" not in (await reader.get("/me/lists/later")).text


async def test_a_search_shows_nothing_of_who_is_blocked(here: Site) -> None:
    bert = await here.member("bert")
    await here.publish("ada", "By the sea")
    await here.index()
    assert "By the" in (await bert.get("/search?q=sea")).text
    await here.people["ada"].post("/me/avoid", of=f"person:{await here.person_id('bert')}", how="blocked")
    for asked in ("/search?q=sea", "/search?q=ada", "/search/suggestions?q=ad"):
        told = (await bert.get(asked)).text
        assert "By the" not in told
        assert "/@ada" not in told
        assert "/@ada" in (await here.browser().get(asked)).text


async def test_pages_stand_without_the_graph(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from octavo.chassis.faults import Unavailable

    async def away(**asked: object) -> None:
        raise Unavailable

    monkeypatch.setattr(type(here.graph), "get_standings", lambda self, **asked: away())
    monkeypatch.setattr(type(here.graph), "get_claps", lambda self, **asked: away())
    story = await here.publish("ada", "By the sea")
    page = await here.browser().get(f"/@ada/by-the-sea-{story.id}")
    assert page.status == 200
    assert "By the sea" in page.text
