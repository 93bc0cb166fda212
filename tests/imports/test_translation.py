# ruff: noqa: E501 (cases read best a line each)
"""A story of an old site as a document: links, images, people, captions, and what is counted."""

from pathlib import Path

from octavo.document.conversion import Picture
from octavo.document.nodes import inline_text
from octavo.document.reading import links, plain_text
from octavo.imports.folder import Folder, Post
from octavo.imports.old_addresses import OldSite
from octavo.imports.translation import MOST_CO_AUTHORS, Known, Translated, Translator

HEAD = "---\ntitle: T\nauthors: [ada, ben-b, carla]\n---\n"


def translated(root: Path, body: str, known: Known | None = None, *, head: str = HEAD) -> Translated:
    """The story `2020-01-02-here.md` with this body; beside it lie another story, a draft and an image."""
    write(root / "posts/2020-01-02-here.md", head + body)
    write(root / "posts/2020-01-03-there.md", "---\ntitle: There\n---\nx")
    write(root / "posts/2020-01-04-draft.md", "---\ntitle: Draft\ndraft: true\n---\nx")
    write(root / "assets/a.png", "x")
    folder = Folder(root)
    posts, _ = folder.posts()
    published = frozenset(post.name for post in posts if post.about.published_at is not None)
    translator = Translator(folder, OldSite(posts, "https://old.example.org"), published, known or Known())
    return translator.translate(posts[0], "owner", "markdown:/2020/01/02/here")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def lost(story: Translated) -> list[str]:
    return [loss.what for loss in story.losses]


PLAIN = "---\ntitle: T\n---\n"
THERE = Known(stories={"posts/2020-01-03-there.md": "11111111111"})


def test_links_to_stories_lead_to_them_here(tmp_path: Path) -> None:
    body = (
        '[a]({{ "/2020/01/03/there/" | url }}) [b](https://old.example.org/2020/01/03/there#part) '
        "[c]({% post_url 2020-01-03-there %})"
    )
    story = translated(tmp_path, body, THERE, head=PLAIN)
    assert links(story.document) == ("/p/11111111111",) * 3
    assert (story.tally.links, story.tally.links_mended, story.awaited) == (3, 3, frozenset())
    assert story.losses == ()


def test_a_story_that_is_not_here_yet_is_awaited_at_its_old_address(tmp_path: Path) -> None:
    story = translated(tmp_path, '[a]({{ "/2020/01/03/there/" | url }})', head=PLAIN)
    assert links(story.document) == ("/2020/01/03/there/",)
    assert story.awaited == {"posts/2020-01-03-there.md"}


def test_other_pages_of_the_old_site_stay_there_and_are_named(tmp_path: Path) -> None:
    story = translated(tmp_path, "[a](/about/) [b](more.html) [c](/2020/01/04/draft/)", head=PLAIN)
    assert links(story.document) == (
        "https://old.example.org/about/",
        "https://old.example.org/2020/01/02/here/more.html",
        "https://old.example.org/2020/01/04/draft/",
    )
    assert story.tally.links_left == 3
    assert lost(story) == ["link to a page that was not imported"] * 3


def test_links_elsewhere_stay_as_they_are_and_unsafe_ones_go(tmp_path: Path) -> None:
    story = translated(
        tmp_path, "[a](https://example.org) [b](mailto:a@example.org) [c](javascript:x)", head=PLAIN
    )
    assert links(story.document) == ("https://example.org", "mailto:a@example.org")
    assert (story.tally.links, story.tally.links_elsewhere, story.tally.links_refused) == (3, 2, 1)
    assert lost(story) == ["link that is not safe"]


def test_a_link_with_a_space_is_named_as_broken(tmp_path: Path) -> None:
    story = translated(tmp_path, "[a](https://example.org/x y) `[b](c d)`", head=PLAIN)
    assert story.tally.links_broken == 1
    assert lost(story) == ["link whose address is broken at its source"]


