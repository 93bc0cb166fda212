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


async def responded(site: Site) -> tuple[Browser, Browser, Browser, str, str]:
    """Ada's site and story; Bert responded something. The browsers of the three, story and response."""
    ada, bert, carla = await site.owner(), await site.member("bert"), await site.member("carla")
    story = await site.publish("ada", "By the sea")
    done = await bert.post(f"/p/{story.id}/responses", text="Buy *now* & cheap")
    return ada, bert, carla, story.id, done.header("location").rpartition("#r-")[2]


async def test_a_response_is_reported_without_a_script(site: Site) -> None:
    _, bert, carla, story, response = await responded(site)
    link = f'href="/report?response={response}" rel="nofollow"'
    for page in (f"/p/{story}/responses", f"/r/{response}"):
        assert link in (await carla.get(page)).text
        assert link in (await site.browser().get(page)).text
        assert link not in (await bert.get(page)).text  # it is their own
    asked = await site.browser().get(f"/report?response={response}")
    assert asked.header("location").startswith("/sign-in?then=%2Freport%3Fresponse%3D")
    form = await carla.get(f"/report?response={response}")
    assert f'name="kind" value="response"><input type="hidden" name="id" value="{response}"' in form.text
    assert f'<a href="/r/{response}">“Buy now &amp; cheap”</a>' in form.text
    done = await carla.post("/report", kind="response", id=response, reason="SPAM")
    assert done.header("location") == "/me/decisions?said=reported"
    assert (await bert.post("/report", kind="response", id=response, reason="SPAM")).status == 403
    assert (await carla.get("/report?response=1111111None")).status == 404
    assert (await carla.post("/report", kind="response", id=story, reason="SPAM")).status == 404


async def test_a_response_is_taken_back_from_the_queue_and_whoever_is_concerned_reads_why(site: Site) -> None:
    ada, bert, carla, story, response = await responded(site)
    address = f"/@ada/by-the-sea-{story}"
    await carla.post(f"/p/{story}/responses", text="No, mine", parent=response)
    await carla.post("/report", kind="response", id=response, reason="SPAM", words="An ad.")
    assert "2 responses" in (await site.browser().get(address)).text
    queue = (await ada.get("/admin/reports")).text
    assert f'<a href="/r/{response}">' in queue
    assert "Buy <em>now</em> &amp; cheap" in queue
    assert "Response by" in queue
    asked = {"kind": "response", "id": response, "verdict": "TAKEN_BACK"}
    assert (await ada.post("/admin/reports", **asked)).status == 422
    assert (await bert.post("/admin/reports", **asked, statement="No.")).status == 403
    done = await ada.post("/admin/reports", **asked, statement="No advertising.")
    assert done.header("location") == "/admin/reports?said=decided"
    # From the pages at once, also from the kept one, but for what was answered to it.
    assert "1 response" in (await site.browser().get(address)).text
    talk = (await site.browser().get(f"/p/{story}/responses")).text
    assert ("cheap" in talk, "No, mine" in talk) == (False, True)
    assert (await carla.get(f"/r/{response}")).status == 404
    own = (await bert.get(f"/r/{response}")).text
    assert "Taken back by those who look after this site" in own
    assert 'href="/me/decisions"' in own
    assert (await bert.post(f"/r/{response}/show")).status == 404
    await bert.post(f"/r/{response}/edit", text="Buy cheap again")
    assert "cheap" not in (await site.browser().get(f"/p/{story}/responses")).text
    mine, hers = (await bert.get("/me/decisions")).text, (await carla.get("/me/decisions")).text
    assert "No advertising." in mine
    assert "The response was taken back" in mine
    assert "The response was taken back" in hers
    assert "you reported it" in hers
    assert "advertising" not in hers
    assert "Buy now &amp; cheap" in hers  # as it began when it was decided about
    log = (await ada.get("/admin/log")).text
    assert "reports were decided: taken back" in log
    assert "Buy cheap again" in (await ada.get("/admin/reports?show=decided")).text


async def test_a_moderator_takes_a_response_back_on_its_page_and_shows_it_again(site: Site) -> None:
    ada, bert, _, _, _ = await responded(site)
    story = (await site.publish("bert", "Words")).id
    done = await (await site.member("dora")).post(f"/p/{story}/responses", text="Rude words")
    response = done.header("location").rpartition("#r-")[2]
    assert "Take the response back" in (await ada.get(f"/r/{response}")).text
    assert "Take the response back" not in (await bert.get(f"/r/{response}")).text
    assert (await ada.post(f"/r/{response}/hide")).status == 303
    assert (await bert.get(f"/r/{response}")).status == 404
    assert "Rude words" not in (await bert.get(f"/p/{story}/responses")).text
    page = (await ada.get(f"/r/{response}")).text
    assert f'action="/r/{response}/show"' in page
    assert f'action="/r/{response}/hide"' not in page
    await ada.post(f"/r/{response}/show")
    assert "Rude words" in (await bert.get(f"/p/{story}/responses")).text
