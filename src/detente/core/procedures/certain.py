"""What has certainly happened, been stated and been passed by the time a term opens: on every way that leads there."""

from functools import cached_property

from detente.core.charter.phrases import Do, EventKind, Verb, event_name
from detente.core.procedures.families import Families
from detente.core.procedures.graph import Graph
from detente.core.procedures.lengths import hangs_on
from detente.core.procedures.table import OPENS, Link, On, Row

Facts = frozenset[tuple[str, str]]  # ("acted" | "happened" | "stated" | "passed", name)
NOTHING: Facts = frozenset()
NOBODY: frozenset[str] = frozenset()


class Certain:
    """Facts that hold on every way, for each term of each procedure (a greatest fixed point)."""

    def __init__(self, graphs: dict[str, Graph], families: Families) -> None:
        self.graphs, self.families = graphs, families
        self._before: dict[str, Facts] = {}
        self._within: dict[str, dict[str, Facts]] = {}

    def at(self, procedure: str, term: str) -> Facts:
        """Return what is certain when a term of a procedure opens."""
        return self.within(procedure).get(term, NOTHING)

    def within(self, procedure: str) -> dict[str, Facts]:
        """Return what is certain when each reached term of a procedure opens."""
        if procedure not in self._within:
            self._within[procedure] = self._flow(self.graphs[procedure], self.before(procedure))
        return self._within[procedure]

    def before(self, procedure: str) -> Facts:
        """Return what is certain when a procedure opens, whoever starts it."""
        if procedure not in self._before:
            self._before[procedure] = NOTHING  # for a circle
            if not self.graphs[procedure].table.alone:
                self._before[procedure] = self._started(procedure)
        return self._before[procedure]

    def _started(self, procedure: str) -> Facts:
        ways = [
            (self.within(other).get(row.term, NOTHING) if row.term != OPENS else self.before(other)) | _made(row)
            for other in self.families.above(procedure)
            if not self.families.circles(other)
            for row in self.families.starts[other][procedure]
        ]
        return frozenset.intersection(*ways) if ways else NOTHING

    def _flow(self, graph: Graph, before: Facts) -> dict[str, Facts]:
        known: dict[str, Facts] = {}
        live = [row for row in graph.live() if row.link is not Link.LIMITATION]
        made = {row.order: _made(row) for row in live}
        opened = {
            row.order: [each for term in graph.opens(row) for each in graph.names(graph.with_it(term))] for row in live
        }
        start = before | frozenset().union(*(made[row.order] for row in graph.rows[OPENS] if row.on is not On.TIME))
        for term in graph.names(graph.anytime):
            known[term] = start
        changed = True
        while changed:
            changed = False
            for row in live:
                if row.term != OPENS and row.term not in known:
                    continue
                out = (known[row.term] if row.term != OPENS else before) | made[row.order]
                for term in opened[row.order]:
                    now = known[term] & out if term in known else out
                    if now != known.get(term):
                        known[term], changed = now, True
        return known

    @cached_property
    def silent_starts(self) -> set[str]:
        """The procedures that silence may open, so that nobody is their opener."""
        return {
            name
            for name, graph in self.graphs.items()
            if not graph.table.alone
            for other in self.families.above(name)
            for row in self.families.starts[other][name]
            if self._silent(self.graphs[other], row)
        }

    def _silent(self, graph: Graph, row: Row, seen: frozenset[str] = NOBODY) -> bool:
        """Whether no seat acts when a row is taken: silence, or a rule or run that silence opens."""
        if row.on is On.TIME:
            return True
        if row.on is On.ACT or row.term in seen:
            return False
        return any(self._silent(graph, opener, seen | {row.term}) for opener in graph.openers(row.term))


def _made(row: Row) -> Facts:
    found = {("passed", row.term)}
    if row.on is On.ACT:
        found |= {("acted", row.act), ("happened", row.act)} | {("stated", value) for value in row.states}
    if row.on is On.EVENT and row.event:
        found.add(("happened", row.event.name))
    if row.runs:
        found.add(("passed", row.runs))
    if row.on is On.TIME:
        found |= {("happened", event.name) for event in hangs_on(row.latest) if event.kind is EventKind.ACT}
    return frozenset(found | {("happened", name) for name in _deemed(row.do)})


def _deemed(do: tuple[Do, ...]) -> list[str]:
    return [event_name(one.name) for one in do if one.verb is Verb.AS_IF]
