"""What a procedure's course depends on: of a family's terms those that can change how it ends, and what they look at.

A term beside the way, such as a report that is due meanwhile, changes nothing that a search asks about. Leaving such
terms out loses no result (cone of influence; Clarke, Grumberg, Peled, Model Checking, 1999, section 10.2).
"""

import re
from collections.abc import Iterable

import msgspec

from detente.core.charter.phrases import Do, Event, EventKind, Guard, GuardKind, SeatKind, Verb, event_name
from detente.core.charter.phrases.instants import Instant, counted_of, events_of
from detente.core.charter.phrases.names import FORUMS
from detente.core.engine import Program
from detente.core.engine.program import EventKey, event_key
from detente.core.procedures import Compiled, Link, On, Row
from detente.core.procedures.graph import Graph
from detente.core.procedures.table import LIMITATION, OPENS

_URGENT = re.compile(r"\b(courts?|relief|adjudicat\w+|urgent|emergency|tribunal|injunction|sue|interim)\b")
Key = tuple[str, str]  # procedure, term
_OWN = (EventKind.DUE, EventKind.OPENING)


class Looked(msgspec.Struct):
    """What some terms look at: events, counters with one more than their highest threshold, values, the track."""

    events: set[EventKey] = msgspec.field(default_factory=set)
    counters: dict[str, int] = msgspec.field(default_factory=dict)
    values: set[str] = msgspec.field(default_factory=set)
    guards: list[Guard] = msgspec.field(default_factory=list)
    senders: set[str] = msgspec.field(default_factory=set)  # acts whose sender or receiver is a seat
    track: bool = False
    opener: bool = False

    def add(self, procedure: str, rows: Iterable[Row], guards: Iterable[Guard]) -> None:
        """Take in what a term's rows look at."""
        for row in rows:
            for instant in (row.latest, row.earliest, row.every):
                self._instant(procedure, instant)
            if row.event:
                self._event(procedure, row.event)
            for seat in row.who.seats if row.who else ():
                if seat.kind in (SeatKind.SENDER, SeatKind.RECEIVER):
                    self.senders.add(seat.name)
                    self.events.add((EventKind.ACT, "", seat.name))
                elif seat.kind is SeatKind.STATED:
                    self.values.add(seat.name)
            self.opener |= any(
                do.seat is not None and do.seat.name in ("opener", "other") for do in row.do if do.verb is Verb.WAIVE
            )
        for guard in guards:
            self._guard(procedure, guard)

    def _event(self, procedure: str, event: Event) -> None:
        if event.kind is EventKind.VALUE:
            self.values.add(event.name)
        self.events.add(event_key(event, procedure))

    def _instant(self, procedure: str, instant: Instant | None) -> None:
        for event in events_of(instant) if instant is not None else ():
            self._event(procedure, event)
        self.track |= instant is not None and any(isinstance(part.amount, str) for part in counted_of(instant))

    def _guard(self, procedure: str, guard: Guard) -> None:
        if guard in self.guards:
            return
        self.guards.append(guard)
        if guard.kind is GuardKind.COUNTER:
            self.counters[guard.subject] = max(self.counters.get(guard.subject, 0), int(str(guard.number)) + 1)
        elif guard.kind is GuardKind.HAPPENED and guard.event:
            self._event(procedure, guard.event)
        elif guard.subject == "track":
            self.track = True
        elif guard.kind is GuardKind.SEAT and guard.subject == "opener":
            self.opener = True
        elif guard.subject and guard.words != ("vacant",):
            self.values.add(guard.subject)


class Slice(msgspec.Struct):
    """The terms that count for one procedure, `target`, in the family that `root` opens."""

    root: str
    target: str
    terms: set[Key]
    looked: Looked
    rights: set[str]
    run: set[str] = msgspec.field(default_factory=set)  # procedures that a term which counts runs
    begun: bool = False
    from_events: tuple[Key, ...] | None = None

    @property
    def procedures(self) -> set[str]:
        """The procedures with a term that counts, and the one asked about."""
        above = () if self.begun else (self.root,)
        return {self.target, *above, *self.run, *(procedure for procedure, _ in self.terms)}

    def anchored(self, program: Program) -> tuple[Key, ...]:
        """Return the terms whose period counts from an event, so that it can be over before they open."""
        if self.from_events is None:
            self.from_events = tuple(
                (name, term) for name, term in sorted(self.terms)
                if (row := program.index[name].time.get(term)) is not None and row.latest is not None and not row.every
                and any(event.kind not in _OWN for event in events_of(row.latest))
            )  # fmt: skip
        return self.from_events

    def counts(self, procedure: str, term: str) -> bool:
        """Return whether a term counts."""
        return (procedure, term) in self.terms


def slice_of(compiled: Compiled, root: str, target: str, *, begun: bool = False) -> Slice:
    """Return the slice of one procedure in the family that another opens.

    Args:
        begun: the procedure runs already beside what started it; what led to it counts no longer.
    """
    below = compiled.families.below[root]
    family = [name for name in compiled.tables if name == root or name in below]
    found = Slice(root, target, set(), Looked(), set(), begun=begun)
    way = {target} if begun else {name for name in family if name == target or target in compiled.families.below[name]}
    for name in way:
        graph = compiled.graphs[name]
        found.looked.add(name, graph.rows[OPENS], _guards(graph, OPENS))
        for term in graph.terms:
            if _seed(compiled, name, term, target):
                _take(compiled, found, name, term)
    for row in compiled.tables[target].rows:
        if is_bypass(compiled, compiled.graphs[target], row):
            found.looked.add(target, (), row.guards.items if row.guards else ())
            found.rights.update((row.term, row.act))
    if begun:  # it has opened; what could open it again is refused
        found.looked.events.discard((EventKind.ACT, "", compiled.tables[target].rows[0].act))
    terms = [(name, term) for name in family for term in compiled.graphs[name].terms]
    changed = True
    while changed:
        changed = False
        for name, term in terms:
            if (name, term) not in found.terms and _touches(compiled, found, name, term):
                _take(compiled, found, name, term)
                changed = True
    return found


