# ruff: noqa: E501 (cases read best a line each)
"""What a document holds besides text: how it is checked, shown, and read from other pages."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.document import reading
from octavo.document.conversion import Picture
from octavo.document.html_import import from_html
from octavo.document.nodes import Document, Node, inline_text
from octavo.document.parsing import InvalidDocument, check
from octavo.document.providers import PROVIDERS, frame_of, hosts_in, page_of, provider_of
from octavo.document.rendering import render_html
from tests.document.pages import assert_inert, image_address

WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def document(*content: Any) -> Document:
    return check({"type": "doc", "content": list(content)})


def page(*content: Any, language: str = "") -> str:
    html = render_html(document(*content), image_address, language=language)
    assert_inert(html)
    return html


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def line(*content: Any, kind: str = "paragraph", **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": attrs, "content": [text(c) if isinstance(c, str) else c for c in content]}


def note(*content: Any) -> dict[str, Any]:
    return line(*content, kind="footnote")


def block(kind: str, **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": attrs}


def formula(latex: str) -> dict[str, Any]:
    return block("inlineMath", latex=latex)


def read(html: str) -> tuple[Node, ...]:
    return from_html(html, pictures=lambda _: Picture("11111111111", 30, 20)).document.content


# Embeds


def test_an_embed_asks_nobody_until_it_is_opened() -> None:
    html = page(
        line(
            "By",
            kind="embed",
            provider="youtube",
            url=WATCH + "&t=1m5s",
            title="A <film>",
            author="Ada",
            image="11111111111",
        )
    )
    assert 'data-frame="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&amp;start=65"' in html
    assert f'<a class="embed-poster" href="{WATCH}&amp;t=1m5s" rel="noopener nofollow ugc">' in html
    assert "A &lt;film&gt;" in html
    assert set(re.findall(r'src="([^"]+)"', html)) == {"/i/11111111111/720"}
    assert hosts_in(html) == ("www.youtube-nocookie.com",)
    assert "Loads from YouTube" in html


def test_an_embed_of_an_unknown_site_is_a_link() -> None:
    for attrs in (
        {"provider": "gone", "url": "https://gone.example/x"},
        {"provider": "youtube", "url": "https://evil.example/watch?v=dQw4w9WgXcQ"},
    ):
        html = page(line(kind="embed", **attrs))
        assert "data-frame" not in html
        assert f'href="{attrs["url"]}"' in html


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        ("https://youtu.be/dQw4w9WgXcQ?si=x", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
        ("https://vimeo.com/76979871/abcdef1234", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1&h=abcdef1234"),
        ("https://soundcloud.com/a/b", "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fa%2Fb&auto_play=true&visual=false"),
        ("https://open.spotify.com/intl-de/track/4uLU6hMCjMI75M1A2tKUQC?si=1", "https://open.spotify.com/embed/track/4uLU6hMCjMI75M1A2tKUQC"),
        ("https://codepen.io/ada/pen/abCDef", "https://codepen.io/ada/embed/abCDef?default-tab=result"),
    ],
)  # fmt: skip
def test_things_of_known_sites_are_recognised(address: str, frame: str) -> None:
    provider = provider_of(address)
    assert provider is not None
    assert provider.frame(address) == frame
    assert frame.startswith(f"https://{provider.host}/")


@pytest.mark.parametrize(
    "address",
    [
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", "https://evil.example/?youtube.com/watch?v=dQw4w9WgXcQ",
        "https://user@www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ%22", "https://www.youtube.com/watch?v=<script>aaa", "javascript:alert(1)",
        "https://soundcloud.com/discover/x", "https://vimeo.com/about", "https://[::1", "https://www.youtube.com/@ada",
        "https://open.spotify.com/track/../../x", "https://codepen.io/a/pen/../x", "https://youtu.be/dQw4w9WgXc\u00fc",
    ],
)  # fmt: skip
def test_other_addresses_are_nobodys_thing(address: str) -> None:
    assert provider_of(address) is None


@given(st.text(max_size=80), st.sampled_from([*PROVIDERS, "x"]))
def test_a_frame_is_always_at_its_providers_host(rest: str, name: str) -> None:
    for start in (
        "",
        "https://youtu.be/",
        "https://vimeo.com/",
        "https://soundcloud.com/",
        "https://open.spotify.com/",
        "https://codepen.io/",
    ):
        frame = frame_of(name, start + rest)
        assert not frame or (
            frame.startswith(f"https://{PROVIDERS[name].host}/")
            and frame.isascii()
            and not set(frame) & set("\"'<> ")
        )


def test_a_frame_leads_back_to_its_page() -> None:
    assert page_of("https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0") == WATCH
    assert page_of("https://player.vimeo.com/video/76979871") == "https://vimeo.com/76979871"
    assert page_of(WATCH) == WATCH


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/path", "mailto:a@example.org", "data:text/html,x", ""]
)
def test_embeds_and_cards_lead_to_the_web_alone(url: str) -> None:
    for node in (block("linkCard", url=url), block("embed", provider="youtube", url=url)):
        with pytest.raises(InvalidDocument, match="url"):
            document(node)


# Pages of other editors


def test_frames_of_known_sites_become_embeds_and_others_links() -> None:
    (embed,) = read(
        '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ" title="Film" width=560 height=315></iframe>'
    )
    assert (embed.type, embed.attrs["provider"], embed.attrs["url"], embed.attrs["title"]) == (
        "embed",
        "youtube",
        WATCH,
        "Film",
    )
    (other,) = read('<iframe src="https://example.org/x" title="Map"></iframe>')
    assert other.type == "paragraph"


def test_cards_of_ghost_wordpress_and_medium() -> None:
    (card,) = read(
        '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://example.org/a"><div class="kg-bookmark-content">'
        '<div class="kg-bookmark-title">T</div><div class="kg-bookmark-description">D</div><div class="kg-bookmark-metadata">'
        '<span class="kg-bookmark-author">A</span><span class="kg-bookmark-publisher">P</span></div></div>'
        '<div class="kg-bookmark-thumbnail"><img src="https://example.org/i.png"></div></a></figure>'
    )
    assert {k: v for k, v in card.attrs.items() if k != "id"} == {
        "url": "https://example.org/a", "title": "T", "description": "D", "site": "P", "image": "11111111111",
    }  # fmt: skip
    (embed,) = read(
        f'<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">\n{WATCH}\n</div><figcaption>C</figcaption></figure>'
    )
    assert (embed.type, inline_text(embed)) == ("embed", "C")
    (medium,) = read(
        '<div class="graf graf--mixtapeEmbed"><a class="markup--anchor markup--mixtapeEmbed-anchor" href="https://example.org/m">'
        "<strong>T</strong><br><em>D</em>example.org</a></div>"
    )
    assert (medium.type, medium.attrs["title"], medium.attrs["description"], medium.attrs["site"]) == (
        "linkCard",
        "T",
        "D",
        "example.org",
    )
    (callout,) = read(
        '<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">!</div><div class="kg-callout-text">Mind</div></div>'
    )
    assert (callout.type, callout.attrs["kind"]) == ("callout", "note")


def test_galleries_hold_ten_pictures_and_begin_another() -> None:
    images = "".join(f'<figure><img src="/{n}.png"></figure>' for n in range(12))
    first, second = read(
        f'<figure class="kg-card kg-gallery-card">{images}<figcaption>All</figcaption></figure>'
    )
    assert [len(one.content) for one in (first, second)] == [10, 2]
    assert (first.attrs["caption"], second.attrs["caption"]) == ("", "All")


@pytest.mark.parametrize(
    "html",
    [
        '<p>A claim<sup><a href="#_ftn1" name="_ftnref1">[1]</a></sup>.</p><div style="mso-element:footnote-list"><div id="ftn1"><p><a href="#_ftnref1">[1]</a> Proof</p></div></div>',
        '<p>A claim<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>.</p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> Proof</p></div>',
        '<p>A claim<sup data-fn="u" class="fn"><a href="#u" id="u-link">1</a></sup>.</p><ol class="wp-block-footnotes"><li id="u">Proof <a href="#u-link">\u21a9\ufe0e</a></li></ol>',
        '<p>A claim<a href="#fn1" class="footnote-ref" role="doc-noteref"><sup>1</sup></a>.</p><section class="footnotes"><hr><ol><li id="fn1"><p>Proof<a href="#fnref1" class="footnote-back">\u21a9</a></p></li></ol></section>',
    ],
    ids=["word", "google", "wordpress", "pandoc"],
)
def test_footnotes_of_other_editors_stand_where_they_are_referred_to(html: str) -> None:
    claim, *rest = read(html)
    (found,) = [child for child in claim.content if child.type == "footnote"]
    assert (inline_text(claim), inline_text(found).strip()) == ("A claim.", "Proof")
    assert all(node.type in {"horizontalRule"} for node in rest)


def test_formulas_of_other_pages_keep_their_source() -> None:
    katex = '<p>So <span class="katex"><span class="katex-mathml"><math><semantics><mrow></mrow><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html">x2</span></span>.</p>'
    (paragraph,) = read(katex)
    assert inline_text(paragraph) == "So x^2."
    conversion = from_html("<p>a<math><mi>x</mi></math></p>")
    assert [loss.what for loss in conversion.losses] == ["<math>"]


# Notes, contents, call-outs, names


def test_footnotes_are_numbered_in_order_and_lead_back() -> None:
    html = page(line("a", note("one ", formula("x")), "b"), line("", note("two")))
    first, second = re.findall(r'<a id="r-(\w+)" href="#b-\1" role="doc-noteref">(\d)</a>', html)
    assert (first[1], second[1]) == ("1", "2")
    assert f'<li id="b-{first[0]}"><p>one ' in html
    assert f'href="#r-{second[0]}" role="doc-backlink" aria-label="Back to the text"' in html
    with pytest.raises(InvalidDocument, match="cannot stand"):
        document(line("a", note(note("in a note"))))


def test_a_note_is_read_after_the_text_and_counted() -> None:
    made = document(line("One two", note("three four"), " five"))
    assert reading.plain_text(made) == "One two five\n\nthree four"
    assert reading.word_count(made) == 5
    assert reading.excerpt(made) == "One two five"


def test_contents_follow_the_headings_as_deep_as_is_wished() -> None:
    heads = [
        line(f"H{n}", kind="heading", level=level, id=f"aaaaaaa{n}")
        for n, level in ((1, 2), (2, 3), (3, 4), (4, 2))
    ]
    html = page(block("tableOfContents", depth=3), *heads)
    assert re.sub(r"\s", "", html[html.index("<ol>") : html.index("</nav>")]) == (
        '<ol><li><ahref="#b-aaaaaaa1">H1</a><ol><li><ahref="#b-aaaaaaa2">H2</a></li></ol></li><li><ahref="#b-aaaaaaa4">H4</a></li></ol>'
    )
    assert 'hidden=""' in page(block("tableOfContents"), line("no heading"))


def test_the_pages_own_words_are_in_the_texts_language() -> None:
    callout = {"type": "callout", "attrs": {"kind": "warning"}, "content": [line("Mind the gap")]}
    assert '<p class="callout-name">Warning</p>' in page(callout)
    assert '<p class="callout-name">Warnung</p>' in page(callout, language="de-AT")
    assert '<p class="callout-name">Warning</p>' in page(callout, language="tlh")


def test_people_and_tags_are_links_and_read_as_they_are_written() -> None:
    made = document(
        line(
            "By ",
            block("mention", person="11111111111", handle="ada"),
            " on ",
            block("hashtag", name="C++"),
            ".",
        )
    )
    html = render_html(made, image_address)
    assert '<a class="mention" href="/@ada" data-person="11111111111">@ada</a>' in html
    assert '<a class="hashtag" href="/tag/c%2B%2B" rel="tag">#C++</a>' in html
    assert reading.plain_text(made) == "By @ada on #C++."
    assert (reading.mentions(made), reading.hashtags(made)) == (("11111111111",), ("C++",))


@pytest.mark.parametrize("name", ["a b", "a/b", "a#", "a?b", "a\\b", ".", "..", "", "x" * 41])
def test_a_tag_that_cannot_stand_in_an_address_is_refused(name: str) -> None:
    with pytest.raises(InvalidDocument, match="name"):
        document(line(block("hashtag", name=name)))


def test_text_from_right_to_left_finds_its_direction_and_other_text_pays_nothing() -> None:
    assert "dir=" not in page(line("Left"))
    assert page(line("Left"), line("\u0645\u0631\u062d\u0628\u0627")).count('<p id="b-') == page(
        line("Left"), line("\u0645\u0631\u062d\u0628\u0627")
    ).count(' dir="auto"')


def test_a_list_or_a_quote_has_one_direction_found_in_its_text() -> None:
    marhaba = line("\u0645\u0631\u062d\u0628\u0627")
    item = line(marhaba, kind="listItem")
    html = page(line(item, kind="bulletList"), line(marhaba, kind="blockquote"), marhaba)
    assert html.count(' dir="auto"') == 3
    assert "<p dir" not in html.partition("</blockquote>")[0]


def test_every_picture_is_named_and_only_figures_are_looked_at() -> None:
    made = document(
        {
            "type": "gallery",
            "content": [block("figure", image="11111111111"), block("figure", image="11111111112")],
        },
        block("linkCard", url="https://example.org", image="11111111113"),
        line(kind="embed", provider="youtube", url=WATCH, image="11111111114"),
    )
    assert reading.image_ids(made) == tuple(f"1111111111{n}" for n in (1, 2, 3, 4))
    assert reading.links(made) == ("https://example.org", WATCH)
    with pytest.raises(InvalidDocument, match="gallery"):
        document({"type": "gallery", "content": [block("figure", image="11111111111")] * 11})


def test_a_document_of_the_first_schema_is_what_it_was() -> None:
    old = {
        "type": "doc",
        "content": [
            {
                "type": "table",
                "content": [{"type": "tableRow", "content": [{"type": "tableCell", "content": [line("x")]}]}],
            }
        ],
    }
    (table,) = check(json.loads(json.dumps(old))).content
    assert table.attrs["caption"] == ""
