"""Lists kept near are as fresh as pages are."""

from typing import Any

from octavo.chassis.context import acting_as
from octavo.stories.api import Visibility
from tests.edge.world import Site


async def titles(site: Site, **asked: Any) -> list[str]:
    answer = await site.browser().call("stories.v1.Stories/ListStories", **asked)
    assert answer.status == 200, answer.text
    return [story["title"] for story in answer.json["stories"]]


async def test_a_list_is_looked_up_once_and_anew_after_each_change(site: Site) -> None:
    await site.member("anna")
    first = await site.publish("anna", "One", tags=("sea",))
    author = {"authorId": await site.person_id("anna")}
    asked: list[dict[str, Any]] = [{}, {"tag": "sea"}, {"tag": "SEA"}, author, {"limit": 5}]
    for _ in range(3):
        for one in asked:
            assert await titles(site, **one) == ["One"]
    assert site.stories_switch.calls.count("list_stories") == len(asked)

    await site.publish("anna", "Two", tags=("sea",))
    for one in asked:
        assert await titles(site, **one) == ["Two", "One"]
    await site.revise("anna", first.id, "One, revised", "New.", tags=("sea",))
    for one in asked:
        assert await titles(site, **one) == ["Two", "One, revised"]
    with acting_as(await site.caller("anna")):
        await site.stories.unpublish(story_id=first.id)
    for one in asked:
        assert await titles(site, **one) == ["Two"]


async def test_texts_are_never_taken_from_another_reader(site: Site) -> None:
    await site.member("anna")
    await site.publish("anna", "For members", "word " * 600, visibility=Visibility.MEMBERS)
    member = await site.member("ben")
    for browser, whole in ((site.browser(), False), (member, True), (site.browser(), False)):
        answer = await browser.call("stories.v1.Stories/ListStories", withText=True)
        assert answer.json["full"][0]["teaserOnly"] is not whole


async def test_what_is_wrong_is_refused_each_time(site: Site) -> None:
    for _ in range(2):
        answer = await site.browser().call("stories.v1.Stories/ListStories", limit=1000)
        assert answer.status == 400
        answer = await site.browser().call("stories.v1.Stories/ListStories", tag="x" * 5000)
        assert answer.status in (200, 400)
