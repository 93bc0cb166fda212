"""What people do in a browser, as a person would describe it."""

import re

from playwright.sync_api import Page, expect

from tests.running import Running


def become_owner(page: Page, site: Running, *, handle: str = "ada", name: str = "Ada Byron") -> None:
    """Open the first link, and be welcomed."""
    page.goto(site.wait_for(rf"{site.url}/sign-in/link/[\w-]+"))
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your handle").fill(handle)
    page.get_by_label("E-mail address").fill(f"{handle}@mail.test")
    page.get_by_role("button", name="Open the site").click()
    expect(page.get_by_role("status")).to_contain_text("Welcome")


def write(page: Page, site: Running, title: str, *paragraphs: str) -> None:
    """Begin a story and write it down."""
    page.goto(f"{site.url}/new")
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Title", exact=True).press("Enter")
    page.get_by_label("Subtitle, if you like").press("Enter")
    expect(page.get_by_role("textbox", name="The story")).to_be_focused()
    write_on(page, *paragraphs)


def write_on(page: Page, *paragraphs: str) -> None:
    """Go on where the caret stands; wait until it is safe."""
    for number, paragraph in enumerate(paragraphs):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(paragraph)
    expect(page.locator(".save-word")).to_have_text("Saved")
    expect(page).to_have_url(re.compile(r"/edit/\w{11}$"))


def publish(page: Page) -> str:
    """Through the publish sheet; the path of the story."""
    page.locator("#publish").click()
    page.locator("dialog[open] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/@[\w-]+/[\w-]+$"))
    return re.sub(r"^https?://[^/]+", "", page.url)
