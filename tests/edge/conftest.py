import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from octavo.edge.assets import STATIC
from octavo.edge.render import Look
from octavo.edge.render import Site as SiteLook
from tests.conftest import missing
from tests.edge import world
from tests.edge.stage import ORIGIN, Stage
from tests.edge.world import Site


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with world.site(tmp_path) as site:
        yield site


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        missing("Chromium")
    if not (STATIC / "manifest.json").is_file():
        missing("the built front end")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def stage(browser: Browser) -> AsyncIterator[Stage]:
    context = await browser.new_context(color_scheme="light")
    page = await context.new_page()
    stage = Stage(page, Look(SiteLook(address=ORIGIN)))
    page.on("console", lambda line: stage.complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: stage.complaints.append(str(error)))
    await page.route("**/*", stage.answer)
    yield stage
    assert stage.complaints == []