def test_a_link_whose_quote_is_missing_does_not_swallow_the_text(tmp_path: Path) -> None:
    story = translated(
        tmp_path, '<p>a <a href="https://example.org/x>b</a> c</p>\n\n<p class="d">e</p>', head=PLAIN
    )
    assert plain_text(story.document) == "a b c\n\ne"
    assert lost(story) == ["quote missing after a link"]


def test_images_in_the_folder_are_wanted_and_found_the_others_linked(tmp_path: Path) -> None:
    body = '{% image "assets/a.png" "A" %}\n\n![B](/assets/b.png)\n\n![C](https://example.org/c.png)\n'
    file = tmp_path.resolve() / "assets/a.png"
    story = translated(
        tmp_path, body, Known(pictures={("owner", file): Picture("11111111111", 3, 2)}), head=PLAIN
    )
    assert story.wanted == (file,)
    assert [node.type for node in story.document.content] == ["figure", "paragraph", "paragraph"]
    assert links(story.document) == ("https://old.example.org/assets/b.png", "https://example.org/c.png")
    tally = story.tally
    assert (tally.images, tally.images_stored, tally.images_unresolved, tally.images_elsewhere) == (
        3,
        1,
        1,
        1,
    )
    assert lost(story) == ["image became a link"] * 2


def test_an_italic_line_under_an_image_is_its_caption(tmp_path: Path) -> None:
    body = '{% image "assets/a.png" "A" %}\n_Seen [from](/x) afar_\n\n![A](/assets/a.png)\n\n*Seen again*\n\n*Not a caption*\n'
    known = Known(pictures={("owner", tmp_path.resolve() / "assets/a.png"): Picture("11111111111")})
    story = translated(tmp_path, body, known, head=PLAIN)
    assert [(node.type, inline_text(node)) for node in story.document.content] == [
        ("figure", "Seen from afar"), ("figure", "Seen again"), ("paragraph", "Not a caption"),
    ]  # fmt: skip
    assert story.tally.captions == 2
    assert not any(mark.type == "italic" for node in story.document.content[0].content for mark in node.marks)


def test_further_authors_are_the_storys_and_stand_in_its_text_only_beyond_the_most(tmp_path: Path) -> None:
    assert plain_text(translated(tmp_path, "Text.").document) == "Text."
    many = ", ".join(["ada", *(f"author-{number}" for number in range(MOST_CO_AUTHORS)), "ben-b", "carla"])
    head = f"---\ntitle: T\nauthors: [{many}]\n---\n"
    story = translated(tmp_path, "Text.", Known(people={"ben-b": "ben"}), head=head)
    assert plain_text(story.document) == "Text.\n\nWritten with Ben B and Carla."
    assert links(story.document) == ("/@ben",)
    assert lost(story) == ["person without a page here: only the name"]


def test_a_heading_that_repeats_the_title_is_left_out(tmp_path: Path) -> None:
    assert plain_text(translated(tmp_path, "# T\n\n## Part\n\nText", head=PLAIN).document) == "Part\n\nText"
    assert plain_text(translated(tmp_path, "# Other\n\nText", head=PLAIN).document) == "Other\n\nText"


def test_the_same_source_gives_the_same_document_with_the_same_ids(tmp_path: Path) -> None:
    assert translated(tmp_path, "a\n\nb").document == translated(tmp_path, "a\n\nb").document


def test_html_stories_are_read_as_html(tmp_path: Path) -> None:
    write(tmp_path / "_posts/2020-01-01-h.html", '---\ntitle: H\n---\n<p>*a* {{ "b" | url }}</p>')
    folder = Folder(tmp_path)
    posts: list[Post] = folder.posts()[0]
    story = Translator(folder, OldSite(posts, ""), frozenset(), Known()).translate(posts[0], "o", "s")
    assert plain_text(story.document) == "*a* b"
