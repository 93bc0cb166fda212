"""Pages that are the same for everyone: kept once, and forgotten exactly when something they show changes."""

import asyncio

from octavo.chassis.context import acting_as
from tests.edge.browser import Answer, Browser
from tests.edge.world import Site


def kept(answer: Answer) -> bool:
    return "; hit" in answer.header("cache-status")


async def visit(browser: Browser, *addresses: str) -> list[bool]:
    """Whether each of the pages came out of the cache."""
    return [kept(await browser.get(address)) for address in addresses]


async def test_the_same_bytes_for_everyone(site: Site) -> None:
    ada = await site.owner()
    story = await site.publish("ada", "A walk")
    address = f"/@ada/a-walk-{story.id}"
    first, stranger = await ada.get(address), await site.browser().get(address)
    assert first.body == stranger.body
    assert not kept(first)
    assert kept(stranger)
    assert not first.header("set-cookie")
    assert "ada@mail.test" not in first.text


async def test_one_render_however_many_ask(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk")
    site.stories_switch.calls.clear()
    browsers = [site.browser() for _ in range(50)]
    answers = await asyncio.gather(*(browser.get(f"/@ada/a-walk-{story.id}") for browser in browsers))
    assert {answer.status for answer in answers} == {200}
    assert site.stories_switch.calls.count("read_story") == 1


async def test_a_change_of_a_story_forgets_the_pages_that_show_it_and_no_others(site: Site) -> None:
    await site.owner()
    await site.member("bert")
    story = await site.publish("ada", "A walk", "The old text.", tags=("sea",))
    other = await site.publish("bert", "My side", tags=("hills",))
    browser = site.browser()
    showing = ["/", "/@ada", f"/@ada/a-walk-{story.id}", "/tag/sea", "/feed", "/feed/@ada", "/feed/tag/sea"]
    apart = ["/@bert", f"/@bert/my-side-{other.id}", "/feed/@bert"]
    await visit(browser, *showing, *apart)
    assert all(await visit(browser, *showing, *apart))
    await site.revise("ada", story.id, "A long walk", "The new text.", tags=("sea",))
    assert await visit(browser, *showing) == [False] * len(showing)
    assert await visit(browser, *apart) == [True] * len(apart)
    assert "The new text." in (await browser.get(f"/@ada/a-walk-{story.id}")).text
    assert "A long walk" in (await browser.get("/")).text


async def test_saving_a_draft_forgets_nothing(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk")
    browser, addresses = site.browser(), ["/", f"/@ada/a-walk-{story.id}", "/feed"]
    await visit(browser, *addresses)
    with acting_as(await site.caller("ada")):
        draft = await site.stories.get_draft(story_id=story.id)
        await site.stories.save_draft(story_id=story.id, version=draft.version, content=draft.content)
    assert all(await visit(browser, *addresses))


async def test_a_new_name_forgets_every_page_that_shows_it(site: Site) -> None:
    ada = await site.owner()
    await site.member("bert")
    story = await site.publish("ada", "A walk", tags=("sea",))
    other = await site.publish("bert", "My side")
    browser = site.browser()
    showing = ["/", "/@ada", f"/@ada/a-walk-{story.id}", "/tag/sea", "/feed/@ada"]
    await visit(browser, *showing, f"/@bert/my-side-{other.id}")
    assert (await ada.post("/me/settings/profile", name="Ada B.", bio="")).status == 303
    assert await visit(browser, f"/@bert/my-side-{other.id}") == [True]
    for address in showing:
        answer = await browser.get(address)
        assert not kept(answer)
        assert "Ada B." in answer.text, address


async def test_a_first_story_appears_where_there_was_nothing(site: Site) -> None:
    await site.owner()
    browser = site.browser()
    assert (await browser.get("/tag/sea")).status == 404
    assert (await browser.get("/@bert")).status == 404
    await site.member("bert")
    await site.publish("bert", "A walk", tags=("sea",))
    assert (await browser.get("/tag/sea")).status == 200
    assert "A walk" in (await browser.get("/@bert")).text


async def test_what_may_not_change_a_page_makes_no_page_of_its_own(site: Site) -> None:
    browser = site.browser()
    await browser.get("/")
    for address in ("/?utm_source=x", "/?lang=de", "/?said=saved", "/?AFTER=x"):
        assert kept(await browser.get(address)), address


async def test_an_unchanged_page_is_not_sent_again(site: Site) -> None:
    browser = site.browser()
    first = await browser.get("/", accept_encoding="gzip")
    again = await browser.get("/", accept_encoding="gzip", if_none_match=first.header("etag"))
    assert (again.status, again.body) == (304, b"")
    assert (await browser.get("/", accept_encoding="br")).header("content-encoding") == "br"


async def test_pages_name_what_they_show_for_caches_in_front(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk", tags=("open data",))
    answer = await site.browser().get(f"/@ada/a-walk-{story.id}")
    assert f"story:{story.id}" in answer.header("surrogate-key").split()
    tagged = await site.browser().get("/tag/open%20data")
    assert "tag:open%20data" in tagged.header("surrogate-key").split()


async def test_a_tag_in_any_script_has_its_page(site: Site) -> None:
    await site.owner()
    await site.publish("ada", "A walk", tags=("日本",))
    answer = await site.browser().get("/tag/%E6%97%A5%E6%9C%AC")
    assert answer.status == 200
    assert "日本" in answer.text
