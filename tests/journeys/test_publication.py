"""A publication from its founding to its first reader: found, invite, submit, review, accept, read."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, write
from tests.running import Running


def test_a_story_finds_its_way_into_a_publication(site: Running, person: Callable[..., Page]) -> None:
    ada, bert, stranger = person(), person(), person(java_script_enabled=False)
    become_owner(ada, site)
    join(ada, bert, site)
    found(ada, site)
    invite(ada, bert, site)

    write(bert, site, "Lakes in June", "The water is still cold.")
    bert.locator("#publish").click()
    bert.locator("dialog[open]").get_by_role("button", name="Publish in …").click()
    bert.get_by_label("A note to the editors").fill("My first one.")
    bert.get_by_role("button", name="Submit").click()
    expect(bert.get_by_role("status").first).to_contain_text("The editors have it now")

    ada.goto(f"{site.url}/me/publications")
    ada.get_by_role("link", name="The Lake Paper", exact=True).click()
    ada.get_by_role("link", name="Lakes in June").click()
    expect(ada.locator(".submission-text")).to_contain_text("The water is still cold.")
    expect(ada.locator(".notes-thread")).to_contain_text("My first one.")
    ada.get_by_role("link", name="Edit", exact=True).click()
    ada.get_by_role("textbox", name="The story").click()
    ada.keyboard.press("Control+End")
    ada.keyboard.type(" It will not be for long.")
    expect(ada.locator(".save-word")).to_have_text("Saved")
    ada.go_back()
    ada.reload()
    expect(ada.locator(".submission-text")).to_contain_text("It will not be for long.")
    ada.get_by_label("A note", exact=True).fill("I added a sentence.")
    ada.get_by_role("button", name="Add the note").click()
    ada.get_by_role("button", name="Accept and publish").click()
    expect(ada.get_by_role("status").first).to_contain_text("It is published.")

    stranger.goto(f"{site.url}/the-lake-paper")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("The Lake Paper")
    stranger.get_by_role("link", name="Lakes in June").first.click()
    stranger.wait_for_url(re.compile(r"/the-lake-paper/lakes-in-june-\w{11}$"))
    expect(stranger.locator("article")).to_contain_text("It will not be for long.")
    expect(stranger.locator("article")).to_contain_text("Bert")
    expect(stranger.locator(".story-plate")).to_contain_text("The Lake Paper")

    bert.goto(f"{site.url}/me/stories?show=published")
    expect(bert.locator(".desk-row")).to_contain_text("in The Lake Paper")
    bert.get_by_role("link", name="Accepted").click()
    expect(bert.locator("main")).to_contain_text("I added a sentence.")
    bert.get_by_role("link", name="As it was submitted").click()
    expect(bert.locator(".submission-text")).not_to_contain_text("It will not be for long.")


def join(ada: Page, bert: Page, site: Running) -> None:
    """Ada hands Bert an invitation into the site; he opens it."""
    ada.goto(f"{site.url}/admin")
    ada.get_by_label("E-mail address").fill("bert@mail.test")
    ada.get_by_role("button", name="Invite").click()
    bert.goto(ada.get_by_label("Invitation link").input_value())
    bert.get_by_label("Your name").fill("Bert")
    bert.get_by_label("Your handle").fill("bert")
    bert.get_by_role("button", name="Begin").click()
    expect(bert.get_by_role("status")).to_contain_text("Welcome")


def found(ada: Page, site: Running) -> None:
    ada.goto(f"{site.url}/me/publications")
    ada.get_by_label("Name").fill("The Lake Paper")
    ada.get_by_label("What it is about").fill("Water, and what is near it.")
    ada.get_by_role("button", name="Found it").click()
    expect(ada.get_by_role("status").first).to_contain_text("Your publication stands")
    ada.get_by_label("A colour of its own").check()
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_role("status").first).to_contain_text("Saved")


def invite(ada: Page, bert: Page, site: Running) -> None:
    """Bert becomes a writer, once he agrees."""
    ada.get_by_role("link", name="People", exact=True).last.click()
    ada.get_by_label("Handle").fill("bert")
    ada.get_by_role("button", name="Invite").click()
    expect(ada.get_by_role("status").first).to_contain_text("once they accept")
    bert.goto(f"{site.url}/me/publications")
    bert.get_by_role("button", name="Accept").click()
    expect(bert.get_by_role("status").first).to_contain_text("You are in")
