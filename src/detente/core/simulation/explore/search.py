"""The search: from every way to open a matter through every act and silence, shortest ways first, each future once."""

import datetime as dt
from collections import deque
from collections.abc import Hashable, Iterator

import msgspec

from detente.core.engine import Program, Refusal
from detente.core.engine.acts import _settling
from detente.core.procedures import On
from detente.core.simulation.explore.abstraction import abstract, gaps
from detente.core.simulation.explore.deeds import Deeds
from detente.core.simulation.explore.play import MINUTE, Deed, Position, Told, do, horizon, opened, wait
from detente.core.simulation.explore.slices import Slice
from detente.core.simulation.explore.world import World
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.errors import BadInput

KEPT = 3  # positions of one abstraction that differ in days
SETTLE, WITHDRAW = "settle", "withdraw"


class Edge(msgspec.Struct, frozen=True):
    """A move between two abstractions: `joint` where it takes both sides, `built_in` where every ladder has it."""

    source: Hashable
    target: Hashable
    told: tuple[Told, ...]
    joint: bool
    built_in: bool = False


class Node(msgspec.Struct, eq=False):
    """A position found, the node before it, and what led here."""

    key: Hashable
    position: Position
    before: "Node | None"
    told: tuple[Told, ...]
    depth: int = 0

    def way(self) -> tuple[Told, ...]:
        """Return everything that happened from the opening on."""
        told: list[tuple[Told, ...]] = []
        node: Node | None = self
        while node is not None:
            told.append(node.told)
            node = node.before
        return tuple(one for part in reversed(told) for one in part)


