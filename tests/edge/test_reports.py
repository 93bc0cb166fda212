"""Reporting, the moderators' queue, the log, and the decisions that concern one."""

from tests.edge.browser import Browser
from tests.edge.world import Site


async def reported(site: Site) -> tuple[Browser, Browser, Browser, str]:
    """Ada's site; Bert wrote something that Carla has reported. Their browsers, and the story's id."""
    ada, bert, carla = await site.owner(), await site.member("bert"), await site.member("carla")
    story = await site.publish("bert", "Buy <now>", "Only today.")
    answer = await carla.post("/report", kind="story", id=story.id, reason="SPAM", words="An <ad>.")
    assert (answer.status, answer.header("location")) == (303, "/me/decisions?said=reported")
    return ada, bert, carla, story.id


async def test_a_story_and_a_profile_lead_to_the_form(site: Site) -> None:
    await site.owner()
    bert = await site.member("bert")
    story = await site.publish("ada", "Words")
    browser = site.browser()
    page = await browser.get(f"/@ada/{story.slug}-{story.id}")
    assert f'href="/report?story={story.id}" rel="nofollow"' in page.text
    ada = await site.person_id("ada")
    assert f'href="/report?person={ada}" rel="nofollow"' in (await browser.get("/@ada")).text
    asked = await browser.get(f"/report?story={story.id}")
    assert asked.header("location").startswith("/sign-in?then=%2Freport%3Fstory%3D")
    form = await bert.get(f"/report?story={story.id}")
    assert f'value="{story.id}"' in form.text
    assert form.text.count('type="radio" name="reason"') == 7
    assert (await bert.get(f"/report?person={ada}")).status == 200
    for nothing in ("/report", "/report?story=1111111None", "/report?person=x", "/report?story=%00"):
        assert (await bert.get(nothing)).status == 404, nothing


async def test_a_form_that_is_wrong_comes_back_as_it_was(site: Site) -> None:
    await site.owner()
    bert = await site.member("bert")
    story = await site.publish("ada", "Words")
    page = await bert.post("/report", kind="story", id=story.id, reason="OTHER", words=" ")
    assert page.status == 422
    assert 'value="OTHER" required checked' in page.text
    assert (await bert.post("/report", kind="story", id=story.id)).status == 422
    assert (await bert.post("/report", kind="horse", id=story.id, reason="SPAM")).status == 404
    signed_out = await site.browser().post("/report", kind="story", id=story.id, reason="SPAM")
    assert signed_out.header("location").startswith("/sign-in")


async def test_the_queue_shows_it_and_a_decision_takes_the_story_back(site: Site) -> None:
    ada, bert, carla, story_id = await reported(site)
    queue = await ada.get("/admin/reports")
    assert "Buy &lt;now&gt;" in queue.text
    assert "An &lt;ad&gt;." in queue.text
    assert queue.header("cache-control") == "no-store"
    asked = {"kind": "story", "id": story_id, "verdict": "TAKEN_BACK"}
    refused = await ada.post("/admin/reports", **asked)
    assert refused.status == 422
    assert 'role="alert"' in refused.text
    done = await ada.post("/admin/reports", **asked, statement="No <advertising> here.")
    assert done.header("location") == "/admin/reports?said=decided"
    assert (await site.browser().get(f"/p/{story_id}")).status in (404, 410)
    assert "A quiet house." in (await ada.get("/admin/reports")).text
    decided = (await ada.get("/admin/reports?show=decided")).text
    assert "No &lt;advertising&gt; here." in decided
    mine = (await bert.get("/me/decisions")).text
    assert "No &lt;advertising&gt; here." in mine
    assert "this concerns you" in mine
    assert "Buy &lt;now&gt;" in mine  # it is not there to be asked any more
    hers = (await carla.get("/me/decisions")).text
    assert "you reported it" in hers
    assert "advertising" not in hers
    assert "carla" not in mine.lower()
    again = await ada.post("/admin/reports", **asked, statement="Once more.")
    assert again.status == 422


async def test_a_suspension_ends_what_the_person_can_do(site: Site) -> None:
    ada, bert, _, story_id = await reported(site)
    await ada.post("/admin/reports", kind="story", id=story_id, verdict="SUSPENDED", statement="Too often.")
    assert (await bert.get("/me/stories")).header("location").startswith("/sign-in")
    log = (await ada.get("/admin/log")).text
    assert "reports were decided: suspended" in log


async def test_members_see_nothing_of_it(site: Site) -> None:
    _, bert, _, story_id = await reported(site)
    for path in ("/admin/reports", "/admin/reports?show=decided", "/admin/log"):
        assert (await bert.get(path)).status == 403, path
        assert (await site.browser().get(path)).header("location").startswith("/sign-in"), path
    refused = await bert.post("/admin/reports", kind="story", id=story_id, verdict="DISMISSED")
    assert refused.status == 403


async def test_bad_places_in_a_list_are_said(site: Site) -> None:
    ada = await site.owner()
    for path in ("/admin/reports?after=x", "/admin/reports?show=decided&after=x", "/admin/log?after=x"):
        assert (await ada.get(path)).status == 400, path
    bert = await site.member("bert")
    assert (await bert.get("/me/decisions?after=%00")).status == 400


async def test_the_administration_is_one_house(site: Site) -> None:
    ada = await site.owner()
    for path in ("/admin", "/admin/reports", "/admin/log"):
        page = (await ada.get(path)).text
        assert f'<a href="{path}" aria-current="page">' in page
        assert page.count('aria-current="page"') == 1
