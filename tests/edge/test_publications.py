"""Publications in the site: founded, staffed, written for, reviewed, read, moved; without a script."""

import json
import re
from urllib.parse import urlencode

from octavo.chassis.context import acting_as
from octavo.publications.api import Publication
from octavo.stories.api import StoryId
from tests.chassis.story_events import drained
from tests.edge.browser import Browser
from tests.edge.world import Site


async def founded(site: Site, browser: Browser, name: str = "The Paper") -> str:
    """A publication; where it is managed."""
    answer = await browser.post("/me/publications", name=name, slug="", description="About lakes.")
    assert answer.status == 303
    return answer.location.rpartition("/")[0]


async def joined(site: Site, owner: Browser, base: str, browser: Browser, handle: str, role: str) -> None:
    asked = await owner.post(f"{base}/people", handle=handle, role=role)
    assert asked.status == 303
    page = (await browser.get("/me/publications")).text
    path = re.search(r"/me/publications/invitations/\w+", page)
    assert path
    assert (await browser.post(path[0], accepted="1")).status == 303
    await drained(site.relay)


async def paper(site: Site) -> Publication:
    return await site.publications.find_publication(slug="the-paper")


async def staffed(site: Site) -> tuple[Browser, Browser, str]:
    """An owner, a writer, and where it is managed."""
    owner, writer = await site.member("olga"), await site.member("anna")
    base = await founded(site, owner)
    await joined(site, owner, base, writer, "anna", "WRITER")
    return owner, writer, base


async def submitted(site: Site, writer: Browser) -> tuple[StoryId, str]:
    """A story of anna's in review, and where it is looked at."""
    story_id = await site.write("anna", "A walk")
    page = (await writer.get(f"/me/stories/{story_id}/submit")).text
    assert "The Paper" in page
    answer = await writer.post(
        f"/me/stories/{story_id}/submit",
        publication_id=(await paper(site)).id,
        version="1",
        note="Mind the second paragraph.",
    )
    assert answer.status == 303
    return story_id, answer.location.partition("?")[0]


async def test_found_invite_submit_review_accept_read(site: Site) -> None:
    owner, writer, base = await staffed(site)
    story_id, case = await submitted(site, writer)
    queue = (await owner.get(f"{base}/review")).text
    assert case in queue
    seen = (await owner.get(case)).text
    assert "It was a fine day." in seen
    assert "Mind the second paragraph." in seen
    assert (await owner.post(f"{case}/note", text="Looks good.")).status == 303
    assert (await owner.post(f"{case}/accept", version="1")).status == 303
    anybody = site.browser()
    home = await anybody.get("/the-paper")
    assert home.status == 200
    assert f"/the-paper/a-walk-{story_id}" in home.text
    story = await anybody.get(f"/the-paper/a-walk-{story_id}")
    assert story.status == 200
    assert "The Paper" in story.text
    desk = (await writer.get("/me/stories?show=published")).text
    assert "in The Paper" in desk
    assert "Accepted" in desk
    front = (await anybody.get("/")).text
    assert 'in <a href="/the-paper">The Paper</a>' in front


async def test_every_old_address_of_a_story_leads_to_where_it_stands(site: Site) -> None:
    owner, writer, base = await staffed(site)
    story_id, case = await submitted(site, writer)
    await owner.post(f"{case}/accept", version="1")
    anybody = site.browser()
    for path in (
        f"/@anna/a-walk-{story_id}",
        f"/the-paper/other-{story_id}",
        f"/nowhere/x-{story_id}",
        f"/p/{story_id}",
    ):
        moved = await anybody.get(path)
        assert (moved.status, moved.location) == (301, f"/the-paper/a-walk-{story_id}"), path
    own = await paper(site)
    await owner.post(f"{base}/settings", version=str(own.version), name="The Paper", slug="the-journal")
    assert (await anybody.get(f"/the-paper/a-walk-{story_id}")).location == (
        f"/the-journal/a-walk-{story_id}"
    )
    assert (await anybody.get("/the-paper")).location == "/the-journal"
    answer = await writer.post(f"{base}/stories", story_id=story_id, act="out", then="desk")
    assert answer.status == 303
    assert (await anybody.get(f"/the-journal/a-walk-{story_id}")).location == (f"/@anna/a-walk-{story_id}")
    assert (await anybody.get(f"/@anna/a-walk-{story_id}")).status == 200
    assert str(story_id) not in (await anybody.get("/the-journal")).text


