"""Dates of open terms: from when and until when, computed from table and state, and nothing else."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from detente.core.charter.phrases import Combined, Counted, Event, EventKind, Instant, OnDate, OnEvent
from detente.core.engine.program import Program, event_key
from detente.core.engine.state import Happened, Open, Run, State
from detente.core.procedures import Row
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import CountingCalendar, Due, Span, Unit, count, nth_round

_LIMITATION = "limitation"
_MOMENT = timedelta(microseconds=1)


class Clock(NamedTuple):
    """An open term with all that its dates hang on."""

    program: Program
    state: State
    run: Run
    row: Row
    open: Open

    @property
    def calendar(self) -> CountingCalendar:
        """The calendar of the term's procedure, of the generation the term counts by."""
        return self.program.calendar(self.program.index[self.run.procedure].table.calendar, self.open.calendars)


class When(NamedTuple):
    """What `from` and what `by` mean by an instant, the last day of the period (day 0 of what follows), the count behind."""

    begins: datetime
    ends: datetime
    last_day: date | None
    due: Due | None = None


def due_of(clock: Clock) -> tuple[datetime | None, date | None]:
    """Return when a term's time runs out (half-open) and its last day; nothing while it stands still or waits.

    A period already over when its term opens runs out at that opening.
    """
    moved, opened = clock.open.moved_to, clock.open.opened
    if moved is not None:
        return moved, (moved - _MOMENT).astimezone(clock.calendar.tz).date()
    found = when_of(clock, clock.row.every or clock.row.latest)
    if found is None:
        return None, None
    return (opened, None) if found.ends <= opened else (found.ends, found.last_day)


def earliest_of(clock: Clock) -> datetime | None:
    """Return from when a term may be used; nothing where it waits for an event."""
    if clock.row.earliest is None:
        return clock.open.opened
    found = when_of(clock, clock.row.earliest)
    return found.begins if found else None


def when_of(clock: Clock, instant: Instant | None) -> When | None:
    """Return the instant a phrase means for an open term, or nothing while what it hangs on has not happened."""
    if isinstance(instant, Counted):
        return _counted(clock, instant)
    if isinstance(instant, OnDate):
        return _whole_day(instant.date, clock.calendar)
    if isinstance(instant, OnEvent):
        return _on_event(clock, instant.event)
    if isinstance(instant, Combined):
        return _combined(clock, instant)
    return None


def anchor_of(program: Program, state: State, run: Run, event: Event) -> Happened | None:
    """Return when an event happened (a date: its first instant, with that day as day 0), or nothing."""
    if event.kind is EventKind.LIMITATION:
        return _limitation(program, state, run)
    if event.kind is EventKind.VALUE:
        return _stated(program, state.values.get(event.name))
    if event.kind is EventKind.DATE:
        return _stated(program, getattr(program.charter, "dates", {}).get(event.name))
    if event.kind is EventKind.DUE:
        return _due_date(run, event.name)
    return state.events.get(event_key(event, run.procedure))


def anchored(clock: Clock, instant: Counted) -> Happened | None:
    """Return what an amount counts from: the event, or the term's own opening."""
    if instant.event is None:
        return Happened(clock.open.opened, clock.open.opened, "", clock.open.day_zero)
    return anchor_of(clock.program, clock.state, clock.run, instant.event)


def span_of(clock: Clock, instant: Counted) -> Span:
    """Return the length of an amount: the span itself, or the row's on the matter's track (the first where it lacks it)."""
    if isinstance(instant.amount, Span):
        return instant.amount
    columns = clock.program.index[clock.run.procedure].table.times[instant.amount]
    return columns.get(clock.state.track) or next(iter(columns.values()))


def shift_of(clock: Clock, span: Span, anchor: datetime) -> int:
    """Return how many units later a term counts because an earlier one was extended after this anchor."""
    return sum(
        shift.units
        for shift in clock.state.shifts
        if shift.run == clock.run.procedure
        and clock.row.order > shift.order
        and anchor < shift.at
        and shift.unit == span.unit
    )


