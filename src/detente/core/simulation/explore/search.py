"""The search: from every way to open a matter through every act and silence, shortest ways first, each future once."""

import datetime as dt
from collections import deque
from collections.abc import Hashable, Iterator

from detente.core.engine import Program, Refusal
from detente.core.procedures import On
from detente.core.simulation.explore.abstraction import abstract, gaps
from detente.core.simulation.explore.deeds import Deeds
from detente.core.simulation.explore.nodes import Edge, Node, by_neutral
from detente.core.simulation.explore.play import MINUTE, Deed, Position, Told, do, horizon, opened, wait
from detente.core.simulation.explore.slices import Slice, slice_of
from detente.core.simulation.explore.world import World
from detente.core.vocabulary.effects import Kind
from detente.core.vocabulary.errors import BadInput

KEPT = 2  # positions of one abstraction that differ in days
SETTLE, WITHDRAW = "settle", "withdraw"


class Search:
    """The positions of one family as far as they count for one procedure."""

    def __init__(self, world: World, found: Slice, start: dt.datetime, *, bound: int) -> None:
        self.world, self.slice, self.start, self.bound = world, found, start, bound
        self.begun = _begun(world, found)
        self.deeds, self.inner = Deeds(world, found), Deeds(world, self.begun)
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

    def at(self, position: Position) -> Deeds:
        """Return the acts that count in a position; once the procedure asked about runs, fewer do."""
        return self.inner if self.running(position) else self.deeds

    def begun_at(self) -> list[Node]:
        """Return the positions in which the procedure asked about has just begun, shortest ways first."""
        return [
            node for node in self.order
            if self.running(node.position) and (node.before is None or not self.running(node.before.position))
        ]  # fmt: skip

    def resting(self, position: Position) -> tuple[tuple[str, str], ...]:
        """Return the open terms that count: procedure and term."""
        found = self.at(position).slice
        return tuple(
            (name, term)
            for name, run in position.state.runs.items() if run.ended is None
            for term, open_ in run.open.items() if found.counts(name, term) and not open_.waiting
        )  # fmt: skip

    # ---- openings

    def _open(self) -> Iterator[Node]:
        for program in self.world.programs(self.slice.looked.guards):
            yield from self._opened(program)

    def _opened(self, program: Program) -> Iterator[Node]:
        root = self.slice.root
        row = program.index[root].opens
        parties = self.world.parties[:2] if self.slice.looked.opener else self.world.parties[:1]
        for party in parties:
            position, effects = opened(self.world, program, procedure=root, opener=party, at=self.start)
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
                    waited = wait(after, self.deeds.slice)
                    if waited is None:
                        break
                    after, told = waited[0], [*told, *waited[1]]
                yield Node((), after, None, tuple(told))

    # ---- moves

    def _expand(self, node: Node) -> None:
        self.edges.setdefault(node.key, [])
        if self.over(node.position):
            return
        node.expanded = True
        for deed, told, after in self.moves(node.position):
            self._arrive(node, after, told, deed)
        self._built_in(node)

    def over(self, position: Position) -> bool:
        """Return whether what is asked about has ended, or can no longer begin."""
        run = position.state.runs.get(self.slice.target)
        root = position.state.runs.get(self.slice.root)
        return (run is not None and run.ended is not None) or (
            root is not None and root.ended is not None and not self.running(position)
        )

    def moves(self, position: Position, *, latest: bool = False) -> Iterator[tuple[Deed | None, list[Told], Position]]:
        """Return every move: each act at once and at the last moment before something falls due, and waiting."""
        deeds = self.at(position)
        until = horizon(position, deeds.slice)
        for deed, first in deeds.at(position):
            for at, late in self._instants(position, first, until, latest):
                done = self._do(position, deed, at, late=late)
                if done is not None:
                    yield deed, done[1], done[0]
        waited = self._wait(position)
        if waited is not None:
            yield None, waited[1], waited[0]

    def _instants(
        self, position: Position, first: dt.datetime, until: dt.datetime | None, latest: bool
    ) -> list[tuple[dt.datetime, bool]]:
        early = max(position.now, first)
        if until is None:
            return [(early, False)]
        if early >= until:
            return []
        late = until - MINUTE
        if late <= early or not self.running(position):
            return [(early, False)]
        return [(late, True)] if latest else [(early, False), (late, True)]

    def _do(
        self, position: Position, deed: Deed, at: dt.datetime, *, late: bool = False
    ) -> tuple[Position, list[Told]] | None:
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
            return wait(position, self.at(position).slice)
        except BadInput as error:
            self.unknown = str(error)
            return None

    def _built_in(self, node: Node) -> None:
        """Settling and withdrawing are open in every state; one way to each is enough."""
        run = node.position.state.runs.get(self.slice.target)
        if run is None or run.ended is not None or not node.position.index(run.procedure).settles:
            return
        both = tuple(map(self.deeds.party, node.position.state.parties))
        opener = (self.deeds.party(run.opener),) if run.opener else ()
        for result, event, actors in (("settled", SETTLE, both), ("withdrawn", WITHDRAW, opener)):
            if result in self.results or not actors:
                continue
            deed = Deed(run.procedure, None, event, actors)
            done = self._do(node.position, deed, node.position.now)
            if done is not None:
                self._arrive(node, done[0], done[1], deed)

    # ---- arriving

    def _arrive(self, node: Node, after: Position, told: list[Told], deed: Deed | None) -> None:
        following = Node((), after, node, tuple(told))
        self._found(following)
        joint, built_in = deed is not None and deed.joint, deed is not None and deed.row is None
        if not built_in and (deed is None or following.key != node.key):
            node.moves += 1
            node.single += not joint
        self.edges[node.key].append(Edge(node.key, following.key, following.told, joint or by_neutral(deed), built_in))

    def _found(self, node: Node) -> None:
        node.key = self.key(node.position)
        self._note(node)
        known = self.nodes.setdefault(node.key, [])
        if len(known) >= (KEPT if self.running(node.position) else 1):
            return
        gap = gaps(node.position, self.at(node.position).slice)
        seen = self._gaps.setdefault(node.key, set())
        if gap not in seen:
            seen.add(gap)
            known.append(node)
            self._queue.append(node)

    def key(self, position: Position) -> Hashable:
        """Return what of a position counts for what can still come."""
        if self.over(position):
            run = position.state.runs.get(self.slice.target)
            return ("over", run.result if run is not None else "")
        return abstract(position, self.at(position).slice, begun=self.running(position))

    def _note(self, node: Node) -> None:
        for told in node.told:
            for effect in told.effects:
                if effect.kind is Kind.ENDED and effect.run == self.slice.target:
                    self.results.setdefault(effect.name, node)
                elif effect.kind is Kind.OPENED:
                    self.opened.add((effect.run, effect.term))


def _begun(world: World, found: Slice) -> Slice:
    """Return the slice that counts once the procedure runs: smaller, where it runs beside what started it."""
    run = any(row.runs == found.target for table in world.compiled.tables.values() for row in table.rows)
    if found.root == found.target or run:
        return found
    return slice_of(world.compiled, found.root, found.target, begun=True)
