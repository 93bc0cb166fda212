"""A writer is told, while they look at a page, what a reader does; and reads it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.journeys.test_together import invited, look
from tests.running import Running


def test_a_writer_hears_of_follows_and_claps(plain_site: Running, person: Callable[..., Page]) -> None:
    site, ada, bert = plain_site, person(), person()
    become_owner(ada, site)
    write(ada, site, "A walk by the sea", "Waves.")
    story = site.url + publish(ada)
    invited(ada, bert, site)
    ada.goto(story)
    bell = ada.locator("[data-bell]")
    expect(bell).to_be_visible()
    expect(bell.locator("[data-count]")).to_be_hidden()

    bert.goto(story)
    bert.get_by_role("button", name="Clap").click()
    bert.get_by_role("button", name="Follow").click()
    expect(bell.locator("[data-count]")).to_have_text("2")
    bell.click()
    told = ada.locator(".notices")
    expect(told).to_contain_text("Bert Ohm clapped for A walk by the sea")
    expect(told).to_contain_text("Bert Ohm follows you")
    look(ada, "notifications")
    ada.get_by_role("button", name="Mark all as read").click()
    expect(ada.get_by_role("button", name="Mark all as read")).to_be_hidden()
    expect(bell.locator("[data-count]")).to_be_hidden()

    bert.get_by_role("button", name="Take back").click()
    ada.goto(f"{site.url}/@bert")
    ada.get_by_text("Mute or block").click()
    ada.get_by_role("button", name="Mute", exact=True).click()
    expect(ada.locator(".follow-list")).to_contain_text("Bert Ohm")
    ada.goto(f"{site.url}/me/notifications")
    expect(ada.get_by_text("Nothing yet.")).to_be_visible()
