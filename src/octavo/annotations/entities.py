"""The rules of notes. No I/O, no clock."""

import re
from typing import Final

from octavo.chassis.faults import Invalid

LONGEST_NOTE: Final = 2000
LONGEST_QUOTE: Final = 300

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
