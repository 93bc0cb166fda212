"""The rules of reports and decisions. No I/O, no clock."""

import re
from datetime import timedelta
from typing import Final

from octavo.chassis.faults import Invalid
from octavo.chassis.ids import from_text
from octavo.moderation.api import Reason, Subject, SubjectKind, Verdict

LONGEST_WORDS: Final = 1000
LONGEST_STATEMENT: Final = 2000
A_DAY: Final = timedelta(days=1)

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def check_subject(subject: Subject) -> None:
    """Raises Invalid where it is none."""
    if subject.kind is SubjectKind.UNSPECIFIED:
        raise Invalid("subject.kind", "What is it?")
    from_text(subject.id, "subject.id")


def check_report(reason: Reason, words: str) -> str:
    """The words as they are kept. Raises Invalid."""
    if reason is Reason.UNSPECIFIED:
        raise Invalid("reason", "Why?")
    kept = _text("words", words, LONGEST_WORDS)
    if reason is Reason.OTHER and not kept:
        raise Invalid("words", "Please say what is wrong.")
    return kept


def check_decision(subject: Subject, verdict: Verdict, statement: str) -> str:
    """The statement as it is kept. Raises Invalid."""
    if verdict is Verdict.UNSPECIFIED:
        raise Invalid("verdict", "What is decided?")
    if verdict is Verdict.TAKEN_BACK and subject.kind is SubjectKind.PERSON:
        raise Invalid("verdict", "Only a story or a response can be taken back.")
    kept = _text("statement", statement, LONGEST_STATEMENT)
    if verdict is not Verdict.DISMISSED and not kept:
        raise Invalid("statement", "Whom it concerns must be told why.")
    return kept


def _text(field: str, text: str, longest: int) -> str:
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _CONTROLS.search(kept):
        raise Invalid(field, "Please leave out control characters here.")
    if len(kept) > longest:
        raise Invalid(field, f"At most {longest} characters.")
    return kept
