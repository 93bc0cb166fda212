"""How often something may be done in a minute, by each: counted in this process alone."""

from datetime import datetime


class Rate:
    """How often each came within the present minute, in this process; of at most 100,000 people or things."""

    _MOST = 100_000

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._minute = 0
        self._times: dict[str, int] = {}

    def allows(self, key: str, now: datetime) -> bool:
        """Notes one more; False where that is too many."""
        minute = int(now.timestamp()) // 60
        if minute != self._minute or len(self._times) >= self._MOST:
            self._minute, self._times = minute, {}
        times = self._times[key] = self._times.get(key, 0) + 1
        return times <= self.per_minute

    def clear(self) -> None:
        """Forgets whatever came."""
        self._times.clear()