async def test_a_story_in_it_names_it_as_its_publisher(site: Site) -> None:
    owner, writer, _ = await staffed(site)
    story_id, case = await submitted(site, writer)
    await owner.post(f"{case}/accept", version="1")
    page = (await site.browser().get(f"/the-paper/a-walk-{story_id}")).page
    script = page.css_first('script[type="application/ld+json"]')
    assert script is not None
    (article,) = (one for one in json.loads(script.text())["@graph"] if one["@type"] == "Article")
    assert article["publisher"]["name"] == "The Paper"
    assert article["publisher"]["url"].endswith("/the-paper")


async def test_a_returned_story_stands_on_the_desk_with_its_note(site: Site) -> None:
    owner, writer, _ = await staffed(site)
    story_id, case = await submitted(site, writer)
    empty = await owner.post(f"{case}/return", note="")
    assert empty.status == 422
    assert (await owner.post(f"{case}/return", note="Too <b>short</b>.")).status == 303
    desk = (await writer.get("/me/stories")).text
    assert "Returned with a note" in desk
    seen = (await writer.get(case)).text
    assert "Too &lt;b&gt;short&lt;/b&gt;." in seen
    gone = (await owner.get(case)).text
    assert "It was a fine day." not in gone
    assert (await writer.get(f"/edit/{story_id}")).status == 200
    assert (await owner.get(f"/edit/{story_id}")).status == 404


async def test_who_was_too_late_is_told(site: Site) -> None:
    owner, writer, base = await staffed(site)
    editor = await site.member("edna")
    await joined(site, owner, base, editor, "edna", "EDITOR")
    story_id, case = await submitted(site, writer)
    await site.revise_draft("anna", story_id, "A longer walk")
    stale = await editor.post(f"{case}/accept", version="1")
    assert stale.status == 409
    assert "The text is another by now" in stale.text
    assert (await editor.post(f"{case}/accept", version="2")).status == 303
    late = await owner.post(f"{case}/return", note="No.")
    assert late.status == 409
    assert "Somebody else was faster" in late.text


async def test_management_is_hidden_from_those_who_have_no_part_in_it(site: Site) -> None:
    _, writer, base = await staffed(site)
    story_id, case = await submitted(site, writer)
    stranger = await site.member("sven")
    for part in ("", "/review", "/stories", "/settings", "/arrangement", "/pages", "/people"):
        assert (await stranger.get(base + part)).status == 404, part
    for part in ("/review", "/stories", "/settings", "/arrangement", "/pages"):
        assert (await writer.get(base + part)).status == 404, part
    assert (await writer.get(f"{base}/people")).status == 200
    assert (await stranger.get(case)).status == 404
    assert (await stranger.post(f"{case}/accept", version="1")).status == 404
    assert (await writer.post(f"{case}/accept", version="1")).status == 403
    assert (await stranger.get(f"/me/stories/{story_id}/submit")).status == 404
    assert (await site.browser().get(base)).status == 303
    for path in ("settings", "arrangement", "pages", "role", "archive", "deletion"):
        answer = await writer.post(
            f"{base}/{path}", version="1", name="Mine", slug="mine-now", title="x", source="x"
        )
        assert answer.status in (403, 404, 422), path
    assert (await paper(site)).name == "The Paper"


async def test_sections_pages_links_and_colour_are_shown(site: Site) -> None:
    owner, _, base = await staffed(site)
    own = await paper(site)
    fields = {"section_name": "Lakes", "section_tag": "lakes", "section_slug": "", "section_id": ""}
    link = {"label": "Shop", "address": "https://shop.test/"}
    body = urlencode({"version": own.version, **fields, **link}).encode()
    arranged = await owner.send(f"{base}/arrangement", body)
    assert arranged.status == 303
    paged = await owner.post(
        f"{base}/pages", title="About us", slug="about", source="We *write* <script>x</script>"
    )
    assert paged.status == 303
    own = await paper(site)
    saved = await owner.post(
        f"{base}/settings",
        version=str(own.version),
        name=own.name,
        slug=own.slug,
        own_colour="1",
        accent="#ff8800",
    )
    assert saved.status == 303
    anybody = site.browser()
    home = (await anybody.get("/the-paper")).text
    assert '<a href="/the-paper/lakes"' in home
    assert 'href="https://shop.test/"' in home
    assert '<link rel="stylesheet" href="/look/ff8800.css">' in home
    sheet = await anybody.get("/look/ff8800.css")
    assert sheet.header("content-type").startswith("text/css")
    assert "--accent:" in sheet.text
    assert (await anybody.get("/look/red.css")).status == 404
    about = await anybody.get("/the-paper/about")
    assert "<em>write</em>" in about.text
    assert "<script>x" not in about.text
    with acting_as(await site.caller("olga")):
        draft = await site.write("olga", "On lakes", tags=("lakes",))
        await site.publications.publish_in(publication_id=own.id, story_id=draft, version=1)
    assert "On lakes" in (await anybody.get("/the-paper/lakes")).text
    again = (await owner.get(f"{base}/pages?page=about")).text
    assert "We *write*" in again


