"""When an edge that has just begun may be sent requests: when it has reached everybody whom it asks."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog

__all__ = ["PATIENCE", "Reaching"]

PATIENCE: Final = 15.0
"""Seconds after which an edge that does not reach everybody goes on without them, as it would if they had
ended later."""
_ASK_SECONDS: Final = 0.5

_log = structlog.get_logger("octavo.health")


class Reaching:
    """A check of readiness that fails until everybody was reached once, or until patience ended.

    Only the beginning is looked at: that somebody ends later costs pages a part, and an edge that is taken
    away for it would cost them all.
    """

    def __init__(
        self,
        unreachable: Callable[[float], Awaitable[Sequence[str]]],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._unreachable = unreachable
        self._monotonic = monotonic
        self._until = monotonic() + PATIENCE
        self._over = False

    async def check(self) -> None:
        """Raises ConnectionError while somebody was not reached yet."""
        if self._over:
            return
        lost = await self._unreachable(_ASK_SECONDS)
        if lost and self._monotonic() < self._until:
            raise ConnectionError(f"not reached yet: {', '.join(lost)}")
        if lost:
            _log.warning("goes_on_without", services=list(lost))
        self._over = True
