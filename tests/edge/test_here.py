"""`/me/here`: the reader's own part of a page that is the same for everyone."""

from octavo.stories.api import Visibility
from tests.edge.world import Site


async def test_a_stranger_is_nobody(site: Site) -> None:
    answer = await site.browser().get("/me/here?path=/")
    assert answer.status == 200
    assert answer.header("cache-control") == "no-store"
    assert answer.json == {"person": None, "keeper": False, "edit": "", "full": ""}


async def test_an_author_may_edit_their_own_story_and_no_other(site: Site) -> None:
    ada = await site.owner()
    bert = await site.member("bert")
    story = await site.publish("ada", "A walk")
    path = f"/@ada/a-walk-{story.id}"
    own, other = (await ada.get(f"/me/here?path={path}")).json, (await bert.get(f"/me/here?path={path}")).json
    assert own["edit"] == f"/edit/{story.id}"
    assert own["person"] == {"name": "Ada", "handle": "ada", "address": "/@ada", "picture": ""}
    assert own["keeper"] is True
    assert (other["edit"], other["keeper"]) == ("", False)


async def test_members_are_told_where_the_whole_text_is(site: Site) -> None:
    ada = await site.owner()
    bert = await site.member("bert")
    story = await site.publish("ada", "For friends", visibility=Visibility.MEMBERS)
    path = f"/@ada/for-friends-{story.id}"
    assert (await ada.get(f"/me/here?path={path}")).json["full"] == f"/p/{story.id}/full"
    assert (await bert.get(f"/me/here?path={path}")).json["full"] == f"/p/{story.id}/full"
    assert (await site.browser().get(f"/me/here?path={path}")).json["full"] == ""
    await site.revise("ada", story.id, "For all", "Open now.")
    assert (await bert.get(f"/me/here?path={path}")).json["full"] == ""


async def test_a_browser_whose_sign_in_is_over_forgets_it(site: Site) -> None:
    ada = await site.owner()
    other = site.browser()
    other.cookies = dict(ada.cookies)
    await ada.post("/sign-out")
    assert set(other.cookies) == {"session", "signed-in"}
    await other.get("/me/here?path=/")
    assert other.cookies == {}


async def test_nonsense_as_a_path_is_a_page_without_a_story(site: Site) -> None:
    ada = await site.owner()
    for path in ("", "nonsense", "/@x/y", "/@ada/11111111111", "/p/11111111111", "//", "/@" + "x" * 900):
        answer = (await ada.get(f"/me/here?path={path}")).json
        assert answer["person"]["handle"] == "ada"
        assert answer["edit"] == ""


async def test_it_asks_no_service_twice(site: Site) -> None:
    ada = await site.owner()
    story = await site.publish("ada", "A walk")
    address = f"/me/here?path=/@ada/a-walk-{story.id}"
    await ada.get(address)
    site.accounts_switch.calls.clear()
    site.stories_switch.calls.clear()
    for _ in range(10):
        await ada.get(address)
    assert site.accounts_switch.calls == []
    assert site.stories_switch.calls == []


async def test_a_new_name_is_told_at_once(site: Site) -> None:
    ada = await site.owner()
    await ada.get("/me/here?path=/")
    await ada.post("/me/settings/profile", name="Ada B.", bio="")
    assert (await ada.get("/me/here?path=/")).json["person"]["name"] == "Ada B."
