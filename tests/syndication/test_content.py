"""A story's text in a feed stands without the site."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.syndication.api import for_feeds
from tests.syndication import validity

HERE = "https://o.test/@ada/s-1?a&b"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>See <a href="/@ada/x">it</a></p>', '<p>See <a href="https://o.test/@ada/x">it</a></p>'),
        ('<a href="#b-1">above</a>', '<a href="https://o.test/@ada/s-1?a&amp;b#b-1">above</a>'),
        ('<a href="https://else.test/">x</a>', '<a href="https://else.test/">x</a>'),
        ('<a href="mailto:a@b.test">x</a>', '<a href="mailto:a@b.test">x</a>'),
        ('<a href="//cdn.test/x">x</a>', '<a href="https://cdn.test/x">x</a>'),
        (
            '<img src="/i/1/720" srcset="/i/1/360 360w, /i/1/720 720w" alt="a &quot;b&quot; > c">',
            '<img src="https://o.test/i/1/720" srcset="https://o.test/i/1/360 360w,'
            ' https://o.test/i/1/720 720w" alt="a &quot;b&quot; &gt; c">',
        ),
        ('<p>src="/not/a/tag" &lt;a href="/x"&gt;</p>', '<p>src="/not/a/tag" &lt;a href="/x"&gt;</p>'),
        (
            '<h2 id="b-1">A<a class="anchor" href="#b-1" aria-hidden="true" tabindex="-1"></a></h2>',
            '<h2 id="b-1">A</h2>',
        ),
        (
            '<pre id="b-1" tabindex="0"><code class="language-python">a &lt; b\n  c</code></pre>',
            '<pre id="b-1"><code class="language-python">a &lt; b\n  c</code></pre>',
        ),
        ('<p class="x" data-y="z" onclick="a()">b</p>', "<p>b</p>"),
        ('<p>a<button type="button">Load</button><script>x</script></p>', "<p>a</p>"),
        ("", ""),
        ("plain", "plain"),
    ],
)
def test_what_becomes_of_a_text(html: str, expected: str) -> None:
    assert for_feeds(html, address=HERE) == expected
    validity.stands_alone(expected)


@given(path=st.text(st.characters(exclude_characters='<>"&', codec="utf-8"), max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_address_stays_relative(path: str) -> None:
    validity.stands_alone(for_feeds(f'<p><a href="{path}">x</a> <img src="{path}" alt=""></p>', address=HERE))
