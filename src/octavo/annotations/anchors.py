"""Where marked words stand in a text, and where they stand when the text is another.

A block's text is what its element holds as readers see it; places in it are UTF-16 units, as in browsers.
After an edit the words are looked for in every block. Each place where they stand exactly is weighed by how
much of what was around is around there; the block in which they stood counts as a little more. One place must
be the best: where two are alike, or where nothing of a short quotation's surroundings is left, the words are
lost. So whatever is found is exactly the words that were marked.
"""

from array import array
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from octavo.annotations.api import Anchor, Fate

CONTEXT: Final = 32
"""UTF-16 units that are kept before and after the words."""
LONGEST: Final = 1_000
"""Of marked words, in UTF-16 units."""
_TELLING: Final = 16
"""A quotation of so many units is found by itself alone; a shorter one needs some of its surroundings."""
_SAME_BLOCK: Final = 1
_MOST_PLACES: Final = 500


class Place(NamedTuple):
    """Where the words stand now; of those that are lost, where they stood."""

    fate: Fate
    anchor: Anchor


def units(text: str) -> str:
    """The text as a string of UTF-16 units, one character for each."""
    return "".join(map(chr, array("H", text.encode("utf-16-le", "surrogatepass"))))


def made(block_id: str, text: str, start: int, end: int) -> Anchor | None:
    """The anchor of a stretch of a block's text; None where there is no such stretch, it is too long, all
    space, or cuts a character in two."""
    all_units = units(text)
    if not 0 <= start < end <= len(all_units) or end - start > LONGEST:
        return None
    if _cuts(all_units, start) or _cuts(all_units, end):
        return None
    quote = _text(all_units[start:end])
    if not quote.strip():
        return None
    return Anchor(
        block_id=block_id,
        start=start,
        end=end,
        quote=quote,
        prefix=_whole(all_units[max(0, start - CONTEXT) : start]),
        suffix=_whole(all_units[end : end + CONTEXT]),
    )


def found_again(anchor: Anchor, blocks: Mapping[str, str]) -> Place:
    """Where the words stand in another state of the text: block id to the block's text."""
    quote, before, after = units(anchor.quote), units(anchor.prefix), units(anchor.suffix)
    if _stands(anchor, before + quote + after, blocks):
        return Place(Fate.FOUND, anchor)
    best: tuple[int, str, int] | None = None
    tied = False
    for block, start, text in _places(quote, blocks):
        around = _same_end(before, text[:start]) + _same_start(after, text[start + len(quote) :])
        if not around and len(quote) < _TELLING and (before or after):
            continue
        worth = 2 * around + _SAME_BLOCK * (block == anchor.block_id)
        if best is None or worth > best[0]:
            best, tied = (worth, block, start), False
        elif worth == best[0]:
            tied = True
    if best is None or tied:
        return Place(Fate.LOST, anchor)
    _, block, start = best
    now = made(block, blocks[block], start, start + len(quote))
    if now is None:
        return Place(Fate.LOST, anchor)
    return Place(Fate.FOUND if block == anchor.block_id else Fate.MOVED, now)


def _stands(anchor: Anchor, around: str, blocks: Mapping[str, str]) -> bool:
    """Whether words and surroundings stand where they stood."""
    start = anchor.start - len(units(anchor.prefix))
    return units(blocks.get(anchor.block_id, ""))[start : start + len(around)] == around


def _places(quote: str, blocks: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    told = 0
    for block, text in blocks.items():
        all_units = units(text)
        start = all_units.find(quote)
        while start >= 0:
            if told >= _MOST_PLACES:
                return
            told += 1
            yield block, start, all_units
            start = all_units.find(quote, start + 1)


def _same_end(one: str, other: str) -> int:
    return _same_start(one[::-1], other[-len(one) - 1 :][::-1] if one else "")


def _same_start(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _cuts(all_units: str, place: int) -> bool:
    return (
        0 < place < len(all_units)
        and "\ud800" <= all_units[place - 1] <= "\udbff"
        and "\udc00" <= all_units[place] <= "\udfff"
    )


def _whole(of_units: str) -> str:
    """As text, without half a character at an end."""
    if of_units and "\udc00" <= of_units[0] <= "\udfff":
        of_units = of_units[1:]
    if of_units and "\ud800" <= of_units[-1] <= "\udbff":
        of_units = of_units[:-1]
    return _text(of_units)


def _text(of_units: str) -> str:
    return array("H", map(ord, of_units)).tobytes().decode("utf-16-le", "surrogatepass")
