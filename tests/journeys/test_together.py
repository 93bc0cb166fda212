"""Two people write a story, the first part of a series; who is not a member reads down to the line."""

import os
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.running import Running

PICTURES = os.environ.get("OCTAVO_TEST_PICTURES", "")
"""A folder in which the journey leaves pictures of its pages."""


def look(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def invited(ada: Page, bert: Page, site: Running, handle: str = "bert", name: str = "Bert Ohm") -> None:
    """Bert, or somebody else, joins by Ada's invitation."""
    ada.goto(f"{site.url}/admin")
    ada.get_by_label("E-mail address").fill(f"{handle}@mail.test")
    ada.get_by_role("button", name="Invite").click()
    bert.goto(ada.locator("input[value*='/sign-in/link/']").input_value())
    bert.get_by_label("Your name").fill(name)
    bert.get_by_label("Your handle").fill(handle)
    bert.get_by_role("button", name="Begin").click()
    expect(bert.get_by_role("status")).to_contain_text("Welcome")


def test_two_write_a_story_in_a_series_with_a_part_for_members(
    plain_site: Running, person: Callable[..., Page]
) -> None:
    site = plain_site
    ada, bert, reader = person(), person(), person(viewport={"width": 390, "height": 844})
    become_owner(ada, site)
    invited(ada, bert, site)
    write(ada, site, "Long walks", "Open to all.", "For members.")
    ada.keyboard.press("ArrowUp")
    ada.keyboard.press("End")
    ada.keyboard.press("Enter")
    ada.keyboard.type("/members")
    ada.get_by_role("option", name="Members' line").click()
    expect(ada.locator("members-line")).to_have_count(1)
    expect(ada.locator(".save-word")).to_have_text("Saved")
    look(ada, "editor")
    story_id = ada.url.rpartition("/")[2]

    ada.goto(f"{site.url}/me/stories/{story_id}/together")
    ada.get_by_label("Ask somebody, by their handle").fill("bert")
    ada.get_by_role("button", name="Ask", exact=True).click()
    expect(ada.locator("main")).to_contain_text("Asked")
    look(ada, "together")
    bert.goto(f"{site.url}/me/stories")
    look(bert, "asked")
    bert.get_by_role("button", name=re.compile("^Agree")).click()
    bert.wait_for_url(re.compile(r"/edit/\w{11}$"))
    expect(bert.get_by_role("textbox", name="The story")).to_contain_text("For members.")
    bert.get_by_role("button", name="Details").click()
    expect(bert.locator("#who-publishes")).to_contain_text("with its author, who publishes it")
    expect(bert.get_by_role("button", name="Publish")).to_have_count(0)
    look(bert, "co-author")

    ada.goto(f"{site.url}/me/series")
    ada.get_by_label("Title").fill("On foot")
    ada.get_by_role("button", name="Begin it").click()
    ada.get_by_role("button", name="Add", exact=True).click()
    expect(ada.locator("main")).to_contain_text("Not shown")
    look(ada, "series-desk")
    ada.goto(f"{site.url}/edit/{story_id}")
    path = publish(ada)

    reader.goto(site.url + path)
    expect(reader.locator(".author-line")).to_contain_text("Ada Byron and Bert Ohm")
    expect(reader.locator("article")).to_contain_text("Open to all.")
    expect(reader.locator("article")).not_to_contain_text("For members.")
    look(reader, "story")
    reader.get_by_role("link", name="On foot").first.click()
    expect(reader.locator(".series-parts")).to_contain_text("Long walks")
    look(reader, "series")
    bert.goto(site.url + path)
    expect(bert.locator("article")).to_contain_text("For members.")
