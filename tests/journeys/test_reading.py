"""Two readers: a home page that says why, dials, a conversation that its author looks after."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.journeys.test_together import invited, look
from tests.running import Running, wait_until


def test_a_home_page_that_explains_itself(plain_site: Running, person: Callable[..., Page]) -> None:
    site, ada, bert = plain_site, person(), person()
    become_owner(ada, site)
    write(ada, site, "A walk by the sea", "Waves, all day long.")
    story = site.url + publish(ada)
    invited(ada, bert, site)

    def shown() -> int:
        bert.goto(site.url)
        return bert.locator(".home-item").count()

    wait_until(shown, 1)
    bert.goto(story)
    with bert.expect_response(lambda answer: answer.url.endswith("/me/follow")):
        bert.locator("form.follow button").click()

    def reasons() -> str:
        bert.goto(site.url)
        return bert.locator(".why ul").first.text_content() or ""

    wait_until(lambda: "You follow Ada Byron." in reasons())
    bert.get_by_text("Why this?").click()
    expect(bert.get_by_role("link", name="Ada Byron").last).to_be_visible()
    look(bert, "why")
    bert.get_by_role("link", name="All that was weighed for this page").click()
    expect(bert.get_by_role("heading", name="Why this page was so")).to_be_visible()
    bert.get_by_text(re.compile(r"^[0-9]+ points$")).first.click()
    expect(bert.get_by_role("cell", name="written by somebody you follow")).to_be_visible()
    look(bert, "receipt")
    bert.get_by_role("link", name="Change the order").click()
    bert.get_by_label("People and publications I follow").last.fill("-2")
    bert.get_by_role("button", name="Save").click()
    expect(bert.get_by_role("status")).to_contain_text("Saved")
    assert "You follow" not in reasons()
    bert.goto(f"{site.url}/me/feed")
    bert.get_by_label("Latest first", exact=False).check()
    bert.get_by_role("button", name="Save").click()
    assert "You follow Ada Byron." in reasons()
    expect(bert.get_by_role("heading", name="Latest first")).to_be_visible()
    bert.get_by_text("Why this?").click()
    bert.get_by_role("button", name="Not for me").click()
    expect(bert.locator(".home-item")).to_have_count(0)
    bert.goto(f"{site.url}/me/feed")
    bert.get_by_role("button", name="Show again").click()
    expect(bert.get_by_text("You have hidden nothing.")).to_be_visible()


def test_a_conversation_under_a_story(plain_site: Running, person: Callable[..., Page]) -> None:
    site, ada, bert = plain_site, person(), person()
    become_owner(ada, site)
    write(ada, site, "A walk by the sea", "Waves, all day long.")
    story = site.url + publish(ada)
    invited(ada, bert, site)
    bert.goto(story)
    bert.get_by_role("link", name="Respond").click()
    words = bert.get_by_label("Your response")
    expect(words).to_be_focused()
    words.fill("What a *day*.")
    bert.get_by_role("button", name="Respond").click()
    expect(bert.locator(".response-words em")).to_have_text("day")

    def counted() -> bool:
        ada.goto(story)
        return "1 response" in (ada.locator("main").text_content() or "")

    wait_until(counted)
    ada.get_by_role("link", name="1 response").click()
    ada.locator(".response").get_by_role("link", name="Respond").click()
    ada.locator(".response textarea").fill("It was.")
    ada.locator(".response").get_by_role("button", name="Respond").click()
    expect(ada.locator(".response")).to_have_count(2)
    look(ada, "thread")
    ada.goto(f"{story.partition('/@')[0]}/p/{story[-11:]}/responses")
    ada.locator(".response").first.get_by_role("button", name="Hide").click()
    expect(ada.locator(".response").first).to_contain_text("Hidden from readers")
    ada.get_by_text("Who may respond").click()
    ada.get_by_label("Nobody any more").check()
    ada.get_by_role("button", name="Save").click()
    bert.goto(ada.url)
    expect(bert.get_by_text("The conversation is closed.")).to_be_visible()


def test_a_response_is_reported_and_taken_back(plain_site: Running, person: Callable[..., Page]) -> None:
    site, ada, bert, carl = plain_site, person(), person(), person()
    become_owner(ada, site)
    write(ada, site, "A walk by the sea", "Waves, all day long.")
    story = site.url + publish(ada)
    invited(ada, bert, site)
    invited(ada, carl, site, handle="carl", name="Carl")
    talk = f"{site.url}/p/{story[-11:]}/responses"
    bert.goto(talk)
    bert.get_by_label("Your response").fill("Buy *my* boats. They are the best, and cheap.")
    bert.get_by_role("button", name="Respond").click()
    carl.goto(story)
    carl.get_by_role("link", name="1 response").click()
    carl.locator(".response").get_by_role("link", name="Report").click()
    look(carl, "report-response")
    carl.get_by_label("Spam or advertising").check()
    carl.get_by_role("button", name="Send the report").click()
    expect(carl.get_by_role("status")).to_contain_text("Thank you")
    ada.goto(f"{site.url}/admin/reports")
    expect(ada.locator(".cases em")).to_have_text("my")
    look(ada, "reports-response")
    ada.get_by_label("Why, for whom it concerns").fill("No advertising here.")
    ada.get_by_role("button", name="Take the response back").click()
    expect(ada.get_by_text("A quiet house.")).to_be_visible()
    carl.goto(talk)
    expect(carl.get_by_text("Nobody has responded yet.")).to_be_visible()
    bert.goto(talk)
    expect(bert.locator(".response")).to_contain_text("Taken back by those who look after this site")
    look(bert, "taken-back")
    bert.get_by_role("link", name="Why?").click()
    expect(bert.locator(".cases")).to_contain_text("No advertising here.")
    look(bert, "decisions-response")
    ada.goto(f"{site.url}/admin/log")
    expect(ada.locator(".log")).to_contain_text("the response was taken back")
    look(ada, "log-response")
