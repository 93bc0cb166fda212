"""The editor for those who use it by ear, by keyboard or on a small screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.conftest import missing
from tests.journeys.acts import become_owner, write
from tests.journeys.conftest import placed
from tests.running import Running

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def desk(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Running, StorageState]]:
    with placed("one process", tmp_path_factory.mktemp("access")) as site:
        context = chromium.new_context()
        become_owner(context.new_page(), site)
        yield site, context.storage_state()
        context.close()


def found_by_axe(page: Page) -> list[str]:
    """What axe finds, each with the element at which it begins."""
    if not AXE.is_file():
        missing("axe-core")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    results = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in results["violations"]]


def choose(page: Page, word: str) -> None:
    """On a new line, by the `/` menu."""
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(f"/{word}")
    expect(page.locator("#block-menu [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_on_the_editors_page(
    desk: tuple[Running, StorageState], person: Callable[..., Page], width: int, theme: str
) -> None:
    site, state = desk
    page = person(
        storage_state=state,
        viewport={"width": width, "height": 900},
        color_scheme=theme,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    write(page, site, f"Everything, {theme}", "First.")
    choose(page, "callout")
    page.keyboard.type("Take care.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    choose(page, "table")
    for head in ("One", "Two", "Three"):
        page.keyboard.type(head)
        page.keyboard.press("Tab")
    assert found_by_axe(page) == [], "with the table's bar"
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    expect(page.locator("#block-menu [role=option]").first).to_be_visible()
    box = page.locator("#block-menu").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert found_by_axe(page) == [], "with the menu"
    page.keyboard.press("Escape")
    page.keyboard.press("Control+f")
    expect(page.get_by_role("search", name="Find and replace")).to_be_visible()
    page.get_by_role("searchbox", name="Find", exact=True).fill("care")
    assert found_by_axe(page) == [], "with find and replace"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
