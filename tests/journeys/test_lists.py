"""A reader keeps a story in a list, goes on where they were, and mutes somebody."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.journeys.test_together import invited, look
from tests.running import Running, wait_until


def test_lists_history_and_a_mute(plain_site: Running, person: Callable[..., Page]) -> None:
    site, ada, bert = plain_site, person(), person()
    become_owner(ada, site)
    write(
        ada, site, "A walk by the sea", *(f"Waves, number {number}, " + "and on " * 60 for number in range(9))
    )
    story = site.url + publish(ada)
    invited(ada, bert, site)
    bert.goto(f"{site.url}/p/{story[-11:]}/lists")
    bert.get_by_label("A new list with this story").fill("On water")
    bert.get_by_role("button", name="Make the list").click()
    bert.goto(f"{site.url}/me/lists")
    bert.get_by_role("link", name="On water").click()
    expect(bert.get_by_role("link", name="A walk by the sea", exact=True)).to_be_visible()
    bert.get_by_label("Note").fill("The best of them.")
    bert.locator(".list-order").get_by_role("button", name="Save").click()
    bert.get_by_label("Everybody may see it").check()
    bert.locator(".invite").get_by_role("button", name="Save").click()
    ada.goto(f"{site.url}/@bert/lists")
    ada.get_by_role("link", name="On water").click()
    expect(ada.locator("main")).to_contain_text("The best of them.")
    look(ada, "list")

    bert.goto(story)
    with bert.expect_response(lambda answer: answer.url.endswith("/me/history/mark"), timeout=20_000):
        for _ in range(12):
            bert.mouse.wheel(0, 900)
            bert.wait_for_timeout(600)
    bert.goto(f"{site.url}/me/history")
    expect(bert.get_by_role("link", name="A walk by the sea", exact=True)).to_be_visible()
    look(bert, "history")

    def offered() -> bool:
        bert.goto(story)
        bert.wait_for_timeout(300)
        return bert.locator("[data-resume]").is_visible()

    wait_until(offered)
    bert.get_by_role("link", name="Go on where you were").click()
    assert bert.evaluate("scrollY") > 200
    bert.goto(f"{site.url}/me/history")
    bert.get_by_role("button", name="Keep no history").click()
    expect(bert.get_by_role("button", name="Keep a history")).to_be_visible()

    bert.goto(f"{site.url}/@ada")
    bert.get_by_text("Mute or block").click()
    bert.get_by_role("button", name="Mute", exact=True).click()
    expect(bert.locator(".follow-list")).to_contain_text("Ada Byron")

    def shown() -> int:
        bert.goto(site.url)
        return bert.locator(".home-item").count()

    wait_until(shown, 0)
    bert.goto(f"{site.url}/search?q=waves")
    expect(bert.get_by_text("A walk by the sea")).to_have_count(0)
