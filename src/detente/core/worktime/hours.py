"""Counting hours: elapsed time, and opening time."""

from datetime import date, datetime

from detente.core.vocabulary.errors import BadInput
from detente.core.worktime.counting_calendar import CountingCalendar
from detente.core.worktime.pauses import TouchedDays, in_order
from detente.core.worktime.spans import Unit
from detente.core.worktime.tables import Tables
from detente.core.worktime.walk import Asked, refuse_standstill, rolled, run_past
from detente.core.worktime.zones import HOUR, first_instant, local_ordinal, micro, moment


def hours_end(asked: Asked) -> int:
    """Return the instant at which the hours have passed, in microseconds, not rolled.

    Elapsed hours run in UTC. Opening time runs while the calendar is open; an end at closing time stays there, and
    counted backward a beginning at opening time stays there. A pause adds exactly what it took. No hours are over at
    the anchor itself, whatever the clock does there.
    """
    at, need = micro(asked.anchor), asked.span.count * HOUR
    if not need:
        return at
    if asked.span.unit is Unit.HOUR:
        return at - need if asked.backward else _elapsed(asked, at, need)
    if not asked.pauses or asked.backward:
        return reach_opening(asked, at, need)
    return _opening(asked, at, need)


def _elapsed(asked: Asked, at: int, need: int) -> int:
    end = at + need
    for start, stop in in_order(asked.pauses):
        if start >= end:
            break
        if stop > at:
            refuse_standstill(asked, start, stop)
            end += stop - max(start, at)
    return end


def _opening(asked: Asked, at: int, need: int) -> int:
    end = reach_opening(asked, at, need)
    for start, stop in in_order(asked.pauses):
        if start >= end:
            break
        if stop > at:
            refuse_standstill(asked, start, stop)
            need += opening_between(asked.calendar, max(start, at), stop)
            end = reach_opening(asked, at, need)
    return end


def reach_opening(asked: Asked, at: int, need: int) -> int:
    """Return the instant `need` of opening time after (or before) `at`.

    Raises:
        BadInput: the calendar has no opening hours, or its list does not reach so far.
    """
    calendar = asked.calendar
    table = calendar.tables.hours
    end = table.reach_back(at, need) if asked.backward else table.reach(at, need)
    if end is None:
        refuse_without_hours(calendar, asked.span.text)
        day = local_ordinal(at, calendar.tz)
        end = (_search_back if asked.backward else _search)(calendar.tables, at, need, day)
        if end is None:
            raise run_past(asked)
    return end


def _search(tables: Tables, at: int, need: int, day: int) -> int | None:
    last = day
    while True:
        table = tables.hours_over(day - 1, last)
        end = table.reach(at, need)
        if end is not None or at < table.since or table.last >= tables.source.known()[1]:
            return end
        last = table.last + (table.last - table.first)


def _search_back(tables: Tables, at: int, need: int, day: int) -> int | None:
    first = day
    while True:
        table = tables.hours_over(first, day + 1)
        start = table.reach_back(at, need)
        if start is not None or at > table.until or table.first <= tables.source.known()[0]:
            return start
        first = table.first - (table.last - table.first)


def refuse_without_hours(calendar: CountingCalendar, what: str) -> None:
    """Raise BadInput where an office of the calendar has no opening hours at all."""
    for office in calendar.offices():
        if not (office.hours.first or office.half_days):
            raise BadInput(
                f"calendar {office.name} names no opening hours, so {what} cannot be counted in it. Write its hours."
            )


def opening_between(calendar: CountingCalendar, start: int, stop: int) -> int:
    """Return the opening time between two instants in microseconds, as far as the calendar knows."""
    days = local_ordinal(start, calendar.tz), local_ordinal(stop, calendar.tz)
    table = calendar.tables.hours_over(days[0] - 1, days[1] + 1)
    return table.passed(stop) - table.passed(start)


def rolled_hours(asked: Asked, end: int) -> int:
    """Return the same time of day on the next or previous working day, where the hours end on a day off."""
    touched, found = TouchedDays(), _rolled(asked, end, TouchedDays())
    for start, stop in in_order(asked.pauses) if not asked.backward else ():
        if start >= found:
            break
        refuse_standstill(asked, start, stop)
        touched.add(start, stop, asked.calendar.tz)
        found = _rolled(asked, end, touched)
    return found


def _rolled(asked: Asked, end: int, touched: TouchedDays) -> int:
    local = moment(end, asked.calendar.tz)
    day = rolled(asked, local.toordinal(), touched)
    if day == local.toordinal():
        return end
    return first_instant(datetime.combine(date.fromordinal(day), local.time()), asked.calendar.tz)
