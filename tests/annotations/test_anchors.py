"""Anchors after random edits: found where the words still stand, never on others."""

from hypothesis import given
from hypothesis import strategies as st

from octavo.annotations.anchors import LONGEST, found_again, made, units
from octavo.annotations.api import Anchor, Fate, PersonId
from octavo.annotations.entities import top_of
from octavo.annotations.texts import blocks_of

words = st.sampled_from(["sea", "the", "hills", "a", "🌊", "wave", "ש", "day", "the sea", "é", "e\u0301"])
texts = st.dictionaries(
    st.sampled_from(["b1", "b2", "b3", "b4"]),
    st.lists(words, min_size=1, max_size=25).map(" ".join),
    min_size=1,
)
edits = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "merge", "split", "drop", "reorder"]),
        st.integers(0, 200),
        st.integers(0, 40),
        words,
    ),
    max_size=6,
)


def edited(blocks: dict[str, str], done: list[tuple[str, int, int, str]]) -> dict[str, str]:
    """The text after these edits."""
    blocks = dict(blocks)
    for what, at, length, word in done:
        names = list(blocks)
        if not names:
            break
        name = names[at % len(names)]
        text, other = blocks[name], names[(at + 1) % len(names)]
        place = at % (len(text) + 1)
        if what == "insert":
            blocks[name] = f"{text[:place]} {word} {text[place:]}"
        elif what == "delete":
            blocks[name] = text[:place] + text[place + length :]
        elif what == "merge" and other != name:
            blocks[name] = f"{text} {blocks.pop(other)}"
        elif what == "split":
            blocks[name], blocks[f"n{len(blocks)}-{at}"] = text[:place], text[place:]
        elif what == "drop":
            del blocks[name]
        elif what == "reorder":
            blocks = {one: blocks[one] for one in reversed(names)}
    return blocks


@given(blocks=texts, data=st.data(), done=edits)
def test_what_is_found_is_exactly_the_words(
    blocks: dict[str, str], data: st.DataObject, done: list[tuple[str, int, int, str]]
) -> None:
    name = data.draw(st.sampled_from(sorted(blocks)))
    text = units(blocks[name])
    start = data.draw(st.integers(0, len(text) - 1))
    anchor = made(name, blocks[name], start, data.draw(st.integers(start, len(text))))
    if anchor is None:
        return
    assert found_again(anchor, blocks) == (Fate.FOUND, anchor)
    after = edited(blocks, done)
    fate, now = found_again(anchor, after)
    if fate is Fate.LOST:
        assert now == anchor
    else:
        assert units(after[now.block_id])[now.start : now.end] == units(anchor.quote)
        assert now.quote == anchor.quote
        assert (fate is Fate.FOUND) == (now.block_id == name)


@given(
    blocks=texts, data=st.data(), before=st.text("xyzäß🌊 ", max_size=60), after=st.text("xyz ", max_size=60)
)
def test_words_that_stand_once_are_found_wherever_they_went(
    blocks: dict[str, str], data: st.DataObject, before: str, after: str
) -> None:
    name = data.draw(st.sampled_from(sorted(blocks)))
    once = "Qῳ words that stand once ῳQ"
    whole = {**blocks, name: blocks[name] + once + blocks[name]}
    start = len(units(blocks[name]))
    anchor = made(name, whole[name], start, start + len(units(once)))
    assert anchor is not None
    others = {key: text for key, text in whole.items() if key != name}
    fate, now = found_again(anchor, {"new": before + whole[name] + after, **others})
    assert (fate, now.quote, now.block_id) == (Fate.MOVED, once, "new")
    fate, now = found_again(anchor, {**whole, name: before + whole[name]})
    assert (fate, now.quote) == (Fate.FOUND, once)
    assert found_again(anchor, others)[0] is Fate.LOST


def test_of_two_places_alike_neither_is_taken() -> None:
    anchor = made("b1", "one the sea two", 4, 11)
    assert anchor is not None
    assert found_again(anchor, {"b2": "one the sea two", "b3": "one the sea two"})[0] is Fate.LOST
    fate, now = found_again(anchor, {"b2": "one the sea two", "b3": "one the sea too"})
    assert (fate, now.block_id) == (Fate.MOVED, "b2")


def test_no_anchor_cuts_a_character_or_is_empty_or_too_long() -> None:
    assert made("b", "a🌊b", 1, 2) is None
    assert made("b", "a🌊b", 2, 3) is None
    wave = made("b", "a🌊b", 1, 3)
    assert wave is not None
    assert (wave.quote, wave.prefix, wave.suffix) == ("🌊", "a", "b")
    for start, end in ((-1, 2), (0, 0), (2, 1), (0, 99), (4, 4)):
        assert made("b", "a🌊b", start, end) is None
    assert made("b", "a   b", 1, 4) is None
    assert made("b", "x" * 2000, 0, LONGEST + 1) is None
    assert made("b", "x" * 2000, 0, LONGEST) is not None


def test_a_hostile_text_costs_little() -> None:
    anchor = made("b", "a" * 40, 10, 12)
    assert anchor is not None
    assert found_again(anchor, {f"b{number}": "a" * 5_000 for number in range(50)})[0] is Fate.LOST


def test_blocks_are_what_the_browser_has() -> None:
    html = (
        '<p id="b-one">A <em>fi</em>ne<br>day <a href="/x">li nk</a> &amp; more</p>'
        '<ul id="b-list"><li id="b-item"><p id="b-two">x</p>\n</li></ul>'
        '<pre id="b-code"><code>a\n b</code></pre>'
    )
    assert blocks_of(html) == {"one": "A fineday li nk & more", "two": "x", "code": "a\n b"}


def test_the_top_is_of_distinct_readers_and_of_words_that_overlap() -> None:
    def at(start: int, end: int, block: str = "b") -> Anchor:
        return Anchor(block_id=block, start=start, end=end, quote="x")

    one, two, three = PersonId("1"), PersonId("2"), PersonId("3")
    assert top_of([(one, at(0, 10)), (one, at(0, 10))]) is None
    assert top_of([(one, at(0, 10)), (two, at(6, 20))]) is None
    assert top_of([(one, at(0, 10)), (two, at(0, 10, "c"))]) is None
    found = top_of(
        [(one, at(50, 60)), (one, at(0, 10)), (two, at(5, 15)), (three, at(2, 9)), (two, at(50, 60))]
    )
    assert found is not None
    assert (found.readers, found.anchor.start) == (3, 0)
