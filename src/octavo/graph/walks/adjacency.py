"""Who is joined to whom, in memory: two sides (readers and stories, followers and followed), both ways.

A row of neighbours is a piece of one long array of 32-bit numbers, with room for more behind it; a row that
outgrows its room moves to the end with twice the room, as a list does. So a walk sees a new act at once and
needs no second place to look, and an act costs microseconds. The holes that moves leave are closed by
`packed`, which builds all anew; `wasted` says when that is due.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]

ROOM = 4  # places of a row's first room


class Full(Exception):  # noqa: N818  # says what happened, as faults do
    """The graph holds as many edges as its memory allows; the act is not in it until something goes."""


class Rows:
    """One direction: for each node of one side the row of its neighbours on the other."""

    def __init__(self, *, starts: Numbers, lengths: Numbers, targets: Numbers) -> None:
        """Take over rows that lie one behind the other without holes."""
        self.starts, self.lengths, self.targets = starts, lengths, targets
        self.rooms = lengths.copy()
        self.used = len(targets)

    @classmethod
    def of(cls, *, nodes: int, origins: Numbers, targets: Numbers) -> Rows:
        """Rows of so many nodes, from edges in any order."""
        lengths = np.bincount(origins, minlength=nodes).astype(np.uint32)
        starts = np.zeros(nodes, dtype=np.uint32)
        np.cumsum(lengths[:-1], out=starts[1:])
        return cls(starts=starts, lengths=lengths, targets=targets[np.argsort(origins, kind="stable")])

    def row(self, node: int) -> Numbers:
        """The neighbours of a node: a view, good until the next change."""
        start = int(self.starts[node])
        return self.targets[start : start + int(self.lengths[node])]

    def grow(self, nodes: int) -> None:
        """Make place for nodes up to this number."""
        known = len(self.starts)
        if nodes > known:
            more = max(nodes, known + known // 8 + 16) - known
            self.starts, self.lengths, self.rooms = (
                np.concatenate([each, np.zeros(more, dtype=np.uint32)])
                for each in (self.starts, self.lengths, self.rooms)
            )

    def add(self, node: int, target: int) -> None:
        """Put one neighbour at the end of a node's row."""
        length = int(self.lengths[node])
        if length == int(self.rooms[node]):
            self._move(node, max(ROOM, 2 * length))
        self.targets[int(self.starts[node]) + length] = target
        self.lengths[node] = length + 1

    def remove(self, node: int, target: int) -> None:
        """Take one neighbour out of a node's row; the last one takes its place."""
        row = self.row(node)
        places = np.flatnonzero(row == target)
        row[places[0]] = row[-1]
        self.lengths[node] -= np.uint32(1)

    def _move(self, node: int, room: int) -> None:
        if self.used + room > len(self.targets):
            more = max(room, len(self.targets) // 16 + 1024)
            self.targets = np.concatenate([self.targets, np.zeros(more, dtype=np.uint32)])
        row = self.row(node)
        self.targets[self.used : self.used + len(row)] = row
        self.starts[node], self.rooms[node] = self.used, room
        self.used += room

    @property
    def held(self) -> int:
        """Bytes that this direction takes."""
        return sum(each.nbytes for each in (self.starts, self.lengths, self.rooms, self.targets))


class Adjacency:
    """Edges between a left and a right side, each edge once; nodes are known by the ids of the store."""

    def __init__(self, edges: Iterable[tuple[int, int]] = (), *, most: int = 50_000_000) -> None:
        """Build from pairs (left id, right id); an edge said twice is there once.

        Raises:
            Full: there are more than `most` edges.
        """
        pairs = np.array(list(edges), dtype=np.int64).reshape(-1, 2)
        self._build(pairs[:, 0], pairs[:, 1], most)

    @classmethod
    def of(cls, lefts: NDArray[np.int64], rights: NDArray[np.int64], *, most: int = 50_000_000) -> Adjacency:
        """The same from two columns of ids, which is how millions come.

        Raises:
            Full: there are more than `most` edges.
        """
        made = cls.__new__(cls)
        made._build(lefts, rights, most)
        return made

    def _build(self, lefts: NDArray[np.int64], rights: NDArray[np.int64], most: int) -> None:
        self.most = most
        left_ids, near = np.unique(lefts, return_inverse=True)
        right_ids, far = np.unique(rights, return_inverse=True)
        joined = np.unique(near.astype(np.uint64) << np.uint64(32) | far.astype(np.uint64))
        if len(joined) > most:
            raise Full
        near32, far32 = (joined >> np.uint64(32)).astype(np.uint32), joined.astype(np.uint32)
        self.edges = len(joined)
        self.out = Rows.of(nodes=len(left_ids), origins=near32, targets=far32)
        self.back = Rows.of(nodes=len(right_ids), origins=far32, targets=near32)
        self.left_ids, self.right_ids = left_ids.tolist(), right_ids.tolist()
        self._left = {each: at for at, each in enumerate(self.left_ids)}
        self._right = {each: at for at, each in enumerate(self.right_ids)}

    def left(self, each: int) -> int | None:
        """The node of an id on the left, where it has or had an edge."""
        return self._left.get(each)

    def right(self, each: int) -> int | None:
        """The node of an id on the right, where it has or had an edge."""
        return self._right.get(each)

    def has(self, left: int, right: int) -> bool:
        """Whether the two are joined: looked for in the shorter of the two rows."""
        near, far = self._left.get(left), self._right.get(right)
        if near is None or far is None:
            return False
        if self.out.lengths[near] <= self.back.lengths[far]:
            return bool((self.out.row(near) == far).any())
        return bool((self.back.row(far) == near).any())

    def join(self, left: int, right: int) -> bool:
        """Add the edge; whether it is new.

        Raises:
            Full: the graph holds `most` edges.
        """
        if self.has(left, right):
            return False
        if self.edges >= self.most:
            raise Full
        near = _node(self._left, self.left_ids, left)
        far = _node(self._right, self.right_ids, right)
        self.out.grow(near + 1)
        self.back.grow(far + 1)
        self.out.add(near, far)
        self.back.add(far, near)
        self.edges += 1
        return True

    def part(self, left: int, right: int) -> bool:
        """Take the edge away; whether it was there."""
        if not self.has(left, right):
            return False
        near, far = self._left[left], self._right[right]
        self.out.remove(near, far)
        self.back.remove(far, near)
        self.edges -= 1
        return True

    def forget(self, left: int) -> int:
        """Take away all edges of one on the left (a person erased or suspended); how many there were."""
        near = self._left.get(left)
        if near is None:
            return 0
        row = self.out.row(near).tolist()
        for far in row:
            self.back.remove(far, near)
        self.out.lengths[near] = 0
        self.edges -= len(row)
        return len(row)

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every edge as two columns of ids, by the left side's nodes."""
        lengths = self.out.lengths[: len(self.left_ids)]
        rows = [self.out.row(each) for each in np.flatnonzero(lengths).tolist()]
        far = np.concatenate(rows) if rows else np.zeros(0, dtype=np.uint32)
        lefts = np.repeat(np.array(self.left_ids, dtype=np.int64), lengths)
        return lefts, np.array(self.right_ids, dtype=np.int64)[far]

    def packed(self) -> Adjacency:
        """The same edges built anew without holes, and without the ids that have no edge any more."""
        return Adjacency.of(*self.pairs(), most=self.most)

    @property
    def wasted(self) -> float:
        """The share of the rows' places that holds no edge: 0 after a build."""
        places = self.out.used + self.back.used
        return 1 - 2 * self.edges / places if places else 0.0

    @property
    def held(self) -> int:
        """Bytes of the two directions' arrays, without the ids and their index."""
        return self.out.held + self.back.held


def _node(index: dict[int, int], ids: list[int], each: int) -> int:
    if each not in index:
        index[each] = len(ids)
        ids.append(each)
    return index[each]
