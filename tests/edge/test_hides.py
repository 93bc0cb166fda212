"""Blocks hide both ways on every page, mutes hide from lists: at once, and for the reader alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.context import acting_as
from tests.edge.browser import Browser
from tests.edge.world import Site, site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    async with site(tmp_path) as made:
        await made.owner()
        yield made


async def avoid(here: Site, browser: Browser, other: str, how: str, **more: str) -> None:
    done = await browser.post("/me/avoid", of=f"person:{await here.person_id(other)}", how=how, **more)
    assert done.status == 303


async def test_pages_of_who_blocks_are_not_there_for_who_is_blocked_and_the_other_way_round(
    here: Site,
) -> None:
    ada, bert = here.people["ada"], await here.member("bert")
    story, theirs = await here.publish("ada", "By the sea"), await here.publish("bert", "Up the hill")
    await avoid(here, ada, "bert", "blocked")
    for browser, other, title, one in (
        (bert, "ada", "by-the-sea", story),
        (ada, "bert", "up-the-hill", theirs),
    ):
        told = (await browser.get("/me/here?path=/")).json
        assert told["hides"] == told["closed"] == [f"/@{other}"]
        assert browser.cookies["avoids"] == "1"
        for address in (
            f"/@{other}",
            f"/@{other}/{title}-{one.id}",
            f"/@{other}/lists",
            f"/p/{one.id}",
            f"/p/{one.id}/full",
            f"/@somebody/{title}-{one.id}",
        ):
            answer = await browser.get(address)
            assert (answer.status, answer.header("cache-control")) == (404, "no-store"), address
            assert one.title not in answer.text
        own = await browser.get(f"/@{'ada' if browser is ada else 'bert'}")
        assert own.status == 200
    for browser in (here.browser(), await here.member("carla")):
        for address in ("/@ada", f"/@ada/by-the-sea-{story.id}"):
            answer = await browser.get(address)
            assert answer.status == 200
            assert answer.header("cache-status").startswith("octavo")


async def test_what_is_lifted_is_shown_again_at_once_from_the_cache(here: Site) -> None:
    ada, bert = here.people["ada"], await here.member("bert")
    story = await here.publish("ada", "By the sea")
    await avoid(here, ada, "bert", "blocked")
    await bert.get("/me/here?path=/")
    assert (await bert.get("/@ada")).status == 404
    await avoid(here, ada, "bert", "blocked", undo="1")
    assert (await bert.get("/@ada")).status == 200
    told = (await bert.get("/me/here?path=/")).json
    assert "hides" not in told
    assert "avoids" not in bert.cookies
    assert (await bert.get(f"/@ada/by-the-sea-{story.id}")).status == 200


async def test_a_mark_without_a_sign_in_or_a_block_changes_nothing(here: Site) -> None:
    bert, stranger = await here.member("bert"), here.browser()
    bert.cookies["avoids"] = stranger.cookies["avoids"] = "1"
    for browser in (bert, stranger):
        assert (await browser.get("/@ada")).status == 200
    await bert.get("/me/here?path=/")
    assert "avoids" not in bert.cookies


async def test_who_is_muted_stands_in_no_list_and_no_search_but_is_there_when_asked_for(here: Site) -> None:
    bert = await here.member("bert")
    await here.publish("ada", "By the sea")
    await here.index()
    await avoid(here, bert, "ada", "muted")
    told = (await bert.get("/me/here?path=/")).json
    assert told["hides"] == ["/@ada"]
    assert "closed" not in told
    assert "avoids" not in bert.cookies
    assert (await bert.get("/@ada")).status == 200
    assert "By the <" not in (found := (await bert.get("/search?q=sea")).text)
    assert 'href="/@ada/' not in found
    assert 'href="/@ada/' in (await bert.get("/search?q=sea&author=ada")).text
    assert 'href="/@ada/' in (await here.browser().get("/search?q=sea")).text
    assert "hides" not in (await here.people["ada"].get("/me/here?path=/")).json
    await avoid(here, bert, "ada", "muted", undo="1")
    assert 'href="/@ada/' in (await bert.get("/search?q=sea")).text


async def test_a_publication_is_muted_and_listed_to_be_unmuted(here: Site) -> None:
    bert = await here.member("bert")
    with acting_as(await here.caller("ada")):
        house = await here.publications.found(slug="the-heron", name="The Heron Review")
    assert f'value="publication:{house.id}"' in (await here.browser().get("/the-heron")).text
    for _ in range(2):
        done = await bert.post("/me/avoid", of=f"publication:{house.id}", how="muted")
        assert done.status == 303
    assert (await bert.get("/me/here?path=/")).json["hides"] == ["/the-heron"]
    page = (await bert.get("/me/following?show=muted-publication")).text
    assert "The Heron Review" in page
    refused = await bert.post("/me/avoid", of=f"publication:{house.id}", how="blocked")
    assert refused.status in (400, 422)
    await bert.post("/me/avoid", of=f"publication:{house.id}", how="muted-publication", undo="1")
    assert "hides" not in (await bert.get("/me/here?path=/")).json
    assert "The Heron Review" not in (await bert.get("/me/following?show=muted-publication")).text


async def test_pages_are_shown_where_it_cannot_be_told_who_is_hidden(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from octavo.chassis.faults import Unavailable

    bert = await here.member("bert")
    bert.cookies["avoids"] = "1"

    async def away(self: object, **asked: object) -> None:
        raise Unavailable

    monkeypatch.setattr(type(here.graph), "get_hides", away)
    await avoid(here, here.people["ada"], "bert", "blocked")
    assert (await bert.get("/@ada")).status == 200