async def test_what_is_wrong_with_a_form_stands_in_it(site: Site) -> None:
    owner = await site.member("olga")
    await founded(site, owner)
    for fields, words in (
        ({"name": ""}, "Please fill this in."),
        ({"name": "The Paper"}, "belongs to a publication already"),
        ({"name": "Ok", "slug": "search"}, "An address has 3 to 40 characters"),
    ):
        answer = await owner.post("/me/publications", **fields)
        assert answer.status == 422, fields
        assert words in answer.text


async def test_a_link_invites_whoever_has_it_once(site: Site) -> None:
    owner, _, base = await staffed(site)
    page = await owner.post(f"{base}/people", handle="", role="EDITOR", email="edna@mail.test")
    link = re.search(r"/me/publications/invitation/[\w-]{43}", page.text)
    assert link
    edna = await site.member("edna")
    assert "asks you to edit The Paper" in (await edna.get(link[0])).text
    assert (await edna.post(link[0])).status == 303
    again = await (await site.member("sven")).get(link[0])
    assert again.status == 404
    asked_to_sign_in = await site.browser().get(link[0])
    assert asked_to_sign_in.status == 303


async def test_the_last_owner_cannot_go_and_says_why(site: Site) -> None:
    owner, _, base = await staffed(site)
    answer = await owner.post(f"{base}/leave")
    assert answer.status == 422
    assert "needs an owner" in answer.text


async def test_a_deleted_publication_is_gone_and_its_stories_are_not(site: Site) -> None:
    owner, writer, base = await staffed(site)
    story_id, case = await submitted(site, writer)
    await owner.post(f"{case}/accept", version="1")
    assert (await owner.post(f"{base}/deletion", confirmation="the-papr")).status == 422
    assert (await owner.post(f"{base}/deletion", confirmation="the-paper")).status == 303
    await drained(site.relay)
    anybody = site.browser()
    assert (await anybody.get("/the-paper")).status == 410
    moved = await anybody.get(f"/the-paper/a-walk-{story_id}")
    assert moved.location == f"/@anna/a-walk-{story_id}"


async def test_a_path_that_is_nobodys_stays_unknown_until_somebody_founds_it(site: Site) -> None:
    anybody = site.browser()
    for path in ("/the-paper", "/the-paper/about", "/a", "/The-Paper", "/the-paper/a/b"):
        assert (await anybody.get(path)).status == 404, path
    await founded(site, await site.member("olga"))
    assert (await anybody.get("/the-paper")).status == 200
    assert (await anybody.get("/the-paper/")).location == "/the-paper"
    assert (await anybody.get("/the-paper?after=nonsense")).status == 404


async def test_the_sites_owner_sees_what_has_no_owner_and_appoints_one(site: Site) -> None:
    await staffed(site)
    await site.publications.set_suspended(await site.person_id("olga"), suspended=True)
    keeper = await site.owner()
    assert "Publications without an owner" in (await keeper.get("/me/publications")).text
    own = await paper(site)
    nobody = await keeper.post("/me/publications/appointment", publication_id=own.id, appointed="nobody-here")
    assert nobody.status == 422
    assert (
        await keeper.post("/me/publications/appointment", publication_id=own.id, appointed="anna")
    ).status == 303
    assert "Publications without an owner" not in (await keeper.get("/me/publications")).text
    assert not (await paper(site)).archived


async def test_words_of_its_people_are_only_words(site: Site) -> None:
    owner = await site.member("olga")
    base = await founded(site, owner, "<b>Bold</b> & Co")
    page = (await site.browser().get("/b-bold-b-co")).text
    assert "<b>Bold</b>" not in page
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; Co" in page
    assert (await owner.get(f"{base}/settings")).status == 200
