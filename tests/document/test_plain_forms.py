"""For feeds and letters: nothing that needs a style sheet or a script, and nothing of what was there lost."""

from hypothesis import given, settings

from octavo.document.parsing import check
from octavo.document.plain_forms import plain_forms
from octavo.document.rendering import render_html
from octavo.syndication.api import for_feeds
from tests.document.generated import documents
from tests.document.pages import image_address
from tests.document.test_things import WATCH, block, formula, line, note, page

HERE = "https://octavo.test/@ada/x-11111111111"


def fed(*content: object) -> str:
    return for_feeds(page(*content), address=HERE)


def test_an_embed_is_a_link_with_its_poster() -> None:
    attrs = {"provider": "youtube", "url": WATCH, "title": "A film", "author": "Ada", "image": "11111111111"}
    html = fed(line("By", kind="embed", **attrs))
    assert f'<a href="{WATCH}" rel="noopener nofollow ugc"><img src="https://octavo.test/i/' in html
    assert "<br><b>A film</b> · Ada · YouTube</a><figcaption>By</figcaption>" in html
    assert "Loads from" not in html
    assert "youtube-nocookie" not in html


def test_a_card_is_a_link_with_what_its_page_says() -> None:
    html = fed(block("linkCard", url="https://example.org/", title="T", description="D", site="S"))
    assert '<a href="https://example.org/" rel="noopener nofollow ugc"><b>T</b><br>D · S</a>' in html


def test_formulas_are_their_source_and_notes_lead_within_the_page() -> None:
    html = fed(line("So ", formula('a < "b"'), note("why")), block("blockMath", latex="x^2"))
    assert '<code>a &lt; "b"</code>' in html
    assert "<pre><code>x^2</code></pre>" in html.replace(f' id="{html.partition("<pre id=")[2][1:14]}"', "")
    assert "<math" not in html
    assert f'href="{HERE}#b-' in html


@given(documents)
@settings(max_examples=60, deadline=None)
def test_every_word_of_a_text_is_in_its_plain_form(value: object) -> None:
    html = render_html(check(value), image_address)
    plain = plain_forms(html)
    assert "<math" not in plain
    assert "embed-words" not in plain
    assert "link-words" not in plain
    assert plain.count("<p ") == html.count("<p ") - html.count('<p class="callout-name"') - html.count(
        '<p class="contents-name"'
    )
