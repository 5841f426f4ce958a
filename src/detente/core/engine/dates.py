"""Dates of open terms: from when and until when, computed from table and state, and nothing else."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import msgspec

from detente.core.charter.phrases import Combined, Counted, Event, EventKind, Instant, OnDate, OnEvent
from detente.core.engine.program import Program, event_key
from detente.core.engine.state import Happened, Open, Run, State
from detente.core.procedures import Row
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import CountingCalendar, Due, Span, Unit, count

_LIMITATION = "limitation"
_HOURS = (Unit.HOUR, Unit.BUSINESS_HOUR)
_MOMENT = timedelta(microseconds=1)


class Clock(msgspec.Struct, frozen=True, gc=False):
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
    """What `from` and `by` mean by an instant. `last_day` ends the period and is day 0 of what follows."""

    begins: datetime
    ends: datetime
    last_day: date | None
    due: Due | None = None


def due_of(clock: Clock) -> tuple[datetime | None, date | None]:
    """Return when a term's time runs out (half-open) and its last day; nothing while it stands still or waits.

    A period already over when its term opens runs out at that opening.
    """
    moved = clock.open.moved_to
    latest = clock.row.latest
    if moved is None and type(latest) is Counted and not clock.open.pauses and not clock.state.shifts:
        return _remembered(clock, latest)
    if moved is not None:
        return moved, (moved - _MOMENT).astimezone(clock.calendar.tz).date()
    found = when_of(clock, clock.row.every or clock.row.latest)
    return _unless_over(found, clock.open)


def _remembered(clock: Clock, instant: Counted) -> tuple[datetime | None, date | None]:
    """The commonest clock, counted in days from an opening or an event: remembered by row, track and day 0."""
    program, state, run, row, open_ = clock.program, clock.state, clock.run, clock.row, clock.open
    if instant.event is None:
        anchor, day_zero = open_.opened, open_.day_zero
    else:
        happened = anchor_of(program, state, run, instant.event)
        if happened is None:
            return None, None
        anchor, day_zero = happened.first if instant.event.first else happened.last, happened.day_zero
    if day_zero is None:
        day_zero = _calendar(clock, instant).local_day(anchor)
    key = (run.procedure, row.order, state.track, open_.calendars, day_zero)
    found: When | None = program.memo.get(key)
    if found is None:
        found = when_of(clock, instant)
        if found is None or found.due is None or found.due.span.unit in _HOURS:
            return _unless_over(found, open_)
        program.remember(key, found)
    return _unless_over(found, open_)


def _unless_over(found: When | None, open_: Open) -> tuple[datetime | None, date | None]:
    """A period already over when its term opens runs out at that opening, whose day 0 is that of what follows too."""
    if found is None:
        return None, None
    return (open_.opened, open_.day_zero) if found.ends <= open_.opened else (found.ends, found.last_day)


def earliest_of(clock: Clock) -> datetime | None:
    """Return from when a term may be used; nothing where it waits for an event, or lies past the calendar's list."""
    if clock.row.earliest is None:
        return clock.open.opened
    if past_the_list(clock, clock.row.earliest) is not None:
        return None
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


def past_the_list(clock: Clock, instant: Instant | None) -> datetime | None:
    """Return the first instant that days counted back from a date past the calendar's list can mean.

    Nothing where the list reaches that date. A limitation date lies years ahead, further than any list of days off.
    """
    if not isinstance(instant, Counted) or instant.relation != "before":
        return None
    happened = anchored(clock, instant)
    if happened is None or (span := _length(clock, instant, happened.last)).unit is not Unit.WORKING_DAY:
        return None
    calendar = _calendar(clock, instant)
    last = date.fromordinal(calendar.known()[1])
    if (happened.day_zero or calendar.local_day(happened.last)) <= last:
        return None
    return count(happened.last, span, calendar, backward=True, day_zero=last).begins.astimezone(UTC)


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
    """Return the length of an amount: the span itself, or the row's on the matter's track (without one, the first)."""
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
    span = _length(clock, instant, anchor)
    if pauses or span.unit in _HOURS:
        return _when(counted(clock, instant, span, Happened(anchor, anchor, "", happened.day_zero)))
    return _by_day(clock, instant, span, Happened(anchor, anchor, "", happened.day_zero))


