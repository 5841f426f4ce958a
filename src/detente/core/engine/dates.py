"""Dates of open terms: from when and until when, computed from table and state, and nothing else."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from detente.core.charter.phrases import Combined, Counted, Event, EventKind, Instant, OnDate, OnEvent
from detente.core.engine.program import Program, event_key
from detente.core.engine.state import Happened, Open, Run, State
from detente.core.procedures import Row
from detente.core.vocabulary.errors import BadInput
from detente.core.worktime import CountingCalendar, Due, Span, Unit, count, nth_round

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
_LIMITATION = "limitation"


class When(NamedTuple):
    """An instant found: what `from` and what `by` mean by it, and the last day of the period (for day 0 of what follows)."""

    begins: datetime
    ends: datetime
    last_day: date | None
    due: Due | None = None


def due_of(program: Program, state: State, run: Run, row: Row, open_: Open) -> tuple[datetime | None, date | None]:
    """Return when a term's time runs out (half-open) and its last day; nothing while it stands still or waits for an event.

    A period already over when its term opens runs out at that opening.
    """
    if open_.moved_to is not None:
        return open_.moved_to, (open_.moved_to - timedelta(microseconds=1)).astimezone(_calendar(program, state, row, open_).tz).date()
    found = when_of(program, state, run, row, open_, row.every or row.latest)
    if found is None:
        return None, None
    if found.ends <= open_.opened:
        return open_.opened, None
    return found.ends, found.last_day


def earliest_of(program: Program, state: State, run: Run, row: Row, open_: Open) -> datetime | None:
    """Return from when a term may be used; nothing where it waits for an event, `NEVER` only as a bound."""
    if row.earliest is None:
        return open_.opened
    found = when_of(program, state, run, row, open_, row.earliest)
    return found.begins if found else None


def when_of(program: Program, state: State, run: Run, row: Row, open_: Open, instant: Instant | None) -> When | None:
    """Return the instant a phrase means for an open term, or nothing while what it hangs on has not happened."""
    if isinstance(instant, Counted):
        return _counted(program, state, run, row, open_, instant)
    if isinstance(instant, OnDate):
        return _whole_day(instant.date, _calendar(program, state, row, open_))
    if isinstance(instant, OnEvent):
        return _on_event(program, state, run, row, open_, instant.event)
    if isinstance(instant, Combined):
        return _combined(program, state, run, row, open_, instant)
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
        return _due_date(state, run, event.name)
    return state.events.get(event_key(event, run.procedure))


def _counted(program: Program, state: State, run: Run, row: Row, open_: Open, instant: Counted) -> When | None:
    event = instant.event
    if event is None:
        anchor, day_zero = open_.opened, open_.day_zero
    else:
        happened = anchor_of(program, state, run, event)
        if happened is None:
            return None
        anchor, day_zero = (happened.first if event.first else happened.last), happened.day_zero
    span = _span(program, state, run, instant.amount)
    shift = _shift(state, run, row, span, anchor) if state.shifts and event is not None else 0
    if shift:
        span = Span(span.count + shift, span.unit, span.clear)
    calendar = program.calendar(instant.calendar or program.index[run.procedure].table.calendar, open_.calendars)
    pauses = _pauses(open_)
    if pauses is None:
        return None
    roll = instant.roll or "none"
    if row.every is instant:
        due = nth_round(anchor, span, open_.round, calendar, roll=roll, pauses=pauses, months=program.months, day_zero=day_zero)
    else:
        if instant.relation == "from and including":
            span = Span(max(0, span.count - 1), span.unit, span.clear)
        due = count(
            anchor, span, calendar, backward=instant.relation == "before", roll=roll, pauses=pauses, months=program.months, day_zero=day_zero
        )
    return When(due.begins.astimezone(UTC), due.ends.astimezone(UTC), due.last_day, due)


def _span(program: Program, state: State, run: Run, amount: Span | str) -> Span:
    if isinstance(amount, Span):
        return amount
    columns = program.index[run.procedure].table.times[amount]
    return columns.get(state.track) or next(iter(columns.values()))


def _pauses(open_: Open) -> tuple[tuple[datetime, datetime | None], ...] | None:
    """The pauses of a term, or nothing while one has not ended: its time stands still."""
    if open_.pauses and open_.pauses[-1][1] is None:
        return None
    return open_.pauses


def _shift(state: State, run: Run, row: Row, span: Span, anchor: datetime) -> int:
    """How many units later a term counts because an earlier one was extended after this anchor."""
    return sum(
        units for procedure, order, at, unit, units in state.shifts
        if procedure == run.procedure and row.order > order and anchor < at and unit == span.unit
    )  # fmt: skip


def _calendar(program: Program, state: State, row: Row, open_: Open) -> CountingCalendar:
    for run in state.runs.values():
        if run.open.get(row.term) is open_:
            return program.calendar(program.index[run.procedure].table.calendar, open_.calendars)
    return program.calendar("", open_.calendars)


def _whole_day(day: date, calendar: CountingCalendar) -> When:
    due = count(datetime.combine(day, time(12), calendar.tz), Span(0, Unit.CALENDAR_DAY), calendar, day_zero=day)
    return When(due.begins.astimezone(UTC), due.ends.astimezone(UTC), day, due)


def _on_event(program: Program, state: State, run: Run, row: Row, open_: Open, event: Event) -> When | None:
    if event.kind in (EventKind.VALUE, EventKind.DATE, EventKind.LIMITATION):
        happened = anchor_of(program, state, run, event)
        calendar = program.calendar(program.index[run.procedure].table.calendar, open_.calendars)
        return _whole_day(happened.day_zero, calendar) if happened and happened.day_zero else None
    happened = anchor_of(program, state, run, event)
    return When(happened.last, happened.last, None) if happened else None


def _combined(program: Program, state: State, run: Run, row: Row, open_: Open, instant: Combined) -> When | None:
    found = [when_of(program, state, run, row, open_, part) for part in instant.instants]
    if instant.later:
        whole = [one for one in found if one is not None]
        return max(whole, key=lambda one: one.ends) if len(whole) == len(found) else None
    return min((one for one in found if one is not None), key=lambda one: one.ends, default=None)


def _stated(program: Program, value: object) -> Happened | None:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError as error:
            raise BadInput(f"'{value}' is no date.") from error
    if not isinstance(value, date):
        return None
    zone = program.calendar(getattr(program.charter, "calendar", None) or "none", -1).tz
    noon = datetime.combine(value, time(), zone).astimezone(UTC)
    return Happened(noon, noon, "", value)


def _due_date(state: State, run: Run, term: str) -> Happened | None:
    open_ = run.open.get(term)
    if open_ is None or open_.due is None:
        return None
    return Happened(open_.due, open_.due, "", open_.last_day)


def _limitation(program: Program, state: State, run: Run) -> Happened | None:
    found = limitation_of(program, state, run)
    if found is None:
        return None
    return Happened(found.ends, found.ends, "", found.last_day)


def limitation_of(program: Program, state: State, run: Run) -> When | None:
    """Return when the limitation period of a run's procedure is over; nothing while it stands still or has no anchor."""
    row = program.index[run.procedure].limitation
    if row is None:
        return None
    way = program.index[run.procedure].table.while_open
    restarted = state.limitations.get(run.procedure)
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    if way == "stands still":
        if run.ended is None:
            return None
        pauses = ((run.opened, run.ended),)
    clock = Open(_LIMITATION, restarted or run.opened, pauses=pauses, calendars=state.calendars)
    instant = row.latest
    if way == "starts again" and run.ended is not None:
        restarted = max(restarted or run.ended, run.ended)
    if restarted is not None and isinstance(instant, Counted):
        instant = Counted(instant.amount, instant.calendar, "", None, instant.roll)
        clock = Open(_LIMITATION, restarted, pauses=pauses, calendars=state.calendars)
    return when_of(program, state, run, row, clock, instant)
