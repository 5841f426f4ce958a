"""How long a way is: as a sum of the charter's own spans, and in calendar days for every day on which it can begin.

No clock is asked how fine it ticks: a way is a chain of counts, and a chain is counted once for each start.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable

import msgspec

from detente.core.charter.phrases import Combined, Counted, Instant
from detente.core.engine.dates import Clock, anchor_of, span_of, when_of
from detente.core.engine.state import Open, Run, State
from detente.core.procedures import Row
from detente.core.simulation.explore.play import MINUTE, Told
from detente.core.simulation.explore.world import World
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import Span, count

STARTS = 366  # days, one after the other
DAY = dt.timedelta(days=1)


class At(msgspec.Struct, frozen=True):
    """An instant of a chain that is being counted; `day` is day 0 of what a lapse opens."""

    at: dt.datetime
    day: dt.date | None = None


class Measured(msgspec.Struct, frozen=True):
    """How long a way is: its spans summed up, and the most calendar days over all starts, with the first such start."""

    spans: tuple[tuple[int, str, str], ...]  # number, unit, calendar (empty: the procedure's own)
    beside: tuple[str, ...]  # what cannot be summed up, such as a date or a receipt
    days_most: int
    worst_start: dt.date
    starts: int

    @property
    def text(self) -> str:
        """The sum in words."""
        return " + ".join([*(_words(*span) for span in self.spans), *self.beside]) or "no time"


Sum = Counter[tuple[str, str]]
Rule = Callable[[At], At]  # from the instant counted from to the instant


class _Link(msgspec.Struct, eq=False):
    at: dt.datetime
    rule: Rule
    place: int  # the link it is counted from
    sum: Sum
    beside: tuple[str, ...]


def measured(world: World, way: tuple[Told, ...], *, starts: int = STARTS) -> Measured:
    """Return how long a way is, from its first instant to its last."""
    chain = _Chain(world)
    for told in way:
        chain.add(told)
    first = way[0].at.astimezone(world.tz)
    most, worst, tried = -1, first.date(), 0
    line = chain.line()
    for shift in range(starts):
        start = dt.datetime.combine(first.date() + dt.timedelta(days=shift), first.time(), world.tz).astimezone(dt.UTC)
        days = _days(line, start)
        if days is None:
            break
        tried += 1
        if days > most:
            most, worst = days, start.astimezone(world.tz).date()
    last = chain.links[-1]
    spans = tuple((number, unit, calendar) for (unit, calendar), number in last.sum.items())
    return Measured(spans, tuple(dict.fromkeys(last.beside)), max(most, 0), worst, tried)


def _days(line: list[_Link], start: dt.datetime) -> int | None:
    """Return the calendar days from a start to the end of a line, or nothing where it cannot be counted."""
    found = At(start)
    try:
        for link in line:
            found = link.rule(found)
    except BadInput:
        return None
    return -(-(found.at - start) // DAY)


class _Chain:
    def __init__(self, world: World) -> None:
        self.world, self.program = world, world.program
        self.links: list[_Link] = []
        self.places: dict[dt.datetime, int] = {}

    def line(self) -> list[_Link]:
        """Return the links that the last one is counted from, in order; the first, the start, left out."""
        found, place = [], len(self.links) - 1
        while place > 0:
            found.append(self.links[place])
            place = self.links[place].place
        return found[::-1]

    def add(self, told: Told) -> None:
        if not self.links:
            self.links.append(_Link(told.at, lambda found: found, 0, Counter(), ()))
            self.places[told.at] = 0
            return
        if told.at in self.places:
            return
        self.links.append(self._link(told))
        self.places[told.at] = len(self.links) - 1

    def _link(self, told: Told) -> _Link:
        if told.received and told.sent in self.places:
            return self._receipt(told)
        clock = self._clock(told)
        if clock is None:
            return self._fixed(told.at, "what is stated")
        instant = clock.row.every or clock.row.latest
        back = MINUTE if told.rang is None else dt.timedelta()
        link = self._instant(told.at, clock, instant, back)
        what = instant.data if instant is not None and isinstance(instant.data, str) else "a date"
        return link or self._fixed(told.at, f"{what} with its pauses" if clock.open.pauses else what)

    def _receipt(self, told: Told) -> _Link:
        assert told.sent is not None
        place = self.places[told.sent]
        arrival, party = self.world.arrival, self._receiver(told)
        sent = self.links[place]
        beside = (*sent.beside, "the receipt of a notice")
        return _Link(told.at, lambda found: At(arrival(found.at, party)), place, sent.sum, beside)

    def _receiver(self, told: Told) -> str:
        notices = told.before.notices.values() if told.before is not None else ()
        sender = next((notice.party for notice in notices if notice.act == told.received), "")
        return next((party for party in self.world.parties if party != sender), sender)

    def _clock(self, told: Told) -> Clock | None:
        """The clock that rang, or that the act at its last moment waited for."""
        state = told.before
        if state is None:
            return None
        if told.rang is not None:
            run = state.runs[told.rang.run]
            return Clock(
                self.program,
                state,
                run,
                self.program.index[told.rang.run].time[told.rang.term],
                run.open[told.rang.term],
            )
        for name, run in state.runs.items() if told.late else ():
            for term, open_ in run.open.items() if run.ended is None else ():
                if open_.due is not None and open_.due - MINUTE == told.at:
                    return Clock(self.program, state, run, self.program.index[name].time[term], open_)
        return self._window(told, state)

    def _window(self, told: Told, state: State) -> Clock | None:
        """The window whose first instant the act waited for, told as if it were a clock."""
        deed = told.deed
        if deed is None or deed.row is None or deed.row.earliest is None or deed.run not in state.runs:
            return None
        run = state.runs[deed.run]
        open_ = run.open.get(deed.row.term) or Open(deed.row.term, run.opened, calendars=state.calendars)
        row: Row = msgspec.structs.replace(deed.row, latest=deed.row.earliest, every=None)
        clock = Clock(self.program, state, run, row, open_)
        found = when_of(clock, row.latest)
        return clock if found is not None and found.begins == told.at else None

    def _instant(self, at: dt.datetime, clock: Clock, instant: Instant | None, back: dt.timedelta) -> _Link | None:
        if isinstance(instant, Combined):
            parts = [(part, when_of(clock, part)) for part in instant.instants]
            chosen = next((part for part, found in parts if found is not None and found.ends - back == at), None)
            return self._instant(at, clock, chosen, back) if chosen is not None else None
        if not isinstance(instant, Counted) or clock.row.every is not None:
            return None
        since, lapsed = _anchor(clock, instant)
        if since is None or since not in self.places or clock.open.moved_to is not None or clock.open.pauses:
            return None
        return self._counted(at, clock, instant, self.places[since], lapsed=lapsed, back=back)

    def _counted(
        self, at: dt.datetime, clock: Clock, instant: Counted, place: int, *, lapsed: bool, back: dt.timedelta
    ) -> _Link:
        span = span_of(clock, instant)
        calendar = self.program.calendar(instant.calendar or self.program.index[clock.run.procedure].table.calendar, 0)
        months, backward, roll = self.program.months, instant.relation == "before", instant.roll or "none"
        counted = (
            Span(max(0, span.count - 1), span.unit, span.clear) if instant.relation == "from and including" else span
        )
        begins = (
            clock.row.latest is not None and when_of(clock, instant) is not None and self._begins(clock, instant, at)
        )

        def rule(anchor: At) -> At:
            day = anchor.day if lapsed else None
            due = count(anchor.at, counted, calendar, backward=backward, roll=roll, months=months, day_zero=day)
            return At((due.begins if begins else due.ends).astimezone(dt.UTC) - back, None if back else due.last_day)

        before = self.links[place]
        key = (str(span.unit), instant.calendar)
        return _Link(at, rule, place, before.sum + Counter({key: span.count + span.clear}), before.beside)

    def _begins(self, clock: Clock, instant: Counted, at: dt.datetime) -> bool:
        found = when_of(clock, instant)
        return found is not None and found.begins == at and found.ends != at

    def _fixed(self, at: dt.datetime, what: str) -> _Link:
        """An instant that is not counted from the way: it keeps its distance from the instant before."""
        place = len(self.links) - 1
        before = self.links[place]
        distance = at - before.at
        return _Link(at, lambda found: At(found.at + distance), place, before.sum, (*before.beside, what))


def _anchor(clock: Clock, instant: Counted) -> tuple[dt.datetime | None, bool]:
    """When a count began, and whether a lapse opened what it counts for."""
    if instant.event is None:
        return clock.open.opened, clock.open.day_zero is not None
    happened = anchor_of(clock.program, clock.state, clock.run, instant.event)
    if happened is None:
        return None, False
    return (happened.first if instant.event.first else happened.last), happened.day_zero is not None


def _words(number: int, unit: str, calendar: str) -> str:
    text = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return f"{text} in {calendar}" if calendar else text


__all__ = ["STARTS", "At", "Measured", "Run", "measured"]
