"""The longest way: at each due instant silence and every act at its last moment, without both sides agreeing.

Positions are taken in an order in which every one comes after those before it, loops aside, and of two that have one
future the later one goes on: counting from later never ends earlier (label-correcting longest path; Bertsekas, Network
Optimization, 1998, section 2). A loop is gone round once, one that a counter guards as often as the guard lets it.
"""

import datetime as dt
import heapq
from collections.abc import Hashable
from itertools import count

import msgspec

from detente.core.simulation.explore.abstraction import stated_dates
from detente.core.simulation.explore.nodes import Node
from detente.core.simulation.explore.play import Deed, Position, Told, horizon
from detente.core.simulation.explore.search import Search

Move = tuple[Deed | None, list[Told], Position]
_AGAIN_MAX = 4  # times one future is gone through anew because a later way to it is found


class Longest(msgspec.Struct, eq=False):
    """Where the longest way stops, the terms at which it can wait without limit, whether the search was cut."""

    node: Node
    ended: bool
    waits: tuple[tuple[str, str], ...]
    cut: bool


def longest(search: Search) -> Longest | None:
    """Return the longest way through the procedure asked about, or nothing where it never begins."""
    starts = search.openings if search.slice.root == search.slice.target else search.begun_at()
    return _Walk(search, starts).run() if starts else None


class _Walk:
    def __init__(self, search: Search, starts: list[Node]) -> None:
        self.search, self.starts = search, starts
        self.rank = _ranks(search, starts)
        self.best: dict[Hashable, Node] = {}
        self.ends: list[Node] = []
        self.times: dict[Hashable, int] = {}
        self.queue: list[tuple[int, int, Node]] = []
        self.serial = count()
        self.waits: dict[Hashable, tuple[tuple[str, str], ...]] = {}
        self.cut = False

    def run(self) -> Longest:
        for node in self.starts:
            self._offer(node, 0)
        while self.queue:
            rank, _, node = heapq.heappop(self.queue)
            if self.best[node.key] is not node:
                continue
            if sum(self.times.values()) >= self.search.bound:
                self.cut = True
                break
            self.times[node.key] = self.times.get(node.key, 0) + 1
            self._expand(node, rank)
        rests = [node for node in self.best.values() if node.key in self.waits]
        last = max(
            [*self.ends, *rests] or self.best.values(),
            key=lambda node: (node.position.now, self.search.over(node.position)),
        )
        return Longest(
            last, self.search.over(last.position), self._passed(last), self.cut or self.search.cut is not None
        )

    def _expand(self, node: Node, rank: int) -> None:
        search = self.search
        until = horizon(node.position, search.at(node.position).slice)
        moves = [move for move in search.moves(node.position, latest=True) if not (move[0] and move[0].joint)]
        if until is None:
            moves = self._at_once(node, moves)
            self.waits[node.key] = search.resting(node.position)
        for _, told, after in moves:
            following = Node(search.key(after), after, node, tuple(told))
            if not _seen(node, following.key):
                self._offer(following, rank + 1)

    def _at_once(self, node: Node, moves: list[Move]) -> list[Move]:
        """Where nothing is due somebody can wait for ever; the way goes on with what may be done first."""
        first = min((told[-1].at for _, told, _ in moves if told), default=None)
        return [move for move in moves if move[1] and (move[1][-1].at == first or move[1][-1].at <= node.position.now)]

    def _offer(self, node: Node, rank: int) -> None:
        if self.search.over(node.position):
            self.ends.append(node)
            return
        known = self.best.get(node.key)
        if known is not None and (self._late(known) >= self._late(node) or self.times.get(node.key, 0) >= _AGAIN_MAX):
            return
        self.best[node.key] = node
        heapq.heappush(self.queue, (self.rank.get(node.key, rank), next(self.serial), node))

    def _late(self, node: Node) -> tuple[dt.datetime, dt.datetime, str]:
        """How late a position is; of two at one instant how late its last clock rings, or its last stated date is."""
        position = node.position
        found = self.search.at(position).slice
        dues = [
            open_.due for name, run in position.state.runs.items() if run.ended is None
            for term, open_ in run.open.items() if open_.due is not None and found.counts(name, term)
        ]  # fmt: skip
        return position.now, max(dues, default=position.now), max(stated_dates(position, found), default="")

    def _passed(self, last: Node) -> tuple[tuple[str, str], ...]:
        found: dict[tuple[str, str], None] = {}
        node: Node | None = last
        while node is not None:
            found |= dict.fromkeys(self.waits.get(node.key, ()))
            node = node.before
        return tuple(reversed(found))


def _seen(node: Node | None, key: Hashable) -> bool:
    while node is not None:
        if node.key == key:
            return True
        node = node.before
    return False


def _ranks(search: Search, starts: list[Node]) -> dict[Hashable, int]:
    """Return an order of the abstractions in which, loops aside, every one comes after those that lead to it."""
    order: list[Hashable] = []
    seen: set[Hashable] = set()
    for start in starts:
        stack: list[tuple[Hashable, bool]] = [(start.key, False)]
        while stack:
            key, left = stack.pop()
            if left:
                order.append(key)
            elif key not in seen:
                seen.add(key)
                stack.append((key, True))
                edges = [edge for edge in search.edges.get(key, ()) if not edge.joint and edge.target not in seen]
                stack += [(edge.target, False) for edge in edges]
    return {key: rank for rank, key in enumerate(reversed(order))}