def _length(clock: Clock, instant: Counted, anchor: datetime) -> Span:
    """The length that is counted: shifted by an extension, as many periods as rounds, one less where day 0 counts."""
    span = span_of(clock, instant)
    number = span.count
    if clock.state.shifts and instant.event is not None:
        number += shift_of(clock, span, anchor)
    if clock.row.every is instant:
        number *= clock.open.round
    elif instant.relation == "from and including":
        number = max(0, number - 1)
    return span if number == span.count else Span(number, span.unit, span.clear)


def _by_day(clock: Clock, instant: Counted, span: Span, anchor: Happened) -> When:
    """Count days, weeks, months: the answer hangs on day 0 alone, so it is counted once and remembered."""
    calendar = _calendar(clock, instant)
    day_zero = anchor.day_zero or calendar.local_day(anchor.last)
    key = (calendar, day_zero, span, instant.roll, instant.relation)
    found: When | None = clock.program.memo.get(key)
    if found is None:
        found = _when(counted(clock, instant, span, anchor))
        clock.program.remember(key, found)
    return found


def _when(due: Due) -> When:
    return When(due.begins.astimezone(UTC), due.ends.astimezone(UTC), due.last_day, due)


def _calendar(clock: Clock, instant: Counted) -> CountingCalendar:
    return clock.program.calendar(instant.calendar, clock.open.calendars) if instant.calendar else clock.calendar


def counted(clock: Clock, instant: Counted, span: Span, anchor: Happened) -> Due:
    """Return the count behind a date, with its grounds."""
    return count(
        anchor.last,
        span,
        _calendar(clock, instant),
        backward=instant.relation == "before",
        roll=instant.roll or "none",
        pauses=clock.open.pauses,
        months=clock.program.months,
        day_zero=anchor.day_zero,
    )


def _whole_day(day: date, calendar: CountingCalendar) -> When:
    """A date is that whole day: the hour at which counted periods end does not cut it."""
    begins, ends = calendar.starts(day), calendar.starts(day + timedelta(days=1))
    return When(begins.astimezone(UTC), ends.astimezone(UTC), day)


def _on_event(clock: Clock, event: Event) -> When | None:
    happened = anchor_of(clock.program, clock.state, clock.run, event)
    if event.kind in (EventKind.VALUE, EventKind.DATE, EventKind.LIMITATION):
        return _whole_day(happened.day_zero, clock.calendar) if happened and happened.day_zero else None
    return When(happened.last, happened.last, None) if happened else None


def _combined(clock: Clock, instant: Combined) -> When | None:
    if not instant.later:
        return _earlier(clock, instant)
    found = [when_of(clock, part) for part in instant.instants]
    known = [one for one in found if one is not None]
    return max(known, key=lambda one: one.ends) if len(known) == len(found) else None


def _earlier(clock: Clock, instant: Combined) -> When | None:
    """The first of several; one past the calendar's list is left out where it is certainly later.

    Raises:
        BadInput: it may be the first, and nobody knows.
    """
    bounds = [(part, past_the_list(clock, part)) for part in instant.instants]
    found = [when_of(clock, part) for part, bound in bounds if bound is None]
    first = min((one for one in found if one is not None), key=lambda one: one.ends, default=None)
    for part, bound in bounds:
        if bound is not None and (first is None or bound < first.ends):
            when_of(clock, part)
    return first


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
    """Return when the limitation period of a run's procedure is over; nothing while it stands still or cannot count."""
    index = program.index[run.procedure]
    if index.limitation is None:
        return None
    still = index.table.while_open == "stands still"
    if still and run.ended is None:
        return None
    restarted = state.limitations.get(run.procedure)
    if (
        index.table.while_open == "starts again"
        and run.ended is not None
        and (restarted is None or restarted.last < run.ended)
    ):
        restarted = Happened(run.ended, run.ended)
    instant = index.limitation.latest
    if restarted is not None and isinstance(instant, Counted):
        instant = Counted(instant.amount, instant.calendar, "", None, instant.roll)
    pauses = ((run.opened, run.ended),) if still else ()
    since, day_zero = (restarted.last, restarted.day_zero) if restarted is not None else (run.opened, None)
    open_ = Open(_LIMITATION, since, day_zero, pauses=pauses, calendars=state.calendars)
    return when_of(Clock(program, state, run, index.limitation, open_), instant)
