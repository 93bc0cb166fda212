# ruff: noqa: E501 (cases read best a line each)
"""Documents made by hypothesis: any shape that the schema allows, in the form that a page can carry."""

from typing import Any

from hypothesis import strategies as st

from octavo.document.schema import MARK_RANK

Json = dict[str, Any]

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]) | st.sampled_from("<>&\"' ab"),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(text.split()))  # fmt: skip
hrefs = st.sampled_from(
    ["https://example.org/a?b=c&d=%22", "/path", "mailto:a@example.org", "?q", "https://example.org"]
)


def _marks(names: frozenset[str], href: str) -> list[Json]:
    ordered = sorted(names, key=lambda name: MARK_RANK[name])
    return [{"type": name, "attrs": {"href": href}} if name == "link" else {"type": name} for name in ordered]


marks = st.builds(_marks, st.frozensets(st.sampled_from(sorted(MARK_RANK)), max_size=3), hrefs)


latex = st.sampled_from(
    [
        "x^2",
        r"\frac{a}{b}",
        "a < b & c",
        r"\text{<b>}",
        r"\unknown",
        "}{",
        "\"'",
        r"\begin{matrix}a&b\\end{matrix}",
    ]
)
atoms = st.one_of(
    latex.map(lambda text: {"type": "inlineMath", "attrs": {"latex": text}}),
    st.sampled_from(["ada", "a-b-c"]).map(
        lambda handle: {"type": "mention", "attrs": {"person": "11111111112", "handle": handle}}
    ),
    st.sampled_from(["Open", "c++", "a&b", "\u00fc", "x%2f"]).map(
        lambda name: {"type": "hashtag", "attrs": {"name": name}}
    ),
)


def _line(
    pieces: list[tuple[str, list[Json]]], breaks: list[bool], between: list[Json | None] | None = None
) -> list[Json]:
    """Texts with single spaces between them and no break at an end: what a page does not change."""
    line: list[Json] = []
    for number, ((text, marked), broken) in enumerate(zip(pieces, breaks, strict=False)):
        if between and number < len(between) and between[number] is not None and line:
            line.append(between[number] or {})
        if not text:
            continue
        if line and broken:
            line.append({"type": "hardBreak"})
        line.append({"type": "text", "text": text, "marks": marked})
    return line


_pieces = st.lists(st.tuples(words, marks), min_size=1, max_size=4)
_breaks = st.lists(st.booleans(), min_size=4, max_size=4)
notes = st.builds(_line, _pieces, _breaks, st.lists(st.none() | atoms, max_size=3)).map(
    lambda line: {"type": "footnote", "attrs": {}, "content": line}
)
lines = st.builds(_line, _pieces, _breaks, st.lists(st.none() | atoms | notes, max_size=3)).filter(
    lambda line: any(piece["type"] == "text" and piece["text"].strip() for piece in line)
)


def _block(type_: str, content: list[Json] | None = None, /, **attrs: Any) -> Json:
    return {"type": type_, "attrs": attrs} | ({} if content is None else {"content": content})


def _text(text: str) -> list[Json]:
    return [{"type": "text", "text": text}] if text else []


code = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]) | st.sampled_from("\n\t<>&"),
    max_size=30,
).map(lambda text: text.rstrip("\n"))
pictures = st.builds(
    lambda line, alt, href, width: _block(
        "figure", line, image="11111111111", alt=alt, layout="inset", width=640, height=480, placeholder="a+/=", href=href
    ),
    st.just([]) | lines, words, st.none() | hrefs, st.integers(1, 3),
)  # fmt: skip
titles = st.just("") | words
things = st.one_of(
    st.builds(
        lambda caption, figures: _block("gallery", figures, caption=caption), titles,
        st.lists(pictures, min_size=2, max_size=10),
    ),
    st.builds(
        lambda line, url, title, author, image, size: _block(
            "embed", line, provider=url[0], url=url[1], title=title, author=author, image=image, width=size, height=size
        ),
        st.just([]) | lines,
        st.sampled_from(
            [
                ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"), ("vimeo", "https://vimeo.com/76979871"),
                ("gone", "https://example.org/?a=1&b=2"), ("codepen", "https://example.org/not-a-pen"),
            ]
        ),
        titles, titles, st.sampled_from([None, "11111111113"]), st.none() | st.integers(1, 900),
    ),
    st.builds(
        lambda title, about, site, image: _block(
            "linkCard", url="https://example.org/x", title=title, description=about, site=site, image=image
        ),
        titles, titles, titles, st.sampled_from([None, "11111111114"]),
    ),
    latex.map(lambda text: _block("blockMath", latex=text)),
    st.integers(2, 4).map(lambda depth: _block("tableOfContents", depth=depth)),
)  # fmt: skip
leaves = st.one_of(
    things,
    lines.map(lambda line: _block("paragraph", line)),
    lines.map(lambda line: _block("pullquote", line)),
    st.builds(lambda line, level: _block("heading", line, level=level), lines, st.integers(2, 4)),
    st.builds(
        lambda text, language: _block("codeBlock", _text(text), language=language),
        code,
        st.sampled_from([None, "python", "c++", "objective-c"]),
    ),
    st.builds(
        lambda line, alt, layout, href: _block(
            "figure",
            line,
            image="11111111111",
            alt=alt,
            layout=layout,
            width=640,
            height=480,
            placeholder="a+/=",
            href=href,
        ),
        st.just([]) | lines,
        words,
        st.sampled_from(["inset", "wide", "full"]),
        st.none() | hrefs,
    ),
    st.just(_block("horizontalRule")),
)
paragraphs = lines.map(lambda line: _block("paragraph", line))


def _containers(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    blocks = st.lists(inner, min_size=1, max_size=3)
    items = st.builds(
        lambda first, more: _block("listItem", [first, *more]), paragraphs, st.lists(inner, max_size=2)
    )
    item_lists = st.lists(items, min_size=1, max_size=3)
    return st.one_of(
        blocks.map(lambda content: _block("blockquote", content)),
        st.builds(
            lambda content, kind: _block("callout", content, kind=kind),
            blocks,
            st.sampled_from(["note", "warning"]),
        ),
        item_lists.map(lambda content: _block("bulletList", content)),
        st.builds(
            lambda content, start: _block("orderedList", content, start=start), item_lists, st.integers(0, 9)
        ),
    )


def _table(cells: list[list[tuple[bool, Json, str | None, int]]], caption: str) -> Json:
    return _block(
        "table",
        [
            {
                "type": "tableRow",
                "content": [
                    _block("tableHeader" if head else "tableCell", [block], align=align, colspan=span)
                    for head, block, align, span in row
                ],
            }
            for row in cells
        ],
        caption=caption,
    )


cells = st.tuples(
    st.booleans(), paragraphs, st.sampled_from([None, "left", "center", "right"]), st.integers(1, 3)
)
tables = st.builds(_table, st.lists(st.lists(cells, min_size=2, max_size=3), min_size=1, max_size=3), titles)
blocks = st.recursive(leaves, _containers, max_leaves=5)
documents = st.lists(blocks | tables, min_size=1, max_size=5).map(
    lambda content: {"type": "doc", "content": content}
)


def without_ids(value: Any) -> Any:
    """The JSON of a document with the ids of its blocks taken out."""
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key != "id"}
    return [without_ids(item) for item in value] if isinstance(value, list) else value
