"""Two people: one follows the other, claps, takes back, and is blocked."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.journeys.test_together import invited, look
from tests.running import Running, wait_until


def test_follow_clap_and_block(plain_site: Running, person: Callable[..., Page]) -> None:
    site, ada, bert = plain_site, person(), person()
    become_owner(ada, site)
    write(ada, site, "A walk by the sea", "Waves, all day long.")
    story = site.url + publish(ada)
    invited(ada, bert, site)
    bert.goto(story)
    bert.locator("form.follow button").click()
    expect(bert.locator("form.follow")).to_have_class("follow on")
    clap = bert.locator(".clap")
    expect(bert.locator("form.claps")).to_have_count(1)
    clap.scroll_into_view_if_needed()
    with bert.expect_response(lambda answer: answer.url.endswith("/me/clap")) as answer:
        for _ in range(3):
            clap.click()
        look(bert, "clapping")
    assert answer.value.status == 204
    expect(bert.locator("[data-total]")).to_have_text("3")
    with bert.expect_response(lambda answer: answer.url.endswith("/me/clap")):
        clap.click(delay=1200)
    held = int(bert.locator("[data-total]").text_content() or "0")
    assert held > 4
    bert.reload()
    expect(bert.locator("form.claps")).to_have_class("claps on")
    with bert.expect_response(lambda answer: answer.url.endswith("/me/clap")):
        bert.get_by_role("button", name="Take back").click()
    expect(bert.locator("[data-total]")).to_have_text("")
    ada.goto(story)
    expect(ada.locator("form.follow")).to_have_count(0)
    expect(ada.locator(".clap")).to_be_disabled()

    def followers() -> bool:
        ada.goto(f"{site.url}/@ada")
        return "1 follower" in (ada.locator("main").text_content() or "")

    wait_until(followers, True)
    look(ada, "profile")
    ada.goto(f"{site.url}/@bert")
    ada.get_by_text("Mute or block").click()
    ada.get_by_role("button", name="Block").click()
    ada.goto(f"{site.url}/me/following?show=blocked")
    expect(ada.locator(".follow-list")).to_contain_text("bert", ignore_case=True)
    look(ada, "blocked")
    bert.goto(story)
    expect(bert.get_by_role("heading", name="This is not here for you.")).to_be_visible()
