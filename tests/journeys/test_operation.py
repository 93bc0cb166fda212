"""The owner looks at how the site does, in a browser with a script and in one without."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import asyncpg
from playwright.sync_api import Page, expect

from tests.journeys.acts import become_owner
from tests.journeys.conftest import EVERYWHERE, placed
from tests.running import Running, wait_until

ROWS = {"engines": 2, "fleet": 6}.get(EVERYWHERE, 3)
"""Processes, and the line over them; of a fleet the services and the edge that is asked, to which others may
have told theirs already."""


def take_away(site: Running) -> None:
    """A table, from under the site: whoever asks for the log gets an error that nobody expected."""
    url = site.variables.get("OCTAVO_DATABASE_URL", "")
    if url:
        with ThreadPoolExecutor(1) as apart:  # the browser's own loop runs in this thread
            apart.submit(asyncio.run, _renamed(url)).result()
        return
    file = Path(site.variables["OCTAVO_DATA"]) / "moderation.db"
    with closing(sqlite3.connect(file, timeout=30)) as db:
        db.execute("ALTER TABLE log RENAME TO log_away")
        db.commit()


async def _renamed(url: str) -> None:
    link = await asyncpg.connect(url)
    await link.execute("ALTER TABLE moderation.log RENAME TO log_away")
    await link.close()


def test_an_error_comes_up_by_itself_and_is_dealt_with(tmp_path: Path, person: Callable[..., Page]) -> None:
    with placed("two workers", tmp_path) as site:
        ada = person(viewport={"width": 390, "height": 800})
        become_owner(ada, site)
        ada.clock.install()
        ada.goto(f"{site.url}/admin/operation")
        processes = ada.get_by_role("region", name="Processes")
        expect(processes.get_by_role("row").nth(ROWS - 1)).to_be_visible()
        expect(ada.locator("#errors")).to_contain_text("None that is not dealt with.")
        assert ada.evaluate("document.documentElement.scrollWidth") == 390

        ada.get_by_text("with nothing before them").click()
        ada.locator("h1").click()  # nobody is busy in the page any more
        take_away(site)
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in ada.context.cookies())
        assert site.ask("/admin/log", Cookie=cookie)[0] == 500
        wait_until(lambda: "SqlReports" in site.ask("/admin/operation", Cookie=cookie)[1])
        ada.evaluate("document.activeElement.blur()")
        ada.clock.run_for(15_000)
        error = ada.locator("#errors li[id]")
        expect(error).to_contain_text("SqlReports")
        # What was opened is still open.
        expect(ada.get_by_role("region", name="Those with nothing before them")).to_be_visible()

        error.get_by_text("Where it came from").click()
        expect(error.locator("pre")).to_contain_text("moderation/interactors")
        error.get_by_role("button", name="Dealt with").click()
        expect(ada.get_by_role("status")).to_contain_text("It is dealt with.")
        expect(ada.locator("#errors")).to_contain_text("None that is not dealt with.")

        plain = person(java_script_enabled=False, storage_state=ada.context.storage_state())
        plain.goto(f"{site.url}/admin/operation")
        expect(plain.get_by_role("table").first).to_contain_text("accounts")
        plain.get_by_text("Dealt with (1)").click()
        expect(plain.locator("#errors")).to_contain_text("SqlReports")
