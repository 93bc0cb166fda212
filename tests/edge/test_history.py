"""The reading history: told by a page's script, shown to its reader alone, forgotten and switched off."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.graph.api import PersonId
from tests.edge.world import Site, site

BLOCK = "aaaaaaaa"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path) as made:
        await made.owner()
        yield made


async def test_a_reader_goes_on_where_they_were(here: Site) -> None:
    reader, story = await here.member("bert"), await here.publish("ada", "By the sea")
    done = await reader.post("/me/history/mark", story=story.id, share="40", block=BLOCK)
    assert (done.status, done.header("cache-control")) == (204, "no-store")
    told = json.loads((await reader.get(f"/me/graph?of=story:{story.id}")).text)
    assert told["resume"] == {f"story:{story.id}": {"block": BLOCK, "share": 40}}
    page = (await reader.get("/me/history")).text
    assert f'href="/@ada/by-the-sea-{story.id}#b-{BLOCK}"' in page
    assert "40 % read" in page
    await reader.post("/me/history/mark", story=story.id, share="95", block=BLOCK)
    told = json.loads((await reader.get(f"/me/graph?of=story:{story.id}")).text)
    assert told["resume"] == {}
    page = (await reader.get("/me/history")).text
    assert "Read to the end" in page
    assert f"#b-{BLOCK}" not in page
    assert "By the sea" not in (await here.people["ada"].get("/me/history")).text


async def test_what_was_only_opened_is_in_the_history_but_not_gone_on_with(here: Site) -> None:
    reader, story = await here.member("bert"), await here.publish("ada", "By the sea")
    await reader.post("/me/history/mark", story=story.id, share="0", block="")
    told = json.loads((await reader.get(f"/me/graph?of=story:{story.id}")).text)
    assert told["resume"] == {}
    assert "By the sea" in (await reader.get("/me/history")).text


async def test_a_history_is_forgotten_one_by_one_or_all_at_once_and_switched_off(here: Site) -> None:
    reader = await here.member("bert")
    stories = [await here.publish("ada", f"Walk {number}") for number in range(3)]
    for story in stories:
        await reader.post("/me/history/mark", story=story.id, share="40", block=BLOCK)
    done = await reader.post("/me/history/forget", story=stories[0].id)
    assert (done.status, done.header("location")) == (303, "/me/history")
    page = (await reader.get("/me/history")).text
    assert "Walk 0" not in page
    assert "Walk 1" in page
    await reader.post("/me/history/keep", kept="0")
    await reader.post("/me/history/mark", story=stories[0].id, share="40", block=BLOCK)
    page = (await reader.get("/me/history")).text
    assert "Nothing is kept of what you read." in page
    assert "Walk 0" not in page
    await reader.post("/me/history/forget-all")
    assert "Walk 1" not in (await reader.get("/me/history")).text
    await reader.post("/me/history/keep", kept="1")
    await reader.post("/me/history/mark", story=stories[0].id, share="40", block=BLOCK)
    assert "Walk 0" in (await reader.get("/me/history")).text


async def test_bad_reports_and_readers_who_do_not_wish_it(here: Site) -> None:
    reader, story = await here.member("bert"), await here.publish("ada", "By the sea")
    for fields in (
        {"share": "101"},
        {"share": "x"},
        {"share": "5", "block": "<b>"},
        {"share": "5", "story": "x"},
    ):
        assert (await reader.post("/me/history/mark", **{"story": str(story.id), **fields})).status in (
            400,
            422,
        )
    assert (await reader.post("/me/history/mark", story=story.id, share="1" * 2000)).status == 413
    told = f"story={story.id}&share=50".encode()
    for no in ("dnt", "sec-gpc"):
        assert (await reader.send("/me/history/mark", told, {no: "1"})).status == 204
    assert (await here.browser().post("/me/history/mark", story=story.id, share="5")).status == 204
    assert (await here.browser().get("/me/history")).header("location").startswith("/sign-in")
    await here.people["ada"].post("/me/history/mark", story=story.id, share="50")
    assert "By the sea" not in (await here.people["ada"].get("/me/history")).text
    who = PersonId(await here.person_id("bert"))
    assert await here.graph.readings.page(who, after=None, limit=9) == []


async def test_who_is_blocked_is_not_in_the_history(here: Site) -> None:
    reader, story = await here.member("bert"), await here.publish("ada", "By the sea")
    await reader.post("/me/history/mark", story=story.id, share="40", block=BLOCK)
    await here.people["ada"].post("/me/avoid", of=f"person:{await here.person_id('bert')}", how="blocked")
    page = (await reader.get("/me/history")).text
    assert "By the sea" not in page
    assert (await reader.post("/me/history/mark", story=story.id, share="60")).status == 404
