"""What the command prints and writes, and the demo."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.console import Console

from octavo.chassis.context import acting_as
from octavo.chassis.faults import DeadlineExceeded
from octavo.chassis.testing import HERE
from octavo.document.conversion import Fate
from octavo.imports import command
from octavo.imports.report import Report
from octavo.stories.api import Imported
from tests.conftest import Databases
from tests.imports.world import OPERATOR, Site, running, write


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """On SQLite, here: what the command shows does not depend on where the services are."""
    databases = Databases("sqlite", lambda name: f"sqlite:///{tmp_path / name}.db", [])
    async with running(HERE, databases, tmp_path / "data") as site:
        with acting_as(OPERATOR):
            yield site
    for db in databases.opened:
        await db.close()


async def test_the_command_prints_counts_and_writes_the_report_in_full(site: Site, tmp_path: Path) -> None:
    write(tmp_path / "blog", "posts/2020-01-02-a.md", "title: A", "Look: <script>x</script> [b](/c)")
    console = Console(file=io.StringIO(), width=100)
    report = await command.import_folder(tmp_path / "blog", site, console, tmp_path / "reports")
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()
    assert "1 │ stories created" in printed
    assert "refused: <script>" in printed
    assert "Nothing has changed" not in printed
    assert msgspec.json.decode((tmp_path / "reports/import.json").read_bytes(), type=Report) == report
    text = (tmp_path / "reports/import.md").read_text()
    assert "### posts/2020-01-02-a.md" in text
    assert "- refused: \\<script\\>: x" in text
    again = Console(file=io.StringIO(), width=100)
    await command.import_folder(tmp_path / "blog", site, again)
    assert isinstance(again.file, io.StringIO)
    assert "Nothing has changed since the last import." in again.file.getvalue()


async def test_whoever_is_stopped_by_a_busy_site_is_told_to_go_on_and_does(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        write(tmp_path / "blog", f"posts/2020-01-02-{name}.md", f"title: {name}")
    whole, left = site.stories.import_story, 2

    async def late(**given: Any) -> Imported:
        nonlocal left
        left -= 1
        if left < 0:
            raise DeadlineExceeded
        return await whole(**given)

    monkeypatch.setattr(site.stories, "import_story", late)
    console = Console(file=io.StringIO(), width=100)
    with pytest.raises(DeadlineExceeded):
        await command.import_folder(tmp_path / "blog", site, console)
    assert isinstance(console.file, io.StringIO)
    assert "the same command, given again" in console.file.getvalue()
    monkeypatch.undo()
    report = await command.import_folder(tmp_path / "blog", site, console)
    assert (report.counts.stories_created, report.counts.stories_unchanged) == (1, 2)


async def test_the_demo_is_whole_and_comes_once(site: Site) -> None:
    quiet = Console(file=io.StringIO())
    report = await command.import_demo(site, quiet)
    assert report.entries == []
    assert (report.counts.stories_created, report.counts.authors, report.counts.covers) == (9, 3, 9)
    listed = await site.stories.list_stories(limit=20)
    assert len(listed.stories) == 9
    assert all(
        story.cover and story.cover.alt and story.excerpt and story.subtitle and story.tags
        for story in listed.stories
    )
    kinds = "".join([(await site.stories.read_story(story_id=story.id)).html for story in listed.stories])
    for tag in (
        "<h2",
        "<blockquote id",
        'class="pullquote"',
        "<ul",
        "<ol",
        "<pre",
        "<table",
        "<figure",
        "<sup",
        "<figcaption",
    ):
        assert tag in kinds
    again = await command.import_demo(site, quiet)
    assert not again.changed
    assert again.counts.stories_unchanged == 9


def test_foreign_text_in_a_report_is_no_markdown_of_ours() -> None:
    report = Report(folder="x")
    report.note("a|b.md", Fate.REFUSED, "<b>*x*</b>", "[y](javascript:z)\n# not a heading")
    text = report.markdown()
    assert "\\<b\\>\\*x\\*\\</b\\>" in text
    assert "[y]" not in text.replace("\\[y\\]", "")
    assert "\n# not" not in text
