"""Before anything is made of a request: who could not be answered in time anyway is told so for little.

`shedding.py` decides when the application is reached, which costs a tenth of what a page does: the scope, a
task, the layers on the way. When ten times more is asked than can be done, that is all that would be done.
So plain reads are looked at as soon as the parser has read their headers; those who pass are looked at there
again, and only there take a place, so that no place can be lost with a connection that ends between.
"""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from octavo.chassis.admission import SHARES, Admission
from octavo.chassis.context import Priority
from octavo.serving import refusals

__all__ = ["Door", "priority_of"]

_LATER: Final = (2, 3, 4, 5)
"""Seconds, in turn: not all come at once again."""
_SPARED: Final = frozenset({b"/livez", b"/readyz", b"/up"})
_ALL_PASS: Final = SHARES[Priority.MEMBER]


def priority_of(method: str, headers: Sequence[tuple[bytes, bytes]]) -> Priority:
    """How much the answer to a request matters; what follows from it stands in `admission.py`."""
    if method not in ("GET", "HEAD", "OPTIONS"):
        return Priority.WRITE
    for name, value in headers:
        if name == b"authorization" or (name == b"cookie" and b"session=" in value):
            return Priority.MEMBER
    return Priority.PUBLIC


class Door:
    """Counts who is on the way to the application in this turn of the event loop, and turns away who is too
    many. `turned_away` counts those."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission
        self._coming = 0
        self.turned_away = 0
        bodies = refusals.page(HTTPStatus.SERVICE_UNAVAILABLE)
        head = b"".join(b"%s: %s\r\n" % pair for pair in refusals.headers(bodies))
        self._heads = [b"%sretry-after: %d\r\n\r\n" % (head, seconds) for seconds in _LATER]
        self._body = bodies

    def passed(self) -> None:
        """One more is on the way. By the next turn all of them have come to where places are taken."""
        if self._coming == 0:
            asyncio.get_running_loop().call_soon(self._came)
        self._coming += 1

    def _came(self) -> None:
        self._coming = 0

    @property
    def stands_open(self) -> bool:
        """Whether every read may pass, without being looked at."""
        admission = self._admission
        return admission.inside + self._coming < admission.limit * _ALL_PASS and not admission.measuring

    def refusal(self, method: bytes, url: bytes, headers: Sequence[tuple[bytes, bytes]]) -> bytes | None:
        """What follows the status line and the date in the answer to a plain read that is too much; None for
        one that may go on."""
        admission = self._admission
        if url.partition(b"?")[0] in _SPARED:
            return None
        if admission.admits(priority_of(method.decode("latin-1"), headers), coming=self._coming):
            return None
        self.turned_away += 1
        head = self._heads[admission.refused.total() % len(_LATER)]
        return head if method == b"HEAD" else head + self._body