def _counted(clock: Clock, instant: Counted) -> When | None:
    happened = anchored(clock, instant)
    pauses = clock.open.pauses
    if happened is None or (pauses and pauses[-1][1] is None):
        return None
    anchor = happened.first if instant.event and instant.event.first else happened.last
    span = span_of(clock, instant)
    if clock.state.shifts and instant.event is not None and (shift := shift_of(clock, span, anchor)):
        span = Span(span.count + shift, span.unit, span.clear)
    due = _count(clock, instant, span, Happened(anchor, anchor, "", happened.day_zero))
    return When(due.begins.astimezone(UTC), due.ends.astimezone(UTC), due.last_day, due)


def _count(clock: Clock, instant: Counted, span: Span, anchor: Happened) -> Due:
    program, open_ = clock.program, clock.open
    calendar = program.calendar(instant.calendar, open_.calendars) if instant.calendar else clock.calendar
    roll, months, day_zero = instant.roll or "none", program.months, anchor.day_zero
    if clock.row.every is instant:
        return nth_round(
            anchor.last, span, open_.round, calendar, roll=roll, pauses=open_.pauses, months=months, day_zero=day_zero
        )
    if instant.relation == "from and including":
        span = Span(max(0, span.count - 1), span.unit, span.clear)
    backward = instant.relation == "before"
    return count(
        anchor.last,
        span,
        calendar,
        backward=backward,
        roll=roll,
        pauses=open_.pauses,
        months=months,
        day_zero=day_zero,
    )


def _whole_day(day: date, calendar: CountingCalendar) -> When:
    noon = datetime.combine(day, time(12), calendar.tz)
    due = count(noon, Span(0, Unit.CALENDAR_DAY), calendar, day_zero=day)
    return When(due.begins.astimezone(UTC), due.ends.astimezone(UTC), day, due)


def _on_event(clock: Clock, event: Event) -> When | None:
    happened = anchor_of(clock.program, clock.state, clock.run, event)
    if event.kind in (EventKind.VALUE, EventKind.DATE, EventKind.LIMITATION):
        return _whole_day(happened.day_zero, clock.calendar) if happened and happened.day_zero else None
    return When(happened.last, happened.last, None) if happened else None


def _combined(clock: Clock, instant: Combined) -> When | None:
    found = [when_of(clock, part) for part in instant.instants]
    known = [one for one in found if one is not None]
    if instant.later:
        return max(known, key=lambda one: one.ends) if len(known) == len(found) else None
    return min(known, key=lambda one: one.ends, default=None)


def _stated(program: Program, value: object) -> Happened | None:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError as error:
            raise BadInput(f"'{value}' is no date.") from error
    if not isinstance(value, date):
        return None
    zone = program.calendar(getattr(program.charter, "calendar", None) or "none", -1).tz
    start = datetime.combine(value, time(), zone).astimezone(UTC)
    return Happened(start, start, "", value)


def _due_date(run: Run, term: str) -> Happened | None:
    open_ = run.open.get(term)
    if open_ is None or open_.due is None:
        return None
    return Happened(open_.due, open_.due, "", open_.last_day)


def _limitation(program: Program, state: State, run: Run) -> Happened | None:
    found = limitation_of(program, state, run)
    return Happened(found.ends, found.ends, "", found.last_day) if found else None


def limitation_of(program: Program, state: State, run: Run) -> When | None:
    """Return when the limitation period of a run's procedure is over; nothing while it stands still or has no anchor."""
    index = program.index[run.procedure]
    if index.limitation is None:
        return None
    still = index.table.while_open == "stands still"
    if still and run.ended is None:
        return None
    restarted = state.limitations.get(run.procedure)
    if index.table.while_open == "starts again" and run.ended is not None:
        restarted = max(restarted or run.ended, run.ended)
    instant = index.limitation.latest
    if restarted is not None and isinstance(instant, Counted):
        instant = Counted(instant.amount, instant.calendar, "", None, instant.roll)
    pauses = ((run.opened, run.ended),) if still else ()
    open_ = Open(_LIMITATION, restarted or run.opened, pauses=pauses, calendars=state.calendars)
    return when_of(Clock(program, state, run, index.limitation, open_), instant)
