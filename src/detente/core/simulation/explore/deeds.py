"""Which acts a position offers: to whom, and what each may state so that every guard is met and missed."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product
from typing import Any

from detente.core.charter.phrases import EventKind, Guard, GuardKind, Guards, Seat, SeatKind, Verb, Who, WhoKind
from detente.core.engine import Run
from detente.core.engine.dates import Clock, anchor_of, earliest_of
from detente.core.engine.seats import required
from detente.core.engine.state import Open
from detente.core.procedures import Link, On, Row
from detente.core.procedures.cells import OTHER, grid, holds
from detente.core.simulation.explore.play import Actor, Deed, Position
from detente.core.simulation.explore.slices import Slice
from detente.core.simulation.explore.world import World
from detente.core.vocabulary.money import Money, decimals

CELLS_MAX = 24  # ways to state the values of one act
LATER, BEHIND = dt.timedelta(days=60), dt.timedelta(days=-30)
_DISTANCES = {"soon": dt.timedelta(days=7), "today": dt.timedelta(), "long ago": dt.timedelta(days=-7305)}
UNSTATED = object()


class Deeds:
    """The acts of one family that count, and what they may state."""

    def __init__(self, world: World, found: Slice) -> None:
        self.world, self.slice = world, found
        self.tables = world.compiled.tables
        self.points = {value: self._points(value) for value in sorted(found.looked.values)}
        stated = {value for name in found.procedures for row in self.tables[name].rows for value in row.states}
        self.loose = [value for value in self.points if value not in stated and self._asked(value)]
        self.sided = found.looked.opener

    def at(self, position: Position) -> Iterator[tuple[Deed, dt.datetime]]:
        """Return each act that is open or will be, with the first instant of its window."""
        for name, run in position.state.runs.items():
            if run.ended is not None or name not in self.slice.procedures:
                continue
            index = position.index(name)
            for term, open_ in run.open.items():
                row = index.act.get(term)
                if (
                    row is None
                    or row.on is not On.ACT
                    or open_.waiting
                    or open_.held
                    or open_.notice
                    or not self.slice.counts(name, term)
                ):
                    continue
                first = open_.earliest if row.earliest is not None else open_.opened
                if first is not None:
                    yield from ((deed, first) for deed in self.deeds(position, run, row))
            for row in index.anytime:
                first = self.window(position, run, row)
                if row.on is On.ACT and self.slice.counts(name, row.term) and first is not None:
                    yield from ((deed, first) for deed in self.deeds(position, run, row))

    def window(self, position: Position, run: Run, row: Row) -> dt.datetime | None:
        """Return the first instant of the window of an option that is always open."""
        if row.earliest is None:
            return run.opened
        open_ = Open(row.term, run.opened, calendars=position.state.calendars)
        return earliest_of(Clock(position.program, position.state, run, row, open_))

    def deeds(self, position: Position, run: Run, row: Row) -> Iterator[Deed]:
        """Return an act once for each choice of who does it, where that matters, and of what it states.

        A notice that is under way is not sent a second time.
        """
        if any(notice.act == row.act and notice.run == run.procedure for notice in position.state.notices.values()):
            return
        for actors in self.actors(position, run, row):
            for values in self.values(row, position):
                yield Deed(run.procedure, row, row.act, actors, values)

    def openings(self, position: Position, row: Row) -> Iterator[Deed]:
        """Return the ways to open the matter's own procedure."""
        root = position.state.root
        for actors in self.actors(position, Run(root, "", position.now), row):
            for values in self.values(row, position, loose=True):
                yield Deed(root, row, row.act, actors, values)

    # ---- who

    def actors(self, position: Position, run: Run, row: Row) -> list[tuple[Actor, ...]]:
        """Return who can do a row: all together where it takes all, else one for each side that makes a difference."""
        if row.who is None:
            return [(Actor(self.world.parties[0], self.world.parties[0]),)]
        needed = required(position.state, row.who)
        if needed:
            return [tuple(self._signing(row.who, party) for party in needed)]
        single = [(actor,) for seat in row.who.seats for actor in self._of(position, run, row.who, seat)]
        seen: dict[Any, tuple[Actor, ...]] = {}
        for actors in single:
            seen.setdefault(actors[0].party if self._matters(row) else "", actors)
        lost = {party for right, party in position.state.lost if right in (row.act, row.term)}
        able = [actors for actors in single if actors[0].party not in lost]
        chosen: list[tuple[Actor, ...]] = list(seen.values())
        return [*able[:1]] if lost and able else chosen

    def _matters(self, row: Row) -> bool:
        begins = any(do.verb in (Verb.START, Verb.RAISE) for do in row.do)
        return (
            (row.link is Link.OPENS and self.sided) or row.act in self.slice.looked.senders or (begins and self.sided)
        )

    def _signing(self, who: Who, party: str) -> Actor:
        if who.kind is WhoKind.TOGETHER and self.world.whole:
            role = who.seats[who.parties.index(party)].name
            return Actor(role, party, self.world.person(party, role))
        return self.party(party)

    def party(self, party: str) -> Actor:
        """Return somebody who acts for a party."""
        return Actor(party, party, self.world.person(party, ""))

    def _of(self, position: Position, run: Run, who: Who, seat: Seat) -> Iterator[Actor]:
        state = position.state
        others = [party for party in state.parties if party != run.opener] or list(state.parties)
        if who.kind is WhoKind.TOGETHER:
            yield self._signing(who, who.parties[0])
        elif seat.kind is SeatKind.PARTY:
            yield self.party(seat.name)
        elif seat.kind is SeatKind.WORD and seat.name in ("opener", "other"):
            yield from (self.party(party) for party in ([run.opener] if seat.name == "opener" else others[:1]) if party)
        elif seat.kind is SeatKind.WORD:
            yield from map(self.party, state.parties)
        elif seat.kind in (SeatKind.SENDER, SeatKind.RECEIVER):
            yield from map(self.party, self._of_act(position, run, seat))
        elif seat.kind is SeatKind.STATED:
            yield self._stated(str(state.values.get(seat.name, "")))
        else:
            yield from self._role(seat.name)

    def _of_act(self, position: Position, run: Run, seat: Seat) -> list[str]:
        from detente.core.charter.phrases import Event

        happened = anchor_of(position.program, position.state, run, Event(EventKind.ACT, seat.name))
        if happened is None or not happened.by:
            return []
        if seat.kind is SeatKind.SENDER:
            return [happened.by]
        return [party for party in position.state.parties if party != happened.by][:1]

    def _stated(self, name: str) -> Actor:
        return self.party(name) if name in self.world.parties else next(self._role(name))

    def _role(self, name: str) -> Iterator[Actor]:
        parties = [party for party in self.world.parties if self.world.person(party, name)]
        if not parties:
            yield Actor(name, "")
        for party in parties:
            yield Actor(name, party, self.world.person(party, name))

    # ---- what it states

    def values(self, row: Row, position: Position, *, loose: bool = False) -> Iterator[tuple[tuple[str, Any], ...]]:
        """Return what an act may state: one point of each cell that the guards tell apart."""
        names = [*row.states, *(self.loose if loose else ())]
        choices: list[list[Any]] = []
        for name in names:
            points = self.points.get(name) or [None]
            if name not in row.states:
                points = [*points, UNSTATED]
            choices.append([point if point is UNSTATED else self._typed(name, point, position) for point in points])
        for cell in islice(product(*choices), CELLS_MAX):
            yield tuple((name, value) for name, value in zip(names, cell, strict=True) if value is not UNSTATED)

    def _asked(self, value: str) -> bool:
        return any(guard.subject == value for guard in self.slice.looked.guards)

    def _points(self, value: str) -> list[Any]:
        """One point for each way in which the guards on a value come out."""
        guards = [Guards((guard,)) for guard in self.slice.looked.guards if _on_value(guard, value)]
        kind = self.world.names.values.get(value, "text")
        if kind == "date":
            opens = [self.tables[name].rows[0] for name in self.slice.procedures]
            if any(row.latest and _counts_from(row, value) for row in opens):
                return ["today", "long ago"]
            return [None] if self._past(value) else ["soon", "later"]
        if not guards:
            return list(self.world.parties) if kind == "seat" else [None]
        axes = grid(guards, self.world.names.words).axes
        points = [*axes.get(value, [])] + (
            [OTHER] if value not in self.world.names.words and kind in ("text", "seat") else []
        )
        found: dict[tuple[bool, ...], Any] = {}
        for point in points:
            found.setdefault(tuple(holds(guard, {value: point}) for guard in guards), point)
        return list(found.values())

    def _typed(self, name: str, point: Any, position: Position) -> Any:
        kind = self.world.names.values.get(name, "text")
        if kind == "money":
            return self._money(name, Decimal(1) if point is None else point)
        if kind == "date":
            return self._date(name, point, position)
        if kind == "workstreams":
            return (next(iter(getattr(self.world.charter, "workstreams", {})), "work"),)
        if kind == "number":
            return str(1 if point is None else point)
        if kind == "seat":
            return point or self.world.parties[0]
        words = self.world.names.words.get(name)
        return str(point) if point is not None else words[0] if words else "as stated"

    def _money(self, name: str, amount: Decimal) -> Money:
        """A sum in the currency of the guards on it, else the charter's."""
        sums = [
            guard.number
            for guard in self.slice.looked.guards
            if guard.subject == name and isinstance(guard.number, Money)
        ]
        currency = sums[0].currency if sums else self.world.names.currency or "EUR"
        return Money(int(amount * 10 ** decimals(currency)), currency)

    def _date(self, name: str, point: Any, position: Position) -> str:
        """A day to come; one gone by where only the limitation period or the opening's own time counts from it."""
        distance = _DISTANCES.get(point, BEHIND if self._past(name) else LATER)
        return (position.now + distance).date().isoformat()

    def _past(self, value: str) -> bool:
        rows = [row for table in self.tables.values() for row in table.rows if _counts_from(row, value)]
        return bool(rows) and all(row.link in (Link.LIMITATION, Link.OPENS) for row in rows)


def _counts_from(row: Row, value: str) -> bool:
    from detente.core.charter.phrases.instants import events_of

    instants = [instant for instant in (row.latest, row.earliest, row.every) if instant is not None]
    return any(
        event.kind is EventKind.VALUE and event.name == value for instant in instants for event in events_of(instant)
    )


def _on_value(guard: Guard, value: str) -> bool:
    return guard.subject == value and guard.kind in (GuardKind.WORD, GuardKind.NUMBER, GuardKind.SEAT)
