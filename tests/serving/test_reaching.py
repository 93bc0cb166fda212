"""When an edge that has just begun is ready."""

from collections.abc import Sequence

import pytest

from octavo.serving.reaching import PATIENCE, Reaching


class Peers:
    """Those that are not there; and a clock."""

    def __init__(self, *lost: str) -> None:
        self.lost: Sequence[str] = lost
        self.asked = 0
        self.now = 100.0

    async def unreachable(self, seconds: float) -> Sequence[str]:
        self.asked += 1
        return self.lost

    def clock(self) -> float:
        return self.now


async def test_an_edge_is_not_ready_before_it_has_reached_everybody() -> None:
    peers = Peers("stories", "graph")
    reaching = Reaching(peers.unreachable, monotonic=peers.clock)
    with pytest.raises(ConnectionError, match="stories, graph"):
        await reaching.check()
    peers.lost = ("graph",)
    with pytest.raises(ConnectionError, match=": graph"):
        await reaching.check()
    peers.lost = ()
    await reaching.check()


async def test_who_ends_later_does_not_take_the_edge_away() -> None:
    peers = Peers()
    reaching = Reaching(peers.unreachable, monotonic=peers.clock)
    await reaching.check()
    peers.lost = ("stories",)
    await reaching.check()
    assert peers.asked == 1


async def test_who_never_comes_keeps_the_edge_away_for_a_while_only() -> None:
    peers = Peers("search")
    reaching = Reaching(peers.unreachable, monotonic=peers.clock)
    peers.now += PATIENCE - 0.1
    with pytest.raises(ConnectionError):
        await reaching.check()
    peers.now += 0.1
    await reaching.check()
