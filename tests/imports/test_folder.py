"""Folders as the makers of sites lay them out; and that nothing outside of them is read."""

from pathlib import Path

import pytest

from octavo.imports import old_addresses
from octavo.imports.folder import Folder
from octavo.imports.old_addresses import OldSite

HEAD = "---\ntitle: T\ndate: 2020-01-02\n---\nBody\n"


def write(root: Path, *names: str, text: str = HEAD) -> Folder:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Folder(root)


@pytest.mark.parametrize(
    ("names", "stories"),
    [
        (
            ["_posts/2020-01-02-a.md", "_drafts/b.markdown", "about.md"],
            ["_drafts/b.markdown", "_posts/2020-01-02-a.md"],
        ),
        (["content/posts/a.md", "content/about.md"], ["content/posts/a.md"]),
        (["content/posts/a/index.md", "content/posts/_index.md"], ["content/posts/a/index.md"]),
        (["source/_posts/a.md", "node_modules/x/readme.md"], ["source/_posts/a.md"]),
        (["a.md", "deep/b.md", "README.md", ".git/c.md", "node_modules/d.md"], ["a.md", "deep/b.md"]),
    ],
)
def test_stories_are_found_where_each_program_keeps_them(
    tmp_path: Path, names: list[str], stories: list[str]
) -> None:
    posts, refused = write(tmp_path, *names).posts()
    assert [post.name for post in posts] == stories
    assert refused == []


def test_drafts_lie_in_their_own_folder_and_bundles_have_the_name_of_theirs(tmp_path: Path) -> None:
    posts, _ = write(tmp_path, "_drafts/b.md", "_posts/nice-name/index.md").posts()
    assert [post.about.draft for post in posts] == [True, False]
    assert posts[1].about.slug == "nice-name"


def test_html_is_a_story_only_with_a_head(tmp_path: Path) -> None:
    write(tmp_path, "_posts/a.html")
    posts, _ = write(tmp_path, "_posts/b.html", text="<p>x").posts()
    assert [(post.name, post.is_html) for post in posts] == [("_posts/a.html", True)]


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.md").write_bytes(b"x" * 4_000_001)
    posts, refused = Folder(tmp_path).posts()
    assert posts == []
    assert [name for name, _ in refused] == ["a.md", "b.md"]


def test_images_are_found_beside_the_story_and_in_the_usual_folders(tmp_path: Path) -> None:
    folder = write(tmp_path, "_posts/a.md", "assets/i.png", "static/img/j.png", "_posts/k l.png", text="x")
    story = tmp_path / "_posts/a.md"
    assert folder.file("/assets/i.png", story) == tmp_path / "assets/i.png"
    assert folder.file("assets/i.png?v=1", story) == tmp_path / "assets/i.png"
    assert folder.file("/img/j.png", story) == tmp_path / "static/img/j.png"
    assert folder.file("k%20l.png", story) == tmp_path / "_posts/k l.png"
    assert folder.file("/nowhere.png", story) is None
    assert folder.file("https://example.org/assets/i.png", story) is None
    assert folder.file("//example.org/assets/i.png", story) is None
    assert folder.file("data:image/png;base64,xx", story) is None


def test_nothing_outside_of_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_text("x")
    (tmp_path / "secret.md").write_text(HEAD)
    folder = write(tmp_path / "site", "posts/a.md")
    (tmp_path / "site/posts/link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "site/posts/link.md").symlink_to(tmp_path / "secret.md")
    story = tmp_path / "site/posts/a.md"
    for address in (
        "../../secret.png",
        "/../secret.png",
        "link.png",
        "%2e%2e/%2e%2e/secret.png",
        "..\\..\\secret.png",
        str(tmp_path / "secret.png"),
    ):
        assert folder.file(address, story) is None
    assert [post.name for post in folder.posts()[0]] == ["posts/a.md"]


def test_names_of_people_and_the_old_address_come_from_the_folder(tmp_path: Path) -> None:
    write(tmp_path, "_config.yml", text="url: https://old.example.org\n")
    folder = write(
        tmp_path, "_data/authors.yml", text="ada:\n  name: Ada Love\n  bio: Counts.\nben: Ben B\nno: {}\n"
    )
    assert folder.site_url == "https://old.example.org"
    assert {key: (writer.name, writer.bio) for key, writer in folder.people.items()} == {
        "ada": ("Ada Love", "Counts."),
        "ben": ("Ben B", ""),
    }
    assert folder.file("https://old.example.org/_config.yml", tmp_path / "a.md") == tmp_path / "_config.yml"


def test_a_broken_settings_file_is_as_good_as_none(tmp_path: Path) -> None:
    assert write(tmp_path, "_config.yml", text="a: [").site_url == ""


def addresses(root: Path, name: str, head: str = "") -> tuple[str, ...]:
    posts, _ = write(root, name, text=f"---\ntitle: T\n{head}\n---\n").posts()
    return old_addresses.of(posts[0])


def test_a_story_is_known_by_all_its_old_addresses(tmp_path: Path) -> None:
    assert addresses(tmp_path / "a", "2020-01-02-x.md", "date: 2020-01-03\nredirect_from: [/o/, /p/q/]") == (
        "/2020/01/03/x", "/2020/01/02/x", "/o", "/p/q",
    )  # fmt: skip
    assert addresses(tmp_path / "b", "2020-01-02-x.md", "permalink: /:year/:month/:title.html") == (
        "/2020/01/x.html",
        "/2020/01/02/x",
    )
    assert addresses(
        tmp_path / "c", "x.md", "slug: y\naliases: ['https://old.example.org/z/', '/', '../up']"
    ) == ("/y", "/z")
    assert addresses(tmp_path / "d", "2020-1-2-x.md") == ("/2020/01/02/x",)


def test_a_link_finds_its_story_by_path_or_whole_address(tmp_path: Path) -> None:
    write(tmp_path, "2020-01-02-x.md")
    posts, _ = write(tmp_path, "2020-01-03-y.md", text="---\ntitle: T\n---\n").posts()
    site = OldSite(posts, "https://old.example.org/")
    found = ("2020-01-02-x.md", True)
    for address in (
        "/2020/01/02/x/",
        "/2020/01/02/X",
        "/2020/01/02/x.html",
        "/2020/01/02/x/index.html#part",
        "https://old.example.org/2020/01/02/x",
    ):
        assert site.story_at(address) == found
    assert site.story_at("/about/") == (None, True)
    assert site.story_at("https://old.example.org/about/") == (None, True)
    assert site.story_at("https://example.org/2020/01/02/x") == (None, False)
    assert site.story_in("2020-01-03-y") == "2020-01-03-y.md"
    assert site.story_in("nothing") is None


def test_the_old_address_is_guessed_when_the_stories_name_it_often_enough(tmp_path: Path) -> None:
    link = "https://old.example.org/2020/01/02/x/ "
    posts, _ = write(tmp_path, "2020-01-02-x.md", text=HEAD + link * 3).posts()
    assert OldSite(posts, "").url == "https://old.example.org"
    posts, _ = write(
        tmp_path, "2020-01-02-x.md", text=HEAD + link * 2 + "https://other.example.org/ " * 9
    ).posts()
    assert OldSite(posts, "").url == ""
