"""What is published is found, by words and while one types, with script and without."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner, publish, write
from tests.journeys.conftest import placed


def find(page: Page, address: str, title: str) -> None:
    """Look until it is there, as the index follows in a moment."""
    for _ in range(100):
        page.goto(address)
        if page.get_by_role("link", name=title).count():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{title} was not found at {address}")


def test_a_story_is_found_by_words_by_keys_and_without_script(
    person: Callable[..., Page], tmp_path: Path
) -> None:
    with placed("two workers", tmp_path) as site:
        ada, reader = person(), person()
        become_owner(ada, site)
        write(ada, site, "Of herons", "Three herons stood by the river.")
        path = publish(ada)
        find(reader, f"{site.url}/search?q=heron", "Of herons")
        expect(reader.locator(".hit .excerpt mark")).to_have_text("herons")

        # By the keyboard alone, from any page.
        reader.goto(site.url)
        reader.keyboard.press("/")
        field = reader.get_by_role("combobox", name="Search")
        expect(field).to_be_focused()
        field.press_sequentially("ad")
        options = reader.get_by_role("listbox").get_by_role("option")
        expect(options).to_have_count(1)
        expect(field).to_have_attribute("aria-expanded", "true")
        field.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        field.press("Escape")
        expect(field).to_have_attribute("aria-expanded", "false")
        field.press("ArrowDown")
        expect(options).to_have_count(1)
        field.press("ArrowDown")
        field.press("Enter")
        reader.wait_for_url(f"{site.url}/@ada")

        # And without script the field is a plain one in a plain form.
        plain = person(java_script_enabled=False)
        plain.goto(site.url)
        plain.get_by_role("searchbox", name="Search").fill("heron")
        plain.get_by_role("searchbox", name="Search").press("Enter")
        expect(plain.get_by_role("link", name="Of herons")).to_be_visible()

        plain.goto(f"{site.url}{path}")
        plain.get_by_role("link", name="Report").click()
        expect(plain).to_have_url(f"{site.url}/sign-in?then=%2Freport%3Fstory%3D{path[-11:]}")
