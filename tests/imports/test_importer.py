# ruff: noqa: E501 (cases read best a line each)
"""A folder becomes a site: with the real services, here and over the wire."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from octavo.chassis.context import acting_as
from octavo.chassis.faults import Forbidden
from octavo.chassis.testing import WORLDS
from octavo.imports.importer import Importer
from octavo.imports.report import Report
from octavo.stories.api import FullStory, Story
from tests.conftest import Databases
from tests.imports.world import OPERATOR, Site, picture, running, write


@pytest.fixture(params=WORLDS)
async def site(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Site]:
    """Here and over the wire, on SQLite: what stores the stories is not the importer's affair."""
    databases = Databases("sqlite", lambda name: f"sqlite:///{tmp_path / name}.db", [])
    async with running(request.param, databases, tmp_path / "data") as site:
        with acting_as(OPERATOR):
            yield site
    for db in databases.opened:
        await db.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three stories by two people, with a picture, links in a circle, and a draft."""
    root = tmp_path / "blog"
    write(
        root, "_posts/2020-01-02-first.md",
        "title: First\nauthors: [ada, ben-b]\ntags: [One, two]\nimage: /assets/a.png\nimage_alt: A view\nexcerpt: In short\nredirect_from: /older",
        'See [second]({{ "/2020/02/03/second/" | url }}) and [about](/about/).\n\n{% image "assets/a.png" "Seen" %}\n_Below_\n',
    )  # fmt: skip
    write(
        root, "_posts/2020-02-03-second.md", "title: Second\nauthor: ben-b\ndate: 2020-02-04 10:00:00 -5\nimage: /gone.png",
        "Back to [first](/2020/01/02/first/).",
    )  # fmt: skip
    write(root, "_posts/third.md", "title: Third\npublished: false")
    (root / "assets").mkdir()
    (root / "assets/a.png").write_bytes(picture())
    return root


async def imported(folder: Path, site: Site) -> Report:
    return await Importer(folder, site, lambda step, done, total: None).run()


async def story(site: Site, address: str) -> Story:
    return await site.stories.find_by_old_address(address=address)


async def read(site: Site, address: str) -> FullStory:
    return await site.stories.read_story(story_id=(await story(site, address)).id)


def outcomes(report: Report) -> tuple[int, int, int, int]:
    counts = report.counts
    return counts.stories_created, counts.stories_updated, counts.stories_unchanged, counts.stories_refused


async def test_stories_come_with_their_head_and_their_people(site: Site, folder: Path) -> None:
    report = await imported(folder, site)
    assert outcomes(report) == (3, 0, 0, 0)
    assert report.counts.drafts == 1
    first = await story(site, "/2020/01/02/first")
    assert (first.title, first.slug, first.excerpt, first.tags) == (
        "First",
        "first",
        "In short",
        ("one", "two"),
    )
    assert f"{first.published_at:%Y-%m-%d %H}" == "2020-01-02 12"
    assert first.cover is not None
    assert (first.cover.alt, first.cover.width, first.cover.height) == ("A view", 30, 20)
    assert (await story(site, "/older")).id == first.id
    second = await story(site, "/2020/02/03/second")
    assert f"{second.published_at:%Y-%m-%d %H}" == "2020-02-04 15"
    ada = (await site.accounts.find_person(handle="ada")).person
    ben = (await site.accounts.find_person(handle="ben-b")).person
    assert (ada.name, ben.name) == ("Ada", "Ben B")
    assert (first.author_id, second.author_id) == (ada.id, ben.id)


async def test_links_in_a_circle_lead_to_the_stories_here(site: Site, folder: Path) -> None:
    report = await imported(folder, site)
    first, second = await story(site, "/2020/01/02/first"), await story(site, "/2020/02/03/second")
    assert f'<a href="/p/{second.id}">second</a>' in (await read(site, "/2020/01/02/first")).html
    assert f'<a href="/p/{first.id}">first</a>' in (await read(site, "/2020/02/03/second")).html
    counts = report.counts
    assert (counts.links, counts.links_mended, counts.links_left, counts.links_to_people) == (3, 2, 1, 0)


async def test_pictures_are_stored_for_the_author_and_shown_with_their_caption(
    site: Site, folder: Path
) -> None:
    report = await imported(folder, site)
    html = (await read(site, "/2020/01/02/first")).html
    assert "<figcaption>Below</figcaption>" in html
    assert 'alt="Seen" width="30" height="20"' in html
    assert "Written with" not in html
    ben = (await site.accounts.find_person(handle="ben-b")).person
    assert (await read(site, "/2020/01/02/first")).story.co_author_ids == (ben.id,)
    counts = report.counts
    assert (
        counts.images,
        counts.images_stored,
        counts.image_files,
        counts.covers,
        counts.covers_unresolved,
    ) == (1, 1, 1, 1, 1)


async def test_whatever_was_lost_is_named_with_its_file(site: Site, folder: Path) -> None:
    report = await imported(folder, site)
    assert [(entry.file, entry.fate.value, entry.what, entry.where) for entry in report.entries] == [
        ("_posts/2020-01-02-first.md", "degraded", "link to a page that was not imported", "/about/"),
        ("_posts/2020-02-03-second.md", "refused", "cover that is not in the folder", "/gone.png"),
    ]


async def test_a_second_run_changes_nothing_and_says_so(site: Site, folder: Path) -> None:
    await imported(folder, site)
    before = [await read(site, address) for address in ("/2020/01/02/first", "/2020/02/03/second")]
    report = await imported(folder, site)
    assert outcomes(report) == (0, 0, 3, 0)
    assert not report.changed
    assert [await read(site, address) for address in ("/2020/01/02/first", "/2020/02/03/second")] == before


async def test_a_changed_source_changes_its_story_alone(site: Site, folder: Path) -> None:
    await imported(folder, site)
    before = await read(site, "/2020/01/02/first")
    write(
        folder,
        "_posts/2020-02-03-second.md",
        "title: Second again\nauthor: ben-b\ndate: 2020-02-04 10:00:00 -5",
        "New text.",
    )
    report = await imported(folder, site)
    assert outcomes(report) == (0, 1, 2, 0)
    assert report.changed
    after = await read(site, "/2020/02/03/second")
    assert (after.story.title, "New text." in after.html) == ("Second again", True)
    assert await read(site, "/2020/01/02/first") == before


async def test_what_was_edited_here_is_not_overwritten(site: Site, folder: Path) -> None:
    await imported(folder, site)
    second = await story(site, "/2020/02/03/second")
    with acting_as(OPERATOR.__class__(person_id=second.author_id, roles=frozenset({"member", "confirmed"}))):
        draft = await site.stories.get_draft(story_id=second.id)
        await site.stories.save_draft(
            story_id=second.id,
            version=draft.version,
            content=draft.content.__class__(title="Mine", body=draft.content.body),
        )
    write(folder, "_posts/2020-02-03-second.md", "title: Theirs\nauthor: ben-b\ndate: 2020-02-04 10:00:00 -5")
    report = await imported(folder, site)
    assert report.counts.stories_kept == 1
    assert [entry.what for entry in report.entries if "2020-02-03" in entry.file] == [
        "change at the source: the story was changed here too"
    ]


async def test_what_the_services_refuse_is_named_and_the_rest_goes_on(site: Site, tmp_path: Path) -> None:
    root = tmp_path / "odd"
    write(root, "posts/2020-01-01-broken.md", "title: Broken\nimage: bad.png", "![x](bad.png)")
    write(
        root,
        "posts/2020-01-02-fine.md",
        f"title: {'Long ' * 60}\ntags: [a, b, c, d, e, f, {'g' * 50}]\ncanonical_url: ftp://x\nlang: '?'",
    )
    write(root, "posts/2999-01-01-future.md", "title: Future")
    write(root, "posts/huge.md", "title: Huge\ndate: 2020-01-01", "a\n\n" * 10_001)
    (root / "posts/latin.md").write_bytes(b"\xff")
    (root / "posts/bad.png").write_bytes(b"no picture")
    report = await imported(root, site)
    assert outcomes(report) == (2, 0, 0, 3)
    named = {(entry.file, entry.what) for entry in report.entries}
    assert named >= {
        ("posts/latin.md", "file"), ("posts/huge.md", "story"), ("posts/2999-01-01-future.md", "story"),
        ("posts/2020-01-01-broken.md", "image file"), ("posts/2020-01-01-broken.md", "image became a link"),
        ("posts/2020-01-02-fine.md", "title cut to 200 characters"), ("posts/2020-01-02-fine.md", "tag: a story has at most 5"),
        ("posts/2020-01-02-fine.md", "tag longer than 40 characters"), ("posts/2020-01-02-fine.md", "canonical address"),
        ("posts/2020-01-02-fine.md", "language"),
    }  # fmt: skip


async def test_only_the_operator_may_import(site: Site, folder: Path) -> None:
    with (
        acting_as(OPERATOR.__class__(person_id="11111111111", roles=frozenset({"member", "confirmed"}))),
        pytest.raises(Forbidden),
    ):
        await imported(folder, site)


async def test_two_files_at_one_address_are_two_stories(site: Site, tmp_path: Path) -> None:
    write(tmp_path / "x", "posts/2020-01-01-a.md", "title: A", "![a](a.png)")
    (tmp_path / "x/posts/a.png").write_bytes(picture())
    write(tmp_path / "x", "posts/more/2020-01-01-a.md", "title: A too")
    assert outcomes(await imported(tmp_path / "x", site)) == (2, 0, 0, 0)
    assert outcomes(await imported(tmp_path / "x", site)) == (0, 0, 2, 0)
