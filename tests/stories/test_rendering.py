import json

from hypothesis import given
from hypothesis import strategies as st

from octavo.document import parsing
from octavo.document.reading import word_count
from octavo.stories.api import Cover, ImageId
from octavo.stories.rendering import MOST_OF_IT, TEASER_PARAGRAPHS, TEASER_SHARE, Renderer, teaser_of
from tests.stories.desk import IMAGE, body, figure


def words(number: int) -> str:
    return " ".join(["word"] * number)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_a_teaser_is_a_beginning_and_never_most_of_the_story(lengths: list[int]) -> None:
    document = parsing.parse(body(*map(words, lengths)))
    teaser = teaser_of(document)
    shown = len(teaser.content)
    assert teaser.content == document.content[:shown]
    assert shown <= TEASER_PARAGRAPHS
    assert word_count(teaser) <= word_count(document) * (TEASER_SHARE if shown > 1 else MOST_OF_IT)


def test_a_teaser_has_up_to_three_paragraphs() -> None:
    document = parsing.parse(body(*[words(10)] * 40))
    assert len(teaser_of(document).content) == TEASER_PARAGRAPHS


def test_a_story_of_one_paragraph_has_no_teaser() -> None:
    assert teaser_of(parsing.parse(body(words(100)))).content == ()


def test_a_teaser_does_not_end_with_a_heading() -> None:
    blocks = json.loads(body(words(10), *[words(30)] * 3))
    blocks["content"].insert(1, {"type": "heading", "content": [{"type": "text", "text": "More"}]})
    teaser = teaser_of(parsing.parse(json.dumps(blocks)))
    assert [block.type for block in teaser.content] == ["paragraph"]


def test_the_first_picture_waits_where_a_cover_stands_above() -> None:
    renderer = Renderer(image_address=lambda image, width: f"/i/{image}/{width}")
    document = parsing.parse(figure())
    assert 'loading="lazy"' in renderer.html(document, cover=Cover(image_id=ImageId("1111111zzzz")))
    assert 'loading="lazy"' not in renderer.html(document, cover=None)
    assert 'loading="lazy"' not in renderer.html(document, cover=Cover(image_id=ImageId(IMAGE)))


def test_another_edition_of_addresses_is_another_renderer() -> None:
    one = Renderer(image_address=lambda image, width: "", edition="a")
    other = Renderer(image_address=lambda image, width: "", edition="b")
    assert one.name != other.name


def lined(*texts: str, below: int) -> str:
    """Paragraphs with a members' line after so many of them."""
    blocks = json.loads(body(*texts))
    blocks["content"].insert(below, {"type": "membersLine"})
    return json.dumps(blocks)


def test_a_line_of_the_authors_own_ends_the_teaser_whoever_may_read() -> None:
    renderer = Renderer(image_address=lambda image, width: "")
    divided = parsing.parse(lined("One.", "Two.", "Three.", below=1))
    for with_teaser in (True, False):
        rendered = renderer.render(divided, cover=None, with_teaser=with_teaser)
        assert rendered.members_part
        assert "One." in rendered.teaser
        assert "Two." not in rendered.teaser
        assert "Three." in rendered.html
    undivided = parsing.parse(lined("One.", below=1))
    assert not renderer.render(undivided, cover=None, with_teaser=False).teaser
