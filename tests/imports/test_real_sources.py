"""Real sources, where they lie: what the importer counts is what can be counted without it."""

import os
from pathlib import Path

import pytest

from octavo.imports.folder import Folder
from octavo.imports.old_addresses import OldSite
from octavo.imports.translation import Known, Tally, Translator
from tests.conftest import missing
from tests.imports import counting

DATA = Path(os.environ.get("OCTAVO_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
BLOG = DATA / "18f-blog"


@pytest.fixture(scope="module")
def tallies() -> dict[Path, Tally]:
    """What the importer counts in each of the 357 stories."""
    if not BLOG.is_dir():
        missing(f"the folder {BLOG.name} of real stories (OCTAVO_SHARED_DATA)")
    folder = Folder(BLOG)
    posts, refused = folder.posts()
    assert refused == []
    published = frozenset(post.name for post in posts)
    translator = Translator(folder, OldSite(posts, folder.site_url), published, Known())
    return {post.path: translator.translate(post, "o", post.name).tally for post in posts}


def test_all_of_the_stories_are_read(tallies: dict[Path, Tally]) -> None:
    assert len(tallies) == len(list((BLOG / "content" / "posts").glob("*.md"))) == 357


def test_every_image_is_counted_in_its_story(tallies: dict[Path, Tally]) -> None:
    counted = {path.name: tally.images for path, tally in tallies.items()}
    assert counted == {path.name: counting.images(path.read_text()) for path in tallies}
    assert sum(counted.values()) > 400


def test_every_link_is_counted_in_its_story(tallies: dict[Path, Tally]) -> None:
    counted = {path.name: tally.links + tally.links_broken for path, tally in tallies.items()}
    assert counted == {path.name: counting.links(path.read_text()) for path in tallies}
    assert sum(counted.values()) > 3000


def test_every_link_and_image_has_one_fate(tallies: dict[Path, Tally]) -> None:
    for tally in tallies.values():
        assert (
            tally.links == tally.links_mended + tally.links_left + tally.links_elsewhere + tally.links_refused
        )
        assert tally.images == tally.images_stored + tally.images_unresolved + tally.images_elsewhere


def test_links_within_the_old_site_are_mended_as_often_as_they_can_be_counted(
    tallies: dict[Path, Tally],
) -> None:
    for path, tally in tallies.items():
        assert tally.links_mended + tally.links_left == counting.inner_links(path.read_text()), path.name
