"""The silent path of a ladder with its dates: each level that runs out unanswered opens the next.

Nobody acts, nothing is extended, nothing is paused. What the engine plays for one matter with its facts, this counts
for the empty matter, so that a charter can be read with a calendar in hand before it is signed.
"""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from detente.core.charter.calendars import NONE, calendar_for
from detente.core.charter.model import Charter, Rules
from detente.core.charter.phrases import (
    Combined,
    Counted,
    Do,
    Event,
    EventKind,
    Guard,
    GuardKind,
    Instant,
    OnDate,
    Verb,
    Who,
)
from detente.core.charter.phrases.seats import SeatKind, WhoKind
from detente.core.procedures.compile import Compiled
from detente.core.procedures.table import OPENS, On, Outcome, Row, Table
from detente.core.worktime import CountingCalendar, Due, count

_STEPS_MAX = 400  # of one walk: a loop without end stops here


class Holder(msgspec.Struct, frozen=True):
    """A person who holds a role of the charter; `party` is empty for a neutral."""

    party: str
    role: str
    person: str


class Step(msgspec.Struct, frozen=True):
    """One open top-level term of the silent path.

    `due` and `usable` carry the count with its days; `runs_out` alone is there where a date is written, not counted.
    Without `runs_out` the path rests here: somebody has to act, or (with a `clock`) nothing says yet when it ends.
    `result` stands where the silence ends the procedure.
    """

    procedure: str
    term: str
    depth: int  # 0 the ladder itself, 1 a procedure that it runs
    act: str  # the phrase; empty where nobody acts
    duty: bool
    runs: str  # the procedure that it runs; its steps follow, one deeper
    who: Who | None
    holders: tuple[Holder, ...]
    opens: datetime
    usable: Due | None  # `from`: the act is open from usable.begins
    clock: Instant | None  # `by` as it is written
    runs_out: datetime | None
    due: Due | None
    silence: tuple[Do, ...]
    condition: str  # the guard, where nothing yet says whether it holds
    result: str = ""


def ladder_dates(
    compiled: Compiled, procedure: str, start: datetime, *, stated: Mapping[str, date] = {}, party: str = ""
) -> list[Step]:
    """Return the silent path of a procedure, in the order in which its terms open.

    Args:
        start: aware; the instant at which the opening act takes effect (a notice: received).
        stated: dates that the opening act states, by name; a clock that hangs on another is left without an end.
        party: the opener, where a seat hangs on it.

    Raises:
        BadInput: a calendar does not reach far enough.

    Source: language.md, sections 3 (Counting) and 4.
    """
    walk = _Walk(compiled, dict(stated), party)
    walk.begin(procedure, _Moment(start, None), 0)
    walk.silence()
    return walk.steps


class _Moment(msgspec.Struct, frozen=True):
    """An instant and, after a lapse, the day that is day 0 of what follows."""

    at: datetime
    day: date | None


class _Open(msgspec.Struct, eq=False):
    """A term of a run that is open."""

    run: "_Run"
    term: str
    since: _Moment
    end: _Moment | None
    due: Due | None
    step: int  # place in the list of steps; -1 for a nested term


class _Run(msgspec.Struct, eq=False):
    """A procedure on its way."""

    table: Table
    depth: int
    above: _Open | None
    open: dict[str, _Open] = {}
    events: dict[str, _Moment] = {}
    seen: dict[str, int] = {}
    track: str = ""