def _take(compiled: Compiled, found: Slice, name: str, term: str) -> None:
    graph = compiled.graphs[name]
    found.terms.add((name, term))
    found.run.update(row.runs for row in graph.rows[term] if row.runs)
    found.looked.add(name, graph.rows[term], _guards(graph, term))
    found.rights.update({term, *(row.act for row in graph.rows[term] if row.act)})


def _guards(graph: Graph, term: str) -> tuple[Guard, ...]:
    rows = graph.rows[term]
    guards = graph.guards(term) or (rows[0].guards if rows else None)
    items = guards.items if guards else ()
    if not any(guard.kind is GuardKind.OTHERWISE for guard in items):
        return items
    beside = {other for row in graph.openers(term) for other in graph.opens(row)} - {term}  # `otherwise` looks at these
    return (*items, *(guard for other in sorted(beside) if (its := graph.guards(other)) for guard in its.items))


def _seed(compiled: Compiled, name: str, term: str, target: str) -> bool:
    """Ends and runs of the procedure asked about; its stages, where it has no end; what leads to it from above."""
    graph = compiled.graphs[name]
    rows = graph.rows[term]
    if name != target:
        started = {do.name for row in rows for do in graph.does[row.order] if do.verb is Verb.START}
        started |= {row.runs for row in rows if row.runs}
        return any(other == target or target in compiled.families.below.get(other, ()) for other in started)
    if any(graph.ends(row) or row.runs or _costs(row) for row in rows):
        return True
    if any(graph.ends(row) for row in graph.table.rows):
        return False
    return not graph.table.parents[term] and not any(row.link is Link.ANYTIME for row in rows)


def _costs(row: Row) -> bool:
    return any(do.verb is Verb.WAIVE for do in row.do)


def is_bypass(compiled: Compiled, graph: Graph, row: Row) -> bool:
    """Return whether a row is a way round the ladder that a guard or a waiver could bar."""
    if row.link is not Link.ANYTIME or row.on is not On.ACT:
        return False
    known = compiled.document.names.results
    forum = any(known.get(result, result) in FORUMS for result in graph.ends(row))
    urgent = bool(_URGENT.search(f"{row.term} {row.act}".lower()))
    saves = row.earliest is not None and any(event.kind is EventKind.LIMITATION for event in events_of(row.earliest))
    return forum or urgent or saves


def _touches(compiled: Compiled, found: Slice, name: str, term: str) -> bool:
    graph = compiled.graphs[name]
    return (
        _opens_with(graph, found, name, term)
        or any(_does(graph, found, name, row) for row in graph.rows[term] if row.term != LIMITATION)
        or bool(_heard(graph, name, term) & found.looked.events)
    )


def _opens_with(graph: Graph, found: Slice, name: str, term: str) -> bool:
    return any((name, inner) in found.terms for inner in graph.names(graph.with_it(term)))


def _does(graph: Graph, found: Slice, name: str, row: Row) -> bool:
    """Whether taking a row opens, closes, holds, counts, states or chooses something that counts."""
    if graph.ends(row) and name in found.procedures:
        return True
    if any((name, term) in found.terms for term in graph.names(graph.closes(row))):
        return True
    if any(value in found.looked.values for value in row.states):
        return True
    return any(_one(graph, found, name, do) for do in graph.does[row.order])


def _one(graph: Graph, found: Slice, name: str, do: Do) -> bool:
    verb, what = do.verb, do.name
    if verb is Verb.OPEN:
        return any((name, term) in found.terms for term in graph.names(graph.with_it(what)))
    if verb in (Verb.PAUSE, Verb.HOLD, Verb.RESUME):
        inside = (what, *graph.names(graph.under(what))) if what in graph.bit else ()
        return what in found.procedures or any((name, term) in found.terms for term in inside)
    if verb is Verb.START:
        return what in found.procedures and not (found.begun and what == found.target)
    if verb is Verb.STOP:
        return what in found.procedures
    return verb is Verb.JOIN or _seen(found, do)


def _seen(found: Slice, do: Do) -> bool:
    """Whether a consequence changes something that is looked at."""
    if do.verb in (Verb.COUNT, Verb.RESET):
        return do.name in found.looked.counters
    if do.verb is Verb.CHOOSE:
        return found.looked.track
    if do.verb is Verb.WAIVE:
        return bool(set(do.rights) & found.rights)
    limitation = any(key[0] == EventKind.LIMITATION for key in found.looked.events)
    return do.verb is Verb.RESTART_LIMITATION and limitation


def _heard(graph: Graph, name: str, term: str) -> set[EventKey]:
    """The events that happen when a term opens, closes or is taken."""
    keys: set[EventKey] = {
        (kind, name, term) for kind in (EventKind.TERM, EventKind.OPENING, EventKind.END, EventKind.DUE)
    }
    for row in graph.rows[term]:
        if row.on is On.ACT:
            keys |= {(EventKind.ACT, "", row.act), (EventKind.SENDING, "", row.act)}
        keys |= {(EventKind.ACT, "", event_name(do.name)) for do in row.do if do.verb is Verb.AS_IF}
        keys |= {(EventKind.RESULT, name, result) for result in graph.ends(row)}
    return keys