class Search:
    """The positions of one family as far as they count for one procedure."""

    def __init__(self, world: World, found: Slice, start: dt.datetime, *, bound: int) -> None:
        self.world, self.slice, self.start, self.bound = world, found, start, bound
        self.deeds = Deeds(world, found)
        self.nodes: dict[Hashable, list[Node]] = {}
        self.edges: dict[Hashable, list[Edge]] = {}
        self.order: list[Node] = []
        self.results: dict[str, Node] = {}
        self.opened: set[tuple[str, str]] = set()  # terms seen open
        self.openings: list[Node] = []
        self.steps = 0
        self.cut: Node | None = None
        self.unknown = ""  # what kept a move from being counted
        self._gaps: dict[Hashable, set[Hashable]] = {}
        self._queue: deque[Node] = deque()

    def run(self) -> "Search":
        """Search until nothing new is found, or the bound is reached."""
        for node in self._open():
            self.openings.append(node)
            self._found(node)
        while self._queue:
            node = self._queue.popleft()
            if len(self.order) >= self.bound:
                self.cut = self.cut or node
                break
            self.order.append(node)
            self._expand(node)
        return self

    def running(self, position: Position) -> bool:
        """Return whether the procedure asked about runs."""
        run = position.state.runs.get(self.slice.target)
        return run is not None and run.ended is None

    # ---- openings

    def _open(self) -> Iterator[Node]:
        for program in self.world.programs(self.slice.looked.guards):
            yield from self._opened(program)

    def _opened(self, program: Program) -> Iterator[Node]:
        root = self.slice.root
        row = program.index[root].opens
        parties = self.world.parties[:2] if self.slice.looked.opener else self.world.parties[:1]
        for party in parties:
            position, effects = opened(self.world, program, root, party, self.start)
            self.steps += 1
            if root in position.state.runs:
                yield Node((), position, None, (Told(self.start, effects=effects),))
                continue
            assert row.on is On.ACT, "a procedure opens by an act, an event or from another"
            yield from self._by_act(position)
            return

    def _by_act(self, position: Position) -> Iterator[Node]:
        for deed in self.deeds.openings(position, position.index(self.slice.root).opens):
            done = self._do(position, deed, self.start)
            if done is not None:
                after, told = done
                while self.slice.root not in after.state.runs and after.arrivals:  # until its notice arrives
                    waited = wait(after, self.slice)
                    if waited is None:
                        break
                    after, told = waited[0], [*told, *waited[1]]
                yield Node((), after, None, tuple(told))

    # ---- moves

    def _expand(self, node: Node) -> None:
        self.edges.setdefault(node.key, [])
        if self._over(node.position):
            return
        for deed, told, after in self.moves(node.position):
            self._arrive(node, after, told, deed)
        self._built_in(node)

    def _over(self, position: Position) -> bool:
        run = position.state.runs.get(self.slice.target)
        root = position.state.runs.get(self.slice.root)
        return (run is not None and run.ended is not None) or (root is not None and root.ended is not None and not self.running(position))

    def moves(self, position: Position, *, latest: bool = False) -> Iterator[tuple[Deed | None, list[Told], Position]]:
        """Return every move: each act as early as it may be, and at the last moment before something falls due; waiting."""
        until = horizon(position, self.slice)
        for deed, first in self.deeds.at(position):
            for at, late in self._instants(position, first, until, latest):
                done = self._do(position, deed, at, late=late)
                if done is not None:
                    yield deed, done[1], done[0]
        waited = self._wait(position)
        if waited is not None:
            yield None, waited[1], waited[0]

    def _instants(self, position: Position, first: dt.datetime, until: dt.datetime | None, latest: bool) -> list[tuple[dt.datetime, bool]]:
        early = max(position.now, first)
        if until is None:
            return [(early, False)]
        if early >= until:
            return []
        late = until - MINUTE
        if late <= early:
            return [(early, False)]
        return [(late, True)] if latest else [(early, False), (late, True)]

    def _do(self, position: Position, deed: Deed, at: dt.datetime, *, late: bool = False) -> tuple[Position, list[Told]] | None:
        self.steps += len(deed.actors)
        try:
            done = do(self.world, position, deed, at, late=late)
        except BadInput as error:  # a count that no calendar covers
            self.unknown = str(error)
            return None
        return None if isinstance(done, Refusal) else done

    def _wait(self, position: Position) -> tuple[Position, list[Told]] | None:
        self.steps += 1
        try:
            return wait(position, self.slice)
        except BadInput as error:
            self.unknown = str(error)
            return None

    def _built_in(self, node: Node) -> None:
        """Settling and withdrawing are open in every state; one way to each is enough."""
        run = _settling(node.position.program, node.position.state)
        if run is None or run.procedure != self.slice.target:
            return
        joint = tuple(self.deeds._party(party) for party in node.position.state.parties)
        for result, event, actors in (("settled", SETTLE, joint), ("withdrawn", WITHDRAW, (self.deeds._party(run.opener),) if run.opener else ())):
            if result in self.results or not actors:
                continue
            deed = Deed(run.procedure, None, event, actors)
            done = self._do(node.position, deed, node.position.now)
            if done is not None:
                self._arrive(node, done[0], done[1], deed)

    # ---- arriving

    def _arrive(self, node: Node, after: Position, told: list[Told], deed: Deed | None) -> None:
        following = Node((), after, node, tuple(told), node.depth + 1)
        self._found(following)
        joint, built_in = deed is not None and deed.joint, deed is not None and deed.row is None
        self.edges[node.key].append(Edge(node.key, following.key, following.told, joint, built_in))

    def _found(self, node: Node) -> None:
        node.key = abstract(node.position, self.slice)
        self._note(node)
        known = self.nodes.setdefault(node.key, [])
        if len(known) >= KEPT:
            return
        gap = gaps(node.position, self.slice)
        seen = self._gaps.setdefault(node.key, set())
        if gap not in seen:
            seen.add(gap)
            known.append(node)
            self._queue.append(node)

    def _note(self, node: Node) -> None:
        for told in node.told:
            for effect in told.effects:
                if effect.kind is Kind.ENDED and effect.run == self.slice.target:
                    self.results.setdefault(effect.name, node)
                elif effect.kind is Kind.OPENED:
                    self.opened.add((effect.run, effect.term))
