"""The rules of notes and highlights. No I/O, no clock."""

import re
from collections.abc import Sequence
from typing import Final

from octavo.annotations.api import Anchor, PersonId, TopHighlight
from octavo.chassis.faults import Invalid

LONGEST_NOTE: Final = 2000
LONGEST_QUOTE: Final = 300
_SEVERAL: Final = 2

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BLOCK: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{8,22}")


def check_text(text: str) -> str:
    """A note's words as they are kept. Raises Invalid."""
    kept = _plain("text", text)
    if not kept:
        raise Invalid("text", "Say something.")
    if len(kept) > LONGEST_NOTE:
        raise Invalid("text", f"At most {LONGEST_NOTE} characters.")
    return kept


def check_margin(note: str) -> str:
    """The words beside a highlight as they are kept; there may be none. Raises Invalid."""
    kept = _plain("note", note)
    if len(kept) > LONGEST_NOTE:
        raise Invalid("note", f"At most {LONGEST_NOTE} characters.")
    return kept


def top_of(marked: Sequence[tuple[PersonId, Anchor]]) -> TopHighlight | None:
    """The words that most readers marked: theirs overlap by half of the shorter one at least. Of equal ones
    those that stand first in the list; None where no two readers marked the same."""
    best: tuple[int, Anchor] | None = None
    by_block: dict[str, list[tuple[PersonId, Anchor]]] = {}
    for reader, anchor in marked:
        by_block.setdefault(anchor.block_id, []).append((reader, anchor))
    for _, anchor in marked:
        readers = {who for who, other in by_block[anchor.block_id] if _same(anchor, other)}
        if len(readers) >= _SEVERAL and (best is None or len(readers) > best[0]):
            best = len(readers), anchor
    return TopHighlight(anchor=best[1], readers=best[0]) if best else None


def _same(one: Anchor, other: Anchor) -> bool:
    common = min(one.end, other.end) - max(one.start, other.start)
    return 2 * common >= min(one.end - one.start, other.end - other.start)


def check_quote(quote: str) -> str:
    """The words that it is about, as they are kept. Raises Invalid."""
    kept = _plain("quote", quote)
    if len(kept) > LONGEST_QUOTE:
        raise Invalid("quote", f"At most {LONGEST_QUOTE} characters.")
    return kept


def stands_in(block_id: str, body: str) -> bool:
    """Whether a block is in a draft: its JSON is as the document writes it."""
    return bool(_BLOCK.fullmatch(block_id)) and f'"id":"{block_id}"' in body


def _plain(field: str, text: str) -> str:
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _CONTROLS.search(kept):
        raise Invalid(field, "Please leave out control characters here.")
    return kept
