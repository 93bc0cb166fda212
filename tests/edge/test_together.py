"""Co-authors on the site: asked on one desk, agreed on another, named wherever the story stands."""

import pytest

from octavo.chassis.context import acting_as
from octavo.stories.api import Story
from tests.edge.world import Site


async def ours(site: Site) -> Story:
    """A story of Ada's and Bert's, published."""
    ada, bert = await site.owner(), await site.member("bert")
    story = await site.publish("ada", "A walk")
    page = f"/me/stories/{story.id}/together"
    assert (await ada.post(f"{page}/invite", handle="@Bert")).location == f"{page}?said=saved"
    assert "A walk" in (await bert.get("/me/stories")).page.css_first(".asked").text()
    assert (await bert.post(f"{page}/answer", accepted="1")).location == f"/edit/{story.id}"
    return story


async def test_both_are_named_wherever_the_story_stands(site: Site) -> None:
    story = await ours(site)
    browser = site.browser()
    address = f"/@ada/{story.slug}-{story.id}"
    page = await browser.get(address)
    assert page.words(".author-line [rel=author]") == ["Ada", "Bert"]
    assert "Ada and Bert" in " ".join(page.page.css_first(".author-line").text().split())
    assert page.text.count('"@type": "Person"') == 2 or page.text.count('"@type":"Person"') == 2
    for path in ("/", "/@ada", "/@bert"):
        assert (await browser.get(path)).words(".by [rel=author]") == ["Ada", "Bert"]
    for feed in ("/feed", "/feed/@bert", "/feed.json", "/feed/@bert.atom"):
        told = (await browser.get(feed)).text
        assert "A walk" in told
        assert "Bert" in told


async def test_what_is_kept_forgets_who_leaves(site: Site) -> None:
    story = await ours(site)
    browser, bert = site.browser(), site.people["bert"]
    address = f"/@ada/{story.slug}-{story.id}"
    for path in (address, "/", "/@bert", "/feed"):
        assert "Bert" in (await browser.get(path)).text
    person_id = (await site.caller("bert")).person_id
    left = await bert.post(f"/me/stories/{story.id}/together/remove", person_id=str(person_id))
    assert left.location == "/me/stories?said=left-story"
    for path in (address, "/", "/feed"):
        assert "Bert" not in (await browser.get(path)).text
    assert "A walk" not in (await browser.get("/@bert")).text
    assert (await bert.get(f"/edit/{story.id}")).status == 404


async def test_a_co_author_finds_the_story_on_their_desk_and_does_only_what_they_may(site: Site) -> None:
    story = await ours(site)
    ada, bert = site.people["ada"], site.people["bert"]
    desk = await bert.get("/me/stories?show=published")
    assert "with Ada" in desk.text
    assert f"/me/stories/{story.id}/delete" not in desk.text
    assert f"/me/stories/{story.id}/delete" in (await ada.get("/me/stories?show=published")).text
    page = await bert.get(f"/me/stories/{story.id}/together")
    assert "together/invite" not in page.text
    assert "Leave the story" in page.text
    here = await bert.get(f"/me/here?path=/@ada/{story.slug}-{story.id}")
    assert f"/edit/{story.id}" in here.text


@pytest.mark.parametrize(
    ("handle", "said"), [("nobody-here", "nobody"), ("", "nobody"), ("x y", "nobody"), ("ada", "already")]
)
async def test_who_cannot_be_asked_is_told_to_whoever_asks(site: Site, handle: str, said: str) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "A walk")
    answer = await ada.post(f"/me/stories/{story_id}/together/invite", handle=handle)
    assert answer.status == 422
    assert said in answer.page.css_first("[role=alert]").text()
    assert answer.page.css_first("#handle").attributes["value"] == (handle or None) or handle == ""


async def test_others_find_nothing(site: Site) -> None:
    story = await ours(site)
    carl = await site.member("carl")
    page = f"/me/stories/{story.id}/together"
    assert (await carl.get(page)).status == 404
    assert (await carl.post(f"{page}/invite", handle="carl")).status == 404
    assert (await carl.post(f"{page}/answer", accepted="1")).status == 404
    assert (
        await carl.post(f"{page}/remove", person_id=str((await site.caller("bert")).person_id))
    ).status == 404
    with acting_as(await site.caller("ada")):
        assert len(await site.stories.list_co_authors(story_id=story.id)) == 1
    assert (await site.browser().get(page)).status == 303
