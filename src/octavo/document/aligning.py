"""Which block of one text is which of another: by its lasting id, then by its words, then by its place."""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import Final

from octavo.document.nodes import Node, inline_text, walk

Step = tuple[Node | None, Node | None, bool]
"""(before, after, moved): both where a block stayed, one where it went, came, or stands elsewhere now."""

_ALIKE: Final = 0.4
"""Blocks of different ids are one and the same if they share this much of their words."""
_NO_ID: Final = frozenset({"tableRow", "tableCell", "tableHeader"})


def aligned(before: Sequence[Node], after: Sequence[Node]) -> Iterator[Step]:
    """All blocks of both texts in an order that keeps that of each. Costs n log n."""
    pairs = _by_id(before, after)
    mates = {new: old for old, new in pairs}
    kept = _rising(pairs)
    moved_old = {old for old, _ in pairs} - {old for old, _ in kept}
    moved_new = mates.keys() - {new for _, new in kept}
    start_old = start_new = 0
    for old, new in (*kept, (len(before), len(after))):
        gone = [(before[at], at in moved_old) for at in range(start_old, old)]
        come = [(after[at], at in moved_new) for at in range(start_new, new)]
        yield from _gap(gone, come)
        if old < len(before):
            yield before[old], after[new], False
        start_old, start_new = old + 1, new + 1


def _by_id(before: Sequence[Node], after: Sequence[Node]) -> list[tuple[int, int]]:
    """Places of the blocks of one type and id, in the order of the text after."""
    places = {(node.type, node.id): at for at, node in enumerate(before) if node.id}
    found = []
    for at, node in enumerate(after):
        old = places.pop((node.type, node.id), None)
        if old is not None:
            found.append((old, at))
    return found


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs that keep their order; `pairs` rise by their second."""
    tails: list[int] = []
    ends: list[int] = []
    led: list[int] = []
    for number, (old, _) in enumerate(pairs):
        at = bisect_left(tails, old)
        led.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [old]
        ends[at : at + 1] = [number]
    kept, number = [], ends[-1] if ends else -1
    while number >= 0:
        kept.append(pairs[number])
        number = led[number]
    return kept[::-1]


def _gap(gone: list[tuple[Node, bool]], come: list[tuple[Node, bool]]) -> Iterator[Step]:
    """What stands between two blocks that stayed: the same words are the same block."""
    waiting: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for at, (node, moved) in enumerate(gone):
        if not moved:
            waiting[_signature(node)].append(at)
    pairs = []
    for at, (node, moved) in enumerate(come):
        if not moved and (places := waiting.get(_signature(node))):
            pairs.append((places.popleft(), at))
    start_old = start_new = 0
    for old, new in (*_rising(pairs), (len(gone), len(come))):
        yield from _rest(gone[start_old:old], come[start_new:new])
        if old < len(gone):
            yield gone[old][0], come[new][0], False
        start_old, start_new = old + 1, new + 1


def _rest(gone: list[tuple[Node, bool]], come: list[tuple[Node, bool]]) -> Iterator[Step]:
    """What has neither id nor words in common: the next ones of both, where they are alike."""
    left = deque(gone)
    for node, moved in come:
        while not moved and left and left[0][1]:
            old, _ = left.popleft()
            yield old, None, True
        if not moved and left and _alike(left[0][0], node):
            yield left.popleft()[0], node, False
        else:
            yield None, node, moved
    for old, moved in left:
        yield old, None, moved


def _alike(before: Node, after: Node) -> bool:
    if before.type != after.type:
        return False
    if before.type in _NO_ID:
        return True
    old, new = Counter(_text(before).split()), Counter(_text(after).split())
    longer = max(old.total(), new.total())
    return longer > 0 and (old & new).total() >= _ALIKE * longer


def _signature(node: Node) -> tuple[str, str]:
    return node.type, _text(node)


def _text(node: Node) -> str:
    return "\n".join(inline_text(one) or str(one.attrs.get("image") or "") for one in walk((node,)))
