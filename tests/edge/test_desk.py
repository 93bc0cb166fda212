"""The desk and what it does without a script; the editor's page."""

import json

import pytest

from octavo.chassis.context import acting_as
from octavo.stories.api import Draft, Status, StoryId
from tests.edge.world import Site


async def draft(site: Site, handle: str, story_id: str) -> Draft:
    with acting_as(await site.caller(handle)):
        return await site.stories.get_draft(story_id=StoryId(story_id))


async def test_each_tab_shows_its_own(site: Site) -> None:
    ada = await site.owner()
    await site.write("ada", "Not ready")
    await site.publish("ada", "A walk")
    drafts, published = await ada.get("/me/stories"), await ada.get("/me/stories?show=published")
    assert "Not ready" in drafts.text
    assert "A walk" not in drafts.text
    assert "A walk" in published.text
    assert drafts.words(".tabs .count") == ["1", "1"]
    assert (await ada.get("/me/stories?show=nonsense")).status == 404
    assert (await ada.get("/me")).location == "/me/stories"


async def test_the_life_of_a_story_by_forms_alone(site: Site) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "A walk")
    act = f"/me/stories/{story_id}"
    published = await ada.post(f"{act}/publish", version="1")
    assert (published.status, published.location) == (303, f"/p/{story_id}")
    browser = site.browser()
    public = (await browser.get(published.location)).location
    assert (await browser.get(public)).status == 200
    assert (await ada.post(f"{act}/unpublish")).location == "/me/stories?show=drafts&said=unpublished"
    assert (await browser.get(public)).status == 410
    assert (await ada.post(f"{act}/delete")).location == "/me/stories?show=drafts&said=deleted"
    assert "A walk" in (await ada.get("/me/stories?show=deleted")).text
    assert (await ada.post(f"{act}/undelete")).location == "/me/stories?show=drafts&said=undeleted"
    said = await ada.get("/me/stories?show=drafts&said=undeleted")
    assert said.page.css_first("[role=status]") is not None


async def test_a_story_waits_for_its_hour_in_the_writers_own_zone(site: Site) -> None:
    ada = await site.owner()
    await ada.post("/me/settings/preferences", language="", time_zone="Europe/Berlin")
    story_id = await site.write("ada", "A walk")
    answer = await ada.post(f"/me/stories/{story_id}/schedule", version="1", at="2026-04-01T08:30")
    assert answer.location == "/me/stories?show=scheduled"
    waiting = await draft(site, "ada", story_id)
    assert waiting.scheduled_for is not None
    assert waiting.scheduled_for.isoformat() == "2026-04-01T06:30:00+00:00"
    assert (await ada.post(f"/me/stories/{story_id}/unschedule")).status == 303
    assert (await draft(site, "ada", story_id)).status is Status.DRAFT


async def test_an_act_leads_to_where_the_form_says(site: Site) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "A walk")
    answer = await ada.post(f"/me/stories/{story_id}/publish", version="1", then="/")
    assert answer.location == "/"


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("publish", {}, 422),
        ("publish", {"version": "one"}, 422),
        ("publish", {"version": "-1"}, 422),
        ("publish", {"version": "99999999999"}, 422),
        ("publish", {"version": "7"}, 409),
        ("schedule", {"version": "1", "at": "soon"}, 422),
        ("schedule", {"version": "1", "at": "1999-01-01T00:00"}, 422),
        ("schedule", {"version": "1", "at": "2026-04-01T08:30", "x": "é"}, 303),
        ("unschedule", {}, 422),
        ("unpublish", {}, 422),
        ("undelete", {}, 422),
        ("discard", {"version": "1"}, 422),
        ("nonsense", {}, 404),
    ],
)
async def test_what_cannot_be_done_changes_nothing_and_says_why(
    site: Site, act: str, fields: dict[str, str], status: int
) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "A walk")
    before = await draft(site, "ada", story_id)
    answer = await ada.post(f"/me/stories/{story_id}/{act}", **fields)
    assert answer.status == status
    if status != 303:
        assert answer.page.css_first("h1") is not None
        assert await draft(site, "ada", story_id) == before


async def test_an_untitled_story_is_not_published(site: Site) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "")
    answer = await ada.post(f"/me/stories/{story_id}/publish", version="1")
    assert answer.status == 422
    assert (await draft(site, "ada", story_id)).status is Status.DRAFT


@pytest.mark.parametrize(
    "act",
    ["publish", "schedule", "unschedule", "unpublish", "delete", "undelete", "discard", "share", "unshare"],
)
async def test_nobody_acts_on_a_story_of_another(site: Site, act: str) -> None:
    await site.owner()
    await site.member("bert")
    bert = site.people["bert"]
    story_id = await site.write("ada", "A walk")
    before = await draft(site, "ada", story_id)
    fields = {"version": "1", "at": "2026-04-01T08:30"}
    assert (await bert.post(f"/me/stories/{story_id}/{act}", **fields)).status == 404
    assert (await bert.post(f"/me/stories/11111111111/{act}", **fields)).status == 404
    stranger = await site.browser().post(f"/me/stories/{story_id}/{act}", **fields)
    assert stranger.location == "/sign-in?then=%2Fme%2Fstories"
    assert await draft(site, "ada", story_id) == before


async def test_the_editors_page_brings_the_draft_with_it(site: Site) -> None:
    ada = await site.owner()
    story_id = await site.write("ada", "</script><script>alert(1)</script>", "Half a thought.")
    answer = await ada.get(f"/edit/{story_id}")
    assert answer.status == 200
    assert answer.header("cache-control") == "no-store"
    held = json.loads(answer.page.css_first("script#draft").text())
    assert held["id"] == story_id
    assert held["content"]["title"] == "</script><script>alert(1)</script>"


async def test_the_editor_of_a_story_of_another_is_not_there(site: Site) -> None:
    await site.owner()
    bert = await site.member("bert")
    story_id = await site.write("ada", "A walk")
    assert (await bert.get(f"/edit/{story_id}")).status == 404
    assert (await bert.get("/edit/nonsense")).status == 404


async def test_looking_at_an_empty_page_makes_no_draft(site: Site) -> None:
    ada = await site.owner()
    assert (await ada.get("/new")).status == 200
    with acting_as(await site.caller("ada")):
        assert (await site.stories.list_desk()).items == ()


async def test_the_browser_calls_the_contract(site: Site) -> None:
    ada = await site.owner()
    made = await ada.call("stories.v1.Stories/CreateDraft", content={"title": "By the contract"})
    assert made.status == 200
    story_id = made.json["draft"]["id"]
    published = await ada.call("stories.v1.Stories/Publish", storyId=story_id, version=1)
    assert published.status == 400  # no text yet
    stranger = await site.browser().call("stories.v1.Stories/CreateDraft", content={"title": "x"})
    assert stranger.status == 401
