"""The whole of it: a writer, a reader who follows them, a reader who mutes them, and what each is shown."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.journeys.test_highlights import CHOOSE, DRAWN
from tests.journeys.test_together import invited, look
from tests.running import Running, wait_until

WORDS = "the tide that comes in twice"
OLDER, NEWER = "A walk by the sea", "The long winter"


def test_one_reader_follows_a_writer_and_another_mutes_them(
    plain_site: Running, person: Callable[..., Page]
) -> None:
    site, ada, bert, carla = plain_site, person(), person(), person()
    become_owner(ada, site)
    write(ada, site, OLDER, f"First the gulls, then {WORDS} a day.")
    older = site.url + publish(ada)
    write(ada, site, NEWER, "Snow, and then more of it.")
    newer = site.url + publish(ada)
    invited(ada, bert, site)
    invited(ada, carla, site, "carla", "Carla Cruz")
    # Ada has a page open all the while: her bell rings on it, without a reload.
    ada.goto(older)
    bell = ada.locator("[data-bell]")
    expect(bell).to_be_visible()
    expect(bell.locator("[data-count]")).to_be_hidden()

    takes_part(bert, older)
    expect(bell.locator("[data-count]")).to_have_text("4", timeout=20_000)
    clap(carla, older)
    keeps_and_mutes(carla, site, newer)
    finds_why(bert, site)
    turns_the_dials(bert, site)

    bell.click()
    told = ada.locator(".notices")
    expect(told).to_be_visible()

    def grouped() -> bool:
        ada.reload()
        return f"Carla Cruz and Bert Ohm clapped for {OLDER}" in told.inner_text()

    # Who clapped for the same story stands in one line, the last one first.
    wait_until(grouped)
    expect(told.get_by_role("listitem")).to_have_count(4)
    expect(bell.locator("[data-count]")).to_have_text("4")
    expect(told).to_contain_text("Bert Ohm follows you")
    expect(told).to_contain_text(f"Bert Ohm marked words in {OLDER}")
    expect(told).to_contain_text(f"Bert Ohm responded to {OLDER}")
    look(ada, "two-readers-notifications")
    told.get_by_role("listitem").filter(has_text="follows you").get_by_role("button").click()
    expect(bell.locator("[data-count]")).to_have_text("3")
    ada.get_by_role("button", name="Mark all as read").click()
    expect(bell.locator("[data-count]")).to_be_hidden()


def takes_part(bert: Page, story: str) -> None:
    """Follows, claps, marks a sentence, responds."""
    bert.goto(story)
    with bert.expect_response(lambda answer: answer.url.endswith("/me/follow")):
        bert.locator("form.follow button").click()
    expect(bert.locator("form.follow")).to_have_class("follow on")
    bert.evaluate(CHOOSE, WORDS)
    bert.get_by_role("toolbar", name="The words that you chose").get_by_role(
        "button", name="Highlight"
    ).click()
    wait_until(lambda: bert.evaluate(DRAWN, "mine"), [WORDS])
    clap(bert, story)
    bert.get_by_role("link", name="Respond").click()
    bert.get_by_label("Your response").fill("I hear them.")
    bert.get_by_role("button", name="Respond").click()
    expect(bert.locator(".response-words")).to_have_text("I hear them.")


def clap(page: Page, story: str) -> None:
    """Once, and it has arrived."""
    page.goto(story)
    with page.expect_response(lambda answer: answer.url.endswith("/me/clap")) as answer:
        page.get_by_role("button", name="Clap").click()
    assert answer.value.ok


def keeps_and_mutes(carla: Page, site: Running, story: str) -> None:
    """Sees both stories, keeps one in a list, mutes who wrote it: the page is empty, the list is not."""
    wait_until(lambda: titles(carla, site), {OLDER, NEWER})
    carla.goto(f"{site.url}/p/{story[-11:]}/lists")
    carla.get_by_label("A new list with this story").fill("For cold days")
    carla.get_by_role("button", name="Make the list").click()
    carla.goto(f"{site.url}/@ada")
    carla.get_by_text("Mute or block").click()
    carla.get_by_role("button", name="Mute", exact=True).click()
    expect(carla.locator(".follow-list")).to_contain_text("Ada Byron")
    wait_until(lambda: titles(carla, site), set())
    look(carla, "two-readers-muted")
    carla.goto(f"{site.url}/me/lists")
    carla.get_by_role("link", name="For cold days").click()
    expect(carla.get_by_role("link", name=NEWER, exact=True)).to_be_visible()


def finds_why(bert: Page, site: Running) -> None:
    """The story is on his page because he follows who wrote it."""
    wait_until(lambda: "You follow Ada Byron." in reasons(bert, site))
    item = bert.locator(".home-item").filter(has_text=NEWER)
    item.get_by_text("Why this?").click()
    expect(item.get_by_text("You follow Ada Byron.")).to_be_visible()
    look(bert, "two-readers-home")


def turns_the_dials(bert: Page, site: Running) -> None:
    """Without people nothing is there for their sake, and length counts; latest first weighs nothing."""
    tune(bert, site, people="-2", length="2")
    assert "You follow" not in reasons(bert, site)
    item = bert.locator(".home-item").filter(has_text=NEWER)
    item.get_by_text("Why this?").click()
    item.get_by_role("link", name="All that was weighed for this page").click()
    weighed = bert.get_by_role("listitem").filter(has_text=NEWER)
    weighed.get_by_text(re.compile(r"^[0-9]+ points$")).click()
    expect(weighed.get_by_role("cell", name="how long it is")).to_be_visible()
    expect(weighed.get_by_role("cell", name="written by somebody you follow")).to_be_hidden()

    bert.goto(f"{site.url}/me/feed")
    expect(bert.locator("input[name=people]")).to_have_value("-2")
    bert.get_by_label("Latest first", exact=False).check()
    bert.get_by_role("button", name="Save").click()
    expect(bert.get_by_role("status")).to_contain_text("Saved")
    bert.goto(site.url)
    expect(bert.get_by_role("heading", name="Latest first")).to_be_visible()
    expect(bert.locator(".home-item").first).to_contain_text(NEWER)
    expect(bert.locator(".home-item").first.locator(".why")).to_contain_text("You follow Ada Byron.")


def tune(page: Page, site: Running, **dials: str) -> None:
    """Turn dials of the home page, and see that they are kept."""
    page.goto(f"{site.url}/me/feed")
    for name, value in dials.items():
        page.locator(f"input[name={name}]").fill(value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")


def titles(page: Page, site: Running) -> set[str]:
    """Of the stories on somebody's own home page."""
    page.goto(site.url)
    return set(page.locator(".home-item h2").all_inner_texts())


def reasons(page: Page, site: Running) -> str:
    """Why the newer story is on somebody's own home page."""
    page.goto(site.url)
    return "".join(page.locator(".home-item").filter(has_text=NEWER).locator(".why ul").all_text_contents())
