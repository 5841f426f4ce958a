"""`explore`: every procedure of a compiled charter searched for dead ends, its silence and its longest way told."""

import datetime as dt
from collections.abc import Iterator

from detente.core.charter.model import Charter
from detente.core.procedures import Compiled
from detente.core.simulation.explore import exploration as told
from detente.core.simulation.explore.longest import longest
from detente.core.simulation.explore.measure import STARTS, measured
from detente.core.simulation.explore.play import Told
from detente.core.simulation.explore.properties import Found, every
from detente.core.simulation.explore.search import Search
from detente.core.simulation.explore.silence import silences
from detente.core.simulation.explore.slices import slice_of
from detente.core.simulation.explore.timeline import Timeline, timeline
from detente.core.simulation.explore.world import World
from detente.core.vocabulary.findings import Finding, Severity, short

BOUND = 4_000  # positions looked at for one procedure


def explore(
    compiled: Compiled,
    *,
    bound: int = BOUND,
    start: dt.datetime | None = None,
    procedure: str = "",
    starts: int = STARTS,
) -> told.Exploration:
    """Return what can become of a charter's procedures.

    Args:
        bound: positions looked at for each procedure; beyond it the search is cut, and says so.
        start: aware; when a matter begins, by default in the morning of the day the charter takes effect.
        procedure: only this one.
        starts: start days over which the longest way is counted.

    Raises:
        BadInput: a calendar that cannot be built.
    """
    world = World(compiled)
    begins = (start or world.start()).astimezone(dt.UTC)
    names = [procedure] if procedure else [name for name in compiled.tables if name in compiled.families.openable]
    parts = [_Part(world, name, begins, bound=bound, starts=starts) for name in names]
    shown = [one for part in parts for one in part.findings()]
    return told.Exploration(
        begins, tuple(names), _unique(shown), tuple(one for part in parts for one in part.reached()),
        tuple(one for part in parts for one in part.longest()), tuple(one for part in parts for one in part.silence()),
        tuple(one for part in parts for one in part.cut()), sum(len(part.search.order) for part in parts),
    )  # fmt: skip


def root_of(compiled: Compiled, name: str) -> str:
    """Return the procedure whose opening leads to one: itself where it opens alone, else the nearest above it."""
    if compiled.tables[name].alone or not compiled.families.above(name):
        return name
    seen, queue = {name}, [name]
    while queue:
        for above in compiled.families.above(queue.pop(0)):
            if above in seen:
                continue
            if compiled.tables[above].alone or not compiled.families.above(above):
                return above
            seen.add(above)
            queue.append(above)
    return name


class _Part:
    """One procedure's search and what is told of it."""

    def __init__(self, world: World, name: str, start: dt.datetime, *, bound: int, starts: int) -> None:
        self.world, self.name, self.starts = world, name, starts
        found = slice_of(world.compiled, root_of(world.compiled, name), name)
        self.search = Search(world, found, start, bound=bound).run()
        self.silent = silences(self.search)

    def findings(self) -> Iterator[told.Shown]:
        for found in every(self.search, self.silent):
            yield told.Shown(self._finding(found), self.name, self._timeline(found.way, f"{found.code}: {found.says}"))

    def _finding(self, found: Found) -> Finding:
        place = self.world.compiled.document.place(*found.path)
        why = "" if found.severity is Severity.ERROR else _acknowledged(self.world, found, place.path)
        return Finding(found.code, found.severity, place, short(found.says), short(found.cure), acknowledged=why)

    def reached(self) -> Iterator[told.Reached]:
        for result, node in self.search.results.items():
            way = node.way()
            head = f"The shortest way to: {self.name} ends '{result}'."
            yield told.Reached(self.name, result, way[-1].at, self._steps(way), self._timeline(way, head))

    def silence(self) -> Iterator[told.Silence]:
        for one in self.silent:
            way = one.node.way()
            head = f"Silence: where {self.name} goes when nobody acts."
            yield told.Silence(
                self.name, one.result, way[-1].at, one.rests, one.rounds, self._steps(way), self._timeline(way, head),
            )  # fmt: skip

    def longest(self) -> Iterator[told.Longest]:
        found = longest(self.search)
        if found is None:
            return
        way = found.node.way()
        own = self._from_start(way)
        run = found.node.position.state.runs.get(self.name)
        head = f"The longest way through {self.name}, without both sides agreeing."
        yield told.Longest(
            self.name, run.result if run else "", way[-1].at, measured(self.world, own, starts=self.starts),
            found.waits, found.cut, self._steps(way), self._timeline(way, head),
        )  # fmt: skip

    def _from_start(self, way: tuple[Told, ...]) -> tuple[Told, ...]:
        """A way from the instant at which the procedure itself began."""
        for number, one in enumerate(way):
            if one.after is not None and self.name in one.after.runs:
                return way[number:]
        return way

    def cut(self) -> Iterator[told.Cut]:
        search = self.search
        if search.cut is not None:
            yield told.Cut(self.name, len(search.order), self._steps(search.cut.way()))
        if search.unknown:
            yield told.Cut(self.name, len(search.order), (), search.unknown)

    # ---- ways

    def _timeline(self, way: tuple[Told, ...], head: str) -> Timeline | None:
        return timeline(self.world, way, head) if way else None

    def _steps(self, way: tuple[Told, ...]) -> tuple[told.Step, ...]:
        return tuple(step for one in way for step in self._step(one))

    def _step(self, one: Told) -> Iterator[told.Step]:
        phrases = self.world.names.acts
        if one.rang is not None:
            if self.search.slice.counts(one.rang.run, one.rang.term):
                yield told.Step(one.at, "time", one.rang.run, one.rang.term, "")
        elif one.received:
            yield told.Step(one.at, "notice", "", "", phrases.get(one.received, one.received))
        elif one.deed is not None:
            term = one.deed.row.term if one.deed.row is not None else ""
            by = tuple(actor.party or actor.seat for actor in one.deed.actors)
            yield told.Step(one.at, "act", one.deed.run, term, phrases.get(one.deed.event, one.deed.event), by)


def _acknowledged(world: World, found: Found, path: str) -> str:
    """The reason both sides gave for the finding, or for its twin among the rules of text and tables."""
    entries = world.charter.acknowledged if isinstance(world.charter, Charter) else ()
    return next((entry.why for entry in entries if entry.code in (found.code, found.twin) and entry.at == path), "")


def _unique(shown: list[told.Shown]) -> tuple[told.Shown, ...]:
    """One finding for one place, however many procedures meet it; in the order of the text."""
    seen: dict[tuple[str, str, str], told.Shown] = {}
    for one in shown:
        seen.setdefault((one.finding.code, one.finding.place.path, one.finding.says), one)
    return tuple(
        sorted(seen.values(), key=lambda one: (one.finding.place.line, one.finding.place.column, one.finding.code))
    )
