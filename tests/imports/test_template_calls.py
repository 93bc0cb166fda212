# ruff: noqa: E501 (cases read best a line each)
"""The calls of Liquid, Nunjucks and Hugo in texts."""

from typing import Any

import pytest

from octavo.document.html_import import from_html
from octavo.document.markdown_import import to_html
from octavo.document.reading import links, plain_text
from octavo.imports import template_calls


def expand(text: str, **fields: Any) -> template_calls.Expanded:
    return template_calls.expand(text, fields, str.title)


def html(text: str, **fields: Any) -> str:
    expanded = expand(text, **fields)
    return expanded.finish(to_html(expanded.text)[0]).strip()


def test_addresses_and_settings_become_their_text() -> None:
    text = '[a]({{ "/2015/x/" | url }}) {{ site.baseurl }}/b {{ page.title }} {{ image | url }} {{ "c" | relative_url }}'
    assert expand(text, title="T", image="/i.png").text == "[a](/2015/x/) /b T /i.png c"
    assert expand(text, title="T", image="/i.png").losses == ()


IMAGES = [
    ('{% image "a/b.png" "An \\"alt\\" text" %}', '<img src="a/b.png" alt="An &quot;alt&quot; text">'),
    ("{% image_with_class 'b.png' 'wide' 'Alt' %}", '<img src="b.png" alt="Alt">'),
    (
        '{{< figure src="b.png" alt="Alt" caption="Words" >}}',
        '<figure><img src="b.png" alt="Alt"><figcaption>Words</figcaption></figure>',
    ),
    ('{{% img src="b.png" %}}', '<img src="b.png" alt="">'),
]


@pytest.mark.parametrize(("call", "meaning"), IMAGES, ids=[call for call, _ in IMAGES])
def test_images_in_markdown_and_in_html(call: str, meaning: str) -> None:
    assert html(call) == f"<p>{meaning}</p>"
    assert html(f"<div>\n\t{call}\n\t<b>x</b>\n</div>") == f"<div>\n\t{meaning}\n\t<b>x</b>\n</div>"


FILMS = [
    ("{% youtube abc123 %}", "https://www.youtube.com/watch?v=abc123"),
    ("{{< vimeo 5 >}}", "https://vimeo.com/5"),
    ("{% embed https://example.org/x %}", "https://example.org/x"),
    ('{{ "https://example.org/e" | embed: "Title: with colon" }}', "https://example.org/e"),
]


@pytest.mark.parametrize(("call", "address"), FILMS, ids=[call for call, _ in FILMS])
def test_films_become_links(call: str, address: str) -> None:
    conversion = from_html(html(call))
    assert links(conversion.document) == (address,)
    assert [loss.what for loss in conversion.losses] == ["embedded <iframe>"]


def test_people_become_links_with_their_name() -> None:
    assert html('By {{ "ada" | team_link }}') == '<p>By <a href="octavo-person:ada">Ada</a></p>'


def test_what_has_no_place_is_named_and_leaves_the_html_around_it_whole() -> None:
    text = '<div>\n\t{{ "ada" | team_photo }}\n\t<blockquote>\n\t\tWords\n\t</blockquote>\n</div>'
    expanded = expand(text)
    assert [(loss.fate.value, loss.what) for loss in expanded.losses] == [("refused", "photo of a person")]
    assert [node.type for node in from_html(html(text)).document.content] == ["blockquote"]


def test_unknown_tags_are_refused_and_unknown_values_left_as_they_stand() -> None:
    expanded = expand("a {% include x.html %} b {{ page.nothing }} c")
    assert [loss.what for loss in expanded.losses] == [
        "template tag include",
        "template call left as it stands",
    ]
    assert (
        plain_text(from_html(html("a {% include x.html %} b {{ page.nothing }} c")).document)
        == "a b {{ page.nothing }} c"
    )


def test_raw_parts_stay_and_comments_go() -> None:
    assert expand("{% raw %}{{ x }}{% endraw %} a").text == "{{ x }} a"
    assert expand("{%raw%}{% for a %}{%endraw%}").text == "{% for a %}"
    expanded = expand("a {% comment %} {{ secret }} {% endcomment %} b")
    assert "secret" not in expanded.text
    assert [loss.what for loss in expanded.losses] == ["comment of the template"]
    assert expand("{% raw %}never closed").text == "never closed"


def test_code_blocks_of_the_template_become_code() -> None:
    assert (
        html("{% highlight ruby %}\nputs 1\n{% endhighlight %}")
        == '<pre><code class="language-ruby">puts 1\n</code></pre>'
    )


def test_links_to_files_of_stories_keep_their_name_for_later() -> None:
    assert expand("[a]({% post_url 2020-01-02-title %})").text == "[a](octavo-post:2020-01-02-title)"


def test_marks_in_the_source_itself_mean_nothing() -> None:
    assert "\ue000" not in html("a \ue0000\ue001 b")


def test_script_in_arguments_stays_an_argument() -> None:
    page = html('{% image "x\\" onerror=\\"alert(1)" "<script>alert(1)</script>" %}')
    assert "<script" not in page
    assert 'onerror="' not in page
