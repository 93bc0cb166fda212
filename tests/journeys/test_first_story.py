"""From the owner's first link to a story that somebody else reads, in every placement."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.running import Running


def test_an_owner_writes_and_a_stranger_reads(site: Running, person: Callable[..., Page]) -> None:
    ada, stranger = person(), person(java_script_enabled=False)
    become_owner(ada, site)
    write(ada, site, "A walk by the sea", "Waves, all day long.", "Then rain.")
    path = publish(ada)
    expect(ada.get_by_role("heading", name="A walk by the sea")).to_be_visible()

    stranger.goto(site.url)
    stranger.get_by_role("link", name="A walk by the sea").first.click()
    assert stranger.url == site.url + path
    expect(stranger.locator("article")).to_contain_text("Waves, all day long.")
    expect(stranger.locator("article")).to_contain_text("Ada Byron")

    # A change is kept to oneself until it is published, and then seen at once.
    ada.get_by_role("link", name="Edit", exact=True).click()
    body = ada.get_by_role("textbox", name="The story")
    body.click()
    ada.keyboard.press("Control+End")
    ada.keyboard.type(" And sun again.")
    expect(ada.locator(".save-word")).to_have_text("Saved")
    stranger.reload()
    expect(stranger.locator("article")).not_to_contain_text("And sun again.")
    assert publish(ada) == path
    stranger.reload()
    expect(stranger.locator("article")).to_contain_text("And sun again.")

    ada.goto(f"{site.url}/me/stories?show=published")
    ada.get_by_role("button", name="Take it back").click()
    ada.get_by_role("button", name="Go on").click()
    expect(ada.get_by_role("status")).to_contain_text("draft again")
    assert (stranger.reload() or stranger.goto(site.url)).status == 410


def test_the_head_of_a_page_knows_who_reads_it(plain_site: Running, person: Callable[..., Page]) -> None:
    ada = person()
    become_owner(ada, plain_site)
    ada.goto(plain_site.url)
    ada.locator("details.menu summary").click()
    expect(ada.locator("[data-here=handle]")).to_have_text("@ada")
    ada.get_by_role("button", name="Sign out").click()
    expect(ada.get_by_role("status")).to_contain_text("signed out")
    ada.goto(plain_site.url)
    expect(ada.get_by_role("link", name="Sign in")).to_be_visible()
