"""Reading lists on the pages: made and put in order by forms, shown to everybody where public, to nobody else
otherwise; and who follows whom."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.edge.browser import Browser
from tests.edge.world import Site, site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path) as made:
        await made.owner()
        yield made


async def made(browser: Browser, **fields: str) -> str:
    done = await browser.post("/me/lists", **fields)
    assert done.status == 303, done.text
    return done.header("location").rpartition("/")[2]


async def test_a_public_list_is_everybodys_and_changes_at_once(here: Site) -> None:
    bert = await here.member("bert")
    first, second = await here.publish("ada", "By the sea"), await here.publish("ada", "Up the hill")
    list_id = await made(bert, name="Walks", description="To go out", public="1")
    for story in (first, second):
        done = await bert.post(f"/p/{story.id}/lists", shown=list_id, **{"in": list_id})
        assert (done.status, done.header("location")) == (303, f"/p/{story.id}")
    await bert.post(f"/me/lists/{list_id}/note", story=first.id, note="Mind the <tide>")
    page = (await here.browser().get(f"/@bert/lists/{list_id}")).text
    assert page.index("By the sea") < page.index("Up the hill")
    assert "Mind the &lt;tide&gt;" in page
    assert "2 stories" in page
    assert "Walks" in (await here.browser().get("/@bert/lists")).text
    await bert.post(f"/me/lists/{list_id}/down", story=first.id, place="0")
    page = (await here.browser().get(f"/@bert/lists/{list_id}")).text
    assert page.index("Up the hill") < page.index("By the sea")
    await bert.post(f"/me/lists/{list_id}/top", story=first.id, place="1")
    page = (await here.browser().get(f"/@bert/lists/{list_id}")).text
    assert page.index("By the sea") < page.index("Up the hill")
    await here.revise("ada", second.id, "Down the hill", "Steep.")
    assert "Down the hill" in (await here.browser().get(f"/@bert/lists/{list_id}")).text
    await bert.post(f"/me/lists/{list_id}/out", story=first.id)
    page = (await here.browser().get(f"/@bert/lists/{list_id}")).text
    assert "By the sea" not in page
    await bert.post(f"/me/lists/{list_id}/delete")
    assert (await here.browser().get(f"/@bert/lists/{list_id}")).status == 404
    assert "Walks" not in (await here.browser().get("/@bert/lists")).text


async def test_a_private_list_is_not_there_for_others(here: Site) -> None:
    bert, carla, story = (
        await here.member("bert"),
        await here.member("carla"),
        await here.publish("ada", "Sea"),
    )
    list_id = await made(bert, name="Secret", story=story.id)
    list_id = re.findall(r'name="in" value="(\w{11})"', (await bert.get(f"/p/{story.id}/lists")).text)[0]
    assert "Secret" in (await bert.get("/me/lists")).text
    for browser in (here.browser(), carla, here.people["ada"]):
        assert (await browser.get(f"/@bert/lists/{list_id}")).status == 404
        assert "Secret" not in (await browser.get("/@bert/lists")).text
    assert (await carla.get(f"/me/lists/{list_id}")).status == 404
    for act in ("change", "note", "up", "down", "top", "out"):
        assert (
            await carla.post(f"/me/lists/{list_id}/{act}", name="x", story=story.id, place="1")
        ).status == 404
    assert (await carla.post(f"/me/lists/{list_id}/delete")).status == 303
    assert "Secret" in (await bert.get(f"/me/lists/{list_id}")).text
    # shown, and taken back
    await bert.post(f"/me/lists/{list_id}/change", name="Open", description="", public="1")
    assert "Sea" in (await here.browser().get(f"/@bert/lists/{list_id}")).text
    assert (await here.browser().get(f"/@ada/lists/{list_id}")).status == 404
    await bert.post(f"/me/lists/{list_id}/change", name="Shut", description="")
    assert (await here.browser().get(f"/@bert/lists/{list_id}")).status == 404


async def test_a_story_is_put_into_any_list_without_a_script(here: Site) -> None:
    bert, story = await here.member("bert"), await here.publish("ada", "By the sea")
    address = f"/@ada/by-the-sea-{story.id}"
    assert f'href="/p/{story.id}/lists"' in (await here.browser().get(address)).text
    one, two = await made(bert, name="One"), await made(bert, name="Two")
    await bert.send(f"/p/{story.id}/lists", f"shown=later&shown={one}&shown={two}&in=later&in={one}".encode())
    page = (await bert.get(f"/p/{story.id}/lists")).text
    ticked = set(re.findall(r'name="in" value="(\w+)" checked', page))
    assert ticked == {"later", one}
    await bert.send(f"/p/{story.id}/lists", f"shown=later&shown={one}&shown={two}&in={two}".encode())
    assert set(re.findall(r'value="(\w+)" checked', (await bert.get(f"/p/{story.id}/lists")).text)) == {two}
    # what was not shown stays as it is: another tab made a list meanwhile
    await bert.send(f"/p/{story.id}/lists", f"shown={one}&in={one}".encode())
    assert set(re.findall(r'value="(\w+)" checked', (await bert.get(f"/p/{story.id}/lists")).text)) == {
        one,
        two,
    }
    assert (await bert.get("/p/1111111Nope/lists")).status == 404
    assert (await bert.get("/p/nonsense/lists")).status == 404
    assert (await here.browser().get(f"/p/{story.id}/lists")).header("location").startswith("/sign-in")


async def test_what_is_wrong_with_a_list_is_said_and_nothing_is_lost(here: Site) -> None:
    bert = await here.member("bert")
    refused = await bert.post("/me/lists", name="x" * 101, description="kept as it was")
    assert refused.status in (400, 422)
    assert "100" in refused.text
    assert "kept as it was" in refused.text
    list_id = await made(bert, name="Fine")
    refused = await bert.post(f"/me/lists/{list_id}/change", name=" ", description="")
    assert refused.status in (400, 422)
    assert "Fine" in (await bert.get(f"/me/lists/{list_id}")).text
    assert (await bert.get("/me/lists/1111111Nop1")).status == 404
    assert (await bert.get("/me/lists/nonsense")).status == 404


async def test_followers_and_followed_leave_out_who_is_blocked(here: Site) -> None:
    bert, carla = await here.member("bert"), await here.member("carla")
    ada = await here.person_id("ada")
    for browser in (bert, carla):
        await browser.post("/me/follow", of=f"person:{ada}")
    for browser in (here.browser(), bert, carla):
        page = (await browser.get("/@ada/followers")).text
        assert 'href="/@bert"' in page
        assert 'href="/@carla"' in page
    assert 'href="/@ada"' in (await here.browser().get("/@bert/following")).text
    await bert.post("/me/avoid", of=f"person:{await here.person_id('carla')}", how="blocked")
    for browser, other in ((bert, "carla"), (carla, "bert")):
        assert f'href="/@{other}"' not in (await browser.get("/@ada/followers")).text
        for part in ("followers", "following"):
            assert (await browser.get(f"/@{other}/{part}")).status == 404
    assert 'href="/@carla"' in (await here.browser().get("/@ada/followers")).text
    answer = await bert.get("/@ada/followers")
    assert answer.header("cache-control") == "no-store"
    assert (await bert.get("/@nobody/followers")).status == 404
    assert (await bert.get("/@ada/followers?after=nonsense")).status == 404
