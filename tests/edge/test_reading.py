"""What everybody reads: home, story, profile, tag; where old addresses lead."""

import pytest

from octavo.chassis.context import acting_as
from octavo.stories.api import Visibility
from tests.edge.world import OPERATOR, Site, document


async def test_an_empty_site_has_a_home_page(site: Site) -> None:
    answer = await site.browser().get("/")
    assert answer.status == 200
    assert answer.header("content-type") == "text/html; charset=utf-8"


async def test_a_published_story_is_read_by_whoever_comes(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk by the sea", "Waves, all day long.", tags=("sea",))
    answer = await site.browser().get(f"/@ada/a-walk-by-the-sea-{story.id}")
    assert answer.status == 200
    assert answer.words("h1") == ["A walk by the sea"]
    assert "Waves, all day long." in answer.text
    assert "Ada" in answer.text
    canonical = answer.page.css_first("link[rel=canonical]")
    assert canonical is not None
    assert canonical.attributes["href"] == f"http://octavo.test/@ada/a-walk-by-the-sea-{story.id}"


async def test_lists_show_newest_first_and_go_on_by_pages(site: Site) -> None:
    await site.owner()
    for number in range(25):
        await site.publish("ada", f"Story {number:02}", tags=("numbers",))
        site.clock.turn(minutes=1)
    for address in ("/", "/@ada", "/tag/numbers"):
        first = await site.browser().get(address)
        titles = [title for title in first.words("h2, h3") if title.startswith("Story")]
        assert titles == [f"Story {number:02}" for number in range(24, 4, -1)], address
        older = next(a for a in first.page.css("a") if "after=" in (a.attributes.get("href") or ""))
        second = await site.browser().get(older.attributes["href"] or "")
        assert second.status == 200
        assert [t for t in second.words("h2, h3") if t.startswith("Story")] == [
            f"Story {number:02}" for number in range(4, -1, -1)
        ]


@pytest.mark.parametrize("address", ["/?after=nonsense", "/@ada?after=nonsense", "/tag/sea?after=nonsense"])
async def test_a_place_that_is_in_no_list_is_a_page_that_is_not_there(site: Site, address: str) -> None:
    await site.owner()
    await site.publish("ada", "A walk", tags=("sea",))
    assert (await site.browser().get(address)).status == 404


async def test_only_the_id_decides_and_the_rest_leads_to_the_present_address(site: Site) -> None:
    await site.owner()
    await site.member("bert")
    story = await site.publish("ada", "A walk by the sea")
    proper = f"/@ada/a-walk-by-the-sea-{story.id}"
    for other in (f"/@ada/{story.id}", f"/@ada/wrong-{story.id}", f"/@bert/a-walk-by-the-sea-{story.id}"):
        answer = await site.browser().get(other)
        assert (answer.status, answer.location) == (301, proper)
    answer = await site.browser().get(f"/p/{story.id}")
    assert (answer.status, answer.location) == (301, proper)


async def test_a_former_slug_without_an_id_leads_to_its_story(site: Site) -> None:
    await site.owner()
    # The last word has eleven letters, as an id has.
    story = await site.publish("ada", "A short description")
    await site.revise("ada", story.id, "Another title", "Still here.", slug="another-title")
    answer = await site.browser().get("/@ada/a-short-description")
    assert (answer.status, answer.location) == (301, f"/@ada/another-title-{story.id}")


async def test_a_former_handle_leads_to_its_person_and_their_stories(site: Site) -> None:
    ada = await site.owner()
    story = await site.publish("ada", "A walk")
    assert (await ada.post("/me/settings/handle", handle="ada-b")).status == 303
    browser = site.browser()
    assert (await browser.get("/@ada")).location == "/@ada-b"
    assert (await browser.get(f"/@ada/a-walk-{story.id}")).location == f"/@ada-b/a-walk-{story.id}"
    assert (await browser.get("/feed/@ada")).location == "/feed/@ada-b"
    assert (await browser.get("/@ada-b")).status == 200


async def test_paths_of_an_imported_site_lead_to_its_stories(site: Site) -> None:
    await site.owner()
    with acting_as(OPERATOR):
        imported = await site.stories.import_story(
            source="markdown:/2015/12/08/on-water",
            author_id=await site.person_id("ada"),
            content=_content("On water"),
            published_at=site.clock(),
            old_addresses=("/2015/12/08/on-water/",),
        )
    for address in ("/2015/12/08/on-water/", "/2015/12/08/on-water", "/2015/12/08/on-water/?utm_source=x"):
        answer = await site.browser().get(address)
        assert (answer.status, answer.location) == (301, f"/@ada/on-water-{imported.story_id}")


def _content(title: str):  # type: ignore[no-untyped-def]
    from octavo.stories.api import Content

    return Content(title=title, body=document("Water."))


async def test_an_address_with_a_slash_too_many_leads_to_the_one_without(site: Site) -> None:
    await site.owner()
    browser = site.browser()
    for path in ("/@ada", "/feed", "/me/stories", "/sign-in"):
        answer = await browser.get(f"{path}/")
        assert (answer.status, answer.location) == (301, path)


async def test_a_tag_is_found_however_it_is_written(site: Site) -> None:
    await site.owner()
    await site.publish("ada", "A walk", tags=("open data",))
    browser = site.browser()
    assert (await browser.get("/tag/open%20data")).status == 200
    answer = await browser.get("/tag/Open%20%20Data")
    assert (answer.status, answer.location) == (301, "/tag/open%20data")
    assert (await browser.get("/tag/nothing")).status == 404


async def test_a_handle_is_found_in_capitals_too(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk")
    assert (await site.browser().get("/@Ada")).location == "/@ada"
    assert (await site.browser().get(f"/@ADA/x-{story.id}")).location == f"/@ada/a-walk-{story.id}"


async def test_an_unlisted_story_is_read_by_address_alone(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "Between us", visibility=Visibility.UNLISTED, tags=("sea",))
    browser = site.browser()
    answer = await browser.get(f"/@ada/between-us-{story.id}")
    assert answer.status == 200
    assert answer.page.css_first("meta[name=robots]").attributes["content"].startswith("noindex")
    for address in ("/", "/@ada", "/feed", "/feed/@ada"):
        assert "Between us" not in (await browser.get(address)).text
    assert (await browser.get("/tag/sea")).status == 404


async def test_of_a_members_story_everybody_gets_the_beginning_and_members_all(site: Site) -> None:
    await site.owner()
    bert = await site.member("bert")
    texts = ["The beginning."] + [f"Paragraph {number} goes on for a while." for number in range(12)]
    story = await site.publish("ada", "For friends", *texts, visibility=Visibility.MEMBERS)
    stranger = site.browser()
    teaser = await stranger.get(f"/@ada/for-friends-{story.id}")
    assert "The beginning." in teaser.text
    assert "Paragraph 11" not in teaser.text
    full = f"/p/{story.id}/full"
    assert (await stranger.get(full)).location == f"/sign-in?then=%2Fp%2F{story.id}%2Ffull"
    assert (await stranger.get(f"{full}?fragment=1")).status == 401
    whole = await bert.get(full)
    assert whole.status == 200
    assert "Paragraph 11" in whole.text
    assert whole.header("cache-control") == "no-store"
    fragment = await bert.get(f"{full}?fragment=1")
    assert "Paragraph 11" in fragment.text
    assert "<html" not in fragment.text
    # What everybody shares stays the teaser after a member has read.
    assert "Paragraph 11" not in (await bert.get(f"/@ada/for-friends-{story.id}")).text


async def test_a_story_that_was_taken_back_says_so(site: Site) -> None:
    ada = await site.owner()
    story = await site.publish("ada", "A walk")
    browser, address = site.browser(), f"/@ada/a-walk-{story.id}"
    assert (await browser.get(address)).status == 200
    assert (await ada.post(f"/me/stories/{story.id}/unpublish")).status == 303
    assert (await browser.get(address)).status == 410
    assert (await browser.get(f"/p/{story.id}")).status == 410


async def test_a_draft_is_read_by_its_secret_link_until_that_is_switched_off(site: Site) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "Not ready", "Half a thought.")
    shared = await ada.post(f"/me/stories/{story_id}/share")
    assert shared.location.startswith("/draft/")
    browser = site.browser()
    answer = await browser.get(shared.location)
    assert answer.status == 200
    assert "Half a thought." in answer.text
    assert answer.header("cache-control") == "no-store"
    assert answer.header("x-robots-tag") == "noindex, nofollow"
    assert answer.header("referrer-policy") == "no-referrer"
    assert f"/edit/{story_id}" not in answer.text
    assert f"/edit/{story_id}" in (await ada.get(shared.location)).text
    await ada.post(f"/me/stories/{story_id}/unshare")
    assert (await browser.get(shared.location)).status == 404


@pytest.mark.parametrize(
    "address",
    [
        "/@nobody",
        "/@Not_a_handle",
        "/@ada/no-such-story",
        "/@ada/story-11111111111",
        "/p/11111111111",
        "/p/short",
        "/p/11111111111/full/more",
        "/tag/",
        "/tag/" + "x" * 41,
        "/feed/@nobody",
        "/draft/unknown",
        "/nowhere",
        "/a/b/c/d",
        "/%ff%fe",
        "/..%2f..%2fetc/passwd",
        "/static/../app.py",
        "/static/nothing.js",
        "/" + "x" * 3000,
    ],
)
async def test_what_is_not_there_is_a_page_that_says_so(site: Site, address: str) -> None:
    await site.owner()
    answer = await site.browser().get(address)
    assert answer.status == 404
    assert answer.page.css_first("h1") is not None


async def test_a_suspended_person_and_their_stories_are_gone(site: Site) -> None:
    ada = await site.owner()
    await site.member("bert")
    story = await site.publish("bert", "My side")
    browser = site.browser()
    assert (await browser.get("/@bert")).status == 200
    bert = await site.person_id("bert")
    answer = await ada.post(f"/admin/people/{bert}/suspension", suspended="1", reason="Spam.")
    assert answer.status == 303
    assert (await browser.get("/@bert")).status == 404
    assert (await browser.get("/feed/@bert")).status == 404
    await site.stories.hide_author(bert)  # as the event does
    assert (await browser.get(f"/@bert/my-side-{story.id}")).status in (404, 410)


async def test_robots_are_told_what_is_not_for_them(site: Site) -> None:
    answer = await site.browser().get("/robots.txt")
    assert answer.status == 200
    assert "Disallow: /me/" in answer.text


async def test_the_icon_is_found_by_those_who_do_not_read_the_page(site: Site) -> None:
    answer = await site.browser().get("/favicon.ico")
    assert answer.status == 303
    assert (await site.browser().get(answer.location)).header("content-type") == "image/svg+xml"
