"""A failed part costs its own feature, never the page."""

import pytest

from octavo.chassis.context import acting_as
from octavo.chassis.faults import Overloaded
from tests.edge.world import Site


async def test_a_story_is_read_without_its_authors_name_when_accounts_is_away(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk", "Waves.")
    site.accounts_switch.off = True
    browser, address = site.browser(), f"/@ada/a-walk-{story.id}"
    answer = await browser.get(address)
    assert answer.status == 200
    assert "Waves." in answer.text
    assert answer.header("cache-control") == "no-store"
    site.accounts_switch.off = False
    # What had to do without a part is not kept for long; here the next purge stands for the time.
    site.near.empty()
    assert "Ada" in (await browser.get(address)).text


async def test_names_that_were_seen_before_stay_when_accounts_is_away(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk", "Waves.")
    browser = site.browser()
    await browser.get("/")
    site.accounts_switch.off = True
    site.near.empty()  # as when the stream of purges breaks off
    answer = await browser.get(f"/@ada/a-walk-{story.id}")
    assert answer.status == 200
    assert "Ada" in answer.text


async def test_pages_that_are_kept_do_not_need_the_services(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk")
    browser, addresses = site.browser(), ["/", "/@ada", f"/@ada/a-walk-{story.id}", "/feed"]
    for address in addresses:
        await browser.get(address)
    site.accounts_switch.off = site.stories_switch.off = True
    assert [(await browser.get(address)).status for address in addresses] == [200] * 4


async def test_lists_are_there_without_names_when_accounts_is_away(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk", tags=("sea",))
    site.accounts_switch.off = True
    for address in ("/", "/tag/sea", "/feed"):
        answer = await site.browser().get(address)
        assert answer.status == 200
        assert "A walk" in answer.text
        assert f"/p/{story.id}" in answer.text


async def test_a_profile_is_there_without_stories_when_they_are_away(site: Site) -> None:
    await site.owner()
    await site.publish("ada", "A walk")
    site.stories_switch.off = True
    answer = await site.browser().get("/@ada")
    assert answer.status == 200
    assert "Ada" in answer.text
    assert answer.header("cache-control") == "no-store"


async def test_a_page_that_was_seen_is_shown_as_it_was_when_its_stream_breaks_off(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk", "Waves.")
    gone = await site.publish("ada", "Gone", "Taken back meanwhile.")
    browser, address = site.browser(), f"/@ada/a-walk-{story.id}"
    await browser.get(f"/@ada/gone-{gone.id}")
    with acting_as(await site.caller("ada")):
        await site.stories.unpublish(story_id=gone.id)
    await browser.get(address)
    site.near.lost("stories")
    site.last_pages.lost("stories")
    site.stories_switch.off = site.accounts_switch.off = True
    answer = await browser.get(address)
    assert answer.status == 200
    assert "Waves." in answer.text
    # What was purged before is not shown again.
    assert (await browser.get(f"/@ada/gone-{gone.id}")).status == 503
    # Once the stream goes on, nobody can tell what was missed.
    site.last_pages.caught_up("stories")
    assert (await browser.get(address)).status == 503


async def test_a_page_that_cannot_be_made_says_when_to_come_again(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk")
    site.stories_switch.off = True
    browser = site.browser()
    for address in (f"/@ada/a-walk-{story.id}", "/", "/nowhere"):
        answer = await browser.get(address)
        assert answer.status == 503
        assert answer.header("retry-after") == "5"
        assert answer.header("cache-control") == "no-store"
    site.stories_switch.off = False
    assert (await browser.get(f"/@ada/a-walk-{story.id}")).status == 200


async def test_whoever_is_signed_in_is_not_taken_for_a_stranger_when_accounts_is_away(site: Site) -> None:
    ada = await site.owner()
    site.near.empty()
    site.accounts_switch.off = True
    answer = await ada.get("/me/stories")
    assert answer.status == 503
    assert "session" in ada.cookies


async def test_the_desk_is_there_without_accounts_once_the_sign_in_is_known(site: Site) -> None:
    ada = await site.owner()
    await site.write("ada", "Not ready")
    await ada.get("/me/stories")
    site.accounts_switch.off = True
    answer = await ada.get("/me/stories")
    assert answer.status == 200
    assert "Not ready" in answer.text


async def test_operators_see_which_parts_were_missing(site: Site) -> None:
    await site.owner()
    story = await site.publish("ada", "A walk")

    def missing() -> float:
        return sum(
            sample.value
            for metric in site.edge.collect()
            for sample in metric.samples
            if sample.name == "octavo_edge_missing_parts_total" and sample.labels == {"part": "authors"}
        )

    before = missing()
    site.accounts_switch.off = True
    await site.browser().get(f"/@ada/a-walk-{story.id}")
    assert missing() == before + 1


async def test_settings_are_there_without_the_list_of_sign_ins(site: Site) -> None:
    ada = await site.owner()
    real = site.accounts.list_sessions

    async def away() -> None:
        from octavo.chassis.faults import Unavailable

        raise Unavailable

    site.accounts.list_sessions = away  # type: ignore[method-assign,assignment]
    answer = await ada.get("/me/settings/account")
    site.accounts.list_sessions = real  # type: ignore[method-assign]
    assert answer.status == 200


async def test_scripts_are_told_in_their_own_form(site: Site) -> None:
    ada = await site.owner()
    site.near.empty()
    site.accounts_switch.off = True
    answer = await ada.get("/me/here?path=/", accept="application/json")
    assert answer.status == 503
    assert answer.json["message"]


async def test_a_service_with_too_much_to_do_is_not_the_readers_fault(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await site.owner()
    story = await site.publish("ada", "A walk")

    async def too_much(service: object, **arguments: object) -> None:
        raise Overloaded(1.0)

    monkeypatch.setattr(type(site.stories), "read_story", too_much)
    monkeypatch.setattr(type(site.graph), "create_list", too_much)
    for answer in (
        await site.browser().get(f"/@ada/a-walk-{story.id}"),
        await ada.post("/me/lists", name="For later"),
    ):
        assert answer.status == 503
        assert answer.header("retry-after") == "5"