class _Walk:
    def __init__(self, compiled: Compiled, stated: dict[str, date], party: str) -> None:
        self.compiled, self.stated, self.party = compiled, stated, party
        self.charter: Rules = compiled.charter
        self.calendars: dict[str, CountingCalendar] = {}
        self.counted: dict[str, int] = {}
        self.running: list[_Run] = []
        self.steps: list[Step] = []

    # ---- runs

    def begin(self, procedure: str, at: _Moment, depth: int, above: _Open | None = None) -> None:
        run = _Run(self.compiled.tables[procedure], depth, above)
        self.running.append(run)
        opening = next(row for row in run.table.of(OPENS) if row.on is not On.TIME)
        if opening.act:
            run.events[opening.act] = at
        self.carry_out(run, opening.do, at)

    def end(self, run: _Run, at: _Moment) -> None:
        self.running.remove(run)
        above = run.above
        if above is not None and above.run.open.get(above.term) is above:
            row = next(row for row in above.run.table.of(above.term) if row.runs)
            self.take(above, row, at)

    # ---- silence

    def silence(self) -> None:
        """Let the earliest clock run out until none is left; clocks of one instant in written order."""
        for _ in range(_STEPS_MAX):
            clocks = [one for run in self.running for one in run.open.values() if one.end]
            if not clocks:
                return
            first = min(clocks, key=lambda one: one.end.at if one.end else one.since.at)
            row = next(row for row in first.run.table.of(first.term) if row.on is On.TIME)
            assert first.end is not None
            self.take(first, row, first.end)

    def take(self, one: _Open, row: Row, at: _Moment) -> None:
        """Take a row of an open term, by the leading-out rule."""
        run = one.run
        if any(do.verb is Verb.STAYS_OVERDUE for do in row.do):
            one.end = None
        else:
            self.close(run, one.term, at)
        for outer in row.leaves:
            self.close(run, outer, at)
        result = next((do.name for do in row.do if do.verb is Verb.END), "")
        if result and one.step >= 0:
            self.steps[one.step] = msgspec.structs.replace(self.steps[one.step], result=result)
        self.carry_out(run, row.do, at)

    def close(self, run: _Run, term: str, at: _Moment) -> None:
        for child in run.table.children(term):
            self.close(run, child, at)
        one = run.open.pop(term, None)
        if one:
            self.running = [other for other in self.running if other.above is not one]  # closed first, it stops the run
            run.events[term] = run.events[f"end of {term}"] = at

    def carry_out(self, run: _Run, dos: tuple[Do, ...], at: _Moment) -> None:
        others = self._others(run, dos)
        for do in dos:
            if do.verb is Verb.OPEN:
                self.open(run, do.name, at, others=others)
            elif do.verb is Verb.AS_IF:
                self._as_if(run, do.name, at)
            elif do.verb is Verb.CLOSE:
                self.close(run, do.name, at)
            elif do.verb is Verb.COUNT:
                self.counted[do.name] = self.counted.get(do.name, 0) + 1
            elif do.verb is Verb.CHOOSE:
                run.track = do.name
            elif do.verb is Verb.END and run in self.running:
                self.end(run, at)

    def _others(self, run: _Run, dos: tuple[Do, ...]) -> bool:
        """Whether a guarded term of a list opens, so that `otherwise` does not."""
        rows = [row for do in dos if do.verb is Verb.OPEN for row in run.table.of(do.name)[:1] if row.guards]
        return any(self._guarded(run, row, True)[0] for row in rows)

    def _as_if(self, run: _Run, act: str, at: _Moment) -> None:
        for row in run.table.acted(act):
            run.events[row.act] = at
            self.carry_out(run, row.do, at)

    # ---- terms

    def open(self, run: _Run, term: str, at: _Moment, *, others: bool) -> None:
        """Open a term with what opens with it, unless its guard keeps it shut or a loop comes round again."""
        rows = run.table.of(term)
        if run not in self.running or run.seen.get(term, 0) >= 2:
            return
        holds, condition = self._guarded(run, rows[0], others) if rows else (True, "")
        if not holds:
            return
        run.seen[term] = run.seen.get(term, 0) + 1
        run.events[f"opening of {term}"] = at
        if rows and rows[0].on is On.OPENING:
            self.carry_out(run, rows[0].do, at)
            return
        one = run.open[term] = _Open(run, term, at, None, None, -1)
        self._set_clock(one, rows)
        if not run.table.parents.get(term):
            one.step = len(self.steps)
            self.steps.append(self._step(one, rows, condition))
        self._with(one, rows)

    def _with(self, one: _Open, rows: tuple[Row, ...]) -> None:
        """Open what opens with a term: those inside it, and the procedure it runs."""
        run = one.run
        for child in run.table.children(one.term):
            if run.table.with_parent[child] and run.open.get(one.term) is one:
                self.open(run, child, one.since, others=False)
        if rows and rows[0].runs in self.compiled.tables:
            self.begin(rows[0].runs, one.since, run.depth + 1, one)

    def _set_clock(self, one: _Open, rows: tuple[Row, ...]) -> None:
        row = next((row for row in rows if row.on is On.TIME and row.latest), None)
        if row is None or row.latest is None:
            return
        found = self.instant(one, row.latest)
        if found is None:
            return
        end, one.due = found
        over = (
            end.at < one.since.at
        )  # already over when it opens: it runs out at once, and that is day 0 of what follows
        one.end = _Moment(one.since.at, None) if over else end

    def _step(self, one: _Open, rows: tuple[Row, ...], condition: str) -> Step:
        row = rows[0] if rows else None
        who = row.who if row else None
        late = next((row for row in rows if row.on is On.TIME), None)
        usable = self.instant(one, row.earliest) if row and row.earliest else None
        acts = row if row and row.on is On.ACT else None
        phrases = self.compiled.document.names.acts
        return Step(
            one.run.table.procedure, one.term, one.run.depth, phrases.get(acts.act, acts.act) if acts else "",
            acts is not None and acts.result is Outcome.KEPT, row.runs if row else "",
            who, holders(self.charter, who), one.since.at, usable[1] if usable else None,
            late.latest if late else None, one.end.at if one.end else None, one.due, late.do if late else (), condition,
        )  # fmt: skip

    def _guarded(self, run: _Run, row: Row, others: bool) -> tuple[bool, str]:
        """Whether a term opens, and the guard in words where the silence cannot tell."""
        if row.guards is None:
            return True, ""
        known = [self._holds(run, guard, others) for guard in row.guards.items]
        if row.guards.any_of:
            return any(one is not False for one in known), "" if True in known else _words(row)
        return False not in known, _words(row) if None in known else ""

    def _holds(self, run: _Run, guard: Guard, others: bool) -> bool | None:
        if guard.kind is GuardKind.OTHERWISE:
            return not others
        if guard.kind is GuardKind.HAPPENED and guard.event:
            return (self._event(run, guard.event) is not None) is not guard.negated
        if guard.kind is GuardKind.COUNTER:
            return _compare(self.counted.get(guard.subject, 0), guard.compare, int(str(guard.number)))
        return None

    # ---- instants

    def instant(self, one: _Open, instant: Instant) -> tuple[_Moment, Due | None] | None:
        """Return when an instant is, with its count; nothing while the event it hangs on has not happened."""
        if isinstance(instant, Combined):
            parts = [self.instant(one, part) for part in instant.instants]
            found = [part for part in parts if part]
            if not found or (instant.later and len(found) < len(parts)):
                return None
            return (max if instant.later else min)(found, key=lambda part: part[0].at)
        if isinstance(instant, Counted):
            return self._counted(one, instant)
        if isinstance(instant, OnDate):
            return self._whole_day(instant.date), None
        moment = self._event(one.run, instant.event)
        return (moment, None) if moment else None

    def _counted(self, one: _Open, instant: Counted) -> tuple[_Moment, Due | None] | None:
        run = one.run
        anchor = self._event(run, instant.event) if instant.event else one.since
        if anchor is None:
            return None
        columns = run.table.times.get(instant.amount, {}) if isinstance(instant.amount, str) else {}
        span = columns.get(run.track) or next(iter(columns.values()), None) if columns else instant.amount
        calendar = self._calendar(instant.calendar or run.table.calendar)
        if span is None or isinstance(span, str) or (span.asks_calendar and calendar.name == NONE):
            return None
        day = anchor.day
        if instant.relation == "from and including":
            day = date.fromordinal((day or calendar.local_day(anchor.at)).toordinal() - 1)
        due = count(
            anchor.at, span, calendar, backward=instant.relation == "before", roll=instant.roll or "none", day_zero=day,
            months="30 days" if getattr(self.charter, "months", "") == "30 days" else "corresponding",
        )  # fmt: skip
        return _Moment(due.ends, due.last_day), due

    def _event(self, run: _Run, event: Event) -> _Moment | None:
        if event.kind is EventKind.VALUE:
            return self._whole_day(self.stated[event.name]) if event.name in self.stated else None
        if event.kind is EventKind.DATE:
            day = getattr(self.charter, "dates", {}).get(event.name)
            return self._whole_day(day) if isinstance(day, date) else None
        if event.kind is EventKind.DUE:
            one = run.open.get(event.name)
            return one.end if one else run.events.get(f"end of {event.name}")
        name = event.text if event.kind in (EventKind.OPENING, EventKind.END) else event.name
        return run.events.get(name)

    def _whole_day(self, day: date) -> _Moment:
        """A date is that whole day, in the charter's zone."""
        return _Moment(self._calendar(NONE).ends(day), day)

    def _calendar(self, name: str) -> CountingCalendar:
        if name not in self.calendars:
            self.calendars[name] = calendar_for(self.charter, name)
        return self.calendars[name]


def holders(charter: Rules, who: Who | None) -> tuple[Holder, ...]:
    """Return the people a charter names for a seat; none for a party as such, or where it names nobody."""
    if who is None or not isinstance(charter, Charter):
        return ()
    found: list[Holder] = []
    for place, seat in enumerate(who.seats):
        if seat.kind is SeatKind.NEUTRAL and seat.name in charter.neutrals:
            found.append(Holder("", seat.name, charter.neutrals[seat.name].name))
        parties = (who.parties[place],) if who.kind is WhoKind.TOGETHER else tuple(charter.parties)
        held = charter.roles.get(seat.name, {}) if seat.kind is SeatKind.ROLE else {}
        found += [Holder(party, seat.name, held[party].holder) for party in parties if party in held]
    return tuple(found)


def _compare(one: int, how: str, other: int) -> bool:
    return {">=": one >= other, "<=": one <= other, ">": one > other, "<": one < other}[how]


def _words(row: Row) -> str:
    if row.guards is None:
        return ""
    joint = " or " if row.guards.any_of else " and "
    return joint.join(guard.data for guard in row.guards.items)
