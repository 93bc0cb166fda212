# ruff: noqa: E501 (cases read best a line each)
"""What pages say of themselves, in all the ways they do, and when they lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.embeds.entities import Own, normal, own, plain
from octavo.embeds.metadata import decoded, of_file, of_page, of_thing

HERE = "https://www.example.org/a/b"


def told(html: str) -> tuple[str, str, str, str, str]:
    found = of_page(html.encode(), "text/html; charset=utf-8", HERE)
    return found.title, found.description, found.author, found.site, found.picture


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ("example.org", "", "", "example.org", "")),
        ("<title> A \n B </title><meta name=description content=D>", ("A B", "D", "", "example.org", "")),
        (
            '<meta property="og:title" content="O"><title>T</title><meta property="og:image" content="../i.png">',
            ("O", "", "", "example.org", "https://www.example.org/i.png"),
        ),
        (
            '<meta name="twitter:title" content="W"><meta name="twitter:image" content="//cdn.example/i.png">',
            ("W", "", "", "example.org", "https://cdn.example/i.png"),
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"Person"},{"@type":["NewsArticle"],"headline":"H","description":"D","author":[{"name":"A"},{"name":"B"}],"publisher":{"name":"P"},"image":[{"url":"/x.png"}]}]}</script>',
            ("H", "D", "A, B", "P", "https://www.example.org/x.png"),
        ),
        (
            '<script type="application/ld+json">{broken</script><title>T</title>',
            ("T", "", "", "example.org", ""),
        ),
        (
            '<meta property="og:image" content="javascript:alert(1)"><meta name=author content="https://x.example">',
            ("example.org", "", "", "example.org", ""),
        ),
        (
            "<meta property='og:title' content='&lt;script&gt;\u202e x'>",
            ("<script> x", "", "", "example.org", ""),
        ),
    ],
)
def test_a_page_is_read_by_the_best_that_it_says(html: str, expected: tuple[str, ...]) -> None:
    assert told(html) == expected


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("\u00e9".encode(), "text/html; charset=utf-8"), ("\u00e9".encode("latin-1"), 'text/html; charset="ISO-8859-1"'), ("\u00e9".encode(), ""),
        ("\u00e9".encode("cp1252"), ""), (b"\xef\xbb\xbf" + "\u00e9".encode(), "text/html; charset=latin-1"), (b"\xff\xfe" + "\u00e9".encode("utf-16-le"), ""),
        (b"<meta charset=windows-1252>\xe9", ""), (b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">\xe9', ""),
        ("\u00e9".encode(), "text/html; charset=no-such"), ("\u00e9".encode(), "text/html; charset=utf-7"), (b"<meta charset=utf-16>" + "\u00e9".encode(), ""),
    ],
)  # fmt: skip
def test_a_page_is_decoded_as_browsers_do(body: bytes, kind: str) -> None:
    assert decoded(body, kind).endswith("\u00e9")


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            "",
            "text/html; charset=utf-16",
            "text/html; charset=punycode",
            "text/html; charset=idna",
            "text/html; charset=base64",
        ]
    ),
)
def test_any_bytes_are_a_page(body: bytes, kind: str) -> None:
    found = of_page(body, kind, HERE)
    assert len(found.title) <= 300
    of_thing(body, HERE)


def test_huge_texts_are_cut() -> None:
    html = f'<meta property="og:title" content="{"x" * 100_000}"><script type="application/ld+json">{"[" * 100_000}</script>'
    assert len(told(html)[0]) == 300
    assert of_thing(b"[" * 100_000, HERE).title == ""
    assert of_file("https://example.org/report.pdf").title == "report.pdf"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (" https://Example.org ", "https://example.org/"), ("https://ex\u00e4mple.org/\u00e4", "https://xn--exmple-cua.org/\u00e4"), ("//example.org/x", "https://example.org/x"),
        ("http://\uff11\uff12\uff17.0.0.1/", "http://127.0.0.1/"), ("https://a@b.test/", None), ("ftp://x", None), ("https://[::1/", None), ("https://x:99999/", None),
        ("https://" + "\u00e4" * 300 + ".org/", None), ("mailto:a@b", None), ("", None),
    ],
)  # fmt: skip
def test_an_address_has_one_form(url: str, expected: str | None) -> None:
    assert normal(url) == expected


def test_ones_own_pages_are_known_by_their_address() -> None:
    site = "https://octavo.test"
    assert own("https://octavo.test/@ada/x-11111111111", site) == Own(story_id="11111111111")
    assert own("https://octavo.test/@ada", site) == Own(handle="ada")
    assert own("https://octavo.test/about", site) == Own()
    for other in ("https://octavo.test.evil.example/", "http://octavo.test/", "https://octavo.test:8443/"):
        assert own(other, site) is None


def test_what_cannot_be_seen_is_taken_out_of_texts() -> None:
    assert plain("a\u202e\x00 \n b", 10) == "a b"
    assert plain("abcdef", 4) == "abc\u2026"
    assert plain(None, 4) == ""
