"""Errors of real processes: kept by each, added up, and still there after all of them were killed."""

import os
import re
import signal
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from octavo.__main__ import SERVICES
from tests.running import Running, cookie_of, free_port, octavo, running, wait_until


def break_the_log(data: Path, *, mend: bool = False) -> None:
    """Take a table away from under the site, or give it back."""
    names = ("log_away", "log") if mend else ("log", "log_away")
    with closing(sqlite3.connect(data / "moderation.db", timeout=30)) as db:
        db.execute(f"ALTER TABLE {names[0]} RENAME TO {names[1]}")
        db.commit()


def kept(data: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(f"file:{data / 'accounts.db'}?mode=ro", uri=True, timeout=30)) as db:
        return db.execute("SELECT place, occurred FROM octavo_errors ORDER BY place").fetchall()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    assert octavo("demo", OCTAVO_DATA=str(data)).returncode == 0
    return data


def told_by(site: Running, cookie: str) -> list[str]:
    """The processes that the page has figures of."""
    page = HTMLParser(site.ask("/admin/operation", Cookie=cookie)[1])
    (table,) = page.css("[aria-labelledby=processes-title]")
    return [row.css_first("th").text(deep=False).strip() for row in table.css("tbody tr")]


def owner_of(data: Path) -> str:
    with closing(sqlite3.connect(data / "accounts.db", timeout=30)) as db:
        (handle,) = db.execute("SELECT handle FROM people ORDER BY id LIMIT 1").fetchone()
        db.execute("UPDATE people SET role = 'OWNER' WHERE handle = ?", (handle,))
        db.commit()
    return str(handle)


def test_they_add_up_over_workers_and_outlive_kill(tmp_path: Path, data: Path) -> None:
    owner = owner_of(data)
    with running(tmp_path, "up", "--workers", "2", OCTAVO_DATA=str(data)) as site:
        cookie = cookie_of(site, data, owner)
        break_the_log(data)
        assert {site.ask("/admin/log", Cookie=cookie)[0] for _ in range(8)} == {500}
        wait_until(lambda: [count for _, count in kept(data)] == [8])
        assert told_by(site, cookie) in (["worker 0", "worker 1"], ["worker 1", "worker 0"])
        for child in site.children():
            os.kill(child, signal.SIGKILL)
        site.stop(signal.SIGKILL)
    break_the_log(data, mend=True)
    with running(tmp_path, "up", OCTAVO_DATA=str(data)) as site:
        cookie = cookie_of(site, data, owner)
        page = site.ask("/admin/operation", Cookie=cookie)[1]
        assert re.search(r"8 times.*8 in the last day", page)
        assert "moderation/adapters/sql.py" in page


def test_a_site_in_several_processes_shows_all_of_them(tmp_path: Path, data: Path) -> None:
    owner, address = owner_of(data), f"unix:{data / 'octavo.sock'}"
    peers = [word for name in SERVICES for word in ("--peer", f"{name}={address}")]
    with ExitStack() as stack:
        front = str(free_port())
        shared = {"OCTAVO_DATA": str(data)}
        stack.enter_context(
            running(tmp_path, "run", *SERVICES, "--listen", address, **shared, OCTAVO_PORT=front)
        )
        edges = [
            stack.enter_context(running(tmp_path, "run", "edge", *peers, **shared, OCTAVO_PORT=port))
            for port in (front, str(free_port()))
        ]
        cookie = cookie_of(edges[0], data, owner)
        # The second edge answers no calls: it tells the services how it does.
        wait_until(lambda: len(told_by(edges[0], cookie)) == 3)
        names = sorted(told_by(edges[0], cookie))
        assert names[0].startswith("accounts, ")
        assert names[1:] == ["edge", "edge"]
        break_the_log(data)
        assert edges[0].ask("/admin/log", Cookie=cookie)[0] == 500
        wait_until(lambda: "SqlReports.entries" in edges[0].ask("/admin/operation", Cookie=cookie)[1])
