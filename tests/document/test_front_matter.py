"""What a pulled story says is what is read back from it."""

import json
from typing import Any

import pytest

from octavo.document.conversion import Picture
from octavo.document.front_matter import sized_addresses, to_file
from octavo.document.markdown_import import from_markdown
from octavo.document.nodes import to_json
from octavo.document.parsing import parse
from octavo.imports.front_matter import split

SITE = "https://octavo.test"
TEXTS = {
    "paragraphs": "One.\n\nTwo, with *slant*, **weight**, `code`, ~~gone~~ and [a link](https://example.org/a_b?c=d).",
    "both marks": "A ***strong slant*** and **[bold link](https://example.org)**.",
    "headings": "## Two\n\nText.\n\n### Three\n\n#### Four",
    "lists": "- one\n- two\n  - inner\n  - more\n- three\n\n1. first\n2. second\n\n   more of it\n3. third",
    "a list that begins at seven": "7. seven\n8. eight",
    "quotes": "> A quote\n>\n> of two parts\n>\n> - with a list",
    "code": "```python\nif x:\n    print('```')\n```\n\n    indented\n",
    "fences inside": "````\n```\ninner\n```\n````",
    "a rule": "Above.\n\n---\n\nBelow.",
    "a table": "| A | B |\n| --- | --- |\n| 1 | `a|b` |\n| *x* | y |",
    "letters that mean something": r"\*not slanted\* \_nor\_ \# no head \[no link\] \`no code\` 1\. \<b\>",
    "line starts": "\\# no heading\n\n\\- no list\n\n1\\) nor this\n\n\\> no quote\n\n\\+ nothing",
    "a hard break": "one\\\ntwo",
    "a picture": f"![A *grey* square]({SITE}/images/11111111111#640x480)",
    "a picture with words": f'<figure><img src="{SITE}/images/11111111111#640x480" alt="Sea"><figcaption>The '
    "<em>sea</em></figcaption></figure>",
    "members": "For all.\n\n<!--members-only-->\n\nFor members.",
    "raised": "E = mc<sup>2</sup>, H<sub>2</sub>O",
    "spaces in marks": "one** two **three",
    "a formula": '<span class="maths" data-text="x &lt; &quot;y&quot; &amp; z"></span> in a line',
    "a formula of its own": '<div class="maths-block" data-latex="\\frac{1}{2}"></div>',
    "people and tags": '<a class="mention" href="/@ada" data-person="11111111112">@ada</a> on '
    '<a class="hashtag" href="/tag/open-source" rel="tag">#open-source</a>',
    "notes": "One[^1] and two[^2].\n\n- three[^3]\n\n[^1]: *First*.\n\n[^2]: Second \\[^9\\]\n\n[^3]: Third",
    "a call-out": '<div class="callout callout-tip" data-callout="tip">\n<p>Take care.</p>\n</div>',
    "contents": '<nav class="contents" data-depth="2"></nav>',
    "entities": "AT&T &amp; more &lt;tags&gt; &copy;",
}


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key != "id"}
    return [without_ids(item) for item in value] if isinstance(value, list) else value


def pictures(source: str) -> Picture | None:
    path, _, size = source.removeprefix(f"{SITE}/images/").partition("#")
    width, _, height = size.partition("x")
    return Picture(path, int(width), int(height)) if source.startswith(SITE) else None


def written_file(content: dict[str, Any]) -> str:
    document = parse(content["body"])
    return to_file(content, document, sized_addresses(SITE, content, document))


def read(markdown: str) -> Any:
    return json.loads(to_json(from_markdown(markdown, pictures=pictures, shift_headings=False).document))


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_back_as_it_was(name: str) -> None:
    first = read(TEXTS[name])
    written = split(written_file({"title": "T", "body": json.dumps(first)})).body
    assert without_ids(read(written)) == without_ids(first), written


def test_the_head_is_read_back_as_it_was() -> None:
    content = {
        "title": 'Odd: "title" # of \\ things',
        "subtitle": "yes",
        "tags": ["a b", "1984", "c, d", "null"],
        "visibility": "MEMBERS",
        "language": "en",
        "excerpt": "",
        "body": '{"type":"doc","content":[{"type":"paragraph"}]}',
        "cover": {"imageId": "11111111111", "width": 6, "height": 4, "alt": "a: b"},
    }
    fields = split(written_file(content)).fields
    assert fields["title"] == content["title"]
    assert fields["tags"] == content["tags"]
    assert fields["visibility"] == "members"
    assert fields["cover"] == f"{SITE}/images/11111111111#6x4"
    assert fields["cover_alt"] == "a: b"
    assert "excerpt" not in fields


def test_what_markdown_has_no_words_for_stands_there_as_html() -> None:
    cell = {"type": "tableCell", "attrs": {"colspan": 2}, "content": [{"type": "paragraph"}]}
    table = {"type": "table", "content": [{"type": "tableRow", "content": [cell]}]}
    body = json.dumps({"type": "doc", "content": [table]})
    assert '<td colspan="2">' in written_file({"title": "T", "body": body})
